//! Known items: what a run makes of the publications that an earlier review names.

mod evidence;
mod lookups;
mod outcome;
mod works;

use crate::run::{contact, load, load_to_carry_out, needs_archive, refuse_losses, run_folder};
use crate::{Error, Options, Progress, stages};
use bron_model::{KnownOutcome, KnownPublicationRow, KnownRow, LookupRow};
use bron_protocol::{KnownList, Protocol};
use bron_store::{RunFolder, Stage, archive_files, write_csv};
use evidence::Evidence;
use lookups::look_up_all;
use outcome::Teller;
use serde::Serialize;
use std::path::{Path, PathBuf};
use works::works_of;

/// The folder of a run in which the answers are; it is remade each time, and no stage reads it.
const FOLDER: &str = "known";

/// What a run makes of the known items.
#[derive(Debug, Clone, Serialize)]
pub struct KnownReport {
    /// The folder with the same rows as files.
    pub folder: PathBuf,
    /// The list, from the study's folder.
    pub list: String,
    /// One row for each row of the list.
    pub pairs: Vec<KnownRow>,
    /// One row for each publication that it names.
    pub publications: Vec<KnownPublicationRow>,
    /// The titles typed into search boxes, in this session or an earlier one; empty where none was.
    pub lookups: Vec<LookupRow>,
    /// Whether look-ups were asked for.
    pub looked_up: bool,
}

impl KnownReport {
    /// Whether everything that can be tested was (exit code 0): nothing is left open by what was not searched, or not
    /// read whole. What has no title, and what is doubtful, waits for a person and counts as done.
    pub fn is_settled(&self) -> bool {
        let open = self.pairs.iter().any(|row| row.outcome.is_unsettled());
        let failed = self.looked_up && self.lookups.iter().any(|row| !row.status.is_complete());
        !open && !failed
    }

    /// How many pairs have an outcome.
    pub fn pairs_with(&self, outcome: KnownOutcome) -> usize {
        self.pairs.iter().filter(|row| row.outcome == outcome).count()
    }
}

/// Traces the known items of the pipeline's list in the run in `options.output`, and writes `known/` into it.
///
/// Nothing is sent unless `look_up`: then each title is typed into the box of every source that can be searched, as a
/// query that is counted nowhere, and the answers go into the run's archive. What an archive holds of earlier look-ups
/// is always read, so that a later call without `look_up` gives the same. Run and list must be there; a run that has not
/// come to a stage has nothing to say of what that stage finds out, and says so. Nothing is looked up while the protocol is not as it
/// was frozen.
pub fn known(options: &Options, look_up: bool, progress: &dyn Progress) -> Result<KnownReport, Error> {
    let protocol = if look_up { load_to_carry_out(options)? } else { load(options)? };
    let list =
        protocol.known.as_ref().ok_or_else(|| Error::NoKnownList { pipeline: options.pipeline.clone() })?;
    let run = run_folder(options, &protocol);
    if !run.join(stages::SEARCH).is_dir() {
        return Err(Error::NoRun(run));
    }
    refuse_look_up(options, &protocol, look_up)?;
    let works = works_of(list)?;
    let mut folder = RunFolder::open(&run, &protocol.pipeline.name, &options.version)?;
    let archive = run.join("archive");
    if look_up {
        needs_archive(&archive, &protocol.pipeline.name, false)?;
        refuse_losses(&folder, &archive)?;
    }
    let evidence = Evidence::read(&run, &protocol)?;
    let lookups = look_up_all(options, &protocol, &run, &works, look_up, progress)?;
    if look_up {
        let files = archive_files(&archive)?;
        folder.update(|record| record.archive_files = files)?;
    }
    let teller = Teller { protocol: &protocol, evidence: &evidence, lookups: &lookups };
    let (pairs, publications) = teller.tell(&works);
    let report = KnownReport {
        folder: run.join(FOLDER),
        list: list.path.clone(),
        pairs,
        publications,
        lookups,
        looked_up: look_up,
    };
    crate::describe::remove(&run)?;
    write(&run, &report)?;
    crate::describe::write(&run, folder.record())?;
    Ok(report)
}

/// How many pairs and how many publications a list of known items names.
pub fn named_by(list: &KnownList) -> Result<(usize, usize), Error> {
    let works = works_of(list)?;
    let named = works.iter().filter(|work| work.is_named());
    Ok((named.clone().map(|work| work.items.len()).sum(), named.count()))
}

/// A run that reads another's archive never asks a site; neither does one without a contact.
fn refuse_look_up(options: &Options, protocol: &Protocol, look_up: bool) -> Result<(), Error> {
    if !look_up {
        return Ok(());
    }
    if let Some(harvested_by) = &protocol.pipeline.archive {
        let pipeline = protocol.pipeline.name.clone();
        return Err(Error::LookUpElsewhere { pipeline, harvested_by: harvested_by.clone() });
    }
    contact(options, protocol).map(|_| ())
}

fn write(run: &Path, report: &KnownReport) -> Result<(), Error> {
    let stage = Stage::begin(run, FOLDER)?;
    write_csv(&stage.file("known.csv"), &report.pairs)?;
    write_csv(&stage.file("publications.csv"), &report.publications)?;
    if !report.lookups.is_empty() {
        write_csv(&stage.file("lookups.csv"), &report.lookups)?;
    }
    stage.commit()?;
    Ok(())
}
