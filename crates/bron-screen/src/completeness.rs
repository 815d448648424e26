//! Was the whole text read? Only then does it prove anything that a word does not occur.

use bron_model::{DocumentKind, DocumentPart, DocumentRow, DocumentStatus, PageRow};
use std::collections::{BTreeMap, BTreeSet};

/// How much of a publication was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Completeness {
    /// Every document is whole: so many pages.
    Whole(usize),
    /// Some text is missing, for these reasons.
    Incomplete(String),
    /// There is no text at all, for these reasons.
    Nothing(String),
}

/// Whether a readable text of the publication itself could be had: a main document with text or, where there is no
/// main document, a landing page with text (then the page *is* the publication).
///
/// Without any document it is `false`; a text of which some pages cannot be read was retrieved.
pub fn retrieved(documents: &[DocumentRow]) -> bool {
    let part = if landing_is_the_publication(documents) { DocumentPart::Landing } else { DocumentPart::Main };
    documents.iter().any(|document| document.part == part && document.status.has_text())
}

/// Whether a person can read what the program could not: the file of the publication itself came, as a scan or locked.
pub fn waits_for_a_reader(documents: &[DocumentRow]) -> bool {
    let part = if landing_is_the_publication(documents) { DocumentPart::Landing } else { DocumentPart::Main };
    let is_unread = |status| matches!(status, DocumentStatus::NoTextLayer | DocumentStatus::Encrypted);
    !retrieved(documents)
        && documents.iter().any(|document| document.part == part && is_unread(document.status))
}

/// Whether every document of a publication was read whole, so that what does not stand in them is absent. `false` without
/// any document, and where one is not read for whatever reason.
pub fn read_whole(documents: &[DocumentRow]) -> bool {
    !documents.is_empty()
        && documents.iter().all(|document| what_is_missing(document, document.pages).is_none())
}

/// Whether the web page that the hit points to is the publication itself, since it leads to no main document.
pub(crate) fn landing_is_the_publication(documents: &[DocumentRow]) -> bool {
    documents.iter().all(|document| document.part != DocumentPart::Main)
}

/// Looks at every document, annexes and landing page too, since a term may stand in any of them. A document of a
/// kind that is not read, or of which fewer pages are there than it has, is not whole.
pub(crate) fn completeness(documents: &[DocumentRow], pages: &[PageRow]) -> Completeness {
    let mut read = BTreeMap::<&str, u32>::new();
    for page in pages {
        *read.entry(page.document.as_str()).or_default() += 1;
    }
    let missing: BTreeSet<&str> = documents
        .iter()
        .filter_map(|document| {
            let pages = read.get(document.document.as_str()).copied().unwrap_or_default();
            what_is_missing(document, pages)
        })
        .collect();
    let missing = missing.into_iter().collect::<Vec<_>>().join(", ");
    if pages.is_empty() {
        let missing = if missing.is_empty() { "not-retrieved".to_owned() } else { missing };
        return Completeness::Nothing(missing);
    }
    if missing.is_empty() { Completeness::Whole(pages.len()) } else { Completeness::Incomplete(missing) }
}

fn what_is_missing(document: &DocumentRow, pages: u32) -> Option<&'static str> {
    if document.kind == DocumentKind::Other {
        Some("other")
    } else if !document.status.is_whole() {
        Some(document.status.as_str())
    } else if pages == 0 || pages < document.pages {
        Some("partly-without-text")
    } else {
        None
    }
}
