//! The ministry's dossier: so many near-alike documents that a search box returns for one of two words.
//!
//! They are made from their number alone when they are asked for, so that a list of forty thousand goes on as far
//! as anybody reads.

use crate::html::MONTHS;
use crate::publication::{Block, Publication};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// How many documents the dossier holds.
pub(crate) const SIZE: u32 = 39_997;

const PLACES: [&str; 12] = [
    "Aldervoort",
    "Berkelwolde",
    "Coevermeer",
    "Dinkelrode",
    "Eemsterhout",
    "Fivelburg",
    "Grauwstede",
    "Heemdijk",
    "IJselrade",
    "Jonkersluis",
    "Kromwoude",
    "Lekkerzand",
];
const WARDS: [&str; 5] =
    ["intensive care", "medium care", "day care", "palliative care", "post-anesthesia care"];

/// A document of the dossier.
pub(crate) struct Dossier;

impl Dossier {
    /// The `number`th document, from 1 to [`SIZE`].
    pub fn make(number: u32) -> Publication {
        let place = PLACES[(number % 12) as usize];
        let ward = WARDS[(number / 12 % 5) as usize];
        let (year, month, day) = (2008 + number % 8, number / 8 % 12, 1 + number / 96 % 28);
        let news = number.is_multiple_of(4);
        let title = if news {
            format!("Nieuwe bedden op de afdeling {ward} van het ziekenhuis in {place} (bericht {number:05})")
        } else {
            format!("Vergunning {number:05}: afdeling {ward} van het ziekenhuis in {place}")
        };
        let text = format!(
            "Den Haag, {day} {} {year}. Het ziekenhuis in {place} heeft {} bedden op de afdeling {ward}. De inspectie \
             bezocht de afdeling voor stuk {number:05} van dit dossier en telde {} verpleegkundigen per dienst. De \
             vergunning geldt voor vijf jaar.",
            MONTHS[month as usize],
            4 + number % 17,
            2 + number % 7,
        );
        Publication {
            id: 100_000 + number,
            status: 200,
            listed: true,
            redirects: false,
            path: format!("/documenten/dossier/{number:05}"),
            kind: if news { "Nieuwsbericht" } else { "Rapport" }.to_owned(),
            date: format!("{year}-{:02}-{day:02}", month + 1),
            authors: Vec::new(),
            title,
            intro: format!("Stuk {number:05} van het dossier afdelingen en bedden."),
            body: vec![Block::Paragraph(text)],
            files: Vec::new(),
        }
    }
    /// The document at that path.
    pub fn at_path(path: &str) -> Option<Publication> {
        let number =
            path.strip_prefix("/documenten/dossier/").filter(|text| text.len() == 5)?.parse().ok()?;
        (1..=SIZE).contains(&number).then(|| Self::make(number))
    }
    /// The numbers of the documents in which the word stands, in rising order.
    pub fn with_word(word: &str) -> &'static BTreeSet<u32> {
        static NONE: BTreeSet<u32> = BTreeSet::new();
        INDEX.get(word).unwrap_or(&NONE)
    }
}

/// Words of the dossier that a person might type. Names of places and numbers are left out of the index, as such
/// boxes do with rare words.
static INDEX: LazyLock<BTreeMap<String, BTreeSet<u32>>> = LazyLock::new(|| {
    let mut index: BTreeMap<String, BTreeSet<u32>> = BTreeMap::new();
    for number in 1..=SIZE {
        for word in crate::search::words(&Dossier::make(number).whole_text()) {
            if !word.bytes().any(|b| b.is_ascii_digit()) {
                index.entry(word).or_default().insert(number);
            }
        }
    }
    index
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_found_again_at_its_path() {
        for number in [1, 12, SIZE] {
            let made = Dossier::make(number);
            assert_eq!(Dossier::at_path(&made.path), Some(made));
        }
        assert_eq!(Dossier::at_path("/documenten/dossier/00000"), None);
        assert_eq!(Dossier::at_path("/documenten/dossier/99999"), None);
    }

    #[test]
    fn every_document_holds_the_one_word_that_boxes_return_it_for() {
        assert_eq!(Dossier::with_word("care").len(), SIZE as usize);
        assert!(Dossier::with_word("community").is_empty());
    }
}
