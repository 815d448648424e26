//! `bron hand`: the sheet for a search by hand, and what was put into it.

use super::{Manner, study};
use crate::answer::{self, Done};
use anyhow::Result;
use bron_model::Language;
use bron_run::{HandReport, HandText};
use std::fmt::Write;

/// Writes what is not there yet and prints what is; exit code 2 where something that was brought is not complete.
pub fn hand(source: &str, pipeline: Option<&str>, manner: Manner) -> Result<Done> {
    let study = study::here()?;
    let report = bron_run::hand(&study.files(), &study.root, source, pipeline, manner.language)?;
    answer::print(manner.json, &report, |report| text(report, manner.language))?;
    let incomplete = |text: &HandText| text.status.is_some_and(|status| !status.is_complete());
    Ok(if report.texts.iter().any(incomplete) { Done::WithGaps } else { Done::Well })
}

fn text(report: &HandReport, language: Language) -> String {
    let nl = language == Language::Nl;
    let say = |dutch: &str, english: &str| if nl { dutch.to_owned() } else { english.to_owned() };
    let mut text = format!("{} ({}): {}\n", report.name, report.source, report.folder);
    if !report.made.is_empty() {
        let made = say("nieuw gemaakt", "newly made");
        let _ = writeln!(text, "{made}: {}", shortened(&report.made, nl));
    }
    let done: Vec<&HandText> = report.texts.iter().filter(|text| text.status.is_some()).collect();
    let counted = say("teksten ingevuld", "texts filled in");
    let _ = writeln!(text, "\n{}/{} {counted}", done.len(), report.texts.len());
    for one in report.texts.iter().filter(|one| one.status.is_some() || !one.note.is_empty()) {
        text.push_str(&line(one, nl));
    }
    let open = report.texts.iter().filter(|one| one.status.is_none()).count();
    if open > 0 {
        let how = say(
            "nog te typen: vul `day` en `who` in sheet.csv in en bewaar de resultaatpagina's",
            "still to be typed: fill in `day` and `who` in sheet.csv and save the result pages",
        );
        let _ = writeln!(text, "{open} {how}.");
    }
    for remark in &report.remarks {
        let _ = writeln!(text, "! {remark}");
    }
    text
}

fn line(one: &HandText, nl: bool) -> String {
    let mut line = format!("  `{}` ({})", one.text, one.term);
    if let Some(status) = one.status {
        let total = one.total.map_or_else(|| "?".to_owned(), |total| total.to_string());
        let words = if nl { ["gemeld", "gelezen", "pagina's"] } else { ["reported", "read", "pages"] };
        let _ = write!(
            line,
            ": {status}, {} {total}, {} {}, {} {}",
            words[0], words[1], one.hits, one.pages, words[2]
        );
    }
    if !one.note.is_empty() {
        let _ = write!(line, ". {}", one.note);
    }
    line + "\n"
}

fn shortened(made: &[String], nl: bool) -> String {
    let folders = made.iter().filter(|name| name.ends_with('/')).count();
    let mut told: Vec<String> = made.iter().filter(|name| !name.ends_with('/')).cloned().collect();
    if folders > 0 {
        told.push(format!("{folders} {}", if nl { "mappen" } else { "folders" }));
    }
    told.join(", ")
}
