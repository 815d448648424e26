//! `bron export`: a run as files that other programs read.

use super::{Manner, study};
use crate::answer::{self, Done};
use crate::cli::{ExportArgs, ExportFormat, ExportWhat, LineEndings};
use anyhow::{Context, Result, bail};
use bron_export::{Asked, Exported, ExportedFile, Format, What};
use bron_model::Language;
use bron_run::Finished;
use bron_store::{RunLock, write_new, write_whole};
use serde::Serialize;
use std::fs;
use std::path::{Path, PathBuf};

/// The folder of a run in which exports lie; they are made anew each time, and no stage reads them.
const FOLDER: &str = "export";
/// What the workbook is called there.
const WORKBOOK: &str = "run.xlsx";

/// So many files are named to a person.
const SHOWN: usize = 6;

/// What was written.
#[derive(Serialize)]
struct Made {
    format: String,
    files: Vec<PathBuf>,
    records: usize,
    /// Publications that were not asked for; absent where that is no question.
    left_out: Option<usize>,
}

/// Makes the export and writes it: into the run, where an earlier one makes place for it, or to a file that is not there yet.
pub fn export(arguments: ExportArgs, manner: Manner) -> Result<Done> {
    let run = study::run_folder(&arguments.run);
    let is_new = arguments.output.is_some();
    let _lock = if is_new { RunLock::to_read(&run)? } else { RunLock::to_write(&run)? };
    let finished = Finished::open(&run)?;
    let (folder, name) = match &arguments.output {
        None => (run.join(FOLDER), None),
        Some(file) => {
            let name = file.file_name().context("--output must name a file")?.to_string_lossy().into_owned();
            (file.parent().map(Path::to_owned).unwrap_or_default(), Some(name))
        }
    };
    let exported = match format_of(arguments.format) {
        Some(format) => bron_export::export(finished, &asked(&arguments, format, name, manner.language))?,
        None => workbook(finished, &arguments, name, manner.language)?,
    };
    let files: Vec<PathBuf> = exported.files.iter().map(|file| folder.join(&file.name)).collect();
    if let Some(there) = files.iter().find(|file| is_new && file.exists()) {
        bail!("`{}` is there already: name another file with --output", there.display());
    }
    if !is_new {
        forget(&folder, format_of(arguments.format).map_or(WORKBOOK, Format::file_name))?;
    }
    for (path, file) in files.iter().zip(&exported.files) {
        write(path, &file.bytes, is_new)?;
    }
    let format = arguments.format.as_str().to_owned();
    let made = Made { format, files, records: exported.records, left_out: exported.left_out };
    answer::print(manner.json, &made, |made| text(made, manner.language))?;
    Ok(Done::Well)
}

impl ExportFormat {
    fn as_str(self) -> &'static str {
        format_of(self).map_or("xlsx", Format::as_str)
    }
}

/// The format of the crate for other programs; nothing for the workbook, which people read.
fn format_of(format: ExportFormat) -> Option<Format> {
    Some(match format {
        ExportFormat::Xlsx => return None,
        ExportFormat::Word => Format::Word,
        ExportFormat::Ris => Format::Ris,
        ExportFormat::CslJson => Format::CslJson,
        ExportFormat::Bibtex => Format::Bibtex,
        ExportFormat::Asreview => Format::Asreview,
        ExportFormat::Rayyan => Format::Rayyan,
        ExportFormat::Prisma => Format::Prisma,
        ExportFormat::Qdpx => Format::Qdpx,
        ExportFormat::Qdc => Format::Qdc,
        ExportFormat::Searchrxiv => Format::Searchrxiv,
    })
}

fn asked(arguments: &ExportArgs, format: Format, name: Option<String>, language: Language) -> Asked {
    let what = arguments.what.map(|what| match what {
        ExportWhat::Included => What::Included,
        ExportWhat::Assessed => What::Assessed,
        ExportWhat::All => What::All,
    });
    let line_endings = arguments.line_endings.map(|ending| match ending {
        LineEndings::Lf => bron_export::LineEndings::Lf,
        LineEndings::Crlf => bron_export::LineEndings::Crlf,
    });
    Asked {
        format,
        what,
        pseudonymous: arguments.pseudonymous,
        split: arguments.split,
        line_endings,
        name,
        language,
    }
}

fn workbook(
    finished: Finished,
    arguments: &ExportArgs,
    name: Option<String>,
    language: Language,
) -> Result<Exported> {
    let useless = [
        (arguments.what.is_some(), "--what"),
        (arguments.split.is_some(), "--split"),
        (arguments.line_endings.is_some(), "--line-endings"),
    ];
    if let Some((_, option)) = useless.iter().find(|(is_asked, _)| *is_asked) {
        bail!("`{option}` says nothing for the format xlsx, which holds the whole run");
    }
    let name = name.unwrap_or_else(|| WORKBOOK.to_owned());
    if !name.to_lowercase().ends_with(".xlsx") {
        bail!("`{name}` must end in .xlsx");
    }
    let finished = if arguments.pseudonymous { finished.pseudonymous()? } else { finished };
    let records = finished.publications.len();
    let bytes = bron_report::run_workbook(&finished, language)?;
    Ok(Exported { files: vec![ExportedFile { name, bytes }], records, left_out: None })
}

/// Removes what an earlier export of the same name left, also its numbered parts: they would be taken for parts of the new one.
fn forget(folder: &Path, name: &str) -> Result<()> {
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let is_part = |found: &str| {
        let middle = found.strip_prefix(stem).and_then(|rest| rest.strip_suffix(ending)?.strip_suffix('.'));
        middle
            .and_then(|middle| middle.strip_prefix('-'))
            .is_some_and(|number| number.parse::<usize>().is_ok())
    };
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.with_context(|| format!("cannot read `{}`", folder.display()))?.path();
        let found = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if found != name && !is_part(&found) {
            continue;
        }
        let removed = if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
        removed.with_context(|| format!("cannot remove `{}`", path.display()))?;
    }
    Ok(())
}

/// Writes a file as a whole or not at all, so that a full disk leaves no half one; a new one is never written over another.
fn write(path: &Path, bytes: &[u8], is_new: bool) -> Result<()> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder).with_context(|| format!("cannot write `{}`", path.display()))?;
    }
    let write = if is_new { write_new } else { write_whole };
    Ok(write(path, bytes)?)
}

fn text(made: &Made, language: Language) -> String {
    let nl = language == Language::Nl;
    let Made { format, files, records, left_out } = made;
    let what = match (format.as_str(), nl) {
        ("prisma", true) => "rijen van het sjabloon",
        ("prisma", false) => "rows of the template",
        ("searchrxiv", true) => "zoekvragen",
        ("searchrxiv", false) => "queries",
        ("qdc", true) => "teksten",
        ("qdc", false) => "texts",
        (_, true) => "publicaties",
        (_, false) => "publications",
    };
    let others = match (left_out.unwrap_or_default(), nl) {
        (0, _) => String::new(),
        (n, true) => format!("; {n} andere van de run zijn niet gevraagd (`--what`)"),
        (n, false) => format!("; {n} others of the run were not asked for (`--what`)"),
    };
    let mut lines = vec![format!("{format}: {records} {what}{others}.")];
    lines.extend(files.iter().take(SHOWN).map(|file| file.display().to_string()));
    match (files.len().saturating_sub(SHOWN), nl) {
        (0, _) => {}
        (more, true) => lines.push(format!("en {more} andere bestanden")),
        (more, false) => lines.push(format!("and {more} other files")),
    }
    lines.join("\n")
}
