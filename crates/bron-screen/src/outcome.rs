//! What becomes of a pair, by three-valued logic over the decisions on it.

use bron_model::{
    Criterion, DecisionRow, MadeBy, Outcome, OutcomeRow, PublicationId, Route, TermId, Verdict,
};

/// What one pair comes to. Rows about other publications or other terms are passed over, the order of the rows does
/// not matter, and a criterion without a row is unclear.
///
/// - A criterion that certainly takes the pair out is its outcome; of several, the first in the order of
///   [`Criterion::ALL`]. `reason_open` names the earlier ones that are unclear.
/// - Where no text could be had (`retrieved` is false; see [`crate::retrieved`]) the outcome is `not-retrieved`, unless
///   I1, I2 or W certainly takes it out.
/// - It is in only when all seven say so; else it is `unclear`.
///
/// Several rows on one criterion: a reviewer's are the only ones that count; two that say the opposite are unclear.
/// `decided_by` is the weakest hand in the outcome: an accepted proposal before a reviewer before a rule.
pub fn outcome(
    publication: &PublicationId,
    term: &TermId,
    via: Route,
    decisions: &[&DecisionRow],
    retrieved: bool,
) -> OutcomeRow {
    let rulings: Vec<Ruling> =
        Criterion::ALL.iter().map(|&criterion| Ruling::of(criterion, publication, term, decisions)).collect();
    let names = |rulings: &[Ruling]| {
        let unclear = rulings.iter().filter(|ruling| ruling.verdict == Verdict::Unclear);
        unclear.map(|ruling| ruling.criterion.as_str()).collect::<Vec<_>>().join(" ")
    };
    let out_at = rulings
        .iter()
        .position(|ruling| ruling.verdict == Verdict::Exclude && (retrieved || ruling.needs_no_text()));
    let (outcome, decided_by) = match out_at {
        Some(at) => (rulings[at].criterion.outcome(), rulings[at].made_by),
        None if !retrieved => (Outcome::NotRetrieved, Some(MadeBy::Rule)),
        None if rulings.iter().all(|ruling| ruling.verdict == Verdict::Include) => {
            let weakest = rulings.iter().filter_map(|ruling| ruling.made_by).min_by_key(|by| weakness(*by));
            (Outcome::Included, weakest)
        }
        None => (Outcome::Unclear, None),
    };
    OutcomeRow {
        publication: publication.clone(),
        term: term.clone(),
        outcome,
        reason_open: out_at.map(|at| names(&rulings[..at])).unwrap_or_default(),
        decided_by,
        via,
        unclear: names(&rulings),
    }
}

/// Turns the proposals of E1b, E2 and E3 into verdicts, made by `accepted-proposal`. What a rule or a reviewer has
/// settled stays, and so does what nobody proposes anything about; I1, I2, W and E1a are never proposals.
pub fn accept_proposals(decisions: Vec<DecisionRow>) -> Vec<DecisionRow> {
    decisions
        .into_iter()
        .map(|row| match row.proposal {
            Some(verdict) if row.verdict == Verdict::Unclear && is_proposed(&row) => {
                DecisionRow { verdict, made_by: MadeBy::AcceptedProposal, ..row }
            }
            _ => row,
        })
        .collect()
}

fn is_proposed(row: &DecisionRow) -> bool {
    row.made_by == MadeBy::Rule && matches!(row.criterion, Criterion::E1b | Criterion::E2 | Criterion::E3)
}

/// What all rows on one criterion come to.
struct Ruling {
    criterion: Criterion,
    verdict: Verdict,
    made_by: Option<MadeBy>,
}

impl Ruling {
    fn of(
        criterion: Criterion,
        publication: &PublicationId,
        term: &TermId,
        decisions: &[&DecisionRow],
    ) -> Self {
        let rows: Vec<&DecisionRow> = decisions
            .iter()
            .copied()
            .filter(|row| row.criterion == criterion && row.publication == *publication)
            .filter(|row| row.term.as_ref().is_none_or(|of| of == term))
            .collect();
        let judged = rows.iter().any(|row| row.made_by == MadeBy::Reviewer);
        let settled: Vec<&DecisionRow> = rows
            .into_iter()
            .filter(|row| row.verdict != Verdict::Unclear && (!judged || row.made_by == MadeBy::Reviewer))
            .collect();
        let one = settled.first().filter(|first| settled.iter().all(|row| row.verdict == first.verdict));
        let verdict = one.map_or(Verdict::Unclear, |row| row.verdict);
        let made_by = one.and(settled.iter().map(|row| row.made_by).min_by_key(|by| weakness(*by)));
        Self { criterion, verdict, made_by }
    }

    fn needs_no_text(&self) -> bool {
        matches!(self.criterion, Criterion::I1 | Criterion::I2 | Criterion::W)
    }
}

/// The smaller, the weaker. A rule comes last: the method lets it decide only where it is certain.
fn weakness(by: MadeBy) -> u8 {
    match by {
        MadeBy::AcceptedProposal => 0,
        MadeBy::Reviewer => 1,
        MadeBy::Rule => 2,
    }
}
