//! The figures of `examples/measure_passages.rs`, held to a floor. Needs the annotated texts beside the checkout.
#![allow(clippy::print_stderr, reason = "a skipped test says so")]

use std::path::Path;
use std::process::Command;

/// Where the texts are; nothing, and a line that says so, where they are absent.
fn is_there() -> bool {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let folder = std::env::var_os("BRON_SHARED").map_or(beside, std::path::PathBuf::from);
    let there = folder.join("corpus/gold.csv").is_file();
    if !there {
        eprintln!("skipped: no annotated texts at BRON_SHARED or ../shared beside the checkout");
    }
    there
}

/// What the example prints; nothing where only this test was built, without the examples.
fn measured() -> Option<String> {
    let mut example = std::env::current_exe().expect("the test has a path");
    example.pop();
    example.pop();
    example.push("examples/measure_passages");
    if !example.is_file() {
        eprintln!("skipped: the example `measure_passages` is not built");
        return None;
    }
    let output = Command::new(example).output().expect("the example runs");
    Some(String::from_utf8(output.stdout).expect("it prints UTF-8"))
}

#[test]
fn the_figures_do_not_fall() {
    if !is_there() {
        return;
    }
    let Some(measured) = measured() else { return };
    assert!(measured.contains("patterns.csv: 64 of 64 found rightly"), "{measured}");
    let line = measured
        .lines()
        .find(|line| line.contains("all rows, definition+description"))
        .expect("the line is there");
    let f1: f64 = line
        .split("F1 ")
        .nth(1)
        .and_then(|rest| rest.split(' ').next())
        .expect("it has F1")
        .parse()
        .expect("a number");
    assert!(f1 >= 0.85, "{line}");
    let quotes =
        measured.lines().find(|line| line.starts_with("quotes-2024.csv")).expect("the line is there");
    let found: u32 = quotes.split(' ').nth(1).expect("a count").parse().expect("a number");
    assert!(found >= 17, "{quotes}");
}
