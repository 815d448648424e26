//! What only people can say in a report: registration, peer review of the search, funding, and single items of a checklist.

use crate::config_file::{ConfigFile, way};
use crate::error::{Error, did_you_mean, list, nearest};
use bron_model::PartialDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The file that the pipeline's key `report` names. A key that is absent or blank says nothing, and what asks for it is
/// unanswered; no stage reads it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Statements {
    /// The title of the report.
    pub title: String,
    /// Why the review is made.
    pub rationale: String,
    /// Where it is registered, under which number and when; or that it is not.
    pub registration: String,
    /// Where the protocol can be read.
    pub protocol: String,
    /// Who searched, judged and took over passages, and how independently.
    pub reviewers: String,
    /// The earlier review and what of it was used.
    pub prior_work: String,
    /// Citations that were followed.
    pub citations: String,
    /// People and organisations that were asked.
    pub contacts: String,
    /// Other ways in which was searched.
    pub other_methods: String,
    /// Who paid, and what part they had.
    pub funding: String,
    /// Other support.
    pub support: String,
    /// Competing interests.
    pub interests: String,
    /// Where data, configuration and archive can be had.
    pub availability: String,
    /// Who looked at the search before it was done.
    pub peer_review: PeerReview,
    /// Answers to items of PRISMA-S, by number; they take the place of what the data say.
    #[serde(rename = "prisma-s")]
    pub prisma_s: BTreeMap<String, String>,
    /// The same for PRISMA-ScR.
    #[serde(rename = "prisma-scr")]
    pub prisma_scr: BTreeMap<String, String>,
    /// The same for PRISMA 2020.
    #[serde(rename = "prisma-2020")]
    pub prisma_2020: BTreeMap<String, String>,
}

/// The peer review of a search, with the six elements of PRESS 2015.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PeerReview {
    /// Who did it.
    pub by: String,
    /// When.
    pub on: Option<PartialDate>,
    /// What came of it.
    pub outcome: String,
    /// Whether the question was turned into the right concepts.
    pub question: String,
    /// Operators.
    pub operators: String,
    /// Subject headings.
    pub subject_headings: String,
    /// The words that were typed.
    pub text_words: String,
    /// Spelling and syntax.
    pub spelling: String,
    /// Limits and filters.
    pub limits: String,
}

impl PeerReview {
    /// The six elements by name, in the order of PRESS.
    pub fn elements(&self) -> [(&'static str, &str); 6] {
        [
            ("question", &self.question),
            ("operators", &self.operators),
            ("subject_headings", &self.subject_headings),
            ("text_words", &self.text_words),
            ("spelling", &self.spelling),
            ("limits", &self.limits),
        ]
    }
}

/// A reporting standard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standard {
    /// PRISMA-S, on reporting the search.
    PrismaS,
    /// PRISMA-ScR, on scoping reviews.
    PrismaScr,
    /// PRISMA 2020, on (updated) systematic reviews.
    Prisma2020,
}

impl Standard {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::PrismaS, Self::PrismaScr, Self::Prisma2020];

    /// The name of its table in the file.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::PrismaS => "prisma-s",
            Self::PrismaScr => "prisma-scr",
            Self::Prisma2020 => "prisma-2020",
        }
    }

    /// The numbers of its items, in its order.
    pub fn numbers(self) -> &'static [&'static str] {
        match self {
            Self::PrismaS => {
                &["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15", "16"]
            }
            Self::PrismaScr => &[
                "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15", "16", "17",
                "18", "19", "20", "21", "22",
            ],
            Self::Prisma2020 => &[
                "1", "2", "3", "4", "5", "6", "7", "8", "9", "10a", "10b", "11", "12", "13a", "13b", "13c",
                "13d", "13e", "13f", "14", "15", "16a", "16b", "17", "18", "19", "20a", "20b", "20c", "20d",
                "21", "22", "23a", "23b", "23c", "23d", "24a", "24b", "24c", "25", "26", "27",
            ],
        }
    }
}

impl Statements {
    /// What people answer to an item themselves; nothing where they did not.
    pub fn item(&self, standard: Standard, number: &str) -> Option<&str> {
        let text = self.items(standard).get(number)?.trim();
        (!text.is_empty()).then_some(text)
    }

    fn items(&self, standard: Standard) -> &BTreeMap<String, String> {
        match standard {
            Standard::PrismaS => &self.prisma_s,
            Standard::PrismaScr => &self.prisma_scr,
            Standard::Prisma2020 => &self.prisma_2020,
        }
    }
}

/// Reads the file. An unknown key, a number that is none of the standard's, and a peer review of which nobody knows who did it
/// are refused with their place.
pub(crate) fn statements(file: &ConfigFile) -> Result<Statements, Error> {
    let statements: Statements = file.read()?;
    for standard in Standard::ALL {
        let (table, numbers) = (standard.as_str(), standard.numbers());
        let unknown = statements.items(standard).keys().find(|number| !numbers.contains(&number.as_str()));
        if let Some(number) = unknown {
            let hint = format!("{}its items are: {}", did_you_mean(nearest(number, numbers)), list(numbers));
            let problem = format!("`{table}` has no item `{number}`");
            return Err(file.refuse(way![table, number], problem, hint));
        }
    }
    let review = &statements.peer_review;
    let told = review.elements().iter().any(|(_, text)| !text.trim().is_empty());
    if review.by.trim().is_empty() && (told || !review.outcome.trim().is_empty() || review.on.is_some()) {
        return Err(file.refuse(
            way!["peer_review"],
            "a peer review of the search that does not say who did it",
            "fill in `by`, or empty the other keys",
        ));
    }
    Ok(statements)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Statements, Error> {
        statements(&ConfigFile::new("config/report.toml", text.as_bytes()).unwrap())
    }

    #[test]
    fn every_key_may_be_absent_and_a_blank_says_nothing() {
        assert_eq!(read("").unwrap(), Statements::default());
        let some = read("funding = \"ZonMw\"\n[prisma-2020]\n\"24a\" = \"OSF\"\n\"25\" = \" \"\n").unwrap();
        assert_eq!(some.item(Standard::Prisma2020, "24a"), Some("OSF"));
        assert_eq!(some.item(Standard::Prisma2020, "25"), None);
        assert_eq!(some.item(Standard::PrismaS, "1"), None);
    }

    #[test]
    fn what_means_nothing_is_refused_with_its_place() {
        let told = |text: &str| read(text).unwrap_err().to_string();
        assert_eq!(told("fundng = \"\"\n"), "unknown key `fundng` at config/report.toml:1:1");
        assert_eq!(
            told("[prisma-s]\n\"17\" = \"x\"\n"),
            "`prisma-s` has no item `17` at config/report.toml:2:1"
        );
        assert_eq!(
            told("[peer_review]\noutcome = \"goed\"\n"),
            "a peer review of the search that does not say who did it at config/report.toml:1:2"
        );
    }

    #[test]
    fn the_standards_have_as_many_items_as_they_say() {
        let counts = Standard::ALL.map(|standard| standard.numbers().len());
        assert_eq!(counts, [16, 22, 42]);
    }
}
