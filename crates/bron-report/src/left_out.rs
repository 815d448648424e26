//! What of all that waits is not in a sheet, and why.

use bron_model::Language;
use serde::Serialize;

/// How many rows are not in a sheet, by why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct LeftOut {
    /// The reviewer has judged it.
    pub judged: usize,
    /// It is the reviewers' own work, which they do not judge.
    pub refused: usize,
    /// It is assigned to others.
    pub assigned: usize,
    /// Of a meeting: others differ on it than those asked for.
    pub others: usize,
    /// Of a meeting: what people differ on is no criterion, but a passage, an element, a field, or which record is which.
    pub no_criterion: usize,
}

impl LeftOut {
    /// The counts in words, without a full stop; empty where nothing is left out.
    pub fn told(self, language: Language) -> String {
        let Self { judged, refused, assigned, others, no_criterion } = self;
        let parts = match language {
            Language::Nl => [
                (judged, "al beoordeeld"),
                (refused, "eigen werk"),
                (assigned, "aan anderen toegewezen"),
                (others, "verschil tussen anderen"),
                (no_criterion, "verschil over een passage of gegeven, te verhelpen op de pagina"),
            ],
            Language::En => [
                (judged, "judged already"),
                (refused, "own work"),
                (assigned, "assigned to others"),
                (others, "differed on by others"),
                (no_criterion, "differences on a passage or field, to be settled on the page"),
            ],
        };
        let parts = parts.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}"));
        parts.collect::<Vec<_>>().join(", ")
    }
}
