//! What `bron agreement` says of reviewers who judged the demo.

use crate::world::{Answer, World, rows};

/// The demo without accepted proposals, and two pairs of it that wait for E1b.
fn demo() -> (World, Vec<(String, String)>) {
    let world = World::demo();
    let open = world.table("5-eligibility/to-judge.csv");
    let open = open.into_iter().filter(|row| row["criterion"] == "E1b" && row["queue"] == "open");
    let pairs = open.map(|row| (row["publication"].clone(), row["term"].clone())).take(2).collect();
    (world, pairs)
}

fn give(world: &World, reviewer: &str, pair: &(String, String), verdict: &str, more: &[&str]) {
    world.give(reviewer, &[&pair.0, "--term", &pair.1, "--criterion", "E1b"], verdict, more);
}

fn agreement(world: &World, more: &[&str]) -> Answer {
    world.bron(&[&["agreement", "demo"], more].concat())
}

#[test]
fn two_reviewers_are_compared_on_what_both_judged_first_and_their_difference_is_listed() {
    let (world, pairs) = demo();
    let nobody = agreement(&world, &[]);
    assert_eq!((nobody.code, nobody.out.trim()), (2, "Nog niemand heeft een criterium beoordeeld."));

    give(&world, "AB", &pairs[0], "include", &["--note", "staat er"]);
    let alone = agreement(&world, &["--lang", "en"]);
    assert_eq!(
        (alone.code, alone.out.trim()),
        (2, "Only AB has judged criteria: there is nobody to compare with.")
    );
    give(&world, "AB", &pairs[1], "exclude", &[]);
    give(&world, "CD", &pairs[0], "exclude", &["--reason", "mention-only"]);
    let told = agreement(&world, &["--terms"]);
    assert_eq!(told.code, 0, "{}", told.err);
    for text in [
        "AB en CD, hoofdronde, op de tekst",
        "E1b: 1 paren door beiden beoordeeld, 1 alleen door AB, 0 alleen door CD",
        "eens over 0 van 1 (0.0 %)",
        "kappa 0.000 (geen interval",
    ] {
        assert!(told.out.contains(text), "`{text}` is not in: {}", told.out);
    }

    // CD changes her mind: what she said first counts, and the list says how it stands now.
    give(&world, "CD", &pairs[0], "include", &[]);
    let listed = agreement(&world, &["--disagreements", "verschillen.csv", "--json"]);
    assert_eq!(listed.code, 0, "{}", listed.err);
    let json: serde_json::Value = serde_json::from_str(&listed.out).unwrap();
    assert_eq!(json["rows"][0]["kappa"]["value"], 0.0);
    let differences = rows(&world.path("verschillen.csv"));
    assert_eq!(differences.len(), 1);
    let row = &differences[0];
    let said = ["a", "verdict_a", "note_a", "b", "verdict_b", "reason_b", "state", "settled"]
        .map(|column| &row[column][..]);
    assert_eq!(said, ["AB", "include", "staat er", "CD", "exclude", "mention-only", "agree", "include"]);
    assert_eq!((&row["publication"], &row["term"]), (&pairs[0].0, &pairs[0].1));
    assert!(!row["title"].is_empty());

    let again = agreement(&world, &["--disagreements", "verschillen.csv"]);
    assert_eq!(again.code, 1);
    assert!(again.err.contains("is there already"), "{}", again.err);
}

#[test]
fn two_who_judged_different_things_are_told_how_much_each_judged() {
    let (world, pairs) = demo();
    give(&world, "AB", &pairs[0], "include", &[]);
    give(&world, "CD", &pairs[1], "exclude", &[]);
    let told = agreement(&world, &[]);
    assert_eq!(told.code, 2, "{}", told.out);
    for what in ["E1b", "alles samen"] {
        let line = format!("{what}: 0 paren door beiden beoordeeld, 1 alleen door AB, 1 alleen door CD");
        assert!(told.out.contains(&line), "`{line}` is not in: {}", told.out);
    }
    assert!(!told.out.contains("kappa 0"), "{}", told.out);
}
