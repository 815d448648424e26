//! What each source adds, in publications; and what its box misses, and returns without what was typed.

use crate::Error;
use crate::flow::Flow;
use crate::merged::Merged;
use crate::table1::counted_once;
use bron_model::{ContributionRow, Outcome, PublicationId, QueryStatus, Route, SourceId, TermId};
use bron_protocol::Term;
use std::collections::{BTreeMap, BTreeSet};

/// What is known of the texts of publications, by the ids that stay.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Texts {
    /// Those that were read whole.
    pub read_whole: BTreeSet<PublicationId>,
    /// Those of which title or text holds one of a term's texts exactly as typed.
    pub with_phrase: BTreeSet<(PublicationId, TermId)>,
}

/// What a source found.
#[derive(Default)]
struct At<'a> {
    hits: u64,
    publications: BTreeSet<&'a PublicationId>,
    /// The pairs behind them.
    pairs: BTreeSet<(&'a PublicationId, &'a TermId)>,
}

/// Per source in the pipeline's order, per term in the printed order and in `total`: hits, publications (after merging
/// on files), those that no other source found for that term (in `total`: for any term), and how many are included.
///
/// The total of a source counts a publication once, however many terms found it, so it is no sum of the terms. A
/// source and term of which no query was complete and no hit was read have no row: that is not zero. Where the catalogue
/// of a source was read, what it has for the term stands beside what the box found.
pub fn contribution(terms: &[Term], input: &Flow<'_>, texts: &Texts) -> Result<Vec<ContributionRow>, Error> {
    let merged = Merged::new(input.merges)?;
    let mut included = counted_once(input.rows)?;
    included.retain(|row| row.outcome == Outcome::Included);
    let mut rows = Vec::new();
    for term in terms.iter().map(Some).chain([None]) {
        let term = term.map(|term| &term.id);
        let found = found(term, input, &merged)?;
        let included: BTreeSet<&PublicationId> = included
            .iter()
            .filter(|row| term.is_none_or(|term| *term == *row.term))
            .map(|row| row.publication.as_ref())
            .collect();
        let is_included = |publication: &PublicationId| included.contains(publication);
        let mut sources_of = BTreeMap::<&PublicationId, usize>::new();
        for publication in found.iter().flat_map(|(_, at)| &at.publications) {
            *sources_of.entry(publication).or_default() += 1;
        }
        for (source, at) in &found {
            let only_here: Vec<&PublicationId> =
                at.publications.iter().copied().filter(|id| sources_of.get(id) == Some(&1)).collect();
            let beside = beside(source, term, &at.publications, input, &merged);
            let (box_read, box_with_phrase) = read_of(at, texts);
            rows.push(ContributionRow {
                source: (*source).clone(),
                term: term.map_or("total", TermId::as_str).to_owned(),
                hits: at.hits,
                publications: at.publications.len() as u64,
                only_here: only_here.len() as u64,
                included: at.publications.iter().filter(|id| is_included(id)).count() as u64,
                included_only_here: only_here.iter().filter(|id| is_included(id)).count() as u64,
                incomplete_queries: input
                    .queries
                    .iter()
                    .filter(|row| row.source == **source && term.is_none_or(|term| *term == row.term))
                    .filter(|row| row.via.counts_in_table1() && !row.status.is_complete())
                    .count() as u64,
                box_only: beside.map(|beside| beside.box_only),
                catalogue_only: beside.map(|beside| beside.catalogue_only),
                both: beside.map(|beside| beside.both),
                catalogue_incomplete: beside.map(|beside| beside.incomplete),
                box_read,
                box_with_phrase,
            });
        }
    }
    let order = |row: &ContributionRow| input.sources.iter().position(|source| *source == row.source);
    rows.sort_by_key(order);
    check_contribution(&rows)?;
    Ok(rows)
}

/// Refuses a row in which what the box found is not the sum of its parts, or a part is more than the whole.
pub fn check_contribution(rows: &[ContributionRow]) -> Result<(), Error> {
    for row in rows {
        let refuse = |left: &'static str, left_n: u64, right: &'static str, right_n: u64| {
            let (source_id, term) = (row.source.to_string(), row.term.clone());
            Err(Error::Contribution { source_id, term, left, left_n, right, right_n })
        };
        if let (Some(only), Some(both)) = (row.box_only, row.both)
            && only.saturating_add(both) != row.publications
        {
            return refuse("publications", row.publications, "box_only and both", only.saturating_add(both));
        }
        let parts = [
            ("only_here", row.only_here, "publications", row.publications),
            ("included", row.included, "publications", row.publications),
            ("included_only_here", row.included_only_here, "included", row.included),
            ("box_read", row.box_read.unwrap_or_default(), "publications", row.publications),
            (
                "box_with_phrase",
                row.box_with_phrase.unwrap_or_default(),
                "box_read",
                row.box_read.unwrap_or_default(),
            ),
        ];
        if let Some((part, n, whole, of)) = parts.into_iter().find(|(_, n, _, of)| n > of) {
            return refuse(part, n, whole, of);
        }
    }
    Ok(())
}

/// What the box and the catalogue of one source have for a term, or for all.
#[derive(Debug, Clone, Copy)]
struct Beside {
    box_only: u64,
    catalogue_only: u64,
    both: u64,
    incomplete: u64,
}

/// `None` where the catalogue was not read: no text of it is complete or was searched in part of it.
fn beside(
    source: &SourceId,
    term: Option<&TermId>,
    in_box: &BTreeSet<&PublicationId>,
    input: &Flow<'_>,
    merged: &Merged<'_>,
) -> Option<Beside> {
    let wanted = |of: &SourceId, other: &TermId, via: Route| {
        of == source && via == Route::Catalogue && term.is_none_or(|term| term == other)
    };
    let queries: Vec<QueryStatus> = input
        .queries
        .iter()
        .filter(|row| wanted(&row.source, &row.term, row.via))
        .map(|row| row.status)
        .collect();
    if !queries.iter().any(|status| status.is_complete() || *status == QueryStatus::Incomplete) {
        return None;
    }
    let listed: BTreeSet<&PublicationId> = input
        .rows
        .hits
        .iter()
        .filter(|hit| wanted(&hit.source, &hit.term, hit.via))
        .map(|hit| merged.stays(&hit.publication))
        .collect();
    Some(Beside {
        box_only: in_box.difference(&listed).count() as u64,
        catalogue_only: listed.difference(in_box).count() as u64,
        both: listed.intersection(in_box).count() as u64,
        incomplete: queries.iter().filter(|status| !status.is_complete()).count() as u64,
    })
}

/// How many were read whole, and how many of those hold what was typed; nothing where none was read.
fn read_of(at: &At<'_>, texts: &Texts) -> (Option<u64>, Option<u64>) {
    let read: BTreeSet<&PublicationId> =
        at.publications.iter().copied().filter(|id| texts.read_whole.contains(*id)).collect();
    if read.is_empty() {
        return (None, None);
    }
    let holding: BTreeSet<&PublicationId> = at
        .pairs
        .iter()
        .filter(|(id, _)| read.contains(id))
        .filter(|(id, term)| texts.with_phrase.contains(&((*id).clone(), (*term).clone())))
        .map(|(id, _)| *id)
        .collect();
    (Some(read.len() as u64), Some(holding.len() as u64))
}

/// The searched sources in the pipeline's order, and what each found for a term, or for all.
fn found<'a>(
    term: Option<&TermId>,
    input: &Flow<'a>,
    merged: &Merged<'a>,
) -> Result<Vec<(&'a SourceId, At<'a>)>, Error> {
    let of_term = |other: &TermId| term.is_none_or(|term| term == other);
    let mut found = BTreeMap::<&SourceId, At<'_>>::new();
    for query in input.queries.iter().filter(|query| query.via.counts_in_table1() && of_term(&query.term)) {
        if query.status.is_complete() {
            found.entry(&query.source).or_default();
        }
    }
    for hit in input.rows.hits.iter().filter(|hit| hit.via.counts_in_table1() && of_term(&hit.term)) {
        let at = found.entry(&hit.source).or_default();
        at.hits += 1;
        at.publications.insert(merged.stays(&hit.publication));
        at.pairs.insert((merged.stays(&hit.publication), &hit.term));
    }
    if let Some(source) = found.keys().find(|source| !input.sources.contains(source)) {
        let hit = input.rows.hits.iter().find(|hit| *hit.source == **source);
        let Some(hit) = hit else { return Ok(in_order(input.sources, found)) };
        let (source_id, publication) = (hit.source.as_ref().clone(), hit.publication.as_ref().clone());
        return Err(Error::UnknownSource { source_id, publication });
    }
    Ok(in_order(input.sources, found))
}

fn in_order<'a>(
    sources: &'a [SourceId],
    mut found: BTreeMap<&SourceId, At<'a>>,
) -> Vec<(&'a SourceId, At<'a>)> {
    sources.iter().filter_map(|source| Some((source, found.remove(source)?))).collect()
}
