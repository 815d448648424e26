//! One text that is typed, by a conversation as a run has it.

use super::answer::Answer;
use super::battery::Purpose;
use super::fit::{self, FieldFit};
use crate::{Conversation, QueryResult, Reading};
use bron_model::{Evidence, Exchange, NoAnswerCode, ProbeQuery, Query, QueryStatus, Reply, Request};
use bron_protocol::{Source, StopRule};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// Hits of the canary that are read, with all that a run would ask of them.
const CANARY_HITS: u64 = 30;
/// Result pages of the canary, should they be nearly empty.
const CANARY_PAGES: u32 = 10;

/// A conversation with what the probe keeps of it.
pub(super) struct Typed<'a> {
    pub(super) purpose: Purpose,
    pub(super) conversation: Conversation<'a>,
    pub(super) evidence: Vec<Evidence>,
    /// What robots.txt closed, as the archive says it.
    pub(super) closed_by_robots: Vec<String>,
    /// The table of the selectors, and what each found; of the canary only.
    pub(super) fits: Option<(&'static str, Vec<FieldFit>)>,
    text: String,
    result_pages: u32,
    /// The HTTP status of the last answer, where it was an error.
    error: Option<u16>,
    no_connection: bool,
}

impl<'a> Typed<'a> {
    pub(super) fn begin(source: &'a Source, purpose: Purpose, query: &'a Query, harvested: Date) -> Self {
        let is_canary = purpose == Purpose::Canary;
        let stop = is_canary.then_some(StopRule { hits: Some(CANARY_HITS), pages_without_term: None });
        let result_pages = source.probe.result_pages;
        let reading = Reading {
            stop,
            result_pages: if is_canary { CANARY_PAGES } else { result_pages.saturating_mul(4) },
            has_spelling: &|_: &str| false,
            terms: &[],
            harvested,
        };
        Self {
            purpose,
            conversation: Conversation::begin(source, query, reading),
            evidence: Vec::new(),
            closed_by_robots: Vec::new(),
            fits: None,
            text: query.text.clone(),
            result_pages,
            error: None,
            no_connection: false,
        }
    }

    /// The next request; of all texts but the canary, rows are enough: what a run asks of them afterwards (dates) is not.
    pub(super) fn ask(&self) -> Option<Request> {
        let listing = self.conversation.listing();
        let is_enough = listing.has_ended() || listing.pages() >= self.result_pages;
        if self.purpose != Purpose::Canary && is_enough { None } else { self.conversation.ask() }
    }

    pub(super) fn hear(&mut self, exchange: &Exchange, evidence: Evidence) {
        let before = self.conversation.listing().pages();
        self.error = None;
        match &exchange.reply {
            Reply::Answer(answer) => self.error = (answer.status >= 400).then_some(answer.status),
            Reply::NoAnswer(no) if no.code == NoAnswerCode::Robots => {
                self.closed_by_robots.push(format!("{} ({})", exchange.request.url, no.detail));
            }
            Reply::NoAnswer(_) => self.no_connection = true,
        }
        self.evidence.push(evidence);
        self.conversation.hear(exchange);
        let is_result_page = self.conversation.listing().pages() > before;
        if self.purpose == Purpose::Canary
            && is_result_page
            && let Some((table, found)) = self.conversation.fit(exchange)
        {
            fit::add(&mut self.fits.get_or_insert_with(|| (table, Vec::new())).1, found);
        }
    }

    /// Whether rows were read, be it that the list broke off.
    pub(super) fn has_hits(&self) -> bool {
        !self.conversation.listing().hits().is_empty()
    }

    /// Whether nothing but silence came, so that nothing more needs to be asked of the site.
    pub(super) fn is_unreachable(&self) -> bool {
        self.no_connection && self.conversation.listing().pages() == 0
    }

    /// Ends the conversation: what the query found, what it says to the rules, and the row of the report.
    pub(super) fn end(self) -> (QueryResult, Answer, ProbeQuery) {
        let listing = self.conversation.listing();
        let stopped_on_purpose = !listing.has_ended() && listing.pages() > 0;
        let ended_by_itself = listing.ended_by_itself();
        let rows = listing.rows_read();
        let set: BTreeSet<String> = listing.addresses().keys().cloned().collect();
        let mut result = self.conversation.finish();
        if result.status == QueryStatus::StoppedByProtocol || stopped_on_purpose {
            result.status = QueryStatus::Hits;
            result.note.clear();
        }
        let is_whole =
            ended_by_itself && matches!(result.status, QueryStatus::Hits | QueryStatus::NoneReported);
        let answer = Answer {
            status: result.status,
            error: self.error.filter(|_| result.pages == 0),
            reported: result.reported_total,
            rows,
            ended: ended_by_itself,
            whole: is_whole,
            set,
        };
        let row = ProbeQuery {
            purpose: self.purpose.as_str().to_owned(),
            text: self.text,
            status: answer.status,
            reported_total: answer.reported,
            read: rows,
            at_least: answer.status == QueryStatus::Hits && !answer.ended,
            pages: result.pages,
            addresses: ProbeQuery::digest_of(&answer.set),
            note: result.note.clone(),
            evidence: self.evidence,
        };
        (result, answer, row)
    }
}
