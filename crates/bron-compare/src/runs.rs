//! Two runs on the disk, opened, compared and written down.

use crate::comparison::compare;
use crate::open::{hear, side_of};
use crate::printed::{compare_printed, known_of};
use crate::texts::Pages;
use crate::{Comparison, Error};
use bron_model::{DifferenceCategory, MatchRung, PublicationRow};
use bron_run::{AskAfter, Finished};
use std::path::Path;

/// Compares two runs that came to their end.
pub fn compare_runs(a: &Path, b: &Path) -> Result<Comparison, Error> {
    let (one, other) = (Finished::open(a)?, Finished::open(b)?);
    let (mut side_a, mut side_b) = (side_of(&one, &one.name())?, side_of(&other, &other.name())?);
    hear(&mut side_a, &mut side_b)?;
    let texts = Pages { a: (&side_a, &one.pages), b: (&side_b, &other.pages) };
    compare(&side_a, &side_b, &texts)
}

/// Holds a run against the printed table that its pipeline names, with what `bron known` traced, where the run has that. A pipeline
/// that names none is an error.
pub fn compare_with_printed(b: &Path) -> Result<Comparison, Error> {
    let run = Finished::open(b)?;
    let printed = run.protocol.earlier_table1.as_ref();
    let printed = printed.ok_or_else(|| Error::NoPrinted(run.record.pipeline.clone()))?;
    let known = known_of(b)?;
    let side = side_of(&run, &run.name())?;
    Ok(compare_printed(printed, &side, &run, known.as_deref()))
}

/// The publications that would have to be asked after to know what became of them: those that A alone has, and those that stand at
/// another address in B and are the same by their file or text only.
pub fn not_asked(comparison: &Comparison, a: &Path) -> Result<Vec<AskAfter>, Error> {
    let run = Finished::open(a)?;
    let by_content = [MatchRung::MainFile, MatchRung::MainText, MatchRung::NearText].map(Some);
    let unknown = comparison.differences.iter().filter(|row| match row.category {
        DifferenceCategory::NotAsked => true,
        DifferenceCategory::Moved => by_content.contains(&row.matched_by),
        _ => false,
    });
    let records = unknown.filter_map(|row| run.publications.get(row.publication_a.as_ref()?));
    let asked = |row: &PublicationRow| AskAfter {
        publication: row.publication.clone(),
        source: row.source.clone(),
        url: row.url.clone(),
    };
    Ok(records.map(asked).collect())
}
