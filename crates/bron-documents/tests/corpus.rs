//! Real files, where the folder with them is there.
#![allow(clippy::print_stderr)] // a skipped test says so

use bron_documents::{Asked, Document, read};
use bron_model::DocumentStatus;
use std::path::PathBuf;

/// The documents of a folder of the corpus by file name; none, and a line that says so, where it is absent.
fn documents(folder: &str) -> Vec<(String, Document)> {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let shared = std::env::var("BRON_SHARED").map_or(beside, PathBuf::from);
    let Ok(entries) = std::fs::read_dir(shared.join("corpus").join(folder)) else {
        eprintln!("skipped: {folder} (set BRON_SHARED to the folder that holds the corpus)");
        return Vec::new();
    };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "pdf"));
    paths.sort();
    paths
        .into_iter()
        .map(|path| {
            let asked = Asked { media_type: "application/pdf", max_pages: 5000, ..Asked::default() };
            let document = read(&std::fs::read(&path).unwrap(), &asked);
            (path.file_name().unwrap().to_string_lossy().into_owned(), document)
        })
        .collect()
}

#[test]
fn government_files_are_whole_and_dutch() {
    for (name, document) in documents("pdf") {
        assert_eq!(document.status, DocumentStatus::Retrieved, "{name}: {}", document.note);
        assert_eq!(document.language, "nl", "{name}");
        assert!(document.dates.not_after.is_some(), "{name}");
        let ligatures =
            document.pages.iter().any(|page| page.text.contains(|c| ('\u{FB00}'..='\u{FB06}').contains(&c)));
        assert!(!ligatures, "{name}");
    }
}

#[test]
fn labels_are_those_printed_on_the_pages() {
    let expected: &[(&str, u32, &str)] = &[
        ("coalitie2021.pdf", 4, "1"),
        ("coalitie2021.pdf", 50, "47"),
        ("GroenLinks_2021.pdf", 4, "6-7"),
        ("JA21_2021.pdf", 77, "77"),
        ("Bijlage_C_-_Juridische_Analyse_Landsadvocaat.pdf", 4, "4"),
        ("Bijlage_D_-_Advies_Raad_van_State.pdf", 16, "16"),
        ("20200519_Programma_van_Eisen_def.pdf", 12, "12"),
    ];
    let documents = documents("pdf");
    for (name, page, label) in expected {
        let Some((_, document)) = documents.iter().find(|(found, _)| found == name) else { continue };
        assert_eq!(document.pages[*page as usize - 1].label, *label, "{name}, page {page}");
    }
}

#[test]
fn words_broken_by_line_ends_are_whole() {
    let documents = documents("pdf");
    let Some((_, document)) = documents.iter().find(|(name, _)| name.starts_with("Bijlage_D")) else {
        return;
    };
    let text: String = document.pages.iter().map(|page| page.text.as_str()).collect();
    for word in ["gegevensbescherming", "verwerkingsverantwoordelijkheid", "bron- en contactopsporing"] {
        assert!(text.contains(word), "{word}");
    }
    assert!(!text.contains("vergaderjaar 2019–2020, 35 538, nr. 4"), "the running footer is left in");
}

#[test]
fn difficult_files_have_a_status_and_a_reason() {
    for (name, document) in documents("pdf/stress") {
        let whole = document.status == DocumentStatus::Retrieved;
        assert!(whole || !document.note.is_empty(), "{name}");
        assert!(!document.note.contains("panicked"), "{name}");
    }
}
