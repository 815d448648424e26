//! Records for ASReview, with what is decided as their label.
//!
//! ASReview takes a record with a label for one that was screened before, and hands the label back as if a person had given it. So
//! it stands twice: `included` is what ASReview reads, and `bron_label` stays as it is, by which `bron judge import` knows what is ours.

use crate::cell::{guarded, table};
use crate::reference::{Author, Reference};

const COLUMNS: [&str; 16] = [
    "record_id",
    "title",
    "abstract",
    "authors",
    "keywords",
    "doi",
    "url",
    "year",
    "language",
    "publisher",
    "source",
    "text_kind",
    "bron_outcome",
    "bron_pairs",
    "bron_label",
    "included",
];

/// The records as CSV.
pub(crate) fn asreview_csv(references: &[Reference]) -> Vec<u8> {
    let rows: Vec<Vec<String>> = references.iter().map(row).collect();
    table(&COLUMNS, &rows)
}

fn row(reference: &Reference) -> Vec<String> {
    let authors: Vec<String> = reference.authors.iter().map(Author::inverted).collect();
    let text_kind = if reference.excerpt.is_empty() { "none" } else { "first-pages" };
    let label = label(reference);
    vec![
        reference.id.to_string(),
        guarded(&reference.title),
        guarded(&reference.excerpt),
        guarded(&authors.join("; ")),
        guarded(&reference.terms.join(", ")),
        guarded(&reference.doi),
        guarded(&reference.url),
        reference.issued.year().as_ref().map(ToString::to_string).unwrap_or_default(),
        guarded(&reference.language),
        guarded(&reference.publisher),
        guarded(&reference.sources.join("; ")),
        text_kind.to_owned(),
        reference.fate.as_str().to_owned(),
        guarded(&reference.outcomes()),
        label.to_owned(),
        label.to_owned(),
    ]
}

/// 1 is relevant, 0 is not, and nothing is not decided.
pub(crate) fn label(reference: &Reference) -> &'static str {
    match reference.fate.label() {
        Some(true) => "1",
        Some(false) => "0",
        None => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fate::Fate;
    use crate::reference::tests::titled;
    use bron_model::Criterion;

    #[test]
    fn a_label_is_what_is_decided_and_empty_where_nothing_is() {
        for (fate, label) in [
            (Fate::Included, "1"),
            (Fate::Excluded(Criterion::E1b), "0"),
            (Fate::OutOnListing(Criterion::I1), "0"),
            (Fate::Unclear, ""),
            (Fate::NotRetrieved, ""),
            (Fate::OtherRoute, ""),
        ] {
            let csv =
                String::from_utf8(asreview_csv(&[Reference { fate, ..titled("=1+1, \"twee\"") }])).unwrap();
            let mut reader = csv::Reader::from_reader(csv.as_bytes());
            let row = reader.records().next().unwrap().unwrap();
            assert_eq!((&row[0], &row[1]), ("movisie-zorg-abc123", "'=1+1, \"twee\""));
            assert_eq!((&row[14], &row[15]), (label, label), "{fate:?}");
        }
    }
}
