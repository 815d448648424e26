//! Every pattern of the configuration recognises its example and not its counter-example.

use bron_extract::{Extraction, Extractor};
use bron_model::{DocumentId, PageRow, PublicationId};
use bron_protocol::{Pattern, Term};

#[derive(serde::Deserialize)]
struct Terms {
    term: Vec<Term>,
}

#[derive(serde::Deserialize)]
struct Patterns {
    pattern: Vec<Pattern>,
}

fn terms() -> Vec<Term> {
    let file: Terms =
        toml::from_str(include_str!("../../../config/terms.toml")).expect("the terms are valid");
    file.term
}

fn patterns() -> Vec<Pattern> {
    let read = |text: &str| toml::from_str::<Patterns>(text).expect("the patterns are valid").pattern;
    let mut all = read(include_str!("../../../config/patterns/nl.toml"));
    all.extend(read(include_str!("../../../config/patterns/en.toml")));
    all
}

fn extractor(patterns: &[Pattern]) -> Extractor {
    Extractor::new(&terms(), patterns).expect("the patterns compile")
}

fn extract(extractor: &Extractor, text: &str) -> Extraction {
    let publication = PublicationId::new("made-up").expect("a valid id");
    let document = DocumentId::new(&publication, 1);
    let page = PageRow {
        publication: publication.clone(),
        document: document.clone(),
        page: 1,
        label: String::new(),
        text: text.to_owned(),
    };
    extractor.extract(&publication, &document, &[page])
}

#[test]
fn every_pattern_recognises_its_example() {
    let missed: Vec<_> = patterns()
        .into_iter()
        .filter(|pattern| {
            let found = extract(&extractor(std::slice::from_ref(pattern)), &pattern.example);
            !found.passages.iter().any(|row| row.term.as_str() == pattern.term && row.kind == pattern.kind)
        })
        .map(|pattern| (pattern.id, pattern.example))
        .collect();
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn no_pattern_recognises_its_counter_example() {
    let wrong: Vec<_> = patterns()
        .into_iter()
        .filter(|pattern| {
            let found = extract(&extractor(std::slice::from_ref(pattern)), &pattern.counter_example);
            assert!(!found.occurrences.is_empty(), "`{}`: the counter-example has no term", pattern.id);
            !found.passages.is_empty()
        })
        .map(|pattern| (pattern.id, pattern.counter_example))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_example_is_recognised_with_all_patterns_together() {
    let all = patterns();
    let extractor = extractor(&all);
    for pattern in &all {
        let found = extract(&extractor, &pattern.example);
        assert!(found.passages.iter().any(|row| row.term.as_str() == pattern.term), "{}", pattern.id);
    }
}
