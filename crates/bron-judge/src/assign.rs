//! Divides what waits for reviewers: terms among them, a pilot for all, a sample for a second one.

use bron_model::{Assigned, AssignedPair, Drawn, PublicationId, Reviewer, SourceId, TermId};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// A pair that waits for a reviewer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct OpenPair {
    /// The publication.
    pub publication: PublicationId,
    /// The term.
    pub term: TermId,
    /// The source that listed it first.
    pub source: SourceId,
    /// Whose own work it is.
    pub own_work: OwnWork,
}

/// Whose own work a publication is: they do not judge it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum OwnWork {
    /// Of none of the reviewers.
    #[default]
    OfNobody,
    /// Of these.
    Of(BTreeSet<Reviewer>),
    /// Of the reviewers, without saying of whom.
    OfAll,
}

impl OwnWork {
    /// What the flags of a publication say: `own-work`, or `own-work:AB` for one reviewer.
    pub fn of_flags(flags: &str) -> Self {
        let mut reviewers = BTreeSet::new();
        for flag in flags.split_whitespace() {
            match flag.strip_prefix("own-work") {
                Some("") => return Self::OfAll,
                Some(of) => reviewers.extend(of.strip_prefix(':').and_then(|name| Reviewer::new(name).ok())),
                None => {}
            }
        }
        if reviewers.is_empty() { Self::OfNobody } else { Self::Of(reviewers) }
    }

    /// Whether it is this reviewer's.
    pub fn is_of(&self, reviewer: &Reviewer) -> bool {
        match self {
            Self::OfNobody => false,
            Self::Of(reviewers) => reviewers.contains(reviewer),
            Self::OfAll => true,
        }
    }
}

/// What is asked of an assignment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wishes {
    /// All reviewers.
    pub reviewers: BTreeSet<Reviewer>,
    /// From which the samples are drawn.
    pub seed: u64,
    /// Terms that are given to a reviewer; the others keep the one they had, or are divided so that all have about as many pairs.
    pub terms: BTreeMap<TermId, Reviewer>,
    /// How many pairs all judge.
    pub pilot: u32,
    /// Of the other pairs of each term and source, how many in a hundred a second reviewer judges.
    pub second_percent: u8,
}

/// Why pairs cannot be divided as asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AssignError {
    /// Nobody judges.
    #[error("there are no reviewers to assign anything to")]
    NoReviewers,
    /// Two judge a sample.
    #[error("a sample that two judge needs two reviewers, and there is only {0}")]
    OneReviewer(Reviewer),
    /// More than all.
    #[error("{0} % of the pairs cannot be drawn")]
    Percent(u8),
    /// A term of somebody who is no reviewer here.
    #[error("the term `{term}` is given to {reviewer}, who is none of the reviewers")]
    NoSuchReviewer {
        /// The term.
        term: TermId,
        /// Who is none of them.
        reviewer: Reviewer,
    },
    /// A term that was not searched.
    #[error("`{0}` is none of the terms of this run")]
    NoSuchTerm(TermId),
}

/// Divides the pairs of a run.
///
/// * The same seed, pairs and earlier assignment give the same.
/// * The pilot is drawn from each term and source in proportion, and has as many pairs as asked where there are so many.
/// * The second sample is drawn from each term and source apart: of `n` pairs `n x percent / 100`, rounded up or down by chance.
///   Pairs of the pilot, and pairs that only one reviewer may judge, are not in it.
/// * Nobody judges their own work; the pair goes to another, and to nobody (an empty list) where it is everybody's.
/// * With the seed of the earlier assignment, a pair that was drawn then and is still open stays drawn, and a pilot of the same size
///   is that pilot.
pub fn assign(
    open: &BTreeSet<OpenPair>,
    terms: &[TermId],
    wishes: &Wishes,
    earlier: Option<&Assigned>,
) -> Result<Assigned, AssignError> {
    refuse(terms, wishes)?;
    let leads = divide(open, terms, wishes, earlier);
    let with_this_seed = earlier.filter(|earlier| earlier.seed == wishes.seed);
    let before = with_this_seed.map(|earlier| earlier.pairs.iter()).into_iter().flatten();
    let before = before.map(|pair| ((&pair.publication, &pair.term), pair)).collect();
    let pilot_before = with_this_seed.map(|earlier| earlier.pilot);
    let draw = Draw { before, pilot_before, wishes, leads: &leads };
    let pilot = draw.pilot(open);
    let second = draw.second(open, &pilot);
    let mut pairs = Vec::new();
    for pair in open {
        let drawn = if pilot.contains(pair) {
            Drawn::Pilot
        } else if second.contains(pair) {
            Drawn::Second
        } else if leads.get(&pair.term).is_some_and(|lead| pair.own_work.is_of(lead)) {
            Drawn::OwnWork
        } else {
            continue;
        };
        let (publication, term) = (pair.publication.clone(), pair.term.clone());
        pairs.push(AssignedPair { publication, term, drawn, reviewers: draw.reviewers(pair, drawn) });
    }
    Ok(Assigned {
        reviewers: wishes.reviewers.iter().cloned().collect(),
        seed: wishes.seed,
        terms: leads,
        pilot: wishes.pilot,
        second_percent: wishes.second_percent,
        pairs,
    })
}

fn refuse(terms: &[TermId], wishes: &Wishes) -> Result<(), AssignError> {
    let Some(first) = wishes.reviewers.first() else { return Err(AssignError::NoReviewers) };
    if wishes.second_percent > 100 {
        return Err(AssignError::Percent(wishes.second_percent));
    }
    if wishes.reviewers.len() == 1 && (wishes.pilot > 0 || wishes.second_percent > 0) {
        return Err(AssignError::OneReviewer(first.clone()));
    }
    for (term, reviewer) in &wishes.terms {
        if !wishes.reviewers.contains(reviewer) {
            return Err(AssignError::NoSuchReviewer { term: term.clone(), reviewer: reviewer.clone() });
        }
        if !terms.contains(term) {
            return Err(AssignError::NoSuchTerm(term.clone()));
        }
    }
    Ok(())
}

/// Gives each term to a reviewer: as asked, as before, else the largest first to who has least.
fn divide(
    open: &BTreeSet<OpenPair>,
    terms: &[TermId],
    wishes: &Wishes,
    earlier: Option<&Assigned>,
) -> BTreeMap<TermId, Reviewer> {
    let mut size: BTreeMap<&TermId, usize> = terms.iter().map(|term| (term, 0)).collect();
    for pair in open {
        *size.entry(&pair.term).or_default() += 1;
    }
    let before = |term: &TermId| {
        earlier.and_then(|earlier| earlier.terms.get(term)).filter(|lead| wishes.reviewers.contains(lead))
    };
    let mut leads: BTreeMap<TermId, Reviewer> = BTreeMap::new();
    let mut load: BTreeMap<&Reviewer, usize> = wishes.reviewers.iter().map(|one| (one, 0)).collect();
    let mut rest = Vec::new();
    for (term, pairs) in &size {
        match wishes.terms.get(*term).or_else(|| before(term)) {
            Some(lead) => {
                leads.insert((*term).clone(), lead.clone());
                *load.entry(lead).or_default() += pairs;
            }
            None => rest.push((*pairs, *term)),
        }
    }
    rest.sort_by(|(a, one), (b, other)| b.cmp(a).then(one.cmp(other)));
    for (pairs, term) in rest {
        let Some(lead) = load.iter().min_by_key(|(one, pairs)| (**pairs, **one)).map(|(one, _)| *one) else {
            continue;
        };
        leads.insert(term.clone(), lead.clone());
        *load.entry(lead).or_default() += pairs;
    }
    leads
}

/// A term and a source: samples are drawn from each of them.
type Stratum<'p> = (&'p TermId, &'p SourceId);

struct Draw<'a> {
    /// What was drawn with the same seed before.
    before: BTreeMap<(&'a PublicationId, &'a TermId), &'a AssignedPair>,
    /// How many were asked for the pilot then.
    pilot_before: Option<u32>,
    wishes: &'a Wishes,
    leads: &'a BTreeMap<TermId, Reviewer>,
}

impl Draw<'_> {
    fn pilot(&self, open: &BTreeSet<OpenPair>) -> BTreeSet<OpenPair> {
        if self.pilot_before == Some(self.wishes.pilot) {
            return open
                .iter()
                .filter(|pair| self.drawn_before(pair, Drawn::Pilot).is_some())
                .cloned()
                .collect();
        }
        let strata = strata(open.iter().filter(|pair| self.may_judge(pair).len() > 1));
        let all: usize = strata.values().map(Vec::len).sum();
        let wanted = (self.wishes.pilot as usize).min(all);
        if wanted == 0 {
            return BTreeSet::new();
        }
        let mut shares: BTreeMap<Stratum<'_>, usize> = BTreeMap::new();
        let mut rests = Vec::new();
        for (stratum, pairs) in &strata {
            let whole = wanted * pairs.len() / all;
            shares.insert(*stratum, whole);
            let rest = wanted * pairs.len() % all;
            rests.push((
                std::cmp::Reverse(rest),
                self.chance(&["pilot", stratum.0.as_str(), stratum.1.as_str()]),
                *stratum,
            ));
        }
        rests.sort();
        let given: usize = shares.values().sum();
        for (_, _, stratum) in rests.into_iter().take(wanted - given) {
            *shares.entry(stratum).or_default() += 1;
        }
        let drawn =
            strata.iter().flat_map(|(stratum, pairs)| self.first_of(pairs, shares[stratum], Drawn::Pilot));
        drawn.collect()
    }

    fn second(&self, open: &BTreeSet<OpenPair>, pilot: &BTreeSet<OpenPair>) -> BTreeSet<OpenPair> {
        let frame = open.iter().filter(|pair| !pilot.contains(pair) && self.may_judge(pair).len() > 1);
        let percent = u64::from(self.wishes.second_percent);
        if percent == 0 {
            return BTreeSet::new();
        }
        let drawn = strata(frame).into_iter().flat_map(|(stratum, pairs)| {
            let chance = self.chance(&["second", stratum.0.as_str(), stratum.1.as_str()]) % 100;
            let wanted = (percent * pairs.len() as u64 + chance) / 100;
            self.first_of(&pairs, wanted as usize, Drawn::Second)
        });
        drawn.collect()
    }

    /// That many pairs, by chance; those that were drawn before come first, and all of them.
    fn first_of(&self, pairs: &[&OpenPair], wanted: usize, drawn: Drawn) -> Vec<OpenPair> {
        let mut sorted: Vec<(bool, u64, &OpenPair)> = pairs
            .iter()
            .map(|pair| {
                let chance = self.chance(&[drawn.as_str(), pair.publication.as_str(), pair.term.as_str()]);
                (self.drawn_before(pair, drawn).is_none(), chance, *pair)
            })
            .collect();
        sorted.sort();
        let before = sorted.iter().filter(|(is_new, _, _)| !is_new).count();
        sorted.into_iter().take(wanted.max(before)).map(|(_, _, pair)| pair.clone()).collect()
    }

    fn drawn_before(&self, pair: &OpenPair, drawn: Drawn) -> Option<&AssignedPair> {
        let before = self.before.get(&(&pair.publication, &pair.term));
        before.copied().filter(|before| before.drawn == drawn)
    }

    /// Everybody whose own work it is not.
    fn may_judge(&self, pair: &OpenPair) -> Vec<&Reviewer> {
        self.wishes.reviewers.iter().filter(|one| !pair.own_work.is_of(one)).collect()
    }

    /// Who judge a pair that is listed.
    fn reviewers(&self, pair: &OpenPair, drawn: Drawn) -> Vec<Reviewer> {
        let lead = self.leads.get(&pair.term);
        let mut may: Vec<&Reviewer> = self.may_judge(pair);
        if drawn == Drawn::Second
            && let Some(before) = self.drawn_before(pair, drawn)
            && before.reviewers.iter().all(|one| may.contains(&one))
        {
            return before.reviewers.clone();
        }
        let wanted = match drawn {
            Drawn::Pilot => may.len(),
            Drawn::Second => 2,
            Drawn::OwnWork => 1,
        };
        may.sort_by_key(|one| {
            let chance = self.chance(&["who", pair.publication.as_str(), pair.term.as_str(), one.as_str()]);
            (lead != Some(*one), chance)
        });
        let mut chosen: Vec<Reviewer> = may.into_iter().take(wanted).cloned().collect();
        chosen.sort();
        chosen
    }

    /// A number that hangs on the seed and these words alone.
    fn chance(&self, words: &[&str]) -> u64 {
        let mut hash = Sha256::new();
        hash.update(self.wishes.seed.to_le_bytes());
        for word in words {
            hash.update((word.len() as u64).to_le_bytes());
            hash.update(word);
        }
        let digest = hash.finalize();
        digest.iter().take(8).fold(0, |number, byte| (number << 8) | u64::from(*byte))
    }
}

fn strata<'p>(pairs: impl Iterator<Item = &'p OpenPair>) -> BTreeMap<Stratum<'p>, Vec<&'p OpenPair>> {
    let mut strata: BTreeMap<Stratum<'p>, Vec<&OpenPair>> = BTreeMap::new();
    for pair in pairs {
        strata.entry((&pair.term, &pair.source)).or_default().push(pair);
    }
    strata
}
