//! What the reviewers say of one criterion together.

use crate::standing::{Held, Standing};
use bron_model::{Criterion, JudgementId, PublicationId, Reviewer, Says, TermId, Verdict};
use std::collections::{BTreeMap, BTreeSet};

/// How far a question is settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Nobody judged it.
    Nobody,
    /// One reviewer did.
    OneVote,
    /// All that did say the same, and they are enough.
    Agree,
    /// They differ, or one of them said two things on two devices.
    Conflict,
    /// They differed and decided together.
    Resolved,
}

impl State {
    /// The word in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Nobody => "none",
            Self::OneVote => "one-vote",
            Self::Agree => "agree",
            Self::Conflict => "conflict",
            Self::Resolved => "resolved",
        }
    }
}

/// A vote that counts, or one that is shown because what it was given on has changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Vote<'a> {
    /// The judgement.
    pub held: &'a Held,
    /// What it says.
    pub verdict: Verdict,
    /// The code of its reason; empty where none was given.
    pub reason: &'a str,
}

/// A criterion on a publication, or on the pair with a term, and what was said of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item<'a> {
    /// The criterion.
    pub criterion: Criterion,
    /// The term, for a criterion that is decided per pair.
    pub term: Option<TermId>,
    /// The votes that count, by time; at most one a reviewer unless they contradict themselves.
    pub votes: Vec<Vote<'a>>,
    /// What they decided together, where it counts.
    pub consensus: Option<Vote<'a>>,
    /// Votes on what has changed since, by time.
    pub outdated: Vec<Vote<'a>>,
    /// How far it is settled.
    pub state: State,
    /// The verdict, where it is settled; `unclear` may be one.
    pub settled: Option<Verdict>,
}

/// Everything that was said of the criteria of a publication.
///
/// `needed` says how many reviewers must agree on a criterion (and term): one where it was assigned to one only. A consensus
/// counts while it resolves every vote that counts, or no later vote says otherwise.
pub fn items<'a>(
    standing: &'a Standing,
    publication: &PublicationId,
    needed: &dyn Fn(Criterion, Option<&TermId>) -> usize,
) -> Vec<Item<'a>> {
    let mut by_thing: BTreeMap<(Criterion, Option<TermId>), Vec<Vote<'a>>> = BTreeMap::new();
    for held in standing.of(publication) {
        if let Says::Verdict { term, criterion, verdict, reason, .. } = &held.judgement.given.says {
            let vote = Vote { held, verdict: *verdict, reason };
            by_thing.entry((*criterion, term.clone())).or_default().push(vote);
        }
    }
    by_thing
        .into_iter()
        .map(|((criterion, term), votes)| {
            let needed = needed(criterion, term.as_ref()).max(1);
            item(criterion, term, votes, needed)
        })
        .collect()
}

fn item(criterion: Criterion, term: Option<TermId>, all: Vec<Vote<'_>>, needed: usize) -> Item<'_> {
    let (holding, outdated): (Vec<Vote<'_>>, Vec<Vote<'_>>) =
        all.into_iter().partition(|vote| vote.held.fit.holds());
    let (together, votes): (Vec<Vote<'_>>, Vec<Vote<'_>>) =
        holding.into_iter().partition(|vote| vote.held.judgement.reviewer.is_consensus());
    let votes = each_said_once(votes);
    let consensus = together.last().copied();
    let (state, settled) = settle(&votes, &together, needed);
    Item { criterion, term, votes, consensus, outdated, state, settled }
}

/// What a reviewer says twice on two devices counts once, the first time; what contradicts itself stays.
fn each_said_once(votes: Vec<Vote<'_>>) -> Vec<Vote<'_>> {
    let mut kept: Vec<Vote<'_>> = Vec::new();
    for vote in votes {
        let same = |other: &Vote<'_>| {
            other.held.judgement.reviewer == vote.held.judgement.reviewer && other.verdict == vote.verdict
        };
        if !kept.iter().any(same) {
            kept.push(vote);
        }
    }
    kept
}

fn settle(votes: &[Vote<'_>], together: &[Vote<'_>], needed: usize) -> (State, Option<Verdict>) {
    let reviewers: BTreeSet<&Reviewer> = votes.iter().map(|vote| &vote.held.judgement.reviewer).collect();
    let contradicts_itself = reviewers.len() < votes.len();
    if let Some(last) = together.last() {
        let said: BTreeSet<Verdict> = together.iter().map(|vote| vote.verdict).collect();
        let resolves: BTreeSet<&JudgementId> =
            together.iter().flat_map(|vote| &vote.held.judgement.given.resolves).collect();
        let open =
            |vote: &Vote<'_>| !resolves.contains(&vote.held.judgement.id) && vote.verdict != last.verdict;
        if said.len() > 1 || votes.iter().any(open) {
            return (State::Conflict, None);
        }
        return (State::Resolved, Some(last.verdict));
    }
    let Some(first) = votes.first() else { return (State::Nobody, None) };
    if contradicts_itself || votes.iter().any(|vote| vote.verdict != first.verdict) {
        return (State::Conflict, None);
    }
    match reviewers.len() {
        1 if needed == 1 => (State::OneVote, Some(first.verdict)),
        1 => (State::OneVote, None),
        n if n >= needed => (State::Agree, Some(first.verdict)),
        _ => (State::OneVote, None),
    }
}
