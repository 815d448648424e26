//! The demo against what was written down beforehand, replayed, resumed and explained.

use crate::world::{World, copy, rows, stage_files};
use bron_demo::Expectation;
use bron_model::Table1Row;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::OnceLock;

/// One demo run, made once for the tests that only read it.
pub fn demo() -> &'static World {
    static DEMO: OnceLock<World> = OnceLock::new();
    DEMO.get_or_init(|| {
        let world = World::empty();
        let answer = world.bron(&["demo"]);
        assert_eq!(answer.code, 0, "{}\n{}", answer.out, answer.err);
        assert!(answer.out.contains("Zorgzame buurten"), "Table 1 is printed: {}", answer.out);
        world
    })
}

#[test]
fn every_pair_ends_as_was_written_down_beforehand() {
    check_pairs(&demo().path("output/demo"), bron_demo::expectations());
}

/// That a run's pairs are those expected, each with its outcome.
pub fn check_pairs(run: &Path, expectations: Vec<Expectation>) {
    let titles: BTreeMap<String, String> = rows(&run.join("1-search/hits.csv"))
        .into_iter()
        .map(|row| (row["url"].clone(), row["publication"].clone()))
        .collect();
    let merged: BTreeMap<String, String> = rows(&run.join("3-retrieval/merges.csv"))
        .into_iter()
        .map(|row| (row["merged"].clone(), row["kept"].clone()))
        .collect();
    let outcomes: BTreeMap<(String, String), String> = rows(&run.join("5-eligibility/outcomes.csv"))
        .into_iter()
        .map(|row| ((row["publication"].clone(), row["term"].clone()), row["outcome"].clone()))
        .collect();
    let mut wrong = Vec::new();
    let mut expected_pairs = std::collections::BTreeSet::new();
    for expected in expectations {
        let Some(publication) = titles.get(&expected.address) else {
            wrong.push(format!("{} was not found at all", expected.address));
            continue;
        };
        let publication = merged.get(publication).unwrap_or(publication);
        let key = (publication.clone(), expected.term.clone());
        let found = outcomes.get(&key).map_or("no row", String::as_str);
        if found != expected.outcome.as_str() {
            wrong.push(format!(
                "{} {}: expected {}, found {found} ({})",
                expected.address, expected.term, expected.outcome, expected.why
            ));
        }
        expected_pairs.insert(key);
    }
    wrong.extend(
        outcomes
            .keys()
            .filter(|key| !expected_pairs.contains(*key))
            .map(|key| format!("{key:?} was not expected")),
    );
    assert!(wrong.is_empty(), "{} of {} pairs:\n{}", wrong.len(), outcomes.len(), wrong.join("\n"));
    assert!(outcomes.len() >= 80, "{}", outcomes.len());
}

#[test]
fn table_1_is_the_expected_one() {
    check_table1(&demo().path("output/demo"), bron_demo::expected_table1());
}

/// That a run's Table 1 is the expected one, but for what it says of queries.
pub fn check_table1(run: &Path, expected: Vec<Table1Row>) {
    let found: Vec<_> = rows(&run.join("6-synthesis/table1.csv"))
        .into_iter()
        .map(|row| {
            let number = |column: &str| row[column].parse::<u64>().unwrap();
            (
                row["term"].clone(),
                number("identified"),
                number("excluded_e1a"),
                number("excluded_e1b"),
                number("excluded_e2_e3"),
                number("unclear"),
                number("not_retrieved"),
                number("included"),
            )
        })
        .collect();
    let expected: Vec<_> = expected
        .into_iter()
        .map(|row| {
            (
                row.term,
                row.identified,
                row.excluded_e1a,
                row.excluded_e1b,
                row.excluded_e2_e3,
                row.unclear,
                row.not_retrieved,
                row.included,
            )
        })
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn the_demo_is_replayed_offline_to_the_same_bytes_with_any_number_of_threads() {
    check_replayed(&demo().path("output/demo"), "demo", 0);
}

/// That a run is made again from its archive alone, with this exit code and to the same bytes.
pub fn check_replayed(run: &Path, pipeline: &str, code: i32) {
    let live = stage_files(run);
    for threads in ["1", "2"] {
        let world = World::with_study();
        let again = world.path(&format!("output/{pipeline}"));
        copy(&run.join("archive"), &again.join("archive"));
        let answer = world.bron(&["run", pipeline, "--offline", "--accept-proposals", "--threads", threads]);
        assert_eq!(answer.code, code, "{}", answer.err);
        let replayed = stage_files(&again);
        assert_eq!(replayed.keys().collect::<Vec<_>>(), live.keys().collect::<Vec<_>>());
        for (file, bytes) in &live {
            assert!(replayed[file] == *bytes, "{file} differs with {threads} threads");
        }
    }
}

#[test]
fn an_exclusion_is_explained_with_criterion_rule_place_and_quote() {
    let run = demo().path("output/demo");
    let outcomes = rows(&run.join("5-eligibility/outcomes.csv"));
    let out = outcomes.iter().find(|row| row["outcome"] == "out-i1").expect("the demo has news");
    let answer = demo().bron(&["explain", "demo", &out["publication"]]);
    assert_eq!(answer.code, 0, "{}", answer.err);
    assert!(answer.out.contains("I1: exclude"), "{}", answer.out);
    assert!(answer.out.contains("config/lexicons/kinds.toml:"), "{}", answer.out);
    let included =
        outcomes.iter().find(|row| row["outcome"] == "included").expect("the demo includes something");
    let answer = demo().bron(&["explain", "demo", &included["publication"], "--term", &included["term"]]);
    assert!(answer.out.contains('“') && answer.out.contains("E1b"), "{}", answer.out);
}

#[test]
fn what_was_never_found_is_said_to_be_not_found_with_the_queries_that_could_have() {
    let answer = demo().bron(&["explain", "demo", "een titel die nergens bestaat"]);
    assert_eq!(answer.code, 2);
    assert!(answer.out.contains("movisie: 19/19"), "{}", answer.out);
    let answer = demo().bron(&["explain", "demo", "http://lsa.demo/er/is/niets"]);
    assert!(answer.out.contains("lsa: 19/19") && !answer.out.contains("movisie"), "{}", answer.out);
    let answer = demo().bron(&["explain", "demo", "https://elders.example/er/is/niets"]);
    assert!(answer.out.contains("Geen bron"), "{}", answer.out);
}

#[test]
fn files_beyond_a_limit_are_rows_and_never_a_finding() {
    let world = World::with_study();
    copy(&demo().path("output/demo/archive"), &world.path("output/demo/archive"));
    let limits = "[limits]\ndocuments = 1\n\n[window]";
    world.edit("pipelines/demo.toml", "[window]", limits);
    let answer = world.bron(&["run", "demo", "--offline", "--accept-proposals"]);
    assert_eq!(answer.code, 2, "{}{}", answer.out, answer.err);
    let documents = rows(&world.path("output/demo/3-retrieval/documents.csv"));
    let unread: Vec<_> = documents.iter().filter(|row| row["note"].contains("limit `documents`")).collect();
    assert!(!unread.is_empty() && unread.iter().all(|row| row["status"] == "not-read"), "{}", unread.len());
    let without: std::collections::BTreeSet<_> = unread.iter().map(|row| &row["publication"]).collect();
    let outcomes = rows(&world.path("output/demo/5-eligibility/outcomes.csv"));
    let wrong =
        outcomes.iter().find(|row| row["outcome"] == "out-e1a" && without.contains(&row["publication"]));
    assert_eq!(wrong, None);
}

#[test]
fn every_quote_is_the_slice_that_its_offsets_name() {
    let run = demo().path("output/demo");
    let pages = bron_store::PagesReader::open(&run.join("3-retrieval/pages.parquet")).unwrap();
    let mut checked = 0;
    for file in ["4-extraction/passages.csv", "4-extraction/occurrences.csv"] {
        for row in rows(&run.join(file)) {
            let id: bron_model::PublicationId = row["publication"].parse().unwrap();
            let texts = pages.pages_of(&id).unwrap();
            let page = texts
                .iter()
                .find(|page| {
                    page.document.as_str() == row["document"] && page.page.to_string() == row["page"]
                })
                .expect("the page is there");
            let (start, end): (usize, usize) = (row["start"].parse().unwrap(), row["end"].parse().unwrap());
            let slice: String = page.text.chars().skip(start).take(end - start).collect();
            assert_eq!(slice, row["quote"]);
            checked += 1;
        }
    }
    assert!(checked > 100, "{checked}");
}

/// For each address that a box lists, the publication that stays after merging on files.
fn publications_by_address(run: &Path) -> BTreeMap<String, String> {
    let kept: BTreeMap<String, String> = rows(&run.join("3-retrieval/merges.csv"))
        .into_iter()
        .map(|row| (row["merged"].clone(), row["kept"].clone()))
        .collect();
    rows(&run.join("1-search/hits.csv"))
        .into_iter()
        .map(|row| (row["url"].clone(), kept.get(&row["publication"]).unwrap_or(&row["publication"]).clone()))
        .collect()
}

#[test]
fn codes_are_proposed_as_was_written_down_beforehand() {
    let run = demo().path("output/demo");
    let publications = publications_by_address(&run);
    let codes = rows(&run.join("4-extraction/codes.csv"));
    let wrong: Vec<String> = bron_demo::expected_codes()
        .into_iter()
        .filter(|expected| {
            let proposed = codes.iter().any(|row| {
                row["publication"] == publications[&expected.address]
                    && row["term"] == expected.term
                    && row["element"] == expected.element
            });
            proposed != (expected.proposed == bron_model::Cross::Yes)
        })
        .map(|expected| format!("{expected:?}"))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(codes.iter().all(|row| row["made_by"] == "rule"));
}

#[test]
fn a_code_is_a_slice_of_a_passage_and_table_2_counts_them() {
    let run = demo().path("output/demo");
    let key = |row: &BTreeMap<String, String>| {
        ["publication", "term", "document", "page", "start", "end"].map(|column| row[column].clone())
    };
    let passages: BTreeMap<_, String> = rows(&run.join("4-extraction/passages.csv"))
        .into_iter()
        .map(|row| (key(&row), row["quote"].clone()))
        .collect();
    let number = |row: &BTreeMap<String, String>, column: &str| row[column].parse::<usize>().unwrap();
    let codes = rows(&run.join("4-extraction/codes.csv"));
    assert!(codes.len() > 50, "{}", codes.len());
    for row in &codes {
        let quote = &passages[&key(row)];
        let from = number(row, "cue_start") - number(row, "start");
        let length = number(row, "cue_end") - number(row, "cue_start");
        assert_eq!(quote.chars().skip(from).take(length).collect::<String>(), row["cue"]);
    }
    let behind = rows(&run.join("6-synthesis/table2-passages.csv"));
    let table = rows(&run.join("6-synthesis/table2.csv"));
    let beside = rows(&run.join("6-synthesis/table2-2024.csv"));
    assert_eq!((table.len(), beside.len()), (18, 180));
    for cell in &beside {
        let row = table.iter().find(|row| row["element"] == cell["element"]).expect("a row per element");
        let counted =
            behind.iter().filter(|row| row["element"] == cell["element"] && row["term"] == cell["term"]);
        assert_eq!(number(row, &format!("{}_passages", cell["term"])), counted.count(), "{cell:?}");
        assert_eq!(row[&cell["term"]], cell["proposed"]);
        let nobody_writes_it = cell["term"] == "samenzorg";
        assert_eq!(cell["proposed"] == "unknown", nobody_writes_it, "{cell:?}");
    }
    let text = std::fs::read_to_string(run.join("6-synthesis/table2.md")).unwrap();
    assert!(text.contains("Niemand heeft ze beoordeeld") && text.contains("deels verloren"), "{text}");
}

#[test]
fn a_run_without_a_codebook_has_no_codes_and_the_same_other_files() {
    let world = World::with_study();
    copy(&demo().path("output/demo/archive"), &world.path("output/demo/archive"));
    world.edit("pipelines/demo.toml", "codebook = \"config/codebook.toml\"\n", "");
    world.edit("pipelines/demo.toml", "earlier_crosses = \"config/reference/table2-2024.csv\"\n", "");
    let answer = world.bron(&["run", "demo", "--offline", "--accept-proposals"]);
    assert_eq!(answer.code, 0, "{}", answer.err);
    let (with, without) = (stage_files(&demo().path("output/demo")), stage_files(&world.path("output/demo")));
    let more: Vec<&str> =
        with.keys().filter(|file| !without.contains_key(*file)).map(String::as_str).collect();
    assert_eq!(
        more,
        [
            "4-extraction/codes.csv",
            "6-synthesis/table2-2024.csv",
            "6-synthesis/table2-passages.csv",
            "6-synthesis/table2.csv",
            "6-synthesis/table2.md",
        ]
    );
    for (file, bytes) in &without {
        assert!(with[file] == *bytes, "{file} differs without a codebook");
    }
}

#[test]
fn proposed_codes_are_explained_with_the_cue_and_the_line_of_the_codebook() {
    let run = demo().path("output/demo");
    let codes = rows(&run.join("4-extraction/codes.csv"));
    let code = codes.iter().find(|row| row["element"] == "e03").expect("the demo has community organizing");
    let answer = demo().bron(&["explain", "demo", &code["publication"], "--term", &code["term"]]);
    assert!(answer.out.contains("niemand heeft ze beoordeeld"), "{}", answer.out);
    let cue = code["cue"].split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(answer.out.contains(&format!("“{cue}” [element:e03, config/codebook.toml:")), "{}", answer.out);
}

#[test]
fn a_date_read_in_a_text_is_quoted_with_its_page() {
    let decisions = rows(&demo().path("output/demo/5-eligibility/decisions.csv"));
    let by_citation: Vec<_> = decisions
        .iter()
        .filter(|row| {
            row["criterion"] == "I2"
                && row["verdict"] == "include"
                && row["because"].contains("latest-year-cited")
        })
        .collect();
    assert!(by_citation.len() > 30, "{}", by_citation.len());
    for row in by_citation {
        let year = row["because"].split("not_before=").nth(1).and_then(|rest| rest.get(..4)).expect("a year");
        assert!(row["quote"].contains(year) && !row["page"].is_empty(), "{row:?}");
    }
}

#[test]
fn status_and_verify_agree_that_the_demo_is_whole() {
    let answer = demo().bron(&["status", "demo"]);
    assert_eq!(answer.code, 0, "{}", answer.err);
    assert!(answer.out.contains("next: "), "{}", answer.out);
    let answer = demo().bron(&["verify", "demo", "--json"]);
    assert_eq!(answer.code, 0, "{}", answer.out);
    let json: serde_json::Value = serde_json::from_str(&answer.out).unwrap();
    assert_eq!(json["problems"], serde_json::json!([]));
}

#[test]
fn a_publication_is_printed_page_by_page_and_its_terms_in_context() {
    let passages = rows(&demo().path("output/demo/4-extraction/passages.csv"));
    let passage = passages.iter().find(|row| !row["label"].is_empty() && row["label"] != row["page"]);
    let passage = passage.expect("a page whose printed number is not its number in the file");
    let answer = demo().bron(&["text", "demo", &passage["publication"], "--page", &passage["label"]]);
    assert_eq!(answer.code, 0, "{}", answer.err);
    assert!(answer.out.contains(&passage["quote"]), "{} in {}", passage["quote"], answer.out);
    let name = format!("-- p. {} (file p. {})", passage["label"], passage["page"]);
    assert!(answer.out.contains(&name), "{name} in {}", answer.out);

    let answer = demo().bron(&["text", "demo", &passage["publication"], "--page", "9999"]);
    assert_eq!((answer.code, answer.out.as_str()), (2, ""));
    let answer =
        demo().bron(&["occurrences", "demo", &passage["publication"], "--term", &passage["term"], "--json"]);
    let told: serde_json::Value = serde_json::from_str(&answer.out).unwrap();
    let places = told[0]["places"].as_array().unwrap();
    let all = rows(&demo().path("output/demo/4-extraction/occurrences.csv"));
    let expected = all
        .iter()
        .filter(|row| row["publication"] == passage["publication"] && row["term"] == passage["term"])
        .count();
    assert_eq!(places.len(), expected);
    assert!(expected > 0);
    for place in places {
        let text = |key: &str| place[key].as_str().unwrap();
        let page = demo().bron(&["text", "demo", text("publication"), "--json"]);
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let around = format!("{} {}", text("before").trim_start_matches('…'), words(text("quote")));
        let told: serde_json::Value = serde_json::from_str(&page.out).unwrap();
        let pages = told[0]["documents"].as_array().unwrap().iter().flat_map(|document| {
            document["pages"].as_array().unwrap().iter().map(|page| words(page["text"].as_str().unwrap()))
        });
        let squeezed = around.replace(' ', "");
        assert!(
            pages.into_iter().any(|page| page.replace(' ', "").contains(&squeezed)),
            "{around} stands on a page"
        );
    }
    let answer = demo().bron(&["text", "demo", "een titel die nergens bestaat"]);
    assert_eq!(answer.code, 2);
}
