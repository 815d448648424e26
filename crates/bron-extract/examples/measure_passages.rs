//! Measures the extraction against the annotated texts beside the checkout, and prints the figures.
//!
//! The texts are found through `BRON_SHARED`, or in `../shared` beside the checkout.
#![allow(clippy::print_stdout, reason = "an example prints what it measures")]

use bron_extract::{Extraction, Extractor};
use bron_model::{DocumentId, PageRow, PassageKind, PublicationId, TermId};
use bron_protocol::{Pattern, Term};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

#[derive(serde::Deserialize)]
struct Terms {
    term: Vec<Term>,
}

#[derive(serde::Deserialize)]
struct Patterns {
    pattern: Vec<Pattern>,
}

#[derive(serde::Deserialize)]
struct Case {
    id: String,
    term: String,
    sentence: String,
    label: String,
    pattern: String,
}

#[derive(serde::Deserialize)]
struct Gold {
    file: String,
    term: String,
    sentence: String,
    label: String,
    agreement: String,
}

#[derive(serde::Deserialize)]
struct Quote {
    term: String,
    citation: String,
    quotation: String,
    wording_of_the_report: String,
}

fn main() {
    let Some(corpus) = shared() else {
        println!("skipped: no texts at BRON_SHARED or ../shared beside the checkout");
        return;
    };
    let began = Instant::now();
    let extractor = extractor();
    println!("patterns compiled in {:.2} s", began.elapsed().as_secs_f64());
    measure_cases(&extractor, &corpus);
    measure_gold(&extractor, &corpus);
    measure_quotes(&extractor, &corpus);
    measure_speed(&extractor, &corpus);
}

fn shared() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let folder = std::env::var_os("BRON_SHARED").map_or(beside, PathBuf::from).join("corpus");
    folder.is_dir().then_some(folder)
}

fn extractor() -> Extractor {
    let terms: Terms = toml::from_str(include_str!("../../../config/terms.toml")).expect("valid terms");
    let read = |text: &str| toml::from_str::<Patterns>(text).expect("valid patterns").pattern;
    let mut patterns = read(include_str!("../../../config/patterns/nl.toml"));
    patterns.extend(read(include_str!("../../../config/patterns/en.toml")));
    Extractor::new(&terms.term, &patterns).expect("patterns that compile")
}

fn extract(extractor: &Extractor, text: &str) -> Extraction {
    let publication = PublicationId::new("measured").expect("a valid id");
    let document = DocumentId::new(&publication, 1);
    let page = |(number, text): (usize, &str)| PageRow {
        publication: publication.clone(),
        document: document.clone(),
        page: number as u32 + 1,
        label: String::new(),
        text: text.to_owned(),
    };
    let pages: Vec<PageRow> = text.split('\u{c}').enumerate().map(page).collect();
    extractor.extract(&publication, &document, &pages)
}

fn rows<T: serde::de::DeserializeOwned>(path: &Path) -> Vec<T> {
    let mut reader = csv::Reader::from_path(path).expect("the file can be read");
    reader.deserialize().map(|row| row.expect("a row as described")).collect()
}

fn measure_cases(extractor: &Extractor, corpus: &Path) {
    let cases: Vec<Case> = rows(&corpus.join("patterns.csv"));
    let (mut found_right, mut label_right) = (0, 0);
    for case in &cases {
        let extraction = extract(extractor, &case.sentence);
        let best = extraction
            .passages
            .iter()
            .filter(|row| row.term.as_str() == case.term)
            .max_by_key(|row| row.score);
        let label = best.map_or("mention_only", |row| label_of(row.kind));
        let found = (label == "mention_only") == (case.label == "mention_only");
        found_right += usize::from(found);
        label_right += usize::from(label == case.label);
        if label != case.label {
            let by = best.map_or("", |row| &row.pattern);
            println!(
                "  case {} {}: {} read as {label} ({by}): {}",
                case.id, case.pattern, case.label, case.sentence
            );
        }
    }
    println!(
        "patterns.csv: {found_right} of {} found rightly, {label_right} with the right label",
        cases.len()
    );
}

fn label_of(kind: PassageKind) -> &'static str {
    match kind {
        PassageKind::Definition => "definition",
        PassageKind::Description | PassageKind::Element => "description",
    }
}

/// Without white space, hyphens and quote marks, in small letters: as the annotators compared.
fn squeeze(text: &str) -> String {
    text.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect()
}

#[derive(Default)]
struct Counts {
    right: u32,
    wrong: u32,
    missed: u32,
}

impl Counts {
    fn print(&self, name: &str) {
        let share = |part: u32, whole: u32| if whole == 0 { 0.0 } else { f64::from(part) / f64::from(whole) };
        let precision = share(self.right, self.right + self.wrong);
        let recall = share(self.right, self.right + self.missed);
        let f1 =
            if precision + recall == 0.0 { 0.0 } else { 2.0 * precision * recall / (precision + recall) };
        println!(
            "  {name}: precision {precision:.3} recall {recall:.3} F1 {f1:.3} (right {}, wrong {}, missed {})",
            self.right, self.wrong, self.missed
        );
    }
}

fn measure_gold(extractor: &Extractor, corpus: &Path) {
    let gold: Vec<Gold> = rows(&corpus.join("gold.csv"));
    let mut by_file: BTreeMap<&str, Extraction> = BTreeMap::new();
    let mut texts: BTreeMap<&str, String> = BTreeMap::new();
    for row in &gold {
        by_file.entry(&row.file).or_insert_with(|| {
            let text = std::fs::read_to_string(corpus.join("texts").join(&row.file)).unwrap_or_default();
            let extraction = extract(extractor, &text);
            texts.insert(&row.file, squeeze(&text));
            extraction
        });
    }
    let mut counts: BTreeMap<String, Counts> = BTreeMap::new();
    let verbose = std::env::args().any(|arg| arg == "-v");
    for row in &gold {
        if row.term.starts_with("near:") || !texts[row.file.as_str()].contains(&squeeze(&row.sentence)) {
            println!("  not counted ({}): {}", row.term, row.sentence);
            continue;
        }
        let wanted = squeeze(&row.sentence);
        let hit = by_file[row.file.as_str()]
            .passages
            .iter()
            .filter(|passage| passage.term.as_str() == row.term)
            .filter(|passage| {
                let quote = squeeze(&passage.quote);
                quote.contains(&wanted) || (wanted.contains(&quote) && quote.len() * 2 > wanted.len())
            })
            .max_by_key(|passage| passage.score);
        let agreed = row.agreement == "agreed";
        let said = hit.map_or("mention_only", |passage| label_of(passage.kind));
        let groups = if agreed { vec!["all rows", "agreed rows"] } else { vec!["all rows"] };
        for group in groups {
            for (name, is_gold, is_said) in [
                ("definition+description", row.label != "mention_only", said != "mention_only"),
                ("definition", row.label == "definition", said == "definition"),
                ("description", row.label == "description", said == "description"),
            ] {
                let counts = counts.entry(format!("{group}, {name}")).or_default();
                match (is_gold, is_said) {
                    (true, true) => counts.right += 1,
                    (false, true) => counts.wrong += 1,
                    (true, false) => counts.missed += 1,
                    (false, false) => {}
                }
            }
        }
        if verbose && (row.label == "mention_only") != (said == "mention_only") {
            let by = hit.map_or("", |passage| &passage.pattern);
            println!("  gold [{}] {} read as {said} ({by}): {}", row.agreement, row.label, row.sentence);
        }
    }
    println!("gold.csv:");
    for (name, counts) in &counts {
        counts.print(name);
    }
    for (file, extraction) in &by_file {
        println!(
            "  {file}: {} occurrences, {} passages",
            extraction.occurrences.len(),
            extraction.passages.len()
        );
        if verbose {
            for passage in &extraction.passages {
                println!("    {} {} {} {:?}", passage.term, passage.pattern, passage.score, passage.quote);
            }
        }
    }
}

fn measure_quotes(extractor: &Extractor, corpus: &Path) {
    let quotes: Vec<Quote> = rows(&corpus.join("quotes-2024.csv"));
    let (mut with_term, mut found) = (0, 0);
    for quote in &quotes {
        let extraction = extract(extractor, &quote.quotation);
        let term = TermId::new(quote.term.as_str()).expect("a valid id");
        if !extraction.occurrences.iter().any(|row| row.term == term) {
            continue;
        }
        with_term += 1;
        match extraction.passages.iter().find(|row| row.term == term) {
            Some(row) => {
                found += 1;
                println!("  found by {} ({}): {}", row.pattern, row.score, quote.citation);
            }
            None => println!(
                "  not found: {} [{}]: {}",
                quote.citation, quote.wording_of_the_report, quote.quotation
            ),
        }
    }
    println!(
        "quotes-2024.csv: {found} of the {with_term} quotations with the term give a passage ({} in all)",
        quotes.len()
    );
}

fn measure_speed(extractor: &Extractor, corpus: &Path) {
    let mut files: Vec<PathBuf> = std::fs::read_dir(corpus.join("texts"))
        .expect("the folder can be read")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    files.sort();
    let texts: Vec<String> =
        files.iter().map(|path| std::fs::read_to_string(path).unwrap_or_default()).collect();
    // In pages of about the size of a page, since that is what a run hands over.
    let pages: Vec<String> = texts.iter().map(|text| paged(text)).collect();
    let bytes: usize = pages.iter().map(String::len).sum();
    phases(&pages);
    let began = Instant::now();
    let found: usize = pages.iter().map(|text| extract(extractor, text).passages.len()).sum();
    let seconds = began.elapsed().as_secs_f64();
    let speed = bytes as f64 / 1e6 / seconds;
    println!(
        "speed: {:.1} MB in {seconds:.2} s, {speed:.1} MB/s on one thread, {found} passages",
        bytes as f64 / 1e6
    );
}

/// The time of what happens to a page before any pattern is tried.
fn phases(pages: &[String]) {
    let time = |name: &str, work: &dyn Fn(&str) -> usize| {
        let began = Instant::now();
        let n: usize = pages.iter().flat_map(|text| text.split('\u{c}')).map(work).sum();
        println!("    {name}: {:.3} s ({n})", began.elapsed().as_secs_f64());
    };
    let terms: Terms = toml::from_str(include_str!("../../../config/terms.toml")).expect("valid terms");
    let spellings = bron_text::Spellings::new(&terms.term);
    time("fold", &|text| bron_text::fold(text).text().len());
    time("find", &|text| spellings.find(text).len());
    time("cut", &|text| bron_text::sentences(text).len());
}

fn paged(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut len = 0;
    for line in text.split_inclusive(['\n', '.']) {
        out.push_str(line);
        len += line.len();
        if len > 3000 {
            out.push('\u{c}');
            len = 0;
        }
    }
    out
}
