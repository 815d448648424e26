//! Who judges what: written as a line that only the next one replaces, and followed by what one and two votes come to.

use crate::world::{Answer, World, rows};

const FILE: &str = "output/demo/judgements/assignments.jsonl";

fn assign(world: &World, more: &[&str]) -> Answer {
    world.bron(&[&["judge", "assign", "demo", "--by", "AB"], more].concat())
}

/// The last assignment.
fn last(world: &World) -> serde_json::Value {
    serde_json::from_str(world.read(FILE).lines().last().unwrap()).unwrap()
}

/// A pair that was drawn so.
fn drawn(world: &World, as_: &str) -> (String, String) {
    let line = last(world);
    let pairs = line["assigned"]["pairs"].as_array().unwrap();
    let pair = pairs.iter().find(|pair| pair["drawn"] == as_).unwrap_or_else(|| panic!("no {as_} in {line}"));
    (pair["publication"].as_str().unwrap().to_owned(), pair["term"].as_str().unwrap().to_owned())
}

fn give(world: &World, reviewer: &str, (publication, term): &(String, String), verdict: &str) -> Answer {
    let on = ["judge", "give", "demo", publication, "--term", term, "--criterion", "E1b", "--device", "test"];
    world.bron(&[&on[..], &["--reviewer", reviewer, "--verdict", verdict]].concat())
}

fn e1b(world: &World, (publication, term): &(String, String)) -> (String, String) {
    let decisions = world.table("5-eligibility/decisions.csv");
    let mut about = decisions.into_iter().filter(|row| row["criterion"] == "E1b" && &row["term"] == term);
    let row = about.find(|row| &row["publication"] == publication).unwrap();
    (row["verdict"].clone(), row["because"].clone())
}

#[test]
fn what_was_drawn_for_two_needs_two_votes_and_the_rest_one() {
    let world = World::demo();
    let told = assign(&world, &["--reviewers", "AB,CD", "--pilot", "6", "--second", "30%", "--seed", "5"]);
    assert_eq!(told.code, 0, "{}", told.err);
    assert!(
        told.out.contains("Verdeling 1, getrokken met 5") && told.out.contains("6 zijn voor de proefronde"),
        "{}",
        told.out
    );

    let second = drawn(&world, "second");
    assert_eq!(give(&world, "AB", &second, "include").code, 0);
    world.rebuild();
    let (verdict, because) = e1b(&world, &second);
    assert_eq!(verdict, "unclear");
    assert!(because.starts_with("second-vote-missing"), "{because}");
    let agreed = give(&world, "CD", &second, "include");
    assert_eq!(agreed.code, 0, "{}", agreed.err);
    world.rebuild();
    assert_eq!(e1b(&world, &second).0, "include");

    // A pair that was not drawn: one vote is enough.
    let listed: Vec<(String, String)> = last(&world)["assigned"]["pairs"]
        .as_array()
        .unwrap()
        .iter()
        .map(|pair| (pair["publication"].as_str().unwrap().into(), pair["term"].as_str().unwrap().into()))
        .collect();
    let waiting = world.table("5-eligibility/to-judge.csv");
    let alone = waiting
        .iter()
        .filter(|row| row["criterion"] == "E1b" && row["queue"] == "open")
        .map(|row| (row["publication"].clone(), row["term"].clone()))
        .find(|pair| !listed.contains(pair))
        .unwrap();
    assert_eq!(give(&world, "AB", &alone, "exclude").code, 0);
    assert_eq!(world.bron(&["report", "demo"]).code, 0);
    let earlier = "tells of an earlier state of this run: report/report.html";
    assert!(!world.bron(&["status", "demo"]).out.contains(earlier));
    world.rebuild();
    assert!(world.bron(&["status", "demo"]).out.contains(earlier));
    assert_eq!(e1b(&world, &alone).0, "exclude");

    let status = world.bron(&["status", "demo"]);
    assert!(status.out.contains(" pairs of ") && status.out.contains("AB: "), "{}", status.out);
    let json = world.bron(&["status", "demo", "--json"]);
    let json: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    let sum = |what: &str| -> u64 {
        json["reviewers"].as_array().unwrap().iter().map(|row| row[what].as_u64().unwrap()).sum()
    };
    // Only the exclusion ends a pair for its reviewer: E2 and E3 of the other wait for both.
    assert_eq!(sum("judged"), 1, "{json}");
    assert!(sum("assigned") > 6);
}

#[test]
fn an_assignment_is_repeated_by_its_seed_kept_by_the_next_and_guarded_by_verify() {
    let world = World::demo();
    let other = World::demo();
    let asked = ["--reviewers", "AB,CD,EF", "--pilot", "5", "--second", "20%", "--term", "samenzorg=EF"];
    for world in [&world, &other] {
        assert_eq!(assign(world, &asked).code, 0);
    }
    assert_eq!(last(&world)["assigned"], last(&other)["assigned"]);
    assert_eq!(last(&world)["assigned"]["terms"]["samenzorg"], "EF");

    // More for a second reviewer: the pilot stays, and so does what was drawn.
    let before = last(&world)["assigned"]["pairs"].clone();
    assert_eq!(assign(&world, &["--second", "60%"]).code, 0);
    let after = last(&world);
    assert_eq!((after["seq"].as_u64(), after["assigned"]["pilot"].as_u64()), (Some(2), Some(5)));
    let after = after["assigned"]["pairs"].as_array().unwrap().clone();
    assert!(before.as_array().unwrap().iter().all(|pair| after.contains(pair)));
    assert!(after.len() > before.as_array().unwrap().len());

    world.rebuild();
    assert_eq!(world.bron(&["verify", "demo"]).code, 0);
    let whole = world.read(FILE);
    world.write(FILE, &whole.replacen("\"pilot\":5", "\"pilot\":6", 1));
    let verified = world.bron(&["verify", "demo"]);
    assert_eq!(verified.code, 2);
    assert!(verified.out.contains("assignments.jsonl"), "{}", verified.out);
    world.write(FILE, &format!("{}\n", whole.lines().next().unwrap()));
    let verified = world.bron(&["verify", "demo"]);
    assert!(verified.out.contains("assignments.jsonl has 1 lines, and had 2"), "{}", verified.out);
}

#[test]
fn what_cannot_be_assigned_is_refused_with_the_reason() {
    let world = World::demo();
    let check = |more: &[&str], text: &str| {
        let answer = assign(&world, more);
        assert_eq!(answer.code, 1, "{}", answer.out);
        assert!(answer.err.contains(text), "`{text}` is not in: {}", answer.err);
    };
    check(&["--pilot", "5"], "there are no reviewers");
    check(&["--reviewers", "AB", "--second", "20%"], "needs two reviewers");
    check(&["--reviewers", "AB,CD", "--second", "120%"], "from 0 to 100");
    check(&["--reviewers", "AB,CD", "--term", "samenzorg=ZZ"], "none of the reviewers");
    check(&["--reviewers", "AB,CD", "--term", "samenzorg"], "TERM=INITIALS");
    assert!(!world.path(FILE).exists() || world.read(FILE).is_empty());
}

/// The rows of a reviewer's sheet: publication, criterion, term.
fn sheet(world: &World, reviewer: &str, more: &[&str]) -> (Vec<(String, String, String)>, Answer) {
    let out = format!("{reviewer}-{}.xlsx", more.len());
    let made =
        world.bron(&[&["judge", "sheet", "demo", "--reviewer", reviewer, "--out", &out], more].concat());
    assert_eq!(made.code, 0, "{}", made.err);
    let rows = rows(&world.path(&out.replace("xlsx", "csv")));
    let of = |row: &std::collections::BTreeMap<String, String>| {
        (row["publicatie"].clone(), row["criterium"].clone(), row["term"].clone())
    };
    (rows.iter().map(of).collect(), made)
}

#[test]
fn a_sheet_has_what_is_assigned_to_its_reviewer_and_says_what_is_not() {
    let world = World::demo();
    let (everything, _) = sheet(&world, "EF", &[]);
    let asked = ["--reviewers", "AB,CD", "--pilot", "4", "--second", "30%", "--seed", "5"];
    assert_eq!(assign(&world, &asked).code, 0);
    let (ab, made) = sheet(&world, "AB", &[]);
    let (cd, _) = sheet(&world, "CD", &[]);
    let assigned = last(&world)["assigned"].clone();
    let label = |term: &str| {
        let known = world.table("6-synthesis/table1.csv");
        known.iter().find(|row| row["term"] == term).map_or_else(String::new, |row| row["label"].clone())
    };
    let lead: std::collections::BTreeMap<String, String> = assigned["terms"]
        .as_object()
        .unwrap()
        .iter()
        .map(|(term, who)| (label(term), who.as_str().unwrap().to_owned()))
        .collect();
    let drawn: Vec<(String, String, Vec<String>)> = assigned["pairs"]
        .as_array()
        .unwrap()
        .iter()
        .map(|pair| {
            let who =
                pair["reviewers"].as_array().unwrap().iter().map(|one| one.as_str().unwrap().to_owned());
            (
                pair["publication"].as_str().unwrap().to_owned(),
                label(pair["term"].as_str().unwrap()),
                who.collect(),
            )
        })
        .collect();
    for (name, sheet) in [("AB", &ab), ("CD", &cd)] {
        let theirs = |(publication, criterion, term): &&(String, String, String)| {
            let listed = drawn.iter().find(|(of, on, _)| of == publication && on == term);
            criterion == "E1b"
                && listed.map_or(lead[term] == name, |(_, _, who)| who.iter().any(|one| one == name))
        };
        let expected: Vec<_> = everything.iter().filter(theirs).collect();
        let found: Vec<_> = sheet.iter().filter(|(_, criterion, _)| criterion == "E1b").collect();
        assert_eq!(found, expected, "{name}");
        assert!(!found.is_empty());
    }
    // Between them they have all, and what two judge is in both.
    assert!(everything.iter().all(|row| ab.contains(row) || cd.contains(row)));
    assert!(everything.iter().filter(|row| ab.contains(row) && cd.contains(row)).count() >= 4);
    let left_out = everything.len() - ab.len();
    assert!(made.out.contains(&format!("{left_out} aan anderen toegewezen")), "{}", made.out);
    let (all, _) = sheet(&world, "AB", &["--all"]);
    assert_eq!(all, everything);

    // What was drawn for the pilot belongs to it, from a sheet too.
    let pilot = drawn.iter().find(|(publication, term, _)| {
        ab.contains(&(publication.clone(), "E1b".to_owned(), term.clone()))
            && assigned["pairs"].as_array().unwrap().iter().any(|pair| {
                pair["drawn"] == "pilot"
                    && pair["publication"] == publication.as_str()
                    && label(pair["term"].as_str().unwrap()) == *term
            })
    });
    let (publication, term, _) = pilot.unwrap();
    let mut table = rows(&world.path("AB-0.csv"));
    let is_it = |row: &&mut std::collections::BTreeMap<String, String>| {
        row["publicatie"] == *publication && row["criterium"] == "E1b" && row["term"] == *term
    };
    table.iter_mut().find(is_it).unwrap().insert("oordeel".to_owned(), "in".to_owned());
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(table[0].keys()).unwrap();
    table.iter().for_each(|row| writer.write_record(row.values()).unwrap());
    std::fs::write(world.path("vol.csv"), writer.into_inner().unwrap()).unwrap();
    let import =
        world.bron(&["judge", "import", "vol.csv", "--reviewer", "AB", "--run", "demo", "--device", "test"]);
    assert_eq!(import.code, 0, "{}{}", import.out, import.err);
    assert_eq!(world.judgements("AB.test")[0]["given"]["round"], "pilot");
}
