//! Every pattern of the configuration recognises its example and not its counter-example.

use bron_extract::{Extraction, Extractor};
use bron_model::{DocumentId, PageRow, PublicationId};
use bron_protocol::{Mention, Pattern, Term};

#[derive(serde::Deserialize)]
struct Terms {
    term: Vec<Term>,
}

#[derive(serde::Deserialize)]
struct Patterns {
    pattern: Vec<Pattern>,
    mention: Vec<Mention>,
}

fn terms() -> Vec<Term> {
    let file: Terms =
        toml::from_str(include_str!("../../../config/terms.toml")).expect("the terms are valid");
    file.term
}

fn files() -> [Patterns; 2] {
    let read = |text: &str| toml::from_str::<Patterns>(text).expect("the patterns are valid");
    [
        read(include_str!("../../../config/patterns/nl.toml")),
        read(include_str!("../../../config/patterns/en.toml")),
    ]
}

fn patterns() -> Vec<Pattern> {
    files().into_iter().flat_map(|file| file.pattern).collect()
}

fn mentions() -> Vec<Mention> {
    files().into_iter().flat_map(|file| file.mention).collect()
}

/// A pattern that takes any sentence with a term, as a weak sign.
fn any_sentence() -> Pattern {
    let mut pattern = patterns().remove(0);
    "any".clone_into(&mut pattern.id);
    "{term}".clone_into(&mut pattern.matches);
    pattern.unless = None;
    pattern.score = 1;
    pattern
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

/// Whether a weak sign of the term counts where this is the only mention.
fn counts(mention: &Mention, text: &str) -> bool {
    let extractor = extractor(&[any_sentence()]).with_mentions(std::slice::from_ref(mention));
    let found = extract(&extractor.expect("the mention compiles"), text);
    assert!(!found.occurrences.is_empty(), "`{}`: no term in: {text}", mention.id);
    found.passages.iter().any(|row| row.term.as_str() == mention.term)
}

#[test]
fn every_mention_recognises_its_example_and_not_its_counter_example() {
    let wrong: Vec<_> = mentions()
        .into_iter()
        .filter(|mention| counts(mention, &mention.example) || !counts(mention, &mention.counter_example))
        .map(|mention| mention.id)
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}
