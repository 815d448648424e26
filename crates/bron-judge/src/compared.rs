//! Sets the first votes of every two reviewers side by side.

use crate::agreement::CrossTable;
use crate::first::{FirstVotes, Question, looked_at_the_same, verdict_of};
use bron_model::{
    AgreementRow, Criterion, JudgedOn, Judgement, PublicationId, Reviewer, Round, TermId, Unit, Verdict,
};
use std::collections::{BTreeMap, BTreeSet};

/// The terms with which each publication of a run is a pair.
pub type Pairs = BTreeMap<PublicationId, BTreeSet<TermId>>;

/// Two reviewers in one round, on one kind of material and under one version of the criteria: these are never counted together.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Setting {
    round: Round,
    judged_on: JudgedOn,
    criteria: String,
    a: Reviewer,
    b: Reviewer,
}

/// What two people said of one thing; nothing where one did not judge it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Said {
    Both(Verdict, Verdict),
    OnlyA(Verdict),
    OnlyB(Verdict),
    OtherText,
}

/// By publication and term; a publication that is no pair of this run has no term.
type ByPair = BTreeMap<(PublicationId, Option<TermId>), Said>;

/// The agreement of every two reviewers: per criterion and for all criteria together, for all terms and for each, in pairs and in
/// publications. Sorted by round, material, version of the criteria, reviewers, criterion (all together last), term (all first).
///
/// * A criterion that is decided once for a publication counts, in pairs, as often as the publication has terms.
/// * All criteria together: a pair is out for a reviewer who says so on one criterion; else it is in (or unclear) for one who voted on
///   every criterion that either of the two voted on. Who voted on fewer has not judged it.
/// * A publication is in where one of its pairs that both judged is in, unclear where one is unclear and none in, else out.
/// * What both judged when it was not the same text is counted apart.
pub fn agreement(first: &FirstVotes<'_>, pairs: &Pairs) -> Vec<AgreementRow> {
    let mut settings: BTreeMap<Setting, BTreeMap<Criterion, ByPair>> = BTreeMap::new();
    for (question, round, setting, said) in side_by_side(first) {
        let by_pair = settings.entry(setting_of(question, round, &setting)).or_default();
        let by_pair = by_pair.entry(question.criterion).or_default();
        for term in terms_of(question, pairs) {
            by_pair.insert((question.publication.clone(), term), said);
        }
    }
    let rows = settings.into_iter().flat_map(|(setting, criteria)| {
        let together = all_together(&criteria);
        let each = criteria.into_iter().map(|(criterion, by_pair)| (Some(criterion), by_pair));
        let all = each.chain([(None, together)]);
        all.flat_map(|(criterion, by_pair)| rows_of(&setting, criterion, &by_pair)).collect::<Vec<_>>()
    });
    rows.collect()
}

/// Two first votes that differ, with what was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disagreement<'a> {
    /// What was asked.
    pub question: Question,
    /// In which round.
    pub round: Round,
    /// The vote of the first reviewer, by name.
    pub a: &'a Judgement,
    /// That of the second.
    pub b: &'a Judgement,
}

/// The first votes on the same text that differ, by question, round and reviewers.
pub fn disagreements<'a>(first: &FirstVotes<'a>) -> Vec<Disagreement<'a>> {
    let differing =
        side_by_side(first).filter_map(|(question, round, (a, b), said)| match (said, a.1, b.1) {
            (Said::Both(x, y), Some(a), Some(b)) if x != y => {
                Some(Disagreement { question: question.clone(), round, a, b })
            }
            _ => None,
        });
    differing.collect()
}

type Two<'r, 'a> = ((&'r Reviewer, Option<&'a Judgement>), (&'r Reviewer, Option<&'a Judgement>));

/// Every question with every two reviewers of whom one at least voted on it.
fn side_by_side<'r, 'a>(
    first: &'r FirstVotes<'a>,
) -> impl Iterator<Item = (&'r Question, Round, Two<'r, 'a>, Said)> {
    let reviewers: BTreeSet<&Reviewer> = first.iter().flat_map(|(_, _, votes)| votes.keys()).collect();
    let reviewers: Vec<&Reviewer> = reviewers.into_iter().collect();
    first.iter().flat_map(move |(question, round, votes)| {
        let vote = |reviewer: &Reviewer| votes.get(reviewer).copied();
        let mut found = Vec::new();
        for (at, a) in reviewers.iter().enumerate() {
            for b in &reviewers[at + 1..] {
                if let Some(said) = said(question.judged_on, vote(a), vote(b)) {
                    found.push((question, round, ((*a, vote(a)), (*b, vote(b))), said));
                }
            }
        }
        found
    })
}

fn said(judged_on: JudgedOn, a: Option<&Judgement>, b: Option<&Judgement>) -> Option<Said> {
    match (a, b) {
        (Some(a), Some(b)) if !looked_at_the_same(judged_on, a, b) => Some(Said::OtherText),
        (Some(a), Some(b)) => Some(Said::Both(verdict_of(a)?, verdict_of(b)?)),
        (Some(a), None) => Some(Said::OnlyA(verdict_of(a)?)),
        (None, Some(b)) => Some(Said::OnlyB(verdict_of(b)?)),
        (None, None) => None,
    }
}

fn setting_of(question: &Question, round: Round, (a, b): &Two<'_, '_>) -> Setting {
    Setting {
        round,
        judged_on: question.judged_on,
        criteria: question.criteria.clone(),
        a: a.0.clone(),
        b: b.0.clone(),
    }
}

fn terms_of(question: &Question, pairs: &Pairs) -> Vec<Option<TermId>> {
    match (&question.term, pairs.get(&question.publication)) {
        (Some(term), _) => vec![Some(term.clone())],
        (None, Some(terms)) if !terms.is_empty() => terms.iter().cloned().map(Some).collect(),
        (None, _) => vec![None],
    }
}

/// What two people said of each pair as a whole.
fn all_together(criteria: &BTreeMap<Criterion, ByPair>) -> ByPair {
    let mut by_pair: BTreeMap<&(PublicationId, Option<TermId>), Vec<Said>> = BTreeMap::new();
    for (pair, said) in criteria.values().flatten() {
        by_pair.entry(pair).or_default().push(*said);
    }
    by_pair.into_iter().filter_map(|(pair, said)| Some((pair.clone(), together(&said)?))).collect()
}

fn together(said: &[Said]) -> Option<Said> {
    if said.contains(&Said::OtherText) {
        return Some(Said::OtherText);
    }
    let a = said.iter().map(|said| match said {
        Said::Both(a, _) | Said::OnlyA(a) => Some(*a),
        Said::OnlyB(_) | Said::OtherText => None,
    });
    let b = said.iter().map(|said| match said {
        Said::Both(_, b) | Said::OnlyB(b) => Some(*b),
        Said::OnlyA(_) | Said::OtherText => None,
    });
    match (as_a_whole(a), as_a_whole(b)) {
        (Some(a), Some(b)) => Some(Said::Both(a, b)),
        (Some(a), None) => Some(Said::OnlyA(a)),
        (None, Some(b)) => Some(Said::OnlyB(b)),
        (None, None) => None,
    }
}

/// What one person makes of a pair: out by any criterion; else in or unclear by all of them, or not judged.
fn as_a_whole(verdicts: impl Iterator<Item = Option<Verdict>>) -> Option<Verdict> {
    let verdicts: Vec<Option<Verdict>> = verdicts.collect();
    if verdicts.contains(&Some(Verdict::Exclude)) {
        return Some(Verdict::Exclude);
    }
    let verdicts: Option<Vec<Verdict>> = verdicts.into_iter().collect();
    let unclear = verdicts?.contains(&Verdict::Unclear);
    Some(if unclear { Verdict::Unclear } else { Verdict::Include })
}

/// What is counted of a setting and a criterion.
fn rows_of(setting: &Setting, criterion: Option<Criterion>, by_pair: &ByPair) -> Vec<AgreementRow> {
    let terms: BTreeSet<&TermId> = by_pair.keys().filter_map(|(_, term)| term.as_ref()).collect();
    let in_pairs = |wanted: Option<&TermId>| {
        let mut count = Count::default();
        for ((_, term), said) in by_pair {
            if term.is_some() && wanted.is_none_or(|wanted| term.as_ref() == Some(wanted)) {
                count.add(*said);
            }
        }
        count
    };
    let mut rows = vec![in_publications(by_pair).row(setting, criterion, None, Unit::Publications)];
    if !terms.is_empty() {
        rows.push(in_pairs(None).row(setting, criterion, None, Unit::Pairs));
    }
    let each = terms
        .into_iter()
        .map(|term| in_pairs(Some(term)).row(setting, criterion, Some(term.clone()), Unit::Pairs));
    rows.extend(each);
    rows
}

fn in_publications(by_pair: &ByPair) -> Count {
    let mut by_publication: BTreeMap<&PublicationId, Vec<Said>> = BTreeMap::new();
    for ((publication, _), said) in by_pair {
        by_publication.entry(publication).or_default().push(*said);
    }
    let mut count = Count::default();
    by_publication.values().for_each(|said| count.add_publication(said));
    count
}

/// How often what came.
#[derive(Debug, Clone, Copy, Default)]
struct Count {
    table: CrossTable,
    only_a: u64,
    only_b: u64,
    other_text: u64,
}

impl Count {
    fn add(&mut self, said: Said) {
        match said {
            Said::Both(a, b) => self.table.add(a, b),
            Said::OnlyA(_) => self.only_a += 1,
            Said::OnlyB(_) => self.only_b += 1,
            Said::OtherText => self.other_text += 1,
        }
    }

    /// Counts a publication by those of its pairs that both judged; without any, by who judged one.
    fn add_publication(&mut self, said: &[Said]) {
        let both: Vec<(Verdict, Verdict)> = said
            .iter()
            .filter_map(|said| match said {
                Said::Both(a, b) => Some((*a, *b)),
                _ => None,
            })
            .collect();
        if !both.is_empty() {
            let of_one = |one: fn(&(Verdict, Verdict)) -> Verdict| in_where_one_is(both.iter().map(one));
            self.table.add(of_one(|(a, _)| *a), of_one(|(_, b)| *b));
            return;
        }
        if said.contains(&Said::OtherText) {
            self.other_text += 1;
            return;
        }
        self.only_a += u64::from(said.iter().any(|said| matches!(said, Said::OnlyA(_))));
        self.only_b += u64::from(said.iter().any(|said| matches!(said, Said::OnlyB(_))));
    }

    fn row(
        &self,
        setting: &Setting,
        criterion: Option<Criterion>,
        term: Option<TermId>,
        unit: Unit,
    ) -> AgreementRow {
        AgreementRow {
            round: setting.round,
            judged_on: setting.judged_on,
            criteria: setting.criteria.clone(),
            a: setting.a.clone(),
            b: setting.b.clone(),
            criterion,
            term,
            unit,
            both: self.table.both(),
            only_a: self.only_a,
            only_b: self.only_b,
            other_text: self.other_text,
            table: self.table.counts(),
            agreed: self.table.agreed(),
            percent: self.table.percent(),
            kappa: self.table.kappa(),
            ac1: self.table.ac1(),
        }
    }
}

fn in_where_one_is(verdicts: impl Iterator<Item = Verdict>) -> Verdict {
    let verdicts: BTreeSet<Verdict> = verdicts.collect();
    let strongest = [Verdict::Include, Verdict::Unclear].into_iter().find(|one| verdicts.contains(one));
    strongest.unwrap_or(Verdict::Exclude)
}
