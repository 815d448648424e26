//! Records for Rayyan: the columns of its own export, with our id in the notes, which it hands back.
//!
//! Nothing in it is a decision that Rayyan knows: what bron decided is told in the notes, so that whoever screens there decides anew.

use crate::cell::{guarded, table};
use crate::notes::notes;
use crate::reference::{Author, Reference};

/// The header of a real export.
const COLUMNS: [&str; 21] = [
    "key",
    "title",
    "year",
    "month",
    "day",
    "journal",
    "issn",
    "volume",
    "issue",
    "pages",
    "authors",
    "url",
    "language",
    "publisher",
    "location",
    "abstract",
    "notes",
    "doi",
    "keywords",
    "pubmed_id",
    "pmc_id",
];

/// The records as CSV.
pub(crate) fn rayyan_csv(references: &[Reference]) -> Vec<u8> {
    let rows: Vec<Vec<String>> = references.iter().map(row).collect();
    table(&COLUMNS, &rows)
}

fn row(reference: &Reference) -> Vec<String> {
    let authors: Vec<String> = reference.authors.iter().map(Author::inverted).collect();
    // A bar parts what Rayyan writes behind it, and a comma would part a reason.
    let notes: Vec<String> =
        notes(reference).iter().map(|note| note.replace('|', "/").replace(',', ";")).collect();
    let parts = reference.issued.parts();
    let part = |at: usize| parts.get(at).map(ToString::to_string).unwrap_or_default();
    COLUMNS
        .iter()
        .map(|column| match *column {
            "key" => reference.id.to_string(),
            "title" => guarded(&reference.title),
            "year" => part(0),
            "month" => part(1),
            "day" => part(2),
            "authors" => guarded(&authors.join(" and ")),
            "url" => guarded(&reference.url),
            "language" => guarded(&reference.language),
            "publisher" => guarded(&reference.publisher),
            "abstract" => guarded(&reference.excerpt),
            "notes" => notes.join(" | "),
            "doi" => guarded(&reference.doi),
            "keywords" => guarded(&reference.terms.join(",")),
            _ => String::new(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fate::Fate;
    use crate::reference::tests::{full, titled};
    use bron_model::Criterion;

    #[test]
    fn notes_begin_with_our_id_and_hold_no_comma() {
        let listed = Reference {
            fate: Fate::Excluded(Criterion::E1b),
            date_as_listed: "14 maart, of | later".to_owned(),
            ..titled("@x")
        };
        let csv = String::from_utf8(rayyan_csv(&[listed, full()])).unwrap();
        let mut reader = csv::Reader::from_reader(csv.as_bytes());
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        assert_eq!(
            &rows[0][16],
            "record_id: movisie-zorg-abc123 | bron_outcome: excluded (E1b) | bron_pairs: Zorgzame buurten: included \
             (reviewer) | date as listed: 14 maart; of / later"
        );
        assert_eq!(&rows[0][1], "'@x");
        assert_eq!((&rows[1][2], &rows[1][3], &rows[1][4]), ("2019", "3", "14"));
        assert_eq!(&rows[1][10], "van Pelt, M. and Sociaal en Cultureel Planbureau");
    }
}
