//! Who judges what: a line of the file of assignments.
//!
//! A line is never edited. A new assignment is a new line that says all of it anew, and the last one counts.

use crate::review::closed;
use crate::{PublicationId, Reviewer, TermId};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// The format of a line of the file of assignments.
pub const ASSIGNMENT_FORMAT: u32 = 1;

/// A line of the file of assignments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Assignment {
    /// [`ASSIGNMENT_FORMAT`].
    pub v: u32,
    /// The number of the line, from 1.
    pub seq: u64,
    /// sha256 of the line before it, without its line end; empty on the first.
    pub prev: String,
    /// When it was made.
    #[schemars(with = "String")]
    pub at: Timestamp,
    /// Who made it.
    pub by: Reviewer,
    /// The pipeline of the run whose pairs were divided.
    pub pipeline: String,
    /// When that run was harvested; empty where that is not known.
    pub harvest: String,
    /// The version of the criteria then.
    pub criteria: String,
    /// Who judges what.
    pub assigned: Assigned,
}

/// Who judges what.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Assigned {
    /// All reviewers, by name.
    pub reviewers: Vec<Reviewer>,
    /// From which the samples are drawn: the same seed on the same run draws the same.
    pub seed: u64,
    /// Of each term the reviewer who judges it first.
    pub terms: BTreeMap<TermId, Reviewer>,
    /// How many pairs were asked for the pilot.
    pub pilot: u32,
    /// Of the other pairs of each term and source, how many in a hundred a second reviewer judges.
    pub second_percent: u8,
    /// The pairs that others judge than the term's reviewer alone, by publication and term.
    pub pairs: Vec<AssignedPair>,
}

/// A pair that others judge than the term's reviewer alone.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AssignedPair {
    /// The publication.
    pub publication: PublicationId,
    /// The term.
    pub term: TermId,
    /// Why it is here.
    pub drawn: Drawn,
    /// Who judge it, by name; the first of them where it is one.
    pub reviewers: Vec<Reviewer>,
}

closed!(
    /// Why a pair has other reviewers than its term.
    Drawn {
        /// It is in the sample that all judge first.
        Pilot => "pilot",
        /// It is in the sample that two judge.
        Second => "second",
        /// It is the work of the term's reviewer, who does not judge it.
        OwnWork => "own-work",
    }
);
