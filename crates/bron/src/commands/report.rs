//! `bron report`: a finished run as one page of HTML.

use super::{Manner, study};
use crate::answer::{self, Done};
use anyhow::{Context, Result};
use bron_model::Language;
use bron_report::{Error, Report};
use bron_run::Finished;
use bron_store::{NewFile, RunLock, Stage};
use serde::Serialize;
use std::fs::File;
use std::io::{BufWriter, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

/// The folder in a run in which the report is; no stage reads it.
const FOLDER: &str = "report";
/// The name of the page in it.
const PAGE: &str = "report.html";

/// By this a page is known as a report, near its beginning.
const MARK: &[u8] = b"<meta name=\"generator\" content=\"bron ";
/// So many bytes of a page are looked at for it.
const HEAD: u64 = 4096;

/// What was written.
#[derive(Serialize)]
struct Made {
    report: PathBuf,
    bytes: u64,
}

/// Writes the report into the run, or into the file that is named; numbers that do not add up are an error that names the row. A
/// file that is there is replaced only where it is a report itself.
pub fn report(run: &str, file: Option<&Path>, pseudonymous: bool, manner: Manner) -> Result<Done> {
    let folder = study::run_folder(run);
    if let Some(file) = file {
        refuse_other(file)?;
    }
    let _lock = if file.is_some() { RunLock::to_read(&folder)? } else { RunLock::to_write(&folder)? };
    let finished = Finished::open(&folder)?;
    let report = Report::of(&finished, bron_report::Manner { language: manner.language, pseudonymous })?;
    let written = if let Some(file) = file {
        write(&report, file)?;
        file.to_owned()
    } else {
        let stage = Stage::begin(&folder, FOLDER)?;
        write(&report, &stage.file(PAGE))?;
        stage.commit()?.join(PAGE)
    };
    let bytes = written.metadata().with_context(|| format!("cannot read `{}`", written.display()))?.len();
    answer::print(manner.json, &Made { report: written, bytes }, |made| {
        let (page, kilobytes) = (made.report.display(), made.bytes.div_ceil(1024));
        match manner.language {
            Language::Nl => format!(
                "{page} ({kilobytes} kB): open het in een browser. Het laadt niets van elders en mag zo worden verstuurd."
            ),
            Language::En => format!(
                "{page} ({kilobytes} kB): open it in a browser. It loads nothing from elsewhere and may be sent as it is."
            ),
        }
    })?;
    Ok(Done::Well)
}

fn write(report: &Report<'_>, file: &Path) -> Result<()> {
    let new = NewFile::begin(file)?;
    let cannot = || format!("cannot write `{}`", file.display());
    let mut out = BufWriter::new(new.file());
    report.write(&mut out).with_context(cannot)?;
    out.flush().map_err(Error::Write).with_context(cannot)?;
    drop(out);
    Ok(new.replace()?)
}

/// Refuses a file that is there and no report: it may be anything, and would be gone.
fn refuse_other(file: &Path) -> Result<()> {
    let mut head = Vec::new();
    match File::open(file).and_then(|found| found.take(HEAD).read_to_end(&mut head)) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Ok(_) if head.windows(MARK.len()).any(|bytes| bytes == MARK) => Ok(()),
        _ => Err(Error::NoReport(file.to_owned()).into()),
    }
}
