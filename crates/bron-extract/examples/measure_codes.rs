//! Measures how many of the crosses known of 2024 the codebook proposes for the quotations of 2024, and prints the figures.
//!
//! The quotations are found through `BRON_SHARED`, or in `../shared` beside the checkout. They cannot validate the cues: the
//! columns of the table of 2024 are partly lost, and its authors read more than they quoted.
#![allow(clippy::print_stdout, reason = "an example prints what it measures")]

use bron_extract::Coder;
use bron_model::{DocumentId, PassageKind, PassageRow, PublicationId, TermId};
use bron_protocol::Codebook;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

#[derive(serde::Deserialize)]
struct Text {
    term: String,
    #[serde(alias = "quotation", alias = "sentence")]
    text: String,
}

/// Element and term.
type Cells = BTreeSet<(String, String)>;

fn main() {
    let codebook: Codebook =
        toml::from_str(include_str!("../../../config/codebook.toml")).expect("a valid codebook");
    let coder = Coder::new(&codebook);
    let crosses = rows::<BTreeMap<String, String>>(include_str!("../../../config/reference/table2-2024.csv"));
    let numbered = include_str!("../../../config/reference/elements-2024.csv")
        .replace("term,number,element", "term,number,text");
    measure("wording of the numbered elements", &coder, &crosses, &rows(&numbered));
    let Some(corpus) = shared() else {
        println!("skipped: no quotations at BRON_SHARED or ../shared beside the checkout");
        return;
    };
    let read = |name: &str| std::fs::read_to_string(corpus.join(name)).expect("the file can be read");
    measure("quotations of 2024", &coder, &crosses, &rows(&read("quotes-2024.csv")));
    let positive: Vec<Text> = rows::<BTreeMap<String, String>>(&read("gold.csv"))
        .into_iter()
        .filter(|row| row["label"] != "mention_only")
        .map(|row| Text { term: row["term"].clone(), text: row["sentence"].clone() })
        .collect();
    spread("annotated definitions and descriptions", &coder, &positive);
    let other: Vec<Text> = rows::<BTreeMap<String, String>>(&read("cue-precision.csv"))
        .into_iter()
        .map(|row| Text { term: String::new(), text: row["sentence_text"].clone() })
        .collect();
    spread("sentences of party programmes about anything", &coder, &other);
}

fn shared() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let folder = std::env::var_os("BRON_SHARED").map_or(beside, PathBuf::from).join("corpus");
    folder.is_dir().then_some(folder)
}

fn rows<T: serde::de::DeserializeOwned>(text: &str) -> Vec<T> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.deserialize().map(|row| row.expect("a row as described")).collect()
}

fn proposed(coder: &Coder, text: &Text) -> BTreeSet<String> {
    let publication = PublicationId::new("measured").expect("a valid id");
    let passage = PassageRow {
        document: DocumentId::new(&publication, 1),
        publication,
        term: TermId::new("measured").expect("a valid id"),
        page: 1,
        start: 0,
        end: u32::try_from(text.text.chars().count()).expect("a short text"),
        page_end: 1,
        label: String::new(),
        kind: PassageKind::Definition,
        variant: String::new(),
        pattern: String::new(),
        score: 1,
        second_hand_of: String::new(),
        quote: text.text.clone(),
    };
    coder.codes(&passage).into_iter().map(|row| row.element).collect()
}

/// Known crosses proposed, and proposals where 2024 has no cross, over the terms that have texts.
fn measure(what: &str, coder: &Coder, crosses: &[BTreeMap<String, String>], texts: &[Text]) {
    let found: Cells = texts
        .iter()
        .flat_map(|text| proposed(coder, text).into_iter().map(|element| (element, text.term.clone())))
        .collect();
    let terms: BTreeSet<&String> = texts.iter().map(|text| &text.term).collect();
    let of = |value: &str| -> Cells {
        let cells = crosses.iter().flat_map(|row| terms.iter().map(move |term| (row, *term)));
        cells
            .filter(|(row, term)| row.get(*term).is_some_and(|cell| cell == value))
            .map(|(row, term)| (row["element"].clone(), term.clone()))
            .collect()
    };
    let (yes, no, unknown) = (of("yes"), of("no"), of("unknown"));
    let both = |cells: &Cells| cells.intersection(&found).count();
    println!("{what}: {} texts, {} terms", texts.len(), terms.len());
    println!("  yes in 2024: {} of {} proposed", both(&yes), yes.len());
    println!("  no in 2024: {} of {} proposed", both(&no), no.len());
    println!("  unknown in 2024: {} of {} proposed", both(&unknown), unknown.len());
    let show = |cells: &mut dyn Iterator<Item = &(String, String)>| {
        cells.map(|(element, term)| format!("{element} {term}")).collect::<Vec<_>>().join(", ")
    };
    println!("  yes and not proposed: {}", show(&mut yes.difference(&found)));
    println!("  no and proposed: {}", show(&mut no.intersection(&found)));
}

/// How many texts get how many codes.
fn spread(what: &str, coder: &Coder, texts: &[Text]) {
    let numbers: Vec<usize> = texts.iter().map(|text| proposed(coder, text).len()).collect();
    let with = numbers.iter().filter(|n| **n > 0).count();
    let sum: usize = numbers.iter().sum();
    println!("{what}: {} texts, {with} with a proposed element, {sum} proposals", texts.len());
}
