//! A document that came by mail is added to a publication, or as a new one.

use crate::sites::Sites;
use crate::world::{Answer, World, rows, stage_files};
use std::collections::BTreeMap;

type Row = BTreeMap<String, String>;

/// The demo, run in a study of its own.
fn demo_study(sites: &Sites) -> World {
    let world = World::with_study();
    let pipeline = sites.in_pipeline(&world.read("pipelines/demo.toml"));
    world.write("pipelines/demo.toml", &pipeline);
    run(&world, &[]);
    world
}

fn run(world: &World, more: &[&str]) {
    let answer = world.bron(&[&["run", "demo", "--accept-proposals"], more].concat());
    assert_eq!(answer.code, 0, "{}{}", answer.out, answer.err);
}

fn of(world: &World, file: &str) -> Vec<Row> {
    rows(&world.path(&format!("output/demo/{file}")))
}

fn add(world: &World, file: &str, more: &[&str]) -> Answer {
    let always =
        ["--via", "contact", "--from", "de auteur, per mail", "--who", "A. Bakker", "--day", "24-11-2026"];
    world.bron(&[&["add", file], more, &always].concat())
}

/// A pair that could not be had, of a term that the text defines.
const TEXT: &str = "Utrecht, 14 maart 2019\n\n\
    Een zorgzame buurt is een buurt waar bewoners naar elkaar omkijken en ouderen thuis kunnen blijven wonen.\n\
    Samenlevingsopbouw is het versterken van de gemeenschap in een buurt. Een vitale buurt is een buurt waarin bewoners \
    elkaar helpen. Ageing in place betekent dat ouderen thuis oud worden. Community building is het opbouwen van een \
    gemeenschap. Samenredzaamheid is het vermogen van mensen om samen zorg te dragen (De Wit, 2018).\n";

#[test]
fn a_publication_whose_file_is_missing_gets_it_and_its_pairs_are_decided() {
    let sites = Sites::start();
    let world = demo_study(&sites);
    let missing: Vec<Row> = of(&world, "5-eligibility/outcomes.csv")
        .into_iter()
        .filter(|row| row["outcome"] == "not-retrieved")
        .collect();
    let id = missing.first().expect("the demo has files that cannot be had")["publication"].clone();
    let pairs: Vec<String> =
        missing.iter().filter(|row| row["publication"] == id).map(|row| row["term"].clone()).collect();
    let table_before = of(&world, "6-synthesis/table1.csv");

    world.write("post/rapport.txt", TEXT);
    let answer = add(&world, "post/rapport.txt", &["--to", &id]);
    assert_eq!(answer.code, 0, "{}{}", answer.out, answer.err);
    assert!(world.path("added/contact/rapport.txt").is_file());
    let answer = add(&world, "post/rapport.txt", &["--to", &id]);
    assert_eq!(answer.code, 1, "the same file twice");
    assert!(answer.err.contains("was added before: it is added/contact/rapport.txt"), "{}", answer.err);

    let answer = add(&world, "post/brief.txt", &["--to", "buurten"]);
    assert_eq!(answer.code, 1, "no such file");
    world.write("post/brief.txt", "Een brief.\n");
    let answer = add(&world, "post/brief.txt", &["--to", "buurten"]);
    assert!(answer.err.contains("publications fit:") && answer.err.contains("hint:"), "{}", answer.err);

    run(&world, &[]);
    let outcomes = of(&world, "5-eligibility/outcomes.csv");
    for term in &pairs {
        let row = outcomes.iter().find(|row| row["publication"] == id && row["term"] == *term).unwrap();
        assert_ne!(row["outcome"], "not-retrieved", "{row:?}");
    }
    let documents = of(&world, "3-retrieval/documents.csv");
    let added: Vec<&Row> = documents.iter().filter(|row| row["note"].contains("added from")).collect();
    let [row] = added.as_slice() else { panic!("{added:?}") };
    assert_eq!(
        (row["publication"].as_str(), row["part"].as_str(), row["status"].as_str()),
        (id.as_str(), "main", "retrieved")
    );
    assert!(
        row["note"].contains("from de auteur, per mail, on 2026-11-24, by A. Bakker; in place of"),
        "{row:?}"
    );
    let total = |table: &[Row], column: &str| table.last().unwrap()[column].parse::<usize>().unwrap();
    let table = of(&world, "6-synthesis/table1.csv");
    assert_eq!(total(&table, "identified"), total(&table_before, "identified"));
    assert_eq!(total(&table, "not_retrieved") + pairs.len(), total(&table_before, "not_retrieved"));
    let answer = world.bron(&["explain", "demo", &id]);
    assert!(answer.out.contains("added from de auteur, per mail"), "{}", answer.out);

    let live = stage_files(&world.path("output/demo"));
    std::fs::remove_dir_all(world.path("added")).unwrap();
    for stage in ["1-search", "3-retrieval", "4-extraction", "5-eligibility", "6-synthesis"] {
        std::fs::remove_dir_all(world.path(&format!("output/demo/{stage}"))).unwrap();
    }
    run(&world, &["--offline"]);
    assert!(stage_files(&world.path("output/demo")) == live, "the archive holds what was added");
    run(&world, &[]);
    assert_eq!(of(&world, "6-synthesis/table1.csv"), table_before, "what was taken away is not read");
}

#[test]
fn a_new_publication_is_on_other_routes_only() {
    let sites = Sites::start();
    let world = demo_study(&sites);
    let table_before = of(&world, "6-synthesis/table1.csv");
    world.write("post/rapport.txt", TEXT);
    let new = [
        "--title",
        "Een rapport dat niemand vond",
        "--date",
        "2019",
        "--kind",
        "rapport",
        "--terms",
        "zorgzame-buurten",
    ];
    let answer = add(&world, "post/rapport.txt", &new);
    assert_eq!(answer.code, 0, "{}{}", answer.out, answer.err);
    // Another text under the same name keeps both; without kind and date it waits for a reviewer.
    world.write("post/rapport.txt", &TEXT.replace("Utrecht", "Arnhem"));
    let answer = add(
        &world,
        "post/rapport.txt",
        &["--title", "Nog een rapport", "--terms", "Vitale buurten", "--json"],
    );
    assert_eq!(answer.code, 0, "{}{}", answer.out, answer.err);
    let report: serde_json::Value = serde_json::from_str(&answer.out).unwrap();
    assert_eq!(report["file"], "added/contact/rapport-2.txt");

    run(&world, &[]);
    let is_added = |row: &&Row| row["publication"].starts_with("added-contact-");
    let others = of(&world, "5-eligibility/other-routes.csv");
    let mut met: Vec<(&str, &str)> = others
        .iter()
        .filter(is_added)
        .filter(|row| row["via"] == "contact")
        .map(|row| (row["term"].as_str(), row["outcome"].as_str()))
        .collect();
    met.sort_unstable();
    assert_eq!(met, [("vitale-buurten", "unclear"), ("zorgzame-buurten", "included")], "{others:?}");
    assert_eq!(of(&world, "5-eligibility/outcomes.csv").iter().filter(is_added).count(), 0);
    assert_eq!(of(&world, "6-synthesis/table1.csv"), table_before);
    let documents = of(&world, "3-retrieval/documents.csv");
    assert_eq!(documents.iter().filter(|row| row["note"].contains("added from de auteur")).count(), 2);
    let answer = world.bron(&["explain", "demo", "rapport dat niemand vond"]);
    assert!(
        answer.out.contains("added from de auteur, per mail") && answer.out.contains("contact"),
        "{}",
        answer.out
    );
}

#[test]
fn what_is_not_clear_is_refused_with_the_next_step_and_nothing_is_written() {
    let world = World::with_study();
    world.write("post/rapport.txt", TEXT);
    world.write("post/leeg.txt", "");
    for (file, more, told) in [
        ("post/rapport.txt", &["--to", "zorgzame"][..], "there is no run yet"),
        ("post/geen.txt", &["--title", "X"], "post/geen.txt"),
        ("post/leeg.txt", &["--title", "X"], "the file is empty"),
        ("post/rapport.txt", &["--title", "X", "--terms", "zorgzame-buurtne"], "zorgzame-buurten"),
        ("post/rapport.txt", &["--title", " "], "--title"),
    ] {
        let answer = add(&world, file, more);
        assert_eq!(answer.code, 1, "{}", answer.out);
        assert!(answer.err.contains(told), "{}", answer.err);
    }
    let answer = world.bron(&[
        "add",
        "post/rapport.txt",
        "--title",
        "X",
        "--via",
        "contact",
        "--from",
        "a",
        "--who",
        "b",
        "--day",
        "gisteren",
    ]);
    assert!(answer.err.contains("`gisteren` is no day") && answer.err.contains("hint:"), "{}", answer.err);
    assert_eq!(
        world
            .bron(&[
                "add",
                "post/rapport.txt",
                "--title",
                "X",
                "--via",
                "search",
                "--from",
                "a",
                "--who",
                "b"
            ])
            .code,
        1
    );
    assert!(!world.path("added").exists());
}
