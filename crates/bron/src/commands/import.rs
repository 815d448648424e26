//! `bron judge import`: what reviewers filled in elsewhere becomes judgements, all of it or nothing.

use super::{Manner, study};
use crate::answer::{self, Done};
use crate::cli::{ImportArgs, ImportFormat};
use crate::device;
use anyhow::{Context, Result, bail};
use bron_model::{JudgementId, Language, Reviewer, Round, Screened, TermId};
use bron_report::{
    Decided, Did, Filled, Import, Program, RowReport, Taken, is_meeting, is_sheet, read_export, read_meeting,
    read_sheet,
};
use bron_run::{Desk, Sitting};
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// What became of a file.
#[derive(Serialize)]
struct Imported {
    file: PathBuf,
    /// The judgements that were written; empty where nothing was.
    written: Vec<JudgementId>,
    dry_run: bool,
    counts: Counts,
    remarks: Vec<String>,
    rows: Vec<RowReport>,
}

/// How many rows became what; they add up to the rows of the file.
#[derive(Serialize, Clone, Copy)]
struct Counts {
    new: usize,
    changed: usize,
    same: usize,
    empty: usize,
    kept: usize,
    elsewhere: usize,
    refused: usize,
}

/// Reads the file, says what becomes of each row, and writes the judgements unless a row is refused or nothing is to be written.
pub fn import(arguments: ImportArgs, manner: Manner) -> Result<Done> {
    let desk = Desk::open(&run_of(arguments.run.as_deref())?)?;
    let sitting = desk.sit()?;
    let import = read(&arguments, &desk, &sitting, manner.language)?;
    let counts = counts(&import);
    let (rows, remarks) = (import.rows.clone(), import.remarks.clone());
    let mut written = Vec::new();
    if !arguments.dry_run {
        let device = device::name(arguments.device)?;
        let done = import.write(&desk, &sitting, &device, jiff::Timestamp::now())?.unwrap_or_default();
        for torn in &done.torn {
            answer::remark(&format!("a line that was not written whole was moved to `{}`", torn.display()));
        }
        written.extend(done.judgements.into_iter().map(|judgement| judgement.id));
    }
    let imported =
        Imported { file: arguments.file, written, dry_run: arguments.dry_run, counts, remarks, rows };
    answer::print(manner.json, &imported, |imported| text(imported, &desk.rebuild(), manner.language))?;
    if counts.refused > 0 {
        bail!("{} of {} rows are refused, so nothing was written", counts.refused, imported.rows.len());
    }
    Ok(Done::Well)
}

/// Reads a sheet or an export: what was asked for, else what stands in the file.
fn read(arguments: &ImportArgs, desk: &Desk, sitting: &Sitting, language: Language) -> Result<Import> {
    let reviewer = arguments.reviewer.clone().map(Reviewer::new).transpose()?;
    let round = if arguments.pilot { Round::Pilot } else { Round::Main };
    if arguments.consensus {
        let decided = Decided { round, screened: arguments.screened, language };
        return Ok(read_meeting(&arguments.file, desk, sitting, &decided)?);
    } else if is_meeting(&arguments.file)? {
        bail!("`{}` is the sheet of a meeting: read it with --consensus", arguments.file.display());
    }
    let program = match arguments.format {
        Some(ImportFormat::Rayyan) => Some(Program::Rayyan),
        Some(ImportFormat::Asreview) => Some(Program::Asreview),
        Some(ImportFormat::Sheet) | None => None,
    };
    let is_export = match arguments.format {
        Some(format) => format != ImportFormat::Sheet,
        None => !is_sheet(&arguments.file)?,
    };
    if !is_export && arguments.log.is_some() {
        bail!("--log goes with an export of Rayyan, and this is a sheet of bron");
    }
    if !is_export {
        let reviewer = reviewer.context("a sheet is read for a reviewer: name yourself with --reviewer")?;
        let filled = Filled { reviewer, round, screened: arguments.screened, language };
        return Ok(read_sheet(&arguments.file, desk, sitting, &filled)?);
    }
    let criterion = arguments.criterion.context(
        "it is no sheet of bron, and an export does not say which criterion its decisions are about: name it with --criterion",
    )?;
    let term =
        arguments.term.as_deref().map(TermId::new).transpose().context("--term takes the id of a term")?;
    let mut names = BTreeMap::new();
    for (name, initials) in pairs(&arguments.names, "--as")? {
        let reviewer = if initials == "-" { None } else { Some(Reviewer::new(initials)?) };
        names.insert(name, reviewer);
    }
    let taken = Taken {
        program,
        log: arguments.log.clone(),
        criterion,
        term,
        names,
        nameless: reviewer,
        reasons: pairs(&arguments.reasons, "--reason")?.into_iter().collect(),
        screened: arguments.screened.unwrap_or(Screened::Summary),
        round,
        language,
    };
    Ok(read_export(&arguments.file, desk, sitting, &taken)?)
}

/// `left=right`, cut at the last `=`: a name may hold one, initials and codes may not.
fn pairs(texts: &[String], option: &str) -> Result<Vec<(String, String)>> {
    let cut = |text: &String| match text.rsplit_once('=') {
        Some((left, right)) if !left.trim().is_empty() && !right.trim().is_empty() => {
            Ok((left.trim().to_owned(), right.trim().to_owned()))
        }
        _ => bail!("`{option} {text}` is not of the form LEFT=RIGHT"),
    };
    texts.iter().map(cut).collect()
}

/// The run that is named, else the only one of the study.
fn run_of(run: Option<&str>) -> Result<PathBuf> {
    if let Some(run) = run {
        return Ok(study::run_folder(run));
    }
    let root = study::here().map_or_else(|_| PathBuf::from("."), |study| study.root);
    study::the_run(None, &root)?.context("there is no run here that could be judged: name it with --run")
}

fn counts(import: &Import) -> Counts {
    Counts {
        new: import.count(Did::New),
        changed: import.count(Did::Changed),
        same: import.count(Did::Same),
        empty: import.count(Did::Empty),
        kept: import.count(Did::Kept),
        elsewhere: import.count(Did::Elsewhere),
        refused: import.count(Did::Refused),
    }
}

fn text(imported: &Imported, rebuild: &str, language: Language) -> String {
    let nl = language == Language::Nl;
    let told = imported.rows.iter().filter(|row| row.did != Did::Empty);
    let mut lines: Vec<String> = told.map(|row| row_text(row, language)).collect();
    lines.extend(imported.remarks.iter().cloned());
    let Counts { new, changed, same, empty, kept, elsewhere, refused } = imported.counts;
    let rows = imported.rows.len();
    let parts = [
        (new, "nieuw", "new"),
        (changed, "veranderd", "changed"),
        (same, "als eerder", "as before"),
        (empty, "leeg", "empty"),
        (kept, "blijven zoals ze waren", "kept as they were"),
        (elsewhere, "niet in deze run", "not in this run"),
        (refused, "geweigerd", "refused"),
    ];
    let parts = parts.iter().filter(|(n, ..)| *n > 0);
    let parts: Vec<String> =
        parts.map(|(n, dutch, english)| format!("{n} {}", if nl { dutch } else { english })).collect();
    lines.push(format!("{rows} {}: {}.", if nl { "rijen" } else { "rows" }, parts.join(", ")));
    let written = imported.written.len();
    lines.push(match (nl, written, imported.dry_run) {
        (true, _, true) => "Er is niets bewaard: dit was een proef (`--dry-run`).".to_owned(),
        (false, _, true) => "Nothing was kept: this was a trial (`--dry-run`).".to_owned(),
        (true, 0, _) => "Er is niets bewaard.".to_owned(),
        (false, 0, _) => "Nothing was kept.".to_owned(),
        (true, n, _) => format!("{n} oordelen bewaard. `{rebuild}` zet ze in de tabellen."),
        (false, n, _) => format!("{n} judgements kept. `{rebuild}` puts them into the tables."),
    });
    lines.join("\n")
}

/// `12: nieuw: uit, E3, <publication>: why (hint)`.
fn row_text(row: &RowReport, language: Language) -> String {
    let nl = language == Language::Nl;
    let did = match row.did {
        Did::New if nl => "nieuw",
        Did::New => "new",
        Did::Changed if nl => "veranderd",
        Did::Changed => "changed",
        Did::Same if nl => "als eerder",
        Did::Same => "as before",
        Did::Empty if nl => "leeg",
        Did::Empty => "empty",
        Did::Kept if nl => "blijft",
        Did::Kept => "kept",
        Did::Elsewhere if nl => "niet in deze run",
        Did::Elsewhere => "not in this run",
        Did::Refused if nl => "geweigerd",
        Did::Refused => "refused",
    };
    let about = match (&row.publication, row.criterion) {
        (Some(publication), Some(criterion)) => {
            let term = row.term.as_ref().map(|term| format!(" {term}")).unwrap_or_default();
            format!("{publication} {criterion}{term}")
        }
        _ => row.shown.clone(),
    };
    let reviewer = row.reviewer.as_ref().map(|reviewer| format!(" {reviewer}")).unwrap_or_default();
    let verdict = row.verdict.map(|verdict| format!(" {verdict}")).unwrap_or_default();
    let why = if row.why.is_empty() { String::new() } else { format!(": {}", row.why) };
    let hint = if row.hint.is_empty() { String::new() } else { format!(" ({})", row.hint) };
    format!("{}: {did}{reviewer}{verdict}: {about}{why}{hint}", row.line)
}
