//! The feed of the government's site: at most 20 items an answer, without pages, so that a full answer is split by date.
//!
//! The first request of every conversation is the same: the feed without a text, narrowed as configured. It must not be
//! empty, or the filter is one that the site does not know, and an empty answer to a text would say nothing. Where it
//! holds fewer items than the feed is known to give, that number is taken as the most an answer can hold.

mod items;

use super::{Filters, address, base_of, body, web_address};
use crate::Error;
use crate::answer::{is_challenge, page_of, text_of};
use crate::listing::{Listing, Page, Row};
use crate::page::plain;
use bron_model::{Exchange, Query, QueryStatus, Request, canonical_address};
use bron_protocol::{Interface, Source};
use items::{Item, items_of};
use jiff::civil::Date;
use jiff::{Span, Unit};
use std::collections::BTreeSet;
use url::Url;

/// The most items that the feed gives.
const MOST: usize = 20;

/// A conversation with the feed.
pub(crate) struct Rss {
    base: Url,
    feed: Url,
    text: String,
    filters: Filters,
    /// All days between which a full answer is split.
    all_days: Days,
    /// The most items that an answer can hold.
    most: usize,
    /// What is still to be asked, the next one last.
    to_ask: Vec<Part>,
    /// The addresses that were listed.
    seen: BTreeSet<String>,
    /// Those that only full answers listed so far: each must come again when its days are asked.
    open: BTreeSet<String>,
    /// Days on which there is as much as an answer can hold, and so perhaps more.
    full_days: Vec<Date>,
}

/// What one request asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// Whether the feed answers with these filters at all.
    Anything,
    /// Everything with the text.
    Everything,
    /// What has the text and is dated on these days.
    Dated(Days),
}

/// From one day to another, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Days {
    from: Date,
    to: Date,
}

impl Days {
    /// The older and the newer half; `None` of a single day.
    fn halves(self) -> Option<(Self, Self)> {
        let days = self.from.until((Unit::Day, self.to)).ok()?.get_days();
        if days < 1 {
            return None;
        }
        let middle = self.from.checked_add(Span::new().days(i64::from(days / 2))).ok()?;
        let next = middle.tomorrow().ok()?;
        Some((Self { from: self.from, to: middle }, Self { from: next, to: self.to }))
    }
}

impl Rss {
    pub(crate) fn begin(
        source: &Source,
        interface: &Interface,
        query: &Query,
        harvested: Date,
    ) -> Result<Self, Error> {
        let settings = interface.search_ui_rss.clone().unwrap_or_default();
        let from = settings.first_day.first_day().min(harvested);
        Ok(Self {
            base: base_of(source, "search-ui-rss")?,
            feed: address(source, "search-ui-rss.feed", &settings.feed)?,
            text: query.text.clone(),
            filters: settings.filters,
            all_days: Days { from, to: harvested },
            most: MOST,
            to_ask: vec![Part::Everything, Part::Anything],
            seen: BTreeSet::new(),
            open: BTreeSet::new(),
            full_days: Vec::new(),
        })
    }

    pub(crate) fn ask(&self) -> Option<Request> {
        let part = *self.to_ask.last()?;
        let mut filters: Vec<String> =
            self.filters.iter().map(|(field, values)| body::feed_filter(field, values)).collect();
        if let Part::Dated(days) = part {
            filters.push(body::days_filter(days.from, days.to));
        }
        let text = if part == Part::Anything { "" } else { &self.text };
        let query = format!(
            r#"{{"filters":[{}],"resultSearchTerm":{},"pageTitle":"Zoeken"}}"#,
            filters.join(","),
            body::quoted(text)
        );
        let mut url = self.feed.clone();
        url.query_pairs_mut().append_pair("query", &query);
        Some(Request::get(url))
    }

    pub(crate) fn hear(&mut self, exchange: &Exchange, listing: &mut Listing) {
        let Some(part) = self.to_ask.pop() else { return };
        let place = match part {
            Part::Anything => "feed without a text".to_owned(),
            Part::Everything => "feed".to_owned(),
            Part::Dated(Days { from, to }) => format!("feed of {from} to {to}"),
        };
        let items = match feed_of(exchange) {
            Ok(items) => items,
            Err((status, why)) => return listing.end_broken(status, format!("{place}: {why}")),
        };
        match part {
            Part::Anything if items.is_empty() => {
                let why = format!("{place}: it is empty{}", self.narrowed());
                listing.end_broken(QueryStatus::Unreadable, why);
            }
            Part::Anything => self.most = items.len().min(MOST),
            Part::Everything if items.is_empty() => {
                self.to_ask.clear();
                listing.end_none();
            }
            Part::Everything => self.take(self.all_days, false, &items, listing),
            Part::Dated(days) => self.take(days, true, &items, listing),
        }
    }

    fn narrowed(&self) -> String {
        let filters =
            self.filters.iter().map(|(field, values)| format!("`{field}` = `{}`", values.join("`, `")));
        let filters: Vec<String> = filters.collect();
        if filters.is_empty() {
            return String::new();
        }
        format!(", so the site may not know {}", filters.join(", "))
    }

    /// Takes what was not listed before. A full answer is split, down to a single day.
    fn take(&mut self, days: Days, is_dated: bool, items: &[Item], listing: &mut Listing) {
        let rows: Vec<Row> = items.iter().map(|item| row(item, &self.base)).collect();
        if !rows.is_empty() && rows.iter().all(|row| row.url.is_none()) {
            return listing.end_broken(QueryStatus::Unreadable, "feed: no item has an address");
        }
        let is_full = items.len() >= self.most;
        let halves = days.halves().filter(|_| is_full);
        if let Some((older, newer)) = halves {
            self.to_ask.extend([Part::Dated(older), Part::Dated(newer)]);
        } else if is_full && is_dated {
            self.full_days.push(days.from);
        } else if is_full {
            self.to_ask.push(Part::Dated(days));
        }
        let splits = is_full && (halves.is_some() || !is_dated);
        let rows = self.unseen(rows, splits);
        if rows.is_empty() {
            listing.pass_page(!self.to_ask.is_empty());
        } else {
            listing.take(Page { rows, more: !self.to_ask.is_empty() });
        }
        if listing.has_ended() {
            self.to_ask.clear();
        }
        if self.to_ask.is_empty() {
            self.end(listing);
        }
    }

    /// The rows that no answer listed before.
    fn unseen(&mut self, rows: Vec<Row>, splits: bool) -> Vec<Row> {
        let mut unseen = Vec::new();
        for row in rows {
            let Some(key) = row.url.as_ref().map(canonical_address) else {
                unseen.push(row);
                continue;
            };
            let is_new = self.seen.insert(key.clone());
            if !splits {
                self.open.remove(&key);
            } else if is_new {
                self.open.insert(key);
            }
            if is_new {
                unseen.push(row);
            }
        }
        unseen
    }

    fn end(&self, listing: &mut Listing) {
        if !listing.is_whole() {
            return;
        }
        if !self.full_days.is_empty() {
            let days: Vec<String> = self.full_days.iter().map(Date::to_string).collect();
            listing.end_capped(format!(
                "the feed gives {} items at most, which it did for {}",
                self.most,
                days.join(", ")
            ));
        }
        if !self.open.is_empty() {
            let (n, Days { from, to }) = (self.open.len(), self.all_days);
            let why =
                format!("{n} items were not found again on any day from {from} to {to}: there may be more");
            listing.end_broken(QueryStatus::Incomplete, why);
        }
    }
}

fn feed_of(exchange: &Exchange) -> Result<Vec<Item>, (QueryStatus, String)> {
    let (answer, bytes) = page_of(exchange).map_err(|no_page| {
        let status = if no_page.code == Some(400) { QueryStatus::Unreadable } else { no_page.status };
        (status, no_page.why)
    })?;
    let text = text_of(answer, bytes);
    match items_of(&text) {
        Ok(items) => Ok(items),
        Err(_) if is_challenge(&text) => {
            Err((QueryStatus::Blocked, "the site asks for a proof that a person is asking".to_owned()))
        }
        Err(why) => Err((QueryStatus::Unreadable, why)),
    }
}

fn row(item: &Item, base: &Url) -> Row {
    let link = web_address(base, &item.link).or_else(|| Url::parse(&item.guid).ok());
    Row {
        title: plain(&item.title),
        url: link.filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host()),
        date: item.date.clone(),
        site_id: item.guid.clone(),
        ..Row::default()
    }
}
