//! Makes two runs of many publications and compares them: how long does it take, and how much memory?
//!
//! usage: ten_thousand FOLDER [PUBLICATIONS [WORDS]]   (10,000 publications of 3,000 words each)
//!
//! Of the second run one publication in twenty is gone, one is new, one is revised, one stands at another address with a revised
//! text (so that only the text can tell), one is a summary of what it was, and one has another title.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use bron_compare::{compare_runs, write};
use bron_model::{
    CodeRow, ContributionRow, DecisionRow, DocumentId, DocumentKind, DocumentPart, DocumentRow,
    DocumentStatus, FlowRow, HitRow, Language, MadeBy, MergeRow, OccurrenceRow, Outcome, OutcomeRow, PageRow,
    PassageRow, PublicationId, PublicationRow, QueryRow, QueryStatus, Route, SourceId, Table1Row,
    Table2PassageRow, TermId, ToJudgeRow, WorktableRow, canonical_address,
};
use bron_store::{PagesWriter, RunRecord, sha256_of_bytes, write_csv, write_record};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

/// Words on a page.
const ON_A_PAGE: usize = 400;

type Failure = Box<dyn std::error::Error>;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some(folder) = arguments.first().map(PathBuf::from) else {
        eprintln!("usage: ten_thousand FOLDER [PUBLICATIONS [WORDS]]");
        return ExitCode::from(2);
    };
    let number = |at: usize, otherwise: usize| {
        arguments.get(at).and_then(|text| text.parse().ok()).unwrap_or(otherwise)
    };
    match measure(&folder, number(1, 10_000), number(2, 3_000)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn measure(folder: &Path, publications: usize, words: usize) -> Result<(), Failure> {
    let (a, b) = (folder.join("eerder"), folder.join("later"));
    if !a.exists() {
        make(&a, publications, words, false)?;
        make(&b, publications, words, true)?;
    }
    println!("made; peak of memory so far: {}", peak());
    let begun = Instant::now();
    let comparison = compare_runs(&a, &b)?;
    println!(
        "compared {publications} publications of {words} words in {:.1} s; peak: {}",
        begun.elapsed().as_secs_f64(),
        peak()
    );
    let begun = Instant::now();
    write(&b, &comparison, Language::Nl)?;
    println!("written in {:.1} s", begun.elapsed().as_secs_f64());
    println!("{:?}\n{:?}", comparison.sums, comparison.by_category);
    Ok(())
}

/// The most memory that this process ever held, as Linux tells it.
fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    line.map_or_else(|| "unknown".to_owned(), |line| line["VmHWM:".len()..].trim().to_owned())
}

/// A publication of one of the two runs.
struct Made {
    url: String,
    title: String,
    text: Vec<String>,
}

/// What the publication of that number is in a run; `None` where it is not in it.
fn publication(number: usize, words: usize, later: bool) -> Option<Made> {
    let kind = number % 20;
    if (later && kind == 0) || (!later && kind == 1) {
        return None;
    }
    let mut text: Vec<String> = (0..words).map(|at| word(number, at)).collect();
    if later && matches!(kind, 2 | 3) {
        for (at, word) in text.iter_mut().enumerate().skip(words / 3).take(words / 20) {
            *word = format!("nieuw{number}x{at}");
        }
    }
    if later && kind == 4 {
        text = text.split_off(words - words / 6);
    }
    let ending = if later && matches!(kind, 3 | 4) { "-nieuw" } else { "" };
    let beginning = if later && kind == 5 { "Herzien: " } else { "" };
    Some(Made {
        url: format!("https://movisie.nl/publicatie/p{number}{ending}"),
        title: format!("{beginning}Wonen en zorg in dorp{}x en omstreken", letters(number)),
        text,
    })
}

/// A word of a vocabulary of some thousand, as texts have it, always the same.
fn word(number: usize, at: usize) -> String {
    let mut x =
        (number as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ (at as u64).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 31)).wrapping_mul(0x94d0_49bb_1331_11eb);
    format!("woord{}", letters(((x >> 33) % 5_000) as usize))
}

/// A number in letters: titles that differ in a number are never alike.
fn letters(number: usize) -> String {
    number.to_string().bytes().map(|digit| char::from(b'a' + digit - b'0')).collect()
}

fn make(run: &Path, publications: usize, words: usize, later: bool) -> Result<(), Failure> {
    for stage in ["1-search", "2-screening", "3-retrieval", "4-extraction", "5-eligibility", "6-synthesis"] {
        std::fs::create_dir_all(run.join(stage))?;
    }
    let (source, term) = (SourceId::new("movisie")?, TermId::new("zorgzame-buurten")?);
    let mut rows: Vec<(PublicationId, Made)> = (0..publications)
        .filter_map(|number| publication(number, words, later))
        .map(|made| {
            Ok::<_, Failure>((
                PublicationId::from_address(&source, &canonical_address(&made.url.parse()?)),
                made,
            ))
        })
        .collect::<Result<_, _>>()?;
    rows.sort_by(|a, b| a.0.cmp(&b.0));
    let outcome = |at: usize| if at.is_multiple_of(7) { Outcome::Included } else { Outcome::OutE1b };
    let mut pages = PagesWriter::create(&run.join("3-retrieval/pages.parquet"))?;
    let (mut hits, mut listed, mut documents, mut outcomes) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (at, (id, made)) in rows.iter().enumerate() {
        let document = DocumentId::new(id, 1);
        let text = made.text.join(" ");
        for (number, some) in made.text.chunks(ON_A_PAGE).enumerate() {
            let page = u32::try_from(number + 1)?;
            let row = PageRow {
                publication: id.clone(),
                document: document.clone(),
                page,
                label: page.to_string(),
                text: some.join(" "),
            };
            pages.append(row)?;
        }
        hits.push(hit(&source, &term, id, made, u32::try_from(at + 1)?));
        listed.push(listed_row(&source, &term, id, made));
        documents.push(document_row(id, document, made, &sha256_of_bytes(text.as_bytes())));
        outcomes.push(OutcomeRow {
            publication: id.clone(),
            term: term.clone(),
            outcome: outcome(number_in(&made.url)),
            reason_open: String::new(),
            decided_by: Some(MadeBy::Rule),
            via: Route::Search,
            unclear: String::new(),
        });
    }
    pages.finish()?;
    let query = QueryRow {
        source,
        term: term.clone(),
        text: "zorgzame buurten".to_owned(),
        via: Route::Search,
        interface: "html".to_owned(),
        reported_total: Some(rows.len() as u64),
        hits: rows.len() as u64,
        pages: 1,
        status: QueryStatus::Hits,
        note: String::new(),
    };
    write_csv(&run.join("1-search/queries.csv"), &[query])?;
    write_csv(&run.join("1-search/hits.csv"), &hits)?;
    write_csv(&run.join("1-search/publications.csv"), &listed)?;
    write_csv::<MergeRow>(&run.join("1-search/merges.csv"), &[])?;
    write_csv::<DecisionRow>(&run.join("2-screening/decisions.csv"), &[])?;
    write_csv(&run.join("3-retrieval/publications.csv"), &listed)?;
    write_csv(&run.join("3-retrieval/documents.csv"), &documents)?;
    write_csv::<MergeRow>(&run.join("3-retrieval/merges.csv"), &[])?;
    write_csv::<OccurrenceRow>(&run.join("4-extraction/occurrences.csv"), &[])?;
    write_csv::<PassageRow>(&run.join("4-extraction/passages.csv"), &[])?;
    write_csv::<CodeRow>(&run.join("4-extraction/codes.csv"), &[])?;
    write_csv::<DecisionRow>(&run.join("5-eligibility/decisions.csv"), &[])?;
    write_csv(&run.join("5-eligibility/outcomes.csv"), &outcomes)?;
    write_csv::<OutcomeRow>(&run.join("5-eligibility/other-routes.csv"), &[])?;
    write_csv::<ToJudgeRow>(&run.join("5-eligibility/to-judge.csv"), &[])?;
    let included = outcomes.iter().filter(|row| row.outcome == Outcome::Included).count() as u64;
    let identified = outcomes.len() as u64;
    let table1 = ["zorgzame-buurten", "total"].map(|term| table1_row(term, identified, included));
    write_csv(&run.join("6-synthesis/table1.csv"), &table1)?;
    write_csv::<FlowRow>(&run.join("6-synthesis/flow.csv"), &[])?;
    write_csv::<WorktableRow>(&run.join("6-synthesis/worktable.csv"), &[])?;
    write_csv::<ContributionRow>(&run.join("6-synthesis/contribution.csv"), &[])?;
    write_csv::<Table2PassageRow>(&run.join("6-synthesis/table2-passages.csv"), &[])?;
    let mut record = RunRecord::new("demo", "0.1.0");
    "judgements".clone_into(&mut record.judgements_folder);
    record.harvest_date =
        Some(if later { "2026-11-30T09:00:00Z" } else { "2024-06-15T09:00:00Z" }.to_owned());
    write_record(run, &record)?;
    Ok(())
}

fn number_in(url: &str) -> usize {
    url.chars().filter(char::is_ascii_digit).collect::<String>().parse().unwrap_or(0)
}

fn hit(source: &SourceId, term: &TermId, id: &PublicationId, made: &Made, rank: u32) -> HitRow {
    HitRow {
        source: source.clone(),
        term: term.clone(),
        text: "zorgzame buurten".to_owned(),
        via: Route::Search,
        rank,
        result_page: 1,
        publication: id.clone(),
        title: made.title.clone(),
        url: made.url.clone(),
        kind_as_listed: "rapport".to_owned(),
        date_as_listed: "2019".to_owned(),
        authors_as_listed: String::new(),
        site_id: String::new(),
    }
}

fn listed_row(source: &SourceId, term: &TermId, id: &PublicationId, made: &Made) -> PublicationRow {
    PublicationRow {
        terms: term.to_string(),
        hits: 1,
        best_rank: 1,
        title: made.title.clone(),
        publisher: "Movisie".to_owned(),
        url: made.url.clone(),
        kind_as_listed: "rapport".to_owned(),
        date_as_listed: "2019".to_owned(),
        language: "nl".to_owned(),
        ..PublicationRow::blank(id.clone(), source.clone())
    }
}

fn document_row(id: &PublicationId, document: DocumentId, made: &Made, digest: &str) -> DocumentRow {
    DocumentRow {
        url: format!("{}.pdf", made.url),
        status: DocumentStatus::Retrieved,
        kind: DocumentKind::Pdf,
        pages: 1,
        language: "nl".to_owned(),
        sha256: digest.to_owned(),
        text_sha256: digest.to_owned(),
        normaliser: "letters-1".to_owned(),
        ..DocumentRow::blank(id.clone(), document, DocumentPart::Main)
    }
}

fn table1_row(term: &str, identified: u64, included: u64) -> Table1Row {
    Table1Row { identified, excluded_e1b: identified - included, included, ..Table1Row::blank(term, term) }
}
