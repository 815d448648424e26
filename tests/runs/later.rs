//! The demo's later harvest against what was written down beforehand, replayed, and judged in one run only.

use crate::demo::{check_pairs, check_replayed, check_table1, demo};
use crate::world::{World, rows};
use bron_model::{PageRow, PublicationId};
use bron_store::PagesReader;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

const RUN: &str = "output/demo-later";

/// A later harvest after that of [`demo`], made once for the tests that only read it.
fn later() -> &'static Path {
    static LATER: OnceLock<(World, PathBuf)> = OnceLock::new();
    let made = LATER.get_or_init(|| {
        let world = World::empty();
        harvest(&world);
        let run = world.path(RUN);
        (world, run)
    });
    &made.1
}

/// Makes the later harvest, or makes it again. It is never complete: one site closes its search, another shows ten results.
fn harvest(world: &World) {
    let first = demo().path("output/demo");
    let answer = world.bron(&["demo", "--later", "--first", first.to_str().unwrap()]);
    assert_eq!(answer.code, 2, "{}\n{}", answer.out, answer.err);
    assert!(answer.out.contains("Niet doorzocht: zorginstituut"), "{}", answer.out);
}

#[test]
fn every_pair_of_the_later_harvest_ends_as_was_written_down_beforehand() {
    check_pairs(later(), bron_demo::later_expectations());
    check_table1(later(), bron_demo::expected_later_table1());
}

#[test]
fn the_later_harvest_is_replayed_offline_to_the_same_bytes() {
    check_replayed(later(), "demo-later", 2);
}

#[test]
fn the_later_harvest_needs_the_first_one() {
    let world = World::empty();
    let answer = world.bron(&["demo", "--later"]);
    assert_eq!(answer.code, 1);
    assert!(
        answer.err.contains("`output/demo` holds none") && answer.err.contains("hint: `bron demo`"),
        "{}",
        answer.err
    );
    assert!(!world.path(RUN).exists());
}

#[test]
fn a_closed_search_a_cap_and_a_stop_rule_are_in_the_queries() {
    let queries = rows(&later().join("1-search/queries.csv"));
    let of = |source: &str, text: &str| {
        let row = queries
            .iter()
            .find(|row| row["source"] == source && row["text"] == text && row["via"] == "search");
        row.map(|row| (row["status"].as_str(), row["hits"].as_str(), row["note"].as_str())).unwrap()
    };
    let (status, hits, note) = of("movisie", "zorgzame buurten");
    assert_eq!((status, hits, note), ("incomplete", "10", "reported 11, read 10"));
    let (status, hits, note) = of("vws", "community care");
    assert_eq!((status, hits), ("stopped-by-protocol", "50"), "{note}");
    let closed: Vec<&str> = queries
        .iter()
        .filter(|row| row["source"] == "zorginstituut")
        .map(|row| row["status"].as_str())
        .collect();
    assert_eq!(closed, ["not-searched"; 19]);
}

#[test]
fn what_is_new_lies_after_the_first_harvest() {
    let day = |run: &Path| -> String {
        let record: serde_json::Value =
            serde_json::from_slice(&std::fs::read(run.join("run.json")).unwrap()).unwrap();
        record["harvest_date"].as_str().unwrap()[..10].to_owned()
    };
    let harvested = day(&demo().path("output/demo"));
    let publications = rows(&later().join("3-retrieval/publications.csv"));
    let documents = rows(&later().join("3-retrieval/documents.csv"));
    for expected in bron_demo::expected_differences() {
        let category = expected.category.as_str();
        if !["new-publication", "newly-indexed", "appeared"].contains(&category) {
            continue;
        }
        let row = publications.iter().find(|row| row["url"] == expected.address_b).expect("it was retrieved");
        let its = documents.iter().filter(|document| document["publication"] == row["publication"]);
        let not_before = its.map(|document| document["not_before"].clone()).max().unwrap_or_default();
        let fits = match category {
            "new-publication" => not_before > harvested,
            "newly-indexed" => !row["not_after"].is_empty() && row["not_after"] < harvested,
            _ => (row["not_before"].clone() + &not_before + &row["not_after"]).is_empty(),
        };
        assert!(fits, "{category}, harvested {harvested}, not before {not_before}: {row:?}");
    }
}

/// The publications of a run by the address at which it lists them.
fn by_address(run: &Path) -> BTreeMap<String, BTreeMap<String, String>> {
    rows(&run.join("3-retrieval/publications.csv")).into_iter().map(|row| (row["url"].clone(), row)).collect()
}

/// Digests of bytes and text of what says what a publication says, and the runs of five words in its texts.
struct Read {
    sha256: String,
    text_sha256: String,
    shingles: BTreeSet<String>,
}

impl Read {
    fn of(run: &Path, address: &str) -> Self {
        let publication = &by_address(run)[address]["publication"];
        let documents = rows(&run.join("3-retrieval/documents.csv"));
        let its = || documents.iter().filter(|row| row["publication"] == *publication);
        let main = its().find(|row| row["part"] == "main").or_else(|| its().next()).unwrap();
        let id: PublicationId = publication.parse().unwrap();
        let pages = PagesReader::open(&run.join("3-retrieval/pages.parquet")).unwrap().pages_of(&id).unwrap();
        // What stands outside the main text of a web page is its page 2.
        let is_text = |page: &PageRow| page.page == 1 || main["part"] != "landing";
        let of_main = |page: &&PageRow| page.document.as_str() == main["document"] && is_text(page);
        let text: Vec<String> = pages.iter().filter(of_main).map(|page| page.text.to_lowercase()).collect();
        let text = text.join(" ");
        let words: Vec<&str> =
            text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        Self {
            sha256: main["sha256"].clone(),
            text_sha256: main["text_sha256"].clone(),
            shingles: words.windows(5).map(|five| five.join(" ")).collect(),
        }
    }

    fn shared(&self, other: &Self) -> f64 {
        self.shingles.intersection(&other.shingles).count() as f64
    }

    fn jaccard(&self, other: &Self) -> f64 {
        self.shared(other) / self.shingles.union(&other.shingles).count() as f64
    }

    /// How much of the other stands in this one.
    fn holds(&self, other: &Self) -> f64 {
        self.shared(other) / other.shingles.len() as f64
    }
}

#[test]
fn files_and_texts_are_as_alike_as_the_expected_differences_say() {
    let first = demo().path("output/demo");
    for expected in bron_demo::expected_differences() {
        let (a, b) = (&expected.address_a, &expected.address_b);
        if a.is_empty() || b.is_empty() || expected.when == bron_demo::When::Judged {
            continue;
        }
        let (before, after) = (Read::of(&first, a), Read::of(later(), b));
        let same_file = before.sha256 == after.sha256;
        let same_text = before.text_sha256 == after.text_sha256;
        let alike = before.jaccard(&after);
        match expected.category.as_str() {
            "other-file" => assert!(!same_file && same_text, "{a}"),
            "revised" => assert!(
                !same_text && (alike > 0.5 || a == b || expected.matched_by == "site-id"),
                "{a}: {alike}"
            ),
            "excerpt" => assert!(!same_text && before.holds(&after) >= 0.9 && alike < 0.5, "{a}: {alike}"),
            "moved" if expected.matched_by == "main-file" => assert!(same_file, "{a}"),
            "moved" if expected.matched_by == "main-text" => assert!(same_text, "{a}"),
            "possible-match" => assert!(alike < 0.1, "{a}: {alike}"),
            _ => {}
        }
        let is_other_text = ["revised", "excerpt", "possible-match"].contains(&expected.category.as_str());
        let is_moved_and_revised = a.ends_with("/macht-verzamelen/");
        assert!(
            is_other_text || is_moved_and_revised || same_text || expected.because == "document",
            "{expected:?}"
        );
    }
    let revised = "http://vws.demo/documenten/rapporten/2020/09/15/langer-thuis-in-een-zorgzame-gemeenschap";
    let alike = Read::of(&first, revised).jaccard(&Read::of(later(), revised));
    assert!((0.5..0.95).contains(&alike), "{alike}");
}

#[test]
fn the_report_of_another_year_is_another_work() {
    let of =
        |run: &Path, year: u32| Read::of(run, &format!("http://lsa.demo/publicatie/jaarverslag-{year}/"));
    let first = demo().path("output/demo");
    for (one, other) in [(of(&first, 2022), of(later(), 2024)), (of(&first, 2022), of(&first, 2023))] {
        let alike = one.jaccard(&other);
        assert!(alike > 0.1 && alike < 0.5, "alike enough to be a trap, and no revision: {alike}");
    }
}

#[test]
fn a_judgement_in_the_later_run_changes_a_decision_there_alone() {
    let world = World::empty();
    harvest(&world);
    let judged = bron_demo::expected_differences()
        .into_iter()
        .find(|expected| expected.when == bron_demo::When::Judged)
        .unwrap();
    let publication = by_address(&world.path(RUN))[&judged.address_b]["publication"].clone();
    let outcome = || {
        let outcomes = rows(&world.path(RUN).join("5-eligibility/outcomes.csv"));
        let row = outcomes.iter().find(|row| row["publication"] == publication && row["term"] == judged.term);
        row.unwrap()["outcome"].clone()
    };
    assert_eq!(outcome(), judged.before);
    let on = ["judge", "give", "demo-later", &publication, "--device", "test", "--reviewer", "AB"];
    let says = ["--criterion", "E3", "--verdict", "exclude", "--reason", "other-group"];
    let given = world.bron(&[&on[..], &says].concat());
    assert_eq!(given.code, 0, "{}", given.err);
    assert!(given.out.contains("`bron demo --later` zet"), "{}", given.out);
    harvest(&world);
    assert_eq!(outcome(), judged.after);
}
