//! The engines that can read a PDF, and what each is asked for: the same, so that one code makes text of it.

use super::pieces::PagePieces;
use bron_model::DocumentStatus;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// Which engine reads the text of PDFs. Engines give different bytes for the same file: it is chosen, never detected.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum PdfEngine {
    /// pdf_oxide, which is part of every bron.
    #[default]
    PdfOxide,
    /// PDFium, where this program was built with the feature `pdfium`.
    Pdfium {
        /// The file of the library.
        library: PathBuf,
        /// What tells this library from others, for `documents.csv`.
        version: String,
    },
}

/// Why an engine cannot read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EngineError {
    /// The feature was off.
    #[error("this bron was built without pdfium")]
    NotBuilt,
    /// The library is not there, or is none.
    #[error("the library {} cannot be loaded: {cause}", .library.display())]
    Library {
        /// Its file.
        library: PathBuf,
        /// What the system says.
        cause: String,
    },
}

impl PdfEngine {
    /// Its name and version, as it stands in [`Document::engine`](crate::Document::engine).
    pub fn name(&self) -> String {
        match self {
            Self::PdfOxide => super::oxide::NAME.to_owned(),
            Self::Pdfium { version, .. } => format!("pdfium {version} (pdfium-render 0.9.5)"),
        }
    }

    /// Whether it can read in this process. A library is loaded once: the first one serves until the process ends.
    pub fn check(&self) -> Result<(), EngineError> {
        match self {
            Self::PdfOxide => Ok(()),
            #[cfg(feature = "pdfium")]
            Self::Pdfium { library, .. } => super::pdfium::library(library).map(|_| ()),
            #[cfg(not(feature = "pdfium"))]
            Self::Pdfium { .. } => Err(EngineError::NotBuilt),
        }
    }
}

/// Why a file cannot be opened.
pub(super) type WhyNot = (DocumentStatus, String);

/// A PDF that an engine opened.
pub(super) trait OpenPdf {
    /// The number of pages; nothing where none can be found.
    fn page_count(&self) -> Option<usize>;

    /// The width and height of what is shown of a page, as it lies in the file; A4 where the file does not say.
    fn size(&self, page: usize) -> (f32, f32);

    /// The pieces of text of a page as it is looked at, or why they cannot be had.
    fn pieces(&self, page: usize) -> Result<PagePieces, String>;

    /// The images on a page; none where they cannot be had.
    fn images(&self, page: usize) -> Vec<Image>;
}

/// An image on a page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Image {
    pub width: f32,
    pub height: f32,
    pub colour: bool,
}

/// An engine's message without line breaks, shortened: it goes into a table.
pub(super) fn one_line(error: &dyn std::fmt::Display) -> String {
    crate::tidy::shorten(&crate::tidy::tidy_line(&error.to_string()), 160)
}
