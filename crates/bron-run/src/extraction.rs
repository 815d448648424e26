//! Stage 4, extraction: every term is looked for in every document, whatever query found it.

use crate::{Error, Progress};
use bron_extract::{Extraction, Extractor};
use bron_model::{OccurrenceRow, PageRow, PassageRow};
use bron_store::{CsvWriter, PagesReader, Stage};
use rayon::prelude::*;

/// Publications worked on at once, so that memory does not grow with their number.
const AT_ONCE: usize = 64;

/// Writes `occurrences.csv` and `passages.csv` into `stage`, in the order of the pages.
pub(crate) fn extract_all(
    pages: &PagesReader,
    extractor: &Extractor,
    stage: &Stage,
    progress: &dyn Progress,
) -> Result<(), Error> {
    let mut occurrences = CsvWriter::<OccurrenceRow>::create(&stage.file("occurrences.csv"))?;
    let mut passages = CsvWriter::<PassageRow>::create(&stage.file("passages.csv"))?;
    let mut publications = pages.publications()?;
    loop {
        let some = publications.by_ref().take(AT_ONCE).collect::<Result<Vec<_>, _>>()?;
        if some.is_empty() {
            break;
        }
        let extracted: Vec<Extraction> =
            some.par_iter().map(|pages| of_publication(pages, extractor)).collect();
        for mut extraction in extracted {
            extraction.occurrences.sort_by(|a, b| occurrence_key(a).cmp(&occurrence_key(b)));
            extraction.passages.sort_by(|a, b| passage_key(a).cmp(&passage_key(b)));
            extraction.occurrences.iter().try_for_each(|row| occurrences.write(row))?;
            extraction.passages.iter().try_for_each(|row| passages.write(row))?;
            progress.step();
        }
    }
    occurrences.finish()?;
    passages.finish()?;
    Ok(())
}

fn of_publication(pages: &[PageRow], extractor: &Extractor) -> Extraction {
    let mut all = Extraction { occurrences: Vec::new(), passages: Vec::new() };
    for document in pages.chunk_by(|a, b| a.document == b.document) {
        let first = &document[0];
        let found = extractor.extract(&first.publication, &first.document, document);
        all.occurrences.extend(found.occurrences);
        all.passages.extend(found.passages);
    }
    all
}

fn occurrence_key(row: &OccurrenceRow) -> impl Ord + '_ {
    (&row.term, &row.document, row.page, row.start)
}

fn passage_key(row: &PassageRow) -> impl Ord + '_ {
    (&row.term, &row.document, row.page, row.start, row.end, &row.pattern)
}
