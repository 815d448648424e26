//! How far reviewers agree: measures against published examples, and what counts as a first independent vote.

use crate::made::*;
use bron_judge::{CrossTable, FirstVotes, Pairs, Records, agreement, disagreements};
use bron_model::{
    AgreementRow, Criterion, Estimate, JudgedOn, Judgement, Round, Says, Screened, TermId, Undefined, Unit,
    Verdict,
};
use proptest::prelude::*;
use std::collections::BTreeSet;

fn close(found: Option<f64>, expected: f64, within: f64) {
    let found = found.expect("it is defined");
    assert!((found - expected).abs() <= within, "{found} is not {expected}");
}

#[test]
fn cohens_own_example() {
    // Cohen 1960, table 1: 200 subjects, three diagnoses; observed .70, by chance .41, kappa .492.
    let table = CrossTable::from([[88, 14, 18], [10, 40, 10], [2, 6, 12]]);
    close(table.percent(), 70.0, 1e-9);
    close(table.kappa().value, 0.492, 0.0005);
}

#[test]
fn the_example_of_fleiss_levin_and_paik() {
    // Statistical Methods for Rates and Proportions, 3rd edition, section 18.1: kappa .68 with a standard error of .087.
    let kappa = CrossTable::from([[75, 1, 4], [5, 4, 1], [0, 0, 10]]).kappa();
    close(kappa.value, 0.68, 0.005);
    close(kappa.standard_error, 0.087, 0.001);
}

#[test]
fn the_two_abstractors_of_gwet() {
    // Handbook of Inter-Rater Reliability, 4th edition; as printed in the manual of the R package irrCAC.
    let table = CrossTable::from([[13, 0, 0], [0, 20, 7], [0, 4, 56]]);
    close(table.kappa().value, 0.796_409_4, 5e-8);
    close(table.kappa().standard_error, 0.058_910_72, 5e-9);
    close(table.ac1().value, 0.849_330_5, 5e-8);
    close(table.ac1().standard_error, 0.043_217_47, 5e-9);
    close(table.ac1().low, 0.8493 - 1.96 * 0.0432, 0.001);
}

#[test]
fn what_is_undefined_says_why_and_is_never_a_zero() {
    let none = CrossTable::default();
    assert_eq!((none.both(), none.percent()), (0, None));
    assert_eq!(none.kappa().undefined, Some(Undefined::NoOverlap));
    assert_eq!(none.ac1().undefined, Some(Undefined::NoOverlap));

    let all_out = CrossTable::from([[0, 0, 0], [0, 12, 0], [0, 0, 0]]);
    assert_eq!((all_out.kappa().value, all_out.kappa().undefined), (None, Some(Undefined::OneVerdict)));
    assert_eq!((all_out.ac1().value, all_out.ac1().standard_error), (Some(1.0), None));

    // One of them varies: kappa is 0, and that is a finding.
    let one_varies = CrossTable::from([[5, 5, 0], [0, 0, 0], [0, 0, 0]]);
    close(one_varies.kappa().value, 0.0, 1e-12);

    let both_perfect = CrossTable::from([[5, 0, 0], [0, 5, 0], [0, 0, 0]]);
    assert_eq!((both_perfect.kappa().value, both_perfect.kappa().low), (Some(1.0), None));
}

proptest! {
    #[test]
    fn measures_keep_within_their_bounds_and_do_not_mind_who_comes_first(
        counts in prop::array::uniform3(prop::array::uniform3(0_u64..40))
    ) {
        let mut turned = [[0; 3]; 3];
        let mut renamed = [[0; 3]; 3];
        for i in 0..3 {
            for j in 0..3 {
                turned[j][i] = counts[i][j];
                renamed[(i + 1) % 3][(j + 1) % 3] = counts[i][j];
            }
        }
        let same = |one: Estimate, other: Estimate| {
            let close = |a: Option<f64>, b: Option<f64>| match (a, b) {
                (Some(a), Some(b)) => (a - b).abs() < 1e-9,
                (None, None) => true,
                _ => false,
            };
            close(one.value, other.value) && close(one.low, other.low) && close(one.high, other.high)
        };
        let table = CrossTable::from(counts);
        for other in [CrossTable::from(turned), CrossTable::from(renamed)] {
            prop_assert!(same(table.kappa(), other.kappa()), "{:?} {:?}", table.kappa(), other.kappa());
            prop_assert!(same(table.ac1(), other.ac1()), "{:?} {:?}", table.ac1(), other.ac1());
        }
        for estimate in [table.kappa(), table.ac1()] {
            prop_assert_eq!(estimate.value.is_none(), estimate.undefined.is_some());
            if let Some(value) = estimate.value {
                prop_assert!(value.is_finite() && (-1.0..=1.0 + 1e-12).contains(&value), "{}", value);
            }
            if let (Some(value), Some(low), Some(high)) = (estimate.value, estimate.low, estimate.high) {
                prop_assert!(-1.0 <= low && low <= value && value <= high && high <= 1.0);
            }
        }
    }
}

fn records() -> Records {
    let mut records = Records::default();
    records.add(&publication("p"), &[document("p", "x")]);
    records.add(&publication("q"), &[document("q", "y")]);
    records
}

fn pairs() -> Pairs {
    let other = TermId::new("vitale-buurten").unwrap();
    [(id("p"), BTreeSet::from([term(), other])), (id("q"), BTreeSet::from([term()]))].into()
}

fn rows(all: &[Judgement]) -> Vec<AgreementRow> {
    agreement(&FirstVotes::of(all, &records()), &pairs())
}

/// The row of E1b in pairs, of the first two reviewers.
fn e1b(all: &[Judgement]) -> Option<AgreementRow> {
    rows(all)
        .into_iter()
        .find(|row| row.criterion == Some(Criterion::E1b) && row.term.is_none() && row.unit == Unit::Pairs)
}

/// What was said of one pair by both: nothing where one of them did not judge it.
fn said(all: &[Judgement]) -> Option<(Verdict, Verdict)> {
    let row = e1b(all)?;
    for first in Verdict::ALL {
        for second in Verdict::ALL {
            if row.table[*first as usize][*second as usize] > 0 {
                return Some((*first, *second));
            }
        }
    }
    None
}

fn about(mut one: Judgement, name: &str, file: &str) -> Judgement {
    one.given.publication = id(name);
    one.given.judged = bron_judge::judged(&publication(name), &[document(name, file)]);
    one
}

fn in_round(mut one: Judgement, round: Round) -> Judgement {
    one.given.round = round;
    one
}

use Verdict::{Exclude, Include, Unclear};

#[test]
fn a_changed_mind_counts_with_what_was_said_first_and_a_consensus_never() {
    let ab = judgement("AB", 1, verdict(Include));
    let cd = judgement("CD", 2, verdict(Exclude));
    let changed = superseding(&ab, 3, verdict(Exclude));
    let consensus = judgement("consensus", 4, verdict(Exclude));
    assert_eq!(said(&[ab.clone(), cd.clone(), changed, consensus]), Some((Include, Exclude)));
    let first = FirstVotes::of(&[], &records());
    assert_eq!(agreement(&first, &pairs()), Vec::new());
}

#[test]
fn a_vote_taken_back_at_once_was_not_meant_and_one_taken_back_after_the_other_voted_counts() {
    let ab = judgement("AB", 1, verdict(Include));
    let back = |number| superseding(&ab, number, Says::Withdrawn);
    let again = |number| judgement("AB", number, verdict(Unclear));
    let cd = judgement("CD", 3, verdict(Exclude));
    assert_eq!(said(&[ab.clone(), back(2), cd.clone(), again(4)]), Some((Unclear, Exclude)));
    let late = [ab.clone(), cd.clone(), back(4), again(5)];
    assert_eq!(said(&late), Some((Include, Exclude)));
    assert_eq!(said(&[ab.clone(), back(2), cd]), None, "AB has no vote at all");
}

#[test]
fn a_vote_after_the_others_could_be_seen_is_left_out_and_counted() {
    let pilot = |reviewer, number, says| in_round(judgement(reviewer, number, says), Round::Pilot);
    let all = [
        pilot("AB", 1, verdict(Include)),
        pilot("CD", 2, verdict(Exclude)),
        judgement("AB", 3, verdict(Exclude)),
        judgement("CD", 4, verdict(Exclude)),
    ];
    let first = FirstVotes::of(&all, &records());
    let left_out: Vec<&str> = first.not_independent.iter().map(bron_model::JudgementId::as_str).collect();
    assert_eq!(left_out, ["AB.a.3", "CD.a.4"]);
    let found = e1b(&all).unwrap();
    assert_eq!((found.round, found.both, found.agreed), (Round::Pilot, 1, 0));

    // A third reviewer after the consensus has heard of it.
    let with_third = [
        judgement("AB", 1, verdict(Include)),
        judgement("CD", 2, verdict(Exclude)),
        judgement("consensus", 3, verdict(Include)),
        judgement("EF", 4, verdict(Include)),
    ];
    let first = FirstVotes::of(&with_third, &records());
    assert_eq!(first.not_independent.len(), 1);
}

#[test]
fn rounds_materials_and_versions_of_the_criteria_are_never_counted_together() {
    let mut reworded = judgement("CD", 2, verdict(Include));
    reworded.given.criteria = "2025-1".into();
    let ab = judgement("AB", 1, verdict(Include));
    assert_eq!(said(&[ab.clone(), reworded]), None);
    let mut listing = judgement("CD", 2, verdict(Include));
    if let Says::Verdict { screened, .. } = &mut listing.given.says {
        *screened = Screened::Listing;
    }
    let found = rows(&[ab, listing]);
    let materials: BTreeSet<JudgedOn> = found.iter().map(|row| row.judged_on).collect();
    assert_eq!(materials, BTreeSet::from([JudgedOn::Listing, JudgedOn::Text]));
    assert!(found.iter().all(|row| row.both == 0 && row.kappa.undefined == Some(Undefined::NoOverlap)));
}

#[test]
fn overlap_is_partial_and_said_and_three_reviewers_are_compared_two_by_two() {
    let all = [
        judgement("AB", 1, verdict(Include)),
        about(judgement("AB", 2, verdict(Include)), "q", "y"),
        judgement("CD", 3, verdict(Include)),
        about(judgement("EF", 4, verdict(Exclude)), "q", "y"),
    ];
    let found: Vec<(String, u64, u64, u64, u64)> = rows(&all)
        .into_iter()
        .filter(|row| row.criterion == Some(Criterion::E1b) && row.unit == Unit::Pairs && row.term.is_none())
        .map(|row| (format!("{} {}", row.a, row.b), row.both, row.only_a, row.only_b, row.agreed))
        .collect();
    let expected = [("AB CD", 1, 1, 0, 1), ("AB EF", 1, 1, 0, 0), ("CD EF", 0, 1, 1, 0)]
        .map(|(who, both, a, b, agreed)| (who.to_owned(), both, a, b, agreed));
    assert_eq!(found, expected);
}

#[test]
fn two_who_read_another_file_are_not_compared() {
    let other = about(judgement("CD", 2, verdict(Include)), "p", "z");
    let row = e1b(&[judgement("AB", 1, verdict(Include)), other]).unwrap();
    assert_eq!((row.both, row.other_text), (0, 1));
}

fn on_publication(criterion: Criterion, verdict: Verdict) -> Says {
    Says::Verdict {
        term: None,
        criterion,
        verdict,
        reason: String::new(),
        evidence: Vec::new(),
        screened: Screened::FullText,
    }
}

#[test]
fn a_criterion_on_a_publication_counts_in_pairs_as_often_as_it_has_terms() {
    let all = [
        judgement("AB", 1, on_publication(Criterion::E3, Exclude)),
        judgement("CD", 2, on_publication(Criterion::E3, Include)),
        about(judgement("AB", 3, on_publication(Criterion::E3, Include)), "q", "y"),
        about(judgement("CD", 4, on_publication(Criterion::E3, Include)), "q", "y"),
    ];
    let counted: Vec<(Unit, bool, u64, u64)> = rows(&all)
        .iter()
        .filter(|row| row.criterion == Some(Criterion::E3))
        .map(|row| (row.unit, row.term.is_some(), row.both, row.agreed))
        .collect();
    let pair = Unit::Pairs;
    assert_eq!(
        counted,
        [(Unit::Publications, false, 2, 1), (pair, false, 3, 1), (pair, true, 2, 1), (pair, true, 1, 0)]
    );
}

#[test]
fn all_criteria_together_are_in_out_or_not_judged() {
    // AB puts the pair out on E1b and need not go on; CD has it in on both.
    let all = [
        judgement("AB", 1, verdict(Exclude)),
        judgement("CD", 2, verdict(Include)),
        judgement("CD", 3, on_publication(Criterion::E3, Include)),
    ];
    let together = |all: &[Judgement]| {
        let found = rows(all);
        let row = found
            .iter()
            .find(|row| row.criterion.is_none() && row.term == Some(term()) && row.unit == Unit::Pairs);
        row.map(|row| (row.table, row.only_b)).unwrap()
    };
    let mut expected = [[0; 3]; 3];
    expected[Exclude as usize][Include as usize] = 1;
    assert_eq!(together(&all), (expected, 0));
    // AB lets it in on E1b and did not come to E3: not judged as a whole.
    let halfway = [judgement("AB", 1, verdict(Include)), all[1].clone(), all[2].clone()];
    assert_eq!(together(&halfway), ([[0; 3]; 3], 1));
}

#[test]
fn differences_are_listed_with_both_votes() {
    let all = [
        judgement("AB", 1, verdict(Include)),
        judgement("CD", 2, verdict(Unclear)),
        about(judgement("AB", 3, verdict(Include)), "q", "y"),
        about(judgement("CD", 4, verdict(Include)), "q", "y"),
    ];
    let first = FirstVotes::of(&all, &records());
    let found = disagreements(&first);
    let ids: Vec<(&str, &str)> = found.iter().map(|one| (one.a.id.as_str(), one.b.id.as_str())).collect();
    assert_eq!(ids, [("AB.a.1", "CD.a.2")]);
}

proptest! {
    #[test]
    fn the_order_in_which_judgements_are_read_does_not_matter(
        votes in prop::collection::vec((0_usize..3, 0_usize..3, any::<bool>(), any::<bool>()), 0..14),
        seed in any::<u64>(),
    ) {
        let mut all: Vec<Judgement> = Vec::new();
        for (number, (who, what, is_q, changes)) in votes.into_iter().enumerate() {
            let number = number as u64 + 1;
            let says = verdict(Verdict::ALL[what]);
            let who = ["AB", "CD", "consensus"][who];
            let old = all.iter().rev().find(|one| one.reviewer.as_str() == who).cloned();
            let one = match old {
                Some(old) if changes => superseding(&old, number, says),
                _ => judgement(who, number, says),
            };
            all.push(if is_q { about(one, "q", "y") } else { one });
        }
        let expected = rows(&all);
        let mut other = all.clone();
        let shift = (seed % (all.len() as u64 + 1)) as usize;
        other.rotate_left(shift.min(all.len()));
        other.reverse();
        prop_assert_eq!(rows(&other), expected.clone());
        for row in expected {
            prop_assert!(row.a < row.b && !row.a.is_consensus() && !row.b.is_consensus());
            prop_assert_eq!(row.table.iter().flatten().sum::<u64>(), row.both);
        }
    }
}
