//! The conversation with one source about one query.

use crate::{ListedHit, QueryResult};
use bron_model::{Exchange, Query, QueryStatus, Request};
use bron_protocol::{Source, StopRule};

/// How far a query is read.
#[derive(Clone, Copy)]
pub struct Reading<'a> {
    /// The stop rule of the protocol for this source.
    pub stop: Option<StopRule>,
    /// The most result pages that are read; hitting it makes the query incomplete.
    pub result_pages: u32,
    /// Whether a text holds a spelling of the query's term.
    pub has_spelling: &'a (dyn Fn(&str) -> bool + Sync),
}

/// One query at one source: asks until nothing more is to be asked.
pub struct Conversation<'a> {
    source: &'a Source,
    query: &'a Query,
    reading: Reading<'a>,
    hits: Vec<ListedHit>,
}

impl<'a> Conversation<'a> {
    /// Begins. A source that is not configured, or wrongly, asks nothing and ends as `not-searched`.
    pub fn begin(source: &'a Source, query: &'a Query, reading: Reading<'a>) -> Self {
        Self { source, query, reading, hits: Vec::new() }
    }
    /// The next request; `None` when the conversation is over. Asking twice without hearing gives the same.
    pub fn ask(&self) -> Option<Request> {
        None
    }
    /// Takes what came of the last request. `exchange.request.url` must be the address after redirects: links are
    /// made absolute by it.
    pub fn hear(&mut self, exchange: &Exchange) {
        let _ = exchange;
    }
    /// What the query found. A conversation that still wants to ask ends as `incomplete` (or `failed` when nothing
    /// was read).
    pub fn finish(self) -> QueryResult {
        let _ = (self.source, self.query, self.reading.result_pages);
        QueryResult {
            interface: String::new(),
            reported_total: None,
            hits: self.hits,
            pages: 0,
            status: QueryStatus::NotSearched,
            note: String::new(),
        }
    }
}
