//! Finds the nouns that an adjective of a term belongs to, through other adjectives and coordinations.

use crate::fold;
use crate::fold::is_conjunction;
use crate::tokens::Tokens;
use bron_protocol::Term;
use std::collections::BTreeMap;

/// Words in -e that are no adjective, so that no noun phrase goes on behind them.
const NO_ADJECTIVE: &[&str] = &[
    "alle", "deze", "elke", "enkele", "hele", "iedere", "onze", "welke", "zulke", "mede", "toe", "hoe",
    "wie", "die", "the", "these", "those", "where", "some", "more", "like",
];

/// A term of an adjective and nouns.
#[derive(Debug, Clone)]
pub(crate) struct AdjectiveTerm {
    pub(crate) term: usize,
    /// The spellings of the nouns, with the number of their variant.
    heads: BTreeMap<String, usize>,
    beside: Vec<String>,
}

/// What joins two words of a noun phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Link {
    Blank,
    Coordination,
}

/// What the last word of the phrase was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Last {
    Adjective,
    Noun,
}

impl AdjectiveTerm {
    pub(crate) fn new(number: usize, term: &Term) -> Self {
        let squeezed =
            |words: &str| -> String { fold(words).text().chars().filter(|c| c.is_alphanumeric()).collect() };
        let mut heads = BTreeMap::new();
        for (variant, spellings) in term.variants.iter().enumerate() {
            for spelling in &spellings.spellings {
                heads.entry(squeezed(spelling)).or_insert(variant);
            }
        }
        Self { term: number, heads, beside: term.beside.iter().map(|noun| squeezed(noun)).collect() }
    }

    /// Words of which one stands in every text that holds a noun of the term.
    pub(crate) fn nouns(&self) -> Vec<String> {
        let all: Vec<&String> = self.heads.keys().collect();
        let holds_none =
            |noun: &&&String| !all.iter().any(|other| *other != **noun && noun.contains(other.as_str()));
        all.iter().filter(holds_none).map(|noun| (*noun).clone()).collect()
    }

    /// The nouns that belong to the adjective whose last token is `adjective`: variant and last token of each.
    pub(crate) fn heads(&self, tokens: &Tokens<'_>, adjective: usize) -> Vec<(usize, usize)> {
        let mut found = Vec::new();
        let (mut at, mut last, mut adjectives) = (adjective, Last::Adjective, 0);
        // A noun phrase is never longer than this.
        for _ in 0..12 {
            let Some((link, next)) = link(tokens, at) else { break };
            let fits = match last {
                Last::Adjective => link == Link::Blank,
                Last::Noun => link == Link::Coordination,
            };
            if fits && let Some((variant, end)) = self.head(tokens, next) {
                found.push((variant, end));
                (at, last) = (end, Last::Noun);
            } else if fits && let Some(end) = self.noun_beside(tokens, next) {
                (at, last) = (end, Last::Noun);
            } else if last == Last::Adjective && adjectives < 4 && self.is_adjective(tokens.text(next)) {
                adjectives += 1;
                at = next;
            } else {
                break;
            }
        }
        found
    }

    fn head(&self, tokens: &Tokens<'_>, n: usize) -> Option<(usize, usize)> {
        if let Some(variant) = self.heads.get(tokens.text(n)) {
            return Some((*variant, n));
        }
        // A hyphen that an earlier reading left inside the word.
        tokens.gap(n).filter(|gap| matches!(*gap, "-" | "- "))?;
        let whole = format!("{}{}", tokens.text(n), tokens.text(n + 1));
        self.heads.get(&whole).map(|variant| (*variant, n + 1))
    }

    fn noun_beside(&self, tokens: &Tokens<'_>, n: usize) -> Option<usize> {
        let is_beside = |word: &str| self.beside.iter().any(|noun| noun == word);
        if is_beside(tokens.text(n)) {
            return Some(n);
        }
        tokens.gap(n).filter(|gap| *gap == "'")?;
        is_beside(&format!("{}{}", tokens.text(n), tokens.text(n + 1))).then_some(n + 1)
    }

    fn is_adjective(&self, word: &str) -> bool {
        let ending = ["e", "ig", "lijk", "zaam", "baar", "isch", "aal", "ief", "iek", "meer", "zeer"];
        word.len() >= 4
            && ending.iter().any(|ending| word.ends_with(ending))
            && !NO_ADJECTIVE.contains(&word)
            && !self.heads.contains_key(word)
    }
}

/// How the token after `at` is joined to it, and which token that is (a conjunction is passed over).
fn link(tokens: &Tokens<'_>, at: usize) -> Option<(Link, usize)> {
    let sign = |gap: &str| -> String { gap.replace('\'', "").trim().to_owned() };
    let gap = tokens.gap(at)?;
    let coordinating = match sign(gap).as_str() {
        "" | "-" => false,
        "," | "/" | "&" | "+" | ", -" | "/-" | ",-" => true,
        _ => return None,
    };
    let mut next = at + 1;
    if !is_conjunction(tokens.text(next)) {
        return Some((if coordinating { Link::Coordination } else { Link::Blank }, next));
    }
    if sign(tokens.gap(next)?) == "/" && is_conjunction(tokens.text(next + 1)) {
        next += 1;
    }
    matches!(sign(tokens.gap(next)?).as_str(), "" | "-").then_some((Link::Coordination, next + 1))
}
