//! `bron judge assign`: who judges what.

use super::{Manner, study};
use crate::answer::{self, Done};
use crate::cli::AssignArgs;
use anyhow::Result;
use bron_model::{Language, TermId};
use bron_run::{AssignAsked, AssignReport, Desk};
use std::fmt::Write;

/// Divides what waits for reviewers, as a new line of the file of assignments.
pub fn assign(arguments: AssignArgs, manner: Manner) -> Result<Done> {
    let desk = Desk::open(&study::run_folder(&arguments.run))?;
    let asked = AssignAsked {
        by: arguments.by,
        reviewers: arguments.reviewers.into_iter().collect(),
        terms: arguments.terms.into_iter().collect(),
        pilot: arguments.pilot,
        second_percent: arguments.second,
        seed: arguments.seed,
    };
    let report = bron_run::assign(&desk, jiff::Timestamp::now(), asked)?;
    if let Some(torn) = &report.torn {
        answer::remark(&format!("a line that was not written whole was moved to `{}`", torn.display()));
    }
    answer::print(manner.json, &report, |report| text(report, manner.language))?;
    Ok(Done::Well)
}

fn text(report: &AssignReport, language: Language) -> String {
    let line = &report.assignment;
    let (seq, seed) = (line.seq, line.assigned.seed);
    let AssignReport { open, pilot, second, .. } = report;
    let mut text = match language {
        Language::Nl => format!(
            "Verdeling {seq}, getrokken met {seed}: {open} paren wachten op beoordelaars. {pilot} zijn voor de proefronde, die allen \
             beoordelen; {second} beoordeelt een tweede ook.\n"
        ),
        Language::En => format!(
            "Assignment {seq}, drawn with {seed}: {open} pairs wait for reviewers. {pilot} are the pilot, which all judge; {second} \
             are judged by a second one too.\n"
        ),
    };
    for share in &report.shares {
        let terms: Vec<&str> = share.terms.iter().map(TermId::as_str).collect();
        let terms = if terms.is_empty() { "-".to_owned() } else { terms.join(", ") };
        let (reviewer, pairs) = (&share.reviewer, share.pairs);
        let (pilot, both) = (share.pilot, share.with_another);
        let _ = match language {
            Language::Nl => {
                writeln!(
                    text,
                    "{reviewer}: {pairs} paren ({pilot} proefronde, {both} met een ander); begrippen: {terms}"
                )
            }
            Language::En => {
                writeln!(
                    text,
                    "{reviewer}: {pairs} pairs ({pilot} pilot, {both} with another); terms: {terms}"
                )
            }
        };
    }
    for (publication, term) in &report.nobodys {
        let _ = match language {
            Language::Nl => writeln!(text, "niemand: {term}, {publication} (werk van de beoordelaars zelf)"),
            Language::En => {
                writeln!(text, "nobody: {term}, {publication} (work of the reviewers themselves)")
            }
        };
    }
    text
}
