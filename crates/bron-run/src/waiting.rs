//! What the rules leave to people.

use bron_model::{DecisionRow, ToJudgeRow};

/// A criterion that waits for reviewers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// What is asked.
    pub row: ToJudgeRow,
    /// What the rule says of it, with the words on which it rests.
    pub rule: DecisionRow,
}
