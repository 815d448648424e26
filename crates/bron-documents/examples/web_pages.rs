//! Reads all web pages of a folder, as a run reads them, and prints one JSON object a page: `web_pages FOLDER`; with
//! `--count` only how many pages and letters it read, for benchmarks.
#![allow(clippy::print_stdout)]

use bron_documents::{Asked, read};
use bron_model::DatedBy;
use std::io::Write;
use std::path::{Path, PathBuf};

fn main() -> std::io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let count_only = arguments.iter().any(|argument| argument == "--count");
    let Some(folder) = arguments.iter().find(|argument| !argument.starts_with("--")) else {
        println!("usage: web_pages FOLDER [--count]");
        return Ok(());
    };
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let (mut pages, mut letters) = (0_usize, 0_usize);
    for path in pages_in(Path::new(folder))? {
        let bytes = std::fs::read(&path)?;
        let document = read(&bytes, &Asked { media_type: "text/html", max_pages: 100, ..Asked::default() });
        let main = document.pages.first().map(|page| page.text.as_str()).unwrap_or_default();
        pages += 1;
        letters += main.chars().count() + document.whole_text.chars().count();
        if count_only {
            continue;
        }
        let end = |end: Option<DatedBy>| end.map(|end| (end.date.to_string(), end.rule.as_str()));
        let row = serde_json::json!({
            "file": path.file_name().unwrap_or_default().to_string_lossy(),
            "status": document.status.as_str(),
            "title": document.title,
            "authors": document.authors,
            "publisher": document.publisher,
            "language": document.language,
            "not_before": end(document.dates.not_before),
            "not_after": end(document.dates.not_after),
            "main": main,
            "whole": document.whole_text,
            "note": document.note,
        });
        writeln!(out, "{row}")?;
    }
    if count_only {
        writeln!(out, "{pages} pages, {letters} letters")?;
    }
    out.flush()
}

fn pages_in(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut paths = std::fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<std::io::Result<Vec<PathBuf>>>()?;
    paths.retain(|path| path.is_file());
    paths.sort();
    Ok(paths)
}
