//! Known items: the made-up report that the demo follows up, traced in a run, and its titles looked up.

use crate::served::Served;
use crate::world::{InTurn, World, rows, stage_files};
use std::collections::BTreeMap;
use std::path::Path;

/// The tests write into its folder `known/`.
static DEMO: InTurn = InTurn::new();

fn files_of(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(&path).unwrap()))
        .collect()
}

/// Term, authors, outcome, how it was found, and what became of the pair in the run.
const EXPECTED: &[(&str, &str, &str, &str, &str)] = &[
    ("samenlevingsopbouw", "Hoekzema & Van der Laag", "found-by-term", "same-term", "included"),
    ("community-building", "Vonk", "found-by-term", "same-term", "included"),
    ("community-organizing", "Vonk", "found-by-term", "same-term", "included"),
    ("community-building", "", "not-testable", "", ""),
    ("samenredzaamheid", "Wouda", "found-by-term", "same-term", "included"),
    ("vitale-buurten", "Reitsma", "found-by-other-term", "other-term", ""),
    ("vitale-buurten", "Adema & Nijdam", "newer-edition", "same-term", "included"),
    ("community-care", "Rolvink", "not-testable", "", ""),
    ("samenredzaamheid", "Wiersma et al.", "not-found", "", ""),
    ("community-care", "Wiersma", "search-incomplete", "", ""),
    ("samenzorg", "Wubs", "not-searched", "", ""),
    ("samenredzaamheid", "Mulderij & Oldeboom", "gone", "same-term", "not-retrieved"),
    ("zorgzame-buurten", "Kooistra & Oldeboom", "moved", "same-term", "included"),
    ("ageing-in-place", "Schaafstra", "doubtful", "", ""),
    ("zorgzame-buurten", "Postmus", "doubtful", "", ""),
];

#[test]
fn every_known_item_of_the_demo_is_answered_as_was_written_down_beforehand() {
    let (_turn, demo) = DEMO.take();
    let answer = demo.bron(&["known", "demo"]);
    assert_eq!(answer.code, 2, "a query was stopped before its end: {}{}", answer.out, answer.err);
    let found = rows(&demo.path("output/demo/known/known.csv"));
    let told: Vec<_> = found
        .iter()
        .map(|row| {
            let cell = |column: &str| row[column].as_str();
            (cell("term"), cell("authors"), cell("outcome"), cell("found_by"), cell("pair_outcome"))
        })
        .collect();
    assert_eq!(told, EXPECTED);
    let row = |authors: &str| found.iter().find(|row| row["authors"] == authors).unwrap();
    assert!(
        row("Wiersma")["note"].contains("vws `community care`: stopped-by-protocol"),
        "{}",
        row("Wiersma")["note"]
    );
    assert!(row("Wubs")["note"].contains("nivel"), "{}", row("Wubs")["note"]);
    assert!(row("Rolvink")["candidates"].contains("Ouderen en community care"), "{:?}", row("Rolvink"));
    assert!(row("Postmus")["candidates"].contains("other authors"), "{:?}", row("Postmus"));
    assert!(row("Schaafstra")["candidates"].contains("wensen van ouderen"), "{:?}", row("Schaafstra"));
    assert!(row("Hoekzema & Van der Laag")["queries"].starts_with("lsa `samenlevingsopbouw` #"));
    assert_eq!(row("Wouda")["matched_by"], "title-words");
    assert!(found.iter().all(|row| row["look_up"].is_empty()), "nothing was looked up");
    assert!(!demo.path("output/demo/known/lookups.csv").exists());
}

#[test]
fn the_page_of_the_list_is_held_against_the_pages_of_our_passages() {
    let (_turn, demo) = DEMO.take();
    demo.bron(&["known", "demo"]);
    let found = rows(&demo.path("output/demo/known/known.csv"));
    let told: Vec<_> = found
        .iter()
        .filter(|row| !row["page_listed"].is_empty())
        .map(|row| (row["page_listed"].as_str(), row["page_match"].as_str(), row["pages_found"].as_str()))
        .collect();
    let expected = [
        ("2", "printed", "p. 2"),
        ("2", "file", "pdf p. 2"),
        ("17", "other", "p. 2"),
        ("5", "no-passage", ""),
        ("1-2", "printed", "p. 2"),
        // Only doubtful, so there are no passages of it.
        ("9", "", ""),
    ];
    assert_eq!(told, expected);
}

#[test]
fn a_publication_under_two_terms_is_one_and_a_title_in_one_row_is_enough() {
    let (_turn, demo) = DEMO.take();
    demo.bron(&["known", "demo"]);
    let pairs = rows(&demo.path("output/demo/known/known.csv"));
    let publications = rows(&demo.path("output/demo/known/publications.csv"));
    assert_eq!((pairs.len(), publications.len()), (EXPECTED.len(), EXPECTED.len() - 1));
    let vonk: Vec<_> = pairs.iter().filter(|row| row["authors"] == "Vonk").collect();
    assert_eq!((vonk.len(), &vonk[0]["work"], &vonk[0]["title"]), (2, &vonk[1]["work"], &vonk[1]["title"]));
    let one = publications.iter().find(|row| row["authors"] == "Vonk").unwrap();
    assert_eq!(one["terms"], "community-building community-organizing");
    assert_eq!(one["found_for"], one["terms"]);
}

#[test]
fn asking_twice_gives_the_same_and_changes_nothing_else() {
    let (_turn, demo) = DEMO.take();
    let run = demo.path("output/demo");
    let (stages, archive) = (stage_files(&run), files_of(&run.join("archive")));
    let first = demo.bron(&["known", "demo", "--json"]);
    let files = files_of(&run.join("known"));
    let second = demo.bron(&["known", "demo", "--json"]);
    assert_eq!((first.out, &files), (second.out, &files_of(&run.join("known"))));
    assert!(stage_files(&run) == stages && files_of(&run.join("archive")) == archive);
    assert_eq!(demo.bron(&["verify", "demo"]).code, 0);
}

#[test]
fn the_answer_in_json_holds_the_rows_of_the_files() {
    let (_turn, demo) = DEMO.take();
    let answer = demo.bron(&["known", "demo", "--json"]);
    let told: serde_json::Value = serde_json::from_str(&answer.out).unwrap();
    assert_eq!(told["list"], "config/demo/reference/inclusions.csv");
    let outcomes: Vec<&str> =
        told["pairs"].as_array().unwrap().iter().map(|row| row["outcome"].as_str().unwrap()).collect();
    assert_eq!(outcomes, EXPECTED.iter().map(|row| row.2).collect::<Vec<_>>());
    let text = demo.bron(&["known", "demo", "--lang", "en"]).out;
    assert!(
        text.contains("15 rows: 14 pairs of 13 publications named")
            && text.contains("listed, but its page is gone"),
        "{text}"
    );
}

/// A study whose demo asks this server about one term only.
fn study(served: &Served, term: &str, list: &str) -> World {
    let world = World::with_study();
    let pipeline = served.in_pipeline(&world.read("pipelines/demo.toml"));
    let only = format!("# Only one term.\nonly_terms = [\"{term}\"]\n\n# When");
    world.write("pipelines/demo.toml", &pipeline.replacen("# When", &only, 1));
    world.write("config/demo/reference/inclusions.csv", list);
    world
}

#[test]
fn a_title_that_is_looked_up_is_counted_nowhere_and_read_again_from_the_archive() {
    let list = "term,authors,year,title\n\
        samenredzaamheid,Bruinsma & Wouda,2020,Samenlevingsopbouw in kleine kernen\n\
        samenredzaamheid,Wiersma et al.,2016,Steun dichtbij huis: een onderzoek in vier straten\n\
        samenredzaamheid,Wouda,2020,Samenredzaamheid in de straat\n\
        samenredzaamheid,Visser,z.d.,\n";
    let served = Served::start(&[]);
    let world = study(&served, "samenredzaamheid", list);
    let answer = world.bron(&["run", "demo", "--accept-proposals"]);
    assert_eq!(answer.code, 0, "{}{}", answer.out, answer.err);
    let run = world.path("output/demo");
    let stages = stage_files(&run);
    let outcomes = |world: &World| -> Vec<String> {
        rows(&world.path("output/demo/known/known.csv")).iter().map(|row| row["outcome"].clone()).collect()
    };
    let answer = world.bron(&["known", "demo"]);
    assert_eq!(answer.code, 0, "{}{}", answer.out, answer.err);
    assert_eq!(outcomes(&world), ["not-found", "not-found", "found-by-term", "not-testable"]);

    let answer = world.bron(&["known", "demo", "--look-up"]);
    assert_eq!(answer.code, 0, "{}{}", answer.out, answer.err);
    assert_eq!(outcomes(&world), ["only-by-title", "not-even-by-title", "found-by-term", "not-testable"]);
    let lookups = rows(&run.join("known/lookups.csv"));
    assert_eq!(lookups.len(), 3 * 8, "each title at each source");
    assert!(lookups.iter().all(|row| row["via"] == "known-item"));
    let yes: Vec<_> = lookups.iter().filter(|row| row["work"] == "1" && row["returned"] == "yes").collect();
    assert_eq!(yes.len(), 1, "{yes:?}");
    assert_eq!(yes[0]["source"], "verwey-jonker");
    assert!(stage_files(&run) == stages, "no look-up is a query of the review");

    let known = files_of(&run.join("known"));
    drop(served);
    for again in [&["known", "demo"][..], &["known", "demo", "--look-up"]] {
        let answer = world.bron(again);
        assert_eq!(answer.code, 0, "{again:?}: {}{}", answer.out, answer.err);
        assert!(files_of(&run.join("known")) == known, "{again:?}: {}", answer.out);
    }
    assert_eq!(world.bron(&["run", "demo", "--accept-proposals", "--offline"]).code, 0);
    assert!(stage_files(&run) == stages);
    let answer = world.bron(&["verify", "demo"]);
    assert_eq!(answer.code, 0, "{}", answer.out);
}

const FOLDER: &str = r#"
name = "handwerk"
title = "Een map en een onbekende bron"
question = "Wat is een zorgzame buurt?"
terms = "config/terms.toml"
criteria = "config/criteria.toml"
kinds = "config/lexicons/kinds.toml"
domains = "config/lexicons/domains.toml"
groups = "config/lexicons/groups.toml"
patterns = ["config/patterns/nl.toml", "config/patterns/en.toml"]
sources = ["config/sources/map.toml", "config/sources/leeg.toml"]
known = "config/reference/eigen.csv"
contact = "test@example.org"
[window]
from_year = 2007
until = "2024-06-30"
"#;

/// A folder with one publication, and a source of which too little is known to search it.
fn world_with_an_unsearched_source(list: &str) -> World {
    let world = World::with_study();
    world.write("pipelines/handwerk.toml", FOLDER);
    world.write(
        "config/sources/map.toml",
        "id = \"map\"\nname = \"Map\"\ngroup = \"praktijk\"\nplatform = \"files\"\n[files]\nfolder = \"bestanden\"\nlist = \"lijst.csv\"\nvia = \"browse\"\n",
    );
    world.write(
        "config/sources/leeg.toml",
        "id = \"leeg\"\nname = \"Leeg\"\ngroup = \"praktijk\"\nunknown = \"niemand heeft er gekeken\"\n",
    );
    world.write(
        "bestanden/lijst.csv",
        "title,author,date,file,url,found_on,kind,terms\n\
         Zorgzame buurten in de praktijk van alledag,\"Bakker, A.\",2019-03-14,een.txt,,bibliotheek,rapport,zorgzame-buurten\n",
    );
    world.write("bestanden/een.txt", "Utrecht, 14 maart 2019\n\nEen zorgzame buurt is een buurt waar bewoners naar elkaar omkijken. (De Wit, 2018)\n");
    world.write("config/reference/eigen.csv", list);
    world
}

#[test]
fn what_was_not_searched_is_never_said_to_be_absent() {
    let world = world_with_an_unsearched_source(
        "term,authors,year,title,page\n\
         zorgzame-buurten,Bakker,2019,Zorgzame buurten in de praktijk van alledag,1\n\
         zorgzame-buurten,Jansma,2018,Langs de huizen: zorg in vijf dorpen,\n",
    );
    assert_eq!(world.bron(&["run", "handwerk", "--accept-proposals"]).code, 2, "a source is not searched");
    let answer = world.bron(&["known", "handwerk", "--lang", "en"]);
    assert_eq!(answer.code, 2, "{}{}", answer.out, answer.err);
    let found = rows(&world.path("output/handwerk/known/known.csv"));
    assert_eq!(
        (found[0]["outcome"].as_str(), found[0]["found_by"].as_str()),
        ("other-routes-only", "other-routes")
    );
    assert_eq!(
        (found[0]["pair_outcome"].as_str(), found[0]["page_match"].as_str()),
        ("included (browse)", "file")
    );
    assert_eq!(
        (found[1]["outcome"].as_str(), found[1]["note"].as_str()),
        ("not-searched", "not searched: leeg")
    );
    assert!(answer.out.contains("unknown: a source was not searched"), "{}", answer.out);
    // A folder has no box, and the other source cannot be asked: nothing is sent, and nothing becomes known.
    let answer = world.bron(&["known", "handwerk", "--look-up"]);
    assert_eq!(answer.code, 2, "{}{}", answer.out, answer.err);
    assert_eq!(rows(&world.path("output/handwerk/known/known.csv")), found);
}

#[test]
fn a_list_that_cannot_be_read_is_refused_with_file_line_and_hint() {
    for (list, problem) in [
        ("term,authors,year,titel\n", "unknown column `titel` at config/reference/eigen.csv:1:1"),
        (
            "term,authors,year\nzorgzame-buurt,Bakker,2019\n",
            "unknown term `zorgzame-buurt` at config/reference/eigen.csv:2:1",
        ),
        (
            "term,authors,year,isbn\nzorgzame-buurten,Bakker,2019,0306406153\n",
            "`0306406153` is no ISBN at config/reference/eigen.csv:2:1",
        ),
    ] {
        let world = world_with_an_unsearched_source("term,authors,year\n");
        world.bron(&["run", "handwerk"]);
        world.write("config/reference/eigen.csv", list);
        let answer = world.bron(&["known", "handwerk"]);
        assert_eq!(answer.code, 1, "{list}: {}", answer.out);
        assert!(answer.err.contains(problem) && answer.err.contains("hint:"), "{}", answer.err);
        assert!(!world.path("output/handwerk/known").exists());
    }
}

#[test]
fn what_is_missing_for_an_answer_is_said_with_the_next_step() {
    let world = world_with_an_unsearched_source("term,authors,year\n");
    let answer = world.bron(&["known", "handwerk"]);
    assert!(answer.code == 1 && answer.err.contains("there is no run in"), "{}", answer.err);
    world.bron(&["run", "handwerk"]);
    world.edit("pipelines/handwerk.toml", "known = \"config/reference/eigen.csv\"\n", "");
    let answer = world.bron(&["known", "handwerk"]);
    assert!(answer.code == 1 && answer.err.contains("names no list of known items"), "{}", answer.err);
    world.edit("pipelines/handwerk.toml", "contact", "known = \"config/reference/weg.csv\"\ncontact");
    let answer = world.bron(&["known", "handwerk"]);
    assert!(answer.code == 1 && answer.err.contains("no file `config/reference/weg.csv`"), "{}", answer.err);
}
