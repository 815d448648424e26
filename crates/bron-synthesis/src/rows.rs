//! What counts are made from, without its texts: a few bytes for each hit and each pair.

use bron_model::{
    Criterion, DecisionRow, HitRow, Outcome, OutcomeRow, PublicationId, Route, SourceId, TermId, Verdict,
};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The rows of `hits.csv`, `outcomes.csv` and of the decisions at screening, as far as they are counted. They are given
/// one by one, in any order, and their texts are not kept: memory grows with the number of hits and pairs, an id once.
#[derive(Debug, Clone, Default)]
pub struct Rows {
    sources: Names<SourceId>,
    terms: Names<TermId>,
    publications: Names<PublicationId>,
    pub(crate) hits: Vec<Hit>,
    pub(crate) pairs: Vec<Pair>,
    /// What screening took out for certain, under the first criterion in order.
    pub(crate) out_at_screening: BTreeMap<Arc<PublicationId>, Criterion>,
}

/// A row of `hits.csv`.
#[derive(Debug, Clone)]
pub(crate) struct Hit {
    pub(crate) source: Arc<SourceId>,
    pub(crate) term: Arc<TermId>,
    pub(crate) via: Route,
    pub(crate) publication: Arc<PublicationId>,
}

/// A row of `outcomes.csv` on a counted route.
#[derive(Debug, Clone)]
pub(crate) struct Pair {
    pub(crate) publication: Arc<PublicationId>,
    pub(crate) term: Arc<TermId>,
    pub(crate) outcome: Outcome,
    /// Whether I1, I2 or W is unclear, so that the pair may still leave the first column.
    pub(crate) is_open: bool,
}

impl Rows {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }
    /// Adds a row of `hits.csv`; its publication is that after merging on what is listed.
    pub fn hit(&mut self, row: &HitRow) {
        let (source, term) = (self.sources.shared(&row.source), self.terms.shared(&row.term));
        let publication = self.publications.shared(&row.publication);
        self.hits.push(Hit { source, term, via: row.via, publication });
    }
    /// Adds a row of `outcomes.csv`. One on a route that is not counted adds nothing.
    pub fn outcome(&mut self, row: &OutcomeRow) {
        if !row.via.counts_in_table1() {
            return;
        }
        let is_open = row.unclear.split(' ').any(|criterion| matches!(criterion, "I1" | "I2" | "W"));
        let (publication, term) = (self.publications.shared(&row.publication), self.terms.shared(&row.term));
        self.pairs.push(Pair { publication, term, outcome: row.outcome, is_open });
    }
    /// Adds a row of `2-screening/decisions.csv`.
    pub fn screened(&mut self, row: &DecisionRow) {
        if row.verdict != Verdict::Exclude {
            return;
        }
        let publication = self.publications.shared(&row.publication);
        let known = self.out_at_screening.entry(publication).or_insert(row.criterion);
        *known = row.criterion.min(*known);
    }
    /// How many pairs were given.
    pub fn pairs(&self) -> usize {
        self.pairs.len()
    }
}

/// Ids that occur again and again, each kept once.
#[derive(Debug, Clone)]
struct Names<T>(BTreeSet<Arc<T>>);

impl<T: Ord> Default for Names<T> {
    fn default() -> Self {
        Self(BTreeSet::new())
    }
}

impl<T: Ord + Clone> Names<T> {
    fn shared(&mut self, name: &T) -> Arc<T> {
        if let Some(known) = self.0.get(name) {
            return known.clone();
        }
        let name = Arc::new(name.clone());
        self.0.insert(name.clone());
        name
    }
}
