//! Tells without folding that no spelling can stand in a text: most pages of most documents hold none.

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

/// Words of which at least one stands in every text that holds a spelling, whole or broken by hyphens.
#[derive(Debug, Clone)]
pub(crate) struct Sieve {
    /// Finds the words in any case.
    words: Option<AhoCorasick>,
    /// Words of which a first half may stand alone before a suspended hyphen (`samen- en zelfredzaamheid`).
    halves: Vec<String>,
    /// Letters and digits of the longest word.
    longest: usize,
}

/// A word of fewer letters would stand everywhere.
const FEWEST: usize = 4;

impl Sieve {
    /// `words` and `halves` are folded and of letters and digits only. Where a word has no four letters without marks in a row,
    /// nothing is sieved.
    pub(crate) fn new<'a>(words: impl Iterator<Item = &'a str>, halves: Vec<String>) -> Self {
        let mut needed: Vec<&str> = Vec::new();
        for word in words {
            let part = word.split(|c: char| !c.is_ascii()).max_by_key(|part| part.len()).unwrap_or_default();
            if part.len() < FEWEST {
                return Self { words: None, halves, longest: 0 };
            }
            needed.push(part);
        }
        needed.sort_unstable();
        needed.dedup();
        let longest = needed.iter().map(|part| part.len()).max().unwrap_or_default();
        let words = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .kind(Some(AhoCorasickKind::DFA))
            .ascii_case_insensitive(true)
            .build(&needed)
            .expect("the words of a protocol stay far below the automaton's limit of states");
        Self { words: Some(words), halves, longest }
    }

    /// Whether a spelling may stand in the text. `false` is certain.
    pub(crate) fn may_hold(&self, text: &str) -> bool {
        let Some(words) = &self.words else { return true };
        words.is_match(text) || !is_plain(text) || self.may_be_broken(words, text)
    }

    /// Whether a hyphen may break one of the words, or stand for the second half of one.
    fn may_be_broken(&self, words: &AhoCorasick, text: &str) -> bool {
        text.match_indices('-').any(|(at, _)| {
            let (before, after) = (&text[..at], &text[at + 1..]);
            self.is_half(before) || words.is_match(&around(before, after, self.longest))
        })
    }

    fn is_half(&self, before: &str) -> bool {
        let start = before.char_indices().rev().take_while(|(_, c)| c.is_alphabetic()).last();
        let Some((start, _)) = start else { return false };
        let half = before[start..].to_lowercase();
        self.halves.iter().any(|word| word.starts_with(&half))
    }
}

/// So many letters and digits before and after a hyphen, without what stands between them.
fn around(before: &str, after: &str, most: usize) -> String {
    let of = |c: &char| c.is_alphanumeric();
    let mut around: Vec<char> = before.chars().rev().filter(of).take(most).collect();
    around.reverse();
    around.extend(after.chars().filter(of).take(most));
    around.into_iter().collect()
}

/// Whether folding only makes letters small and signs alike: of what is not ASCII there are letters of Latin-1, quote marks,
/// dashes and a few signs.
fn is_plain(text: &str) -> bool {
    text.is_ascii()
        || text.chars().filter(|c| !c.is_ascii()).all(|c| {
            matches!(
                c,
                'À'..='ÿ'
                    | '\u{a0}'
                    | '£'
                    | '§'
                    | '©'
                    | '«'
                    | '®'
                    | '°'
                    | '±'
                    | '·'
                    | '»'
                    | '€'
                    | '…'
                    | '•'
            ) || matches!(c, '–' | '—' | '‘' | '’' | '‚' | '“' | '”' | '„')
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: bool) {
        let sieve = Sieve::new(["samenzorg", "coöperatie"].into_iter(), vec!["samenzorg".to_owned()]);
        assert_eq!(sieve.may_hold(text), expected, "{text}");
    }

    #[test]
    fn what_is_sieved_out_holds_none() {
        check("Mensen zorgen – samen – voor één buurt.", false);
        check("SAMENZORG", true);
        check("een COÖPERATIE", true);
        check("sa-\n\n   men-\nzorg", true);
        check("van- en naar huis, zelf- en burenhulp", false);
        check("samen- en mantelzorg", true);
        check("same\u{ad}nzorg", true);
        check("ﬁets", true);
        check("", false);
    }

    #[test]
    fn a_word_without_plain_letters_sieves_nothing() {
        let sieve = Sieve::new(["éénéén"].into_iter(), Vec::new());
        assert!(sieve.may_hold("niets"));
    }
}
