//! How does the list go on: by a link to the next page, and by which number?

use super::form::encoded;
use super::naming::own_names;
use super::rows::Compared;
use super::seen::Page;
use crate::page::text_of;
use scraper::ElementRef;
use url::Url;

/// The way to further pages.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Paging {
    /// The link to the next page.
    pub(super) next: Option<String>,
    /// The address of a later page, with `{text}` and `{page}`.
    pub(super) page: Option<String>,
    /// The number of the first page, where `page` is known.
    pub(super) first_page: u32,
    /// The page on which it was seen.
    pub(super) seen_at: Option<Url>,
}

/// A link from a page of results to another page of the same results.
struct Other<'a> {
    element: ElementRef<'a>,
    url: Url,
    /// The number that it shows (`2`), where it shows nothing else.
    shows: Option<u32>,
    says_next: bool,
}

/// Reads the links of a page of results; nothing where it leads to no further one.
pub(super) fn paging(page: &Page, template: &str, rows: usize, compared: &Compared) -> Option<Paging> {
    let others = others(page);
    let next = others.iter().filter(|other| other.says_next).find_map(|other| next(page, other, compared));
    let numbered = numbered(page, &others, template, rows);
    if next.is_none() && numbered.is_none() {
        return None;
    }
    let (template, first_page) = numbered.unzip();
    Some(Paging { next, page: template, first_page: first_page.unwrap_or(1), seen_at: Some(page.at.clone()) })
}

fn others(page: &Page) -> Vec<Other<'_>> {
    let of_search = |element: ElementRef<'_>| {
        let url = page.address(element)?;
        let typed = url.query_pairs().any(|(_, value)| value.eq_ignore_ascii_case(&page.word));
        (typed && url != page.at).then_some(url)
    };
    let other = |element| {
        let url = of_search(element)?;
        Some(Other { element, url, shows: text_of(element).parse().ok(), says_next: says_next(element) })
    };
    page.select("a[href]").into_iter().filter_map(other).take(300).collect()
}

fn says_next(link: ElementRef) -> bool {
    if link.value().attr("rel").is_some_and(|rel| rel.split_whitespace().any(|word| word == "next")) {
        return true;
    }
    let own = ["class", "aria-label", "title"].map(|name| link.value().attr(name).unwrap_or_default());
    let above = link.parent().and_then(ElementRef::wrap);
    let above = above.and_then(|above| above.value().attr("class")).unwrap_or_default();
    let said = format!("{} {above} {}", own.join(" "), text_of(link)).to_lowercase();
    let next = has_next_word(&said) || matches!(text_of(link).as_str(), "›" | "»" | ">" | "→");
    let other = ["previous", "vorige", "prev", "last", "laatste", "eerste", "first"];
    next && !other.iter().any(|word| said.contains(word))
}

fn has_next_word(text: &str) -> bool {
    let mut words = text.split(|c: char| !c.is_alphabetic());
    words.any(|word| matches!(word, "next" | "volgende" | "nextlink" | "nextpage" | "older"))
        || text.contains("next") && !text.contains("text")
}

/// A selector that finds this link first, is about "next", and finds none where there is nothing.
fn next(page: &Page, other: &Other, compared: &Compared) -> Option<String> {
    let element = other.element;
    let mut names: Vec<String> = Vec::new();
    if element.value().attr("rel").is_some_and(|rel| rel.split_whitespace().any(|word| word == "next")) {
        names.push("a[rel~=next]".to_owned());
    }
    names.extend(own_names(element).into_iter().filter(|name| has_next_word(&name.to_lowercase())));
    let parent = element.parent().and_then(ElementRef::wrap);
    let above = parent.map(own_names).unwrap_or_default().into_iter();
    names.extend(above.filter(|name| has_next_word(&name.to_lowercase())).map(|name| format!("{name} > a")));
    for key in ["aria-label", "title"] {
        let value = element.value().attr(key).filter(|value| has_next_word(&value.to_lowercase()));
        let value = value.filter(|value| value.chars().all(|c| c.is_alphabetic() || c == ' '));
        names.extend(value.map(|value| format!("a[{key}=\"{value}\"]")));
    }
    let leads_on = |name: &String| {
        let first = page.select(name).into_iter().next().and_then(|found| page.address(found));
        let of_nothing = compared.nothing.is_some_and(|page| !page.select(name).is_empty());
        first.as_ref() == Some(&other.url) && !of_nothing
    };
    names.into_iter().find(leads_on)
}

/// The address of a later page and the number of the first one.
fn numbered(page: &Page, others: &[Other], template: &str, rows: usize) -> Option<(String, u32)> {
    let mut found: Vec<(String, u32, Option<u32>)> = Vec::new();
    for other in others {
        let Some((address, number)) =
            in_query(page, &other.url, template).or_else(|| in_path(page, &other.url))
        else {
            continue;
        };
        // What the link shows says which page it is; a link to the next page, from the first one, leads to the second.
        let is_page = other.shows.or(other.says_next.then_some(2));
        found.push((address, number, is_page.filter(|page| *page > 0)));
    }
    let (address, ..) = found.iter().find(|(_, _, page)| page.is_some_and(|page| page == 2))?;
    let of_address = found.iter().filter(|(other, ..)| other == address);
    let firsts: Vec<Option<u32>> =
        of_address.filter_map(|(_, number, page)| page.map(|page| number.checked_sub(page - 1))).collect();
    let first = (*firsts.first()?)?;
    // Numbers that count rows (10, 20, 30) have no first page that holds for all.
    let counts_pages = first <= 1 && firsts.iter().all(|other| *other == Some(first)) && rows > 0;
    counts_pages.then(|| (address.clone(), first))
}

/// A parameter with a number, beside the parameters of the search itself.
fn in_query(page: &Page, url: &Url, template: &str) -> Option<(String, u32)> {
    if url.path() != page.asked.path() && url.path() != page.at.path() {
        return None;
    }
    let asked: Vec<(String, String)> = page.asked.query_pairs().into_owned().collect();
    let more: Vec<(String, String)> = url
        .query_pairs()
        .into_owned()
        .filter(|pair| !asked.contains(pair))
        .filter(|(_, value)| !value.is_empty())
        .collect();
    let [(name, value)] = more.as_slice() else { return None };
    let number = value.parse().ok()?;
    let name: String = url::form_urlencoded::byte_serialize(name.as_bytes()).collect();
    let (front, query) = template.split_once('?')?;
    let kept: Vec<&str> = query.split('&').filter(|pair| pair.split('=').next() != Some(&name)).collect();
    Some((format!("{front}?{}&{name}={{page}}", kept.join("&")), number))
}

/// A part of the path that is a number (`/page/2/`).
fn in_path(page: &Page, url: &Url) -> Option<(String, u32)> {
    let before: Vec<&str> = page.at.path().split('/').collect();
    let parts: Vec<&str> = url.path().split('/').collect();
    let place = parts.iter().rposition(|part| part.parse::<u32>().is_ok())?;
    if before.get(place) == parts.get(place) {
        return None;
    }
    let number = parts.get(place)?.parse().ok()?;
    let path: Vec<&str> =
        parts.iter().enumerate().map(|(at, part)| if at == place { "{page}" } else { *part }).collect();
    let pairs: Vec<(String, Option<String>)> = url
        .query_pairs()
        .map(|(name, value)| {
            let typed = value.eq_ignore_ascii_case(&page.word);
            (name.into_owned(), (!typed).then(|| value.into_owned()))
        })
        .collect();
    Some((format!("{}{}?{}", url.origin().ascii_serialization(), path.join("/"), encoded(&pairs)), number))
}
