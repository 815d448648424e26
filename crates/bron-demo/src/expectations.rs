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

/// Table 1 as it should come out with `--accept-proposals`: a row for each of the ten terms and one for the total,
/// counted in pairs of term and work.
pub fn expected_table1() -> Vec<Table1Row> {
    let pairs: BTreeMap<(String, String), Expectation> =
        expectations().into_iter().map(|row| ((row.term.clone(), row.work.clone()), row)).collect();
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
        term: term.to_owned(),
        label: label.to_owned(),
        identified: rows.len() as u64 - of(&[Outcome::OutI1, Outcome::OutI2, Outcome::OutW]),
        excluded_e1a: of(&[Outcome::OutE1a]),
        excluded_e1b: of(&[Outcome::OutE1b]),
        excluded_e2_e3: of(&[Outcome::OutE2, Outcome::OutE3]),
        unclear: of(&[Outcome::Unclear]),
        not_retrieved: of(&[Outcome::NotRetrieved]),
        included: of(&[Outcome::Included]),
        unclear_identified: rows.iter().filter(early).count() as u64,
        incomplete_queries: 0,
        hand_queries: 0,
    }
}

/// How many works the expectations speak of.
pub fn expected_works() -> usize {
    expectations().into_iter().map(|row| row.work).collect::<BTreeSet<_>>().len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::collection::{Site, written};
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

    /// Address, term and title of every pair that the boxes return.
    fn returned() -> BTreeMap<(String, String), String> {
        let mut pairs = BTreeMap::new();
        for site in Site::ALL {
            for (term, text) in TEXTS {
                let found = search(site, text);
                let most = if site == Site::Vws { STOP } else { usize::MAX };
                for item in found.page(0, found.total().min(most)) {
                    let address = format!("http://{}{}", site.host(), item.path);
                    pairs.insert((address, term.to_owned()), item.title.clone());
                }
            }
        }
        pairs
    }

    #[test]
    fn every_pair_that_a_box_returns_is_expected_and_no_other() {
        let returned: BTreeSet<(String, String, String)> =
            returned().into_iter().map(|((address, term), title)| (address, term, title)).collect();
        let expected: BTreeSet<(String, String, String)> =
            expectations().into_iter().map(|row| (row.address, row.term, row.title)).collect();
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
    fn the_rows_are_sorted_and_each_says_why() {
        let rows = expectations();
        let keys: Vec<(&str, &str)> =
            rows.iter().map(|row| (row.address.as_str(), row.term.as_str())).collect();
        assert!(keys.is_sorted(), "sort expected.csv by address and term");
        for row in &rows {
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
        let mut outcomes = BTreeMap::new();
        for row in expectations() {
            let known = outcomes.entry((row.work.clone(), row.term.clone())).or_insert(row.outcome);
            assert_eq!(*known, row.outcome, "{row:?}");
        }
    }

    /// Nobody meets it in a box: it stands in the repository's list.
    const ONLY_LISTED: &str = "http://scp.demo/publicaties/2019/05/zij-aan-zij";

    #[test]
    fn every_publication_but_one_is_found_by_one_of_the_texts() {
        let found: BTreeSet<String> = returned().into_keys().map(|(address, _)| address).collect();
        for site in Site::ALL {
            for publication in written(site) {
                let address = format!("http://{}{}", site.host(), publication.path);
                assert_eq!(found.contains(&address), address != ONLY_LISTED, "{address}");
            }
        }
    }

    #[test]
    fn there_are_at_least_eighty_publications_and_each_term_but_one_has_something_in() {
        assert!(Site::ALL.into_iter().map(|site| written(site).len()).sum::<usize>() >= 80);
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
        assert_eq!(search(Site::Vws, "community care").total(), 40_000);
    }

    #[test]
    fn nobody_writes_samenzorg() {
        for site in Site::ALL {
            assert_eq!(search(site, "samenzorg").total(), 0, "{site:?}");
        }
    }
}
