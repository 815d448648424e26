//! Finds phrases in a folded text: whole words, beginnings of words, and words with others in between.

use crate::tokens::Tokens;
use crate::{Folded, fold};
use std::collections::BTreeMap;
use std::ops::Range;

/// At most so many other words stand for `...`.
const MOST_BETWEEN: usize = 5;

/// Cues, found in one pass over a folded text.
///
/// A phrase is one or more words. `*` behind a word stands for any ending (`talent*`), `...` between two words for at
/// most five other words of the same sentence. Between two words of a phrase stands nothing but blanks, hyphens, quote
/// marks, slashes and parentheses, so `bottom-up` is found as `bottom up` too.
#[derive(Debug, Clone, Default)]
pub struct Cues {
    phrases: Vec<Vec<Word>>,
    /// Cues by their first word.
    by_word: BTreeMap<String, Vec<usize>>,
    /// Cues by their first word where that is a beginning.
    by_beginning: BTreeMap<String, Vec<usize>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Word {
    letters: String,
    beginning: bool,
    behind_gap: bool,
}

/// A place where a phrase of [`Cues`] stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundCue {
    /// The number of the phrase in the list, from 0.
    pub phrase: usize,
    /// The bytes of the folded text, from the first word to the last.
    pub folded: Range<usize>,
    /// The bytes of the words that the phrase names, without those that stand for its `...`.
    pub words: Vec<Range<usize>>,
}

impl Cues {
    /// Takes the phrases in their order; each is folded first. One that folds to nothing is never found.
    pub fn new<S: AsRef<str>>(phrases: impl IntoIterator<Item = S>) -> Self {
        let mut all = Self::default();
        for (at, phrase) in phrases.into_iter().enumerate() {
            let words = words_of(phrase.as_ref());
            if let Some(first) = words.first() {
                let firsts = if first.beginning { &mut all.by_beginning } else { &mut all.by_word };
                firsts.entry(first.letters.clone()).or_default().push(at);
            }
            all.phrases.push(words);
        }
        all
    }

    /// Every place where a phrase stands, sorted by start, end and phrase. Of one phrase at one place the shortest
    /// reading of its `...` counts. Cues may overlap.
    pub fn find(&self, text: &Folded) -> Vec<FoundCue> {
        let tokens = Tokens::new(text.text());
        let mut found = Vec::new();
        for at in 0..tokens.len() {
            let word = tokens.text(at);
            let beginnings = word.char_indices().map(|(start, c)| &word[..start + c.len_utf8()]);
            let begun = beginnings.filter_map(|beginning| self.by_beginning.get(beginning));
            for &phrase in self.by_word.get(word).into_iter().chain(begun).flatten() {
                let mut places = vec![at];
                if self.goes_on(phrase, &tokens, &mut places) {
                    let words: Vec<Range<usize>> =
                        places.iter().map(|&token| tokens.range(token, token)).collect();
                    let folded = tokens.range(at, places[places.len() - 1]);
                    found.push(FoundCue { phrase, folded, words });
                }
            }
        }
        found.sort_by_key(|place| (place.folded.start, place.folded.end, place.phrase));
        found
    }

    /// Whether the rest of the phrase follows the tokens in `places`; then they are all in it.
    fn goes_on(&self, phrase: usize, tokens: &Tokens<'_>, places: &mut Vec<usize>) -> bool {
        let words = &self.phrases[phrase];
        let Some(word) = words.get(places.len()) else { return true };
        let last = places[places.len() - 1];
        let most = if word.behind_gap { MOST_BETWEEN } else { 0 };
        for at in last + 1..=last + 1 + most {
            let Some(gap) = tokens.gap(at - 1) else { return false };
            if !(if word.behind_gap { is_same_sentence(gap) } else { is_close(gap) }) {
                return false;
            }
            if word.is(tokens.text(at)) {
                places.push(at);
                if self.goes_on(phrase, tokens, places) {
                    return true;
                }
                places.pop();
            }
        }
        false
    }
}

impl Word {
    fn is(&self, token: &str) -> bool {
        if self.beginning { token.starts_with(&self.letters) } else { token == self.letters }
    }
}

fn words_of(phrase: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut behind_gap = false;
    for part in phrase.split_whitespace() {
        if matches!(part, "..." | "…") {
            behind_gap = !words.is_empty();
            continue;
        }
        let folded = fold(part.trim_end_matches('*'));
        let tokens = Tokens::new(folded.text());
        for at in 0..tokens.len() {
            let beginning = part.ends_with('*') && at + 1 == tokens.len();
            words.push(Word { letters: tokens.text(at).to_owned(), beginning, behind_gap });
            behind_gap = false;
        }
    }
    words
}

/// Whether two words with this between them stand side by side.
fn is_close(gap: &str) -> bool {
    gap.chars().all(|c| matches!(c, ' ' | '-' | '\'' | '/' | '(' | ')'))
}

fn is_same_sentence(gap: &str) -> bool {
    !gap.contains(['.', '!', '?', ';', ':', '•'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(phrase: &str, text: &str, expected: &[&str]) {
        let folded = fold(text);
        let found = Cues::new([phrase]).find(&folded);
        let words: Vec<&str> = found.iter().map(|place| &folded.text()[place.folded.clone()]).collect();
        assert_eq!(words, expected, "`{phrase}` in `{text}`");
    }

    #[test]
    fn a_phrase_is_whole_words_in_any_case_and_over_lines() {
        check("eigen regie", "EIGEN\nre-\ngie; mijn eigen regierol", &["eigen regie"]);
        check("regie", "regisseur, regiekamer, aanregie", &[]);
        check("bottom-up", "bottom up en bottom-up, bottom. Up", &["bottom up", "bottom-up"]);
        check("zelf- en samenredza*", "zelf- en samenredzaamheid", &["zelf- en samenredzaamheid"]);
    }

    #[test]
    fn a_star_stands_for_any_ending_and_for_none() {
        check("talent*", "talent, Talenten, talentvol, getalenteerd", &["talent", "talenten", "talentvol"]);
        check("gelijkwaardig* relatie*", "een gelijkwaardige relatie", &["gelijkwaardige relatie"]);
    }

    #[test]
    fn dots_stand_for_at_most_five_words_of_one_sentence() {
        check("netwerk* van ... buren", "netwerken van buren", &["netwerken van buren"]);
        check("bewoners ... zelf", "bewoners a, b c d e zelf", &["bewoners a, b c d e zelf"]);
        check("bewoners ... zelf", "bewoners a b c d e f zelf. Bewoners. Zelf", &[]);
        check("a ... b c", "a b x b c", &["a b x b c"]);
    }

    #[test]
    fn what_is_no_word_is_never_found() {
        check("", "wat dan ook", &[]);
        check("...", "wat dan ook", &[]);
        check("*", "wat dan ook", &[]);
    }

    proptest::proptest! {
        #[test]
        fn a_phrase_is_found_where_it_stands_and_its_words_are_in_it(
            before in "[a-c ]{0,12}", after in "[a-c ]{0,12}",
        ) {
            let folded = fold(&format!("{before} zelf doen {after}"));
            let found = Cues::new(["zelf doen", "a* ... zelf"]).find(&folded);
            proptest::prop_assert_eq!(found.iter().filter(|place| place.phrase == 0).count(), 1);
            for place in found {
                proptest::prop_assert_eq!(place.words[0].start, place.folded.start);
                proptest::prop_assert_eq!(place.words[place.words.len() - 1].end, place.folded.end);
            }
        }

        #[test]
        fn no_text_and_no_phrase_make_it_panic(phrase in "\\PC{0,20}", text in "\\PC{0,60}") {
            Cues::new([&phrase, "... a* ...", "a ... b*"]).find(&fold(&text));
        }
    }
}
