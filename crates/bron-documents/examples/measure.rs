//! Measures the reading of documents on the corpus that `BRON_SHARED` names, and prints the figures.
#![allow(clippy::print_stdout)]

use bron_documents::{Asked, Document, read};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

fn main() {
    let Ok(shared) = std::env::var("BRON_SHARED") else {
        println!("skipped: BRON_SHARED is not set");
        return;
    };
    let corpus = PathBuf::from(shared).join("corpus");
    let show = std::env::args().nth(1);
    if let Some(file) = show {
        return show_file(Path::new(&file));
    }
    measure_pdfs(&corpus.join("pdf"));
    measure_pdfs(&corpus.join("pdf/stress"));
    match std::env::var("BRON_PAGES") {
        Ok(unpacked) => {
            measure_main_text(&corpus.join("html"), Path::new(&unpacked));
            measure_dates(&corpus.join("html"), Path::new(&unpacked));
        }
        Err(_) => println!(
            "skipped: web pages (set BRON_PAGES to the folder in which the two archives are unpacked)"
        ),
    }
}

fn read_file(path: &Path, media_type: &str) -> Document {
    let bytes = std::fs::read(path).unwrap_or_default();
    read(&bytes, &Asked { url: "", media_type, landing: None, max_pages: 5000 })
}

fn show_file(path: &Path) {
    let document = read_file(path, "");
    for page in &document.pages {
        println!("===== {} [{}]\n{}", page.number, page.label, page.text);
    }
    let short = Document { pages: Vec::new(), whole_text: String::new(), ..document };
    println!("{short:#?}");
}

fn files_in(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.retain(|path| path.extension().is_some_and(|found| found == ending));
    files.sort();
    files
}

fn measure_pdfs(folder: &Path) {
    let mut statuses: BTreeMap<&str, u32> = BTreeMap::new();
    let mut pages = 0;
    let start = Instant::now();
    for path in files_in(folder, "pdf") {
        let one = Instant::now();
        let document = read_file(&path, "application/pdf");
        pages += document.pages.len();
        *statuses.entry(document.status.as_str()).or_default() += 1;
        let labels: Vec<&str> = document.pages.iter().map(|page| page.label.as_str()).collect();
        let labelled = labels.iter().filter(|label| !label.is_empty()).count();
        let end = |end: Option<bron_model::DatedBy>| {
            end.map_or("?".to_owned(), |end| format!("{}/{}", end.date, end.rule.as_str()))
        };
        println!(
            "{:50.50} {:12} {:3} pages {:6.2} s, labels {labelled} ({}..{}), {} .. {}, {} {:?} {:?} {}",
            path.file_name().unwrap_or_default().to_string_lossy(),
            document.status.as_str(),
            document.pages.len(),
            one.elapsed().as_secs_f64(),
            labels.iter().find(|label| !label.is_empty()).unwrap_or(&""),
            labels.iter().rev().find(|label| !label.is_empty()).unwrap_or(&""),
            end(document.dates.not_before),
            end(document.dates.not_after),
            document.language,
            document.title,
            document.authors,
            document.note,
        );
    }
    let seconds = start.elapsed().as_secs_f64();
    println!(
        "{}: {pages} pages in {seconds:.2} s, {:.0} pages a second; {statuses:?}\n",
        folder.display(),
        pages as f64 / seconds
    );
}

fn measure_main_text(folder: &Path, unpacked: &Path) {
    let list = std::fs::read_to_string(folder.join("main-text.jsonl")).unwrap_or_default();
    let (mut found, mut missed, mut wrong, mut right) = (0_u32, 0_u32, 0_u32, 0_u32);
    let (mut titles, mut titles_right, mut authors, mut authors_right) = (0, 0, 0, 0);
    let start = Instant::now();
    let mut pages = 0;
    for line in list.lines() {
        let Ok(row) = serde_json::from_str::<serde_json::Value>(line) else { continue };
        let Some(path) = find(unpacked, row["file"].as_str().unwrap_or_default()) else { continue };
        pages += 1;
        let document = read_file(&path, "text/html");
        let text = document.pages.first().map(|page| squeeze(&page.text)).unwrap_or_default();
        let segments = |key: &str| -> Vec<String> {
            row[key].as_array().into_iter().flatten().filter_map(|s| s.as_str()).map(squeeze).collect()
        };
        for segment in segments("with") {
            if text.contains(&segment) { found += 1 } else { missed += 1 }
        }
        for segment in segments("without") {
            if text.contains(&segment) { wrong += 1 } else { right += 1 }
        }
        if let Some(title) = row["title"].as_str().filter(|title| !title.is_empty()) {
            titles += 1;
            titles_right += u32::from(alike(title, &document.title) > 0.7);
        }
        if let Some(author) = row["author"].as_str().filter(|author| !author.is_empty()) {
            authors += 1;
            authors_right += u32::from(alike(author, &document.authors.join(" ")) > 0.5);
        }
    }
    let precision = f64::from(found) / f64::from((found + wrong).max(1));
    let recall = f64::from(found) / f64::from((found + missed).max(1));
    println!(
        "main text: {pages} pages, precision {precision:.3}, recall {recall:.3}, F1 {:.3}, left out rightly {right}; titles {titles_right}/{titles}, authors {authors_right}/{authors}; {:.0} pages a second",
        2.0 * precision * recall / (precision + recall),
        f64::from(pages) / start.elapsed().as_secs_f64(),
    );
}

fn measure_dates(folder: &Path, unpacked: &Path) {
    let list = std::fs::read_to_string(folder.join("dates.csv")).unwrap_or_default();
    let (mut right, mut wrong, mut none) = (0, 0, 0);
    let mut rules: BTreeMap<String, (u32, u32)> = BTreeMap::new();
    for line in list.lines().skip(1) {
        let Some((file, date)) = line.split_once(',') else { continue };
        let Some(path) = find(unpacked, file) else { continue };
        let document = read_file(&path, "text/html");
        match document.dates.not_after {
            Some(end) if end.date.to_string() == date => {
                right += 1;
                rules.entry(end.rule.as_str().to_owned()).or_default().0 += 1;
            }
            Some(end) => {
                wrong += 1;
                rules.entry(end.rule.as_str().to_owned()).or_default().1 += 1;
                if std::env::var("BRON_WRONG").is_ok() {
                    println!("{file} {date} {} {}", end.date, end.rule.as_str());
                }
            }
            None => {
                none += 1;
                if std::env::var("BRON_WRONG").is_ok() {
                    println!("{file} {date} none");
                }
            }
        }
    }
    println!("dates: {right} right, {wrong} wrong, {none} without; by rule (right, wrong) {rules:?}");
}

fn find(folder: &Path, file: &str) -> Option<PathBuf> {
    [folder.join(file), folder.join("main-text").join(file), folder.join("dates").join(file)]
        .into_iter()
        .find(|path| path.is_file())
}

fn squeeze(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn alike(a: &str, b: &str) -> f64 {
    let words = |text: &str| -> std::collections::BTreeSet<String> {
        text.to_lowercase()
            .split(|c: char| !c.is_alphanumeric())
            .filter(|w| !w.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let (a, b) = (words(a), words(b));
    let shared = a.intersection(&b).count() as f64;
    shared / (a.union(&b).count() as f64).max(1.0)
}
