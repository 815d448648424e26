//! What lies before a reviewer: the pairs of a run, everything that is known of one publication, and what was judged of it.
//!
//! It shows what the rules say with the judgements of this moment on top, without a rebuild: what `bron run` writes next.

use crate::judged::{IN_THE_RUN, Judged, judgements_in};
use crate::waiting::Waiting;
use crate::{Error, stages};
use bron_judge::{Blind, Duties, Held, Item, OpenPair, OwnWork, Records, Standing};
use bron_model::{
    CodeRow, DecisionRow, DocumentId, DocumentRow, Given, HitRow, Judgement, MadeBy, OccurrenceRow, Origin,
    Outcome, OutcomeRow, PageRow, PassageRow, PublicationId, PublicationRow, Reviewer, Round, Says, Verdict,
};
use bron_protocol::{Codebook, Criteria, Files, Protocol, Study, Term};
use bron_screen::{Place, accept_proposals, outcome, retrieved, to_judge, waits_for_a_reader};
use bron_store::{CsvReader, JudgementFile, Judgements, PagesReader, RunFolder, read_csv};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The tables of a run by publication, without the texts.
#[derive(Debug, Clone, Default)]
struct Tables {
    publications: BTreeMap<PublicationId, PublicationRow>,
    documents: BTreeMap<PublicationId, Vec<DocumentRow>>,
    hits: BTreeMap<PublicationId, Vec<HitRow>>,
    rules: BTreeMap<PublicationId, Vec<DecisionRow>>,
    outcomes: BTreeMap<PublicationId, Vec<OutcomeRow>>,
    occurrences: BTreeMap<PublicationId, Vec<OccurrenceRow>>,
    passages: BTreeMap<PublicationId, Vec<PassageRow>>,
    codes: BTreeMap<PublicationId, Vec<CodeRow>>,
}

/// A run that can be judged.
pub struct Desk {
    run: PathBuf,
    folder: PathBuf,
    protocol: Protocol,
    harvest: String,
    accepts: bool,
    is_demo: bool,
    is_pack: bool,
    tables: Tables,
    records: Records,
    pages: PagesReader,
}

/// Everything that is known of one publication.
#[derive(Debug, Clone)]
pub struct Material {
    /// The publication, with what people corrected.
    pub publication: PublicationRow,
    /// The publication as the run read it.
    pub as_read: PublicationRow,
    /// Every row of a result list that showed it.
    pub hits: Vec<HitRow>,
    /// Its page and files.
    pub documents: Vec<DocumentRow>,
    /// The pages of its documents, with corrected numbers.
    pub pages: Vec<PageRow>,
    /// Where terms occur.
    pub occurrences: Vec<OccurrenceRow>,
    /// Its passages, with what people marked and rejected.
    pub passages: Vec<PassageRow>,
    /// Its passages as the rules have them.
    pub passages_by_rule: Vec<PassageRow>,
    /// The elements in its passages, with what people added and took away.
    pub codes: Vec<CodeRow>,
    /// What the rules say.
    pub rules: Vec<DecisionRow>,
    /// What holds with the judgements of this moment.
    pub decisions: Vec<DecisionRow>,
    /// What becomes of its pairs with the judgements of this moment, on counted routes.
    pub outcomes: Vec<OutcomeRow>,
    /// What people differ on that is no criterion.
    pub disputes: Vec<bron_judge::Dispute>,
}

/// The judgements of this moment, matched with the run.
pub struct Sitting {
    judged: Judged,
    /// The judgements themselves.
    pub judgements: Judgements,
}

impl Sitting {
    /// The publications of the run that somebody judged, in the order of their ids.
    pub fn publications(&self) -> BTreeSet<&PublicationId> {
        self.judged.standing.all().map(|(publication, _)| publication).collect()
    }

    /// Who must judge what, by the assignment that counts.
    pub fn duties(&self) -> &Duties {
        &self.judged.duties
    }
}

/// What a judgement needs beside what it says.
#[derive(Debug, Clone)]
pub struct Manner {
    /// Where it comes from.
    pub origin: Origin,
    /// In which round.
    pub round: Round,
    /// A remark; empty where there is none.
    pub note: String,
    /// The judgement of the same reviewer that it replaces.
    pub supersedes: Option<bron_model::JudgementId>,
    /// The votes that a consensus settles.
    pub resolves: Vec<bron_model::JudgementId>,
}

impl Sitting {
    /// The judgements that no other supersedes, by publication.
    pub fn standing(&self) -> &Standing {
        &self.judged.standing
    }

    /// The judgements on a publication that no other supersedes, also those of an earlier harvest that are asked again.
    pub fn held(&self, publication: &PublicationId) -> &[Held] {
        self.judged.standing.of(publication)
    }
}

impl Desk {
    /// Opens a run that has come to eligibility. One that was made before there were judgements must be made again first.
    pub fn open(run: &Path) -> Result<Self, Error> {
        let record = RunFolder::read(run)?.ok_or_else(|| Error::NoRun(run.to_owned()))?;
        if !run.join(stages::ELIGIBILITY).is_dir() {
            return Err(Error::NoStage { run: run.to_owned(), stage: stages::ELIGIBILITY });
        }
        let folder = record.judgements_folder;
        if folder.is_empty() {
            return Err(Error::NoJudgements { run: run.to_owned() });
        }
        let is_demo = folder == IN_THE_RUN;
        let protocol = protocol_of(run, &record.pipeline, is_demo)?;
        let tables = Tables::read(run)?;
        Ok(Self {
            folder: run.join(folder),
            harvest: record.harvest_date.unwrap_or_default(),
            accepts: accepts_proposals(run)?,
            is_demo,
            is_pack: record.packed.is_some(),
            records: tables.records(),
            tables,
            pages: PagesReader::open(&run.join(stages::RETRIEVAL).join("pages.parquet"))?,
            run: run.to_owned(),
            protocol,
        })
    }

    /// The run's folder.
    pub fn run(&self) -> &Path {
        &self.run
    }

    /// What puts the judgements into the tables of this run: the command that makes it again as it was made, asking nobody.
    /// In a pack that is done where the run is.
    pub fn rebuild(&self) -> String {
        if self.is_pack {
            return "bron judge merge FOLDER".to_owned();
        }
        let name = &self.protocol.pipeline.name;
        let mut command = match (self.is_demo, name.as_str()) {
            (true, "demo-later") => "bron demo --later".to_owned(),
            (true, _) => "bron demo".to_owned(),
            (false, name) => format!("bron run {name} --offline"),
        };
        match (self.is_demo, self.accepts) {
            (true, false) => command.push_str(" --no-proposals"),
            (false, true) => command.push_str(" --accept-proposals"),
            _ => {}
        }
        if self.run.file_name().is_none_or(|folder| folder != name.as_str()) {
            return format!("{command} --output {}", self.run.display());
        }
        command
    }

    /// When the run was harvested.
    pub fn harvest(&self) -> &str {
        &self.harvest
    }

    /// The folder of the judgements.
    pub fn judgements_folder(&self) -> &Path {
        &self.folder
    }

    /// The configuration as it is now.
    pub(crate) fn protocol(&self) -> &Protocol {
        &self.protocol
    }

    /// The criteria in words, with their version.
    pub fn criteria(&self) -> &Criteria {
        &self.protocol.criteria
    }

    /// The terms that were searched, in the printed order.
    pub fn terms(&self) -> Vec<&Term> {
        self.protocol.searched_terms().collect()
    }

    /// The codebook; nothing where the pipeline names none.
    pub fn codebook(&self) -> Option<&Codebook> {
        self.protocol.codebook.as_ref()
    }

    /// The publications, in the order of their ids, with the outcomes that the run wrote for their pairs on counted routes;
    /// publications without such a pair are left out.
    pub fn publications(&self) -> impl Iterator<Item = (&PublicationRow, &[OutcomeRow])> {
        let pairs = self.tables.outcomes.iter();
        pairs.filter_map(|(id, outcomes)| Some((self.tables.publications.get(id)?, outcomes.as_slice())))
    }

    /// What the rules say of a publication by themselves; nothing where the run decided nothing of it.
    pub fn rules(&self, publication: &PublicationId) -> &[DecisionRow] {
        self.tables.rules.get(publication).map(Vec::as_slice).unwrap_or_default()
    }

    /// The pairs on counted routes that wait for reviewers: what the rules leave unclear by themselves, proposals not accepted, and
    /// what only a person can read.
    pub fn open_pairs(&self) -> BTreeSet<OpenPair> {
        let mut open = BTreeSet::new();
        for (publication, pairs) in self.publications() {
            let id = &publication.publication;
            let documents = self.tables.documents.get(id).map(Vec::as_slice).unwrap_or_default();
            let (came, unread) = (retrieved(documents), waits_for_a_reader(documents));
            for pair in pairs {
                let about = |row: &&DecisionRow| row.term.as_ref().is_none_or(|of| *of == pair.term);
                let rules: Vec<&DecisionRow> = self.rules(id).iter().filter(about).collect();
                let comes_to = outcome(id, &pair.term, pair.via, &rules, came).outcome;
                if comes_to == Outcome::Unclear || (comes_to == Outcome::NotRetrieved && unread) {
                    open.insert(OpenPair {
                        publication: id.clone(),
                        term: pair.term.clone(),
                        source: publication.source.clone(),
                        own_work: OwnWork::of_flags(&publication.flags),
                    });
                }
            }
        }
        open
    }

    /// Reads the judgements of this moment; a chain that is not whole is an error that names file and line.
    pub fn sit(&self) -> Result<Sitting, Error> {
        Ok(self.sit_on(judgements_in(&self.folder)?.0))
    }

    /// Matches judgements with the run.
    pub fn sit_on(&self, judgements: Judgements) -> Sitting {
        let judged = Judged::by(&judgements, &self.records, &self.protocol.criteria.version);
        Sitting { judged, judgements }
    }

    /// The sitting as a reviewer may see it before and after having judged, and what others voted on that is not shown yet.
    pub fn seen_by(&self, sitting: &Sitting, reviewer: &Reviewer) -> (Sitting, Blind) {
        let blind =
            bron_judge::blind(&sitting.judgements.all, &sitting.judged.standing, &self.records, reviewer);
        let mut seen = sitting.judgements.clone();
        seen.all.retain(|one| !blind.hidden.contains(&one.id));
        (self.sit_on(seen), blind)
    }

    /// Takes in judgements that were added, and gives the publications of which what holds may have changed.
    pub fn sit_further(&self, sitting: &mut Sitting, added: &[Judgement]) -> BTreeSet<PublicationId> {
        let all = &mut sitting.judgements.all;
        all.extend_from_slice(added);
        let replaced: BTreeSet<_> = added.iter().filter_map(|one| one.given.supersedes.as_ref()).collect();
        let old = all.iter().filter(|one| replaced.contains(&one.id));
        let changed = added.iter().chain(old).filter_map(|one| self.records.find(one).cloned()).collect();
        sitting.judged.standing.renew(&changed, all, &self.records, &self.protocol.criteria.version);
        changed
    }

    /// Brings what a reviewer may see (see [`seen_by`](Self::seen_by)) up to date for the publications that changed.
    pub fn see_further(
        &self,
        sitting: &Sitting,
        seen: &mut (Sitting, Blind),
        reviewer: &Reviewer,
        changed: &BTreeSet<PublicationId>,
    ) {
        let (seen, blind) = seen;
        let version = &self.protocol.criteria.version;
        let is_changed = |one: &Judgement| self.records.find(one).is_some_and(|id| changed.contains(id));
        let about: Vec<Judgement> =
            sitting.judgements.all.iter().filter(|one| is_changed(one)).cloned().collect();
        let mut standing = Standing::default();
        standing.renew(changed, &sitting.judgements.all, &self.records, version);
        let fresh = bron_judge::blind(&about, &standing, &self.records, reviewer);
        for one in &about {
            blind.hidden.remove(&one.id);
        }
        blind.waiting.retain(|(publication, ..)| !changed.contains(publication));
        seen.judgements.all.retain(|one| !is_changed(one));
        seen.judgements.all.extend(about.into_iter().filter(|one| !fresh.hidden.contains(&one.id)));
        seen.judged.standing.renew(changed, &seen.judgements.all, &self.records, version);
        blind.hidden.extend(fresh.hidden);
        blind.waiting.extend(fresh.waiting);
    }

    /// The publication of this run that a judgement is about; nothing where the run does not have it.
    pub fn publication_of(&self, judgement: &Judgement) -> Option<&PublicationId> {
        self.records.find(judgement)
    }

    /// A publication as the run read it; nothing where the run has none of this id.
    pub fn publication(&self, id: &PublicationId) -> Option<&PublicationRow> {
        self.tables.publications.get(id)
    }

    /// The page and files of a publication; none where it has none.
    pub fn documents(&self, id: &PublicationId) -> &[DocumentRow] {
        self.tables.documents.get(id).map(Vec::as_slice).unwrap_or_default()
    }

    /// The pages of a publication as they were read; none where it has no text.
    pub fn pages(&self, id: &PublicationId) -> Result<Vec<PageRow>, Error> {
        Ok(self.pages.pages_of(id)?)
    }

    /// What the rules leave to people, most useful first, whoever has judged it already: `to-judge.csv` as it would be without
    /// judgements. Proposals are never taken for decisions here.
    pub fn queue(&self) -> Vec<Waiting> {
        let mut queue: Vec<(Place, Waiting)> = Vec::new();
        for (publication, known) in self.publications() {
            let id = &publication.publication;
            let rules = self.tables.rules.get(id).map(Vec::as_slice).unwrap_or_default();
            let came = retrieved(self.documents(id));
            let outcomes = known.iter().map(|row| {
                let about = rules.iter().filter(|one| one.term.as_ref().is_none_or(|of| *of == row.term));
                outcome(id, &row.term, row.via, &about.collect::<Vec<_>>(), came)
            });
            let outcomes: Vec<OutcomeRow> = outcomes.collect();
            for (place, row) in to_judge(publication, self.documents(id), rules, &outcomes) {
                let is_it = |one: &&DecisionRow| one.term == row.term && one.criterion == row.criterion;
                if let Some(rule) = rules.iter().find(is_it).cloned() {
                    queue.push((place, Waiting { row, rule }));
                }
            }
        }
        queue.sort_by_key(|(place, _)| *place);
        queue.into_iter().map(|(_, waiting)| waiting).collect()
    }

    /// What of a publication a judgement of this moment would be about; nothing where the run has none of this id.
    pub fn judged(&self, id: &PublicationId) -> Option<bron_model::Judged> {
        let row = self.tables.publications.get(id)?;
        Some(bron_judge::judged(row, self.documents(id)))
    }

    /// The numbers printed on the pages that have one, as they were read.
    pub fn labels(&self) -> Result<BTreeMap<(DocumentId, u32), String>, Error> {
        Ok(self.pages.labels()?)
    }

    /// Opens the file of a reviewer on a device; see [`JudgementFile::open`].
    pub fn file(&self, reviewer: &Reviewer, device: &str) -> Result<(JudgementFile, Option<PathBuf>), Error> {
        Ok(JudgementFile::open(&self.folder, reviewer, device)?)
    }

    /// What becomes of the pairs of a publication with the judgements of this moment; none where it has none on a counted route.
    pub fn outcomes(&self, sitting: &Sitting, publication: &PublicationId) -> Vec<OutcomeRow> {
        let items = sitting.judged.items(publication);
        self.decided(publication, &items).1
    }

    /// What reviewers say of the criteria of a publication.
    pub fn items<'s>(&self, sitting: &'s Sitting, publication: &PublicationId) -> Vec<Item<'s>> {
        sitting.judged.items(publication)
    }

    /// Everything that is known of a publication; nothing where the run has none of this id.
    pub fn material(
        &self,
        sitting: &Sitting,
        publication: &PublicationId,
    ) -> Result<Option<Material>, Error> {
        let Some(as_read) = self.tables.publications.get(publication) else { return Ok(None) };
        let of = |found: Option<&Vec<DecisionRow>>| found.cloned().unwrap_or_default();
        let passages_by_rule = self.tables.passages.get(publication).cloned().unwrap_or_default();
        let beside = crate::beside::Beside {
            publication: as_read.clone(),
            screened: Vec::new(),
            documents: self.tables.documents.get(publication).cloned().unwrap_or_default(),
            pages: self.pages.pages_of(publication)?,
            occurrences: self.tables.occurrences.get(publication).cloned().unwrap_or_default(),
            passages: passages_by_rule.clone(),
            codes: self.tables.codes.get(publication).cloned().unwrap_or_default(),
        };
        let disputes = sitting.judged.disputes(&beside);
        let judged = sitting.judged.onto(beside);
        let items = sitting.judged.items(publication);
        let (decisions, outcomes) = self.decided(publication, &items);
        Ok(Some(Material {
            publication: judged.publication,
            as_read: as_read.clone(),
            hits: self.tables.hits.get(publication).cloned().unwrap_or_default(),
            documents: judged.documents,
            pages: judged.pages,
            occurrences: judged.occurrences,
            passages: judged.passages,
            passages_by_rule,
            codes: judged.codes,
            rules: of(self.tables.rules.get(publication)),
            decisions,
            outcomes,
            disputes,
        }))
    }

    /// The rules' decisions with judgements on top, and the outcomes that follow.
    ///
    /// A correction of a date or kind is seen after the next run: the rules on it are not carried out here.
    fn decided(
        &self,
        publication: &PublicationId,
        items: &[Item<'_>],
    ) -> (Vec<DecisionRow>, Vec<OutcomeRow>) {
        let rules = self.tables.rules.get(publication).cloned().unwrap_or_default();
        let mut decisions = bron_judge::decide(rules, items);
        if self.accepts {
            decisions = accept_proposals(decisions);
        }
        let came = self.tables.documents.get(publication).is_some_and(|rows| retrieved(rows));
        let known = self.tables.outcomes.get(publication).map(Vec::as_slice).unwrap_or_default();
        let outcomes = known.iter().map(|row| {
            let about: Vec<&DecisionRow> =
                decisions.iter().filter(|one| one.term.as_ref().is_none_or(|of| *of == row.term)).collect();
            let came = came || bron_judge::read_by_a_person(items, &row.term);
            outcome(publication, &row.term, row.via, &about, came)
        });
        let outcomes = outcomes.collect();
        (decisions, outcomes)
    }

    /// A judgement on a publication of this run, with what was judged; nothing where the run has none of this id.
    pub fn given(&self, publication: &PublicationId, says: Says, manner: Manner) -> Option<Given> {
        Some(Given {
            origin: manner.origin,
            round: manner.round,
            criteria: self.protocol.criteria.version.clone(),
            publication: publication.clone(),
            judged: self.judged(publication)?,
            says,
            note: manner.note,
            supersedes: manner.supersedes,
            resolves: manner.resolves,
        })
    }
}

impl Tables {
    /// What is known of the publications, as far as judgements are concerned.
    fn records(&self) -> Records {
        let mut records = Records::default();
        for (id, row) in &self.publications {
            records.add(row, self.documents.get(id).map(Vec::as_slice).unwrap_or_default());
        }
        records
    }

    fn read(run: &Path) -> Result<Self, Error> {
        let (search, retrieval) = (run.join(stages::SEARCH), run.join(stages::RETRIEVAL));
        let (extraction, eligibility) = (run.join(stages::EXTRACTION), run.join(stages::ELIGIBILITY));
        let retrieved: Vec<PublicationRow> = read_csv(&retrieval.join("publications.csv"))?;
        let listed: Vec<PublicationRow> = read_csv(&search.join("publications.csv"))?;
        let mut kept = BTreeMap::new();
        for row in &retrieved {
            let also = row.also.split_whitespace().filter_map(|id| PublicationId::new(id).ok());
            kept.extend(also.map(|id| (id, row.publication.clone())));
        }
        let mut publications: BTreeMap<PublicationId, PublicationRow> =
            retrieved.into_iter().map(|row| (row.publication.clone(), row)).collect();
        for row in listed {
            if !kept.contains_key(&row.publication) {
                publications.entry(row.publication.clone()).or_insert(row);
            }
        }
        let mut hits: Vec<HitRow> = read_csv(&search.join("hits.csv"))?;
        for hit in &mut hits {
            if let Some(kept) = kept.get(&hit.publication) {
                hit.publication = kept.clone();
            }
        }
        let codes = extraction.join("codes.csv");
        let codes: Vec<CodeRow> = if codes.exists() { read_csv(&codes)? } else { Vec::new() };
        Ok(Self {
            publications,
            documents: by(read_csv(&retrieval.join("documents.csv"))?, |row: &DocumentRow| &row.publication),
            hits: by(hits, |row| &row.publication),
            rules: by(rules_of(&eligibility)?, |row| &row.publication),
            outcomes: by(read_csv(&eligibility.join("outcomes.csv"))?, |row: &OutcomeRow| &row.publication),
            occurrences: by(read_csv(&extraction.join("occurrences.csv"))?, |row: &OccurrenceRow| {
                &row.publication
            }),
            passages: by(read_csv(&extraction.join("passages.csv"))?, |row: &PassageRow| &row.publication),
            codes: by(codes, |row| &row.publication),
        })
    }
}

/// What the rules say by themselves: `rules.csv`, or the decisions of a run without judgements, proposals not accepted.
fn rules_of(eligibility: &Path) -> Result<Vec<DecisionRow>, Error> {
    let rules = eligibility.join("rules.csv");
    if rules.exists() {
        return Ok(read_csv(&rules)?);
    }
    let mut rows: Vec<DecisionRow> = read_csv(&eligibility.join("decisions.csv"))?;
    for row in rows.iter_mut().filter(|row| row.made_by == MadeBy::AcceptedProposal) {
        (row.verdict, row.made_by) = (Verdict::Unclear, MadeBy::Rule);
    }
    Ok(rows)
}

/// Whether the run counted proposals as decisions.
pub(crate) fn accepts_proposals(run: &Path) -> Result<bool, Error> {
    for row in CsvReader::<DecisionRow>::open(&run.join(stages::ELIGIBILITY).join("decisions.csv"))? {
        if row?.made_by == MadeBy::AcceptedProposal {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The pipeline of a run: the program's own for its demo, wherever it was started, else that of the study around it.
pub(crate) fn protocol_of(run: &Path, pipeline: &str, is_demo: bool) -> Result<Protocol, Error> {
    let around = run.canonicalize().ok().and_then(|run| Study::find(&run).ok()).filter(|_| !is_demo);
    let files = around.map_or(Files::Embedded, |study| study.files());
    Ok(Protocol::load(&files, pipeline)?)
}

fn by<R: Clone>(rows: Vec<R>, key: impl Fn(&R) -> &PublicationId) -> BTreeMap<PublicationId, Vec<R>> {
    let mut map: BTreeMap<PublicationId, Vec<R>> = BTreeMap::new();
    for row in rows {
        map.entry(key(&row).clone()).or_default().push(row);
    }
    map
}
