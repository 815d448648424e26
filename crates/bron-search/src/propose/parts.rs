//! What stands inside a row: title, link, date, kind, authors.

use super::naming::{own_names, parsed, with_above};
use super::rows::Row;
use crate::page::{data_of, datetime_of, text_of};
use bron_text::{dates_in, read_date};
use jiff::Timestamp;
use scraper::{ElementRef, Selector};
use std::collections::{BTreeMap, BTreeSet};

/// Selectors inside a row. What was not recognised is absent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Parts {
    pub(super) title: Option<String>,
    /// Only where it is not the first link in the title or the row.
    pub(super) link: Option<String>,
    pub(super) date: Option<String>,
    pub(super) kind: Option<String>,
    pub(super) date_and_kind: Option<String>,
    pub(super) authors: Option<String>,
    /// In how many rows of how many a date can be read.
    pub(super) dated: (usize, usize),
    /// The kinds that were seen, at most six.
    pub(super) kinds: Vec<String>,
}

/// A selector inside rows, with what it finds first in each.
struct Candidate<'a> {
    name: String,
    found: Vec<Option<ElementRef<'a>>>,
}

/// Reads the rows of all pages; `seen` is when, for dates such as `yesterday`.
pub(super) fn parts(rows: &[Row], seen: Timestamp) -> Parts {
    let candidates = candidates(rows);
    let Some(title) = title(rows, &candidates) else { return Parts::default() };
    let link = link(rows, &title, &candidates);
    let titles: Vec<String> = rows.iter().map(|row| title_text(*row)).collect();
    let data: Vec<&Candidate> =
        candidates.iter().filter(|candidate| !holds_titles(candidate, rows, &titles)).collect();
    let mut parts = Parts { title: Some(title), link, ..Parts::default() };
    dates(rows, &data, seen, &mut parts);
    let said =
        |name: &str| ["author", "auteur", "byline"].iter().any(|word| name.to_lowercase().contains(word));
    let authors = data.iter().filter(|candidate| said(&candidate.name) && count(candidate) * 3 >= rows.len());
    let authors = authors.max_by_key(|candidate| (count(candidate), std::cmp::Reverse(candidate.name.len())));
    parts.authors = authors.map(|best| best.name.clone());
    let date = data.iter().find(|candidate| parts.date.as_ref() == Some(&candidate.name));
    let taken: Vec<&Candidate> = authors.into_iter().chain(date).copied().collect();
    if parts.date_and_kind.is_none() {
        let free: Vec<&Candidate> = data
            .iter()
            .filter(|candidate| !taken.iter().any(|other| overlap(candidate, other)))
            .copied()
            .collect();
        kinds(rows, &free, &mut parts);
    }
    parts
}

/// Whether what one finds is, holds or lies in what the other finds.
fn overlap(one: &Candidate, other: &Candidate) -> bool {
    let inside = |inner: &ElementRef, outer: &ElementRef| {
        inner.ancestors().take(24).any(|above| above.id() == outer.id())
    };
    let pairs =
        one.found.iter().zip(&other.found).filter_map(|(one, other)| one.as_ref().zip(other.as_ref()));
    pairs.into_iter().any(|(one, other)| one.id() == other.id() || inside(one, other) || inside(other, one))
}

fn count(candidate: &Candidate) -> usize {
    candidate.found.iter().flatten().count()
}

/// Selectors that find something in at least a third of the rows.
fn candidates<'a>(rows: &[Row<'a>]) -> Vec<Candidate<'a>> {
    let mut names: BTreeMap<String, usize> = BTreeMap::new();
    for row in rows {
        let inside: BTreeSet<String> = row
            .element
            .descendants()
            .skip(1)
            .take(300)
            .filter_map(ElementRef::wrap)
            .flat_map(names_inside)
            .collect();
        for name in inside {
            *names.entry(name).or_default() += 1;
        }
    }
    let frequent =
        names.into_iter().filter(|(_, count)| count * 3 >= rows.len()).map(|(name, _)| name).take(300);
    let candidate = |name: String| {
        let selector = parsed(&name)?;
        let found = rows.iter().map(|row| row.element.select(&selector).next()).collect();
        Some(Candidate { name, found })
    };
    frequent.filter_map(candidate).collect()
}

/// Names that hold inside a row: the tag, tag and class, an attribute that says what it is, its place in a table.
fn names_inside(element: ElementRef) -> Vec<String> {
    let tag = element.value().name();
    let mut names: Vec<String> =
        own_names(element).into_iter().filter(|name| !name.starts_with('#')).collect();
    for key in ["itemprop", "rel"] {
        let value = element
            .value()
            .attr(key)
            .filter(|value| value.bytes().all(|b| b.is_ascii_alphabetic()) && !value.is_empty());
        names.extend(value.map(|value| format!("{tag}[{key}={value}]")));
    }
    if matches!(tag, "td" | "th" | "dd" | "dt" | "p" | "span" | "div") {
        let before = element.prev_siblings().filter_map(ElementRef::wrap);
        let place = 1 + before.filter(|sibling| sibling.value().name() == tag).count();
        if place < 9 {
            names.push(format!("{tag}:nth-of-type({place})"));
        }
    }
    names.push(tag.to_owned());
    let parent = element.parent().and_then(ElementRef::wrap);
    let above = parent.and_then(|parent| own_names(parent).into_iter().find(|name| !name.starts_with('#')));
    names.extend(above.map(|above| format!("{above} > {tag}")));
    names
}

/// How plain a name is: fewer is better.
fn cost(name: &str) -> usize {
    let tag = name.split(['.', '[', ':', ' ']).next().unwrap_or_default();
    let heading = matches!(tag, "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "time");
    let bare = tag == name && !heading;
    let by_place = name.contains(":nth");
    name.len()
        + if by_place { 60 } else { 0 }
        + if bare { 30 } else { 0 }
        + if name.contains('>') { 10 } else { 0 }
}

/// The heading in or around the link, else the link.
fn title(rows: &[Row], candidates: &[Candidate]) -> Option<String> {
    let wanted: Vec<String> = rows.iter().map(|row| title_text(*row)).collect();
    let fits = |candidate: &&Candidate| {
        let same = candidate
            .found
            .iter()
            .zip(&wanted)
            .filter(|(found, wanted)| found.is_some_and(|element| text_of(element) == **wanted));
        same.count() * 20 >= rows.len() * 19
    };
    let best = candidates
        .iter()
        .filter(fits)
        .min_by_key(|candidate| (cost(&candidate.name), candidate.name.clone()));
    best.map(|candidate| candidate.name.clone())
}

/// The words of the title: of the heading inside the link, else of the link.
fn title_text(row: Row) -> String {
    let inside = parsed("h1, h2, h3, h4, h5, h6");
    let heading = inside.and_then(|selector| row.link.select(&selector).next());
    text_of(heading.unwrap_or(row.link))
}

/// A selector of the link, where the first link in the title or the row is another.
fn link(rows: &[Row], title: &str, candidates: &[Candidate]) -> Option<String> {
    let selector = parsed(title)?;
    let links = parsed("a[href]")?;
    let usual =
        |row: &Row| usual_link(*row, &selector, &links) == row.link.value().attr("href").map(str::to_owned);
    if rows.iter().all(usual) {
        return None;
    }
    let fits = |candidate: &&Candidate| {
        let href = |element: &ElementRef| element.value().attr("href").map(str::to_owned);
        let same = candidate
            .found
            .iter()
            .zip(rows)
            .filter(|(found, row)| found.is_some_and(|found| href(&found) == href(&row.link)));
        same.count() * 20 >= rows.len() * 19
    };
    candidates
        .iter()
        .filter(fits)
        .min_by_key(|candidate| cost(&candidate.name))
        .map(|candidate| candidate.name.clone())
}

/// Where the link leads that is taken without `link`, by the order of `page::Rules`.
fn usual_link(row: Row, title: &Selector, links: &Selector) -> Option<String> {
    let title = row.element.select(title).next()?;
    let has_href =
        |element: &ElementRef| element.value().name() == "a" && element.value().attr("href").is_some();
    let in_title = Some(title).filter(has_href).or_else(|| title.select(links).next());
    let around = || with_above(title).take_while(|above| above.id() != row.element.id()).find(has_href);
    let link = in_title.or_else(around).or_else(|| row.element.select(links).next());
    link.or(Some(row.element).filter(has_href))?.value().attr("href").map(str::to_owned)
}

/// Whether what it finds is, or holds, the title.
fn holds_titles(candidate: &Candidate, rows: &[Row], titles: &[String]) -> bool {
    let holds = |(found, (row, title)): (&Option<ElementRef>, (&Row, &String))| {
        found.is_some_and(|element| {
            let around = row.link.ancestors().take(24).any(|above| above.id() == element.id());
            around || element.id() == row.link.id() || text_of(element) == *title
        })
    };
    candidate.found.iter().zip(rows.iter().zip(titles)).any(holds)
}

/// The date as it is read: the attribute, else the words.
fn words_of_date(element: ElementRef) -> String {
    datetime_of(element).unwrap_or_else(|| data_of(element))
}

fn dates(rows: &[Row], candidates: &[&Candidate], seen: Timestamp, parts: &mut Parts) {
    let mut best: Option<(usize, bool, usize, &Candidate)> = None;
    for candidate in candidates {
        let words: Vec<String> =
            candidate.found.iter().flatten().map(|element| words_of_date(*element)).collect();
        let is_dated = |text: &&String| text.chars().count() <= 70 && is_date(text, seen);
        let read = words.iter().filter(is_dated).count();
        if read < 2 || read * 10 < words.len() * 6 || read * 2 < rows.len() {
            continue;
        }
        let pure = words.iter().filter(is_dated).all(|text| is_only_date(text));
        let offer = (read, pure, usize::MAX - cost(&candidate.name), *candidate);
        let better =
            best.as_ref().is_none_or(|known| (offer.1, offer.0, offer.2) > (known.1, known.0, known.2));
        if better {
            best = Some(offer);
        }
    }
    let Some((read, _, _, candidate)) = best else { return };
    parts.date = Some(candidate.name.clone());
    parts.dated = (read, rows.len());
    let words: Vec<String> = candidate.found.iter().flatten().map(|element| data_of(*element)).collect();
    if candidate.found.iter().flatten().all(|element| datetime_of(*element).is_none()) {
        parts.date_and_kind = both(&words, seen, &mut parts.kinds);
    }
}

/// Whether it is a date: a whole one, a month or a bare year, or words such as `3 dagen geleden`.
fn is_date(text: &str, seen: Timestamp) -> bool {
    let bare_year = text.trim().len() == 4;
    let relative = || text.split_whitespace().count() <= 4 && text.chars().any(char::is_alphabetic);
    read_date(text, Some(seen)).is_some()
        && (!dates_in(text).is_empty() || bare_year || relative() || text.parse::<Timestamp>().is_ok())
}

/// Whether hardly a sign stands beside the date.
fn is_only_date(text: &str) -> bool {
    let text = text.trim();
    match dates_in(text).first() {
        Some((range, _)) => text.len() - range.len() <= 4 || text.parse::<Timestamp>().is_ok(),
        None => text.chars().count() <= 20,
    }
}

/// An expression for texts in which kind and date stand on two sides of a sign.
fn both(words: &[String], seen: Timestamp, kinds: &mut Vec<String>) -> Option<String> {
    for sign in ["|", "·", "•", "–", "—", " - ", ",", ":"] {
        for kind_first in [true, false] {
            let split = |text: &String| {
                let (one, other) = if kind_first { text.rsplit_once(sign)? } else { text.split_once(sign)? };
                let (kind, date) = if kind_first { (one, other) } else { (other, one) };
                let fits = is_date(date.trim(), seen) && is_kind(kind, seen);
                fits.then(|| kind.trim().to_owned())
            };
            let found: Vec<String> = words.iter().filter_map(split).collect();
            let same = distinct(&found).len() < 2;
            if found.len() < 2 || found.len() * 10 < words.len() * 6 || same && found.len() < words.len() {
                continue;
            }
            *kinds = distinct(&found);
            let escaped = regex::escape(sign.trim());
            return Some(if kind_first {
                format!(r"^(?P<kind>.+?)\s*{escaped}\s*(?P<date>[^{sign}]+)$", sign = in_class(sign))
            } else {
                format!(r"^(?P<date>[^{sign}]+?)\s*{escaped}\s*(?P<kind>.+)$", sign = in_class(sign))
            });
        }
    }
    None
}

/// The sign inside a class of an expression. A hyphen may stand in the date itself and is not kept out.
fn in_class(sign: &str) -> String {
    let sign = sign.trim();
    if sign == "-" { "|".to_owned() } else { sign.to_owned() }
}

fn distinct(texts: &[String]) -> Vec<String> {
    texts.iter().collect::<BTreeSet<_>>().into_iter().take(6).cloned().collect()
}

/// Whether a text can be a kind: a few words that are no date, no number and no sentence.
fn is_kind(text: &str, seen: Timestamp) -> bool {
    let text = text.trim();
    let lower = text.to_lowercase();
    let asks = ["lees", "meer", "download", "bekijk", "read", "more", "view", "pdf", "naar"];
    let is_button = asks.iter().any(|word| lower.starts_with(word));
    (2..=40).contains(&text.chars().count())
        && text.split_whitespace().count() <= 4
        && text.chars().any(char::is_alphabetic)
        && !text.chars().any(|c| c.is_ascii_digit())
        && !text.ends_with(['.', '…', ':'])
        && !is_button
        && !is_date(text, seen)
}

fn kinds(rows: &[Row], candidates: &[&Candidate], parts: &mut Parts) {
    let seen = Timestamp::UNIX_EPOCH;
    let mut best: Option<(bool, usize, usize, &Candidate, Vec<String>)> = None;
    for candidate in candidates {
        let words: Vec<String> = candidate.found.iter().flatten().map(|element| data_of(*element)).collect();
        let fitting: Vec<String> = words.iter().filter(|text| is_kind(text, seen)).cloned().collect();
        let different = fitting.iter().collect::<BTreeSet<_>>().len();
        let name = candidate.name.to_lowercase();
        let said = ["type", "soort", "kind", "categor", "label", "rubriek", "genre"]
            .iter()
            .any(|word| name.contains(word));
        let enough = fitting.len() > 2
            && fitting.len() * 10 >= rows.len() * 6
            && fitting.len() * 10 >= words.len() * 9;
        let repeats = different * 2 <= fitting.len() && (different > 1 || said);
        let authors = ["author", "auteur"].iter().any(|word| name.contains(word));
        if !enough || !repeats || authors {
            continue;
        }
        let offer = (said, fitting.len(), usize::MAX - cost(&candidate.name), *candidate, distinct(&fitting));
        if best.as_ref().is_none_or(|known| (offer.0, offer.1, offer.2) > (known.0, known.1, known.2)) {
            best = Some(offer);
        }
    }
    if let Some((_, _, _, candidate, kinds)) = best {
        parts.kind = Some(candidate.name.clone());
        parts.kinds = kinds;
    }
}
