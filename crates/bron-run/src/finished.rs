//! A run that came to its end, with all its tables: what reports, exports and comparisons are made from.

use crate::asked_at::{AskedAt, asked_at};
use crate::desk::{accepts_proposals, protocol_of};
use crate::frozen::{FrozenState, frozen_around};
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
use bron_store::{Judgements, PagesReader, RunFolder, RunRecord, read_csv, read_judgements};
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
    /// Reads a run that came to synthesis; one that did not, or has none of its files, is an error that names the stage or
    /// file. So is one whose judgements are not there any more: without them it would tell other titles, names and dates.
    pub fn open(run: &Path) -> Result<Self, Error> {
        let record = RunFolder::read(run)?.ok_or_else(|| Error::NoRun(run.to_owned()))?;
        if !run.join(stages::SYNTHESIS).is_dir() {
            return Err(Error::NoStage { run: run.to_owned(), stage: stages::SYNTHESIS });
        }
        let is_demo = record.judgements_folder == IN_THE_RUN;
        let protocol = protocol_of(run, &record.pipeline, is_demo)?;
        let retrieved: Vec<PublicationRow> = read_csv(&run.join(stages::RETRIEVAL).join("publications.csv"))?;
        let mut now = BTreeMap::new();
        for row in &retrieved {
            let also = row.also.split_whitespace().filter_map(|id| PublicationId::new(id).ok());
            now.extend(also.map(|id| (id, row.publication.clone())));
        }
        let mut publications: BTreeMap<PublicationId, PublicationRow> =
            retrieved.into_iter().map(|row| (row.publication.clone(), row)).collect();
        for row in read_csv::<PublicationRow>(&run.join(stages::SEARCH).join("publications.csv"))? {
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
        let mut merges: Vec<MergeRow> = read_csv(&run.join(stages::SEARCH).join("merges.csv"))?;
        merges.extend(read_csv::<MergeRow>(&run.join(stages::RETRIEVAL).join("merges.csv"))?);
        let (extraction, eligibility) = (run.join(stages::EXTRACTION), run.join(stages::ELIGIBILITY));
        let synthesis = run.join(stages::SYNTHESIS);
        Ok(Self {
            is_demo,
            accepts_proposals: accepts_proposals(run)?,
            queries: read_csv(&run.join(stages::SEARCH).join("queries.csv"))?,
            hits: read_csv(&run.join(stages::SEARCH).join("hits.csv"))?,
            publications,
            merges,
            documents: read_csv(&run.join(stages::RETRIEVAL).join("documents.csv"))?,
            occurrences: read_csv(&extraction.join("occurrences.csv"))?,
            passages: read_csv(&extraction.join("passages.csv"))?,
            codes: where_there(&extraction.join("codes.csv"))?,
            screened: read_csv(&run.join(stages::SCREENING).join("decisions.csv"))?,
            decisions: read_csv(&eligibility.join("decisions.csv"))?,
            outcomes: read_csv(&eligibility.join("outcomes.csv"))?,
            other_routes: read_csv(&eligibility.join("other-routes.csv"))?,
            to_judge: read_csv(&eligibility.join("to-judge.csv"))?,
            table1: read_csv(&synthesis.join("table1.csv"))?,
            flow: read_csv(&synthesis.join("flow.csv"))?,
            worktable: read_csv(&synthesis.join("worktable.csv"))?,
            contribution: read_csv(&synthesis.join("contribution.csv"))?,
            table2_passages: where_there(&synthesis.join("table2-passages.csv"))?,
            pages: PagesReader::open(&run.join(stages::RETRIEVAL).join("pages.parquet"))?,
            probed: probed(run)?,
            asked_at: asked_at(run, &record, &protocol)?,
            frozen: frozen_around(run, &record)?,
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

fn probed(run: &Path) -> Result<Option<Probed>, Error> {
    let file = run.join(stages::PROBE).join("probe.json");
    if file.exists() { probe::read(&file).map(Some) } else { Ok(None) }
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

/// The rows of a file that not every run has.
fn where_there<R: DeserializeOwned>(file: &Path) -> Result<Vec<R>, Error> {
    if file.exists() { Ok(read_csv(file)?) } else { Ok(Vec::new()) }
}
