//! What waits for a reviewer, in the order in which judging it is most useful.

use bron_model::{Criterion, DecisionRow, Outcome, OutcomeRow, PublicationRow, TermId, ToJudgeRow, Verdict};
use std::collections::BTreeMap;

const OPEN: &str = "open";
const REASON_OPEN: &str = "out-reason-open";

/// Where something stands in the queue: what sorts first is asked first.
///
/// First the `open` ones (the pair is unclear, or its text could not be had while I1, I2 or W is unclear): those of the
/// publication nearest to inclusion first, counted in criteria without a proposal and, twice as far, with a proposal to
/// leave it out. Last `out-reason-open`: the pair is out anyway, and only the reason may change. What stands at one place
/// follows in the order of publication, term and criterion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Whether it is out anyway.
    is_out: bool,
    /// How far the publication is from inclusion; `None` (which sorts last) where none of its pairs is open.
    distance: Far,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Far {
    By(u32),
    Unknown,
}

/// The criteria of one publication that a reviewer is asked to settle, a criterion on the publication once, in the order
/// of place, term and criterion.
///
/// `decisions` and `outcomes` are all those of stage 5 on this publication; rows of others must not be among them.
pub fn to_judge(
    publication: &PublicationRow,
    decisions: &[DecisionRow],
    outcomes: &[OutcomeRow],
) -> Vec<(Place, ToJudgeRow)> {
    let by_key: BTreeMap<Key<'_>, &DecisionRow> = decisions
        .iter()
        .filter(|row| row.verdict == Verdict::Unclear)
        .map(|row| ((row.term.as_ref(), row.criterion), row))
        .collect();
    let mut asked = BTreeMap::<Key<'_>, bool>::new();
    let mut nearest = Far::Unknown;
    for outcome in outcomes {
        let (is_out, criteria) = open_criteria(outcome);
        let keys: Vec<Key<'_>> =
            criteria.into_iter().map(|criterion| (of_pair(criterion, &outcome.term), criterion)).collect();
        if !is_out && !keys.is_empty() {
            let distance = keys.iter().map(|key| distance(by_key.get(key).copied())).sum();
            nearest = nearest.min(Far::By(distance));
        }
        for key in keys {
            let known = asked.entry(key).or_insert(is_out);
            *known = *known && is_out;
        }
    }
    let rows = asked.into_iter().filter_map(|(key, is_out)| {
        let place = Place { is_out, distance: nearest };
        Some((place, row(by_key.get(&key).copied()?, is_out, publication)))
    });
    let mut rows: Vec<(Place, ToJudgeRow)> = rows.collect();
    rows.sort_by_key(|(place, _)| *place);
    rows
}

/// Term (none for a criterion on the publication) and criterion.
type Key<'a> = (Option<&'a TermId>, Criterion);

/// What is to be asked about a pair, and whether it is out anyway.
fn open_criteria(outcome: &OutcomeRow) -> (bool, Vec<Criterion>) {
    let parse = |names: &str| names.split(' ').filter_map(Criterion::parse).collect::<Vec<_>>();
    match outcome.outcome {
        Outcome::Unclear => (false, parse(&outcome.unclear)),
        Outcome::NotRetrieved => {
            let on_listing = |criterion: &Criterion| *criterion < Criterion::E1a;
            (false, parse(&outcome.unclear).into_iter().filter(on_listing).collect())
        }
        Outcome::Included => (false, Vec::new()),
        _ => (true, parse(&outcome.reason_open)),
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

fn row(decision: &DecisionRow, is_out: bool, publication: &PublicationRow) -> ToJudgeRow {
    ToJudgeRow {
        publication: decision.publication.clone(),
        term: decision.term.clone(),
        criterion: decision.criterion,
        proposal: decision.proposal,
        queue: if is_out { REASON_OPEN } else { OPEN }.to_owned(),
        because: decision.because.clone(),
        title: publication.title.clone(),
        url: publication.url.clone(),
    }
}
