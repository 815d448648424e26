//! What a study says of itself: for whoever is handed one of its runs.

use serde::{Deserialize, Serialize};

/// What a study says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct About {
    /// One line for people.
    #[serde(default)]
    pub title: String,
    /// The research question.
    #[serde(default)]
    pub question: String,
    /// Who carries it out; empty where the study does not say.
    #[serde(default)]
    pub authors: Vec<Author>,
    /// Under which licence the study's own tables may be used, as an address (`https://creativecommons.org/licenses/by/4.0/`);
    /// empty where none is given, and then nobody may assume one.
    #[serde(default)]
    pub licence: String,
}

/// Who carries a study out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Author {
    /// The name.
    pub name: String,
    /// The organisation; empty where none is given.
    #[serde(default)]
    pub affiliation: String,
    /// The address of an ORCID record (`https://orcid.org/0000-0000-0000-0000`); empty where none is given.
    #[serde(default)]
    pub orcid: String,
}
