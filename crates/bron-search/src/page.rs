//! A result page in HTML, read by selectors.

use crate::Error;
use crate::listing::Row;
use crate::probe::FieldFit;
use bron_protocol::HtmlSettings;
use regex::Regex;
use scraper::{ElementRef, Html, Selector};
use std::collections::BTreeSet;
use std::sync::LazyLock;
use url::Url;

/// The settings of a result page, compiled.
///
/// The page must agree with itself: rows beside a total of 0, or beside the words of the `none` rule (outside the rows;
/// words inside a row are a publication's), make it a contradiction, which counts neither as hits nor as none.
pub(crate) struct Rules {
    list: Selector,
    row: Selector,
    title: Selector,
    link: Option<Selector>,
    date: Option<Selector>,
    kind: Option<Selector>,
    date_and_kind: Option<Regex>,
    authors: Option<Selector>,
    next: Option<Selector>,
    total: Option<Selector>,
    total_pattern: Option<Regex>,
    none: Option<Selector>,
    none_text: Option<String>,
}

/// What a page turned out to be.
pub(crate) enum Reading {
    /// A list, perhaps without rows.
    List(ListPage),
    /// The site itself says that there is nothing; with the total of 0 that it shows, where it shows one.
    None(Option<u64>),
    /// The site says that there is nothing and lists rows all the same; what it says. Neither may count.
    Contradiction(String),
    /// No list was recognised; why, and whether there is one that is only empty.
    NotAList {
        /// Why.
        why: String,
        /// The element of the list is there, without rows.
        empty_list: bool,
    },
}

/// A page with a result list.
pub(crate) struct ListPage {
    pub(crate) rows: Vec<Row>,
    pub(crate) reported: Option<u64>,
    pub(crate) next: Next,
}

/// What the page says about a next one.
pub(crate) enum Next {
    /// Its address.
    At(Url),
    /// There is one, but the link has no address of its own.
    Somewhere,
    /// There is none.
    No,
}

impl Rules {
    /// Compiles the settings; `key` is the name of their table.
    pub(crate) fn compile(source: &str, table: &str, settings: &HtmlSettings) -> Result<Self, Error> {
        let compile = |key: &str, value: &str| selector(source, &format!("{table}.{key}"), value);
        let optional =
            |key: &str, value: &Option<String>| value.as_deref().map(|value| compile(key, value)).transpose();
        let pattern = |key: &str, value: &Option<String>| {
            value.as_deref().map(|value| pattern(source, &format!("{table}.{key}"), value)).transpose()
        };
        Ok(Self {
            list: compile("list", &settings.list)?,
            row: compile("row", &settings.row)?,
            title: compile("title", &settings.title)?,
            link: optional("link", &settings.link)?,
            date: optional("date", &settings.date)?,
            kind: optional("kind", &settings.kind)?,
            date_and_kind: pattern("date_and_kind", &settings.date_and_kind)?,
            authors: optional("authors", &settings.authors)?,
            next: optional("next", &settings.next)?,
            total: optional("total", &settings.total)?,
            total_pattern: pattern("total_pattern", &settings.total_pattern)?,
            none: optional("none", &settings.none)?,
            none_text: settings.none_text.as_deref().map(|text| squeezed(text).to_lowercase()),
        })
    }

    /// Reads a page that was found at `at`.
    ///
    /// A list without rows is "none" where the site says so (the `none` rule, a total of 0) or, where no `none` rule
    /// is set and no total is shown, by being there and empty; an empty list that a script would fill, or beside a
    /// total above 0, or without the words that the `none` rule waits for, is not a list. Rows beside what says "none"
    /// are a [`Reading::Contradiction`].
    pub(crate) fn read(&self, html: &str, at: &Url) -> Reading {
        let page = Html::parse_document(html);
        let base = base_of(&page, at);
        let lists: Vec<ElementRef> = page.select(&self.list).collect();
        let elements = self.row_elements(&lists);
        let rows: Vec<Row> = elements.iter().map(|element| self.row(*element, &base)).collect();
        let rows: Vec<Row> =
            rows.into_iter().filter(|row| row.url.is_some() || !row.title.is_empty()).collect();
        let reported = self.reported(&page);
        let not_a_list = |why: &str| Reading::NotAList { why: why.to_owned(), empty_list: !lists.is_empty() };
        if !rows.is_empty() {
            if rows.iter().all(|row| row.url.is_none()) {
                return Reading::NotAList {
                    why: "the rows of the list have no link".to_owned(),
                    empty_list: false,
                };
            }
            let count = rows.len();
            if reported == Some(0) {
                return Reading::Contradiction(format!("the site reports 0 results, yet lists {count} rows"));
            }
            if self.says_none(&page, &elements) {
                return Reading::Contradiction(format!(
                    "the site says that there is nothing, yet lists {count} rows"
                ));
            }
            return Reading::List(ListPage { rows, reported, next: self.next(&page, &base) });
        }
        match reported {
            Some(0) => return Reading::None(reported),
            Some(total) => {
                return not_a_list(&format!("the page reports {total} results, but no row is recognised"));
            }
            None if self.says_none(&page, &[]) => return Reading::None(None),
            None => {}
        }
        if is_drawn_by_script(&page) {
            return Reading::NotAList { why: "drawn by script".to_owned(), empty_list: false };
        }
        if lists.is_empty() {
            return not_a_list("no result list is recognised");
        }
        if self.none.is_some() {
            return not_a_list("the list is empty, but the page does not say that there is nothing");
        }
        Reading::None(None)
    }

    /// In how many rows of a result page each configured rule finds something, and on how many pages.
    pub(crate) fn fit(&self, html: &str, at: &Url) -> Vec<FieldFit> {
        let page = Html::parse_document(html);
        let base = base_of(&page, at);
        let lists: Vec<ElementRef> = page.select(&self.list).collect();
        let rows = self.row_elements(&lists);
        let of = rows.len() as u64;
        let in_rows =
            |finds: &dyn Fn(ElementRef) -> bool| rows.iter().filter(|row| finds(**row)).count() as u64;
        let first = |selector: &Selector, row: ElementRef| {
            let found = row.select(selector).next();
            found.is_some_and(|element| datetime_of(element).is_some() || !data_of(element).is_empty())
        };
        let titled =
            |row: ElementRef| row.select(&self.title).next().is_some_and(|title| !text_of(title).is_empty());
        let linked = |row: ElementRef| {
            let link = self.link_of(row, row.select(&self.title).next());
            link.and_then(|link| href(link, &base)).is_some()
        };
        let mut fits = vec![
            FieldFit::required("list", u64::from(!lists.is_empty()), 1),
            FieldFit::required("row", of, of),
            FieldFit::required("title", in_rows(&titled), of),
            FieldFit::required("link", in_rows(&linked), of),
        ];
        for (key, selector) in [("date", &self.date), ("kind", &self.kind), ("authors", &self.authors)] {
            if let Some(selector) = selector {
                fits.push(FieldFit::optional(key, in_rows(&|row| first(selector, row)), of));
            }
        }
        if let Some(pattern) = &self.date_and_kind {
            let both = |row: ElementRef| {
                let element =
                    [&self.date, &self.kind].into_iter().flatten().find_map(|one| row.select(one).next());
                element.is_some_and(|element| pattern.is_match(&data_of(element)))
            };
            fits.push(FieldFit::optional("date_and_kind", in_rows(&both), of));
        }
        if self.next.is_some() {
            fits.push(FieldFit::optional("next", u64::from(!matches!(self.next(&page, &base), Next::No)), 1));
        }
        if self.total.is_some() {
            fits.push(FieldFit::optional("total", u64::from(self.reported(&page).is_some()), 1));
        }
        fits
    }

    /// The rows in the order of the page; a row inside a row is a part of it.
    fn row_elements<'a>(&self, lists: &[ElementRef<'a>]) -> Vec<ElementRef<'a>> {
        let mut known = BTreeSet::new();
        let mut rows = Vec::new();
        for element in lists.iter().flat_map(|list| list.select(&self.row)) {
            if !known.insert(element.id()) {
                continue;
            }
            known.extend(element.select(&self.row).map(|inner| inner.id()));
            rows.push(element);
        }
        rows
    }

    fn row(&self, row: ElementRef, base: &Url) -> Row {
        let title = row.select(&self.title).next();
        let link = self.link_of(row, title);
        let words = title.or(link).map(text_of).unwrap_or_default();
        let first =
            |selector: &Option<Selector>| selector.as_ref().and_then(|selector| row.select(selector).next());
        let (date, kind) = (first(&self.date), first(&self.kind));
        let both = self.date_and_kind.as_ref().zip(date.or(kind));
        let found = both.and_then(|(pattern, element)| {
            let text = data_of(element);
            let captures = pattern.captures(&text)?;
            let group =
                |name| captures.name(name).map(|found| found.as_str().trim().to_owned()).unwrap_or_default();
            Some((group("date"), group("kind")))
        });
        let (date_in_text, kind_in_text) = found.unzip();
        let date = date
            .map(|element| datetime_of(element).or(date_in_text.clone()).unwrap_or_else(|| data_of(element)));
        let kind = kind_in_text.or_else(|| kind.map(data_of)).unwrap_or_default();
        let authors: Vec<String> = self
            .authors
            .iter()
            .flat_map(|selector| row.select(selector))
            .map(data_of)
            .filter(|text| !text.is_empty())
            .collect();
        let url = link.and_then(|link| href(link, base));
        Row {
            title: words,
            doi: url.as_ref().and_then(doi_in).unwrap_or_default(),
            url,
            kind: kind.trim_matches(|c: char| c.is_whitespace() || "|·•–—:,".contains(c)).to_owned(),
            date: date.or(date_in_text).unwrap_or_default(),
            authors: authors.join("; "),
            site_id: site_id_of(row),
            ..Row::default()
        }
    }

    /// The link that is configured; else the first in the title, around the title, in the row, or the row itself.
    fn link_of<'a>(&self, row: ElementRef<'a>, title: Option<ElementRef<'a>>) -> Option<ElementRef<'a>> {
        if let Some(selector) = &self.link {
            let chosen = row.select(selector).next()?;
            return if has_href(chosen) { Some(chosen) } else { chosen.select(&LINK).next() };
        }
        let in_title =
            title.and_then(|title| if has_href(title) { Some(title) } else { title.select(&LINK).next() });
        let around = || {
            let inside_row = title?.ancestors().take_while(|ancestor| ancestor.id() != row.id());
            inside_row.filter_map(ElementRef::wrap).find(|element| has_href(*element))
        };
        in_title.or_else(around).or_else(|| row.select(&LINK).next()).or_else(|| has_href(row).then_some(row))
    }

    fn next(&self, page: &Html, base: &Url) -> Next {
        let Some(selector) = &self.next else { return Next::No };
        let is_off = |element: &ElementRef| {
            element.value().attr("aria-disabled") == Some("true")
                || element.value().attr("disabled").is_some()
        };
        let Some(element) = page.select(selector).find(|element| !is_off(element)) else { return Next::No };
        let link = if has_href(element) { Some(element) } else { element.select(&LINK).next() };
        let raw = link.and_then(|link| link.value().attr("href")).unwrap_or_default().trim();
        if raw.is_empty() || raw.starts_with('#') {
            return Next::Somewhere;
        }
        link.and_then(|link| href(link, base)).map_or(Next::Somewhere, Next::At)
    }

    fn reported(&self, page: &Html) -> Option<u64> {
        let text = data_of(page.select(self.total.as_ref()?).next()?);
        match &self.total_pattern {
            Some(pattern) => {
                let digits: String =
                    pattern.captures(&text)?.get(1)?.as_str().chars().filter(char::is_ascii_digit).collect();
                digits.parse().ok()
            }
            None => first_number(&text),
        }
    }

    /// Whether the `none` rule fires outside these rows.
    fn says_none(&self, page: &Html, rows: &[ElementRef]) -> bool {
        let Some(selector) = &self.none else { return false };
        let rows: BTreeSet<_> = rows.iter().map(|row| row.id()).collect();
        let is_row = |element: &ElementRef| rows.contains(&element.id());
        let in_row = |element: &ElementRef| {
            let mut above = element.ancestors().filter_map(ElementRef::wrap);
            !rows.is_empty() && (is_row(element) || above.any(|above| is_row(&above)))
        };
        let shown = page.select(selector).filter(|element| !is_hidden(*element) && !in_row(element));
        shown.into_iter().any(|element| match &self.none_text {
            Some(text) => holds_words(&words(element, INLINE, &is_row).to_lowercase(), text),
            None => true,
        })
    }
}

/// Whether `words` begin at the beginning of a word: "0 resultaten" does not stand in "10 resultaten".
fn holds_words(text: &str, words: &str) -> bool {
    text.match_indices(words).any(|(at, _)| !text[..at].ends_with(char::is_alphanumeric))
}

pub(crate) fn selector(source: &str, key: &str, value: &str) -> Result<Selector, Error> {
    Selector::parse(value).map_err(|problem| Error::Selector {
        source_id: source.to_owned(),
        key: key.to_owned(),
        value: value.to_owned(),
        problem: problem.to_string(),
    })
}

pub(crate) fn pattern(source: &str, key: &str, value: &str) -> Result<Regex, Error> {
    Regex::new(value).map_err(|problem| Error::Pattern {
        source_id: source.to_owned(),
        key: key.to_owned(),
        value: value.to_owned(),
        problem: squeezed(&problem.to_string()),
    })
}

static LINK: LazyLock<Selector> = LazyLock::new(|| Selector::parse("a[href]").expect("a constant"));
static TIME: LazyLock<Selector> = LazyLock::new(|| Selector::parse("time[datetime]").expect("a constant"));
static BASE: LazyLock<Selector> = LazyLock::new(|| Selector::parse("base[href]").expect("a constant"));
static BODY: LazyLock<Selector> = LazyLock::new(|| Selector::parse("body").expect("a constant"));
static SCRIPT: LazyLock<Selector> = LazyLock::new(|| Selector::parse("script").expect("a constant"));
static SHELL: LazyLock<Selector> = LazyLock::new(|| {
    Selector::parse("#root, #app, #__next, #__nuxt, app-root, [data-reactroot]").expect("a constant")
});
static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("[0-9]{1,3}(?:[.,'\u{a0}\u{2009}\u{202f}][0-9]{3})+\\b|[0-9]+").expect("a constant")
});

/// The first number of a text, thousands dotted (`40.000`), with comma, apostrophe or unbreakable blank.
fn first_number(text: &str) -> Option<u64> {
    let digits: String = NUMBER.find(text)?.as_str().chars().filter(char::is_ascii_digit).collect();
    digits.parse().ok()
}

/// All numbers of a text with their places, read as [`first_number`] reads the first.
pub(crate) fn numbers(text: &str) -> Vec<(std::ops::Range<usize>, u64)> {
    let number = |found: regex::Match| Some((found.range(), first_number(found.as_str())?));
    NUMBER.find_iter(text).filter_map(number).collect()
}

/// The words of an element without scripts and styles, white space squeezed; blocks are apart, inline elements are
/// not, so that a word with a part marked stays one word.
pub(crate) fn text_of(element: ElementRef) -> String {
    words(element, INLINE, &|_| false)
}

const INLINE: &[&str] =
    &["span", "time", "a", "b", "i", "em", "strong", "mark", "small", "abbr", "u", "sup", "sub", "font"];

/// The words of a line of data, where each inline element is a piece of its own (`<span>Rapport</span><span>2019`).
pub(crate) fn data_of(element: ElementRef) -> String {
    words(element, &["b", "i", "em", "strong", "mark", "abbr", "u", "sup", "sub", "font"], &|_| false)
}

/// The words of an element; those inside elements that are `left_out` are passed over.
fn words(element: ElementRef, inline: &[&str], left_out: &dyn Fn(&ElementRef) -> bool) -> String {
    let mut text = String::new();
    let mut block = None;
    for node in element.descendants() {
        let Some(words) = node.value().as_text() else {
            if node.value().as_element().is_some_and(|element| element.name() == "br") {
                text.push(' ');
            }
            continue;
        };
        // Nobody nests inline elements deeper; without a bound a page of nothing else would take the square of its size.
        let mut around = node.ancestors().take(64).filter_map(ElementRef::wrap);
        let is_code = |name: &str| matches!(name, "script" | "style" | "noscript" | "template");
        if node.parent().and_then(ElementRef::wrap).is_some_and(|parent| is_code(parent.value().name())) {
            continue;
        }
        if around.clone().any(|above| left_out(&above)) {
            continue;
        }
        let its_block =
            around.find(|element| !inline.contains(&element.value().name())).map(|element| element.id());
        if its_block != block {
            text.push(' ');
            block = its_block;
        }
        text.push_str(words);
    }
    squeezed(&text)
}

/// Words apart by one blank.
pub(crate) fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Text of a title in which a site left markup and entities.
pub(crate) fn plain(html: &str) -> String {
    text_of(Html::parse_fragment(html).root_element())
}

fn has_href(element: ElementRef) -> bool {
    element.value().name() == "a" && element.value().attr("href").is_some()
        || element.value().name() == "link" && element.value().attr("href").is_some()
}

/// The address of a link, absolute, without fragment; `None` where it is no web address.
pub(crate) fn href(link: ElementRef, base: &Url) -> Option<Url> {
    let mut url = base.join(link.value().attr("href")?.trim()).ok()?;
    url.set_fragment(None);
    (matches!(url.scheme(), "http" | "https") && url.has_host()).then_some(url)
}

pub(crate) fn base_of(page: &Html, at: &Url) -> Url {
    let named = page.select(&BASE).next().and_then(|element| at.join(element.value().attr("href")?).ok());
    named.unwrap_or_else(|| at.clone())
}

pub(crate) fn datetime_of(element: ElementRef) -> Option<String> {
    let own = element.value().attr("datetime");
    let inside = || element.select(&TIME).next().and_then(|time| time.value().attr("datetime"));
    own.or_else(inside).map(squeezed).filter(|text| !text.is_empty())
}

pub(crate) fn is_hidden(element: ElementRef) -> bool {
    let chain = std::iter::once(element).chain(element.ancestors().filter_map(ElementRef::wrap));
    chain.into_iter().any(|element| {
        let style = element.value().attr("style").unwrap_or_default().replace(' ', "").to_ascii_lowercase();
        element.value().attr("hidden").is_some() || style.contains("display:none")
    })
}

/// The DOI of an address at doi.org.
fn doi_in(url: &Url) -> Option<String> {
    let at_resolver = matches!(url.host_str(), Some("doi.org" | "dx.doi.org" | "www.doi.org"));
    let doi = url.path().trim_start_matches('/').to_ascii_lowercase();
    (at_resolver && doi.starts_with("10.")).then_some(doi)
}

/// `publicatie/303` from the classes that WordPress gives a row (`post-303 type-publicatie`); empty elsewhere.
fn site_id_of(row: ElementRef) -> String {
    let number = row.value().classes().find_map(|class| {
        class
            .strip_prefix("post-")
            .filter(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit()))
    });
    let kind = row.value().classes().find_map(|class| class.strip_prefix("type-"));
    match (kind, number) {
        (Some(kind), Some(number)) => format!("{kind}/{number}"),
        _ => String::new(),
    }
}

/// Whether a script is needed before anything can be read: hardly a word in the page beside scripts, or an empty
/// element that an application fills.
pub(crate) fn is_drawn_by_script(page: &Html) -> bool {
    let has_script = page.select(&SCRIPT).next().is_some();
    let words = page.select(&BODY).next().map(text_of).unwrap_or_default();
    let empty_shell = page.select(&SHELL).any(|element| text_of(element).is_empty());
    has_script && (words.chars().count() < 200 || empty_shell)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_total_is_read_with_dutch_and_other_thousands() {
        for (text, expected) in [
            ("40.000 resultaten", Some(40_000)),
            ("1.234.567", Some(1_234_567)),
            ("38 resultaten gevonden", Some(38)),
            ("Circa 1,234 results", Some(1234)),
            ("12\u{a0}345 gevonden", Some(12_345)),
            ("1.5 van 20", Some(1)),
            ("geen resultaten", None),
            ("99999999999999999999999", None),
        ] {
            assert_eq!(first_number(text), expected, "{text}");
        }
    }

    #[test]
    fn entities_and_markup_in_a_title_become_words() {
        for (html, expected) in [
            ("Zorg &#8217;s avonds &amp; &lt;thuis&gt;", "Zorg ’s avonds & <thuis>"),
            ("<em>Zorgzame</em>  buurten", "Zorgzame buurten"),
            ("a < b", "a < b"),
            ("", ""),
        ] {
            assert_eq!(plain(html), expected);
        }
    }
}
