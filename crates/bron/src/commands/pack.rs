//! `bron judge pack` and `bron judge merge`: a run on another device, and the way back.

use super::{Manner, study};
use crate::answer::{self, Done};
use anyhow::{Context, Result};
use bron_model::{Language, Reviewer};
use bron_run::{Conflict, Desk, MergeReport, PackReport};
use serde::Serialize;
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// Makes a pack.
pub fn pack(run: &str, packed_for: Reviewer, out: Option<PathBuf>, manner: Manner) -> Result<Done> {
    let desk = Desk::open(&study::run_folder(run))?;
    let name = desk.run().file_name().unwrap_or_default().to_string_lossy().into_owned();
    let out = out.unwrap_or_else(|| PathBuf::from(format!("pack-{name}-{packed_for}")));
    let report = bron_run::pack(&desk, packed_for, jiff::Timestamp::now(), &out)?;
    answer::print(manner.json, &report, |report| packed(report, manner.language))?;
    Ok(Done::Well)
}

fn packed(report: &PackReport, language: Language) -> String {
    let PackReport { folder, packed_for, files, judgements } = report;
    let folder = folder.display();
    match language {
        Language::Nl => format!(
            "Pakket voor {packed_for} in {folder}: {files} bestanden van de run, {judgements} regels met oordelen, geen archief.\n\
             Op het andere apparaat is {folder} de run; `bron judge merge {folder}` haalt hier de oordelen op."
        ),
        Language::En => format!(
            "Pack for {packed_for} in {folder}: {files} files of the run, {judgements} lines of judgements, no archive.\n\
             On the other device {folder} is the run; `bron judge merge {folder}` takes the judgements over here."
        ),
    }
}

/// What was taken over, and what waits for a consensus now.
#[derive(Serialize)]
struct Merged {
    #[serde(flatten)]
    report: MergeReport,
    /// Nothing where there is no run here that shows them.
    conflicts: Option<Vec<Conflict>>,
    rebuild: Option<String>,
}

/// Takes the judgements of another device over; exit code 2 where something waits for a consensus.
pub fn merge(folder: &Path, into: Option<&str>, manner: Manner) -> Result<Done> {
    let (judgements, desk) = target(folder, into)?;
    let report = bron_run::merge(folder, &judgements)?;
    for file in &report.torn {
        answer::remark(&left_behind(&report.from.join(file), manner.language));
    }
    let conflicts = match &desk {
        Some(desk) => Some(bron_run::conflicts(desk, &desk.sit()?)),
        None => None,
    };
    let merged = Merged { report, conflicts, rebuild: desk.map(|desk| desk.rebuild()) };
    answer::print(manner.json, &merged, |merged| text(merged, manner.language))?;
    let waits = merged.conflicts.is_some_and(|conflicts| !conflicts.is_empty());
    Ok(if waits { Done::WithGaps } else { Done::Well })
}

fn left_behind(file: &Path, language: Language) -> String {
    let file = file.display();
    match language {
        Language::Nl => format!(
            "`{file}`: de laatste regel is niet heel en is niet overgenomen; wie hem schreef, moet nagaan of dat oordeel er is"
        ),
        Language::En => format!(
            "`{file}`: its last line is not whole and was not taken over; who wrote it should look whether that judgement is there"
        ),
    }
}

/// The judgements that the others join, and the run that rests on them where there is one.
fn target(folder: &Path, into: Option<&str>) -> Result<(PathBuf, Option<Desk>)> {
    let of_pack = bron_run::run_in_pack(folder);
    let name = of_pack.as_deref().and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned());
    let run = into.map(str::to_owned).or(name).map(|run| study::run_folder(&run));
    if let Some(run) = run.filter(|run| into.is_some() || run.join("run.json").is_file()) {
        let desk = Desk::open(&run)?;
        return Ok((desk.judgements_folder().to_owned(), Some(desk)));
    }
    let here = study::here().context("name the run whose judgements they join with --into")?;
    let desk = bron_run::run_in_pack(&here.root).map(|run| Desk::open(&run)).transpose()?;
    Ok((here.judgements(), desk))
}

fn text(merged: &Merged, language: Language) -> String {
    let say = |nl: &'static str, en: &'static str| match language {
        Language::Nl => nl,
        Language::En => en,
    };
    let mut text = String::new();
    for (file, lines) in &merged.report.files {
        let _ = match language {
            Language::Nl => writeln!(text, "{file}: {lines} regels erbij"),
            Language::En => writeln!(text, "{file}: {lines} lines added"),
        };
    }
    if merged.report.files.is_empty() {
        let _ = writeln!(text, "{}", say("Er was niets nieuws.", "There was nothing new."));
    }
    for conflict in merged.conflicts.iter().flatten() {
        let said = conflict.said.iter().map(|(who, verdict)| format!("{who} {verdict}"));
        let said: Vec<String> = said.collect();
        let on = match &conflict.term {
            Some(term) => format!("{} {term}", conflict.criterion),
            None => conflict.criterion.to_string(),
        };
        let _ = writeln!(
            text,
            "{} {on}, {}: {} ({})",
            say("verschil:", "differs:"),
            conflict.publication,
            said.join(", "),
            conflict.title
        );
    }
    if let Some(rebuild) = merged.rebuild.as_ref().filter(|_| !merged.report.files.is_empty()) {
        let _ = match language {
            Language::Nl => writeln!(text, "`{rebuild}` zet ze in de tabellen."),
            Language::En => writeln!(text, "`{rebuild}` puts them into the tables."),
        };
    }
    text
}
