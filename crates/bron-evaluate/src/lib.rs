//! How well do the rules read?
//!
//! [`evaluate`] holds the rules of a protocol against texts that people annotated and gives figures: how many of the
//! definitions are found, how many publications keep theirs, whether dates, main texts and page numbers are right. Nothing
//! of it reaches a run. What the folder does not hold is not measured, and says so.

mod codes;
mod corpus;
mod error;
mod examples;
mod figure;
mod made;
mod passages;
mod pdf;
mod publications;
mod quotations;
mod sentences;
mod web;

pub use corpus::Corpus;
pub use error::Error;
pub use figure::{Counts, Figure, Part};

use bron_extract::Extractor;
use bron_protocol::Protocol;

/// The parts that can be measured, in the order in which they are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measure {
    /// Annotated sentences: definition, description or mention only.
    Passages,
    /// Whether a publication with a definition or description stays in.
    Publications,
    /// The examples that stand beside the patterns themselves: no folder is needed.
    Examples,
    /// Sentences made for one pattern or counter-pattern each.
    Patterns,
    /// Quotations that people copied.
    Quotations,
    /// Elements proposed for those quotations, against an earlier Table 2.
    Codes,
    /// Where sentences end.
    Sentences,
    /// The main text of web pages.
    MainText,
    /// The dates of web pages.
    Dates,
    /// The words of PDFs.
    PdfWords,
    /// The page numbers printed in PDFs.
    PageLabels,
    /// What becomes of difficult PDFs.
    DifficultPdfs,
}

impl Measure {
    /// All of them, in order.
    pub const ALL: [Self; 12] = [
        Self::Passages,
        Self::Publications,
        Self::Examples,
        Self::Patterns,
        Self::Quotations,
        Self::Codes,
        Self::Sentences,
        Self::MainText,
        Self::Dates,
        Self::PdfWords,
        Self::PageLabels,
        Self::DifficultPdfs,
    ];

    /// Its name on the command line and in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Passages => "passages",
            Self::Publications => "publications",
            Self::Examples => "examples",
            Self::Patterns => "patterns",
            Self::Quotations => "quotations",
            Self::Codes => "codes",
            Self::Sentences => "sentences",
            Self::MainText => "main-text",
            Self::Dates => "dates",
            Self::PdfWords => "pdf-words",
            Self::PageLabels => "page-labels",
            Self::DifficultPdfs => "difficult-pdfs",
        }
    }
}

/// Measures what the folder holds, in the order of `measures`.
///
/// A part whose files are not there has a reason in `skipped` and no figures: never zeros. The same folder,
/// protocol and version give the same figures, intervals included. An [`Error`] is about a file that is there and cannot
/// be understood, or patterns that do not compile.
pub fn evaluate(corpus: &Corpus, protocol: &Protocol, measures: &[Measure]) -> Result<Vec<Part>, Error> {
    let extractor = Extractor::new(&protocol.terms, &protocol.patterns)?.with_mentions(&protocol.mentions)?;
    measures
        .iter()
        .map(|measure| match measure {
            Measure::Passages => passages::measure(corpus, &extractor, protocol),
            Measure::Publications => publications::measure(corpus, &extractor, protocol),
            Measure::Examples => examples::measure(protocol),
            Measure::Patterns => quotations::measure_patterns(corpus, &extractor),
            Measure::Quotations => quotations::measure(corpus, &extractor),
            Measure::Codes => codes::measure(corpus, protocol),
            Measure::Sentences => sentences::measure(corpus),
            Measure::MainText => web::measure_main_text(corpus),
            Measure::Dates => web::measure_dates(corpus),
            Measure::PdfWords => pdf::measure_words(corpus),
            Measure::PageLabels => pdf::measure_labels(corpus),
            Measure::DifficultPdfs => pdf::measure_difficult(corpus),
        })
        .collect()
}
