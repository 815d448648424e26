//! The files of stages 1 to 4 read beside each other, a publication at a time.
//!
//! Every one of these files is sorted by publication, so that one pass over all of them meets each publication with
//! everything that was written about it. In memory are one window of publications, and what [`Merged`] keeps: records that
//! went into another.

use crate::{Error, stages};
use bron_model::{
    CodeRow, DecisionRow, DocumentRow, OccurrenceRow, PageRow, PassageRow, PublicationId, PublicationRow,
    Verdict,
};
use bron_store::{CsvReader, Groups, PagesReader, PublicationPages};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Publications worked on at once.
const AT_ONCE: usize = 64;

/// No more than this is worked on at once, whatever the number of publications: bytes of text.
const TEXT_AT_ONCE: usize = 16 << 20;

/// Everything that stages 1 to 4 wrote about one publication.
pub(crate) struct Beside {
    /// After merging on files; those that screening took out are among them.
    pub(crate) publication: PublicationRow,
    /// The decisions on what was listed, of this record and then of those that went into it.
    pub(crate) screened: Vec<DecisionRow>,
    pub(crate) documents: Vec<DocumentRow>,
    pub(crate) pages: Vec<PageRow>,
    pub(crate) occurrences: Vec<OccurrenceRow>,
    pub(crate) passages: Vec<PassageRow>,
    pub(crate) codes: Vec<CodeRow>,
}

/// Takes as many as are worked on at once from a stream; none at its end.
pub(crate) fn window<T>(
    from: &mut impl Iterator<Item = Result<T, Error>>,
    text: impl Fn(&T) -> usize,
) -> Result<Vec<T>, Error> {
    let (mut some, mut bytes) = (Vec::new(), 0);
    while some.len() < AT_ONCE && bytes < TEXT_AT_ONCE {
        let Some(next) = from.next().transpose()? else { break };
        bytes += text(&next);
        some.push(next);
    }
    Ok(some)
}

/// The bytes of text on pages.
pub(crate) fn text_on(pages: &[PageRow]) -> usize {
    pages.iter().map(|page| page.text.len()).sum()
}

/// Publications with everything that was written about them, in the order of their ids.
pub(crate) struct Stream {
    listed: Groups<PublicationRow>,
    retrieved: Groups<PublicationRow>,
    screened: Groups<DecisionRow>,
    documents: Groups<DocumentRow>,
    pages: PublicationPages,
    occurrences: Groups<OccurrenceRow>,
    passages: Groups<PassageRow>,
    codes: Option<Groups<CodeRow>>,
    merged: Merged,
    failed: bool,
}

impl Stream {
    /// Opens the files of a run.
    pub(crate) fn open(run: &Path) -> Result<Self, Error> {
        let (search, retrieval) = (run.join(stages::SEARCH), run.join(stages::RETRIEVAL));
        let extraction = run.join(stages::EXTRACTION);
        let codes = extraction.join("codes.csv");
        let (listed, retrieved) = (search.join("publications.csv"), retrieval.join("publications.csv"));
        let decisions = run.join(stages::SCREENING).join("decisions.csv");
        let documents = retrieval.join("documents.csv");
        let (occurrences, passages) = (extraction.join("occurrences.csv"), extraction.join("passages.csv"));
        Ok(Self {
            listed: Groups::open(&listed, |row: &PublicationRow| &row.publication)?,
            retrieved: Groups::open(&retrieved, |row: &PublicationRow| &row.publication)?,
            screened: Groups::open(&decisions, |row: &DecisionRow| &row.publication)?,
            documents: Groups::open(&documents, |row: &DocumentRow| &row.publication)?,
            pages: PagesReader::open(&retrieval.join("pages.parquet"))?.publications()?,
            occurrences: Groups::open(&occurrences, |row: &OccurrenceRow| &row.publication)?,
            passages: Groups::open(&passages, |row: &PassageRow| &row.publication)?,
            codes: if codes.exists() {
                Some(Groups::open(&codes, |row: &CodeRow| &row.publication)?)
            } else {
                None
            },
            merged: Merged::read(run)?,
            failed: false,
        })
    }

    /// The next publication, those that went into another left out.
    fn read(&mut self) -> Result<Option<Beside>, Error> {
        loop {
            let next = self.listed.publication().into_iter().chain(self.retrieved.publication()).min();
            let Some(id) = next.cloned() else { break };
            if let Some(publication) = self.publication(&id)? {
                return self.beside(publication).map(Some);
            }
        }
        self.screened.finish()?;
        self.documents.finish()?;
        self.pages.finish()?;
        self.occurrences.finish()?;
        self.passages.finish()?;
        self.codes.as_ref().map_or(Ok(()), Groups::finish)?;
        Ok(None)
    }

    /// A publication with the decisions on what was listed: as retrieval left it, else as it was listed where screening
    /// took it out.
    fn publication(
        &mut self,
        id: &PublicationId,
    ) -> Result<Option<(PublicationRow, Vec<DecisionRow>)>, Error> {
        let listed = self.listed.take_one(id)?;
        let retrieved = self.retrieved.take_one(id)?;
        let mut screened = self.screened.take(id)?;
        if self.merged.drops(id, listed.as_ref(), retrieved.as_ref()) {
            screened.clear();
        }
        let is_out = screened.iter().any(|row| row.verdict == Verdict::Exclude);
        let row = retrieved.or(listed.filter(|_| is_out));
        Ok(row.map(|row| (row, screened)))
    }

    fn beside(
        &mut self,
        (publication, mut screened): (PublicationRow, Vec<DecisionRow>),
    ) -> Result<Beside, Error> {
        let id = &publication.publication;
        screened.extend(self.merged.screened.remove(id).unwrap_or_default());
        Ok(Beside {
            screened,
            documents: self.documents.take(id)?,
            pages: self.pages.pages_of(id)?,
            occurrences: self.occurrences.take(id)?,
            passages: self.passages.take(id)?,
            codes: self.codes.as_mut().map_or(Ok(Vec::new()), |codes| codes.take(id))?,
            publication,
        })
    }
}

impl Iterator for Stream {
    type Item = Result<Beside, Error>;
    fn next(&mut self) -> Option<Self::Item> {
        if self.failed {
            return None;
        }
        let next = self.read();
        self.failed = next.is_err();
        next.transpose()
    }
}

/// The records that went into another when files were compared, and what is still needed of them.
///
/// Of a record that no counted route found and that went into a publication that one found, the decisions on what was
/// listed do not count.
pub(crate) struct Merged {
    kept_of: BTreeMap<PublicationId, PublicationId>,
    /// Of the publications that others went into, those that a counted route found.
    counted: BTreeSet<PublicationId>,
    /// By the publication that stays: the decisions on those that went into it, in the order of their ids.
    screened: BTreeMap<PublicationId, Vec<DecisionRow>>,
}

impl Merged {
    fn read(run: &Path) -> Result<Self, Error> {
        let mut merged =
            Self { kept_of: BTreeMap::new(), counted: BTreeSet::new(), screened: BTreeMap::new() };
        for row in CsvReader::<PublicationRow>::open(&run.join(stages::RETRIEVAL).join("publications.csv"))? {
            let row = row?;
            let also = also(&row);
            if !also.is_empty() && !row.terms.is_empty() {
                merged.counted.insert(row.publication.clone());
            }
            merged.kept_of.extend(also.into_iter().map(|id| (id, row.publication.clone())));
        }
        if !merged.kept_of.is_empty() {
            merged.read_screened(run)?;
        }
        Ok(merged)
    }

    fn read_screened(&mut self, run: &Path) -> Result<(), Error> {
        let mut uncounted = BTreeSet::new();
        for row in CsvReader::<PublicationRow>::open(&run.join(stages::SEARCH).join("publications.csv"))? {
            let row = row?;
            if row.terms.is_empty() && self.kept_of.contains_key(&row.publication) {
                uncounted.insert(row.publication);
            }
        }
        for row in CsvReader::<DecisionRow>::open(&run.join(stages::SCREENING).join("decisions.csv"))? {
            let row = row?;
            let Some(kept) = self.kept_of.get(&row.publication) else { continue };
            if !(uncounted.contains(&row.publication) && self.counted.contains(kept)) {
                self.screened.entry(kept.clone()).or_default().push(row);
            }
        }
        Ok(())
    }

    /// The id under which a publication goes on: its own, where it was not merged.
    pub(crate) fn kept<'a>(&'a self, id: &'a PublicationId) -> &'a PublicationId {
        self.kept_of.get(id).unwrap_or(id)
    }

    /// Whether the decisions on a record do not count.
    fn drops(
        &self,
        id: &PublicationId,
        listed: Option<&PublicationRow>,
        retrieved: Option<&PublicationRow>,
    ) -> bool {
        let uncounted = listed.is_some_and(|row| row.terms.is_empty());
        let counted = match self.kept_of.get(id) {
            Some(kept) => self.counted.contains(kept),
            None => retrieved.is_some_and(|row| !row.terms.is_empty()),
        };
        uncounted && counted
    }
}

impl Stream {
    /// The records that went into another.
    pub(crate) fn merged(&self) -> &Merged {
        &self.merged
    }
}

/// The ids that went into a publication.
fn also(row: &PublicationRow) -> Vec<PublicationId> {
    row.also.split_whitespace().filter_map(|id| PublicationId::new(id).ok()).collect()
}
