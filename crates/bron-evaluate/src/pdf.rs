//! The words, the printed page numbers and the fate of PDFs.

use crate::corpus::{name_of, read};
use crate::{Corpus, Counts, Error, Part};
use bron_documents::{Asked, Document};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use unicode_normalization::UnicodeNormalization;

fn document(corpus: &Corpus, file: &Path) -> Result<Document, Error> {
    let asked = Asked { media_type: "application/pdf", pdf_engine: &corpus.pdf_engine, ..Asked::default() };
    Ok(bron_documents::read(&read(file)?, &asked))
}

/// The words of each file as a multiset, against what pdftotext (Poppler) reads: NFKC, words broken over lines joined,
/// punctuation at the edges left out. pdftotext keeps running headers and page numbers and we do not, so they are missed.
pub(crate) fn measure_words(corpus: &Corpus) -> Result<Part, Error> {
    let files = corpus.files("pdf", "pdf")?;
    if files.is_empty() {
        return Ok(Part::skipped("pdf-words", "there are no PDFs in pdf/"));
    }
    let mut part = Part::new(
        "pdf-words",
        format!("words of {} files against pdftotext; intervals over files", files.len()),
    );
    let mut all = Vec::new();
    for file in files {
        let Some(peer) = pdftotext(&file) else {
            return Ok(Part::skipped("pdf-words", "pdftotext (Debian: poppler-utils) is not there or fails"));
        };
        let ours = document(corpus, &file)?;
        let ours: Vec<&str> = ours.pages.iter().map(|page| page.text.as_str()).collect();
        let counts = shared_words(&words(&ours.join("\n")), &words(&peer));
        if let Some(f1) = counts.f1().filter(|f1| *f1 < 0.98) {
            part.different.push(format!("{}: F1 {f1:.3}", name_of(&file)));
        }
        all.push(counts);
    }
    part.add_resampled("words", &all);
    Ok(part)
}

fn pdftotext(file: &Path) -> Option<String> {
    let output = Command::new("pdftotext").args(["-q", "-enc", "UTF-8"]).arg(file).arg("-").output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

fn words(text: &str) -> BTreeMap<String, u64> {
    let text: String = text.nfkc().collect();
    let text = text.replace("-\n", "").replace('\u{AD}', "");
    let mut words = BTreeMap::new();
    for word in text.split_whitespace() {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        if !word.is_empty() {
            *words.entry(word.to_owned()).or_default() += 1;
        }
    }
    words
}

fn shared_words(ours: &BTreeMap<String, u64>, peer: &BTreeMap<String, u64>) -> Counts {
    let right = ours.iter().map(|(word, count)| *count.min(peer.get(word).unwrap_or(&0))).sum();
    Counts { right, wrong: ours.values().sum::<u64>() - right, missed: peer.values().sum::<u64>() - right }
}

/// A line of `page-labels.csv`: what a person read on a page; empty where nothing is printed.
#[derive(Deserialize)]
struct Labelled {
    file: String,
    page: u32,
    label: String,
}

/// The printed numbers against those that a person read, a page each.
pub(crate) fn measure_labels(corpus: &Corpus) -> Result<Part, Error> {
    let Some(rows) = corpus.rows::<Labelled>("pdf/page-labels.csv")? else {
        return Ok(Part::skipped("page-labels", "there is no page-labels.csv"));
    };
    let mut part = Part::new("page-labels", "");
    let mut by_file: BTreeMap<&str, Vec<&Labelled>> = BTreeMap::new();
    rows.iter().for_each(|row| by_file.entry(&row.file).or_default().push(row));
    let mut all: Vec<(bool, Counts)> = Vec::new();
    for (name, rows) in &by_file {
        let Some(file) = corpus.file(&format!("pdf/{name}")) else {
            part.different.push(format!("not counted, the file is not there: {name}"));
            continue;
        };
        let document = document(corpus, &file)?;
        for row in rows {
            let page = document.pages.iter().find(|page| page.number == row.page);
            let found = page.map(|page| page.label.as_str());
            let is_right = found == Some(row.label.trim());
            let counts = Counts { right: u64::from(is_right), wrong: 0, missed: u64::from(!is_right) };
            all.push((!row.label.trim().is_empty(), counts));
            if !is_right {
                let found = found.unwrap_or("no such page");
                part.different.push(format!("{name}, page {}: `{}` read as `{found}`", row.page, row.label));
            }
        }
    }
    if all.is_empty() {
        return Ok(Part::skipped("page-labels", "none of the files of page-labels.csv is in pdf/"));
    }
    part.how = format!(
        "{} pages of {} files, looked at by a person; intervals over pages",
        all.len(),
        by_file.len()
    );
    let of = |printed: &dyn Fn(bool) -> bool| -> Vec<Counts> {
        all.iter().filter(|(is_printed, _)| printed(*is_printed)).map(|(_, counts)| *counts).collect()
    };
    part.add_share_resampled("all pages", &of(&|_| true));
    part.add_share_resampled("pages with a number", &of(&|is_printed| is_printed));
    part.add_share_resampled("pages without one", &of(&|is_printed| !is_printed));
    Ok(part)
}

/// A line of `stress.csv`: what a person saw who looked at the file.
#[derive(Deserialize)]
struct Expected {
    file: String,
    status: String,
    /// Words that must be read; empty where there is nothing to read.
    #[serde(default)]
    text: String,
    /// What is difficult about it.
    #[serde(default)]
    why: String,
}

impl Expected {
    /// What is wrong with what was read, in words; nothing where it is right.
    fn wrong(&self, document: &Document) -> Option<String> {
        let (expected, why) = (&self.status, &self.why);
        if document.status.as_str() != expected {
            let (found, note) = (document.status, &document.note);
            return Some(format!("{expected} read as {found} ({note}); {why}"));
        }
        let text: Vec<&str> = document.pages.iter().flat_map(|page| page.text.split_whitespace()).collect();
        let text = text.join(" ");
        (!text.contains(&self.text)).then(|| format!("`{}` read as `{text}`; {why}", self.text))
    }
}

/// Files on which some engine fails: each must have a status, and be what a person saw where one looked.
pub(crate) fn measure_difficult(corpus: &Corpus) -> Result<Part, Error> {
    let files = corpus.files("pdf/stress", "pdf")?;
    if files.is_empty() {
        return Ok(Part::skipped("difficult-pdfs", "there are no PDFs in pdf/stress/"));
    }
    let rows = corpus.rows::<Expected>("pdf/stress.csv")?.unwrap_or_default();
    let mut expected: BTreeMap<&str, &Expected> = rows.iter().map(|row| (row.file.as_str(), row)).collect();
    let mut part = Part::new("difficult-pdfs", format!("{} files on which some engine fails", files.len()));
    let (mut ended, mut right, mut compared) = (0, 0, 0);
    for file in &files {
        let document = document(corpus, file)?;
        let name = name_of(file);
        let panicked = document.note.contains("panicked");
        ended += u64::from(!panicked);
        if panicked {
            part.different.push(format!("{name}: {}", document.note));
        }
        let Some(expected) = expected.remove(name.as_str()) else { continue };
        compared += 1;
        match expected.wrong(&document) {
            Some(wrong) => part.different.push(format!("{name}: {wrong}")),
            None => right += 1,
        }
    }
    let absent = expected.keys().map(|name| format!("not counted, the file is not there: {name}"));
    part.different.extend(absent);
    part.add_share("read without a panic", ended, files.len() as u64);
    if compared > 0 {
        part.add_share("as a person saw it", right, compared);
    }
    Ok(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difficult_file_is_right_with_its_status_and_its_words() {
        let row = |status: &str, text: &str| Expected {
            file: "a.pdf".into(),
            status: status.into(),
            text: text.into(),
            why: "a damaged font".into(),
        };
        let mut read = Document::without_text(
            bron_model::DocumentStatus::Retrieved,
            bron_model::DocumentKind::Pdf,
            "engine",
            "",
        );
        let text = "Bug\n1606566".to_owned();
        read.pages.push(bron_documents::Page { number: 1, label: String::new(), text });
        assert_eq!(row("retrieved", "Bug 1606566").wrong(&read), None);
        assert_eq!(
            row("retrieved", "Bug 16").wrong(&read).or(row("retrieved", "Bug 2").wrong(&read)),
            Some("`Bug 2` read as `Bug 1606566`; a damaged font".into())
        );
        assert_eq!(
            row("broken", "").wrong(&read),
            Some("broken read as retrieved (); a damaged font".into())
        );
    }

    #[test]
    fn words_are_counted_as_often_as_they_stand_there() {
        let counts = shared_words(&words("de wijk, de buurt"), &words("de wijk en de\nsamen-\nzorg"));
        assert_eq!(counts, Counts { right: 3, wrong: 1, missed: 2 });
    }
}
