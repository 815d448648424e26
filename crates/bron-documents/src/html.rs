//! Reads a web page, and plain text.

use crate::document::{Asked, Document, Page};
use bron_model::{DocumentKind, DocumentStatus};

/// The engines and their versions.
pub(crate) const ENGINE: &str = "trafilatura 0.6.0 + scraper 0.29";
/// How plain text is read.
pub(crate) const TEXT_ENGINE: &str = "encoding_rs + chardetng";

/// Reads a web page.
pub(crate) fn read_html(bytes: &[u8], _asked: &Asked<'_>) -> Document {
    let mut document = Document::without_text(DocumentStatus::Retrieved, DocumentKind::Html, ENGINE, "");
    let text = String::from_utf8_lossy(bytes).into_owned();
    document.pages.push(Page { number: 1, label: String::new(), text });
    document
}

/// Reads plain text.
pub(crate) fn read_text(bytes: &[u8], _asked: &Asked<'_>) -> Document {
    let mut document = Document::without_text(DocumentStatus::Retrieved, DocumentKind::Text, TEXT_ENGINE, "");
    let text = String::from_utf8_lossy(bytes).into_owned();
    document.pages.push(Page { number: 1, label: String::new(), text });
    document
}
