//! The methods text of the demo: its numbers are those of the tables, and what nobody answered is listed.

use crate::demo::demo;
use crate::world::{TABLE1, World, rows};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

type Row = BTreeMap<String, String>;

fn methods(language: &str) -> Value {
    let answer = demo().bron(&["methods", "demo", "--json", "--lang", language]);
    assert_eq!(answer.code, 0, "{}", answer.err);
    serde_json::from_str(&answer.out).unwrap()
}

fn of(file: &str) -> Vec<Row> {
    rows(&demo().path(&format!("output/demo/{file}")))
}

fn sum(rows: &[Row], column: &str) -> u64 {
    rows.iter().filter(|row| !row[column].is_empty()).map(|row| row[column].parse::<u64>().unwrap()).sum()
}

fn count(rows: &[Row], column: &str, value: &str) -> u64 {
    rows.iter().filter(|row| row[column] == value).count() as u64
}

/// The paragraphs of the section with that heading.
fn section(methods: &Value, heading: &str) -> Vec<String> {
    let sections = methods["sections"].as_array().unwrap();
    let found = sections.iter().find(|section| section["heading"] == heading);
    let found = found.unwrap_or_else(|| panic!("no section `{heading}`"));
    found["paragraphs"].as_array().unwrap().iter().map(|text| text.as_str().unwrap().to_owned()).collect()
}

/// The whole numbers in a text that stand by themselves, in their order.
fn numbers(text: &str) -> Vec<u64> {
    text.split(|c: char| !c.is_alphanumeric()).filter_map(|word| word.parse().ok()).collect()
}

#[test]
fn every_number_of_search_and_merging_is_that_of_the_tables() {
    let english = methods("en");
    let queries = of("1-search/queries.csv");
    let counted: Vec<Row> =
        queries.iter().filter(|row| matches!(&row["via"][..], "search" | "hand-search")).cloned().collect();
    let sources: std::collections::BTreeSet<&String> = counted.iter().map(|row| &row["source"]).collect();
    let complete = ["hits", "none-reported", "stopped-by-protocol"];
    let whole = counted.iter().filter(|row| complete.contains(&&row["status"][..])).count() as u64;
    let told = section(&english, "Sources and dates of the search");
    assert_eq!(numbers(&told[0])[..3], [counted.len() as u64, sources.len() as u64, whole], "{}", told[0]);
    for source in ["movisie", "vws", "scp"] {
        let mine: Vec<Row> = counted.iter().filter(|row| row["source"] == source).cloned().collect();
        let reporting = mine.iter().filter(|row| !row["reported_total"].is_empty()).count();
        let line = told.iter().find(|line| line.contains(&format!("://{source}.demo/"))).unwrap();
        for text in [
            format!(": {} queries by ", mine.len()),
            format!("; {} hits read, {} reported", sum(&mine, "hits"), sum(&mine, "reported_total")),
            format!("where the site gives a number (for {reporting})"),
            "Europe/Amsterdam".to_owned(),
        ] {
            assert!(line.contains(&text), "`{text}` is not in: {line}");
        }
    }

    let flow = of("6-synthesis/flow.csv");
    let n = |name: &str, reason: &str, unit: &str| {
        let of_box = flow.iter().filter(|row| row["source"] == "total" && row["box_name"] == name);
        let of_box = of_box.filter(|row| row["unit"] == unit && (reason == "*" || row["reason"] == reason));
        sum(&of_box.cloned().collect::<Vec<_>>(), "n")
    };
    let merging = section(&english, "Deduplication");
    assert_eq!(
        numbers(&merging[0]),
        [
            n("identified", "", "hits"),
            n("identified", "", "records"),
            n("duplicates", "within-source", "hits"),
            n("duplicates", "between-sources", "records"),
            n("duplicates-on-files", "*", "publications"),
        ],
        "{}",
        merging[0]
    );
    let merges = [of("1-search/merges.csv"), of("3-retrieval/merges.csv")].concat();
    let by_rule: u64 = merging[2..].iter().map(|line| *numbers(line).last().unwrap()).sum();
    assert_eq!(by_rule, merges.len() as u64, "the rules add up");
    assert!(merging[1].contains(&format!("each of the {} merges", merges.len())), "{}", merging[1]);

    let selection = section(&english, "Selection");
    let p = |name: &str, reason: &str| n(name, reason, "publications");
    let by = ["I1", "I2", "W"].map(|reason| p("excluded-screening", reason));
    assert_eq!(
        numbers(&selection[0]),
        [p("screened", "*"), by.iter().sum(), by[0], by[1], by[2]],
        "{}",
        selection[0]
    );
    assert_eq!(numbers(&selection[1]), [p("sought", "*"), p("not-retrieved", "*"), p("assessed", "*")]);
}

#[test]
fn every_number_of_selection_and_collection_is_that_of_the_tables() {
    let english = methods("en");
    let decisions = of("5-eligibility/decisions.csv");
    let settled: Vec<Row> = decisions.iter().filter(|row| row["verdict"] != "unclear").cloned().collect();
    let selection = section(&english, "Selection");
    assert_eq!(
        numbers(&selection[2]),
        [
            decisions.len() as u64,
            count(&settled, "made_by", "rule"),
            count(&settled, "made_by", "accepted-proposal"),
            count(&settled, "made_by", "reviewer"),
            count(&decisions, "verdict", "unclear"),
        ],
        "{}",
        selection[2]
    );
    let out: Vec<Row> = decisions.iter().filter(|row| row["proposal"] == "exclude").cloned().collect();
    let proposed: Vec<u64> = ["I1", "I2", "W", "E1a", "E1b", "E2", "E3"]
        .iter()
        .map(|criterion| count(&out, "criterion", criterion))
        .filter(|n| *n > 0)
        .collect();
    assert_eq!(numbers(&selection[3]), proposed, "{}", selection[3]);
    assert!(selection[3].contains("counted as decisions (`--accept-proposals`)"));
    assert!(selection.contains(&"Nobody has judged yet.".to_owned()), "{selection:?}");
    let waiting = of("5-eligibility/to-judge.csv").len();
    assert!(selection.contains(&format!("Judgements that still wait: {waiting}.")), "{selection:?}");
    let table1 = of("6-synthesis/table1.csv");
    let total = table1.iter().find(|row| row["term"] == "total").unwrap();
    assert_eq!(
        numbers(selection.last().unwrap()),
        TABLE1.map(|column| total[column].parse::<u64>().unwrap())
    );

    let collection = section(&english, "Data collection and synthesis");
    let documents = of("3-retrieval/documents.csv");
    let told = numbers(&collection[0]);
    assert_eq!(
        told[..2],
        [documents.len() as u64, count(&documents, "status", "retrieved")],
        "{}",
        collection[0]
    );
    let passages =
        [of("4-extraction/passages.csv").len() as u64, of("6-synthesis/worktable.csv").len() as u64];
    assert_eq!(numbers(&collection[1]), passages, "{}", collection[1]);
    assert_eq!(numbers(&collection[3])[1], of("4-extraction/codes.csv").len() as u64, "{}", collection[3]);
}

#[test]
fn both_languages_have_the_same_sections_numbers_and_items() {
    let (dutch, english) = (methods("nl"), methods("en"));
    let sections = |methods: &Value| methods["sections"].as_array().unwrap().clone();
    assert_eq!(sections(&dutch).len(), sections(&english).len());
    assert!(sections(&dutch).len() >= 12);
    for (nl, en) in sections(&dutch).iter().zip(sections(&english)) {
        let paragraphs = |section: &Value| section["paragraphs"].as_array().unwrap().clone();
        assert_eq!(paragraphs(nl).len(), paragraphs(&en).len(), "{}", en["heading"]);
        for (nl, en) in paragraphs(nl).iter().zip(paragraphs(&en)) {
            let of = |text: &Value| {
                let mut all = numbers(text.as_str().unwrap());
                // A page that is not found is 404 in Dutch tables of the probe, and `not-found` in English ones.
                all.retain(|n| *n != 404);
                all.sort_unstable();
                all
            };
            assert_eq!(of(nl), of(&en), "{nl}\n{en}");
        }
    }
    let items = |methods: &Value| -> Vec<(String, String, bool)> {
        let lists = methods["checklists"].as_array().unwrap();
        let of = |list: &Value| list["items"].as_array().unwrap().clone();
        let told = |item: &Value| {
            let said = &item["answer"]["said"];
            (item["number"].as_str().unwrap().to_owned(), said.is_string())
        };
        let all =
            lists.iter().enumerate().flat_map(|(at, list)| of(list).into_iter().map(move |item| (at, item)));
        all.map(|(at, item)| (at.to_string(), told(&item).0, told(&item).1)).collect()
    };
    assert_eq!(items(&dutch), items(&english));
    assert_eq!(items(&english).len(), 16 + 22 + 42);
    let asked = |methods: &Value| methods["checklists"][0]["items"][0]["asks"].as_str().unwrap().to_owned();
    assert_ne!(asked(&dutch), asked(&english));
}

#[test]
fn what_nobody_answered_is_listed_with_its_place_and_answered_by_the_file() {
    let english = methods("en");
    let open = |methods: &Value, list: usize| -> Vec<String> {
        let items = methods["checklists"][list]["items"].as_array().unwrap().clone();
        let open = items.iter().filter(|item| item["answer"]["unanswered"].is_string());
        open.map(|item| item["number"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(open(&english, 0), ["3", "5", "6", "7", "11", "14"]);
    assert_eq!(open(&english, 1), ["1", "2", "3", "5", "12", "16", "19", "21", "22"]);
    let open_2020 = open(&english, 2);
    for number in ["1", "2", "11", "24a", "24b", "24c", "25", "26", "27"] {
        assert!(open_2020.contains(&number.to_owned()), "{number}: {open_2020:?}");
    }
    let text = demo().bron(&["methods", "demo", "--checklists", "--lang", "en"]);
    assert!(text.out.contains("10 of 16 items answered, 6 open."), "{}", text.out);
    assert!(text.out.contains("Fill in: config/report.toml, `registration`."), "{}", text.out);
    assert!(!text.out.contains("# Methods"), "only the checklists");
    let data = demo().bron(&["methods", "demo", "--checklists", "--lang", "en", "--json"]);
    let data: Value = serde_json::from_str(&data.out).unwrap();
    assert_eq!(data, english["checklists"], "and as data the same");

    // In a study people fill the file in: their answers take the places, and nothing is counted anew.
    let world = World::with_demo_of(demo());
    world.edit("config/report.toml", "registration = \"\"", "registration = \"OSF, nummer 12345\"");
    world.edit("config/report.toml", "by = \"\"", "by = \"een informatiespecialist\"");
    world.edit("config/report.toml", "[prisma-s]\n", "[prisma-s]\n\"3\" = \"Geen registers.\"\n");
    let answer = world.bron(&["methods", "demo", "--json", "--lang", "en"]);
    assert_eq!(answer.code, 0, "{}", answer.err);
    let filled: Value = serde_json::from_str(&answer.out).unwrap();
    assert_eq!(open(&filled, 0), ["5", "6", "7", "11"]);
    assert_eq!(filled["checklists"][0]["items"][2]["answer"]["said"], "Geen registers.");
    assert!(answer.out.contains("OSF, nummer 12345"));

    world.edit("config/report.toml", "[prisma-s]\n", "[prisma-s]\n\"17\" = \"x\"\n");
    let refused = world.bron(&["methods", "demo"]);
    assert_eq!(refused.code, 1);
    assert!(refused.err.contains("`prisma-s` has no item `17` at config/report.toml:"), "{}", refused.err);
}

/// Without what differs from harvest to harvest and from release to release: instants, requests, digests, the version.
fn lasting(text: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        let mut line = line.replace(&format!("bron {}", env!("CARGO_PKG_VERSION")), "bron …");
        for asked in ["Gevraagd: ", "Asked: "] {
            if let Some((before, _)) = line.split_once(asked) {
                line = format!("{before}{asked}….");
            }
        }
        if let Some(at) = line.find(" (Europe/Amsterdam)") {
            line.replace_range(at - "2026-11-30 09:00".len()..at, "…");
        }
        let is_digest = |word: &&str| word.len() == 64 && word.chars().all(|c| c.is_ascii_hexdigit());
        let digests: Vec<String> =
            line.split(|c: char| !c.is_alphanumeric()).filter(is_digest).map(str::to_owned).collect();
        lines.push(digests.iter().fold(line, |line, digest| line.replace(digest.as_str(), "…")));
    }
    lines.join("\n") + "\n"
}

#[test]
fn the_methods_text_is_the_one_that_was_written_down() {
    for (language, checklists) in [("nl", "\n# Checklijsten\n"), ("en", "\n# Checklists\n")] {
        let answer = demo().bron(&["methods", "demo", "--lang", language]);
        assert_eq!(answer.code, 0, "{}", answer.err);
        let (text, _) = answer.out.split_once(checklists).expect("the checklists follow the text");
        let found = lasting(text);
        let file =
            Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../tests/golden/methods.{language}.md"));
        if std::env::var_os("BRON_RENEW").is_some() {
            std::fs::write(&file, &found).unwrap();
        }
        let expected = std::fs::read_to_string(&file).unwrap();
        let differs = expected.lines().zip(found.lines()).find(|(one, other)| one != other);
        let told = format!(
            "tests/golden/methods.{language}.md is not what `bron methods demo` says; where that is meant, a test with BRON_RENEW=1 \
             writes it down anew"
        );
        assert_eq!(differs, None, "{told}");
        assert_eq!(expected, found, "{told}");
    }
}

#[test]
fn open_questions_to_the_authors_of_2024_are_listed() {
    let told = section(&methods("nl"), "Vragen aan de auteurs van het eerdere onderzoek");
    assert_eq!(numbers(&told[0]), [11, 11], "{}", told[0]);
    assert_eq!(told.len(), 12);
    assert!(told.iter().any(|line| line.contains("31 mei of 30 juni 2024?")), "{told:?}");
}
