//! What holds for any two harvests.

use crate::world::{Harvest, InMemory, OTHER_TERM, Publication, TERM, harvest, publication, words};
use bron_compare::{Comparison, compare};
use bron_model::{DifferenceCategory, Outcome, QueryStatus};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

const OUTCOMES: [Outcome; 5] =
    [Outcome::Included, Outcome::OutE1a, Outcome::OutE1b, Outcome::OutW, Outcome::Unclear];

/// A publication of which each side may have another state.
fn any_publication(number: usize) -> impl Strategy<Value = Publication> {
    let url = prop::sample::select(vec!["", "-nieuw", "-oud"]);
    let text = prop::sample::select(vec![0_usize, 1, 2]);
    let terms = prop::sample::select(vec![vec![TERM], vec![OTHER_TERM], vec![TERM, OTHER_TERM]]);
    let ids = (any::<bool>(), any::<bool>(), any::<bool>());
    (url, text, terms, ids, 0..OUTCOMES.len(), any::<bool>()).prop_map(
        move |(ending, text, terms, (doi, site_id, file), outcome, judged)| Publication {
            title: format!("Ouder worden in dorp{}", if text == 2 { "en" } else { "" }),
            doi: if doi { format!("10.1234/{number}") } else { String::new() },
            site_id: if site_id { number.to_string() } else { String::new() },
            file: if file { format!("bytes{number}") } else { String::new() },
            text: match text {
                0 => words(&format!("tekst{number}"), 200),
                1 => format!(
                    "{} {}",
                    words(&format!("tekst{number}"), 170),
                    words(&format!("nieuw{number}"), 30)
                ),
                _ => words(&format!("anders{number}"), 200),
            },
            outcomes: terms.into_iter().map(|term| (term, OUTCOMES[outcome])).collect(),
            judged,
            ..publication(&format!("https://movisie.nl/p{number}{ending}"))
        },
    )
}

fn any_harvest(name: &'static str) -> impl Strategy<Value = Harvest> {
    let statuses = prop::sample::select(vec![
        QueryStatus::Hits,
        QueryStatus::NoneReported,
        QueryStatus::Capped,
        QueryStatus::Failed,
        QueryStatus::StoppedByProtocol,
    ]);
    let publications: Vec<_> = (0..6).map(|number| prop::option::of(any_publication(number))).collect();
    let answers = prop::collection::vec((0..6_usize, prop::sample::select(vec!["200", "404", "503"])), 0..4);
    (publications, statuses.clone(), statuses, answers).prop_map(
        move |(publications, one, other, answers)| Harvest {
            statuses: BTreeMap::from([(TERM, one), (OTHER_TERM, other)]),
            answers: answers
                .into_iter()
                .map(|(number, outcome)| (format!("https://movisie.nl/p{number}"), outcome, None))
                .collect(),
            ..harvest(name, "2024-06-15", publications.into_iter().flatten().collect())
        },
    )
}

/// What one side alone has, by id.
fn alone(found: &Comparison, in_a: bool) -> BTreeSet<String> {
    let rows = found.differences.iter().filter(|row| row.category != DifferenceCategory::PossibleMatch);
    rows.filter_map(|row| match (&row.publication_a, &row.publication_b) {
        (Some(id), None) if in_a => Some(id.to_string()),
        (None, Some(id)) if !in_a => Some(id.to_string()),
        _ => None,
    })
    .collect()
}

proptest! {
    #[test]
    fn every_publication_is_in_one_place_and_the_numbers_add_up(a in any_harvest("a"), b in any_harvest("b")) {
        let found = a.compared_with(&b);
        let sums = found.sums;
        prop_assert_eq!(sums.a, sums.matched_a + sums.only_a + sums.not_comparable_a);
        prop_assert_eq!(sums.b, sums.matched_b + sums.only_b + sums.not_comparable_b);
        prop_assert_eq!(sums.a as usize, a.publications.len());
        prop_assert_eq!(alone(&found, true).len() as u64, sums.only_a + sums.not_comparable_a);
        prop_assert_eq!(alone(&found, false).len() as u64, sums.only_b + sums.not_comparable_b);
        for row in &found.counts {
            let causes = [row.new_publication, row.newly_indexed, row.appeared, row.gone, row.not_returned, row.not_asked,
                row.cut_off, row.document, row.criteria, row.reviewer, row.rule, row.merged, row.not_comparable];
            let sum: i64 = causes.into_iter().map(Option::unwrap).sum();
            prop_assert_eq!(Some(sum), row.difference);
        }
        let pairs: u64 = found.reasons.iter().filter(|row| row.term == "total" && row.from != "absent").map(|row| row.pairs).sum();
        let of_a: usize = a.publications.iter().map(|one| one.outcomes.len()).sum();
        prop_assert_eq!(pairs as usize, of_a);
    }

    #[test]
    fn swapping_the_sides_mirrors_what_is_in_one_only(a in any_harvest("a"), b in any_harvest("b")) {
        let (forth, back) = (a.compared_with(&b), b.compared_with(&a));
        prop_assert_eq!(alone(&forth, true), alone(&back, false));
        prop_assert_eq!(alone(&forth, false), alone(&back, true));
        prop_assert_eq!(forth.sums.unchanged_pairs, back.sums.unchanged_pairs);
        for category in [DifferenceCategory::Moved, DifferenceCategory::Revised, DifferenceCategory::Excerpt,
            DifferenceCategory::ChangedMetadata, DifferenceCategory::ChangedDecision, DifferenceCategory::PossibleMatch] {
            prop_assert_eq!(forth.count(category), back.count(category), "{}", category);
        }
        for (one, other) in forth.counts.iter().zip(&back.counts) {
            prop_assert_eq!(one.difference, other.difference.map(|by| -by));
        }
    }

    #[test]
    fn a_harvest_does_not_differ_from_itself(a in any_harvest("a")) {
        let found = a.compared_with(&a);
        prop_assert!(!found.differs(), "{:#?}", found.differences);
        prop_assert_eq!(found.sums.unchanged as usize, a.publications.len());
    }

    #[test]
    fn the_order_of_rows_makes_no_difference(a in any_harvest("a"), b in any_harvest("b"), seed in any::<u64>()) {
        let straight = a.compared_with(&b);
        let mut shuffled = fastrand::Rng::with_seed(seed);
        let mix = |harvest: &Harvest, rng: &mut fastrand::Rng| {
            let mut side = harvest.side();
            let mut places: Vec<usize> = (0..side.queries.len()).collect();
            rng.shuffle(&mut places);
            side.queries = places.iter().map(|at| side.queries[*at].clone()).collect();
            for record in &mut side.records {
                let now = |old: &usize| places.iter().position(|at| at == old).unwrap();
                record.found_by = record.found_by.iter().map(now).collect();
            }
            side
        };
        let (one, other) = (mix(&a, &mut shuffled), mix(&b, &mut shuffled));
        let texts = |harvest: &Harvest| harvest.publications.iter().map(|one| (one.id(), one.text.clone())).collect();
        let mixed = compare(&one, &other, &InMemory { a: texts(&a), b: texts(&b) }).unwrap();
        let categories = |found: &Comparison| {
            found.differences.iter().map(|row| (row.category, row.publication_a.clone(), row.publication_b.clone(), row.explains.clone()))
                .collect::<Vec<_>>()
        };
        prop_assert_eq!(categories(&straight), categories(&mixed));
        prop_assert_eq!(straight.counts, mixed.counts);
    }
}
