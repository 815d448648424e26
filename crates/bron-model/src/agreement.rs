//! How far two reviewers agree: what `bron agreement` counts, and the rows of its list of disagreements.

use crate::review::closed;
use crate::{Criterion, PublicationId, Reviewer, Round, Screened, TermId, Verdict};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

closed!(
    /// On what a criterion was judged: two votes on one question looked at the same.
    JudgedOn {
        /// What was listed, or a summary.
        Listing => "listing",
        /// The text, or its first pages.
        Text => "text",
    }
);

impl From<Screened> for JudgedOn {
    fn from(screened: Screened) -> Self {
        match screened {
            Screened::Listing | Screened::Summary => Self::Listing,
            Screened::FirstPages | Screened::FullText => Self::Text,
        }
    }
}

closed!(
    /// What is counted.
    Unit {
        /// Publications, each once.
        Publications => "publications",
        /// Pairs of a term and a publication.
        Pairs => "pairs",
    }
);

closed!(
    /// Why a number is not there.
    Undefined {
        /// Nothing was judged by both.
        NoOverlap => "no-overlap",
        /// Both gave one and the same verdict throughout, so that agreement by chance is certain.
        OneVerdict => "one-verdict",
    }
);

/// A measure of agreement with its interval of 95 %.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Estimate {
    /// The measure; nothing where it is undefined.
    pub value: Option<f64>,
    /// Its standard error; nothing where the measure is undefined, or where the votes vary too little to tell.
    pub standard_error: Option<f64>,
    /// The lower end, not below -1.
    pub low: Option<f64>,
    /// The upper end, not above 1.
    pub high: Option<f64>,
    /// Why there is no value.
    pub undefined: Option<Undefined>,
}

/// The agreement of two reviewers in one round, on one kind of material and under one version of the criteria.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AgreementRow {
    /// The round.
    pub round: Round,
    /// On what was judged.
    pub judged_on: JudgedOn,
    /// The version of the criteria.
    pub criteria: String,
    /// The first reviewer, by name.
    pub a: Reviewer,
    /// The second.
    pub b: Reviewer,
    /// The criterion; nothing: all of them together.
    pub criterion: Option<Criterion>,
    /// The term; nothing: all of them.
    pub term: Option<TermId>,
    /// What is counted.
    pub unit: Unit,
    /// How many both judged.
    pub both: u64,
    /// How many the first alone judged.
    pub only_a: u64,
    /// How many the second alone judged.
    pub only_b: u64,
    /// How many both judged when it was not the same text; they count nowhere else.
    pub other_text: u64,
    /// What the first said (rows) and the second (columns): include, exclude, unclear.
    pub table: [[u64; 3]; 3],
    /// On how many they say the same.
    pub agreed: u64,
    /// The share of `both` on which they say the same, in per cent; nothing without overlap.
    pub percent: Option<f64>,
    /// Cohen's kappa.
    pub kappa: Estimate,
    /// Gwet's AC1.
    pub ac1: Estimate,
}

/// Something on which two reviewers differed in their first votes, for the meeting in which they decide together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DisagreementRow {
    /// The publication.
    pub publication: PublicationId,
    /// Its title.
    pub title: String,
    /// Its address.
    pub url: String,
    /// The term, for a criterion that is decided per pair.
    pub term: Option<TermId>,
    /// The criterion.
    pub criterion: Criterion,
    /// The round.
    pub round: Round,
    /// On what was judged.
    pub judged_on: JudgedOn,
    /// The version of the criteria.
    pub criteria: String,
    /// How far it is settled now: `none`, `one-vote`, `agree`, `conflict` or `resolved`.
    pub state: String,
    /// What it comes to now, where it is settled.
    pub settled: Option<Verdict>,
    /// The first reviewer, by name.
    pub a: Reviewer,
    /// What that one said first.
    pub verdict_a: Verdict,
    /// The code of the reason.
    pub reason_a: String,
    /// The pages of the words on which it rests, as `<document> p. <page>`, apart by ` | `.
    pub place_a: String,
    /// These words, apart by ` | `.
    pub quote_a: String,
    /// The remark.
    pub note_a: String,
    /// The id of the judgement.
    pub judgement_a: String,
    /// The second reviewer.
    pub b: Reviewer,
    /// What that one said first.
    pub verdict_b: Verdict,
    /// The code of the reason.
    pub reason_b: String,
    /// The pages of the words on which it rests.
    pub place_b: String,
    /// These words.
    pub quote_b: String,
    /// The remark.
    pub note_b: String,
    /// The id of the judgement.
    pub judgement_b: String,
}
