//! How far the reviewers of a run agree, and on what they differ.

use crate::Error;
use crate::desk::{Desk, Sitting};
use crate::judged::records;
use bron_judge::{Disagreement, FirstVotes, Pairs};
use bron_model::{
    AgreementRow, DisagreementRow, Judgement, JudgementId, OutcomeRow, PublicationRow, Reviewer, Says,
    Verdict,
};
use serde::Serialize;
use std::collections::BTreeSet;

/// What [`agreement`] counts.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Agreement {
    /// The rows: see [`bron_judge::agreement`].
    pub rows: Vec<AgreementRow>,
    /// Whose first votes count, in the order of their names; one alone is compared with nobody.
    pub reviewers: BTreeSet<Reviewer>,
    /// On what two reviewers differ in their first votes.
    pub disagreements: Vec<DisagreementRow>,
    /// Votes left out because others' could be seen before: see [`FirstVotes`].
    pub not_independent: Vec<JudgementId>,
    /// Votes on publications that this run does not have.
    pub elsewhere: Vec<JudgementId>,
}

/// Compares the first independent votes of every two reviewers on the publications of a run.
pub fn agreement(desk: &Desk, sitting: &Sitting) -> Result<Agreement, Error> {
    let records = records(desk.run())?;
    let first = FirstVotes::of(&sitting.judgements.all, &records);
    let terms = |(row, outcomes): (&PublicationRow, &[OutcomeRow])| {
        (row.publication.clone(), outcomes.iter().map(|outcome| outcome.term.clone()).collect())
    };
    let pairs: Pairs = desk.publications().map(terms).collect();
    let rows = bron_judge::agreement(&first, &pairs);
    let differing = bron_judge::disagreements(&first);
    let disagreements = differing.iter().map(|one| disagreement(desk, sitting, one)).collect();
    let reviewers = first.iter().flat_map(|(_, _, votes)| votes.keys().cloned()).collect();
    let FirstVotes { not_independent, elsewhere, .. } = first;
    Ok(Agreement { rows, reviewers, disagreements, not_independent, elsewhere })
}

fn disagreement(desk: &Desk, sitting: &Sitting, one: &Disagreement<'_>) -> DisagreementRow {
    let question = &one.question;
    let publication = desk.publication(&question.publication);
    let of = |field: fn(&PublicationRow) -> &String| publication.map(field).cloned().unwrap_or_default();
    let items = desk.items(sitting, &question.publication);
    let now = items.iter().find(|item| item.criterion == question.criterion && item.term == question.term);
    let (a, b) = (Vote::of(one.a), Vote::of(one.b));
    DisagreementRow {
        publication: question.publication.clone(),
        title: of(|row| &row.title),
        url: of(|row| &row.url),
        term: question.term.clone(),
        criterion: question.criterion,
        round: one.round,
        judged_on: question.judged_on,
        criteria: question.criteria.clone(),
        state: now.map_or(bron_judge::State::Nobody, |item| item.state).as_str().to_owned(),
        settled: now.and_then(|item| item.settled),
        a: one.a.reviewer.clone(),
        verdict_a: a.verdict,
        reason_a: a.reason,
        place_a: a.place,
        quote_a: a.quote,
        note_a: one.a.given.note.clone(),
        judgement_a: one.a.id.to_string(),
        b: one.b.reviewer.clone(),
        verdict_b: b.verdict,
        reason_b: b.reason,
        place_b: b.place,
        quote_b: b.quote,
        note_b: one.b.given.note.clone(),
        judgement_b: one.b.id.to_string(),
    }
}

/// What a vote says, as it stands in the cells of a table.
struct Vote {
    verdict: Verdict,
    reason: String,
    place: String,
    quote: String,
}

impl Vote {
    fn of(vote: &Judgement) -> Self {
        let Says::Verdict { verdict, reason, evidence, .. } = &vote.given.says else {
            unreachable!("first votes are verdicts")
        };
        let joined = |parts: Vec<String>| parts.join(" | ");
        Self {
            verdict: *verdict,
            reason: reason.clone(),
            place: joined(evidence.iter().map(|one| format!("{} p. {}", one.document, one.page)).collect()),
            quote: joined(evidence.iter().map(|one| one.quote.clone()).collect()),
        }
    }
}
