//! Pages that a person saved in a browser are publications, and a judgement on one outlives another save of the same text.

use crate::world::{World, rows};
use std::collections::BTreeMap;

const PIPELINE: &str = r#"
name = "bewaard"
title = "Bewaarde pagina's"
question = "Wat is een zorgzame buurt?"
contact = "test@example.org"
terms = "config/terms.toml"
criteria = "config/criteria.toml"
kinds = "config/lexicons/kinds.toml"
domains = "config/lexicons/domains.toml"
groups = "config/lexicons/groups.toml"
patterns = ["config/patterns/nl.toml", "config/patterns/en.toml"]
sources = ["config/sources/map.toml"]
[window]
from_year = 2007
until = "2024-06-30"
"#;

const SOURCE: &str = r#"
id = "map"
name = "Bewaarde pagina's"
group = "praktijk"
platform = "files"
[files]
folder = "bestanden"
list = "lijst.csv"
via = "hand-search"
"#;

const TITLE: &str = "Zorgzame buurten in de praktijk";
const ADDRESS: &str = "https://kb.nl/publicaties/2019/zorgzame-buurten";
const DEFINITION: &str = "Een zorgzame buurt is een buurt waar bewoners naar elkaar omkijken.";

/// A page of a site with a menu, a link to a file on that site, and what differs at every visit.
fn page(session: &str, definition: &str) -> String {
    let more = "Ouderen kunnen er thuis blijven wonen doordat buren, vrijwilligers en organisaties elkaar weten te vinden (De Wit, 2018). ";
    format!(
        "<html lang=nl><head><title>{TITLE}</title><meta name=csrf content='{session}'></head><body>\
         <nav><a href='/menu?sid={session}'>Vitale wijken</a></nav><main><article><h1>{TITLE}</h1><p>Utrecht, 14 maart 2019</p>\
         <p>{definition}</p><p>{more}{more}{more}</p><p><a href='/files/rapport.pdf'>Download</a></p></article></main>\
         <footer>Bezoek {session}</footer></body></html>"
    )
}

fn single_file(session: &str, definition: &str) -> String {
    let note = format!(
        "<html lang=nl><!--\n Page saved with SingleFile \n url: {ADDRESS} \n saved date: Tue Nov 24 2026\n-->"
    );
    page(session, definition).replacen("<html lang=nl>", &note, 1)
}

fn mhtml(session: &str, definition: &str) -> String {
    format!(
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: {ADDRESS}\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/related; type=\"text/html\"; boundary=\"grens\"\r\n\r\n--grens\r\nContent-Type: text/html; charset=utf-8\r\n\
         Content-Transfer-Encoding: 8bit\r\nContent-Location: {ADDRESS}\r\n\r\n{}\r\n--grens--\r\n",
        page(session, definition)
    )
}

fn study(file: &str, text: &str) -> World {
    let world = World::with_study();
    world.write("pipelines/bewaard.toml", PIPELINE);
    world.write("config/sources/map.toml", SOURCE);
    let list = format!("title,date,file,kind,terms\n{TITLE},2019-03-14,{file},rapport,zorgzame-buurten\n");
    world.write("bestanden/lijst.csv", &list);
    world.write(&format!("bestanden/{file}"), text);
    world
}

fn run(world: &World, more: &[&str]) {
    let answer = world.bron(&[&["run", "bewaard"], more].concat());
    assert_eq!(answer.code, 0, "{}{}", answer.out, answer.err);
}

fn of(world: &World, file: &str) -> Vec<BTreeMap<String, String>> {
    rows(&world.path(&format!("output/bewaard/{file}")))
}

#[test]
fn a_saved_page_is_the_document_itself_and_nothing_is_asked_of_its_site() {
    for (file, text) in [("een.mhtml", mhtml("a1", DEFINITION)), ("een.html", single_file("a1", DEFINITION))]
    {
        let world = study(file, &text);
        run(&world, &["--accept-proposals"]);
        let documents = of(&world, "3-retrieval/documents.csv");
        let [row] = documents.as_slice() else { panic!("{file}: {documents:?}") };
        let read = ["part", "status", "kind", "title"].map(|column| row[column].as_str());
        assert_eq!(read, ["main", "retrieved", "html", TITLE], "{file}");
        assert_eq!(row["normaliser"], "letters-1");
        let outcomes = of(&world, "5-eligibility/outcomes.csv");
        assert_eq!(outcomes[0]["outcome"], "included", "{file}: {outcomes:?}");
        let answer = world.bron(&["text", "bewaard", "Zorgzame buurten", "--page", "1"]);
        assert!(answer.out.contains(DEFINITION) && !answer.out.contains("Vitale"), "{file}: {}", answer.out);
    }
}

#[test]
fn a_page_that_was_added_as_mhtml_is_read() {
    let world = study("een.html", &single_file("a1", DEFINITION));
    world.write("post/brief.mhtml", &mhtml("a1", "Samenzorg is zorg die buren delen."));
    let about = ["--title", "Samenzorg", "--date", "2019", "--kind", "rapport", "--terms", "samenzorg"];
    let from = ["--via", "contact", "--from", "de auteur", "--who", "A. Bakker"];
    let answer = world.bron(&[&["add", "post/brief.mhtml"], &about[..], &from].concat());
    assert_eq!(answer.code, 0, "{}{}", answer.out, answer.err);
    run(&world, &["--accept-proposals"]);
    let documents = of(&world, "3-retrieval/documents.csv");
    let added = documents.iter().find(|row| row["note"].contains("added from")).expect("it was added");
    assert_eq!((added["kind"].as_str(), added["status"].as_str()), ("html", "retrieved"));
    let others = of(&world, "5-eligibility/other-routes.csv");
    assert_eq!(others[0]["outcome"], "included", "{others:?}");
}

/// How many, in the lines of `bron status` about judgements.
fn counted(world: &World, what: &str) -> u64 {
    let answer = world.bron(&["status", "bewaard", "--json"]);
    assert_eq!(answer.code, 0, "{}", answer.err);
    let status: serde_json::Value = serde_json::from_str(&answer.out).unwrap();
    let counts = status["counts"].as_array().unwrap();
    let count = counts.iter().find(|count| count["what"].as_str().unwrap().starts_with(what));
    count.unwrap_or_else(|| panic!("{what}: {counts:?}"))["n"].as_u64().unwrap()
}

#[test]
fn a_judgement_is_carried_over_to_another_save_of_the_same_text_and_asked_again_for_another_text() {
    let world = study("een.html", &single_file("a1", DEFINITION));
    run(&world, &[]);
    for criterion in [&["E1b", "--term", "zorgzame-buurten"][..], &["E2"], &["E3"]] {
        let given = [
            "judge",
            "give",
            "bewaard",
            TITLE,
            "--reviewer",
            "AB",
            "--device",
            "test",
            "--verdict",
            "include",
        ];
        let answer = world.bron(&[&given[..], &["--criterion"], criterion].concat());
        assert_eq!(answer.code, 0, "{}", answer.err);
    }
    run(&world, &[]);
    assert_eq!(of(&world, "5-eligibility/outcomes.csv")[0]["outcome"], "included");
    assert_eq!((counted(&world, "judgements that hold"), counted(&world, "of those, carried over")), (3, 0));

    world.write("bestanden/een.html", &single_file("ff", DEFINITION));
    run(&world, &[]);
    assert_eq!(of(&world, "5-eligibility/outcomes.csv")[0]["outcome"], "included");
    assert_eq!((counted(&world, "judgements that hold"), counted(&world, "of those, carried over")), (3, 3));
    let told = world.bron(&["explain", "bewaard", TITLE]);
    assert!(told.out.contains("overgenomen uit een eerdere oogst: AB"), "{}", told.out);
    assert_eq!(world.bron(&["verify", "bewaard"]).code, 0);

    world.write("bestanden/een.html", &single_file("ff", "Een zorgzame buurt is een plein met bomen."));
    run(&world, &[]);
    assert_eq!(of(&world, "5-eligibility/outcomes.csv")[0]["outcome"], "unclear");
    assert_eq!(
        (counted(&world, "judgements that hold"), counted(&world, "asked again: the text has changed")),
        (0, 3)
    );
    let queue = of(&world, "5-eligibility/to-judge.csv");
    let asked = queue.iter().find(|row| row["criterion"] == "E1b").expect("it waits again");
    assert!(asked["because"].contains("earlier=AB include"), "the old one is shown: {asked:?}");
}
