//! Which exchange lies where?

use bron_model::{CutReason, ExchangeKey, Method, NoAnswerCode};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// A status, or why there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// An HTTP response came.
    Status(u16),
    /// None came.
    NoAnswer(NoAnswerCode),
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Status(status) => write!(f, "{status}"),
            Self::NoAnswer(code) => f.write_str(code.as_str()),
        }
    }
}

/// What the archive knows of an exchange without reading it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arrival {
    /// When it was sent.
    pub at: Timestamp,
    /// What came.
    pub outcome: Outcome,
    /// Why the body is not whole; `None` when it is.
    pub cut: Option<CutReason>,
}

impl Arrival {
    /// Whether asking once more may give something else: a server error, "too many requests", a connection that
    /// broke, a time that was over. A body longer than `max_body` stays longer.
    pub fn may_pass(&self) -> bool {
        match (self.outcome, self.cut) {
            (Outcome::NoAnswer(code), _) => code.may_pass(),
            (_, Some(CutReason::Disconnect | CutReason::Time)) => true,
            (Outcome::Status(status), _) => status == 429 || (500..600).contains(&status),
        }
    }
    /// Whether it is an answer that counts whatever comes after it: whole, and no failure of the moment.
    pub fn settles(&self) -> bool {
        matches!(self.outcome, Outcome::Status(_)) && self.cut.is_none() && !self.may_pass()
    }
}

/// Where some records lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Location {
    pub file: usize,
    pub offset: u64,
    pub length: u64,
}

/// An exchange in the archive.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub location: Location,
    pub key: ExchangeKey,
    pub method: Method,
    pub url: String,
    pub arrival: Arrival,
    pub media_type: String,
}

/// `responses.csv`: the archive's table of contents, remade from its files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ResponseRow {
    /// The WARC file.
    pub file: String,
    /// Where the exchange begins in it.
    pub offset: u64,
    /// How many bytes it takes there.
    pub length: u64,
    /// When it was sent.
    pub at: String,
    /// GET or POST.
    pub method: String,
    /// The address.
    pub url: String,
    /// The status, or the code of the reason why there is no answer.
    pub outcome: String,
    /// Why the body is not whole; empty when it is.
    pub cut: String,
    /// The media type as the site says.
    pub media_type: String,
    /// sha256 of method, address and body.
    pub key: String,
}

/// Everything that is known of an archive without reading it again.
#[derive(Debug, Default)]
pub(crate) struct Index {
    pub files: Vec<String>,
    pub entries: Vec<Entry>,
    pub by_key: BTreeMap<ExchangeKey, Vec<usize>>,
    pub resources: BTreeMap<String, Location>,
}

impl Index {
    pub fn add(&mut self, entry: Entry) {
        self.by_key.entry(entry.key).or_default().push(self.entries.len());
        self.entries.push(entry);
    }
    /// The exchange that counts: the last answer that settles the question, else the last attempt.
    pub fn counts(&self, key: &ExchangeKey) -> Option<&Entry> {
        let numbers = self.by_key.get(key)?;
        let entry = |number: &usize| &self.entries[*number];
        numbers.iter().rev().map(entry).find(|entry| entry.arrival.settles()).or(numbers.last().map(entry))
    }
    pub fn row(&self, entry: &Entry) -> ResponseRow {
        ResponseRow {
            file: self.files[entry.location.file].clone(),
            offset: entry.location.offset,
            length: entry.location.length,
            at: entry.arrival.at.to_string(),
            method: entry.method.as_str().to_owned(),
            url: entry.url.clone(),
            outcome: entry.arrival.outcome.to_string(),
            cut: entry.arrival.cut.map_or(String::new(), |cut| cut.as_str().to_owned()),
            media_type: entry.media_type.clone(),
            key: entry.key.to_string(),
        }
    }
}

/// The method of that name.
pub(crate) fn method(name: &str) -> Option<Method> {
    [Method::Get, Method::Post].into_iter().find(|method| method.as_str() == name)
}

/// The reason with that value of `WARC-Truncated`.
pub(crate) fn cut_reason(text: &str) -> Option<CutReason> {
    [CutReason::Length, CutReason::Time, CutReason::Disconnect]
        .into_iter()
        .find(|reason| reason.as_str() == text)
}
