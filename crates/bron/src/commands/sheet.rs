//! `bron judge sheet`: what waits for a reviewer, to fill in with a spreadsheet.

use super::{Manner, study};
use crate::answer::{self, Done};
use crate::cli::SheetArgs;
use anyhow::{Context, Result, bail};
use bron_model::{Language, Reviewer, TermId};
use bron_report::{LeftOut, Sheet, Wanted};
use bron_run::Desk;
use serde::Serialize;
use std::io::Write;
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
    let reviewer = Reviewer::new(arguments.reviewer)?;
    let terms = terms_of(&desk, &arguments.terms)?;
    let wanted =
        Wanted { reviewer: reviewer.clone(), terms, also_judged: arguments.all, language: manner.language };
    let sheet = Sheet::new(&desk, &desk.sit()?, &wanted)?;
    let workbook = arguments.out.unwrap_or_else(|| {
        let run = run.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let what = if manner.language == Language::Nl { "oordelen" } else { "judgements" };
        PathBuf::from(format!("{what}-{run}-{reviewer}.xlsx"))
    });
    if workbook.extension().is_none_or(|ending| !ending.eq_ignore_ascii_case("xlsx")) {
        bail!("`{}` must end in .xlsx; the CSV gets the same name with .csv", workbook.display());
    }
    let csv = workbook.with_extension("csv");
    if sheet.is_empty() {
        bail!("nothing waits for {reviewer} in this run{}", told(sheet.left_out, Language::En));
    }
    if let Some(there) = [&workbook, &csv].into_iter().find(|file| file.exists()) {
        bail!("`{}` is there already and may be filled in: name another file with --out", there.display());
    }
    write(&workbook, &sheet.workbook()?)?;
    write(&csv, &sheet.csv())?;
    let made = Made { workbook, csv, rows: sheet.len(), left_out: sheet.left_out };
    answer::print(manner.json, &made, |made| text(made, &reviewer, manner.language))?;
    Ok(Done::Well)
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

fn write(file: &Path, bytes: &[u8]) -> Result<()> {
    let made = std::fs::File::create_new(file).and_then(|mut out| out.write_all(bytes));
    made.with_context(|| format!("cannot write `{}`", file.display()))
}

fn text(made: &Made, reviewer: &Reviewer, language: Language) -> String {
    let (workbook, csv, rows) = (made.workbook.display(), made.csv.display(), made.rows);
    let left_out = told(made.left_out, language);
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
    let LeftOut { judged, refused } = left_out;
    let parts = match language {
        Language::Nl => [(judged, "al beoordeeld"), (refused, "eigen werk")],
        Language::En => [(judged, "judged already"), (refused, "own work")],
    };
    let parts = parts.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}"));
    let parts = parts.collect::<Vec<_>>().join(", ");
    match (parts.is_empty(), language) {
        (true, _) => String::new(),
        (false, Language::Nl) => format!(" (niet erin: {parts})"),
        (false, Language::En) => format!(" (not in it: {parts})"),
    }
}
