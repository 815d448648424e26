//! What was heard so far, and the pages in it.

use super::naming::{is_in_frame, parsed};
use crate::answer::{is_challenge, page_of, text_of};
use crate::page;
use bron_model::{Exchange, Request, canonical_address};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use scraper::{ElementRef, Html};
use std::collections::{BTreeMap, BTreeSet};
use url::Url;

/// Something, or what must be heard before it can be said.
pub(super) type Wanted<T> = Result<T, Box<Request>>;

/// Every answer by what was asked.
#[derive(Debug, Clone, Default)]
pub(super) struct Heard {
    answers: BTreeMap<String, Exchange>,
}

impl Heard {
    pub(super) fn take(&mut self, request: &Request, exchange: &Exchange) {
        self.answers.insert(request.url.to_string(), exchange.clone());
    }
    pub(super) fn len(&self) -> usize {
        self.answers.len()
    }
    /// The day of the first answer in Amsterdam.
    pub(super) fn day(&self) -> Date {
        let first = self.answers.values().map(|exchange| exchange.at).min().unwrap_or_default();
        let zone = TimeZone::get(bron_model::AMSTERDAM).unwrap_or(TimeZone::UTC);
        first.to_zoned(zone).date()
    }
    pub(super) fn answer(&self, request: Request) -> Wanted<&Exchange> {
        self.answers.get(request.url.as_str()).ok_or_else(|| Box::new(request))
    }
    /// The page at an address; the text says why there is none.
    pub(super) fn page(&self, url: &Url, word: &str) -> Wanted<Result<Page, String>> {
        let exchange = self.answer(Request::get(url.clone()))?;
        Ok(Page::read(exchange, url, word))
    }
}

/// A page of the site, and what was typed to get it.
pub(super) struct Page {
    pub(super) html: Html,
    pub(super) text: String,
    /// The address that was asked.
    pub(super) asked: Url,
    /// The address after redirects.
    pub(super) at: Url,
    pub(super) seen: Timestamp,
    /// What was typed; empty for a page that was not searched for.
    pub(super) word: String,
    base: Url,
}

/// A link of a page with its absolute address.
#[derive(Clone, Copy)]
pub(super) struct Link<'a> {
    pub(super) element: ElementRef<'a>,
    /// How likely it is a title: by its length, and by a heading in or around it.
    pub(super) weight: usize,
}

impl Page {
    fn read(exchange: &Exchange, asked: &Url, word: &str) -> Result<Self, String> {
        let (answer, bytes) = page_of(exchange).map_err(|no_page| no_page.why)?;
        let text = text_of(answer, bytes);
        if is_challenge(&text) {
            return Err("the site asks for a proof that a person is asking".to_owned());
        }
        let html = Html::parse_document(&text);
        let at = exchange.request.url.clone();
        let base = page::base_of(&html, &at);
        Ok(Self { html, text, asked: asked.clone(), at, seen: exchange.at, word: word.to_owned(), base })
    }
    pub(super) fn is_drawn_by_script(&self) -> bool {
        page::is_drawn_by_script(&self.html)
    }
    /// The first elements that fit; nothing where the text is no selector.
    pub(super) fn select(&self, selector: &str) -> Vec<ElementRef<'_>> {
        parsed(selector).map(|selector| self.html.select(&selector).take(2000).collect()).unwrap_or_default()
    }
    pub(super) fn address(&self, link: ElementRef) -> Option<Url> {
        page::href(link, &self.base)
    }
    /// An address from this page.
    pub(super) fn join(&self, text: &str) -> Option<Url> {
        self.base.join(text.trim()).ok().filter(|url| matches!(url.scheme(), "http" | "https"))
    }
    /// The addresses of all links, as they are recognised.
    pub(super) fn addresses(&self) -> BTreeSet<String> {
        let links = self.select("a[href]");
        links.into_iter().filter_map(|link| self.address(link)).map(|url| canonical_address(&url)).collect()
    }
    /// Links that say something, lead away from the search itself and are not among `still`.
    pub(super) fn links<'a>(&'a self, still: &BTreeSet<String>) -> Vec<Link<'a>> {
        let links = self.select("a[href]").into_iter().filter_map(|element| {
            let url = self.address(element)?;
            let weight = weight_of(element);
            let of_results =
                weight > 1 && !self.is_of_search(&url) && !still.contains(&canonical_address(&url));
            of_results.then_some(Link { element, weight })
        });
        links.collect()
    }
    /// Whether an address is of the search itself: another page, order or filter of the same query.
    pub(super) fn is_of_search(&self, url: &Url) -> bool {
        let typed = |value: &str| value.eq_ignore_ascii_case(&self.word);
        let in_query = url.query_pairs().any(|(_, value)| typed(&value));
        !self.word.is_empty() && (in_query || canonical_address(url) == canonical_address(&self.at))
    }
}

fn weight_of(link: ElementRef) -> usize {
    const HEADINGS: &[&str] = &["h1", "h2", "h3", "h4", "h5", "h6"];
    let length = page::text_of(link).chars().take(80).count();
    let is_heading = |element: ElementRef| HEADINGS.contains(&element.value().name());
    let around = link.ancestors().filter_map(ElementRef::wrap).take(3).any(is_heading);
    let inside = || link.descendants().skip(1).take(64).filter_map(ElementRef::wrap).any(is_heading);
    let weight = if length == 0 { 0 } else { length + if around || inside() { 40 } else { 0 } };
    if is_in_frame(link) { weight / 4 } else { weight }
}
