//! Two runs on the disk, opened, compared and written down.

use crate::comparison::compare;
use crate::open::{hear, side_of};
use crate::printed::{compare_printed, known_of, printed_table};
use crate::texts::Pages;
use crate::{Comparison, Error};
use bron_model::{DifferenceCategory, MatchRung, SourceId};
use bron_protocol::Files;
use bron_run::Finished;
use std::path::Path;
use url::Url;

/// Compares two runs that came to their end.
pub fn compare_runs(a: &Path, b: &Path) -> Result<Comparison, Error> {
    let (one, other) = (Finished::open(a)?, Finished::open(b)?);
    let (mut side_a, mut side_b) = (side_of(&one, &one.name())?, side_of(&other, &other.name())?);
    hear(&mut side_a, &mut side_b)?;
    let texts = Pages { a: (&side_a, &one.pages), b: (&side_b, &other.pages) };
    compare(&side_a, &side_b, &texts)
}

/// Holds a run against the printed table of 2024 in `files`, with what `bron known` traced, where the run has that.
pub fn compare_with_printed(files: &Files, b: &Path) -> Result<Comparison, Error> {
    let run = Finished::open(b)?;
    let known = known_of(b)?;
    let side = side_of(&run, &run.name())?;
    Ok(compare_printed(&printed_table(files)?, &side, &run, known.as_deref()))
}

/// The addresses that would have to be asked for to know what became of them, each with its source: of what A alone has, and of
/// what stands at another address in B and is the same by its file or text only.
pub fn not_asked(comparison: &Comparison, a: &Path) -> Result<Vec<(SourceId, Url)>, Error> {
    let run = Finished::open(a)?;
    let by_content = [MatchRung::MainFile, MatchRung::MainText, MatchRung::NearText].map(Some);
    let unknown = comparison.differences.iter().filter(|row| match row.category {
        DifferenceCategory::NotAsked => true,
        DifferenceCategory::Moved => by_content.contains(&row.matched_by),
        _ => false,
    });
    let records = unknown.filter_map(|row| run.publications.get(row.publication_a.as_ref()?));
    Ok(records.filter_map(|row| Some((row.source.clone(), row.url.parse().ok()?))).collect())
}
