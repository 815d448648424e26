//! `bron status`: what is done, and what comes next.

use super::{Manner, study};
use crate::answer::{self, Done};
use anyhow::Result;
use bron_run::{ReviewerProgress, Status};
use std::fmt::Write;

/// Prints counts per phase, then one line: what comes next.
pub fn status(run: &str, manner: Manner) -> Result<Done> {
    let folder = study::run_folder(run);
    let status = bron_run::status(&folder)?;
    answer::print(manner.json, &status, text)?;
    Ok(Done::Well)
}

fn text(status: &Status) -> String {
    let mut text = String::new();
    let mut phase = "";
    for count in &status.counts {
        if count.phase != phase {
            phase = count.phase;
            let _ = writeln!(text, "{phase}");
        }
        let _ = writeln!(text, "{:>8}  {}", count.n, count.what);
    }
    for (source, why) in &status.probe_failed {
        let _ = writeln!(text, "not searched: {source}. {why}");
    }
    for (source, note) in &status.not_searched {
        let _ = writeln!(text, "not searched: {source}. {note}");
    }
    for ReviewerProgress { reviewer, term, assigned, judged } in &status.reviewers {
        let _ = writeln!(text, "{reviewer}: {judged} of {assigned} pairs of {term} judged");
    }
    for file in &status.made_before {
        let _ = writeln!(text, "tells of an earlier state of this run: {file}; make it again");
    }
    let _ = write!(text, "next: {}", status.next);
    text
}
