//! The study's folder: making one, and finding the one around the current folder.

use super::Manner;
use crate::answer::{self, Done};
use anyhow::{Context, Result};
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

/// The folder of a run that is given as a folder, or by its name in the study's `output/`.
pub fn run_folder(run: &str) -> PathBuf {
    let as_folder = PathBuf::from(run);
    if as_folder.join("run.json").is_file() || as_folder.join("archive").is_dir() {
        return as_folder;
    }
    let in_current = Path::new("output").join(run);
    if in_current.is_dir() {
        return in_current;
    }
    here().map_or(in_current, |study| study.output().join(run))
}
