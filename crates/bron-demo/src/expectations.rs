//! What should become of every pair that the imitated knowledge bases return, written down before any run.

use bron_model::{Criterion, Outcome, Table1Row};
use std::collections::{BTreeMap, BTreeSet};

/// A row of `expected.csv`: what becomes of one term at one address when proposals are accepted.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
pub struct Expectation {
    /// The address that the box lists.
    pub address: String,
    /// The term whose queries return it.
    pub term: String,
    /// The outcome with `--accept-proposals`.
    pub outcome: Outcome,
    /// The criterion that decides, or that stays open; `None` where the pair is included or not retrieved.
    pub criterion: Option<Criterion>,
    /// Names the work: addresses of one work have the same, and count as one publication.
    pub work: String,
    /// What a reviewer must be warned of (`earlier-version`); empty for nearly all.
    pub flag: String,
    /// Why, in one sentence.
    pub why: String,
    /// The title.
    pub title: String,
}

/// A row of `expected-codes.csv`: whether an element should be proposed for the passages of a term at one address.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
pub struct ExpectedCode {
    /// The address that the box lists.
    pub address: String,
    /// The term.
    pub term: String,
    /// The id of the element.
    pub element: String,
    /// `yes` or `no`.
    pub proposed: bron_model::Cross,
    /// Why, in one sentence.
    pub why: String,
}

/// A handful of codes as a reader of the publications expects them.
pub fn expected_codes() -> Vec<ExpectedCode> {
    csv::Reader::from_reader(include_str!("../expected-codes.csv").as_bytes())
        .deserialize()
        .collect::<Result<_, _>>()
        .expect("a test reads the embedded file")
}

/// The ten terms in the order of the table, with their labels.
const TERMS: [(&str, &str); 10] = [
    ("ageing-in-place", "Ageing in place"),
    ("community-building", "Community Building"),
    ("community-care", "Community Care"),
    ("community-development", "Community Development"),
    ("community-organizing", "Community Organizing"),
    ("samenlevingsopbouw", "Samenlevingsopbouw"),
    ("samenredzaamheid", "Samenredzaamheid"),
    ("samenzorg", "Samenzorg"),
    ("vitale-buurten", "Vitale buurten"),
    ("zorgzame-buurten", "Zorgzame buurten"),
];

/// All rows of the file, sorted by address and term. A work that several boxes list has a row for each of them.
pub fn expectations() -> Vec<Expectation> {
    csv::Reader::from_reader(include_str!("../expected.csv").as_bytes())
        .deserialize()
        .collect::<Result<_, _>>()
        .expect("a test reads the embedded file")
}

/// A row of `expected-later.csv`: what becomes of a pair in the later harvest, where that is another thing than in the first.
#[derive(Debug, serde::Deserialize)]
struct Later {
    address: String,
    term: String,
    /// Nothing where the box returns the pair no more.
    outcome: Option<Outcome>,
    criterion: Option<Criterion>,
    work: String,
    flag: String,
    why: String,
    title: String,
}

fn later() -> Vec<Later> {
    csv::Reader::from_reader(include_str!("../expected-later.csv").as_bytes())
        .deserialize()
        .collect::<Result<_, _>>()
        .expect("a test reads the embedded file")
}

/// What should become of every pair in the later harvest: as in the first one, but for what `expected-later.csv` says. Sorted
/// by address and term.
pub fn later_expectations() -> Vec<Expectation> {
    let mut rows: BTreeMap<(String, String), Expectation> =
        expectations().into_iter().map(|row| ((row.address.clone(), row.term.clone()), row)).collect();
    for Later { address, term, outcome, criterion, work, flag, why, title } in later() {
        let key = (address.clone(), term.clone());
        match outcome {
            None => rows.remove(&key),
            Some(outcome) => {
                rows.insert(key, Expectation { address, term, outcome, criterion, work, flag, why, title })
            }
        };
    }
    rows.into_values().collect()
}

/// Table 1 as it should come out with `--accept-proposals`: a row for each of the ten terms and one for the total,
/// counted in pairs of term and work.
pub fn expected_table1() -> Vec<Table1Row> {
    table1(expectations())
}

/// Table 1 as it should come out of the later harvest, but for the queries that are not complete.
pub fn expected_later_table1() -> Vec<Table1Row> {
    table1(later_expectations())
}

fn table1(rows: Vec<Expectation>) -> Vec<Table1Row> {
    let pairs: BTreeMap<(String, String), Expectation> =
        rows.into_iter().map(|row| ((row.term.clone(), row.work.clone()), row)).collect();
    let rows = TERMS.map(|(term, label)| {
        let of_term = pairs.values().filter(|row| row.term == term);
        count(term, label, &of_term.collect::<Vec<_>>())
    });
    let total = count("total", "Totaal", &pairs.values().collect::<Vec<_>>());
    rows.into_iter().chain([total]).collect()
}

fn count(term: &str, label: &str, rows: &[&Expectation]) -> Table1Row {
    let of = |wanted: &[Outcome]| rows.iter().filter(|row| wanted.contains(&row.outcome)).count() as u64;
    let early = |row: &&&Expectation| {
        row.outcome == Outcome::Unclear
            && matches!(row.criterion, Some(Criterion::I1 | Criterion::I2 | Criterion::W))
    };
    Table1Row {
        identified: rows.len() as u64 - of(&[Outcome::OutI1, Outcome::OutI2, Outcome::OutW]),
        excluded_e1a: of(&[Outcome::OutE1a]),
        excluded_e1b: of(&[Outcome::OutE1b]),
        excluded_e2_e3: of(&[Outcome::OutE2, Outcome::OutE3]),
        unclear: of(&[Outcome::Unclear]),
        not_retrieved: of(&[Outcome::NotRetrieved]),
        included: of(&[Outcome::Included]),
        unclear_identified: rows.iter().filter(early).count() as u64,
        ..Table1Row::blank(term, label)
    }
}

/// How many works the expectations speak of.
pub fn expected_works() -> usize {
    expectations().into_iter().map(|row| row.work).collect::<BTreeSet<_>>().len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::collection::{Collection, Site};
    use crate::search::search;

    /// What the ten terms of 2024 type: 19 texts.
    const TEXTS: [(&str, &str); 19] = [
        ("ageing-in-place", "ageing in place"),
        ("community-building", "community building"),
        ("community-care", "community care"),
        ("community-development", "community development"),
        ("community-organizing", "community organizing"),
        ("community-organizing", "community organising"),
        ("community-organizing", "community organization"),
        ("community-organizing", "community organisation"),
        ("samenlevingsopbouw", "samenlevingsopbouw"),
        ("samenredzaamheid", "samenredzaamheid"),
        ("samenzorg", "samenzorg"),
        ("vitale-buurten", "vitale buurten"),
        ("vitale-buurten", "vitale wijken"),
        ("vitale-buurten", "vitale gemeenschappen"),
        ("vitale-buurten", "vitale samenleving"),
        ("zorgzame-buurten", "zorgzame buurten"),
        ("zorgzame-buurten", "zorgzame wijken"),
        ("zorgzame-buurten", "zorgzame gemeenschappen"),
        ("zorgzame-buurten", "zorgzame samenleving"),
    ];

    /// The hits that pipelines/demo.toml reads of one query at the ministry.
    const STOP: usize = 50;

    /// Long after the demo was written, as for whoever tries it.
    fn some_time_later() -> Collection {
        Collection::later(jiff::civil::Date::constant(2031, 2, 3))
    }

    /// Address, term and title of every pair that the boxes return to whoever obeys robots.txt.
    fn returned(collection: &Collection) -> BTreeMap<(String, String), String> {
        let mut pairs = BTreeMap::new();
        for site in Site::ALL {
            let shelf = collection.shelf(site);
            if shelf.closed == "/overheid/" {
                continue;
            }
            for (term, text) in TEXTS {
                let found = search(shelf, text);
                let most = if site == Site::Vws { STOP } else { shelf.shown_at_most };
                for item in found.page(0, found.total().min(most)) {
                    let address = format!("http://{}{}", site.host(), item.path);
                    pairs.insert((address, term.to_owned()), item.title.clone());
                }
            }
        }
        pairs
    }

    fn check_returned(collection: &Collection, expected: Vec<Expectation>) {
        let returned: BTreeSet<(String, String, String)> =
            returned(collection).into_iter().map(|((address, term), title)| (address, term, title)).collect();
        let expected: BTreeSet<(String, String, String)> =
            expected.into_iter().map(|row| (row.address, row.term, row.title)).collect();
        let show = |pairs: Vec<&(String, String, String)>| {
            pairs
                .iter()
                .map(|(address, term, title)| format!("{address}\t{term}\t{title}\n"))
                .collect::<String>()
        };
        let missing = show(returned.difference(&expected).collect());
        let surplus = show(expected.difference(&returned).collect());
        assert!(missing.is_empty() && surplus.is_empty(), "missing:\n{missing}surplus:\n{surplus}");
    }

    #[test]
    fn every_pair_that_a_box_returns_is_expected_and_no_other() {
        check_returned(&Collection::first(), expectations());
        check_returned(&some_time_later(), later_expectations());
    }

    #[test]
    fn what_is_said_of_the_later_harvest_differs_from_the_first() {
        let first: BTreeMap<(String, String), Expectation> =
            expectations().into_iter().map(|row| ((row.address.clone(), row.term.clone()), row)).collect();
        let rows = later();
        let keys: Vec<(&str, &str)> =
            rows.iter().map(|row| (row.address.as_str(), row.term.as_str())).collect();
        assert!(
            keys.is_sorted_by(|a, b| a < b),
            "sort expected-later.csv by address and term, each pair once"
        );
        for row in &rows {
            let before = first.get(&(row.address.clone(), row.term.clone()));
            let is_other =
                before.is_none_or(|before| row.outcome != Some(before.outcome) || row.title != before.title);
            assert!(is_other && (row.outcome.is_some() || before.is_some()), "{row:?}");
        }
    }

    #[test]
    fn the_rows_are_sorted_and_each_says_why() {
        check_rows(&expectations());
        check_rows(&later_expectations());
    }

    fn check_rows(rows: &[Expectation]) {
        let keys: Vec<(&str, &str)> =
            rows.iter().map(|row| (row.address.as_str(), row.term.as_str())).collect();
        assert!(keys.is_sorted(), "sort expected.csv by address and term");
        for row in rows {
            assert!(!row.why.is_empty() && !row.work.is_empty(), "{row:?}");
            let decides = !matches!(row.outcome, Outcome::Included | Outcome::NotRetrieved);
            assert_eq!(row.criterion.is_some(), decides, "{row:?}");
            if let Some(criterion) = row.criterion {
                assert!(row.outcome == criterion.outcome() || row.outcome == Outcome::Unclear, "{row:?}");
            }
        }
    }

    #[test]
    fn every_expected_code_is_of_an_included_pair_and_says_why() {
        let rows = expectations();
        for code in expected_codes() {
            let pair = rows.iter().find(|row| row.address == code.address && row.term == code.term);
            assert_eq!(pair.map(|row| row.outcome), Some(Outcome::Included), "{code:?}");
            assert!(code.proposed != bron_model::Cross::Unknown && !code.why.is_empty(), "{code:?}");
        }
    }

    #[test]
    fn addresses_of_one_work_expect_the_same() {
        for rows in [expectations(), later_expectations()] {
            check_works(rows);
        }
    }

    fn check_works(rows: Vec<Expectation>) {
        let mut outcomes = BTreeMap::new();
        for row in rows {
            let known = outcomes.entry((row.work.clone(), row.term.clone())).or_insert(row.outcome);
            assert_eq!(*known, row.outcome, "{row:?}");
        }
    }

    /// Nobody meets it in a box: it stands in the repository's list.
    const ONLY_LISTED: &str = "http://scp.demo/publicaties/2019/05/zij-aan-zij";

    #[test]
    fn every_publication_but_one_is_found_by_one_of_the_texts() {
        let first = Collection::first();
        let found: BTreeSet<String> = returned(&first).into_keys().map(|(address, _)| address).collect();
        for site in Site::ALL {
            for publication in &first.shelf(site).publications {
                let address = format!("http://{}{}", site.host(), publication.path);
                assert_eq!(found.contains(&address), address != ONLY_LISTED, "{address}");
            }
        }
    }

    #[test]
    fn there_are_at_least_eighty_publications_and_each_term_but_one_has_something_in() {
        let first = Collection::first();
        assert!(Site::ALL.into_iter().map(|site| first.shelf(site).publications.len()).sum::<usize>() >= 80);
        let table = expected_table1();
        assert_eq!(table.len(), 11);
        for row in &table {
            assert_eq!(row.included > 0, row.term != "samenzorg", "{row:?}");
            let parts = [
                row.excluded_e1a,
                row.excluded_e1b,
                row.excluded_e2_e3,
                row.unclear,
                row.not_retrieved,
                row.included,
            ];
            assert_eq!(row.identified, parts.iter().sum::<u64>(), "{row:?}");
        }
    }

    #[test]
    fn the_ministry_reports_forty_thousand_for_one_text() {
        let first = Collection::first();
        assert_eq!(search(first.shelf(Site::Vws), "community care").total(), 40_000);
    }

    #[test]
    fn nobody_writes_samenzorg() {
        for collection in [Collection::first(), some_time_later()] {
            for site in Site::ALL {
                assert_eq!(search(collection.shelf(site), "samenzorg").total(), 0, "{site:?}");
            }
        }
    }
}
