//! Keeps the protocol of a pipeline as it was decided: what changes after it was frozen needs a reason first.

use crate::Error;
use crate::judged::IN_THE_RUN;
use bron_model::{AmendmentRow, PartialDate, Reviewer};
use bron_protocol::{Change, Files, Frozen, Protocol};
use bron_store::{ProtocolFolder, RunRecord};
use jiff::Timestamp;
use serde::Serialize;
use std::path::{Path, PathBuf};

/// The frozen protocol of a pipeline and what was changed since.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FrozenState {
    /// As it was frozen, or renewed by the last amendment; nothing where it was not frozen.
    pub frozen: Option<Frozen>,
    /// The amendments of the pipeline, in the order in which they were made.
    pub amendments: Vec<AmendmentRow>,
}

/// Reads what a study has of a pipeline's protocol. A file that bron did not write so is an error.
pub fn frozen_state(study: &Path, pipeline: &str) -> Result<FrozenState, Error> {
    let folder = ProtocolFolder::of(study);
    Ok(FrozenState { frozen: read_frozen(&folder, pipeline)?, amendments: folder.amendments(pipeline)? })
}

/// Freezes the protocol of a pipeline. One that is frozen already stays as it is, and one that has changed since is refused.
pub fn freeze(study: &Path, protocol: &Protocol, at: Timestamp, version: &str) -> Result<Frozen, Error> {
    let folder = ProtocolFolder::of(study);
    let name = &protocol.pipeline.name;
    if let Some(frozen) = read_frozen(&folder, name)? {
        refuse(changed(&frozen, protocol), protocol)?;
        return Ok(frozen);
    }
    let frozen = Frozen::of(protocol, at, version);
    folder.write(name, &frozen.text(), &[])?;
    Ok(frozen)
}

/// Takes what differs from the frozen protocol over, with the reason: a row for each change, which is given back.
pub fn amend(
    study: &Path,
    protocol: &Protocol,
    at: Timestamp,
    reason: &str,
    by: &Reviewer,
    version: &str,
) -> Result<Vec<AmendmentRow>, Error> {
    let folder = ProtocolFolder::of(study);
    let pipeline = protocol.pipeline.name.clone();
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Error::NoReasonToAmend);
    }
    let Some(frozen) = read_frozen(&folder, &pipeline)? else { return Err(Error::NotFrozen(pipeline)) };
    let changes = frozen.changes(protocol);
    if changes.is_empty() {
        return Err(Error::NothingToAmend { pipeline, day: day_of(&frozen) });
    }
    let renewed = frozen.renewed(protocol, at, version);
    let row = |Change { what, before, after }| AmendmentRow {
        date: PartialDate::of_instant(at),
        pipeline: pipeline.clone(),
        what,
        before,
        after,
        reason: reason.to_owned(),
        by: by.clone(),
        digest: renewed.digest.clone(),
    };
    let rows: Vec<AmendmentRow> = changes.into_iter().map(row).collect();
    folder.write(&pipeline, &renewed.text(), &rows)?;
    Ok(rows)
}

/// Refuses a protocol that is not as it was frozen. Nothing is refused where nothing was frozen, and never of the program's own
/// pipelines, which belong to no study.
pub(crate) fn refuse_changed(files: &Files, protocol: &Protocol) -> Result<(), Error> {
    refuse(changed_since(files, protocol)?, protocol)
}

/// How a protocol differs from what was frozen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChangedSince {
    /// The day on which it was frozen, or amended last.
    pub frozen_on: PartialDate,
    /// What differs, with the old and the new value.
    pub changes: Vec<String>,
}

/// How the protocol of a study differs from what was frozen; nothing where it is the same, or nothing was frozen.
pub(crate) fn changed_since(files: &Files, protocol: &Protocol) -> Result<Option<ChangedSince>, Error> {
    let Files::Folder(study) = files else { return Ok(None) };
    let frozen = read_frozen(&ProtocolFolder::of(study), &protocol.pipeline.name)?;
    Ok(frozen.and_then(|frozen| changed(&frozen, protocol)))
}

fn changed(frozen: &Frozen, protocol: &Protocol) -> Option<ChangedSince> {
    let changes: Vec<String> = frozen.changes(protocol).iter().map(told).collect();
    (!changes.is_empty()).then(|| ChangedSince { frozen_on: day_of(frozen), changes })
}

fn refuse(changed: Option<ChangedSince>, protocol: &Protocol) -> Result<(), Error> {
    let Some(ChangedSince { frozen_on: day, changes: told }) = changed else { return Ok(()) };
    Err(Error::ProtocolChanged { pipeline: protocol.pipeline.name.clone(), day, told })
}

fn told(change: &Change) -> String {
    let Change { what, before, after } = change;
    match (before.is_empty(), after.is_empty()) {
        (true, _) => format!("`{what}` is new: {after}"),
        (_, true) => format!("`{what}` is gone, it was {before}"),
        _ => format!("`{what}` was {before}, is {after}"),
    }
}

/// The day on which it was frozen, or renewed by the last amendment.
fn day_of(frozen: &Frozen) -> PartialDate {
    PartialDate::of_instant(frozen.amended_at.unwrap_or(frozen.frozen_at))
}

pub(crate) fn read_frozen(folder: &ProtocolFolder, pipeline: &str) -> Result<Option<Frozen>, Error> {
    let Some(text) = folder.read(pipeline)? else { return Ok(None) };
    let frozen = Frozen::read(&text, pipeline);
    frozen.map(Some).map_err(|what| Error::FrozenFile { file: folder.file(pipeline), what })
}

/// The frozen protocol in the study around a run; nothing where there is no study that the run was made in, and for the program's
/// own demo, wherever it was started.
pub(crate) fn frozen_around(run: &Path, record: &RunRecord) -> Result<FrozenState, Error> {
    let study = study_around(run, record).filter(|_| record.judgements_folder != IN_THE_RUN);
    study.map_or(Ok(FrozenState::default()), |study| frozen_state(&study, &record.pipeline))
}

/// What the study around a run should hold of its protocol, by what `run.json` and the other files say, and does not (any more).
pub(crate) fn lost_around(run: &Path, record: &RunRecord, state: &FrozenState) -> Option<Error> {
    let study = study_around(run, record).filter(|_| record.judgements_folder != IN_THE_RUN)?;
    lost(&ProtocolFolder::of(&study), &record.pipeline, record, state)
}

/// Refuses to go on with a run whose protocol was frozen, and is gone: it would be forgotten that it ever was.
pub(crate) fn refuse_lost(files: &Files, record: &RunRecord) -> Result<(), Error> {
    let Files::Folder(study) = files else { return Ok(()) };
    let state = frozen_state(study, &record.pipeline)?;
    lost(&ProtocolFolder::of(study), &record.pipeline, record, &state).map_or(Ok(()), Err)
}

fn lost(folder: &ProtocolFolder, pipeline: &str, record: &RunRecord, state: &FrozenState) -> Option<Error> {
    match &state.frozen {
        None if record.frozen.is_some() || !state.amendments.is_empty() => {
            Some(Error::ProtocolLost { file: folder.file(pipeline), what: "the protocol was frozen" })
        }
        Some(frozen) if frozen.amended_at.is_some() && state.amendments.is_empty() => {
            Some(Error::ProtocolLost { file: folder.amendments_file(), what: "the protocol was amended" })
        }
        _ => None,
    }
}

/// The digest of what is frozen for a pipeline; nothing where nothing is, and of the program's own pipelines.
pub(crate) fn frozen_digest(files: &Files, pipeline: &str) -> Result<Option<String>, Error> {
    let Files::Folder(study) = files else { return Ok(None) };
    Ok(read_frozen(&ProtocolFolder::of(study), pipeline)?.map(|frozen| frozen.digest))
}

/// The study around a run, where it is the one whose files the run was made with.
pub(crate) fn study_around(run: &Path, record: &RunRecord) -> Option<PathBuf> {
    let root = run.ancestors().skip(1).find(|folder| folder.join("pipelines").is_dir())?;
    let is_its_own = record.configuration.keys().any(|file| root.join(file).is_file());
    is_its_own.then(|| root.to_owned())
}
