use crate::rows::*;
use bron_model::{
    Criterion, DecisionRow, FlowRow, HitRow, MergeRow, Outcome, OutcomeRow, QueryRow, QueryStatus, Route,
};
use bron_synthesis::{Error, Flow, check_flow, flow};
use proptest::prelude::*;

/// The rows of a run that found everything by `samenzorg`.
#[derive(Default, Clone, Debug)]
pub struct Run {
    pub queries: Vec<QueryRow>,
    pub hits: Vec<HitRow>,
    pub screening: Vec<DecisionRow>,
    pub merges: Vec<MergeRow>,
    pub outcomes: Vec<OutcomeRow>,
}

impl Run {
    pub fn flow(&self) -> Result<Vec<FlowRow>, Error> {
        self.with(flow)
    }

    pub fn with<T>(&self, count: impl FnOnce(&Flow<'_>) -> T) -> T {
        let sources = sources();
        let mut rows = pairs(&self.outcomes);
        self.hits.iter().for_each(|row| rows.hit(row));
        self.screening.iter().for_each(|row| rows.screened(row));
        count(&Flow { sources: &sources, queries: &self.queries, rows: &rows, merges: &self.merges })
    }
}

/// The boxes of one source that are not zero, as `box reason unit n`.
fn boxes(rows: &[FlowRow], source: &str) -> Vec<String> {
    let of = rows.iter().filter(|row| row.source == source && row.n > 0);
    of.map(|row| format!("{} {} {} {}", row.box_name, row.reason, row.unit, row.n).replace("  ", " "))
        .collect()
}

fn example() -> Run {
    let care = "community-care";
    Run {
        queries: vec![
            query("movisie", "samenzorg", QueryStatus::Hits),
            query("vilans", "samenzorg", QueryStatus::NotSearched),
        ],
        hits: vec![
            hit("movisie", "samenzorg", "both"),
            hit("movisie", care, "both"),
            hit("movisie", care, "news"),
            hit("movisie", care, "away"),
            hit("lsa", care, "both"),
            hit("lsa", care, "copy"),
            hit("lsa", care, "old"),
            HitRow { via: Route::Catalogue, ..hit("vilans", care, "listed") },
        ],
        screening: vec![out_at_screening("news", Criterion::W), out_at_screening("news", Criterion::I1)],
        merges: vec![merge("both", "copy")],
        outcomes: vec![
            outcome("samenzorg", "both", Outcome::OutE1a),
            outcome(care, "both", Outcome::Included),
            outcome(care, "news", Outcome::OutI1),
            outcome(care, "away", Outcome::NotRetrieved),
            outcome(care, "old", Outcome::OutE1a),
            outcome("samenzorg", "old", Outcome::OutE2),
            OutcomeRow { via: Route::Catalogue, ..outcome(care, "listed", Outcome::Included) },
        ],
    }
}

#[test]
fn a_publication_passes_through_the_boxes_of_its_first_source() {
    let rows = example().flow().unwrap();
    let movisie = [
        "identified hits 4",
        "duplicates within-source hits 1",
        "identified records 3",
        "screened publications 3",
        "excluded-screening I1 publications 1",
        "sought publications 2",
        "not-retrieved publications 1",
        "assessed publications 1",
        "included publications 1",
    ];
    let lsa = [
        "identified hits 3",
        "identified records 3",
        "duplicates between-sources records 1",
        "screened publications 2",
        "sought publications 2",
        "duplicates-on-files publications 1",
        "assessed publications 1",
        // The pair that came furthest gives the reason.
        "excluded E2 publications 1",
    ];
    assert_eq!(boxes(&rows, "movisie"), movisie);
    assert_eq!(boxes(&rows, "lsa"), lsa);
    assert!(boxes(&rows, "total").contains(&"screened publications 5".to_owned()));
}

#[test]
fn a_source_that_was_not_searched_has_no_rows_and_one_that_reports_none_has_zeros() {
    let run = Run {
        queries: vec![
            query("movisie", "samenzorg", QueryStatus::NotSearched),
            query("lsa", "samenzorg", QueryStatus::NoneReported),
            query("vilans", "samenzorg", QueryStatus::Unreadable),
        ],
        ..Run::default()
    };
    let rows = run.flow().unwrap();
    let mut sources: Vec<&str> = rows.iter().map(|row| row.source.as_str()).collect();
    sources.dedup();
    assert_eq!(sources, ["lsa", "total"]);
    assert!(rows.iter().all(|row| row.n == 0));
}

#[test]
fn incomplete_queries_make_the_numbers_of_a_source_a_lower_bound() {
    let mut run = example();
    run.queries.push(query("movisie", "community-care", QueryStatus::Capped));
    let rows = run.flow().unwrap();
    let of = |source: &str| rows.iter().find(|row| row.source == source).map(|row| row.incomplete_queries);
    assert_eq!((of("movisie"), of("lsa"), of("total")), (Some(1), Some(0), Some(2)));
}

#[test]
fn included_beats_unclear_beats_not_retrieved_beats_excluded() {
    let check = |outcomes: [Outcome; 2], expected: &str| {
        let run = Run {
            hits: vec![hit("movisie", "samenzorg", "p")],
            outcomes: vec![
                outcome("samenzorg", "p", outcomes[0]),
                outcome("community-care", "p", outcomes[1]),
            ],
            ..Run::default()
        };
        let rows = run.flow().unwrap();
        assert_eq!(boxes(&rows, "total").last().map(String::as_str), Some(expected));
    };
    check([Outcome::Included, Outcome::Unclear], "included publications 1");
    check([Outcome::OutE3, Outcome::Unclear], "unclear publications 1");
    check([Outcome::NotRetrieved, Outcome::NotRetrieved], "not-retrieved publications 1");
    check([Outcome::OutE1b, Outcome::OutE1a], "excluded E1b publications 1");
    check([Outcome::OutI2, Outcome::OutI2], "excluded I2 publications 1");
}

#[test]
fn a_record_merged_into_one_that_only_the_catalogue_lists_stands_for_it() {
    let run = Run {
        hits: vec![hit("movisie", "samenzorg", "b"), hit("lsa", "samenzorg", "c")],
        merges: vec![merge("a", "b"), merge("a", "c")],
        outcomes: vec![outcome("samenzorg", "a", Outcome::Included)],
        ..Run::default()
    };
    let rows = run.flow().unwrap();
    assert!(boxes(&rows, "movisie").contains(&"included publications 1".to_owned()));
    assert!(boxes(&rows, "lsa").contains(&"duplicates-on-files publications 1".to_owned()));
}

fn check_refused(change: impl FnOnce(&mut Run), expected: &str) {
    let mut run = example();
    change(&mut run);
    assert_eq!(run.flow().unwrap_err().to_string(), expected);
}

#[test]
fn stages_that_contradict_each_other_are_refused_by_name() {
    check_refused(
        |run| run.outcomes.retain(|row| row.publication != id("away")),
        "outcomes.csv: publication `away` was found by a counted query and has no row",
    );
    check_refused(
        |run| run.outcomes.push(outcome("samenzorg", "ghost", Outcome::Unclear)),
        "outcomes.csv: publication `ghost` has a row, and no counted query found it",
    );
    check_refused(
        |run| run.outcomes[2].outcome = Outcome::Included,
        "publication `news` was out at screening on I1, and outcomes.csv says included",
    );
    check_refused(
        |run| run.hits.push(hit("scp", "samenzorg", "both")),
        "hits.csv: publication `both` was found at `scp`, which is not in the pipeline",
    );
    check_refused(
        |run| run.merges.push(merge("copy", "both")),
        "merges.csv: `both` was merged into itself, by one row or several",
    );
    check_refused(
        |run| run.merges.push(merge("old", "copy")),
        "merges.csv: `copy` was merged into `both` and into `old`",
    );
}

#[test]
fn a_changed_box_is_refused_with_both_sides() {
    let mut rows = example().flow().unwrap();
    let at = rows.iter().position(|row| row.source == "lsa" && row.box_name == "sought").unwrap();
    rows[at].n = 7;
    assert_eq!(
        check_flow(&rows).unwrap_err().to_string(),
        "flow.csv: `lsa`: screened is 2, excluded at screening + sought is 7"
    );
}

/// Runs of which the stages fit each other.
fn any_run() -> impl Strategy<Value = Run> {
    let publication = (
        proptest::collection::vec((0..3usize, 0..2usize), 1..5), // hits: source and term
        0..8usize,                                               // 0 to 2: out at screening; 3: a duplicate
        0..Outcome::ALL.len(),
        0..Outcome::ALL.len(),
    );
    proptest::collection::vec(publication, 0..15).prop_map(|publications| {
        let mut run = Run::default();
        let mut kept: Option<String> = None;
        for (number, (found, fate, first, second)) in publications.into_iter().enumerate() {
            let name = format!("p{number:02}");
            for (source, of) in &found {
                run.hits.push(hit(sources()[*source].as_str(), terms()[*of].id.as_str(), &name));
            }
            match (Criterion::ALL.get(fate).filter(|_| fate < 3), &kept) {
                (Some(criterion), _) => {
                    run.screening.push(out_at_screening(&name, *criterion));
                    run.outcomes.push(outcome("samenzorg", &name, criterion.outcome()));
                }
                (None, Some(kept)) if fate == 3 => run.merges.push(merge(kept, &name)),
                (None, _) => {
                    run.outcomes.push(outcome("samenzorg", &name, Outcome::ALL[first]));
                    run.outcomes.push(outcome("community-care", &name, Outcome::ALL[second]));
                    kept = Some(name);
                }
            }
        }
        run
    })
}

proptest! {
    #[test]
    fn every_record_is_in_the_flow_once_and_sources_add_up(run in any_run()) {
        let rows = run.flow().unwrap();
        let n = |box_name: &str| -> u64 {
            rows.iter().filter(|row| row.source == "total" && row.box_name == box_name && row.unit == "publications").map(|row| row.n).sum()
        };
        let mut publications: Vec<_> = run.hits.iter().map(|hit| &hit.publication).collect();
        publications.sort();
        publications.dedup();
        prop_assert_eq!(n("screened"), publications.len() as u64);
        let mut included: Vec<_> =
            run.outcomes.iter().filter(|row| row.outcome == Outcome::Included).map(|row| &row.publication).collect();
        included.sort();
        included.dedup();
        prop_assert_eq!(n("included"), included.len() as u64);
        prop_assert_eq!(n("duplicates-on-files"), run.merges.len() as u64);
    }

    #[test]
    fn one_changed_box_is_refused(run in any_run(), row: proptest::sample::Index, n in 0..20u64) {
        let rows = run.flow().unwrap();
        let mut changed = rows.clone();
        let at = row.index(rows.len());
        changed[at].n = n;
        prop_assert_eq!(check_flow(&changed).is_ok(), changed == rows);
    }
}
