//! What the categories are called in Dutch and English.

use bron_model::{DecisionCause, DifferenceCategory as Category, Language};

/// The category in words.
pub fn category_in_words(category: Category, language: Language) -> &'static str {
    let (nl, en) = match category {
        Category::NewPublication => {
            ("nieuw verschenen na de oogst van A", "newly published after A's harvest")
        }
        Category::NewlyIndexed => {
            ("bestond al bij A, wordt nu gevonden", "was there at A's harvest, and is found now")
        }
        Category::Appeared => {
            ("verschenen; de datum zegt niet of het nieuw is", "appeared; no date tells whether it is new")
        }
        Category::Gone => ("weg: het adres antwoordt 404 of 410", "gone: its address answers 404 or 410"),
        Category::NotReturned => {
            ("niet meer gevonden, het adres antwoordt nog", "not returned, its address still answers")
        }
        Category::NotAsked => {
            ("niet meer gevonden, het adres is niet gevraagd", "not returned, its address was not asked")
        }
        Category::CutOff => ("afgekapt: een stopregel of grens in B", "cut off: a stop rule or cap in B"),
        Category::Moved => ("verhuisd naar een ander adres", "moved to another address"),
        Category::OtherFile => {
            ("zelfde adres en tekst, ander bestand", "same address and text, another file")
        }
        Category::ChangedMetadata => ("andere gegevens", "other metadata"),
        Category::Revised => ("herziene tekst", "revised text"),
        Category::Excerpt => ("aan één kant een deel van de tekst", "on one side a part of the text"),
        Category::ChangedDecision => ("andere uitkomst", "another outcome"),
        Category::NotComparable => {
            ("niet te vergelijken: niet hetzelfde gevraagd", "not comparable: not asked the same")
        }
        Category::PossibleMatch => {
            ("misschien dezelfde: een mens beslist", "perhaps the same: a person must say")
        }
    };
    of(language, nl, en)
}

/// The cause of a changed decision in words.
pub fn cause_in_words(cause: DecisionCause, language: Language) -> &'static str {
    let (nl, en) = match cause {
        DecisionCause::Document => ("het document", "the document"),
        DecisionCause::Criteria => ("de criteria of het zoekvenster", "the criteria or the window"),
        DecisionCause::Reviewer => ("een beoordelaar", "a reviewer"),
        DecisionCause::Rule => ("de regels van het programma", "the rules of the program"),
    };
    of(language, nl, en)
}

pub(crate) fn of<'t>(language: Language, nl: &'t str, en: &'t str) -> &'t str {
    match language {
        Language::Nl => nl,
        Language::En => en,
    }
}
