//! What is told beside a reference: the id, what was decided of it, and what is only listed.

use crate::reference::{Issued, Reference};
use std::fmt::Write as _;

/// The key behind which our id stands in notes; `bron judge import` looks for it.
pub(crate) const RECORD_ID: &str = "record_id: ";

/// The lines of the notes of a reference, each `key: value`. None holds a line break.
pub(crate) fn notes(reference: &Reference) -> Vec<String> {
    let mut lines = vec![format!("{RECORD_ID}{}", reference.id)];
    let mut put = |key: &str, value: &str| {
        if !value.is_empty() {
            lines.push(format!("{key}: {value}"));
        }
    };
    let mut fate = reference.fate.as_str().to_owned();
    if let Some(criterion) = reference.fate.criterion() {
        let _ = write!(fate, " ({criterion})");
    }
    put("bron_outcome", &fate);
    put("bron_pairs", &reference.outcomes());
    if !matches!(reference.issued, Issued::Known(_)) {
        put(
            "date as listed",
            if reference.date_as_listed.is_empty() { "z.d." } else { &reference.date_as_listed },
        );
    }
    put("kind as listed", &reference.kind_as_listed);
    put("ISBN", &reference.isbn);
    lines.iter().map(|line| unmarked(line)).collect()
}

/// The words by which Rayyan and ASReview know a decision in notes: what a site lists must not be taken for one.
const MARKERS: [(&str, &str); 3] =
    [("RAYYAN-", "RAYYAN "), ("USER-NOTES", "USER NOTES"), ("ASReview_", "ASReview ")];

fn unmarked(line: &str) -> String {
    MARKERS.iter().fold(line.to_owned(), |line, (marker, plain)| line.replace(marker, plain))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::tests::titled;

    #[test]
    fn what_a_site_lists_is_never_taken_for_a_decision() {
        let listed = "RAYYAN-INCLUSION: {\"AB\"=>\"Included\"} ASReview_relevant USER-NOTES: {}";
        let reference = Reference { kind_as_listed: listed.to_owned(), ..titled("x") };
        let notes = notes(&reference);
        assert_eq!(notes[0], "record_id: movisie-zorg-abc123");
        assert!(notes.iter().any(|note| note.starts_with("kind as listed: RAYYAN INCLUSION")), "{notes:?}");
        assert!(MARKERS.iter().all(|(marker, _)| !notes.join(" ").contains(marker)), "{notes:?}");
    }
}
