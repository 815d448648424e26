//! The government's shared site since June 2026: its own search, which posts JSON.
//!
//! The first request of every conversation is the same: everything, without text or filter. It says which values each
//! field has, so that a filter is sent as the site writes it; the archive answers it for all later queries of the source.

mod body;
mod days;
mod facets;
pub(crate) mod rss;

use crate::Error;
use crate::json::{count, json_of, scalar, scalars};
use crate::listing::{Listing, Page, Row};
use crate::page::plain;
use body::{Body, PER_PAGE};
use bron_model::{Exchange, Query, QueryStatus, Request};
use bron_protocol::{Interface, Source};
use jiff::civil::Date;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use url::Url;

/// Field and values.
pub(crate) type Filters = BTreeMap<String, Vec<String>>;

/// A conversation with the search: what it offers, then the pages of the list.
pub(crate) struct SearchUi {
    base: Url,
    address: Url,
    text: String,
    harvested: Date,
    /// As configured.
    filters: Filters,
    /// As the site writes them.
    exact: Filters,
    shown: BTreeSet<String>,
    stage: Stage,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Facets,
    Page(u32),
    Over,
}

impl SearchUi {
    pub(crate) fn begin(
        source: &Source,
        interface: &Interface,
        query: &Query,
        harvested: Date,
    ) -> Result<Self, Error> {
        let settings = interface.search_ui.clone().unwrap_or_default();
        let base = base_of(source, "search-ui")?;
        let address = address(source, "search-ui.search", &settings.search)?;
        Ok(Self {
            base,
            address,
            text: query.text.clone(),
            harvested,
            shown: settings.filters.keys().cloned().collect(),
            filters: settings.filters,
            exact: Filters::new(),
            stage: Stage::Facets,
        })
    }

    pub(crate) fn ask(&self) -> Option<Request> {
        match self.stage {
            Stage::Facets => Some(self.request("", 1, &Filters::new())),
            Stage::Page(page) => Some(self.page_request(page)),
            Stage::Over => None,
        }
    }

    /// The request for the result page of that number, from 1.
    pub(crate) fn page_request(&self, page: u32) -> Request {
        self.request(&self.text, page, &self.exact)
    }

    /// The rows of a result page; `None` where there is no list.
    pub(crate) fn rows_on(&self, exchange: &Exchange) -> Option<Vec<Row>> {
        let answer = json_of(exchange).ok()?;
        Some(items_of(&answer)?.iter().map(|item| row(item, &self.base)).collect())
    }

    fn request(&self, text: &str, page: u32, filters: &Filters) -> Request {
        let body = Body { text, page, filters, shown: &self.shown, harvested: self.harvested };
        Request::post_json(self.address.clone(), body.bytes())
    }

    pub(crate) fn hear(&mut self, exchange: &Exchange, listing: &mut Listing) {
        match std::mem::replace(&mut self.stage, Stage::Over) {
            Stage::Facets => self.hear_facets(exchange, listing),
            Stage::Page(page) => self.hear_page(page, exchange, listing),
            Stage::Over => {}
        }
    }

    fn hear_facets(&mut self, exchange: &Exchange, listing: &mut Listing) {
        let answer = match json_of(exchange) {
            Ok(answer) => answer,
            Err(no_page) => return listing.end_broken(no_page.status, format!("facets: {}", no_page.why)),
        };
        let exact = match items_of(&answer) {
            Some(_) => facets::exact(&self.filters, &answer),
            None => Err("no result list where one is due".to_owned()),
        };
        match exact {
            Ok(exact) => {
                self.exact = exact;
                self.stage = Stage::Page(1);
            }
            Err(why) => listing.end_broken(QueryStatus::Unreadable, format!("facets: {why}")),
        }
    }

    fn hear_page(&mut self, page: u32, exchange: &Exchange, listing: &mut Listing) {
        let unreadable = |listing: &mut Listing, why: String| {
            listing.end_broken(QueryStatus::Unreadable, format!("page {page}: {why}"));
        };
        let answer = match json_of(exchange) {
            Ok(answer) => answer,
            Err(no_page) => {
                return listing.end_broken(no_page.status, format!("page {page}: {}", no_page.why));
            }
        };
        let Some(items) = items_of(&answer) else {
            return unreadable(listing, "no result list where one is due".to_owned());
        };
        if page == 1 {
            listing.report(total_of(&answer).or_else(|| facets::count_of(&self.exact, &answer)));
        }
        let rows: Vec<Row> = items.iter().map(|item| row(item, &self.base)).collect();
        match check_rows(page == 1, &rows, listing.reported()) {
            Rows::Wrong(why) => unreadable(listing, why),
            Rows::None => listing.end_none(),
            Rows::End => listing.end_whole(),
            Rows::Some => {
                let read = listing.rows_read() + rows.len() as u64;
                let full = rows.len() >= PER_PAGE;
                let more = full && listing.reported().is_none_or(|total| read < total);
                listing.take(Page { rows, more });
                if !listing.has_ended() {
                    self.stage = Stage::Page(page.saturating_add(1));
                }
            }
        }
    }
}

/// What the rows of a page of a list in JSON are.
pub(crate) enum Rows {
    /// There are some.
    Some,
    /// The list has ended.
    End,
    /// The site lists nothing at all.
    None,
    /// They contradict what the site says, or lead nowhere.
    Wrong(String),
}

/// Judges the rows of a page beside the number that the site reports.
pub(crate) fn check_rows(is_first: bool, rows: &[Row], reported: Option<u64>) -> Rows {
    match (rows.len(), reported) {
        (0, _) if !is_first => Rows::End,
        (0, Some(total)) if total > 0 => {
            Rows::Wrong(format!("the site reports {total} results and lists none"))
        }
        (0, _) => Rows::None,
        (n, Some(0)) => Rows::Wrong(format!("the site reports 0 results, yet lists {n} rows")),
        _ if rows.iter().all(|row| row.url.is_none()) => Rows::Wrong("no row has an address".to_owned()),
        _ => Rows::Some,
    }
}

/// The rows as the site's search passes them on, or as its page keeps them; `None` where there is no list.
fn items_of(answer: &Value) -> Option<&Vec<Value>> {
    let raw = answer.pointer("/rawResponse/rawResults").and_then(Value::as_array);
    let kept = answer.get("results").and_then(Value::as_array);
    raw.filter(|raw| !raw.is_empty()).or(kept).or(raw)
}

/// The number that the site reports, where it does.
fn total_of(answer: &Value) -> Option<u64> {
    let places = [
        "/totalResults",
        "/rawResponse/totalResults",
        "/rawResponse/rawInfo/meta/page/total_results",
        "/rawResponse/info/meta/page/total_results",
    ];
    places.into_iter().find_map(|place| answer.pointer(place).and_then(count))
}

fn row(item: &Value, base: &Url) -> Row {
    let text = |field: &str| raw(item, field).and_then(scalar).unwrap_or_default();
    let kinds = raw(item, "information_type").map(scalars).unwrap_or_default();
    Row {
        title: plain(&text("page_title")),
        url: web_address(base, &text("url")),
        kind: kinds.join("; "),
        date: text("sort_date"),
        site_id: text("id"),
        ..Row::default()
    }
}

/// A field as the engine gives it (`{"raw": …}`), or bare.
fn raw<'v>(item: &'v Value, field: &str) -> Option<&'v Value> {
    let value = item.get(field)?;
    if value.is_object() { value.get("raw") } else { Some(value) }
}

/// An address made absolute; `None` where it is none of the web.
pub(crate) fn web_address(base: &Url, text: &str) -> Option<Url> {
    let mut url = base.join(text).ok().filter(|_| !text.is_empty())?;
    url.set_fragment(None);
    (matches!(url.scheme(), "http" | "https") && url.has_host()).then_some(url)
}

pub(crate) fn base_of(source: &Source, platform: &str) -> Result<Url, Error> {
    source.base.clone().ok_or_else(|| Error::Missing {
        source_id: source.id.to_string(),
        key: "base".to_owned(),
        because: format!("`platform = \"{platform}\"`"),
    })
}

/// The address that a key holds, from `base`.
pub(crate) fn address(source: &Source, key: &str, text: &str) -> Result<Url, Error> {
    let url = match &source.base {
        Some(base) => base.join(text),
        None => Url::parse(text),
    };
    let problem = match url {
        Ok(url) if matches!(url.scheme(), "http" | "https") && url.has_host() => return Ok(url),
        Ok(url) => format!("`{}` is not the web", url.scheme()),
        Err(problem) => problem.to_string(),
    };
    Err(Error::Template {
        source_id: source.id.to_string(),
        key: key.to_owned(),
        value: text.to_owned(),
        problem,
    })
}
