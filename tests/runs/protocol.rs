//! A protocol that was frozen is changed with a reason only, and the reasons are listed.

use crate::sites::Sites;
use crate::world::{Answer, World, rows};

/// A study whose demo pipeline leads to running sites.
fn demo_study(sites: &Sites) -> World {
    let world = World::with_study();
    let pipeline = sites.in_pipeline(&world.read("pipelines/demo.toml"));
    world.write("pipelines/demo.toml", &pipeline);
    world
}

fn well(answer: &Answer) -> &str {
    assert_eq!(answer.code, 0, "{}{}", answer.out, answer.err);
    &answer.out
}

fn run(world: &World, more: &[&str]) -> Answer {
    world.bron(&[&["run", "demo", "--accept-proposals"], more].concat())
}

#[test]
fn the_protocol_is_a_text_to_register_in_both_languages() {
    let world = World::with_study();
    let dutch = world.bron(&["protocol", "ouderen-vervolg"]);
    let english = world.bron(&["protocol", "ouderen-vervolg", "--lang", "en"]);
    let json = world.bron(&["protocol", "ouderen-vervolg", "--json"]);
    let json: serde_json::Value = serde_json::from_str(well(&json)).unwrap();
    let sha256 = json["files"]["config/terms.toml"].as_str().unwrap();
    let search = json["search_digest"].as_str().unwrap();
    for text in [well(&dutch), well(&english)] {
        for told in [
            "Waarin komen gangbare termen",
            "`zorgzame buurten`, `zorgzame wijken`, `zorgzame gemeenschappen`, `zorgzame samenleving`",
            "https://www.movisie.nl/",
            "- E1b: ",
            sha256,
            search,
            "152",
        ] {
            assert!(text.contains(told), "`{told}` is not in: {text}");
        }
    }
    assert!(dutch.out.contains("Nog niet vastgelegd.") && english.out.contains("Not frozen yet."));
    assert_eq!(dutch.out.matches("\n## ").count(), english.out.matches("\n## ").count());
    assert!(!world.path("protocol").exists(), "printing writes nothing");

    let by_nobody = world.bron(&["protocol", "ouderen-vervolg", "--amend", "omdat"]);
    assert_eq!(by_nobody.code, 1);
    let nothing = world.bron(&["protocol", "ouderen-vervolg", "--amend", "omdat", "--by", "AB"]);
    assert_eq!(nothing.code, 1);
    assert!(nothing.err.contains("was not frozen") && nothing.err.contains("--freeze"), "{}", nothing.err);
}

#[test]
fn after_freezing_a_changed_term_is_refused_until_somebody_says_why() {
    let sites = Sites::start();
    let world = demo_study(&sites);
    well(&world.bron(&["protocol", "demo", "--freeze"]));
    let frozen = world.read("protocol/demo.json");
    well(&world.bron(&["protocol", "demo", "--freeze"]));
    assert_eq!(world.read("protocol/demo.json"), frozen, "freezing twice changes nothing");
    well(&run(&world, &[]));
    assert!(well(&world.bron(&["verify", "demo"])).contains("protocol: frozen on"));
    let told = world.bron(&["methods", "demo", "--lang", "en"]);
    assert!(
        well(&told).contains("before the first request to a site. Changes since then: 0."),
        "{}",
        told.out
    );

    // What is no decision may change: a comment, a contact.
    world.edit("config/terms.toml", "# The id, used in all files.", "# The id.");
    world.edit("pipelines/demo.toml", "demo@example.org", "ander@example.org");
    well(&run(&world, &["--offline"]));
    assert!(!well(&world.bron(&["plan", "demo"])).contains("frozen"), "nothing differs");

    world.edit("config/terms.toml", "texts = [\"samenzorg\"]", "texts = [\"samenzorg\", \"samen zorgen\"]");
    world.edit("pipelines/demo.toml", "hits = 50", "hits = 40");
    let before = world.read("output/demo/run.json");
    for refused in [
        run(&world, &[]),
        run(&world, &["--offline"]),
        world.bron(&["probe", "--pipeline", "demo"]),
        world.bron(&["known", "demo", "--look-up"]),
        world.bron(&["compare", "demo", "demo", "--ask"]),
    ] {
        assert_eq!(refused.code, 1, "{}", refused.out);
        for told in [
            "`stop/vws/hits` was 50, is 40",
            "`terms/samenzorg/texts` was [\"samenzorg\"], is [\"samenzorg\",\"samen zorgen\"]",
            "hint: put it back, or say why with `bron protocol demo --amend",
        ] {
            assert!(refused.err.contains(told), "`{told}` is not in: {}", refused.err);
        }
    }
    assert_eq!(world.read("output/demo/run.json"), before, "what is refused touches nothing");
    assert_ne!(world.bron(&["known", "demo"]).code, 1, "what asks nobody is no run");
    let planned = world.bron(&["plan", "demo"]);
    let told: Vec<&str> = well(&planned).lines().filter(|line| line.contains("frozen")).collect();
    assert!(
        told.len() == 1
            && told[0].contains("(2 changes): `bron protocol demo` shows it")
            && told[0].contains("--amend"),
        "{}",
        planned.out
    );
    let again = world.bron(&["protocol", "demo", "--freeze"]);
    assert_eq!(again.code, 1, "freezing anew is no way round: {}", again.out);
    assert!(well(&world.bron(&["protocol", "demo"])).contains("Dit is niet meer wat is vastgelegd"));

    let blank = world.bron(&["protocol", "demo", "--amend", " ", "--by", "AB"]);
    assert!(blank.code == 1 && blank.err.contains("needs a reason"), "{}", blank.err);
    well(&world.bron(&["protocol", "demo", "--amend", "ook als twee woorden gebruikt", "--by", "AB"]));
    let amendments = rows(&world.path("protocol/amendments.csv"));
    let told: Vec<_> = amendments
        .iter()
        .map(|row| ["pipeline", "what", "before", "after", "reason", "by"].map(|column| row[column].as_str()))
        .collect();
    let why = "ook als twee woorden gebruikt";
    assert_eq!(
        told,
        [
            ["demo", "stop/vws/hits", "50", "40", why, "AB"],
            [
                "demo",
                "terms/samenzorg/texts",
                "[\"samenzorg\"]",
                "[\"samenzorg\",\"samen zorgen\"]",
                why,
                "AB"
            ],
        ]
    );
    let verified = world.bron(&["verify", "demo"]);
    assert_eq!(verified.code, 2);
    assert!(verified.out.contains("made with another protocol than was frozen"), "{}", verified.out);

    well(&run(&world, &[]));
    assert!(well(&world.bron(&["verify", "demo"])).contains("2 amendments"));
    for command in ["methods", "protocol"] {
        let listed = world.bron(&[command, "demo"]);
        assert!(well(&listed).contains("samen zorgen") && listed.out.contains(why), "{}", listed.out);
    }
    let nothing = world.bron(&["protocol", "demo", "--amend", "nog eens", "--by", "AB"]);
    assert!(nothing.code == 1 && nothing.err.contains("there is nothing to amend"), "{}", nothing.err);
}

#[test]
fn what_is_gone_of_a_frozen_protocol_is_missed_and_no_hint_would_delete_the_rest() {
    let sites = Sites::start();
    let world = demo_study(&sites);
    well(&world.bron(&["protocol", "demo", "--freeze"]));
    world.edit("pipelines/demo.toml", "hits = 50", "hits = 40");
    well(&world.bron(&["protocol", "demo", "--amend", "minder hits", "--by", "AB"]));
    well(&run(&world, &[]));
    let missed = |commands: &[&[&str]], told: &str| {
        let verified = world.bron(&["verify", "demo"]);
        assert!(verified.code == 2 && verified.out.contains(told), "{}{}", verified.out, verified.err);
        for command in commands {
            let refused = world.bron(command);
            assert_eq!(refused.code, 1, "{command:?}: {}", refused.out);
            assert!(
                refused.err.contains(told) && refused.err.contains("hint: take the file back"),
                "{}",
                refused.err
            );
        }
    };
    let amendments = world.read("protocol/amendments.csv");
    world.write("protocol/amendments.csv", &format!("{amendments}kapot\n"));
    let damaged = world.bron(&["methods", "demo"]);
    assert_eq!(damaged.code, 1, "{}", damaged.out);
    assert!(damaged.err.contains("amendments.csv`, line 3"), "{}", damaged.err);
    assert!(
        damaged.err.contains("hint: take the file back") && !damaged.err.contains("delete the"),
        "{}",
        damaged.err
    );

    std::fs::remove_file(world.path("protocol/amendments.csv")).unwrap();
    missed(&[&["methods", "demo"], &["report", "demo"]], "the protocol was amended");
    let frozen = world.read("protocol/demo.json");
    std::fs::remove_file(world.path("protocol/demo.json")).unwrap();
    let all: [&[&str]; 2] = [&["methods", "demo"], &["run", "demo", "--accept-proposals"]];
    missed(&all, "the protocol was frozen");
    world.write("protocol/demo.json", &frozen);
    world.write("protocol/amendments.csv", &amendments);
    well(&world.bron(&["methods", "demo"]));
    well(&world.bron(&["verify", "demo"]));
}

#[test]
fn a_frozen_protocol_that_was_edited_by_hand_is_refused() {
    let world = World::with_study();
    well(&world.bron(&["protocol", "ouderen-vervolg", "--freeze"]));
    world.edit("protocol/ouderen-vervolg.json", "\"from_year\": 2007", "\"from_year\": 2000");
    for command in [&["protocol", "ouderen-vervolg"][..], &["run", "ouderen-vervolg"]] {
        let answer = world.bron(command);
        assert_eq!(answer.code, 1, "{}", answer.out);
        assert!(answer.err.contains("it was edited"), "{}", answer.err);
    }
}
