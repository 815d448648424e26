//! Which repeated blocks change with the query? They are the result list.

use super::naming::{is_in_frame, is_in_main, names, parsed, with_above};
use super::seen::{Link, Page};
use bron_model::canonical_address;
use scraper::{ElementRef, Selector};
use std::collections::{BTreeMap, BTreeSet};

/// The pages that are compared.
pub(super) struct Compared<'a> {
    /// Pages of words that should have hits, at least two.
    pub(super) canaries: &'a [Page],
    /// The page of a word that has none; absent where none came.
    pub(super) nothing: Option<&'a Page>,
    /// Of each canary the links that change with the word.
    links: Vec<Vec<Link<'a>>>,
}

/// A result list: selectors, and how much speaks for them.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct List {
    pub(super) list: String,
    pub(super) row: String,
    score: f64,
}

/// A row with the link that is most like a title.
#[derive(Clone, Copy)]
pub(super) struct Row<'a> {
    pub(super) element: ElementRef<'a>,
    pub(super) link: ElementRef<'a>,
    weight: usize,
}

/// The most selectors that are tried for rows.
const MOST: usize = 400;

impl<'a> Compared<'a> {
    pub(super) fn new(canaries: &'a [Page], nothing: Option<&'a Page>) -> Self {
        let common = || {
            let mut all = canaries.iter().map(Page::addresses);
            let first = all.next().unwrap_or_default();
            all.fold(first, |common, next| common.intersection(&next).cloned().collect())
        };
        let still = nothing.map_or_else(common, Page::addresses);
        let links = canaries.iter().map(|page| page.links(&still)).collect();
        Self { canaries, nothing, links }
    }

    /// The rows that a row selector finds in a page of a canary, with the links that change.
    pub(super) fn rows(&self, page: &'a Page, list: &str, row: &str) -> Vec<Row<'a>> {
        let place = self.canaries.iter().position(|canary| std::ptr::eq(canary, page));
        let links = place.and_then(|place| self.links.get(place)).map(Vec::as_slice).unwrap_or_default();
        let Some(selector) = parsed(row) else { return Vec::new() };
        let lists = page.select(list);
        rows_of(&outermost(lists.iter().flat_map(|list| list.select(&selector))), links)
    }

    /// The lists that change with the query, the likeliest first; at most five.
    pub(super) fn lists(&self) -> Vec<List> {
        let mut found: Vec<(f64, String)> = Self::row_selectors(&self.links)
            .into_iter()
            .filter_map(|selector| Some((self.score(&selector)?, selector)))
            .collect();
        found.sort_by(|(a, one), (b, other)| b.total_cmp(a).then_with(|| one.cmp(other)));
        let mut lists: Vec<List> = Vec::new();
        for (score, row) in found.into_iter().take(12) {
            let Some(list) = self.list_around(&row) else { continue };
            lists.push(List { list, row, score });
            if lists.len() == 5 {
                break;
            }
        }
        lists
    }

    /// Selectors of elements around links that change, the frequent ones first.
    fn row_selectors(links: &[Vec<Link>]) -> Vec<String> {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for links in links {
            let mut named: BTreeSet<_> = BTreeSet::new();
            for element in links.iter().take(200).flat_map(|link| with_above(link.element)) {
                if named.insert(element.id()) {
                    for name in names(element) {
                        *counts.entry(name).or_default() += 1;
                    }
                }
            }
        }
        let mut frequent: Vec<(usize, String)> =
            counts.into_iter().filter(|(_, count)| *count > 1).map(|(name, count)| (count, name)).collect();
        frequent.sort_by(|(a, one), (b, other)| b.cmp(a).then_with(|| one.cmp(other)));
        frequent.into_iter().take(MOST).map(|(_, name)| name).collect()
    }

    /// How much speaks for these being rows; `None` where they repeat nowhere, or are the same for both words.
    fn score(&self, row: &str) -> Option<f64> {
        let selector = parsed(row)?;
        let (mut weight, mut most, mut depth) = (0.0, 0, 0);
        let mut lists: Vec<BTreeSet<String>> = Vec::new();
        for (page, links) in self.canaries.iter().zip(&self.links) {
            let elements = outermost(page.html.select(&selector).take(1000));
            let rows = rows_of(&elements, links);
            let mut addresses = BTreeSet::new();
            for row in &rows {
                let address = page.address(row.link).map(|url| canonical_address(&url))?;
                if addresses.insert(address) {
                    weight += row.weight as f64;
                }
            }
            weight -= 12.0 * (elements.len() - rows.len()) as f64;
            if let Some(first) = rows.first() {
                let region = if is_in_main(first.element) { 1.15 } else { 1.0 };
                weight *= if is_in_frame(first.element) { 0.3 } else { region };
                depth = with_above(first.element).count();
            }
            most = most.max(addresses.len());
            lists.push(addresses);
        }
        let differs = lists.windows(2).any(|two| two[0] != two[1]);
        let speaks = ["row", "item", "result", "hit", "card", "teaser", "resultaat"];
        let named = row.rsplit('>').next().is_some_and(|last| speaks.iter().any(|word| last.contains(word)));
        let small = f64::from(u8::from(named)) * 3.0 - depth as f64 - row.matches('>').count() as f64 * 2.0;
        (most > 1 && differs && weight > 0.0).then_some(weight + small)
    }

    /// The smallest element with a name of its own around the rows of all pages, in which nothing else is a row.
    fn list_around(&self, row: &str) -> Option<String> {
        let selector = parsed(row)?;
        let (page, rows) = self
            .canaries
            .iter()
            .map(|page| (page, self.rows(page, "body", row)))
            .max_by_key(|(_, rows)| rows.len())?;
        let first = rows.first()?.element;
        let last = rows.last()?.element;
        let above_last: BTreeSet<_> = last.ancestors().map(|node| node.id()).collect();
        let around = with_above(first).skip(1).filter(|element| above_last.contains(&element.id()));
        let mut best: Option<(usize, String)> = None;
        for (height, element) in around.enumerate() {
            for (place, name) in names(element).into_iter().enumerate() {
                let Some(cost) = self.cost_of_list(&name, &selector, row) else { continue };
                let cost = cost * 100 + height * 4 + place + name.matches('>').count() * 3;
                if best.as_ref().is_none_or(|(least, _)| cost < *least) {
                    best = Some((cost, name));
                }
            }
        }
        let fallback = || {
            ["main", "[role=main]", "body"]
                .into_iter()
                .find(|name| {
                    !page.select(name).is_empty() && self.cost_of_list(name, &selector, row).is_some()
                })
                .map(str::to_owned)
        };
        best.map(|(_, name)| name).or_else(fallback)
    }

    /// What is wrong with a name for the list: rows that it adds, more than one such element. `None` where a row is lost.
    fn cost_of_list(&self, name: &str, selector: &Selector, row: &str) -> Option<usize> {
        let mut cost = 0;
        for page in self.canaries {
            let lists = page.select(name);
            let inside = outermost(lists.iter().flat_map(|list| list.select(selector))).len();
            let rows = self.rows(page, name, row).len();
            if rows < self.rows(page, "body", row).len() {
                return None;
            }
            cost += inside - rows + lists.len().abs_diff(1);
        }
        if let Some(page) = self.nothing {
            cost += 5 * page.select(name).iter().flat_map(|list| list.select(selector)).count();
        }
        Some(cost)
    }
}

/// The elements that lie in no other of them, each once.
fn outermost<'a>(elements: impl Iterator<Item = ElementRef<'a>>) -> Vec<ElementRef<'a>> {
    let mut known = BTreeSet::new();
    let mut outer: Vec<ElementRef> = Vec::new();
    for element in elements.take(2000) {
        if known.insert(element.id()) {
            outer.push(element);
        }
    }
    let inside = |element: &ElementRef| element.ancestors().take(64).any(|above| known.contains(&above.id()));
    outer.iter().filter(|element| !inside(element)).copied().collect()
}

/// The elements that hold a link that changes, each with the one that is most like a title.
fn rows_of<'a>(elements: &[ElementRef<'a>], links: &[Link<'a>]) -> Vec<Row<'a>> {
    let places: BTreeMap<_, _> =
        elements.iter().enumerate().map(|(place, element)| (element.id(), place)).collect();
    let mut best: Vec<Option<Link>> = vec![None; elements.len()];
    for link in links {
        let Some(place) = with_above(link.element).find_map(|above| places.get(&above.id())) else {
            continue;
        };
        if best[*place].is_none_or(|known| known.weight < link.weight) {
            best[*place] = Some(*link);
        }
    }
    let row = |(element, link): (&ElementRef<'a>, Option<Link<'a>>)| {
        link.map(|link| Row { element: *element, link: link.element, weight: link.weight })
    };
    elements.iter().zip(best).filter_map(row).collect()
}
