//! What stands in a publication as it was read: its pages, and every place where a term stands.

use crate::explain::publications_that_fit;
use crate::{Error, stages};
use bron_model::{DocumentRow, OccurrenceRow, PageRow, PublicationId, PublicationRow, TermId};
use bron_store::{CsvReader, PagesReader};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// A publication with its documents and their pages.
#[derive(Debug, Clone, Serialize)]
pub struct PublicationText {
    /// The publication.
    pub publication: PublicationRow,
    /// Its documents in order; one without text says why in `status` and `note`.
    pub documents: Vec<DocumentText>,
}

/// A document with its pages.
#[derive(Debug, Clone, Serialize)]
pub struct DocumentText {
    /// The document.
    pub document: DocumentRow,
    /// Its pages in order; empty where there is no text.
    pub pages: Vec<PageRow>,
}

/// The occurrences of one or all terms in a publication.
#[derive(Debug, Clone, Serialize)]
pub struct Occurrences {
    /// The publication.
    pub publication: PublicationRow,
    /// Each place with the words around it, in the order of document, page and place.
    pub places: Vec<Place>,
}

/// A place where a spelling of a term stands.
#[derive(Debug, Clone, Serialize)]
pub struct Place {
    /// The row of `occurrences.csv`.
    #[serde(flatten)]
    pub occurrence: OccurrenceRow,
    /// The words before it on its page, white space squeezed; `…` where more stands there.
    pub before: String,
    /// The words after it.
    pub after: String,
}

/// So many letters of context stand on each side of an occurrence.
const CONTEXT: usize = 160;

/// The text of the publications that fit `asked` (as [`explain`](crate::explain()) takes it), from what the run stored.
///
/// Empty where none fits. A run that has not read its documents yet is [`Error::NoStage`].
pub fn text(run: &Path, asked: &str) -> Result<Vec<PublicationText>, Error> {
    let read = Read::open(run)?;
    let publications = publications_that_fit(run, asked)?;
    let documents = read.documents_of(&publications)?;
    publications
        .into_iter()
        .map(|publication| {
            let mut pages = read.pages.pages_of(&publication.publication)?;
            let mine = documents.iter().filter(|row| row.publication == publication.publication);
            let documents = mine.map(|document| {
                let (its, others) = pages.drain(..).partition(|page| page.document == document.document);
                pages = others;
                DocumentText { document: document.clone(), pages: its }
            });
            Ok(PublicationText { documents: documents.collect(), publication })
        })
        .collect()
}

/// Every occurrence of `term` (of all terms without it) in the publications that fit `asked`, in context.
///
/// A publication without occurrences is there with no places: whether its text is whole is what
/// [`text`] and [`explain`](crate::explain()) say.
pub fn occurrences(run: &Path, asked: &str, term: Option<&TermId>) -> Result<Vec<Occurrences>, Error> {
    let read = Read::open(run)?;
    let file = run.join(stages::EXTRACTION).join("occurrences.csv");
    if !file.exists() {
        return Err(Error::NoStage { run: run.to_owned(), stage: stages::EXTRACTION });
    }
    let publications = publications_that_fit(run, asked)?;
    let ids: BTreeSet<&PublicationId> = publications.iter().map(|row| &row.publication).collect();
    let mut rows = BTreeMap::<PublicationId, Vec<OccurrenceRow>>::new();
    for row in CsvReader::<OccurrenceRow>::open(&file)? {
        let row = row?;
        if ids.contains(&row.publication) && term.is_none_or(|term| *term == row.term) {
            rows.entry(row.publication.clone()).or_default().push(row);
        }
    }
    publications
        .into_iter()
        .map(|publication| {
            let id = &publication.publication;
            let pages = read.pages.pages_of(id)?;
            let mine = rows.get(id).map(Vec::as_slice).unwrap_or_default();
            Ok(Occurrences { places: mine.iter().map(|row| place(row, &pages)).collect(), publication })
        })
        .collect()
}

struct Read {
    documents: PathBuf,
    pages: PagesReader,
}

impl Read {
    fn open(run: &Path) -> Result<Self, Error> {
        let folder = run.join(stages::RETRIEVAL);
        if !run.join(stages::SEARCH).is_dir() {
            return Err(Error::NoRun(run.to_owned()));
        }
        if !folder.is_dir() {
            return Err(Error::NoStage { run: run.to_owned(), stage: stages::RETRIEVAL });
        }
        Ok(Self {
            documents: folder.join("documents.csv"),
            pages: PagesReader::open(&folder.join("pages.parquet"))?,
        })
    }

    fn documents_of(&self, publications: &[PublicationRow]) -> Result<Vec<DocumentRow>, Error> {
        let ids: BTreeSet<&PublicationId> = publications.iter().map(|row| &row.publication).collect();
        let mut documents = Vec::new();
        for row in CsvReader::<DocumentRow>::open(&self.documents)? {
            let row = row?;
            if ids.contains(&row.publication) {
                documents.push(row);
            }
        }
        Ok(documents)
    }
}

fn place(row: &OccurrenceRow, pages: &[PageRow]) -> Place {
    let page = pages.iter().find(|page| page.document == row.document && page.page == row.page);
    let letters: Vec<char> = page.map(|page| page.text.chars().collect()).unwrap_or_default();
    let (start, end) = (row.start as usize, row.end as usize);
    let from = start.saturating_sub(CONTEXT);
    let to = end.saturating_add(CONTEXT).min(letters.len());
    let words = |from: usize, to: usize| {
        let text: String = letters.get(from..to).unwrap_or_default().iter().collect();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let (before, after) = (words(from, start), words(end, to));
    let before = if from > 0 { format!("…{before}") } else { before };
    let after = if to < letters.len() { format!("{after}…") } else { after };
    Place { occurrence: row.clone(), before, after }
}
