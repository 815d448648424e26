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
