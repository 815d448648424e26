//! The conversation with one source about one query.

use crate::QueryResult;
use crate::files::Files;
use crate::html::Html;
use crate::listing::{Listing, Row};
use crate::open_overheid::OpenOverheid;
use crate::probe::FieldFit;
use crate::search_ui::SearchUi;
use crate::search_ui::rss::Rss;
use crate::validate::validate;
use crate::wordpress::WordPress;
use crate::{Error, answer};
use bron_model::{Exchange, Query, QueryStatus, Request, canonical_address};
use bron_protocol::{Interface, Platform, Source, StopRule, Term};
use jiff::civil::Date;
use std::collections::VecDeque;

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
    /// The day of the harvest in Amsterdam (that of the archive's first record): the only "today" that a request may
    /// hold, so that a harvest that goes on the next day asks the same.
    pub harvested: Date,
}

/// One query at one source: asks until nothing more is to be asked.
///
/// A source may have several interfaces. A later one is asked where the one before is not there, as
/// [`Source::interfaces`] says; which one answered is in the result, with what came of those before it.
pub struct Conversation<'a> {
    source: &'a Source,
    query: &'a Query,
    reading: Reading<'a>,
    listing: Listing<'a>,
    talk: Talk,
    /// The interfaces that were not there, with what they made of the query.
    before: Vec<(&'static str, QueryResult)>,
    later: VecDeque<Interface>,
}

/// The platforms; closed.
enum Talk {
    /// Nothing can be asked.
    Silent(String),
    WordPress(Box<WordPress>),
    Html(Box<Html>),
    Files(Files),
    SearchUi(Box<SearchUi>),
    Rss(Box<Rss>),
    OpenOverheid(Box<OpenOverheid>),
}

impl Talk {
    fn begin(source: &Source, interface: &Interface, query: &Query, harvested: Date) -> Self {
        let talk = match interface.platform {
            Platform::Wordpress => {
                WordPress::begin(source, interface, query).map(|talk| Self::WordPress(Box::new(talk)))
            }
            Platform::Html => Html::begin(source, interface, query).map(|talk| Self::Html(Box::new(talk))),
            Platform::Files => Files::begin(source, interface).map(Self::Files),
            Platform::SearchUi => SearchUi::begin(source, interface, query, harvested)
                .map(|talk| Self::SearchUi(Box::new(talk))),
            Platform::SearchUiRss => {
                Rss::begin(source, interface, query, harvested).map(|talk| Self::Rss(Box::new(talk)))
            }
            Platform::OpenOverheid => {
                OpenOverheid::begin(source, interface, query).map(|talk| Self::OpenOverheid(Box::new(talk)))
            }
        };
        talk.unwrap_or_else(|problem: Error| Self::Silent(problem.to_string()))
    }

    fn ask(&self) -> Option<Request> {
        match self {
            Self::Silent(_) => None,
            Self::WordPress(talk) => talk.ask(),
            Self::Html(talk) => talk.ask(),
            Self::Files(talk) => talk.ask(),
            Self::SearchUi(talk) => talk.ask(),
            Self::Rss(talk) => talk.ask(),
            Self::OpenOverheid(talk) => talk.ask(),
        }
    }

    fn hear(&mut self, exchange: &Exchange, listing: &mut Listing) {
        match self {
            Self::Silent(_) => {}
            Self::WordPress(talk) => talk.hear(exchange, listing),
            Self::Html(talk) => talk.hear(exchange, listing),
            Self::Files(talk) => talk.hear(exchange, listing),
            Self::SearchUi(talk) => talk.hear(exchange, listing),
            Self::Rss(talk) => talk.hear(exchange, listing),
            Self::OpenOverheid(talk) => talk.hear(exchange, listing),
        }
    }

    /// The request for the result page of that number, from 1; `None` where it cannot be asked by number.
    fn page_request(&self, number: u32) -> Option<Request> {
        match self {
            Self::Silent(_) | Self::Files(_) | Self::Rss(_) => None,
            Self::WordPress(talk) => talk.page_request(number),
            Self::Html(talk) => talk.page_request(number),
            Self::SearchUi(talk) => Some(talk.page_request(number)),
            Self::OpenOverheid(talk) => talk.page_request(number),
        }
    }

    /// The rows of a result page; `None` where no list is recognised.
    fn rows_on(&self, exchange: &Exchange, listing: &Listing) -> Option<Vec<Row>> {
        match self {
            Self::Silent(_) | Self::Files(_) | Self::Rss(_) => None,
            Self::WordPress(talk) => talk.rows_on(exchange, listing),
            Self::Html(talk) => talk.rows_on(exchange),
            Self::SearchUi(talk) => talk.rows_on(exchange),
            Self::OpenOverheid(talk) => talk.rows_on(exchange),
        }
    }

    /// The result page that is read by selectors, with the name of their table; `None` where none are used.
    fn result_page(&self) -> Option<(&Html, &'static str)> {
        match self {
            Self::Html(talk) => Some((talk, "html")),
            Self::WordPress(talk) => talk.result_page(),
            _ => None,
        }
    }

    /// The name in the column `interface`.
    fn name(&self) -> &'static str {
        match self {
            Self::Silent(_) => "",
            Self::WordPress(talk) => talk.interface(),
            Self::Html(_) => "html",
            Self::Files(_) => "files",
            Self::SearchUi(_) => "search-ui",
            Self::Rss(_) => "search-ui-rss",
            Self::OpenOverheid(_) => "open-overheid",
        }
    }
}

impl<'a> Conversation<'a> {
    /// Begins. A source that is not configured, or wrongly, asks nothing and ends as `not-searched` with the reason.
    pub fn begin(source: &'a Source, query: &'a Query, reading: Reading<'a>) -> Self {
        let mut later = VecDeque::from(source.interfaces());
        let talk = match (later.pop_front(), unusable(source)) {
            (Some(interface), None) => Talk::begin(source, &interface, query, reading.harvested),
            (_, Some(why)) => Talk::Silent(why),
            (None, None) => {
                let why = source.unknown.clone().unwrap_or_else(|| "no platform is configured".to_owned());
                Talk::Silent(why)
            }
        };
        let listing = Listing::new(source, query, reading);
        Self { source, query, reading, listing, talk, before: Vec::new(), later }
    }

    /// The next request; `None` when the conversation is over. Asking twice without hearing gives the same.
    pub fn ask(&self) -> Option<Request> {
        if self.listing.is_over() { None } else { self.talk.ask() }
    }

    /// Takes what came of the last request. `exchange.request.url` must be the address after redirects: links are
    /// made absolute by it. Hearing something when nothing was asked changes nothing.
    pub fn hear(&mut self, exchange: &Exchange) {
        if self.listing.is_over() {
            return;
        }
        self.talk.hear(exchange, &mut self.listing);
        let nothing_read = self.listing.is_over() && self.listing.pages() == 0;
        if nothing_read && answer::says_not_there(exchange) {
            self.go_on_to_the_next();
        }
    }

    fn go_on_to_the_next(&mut self) {
        let Some(interface) = self.later.pop_front() else { return };
        let talk = Talk::begin(self.source, &interface, self.query, self.reading.harvested);
        let talk = std::mem::replace(&mut self.talk, talk);
        let listing = Listing::new(self.source, self.query, self.reading);
        let listing = std::mem::replace(&mut self.listing, listing);
        self.before.push((talk.name(), listing.close(talk.name(), false)));
    }

    /// What was read so far.
    pub(crate) fn listing(&self) -> &Listing<'a> {
        &self.listing
    }

    /// The request for the result page of that number, from 1; `None` where it cannot be asked by number.
    pub(crate) fn page_request(&self, number: u32) -> Option<Request> {
        self.talk.page_request(number)
    }

    /// The addresses of the rows of a result page, as they are recognised; `None` where no list is.
    pub(crate) fn addresses_on(&self, exchange: &Exchange) -> Option<Vec<String>> {
        let rows = self.talk.rows_on(exchange, &self.listing)?;
        Some(rows.iter().filter_map(|row| row.url.as_ref()).map(canonical_address).collect())
    }

    /// What each configured selector finds on a result page, with the table that it stands in; `None` where the
    /// interface is read without selectors.
    pub(crate) fn fit(&self, exchange: &Exchange) -> Option<(&'static str, Vec<FieldFit>)> {
        self.talk.result_page().map(|(page, table)| (table, page.fit(exchange)))
    }

    /// What the query found. A conversation that still wants to ask ends as `incomplete`, or as `failed` when no
    /// result page was read. Where no interface was there, the status is that of the first.
    pub fn finish(self) -> QueryResult {
        if let Talk::Silent(why) = &self.talk
            && self.before.is_empty()
        {
            return QueryResult {
                interface: String::new(),
                reported_total: None,
                hits: Vec::new(),
                pages: 0,
                status: QueryStatus::NotSearched,
                note: why.clone(),
            };
        }
        let name = self.talk.name();
        let mut result = self.listing.close(name, self.talk.ask().is_some());
        let Some((_, first)) = self.before.first() else { return result };
        let told = self.before.iter().map(|(name, result)| format!("{name} is not there ({})", result.note));
        let mut notes: Vec<String> = told.collect();
        if let Talk::Silent(why) = self.talk {
            notes.push(why);
            result.status = first.status;
        } else if result.pages == 0 && !result.status.is_complete() {
            notes.push(format!("{name}: {}", result.note));
            result.status = first.status;
        } else {
            notes.push(format!("{name} was read"));
            notes.extend(Some(result.note).filter(|note| !note.is_empty()));
        }
        result.note = notes.join("; ");
        result
    }
}

/// What makes the settings of a source unusable for searching; a source without a platform has none of that.
fn unusable(source: &Source) -> Option<String> {
    let mut problems = validate(source).into_iter().filter(|problem| !problem.is_about_landing());
    source.platform.and_then(|_| problems.next()).map(|problem| problem.to_string())
}
