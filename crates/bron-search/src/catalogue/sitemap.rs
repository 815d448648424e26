//! Sitemaps: a list of pages, an index of lists (also inside each other), packed or as plain text.

use super::shelf::{Shelf, is_of};
use super::xml::{self, Element};
use super::{CatalogueItem, Heard};
use crate::answer::{NoPage, is_challenge};
use bron_model::{Answer, QueryStatus};
use bron_protocol::Source;
use std::collections::BTreeSet;
use url::Url;

/// An index inside an index inside an index is more than any site has.
const MOST_DEPTH: u32 = 4;

/// The lists of one site, read one after the other in the order in which they are named.
pub(super) struct Sitemap<'a> {
    source: &'a Source,
    /// What is still to be read, the next one last, each with how deep it lies.
    waiting: Vec<(Url, u32)>,
    /// Lists that were named, so that each is read once.
    named: BTreeSet<String>,
    pub(super) problems: Vec<String>,
}

/// One list, as it stands.
enum Sheet {
    /// Address and day of the last change.
    Pages(Vec<(String, String)>),
    /// Addresses of other lists.
    Index(Vec<String>),
}

impl<'a> Sitemap<'a> {
    pub(super) fn begin(source: &'a Source, start: Url) -> Self {
        let named = BTreeSet::from([without_fragment(&start)]);
        Self { source, waiting: vec![(start, 0)], named, problems: Vec::new() }
    }

    pub(super) fn wanted(&self) -> Option<Url> {
        self.waiting.last().map(|(url, _)| url.clone())
    }

    pub(super) fn hear(
        &mut self,
        page: Result<(&Answer, &[u8]), NoPage>,
        answer: u32,
        shelf: &mut Shelf<'_>,
    ) -> Heard {
        let Some((url, depth)) = self.waiting.pop() else { return Heard::Read };
        let is_only_one = depth == 0;
        let lost = |status, why| if is_only_one { Heard::Broken(status, why) } else { Heard::Lost(why) };
        let sheet = match page {
            Err(no_page) => return lost(no_page.status, no_page.why),
            Ok((answer, bytes)) => sheet(answer, bytes),
        };
        match sheet {
            Err((status, why)) => return lost(status, why),
            Ok(Sheet::Pages(pages)) => {
                pages.into_iter().for_each(|(address, date)| self.page(&address, date, answer, shelf));
            }
            Ok(Sheet::Index(_)) if depth >= MOST_DEPTH => {
                return lost(QueryStatus::Unreadable, "an index nested too deep is not read".to_owned());
            }
            Ok(Sheet::Index(lists)) => {
                let before = self.waiting.len();
                for address in lists {
                    self.list(&url, &address, depth + 1, shelf);
                }
                self.waiting[before..].reverse();
            }
        }
        Heard::Read
    }

    fn page(&self, address: &str, date: String, answer: u32, shelf: &mut Shelf<'_>) {
        let Some(url) = web_address(address) else { return shelf.without_address() };
        if !is_of(self.source, &url) {
            return shelf.elsewhere();
        }
        let key = without_fragment(&url);
        shelf.add(key, CatalogueItem { answer, url, date, ..blank() });
    }

    fn list(&mut self, from: &Url, address: &str, depth: u32, shelf: &mut Shelf<'_>) {
        let Some(url) = from.join(address).ok().filter(|url| matches!(url.scheme(), "http" | "https")) else {
            shelf.without_address();
            self.problems.push(format!("`{address}` is no address of a list"));
            return;
        };
        if !is_of(self.source, &url) {
            self.problems.push(format!("the list {url} is at a host that is not the source's"));
        } else if self.named.insert(without_fragment(&url)) {
            self.waiting.push((url, depth));
        }
    }
}

fn blank() -> CatalogueItem {
    CatalogueItem {
        position: 0,
        answer: 0,
        title: String::new(),
        url: Url::parse("http://bron.invalid/").expect("a fixed address"),
        authors: String::new(),
        date: String::new(),
        kind: String::new(),
        text: String::new(),
        doi: String::new(),
        isbn: String::new(),
        site_id: String::new(),
        files: Vec::new(),
    }
}

fn web_address(text: &str) -> Option<Url> {
    Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.host_str().is_some())
}

fn without_fragment(url: &Url) -> String {
    url.as_str().split('#').next().unwrap_or_default().to_owned()
}

fn sheet(answer: &Answer, bytes: &[u8]) -> Result<Sheet, (QueryStatus, String)> {
    let unreadable = |why: String| (QueryStatus::Unreadable, why);
    let bytes = xml::unpacked(bytes).map_err(unreadable)?;
    let text = xml::text_of(answer, &bytes);
    let text = text.trim_start();
    if !text.starts_with('<') {
        return plain(text).map_err(unreadable);
    }
    if is_challenge(text) {
        let why = "a page that asks for a proof that a person is asking, in place of a sitemap";
        return Err((QueryStatus::Blocked, why.to_owned()));
    }
    let root = match xml::parse(text) {
        Ok(root) => root,
        Err(_) if looks_like_html(text) => {
            return Err(unreadable("a web page came in place of a sitemap".to_owned()));
        }
        Err(why) => return Err(unreadable(format!("no XML that can be read: {why}"))),
    };
    match root.name.as_str() {
        "urlset" => Ok(Sheet::Pages(root.all("url").map(entry).collect())),
        "sitemapindex" => {
            Ok(Sheet::Index(root.all("sitemap").map(|element| element.text_of("loc")).collect()))
        }
        "html" => Err(unreadable("a web page came in place of a sitemap".to_owned())),
        other => Err(unreadable(format!("the root element is `{other}`, not `urlset` or `sitemapindex`"))),
    }
}

fn entry(element: &Element) -> (String, String) {
    (element.text_of("loc"), element.text_of("lastmod"))
}

fn looks_like_html(text: &str) -> bool {
    let head: String = text.chars().take(1000).collect::<String>().to_ascii_lowercase();
    head.contains("<html") || head.starts_with("<!doctype html")
}

/// A list of addresses, one a line.
fn plain(text: &str) -> Result<Sheet, String> {
    let mut pages = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() {
            continue;
        }
        if web_address(line).is_none() {
            return Err(format!("line {} is neither XML nor an address", at + 1));
        }
        pages.push((line.to_owned(), String::new()));
    }
    if pages.is_empty() { Err("the answer is empty".to_owned()) } else { Ok(Sheet::Pages(pages)) }
}
