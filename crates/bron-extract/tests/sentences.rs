//! Made-up sentences in many constructions, `tests/measure/sentences.csv`: what is recognised, per construction.
//!
//! They were written before the rules that they measure, as hard as could be thought of; the floors are what was
//! measured, so that no construction is lost unseen. A construction that is not listed must be whole.
#![allow(
    clippy::print_stderr,
    reason = "the sentences that are read otherwise are shown when a floor is missed"
)]

use bron_extract::Extractor;
use bron_model::{DocumentId, PageRow, PassageKind, PublicationId};
use bron_protocol::{Mention, Pattern, Term};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::LazyLock;

#[derive(serde::Deserialize)]
struct Terms {
    term: Vec<Term>,
}

#[derive(serde::Deserialize)]
struct Patterns {
    pattern: Vec<Pattern>,
    mention: Vec<Mention>,
}

#[derive(serde::Deserialize)]
struct Row {
    id: u32,
    language: String,
    term: String,
    text: String,
    label: String,
    construction: String,
}

fn extractor() -> Extractor {
    let terms: Terms = toml::from_str(include_str!("../../../config/terms.toml")).expect("valid terms");
    let read = |text: &str| toml::from_str::<Patterns>(text).expect("valid patterns");
    let mut all = read(include_str!("../../../config/patterns/nl.toml"));
    let english = read(include_str!("../../../config/patterns/en.toml"));
    all.pattern.extend(english.pattern);
    all.mention.extend(english.mention);
    let extractor = Extractor::new(&terms.term, &all.pattern).expect("patterns that compile");
    extractor.with_mentions(&all.mention).expect("mentions that compile")
}

fn rows() -> Vec<Row> {
    let text = include_str!("../../../tests/measure/sentences.csv");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.deserialize().map(|row| row.expect("a row with six columns")).collect()
}

/// What is said of the term in a text; a page ends at a form feed.
fn read(extractor: &Extractor, row: &Row) -> (&'static str, String) {
    let publication = PublicationId::new("made-up").expect("a valid id");
    let document = DocumentId::new(&publication, 1);
    let page = |(n, text): (usize, &str)| PageRow {
        publication: publication.clone(),
        document: document.clone(),
        page: n as u32 + 1,
        label: String::new(),
        text: text.to_owned(),
    };
    let pages: Vec<PageRow> = row.text.split('\u{c}').enumerate().map(page).collect();
    let extraction = extractor.extract(&publication, &document, &pages);
    // Weaker signs keep a text only together with others.
    let said =
        extraction.passages.iter().filter(|found| found.term.as_str() == row.term && found.score >= *DOUBT);
    match said.min_by_key(|found| (!found.kind.satisfies_e1(), std::cmp::Reverse(found.score))) {
        None => ("mention_only", String::new()),
        Some(found) => {
            let label = match found.kind {
                PassageKind::Definition => "definition",
                PassageKind::Description => "description",
                PassageKind::Element => "element",
            };
            (label, format!("{} {}", found.pattern, found.score))
        }
    }
}

/// From which chance a sign keeps a publication, as shipped.
static DOUBT: LazyLock<u8> = LazyLock::new(|| {
    let criteria: bron_protocol::Criteria =
        toml::from_str(include_str!("../../../config/criteria.toml")).expect("valid criteria");
    criteria.doubt()
});

/// Whether a label keeps a publication: a definition and a description do, elements alone and a mention do not.
fn keeps(label: &str) -> bool {
    matches!(label, "definition" | "description")
}

#[test]
fn no_construction_is_lost() {
    let extractor = extractor();
    let mut counts: BTreeMap<String, (u32, u32)> = BTreeMap::new();
    let mut shown = String::new();
    for row in rows() {
        let (said, by) = read(&extractor, &row);
        let right = keeps(said) == keeps(&row.label);
        let count = counts.entry(format!("{} {}", row.language, row.construction)).or_default();
        count.0 += u32::from(right);
        count.1 += 1;
        if !right {
            let (id, construction, label, text) = (&row.id, &row.construction, &row.label, &row.text);
            let _ = writeln!(shown, "{id} {construction} {label} as {said} ({by}): {text}");
        }
    }
    let mut floors: BTreeMap<&str, u32> = FLOORS.iter().copied().collect();
    let lost: Vec<String> = counts
        .iter()
        .filter(|(name, (right, of))| *right < floors.remove(name.as_str()).unwrap_or(*of))
        .map(|(name, (right, of))| format!("{name}: {right} of {of}"))
        .collect();
    if std::env::var_os("SHOW").is_some() {
        eprintln!("{shown}{counts:#?}");
    }
    assert!(lost.is_empty(), "{lost:#?}\n{shown}");
    assert!(floors.is_empty(), "floors for constructions that are not there: {floors:?}");
}

/// What is not recognised whole, with what is.
const FLOORS: &[(&str, u32)] = &[
    // Of two terms with one verb, the second stands without it: `X richt zich op A, Y op B`.
    ("nl nevenschikking", 4),
    // `X is een merk van ...` is a weak sign, and so a doubt.
    ("nl mention", 29),
];
