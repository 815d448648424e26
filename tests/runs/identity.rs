//! What people say of two records holds in the next rebuild, and everything they said is told.

use crate::world::World;

/// Writes the one line of a reviewer's file: what is said of a publication.
fn say(world: &World, reviewer: &str, publication: &str, says: &serde_json::Value) {
    let line = serde_json::json!({
        "v": 1, "seq": 1, "prev": "", "id": format!("{reviewer}.hand.1"), "at": "2026-11-30T15:00:00Z",
        "reviewer": reviewer, "device": "hand",
        "given": {
            "origin": "browser", "round": "main", "criteria": "x", "publication": publication,
            "judged": {"addresses": [], "record": "", "documents": []}, "says": says, "note": "zie het colofon",
        },
    });
    world.write(&format!("output/demo/judgements/{reviewer}.hand.jsonl"), &format!("{line}\n"));
}

fn merges_by(world: &World, by: &str) -> Vec<(String, String)> {
    let merges = world.table("3-retrieval/merges.csv").into_iter().filter(|row| row["by"] == by);
    merges.map(|row| (row["kept"].clone(), row["merged"].clone())).collect()
}

#[test]
fn two_records_that_people_call_one_are_merged_and_one_that_they_split_is_not() {
    let world = World::demo();
    let publications = world.table("3-retrieval/publications.csv");
    let ids: Vec<&String> =
        publications.iter().filter(|row| !row["terms"].is_empty()).map(|row| &row["publication"]).collect();
    let (one, other) = (ids[0], ids[1]);
    let by_file = merges_by(&world, "main-file");
    let (kept, merged) = by_file.first().expect("the demo has one file under two addresses").clone();

    say(&world, "AB", one, &serde_json::json!({"type": "merge", "with": other}));
    say(&world, "CD", &kept, &serde_json::json!({"type": "split", "from": merged}));
    world.rebuild();
    assert_eq!(merges_by(&world, "judgement"), [(one.clone(), other.clone())]);
    assert!(!merges_by(&world, "main-file").contains(&(kept.clone(), merged.clone())));
    let after = world.table("3-retrieval/publications.csv");
    assert!(after.iter().any(|row| row["publication"] == merged));
    assert!(!after.iter().any(|row| &row["publication"] == other));
    assert_eq!(world.bron(&["verify", "demo"]).code, 0);

    let told = world.bron(&["explain", "demo", one]);
    for text in
        ["AB (browser)", &format!("dezelfde publicatie als {other}"), "zie het colofon", "judgement: AB"]
    {
        assert!(told.out.contains(text), "`{text}` is not in: {}", told.out);
    }

    // Another reviewer says the opposite: what the rules say stands.
    say(&world, "EF", other, &serde_json::json!({"type": "split", "from": one}));
    world.rebuild();
    assert_eq!(merges_by(&world, "judgement"), []);
}

#[test]
fn the_history_of_a_publication_tells_every_judgement_by_time_and_what_replaced_it() {
    let world = World::demo();
    let waiting = world.table("5-eligibility/to-judge.csv");
    let row = waiting.iter().find(|row| row["criterion"] == "E2" && row["queue"] == "open").unwrap();
    let publication = &row["publication"];
    let give = |reviewer: &str, verdict: &str, more: &[&str]| {
        world.give(reviewer, &[publication, "--criterion", "E2"], verdict, more);
    };
    give("AB", "include", &["--note", "gaat over wonen"]);
    give("CD", "exclude", &[]);
    give("AB", "unclear", &[]);
    let told = world.bron(&["explain", "demo", publication, "--lang", "en"]);
    let at = |text: &str| told.out.find(text).unwrap_or_else(|| panic!("`{text}` is not in: {}", told.out));
    let order = [
        "Judgements, by time",
        "AB (command) E2: include (full-text) [AB.test.1]",
        "note: gaat over wonen",
        "superseded by AB.test.2",
        "CD (command) E2: exclude (full-text) [CD.test.1]",
        "AB (command) E2: unclear",
    ];
    let places: Vec<usize> = order.iter().map(|text| at(text)).collect();
    assert!(places.is_sorted(), "{}", told.out);
    let json = world.bron(&["explain", "demo", publication, "--json"]);
    let json: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    let told = &json["stories"][0]["judgements"];
    assert_eq!(told[0]["superseded_by"], "AB.test.2");
    assert_eq!((&told[1]["superseded_by"], &told[1]["fit"]), (&serde_json::Value::Null, &"same".into()));
}
