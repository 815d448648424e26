//! What a person decided: a line of a judgement file.
//!
//! A judgement is never edited and never deleted. A changed mind is a new one that names the old one in `supersedes`; a
//! consensus names the votes that it settles in `resolves`; an undo is [`Says::Withdrawn`].

use crate::review::closed;
use crate::{Criterion, DocumentId, PassageKind, PublicationId, TermId, Verdict};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The format of a line of a judgement file.
pub const JUDGEMENT_FORMAT: u32 = 1;

/// A reviewer's initials or pseudonym: 1 to 20 letters (without accents) or digits, as typed. It is a part of file names, so
/// two that differ only in case must not both occur in a study, and `CON` or `AUX` is none.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
pub struct Reviewer(String);

/// A text that names no reviewer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` names no reviewer: use 1 to 20 letters or digits, such as initials")]
pub struct ReviewerError(pub String);

/// The name under which a consensus is kept; no reviewer can have it.
const CONSENSUS: &str = "consensus";

impl Reviewer {
    /// Takes initials or a pseudonym. `consensus` is none: see [`Reviewer::consensus`].
    pub fn new(text: impl Into<String>) -> Result<Self, ReviewerError> {
        let text = text.into();
        let is_name = (1..=20).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric());
        if is_name && !text.eq_ignore_ascii_case(CONSENSUS) && crate::file_name_problem(&text).is_none() {
            Ok(Self(text))
        } else {
            Err(ReviewerError(text))
        }
    }

    /// What the reviewers decided together.
    pub fn consensus() -> Self {
        Self(CONSENSUS.to_owned())
    }

    /// Whether this is what the reviewers decided together.
    pub fn is_consensus(&self) -> bool {
        self.0 == CONSENSUS
    }

    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Reviewer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl TryFrom<String> for Reviewer {
    type Error = ReviewerError;
    fn try_from(text: String) -> Result<Self, ReviewerError> {
        if text == CONSENSUS { Ok(Self::consensus()) } else { Self::new(text) }
    }
}

impl From<Reviewer> for String {
    fn from(reviewer: Reviewer) -> String {
        reviewer.0
    }
}

/// A judgement's id: `<reviewer>.<device>.<number of the line>`. No two lines of a study have the same, since a reviewer and
/// a device have one file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct JudgementId(String);

impl JudgementId {
    /// The id of the `number`th line (from 1) that this reviewer wrote on this device.
    pub fn new(reviewer: &Reviewer, device: &str, number: u64) -> Self {
        Self(format!("{reviewer}.{device}.{number}"))
    }

    /// The id that a page or a sheet names; what names none stays an id that no judgement has.
    pub fn of_text(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for JudgementId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// A line of a judgement file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Judgement {
    /// [`JUDGEMENT_FORMAT`].
    pub v: u32,
    /// The number of the line in its file, from 1.
    pub seq: u64,
    /// sha256 of the line before it, without its line end; empty on the first.
    pub prev: String,
    /// Its id.
    pub id: JudgementId,
    /// When it was given.
    #[schemars(with = "String")]
    pub at: Timestamp,
    /// Who gives it.
    pub reviewer: Reviewer,
    /// On which device.
    pub device: String,
    /// What it is.
    pub given: Given,
}

/// A judgement without what its file adds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Given {
    /// Where it came from.
    pub origin: Origin,
    /// In which round.
    pub round: Round,
    /// The version of the criteria that it was given under.
    pub criteria: String,
    /// The publication that it is about.
    pub publication: PublicationId,
    /// What of it was judged.
    pub judged: Judged,
    /// What is decided.
    pub says: Says,
    /// A remark; empty where there is none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// The judgement of the same reviewer that it replaces.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supersedes: Option<JudgementId>,
    /// The votes that a consensus settles; empty elsewhere.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub resolves: Vec<JudgementId>,
}

closed!(
    /// Where a judgement came from.
    Origin {
        /// The page in the browser.
        Browser => "browser",
        /// The command line.
        Command => "command",
        /// A sheet that was read back.
        Sheet => "sheet",
        /// An export of Rayyan.
        Rayyan => "import-rayyan",
        /// An export of ASReview.
        Asreview => "import-asreview",
    }
);

closed!(
    /// A round of judging.
    Round {
        /// A sample that all judge, to agree on how to read the criteria.
        Pilot => "pilot",
        /// The review itself.
        Main => "main",
    }
);

closed!(
    /// How much of a publication a reviewer looked at.
    Screened {
        /// Title, kind and date as listed.
        Listing => "listing",
        /// The summary or abstract.
        Summary => "summary",
        /// The first pages or the table of contents.
        FirstPages => "first-pages",
        /// The whole text.
        FullText => "full-text",
    }
);

/// What was judged, so that a later harvest can tell whether it is still the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Judged {
    /// All its addresses, sorted: by one of them it is found again when its id is not.
    pub addresses: Vec<String>,
    /// sha256 of what was listed of it: title, authors, kind and date.
    pub record: String,
    /// Its documents that had text, in their order.
    pub documents: Vec<JudgedDocument>,
}

/// A document as it was when it was judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct JudgedDocument {
    /// Its id.
    pub document: DocumentId,
    /// sha256 of its bytes.
    pub sha256: String,
    /// sha256 of its normalised text; empty where that is not known.
    pub text_sha256: String,
    /// By which normaliser; a digest of another one says nothing.
    pub normaliser: String,
}

/// What is decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Says {
    /// A criterion, on the publication or (E1) on the pair with a term.
    Verdict {
        /// The term; only for criteria that are decided per pair.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        term: Option<TermId>,
        /// The criterion.
        criterion: Criterion,
        /// What the reviewer says.
        verdict: Verdict,
        /// The code of the reason, from the list of the criterion; empty where none was given.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        reason: String,
        /// The words on which it rests.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        evidence: Vec<Place>,
        /// How much was looked at.
        screened: Screened,
    },
    /// Words that are (or are not) a passage of a term.
    Passage {
        /// The term.
        term: TermId,
        /// The words.
        place: Place,
        /// What they are; nothing: no passage of the term.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        kind: Option<PassageKind>,
    },
    /// The number printed on a page.
    PageLabel {
        /// The document.
        document: DocumentId,
        /// The page, from 1.
        page: u32,
        /// As it was read.
        as_read: String,
        /// As it is printed; empty where nothing is.
        label: String,
    },
    /// A field of the publication that was read wrongly.
    Correction {
        /// The field.
        field: Field,
        /// As it was read.
        as_read: String,
        /// As it is.
        corrected: String,
        /// Where that stands.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        evidence: Option<Place>,
    },
    /// Another record is the same publication.
    Merge {
        /// The other record.
        with: PublicationId,
    },
    /// A record that was merged into this one is another publication.
    Split {
        /// The record that was merged.
        from: PublicationId,
    },
    /// An element of the codebook in a passage.
    Element {
        /// The term of the passage.
        term: TermId,
        /// The passage.
        place: Place,
        /// The id of the element.
        element: String,
        /// Whether it is there.
        is_there: bool,
    },
    /// What the superseded judgement said holds no longer, and nothing takes its place.
    Withdrawn,
}

closed!(
    /// A field that a reviewer can correct.
    Field {
        /// The year, month or day of publication.
        Date => "date",
        /// The authors, apart by `; `.
        Authors => "authors",
        /// The title.
        Title => "title",
        /// The kind.
        Kind => "kind",
        /// Which document is the publication itself.
        MainDocument => "main-document",
    }
);

/// Words on a page.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// The document.
    pub document: DocumentId,
    /// The page, from 1.
    pub page: u32,
    /// Start in the page's text, in Unicode code points from 0.
    pub start: u32,
    /// End, not included.
    pub end: u32,
    /// The words, exactly.
    pub quote: String,
}

/// What a judgement is about, so that two of them can be told to be about the same thing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Thing {
    /// A criterion on the publication, or on the pair with a term.
    Criterion(Criterion, Option<TermId>),
    /// Words and a term.
    Passage(TermId, Place),
    /// A page of a document.
    Page(DocumentId, u32),
    /// A field.
    Field(&'static str),
    /// Another record.
    Record(PublicationId),
    /// An element, words and a term.
    Element(String, TermId, Place),
}

impl Says {
    /// What it is about; nothing for a withdrawal, which is about what the judgement that it supersedes is about.
    pub fn thing(&self) -> Option<Thing> {
        Some(match self {
            Self::Verdict { term, criterion, .. } => Thing::Criterion(*criterion, term.clone()),
            Self::Passage { term, place, .. } => Thing::Passage(term.clone(), place.clone()),
            Self::PageLabel { document, page, .. } => Thing::Page(document.clone(), *page),
            Self::Correction { field, .. } => Thing::Field(field.as_str()),
            Self::Merge { with: other } | Self::Split { from: other } => Thing::Record(other.clone()),
            Self::Element { term, place, element, .. } => {
                Thing::Element(element.clone(), term.clone(), place.clone())
            }
            Self::Withdrawn => return None,
        })
    }

    /// The term that it is about; nothing where it holds for the publication, and for a withdrawal.
    pub fn term(&self) -> Option<&TermId> {
        match self {
            Self::Verdict { term, .. } => term.as_ref(),
            Self::Passage { term, .. } | Self::Element { term, .. } => Some(term),
            _ => None,
        }
    }

    /// What is wrong with it by itself: a criterion with the wrong scope, words that are none, an empty correction.
    pub fn problem(&self) -> Option<String> {
        let place_problem = |place: &Place| {
            (place.start >= place.end || place.quote.is_empty())
                .then(|| format!("no words are marked on page {} of {}", place.page, place.document))
        };
        match self {
            Self::Verdict { term, criterion, reason, evidence, .. } => {
                let per_pair = criterion.scope() == crate::Scope::Pair;
                if per_pair != term.is_some() {
                    let what = if per_pair { "needs a term" } else { "holds for all terms at once" };
                    return Some(format!("{criterion} {what}"));
                }
                if reason.contains([',', ';', '|']) {
                    return Some(format!("the reason `{reason}` holds a comma, a semicolon or a bar"));
                }
                evidence.iter().find_map(place_problem)
            }
            Self::Passage { place, .. } | Self::Element { place, .. } => place_problem(place),
            Self::Correction { corrected, .. } if corrected.trim().is_empty() => {
                Some("a correction must say how it should be".to_owned())
            }
            Self::PageLabel { .. }
            | Self::Correction { .. }
            | Self::Merge { .. }
            | Self::Split { .. }
            | Self::Withdrawn => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reviewer_is_a_short_plain_name_and_never_the_consensus() {
        for name in ["AB", "a", "Reviewer2", "12345678901234567890"] {
            assert!(Reviewer::new(name).is_ok(), "{name}");
        }
        for name in ["", "A B", "A.B", "../x", "é", "consensus", "Consensus", "CON", "123456789012345678901"]
        {
            assert!(Reviewer::new(name).is_err(), "{name}");
        }
        assert!(Reviewer::consensus().is_consensus());
    }

    #[test]
    fn a_verdict_has_the_scope_of_its_criterion_and_a_reason_without_commas() {
        let verdict = |criterion, term: Option<&str>, reason: &str| Says::Verdict {
            term: term.map(|term| TermId::new(term).unwrap()),
            criterion,
            verdict: Verdict::Exclude,
            reason: reason.to_owned(),
            evidence: Vec::new(),
            screened: Screened::FullText,
        };
        assert_eq!(verdict(Criterion::E1b, Some("samenzorg"), "").problem(), None);
        assert_eq!(verdict(Criterion::I1, None, "nieuws").problem(), None);
        assert!(verdict(Criterion::E1b, None, "").problem().unwrap().contains("needs a term"));
        assert!(verdict(Criterion::E3, Some("samenzorg"), "").problem().unwrap().contains("all terms"));
        assert!(verdict(Criterion::I1, None, "nieuws, of zo").problem().unwrap().contains("comma"));
    }
}
