//! A change of a protocol after it was frozen: a row of `protocol/amendments.csv`.

use crate::{PartialDate, Reviewer};
use serde::{Deserialize, Serialize};

/// `protocol/amendments.csv` in a study: what was changed of a frozen protocol, and why. Rows are only ever added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AmendmentRow {
    /// The day, in Amsterdam.
    pub date: PartialDate,
    /// The pipeline.
    pub pipeline: String,
    /// What, as the way to it: `terms/samenzorg/texts`.
    pub what: String,
    /// What it was; empty where it was not there.
    pub before: String,
    /// What it became; empty where it was taken away.
    pub after: String,
    /// Why.
    pub reason: String,
    /// Who says so.
    pub by: Reviewer,
    /// The digest of all that was decided, after this amendment; the rows of one amendment have the same.
    pub digest: String,
}
