//! The places in the report that its links lead to.

use super::columns::Column;
use bron_model::{PublicationId, SourceId, TermId};

/// A publication in the last appendix.
pub(crate) fn publication(id: &PublicationId) -> String {
    format!("publication-{id}")
}

/// A pair in the list behind Table 1.
pub(crate) fn pair(term: &TermId, publication: &PublicationId) -> String {
    format!("pair-{term}--{publication}")
}

/// The pairs behind a number of Table 1; `term` is a term's id or `total`.
pub(crate) fn cell(term: &str, column: Column) -> String {
    format!("pairs-{term}-{}", column.as_str())
}

/// The publications in a box of the flow.
pub(crate) fn flow(box_name: &str, reason: &str) -> String {
    if reason.is_empty() { format!("flow-{box_name}") } else { format!("flow-{box_name}-{reason}") }
}

/// The queries of a source.
pub(crate) fn queries(source: &SourceId) -> String {
    format!("queries-{source}")
}

/// The passages behind a cross of Table 2.
pub(crate) fn cross(element: &str, term: &TermId) -> String {
    format!("element-{element}-{term}")
}
