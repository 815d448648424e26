//! Rows around a bare text, so that the stages read it as they read a publication.

use bron_extract::{Extraction, Extractor};
use bron_model::{DocumentId, PageRow, PublicationId};

/// The id of everything measured.
pub(crate) fn publication() -> PublicationId {
    PublicationId::new("measured").expect("letters make an id")
}

/// Its one document.
pub(crate) fn document() -> DocumentId {
    DocumentId::new(&publication(), 1)
}

/// The pages of a text: a form feed begins a new one.
pub(crate) fn pages(text: &str) -> Vec<PageRow> {
    let page = |(number, text): (usize, &str)| PageRow {
        publication: publication(),
        document: document(),
        page: number as u32 + 1,
        label: String::new(),
        text: text.to_owned(),
    };
    text.split('\u{c}').enumerate().map(page).collect()
}

/// What is extracted from a text.
pub(crate) fn extract(extractor: &Extractor, text: &str) -> Extraction {
    extractor.extract(&publication(), &document(), &pages(text))
}

/// Only letters and digits, small: annotated sentences and texts differ in white space, hyphens and quote marks.
pub(crate) fn squeeze(text: &str) -> String {
    text.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect()
}

/// A text on one line, for lists.
pub(crate) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
