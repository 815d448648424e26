//! The patterns by which a definition or description is recognised, as data.

use bron_model::PassageKind;
use serde::{Deserialize, Serialize};

/// A pattern. In `matches` and `unless`, `{term}` stands for an occurrence of the term.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pattern {
    /// The id, such as `nl-onder-x-verstaan`.
    pub id: String,
    /// What a match is.
    pub kind: PassageKind,
    /// Where the pattern looks.
    pub scope: PatternScope,
    /// A regular expression over the folded sentence (small letters, straight quotes, single blanks).
    pub matches: String,
    /// A match of this in the same sentence takes the match back.
    #[serde(default)]
    pub unless: Option<String>,
    /// 1 to 100.
    pub score: u8,
    /// What it recognises, for people.
    pub explanation: String,
    /// A sentence (in the scope's form) that it must recognise.
    pub example: String,
    /// The term of the example.
    pub term: String,
    /// A sentence that it must not recognise.
    pub counter_example: String,
}

impl Pattern {
    /// The sign that stands for the term in a sentence that patterns read: "substitute", which no text needs. It is ASCII, since
    /// regular expressions with `\b` are many times slower on a sentence with any other character.
    pub const TERM: &str = "\u{1a}";

    /// The expression with [`Self::TERM`] where it says `{term}`. A term stands at whole words, so a `\b` beside it says nothing; it
    /// is left out, since beside a sign that is no letter it would never hold.
    pub fn with_term(expression: &str) -> String {
        let bare = expression.replace(r"\b{term}", "{term}").replace(r"{term}\b", "{term}");
        bare.replace("{term}", Self::TERM)
    }
}

/// A way to name a term without saying what it is: in a wish, a title, beside an amount of money. Where all occurrences in a
/// sentence are so, patterns with a score below [`bron_model::PassageRow::TELLS`] do not count for it and those below 60 are
/// weak, unless a colon or a clause behind the term may say what it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mention {
    /// The id, such as `nl-vermelding-wens`.
    pub id: String,
    /// A regular expression over the folded sentence, as in [`Pattern::matches`]. It speaks for the occurrences inside what
    /// it matches.
    pub matches: String,
    /// What it recognises, for people.
    pub explanation: String,
    /// A sentence of which it must recognise every occurrence.
    pub example: String,
    /// The term of the example.
    pub term: String,
    /// A sentence of which it must not recognise every occurrence.
    pub counter_example: String,
}

/// Where a pattern looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PatternScope {
    /// A sentence with the term.
    Sentence,
    /// The sentence after one that ends in or is about the term ("Dit is een gemeenschap waar ...").
    Next,
    /// A sentence with the term that names what the sentence before it says ("Dat noemen we X").
    Previous,
    /// The lines under a heading with the term ("Definitie van X").
    Heading,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edge_of_a_word_beside_the_term_is_no_condition() {
        let sign = Pattern::TERM;
        for (written, read) in [
            (r"\b{term}\b is", format!("{sign} is")),
            (r"{term}(?:en)?\b", format!(r"{sign}(?:en)?\b")),
            (r"\bin {term}", format!(r"\bin {sign}")),
        ] {
            assert_eq!(Pattern::with_term(written), read);
        }
    }
}
