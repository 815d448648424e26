//! Reads a PDF to pages with text and printed label, and decides whether the text is whole.

mod engine;
mod information;
mod labels;
mod lines;
mod order;
mod oxide;
mod page_ends;
#[cfg(feature = "pdfium")]
mod pdfium;
mod pieces;
mod running;
mod title_page;
mod xmp;

pub use engine::{EngineError, PdfEngine};

use crate::document::{Asked, Document, Page};
use crate::hyphens::{TermWords, Vocabulary, join_broken_words};
use crate::tidy::join_lines;
use crate::{language, names, numbers, published};
use bron_model::{DocumentKind, DocumentStatus};
use engine::OpenPdf;
use information::Information;
use labels::Label;
use lines::{PageLines, lines_of};
use page_ends::{BodyLine, join_over_pages};
use pdf_oxide::PdfDocument;
use std::fmt::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// A page with fewer letters than this is as good as empty.
const FEW_LETTERS: usize = 20;

/// Reads a PDF with the engine that is asked for.
pub(crate) fn read_pdf(bytes: &[u8], asked: &Asked<'_>) -> Document {
    let why_not = |(status, note): (DocumentStatus, String)| without_text(asked, status, &note);
    match asked.pdf_engine {
        PdfEngine::PdfOxide => match oxide::open(bytes) {
            Ok(pdf) => read_opened(&pdf, Some(&pdf), asked),
            Err(why) => why_not(why),
        },
        #[cfg(feature = "pdfium")]
        PdfEngine::Pdfium { library, .. } => {
            let library = match pdfium::library(library) {
                Ok(library) => library,
                Err(error) => return why_not((DocumentStatus::NotRead, error.to_string())),
            };
            match pdfium::PdfiumPdf::open(library, bytes) {
                Ok(pdf) => {
                    // What a file says of itself is read by one code, whichever engine reads its text.
                    let structure = guarded(|| oxide::open(bytes).ok()).flatten();
                    read_opened(&pdf, structure.as_ref(), asked)
                }
                Err(why) => why_not(why),
            }
        }
        #[cfg(not(feature = "pdfium"))]
        PdfEngine::Pdfium { .. } => why_not((DocumentStatus::NotRead, EngineError::NotBuilt.to_string())),
    }
}

fn without_text(asked: &Asked<'_>, status: DocumentStatus, note: &str) -> Document {
    Document::without_text(status, DocumentKind::Pdf, &asked.pdf_engine.name(), note)
}

/// Reads what an engine opened; `structure` is what its labels and its metadata are read from, where that is there.
fn read_opened(pdf: &dyn OpenPdf, structure: Option<&PdfDocument>, asked: &Asked<'_>) -> Document {
    let failed = |status, note: &str| without_text(asked, status, note);
    let count = match pdf.page_count() {
        Some(count) if count > 0 => count,
        _ => return failed(DocumentStatus::Broken, "no pages can be found in it"),
    };
    if count > asked.max_pages as usize {
        let note = format!("limit: {count} pages, and the pipeline reads at most {}", asked.max_pages);
        return failed(DocumentStatus::NotRead, &note);
    }
    let found: Vec<(FoundPage, PageLines)> = (0..count).map(|index| find_on_page(pdf, index)).collect();
    let (found, pages): (Vec<FoundPage>, Vec<PageLines>) = found.into_iter().unzip();
    let own_labels = structure.and_then(|pdf| guarded(|| oxide::own_labels(pdf, count))?);
    let labels = labels::labels(&pages, own_labels);
    let terms = TermWords::of(asked.spellings.iter().map(String::as_str));
    let texts = texts_of(&pages, &labels, &terms);
    let mut document = failed(DocumentStatus::Retrieved, "");
    (document.status, document.note) = status_of(&found, &texts);
    let information = structure.and_then(|pdf| guarded(|| information::information(pdf)));
    describe(&mut document, information.unwrap_or_default(), &pages, &texts, &terms);
    document.pages = texts
        .into_iter()
        .zip(labels)
        .enumerate()
        .map(|(index, (text, label))| Page { number: index as u32 + 1, label: label.text, text })
        .collect();
    if document.status == DocumentStatus::Broken {
        document.pages.clear();
    }
    document
}

/// What was found on a page.
struct FoundPage {
    /// What the engine says when it could not read the page.
    error: Option<String>,
    /// The largest part of the page that one image covers, and whether that image is in colour.
    image: Option<(f32, bool)>,
}

/// What the engine answers; `None` when it panics, so that one bad page or table does not cost the others.
fn guarded<T>(ask: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(ask)).ok()
}

fn find_on_page(pdf: &dyn OpenPdf, index: usize) -> (FoundPage, PageLines) {
    let (width, height) = guarded(|| pdf.size(index)).unwrap_or((595.0, 842.0));
    let nothing = PageLines { lines: Vec::new(), width, height };
    let (lines, error) = match guarded(|| pdf.pieces(index)) {
        Some(Ok(pieces)) => (lines_of(pieces), None),
        Some(Err(error)) => (nothing, Some(error)),
        None => (nothing, Some("the engine panicked on it".to_owned())),
    };
    let letters: usize = lines.lines.iter().map(|line| letters_of(&line.text)).sum();
    let image = if letters < 5 * FEW_LETTERS { largest_image(pdf, index, width * height) } else { None };
    (FoundPage { error, image }, lines)
}

/// The largest image on a page as a part of it, and whether it is in colour.
fn largest_image(pdf: &dyn OpenPdf, index: usize, page_area: f32) -> Option<(f32, bool)> {
    let images = guarded(|| pdf.images(index))?;
    let parts = images.iter().map(|image| {
        let part = (image.width.abs() * image.height.abs() / page_area.max(1.0)).clamp(0.0, 1.0);
        (if part.is_finite() { part } else { 0.0 }, image.colour)
    });
    let parts: Vec<(f32, bool)> = parts.collect();
    let together: f32 = parts.iter().map(|(part, _)| part).sum();
    let colour = parts.iter().any(|(_, colour)| *colour);
    // A scan is sometimes cut into strips.
    (!parts.is_empty()).then(|| (together.min(1.0), colour))
}

/// The text of each page: without running lines, with whole words.
fn texts_of(pages: &[PageLines], labels: &[Label], terms: &TermWords) -> Vec<String> {
    let running = running::running_lines(pages, labels);
    let mut bodies: Vec<Vec<BodyLine>> =
        pages.iter().zip(&running).map(|(page, running)| page.paragraphs(running)).collect();
    let vocabulary = vocabulary_of(&bodies, terms);
    join_over_pages(&mut bodies, &vocabulary);
    bodies
        .into_iter()
        .map(|body| {
            let mut lines: Vec<String> = body.into_iter().map(|line| line.text).collect();
            join_broken_words(&mut lines, &vocabulary);
            // A soft hyphen was kept at the end of a line until now: it told that a word goes on.
            let lines: Vec<String> = lines.iter().map(|line| crate::tidy::tidy_line(line)).collect();
            join_lines(lines.iter().map(String::as_str))
        })
        .collect()
}

fn vocabulary_of<'a>(bodies: &[Vec<BodyLine>], terms: &'a TermWords) -> Vocabulary<'a> {
    Vocabulary::of(bodies.iter().flatten().map(|line| line.text.as_str()), terms)
}

fn letters_of(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).count()
}

/// Whether the characters are no letters at all: a font without a table of what its signs mean.
fn is_gibberish(text: &str) -> bool {
    let printed = text.chars().filter(|c| !c.is_whitespace()).count();
    let unknown = text.chars().filter(|c| *c == '\u{FFFD}' || ('\u{E000}'..='\u{F8FF}').contains(c)).count();
    printed >= FEW_LETTERS && unknown * 10 > printed * 3
}

/// Whether the text is the whole of it, and what a reader must know.
///
/// A page lacks its text when the engine cannot read it, when its signs stand for nothing, or when it has fewer than
/// twenty letters and images over half of it. Not counted are the first and the last page (covers), pages without
/// images (blank), and single pages in colour between pages of text (photographs), as long as they are few; those are
/// named in the note.
fn status_of(found: &[FoundPage], texts: &[String]) -> (DocumentStatus, String) {
    let letters: Vec<usize> = texts.iter().map(|text| letters_of(text)).collect();
    let all_letters: usize = letters.iter().sum();
    let errors = found.iter().filter(|page| page.error.is_some()).count();
    if errors == found.len() {
        let why = found.iter().find_map(|page| page.error.clone()).unwrap_or_default();
        return (DocumentStatus::Broken, format!("no page can be read: {why}"));
    }
    let has_image = found.iter().any(|page| page.image.is_some());
    if errors == 0 && (all_letters == 0 || (all_letters < FEW_LETTERS && has_image)) {
        let note = if has_image { "only images" } else { "no text and no images" };
        return (DocumentStatus::NoTextLayer, note.to_owned());
    }
    let mut missing = Vec::new();
    let mut pictures = Vec::new();
    for (index, page) in found.iter().enumerate() {
        let scan = letters[index] < FEW_LETTERS && page.image.is_some_and(|(part, _)| part >= 0.5);
        if page.error.is_some() || is_gibberish(&texts[index]) {
            missing.push(index + 1);
        } else if scan {
            let cover = index == 0 || (index + 1 == found.len() && found.len() > 2);
            let alone = |other: Option<usize>| other.is_none_or(|at| letters[at] >= 5 * FEW_LETTERS);
            let colour = page.image.is_some_and(|(_, colour)| colour);
            let single = alone(index.checked_sub(1)) && alone((index + 1 < found.len()).then_some(index + 1));
            if (cover && found.len() > 1) || (colour && single) {
                pictures.push(index + 1);
            } else {
                missing.push(index + 1);
            }
        }
    }
    // Many photographs are no photographs.
    if pictures.len() * 5 > found.len().max(10) {
        missing.append(&mut pictures);
        missing.sort_unstable();
    }
    if missing.len() == found.len() {
        return (DocumentStatus::NoTextLayer, "no page has readable text".to_owned());
    }
    let mut note = String::new();
    if !missing.is_empty() {
        let _ = write!(note, "without readable text: {}", pages_as_words(&missing));
    }
    if !pictures.is_empty() {
        let between = if note.is_empty() { "" } else { "; " };
        let _ = write!(note, "{between}images only: {}", pages_as_words(&pictures));
    }
    let status =
        if missing.is_empty() { DocumentStatus::Retrieved } else { DocumentStatus::PartlyWithoutText };
    (status, note)
}

/// `page 3` or `pages 3, 5-8`.
fn pages_as_words(pages: &[usize]) -> String {
    let mut parts: Vec<(usize, usize)> = Vec::new();
    for &page in pages {
        match parts.last_mut() {
            Some((_, last)) if *last + 1 == page => *last = page,
            _ => parts.push((page, page)),
        }
    }
    let words: Vec<String> = parts
        .iter()
        .map(|(first, last)| if first == last { first.to_string() } else { format!("{first}-{last}") })
        .collect();
    let noun = if pages.len() == 1 { "page" } else { "pages" };
    format!("{noun} {}", words.join(", "))
}

/// Fills in what the document says about itself: what is printed on its pages goes before what its file says.
fn describe(
    document: &mut Document,
    information: Information,
    pages: &[PageLines],
    texts: &[String],
    terms: &TermWords,
) {
    let printed = pages.first().map(|page| title_page::title_of(page, terms)).unwrap_or_default();
    let from_file = !information.title.is_empty()
        && (printed.is_empty() || title_page::is_of_these_pages(&information.title, texts));
    document.dates = published::dates_of_pdf(texts, information.dated, information.last_made);
    document.title = if from_file || printed.is_empty() { information.title } else { printed };
    let named = names::names_on_pages(texts);
    document.authors = if named.is_empty() { information.authors } else { named };
    document.publisher = first_said([names::publisher_on_pages(texts), information.publisher]);
    document.kind_as_read = information.kind;
    document.language = language::language_of(texts.iter().map(String::as_str));
    document.isbn = first_said([numbers::isbn_of(texts), information.isbn]);
    document.doi = first_said([numbers::doi_of(texts), information.doi]);
}

fn first_said(said: [String; 2]) -> String {
    said.into_iter().find(|text| !text.is_empty()).unwrap_or_default()
}
