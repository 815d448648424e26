//! Exactly what was typed: does a text hold these words, whole and next to each other?

use crate::fold::{Folded, fold};
use crate::tokens::Tokens;
use std::collections::{BTreeMap, BTreeSet};

/// Texts as they are typed, each a row of words.
///
/// Unlike [`crate::Spellings`] it knows no inflection, no other number and no coordination: `zorgzame wijk` does not
/// hold `zorgzame wijken`. Capitals, kinds of quote marks and hyphens, and words broken over lines make no
/// difference, and between two words a hyphen may stand for the blank; accents, other signs and other words do.
#[derive(Debug, Clone, Default)]
pub struct Phrases {
    /// The words of each text.
    words: Vec<Vec<String>>,
    /// The numbers of the texts that begin with that word.
    by_first: BTreeMap<String, Vec<usize>>,
}

impl Phrases {
    /// Prepares the texts, numbered from 0. One without a letter or digit is never held.
    pub fn new<'t>(texts: impl IntoIterator<Item = &'t str>) -> Self {
        let mut phrases = Self::default();
        for (number, text) in texts.into_iter().enumerate() {
            let folded = fold(text);
            let tokens = Tokens::new(folded.text());
            let words: Vec<String> = (0..tokens.len()).map(|n| tokens.text(n).to_owned()).collect();
            if let Some(first) = words.first() {
                phrases.by_first.entry(first.clone()).or_default().push(number);
            }
            phrases.words.push(words);
        }
        phrases
    }

    /// The numbers of the texts that stand in `text`.
    pub fn held_by(&self, text: &str) -> BTreeSet<usize> {
        self.held_by_folded(&fold(text))
    }

    /// As [`Phrases::held_by`], for a text that is already folded.
    pub fn held_by_folded(&self, folded: &Folded) -> BTreeSet<usize> {
        let tokens = Tokens::new(folded.text());
        let mut held = BTreeSet::new();
        for n in 0..tokens.len() {
            let Some(numbers) = self.by_first.get(tokens.text(n)) else { continue };
            held.extend(numbers.iter().copied().filter(|number| stands_at(&self.words[*number], &tokens, n)));
        }
        held
    }
}

/// Whether these words stand from token `n` on, with nothing between them but a blank or hyphen.
fn stands_at(words: &[String], tokens: &Tokens<'_>, n: usize) -> bool {
    words.iter().enumerate().all(|(at, word)| tokens.text(n + at) == word)
        && (1..words.len()).all(|at| tokens.gap(n + at - 1).is_some_and(is_seam))
}

fn is_seam(gap: &str) -> bool {
    matches!(gap, " " | "-" | " - " | "- " | " -")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(typed: &str, text: &str, held: bool) {
        assert_eq!(!Phrases::new([typed]).held_by(text).is_empty(), held, "`{typed}` in `{text}`");
    }

    #[test]
    fn the_words_stand_whole_and_next_to_each_other() {
        check("zorgzame buurten", "Zorgzame buurten zijn van iedereen.", true);
        check("zorgzame buurten", "ZORGZAME\nBUURTEN", true);
        check("community care", "community-care", true);
        check("community care", "«community care»", true);
        check("samenredzaamheid", "samenred-\nzaamheid", true);
        check("zorgzame buurten", "zorgzame en vitale buurten", false);
        check("zorgzame buurten", "zorgzame buurt", false);
        check("zorgzame buurten", "zorgzame. Buurten", false);
        check("zorgzame buurten", "onzorgzame buurten", false);
        check("community care", "communitycare", false);
        check("samenzorg", "samenzorgen", false);
        check("", "iets", false);
        check("...", "...", false);
    }

    #[test]
    fn each_text_that_is_held_is_named_by_its_number() {
        let phrases = Phrases::new(["vitale wijken", "vitale buurten", "vitale wijken"]);
        assert_eq!(phrases.held_by("In vitale wijken."), BTreeSet::from([0, 2]));
        assert_eq!(phrases.held_by(""), BTreeSet::new());
    }

    proptest::proptest! {
        #[test]
        fn a_text_holds_itself_wherever_it_stands(text in "[a-z]{1,5}( [a-z]{1,5}){0,3}", before in "[a-z .]{0,9}", after in "[.a-z ]{0,9}") {
            let around = format!("{before} . {text} , {after}");
            proptest::prop_assert!(!Phrases::new([text.as_str()]).held_by(&around).is_empty());
        }
    }
}
