//! Finds the words and phrases of a lexicon in a folded text, whole words only.

use crate::{Folded, fold};
use aho_corasick::{AhoCorasick, MatchKind};
use std::ops::Range;

/// A list of words and phrases, found in one pass over a folded text.
#[derive(Debug, Clone)]
pub struct WordList {
    automaton: Option<AhoCorasick>,
    /// Which word of the list each pattern is; words that fold to nothing have no pattern.
    word: Vec<usize>,
    len: usize,
}

/// A place where a word of a [`WordList`] stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundWord {
    /// The number of the word in the list, from 0.
    pub word: usize,
    /// The bytes of the folded text.
    pub folded: Range<usize>,
}

impl WordList {
    /// Takes the words in their order; each is folded first. A word that folds to nothing is never found.
    pub fn new<S: AsRef<str>>(words: impl IntoIterator<Item = S>) -> Self {
        let folded: Vec<String> =
            words.into_iter().map(|word| fold(word.as_ref()).text().trim().to_owned()).collect();
        let word: Vec<usize> = (0..folded.len()).filter(|&n| !folded[n].is_empty()).collect();
        let patterns: Vec<&str> = word.iter().map(|&n| folded[n].as_str()).collect();
        let automaton = (!patterns.is_empty()).then(|| {
            AhoCorasick::builder()
                .match_kind(MatchKind::Standard)
                .build(&patterns)
                .expect("a lexicon stays far below the automaton's limit of states")
        });
        Self { automaton, word, len: folded.len() }
    }

    /// How many words the list has.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether the list has no words.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Every place where a word stands as whole words, sorted by place, then by word. Words may overlap: `zorg` is
    /// found inside `zorg en welzijn`, never inside `zorgzaam`.
    pub fn find(&self, text: &Folded) -> Vec<FoundWord> {
        let Some(automaton) = &self.automaton else { return Vec::new() };
        let mut found: Vec<FoundWord> = automaton
            .find_overlapping_iter(text.text())
            .filter(|hit| is_whole(text.text(), hit.range()))
            .map(|hit| FoundWord { word: self.word[hit.pattern().as_usize()], folded: hit.range() })
            .collect();
        found.sort_by_key(|hit| (hit.folded.start, hit.folded.end, hit.word));
        found
    }

    /// How often each word of the list stands in the text, in the order of the list.
    pub fn count(&self, text: &Folded) -> Vec<u32> {
        let mut counts = vec![0_u32; self.len];
        for hit in self.find(text) {
            counts[hit.word] = counts[hit.word].saturating_add(1);
        }
        counts
    }
}

/// Whether no letter or digit touches the range.
pub(crate) fn is_whole(text: &str, range: Range<usize>) -> bool {
    let before = text[..range.start].chars().next_back();
    let after = text[range.end..].chars().next();
    !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(words: &[&str], text: &str, expected: &[u32]) {
        assert_eq!(WordList::new(words).count(&fold(text)), expected);
    }

    #[test]
    fn whole_words_and_phrases_are_counted() {
        check(
            &["zorg", "zorg en welzijn", "jeugd"],
            "Zorg-\nen welzijn: ZORG en welzijn, zorgzaam.",
            &[2, 1, 0],
        );
        check(&["ouderen", "thuis wonen"], "Oude-\nren die thuis\nwonen; ‘ouderen’", &[2, 1]);
    }

    #[test]
    fn an_empty_word_or_list_is_never_found() {
        check(&["", "zorg"], "zorg", &[0, 1]);
        check(&[], "zorg", &[]);
    }
}
