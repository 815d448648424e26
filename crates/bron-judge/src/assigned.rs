//! Who must judge what, by the assignment that counts.

use crate::items::Item;
use bron_model::{
    Assigned, AssignedPair, Criterion, DecisionRow, Drawn, PublicationId, Reviewer, Round, TermId, Verdict,
};
use std::collections::BTreeMap;

/// An assignment by the publications of a run. Without one, one vote is enough and nobody is asked for in particular.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Duties {
    assigned: Option<Assigned>,
    /// The pairs that the assignment lists.
    pairs: BTreeMap<PublicationId, BTreeMap<TermId, AssignedPair>>,
}

impl Duties {
    /// Takes the assignment that counts; `now` says which publication of the run an id is, so that what was merged since is found.
    pub fn new(assigned: Assigned, now: impl Fn(&PublicationId) -> Option<PublicationId>) -> Self {
        let mut pairs: BTreeMap<PublicationId, BTreeMap<TermId, AssignedPair>> = BTreeMap::new();
        for pair in &assigned.pairs {
            if let Some(publication) = now(&pair.publication) {
                // Of two records that became one, the pair with more reviewers asks the most.
                let of_publication = pairs.entry(publication).or_default();
                let known = of_publication.entry(pair.term.clone()).or_insert_with(|| pair.clone());
                if pair.reviewers.len() > known.reviewers.len() {
                    *known = pair.clone();
                }
            }
        }
        Self { assigned: Some(assigned), pairs }
    }

    /// The assignment itself.
    pub fn assigned(&self) -> Option<&Assigned> {
        self.assigned.as_ref()
    }

    /// How many must agree: two on a pair that was drawn for the pilot or for a second reviewer and that two may judge, and on a
    /// criterion of its publication; else one.
    pub fn needed(&self, publication: &PublicationId, criterion: Criterion, term: Option<&TermId>) -> usize {
        debug_assert_eq!(criterion.scope() == bron_model::Scope::Pair, term.is_some());
        let of_publication = self.pairs.get(publication).into_iter().flatten();
        let mut about = of_publication.filter(|(of, _)| term.is_none_or(|term| *of == term));
        if about.any(|(_, pair)| pair.drawn != Drawn::OwnWork && pair.reviewers.len() > 1) { 2 } else { 1 }
    }

    /// Who judge a pair, by name; nobody where there is no assignment, or the term is in none.
    pub fn reviewers(&self, publication: &PublicationId, term: &TermId) -> Vec<&Reviewer> {
        match self.pair(publication, term) {
            Some(pair) => pair.reviewers.iter().collect(),
            None => self.assigned.iter().filter_map(|assigned| assigned.terms.get(term)).collect(),
        }
    }

    /// Whether a pair is the reviewer's to judge: it is assigned to this one, or to nobody in particular.
    pub fn asks(&self, reviewer: &Reviewer, publication: &PublicationId, term: &TermId) -> bool {
        let asked = self.reviewers(publication, term);
        asked.is_empty() || asked.contains(&reviewer)
    }

    /// In which round a pair is judged, or (without a term) a criterion of a publication: the pilot where one of its pairs is in it.
    pub fn round(&self, publication: &PublicationId, term: Option<&TermId>) -> Round {
        let of_publication = self.pairs.get(publication).into_iter().flatten();
        let mut about = of_publication.filter(|(of, _)| term.is_none_or(|term| *of == term));
        if about.any(|(_, pair)| pair.drawn == Drawn::Pilot) { Round::Pilot } else { Round::Main }
    }

    fn pair(&self, publication: &PublicationId, term: &TermId) -> Option<&AssignedPair> {
        self.pairs.get(publication)?.get(term)
    }
}

/// Whether a reviewer is done with a pair: said on one criterion that it is out, or voted on every criterion that the rules left open.
/// That the term stands in the text (E1a) is said by who judges E1b.
pub fn has_judged(reviewer: &Reviewer, term: &TermId, rules: &[DecisionRow], items: &[Item<'_>]) -> bool {
    let about = |of: Option<&TermId>| of.is_none_or(|of| of == term);
    let own = |criterion: Criterion| {
        let of_criterion =
            items.iter().filter(move |item| item.criterion == criterion && about(item.term.as_ref()));
        of_criterion
            .flat_map(|item| &item.votes)
            .find(|vote| vote.held.judgement.reviewer == *reviewer)
            .map(|vote| vote.verdict)
    };
    if Criterion::ALL.iter().any(|criterion| own(*criterion) == Some(Verdict::Exclude)) {
        return true;
    }
    let open = rules.iter().filter(|row| row.verdict == Verdict::Unclear && about(row.term.as_ref()));
    open.filter(|row| row.criterion != Criterion::E1a).all(|row| own(row.criterion).is_some())
}
