//! What each reviewer said first, before the others' votes could be seen.

use crate::standing::Records;
use bron_model::{
    Criterion, Judged, JudgedDocument, JudgedOn, Judgement, JudgementId, PublicationId, Reviewer, Round,
    Says, TermId, Verdict,
};
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

/// What a reviewer is asked: a criterion of a publication, on one kind of material and under one wording.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Question {
    /// The publication of this run.
    pub publication: PublicationId,
    /// The criterion.
    pub criterion: Criterion,
    /// The term, for a criterion that is decided per pair.
    pub term: Option<TermId>,
    /// On what it is judged.
    pub judged_on: JudgedOn,
    /// The version of the criteria.
    pub criteria: String,
}

/// The first independent votes of each round, and what is left out of them.
///
/// * Of the votes of one reviewer on one question in one round the first counts, also where another superseded it.
/// * One that was taken back before anybody else had voted on the question was not meant, and does not count.
/// * One that was given after the reviewer could see another's is not independent: the program shows the others' votes on a
///   question to who has voted on it, so that is a second round on a question that the reviewer and another had both voted on,
///   and any vote after a consensus.
/// * A consensus is no vote.
#[derive(Debug, Clone, Default)]
pub struct FirstVotes<'a> {
    votes: BTreeMap<(Question, Round), BTreeMap<Reviewer, &'a Judgement>>,
    /// First votes of a round that were given after others could be seen.
    pub not_independent: Vec<JudgementId>,
    /// Votes on publications that this run does not have.
    pub elsewhere: Vec<JudgementId>,
}

impl<'a> FirstVotes<'a> {
    /// Finds them among all judgements of a study; the order of these does not matter.
    pub fn of(all: &'a [Judgement], records: &Records) -> Self {
        let mut sorted: Vec<&Judgement> = all.iter().collect();
        sorted.sort_by(|one, other| (one.at, &one.id).cmp(&(other.at, &other.id)));
        let mut found = Self::default();
        let mut asked: BTreeMap<Question, Asked<'a>> = BTreeMap::new();
        for judgement in sorted {
            let Says::Verdict { term, criterion, screened, .. } = &judgement.given.says else { continue };
            let Some(publication) = records.find(judgement) else {
                found.elsewhere.push(judgement.id.clone());
                continue;
            };
            let question = Question {
                publication: publication.clone(),
                criterion: *criterion,
                term: term.clone(),
                judged_on: (*screened).into(),
                criteria: judgement.given.criteria.clone(),
            };
            let asked = asked.entry(question).or_default();
            if judgement.reviewer.is_consensus() {
                asked.decided_at.get_or_insert(judgement.at);
            } else {
                asked.votes.push(judgement);
            }
        }
        let taken_back = TakenBack::of(all);
        for (question, asked) in asked {
            asked.take_first(&question, &taken_back, &mut found);
        }
        found.elsewhere.sort();
        found.not_independent.sort();
        found
    }

    /// The questions of each round, with who said what first.
    pub fn iter(&self) -> impl Iterator<Item = (&Question, Round, &BTreeMap<Reviewer, &'a Judgement>)> {
        self.votes.iter().map(|((question, round), votes)| (question, *round, votes))
    }
}

/// What was said of a question, by time.
#[derive(Default)]
struct Asked<'a> {
    votes: Vec<&'a Judgement>,
    /// When the first consensus was.
    decided_at: Option<Timestamp>,
}

impl<'a> Asked<'a> {
    fn take_first(self, question: &Question, taken_back: &TakenBack<'_>, found: &mut FirstVotes<'a>) {
        let not_meant =
            |vote: &Judgement| taken_back.at(vote).is_some_and(|at| !self.others_before(&vote.reviewer, at));
        let meant = self.votes.iter().copied().filter(|vote| !not_meant(vote));
        let meant = Self { votes: meant.collect(), decided_at: self.decided_at };
        meant.take(question, found);
    }

    fn take(self, question: &Question, found: &mut FirstVotes<'a>) {
        let mut seen_rounds: BTreeSet<(&Reviewer, Round)> = BTreeSet::new();
        for vote in &self.votes {
            let round = vote.given.round;
            if !seen_rounds.insert((&vote.reviewer, round)) {
                continue;
            }
            if self.could_see(vote) {
                found.not_independent.push(vote.id.clone());
                continue;
            }
            let votes = found.votes.entry((question.clone(), round)).or_default();
            votes.insert(vote.reviewer.clone(), vote);
        }
    }

    fn others_before(&self, reviewer: &Reviewer, at: Timestamp) -> bool {
        self.votes.iter().any(|other| other.reviewer != *reviewer && other.at < at)
    }

    /// Whether others' votes were shown to the reviewer before this vote.
    fn could_see(&self, vote: &Judgement) -> bool {
        let voted = self.votes.iter().any(|own| own.reviewer == vote.reviewer && own.at < vote.at);
        let decided = self.decided_at.is_some_and(|at| at < vote.at);
        decided || (voted && self.others_before(&vote.reviewer, vote.at))
    }
}

/// Which votes were taken back, and when.
struct TakenBack<'a> {
    by_id: BTreeMap<&'a JudgementId, &'a Judgement>,
    /// When the vote that begins a chain of changed minds was taken back with all that followed it.
    at: BTreeMap<&'a JudgementId, Timestamp>,
}

impl<'a> TakenBack<'a> {
    fn of(all: &'a [Judgement]) -> Self {
        let by_id = all.iter().map(|one| (&one.id, one)).collect();
        let mut taken_back = Self { by_id, at: BTreeMap::new() };
        for one in all.iter().filter(|one| one.given.says == Says::Withdrawn) {
            let first = taken_back.first_of(one);
            if first.id != one.id {
                let at = taken_back.at.entry(&first.id).or_insert(one.at);
                *at = one.at.min(*at);
            }
        }
        taken_back
    }

    fn at(&self, vote: &Judgement) -> Option<Timestamp> {
        let known = self.by_id.get(&vote.id)?;
        self.at.get(&self.first_of(known).id).copied()
    }

    /// The judgement of the same reviewer with which a chain of changed minds begins.
    fn first_of(&self, one: &'a Judgement) -> &'a Judgement {
        let mut first = one;
        let mut passed = BTreeSet::from([&one.id]);
        while let Some(old) = first.given.supersedes.as_ref().and_then(|old| self.by_id.get(old)) {
            if old.reviewer != one.reviewer || !passed.insert(&old.id) {
                break;
            }
            first = old;
        }
        first
    }
}

/// What a vote says; votes are verdicts.
pub(crate) fn verdict_of(vote: &Judgement) -> Option<Verdict> {
    match &vote.given.says {
        Says::Verdict { verdict, .. } => Some(*verdict),
        _ => None,
    }
}

/// Whether two votes looked at the same listing, or the same texts.
pub(crate) fn looked_at_the_same(judged_on: JudgedOn, one: &Judgement, other: &Judgement) -> bool {
    let (one, other) = (&one.given.judged, &other.given.judged);
    match judged_on {
        JudgedOn::Listing => one.record == other.record,
        JudgedOn::Text => each_is_in(one, other) && each_is_in(other, one),
    }
}

fn each_is_in(one: &Judged, other: &Judged) -> bool {
    let same = |a: &JudgedDocument, b: &JudgedDocument| {
        let same_text = !a.text_sha256.is_empty() && a.text_sha256 == b.text_sha256;
        a.sha256 == b.sha256 || (same_text && a.normaliser == b.normaliser)
    };
    one.documents.iter().all(|a| other.documents.iter().any(|b| same(a, b)))
}
