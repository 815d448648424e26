//! A study from `bron new`: found from any folder below it, planned, and run over a folder of files.

use crate::world::{World, rows, stage_files};
use std::collections::BTreeMap;

const PIPELINE: &str = r#"
name = "handwerk"
title = "Een map met bestanden"
question = "Wat is een zorgzame buurt?"
contact = "test@example.org"
terms = "config/terms.toml"
criteria = "config/criteria.toml"
kinds = "config/lexicons/kinds.toml"
domains = "config/lexicons/domains.toml"
groups = "config/lexicons/groups.toml"
patterns = ["config/patterns/nl.toml", "config/patterns/en.toml"]
sources = ["config/sources/map.toml"]
[window]
from_year = 2007
until = "2024-06-30"
"#;

const SOURCE: &str = r#"
id = "map"
name = "Map met bestanden"
group = "praktijk"
platform = "files"
[files]
folder = "bestanden"
list = "lijst.csv"
via = "hand-search"
"#;

fn world_with_folder() -> World {
    let world = World::with_study();
    world.write("pipelines/handwerk.toml", PIPELINE);
    world.write("config/sources/map.toml", SOURCE);
    world.write(
        "bestanden/lijst.csv",
        "title,author,date,file,url,found_on,kind,terms\n\
         Zorgzame buurten in de praktijk,\"Bakker, A.\",2019-03-14,een.txt,,bibliotheek,rapport,zorgzame-buurten\n\
         Jaarbericht,,2020,twee.txt,,bibliotheek,rapport,zorgzame-buurten\n",
    );
    world.write(
        "bestanden/een.txt",
        "Utrecht, 14 maart 2019\n\nEen zorgzame buurt is een buurt waar bewoners naar elkaar omkijken. (De Wit, 2018)\n",
    );
    world.write(
        "bestanden/twee.txt",
        "Arnhem, 3 februari 2020\n\nDit jaarbericht gaat over de vereniging en haar leden (Smit, 2019).\n",
    );
    world
}

#[test]
fn a_folder_of_files_becomes_a_review_with_an_outcome_for_every_pair() {
    let world = world_with_folder();
    let answer = world.bron(&["run", "handwerk", "--accept-proposals"]);
    assert_eq!(answer.code, 0, "{}{}", answer.out, answer.err);
    let outcomes = rows(&world.path("output/handwerk/5-eligibility/outcomes.csv"));
    assert_eq!(states(&outcomes), ["included", "out-e1a"], "{outcomes:?}");
    let worktable = rows(&world.path("output/handwerk/6-synthesis/worktable.csv"));
    assert!(worktable.iter().any(|row| row["quote"].contains("naar elkaar omkijken")), "{worktable:?}");
}

/// The outcomes of all pairs, sorted.
fn states(outcomes: &[BTreeMap<String, String>]) -> Vec<&str> {
    let mut states: Vec<_> = outcomes.iter().map(|row| row["outcome"].as_str()).collect();
    states.sort_unstable();
    states
}

#[test]
fn a_second_run_changes_nothing_and_reads_the_archive_offline() {
    let world = world_with_folder();
    assert_eq!(world.bron(&["run", "handwerk"]).code, 0);
    let first = stage_files(&world.path("output/handwerk"));
    assert!(first.len() > 15, "{:?}", first.keys());
    assert_eq!(world.bron(&["run", "handwerk"]).code, 0);
    assert_eq!(stage_files(&world.path("output/handwerk")), first);
    std::fs::remove_dir_all(world.path("bestanden")).unwrap();
    for stage in ["1-search", "3-retrieval"] {
        std::fs::remove_dir_all(world.path(&format!("output/handwerk/{stage}"))).unwrap();
    }
    let answer = world.bron(&["run", "handwerk", "--offline", "--threads", "1"]);
    assert_eq!(answer.code, 0, "{}", answer.err);
    assert_eq!(stage_files(&world.path("output/handwerk")), first);
}

#[test]
fn proposals_wait_for_a_reviewer_unless_they_are_accepted() {
    let world = world_with_folder();
    world.bron(&["run", "handwerk"]);
    let outcomes = rows(&world.path("output/handwerk/5-eligibility/outcomes.csv"));
    assert_eq!(states(&outcomes), ["out-e1a", "unclear"]);
    let queue = rows(&world.path("output/handwerk/5-eligibility/to-judge.csv"));
    assert!(queue.iter().any(|row| row["criterion"] == "E1b" && row["proposal"] == "include"), "{queue:?}");
}

#[test]
fn the_plan_names_what_is_not_searchable_and_sends_nothing() {
    let world = World::with_study();
    let answer = world.bron(&["plan", "ouderen-vervolg"]);
    assert_eq!(answer.code, 0, "{}", answer.err);
    assert!(answer.out.contains("152 queries over 8 sources"), "{}", answer.out);
    assert!(answer.out.contains("not searched:"), "{}", answer.out);
    assert!(!world.path("output/ouderen-vervolg").exists());
}

#[test]
fn a_study_is_found_from_a_folder_below_it() {
    let world = world_with_folder();
    let output = world.command(&["plan", "handwerk"]).current_dir(world.path("bestanden")).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn verify_finds_one_changed_byte() {
    let world = world_with_folder();
    world.bron(&["run", "handwerk"]);
    let answer = world.bron(&["verify", "handwerk"]);
    assert_eq!(answer.code, 0, "{}", answer.out);
    world.edit("output/handwerk/5-eligibility/outcomes.csv", "out-e1a", "out-e1b");
    let answer = world.bron(&["verify", "handwerk"]);
    assert_eq!(answer.code, 2, "{}", answer.out);
    assert!(answer.out.contains("outcomes.csv"), "{}", answer.out);
}

#[test]
fn a_document_that_meets_a_limit_of_memory_is_not_read_and_the_run_goes_on() {
    let world = world_with_folder();
    world.write("bestanden/een.txt", &"Zorgzame buurten. Een regel tekst zonder inhoud.\n".repeat(1_000_000));
    world.edit("pipelines/handwerk.toml", "[window]", "[limits]\ndocument_memory = 220000000\n[window]");
    let answer = world.bron(&["run", "handwerk"]);
    assert_eq!(answer.code, 2, "{}{}", answer.out, answer.err);
    let documents = rows(&world.path("output/handwerk/3-retrieval/documents.csv"));
    let states: Vec<_> = documents.iter().map(|row| (row["status"].as_str(), row["note"].as_str())).collect();
    assert!(
        states.iter().any(|(status, note)| *status == "not-read" && note.contains("document_memory")),
        "{states:?}"
    );
    assert!(states.iter().any(|(status, _)| *status == "retrieved"), "{states:?}");
    let outcomes = rows(&world.path("output/handwerk/5-eligibility/outcomes.csv"));
    assert!(
        outcomes.iter().all(|row| row["outcome"] != "out-e1b"),
        "a limit is never a finding: {outcomes:?}"
    );
}

#[test]
fn one_harvest_is_read_through_two_windows() {
    let world = world_with_folder();
    let window = "from_year = 2007\nuntil = \"2018-12-31\"";
    let earlier = PIPELINE
        .replace("name = \"handwerk\"", "name = \"eerder\"\narchive = \"handwerk\"")
        .replace("from_year = 2007\nuntil = \"2024-06-30\"", window);
    world.write("pipelines/eerder.toml", &earlier);
    assert_eq!(world.bron(&["run", "handwerk", "--accept-proposals"]).code, 0);
    let archive = stage_files(&world.path("output/handwerk"));
    let answer = world.bron(&["run", "eerder", "--accept-proposals"]);
    assert_eq!(answer.code, 0, "{}", answer.err);
    assert!(!world.path("output/eerder/archive").exists(), "a window has no archive of its own");
    let outcomes = rows(&world.path("output/eerder/5-eligibility/outcomes.csv"));
    assert_eq!(
        states(&outcomes),
        ["out-w", "unclear"],
        "one cites 2019, the other only what lies before the end"
    );
    assert_eq!(stage_files(&world.path("output/handwerk")), archive, "the harvest is only read");
}

#[test]
fn a_changed_file_is_read_again_and_the_replay_says_the_same() {
    let world = world_with_folder();
    world.bron(&["run", "handwerk", "--accept-proposals"]);
    world.write(
        "bestanden/een.txt",
        "Utrecht, 14 maart 2019\n\nDit rapport gaat over tuinen (De Wit, 2018).\n",
    );
    world.bron(&["run", "handwerk", "--accept-proposals"]);
    let outcomes = rows(&world.path("output/handwerk/5-eligibility/outcomes.csv"));
    assert_eq!(states(&outcomes), ["out-e1a", "out-e1a"]);
    let live = stage_files(&world.path("output/handwerk"));
    for stage in ["1-search", "3-retrieval", "4-extraction"] {
        std::fs::remove_dir_all(world.path(&format!("output/handwerk/{stage}"))).unwrap();
    }
    world.bron(&["run", "handwerk", "--accept-proposals", "--offline"]);
    assert_eq!(stage_files(&world.path("output/handwerk")), live);
}

#[test]
fn a_run_whose_archive_is_gone_is_not_harvested_over() {
    let world = world_with_folder();
    world.bron(&["run", "handwerk"]);
    let made = stage_files(&world.path("output/handwerk"));
    std::fs::remove_dir_all(world.path("output/handwerk/archive")).unwrap();
    let answer = world.bron(&["run", "handwerk"]);
    assert_eq!(answer.code, 1, "{}", answer.out);
    assert!(answer.err.contains("is gone") && answer.err.contains("hint:"), "{}", answer.err);
    assert_eq!(stage_files(&world.path("output/handwerk")), made);
    let answer = world.bron(&["verify", "handwerk"]);
    assert_eq!(answer.code, 2, "{}", answer.out);
}

#[test]
fn verify_says_which_part_of_the_configuration_changed_since() {
    let world = world_with_folder();
    world.bron(&["run", "handwerk"]);
    world.edit("pipelines/handwerk.toml", "2024-06-30", "2024-05-31");
    let answer = world.bron(&["verify", "handwerk"]);
    assert_eq!(answer.code, 2, "{}", answer.out);
    assert!(
        answer.out.contains("`pipelines/handwerk.toml` is not what the run was made with"),
        "{}",
        answer.out
    );
}

#[test]
fn a_run_name_is_no_path() {
    let world = world_with_folder();
    for name in ["../elders", "", "a/b", ".verborgen"] {
        let answer = world.bron(&["run", "handwerk", "--run", name]);
        assert_eq!(answer.code, 1, "{name}");
        assert!(answer.err.contains("hint:"), "{}", answer.err);
    }
    assert!(!world.path("../elders").exists());
}
