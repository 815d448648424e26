//! The codebook: the elements of Table 2, with the words by which a passage may be about one.

use bron_model::{Cross, TermId};
use serde::{Deserialize, Serialize};

/// `config/codebook.toml`. What its cues propose is for a reviewer to judge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Codebook {
    /// Words that take a cue back: before it with at most three words and no comma in between, or within its `...`.
    #[serde(default)]
    pub negations: Vec<String>,
    /// Phrases in which such a word takes nothing back (`niet alleen`).
    #[serde(default)]
    pub no_negations: Vec<String>,
    /// The categories, in the order of Table 2.
    pub category: Vec<Category>,
    /// The elements, in the order of Table 2.
    pub element: Vec<Element>,
}

impl Codebook {
    /// The category with that id; `None` where there is none, which loading refuses for the category of an element.
    pub fn category(&self, id: &str) -> Option<&Category> {
        self.category.iter().find(|category| category.id == id)
    }

    /// The element with that id; `None` where there is none.
    pub fn element(&self, id: &str) -> Option<&Element> {
        self.element.iter().find(|element| element.id == id)
    }
}

/// A category of elements.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Category {
    /// The id.
    pub id: String,
    /// The label as printed.
    pub label: String,
    /// The label in English.
    pub label_en: String,
}

/// An element. A cue, and a phrase of `not`, is one or more words in small letters; `*` behind a word stands for any
/// ending, `...` between two words for at most five other words of the same sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Element {
    /// The id, as it stands in files.
    pub id: String,
    /// The id of its category.
    pub category: String,
    /// The label.
    pub label: String,
    /// The label in English.
    pub label_en: String,
    /// What belongs to it and what does not, for people.
    pub explanation: String,
    /// The words by which it is proposed.
    pub cues: Vec<String>,
    /// Phrases in which a cue does not count.
    #[serde(default)]
    pub not: Vec<String>,
    /// A passage for which it must be proposed.
    pub example: String,
    /// A passage for which it must not be proposed.
    pub counter_example: String,
}

/// A cell of an earlier Table 2.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EarlierCross {
    /// The id of the element.
    pub element: String,
    /// The term.
    pub term: TermId,
    /// What the table says; `unknown` where it is lost.
    pub cross: Cross,
}
