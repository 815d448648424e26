//! A run that came to its end, with all its tables: what reports, exports and comparisons are made from.

use crate::asked_at::{AskedAt, asked_at};
use crate::desk::{accepts_proposals, protocol_of};
use crate::frozen::{FrozenState, frozen_around, lost_around};
use crate::judged::{IN_THE_RUN, Judged};
use crate::probe::{self, Probed};
use crate::run::refuse_lost_judgements;
use crate::{Error, stages};
use bron_model::{
    Assignment, CodeRow, ContributionRow, DecisionRow, DocumentRow, FlowRow, HitRow, MergeRow, OccurrenceRow,
    OutcomeRow, PassageRow, PublicationId, PublicationRow, QueryRow, SourceId, Table1Row, Table2PassageRow,
    ToJudgeRow, WorktableRow,
};
use bron_protocol::Protocol;
use bron_store::{Judgements, PagesReader, RunFolder, RunRecord, read_csv, read_judgements, sha256_of_file};
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A run that came to synthesis, as its stage files have it. Rows stand in the order of the files. The texts of pages are
/// read when they are asked for; all else is in memory.
pub struct Finished {
    /// The run's folder.
    pub folder: PathBuf,
    /// What `run.json` holds.
    pub record: RunRecord,
    /// The configuration as it is now: that of the study around the run, else the program's own.
    pub protocol: Protocol,
    /// Whether it is the run of `bron demo`, whose judgements lie in the run.
    pub is_demo: bool,
    /// Whether proposals of rules were counted as decisions.
    pub accepts_proposals: bool,
    /// `1-search/queries.csv`.
    pub queries: Vec<QueryRow>,
    /// `1-search/hits.csv`, with the ids of that stage: see [`id_now`](Self::id_now).
    pub hits: Vec<HitRow>,
    /// Every publication: as stage 3 has it, or as it was listed where screening took it out, with what people corrected when the
    /// run was made. See [`as_read`](Self::as_read).
    pub publications: BTreeMap<PublicationId, PublicationRow>,
    /// `1-search/merges.csv`, then `3-retrieval/merges.csv`.
    pub merges: Vec<MergeRow>,
    /// `3-retrieval/documents.csv`.
    pub documents: Vec<DocumentRow>,
    /// `4-extraction/occurrences.csv`.
    pub occurrences: Vec<OccurrenceRow>,
    /// `4-extraction/passages.csv`: as the rules read them.
    pub passages: Vec<PassageRow>,
    /// `4-extraction/codes.csv`; empty where the run has no codebook.
    pub codes: Vec<CodeRow>,
    /// `2-screening/decisions.csv`.
    pub screened: Vec<DecisionRow>,
    /// `5-eligibility/decisions.csv`.
    pub decisions: Vec<DecisionRow>,
    /// `5-eligibility/outcomes.csv`.
    pub outcomes: Vec<OutcomeRow>,
    /// `5-eligibility/other-routes.csv`.
    pub other_routes: Vec<OutcomeRow>,
    /// `5-eligibility/to-judge.csv`.
    pub to_judge: Vec<ToJudgeRow>,
    /// `6-synthesis/table1.csv`.
    pub table1: Vec<Table1Row>,
    /// `6-synthesis/flow.csv`.
    pub flow: Vec<FlowRow>,
    /// `6-synthesis/worktable.csv`.
    pub worktable: Vec<WorktableRow>,
    /// `6-synthesis/contribution.csv`.
    pub contribution: Vec<ContributionRow>,
    /// `6-synthesis/table2-passages.csv`; empty where the run has no codebook.
    pub table2_passages: Vec<Table2PassageRow>,
    /// `3-retrieval/pages.parquet`.
    pub pages: PagesReader,
    /// `0-probe/probe.json`; nothing in a run that was made before there were probes.
    pub probed: Option<Probed>,
    /// When each source was asked, by the archive's table of contents; a source that was not asked is not in it, and of a pack,
    /// which has no archive, nothing is known.
    pub asked_at: BTreeMap<SourceId, AskedAt>,
    /// The protocol as it was frozen, and its amendments.
    pub frozen: FrozenState,
    /// The assignment of judgements that counts; nothing where nobody assigned anything.
    pub assignment: Option<Assignment>,
    now: BTreeMap<PublicationId, PublicationId>,
    /// Of the publications that people corrected, what the run read.
    as_read: BTreeMap<PublicationId, PublicationRow>,
}

impl Finished {
    /// Reads a run that came to synthesis; one that did not, or lacks a file, or has one that is not as it was written, is an error
    /// that names the stage or file. So is a run of whose frozen protocol something is gone, and one whose judgements are not
    /// there any more: without them it would tell other titles, names and dates.
    pub fn open(run: &Path) -> Result<Self, Error> {
        let record = RunFolder::read(run)?.ok_or_else(|| Error::NoRun(run.to_owned()))?;
        if !run.join(stages::SYNTHESIS).is_dir() {
            return Err(Error::NoStage { run: run.to_owned(), stage: stages::SYNTHESIS });
        }
        let is_demo = record.judgements_folder == IN_THE_RUN;
        let protocol = protocol_of(run, &record.pipeline, is_demo)?;
        let frozen = frozen_around(run, &record)?;
        lost_around(run, &record, &frozen).map_or(Ok(()), Err)?;
        let kept = Kept { run, record: &record };
        let retrieved: Vec<PublicationRow> = kept.rows(stages::RETRIEVAL, "publications.csv")?;
        let mut now = BTreeMap::new();
        for row in &retrieved {
            let also = row.also.split_whitespace().filter_map(|id| PublicationId::new(id).ok());
            now.extend(also.map(|id| (id, row.publication.clone())));
        }
        let mut publications: BTreeMap<PublicationId, PublicationRow> =
            retrieved.into_iter().map(|row| (row.publication.clone(), row)).collect();
        for row in kept.rows::<PublicationRow>(stages::SEARCH, "publications.csv")? {
            if !now.contains_key(&row.publication) {
                publications.entry(row.publication.clone()).or_insert(row);
            }
        }
        let judgements = judgements_of(run, &record)?;
        let assignment = judgements.assignments.last().cloned();
        let judged = Judged::of(&judgements.up_to(&record.judgements), run, &protocol.criteria.version)?;
        let mut as_read = BTreeMap::new();
        for (id, row) in &mut publications {
            let corrected = judged.corrected(row.clone());
            if corrected != *row {
                as_read.insert(id.clone(), std::mem::replace(row, corrected));
            }
        }
        let mut merges: Vec<MergeRow> = kept.rows(stages::SEARCH, "merges.csv")?;
        merges.extend(kept.rows::<MergeRow>(stages::RETRIEVAL, "merges.csv")?);
        Ok(Self {
            is_demo,
            accepts_proposals: accepts_proposals(run)?,
            queries: kept.rows(stages::SEARCH, "queries.csv")?,
            hits: kept.rows(stages::SEARCH, "hits.csv")?,
            publications,
            merges,
            documents: kept.rows(stages::RETRIEVAL, "documents.csv")?,
            occurrences: kept.rows(stages::EXTRACTION, "occurrences.csv")?,
            passages: kept.rows(stages::EXTRACTION, "passages.csv")?,
            codes: kept.rows_where_there(stages::EXTRACTION, "codes.csv")?,
            screened: kept.rows(stages::SCREENING, "decisions.csv")?,
            decisions: kept.rows(stages::ELIGIBILITY, "decisions.csv")?,
            outcomes: kept.rows(stages::ELIGIBILITY, "outcomes.csv")?,
            other_routes: kept.rows(stages::ELIGIBILITY, "other-routes.csv")?,
            to_judge: kept.rows(stages::ELIGIBILITY, "to-judge.csv")?,
            table1: kept.rows(stages::SYNTHESIS, "table1.csv")?,
            flow: kept.rows(stages::SYNTHESIS, "flow.csv")?,
            worktable: kept.rows(stages::SYNTHESIS, "worktable.csv")?,
            contribution: kept.rows(stages::SYNTHESIS, "contribution.csv")?,
            table2_passages: kept.rows_where_there(stages::SYNTHESIS, "table2-passages.csv")?,
            pages: PagesReader::open(&kept.file(stages::RETRIEVAL, "pages.parquet")?)?,
            probed: kept
                .where_there(stages::PROBE, "probe.json")?
                .map(|file| probe::read(&file))
                .transpose()?,
            asked_at: asked_at(run, &record, &protocol)?,
            frozen,
            assignment,
            folder: run.to_owned(),
            record,
            protocol,
            now,
            as_read,
        })
    }

    /// The id that a record of `1-search` has after merging on files; its own where it went into no other.
    pub fn id_now<'a>(&'a self, listed: &'a PublicationId) -> &'a PublicationId {
        self.now.get(listed).unwrap_or(listed)
    }

    /// A publication as the run read it, whatever people corrected; `None` where the run has none of this id.
    pub fn as_read(&self, id: &PublicationId) -> Option<&PublicationRow> {
        self.as_read.get(id).or_else(|| self.publications.get(id))
    }

    /// What the run is called: the name of its folder.
    pub fn name(&self) -> String {
        let name = self.folder.canonicalize().ok().and_then(|path| Some(path.file_name()?.to_owned()));
        name.map_or_else(|| self.record.pipeline.clone(), |name| name.to_string_lossy().into_owned())
    }
}

/// The files of stages: each is held against the hash that `run.json` keeps of it before it is read.
struct Kept<'a> {
    run: &'a Path,
    record: &'a RunRecord,
}

impl Kept<'_> {
    fn file(&self, stage: &str, name: &str) -> Result<PathBuf, Error> {
        let file = self.run.join(stage).join(name);
        let is_as_written = self.known(stage, name) == Some(sha256_of_file(&file)?.as_str());
        if is_as_written { Ok(file) } else { Err(Error::NotAsWritten { file, run: self.run.to_owned() }) }
    }

    fn known(&self, stage: &str, name: &str) -> Option<&str> {
        Some(&self.record.stages.get(stage)?.files.get(name)?.sha256)
    }

    /// The same for a file that not every run has: nothing where the run wrote none, and none is there.
    fn where_there(&self, stage: &str, name: &str) -> Result<Option<PathBuf>, Error> {
        let is_none = self.known(stage, name).is_none() && !self.run.join(stage).join(name).exists();
        if is_none { Ok(None) } else { self.file(stage, name).map(Some) }
    }

    fn rows<R: DeserializeOwned>(&self, stage: &str, name: &str) -> Result<Vec<R>, Error> {
        Ok(read_csv(&self.file(stage, name)?)?)
    }

    fn rows_where_there<R: DeserializeOwned>(&self, stage: &str, name: &str) -> Result<Vec<R>, Error> {
        let file = self.where_there(stage, name)?;
        file.map_or(Ok(Vec::new()), |file| Ok(read_csv(&file)?))
    }
}

/// The judgements as they are now: none in a run that was made before there could be any.
fn judgements_of(run: &Path, record: &RunRecord) -> Result<Judgements, Error> {
    if record.judgements_folder.is_empty() {
        return Ok(Judgements::default());
    }
    let folder = run.join(&record.judgements_folder);
    let judgements = read_judgements(&folder)?;
    refuse_lost_judgements(&folder, &record.judgements)?;
    Ok(judgements)
}
