//! `bron text` and `bron occurrences`: what stands in a publication, and on which page.

use super::{Manner, study};
use crate::answer::{self, Done};
use anyhow::{Context, Result, bail};
use bron_model::{Language, PageRow, TermId};
use bron_run::{DocumentText, Occurrences, PublicationText};
use std::fmt::Write;

/// So many publications may fit before one must be chosen.
const AT_ONCE: usize = 3;

/// Prints the pages; exit code 2 where the run never found the publication or it has no such page.
pub fn text(run: &str, asked: &str, page: Option<&str>, manner: Manner) -> Result<Done> {
    let mut found = bron_run::text(&study::run_folder(run), asked)?;
    refuse_many(found.iter().map(|text| &text.publication), asked)?;
    if let Some(wanted) = page {
        keep_page(&mut found, wanted);
        if found.iter().all(|text| text.documents.iter().all(|document| document.pages.is_empty())) {
            let what = if found.is_empty() { String::new() } else { format!("no page {wanted} in ") };
            answer::remark(&format!("{what}`{asked}`: {}", nothing(manner.language)));
            return Ok(Done::WithGaps);
        }
    }
    if found.is_empty() {
        answer::remark(&format!("`{asked}`: {}", nothing(manner.language)));
    }
    let gaps = found.is_empty();
    answer::print(manner.json, &found, |found| {
        found.iter().map(|text| pages_of(text, page.is_some())).collect::<Vec<_>>().join("\n")
    })?;
    Ok(if gaps { Done::WithGaps } else { Done::Well })
}

/// Prints the places; exit code 2 where the run never found the publication.
pub fn occurrences(run: &str, asked: &str, term: Option<&str>, manner: Manner) -> Result<Done> {
    let term = term
        .map(TermId::new)
        .transpose()
        .context("--term takes the id of a term, such as zorgzame-buurten")?;
    let found = bron_run::occurrences(&study::run_folder(run), asked, term.as_ref())?;
    refuse_many(found.iter().map(|occurrences| &occurrences.publication), asked)?;
    if found.is_empty() {
        answer::remark(&format!("`{asked}`: {}", nothing(manner.language)));
    }
    let gaps = found.is_empty();
    answer::print(manner.json, &found, |found| {
        found.iter().map(|occurrences| places(occurrences, manner.language)).collect::<Vec<_>>().join("\n")
    })?;
    Ok(if gaps { Done::WithGaps } else { Done::Well })
}

fn nothing(language: Language) -> &'static str {
    match language {
        Language::Nl => "niets in deze run past hierbij",
        Language::En => "nothing in this run fits",
    }
}

fn refuse_many<'a>(fitting: impl Iterator<Item = &'a bron_model::PublicationRow>, asked: &str) -> Result<()> {
    let fitting: Vec<String> = fitting.map(|row| format!("  {}  {}", row.publication, row.title)).collect();
    if fitting.len() > AT_ONCE {
        bail!("{} publications fit `{asked}`; choose one:\n{}", fitting.len(), fitting.join("\n"));
    }
    Ok(())
}

/// Keeps the pages that carry the number in print; where none does, those with that number in their file.
fn keep_page(found: &mut [PublicationText], wanted: &str) {
    let documents = || found.iter().flat_map(|text| &text.documents);
    let printed = documents().flat_map(|document| &document.pages).any(|page| page.label == wanted);
    let fits = |page: &PageRow| {
        if printed { page.label == wanted } else { page.page.to_string() == wanted }
    };
    for document in found.iter_mut().flat_map(|text| &mut text.documents) {
        document.pages.retain(&fits);
    }
}

fn pages_of(text: &PublicationText, only_with_pages: bool) -> String {
    let mut told = format!("{}\n{}\n", text.publication.title, text.publication.publication);
    for DocumentText { document, pages } in &text.documents {
        if only_with_pages && pages.is_empty() {
            continue;
        }
        let _ = writeln!(
            told,
            "\n== {} ({}, {}) {}",
            document.document, document.part, document.status, document.url
        );
        if !document.note.is_empty() {
            let _ = writeln!(told, "   {}", document.note);
        }
        for page in pages {
            let _ = writeln!(told, "\n-- {}\n{}", page_name(page.page, &page.label), page.text);
        }
    }
    told
}

fn places(occurrences: &Occurrences, language: Language) -> String {
    let publication = &occurrences.publication;
    let mut told = format!("{}\n{}\n", publication.title, publication.publication);
    if occurrences.places.is_empty() {
        told.push_str(match language {
            Language::Nl => "De term staat in geen gelezen tekst van deze publicatie (of die is niet gelezen: zie `bron explain`).\n",
            Language::En => "The term stands in no text of this publication that was read (or it was not read: see `bron explain`).\n",
        });
    }
    for place in &occurrences.places {
        let row = &place.occurrence;
        let _ = writeln!(
            told,
            "\n{}  {}  {} [{}]\n  {} **{}** {}",
            row.term,
            row.document,
            page_name(row.page, &row.label),
            row.variant,
            place.before,
            row.quote.split_whitespace().collect::<Vec<_>>().join(" "),
            place.after
        );
    }
    told
}

/// `p. 12`, with the page of the file where it differs; `file p. 14` where none is printed.
fn page_name(page: u32, label: &str) -> String {
    if label.is_empty() {
        format!("file p. {page}")
    } else if label == page.to_string() {
        format!("p. {label}")
    } else {
        format!("p. {label} (file p. {page})")
    }
}
