//! A pack: what a reviewer needs of a run on another device, and the way back.
//!
//! A pack is a small study with one run in it: the tables and texts of the run, its configuration and its judgements, and no archive.

use crate::desk::{Desk, Sitting};
use crate::judged::IN_THE_RUN;
use crate::{Error, stages};
use bron_judge::State;
use bron_model::{Criterion, PublicationId, Reviewer, TermId};
use bron_protocol::{Protocol, Study};
use bron_store::{
    NewFolder, Packed, RunFolder, RunRecord, Taken, check_judgements, read_judgements, take_judgements,
    verify_files, write_record, write_text,
};
use jiff::Timestamp;
use serde::Serialize;
use std::path::{Path, PathBuf};

/// The stages whose files a reviewer needs.
const NEEDED: [&str; 5] =
    [stages::SEARCH, stages::SCREENING, stages::RETRIEVAL, stages::EXTRACTION, stages::ELIGIBILITY];

/// What a pack holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PackReport {
    /// Its folder.
    pub folder: PathBuf,
    /// For whom it is.
    pub packed_for: Reviewer,
    /// Files of the run.
    pub files: u64,
    /// Lines of judgements.
    pub judgements: u64,
}

/// Makes a pack of a run in a folder that is not there or empty. The tables must be as they were written.
pub fn pack(desk: &Desk, packed_for: Reviewer, at: Timestamp, out: &Path) -> Result<PackReport, Error> {
    let run = desk.run();
    let record = RunFolder::read(run)?.ok_or_else(|| Error::NoRun(run.to_owned()))?;
    let name = run.canonicalize().ok().and_then(|run| Some(run.file_name()?.to_string_lossy().into_owned()));
    let inside = format!("output/{}", name.unwrap_or_else(|| record.pipeline.clone()));
    let new = NewFolder::begin(out)?;
    let mut packed = for_a_pack(&record, packed_for.clone(), at);
    let mut files = 0;
    for (stage, made) in &packed.stages {
        for file in made.files.keys() {
            new.copy(&run.join(stage).join(file), &format!("{inside}/{stage}/{file}"))?;
            files += 1;
        }
    }
    let pack_run = new.folder(&inside)?;
    let differs = verify_files(&pack_run, &packed);
    if !differs.is_empty() {
        return Err(Error::PackOfDamaged { run: run.to_owned(), problems: differs });
    }
    if record.judgements_folder != IN_THE_RUN {
        "../../judgements".clone_into(&mut packed.judgements_folder);
        copy_configuration(run, &record, &new)?;
    }
    let judgements = pack_run.join(&packed.judgements_folder);
    new.folder(if record.judgements_folder == IN_THE_RUN { inside.as_str() } else { "judgements" })?;
    take_judgements(desk.judgements_folder(), &judgements)?;
    packed.judgements = read_judgements(&judgements)?.heads;
    let lines = packed.judgements.iter().map(|head| head.lines).sum();
    write_record(&pack_run, &packed)?;
    write_text(&new.path().join("LEESMIJ.txt"), &read_me(&inside, &packed_for))?;
    new.finish()?;
    Ok(PackReport { folder: out.to_owned(), packed_for, files, judgements: lines })
}

fn for_a_pack(record: &RunRecord, packed_for: Reviewer, at: Timestamp) -> RunRecord {
    let mut packed = record.clone();
    packed.stages.retain(|stage, _| NEEDED.contains(&stage.as_str()));
    packed.archive = None;
    packed.archive_files.clear();
    // The protocol stays in the study.
    packed.frozen = None;
    packed.packed = Some(Packed { packed_for, at });
    packed
}

/// Copies the files of the configuration that the run was made with, and those that its pipeline names beside them.
fn copy_configuration(run: &Path, record: &RunRecord, new: &NewFolder) -> Result<(), Error> {
    let study = Study::find(run)?;
    for file in record.configuration.keys() {
        new.copy(&study.root.join(file), file)?;
    }
    let protocol = Protocol::load(&study.files(), &record.pipeline)?;
    for file in protocol.pipeline.beside().filter(|file| !record.configuration.contains_key(*file)) {
        new.copy(&study.root.join(file), file)?;
    }
    new.folder("config")?;
    new.folder("pipelines")?;
    Ok(())
}

fn read_me(run: &str, packed_for: &Reviewer) -> String {
    format!(
        "Pakket voor {packed_for}: de tabellen en teksten van een run, zonder archief.\n\
         Beoordelen gaat hier als op het andere apparaat, met {run} als run; oordelen komen in eigen bestanden.\n\
         Terug: zet deze map op het andere apparaat en geef daar `bron judge merge MAP`.\n\
         Wijzig of verplaats hier geen bestanden: `bron verify {run}` en het samenvoegen merken het.\n\n\
         Pack for {packed_for}: the tables and texts of a run, without its archive.\n\
         Judge here as on the other device, with {run} as the run; judgements go into files of their own.\n\
         Back: put this folder on the other device and give `bron judge merge FOLDER` there.\n\
         Change or move no files here: `bron verify {run}` and the merge notice it.\n"
    )
}

/// The run in a pack; nothing where the folder is none.
pub fn run_in_pack(folder: &Path) -> Option<PathBuf> {
    let entries = std::fs::read_dir(folder.join("output")).ok()?;
    let mut runs: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    runs.retain(|run| {
        RunFolder::read(run).is_ok_and(|record| record.is_some_and(|one| one.packed.is_some()))
    });
    let [run] = runs.as_slice() else { return None };
    Some(run.clone())
}

/// What came of taking over the judgements of another device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MergeReport {
    /// Where they came from.
    pub from: PathBuf,
    /// Where they are now.
    pub into: PathBuf,
    /// Files that are new or longer, with how many lines were added.
    pub files: Vec<(String, u64)>,
    /// Files over there whose last line is not whole; it was left behind.
    pub torn: Vec<String>,
}

/// Takes the judgements over that lie in a pack, a study, a run, or a folder of judgements itself, into a folder of judgements.
///
/// In either order the same, and a second time nothing. What a pack or run had and has no longer, a line that differs, and a file
/// that is being written are refused, and nothing is changed.
pub fn merge(from: &Path, into: &Path) -> Result<MergeReport, Error> {
    let source = judgements_in(from)?;
    let Taken { files, torn } = take_judgements(&source, into)?;
    Ok(MergeReport { from: source, into: into.to_owned(), files, torn })
}

/// The folder of judgements that another device's folder means, checked against what it must still have.
fn judgements_in(from: &Path) -> Result<PathBuf, Error> {
    let run = run_in_pack(from).unwrap_or_else(|| from.to_owned());
    if let Some(record) = RunFolder::read(&run)?.filter(|record| !record.judgements_folder.is_empty()) {
        let folder = run.join(&record.judgements_folder);
        let check = check_judgements(&folder, &record.judgements)?;
        // What is not whole at the end of a file was never acknowledged, and is left behind.
        let lost: Vec<String> =
            check.problems.into_iter().filter(|problem| !problem.ends_with("is not whole")).collect();
        if !lost.is_empty() {
            return Err(Error::JudgementsLost { folder, problems: lost });
        }
        return Ok(folder);
    }
    let inside = from.join(IN_THE_RUN);
    let holds = |folder: &Path| read_judgements(folder).map(|found| !found.heads.is_empty());
    if inside.is_dir() {
        Ok(inside)
    } else if holds(from)? {
        Ok(from.to_owned())
    } else {
        Err(Error::NothingToMerge(from.to_owned()))
    }
}

/// Something on which reviewers differ, or one of them said two things on two devices.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Conflict {
    /// The publication.
    pub publication: PublicationId,
    /// Its title.
    pub title: String,
    /// The criterion.
    pub criterion: Criterion,
    /// The term, for a criterion that is decided per pair.
    pub term: Option<TermId>,
    /// Who said what, by time.
    pub said: Vec<(Reviewer, bron_model::Verdict)>,
}

/// What waits for a consensus, by publication and criterion.
pub fn conflicts(desk: &Desk, sitting: &Sitting) -> Vec<Conflict> {
    let mut found = Vec::new();
    for publication in sitting.publications() {
        for item in desk.items(sitting, publication) {
            if item.state == State::Conflict {
                let title = desk.publication(publication).map(|row| row.title.clone());
                let said = item.votes.iter().map(|vote| (vote.held.judgement.reviewer.clone(), vote.verdict));
                found.push(Conflict {
                    publication: publication.clone(),
                    title: title.unwrap_or_default(),
                    criterion: item.criterion,
                    term: item.term.clone(),
                    said: said.collect(),
                });
            }
        }
    }
    found
}
