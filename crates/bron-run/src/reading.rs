//! Who reads a document: this process, or a worker that may die without harm.

use bron_documents::{Asked, Document, PdfEngine};
use bron_protocol::LandingSettings;
use serde::{Deserialize, Serialize};

/// What a reader is told beside the bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToRead {
    /// The address after redirects.
    pub url: String,
    /// The content type as sent; empty when none was.
    pub media_type: String,
    /// The source's settings for a publication's page; `None` for a file.
    pub landing: Option<LandingSettings>,
    /// Pages beyond this are not read (`not-read`).
    pub max_pages: u32,
    /// How the terms of the review are written, for words that line ends broke.
    pub spellings: Vec<String>,
}

/// Reads bytes into pages. Implementations never fail: what goes wrong is the document's status.
pub trait DocumentReader: Send + Sync {
    /// Reads a document; a crash is `broken`, a limit of time or memory is `not-read`.
    fn read(&self, bytes: &[u8], to_read: &ToRead) -> Document;
}

/// Reads in this process: for tests, and inside the worker.
#[derive(Debug, Clone, Default)]
pub struct InProcess {
    /// The engine for PDFs.
    pub pdf_engine: PdfEngine,
}

impl DocumentReader for InProcess {
    fn read(&self, bytes: &[u8], to_read: &ToRead) -> Document {
        bron_documents::read(
            bytes,
            &Asked {
                url: &to_read.url,
                media_type: &to_read.media_type,
                landing: to_read.landing.as_ref(),
                max_pages: to_read.max_pages,
                spellings: &to_read.spellings,
                pdf_engine: &self.pdf_engine,
            },
        )
    }
}
