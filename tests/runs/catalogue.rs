//! The catalogue route on the demo: what boxes miss, apart from everything that is counted.

use crate::demo::demo;
use crate::world::{World, copy, rows};
use std::collections::BTreeMap;

type Row = BTreeMap<String, String>;

/// The demo's archive in a study of its own.
fn replayed() -> World {
    let world = World::with_study();
    copy(&demo().path("output/demo/archive"), &world.path("output/demo/archive"));
    world
}

fn run_offline(world: &World) -> i32 {
    let answer = world.bron(&["run", "demo", "--offline", "--accept-proposals"]);
    assert!(answer.code != 1, "{}", answer.err);
    answer.code
}

fn stage(world: &World, file: &str) -> Vec<Row> {
    rows(&world.path("output/demo").join(file))
}

fn of_route(rows: Vec<Row>, via: &str) -> Vec<Row> {
    rows.into_iter().filter(|row| row["via"] == via).collect()
}

/// What is counted is to the byte what it is in the demo.
fn check_counted_is_the_same(world: &World) {
    for file in [
        "5-eligibility/outcomes.csv",
        "6-synthesis/table1.csv",
        "6-synthesis/table1.md",
        "6-synthesis/flow.csv",
    ] {
        let of = |world: &World| world.read(&format!("output/demo/{file}"));
        assert_eq!(of(world), of(demo()), "{file}");
    }
    for file in ["1-search/queries.csv", "1-search/hits.csv"] {
        assert_eq!(of_route(stage(world, file), "search"), of_route(stage(demo(), file), "search"), "{file}");
    }
}

#[test]
fn without_the_catalogue_everything_that_is_counted_is_the_same() {
    let world = replayed();
    world.edit("pipelines/demo.toml", "catalogue = [\"scp\", \"vilans\"]", "catalogue = []");
    assert_eq!(run_offline(&world), 0);
    check_counted_is_the_same(&world);
    assert_eq!(of_route(stage(&world, "1-search/queries.csv"), "catalogue"), Vec::<Row>::new());
    for row in stage(&world, "6-synthesis/contribution.csv") {
        let empty =
            ["box_only", "catalogue_only", "both", "catalogue_incomplete"].map(|key| row[key].as_str());
        assert_eq!(empty, [""; 4], "{row:?}");
    }
}

#[test]
fn pairs_met_otherwise_than_in_a_box_are_exactly_these() {
    let found: Vec<String> = stage(demo(), "5-eligibility/other-routes.csv")
        .iter()
        .map(|row| format!("{} {} {} {}", row["via"], row["publication"], row["term"], row["outcome"]))
        .collect();
    let expected = [
        "catalogue scp-zij-aan-zij-lyhrpg zorgzame-buurten included",
        "text verwey-jonker-samenredzaamheid-in-de-straat-b4mz3e samenlevingsopbouw out-e1b",
    ];
    assert_eq!(found, expected);
}

#[test]
fn each_text_has_a_row_that_says_how_far_the_catalogue_was_read() {
    let queries = of_route(stage(demo(), "1-search/queries.csv"), "catalogue");
    assert_eq!(queries.len(), 2 * 19);
    for row in &queries {
        let (interface, note) = match row["source"].as_str() {
            "scp" => ("oai-pmh", "listed 14, below the paths 14, read whole 13, read in part 1, deleted 1"),
            _ => ("sitemap", "listed 14, below the paths 12, read whole 12"),
        };
        assert_eq!((row["interface"].as_str(), row["status"].as_str()), (interface, "hits"));
        assert_eq!(row["note"], note);
    }
}

#[test]
fn every_hit_of_the_catalogue_holds_what_was_typed_and_every_other_that_was_read_does_not() {
    let run = demo().path("output/demo");
    let pages = bron_store::PagesReader::open(&run.join("3-retrieval/pages.parquet")).unwrap();
    let plain = |text: &str| text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
    let mut checked = 0;
    let hits = of_route(rows(&run.join("1-search/hits.csv")), "catalogue");
    for publication in rows(&run.join("3-retrieval/publications.csv")) {
        if !matches!(publication["source"].as_str(), "scp" | "vilans") {
            continue;
        }
        let id: bron_model::PublicationId = publication["publication"].parse().unwrap();
        let text: String =
            pages.pages_of(&id).unwrap().iter().map(|page| plain(&page.text) + "\n").collect::<String>()
                + &plain(&publication["title"]);
        let mine = |hit: &&Row| {
            hit["publication"] == id.as_str() || publication["also"].contains(&hit["publication"])
        };
        for hit in hits.iter().filter(mine) {
            assert!(text.contains(&hit["text"]), "{hit:?}");
            checked += 1;
        }
        let path = &publication["url"];
        let is_read =
            !path.contains("vilans.demo") || path.contains("/kennis/") || path.contains("/artikelen/");
        for typed in ["zorgzame buurten", "ageing in place", "samenredzaamheid"].iter().filter(|_| is_read) {
            let listed = hits.iter().filter(mine).any(|hit| hit["text"] == **typed);
            assert_eq!(listed, text.contains(*typed), "`{typed}` in {path}");
        }
    }
    assert!(checked > 12, "{checked}");
}

#[test]
fn the_contribution_tells_what_the_box_misses_and_what_it_returns_without_the_phrase() {
    let contribution = stage(demo(), "6-synthesis/contribution.csv");
    let told = |source: &str, term: &str| {
        let row = contribution.iter().find(|row| row["source"] == source && row["term"] == term).unwrap();
        ["box_only", "catalogue_only", "both", "box_read", "box_with_phrase"].map(|key| row[key].clone())
    };
    assert_eq!(told("scp", "total"), ["4", "1", "9", "10", "7"]);
    assert_eq!(told("scp", "zorgzame-buurten"), ["4", "1", "2", "4", "2"]);
    assert_eq!(told("vilans", "total"), ["3", "0", "11", "12", "11"]);
}

#[test]
fn a_ceiling_stops_the_reading_on_purpose_and_says_of_how_many() {
    let world = replayed();
    world.edit("config/demo/sources/scp.toml", "format = \"oai_dc\"", "format = \"oai_dc\"\nceiling = 5");
    assert_eq!(run_offline(&world), 0);
    check_counted_is_the_same(&world);
    let queries = of_route(stage(&world, "1-search/queries.csv"), "catalogue");
    for row in queries.iter().filter(|row| row["source"] == "scp") {
        assert_eq!(row["status"], "stopped-by-protocol");
        assert!(row["note"].starts_with("read 5 of 14 (ceiling); listed 14"), "{}", row["note"]);
    }
    let hits = of_route(stage(&world, "1-search/hits.csv"), "catalogue");
    let of_scp = |row: &&Row| row["source"] == "scp";
    assert!(hits.iter().filter(of_scp).all(|row| row["rank"].parse::<u32>().unwrap() <= 5));
}

#[test]
fn a_catalogue_that_was_not_harvested_makes_the_run_incomplete_and_marks_nothing_in_table_1() {
    let world = replayed();
    let list = "[catalogue]\nplatform = \"sitemap\"\npaths = [\"/\"]\n\n";
    let text = world.read("config/demo/sources/lsa.toml");
    world.write("config/demo/sources/lsa.toml", &format!("{text}\n{list}"));
    world.edit("pipelines/demo.toml", "catalogue = [\"scp\",", "catalogue = [\"lsa\", \"scp\",");
    assert_eq!(run_offline(&world), 2);
    check_counted_is_the_same(&world);
    let queries = of_route(stage(&world, "1-search/queries.csv"), "catalogue");
    for row in queries.iter().filter(|row| row["source"] == "lsa") {
        // The probe looked whether there is a sitemap, so the list is known and what it lists is not.
        assert_eq!(row["status"], "incomplete", "{row:?}");
        assert!(row["note"].contains("not"), "{row:?}");
    }
}

#[test]
fn the_plan_shows_the_catalogue_apart() {
    let world = World::with_study();
    let answer = world.bron(&["plan", "demo"]);
    assert!(answer.out.contains("152 queries over 8 sources"), "{}", answer.out);
    let told = "catalogue (oai-pmh, http://scp.demo/oai/request): about 1003 requests";
    assert!(answer.out.contains(told), "{}", answer.out);
    let answer = world.bron(&["plan", "ouderen-vervolg"]);
    assert!(!answer.out.contains("catalogue ("), "{}", answer.out);
}

#[test]
fn what_only_a_catalogue_has_is_explained_as_that() {
    let answer = demo().bron(&["explain", "demo", "zij aan zij"]);
    assert_eq!(answer.code, 0, "{}", answer.err);
    for told in [
        "scp `zorgzame buurten` (zorgzame-buurten), catalogus: staat zelf in titel of tekst; plaats 13",
        "Geen zoekvraag in een zoekvak gaf deze publicatie: ze telt niet in Tabel 1.",
        "zorgzame-buurten: included (accepted-proposal); telt niet in Tabel 1, langs catalogue",
    ] {
        assert!(answer.out.contains(told), "{}", answer.out);
    }
    let answer = demo().bron(&["explain", "demo", "http://scp.demo/er/is/niets"]);
    assert!(
        answer.out.contains("scp: 19/19") && answer.out.contains("scp: hits. listed 14"),
        "{}",
        answer.out
    );
}
