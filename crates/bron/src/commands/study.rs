//! The study's folder: making one, and finding the one around the current folder.

use super::Manner;
use crate::answer::{self, Done};
use anyhow::{Context, Result, bail};
use bron_model::Language;
use bron_protocol::Study;
use serde::Serialize;
use std::path::{Path, PathBuf};

#[derive(Serialize)]
struct Made {
    study: PathBuf,
}

/// `bron new STUDY`.
pub fn new(folder: &Path, manner: Manner) -> Result<Done> {
    let study = Study::create(folder)?;
    answer::print(manner.json, &Made { study: study.root }, |made| {
        let folder = made.study.display();
        match manner.language {
            Language::Nl => format!(
                "Studie gemaakt in {folder}.\n\nVerder: ga naar die map, vul `contact` in pipelines/ouderen-vervolg.toml in,\n\
                 en bekijk wat een run zou vragen met `bron plan ouderen-vervolg`."
            ),
            Language::En => format!(
                "Made a study in {folder}.\n\nNext: go to that folder, fill in `contact` in pipelines/ouderen-vervolg.toml,\n\
                 and see what a run would ask with `bron plan ouderen-vervolg`."
            ),
        }
    })?;
    Ok(Done::Well)
}

/// The study around the current folder.
pub fn here() -> Result<Study> {
    let current = std::env::current_dir().context("the current folder is not to be found")?;
    Ok(Study::find(&current)?)
}

/// The folder of a run that is given as a folder, or by its name in the study's `output/`; a pack means the run in it.
pub fn run_folder(run: &str) -> PathBuf {
    let as_folder = PathBuf::from(run);
    if as_folder.join("run.json").is_file() || as_folder.join("archive").is_dir() {
        return as_folder;
    }
    if let Some(run) = bron_run::run_in_pack(&as_folder) {
        return run;
    }
    let in_current = Path::new("output").join(run);
    if in_current.is_dir() {
        return in_current;
    }
    here().map_or(in_current, |study| study.output().join(run))
}

/// The run that is named, else the only one in the `output/` of a study; nothing where there is none, and an error where there are
/// several.
pub fn the_run(run: Option<&str>, root: &Path) -> Result<Option<PathBuf>> {
    if let Some(run) = run {
        return Ok(Some(run_folder(run)));
    }
    let entries = std::fs::read_dir(root.join("output")).into_iter().flatten().flatten();
    let mut runs: Vec<PathBuf> =
        entries.map(|entry| entry.path()).filter(|folder| folder.join("run.json").is_file()).collect();
    runs.sort();
    if runs.len() > 1 {
        let names: Vec<_> = runs
            .iter()
            .filter_map(|folder| folder.file_name().map(|name| name.to_string_lossy().into_owned()))
            .collect();
        bail!("say with --run which run is meant: {}", names.join(", "))
    }
    Ok(runs.pop())
}
