//! `bron judge sheet`: what waits for a reviewer or a meeting, to fill in with a spreadsheet.

use super::{Manner, study};
use crate::answer::{self, Done};
use crate::cli::SheetArgs;
use anyhow::{Result, bail};
use bron_model::{Language, Reviewer, TermId};
use bron_report::{LeftOut, Meeting, Sheet, Wanted};
use bron_run::Desk;
use serde::Serialize;
use std::path::{Path, PathBuf};

/// What was written.
#[derive(Serialize)]
struct Made {
    workbook: PathBuf,
    csv: PathBuf,
    rows: usize,
    left_out: LeftOut,
}

/// Writes the workbook and the CSV beside it; neither may be there yet, since somebody may have filled it in.
pub fn sheet(arguments: SheetArgs, manner: Manner) -> Result<Done> {
    let run = study::run_folder(&arguments.run);
    let desk = Desk::open(&run)?;
    let terms = terms_of(&desk, &arguments.terms)?;
    let language = manner.language;
    let sheet = if let Some(reviewer) = arguments.reviewer.clone() {
        let everything = arguments.all;
        Sheet::new(&desk, &desk.sit()?, &Wanted { reviewer, terms, everything, language })?
    } else {
        let reviewers = arguments.reviewers;
        Sheet::of_meeting(&desk, &desk.sit()?, &Meeting { reviewers, terms, language })?
    };
    let whose = arguments.reviewer.as_ref();
    let workbook = arguments.out.unwrap_or_else(|| named(&run, whose, language));
    if workbook.extension().is_none_or(|ending| !ending.eq_ignore_ascii_case("xlsx")) {
        bail!("`{}` must end in .xlsx; the CSV gets the same name with .csv", workbook.display());
    }
    let csv = workbook.with_extension("csv");
    if sheet.is_empty() {
        let left_out = told(sheet.left_out, Language::En);
        match whose {
            Some(reviewer) => bail!("nothing waits for {reviewer} in this run{left_out}"),
            None => bail!("nothing waits for a decision together in this run{left_out}"),
        }
    }
    if let Some(there) = [&workbook, &csv].into_iter().find(|file| file.exists()) {
        bail!("`{}` is there already and may be filled in: name another file with --out", there.display());
    }
    write(&workbook, &sheet.workbook()?)?;
    write(&csv, &sheet.csv())?;
    let made = Made { workbook, csv, rows: sheet.len(), left_out: sheet.left_out };
    answer::print(manner.json, &made, |made| text(made, whose, language))?;
    Ok(Done::Well)
}

/// The file of a reviewer, or of a meeting, in the current folder.
fn named(run: &Path, reviewer: Option<&Reviewer>, language: Language) -> PathBuf {
    let run = run.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    PathBuf::from(match (reviewer, language) {
        (Some(reviewer), Language::Nl) => format!("oordelen-{run}-{reviewer}.xlsx"),
        (Some(reviewer), Language::En) => format!("judgements-{run}-{reviewer}.xlsx"),
        (None, Language::Nl) => format!("overleg-{run}.xlsx"),
        (None, Language::En) => format!("meeting-{run}.xlsx"),
    })
}

fn terms_of(desk: &Desk, names: &[String]) -> Result<Vec<TermId>> {
    let known = desk.terms();
    let of = |name: &String| {
        let Some(term) = known.iter().find(|term| term.id.as_str() == name) else {
            let known: Vec<&str> = known.iter().map(|term| term.id.as_str()).collect();
            bail!("`{name}` was not searched in this run; its terms are {}", known.join(", "))
        };
        Ok(term.id.clone())
    };
    names.iter().map(of).collect()
}

/// Writes a file that is not there yet, as a whole or not at all.
pub fn write(file: &Path, bytes: &[u8]) -> Result<()> {
    Ok(bron_store::write_new(file, bytes)?)
}

fn text(made: &Made, reviewer: Option<&Reviewer>, language: Language) -> String {
    let (workbook, csv, rows) = (made.workbook.display(), made.csv.display(), made.rows);
    let left_out = told(made.left_out, language);
    let Some(reviewer) = reviewer else {
        return match language {
            Language::Nl => format!(
                "{workbook}: {rows} verschillen om samen over te beslissen{left_out}; hetzelfde in {csv}.\n\nVul `besluit` in en \
                 lees het blad terug met `bron judge import {workbook} --consensus`."
            ),
            Language::En => format!(
                "{workbook}: {rows} differences to decide together{left_out}; the same in {csv}.\n\nFill in `decision` and read the \
                 sheet back with `bron judge import {workbook} --consensus`."
            ),
        };
    };
    match language {
        Language::Nl => format!(
            "{workbook}: {rows} rijen voor {reviewer}{left_out}; hetzelfde in {csv}.\n\nVul `oordeel` in en lees het blad terug met \
             `bron judge import {workbook} --reviewer {reviewer}`."
        ),
        Language::En => format!(
            "{workbook}: {rows} rows for {reviewer}{left_out}; the same in {csv}.\n\nFill in `verdict` and read the sheet back with \
             `bron judge import {workbook} --reviewer {reviewer}`."
        ),
    }
}

/// What is not in the sheet; empty where nothing is left out.
fn told(left_out: LeftOut, language: Language) -> String {
    let told = left_out.told(language);
    match (told.is_empty(), language) {
        (true, _) => String::new(),
        (false, Language::Nl) => format!(" (niet erin: {told})"),
        (false, Language::En) => format!(" (not in it: {told})"),
    }
}
