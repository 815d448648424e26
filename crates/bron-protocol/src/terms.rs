//! The terms: what is typed, and which spellings count as an occurrence.

use bron_model::TermId;
use serde::{Deserialize, Serialize};

/// A term of the review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// The id.
    pub id: TermId,
    /// The label as printed in Table 1.
    pub label: String,
    /// The texts typed, each one query, without quotation marks.
    pub texts: Vec<String>,
    /// How its spellings are built.
    pub form: Form,
    /// The first words of a two-part term (`zorgzame`, `zorgzaam`; `community`); empty for a single word.
    #[serde(default)]
    pub first: Vec<String>,
    /// The variants, each with the spellings that stand for it: of the whole word (`word`), or of the second part.
    pub variants: Vec<Variant>,
    /// Nouns that may stand beside a variant in a coordination and are not the term by themselves (`zorgzame straten en
    /// buurten`); for adjectives with nouns only.
    #[serde(default)]
    pub beside: Vec<String>,
    /// Spellings that look like the term and are not (`samenlevingsopbouw west-vlaanderen`, an organisation).
    #[serde(default)]
    pub not: Vec<String>,
    /// Words that stand for the term at the beginning of a sentence, once the text has named it (`organizing`). They are never an
    /// occurrence: a text that has only these does not hold the term.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub short: Vec<String>,
}

impl Term {
    /// Every way to write it, with a blank between its words (`community building`, `zorgzame wijken`), in the order of
    /// the configuration.
    pub fn written(&self) -> Vec<String> {
        let spellings = || self.variants.iter().flat_map(|variant| &variant.spellings);
        if self.form == Form::Word {
            return spellings().cloned().collect();
        }
        let with = |first: &String| {
            let first = first.clone();
            spellings().map(move |rest| format!("{first} {rest}"))
        };
        self.first.iter().flat_map(with).collect()
    }
}

/// How the spellings of a term are built from its parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// One word; also found behind a suspended hyphen (`zelf- en samenredzaamheid`).
    Word,
    /// A Dutch adjective before a noun: other adjectives may stand between or around (`vitale, zorgzame buurten`,
    /// `zorgzame en vitale buurten`) and heads may be coordinated (`zorgzame buurten en wijken`).
    AdjectiveNoun,
    /// Two or more English words: joined by blank, hyphen or nothing, and a coordination may leave the first out
    /// (`community building, -development en -organization`); a bare second word is never an occurrence.
    Compound,
}

/// A variant and its spellings, in small letters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Variant {
    /// As reported in `variant` columns (`zorgzame wijken`).
    pub name: String,
    /// Singular, plural and inflected forms.
    pub spellings: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(form: Form, first: &[&str], spellings: &[&str]) -> Vec<String> {
        let owned = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        let variants = vec![Variant { name: String::new(), spellings: owned(spellings) }];
        let term = Term {
            id: TermId::new("een-term").unwrap(),
            label: String::new(),
            texts: Vec::new(),
            form,
            first: owned(first),
            variants,
            beside: Vec::new(),
            not: Vec::new(),
            short: Vec::new(),
        };
        term.written()
    }

    #[test]
    fn a_term_is_written_as_a_word_or_with_every_first_word_before_every_second() {
        assert_eq!(written(Form::Word, &[], &["samenzorg", "samen-zorg"]), ["samenzorg", "samen-zorg"]);
        assert_eq!(
            written(Form::Compound, &["ageing", "aging"], &["in place"]),
            ["ageing in place", "aging in place"]
        );
        assert_eq!(
            written(Form::AdjectiveNoun, &["zorgzame"], &["buurt", "buurten"]),
            ["zorgzame buurt", "zorgzame buurten"]
        );
    }
}
