//! The probe of whole runs: what it says of the imitated boxes, and what becomes of a source that it fails.

use crate::sites::Sites;
use crate::world::{World, rows, stage_files};
use serde_json::Value;
use std::path::Path;
use std::sync::OnceLock;

/// A study whose demo pipeline leads to the eight knowledge bases, which are served until the tests end.
fn study() -> World {
    static SITES: OnceLock<Sites> = OnceLock::new();
    let world = World::with_study();
    let pipeline = SITES.get_or_init(Sites::start).in_pipeline(&world.read("pipelines/demo.toml"));
    world.write("pipelines/demo.toml", &pipeline);
    world
}

fn probed(world: &World) -> Value {
    serde_json::from_str(&world.read("output/demo/0-probe/probe.json")).unwrap()
}

fn report<'a>(probed: &'a Value, source: &str) -> &'a Value {
    let all = probed["sources"].as_array().unwrap();
    all.iter().find(|report| report["source"] == source).unwrap_or_else(|| panic!("no report of {source}"))
}

/// What `bron-demo/src/search.rs` and its sites do.
const KNOWN: &[(&str, &[(&str, &str)])] = &[
    (
        "lsa",
        &[
            ("words_together", "and"),
            ("inside_words", "substring"),
            ("past_the_end", "empty"),
            ("totals", "equal"),
        ],
    ),
    ("verwey-jonker", &[("words_together", "and"), ("inside_words", "substring"), ("totals", "equal")]),
    (
        "platform31",
        &[
            ("words_together", "and"),
            ("inside_words", "substring"),
            ("past_the_end", "not-found"),
            ("totals", "not-reported"),
        ],
    ),
    ("movisie", &[("words_together", "and"), ("inside_words", "whole-words"), ("totals", "equal")]),
    ("vilans", &[("words_together", "and"), ("inside_words", "prefix"), ("totals", "equal")]),
    (
        "vws",
        &[
            ("words_together", "or"),
            ("inside_words", "whole-words"),
            ("totals", "equal"),
            ("cap", "none-seen"),
        ],
    ),
    ("scp", &[("words_together", "or"), ("inside_words", "whole-words"), ("totals", "equal")]),
    (
        "zorginstituut",
        &[
            ("words_together", "and"),
            ("inside_words", "whole-words"),
            ("past_the_end", "empty"),
            ("totals", "equal"),
        ],
    ),
];

#[test]
fn all_eight_imitated_boxes_pass_and_are_what_they_were_made_to_be() {
    let world = study();
    let answer = world.bron(&["probe", "--pipeline", "demo", "--lang", "en"]);
    assert_eq!(answer.code, 0, "{}\n{}", answer.out, answer.err);
    assert!(answer.out.contains("| two words | and | or |"), "{}", answer.out);
    let probed = probed(&world);
    for (source, known) in KNOWN {
        let report = report(&probed, source);
        let odd: Vec<_> = report["checks"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|check| check["outcome"] == "failed" || check["outcome"] == "warning")
            .collect();
        assert!(odd.is_empty(), "{source}: {odd:?}");
        let common = [
            ("quotes", "ignored"),
            ("accents", "folded"),
            ("many_words", "works"),
            ("operator_minus", "ignored-or-literal"),
            ("unclosed_quote", "works"),
            ("singular_plural", "apart"),
        ];
        for (name, verdict) in known.iter().chain(&common) {
            let found = &report["verdicts"][name];
            assert_eq!(found["verdict"], *verdict, "{source} {name}: {}", found["because"]);
        }
    }
}

#[test]
fn a_probe_is_asked_once_and_its_run_and_its_replay_read_it_from_the_archive() {
    let world = study();
    assert_eq!(world.bron(&["probe", "vilans", "--pipeline", "demo"]).code, 0);
    let report_of_vilans = report(&probed(&world), "vilans").clone();
    assert!(
        report(&probed(&world), "lsa")["not_probed"].as_str().unwrap().contains("the archive does not hold")
    );
    let answer = world.bron(&["run", "demo", "--only", "search"]);
    assert_eq!(answer.code, 0, "{}", answer.err);
    assert_eq!(*report(&probed(&world), "vilans"), report_of_vilans, "no answer came twice");
    let live = stage_files(&world.path("output/demo"));
    assert!(live.contains_key("0-probe/probe.json") && live.contains_key("0-probe/probe.md"));
    let answer = world.bron(&["run", "demo", "--only", "search", "--offline"]);
    assert_eq!(answer.code, 0, "{}", answer.err);
    assert_eq!(stage_files(&world.path("output/demo")), live);
}

#[test]
fn a_source_whose_probe_failed_is_not_searched_and_table_1_and_status_say_so() {
    let world = study();
    world.edit("config/demo/sources/vilans.toml", "row = \".search-result\"", "row = \".treffer\"");
    let answer = world.bron(&["run", "demo", "--accept-proposals"]);
    assert_eq!(answer.code, 2, "{}", answer.err);
    let told = "Niet doorzocht: vilans. probe: canary: unreadable";
    assert!(answer.out.contains(told), "{}", answer.out);
    for row in rows(&world.path("output/demo/1-search/queries.csv")) {
        let is_closed =
            row["status"] == "not-searched" && row["note"].starts_with("probe: canary: unreadable");
        let is_box_of_vilans = row["source"] == "vilans" && row["via"] == "search";
        assert_eq!(is_box_of_vilans, is_closed, "{row:?}");
    }
    let answer = world.bron(&["probe", "vilans", "--pipeline", "demo", "--offline"]);
    assert_eq!(answer.code, 2, "{}", answer.err);
    let pointed = "vilans: `bron probe --propose http://vilans.demo/ --pipeline demo` looks at the site anew";
    assert!(answer.err.contains(pointed), "{}", answer.err);
    let status = world.bron(&["status", "demo"]);
    let lines: Vec<&str> = status.out.lines().filter(|line| line.contains("vilans")).collect();
    assert_eq!(lines.len(), 1, "{}", status.out);
    assert!(lines[0].starts_with("not searched: vilans. probe: canary:"), "{}", lines[0]);
    let table = world.read("output/demo/6-synthesis/table1.md");
    assert!(table.to_lowercase().contains("vilans"), "{table}");

    // The settings are mended; nothing has to be asked again for it.
    world.edit("config/demo/sources/vilans.toml", "row = \".treffer\"", "row = \".search-result\"");
    let answer = world.bron(&["run", "demo", "--accept-proposals"]);
    assert_eq!(answer.code, 0, "{}\n{}", answer.out, answer.err);
}

#[test]
fn an_archive_without_a_probe_is_searched_as_before() {
    let world = study();
    assert_eq!(world.bron(&["run", "demo", "--only", "search", "--no-probe"]).code, 0);
    let searched = queries(&world.path("output/demo"));
    assert_eq!(report(&probed(&world), "lsa")["not_probed"], "--no-probe");
    let answer = world.bron(&["run", "demo", "--only", "search", "--offline"]);
    assert_eq!(answer.code, 0, "{}", answer.err);
    assert!(
        report(&probed(&world), "lsa")["not_probed"].as_str().unwrap().contains("the archive does not hold")
    );
    assert_eq!(queries(&world.path("output/demo")), searched);
}

fn queries(run: &Path) -> Vec<u8> {
    std::fs::read(run.join("1-search/queries.csv")).unwrap()
}

#[test]
fn a_plan_counts_the_requests_of_the_probe() {
    let world = study();
    let plan: Value = serde_json::from_str(&world.bron(&["plan", "demo", "--json"]).out).unwrap();
    let vilans = plan["sources"].as_array().unwrap().iter().find(|plan| plan["source"] == "vilans").unwrap();
    assert!(vilans["probe_requests_at_least"].as_u64().unwrap() > 30, "{vilans}");
    assert_eq!(
        world.bron(&["probe", "--pipeline", "ouderen-2024"]).code,
        1,
        "it reads another run's archive"
    );
}

#[test]
fn an_unknown_source_is_told_with_those_there_are() {
    let answer = study().bron(&["probe", "vilan", "--pipeline", "demo"]);
    assert_eq!(answer.code, 1);
    assert!(answer.err.contains("no source `vilan`") && answer.err.contains("vilans"), "{}", answer.err);
}
