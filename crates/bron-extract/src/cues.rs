//! Which patterns can match a sentence at all, by the words that they cannot do without.
//!
//! A hundred expressions cost more than a hundred times one look for their words. From each expression the words are
//! taken that every match must contain (one of them), and an expression is tried only where one of its words stands. An
//! expression without such words is always tried, so nothing that would match is passed over.

use crate::marked::TERM;
use aho_corasick::{AhoCorasick, MatchKind};
use regex_syntax::hir::{Hir, HirKind};

/// The expressions by their words.
#[derive(Debug)]
pub(crate) struct Gate {
    automaton: Option<AhoCorasick>,
    /// The expressions of each word.
    of_word: Vec<Vec<usize>>,
    always: Vec<usize>,
    len: usize,
}

impl Gate {
    /// Takes the expressions in their order; one that does not parse is always tried.
    pub(crate) fn new(expressions: &[Option<Hir>]) -> Self {
        let mut words: Vec<Vec<u8>> = Vec::new();
        let mut of_word: Vec<Vec<usize>> = Vec::new();
        let mut always = Vec::new();
        for (n, expression) in expressions.iter().enumerate() {
            let needed = expression.as_ref().and_then(needed);
            let Some(needed) = needed else {
                always.push(n);
                continue;
            };
            for word in needed {
                if let Some(at) = words.iter().position(|known| *known == word) {
                    of_word[at].push(n);
                } else {
                    words.push(word);
                    of_word.push(vec![n]);
                }
            }
        }
        let automaton = AhoCorasick::builder().match_kind(MatchKind::Standard).build(&words).ok();
        if automaton.is_none() {
            always = (0..expressions.len()).collect();
        }
        Self { automaton, of_word, always, len: expressions.len() }
    }

    /// The numbers of the expressions that can match, in their order.
    pub(crate) fn open(&self, text: &str) -> Vec<usize> {
        let mut open = vec![false; self.len];
        for &n in &self.always {
            open[n] = true;
        }
        if let Some(automaton) = &self.automaton {
            for hit in automaton.find_overlapping_iter(text) {
                for &n in &self.of_word[hit.pattern().as_usize()] {
                    open[n] = true;
                }
            }
        }
        (0..self.len).filter(|&n| open[n]).collect()
    }
}

/// More words than this say nothing.
const MOST_WORDS: usize = 160;

/// Words of which every match holds at least one; nothing where there are none, or only the term and single letters.
fn needed(hir: &Hir) -> Option<Vec<Vec<u8>>> {
    match hir.kind() {
        HirKind::Literal(literal) => telling(&literal.0).then(|| vec![literal.0.to_vec()]),
        HirKind::Capture(capture) => needed(&capture.sub),
        HirKind::Repetition(repetition) if repetition.min > 0 => needed(&repetition.sub),
        HirKind::Concat(parts) => parts
            .iter()
            .filter_map(needed)
            .min_by_key(|words| (std::cmp::Reverse(shortest(words)), words.len())),
        HirKind::Alternation(parts) => {
            let mut all = Vec::new();
            for part in parts {
                all.extend(needed(part)?);
            }
            (all.len() <= MOST_WORDS).then_some(all)
        }
        _ => None,
    }
}

/// The term stands in every sentence, and a single sign in most.
fn telling(word: &[u8]) -> bool {
    let text = String::from_utf8_lossy(word).replace(TERM, "");
    text.trim().len() >= 2
}

fn shortest(words: &[Vec<u8>]) -> usize {
    words.iter().map(|word| word.len().min(8)).min().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ascii;

    fn check(expression: &str, expected: Option<&[&str]>) {
        let hir = ascii::parsed(expression).expect("it parses");
        let words = needed(&hir).map(|words| {
            words.into_iter().map(|word| String::from_utf8(word).expect("words are text")).collect::<Vec<_>>()
        });
        let expected = expected.map(|words| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>());
        assert_eq!(words, expected, "{expression}");
    }

    #[test]
    fn the_words_that_a_match_cannot_do_without_are_found() {
        check(r"\bonder (?:\S+ ){0,3}verstaat\b", Some(&["verstaat"]));
        check(r"(?:noemt|heet) \S+", Some(&["noemt", "heet"]));
        check(r"\S+ (?:is|\p{L}+) \S+", None);
        check(&format!("(?:een )?{TERM}"), None);
    }

    #[test]
    fn only_expressions_whose_words_stand_there_are_open() {
        let gate = Gate::new(&["wordt .* genoemd", "heet", r"\w+"].map(ascii::parsed));
        assert_eq!(gate.open("dat heet zo"), [1, 2]);
        assert_eq!(gate.open("wordt zo genoemd"), [0, 2]);
    }
}
