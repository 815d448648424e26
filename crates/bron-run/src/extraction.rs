//! Stage 4, extraction: every term is looked for in every document, whatever query found it.
//!
//! In memory is one window of publications, and what was found in it.

use crate::beside::{text_on, window};
use crate::{Error, Progress};
use bron_extract::{Coder, Extraction, Extractor};
use bron_model::{CodeRow, OccurrenceRow, PageRow, PassageRow};
use bron_store::{CsvWriter, PagesReader, Stage};
use rayon::prelude::*;

/// Writes `occurrences.csv` and `passages.csv` into `stage`, in the order of the pages, and `codes.csv` where there is a
/// codebook.
pub(crate) fn extract_all(
    pages: &PagesReader,
    extractor: &Extractor,
    coder: Option<&Coder>,
    stage: &Stage,
    progress: &dyn Progress,
) -> Result<(), Error> {
    let mut occurrences = CsvWriter::<OccurrenceRow>::create(&stage.file("occurrences.csv"))?;
    let mut passages = CsvWriter::<PassageRow>::create(&stage.file("passages.csv"))?;
    let mut codes = match coder {
        Some(_) => Some(CsvWriter::<CodeRow>::create(&stage.file("codes.csv"))?),
        None => None,
    };
    let mut publications = pages.publications()?.map(|pages| pages.map_err(Error::from));
    loop {
        let some = window(&mut publications, |pages| text_on(pages))?;
        if some.is_empty() {
            break;
        }
        let extracted: Vec<(Extraction, Vec<CodeRow>)> =
            some.par_iter().map(|pages| of_publication(pages, extractor, coder)).collect();
        for (extraction, coded) in extracted {
            if let Some(codes) = &mut codes {
                coded.iter().try_for_each(|row| codes.write(row))?;
            }
            extraction.occurrences.iter().try_for_each(|row| occurrences.write(row))?;
            extraction.passages.iter().try_for_each(|row| passages.write(row))?;
            progress.step();
        }
    }
    occurrences.finish()?;
    passages.finish()?;
    codes.map(CsvWriter::finish).transpose()?;
    Ok(())
}

fn of_publication(
    pages: &[PageRow],
    extractor: &Extractor,
    coder: Option<&Coder>,
) -> (Extraction, Vec<CodeRow>) {
    let mut all = Extraction { occurrences: Vec::new(), passages: Vec::new() };
    for document in pages.chunk_by(|a, b| a.document == b.document) {
        let first = &document[0];
        let found = extractor.extract(&first.publication, &first.document, document);
        all.occurrences.extend(found.occurrences);
        all.passages.extend(found.passages);
    }
    all.occurrences.sort_by(|a, b| occurrence_key(a).cmp(&occurrence_key(b)));
    all.passages.sort_by(|a, b| passage_key(a).cmp(&passage_key(b)));
    let mut codes: Vec<CodeRow> =
        coder.map_or_else(Vec::new, |coder| all.passages.iter().flat_map(|row| coder.codes(row)).collect());
    // Two passages of one place (a list that is a description as well) are coded once.
    codes.dedup();
    (all, codes)
}

fn occurrence_key(row: &OccurrenceRow) -> impl Ord + '_ {
    (&row.term, &row.document, row.page, row.start)
}

fn passage_key(row: &PassageRow) -> impl Ord + '_ {
    (&row.term, &row.document, row.page, row.start, row.end, &row.pattern)
}
