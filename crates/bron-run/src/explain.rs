//! One publication's story: found by which query, decided by which rule, on which evidence.

use crate::judged::{Judged, judgements_in, records};
use crate::{Error, stages};
use bron_judge::Told;
use bron_model::{
    CodeRow, DecisionRow, DocumentRow, HitRow, MergeRow, OutcomeRow, PassageRow, PublicationId,
    PublicationRow, QueryRow, TermId, canonical_address,
};
use bron_store::{CsvReader, RunFolder, read_csv};
use bron_text::fold;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use url::Url;

/// What a run knows about what was asked.
#[derive(Debug, Clone, Serialize)]
pub struct Explanation {
    /// What was asked for.
    pub asked: String,
    /// The stories of all publications that fit, best first.
    pub stories: Vec<Story>,
    /// Where none fits: the queries of the run, which say where it could have been found and where not.
    pub queries: Vec<QueryRow>,
}

/// Everything the run holds about one publication.
#[derive(Debug, Clone, Serialize)]
pub struct Story {
    /// The publication, as complete as the run knows it, with what people corrected up to now.
    pub publication: PublicationRow,
    /// Every row of a result list that showed it.
    pub hits: Vec<HitRow>,
    /// Records that became one with it.
    pub merges: Vec<MergeRow>,
    /// Its page and files.
    pub documents: Vec<DocumentRow>,
    /// What becomes of each of its pairs; those on routes that Table 1 does not count come last.
    pub outcomes: Vec<OutcomeRow>,
    /// Every decision, in the order of term and criterion.
    pub decisions: Vec<DecisionRow>,
    /// Its passages.
    pub passages: Vec<PassageRow>,
    /// The elements that cues propose for them; none in a run without a codebook.
    pub codes: Vec<CodeRow>,
    /// Everything that people said of it up to now, by time, also what does not count any more.
    pub judgements: Vec<Told>,
}

/// Explains by id (also one that was merged), by address, or by words that all stand in the title.
///
/// Reads only what the run wrote and what people judged up to now: a run that stopped early gives a shorter story. `term` keeps only
/// that term's rows. `criteria` is the version of the criteria; without it, judgements under any version are told as counting.
pub fn explain(
    run: &Path,
    asked: &str,
    term: Option<&TermId>,
    criteria: Option<&str>,
) -> Result<Explanation, Error> {
    if !run.join(stages::SEARCH).is_dir() {
        return Err(Error::NoRun(run.to_owned()));
    }
    let files = Rows { run };
    let fitting = files.fitting(asked)?;
    if fitting.is_empty() {
        let queries = files.of(stages::SEARCH, "queries.csv")?;
        return Ok(Explanation { asked: asked.to_owned(), stories: Vec::new(), queries });
    }
    let mut stories = files.stories(fitting, term)?;
    let (mut told, judged) = said(run, criteria)?;
    for story in &mut stories {
        let about = told.remove(&story.publication.publication).unwrap_or_default();
        story.publication = judged.corrected(story.publication.clone());
        let of_term =
            |one: &Told| term.is_none_or(|term| one.judgement.given.says.term().is_none_or(|of| of == term));
        story.judgements = about.into_iter().filter(of_term).collect();
    }
    Ok(Explanation { asked: asked.to_owned(), stories, queries: Vec::new() })
}

/// What people said of each publication, and what holds of it; nothing where nobody judged, or the run was made before there could
/// be judgements.
fn said(run: &Path, criteria: Option<&str>) -> Result<(BTreeMap<PublicationId, Vec<Told>>, Judged), Error> {
    let folder = RunFolder::read(run)?.map(|record| record.judgements_folder).unwrap_or_default();
    if folder.is_empty() {
        return Ok((BTreeMap::new(), Judged::default()));
    }
    let (judgements, _) = judgements_in(&run.join(folder))?;
    if judgements.all.is_empty() {
        return Ok((BTreeMap::new(), Judged::default()));
    }
    let records = records(run)?;
    let told = bron_judge::history(&judgements.all, &records, criteria);
    // A correction holds under any version of the criteria.
    Ok((told, Judged::by(&judgements, &records, criteria.unwrap_or_default())))
}

/// The files of a run.
pub(crate) struct Rows<'a> {
    pub(crate) run: &'a Path,
}

/// The publications of a run that fit `asked`: by id (also one that was merged), by address, or by words that all stand in
/// the title or among the authors. None where the run is not there.
pub fn publications_that_fit(run: &Path, asked: &str) -> Result<Vec<PublicationRow>, Error> {
    Rows { run }.fitting(asked)
}

impl Rows<'_> {
    /// All publications, each as complete as the run knows it.
    pub(crate) fn publications(&self) -> Result<Vec<PublicationRow>, Error> {
        let mut publications: Vec<PublicationRow> = self.of(stages::RETRIEVAL, "publications.csv")?;
        let known: BTreeSet<PublicationId> = publications.iter().flat_map(all_ids).collect();
        let listed: Vec<PublicationRow> = self.of(stages::SEARCH, "publications.csv")?;
        publications.extend(listed.into_iter().filter(|row| !known.contains(&row.publication)));
        Ok(publications)
    }

    /// The rows of a file; none where the run has not come that far.
    pub(crate) fn of<R: DeserializeOwned>(&self, stage: &str, file: &str) -> Result<Vec<R>, Error> {
        let path = self.run.join(stage).join(file);
        if path.exists() { Ok(read_csv(&path)?) } else { Ok(Vec::new()) }
    }

    /// The rows of a file that are wanted, read one by one; none where the run has not come that far.
    fn wanted<R: DeserializeOwned>(
        &self,
        stage: &str,
        file: &str,
        is_wanted: impl Fn(&R) -> bool,
    ) -> Result<Vec<R>, Error> {
        let path = self.run.join(stage).join(file);
        let mut rows = Vec::new();
        if path.exists() {
            for row in CsvReader::<R>::open(&path)? {
                let row = row?;
                if is_wanted(&row) {
                    rows.push(row);
                }
            }
        }
        Ok(rows)
    }

    /// The publications that are wanted, each as complete as the run knows it.
    fn publications_wanted(
        &self,
        is_wanted: impl Fn(&PublicationRow) -> bool,
    ) -> Result<Vec<PublicationRow>, Error> {
        let mut rows = self.wanted(stages::RETRIEVAL, "publications.csv", &is_wanted)?;
        let listed = self.wanted(stages::SEARCH, "publications.csv", &is_wanted)?;
        let mut ids: BTreeSet<PublicationId> = listed.iter().map(|row| row.publication.clone()).collect();
        // What went on to retrieval is told as it was left there, wanted or not.
        let gone_on = |row: &PublicationRow| all_ids(row).any(|id| ids.contains(&id));
        let gone_on: Vec<PublicationRow> = self.wanted(stages::RETRIEVAL, "publications.csv", gone_on)?;
        for id in gone_on.iter().flat_map(all_ids) {
            ids.remove(&id);
        }
        rows.extend(listed.into_iter().filter(|row| ids.contains(&row.publication)));
        Ok(rows)
    }

    /// The publications that fit: by id, else by address, else by the words of a title (own or as listed).
    fn fitting(&self, asked: &str) -> Result<Vec<PublicationRow>, Error> {
        let of_document = asked.rsplit_once('.').map_or(asked, |(publication, _)| publication);
        let is_id =
            |row: &PublicationRow| all_ids(row).any(|id| id.as_str() == asked || id.as_str() == of_document);
        let by_id = self.publications_wanted(is_id)?;
        if !by_id.is_empty() {
            return Ok(by_id);
        }
        let looks_like_an_address =
            !asked.contains(char::is_whitespace) && asked.contains('.') && asked.contains('/');
        let with_scheme = if looks_like_an_address && !asked.contains("://") {
            format!("https://{asked}")
        } else {
            asked.to_owned()
        };
        if let Ok(url) = with_scheme.parse::<Url>() {
            return self.at_address(&canonical_address(&url));
        }
        let words = fold(asked).text().to_owned();
        if words.trim().is_empty() {
            return Ok(Vec::new());
        }
        let holds_all = |text: &str| {
            let folded = fold(text);
            words.split_whitespace().all(|word| folded.text().contains(word))
        };
        self.publications_wanted(|row| holds_all(&format!("{} {}", row.title, row.authors)))
    }

    /// The publications that a hit or document has at an address.
    fn at_address(&self, address: &str) -> Result<Vec<PublicationRow>, Error> {
        let same = |text: &str| text.parse::<Url>().is_ok_and(|url| canonical_address(&url) == address);
        let hits: Vec<HitRow> = self.wanted(stages::SEARCH, "hits.csv", |hit: &HitRow| same(&hit.url))?;
        let documents: Vec<DocumentRow> =
            self.wanted(stages::RETRIEVAL, "documents.csv", |row: &DocumentRow| same(&row.url))?;
        let of_hits = hits.iter().map(|hit| &hit.publication);
        let ids: BTreeSet<&PublicationId> =
            of_hits.chain(documents.iter().map(|row| &row.publication)).collect();
        self.publications_wanted(|row| same(&row.url) || all_ids(row).any(|id| ids.contains(&id)))
    }

    fn stories(&self, fitting: Vec<PublicationRow>, term: Option<&TermId>) -> Result<Vec<Story>, Error> {
        let of_term = |of: &TermId| term.is_none_or(|term| term == of);
        let kept: BTreeSet<PublicationId> = fitting.iter().map(|row| row.publication.clone()).collect();
        let ids: BTreeSet<PublicationId> = fitting.iter().flat_map(all_ids).collect();
        let hits = self.wanted(stages::SEARCH, "hits.csv", |row: &HitRow| {
            ids.contains(&row.publication) && of_term(&row.term)
        })?;
        let is_merge = |row: &MergeRow| ids.contains(&row.kept);
        let mut merges = self.wanted(stages::SEARCH, "merges.csv", is_merge)?;
        merges.extend(self.wanted(stages::RETRIEVAL, "merges.csv", is_merge)?);
        let documents = self.wanted(stages::RETRIEVAL, "documents.csv", |row: &DocumentRow| {
            kept.contains(&row.publication)
        })?;
        let decided = self.run.join(stages::ELIGIBILITY).join("decisions.csv").exists();
        let stage = if decided { stages::ELIGIBILITY } else { stages::SCREENING };
        let decisions = self.wanted(stage, "decisions.csv", |row: &DecisionRow| {
            kept.contains(&row.publication) && row.term.as_ref().is_none_or(of_term)
        })?;
        let is_pair = |row: &OutcomeRow| kept.contains(&row.publication) && of_term(&row.term);
        let mut outcomes = self.wanted(stages::ELIGIBILITY, "outcomes.csv", is_pair)?;
        outcomes.extend(self.wanted(stages::ELIGIBILITY, "other-routes.csv", is_pair)?);
        let passages = self.wanted(stages::EXTRACTION, "passages.csv", |row: &PassageRow| {
            kept.contains(&row.publication) && of_term(&row.term)
        })?;
        let codes = self.wanted(stages::EXTRACTION, "codes.csv", |row: &CodeRow| {
            kept.contains(&row.publication) && of_term(&row.term)
        })?;
        let rows = Found { hits, merges, documents, outcomes, decisions, passages, codes };
        Ok(fitting.into_iter().map(|publication| rows.story(publication)).collect())
    }
}

/// The rows of all publications that fit.
struct Found {
    hits: Vec<HitRow>,
    merges: Vec<MergeRow>,
    documents: Vec<DocumentRow>,
    outcomes: Vec<OutcomeRow>,
    decisions: Vec<DecisionRow>,
    passages: Vec<PassageRow>,
    codes: Vec<CodeRow>,
}

impl Found {
    fn story(&self, publication: PublicationRow) -> Story {
        let ids: BTreeSet<PublicationId> = all_ids(&publication).collect();
        let id = publication.publication.clone();
        // A hit is told under the publication that its own went into.
        let hits = of(&self.hits, |row| ids.contains(&row.publication));
        let hits = hits.into_iter().map(|row| HitRow { publication: id.clone(), ..row });
        Story {
            hits: hits.collect(),
            merges: of(&self.merges, |row| ids.contains(&row.kept)),
            documents: of(&self.documents, |row| row.publication == id),
            outcomes: of(&self.outcomes, |row| row.publication == id),
            decisions: of(&self.decisions, |row| row.publication == id),
            passages: of(&self.passages, |row| row.publication == id),
            codes: of(&self.codes, |row| row.publication == id),
            judgements: Vec::new(),
            publication,
        }
    }
}

fn of<R: Clone>(rows: &[R], is_wanted: impl Fn(&R) -> bool) -> Vec<R> {
    rows.iter().filter(|row| is_wanted(row)).cloned().collect()
}

fn all_ids(row: &PublicationRow) -> impl Iterator<Item = PublicationId> + use<> {
    let also = row.also.split_whitespace().filter_map(|id| PublicationId::new(id).ok()).collect::<Vec<_>>();
    std::iter::once(row.publication.clone()).chain(also)
}
