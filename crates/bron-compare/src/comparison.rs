//! Two runs beside each other: every difference with its evidence, and what it moves in Table 1.

use crate::Error;
use crate::both_sides::{BothSides, texts_may_differ};
use crate::decision::Pair;
use crate::effect::{Difference, Effect, Moves, counts};
use crate::identity::{Matched, Matching, identify};
use crate::one_side::OneSide;
use crate::queries::Queries;
use crate::side::{Record, Side};
use crate::texts::{Texts, compared};
use bron_model::{
    ComparedCountRow, ComparedQueryRow, DifferenceCategory, DifferenceRow, MatchRung, OutcomeRow,
    ReasonMoveRow, TermId,
};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// How two harvests differ.
#[derive(Debug, Clone, Serialize)]
pub struct Comparison {
    /// The first.
    pub a: AboutSide,
    /// The second.
    pub b: AboutSide,
    /// What holds for the two together.
    pub together: Together,
    /// What became of every publication: the numbers add up.
    pub sums: Sums,
    /// How many rows of `differences` there are of each category that occurs.
    pub by_category: BTreeMap<String, u64>,
    /// Table 1 on both sides, and what explains the difference.
    pub counts: Vec<ComparedCountRow>,
    /// How many pairs went from one outcome to another.
    pub reasons: Vec<ReasonMoveRow>,
    /// What was asked on both sides.
    pub queries: Vec<ComparedQueryRow>,
    /// Every difference, sorted.
    pub differences: Vec<DifferenceRow>,
}

/// What is told of a side.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct AboutSide {
    /// What it is called.
    pub name: String,
    /// The day of its harvest; empty where nobody says.
    pub harvested: String,
    /// The last day of its window; empty where no decision names it.
    pub until: String,
    /// The version of bron that made it; empty for a printed table.
    pub bron: String,
    /// The labels of the terms, by id, in the order of Table 1.
    #[serde(skip)]
    pub labels: Vec<(String, String)>,
}

/// What holds for two sides together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Together {
    /// Both read the same archive: what differs follows from the configuration and the judgements alone, and growth is exact.
    pub same_archive: bool,
    /// Both searched the same texts at the same sources with the same stop rules.
    pub same_search: bool,
    /// Both screened by the same criteria, word lists and window.
    pub same_screening: bool,
    /// A is a printed table of which the procedure was not reported.
    pub printed: bool,
}

/// What became of every publication and pair. `a` is `matched_a + only_a + not_comparable_a`, and so for B.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Sums {
    /// Publications in A.
    pub a: u64,
    /// Publications in B.
    pub b: u64,
    /// Of A, those that B has too.
    pub matched_a: u64,
    /// Of B, those that A has too.
    pub matched_b: u64,
    /// In A alone, where B asked the same.
    pub only_a: u64,
    /// In B alone, where A asked the same.
    pub only_b: u64,
    /// In A alone, where B did not ask the same.
    pub not_comparable_a: u64,
    /// In B alone, where A did not ask the same.
    pub not_comparable_b: u64,
    /// Publications of both sides in which nothing differs, their pairs included.
    pub unchanged: u64,
    /// Pairs that both have with the same outcome.
    pub unchanged_pairs: u64,
}

impl Comparison {
    /// Whether anything differs (exit code 2).
    pub fn differs(&self) -> bool {
        let query_differs = |row: &ComparedQueryRow| {
            (row.status_a, row.reported_a, row.hits_a, &row.interface_a)
                != (row.status_b, row.reported_b, row.hits_b, &row.interface_b)
                || row.only_a + row.only_b > 0
        };
        let count_differs = |row: &ComparedCountRow| row.a != row.b;
        !self.differences.is_empty()
            || self.counts.iter().any(count_differs)
            || self.queries.iter().any(query_differs)
    }

    /// How many rows there are of a category.
    pub fn count(&self, category: DifferenceCategory) -> u64 {
        self.by_category.get(category.as_str()).copied().unwrap_or(0)
    }
}

/// Compares two runs. Swapping them swaps what is in one of them only; the order of rows makes no difference.
pub fn compare(a: &Side, b: &Side, texts: &dyn Texts) -> Result<Comparison, Error> {
    let matching = identify(a, b, texts)?;
    let queries = Queries::new(a, b);
    let told = Telling { a, b, matching: &matching, one_side: OneSide { a, b, queries: &queries } };
    let changed = told.changed_texts(texts)?;
    let mut found: Vec<Difference> = Vec::new();
    let mut moves = Moves::default();
    let mut sums = Sums { a: a.records.len() as u64, b: b.records.len() as u64, ..Sums::default() };
    for group in &matching.groups {
        let before = found.len();
        told.group(group, &changed, &mut found, &mut moves, &mut sums);
        sums.matched_a += 1 + group.also_a.len() as u64;
        sums.matched_b += 1 + group.also_b.len() as u64;
        sums.unchanged += u64::from(found.len() == before);
    }
    for &at in &matching.only_a {
        let record = &a.records[at];
        record.outcomes.values().for_each(|row| moves.add(&row.term, Some(row.outcome), None));
        let difference = told.one_side.of_a(record);
        let apart = difference.row.category == DifferenceCategory::NotComparable;
        *(if apart { &mut sums.not_comparable_a } else { &mut sums.only_a }) += 1;
        found.push(difference);
    }
    for &at in &matching.only_b {
        let record = &b.records[at];
        record.outcomes.values().for_each(|row| moves.add(&row.term, None, Some(row.outcome)));
        let difference = told.one_side.of_b(record);
        let apart = difference.row.category == DifferenceCategory::NotComparable;
        *(if apart { &mut sums.not_comparable_b } else { &mut sums.only_b }) += 1;
        found.push(difference);
    }
    found.extend(told.possible());
    let labels = terms_of(a, b);
    let terms: Vec<TermId> = labels.iter().map(|(term, _)| term.clone()).collect();
    let counts = counts(&terms, &a.table1, &b.table1, &found)?;
    let mut differences: Vec<DifferenceRow> = found
        .into_iter()
        .map(|Difference { row, effect }| DifferenceRow { explains: effect.to_string(), ..row })
        .collect();
    differences.sort();
    let labels: Vec<(String, String)> =
        labels.into_iter().map(|(term, label)| (term.to_string(), label)).collect();
    Ok(Comparison {
        a: about(a, &labels),
        b: about(b, &labels),
        together: Together {
            same_archive: !a.made.archive.is_empty() && a.made.archive == b.made.archive,
            same_search: a.made.search_digest == b.made.search_digest,
            same_screening: a.made.screening_digest == b.made.screening_digest,
            printed: false,
        },
        sums,
        by_category: by_category(&differences),
        counts,
        reasons: moves.rows(&terms),
        queries: queries.rows(&matching),
        differences,
    })
}

/// How many rows there are of each category.
pub(crate) fn by_category(differences: &[DifferenceRow]) -> BTreeMap<String, u64> {
    let mut counted = BTreeMap::new();
    for row in differences {
        *counted.entry(row.category.to_string()).or_default() += 1;
    }
    counted
}

pub(crate) fn about(side: &Side, labels: &[(String, String)]) -> AboutSide {
    AboutSide {
        name: side.name.clone(),
        harvested: side.harvested.map(|day| day.to_string()).unwrap_or_default(),
        until: side.until.clone(),
        bron: side.made.bron.clone(),
        labels: labels.to_vec(),
    }
}

/// The terms of B in their order, then those that A alone has.
fn terms_of(a: &Side, b: &Side) -> Vec<(TermId, String)> {
    let mut terms = b.terms.clone();
    for (term, label) in &a.terms {
        if !terms.iter().any(|(known, _)| known == term) {
            terms.push((term.clone(), label.clone()));
        }
    }
    terms
}

type Changed = BTreeMap<(bron_model::PublicationId, bron_model::PublicationId), crate::texts::Compared>;

/// What is looked at while differences are told.
struct Telling<'a> {
    a: &'a Side,
    b: &'a Side,
    matching: &'a Matching,
    one_side: OneSide<'a>,
}

impl<'a> Telling<'a> {
    /// The texts of publications of both sides that are not known to be the same.
    fn changed_texts(&self, texts: &dyn Texts) -> Result<Changed, Error> {
        let two = |group: &Matched| (&self.a.records[group.a], &self.b.records[group.b]);
        let differ = self.matching.groups.iter().map(two).filter(|(a, b)| texts_may_differ(a, b));
        let pairs: BTreeSet<_> = differ.map(|(a, b)| (a.id().clone(), b.id().clone())).collect();
        if pairs.is_empty() { Ok(Changed::new()) } else { compared(texts, &pairs, true) }
    }

    fn group(
        &self,
        group: &Matched,
        changed: &Changed,
        found: &mut Vec<Difference>,
        moves: &mut Moves,
        sums: &mut Sums,
    ) {
        let (a, b) = (&self.a.records[group.a], &self.b.records[group.b]);
        let both = BothSides {
            a,
            b,
            rung: group.rung,
            evidence: &group.evidence,
            answers_b: &self.b.answers,
            compared: changed.get(&(a.id().clone(), b.id().clone())),
        };
        found.extend(both.rows().into_iter().map(|row| Difference { row, effect: Effect::default() }));
        let also = |also: &[(usize, MatchRung, String)], side: &'a Side| -> Vec<&'a Record> {
            also.iter().map(|(at, ..)| &side.records[*at]).collect()
        };
        let ours: Vec<&Record> = std::iter::once(a).chain(also(&group.also_a, self.a)).collect();
        let theirs: Vec<&Record> = std::iter::once(b).chain(also(&group.also_b, self.b)).collect();
        let mut spare: BTreeMap<(bool, usize), Effect> = BTreeMap::new();
        let terms: BTreeSet<&TermId> =
            ours.iter().chain(&theirs).flat_map(|record| record.outcomes.keys()).collect();
        for term in terms {
            let with_pair = |records: &[&'a Record]| -> Vec<(usize, &'a Record, &'a OutcomeRow)> {
                let has = records.iter().enumerate();
                has.filter_map(|(at, record)| Some((at, *record, record.outcomes.get(term)?))).collect()
            };
            let (mine, its) = (with_pair(&ours), with_pair(&theirs));
            match (mine.first(), its.first()) {
                (Some((_, one, before)), Some((_, other, after))) => {
                    moves.add(term, Some(before.outcome), Some(after.outcome));
                    if before.outcome == after.outcome {
                        sums.unchanged_pairs += 1;
                    } else {
                        found.push(self.decision(group.rung, [*one, *other], [*before, *after]));
                    }
                }
                (Some((_, _, before)), None) => {
                    moves.add(term, Some(before.outcome), None);
                    found.push(self.one_side.pair_of_a(&ours, b, group.rung, term, before.outcome));
                }
                (None, Some((_, _, after))) => {
                    moves.add(term, None, Some(after.outcome));
                    found.push(self.one_side.pair_of_b(a, &theirs, group.rung, term, after.outcome));
                }
                (None, None) => {}
            }
            for (at, _, row) in mine.iter().skip(1) {
                moves.add(term, Some(row.outcome), None);
                spare.entry((false, *at)).or_default().add(term, Some(row.outcome), None);
            }
            for (at, _, row) in its.iter().skip(1) {
                moves.add(term, None, Some(row.outcome));
                spare.entry((true, *at)).or_default().add(term, None, Some(row.outcome));
            }
        }
        self.joined(group, &mut spare, found);
    }

    /// A row for each further record that is the same publication.
    fn joined(
        &self,
        group: &Matched,
        spare: &mut BTreeMap<(bool, usize), Effect>,
        found: &mut Vec<Difference>,
    ) {
        let (a, b) = (&self.a.records[group.a], &self.b.records[group.b]);
        for (n, (at, rung, evidence)) in group.also_a.iter().enumerate() {
            let record = &self.a.records[*at];
            let told = format!("two publications in A, one in B: by {rung} {evidence}");
            let row = joined_row(record, b, *rung, "merged", &told);
            found.push(Difference { row, effect: spare.remove(&(false, n + 1)).unwrap_or_default() });
        }
        for (n, (at, rung, evidence)) in group.also_b.iter().enumerate() {
            let record = &self.b.records[*at];
            let told = format!("one publication in A, two in B: by {rung} {evidence}");
            let row = joined_row(a, record, *rung, "split", &told);
            found.push(Difference { row, effect: spare.remove(&(true, n + 1)).unwrap_or_default() });
        }
    }

    fn decision(&self, rung: MatchRung, records: [&Record; 2], outcomes: [&OutcomeRow; 2]) -> Difference {
        let [before, after] = outcomes;
        let (cause, evidence) = Pair { sides: [self.a, self.b], records, outcomes }.cause();
        let row = DifferenceRow {
            category: DifferenceCategory::ChangedDecision,
            publication_a: Some(records[0].id().clone()),
            publication_b: Some(records[1].id().clone()),
            term: Some(before.term.clone()),
            field: "outcome".to_owned(),
            matched_by: Some(rung),
            because: Some(cause),
            before: before.outcome.to_string(),
            after: after.outcome.to_string(),
            evidence,
            explains: String::new(),
            title: records[1].row.title.clone(),
            text_diff: String::new(),
        };
        Difference { row, effect: Effect::of(&before.term, Some(before.outcome), Some(after.outcome)) }
    }

    fn possible(&self) -> Vec<Difference> {
        let row = |one: &crate::identity::Possible| {
            let (a, b) = (&self.a.records[one.a], &self.b.records[one.b]);
            DifferenceRow {
                category: DifferenceCategory::PossibleMatch,
                field: String::new(),
                before: a.row.url.clone(),
                after: b.row.url.clone(),
                ..joined_row(a, b, one.rung, "", &one.evidence)
            }
        };
        let all = self.matching.possible.iter().map(row);
        all.map(|row| Difference { row, effect: Effect::default() }).collect()
    }
}

/// The row of two records that are one publication on the other side.
fn joined_row(a: &Record, b: &Record, rung: MatchRung, field: &str, evidence: &str) -> DifferenceRow {
    DifferenceRow {
        category: DifferenceCategory::ChangedMetadata,
        publication_a: Some(a.id().clone()),
        publication_b: Some(b.id().clone()),
        term: None,
        field: field.to_owned(),
        matched_by: Some(rung),
        because: None,
        before: a.row.url.clone(),
        after: b.row.url.clone(),
        evidence: evidence.to_owned(),
        explains: String::new(),
        title: b.row.title.clone(),
        text_diff: String::new(),
    }
}
