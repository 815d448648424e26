//! What is read from a document, and the one function that reads it.

use crate::sniff::{Content, sniff};
use crate::{PdfEngine, html, pdf, word};
use bron_model::{DateInterval, DocumentKind, DocumentStatus};
use bron_protocol::LandingSettings;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// What the caller knows about the bytes before they are read.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The address they came from: relative links are made absolute with it, and it may hold a date. An address that
    /// does not parse is as good as none.
    pub url: &'a str,
    /// The media type as the server gave it (`text/html; charset=utf-8`); empty where there is none. What the bytes
    /// begin with beats it.
    pub media_type: &'a str,
    /// How the source's publication pages are read; `None`: everything is recognised.
    pub landing: Option<&'a LandingSettings>,
    /// A document with more pages is not read at all: status `not-read`, with the limit in the note.
    pub max_pages: u32,
    /// How the review's terms are written (`samenredzaamheid`, `community building`): a word that a line end broke is
    /// made whole so that it is one of these, where the document itself does not write it otherwise.
    pub spellings: &'a [String],
    /// Which engine reads PDFs.
    pub pdf_engine: &'a PdfEngine,
}

impl Default for Asked<'_> {
    /// Nothing is known beforehand, and every page is read.
    fn default() -> Self {
        Self {
            url: "",
            media_type: "",
            landing: None,
            max_pages: u32::MAX,
            spellings: &[],
            pdf_engine: &PdfEngine::PdfOxide,
        }
    }
}

/// What a document says.
///
/// A field that the document does not settle is empty. Pages are there only where some text was read; `status` says
/// whether that text is the whole of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// Whether its text could be had: `retrieved`, `partly-without-text`, `no-text-layer`, `encrypted`, `broken` or
    /// `not-read`. The other statuses are about asking, and never given here.
    pub status: DocumentStatus,
    /// What kind of file it is, by its content.
    pub kind: DocumentKind,
    /// Which engines read it, with version; the same for all documents of a kind in one version of bron with the same
    /// [`PdfEngine`].
    pub engine: String,
    /// All pages in order, those without text included; a web page, a plain text or a Word file
    /// (whose pages are only made when it is printed) is page 1 with an empty label.
    /// Empty unless the status is `retrieved`, `partly-without-text` or `no-text-layer`.
    pub pages: Vec<Page>,
    /// The title.
    pub title: String,
    /// The authors, each once, in the order given.
    pub authors: Vec<String>,
    /// The publisher.
    pub publisher: String,
    /// The kind as the page names it (`Rapport`).
    pub kind_as_read: String,
    /// When it appeared, with the rule of each end.
    pub dates: DateInterval,
    /// ISO 639-1 (`nl`) where whatlang is sure of it.
    pub language: String,
    /// ISBN-13, digits only, of the document itself.
    pub isbn: String,
    /// The DOI of the document itself, small letters, without `https://doi.org/`.
    pub doi: String,
    /// Files that the page offers, absolute, in document order, each once. Only web pages have them.
    pub files: Vec<FileLink>,
    /// The address that a browser or SingleFile noted in a page that it saved; empty where there is none. Links are made absolute
    /// with it, whatever the address was that the bytes came from.
    pub saved_from: String,
    /// Web pages only: the title and all of the body without navigation and footer, for what the main text leaves out.
    /// A term that stands in it but in no page may be a link to something else, or a part that was not recognised:
    /// that the term does not occur is settled only where it is not in here either.
    pub whole_text: String,
    /// sha256 of the normalised text of all pages, in small hexadecimal letters: what tells that two readings say the same. Of a web
    /// page that is the main text alone, so another sidebar or session id changes nothing. Empty where no letter was read.
    pub text_sha256: String,
    /// The name and version of what normalised that text: [`bron_text::LETTERS`], whose [`bron_text::letters`] says exactly what it
    /// does. The engine's part is only which pages there are: another engine, or version, that reads the same letters gives the
    /// same digest, so its name is no part of this. Empty where `text_sha256` is.
    pub normaliser: String,
    /// Why there is no text, or what else a reader must know; empty where there is nothing to say.
    pub note: String,
}

/// A page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    /// Its number in the file, from 1.
    pub number: u32,
    /// The number printed on it (`12`, `iv`, `12-13` on a spread); empty where there is none.
    pub label: String,
    /// The text, NFC: one line a printed line (PDF) or paragraph (web page), an empty line between paragraphs where
    /// the layout shows them; without running headers, page numbers, ligatures and line-end hyphens.
    pub text: String,
}

/// A link to a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileLink {
    /// Where it lies, absolute.
    pub url: String,
    /// The words of the link.
    pub text: String,
}

impl Document {
    /// A document of which nothing is known but what became of reading it.
    pub fn without_text(status: DocumentStatus, kind: DocumentKind, engine: &str, note: &str) -> Self {
        Self {
            status,
            kind,
            engine: engine.to_owned(),
            pages: Vec::new(),
            title: String::new(),
            authors: Vec::new(),
            publisher: String::new(),
            kind_as_read: String::new(),
            dates: DateInterval::default(),
            language: String::new(),
            isbn: String::new(),
            doi: String::new(),
            files: Vec::new(),
            saved_from: String::new(),
            whole_text: String::new(),
            text_sha256: String::new(),
            normaliser: String::new(),
            note: note.to_owned(),
        }
    }

    /// The document with the digest of the text that its pages hold now.
    ///
    /// Where one page ends and the next begins changes nothing, and neither does a page without letters.
    #[must_use]
    pub fn identified(mut self) -> Self {
        let text: Vec<&str> = self.pages.iter().map(|page| page.text.as_str()).collect();
        let letters = bron_text::letters(&text.join("\n"));
        (self.text_sha256, self.normaliser) = if letters.is_empty() {
            Default::default()
        } else {
            (data_encoding::HEXLOWER.encode(&Sha256::digest(letters)), bron_text::LETTERS.to_owned())
        };
        self
    }
}

/// Reads a document.
///
/// Never fails and never panics: what cannot be read has a status and a note that say so. A file of a kind that bron
/// does not read (a spreadsheet, an archive) has kind `other` and status `broken`, with its kind in the note:
/// the status says "could not be read", so it never counts as a text without the term.
pub fn read(bytes: &[u8], asked: &Asked<'_>) -> Document {
    let content = sniff(bytes, asked.media_type);
    let (kind, engine) = match content {
        Content::Pdf => (DocumentKind::Pdf, asked.pdf_engine.name()),
        Content::Html => (DocumentKind::Html, html::ENGINE.to_owned()),
        Content::Text => (DocumentKind::Text, html::TEXT_ENGINE.to_owned()),
        Content::Word { .. } => (DocumentKind::Word, word::ENGINE.to_owned()),
        Content::Empty => {
            return Document::without_text(
                DocumentStatus::Broken,
                DocumentKind::Other,
                "",
                "the file is empty",
            );
        }
        Content::Other(what) => {
            let note = format!("{what} is not a kind of file that bron reads");
            return Document::without_text(DocumentStatus::Broken, DocumentKind::Other, "", &note);
        }
    };
    let result = catch_unwind(AssertUnwindSafe(|| match content {
        Content::Pdf => pdf::read_pdf(bytes, asked),
        Content::Html => html::read_html(bytes, asked),
        Content::Word { older } => word::read_word(bytes, older),
        _ => html::read_text(bytes, asked),
    }));
    let document = result.unwrap_or_else(|_| {
        Document::without_text(DocumentStatus::Broken, kind, &engine, "the engine panicked on this file")
    });
    document.identified()
}
