//! `bron methods`: the methods text of a run, and the checklists.

use super::{Manner, study};
use crate::answer::{self, Done};
use anyhow::Result;
use bron_run::{Agreement, Desk, Finished};
use std::path::Path;

/// Prints the methods text with the checklists, or these alone. Open items are no failure: people fill them in.
pub fn methods(run: &str, checklists: bool, manner: Manner) -> Result<Done> {
    let folder = study::run_folder(run);
    let finished = Finished::open(&folder)?;
    let agreement = agreement(&folder, &finished)?;
    let methods = bron_report::methods(&finished, agreement.as_ref(), manner.language);
    if checklists {
        answer::print(manner.json, &methods.checklists, |_| methods.checklists_markdown())?;
    } else {
        answer::print(manner.json, &methods, bron_report::Methods::markdown)?;
    }
    Ok(Done::Well)
}

/// How far the reviewers agree; nothing in a run that was made before there could be judgements.
fn agreement(folder: &Path, finished: &Finished) -> Result<Option<Agreement>> {
    if finished.record.judgements_folder.is_empty() {
        return Ok(None);
    }
    let desk = Desk::open(folder)?;
    Ok(Some(bron_run::agreement(&desk, &desk.sit()?)?))
}
