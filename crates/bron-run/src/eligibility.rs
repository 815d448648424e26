//! Stage 5, eligibility: every criterion on every publication and pair, and what becomes of each pair.

use crate::Error;
use bron_model::{
    DecisionRow, DocumentRow, HitRow, OccurrenceRow, OutcomeRow, PageRow, PassageRow, PublicationId,
    PublicationRow, Route, TermId,
};
use bron_screen::{ReadPublication, Screener, accept_proposals, outcome, retrieved};
use bron_store::PagesReader;
use std::collections::BTreeMap;

/// Everything that stages 1 to 4 wrote, apart from the texts.
pub(crate) struct Evidence {
    /// After merging on files; those that screening took out are among them.
    pub(crate) publications: Vec<PublicationRow>,
    pub(crate) hits: Vec<HitRow>,
    pub(crate) screening: Vec<DecisionRow>,
    pub(crate) documents: BTreeMap<PublicationId, Vec<DocumentRow>>,
    pub(crate) occurrences: BTreeMap<PublicationId, Vec<OccurrenceRow>>,
    pub(crate) passages: BTreeMap<PublicationId, Vec<PassageRow>>,
}

/// What stage 5 writes.
#[derive(Default)]
pub(crate) struct Eligible {
    pub(crate) decisions: Vec<DecisionRow>,
    /// Pairs on counted routes.
    pub(crate) outcomes: Vec<OutcomeRow>,
    /// Pairs on other routes.
    pub(crate) other_routes: Vec<OutcomeRow>,
}

/// Decides about all publications, one after the other in the order of their ids.
pub(crate) fn decide_all(
    evidence: &Evidence,
    pages: &PagesReader,
    screener: &Screener,
    accept: bool,
) -> Result<Eligible, Error> {
    let routes = routes_by_pair(evidence);
    let mut screened: BTreeMap<PublicationId, Vec<&DecisionRow>> = BTreeMap::new();
    for decision in &evidence.screening {
        screened.entry(decision.publication.clone()).or_default().push(decision);
    }
    let mut all = Eligible::default();
    for publication in &evidence.publications {
        let terms = &routes[&publication.publication];
        let names: Vec<TermId> = terms.keys().cloned().collect();
        let listed: Vec<&DecisionRow> =
            ids_of(publication).flat_map(|id| screened.remove(&id).unwrap_or_default()).collect();
        let texts = pages.pages_of(&publication.publication)?;
        let read = read_publication(evidence, publication, &texts);
        let mut decisions = screener.decide(&read, &listed, &names);
        if accept {
            decisions = accept_proposals(decisions);
        }
        decisions.sort_by(|a, b| (&a.term, a.criterion).cmp(&(&b.term, b.criterion)));
        let came = retrieved(read.documents);
        for (term, via) in terms {
            let about = decisions.iter().filter(|row| row.term.as_ref().is_none_or(|of| of == term));
            let about: Vec<&DecisionRow> = about.collect();
            let row = outcome(&publication.publication, term, *via, &about, came);
            if via.counts_in_table1() { all.outcomes.push(row) } else { all.other_routes.push(row) }
        }
        all.decisions.extend(decisions);
    }
    Ok(all)
}

/// The id of a publication and of all that were merged into it.
fn ids_of(publication: &PublicationRow) -> impl Iterator<Item = PublicationId> + '_ {
    let also = publication.also.split_whitespace().filter_map(|id| PublicationId::new(id).ok());
    std::iter::once(publication.publication.clone()).chain(also)
}

fn read_publication<'a>(
    evidence: &'a Evidence,
    publication: &'a PublicationRow,
    pages: &'a [PageRow],
) -> ReadPublication<'a> {
    let id = &publication.publication;
    ReadPublication {
        publication,
        documents: evidence.documents.get(id).map(Vec::as_slice).unwrap_or_default(),
        pages,
        occurrences: evidence.occurrences.get(id).map(Vec::as_slice).unwrap_or_default(),
        passages: evidence.passages.get(id).map(Vec::as_slice).unwrap_or_default(),
    }
}

/// For every publication, its terms with the best route by which the pair was met: a counted one, else another by
/// which it was listed, else the text of a document found for another term.
fn routes_by_pair(evidence: &Evidence) -> BTreeMap<PublicationId, BTreeMap<TermId, Route>> {
    let mut routes: BTreeMap<PublicationId, BTreeMap<TermId, Route>> =
        evidence.publications.iter().map(|row| (row.publication.clone(), BTreeMap::new())).collect();
    let listed = evidence.hits.iter().map(|hit| (&hit.publication, &hit.term, hit.via));
    let met = evidence.occurrences.values().flatten().map(|row| (&row.publication, &row.term, Route::Text));
    for (publication, term, via) in listed.chain(met) {
        if let Some(terms) = routes.get_mut(publication) {
            terms.entry(term.clone()).and_modify(|best| *best = (*best).min(via)).or_insert(via);
        }
    }
    routes
}
