//! Prints the pages of PDFs as bron reads them: text, or with `--labels` one line a page with its printed label. With
//! `--pdfium LIBRARY` PDFium reads them.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use bron_documents::{Asked, Document, PdfEngine, read};
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut files: Vec<String> = std::env::args().skip(1).collect();
    let labels_only = files.iter().any(|file| file == "--labels");
    files.retain(|file| file != "--labels");
    let mut pdf_engine = PdfEngine::default();
    if let Some(at) = files.iter().position(|file| file == "--pdfium") {
        let named: Vec<String> = files.drain(at..files.len().min(at + 2)).collect();
        let library = named.get(1).map(PathBuf::from).unwrap_or_default();
        pdf_engine = PdfEngine::Pdfium { library, version: String::new() };
    }
    if files.is_empty() {
        eprintln!("usage: pages [--labels] [--pdfium LIBRARY] FILE.pdf ...");
        return ExitCode::from(2);
    }
    if let Err(error) = pdf_engine.check() {
        eprintln!("{error}");
        return ExitCode::FAILURE;
    }
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let mut unread = 0;
    for file in &files {
        let Ok(bytes) = std::fs::read(file) else {
            eprintln!("{file}: cannot be read");
            unread += 1;
            continue;
        };
        let asked = Asked {
            media_type: "application/pdf",
            max_pages: 5000,
            pdf_engine: &pdf_engine,
            ..Asked::default()
        };
        let document = read(&bytes, &asked);
        let printed = if labels_only {
            print_labels(&mut out, file, &document)
        } else {
            print_text(&mut out, &document)
        };
        if printed.is_err() {
            return ExitCode::FAILURE;
        }
    }
    if unread == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Pages as `pdftotext` prints them: each ends with a form feed.
fn print_text(out: &mut impl Write, document: &Document) -> std::io::Result<()> {
    for page in &document.pages {
        writeln!(out, "{}\u{c}", page.text)?;
    }
    Ok(())
}

/// `file<TAB>page<TAB>label`; for a file without pages one line with its status in the place of the page.
fn print_labels(out: &mut impl Write, file: &str, document: &Document) -> std::io::Result<()> {
    let name = file.rsplit('/').next().unwrap_or(file);
    if document.pages.is_empty() {
        writeln!(out, "{name}\t{}\t{}", document.status.as_str(), document.note)?;
    }
    for page in &document.pages {
        writeln!(out, "{name}\t{}\t{}", page.number, page.label)?;
    }
    Ok(())
}
