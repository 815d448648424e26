//! A parsed page with what several readers of it need.

use super::blocks::{PassOver, nodes_around, words_of};
use super::linked_data::LinkedData;
use super::meta::Meta;
use crate::tidy::tidy_line;
use bron_protocol::LandingSettings;
use ego_tree::NodeId;
use scraper::{ElementRef, Html, Selector};
use std::collections::BTreeSet;
use std::sync::LazyLock;
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
    /// The heading.
    heading: Option<NodeId>,
    /// The nodes above the heading, itself among them.
    above_heading: BTreeSet<NodeId>,
    /// The nodes in navigation, footers and headers.
    around: BTreeSet<NodeId>,
    /// What relative links are relative to.
    base: Option<Url>,
}

impl<'a> ParsedPage<'a> {
    /// Parses it.
    pub(crate) fn new(markup: &str, address: &str, landing: Option<&'a LandingSettings>) -> Self {
        let html = Html::parse_document(markup);
        let linked_data = LinkedData::of(&html);
        let meta = Meta::of(&html);
        let address = Url::parse(address).ok();
        let heading = heading_of(&html, &meta);
        let above_heading = heading
            .and_then(|heading| html.tree.get(heading))
            .map(|heading| heading.ancestors().map(|node| node.id()).chain([heading.id()]).collect())
            .unwrap_or_default();
        let around = nodes_around(&html, &above_heading);
        let base = base_of(&html, address.as_ref());
        Self { html, linked_data, meta, address, landing, heading, above_heading, around, base }
    }

    /// Whether a node is the page's heading or holds it.
    pub(crate) fn holds_heading(&self, node: NodeId) -> bool {
        self.above_heading.contains(&node)
    }

    /// Where the heading leads, which is to the page itself.
    pub(crate) fn heading_link(&self) -> Option<String> {
        let heading = self.html.tree.get(self.heading?)?;
        let link =
            heading.descendants().take(20).filter_map(ElementRef::wrap).find_map(|inner| inner.attr("href"));
        link.map(str::to_owned)
    }

    /// As [`Self::absolute`]; a link on a page without an address keeps its path.
    pub(crate) fn absolute_or_path(&self, href: &str) -> Option<Url> {
        self.absolute(href).or_else(|| Url::parse("https://unknown.invalid/").ok()?.join(href.trim()).ok())
    }

    /// Whether a node lies in navigation, a footer or a page's header.
    pub(crate) fn lies_around(&self, node: NodeId) -> bool {
        self.around.contains(&node)
    }

    /// What is no part of the page's own text.
    pub(crate) fn chrome(&self) -> PassOver<'_> {
        PassOver::These(&self.around)
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
        let url = match &self.base {
            Some(base) => base.join(href).ok()?,
            None => Url::parse(href).ok()?,
        };
        matches!(url.scheme(), "http" | "https").then_some(url)
    }
}

fn base_of(html: &Html, address: Option<&Url>) -> Option<Url> {
    static BASE: LazyLock<Selector> =
        LazyLock::new(|| Selector::parse("base[href]").expect("a fixed selector that a test parses"));
    let said = html.select(&BASE).next().and_then(|base| base.attr("href"));
    let joined = said.and_then(|said| match address {
        Some(address) => address.join(said).ok(),
        None => Url::parse(said).ok(),
    });
    joined.or_else(|| address.cloned())
}

/// The heading that the page's title speaks of, of the first rank where there is one, else the first heading of the
/// first rank.
fn heading_of(html: &Html, meta: &Meta) -> Option<NodeId> {
    static FIRST: LazyLock<Selector> =
        LazyLock::new(|| Selector::parse("h1").expect("a fixed selector that a test parses"));
    static NEXT: LazyLock<Selector> =
        LazyLock::new(|| Selector::parse("h2, h3").expect("a fixed selector that a test parses"));
    static TITLE: LazyLock<Selector> =
        LazyLock::new(|| Selector::parse("title").expect("a fixed selector that a test parses"));
    let title: String = html.select(&TITLE).take(1).flat_map(|title| title.text()).collect();
    let titles = [tidy_line(&title), meta.first(&["og:title"]).unwrap_or_default().to_owned()];
    let is_titled = |heading: &ElementRef<'_>| {
        let words = words_of(*heading);
        let agrees =
            |title: &String| title.starts_with(&words) || (!title.is_empty() && words.starts_with(title));
        words.chars().count() > 3 && titles.iter().any(agrees)
    };
    let heading = html.select(&FIRST).take(20).find(is_titled);
    let heading = heading.or_else(|| html.select(&NEXT).take(60).find(is_titled));
    let heading = heading.or_else(|| html.select(&FIRST).next());
    heading.map(|heading| heading.id())
}
