//! The figures of `bron evaluate` on the annotated texts beside the checkout, held to a floor.
#![allow(clippy::print_stderr, reason = "a skipped test says so")]

use crate::world::World;
use std::path::{Path, PathBuf};

/// The annotated texts; nothing, and a line that says so, where they are absent.
fn corpus() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let folder = std::env::var_os("BRON_SHARED").map_or(beside, PathBuf::from).join("corpus");
    let there = folder.join("gold.csv").is_file();
    if !there {
        eprintln!("skipped: no annotated texts at BRON_SHARED or ../shared beside the checkout");
    }
    there.then_some(folder)
}

/// The parts as `bron evaluate --json` gives them.
fn measured(only: &str) -> Option<serde_json::Value> {
    let corpus = corpus()?;
    let lists = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/measure");
    let folders = [corpus, lists].map(|folder| folder.to_string_lossy().into_owned());
    let [corpus, lists] = &folders;
    let answer = World::empty().bron(&["evaluate", corpus, "--lists", lists, "--only", only, "--json"]);
    assert_eq!(answer.code, 0, "{}", answer.err);
    Some(serde_json::from_str(&answer.out).unwrap())
}

fn check(parts: &serde_json::Value, part: &str, figure: &str, measure: &str, at_least: f64) {
    let named = |value: &serde_json::Value, name: &str| value["name"] == name;
    let part = parts.as_array().unwrap().iter().find(|one| named(one, part)).unwrap();
    let figures = part["figures"].as_array().unwrap();
    let figure = figures.iter().find(|one| named(one, figure)).unwrap_or_else(|| panic!("{part:#}"));
    let value = figure[measure].as_f64().unwrap_or_else(|| panic!("{figure:#}"));
    assert!(value >= at_least, "{at_least} is the floor: {figure:#}");
}

#[test]
fn passages_patterns_and_quotations_do_not_fall() {
    let Some(parts) = measured("passages,publications,patterns,quotations,sentences") else { return };
    check(&parts, "passages", "definition and description, all rows", "f1", 0.85);
    check(&parts, "patterns", "a passage where one is meant and none elsewhere", "recall", 1.0);
    check(&parts, "quotations", "with a passage", "recall", 0.89);
    check(&parts, "sentences", "ends of sentences", "f1", 0.94);
}

#[test]
fn web_pages_do_not_fall() {
    let Some(parts) = measured("main-text,dates") else { return };
    check(&parts, "main-text", "segments", "f1", 0.9);
    check(&parts, "dates", "all", "f1", 0.88);
}

#[test]
fn pdfs_do_not_fall() {
    let Some(parts) = measured("difficult-pdfs") else { return };
    check(&parts, "difficult-pdfs", "read without a panic", "recall", 1.0);
}

#[test]
fn a_measure_that_was_asked_for_and_has_no_texts_is_exit_code_2() {
    let world = World::empty();
    std::fs::create_dir(world.path("texts")).unwrap();
    let folder = world.path("texts").to_string_lossy().into_owned();
    let answer = world.bron(&["evaluate", &folder, "--only", "dates"]);
    assert_eq!(answer.code, 2, "{}", answer.err);
    assert!(answer.out.contains("dates: skipped: there is no html/dates.csv"), "{}", answer.out);
    let all = world.bron(&["evaluate", &folder]);
    assert_eq!(all.code, 0, "{}", all.err);
    let unknown = world.bron(&["evaluate", &folder, "--only", "datums"]);
    assert_eq!(unknown.code, 1);
    assert!(unknown.err.contains("the measures are passages, "), "{}", unknown.err);
}
