use crate::rows::*;
use bron_model::{Outcome, OutcomeRow, QueryStatus, Route, Table1Row};
use bron_synthesis::{Error, check_table1, table1};
use proptest::prelude::*;

fn numbers(row: &Table1Row) -> [u64; 9] {
    [
        row.identified,
        row.excluded_e1a,
        row.excluded_e1b,
        row.excluded_e2_e3,
        row.unclear,
        row.not_retrieved,
        row.included,
        row.unclear_identified,
        row.incomplete_queries,
    ]
}

#[test]
fn each_outcome_has_its_column_and_the_printed_order_stays() {
    let care = "community-care";
    let mut open = outcome(care, "a", Outcome::Unclear);
    open.unclear = "W E1b".into();
    let outcomes = [
        open,
        outcome(care, "b", Outcome::OutE1a),
        outcome(care, "c", Outcome::OutE1b),
        outcome(care, "d", Outcome::OutE2),
        outcome(care, "e", Outcome::OutE3),
        outcome(care, "f", Outcome::NotRetrieved),
        outcome(care, "g", Outcome::Included),
        outcome(care, "h", Outcome::OutI1),
        outcome(care, "i", Outcome::OutI2),
        outcome(care, "j", Outcome::OutW),
        OutcomeRow { via: Route::Text, ..outcome("samenzorg", "a", Outcome::Included) },
    ];
    let queries = [
        query("lsa", "samenzorg", QueryStatus::NoneReported),
        query("lsa", "community-care", QueryStatus::Hits),
        query("vilans", "community-care", QueryStatus::NotSearched),
        query("vilans", "samenzorg", QueryStatus::Unreadable),
        query("movisie", "samenzorg", QueryStatus::Blocked),
    ];
    let rows = table1(&terms(), &pairs(&outcomes), &queries).unwrap();
    let said: Vec<(&str, &str)> = rows.iter().map(|row| (row.term.as_str(), row.label.as_str())).collect();
    assert_eq!(said, [("samenzorg", "Samenzorg"), ("community-care", "Community Care"), ("total", "total")]);
    assert_eq!(numbers(&rows[0]), [0, 0, 0, 0, 0, 0, 0, 0, 2]);
    assert_eq!(numbers(&rows[1]), [7, 1, 1, 2, 1, 1, 1, 1, 1]);
    assert_eq!(numbers(&rows[2]), [7, 1, 1, 2, 1, 1, 1, 1, 3]);
}

#[test]
fn without_outcomes_every_number_is_zero() {
    let rows = table1(&terms(), &pairs(&[]), &[]).unwrap();
    assert!(rows.len() == 3 && rows.iter().all(|row| numbers(row) == [0; 9]));
}

#[test]
fn a_pair_with_two_outcomes_and_a_term_of_no_protocol_are_refused_by_name() {
    let twice = [outcome("samenzorg", "a", Outcome::Included), outcome("samenzorg", "a", Outcome::Unclear)];
    let error = table1(&terms(), &pairs(&twice), &[]).unwrap_err();
    assert_eq!(error.to_string(), "outcomes.csv: the pair `samenzorg`, `a` has 2 rows: included, unclear");
    assert!(error.hint().is_some());
    let strange = [outcome("vitale-buurten", "a", Outcome::Included)];
    assert!(matches!(table1(&terms(), &pairs(&strange), &[]), Err(Error::UnknownTerm { .. })));
}

fn check_refused(change: impl FnOnce(&mut Vec<Table1Row>), expected: &str) {
    let outcomes = [
        outcome("samenzorg", "a", Outcome::Included),
        outcome("community-care", "a", Outcome::OutE1a),
        outcome("community-care", "b", Outcome::Unclear),
    ];
    let mut rows = table1(&terms(), &pairs(&outcomes), &[]).unwrap();
    change(&mut rows);
    assert_eq!(check_table1(&rows, &pairs(&outcomes)).unwrap_err().to_string(), expected);
}

#[test]
fn sums_that_do_not_add_up_are_refused_with_the_rows_at_fault() {
    check_refused(
        |rows| rows[1].included = 1,
        "table1.csv: row `community-care`: identified is 2, its six columns add up to 3",
    );
    check_refused(
        |rows| (rows[2].identified, rows[2].included) = (4, 2),
        "table1.csv: column `identified`: the total row says 4, the terms add up to 3 (samenzorg 1, community-care 2)",
    );
    check_refused(
        |rows| (rows[1].unclear, rows[1].included, rows[2].unclear, rows[2].included) = (0, 1, 0, 2),
        "table1.csv: row `community-care`, column `unclear`: the table says 0, outcomes.csv has 1",
    );
    check_refused(|rows| drop(rows.pop()), "table1.csv: 0 rows are called `total`, there must be one");
    check_refused(
        |rows| rows.push(rows[0].clone()),
        "table1.csv: 2 rows are called `samenzorg`, there must be one",
    );
    check_refused(
        |rows| rows[0].identified = u64::MAX,
        "table1.csv: row `samenzorg`: identified is 18446744073709551615, its six columns add up to 1",
    );
}

/// Outcomes with one row a pair.
pub fn any_outcomes() -> impl Strategy<Value = Vec<OutcomeRow>> {
    let one = (0..Outcome::ALL.len(), 0..4usize, proptest::bool::weighted(0.8));
    proptest::collection::btree_map((0..2usize, 0..12u8), one, 0..24).prop_map(|pairs| {
        let unclear = ["", "E1b", "W E1b", "I1"];
        pairs
            .into_iter()
            .map(|((term, publication), (fate, open, counted))| OutcomeRow {
                unclear: unclear[open].into(),
                via: if counted { Route::Search } else { Route::Catalogue },
                ..outcome(terms()[term].id.as_str(), &format!("p{publication}"), Outcome::ALL[fate])
            })
            .collect()
    })
}

fn set(row: &mut Table1Row, column: usize, n: u64) {
    let columns = [
        &mut row.identified,
        &mut row.excluded_e1a,
        &mut row.excluded_e1b,
        &mut row.excluded_e2_e3,
        &mut row.unclear,
        &mut row.not_retrieved,
        &mut row.included,
        &mut row.unclear_identified,
    ];
    if let Some(cell) = columns.into_iter().nth(column) {
        *cell = n;
    }
}

proptest! {
    #[test]
    fn sums_add_up_for_any_outcomes_in_any_order(
        (outcomes, shuffled) in any_outcomes().prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle()))
    ) {
        let rows = table1(&terms(), &pairs(&outcomes), &[]).unwrap();
        prop_assert_eq!(&rows, &table1(&terms(), &pairs(&shuffled), &[]).unwrap());
        let counted = outcomes.iter().filter(|row| row.via.counts_in_table1());
        let out = [Outcome::OutI1, Outcome::OutI2, Outcome::OutW];
        let identified = counted.filter(|row| !out.contains(&row.outcome)).count();
        prop_assert_eq!(rows.last().unwrap().identified, identified as u64);
    }

    #[test]
    fn one_changed_number_is_refused(outcomes in any_outcomes(), row in 0..3usize, column in 0..8usize, n in 0..9u64) {
        let rows = table1(&terms(), &pairs(&outcomes), &[]).unwrap();
        let mut changed = rows.clone();
        set(&mut changed[row], column, n);
        prop_assert_eq!(check_table1(&changed, &pairs(&outcomes)).is_ok(), changed == rows);
    }
}
