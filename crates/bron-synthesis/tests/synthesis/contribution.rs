use crate::flow::Run;
use crate::rows::*;
use bron_model::{ContributionRow, Outcome, QueryStatus, Route};
use bron_synthesis::{Texts, check_contribution, contribution};
use std::collections::BTreeSet;

#[test]
fn each_source_is_counted_alone_and_beside_the_others() {
    let care = "community-care";
    let run = Run {
        queries: vec![
            query("movisie", "samenzorg", QueryStatus::NoneReported),
            query("vilans", care, QueryStatus::Failed),
        ],
        hits: vec![
            hit("movisie", care, "a"),
            hit("movisie", care, "a"),
            hit("movisie", care, "b"),
            // The same file as `b`.
            hit("lsa", care, "b-copy"),
            hit("lsa", "samenzorg", "c"),
        ],
        merges: vec![merge("b", "b-copy")],
        outcomes: vec![
            outcome(care, "a", Outcome::Included),
            outcome(care, "b", Outcome::Included),
            outcome("samenzorg", "c", Outcome::OutE1a),
        ],
        ..Run::default()
    };
    let rows = run.with(|input| contribution(&terms(), input, &Texts::default())).unwrap();
    let said: Vec<String> = rows
        .iter()
        .map(|row| {
            let numbers = [row.hits, row.publications, row.only_here, row.included, row.included_only_here];
            format!("{} {} {numbers:?}", row.source, row.term)
        })
        .collect();
    let expected = [
        "movisie samenzorg [0, 0, 0, 0, 0]",
        "movisie community-care [3, 2, 1, 2, 1]",
        "movisie total [3, 2, 1, 2, 1]",
        "lsa samenzorg [1, 1, 1, 0, 0]",
        "lsa community-care [1, 1, 0, 1, 0]",
        "lsa total [2, 2, 1, 1, 0]",
    ];
    assert_eq!(said, expected);
}

fn in_catalogue(mut hit: bron_model::HitRow) -> bron_model::HitRow {
    hit.via = Route::Catalogue;
    hit
}

fn catalogue_query(source: &str, term: &str, status: QueryStatus) -> bron_model::QueryRow {
    bron_model::QueryRow { via: Route::Catalogue, ..query(source, term, status) }
}

/// `movisie community-care box_only/catalogue_only/both/catalogue_incomplete box_with_phrase of box_read`.
fn beside(row: &ContributionRow) -> String {
    let cell = |n: Option<u64>| n.map_or("-".to_owned(), |n| n.to_string());
    let parts = [row.box_only, row.catalogue_only, row.both, row.catalogue_incomplete].map(cell).join("/");
    format!("{} {} {parts} {} of {}", row.source, row.term, cell(row.box_with_phrase), cell(row.box_read))
}

#[test]
fn what_the_box_misses_and_what_it_returns_without_the_phrase() {
    let care = "community-care";
    let run = Run {
        queries: vec![
            query("movisie", care, QueryStatus::Hits),
            catalogue_query("movisie", care, QueryStatus::StoppedByProtocol),
            query("movisie", "samenzorg", QueryStatus::NoneReported),
            catalogue_query("movisie", "samenzorg", QueryStatus::Incomplete),
            query("lsa", care, QueryStatus::Hits),
            catalogue_query("lsa", care, QueryStatus::Blocked),
        ],
        hits: vec![
            hit("movisie", care, "a"),
            hit("movisie", care, "b"),
            hit("movisie", care, "d"),
            in_catalogue(hit("movisie", care, "b-copy")),
            in_catalogue(hit("movisie", care, "c")),
            in_catalogue(hit("movisie", "samenzorg", "a")),
            hit("lsa", care, "e"),
        ],
        merges: vec![merge("b", "b-copy")],
        outcomes: ["a", "b", "d", "e"].map(|id| outcome(care, id, Outcome::OutE1a)).to_vec(),
        ..Run::default()
    };
    let id = |text: &str| bron_model::PublicationId::new(text).unwrap();
    let texts = Texts {
        read_whole: BTreeSet::from([id("a"), id("b")]),
        with_phrase: BTreeSet::from([
            (id("b"), bron_model::TermId::new(care).unwrap()),
            (id("a"), bron_model::TermId::new("samenzorg").unwrap()),
        ]),
    };
    let rows = run.with(|input| contribution(&terms(), input, &texts)).unwrap();
    let said: Vec<String> = rows.iter().map(beside).collect();
    let expected = [
        "movisie samenzorg 0/1/0/1 - of -",
        "movisie community-care 2/1/1/0 1 of 2",
        "movisie total 1/1/2/1 1 of 2",
        "lsa community-care -/-/-/- - of -",
        "lsa total -/-/-/- - of -",
    ];
    assert_eq!(said, expected);
    assert!(rows.iter().all(|row| row.incomplete_queries == 0), "a catalogue marks nothing that is counted");
}

#[test]
fn a_row_that_does_not_add_up_is_refused() {
    let run = Run {
        queries: vec![
            query("movisie", "samenzorg", QueryStatus::Hits),
            catalogue_query("movisie", "samenzorg", QueryStatus::Hits),
        ],
        hits: vec![hit("movisie", "samenzorg", "a")],
        outcomes: vec![outcome("samenzorg", "a", Outcome::Included)],
        ..Run::default()
    };
    let rows = run.with(|input| contribution(&terms(), input, &Texts::default())).unwrap();
    for spoil in [
        (|row| row.both = Some(1)) as fn(&mut ContributionRow),
        |row| row.box_read = Some(2),
        |row| row.box_with_phrase = Some(1),
        |row| row.included_only_here = 2,
    ] {
        let mut rows = rows.clone();
        spoil(&mut rows[0]);
        let error = check_contribution(&rows).unwrap_err();
        assert!(error.to_string().starts_with("contribution.csv: `movisie`, `samenzorg`: "), "{error}");
    }
}
