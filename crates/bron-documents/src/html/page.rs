//! A parsed page with what several readers of it need.

use super::linked_data::LinkedData;
use super::meta::Meta;
use bron_protocol::LandingSettings;
use scraper::{ElementRef, Html, Selector};
use url::Url;

/// A page, parsed once.
pub(crate) struct ParsedPage<'a> {
    /// The tree.
    pub html: Html,
    /// Its JSON-LD.
    pub linked_data: LinkedData,
    /// Its meta elements.
    pub meta: Meta,
    /// Its address, where that parses.
    pub address: Option<Url>,
    /// How the source's pages are read.
    pub landing: Option<&'a LandingSettings>,
}

impl<'a> ParsedPage<'a> {
    /// Parses it.
    pub(crate) fn new(markup: &str, address: &str, landing: Option<&'a LandingSettings>) -> Self {
        let html = Html::parse_document(markup);
        let linked_data = LinkedData::of(&html);
        let meta = Meta::of(&html);
        Self { html, linked_data, meta, address: Url::parse(address).ok(), landing }
    }

    /// The elements that a configured selector finds; nothing where it is absent or does not parse.
    pub(crate) fn configured(
        &self,
        selector: fn(&LandingSettings) -> &Option<String>,
    ) -> Vec<ElementRef<'_>> {
        let selector = self.landing.and_then(|landing| selector(landing).as_deref());
        selector.map(|selector| self.select(selector)).unwrap_or_default()
    }

    /// The elements that a selector finds; nothing where it does not parse.
    pub(crate) fn select(&self, selector: &str) -> Vec<ElementRef<'_>> {
        Selector::parse(selector).map(|selector| self.html.select(&selector).collect()).unwrap_or_default()
    }

    /// The configured selectors that do not parse, for the note.
    pub(crate) fn wrong_selectors(&self) -> Vec<&str> {
        let Some(landing) = self.landing else { return Vec::new() };
        [&landing.files, &landing.file_forms, &landing.kind, &landing.date, &landing.authors, &landing.main]
            .into_iter()
            .filter_map(|selector| selector.as_deref())
            .filter(|selector| Selector::parse(selector).is_err())
            .collect()
    }

    /// Makes a link of the page absolute: with its base element, else its address.
    pub(crate) fn absolute(&self, href: &str) -> Option<Url> {
        let href = href.trim();
        let base = self.select("base[href]").first().and_then(|base| base.attr("href")).map(str::to_owned);
        let base = match (&self.address, base) {
            (Some(address), Some(base)) => address.join(&base).ok().or_else(|| self.address.clone()),
            (address, _) => address.clone(),
        };
        let url = match base {
            Some(base) => base.join(href).ok()?,
            None => Url::parse(href).ok()?,
        };
        matches!(url.scheme(), "http" | "https").then_some(url)
    }
}
