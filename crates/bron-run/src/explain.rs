//! One publication's story: found by which query, decided by which rule, on which evidence.

use crate::run::kept_of;
use crate::{Error, stages};
use bron_model::{
    CodeRow, DecisionRow, DocumentRow, HitRow, MergeRow, OutcomeRow, PassageRow, PublicationId,
    PublicationRow, QueryRow, TermId, canonical_address,
};
use bron_store::read_csv;
use bron_text::fold;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeSet;
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
    /// The publication, as complete as the run knows it.
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
}

/// Explains by id (also one that was merged), by address, or by words that all stand in the title.
///
/// Reads only what the run wrote: a run that stopped early gives a shorter story. `term` keeps only that term's rows.
pub fn explain(run: &Path, asked: &str, term: Option<&TermId>) -> Result<Explanation, Error> {
    if !run.join(stages::SEARCH).is_dir() {
        return Err(Error::NoRun(run.to_owned()));
    }
    let files = Rows { run };
    let publications = files.publications()?;
    let documents: Vec<DocumentRow> = files.of(stages::RETRIEVAL, "documents.csv")?;
    let mut hits: Vec<HitRow> = files.of(stages::SEARCH, "hits.csv")?;
    let fitting = fitting(&publications, &documents, &hits, asked);
    if fitting.is_empty() {
        let queries = files.of(stages::SEARCH, "queries.csv")?;
        return Ok(Explanation { asked: asked.to_owned(), stories: Vec::new(), queries });
    }
    let kept_of = kept_of(&publications);
    for hit in &mut hits {
        if let Some(kept) = kept_of.get(&hit.publication) {
            hit.publication = kept.clone();
        }
    }
    let stories = files.stories(fitting, &hits, &documents, term)?;
    Ok(Explanation { asked: asked.to_owned(), stories, queries: Vec::new() })
}

/// The files of a run.
pub(crate) struct Rows<'a> {
    pub(crate) run: &'a Path,
}

/// The publications of a run that fit `asked`: by id (also one that was merged), by address, or by words that all stand in
/// the title or among the authors. None where the run is not there.
pub(crate) fn publications_that_fit(run: &Path, asked: &str) -> Result<Vec<PublicationRow>, Error> {
    let files = Rows { run };
    let documents: Vec<DocumentRow> = files.of(stages::RETRIEVAL, "documents.csv")?;
    let hits: Vec<HitRow> = files.of(stages::SEARCH, "hits.csv")?;
    Ok(fitting(&files.publications()?, &documents, &hits, asked))
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

    fn stories(
        &self,
        fitting: Vec<PublicationRow>,
        hits: &[HitRow],
        documents: &[DocumentRow],
        term: Option<&TermId>,
    ) -> Result<Vec<Story>, Error> {
        let mut merges: Vec<MergeRow> = self.of(stages::SEARCH, "merges.csv")?;
        merges.extend(self.of::<MergeRow>(stages::RETRIEVAL, "merges.csv")?);
        let mut decisions: Vec<DecisionRow> = self.of(stages::ELIGIBILITY, "decisions.csv")?;
        if decisions.is_empty() {
            decisions = self.of(stages::SCREENING, "decisions.csv")?;
        }
        let mut outcomes: Vec<OutcomeRow> = self.of(stages::ELIGIBILITY, "outcomes.csv")?;
        outcomes.extend(self.of::<OutcomeRow>(stages::ELIGIBILITY, "other-routes.csv")?);
        let passages: Vec<PassageRow> = self.of(stages::EXTRACTION, "passages.csv")?;
        let codes: Vec<CodeRow> = self.of(stages::EXTRACTION, "codes.csv")?;
        let wanted = |of: &TermId| term.is_none_or(|term| term == of);
        Ok(fitting
            .into_iter()
            .map(|publication| {
                let ids: BTreeSet<PublicationId> = all_ids(&publication).collect();
                let id = &publication.publication;
                Story {
                    hits: hits
                        .iter()
                        .filter(|row| row.publication == *id && wanted(&row.term))
                        .cloned()
                        .collect(),
                    merges: merges.iter().filter(|row| ids.contains(&row.kept)).cloned().collect(),
                    documents: documents.iter().filter(|row| row.publication == *id).cloned().collect(),
                    outcomes: outcomes
                        .iter()
                        .filter(|row| row.publication == *id && wanted(&row.term))
                        .cloned()
                        .collect(),
                    decisions: decisions
                        .iter()
                        .filter(|row| row.publication == *id && row.term.as_ref().is_none_or(wanted))
                        .cloned()
                        .collect(),
                    passages: passages
                        .iter()
                        .filter(|row| row.publication == *id && wanted(&row.term))
                        .cloned()
                        .collect(),
                    codes: codes
                        .iter()
                        .filter(|row| row.publication == *id && wanted(&row.term))
                        .cloned()
                        .collect(),
                    publication,
                }
            })
            .collect())
    }
}

fn all_ids(row: &PublicationRow) -> impl Iterator<Item = PublicationId> + use<> {
    let also = row.also.split_whitespace().filter_map(|id| PublicationId::new(id).ok()).collect::<Vec<_>>();
    std::iter::once(row.publication.clone()).chain(also)
}

/// The publications that fit: by id, else by address, else by the words of a title (own or as listed).
fn fitting(
    publications: &[PublicationRow],
    documents: &[DocumentRow],
    hits: &[HitRow],
    asked: &str,
) -> Vec<PublicationRow> {
    let choose = |fits: &dyn Fn(&PublicationRow) -> bool| -> Vec<PublicationRow> {
        publications.iter().filter(|row| fits(row)).cloned().collect()
    };
    let of_document = asked.rsplit_once('.').map_or(asked, |(publication, _)| publication);
    let by_id = choose(&|row| all_ids(row).any(|id| id.as_str() == asked || id.as_str() == of_document));
    if !by_id.is_empty() {
        return by_id;
    }
    let looks_like_an_address =
        !asked.contains(char::is_whitespace) && asked.contains('.') && asked.contains('/');
    let with_scheme = if looks_like_an_address && !asked.contains("://") {
        format!("https://{asked}")
    } else {
        asked.to_owned()
    };
    if let Ok(url) = with_scheme.parse::<Url>() {
        let address = canonical_address(&url);
        let same = |text: &str| text.parse::<Url>().is_ok_and(|url| canonical_address(&url) == address);
        let of_hits = hits.iter().filter(|hit| same(&hit.url)).map(|hit| &hit.publication);
        let of_documents = documents.iter().filter(|row| same(&row.url)).map(|row| &row.publication);
        let ids: BTreeSet<&PublicationId> = of_hits.chain(of_documents).collect();
        return choose(&|row| same(&row.url) || all_ids(row).any(|id| ids.contains(&id)));
    }
    let words = fold(asked).text().to_owned();
    if words.trim().is_empty() {
        return Vec::new();
    }
    let holds_all = |text: &str| {
        let folded = fold(text);
        words.split_whitespace().all(|word| folded.text().contains(word))
    };
    choose(&|row| holds_all(&format!("{} {}", row.title, row.authors)))
}
