//! How records of the same publication became one.

use super::Section;
use super::told::{Told, counted};

pub(crate) fn section(told: &Told<'_>) -> Section {
    let mut paragraphs = vec![boxes(told), how(told)];
    paragraphs.extend(rules(told));
    Section { heading: told.say("Ontdubbeling", "Deduplication"), paragraphs }
}

/// The numbers of duplicates in the flow.
pub(crate) fn boxes(told: &Told<'_>) -> String {
    let hits = told.flow("identified", None, "hits");
    let within = told.flow("duplicates", Some("within-source"), "hits");
    let records = told.flow("identified", None, "records");
    let between = told.flow("duplicates", Some("between-sources"), "records");
    let files = told.flow("duplicates-on-files", None, "publications");
    told.say(
        format!(
            "Treffers: {hits}; records: {records} ({within} treffers wezen binnen een bron naar een record dat er al was). Records die ook \
             in een andere bron stonden: {between}; publicaties die pas aan hun bestand of tekst dezelfde bleken als een andere: {files}."
        ),
        format!(
            "Hits: {hits}; records: {records} ({within} hits pointed to a record of the source that was there already). Records that \
             another source had as well: {between}; publications that only their file or text showed to be the same as another: {files}."
        ),
    )
}

/// By what, and that nothing was lost.
pub(crate) fn how(told: &Told<'_>) -> String {
    let n = told.run.merges.len();
    let version = &told.run.record.bron;
    told.say(
        format!(
            "Records zijn samengevoegd door bron {version} met vaste regels, en door mensen waar zij dat zeiden; elk van de \
             {n} samenvoegingen staat met regel en bewijs in `merges.csv` van stap 1 en 3."
        ),
        format!(
            "Records were merged by bron {version} with fixed rules, and by people where they said so; each of the {n} merges stands \
             with rule and evidence in `merges.csv` of stages 1 and 3."
        ),
    )
}

/// How many merges each rule made, as items of a list.
pub(crate) fn rules(told: &Told<'_>) -> Vec<String> {
    let by = counted(told.run.merges.iter().map(|row| row.by.as_str()));
    by.into_iter().map(|(rule, n)| format!("- {}: {n}", in_words(told, rule))).collect()
}

fn in_words(told: &Told<'_>, rule: &str) -> String {
    let (nl, en) = match rule {
        "doi" => ("dezelfde DOI", "the same DOI"),
        "handle" => ("dezelfde handle", "the same handle"),
        "isbn" => ("hetzelfde ISBN", "the same ISBN"),
        "site-id" => ("hetzelfde nummer van de site", "the same number of the site"),
        "address" => ("hetzelfde adres", "the same address"),
        "title" => (
            "vrijwel dezelfde titel, met een jaar en een uitgever of auteur die daarbij passen",
            "nearly the same title, with a year and a publisher or author that fit",
        ),
        "main-file" => ("hetzelfde bestand", "the same file"),
        "main-text" => ("dezelfde tekst", "the same text"),
        "judgement" => ("een oordeel van een mens", "a person's judgement"),
        other => return other.to_owned(),
    };
    told.say(nl, en)
}
