//! What the page can say of a publication, from the command line: corrections, page numbers, passages, elements, identities.

use crate::world::{Answer, World};
use serde_json::json;

fn judge(world: &World, what: &[&str], reviewer: &str) -> Answer {
    world.bron(&[&["judge"], what, &["--reviewer", reviewer, "--device", "test"]].concat())
}

fn done(world: &World, what: &[&str]) -> serde_json::Value {
    let answer = judge(world, what, "AB");
    assert_eq!(answer.code, 0, "{what:?}: {}", answer.err);
    world.judgements("AB.test").pop().unwrap()["given"].clone()
}

fn refused(world: &World, what: &[&str], text: &str) {
    let before = world.judgements("AB.test").len();
    let answer = judge(world, what, "AB");
    assert_eq!(answer.code, 1, "{what:?}: {}", answer.out);
    assert!(answer.err.contains(text), "`{text}` is not in: {}", answer.err);
    assert_eq!(world.judgements("AB.test").len(), before, "nothing is written");
}

#[test]
fn fields_and_page_numbers_are_corrected_and_hold_after_a_rebuild() {
    let world = World::demo();
    let (publication, _) = world.open_pair();
    let id = publication.as_str();
    let read = world.table("3-retrieval/publications.csv");
    let read = read.iter().find(|row| row["publication"] == id).unwrap().clone();
    let title =
        done(&world, &["correct", "demo", id, "title", "Een andere titel", "--note", "zie de omslag"]);
    assert_eq!(title["says"]["as_read"], read["title"]);
    assert_eq!((&title["note"], &title["origin"]), (&"zie de omslag".into(), &"command".into()));
    let again = done(&world, &["correct", "demo", id, "title", "Nog een titel"]);
    assert_eq!(
        (&again["supersedes"], &again["says"]["as_read"]),
        (&"AB.test.1".into(), &read["title"].clone().into())
    );
    done(&world, &["correct", "demo", id, "date", "2015-03"]);
    refused(&world, &["correct", "demo", id, "date", "ooit"], "is no date");
    refused(&world, &["correct", "demo", id, "colour", "rood"], "it is one of date, authors");
    refused(&world, &["correct", "demo", id, "main-document", "99"], "has no such document");
    refused(&world, &["correct", "demo", id, "kind", "rapport", "--quote", "staat nergens zo"], "on no page");

    let label = done(&world, &["label", "demo", id, "1", "xiv"]);
    assert_eq!((&label["says"]["label"], &label["says"]["page"]), (&"xiv".into(), &1.into()));
    refused(&world, &["label", "demo", id, "999", "1"], "has no page 999");
    let text = world.bron(&["text", "demo", id]);
    assert_eq!(text.code, 0, "{}", text.err);
    world.rebuild();
    let told = world.bron(&["explain", "demo", id]);
    assert!(told.out.contains("Nog een titel"), "{}", told.out);
    assert_eq!(world.bron(&["verify", "demo"]).code, 0);

    // Two who differ on a field decide together.
    let other = judge(&world, &["correct", "demo", id, "date", "2016"], "CD");
    assert_eq!(other.code, 0, "{}", other.err);
    let together = judge(&world, &["correct", "demo", id, "date", "2015-03", "--together"], "CD");
    assert_eq!(together.code, 0, "{}", together.err);
    assert_eq!(world.judgements("consensus.test")[0]["given"]["says"]["corrected"], "2015-03");
    let desk = bron_run::Desk::open(&world.path("output/demo")).unwrap();
    let material = desk.material(&desk.sit().unwrap(), &bron_model::PublicationId::new(id).unwrap());
    let material = material.unwrap().unwrap();
    assert!(material.disputes.is_empty(), "{:?}", material.disputes);
    assert_eq!(material.publication.not_before.map(|date| date.to_string()).as_deref(), Some("2015-03"));

    // Any judgement is taken back by its id, one's own only.
    let stranger = judge(&world, &["undo", "demo", id, "--judgement", "AB.test.2"], "CD");
    assert!(stranger.err.contains("is a judgement of AB, not of CD"), "{}", stranger.err);
    refused(&world, &["undo", "demo", id, "--judgement", "AB.test.1"], "no judgement of");
    let back = done(&world, &["undo", "demo", id, "--judgement", "AB.test.2"]);
    assert_eq!((&back["says"], &back["supersedes"]), (&json!({"type": "withdrawn"}), &"AB.test.2".into()));
}

#[test]
fn passages_are_marked_named_otherwise_and_rejected_and_elements_given() {
    let world = World::demo();
    let (publication, term) = world.open_pair();
    let id = publication.as_str();
    let known = world.table("4-extraction/passages.csv");
    let is_it = |row: &&std::collections::BTreeMap<String, String>| {
        row["publication"] == publication && row["term"] == term && row["kind"] == "definition"
    };
    let known = known.iter().find(is_it).unwrap();
    let on = |words: &str| {
        [
            "demo".to_owned(),
            publication.clone(),
            "--term".to_owned(),
            term.clone(),
            "--words".to_owned(),
            words.to_owned(),
        ]
    };
    let with = |what: &str, words: &str, more: &[&str]| -> Vec<String> {
        let more = more.iter().map(|text| (*text).to_owned());
        [what.to_owned()].into_iter().chain(on(words)).chain(more).collect()
    };
    let say = |all: Vec<String>| done(&world, &all.iter().map(String::as_str).collect::<Vec<_>>());
    let refuse = |all: Vec<String>, text: &str| {
        refused(&world, &all.iter().map(String::as_str).collect::<Vec<_>>(), text);
    };

    let words = known["quote"].split_whitespace().collect::<Vec<_>>().join("  ");
    let named = say(with("passage", &words, &["--kind", "description"]));
    assert_eq!(named["says"]["place"]["start"].to_string(), known["start"], "the passage that is known");
    assert_eq!(named["says"]["kind"], "description");
    let element = say(with("element", &words, &["--element", "e17"]));
    assert_eq!((&element["says"]["element"], &element["says"]["is_there"]), (&"e17".into(), &true.into()));
    let gone = say(with("element", &words, &["--element", "e17", "--not-there"]));
    assert_eq!((&gone["supersedes"], &gone["says"]["is_there"]), (&"AB.test.2".into(), &false.into()));
    refuse(with("element", &words, &["--element", "e99"]), "no element `e99`");
    let rejected = say(with("passage", &words, &["--kind", "none"]));
    assert!(rejected["says"].get("kind").is_none(), "{rejected}");
    assert_eq!(rejected["supersedes"], "AB.test.1");
    refuse(with("passage", &words, &["--kind", "none"]), "no passage of");
    refuse(with("passage", "staat nergens zo", &["--kind", "definition"]), "on no page");
    refuse(with("passage", &words, &["--kind", "poem"]), "element, none");
    refuse(with("passage", &words, &["--kind", "definition", "--page", "999"]), "has no page 999");

    // Words that no rule found are a passage from then on.
    let text = world.bron(&["text", "demo", id]).out;
    let line = text.lines().find(|line| line.split_whitespace().count() > 6).unwrap();
    let line = line.split_whitespace().take(5).collect::<Vec<_>>().join(" ");
    let marked = say(with("passage", &line, &["--kind", "definition"]));
    let quote = marked["says"]["place"]["quote"].as_str().unwrap();
    world.rebuild();
    assert_eq!(world.bron(&["verify", "demo"]).code, 0);
    let desk = bron_run::Desk::open(&world.path("output/demo")).unwrap();
    let material = desk.material(&desk.sit().unwrap(), &bron_model::PublicationId::new(id).unwrap());
    let passages = material.unwrap().unwrap().passages;
    let of_term = passages.iter().filter(|row| row.term.as_str() == term);
    let quotes: Vec<&str> = of_term.map(|row| row.quote.as_str()).collect();
    assert!(quotes.contains(&quote) && !quotes.contains(&known["quote"].as_str()), "{quotes:?}");
}

#[test]
fn records_are_called_one_or_two_and_a_merge_on_the_list_is_split_too() {
    let world = World::demo();
    let before = world.table("1-search/publications.csv");
    let merges = world.table("1-search/merges.csv");
    let merge = merges
        .iter()
        .find(|row| before.iter().any(|one| one["publication"] == row["kept"] && !one["terms"].is_empty()));
    let merge = merge.expect("the demo merges on the list");
    let (kept, merged) = (merge["kept"].as_str(), merge["merged"].as_str());
    let hits = |world: &World, id: &str| {
        world.table("1-search/hits.csv").iter().filter(|row| row["publication"] == id).count()
    };
    let hits_before = hits(&world, kept);

    refused(&world, &["apart", "demo", kept, "lsa-nergens-aaaaaa"], "was not merged with");
    refused(&world, &["same", "demo", kept, kept], "the same record");
    let split = done(&world, &["apart", "demo", kept, merged, "--note", "andere uitgave"]);
    assert_eq!(split["says"], json!({"type": "split", "from": merged}));
    world.rebuild();
    let after = world.table("1-search/publications.csv");
    for id in [kept, merged] {
        assert!(after.iter().any(|row| row["publication"] == id), "{id}");
    }
    assert_eq!(hits(&world, kept) + hits(&world, merged), hits_before);
    assert!(hits(&world, merged) > 0);
    let retrieved = world.table("3-retrieval/publications.csv");
    let also: Vec<&str> = retrieved.iter().flat_map(|row| row["also"].split_whitespace()).collect();
    assert!(!also.contains(&merged), "{also:?}");
    let verified = world.bron(&["verify", "demo"]);
    assert_eq!(verified.code, 0, "{}", verified.out);

    // Taken back, all is as it was.
    done(&world, &["undo", "demo", kept, "--judgement", "AB.test.1"]);
    world.rebuild();
    assert_eq!(world.table("1-search/publications.csv"), before);

    let other = retrieved
        .iter()
        .find(|row| row["publication"] != kept && row["publication"] != merged && !row["terms"].is_empty());
    let other = other.unwrap()["publication"].clone();
    let same = done(&world, &["same", "demo", kept, &other]);
    assert_eq!(same["says"], json!({"type": "merge", "with": other}));
    world.rebuild();
    let merges = world.table("3-retrieval/merges.csv");
    assert!(merges.iter().any(|row| row["by"] == "judgement" && row["evidence"] == "AB"), "{merges:?}");
}

#[test]
fn what_people_corrected_is_what_every_reader_of_the_run_tells() {
    let world = World::empty();
    let run = || {
        let answer = world.bron(&["demo"]);
        assert_eq!(answer.code, 0, "{}{}", answer.out, answer.err);
    };
    run();
    let outcomes = world.table("5-eligibility/outcomes.csv");
    let included = outcomes.iter().find(|row| row["outcome"] == "included").expect("the demo includes");
    let id = included["publication"].as_str();
    let publications = world.table("3-retrieval/publications.csv");
    let listed = publications.iter().find(|row| row["publication"] == id).unwrap();
    let title = format!("{} (herzien)", listed["title"]);
    for (field, value) in
        [("title", title.as_str()), ("authors", "Zandbergen, Q."), ("date", "2021"), ("kind", "rapport")]
    {
        done(&world, &["correct", "demo", id, field, value]);
    }
    run();
    let read = |format: &str, ending: &str| {
        let file = format!("uit.{ending}");
        let answer = world.bron(&["export", "demo", "--format", format, "--output", &file]);
        assert_eq!(answer.code, 0, "{}", answer.err);
        world.read(&file)
    };
    for text in [read("ris", "ris"), read("bibtex", "bib"), read("csl-json", "json")] {
        for told in ["(herzien)", "Zandbergen", "2021"] {
            assert!(text.contains(told), "`{told}` is not in: {text}");
        }
    }
    let report = world.bron(&["report", "demo"]);
    assert_eq!(report.code, 0, "{}", report.err);
    let page = world.read("output/demo/report/report.html");
    assert!(page.contains("Zandbergen, Q. · 2021") && page.contains("(herzien)"));
    let told = world.bron(&["explain", "demo", id]);
    let head = told.out.lines().take(4).collect::<Vec<_>>().join("\n");
    for text in ["(herzien)", "not_before 2021"] {
        assert!(head.contains(text), "`{text}` is not in: {head}");
    }
    // What was listed stays beside it.
    assert!(told.out.contains(&format!("`{}` -> `{title}`", listed["title"])), "{}", told.out);
    let finished = bron_run::Finished::open(&world.path("output/demo")).unwrap();
    let publication = bron_model::PublicationId::new(id).unwrap();
    assert_eq!(finished.publications[&publication].title, title);
    assert_eq!(finished.as_read(&publication).unwrap().title, listed["title"]);

    // What was said since the run is not in its tables, and so in nothing that is made of them.
    done(&world, &["correct", "demo", id, "title", "Sindsdien"]);
    assert!(read("ris", "nieuw.ris").contains("(herzien)"));
}

#[test]
fn a_kind_that_is_on_no_list_is_said_to_stay_a_question_and_no_outcome_is_foretold() {
    let world = World::demo();
    let (publication, term) = world.open_pair();
    let correct = |kind: &str| judge(&world, &["correct", "demo", &publication, "kind", kind], "AB");
    let unknown = correct("xyz");
    assert_eq!(unknown.code, 0, "{}", unknown.err);
    for text in ["`xyz` staat niet op de lijst van soorten (config/lexicons/kinds.toml)", "hint: "] {
        assert!(unknown.err.contains(text), "`{text}` is not in: {}", unknown.err);
    }
    assert!(unknown.out.contains("blijkt dan") && !unknown.out.contains(&term), "{}", unknown.out);
    let known = correct("rapport");
    assert!(known.code == 0 && known.err.is_empty(), "{}", known.err);
    assert!(known.out.contains("blijkt dan"), "{}", known.out);
}
