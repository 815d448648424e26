//! What a text found, as far as rules may lean on it.
//!
//! A list that was read to its end is a set. Of a longer one a beginning is known; its number only where the numbers
//! that the site reports have been seen to be true. Everything that is concluded here holds whatever was not read.

use bron_model::QueryStatus;
use std::collections::BTreeSet;

/// Fewer rows in common are no proof that two long lists are the same.
const ENOUGH: u64 = 10;

/// The answer to one text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Answer {
    pub(super) status: QueryStatus,
    /// The HTTP status, where it was an error and nothing was read.
    pub(super) error: Option<u16>,
    pub(super) reported: Option<u64>,
    /// Rows that were read.
    pub(super) rows: u64,
    /// The list ended by itself.
    pub(super) ended: bool,
    /// It was read to its end, and agrees with what the site reports.
    pub(super) whole: bool,
    /// The addresses of the rows.
    pub(super) set: BTreeSet<String>,
}

/// An answer, and whether reported numbers are known to be true.
#[derive(Debug, Clone, Copy)]
pub(super) struct Told<'a> {
    pub(super) answer: &'a Answer,
    pub(super) numbers_hold: bool,
}

impl Told<'_> {
    /// Whether something was found; `None` where the answer was none.
    pub(super) fn found(&self) -> Option<bool> {
        match self.answer.status {
            QueryStatus::NoneReported => Some(false),
            _ if self.answer.rows > 0 => Some(true),
            _ => None,
        }
    }
    pub(super) fn is_none(&self) -> bool {
        self.found() == Some(false)
    }
    pub(super) fn is_some(&self) -> bool {
        self.found() == Some(true)
    }
    /// The site answered with an error.
    pub(super) fn error(&self) -> Option<u16> {
        self.answer.error
    }
    fn exact(&self) -> Option<u64> {
        if self.is_none() {
            return Some(0);
        }
        let reported = self.answer.reported.filter(|_| self.numbers_hold && self.is_some());
        reported.or(self.answer.whole.then_some(self.answer.set.len() as u64))
    }
    /// The number that there is at least.
    pub(super) fn least(&self) -> u64 {
        self.exact().unwrap_or(self.answer.set.len() as u64)
    }
    /// The number that there is at most; `None` where that is not known.
    pub(super) fn most(&self) -> Option<u64> {
        self.exact()
    }
    fn knows_all(&self) -> bool {
        self.is_none() || self.answer.whole
    }
    /// Whether it certainly holds an address that the other does not.
    pub(super) fn goes_beyond(&self, other: &Self) -> bool {
        if self.found().is_none() || other.found().is_none() {
            return false;
        }
        let more = other.most().is_some_and(|most| self.least() > most);
        more || (other.knows_all() && self.answer.set.iter().any(|one| !other.answer.set.contains(one)))
    }
    /// Whether the two are certainly the same, or certainly not.
    pub(super) fn same(&self, other: &Self) -> Option<bool> {
        if self.goes_beyond(other) || other.goes_beyond(self) {
            return Some(false);
        }
        if self.found().is_none() || other.found().is_none() {
            return None;
        }
        if self.knows_all() && other.knows_all() {
            return Some(true);
        }
        let same_beginning = self.answer.set == other.answer.set && self.answer.set.len() as u64 >= ENOUGH;
        (self.exact().is_some() && self.exact() == other.exact() && same_beginning).then_some(true)
    }
    /// Whether they certainly have an address in common.
    pub(super) fn meets(&self, other: &Self) -> bool {
        self.answer.set.iter().any(|one| other.answer.set.contains(one))
    }
    /// The number for people: `at least 30`, `12`, `an error (500)`.
    pub(super) fn shown(&self) -> String {
        match (self.error(), self.found(), self.exact()) {
            (Some(code), None, _) => format!("an error ({code})"),
            (_, None, _) => format!("no answer ({})", self.answer.status),
            (_, _, Some(exact)) => exact.to_string(),
            (_, _, None) => format!("at least {}", self.answer.set.len()),
        }
    }
}
