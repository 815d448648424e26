use crate::flow::Run;
use crate::rows::*;
use bron_model::{Outcome, QueryStatus};
use bron_synthesis::contribution;

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
    let rows = run.with(|input| contribution(&terms(), input)).unwrap();
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
