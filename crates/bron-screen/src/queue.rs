//! What waits for a reviewer, in the order in which judging it is most useful.

use bron_model::{
    Criterion, DecisionRow, Outcome, OutcomeRow, PublicationId, PublicationRow, TermId, ToJudgeRow, Verdict,
};
use std::collections::BTreeMap;

const OPEN: &str = "open";
const REASON_OPEN: &str = "out-reason-open";

/// The criteria that a reviewer is asked to settle, a criterion on a publication once.
///
/// First the `open` ones (the pair is unclear, or its text could not be had while I1, I2 or W is unclear): those of the
/// publication nearest to inclusion first, counted in criteria without a proposal and, twice as far, with a proposal to
/// leave it out. Last `out-reason-open`: the pair is out anyway, and only the reason may change.
///
/// `decisions` and `outcomes` are those of stage 5; a publication that is not in `publications` has an empty title.
pub fn to_judge(
    decisions: &[DecisionRow],
    outcomes: &[OutcomeRow],
    publications: &[PublicationRow],
) -> Vec<ToJudgeRow> {
    let by_key: BTreeMap<Key<'_>, &DecisionRow> = decisions
        .iter()
        .filter(|row| row.verdict == Verdict::Unclear)
        .map(|row| ((&row.publication, row.term.as_ref(), row.criterion), row))
        .collect();
    let mut asked = BTreeMap::<Key<'_>, &'static str>::new();
    let mut nearest = BTreeMap::<&PublicationId, u32>::new();
    for outcome in outcomes {
        let (queue, criteria) = open_criteria(outcome);
        let keys: Vec<Key<'_>> = criteria
            .into_iter()
            .map(|criterion| (&outcome.publication, of_pair(criterion, &outcome.term), criterion))
            .collect();
        if queue == OPEN && !keys.is_empty() {
            let distance = keys.iter().map(|key| distance(by_key.get(key).copied())).sum();
            let known = nearest.entry(&outcome.publication).or_insert(distance);
            *known = distance.min(*known);
        }
        for key in keys {
            let known = asked.entry(key).or_insert(queue);
            if queue == OPEN {
                *known = OPEN;
            }
        }
    }
    let titles: BTreeMap<&PublicationId, &PublicationRow> =
        publications.iter().map(|row| (&row.publication, row)).collect();
    let mut rows: Vec<(Key<'_>, &'static str)> = asked.into_iter().collect();
    rows.sort_by_key(|(key, queue)| (*queue != OPEN, nearest.get(key.0).copied().unwrap_or(u32::MAX), *key));
    rows.into_iter()
        .filter_map(|(key, queue)| Some(row(by_key.get(&key).copied()?, queue, titles.get(key.0).copied())))
        .collect()
}

/// Publication, term (none for a criterion on the publication) and criterion.
type Key<'a> = (&'a PublicationId, Option<&'a TermId>, Criterion);

/// What is to be asked about a pair, and in which queue.
fn open_criteria(outcome: &OutcomeRow) -> (&'static str, Vec<Criterion>) {
    let parse = |names: &str| names.split(' ').filter_map(Criterion::parse).collect::<Vec<_>>();
    match outcome.outcome {
        Outcome::Unclear => (OPEN, parse(&outcome.unclear)),
        Outcome::NotRetrieved => {
            let on_listing = |criterion: &Criterion| *criterion < Criterion::E1a;
            (OPEN, parse(&outcome.unclear).into_iter().filter(on_listing).collect())
        }
        Outcome::Included => (OPEN, Vec::new()),
        _ => (REASON_OPEN, parse(&outcome.reason_open)),
    }
}

fn of_pair(criterion: Criterion, term: &TermId) -> Option<&TermId> {
    (criterion.scope() == bron_model::Scope::Pair).then_some(term)
}

fn distance(decision: Option<&DecisionRow>) -> u32 {
    match decision.and_then(|row| row.proposal) {
        Some(Verdict::Include) => 0,
        Some(Verdict::Exclude) => 2,
        Some(Verdict::Unclear) | None => 1,
    }
}

fn row(decision: &DecisionRow, queue: &str, publication: Option<&PublicationRow>) -> ToJudgeRow {
    ToJudgeRow {
        publication: decision.publication.clone(),
        term: decision.term.clone(),
        criterion: decision.criterion,
        proposal: decision.proposal,
        queue: queue.to_owned(),
        because: decision.because.clone(),
        title: publication.map(|row| row.title.clone()).unwrap_or_default(),
        url: publication.map(|row| row.url.clone()).unwrap_or_default(),
    }
}
