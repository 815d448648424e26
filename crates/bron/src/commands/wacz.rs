//! `bron wacz`: the archive of a run as one file that ReplayWeb.page opens.

use super::{Manner, study};
use crate::answer::{self, Done};
use anyhow::{Context, Result};
use bron_export::WaczReport;
use bron_model::Language;
use bron_store::RunLock;
use std::path::{Path, PathBuf};

/// Packs the archive and says what is in the file.
pub fn wacz(run: &str, output: Option<&Path>, manner: Manner) -> Result<Done> {
    let folder = study::run_folder(run);
    let file = match output {
        Some(file) => file.to_owned(),
        None => beside(&folder)?,
    };
    let _lock = if output.is_some() { RunLock::to_read(&folder)? } else { RunLock::to_write(&folder)? };
    let report = bron_export::write_wacz(&folder, &file)?;
    answer::print(manner.json, &report, |report| text(report, manner.language))?;
    Ok(Done::Well)
}

/// Beside the run, under its name.
fn beside(run: &Path) -> Result<PathBuf> {
    let whole = run.canonicalize().with_context(|| format!("there is no run in `{}`", run.display()))?;
    let mut name = whole.file_name().unwrap_or_default().to_owned();
    name.push(".wacz");
    Ok(run.parent().unwrap_or(Path::new("")).join(name))
}

fn text(report: &WaczReport, language: Language) -> String {
    let WaczReport { file, archive_files, records, pages, bytes } = report;
    let file = file.display();
    match language {
        Language::Nl => format!(
            "{file}: {records} records en {pages} pagina's uit {archive_files} bestanden, {bytes} bytes.\n\
             Open het op https://replayweb.page of in een eigen ReplayWeb.page: het blijft op deze machine.\n\
             Er staan teksten van anderen in: niet om te verspreiden."
        ),
        Language::En => format!(
            "{file}: {records} records and {pages} pages of {archive_files} files, {bytes} bytes.\n\
             Open it at https://replayweb.page or in a ReplayWeb.page of your own: it stays on this machine.\n\
             It holds texts of others: not for redistribution."
        ),
    }
}
