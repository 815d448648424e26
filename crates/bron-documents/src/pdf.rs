//! Reads a PDF.

use crate::document::{Asked, Document, Page};
use bron_model::{DocumentKind, DocumentStatus};
use pdf_oxide::PdfDocument;

/// The engine and its version.
pub(crate) const ENGINE: &str = "pdf_oxide 0.3.78";

/// Reads a PDF.
pub(crate) fn read_pdf(bytes: &[u8], asked: &Asked<'_>) -> Document {
    let failed = |status, note: &str| Document::without_text(status, DocumentKind::Pdf, ENGINE, note);
    let Ok(pdf) = PdfDocument::from_bytes(bytes.to_vec()) else {
        return failed(DocumentStatus::Broken, "not a readable PDF");
    };
    let count = pdf.page_count().unwrap_or(0);
    if count > asked.max_pages as usize {
        return failed(DocumentStatus::NotRead, &format!("{count} pages, the limit is {}", asked.max_pages));
    }
    let mut document = failed(DocumentStatus::Retrieved, "");
    for index in 0..count {
        let text = pdf.extract_text(index).unwrap_or_default();
        document.pages.push(Page { number: index as u32 + 1, label: String::new(), text });
    }
    document
}
