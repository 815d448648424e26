//! `bron verify`: is everything still what was written, and do the sums hold?

use super::{Manner, run, study};
use crate::answer::{self, Done};
use crate::bars::Bars;
use crate::worker::Workers;
use anyhow::{Context, Result};
use bron_protocol::{Files, Protocol, Study};
use bron_run::{Options, Stage, Verification};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Checks a run and prints what was checked and what differs; with `replay` it is made again as well.
pub fn verify(run: &str, replay: bool, manner: Manner) -> Result<Done> {
    let folder = study::run_folder(run);
    let mut verification = bron_run::verify(&folder)?;
    if replay && let Err(error) = make_again(&folder, manner, &mut verification) {
        // Of a run that is damaged it is no wonder, and what is damaged must be told.
        if verification.problems.is_empty() {
            return Err(error);
        }
        verification.problems.push(format!("replay: it cannot be made again: {error:#}"));
    }
    answer::print(manner.json, &verification, |verification| {
        let mut lines = verification.checked.clone();
        lines.extend(verification.problems.iter().map(|problem| format!("DIFFERS: {problem}")));
        lines.push(if verification.problems.is_empty() {
            "everything is as it was written, and the sums hold".to_owned()
        } else {
            format!("{} problems", verification.problems.len())
        });
        lines.join("\n")
    })?;
    Ok(if verification.problems.is_empty() { Done::Well } else { Done::WithGaps })
}

fn make_again(folder: &Path, manner: Manner, verification: &mut Verification) -> Result<()> {
    let options = options(folder, manner)?;
    let protocol = Protocol::load(&options.files, &options.pipeline)?;
    let limits = run::worker_limits(&protocol.pipeline.limits);
    let workers = Workers::new(limits, super::pdf_engine(&protocol)?);
    let bars = Bars::new(manner.json);
    bron_run::replay(&options, &workers, &bars, verification)?;
    drop(bars);
    Ok(())
}

fn options(run: &Path, manner: Manner) -> Result<Options> {
    let name = bron_run::pipeline_of(run)?;
    let (files, root) = files_of(run)?;
    Ok(Options {
        pipeline: files.pipeline_path(&name)?,
        files,
        root,
        output: Some(run.to_owned()),
        name: None,
        until: Stage::Synthesis,
        offline: true,
        retry_failed: false,
        probe: true,
        accept_proposals: false,
        threads: None,
        language: manner.language,
        connect_to: BTreeMap::new(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    })
}

/// The configuration that the run was made with: the program's own for its demo, else that of the study around the run, or
/// around the current folder.
fn files_of(run: &Path) -> Result<(Files, PathBuf)> {
    if bron_run::is_of_demo(run)? {
        let current = std::env::current_dir().context("the current folder is not to be found")?;
        return Ok((Files::Embedded, current));
    }
    let around = run.canonicalize().ok().and_then(|run| Study::find(&run).ok());
    let study = around.map_or_else(study::here, Ok)?;
    Ok((study.files(), study.root))
}
