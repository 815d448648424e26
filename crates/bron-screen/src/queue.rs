//! What waits for a reviewer, in the order in which judging it is most useful.

use crate::completeness::waits_for_a_reader;
use bron_model::{
    Criterion, DecisionRow, DocumentRow, Outcome, OutcomeRow, PublicationRow, TermId, ToJudgeRow, Verdict,
};
use std::collections::BTreeMap;

/// Why something waits; the first are asked first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Queue {
    /// The pair is unclear.
    Open,
    /// A person must open the file: the program cannot read it.
    NoText,
    /// The pair is out anyway.
    ReasonOpen,
}

impl Queue {
    fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::NoText => "no-text",
            Self::ReasonOpen => "out-reason-open",
        }
    }
}

/// Where something stands in the queue: what sorts first is asked first.
///
/// First the `open` ones (the pair is unclear, or its text could not be had while I1, I2 or W is unclear): those of the
/// publication nearest to inclusion first, counted in criteria without a proposal and, twice as far, with a proposal to
/// leave it out. Then `no-text`: the file came, but as a scan or locked, and a person must open it to say what stands in it. Last
/// `out-reason-open`: the pair is out anyway, and only the reason may change. What stands at one place
/// follows in the order of publication, term and criterion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    queue: Queue,
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
    documents: &[DocumentRow],
    decisions: &[DecisionRow],
    outcomes: &[OutcomeRow],
) -> Vec<(Place, ToJudgeRow)> {
    let by_key: BTreeMap<Key<'_>, &DecisionRow> = decisions
        .iter()
        .filter(|row| row.verdict == Verdict::Unclear)
        .map(|row| ((row.term.as_ref(), row.criterion), row))
        .collect();
    let mut asked = BTreeMap::<Key<'_>, Queue>::new();
    let mut nearest = Far::Unknown;
    for outcome in outcomes {
        let keys: Vec<(Key<'_>, Queue)> = open_criteria(outcome, waits_for_a_reader(documents))
            .into_iter()
            .map(|(criterion, queue)| ((of_pair(criterion, &outcome.term), criterion), queue))
            .collect();
        if keys.iter().any(|(_, queue)| *queue != Queue::ReasonOpen) {
            let distance = keys.iter().map(|(key, _)| distance(by_key.get(key).copied())).sum();
            nearest = nearest.min(Far::By(distance));
        }
        for (key, queue) in keys {
            let known = asked.entry(key).or_insert(queue);
            *known = queue.min(*known);
        }
    }
    let rows = asked.into_iter().filter_map(|(key, queue)| {
        let place = Place { queue, distance: nearest };
        Some((place, row(by_key.get(&key).copied()?, queue, publication)))
    });
    let mut rows: Vec<(Place, ToJudgeRow)> = rows.collect();
    rows.sort_by_key(|(place, _)| *place);
    rows
}

/// Term (none for a criterion on the publication) and criterion.
type Key<'a> = (Option<&'a TermId>, Criterion);

/// What is to be asked about a pair, and why. What must be read is asked only where there is something to read: a text, or a
/// file that a person can open.
fn open_criteria(outcome: &OutcomeRow, waits_for_a_reader: bool) -> Vec<(Criterion, Queue)> {
    let parse = |names: &str| names.split(' ').filter_map(Criterion::parse).collect::<Vec<_>>();
    let in_queue = |names: &str, queue: Queue| parse(names).into_iter().map(|one| (one, queue)).collect();
    match outcome.outcome {
        Outcome::Unclear => in_queue(&outcome.unclear, Queue::Open),
        Outcome::NotRetrieved => {
            let asked = parse(&outcome.unclear).into_iter().filter_map(|criterion| match criterion {
                Criterion::I1 | Criterion::I2 | Criterion::W => Some((criterion, Queue::Open)),
                // Who says what stands in it says that the term does.
                Criterion::E1a => None,
                _ => waits_for_a_reader.then_some((criterion, Queue::NoText)),
            });
            asked.collect()
        }
        Outcome::Included => Vec::new(),
        _ => in_queue(&outcome.reason_open, Queue::ReasonOpen),
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

fn row(decision: &DecisionRow, queue: Queue, publication: &PublicationRow) -> ToJudgeRow {
    ToJudgeRow {
        publication: decision.publication.clone(),
        term: decision.term.clone(),
        criterion: decision.criterion,
        proposal: decision.proposal,
        queue: queue.as_str().to_owned(),
        because: decision.because.clone(),
        title: publication.title.clone(),
        url: publication.url.clone(),
    }
}
