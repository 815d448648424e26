//! The conversation with one source about one query.

use crate::QueryResult;
use crate::files::Files;
use crate::html::Html;
use crate::listing::Listing;
use crate::validate::validate;
use crate::wordpress::WordPress;
use bron_model::{Exchange, Query, QueryStatus, Request};
use bron_protocol::{Platform, Source, StopRule, Term};

/// How far a query is read.
#[derive(Clone, Copy)]
pub struct Reading<'a> {
    /// The stop rule of the protocol for this source.
    pub stop: Option<StopRule>,
    /// The most result pages that are read; hitting it makes the query incomplete.
    pub result_pages: u32,
    /// Whether a text holds a spelling of the query's term.
    pub has_spelling: &'a (dyn Fn(&str) -> bool + Sync),
    /// All terms of the protocol: what a list of files may name. A name that is not among them makes it unreadable.
    pub terms: &'a [Term],
}

/// One query at one source: asks until nothing more is to be asked.
pub struct Conversation<'a> {
    listing: Listing<'a>,
    platform: Talk,
}

/// The platforms; closed.
enum Talk {
    /// Nothing can be asked.
    Silent(String),
    WordPress(Box<WordPress>),
    Html(Box<Html>),
    Files(Files),
}

impl<'a> Conversation<'a> {
    /// Begins. A source that is not configured, or wrongly, asks nothing and ends as `not-searched` with the reason.
    pub fn begin(source: &'a Source, query: &'a Query, reading: Reading<'a>) -> Self {
        Self { platform: talk(source, query), listing: Listing::new(source, query, reading) }
    }

    /// The next request; `None` when the conversation is over. Asking twice without hearing gives the same.
    pub fn ask(&self) -> Option<Request> {
        if self.listing.is_over() {
            return None;
        }
        match &self.platform {
            Talk::Silent(_) => None,
            Talk::WordPress(talk) => talk.ask(),
            Talk::Html(talk) => talk.ask(),
            Talk::Files(talk) => talk.ask(),
        }
    }

    /// Takes what came of the last request. `exchange.request.url` must be the address after redirects: links are
    /// made absolute by it. Hearing something when nothing was asked changes nothing.
    pub fn hear(&mut self, exchange: &Exchange) {
        if self.listing.is_over() {
            return;
        }
        match &mut self.platform {
            Talk::Silent(_) => {}
            Talk::WordPress(talk) => talk.hear(exchange, &mut self.listing),
            Talk::Html(talk) => talk.hear(exchange, &mut self.listing),
            Talk::Files(talk) => talk.hear(exchange, &mut self.listing),
        }
    }

    /// What the query found. A conversation that still wants to ask ends as `incomplete`, or as `failed` when no
    /// result page was read.
    pub fn finish(self) -> QueryResult {
        let (interface, open) = match &self.platform {
            Talk::Silent(why) => {
                return QueryResult {
                    interface: String::new(),
                    reported_total: None,
                    hits: Vec::new(),
                    pages: 0,
                    status: QueryStatus::NotSearched,
                    note: why.clone(),
                };
            }
            Talk::WordPress(talk) => (talk.interface(), talk.ask().is_some()),
            Talk::Html(talk) => ("html", talk.ask().is_some()),
            Talk::Files(talk) => ("files", talk.ask().is_some()),
        };
        self.listing.close(interface, open)
    }
}

fn talk(source: &Source, query: &Query) -> Talk {
    let Some(platform) = source.platform else {
        let why = source.unknown.clone().unwrap_or_else(|| "no platform is configured".to_owned());
        return Talk::Silent(why);
    };
    if let Some(problem) = validate(source).into_iter().find(|problem| !problem.is_about_landing()) {
        return Talk::Silent(problem.to_string());
    }
    let talk = match platform {
        Platform::Wordpress => WordPress::begin(source, query).map(|talk| Talk::WordPress(Box::new(talk))),
        Platform::Html => Html::begin(source, query).map(|talk| Talk::Html(Box::new(talk))),
        Platform::Files => Files::begin(source).map(Talk::Files),
    };
    talk.unwrap_or_else(|problem| Talk::Silent(problem.to_string()))
}
