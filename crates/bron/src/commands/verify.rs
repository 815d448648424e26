//! `bron verify`: is everything still what was written, and do the sums hold?

use super::{Manner, study};
use crate::answer::{self, Done};
use anyhow::Result;

/// Checks a run and prints what was checked and what differs.
pub fn verify(run: &str, manner: Manner) -> Result<Done> {
    let folder = study::run_folder(run);
    let verification = bron_run::verify(&folder)?;
    answer::print(manner.json, &verification, |verification| {
        let mut lines = verification.checked.clone();
        lines.extend(verification.problems.iter().map(|problem| format!("DIFFERS: {problem}")));
        lines.push(if verification.problems.is_empty() {
            "everything is as it was written, and the sums hold".to_owned()
        } else {
            format!("{} problems", verification.problems.len())
        });
        lines.join("\n")
    })?;
    Ok(if verification.problems.is_empty() { Done::Well } else { Done::WithGaps })
}
