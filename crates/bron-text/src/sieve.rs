//! Tells without folding that no spelling can stand in a text: most pages of most documents hold none.

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, AhoCorasickKind, Input, MatchKind};
use std::collections::{BTreeMap, BTreeSet};

/// What a text must hold for a spelling to stand in it. Both are folded and of letters and digits only.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Needed {
    /// A word of the spelling.
    pub(crate) word: String,
    /// The spelling begins with that word.
    pub(crate) opens: bool,
    /// Words of which one stands in the same noun phrase behind it; none where nothing more is needed.
    pub(crate) beside: Vec<String>,
}

/// Words of which at least one stands in every text that holds a spelling, whole or broken by hyphens.
#[derive(Debug, Clone)]
pub(crate) struct Sieve {
    /// Finds the first of the words in small letters: many times faster than `words`, and most pages hold none.
    first: Option<AhoCorasick>,
    /// Finds the words in any case.
    words: Option<AhoCorasick>,
    /// What is known of each word, by its number in `words`.
    needed: Vec<Part>,
    /// Finds the words beside, by the numbers that `needed` has.
    beside: Vec<AhoCorasick>,
    /// Which two letters stand beside each other in a word, `words` and those beside: a hyphen between others breaks none.
    pairs: BTreeSet<(char, char)>,
    /// Words of which a first half may stand alone before a suspended hyphen (`samen- en zelfredzaamheid`).
    halves: Vec<String>,
    /// Letters and digits of the longest word.
    longest: usize,
}

/// A word, as far as it can be looked for without folding.
#[derive(Debug, Clone, Copy)]
struct Part {
    /// No letter stands before it.
    opens: bool,
    /// The number of the words beside it.
    beside: Option<usize>,
}

/// A word of fewer letters would stand everywhere.
const FEWEST: usize = 4;

impl Sieve {
    /// Where a word has no four letters without marks in a row, nothing is sieved.
    pub(crate) fn new(needed: impl Iterator<Item = Needed>, halves: Vec<String>) -> Self {
        let mut sieve = Self {
            first: None,
            words: None,
            needed: Vec::new(),
            beside: Vec::new(),
            pairs: BTreeSet::new(),
            halves,
            longest: 0,
        };
        let mut parts: Vec<String> = Vec::new();
        let mut known: BTreeMap<Vec<String>, usize> = BTreeMap::new();
        for Needed { word, opens, beside } in needed {
            let part = plain_part(&word);
            if part.len() < FEWEST {
                return Self { needed: Vec::new(), beside: Vec::new(), longest: 0, ..sieve };
            }
            let opens = opens && word.starts_with(part);
            let beside: Vec<String> = beside.iter().map(|word| plain_part(word).to_owned()).collect();
            let is_telling = !beside.is_empty() && beside.iter().all(|part| part.len() >= FEWEST);
            let beside = is_telling.then(|| {
                *known.entry(beside).or_insert_with_key(|beside| {
                    sieve.beside.push(in_any_case(beside));
                    sieve.beside.len() - 1
                })
            });
            sieve.longest = sieve.longest.max(part.len());
            parts.push(part.to_owned());
            sieve.needed.push(Part { opens, beside });
        }
        for word in known.keys().flatten().chain(&parts) {
            sieve.pairs.extend(word.chars().zip(word.chars().skip(1)));
        }
        let longest_beside = known.keys().flatten().map(String::len).max().unwrap_or_default();
        sieve.longest = sieve.longest.max(longest_beside);
        sieve.first = Some(built(
            AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).kind(Some(AhoCorasickKind::DFA)),
            &parts,
        ));
        sieve.words = Some(in_any_case(&parts));
        sieve
    }

    /// Whether a spelling may stand in the text. `false` is certain.
    pub(crate) fn may_hold(&self, text: &str) -> bool {
        let (Some(first), Some(words)) = (&self.first, &self.words) else { return true };
        if !is_plain(text) {
            return true;
        }
        let Some(first) = first.find(&text.to_ascii_lowercase()) else {
            return self.may_be_broken(words, text);
        };
        let may_open = |start: usize| !text[..start].ends_with(char::is_alphabetic);
        let stands = words.find_overlapping_iter(Input::new(text).range(first.start()..)).any(|found| {
            let part = self.needed[found.pattern().as_usize()];
            let phrase = || phrase(&text[found.end()..]);
            let beside = || part.beside.is_none_or(|number| self.may_stand(&self.beside[number], phrase()));
            (!part.opens || may_open(found.start())) && beside()
        });
        stands || self.may_be_broken(words, text)
    }

    /// Whether one of the words may stand in the text, whole or broken by a hyphen.
    fn may_stand(&self, words: &AhoCorasick, text: &str) -> bool {
        words.is_match(text) || self.may_be_broken(words, text)
    }

    /// Whether a hyphen may break one of the words, or stand for the second half of one.
    fn may_be_broken(&self, words: &AhoCorasick, text: &str) -> bool {
        let mut around = String::new();
        text.match_indices('-').any(|(at, _)| {
            let (before, after) = (&text[..at], &text[at + 1..]);
            if self.is_half(before, after) {
                return true;
            }
            if !self.may_break(before, after) {
                return false;
            }
            around.clear();
            letters_around(before, after, self.longest, &mut around);
            words.is_match(&around)
        })
    }

    /// Whether the letters on both sides of a hyphen stand beside each other in a word.
    fn may_break(&self, before: &str, after: &str) -> bool {
        let last = before.chars().rev().find(|c| c.is_alphanumeric());
        let next = after.chars().find(|c| c.is_alphanumeric());
        last.zip(next).is_some_and(|(last, next)| {
            self.pairs.contains(&(last.to_ascii_lowercase(), next.to_ascii_lowercase()))
        })
    }

    /// Whether a first half stands before a hyphen that stands for the second: `en` or `of` follows, or a slash. Of a word that
    /// follows only the first letter is looked at, for a hyphen may break it too.
    fn is_half(&self, before: &str, after: &str) -> bool {
        let next = after.find(char::is_alphanumeric).unwrap_or(after.len());
        let is_suspended = after[..next].contains('/')
            || after[next..].starts_with(['e', 'é', 'o', 'a', 'E', 'É', 'O', 'A']);
        if !is_suspended {
            return false;
        }
        let start = before.char_indices().rev().take_while(|(_, c)| c.is_alphabetic()).last();
        let Some((start, _)) = start else { return false };
        let half = before[start..].to_lowercase();
        self.halves.iter().any(|word| word.starts_with(&half))
    }
}

/// The longest part of a word without marks.
fn plain_part(word: &str) -> &str {
    word.split(|c: char| !c.is_ascii()).max_by_key(|part| part.len()).unwrap_or_default()
}

fn in_any_case(words: &[String]) -> AhoCorasick {
    let mut builder = AhoCorasick::builder();
    builder.match_kind(MatchKind::Standard).kind(Some(AhoCorasickKind::DFA)).ascii_case_insensitive(true);
    built(&builder, words)
}

fn built(builder: &AhoCorasickBuilder, words: &[String]) -> AhoCorasick {
    builder.build(words).expect("the words of a protocol stay far below the automaton's limit of states")
}

/// What may still belong to the noun phrase that `text` goes on with: up to a stop, and not more words than any phrase or
/// coordination of a spelling has.
fn phrase(text: &str) -> &str {
    const MOST_WORDS: usize = 14;
    let end = text.find(['.', ';', ':', '?', '!']).unwrap_or(text.len());
    let word_ends = text[..end].match_indices(|c: char| c.is_whitespace());
    let starts = word_ends.filter(|(at, space)| !text[at + space.len()..].starts_with(char::is_whitespace));
    let most = starts.map(|(at, _)| at).nth(MOST_WORDS);
    &text[..most.unwrap_or(end)]
}

/// Adds so many letters and digits before and after a hyphen, without what stands between them.
fn letters_around(before: &str, after: &str, most: usize, around: &mut String) {
    let letters = before.char_indices().rev().filter(|(_, c)| c.is_alphanumeric());
    let start = letters.take(most).last().map_or(before.len(), |(at, _)| at);
    around.extend(before[start..].chars().filter(|c| c.is_alphanumeric()));
    around.extend(after.chars().filter(|c| c.is_alphanumeric()).take(most));
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

    fn needed(word: &str, opens: bool, beside: &[&str]) -> Needed {
        Needed { word: word.to_owned(), opens, beside: beside.iter().map(ToString::to_string).collect() }
    }

    fn check(text: &str, expected: bool) {
        let needed = [
            needed("samenzorg", true, &[]),
            needed("coöperatie", true, &[]),
            needed("aging", true, &["place"]),
            needed("vitale", true, &["buurt", "wijk"]),
        ];
        let sieve = Sieve::new(needed.into_iter(), vec!["samenzorg".to_owned()]);
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
        check("samen-/mantelzorg", true);
        check("samen-wonen in de flat", false);
        check("same\u{ad}nzorg", true);
        check("ﬁets", true);
        check("", false);
    }

    #[test]
    fn a_word_that_opens_a_spelling_does_not_stand_inside_another() {
        check("een uitdaging op die place", false);
        check("2aging in place", true);
        check("Aging in een huis", false);
        check("aging in pla-\nce", true);
    }

    #[test]
    fn an_adjective_needs_one_of_its_nouns() {
        check("een vitale oude dag", false);
        check("vitale stads- en dorpswijken", true);
        check("vitale, gezonde buur-\nten", true);
        check("een vitale oude dag. De buurt", false);
    }

    #[test]
    fn a_word_without_plain_letters_sieves_nothing() {
        let sieve = Sieve::new([needed("éénéén", true, &[])].into_iter(), Vec::new());
        assert!(sieve.may_hold("niets"));
    }
}
