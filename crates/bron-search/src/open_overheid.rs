//! The government's store of documents, open.overheid.nl: a search in JSON with totals, by offset.

pub(crate) mod detail;

use crate::Error;
use crate::json::{count, json_of, scalar};
use crate::listing::{Listing, Page, Row};
use crate::page::plain;
use crate::search_ui::{Rows, address, check_rows, web_address};
use bron_model::{Exchange, PartialDate, Query, QueryStatus, Request};
use bron_protocol::{Interface, OpenOverheidSettings, Source};
use serde_json::Value;
use url::Url;

/// A conversation with the store.
pub(crate) struct OpenOverheid {
    api: Url,
    /// The hosts of the source: an address elsewhere is not where the publication is asked for.
    hosts: Vec<String>,
    /// The query of the first page, without `start`.
    query: String,
    page_size: u32,
    /// The query without a text, where the settings narrow the results.
    anything: Option<String>,
    next: Next,
}

/// What is asked next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Next {
    /// Results from that one on, counted from 0.
    From(u64),
    /// Whether the store has anything with these filters: nothing was found, and a value that it does not know would
    /// look the same. It is the same request for all queries of the source.
    Anything,
    Over,
}

impl OpenOverheid {
    pub(crate) fn begin(source: &Source, interface: &Interface, query: &Query) -> Result<Self, Error> {
        let settings = interface.open_overheid.clone().unwrap_or_default();
        let hosts = source.base.iter().filter_map(Url::host_str).map(str::to_owned);
        Ok(Self {
            api: api(source, &settings)?,
            hosts: hosts.chain(source.hosts.iter().cloned()).collect(),
            query: query_of(&query.text, &settings),
            anything: (!settings.filters.is_empty()).then(|| query_of("", &settings)),
            page_size: settings.page_size,
            next: Next::From(0),
        })
    }

    pub(crate) fn ask(&self) -> Option<Request> {
        let (query, start) = match self.next {
            Next::From(start) => (&self.query, start),
            Next::Anything => (self.anything.as_ref()?, 0),
            Next::Over => return None,
        };
        self.request(query, start)
    }

    fn request(&self, query: &str, start: u64) -> Option<Request> {
        let mut url = self.api.join("zoek").ok()?;
        url.set_query(Some(&format!("{query}&start={start}&aantalResultaten={}", self.page_size)));
        Some(Request::get_json(url))
    }

    /// The request for the result page of that number, from 1.
    pub(crate) fn page_request(&self, number: u32) -> Option<Request> {
        self.request(&self.query, u64::from(number.checked_sub(1)?) * u64::from(self.page_size))
    }

    /// The rows of a result page; `None` where there is no list.
    pub(crate) fn rows_on(&self, exchange: &Exchange) -> Option<Vec<Row>> {
        self.results_of(exchange).ok().map(|(rows, _)| rows)
    }

    pub(crate) fn hear(&mut self, exchange: &Exchange, listing: &mut Listing) {
        match std::mem::replace(&mut self.next, Next::Over) {
            Next::From(start) => self.hear_page(start, exchange, listing),
            Next::Anything => self.hear_anything(exchange, listing),
            Next::Over => {}
        }
    }

    fn hear_page(&mut self, start: u64, exchange: &Exchange, listing: &mut Listing) {
        let place = format!("results from {start}");
        let (rows, total) = match self.results_of(exchange) {
            Ok(results) => results,
            Err((status, why)) => return listing.end_broken(status, format!("{place}: {why}")),
        };
        if start == 0 {
            listing.report(total);
        }
        match check_rows(start == 0, &rows, listing.reported()) {
            Rows::Wrong(why) => {
                listing.end_broken(QueryStatus::Unreadable, format!("{place}: {why}"));
            }
            Rows::None if self.anything.is_some() => self.next = Next::Anything,
            Rows::None => listing.end_none(),
            Rows::End => listing.end_whole(),
            Rows::Some => {
                let next = start + rows.len() as u64;
                let more = match listing.reported() {
                    Some(total) => next < total,
                    None => rows.len() as u64 >= u64::from(self.page_size),
                };
                listing.take(Page { rows, more });
                if !listing.has_ended() {
                    self.next = Next::From(next);
                }
            }
        }
    }

    fn hear_anything(&self, exchange: &Exchange, listing: &mut Listing) {
        match self.results_of(exchange) {
            Ok((rows, total)) if rows.is_empty() || total == Some(0) => {
                let why = "without a text there are no results either, so the store may not know a value of the filters";
                listing.end_broken(QueryStatus::Unreadable, why);
            }
            Ok(_) => listing.end_none(),
            Err((status, why)) => {
                listing.end_broken(status, format!("whether the store knows the filters is unknown: {why}"));
            }
        }
    }

    /// The rows of an answer, and the total.
    fn results_of(&self, exchange: &Exchange) -> Result<(Vec<Row>, Option<u64>), (QueryStatus, String)> {
        let answer = json_of(exchange).map_err(|no_page| (no_page.status, no_page.why))?;
        let Some(items) = answer.get("resultaten").and_then(Value::as_array) else {
            return Err((QueryStatus::Unreadable, "no `resultaten` where they are due".to_owned()));
        };
        let rows = items.iter().map(|item| self.row(item)).collect();
        Ok((rows, answer.get("totaal").and_then(count)))
    }

    fn row(&self, item: &Value) -> Row {
        let document = item.get("document").unwrap_or(item);
        let text = |key: &str| document.get(key).and_then(scalar).unwrap_or_default();
        let site_id = without_version(&text("id")).to_owned();
        let at_its_site = web_address(&self.api, &text("weblocatie"))
            .filter(|url| url.host_str().is_some_and(|host| self.hosts.iter().any(|ours| ours == host)));
        Row {
            title: plain(&text("titel")),
            url: at_its_site.or_else(|| portal(&self.api, &site_id)),
            kind: kinds_of(document).join("; "),
            date: text("openbaarmakingsdatum"),
            site_id,
            ..Row::default()
        }
    }
}

/// The address below which `zoek` stands, with a slash at its end.
pub(crate) fn api(source: &Source, settings: &OpenOverheidSettings) -> Result<Url, Error> {
    let mut api = address(source, "open-overheid.api", &settings.api)?;
    api.set_query(None);
    api.set_fragment(None);
    if !api.path().ends_with('/') {
        api.set_path(&format!("{}/", api.path()));
    }
    Ok(api)
}

/// The page of a document at the store's own site; `None` without an id.
fn portal(api: &Url, id: &str) -> Option<Url> {
    let mut url = api.clone();
    url.path_segments_mut().ok()?.clear().extend(["documenten", id]);
    (!id.is_empty()).then_some(url)
}

fn query_of(text: &str, settings: &OpenOverheidSettings) -> String {
    let mut query = format!("zoektekst={}", encoded(text));
    for (name, day) in [
        ("publicatiedatumVan", settings.published_from.map(PartialDate::first_day)),
        ("publicatiedatumTot", settings.published_until.map(PartialDate::last_day)),
    ] {
        if let Some(day) = day {
            query = format!("{query}&{name}={:02}-{:02}-{:04}", day.day(), day.month(), day.year());
        }
    }
    for (filter, values) in &settings.filters {
        for value in values {
            // The store's own site encodes the values of its filters twice.
            query = format!("{query}&{}={}", filter.as_str(), encoded(&encoded(value)));
        }
    }
    query
}

fn encoded(text: &str) -> String {
    let encoded: String = url::form_urlencoded::byte_serialize(text.as_bytes()).collect();
    encoded.replace('+', "%20")
}

/// An id ends in `_` and the number of its version, which changes.
fn without_version(id: &str) -> &str {
    match id.rsplit_once('_') {
        Some((bare, version)) if !bare.is_empty() && is_number(version) => bare,
        _ => id,
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// The kinds of a document, where they are shown: plain texts, or objects with a label.
fn kinds_of(document: &Value) -> Vec<String> {
    let places = ["/classificatiecollectie/documentsoorten", "/documentsoorten", "/documentsoort"];
    let kinds = places.into_iter().find_map(|place| document.pointer(place));
    kinds.map(labels).unwrap_or_default()
}

/// The labels of a value or of the values of a list.
fn labels(value: &Value) -> Vec<String> {
    match value {
        Value::Array(values) => values.iter().flat_map(labels).collect(),
        Value::Object(object) => object.get("label").and_then(scalar).into_iter().collect(),
        other => scalar(other).into_iter().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_number_behind_the_last_underscore_is_a_version() {
        for (id, bare) in [
            ("ronl-1f2a_3", "ronl-1f2a"),
            ("oep-a_b_12", "oep-a_b"),
            ("zonder", "zonder"),
            ("a_", "a_"),
            ("_1", "_1"),
            ("a_1b", "a_1b"),
            ("", ""),
        ] {
            assert_eq!(without_version(id), bare, "{id}");
        }
    }
}
