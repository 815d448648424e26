//! One row from several: field by field, from the first that has it.

use bron_model::{DateInterval, DatedBy, PublicationId, PublicationRow, SourceId};
use std::collections::BTreeSet;

/// The place of a source in the pipeline's order; one that is not in it comes after all, by name.
pub(crate) fn place<'a>(source: &'a SourceId, order: &[SourceId]) -> (usize, &'a SourceId) {
    (order.iter().position(|other| other == source).unwrap_or(order.len()), source)
}

/// Merges rows into one under the smallest id. Fields come from the first row in the order of the sources that has
/// them; counts add up; the interval is as narrow as all together make it.
///
/// Rows for which `decides` is false give no more than their ids, sources and number of hits, unless all are such: what
/// is counted does not change because something else lists it too.
pub(crate) fn merge_rows(
    rows: Vec<PublicationRow>,
    order: &[SourceId],
    decides: impl Fn(&PublicationRow) -> bool,
) -> PublicationRow {
    let (mut rows, mut beside): (Vec<_>, Vec<_>) = rows.into_iter().partition(decides);
    if rows.is_empty() {
        std::mem::swap(&mut rows, &mut beside);
    }
    rows.sort_by(|a, b| {
        (place(&a.source, order), &a.url, &a.publication).cmp(&(
            place(&b.source, order),
            &b.url,
            &b.publication,
        ))
    });
    let sources: BTreeSet<SourceId> =
        rows.iter().chain(&beside).flat_map(|row| words(&row.sources)).filter_map(slug).collect();
    let mut sources: Vec<&SourceId> = sources.iter().collect();
    sources.sort_by_key(|source| place(source, order));
    let united = |field: fn(&PublicationRow) -> &String| {
        let all: BTreeSet<&str> = rows.iter().flat_map(|row| words(field(row))).collect();
        Vec::from_iter(all).join(" ")
    };
    let first = |field: fn(&PublicationRow) -> &String| {
        rows.iter().map(field).find(|text| !text.is_empty()).cloned().unwrap_or_default()
    };
    let dates = rows.iter().map(interval).reduce(DateInterval::narrowed).unwrap_or_default();
    let kept = rows.iter().map(|row| &row.publication).min();
    let publication = kept.expect("a merged row is made from at least one row").clone();
    let mut also: BTreeSet<PublicationId> = rows.iter().chain(&beside).flat_map(ids_of).collect();
    also.remove(&publication);
    PublicationRow {
        also: also.into_iter().map(String::from).collect::<Vec<_>>().join(" "),
        publication,
        source: rows[0].source.clone(),
        sources: sources.into_iter().map(SourceId::as_str).collect::<Vec<_>>().join(" "),
        terms: united(|row| &row.terms),
        hits: rows.iter().chain(&beside).map(|row| row.hits).sum(),
        best_rank: rows.iter().map(|row| row.best_rank).min().unwrap_or_default(),
        title: first(|row| &row.title),
        authors: first(|row| &row.authors),
        publisher: first(|row| &row.publisher),
        url: rows[0].url.clone(),
        kind_as_listed: first(|row| &row.kind_as_listed),
        date_as_listed: first(|row| &row.date_as_listed),
        not_before: dates.not_before.map(|end| end.date),
        not_before_rule: dates.not_before.map(|end| end.rule),
        not_after: dates.not_after.map(|end| end.date),
        not_after_rule: dates.not_after.map(|end| end.rule),
        doi: first(|row| &row.doi),
        handle: first(|row| &row.handle),
        isbn: first(|row| &row.isbn),
        language: first(|row| &row.language),
        flags: united(|row| &row.flags),
    }
}

/// The id of a row and all that were merged into it.
pub(crate) fn ids_of(row: &PublicationRow) -> Vec<PublicationId> {
    let also = words(&row.also).filter_map(|id| PublicationId::new(id).ok());
    std::iter::once(row.publication.clone()).chain(also).collect()
}

fn interval(row: &PublicationRow) -> DateInterval {
    let end = |date, rule| Some(DatedBy { date: date?, rule: rule? });
    DateInterval {
        not_before: end(row.not_before, row.not_before_rule),
        not_after: end(row.not_after, row.not_after_rule),
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(' ').filter(|word| !word.is_empty())
}

fn slug(text: &str) -> Option<SourceId> {
    SourceId::new(text).ok()
}
