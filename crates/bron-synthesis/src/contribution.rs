//! What each source adds, in publications.

use crate::Error;
use crate::flow::Flow;
use crate::merged::Merged;
use crate::table1::counted_once;
use bron_model::{ContributionRow, Outcome, PublicationId, SourceId, TermId};
use bron_protocol::Term;
use std::collections::{BTreeMap, BTreeSet};

/// What a source found.
#[derive(Default)]
struct At<'a> {
    hits: u64,
    publications: BTreeSet<&'a PublicationId>,
}

/// Per source in the pipeline's order, per term in the printed order and in `total`: hits, publications (after merging
/// on files), those that no other source found for that term (in `total`: for any term), and how many are included.
///
/// The total of a source counts a publication once, however many terms found it, so it is no sum of the terms. A
/// source and term of which no query was complete and no hit was read have no row: that is not zero.
pub fn contribution(terms: &[Term], input: &Flow<'_>) -> Result<Vec<ContributionRow>, Error> {
    let merged = Merged::new(input.merges)?;
    let included: BTreeSet<(&PublicationId, &TermId)> = counted_once(input.outcomes)?
        .into_iter()
        .filter(|row| row.outcome == Outcome::Included)
        .map(|row| (&row.publication, &row.term))
        .collect();
    let mut rows = Vec::new();
    for term in terms.iter().map(Some).chain([None]) {
        let term = term.map(|term| &term.id);
        let found = found(term, input, &merged)?;
        let is_included = |publication: &PublicationId| match term {
            Some(term) => included.contains(&(publication, term)),
            None => included.iter().any(|(of, _)| *of == publication),
        };
        for (source, at) in &found {
            let elsewhere: BTreeSet<&PublicationId> = found
                .iter()
                .filter(|(of, _)| of != source)
                .flat_map(|(_, at)| &at.publications)
                .copied()
                .collect();
            let only_here: Vec<&PublicationId> =
                at.publications.iter().copied().filter(|id| !elsewhere.contains(id)).collect();
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
            });
        }
    }
    let order = |row: &ContributionRow| input.sources.iter().position(|source| *source == row.source);
    rows.sort_by_key(order);
    Ok(rows)
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
    for hit in input.hits.iter().filter(|hit| hit.via.counts_in_table1() && of_term(&hit.term)) {
        let at = found.entry(&hit.source).or_default();
        at.hits += 1;
        at.publications.insert(merged.stays(&hit.publication));
    }
    if let Some(source) = found.keys().find(|source| !input.sources.contains(source)) {
        let hit = input.hits.iter().find(|hit| hit.source == **source);
        let Some(hit) = hit else { return Ok(in_order(input.sources, found)) };
        let (source_id, publication) = (hit.source.clone(), hit.publication.clone());
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
