//! Reads a web page, and plain text.

mod about;
mod blocks;
mod charset;
mod dated;
mod files;
mod linked_data;
mod main_text;
mod meta;
mod page;
mod published_at;
mod refined;

use crate::document::{Asked, Document, Page};
use crate::hyphens::{TermWords, Vocabulary, join_broken_words};
use crate::tidy::{join_lines, tidy_line};
use crate::{language, numbers, published};
use bron_model::{DateInterval, DocumentKind, DocumentStatus};
use page::ParsedPage;
use std::borrow::Cow;

/// The engines and their versions.
pub(crate) const ENGINE: &str = "trafilatura 0.6.0 + scraper 0.29 + mailparse 0.18";
/// How plain text is read.
pub(crate) const TEXT_ENGINE: &str = "encoding_rs 0.8 + chardetng 1.0";

/// Reads a web page. A page without any text (drawn by script) is `no-text-layer`: a term that is not in it may be on
/// the screen. A page that a browser saved in one file (MHTML, SingleFile) is the page at the address that is noted in it.
pub(crate) fn read_html(bytes: &[u8], asked: &Asked<'_>) -> Document {
    let saved = match bron_saved::page_in(bytes) {
        Ok(saved) => saved,
        Err(bron_saved::NoPage(why)) => {
            return Document::without_text(DocumentStatus::Broken, DocumentKind::Html, ENGINE, &why);
        }
    };
    let media_type = if saved.media_type.is_empty() { asked.media_type } else { &saved.media_type };
    let saved_from = saved.address.map(String::from).unwrap_or_default();
    let url = if saved_from.is_empty() { asked.url } else { &saved_from };
    let markup = charset::decode(&saved.html, media_type);
    let markup = without_data(&markup);
    let page = ParsedPage::new(&markup, url, asked.landing);
    let texts = main_text::texts_of(&page, &markup);
    let mut document = Document::without_text(DocumentStatus::Retrieved, DocumentKind::Html, ENGINE, "");
    document.title = about::title_of(&page);
    document.authors = about::authors_of(&page, &texts);
    document.publisher = about::publisher_of(&page);
    document.kind_as_read = about::kind_of(&page);
    document.files = files::files_of(&page);
    document.language = language_of(&page, &texts.main);
    document.dates = dates_of(&page, &texts.main, &document);
    document.isbn = isbn_of(&page, &texts.main);
    document.doi = doi_of(&page, &texts.main);
    let text = with_title(&document.title, &texts.main);
    if texts.main.is_empty() {
        document.status = DocumentStatus::NoTextLayer;
        document.note.push_str("the page holds no text; it may be drawn by a script");
    }
    for selector in page.wrong_selectors() {
        let between = if document.note.is_empty() { "" } else { "; " };
        document.note = format!("{}{between}the selector `{selector}` does not parse", document.note);
    }
    document.whole_text = with_title(&document.title, &texts.body);
    document.saved_from = saved_from;
    document.pages.push(Page { number: 1, label: String::new(), text });
    document
}

/// The markup without the files that stand in it in base64 (pictures, fonts), which a page saved in one file holds by the megabyte.
fn without_data(markup: &str) -> Cow<'_, str> {
    const MARK: &str = "base64,";
    /// Shorter ones do no harm.
    const LONG: usize = 256;
    let is_data = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=' | b'%');
    let (mut kept, mut taken, mut at) = (String::new(), 0, 0);
    while let Some(found) = markup[at..].find(MARK) {
        let start = at + found + MARK.len();
        let length = markup.as_bytes()[start..].iter().take_while(|byte| is_data(byte)).count();
        at = start + length;
        if length >= LONG {
            kept.push_str(&markup[taken..start]);
            taken = at;
        }
    }
    if taken == 0 {
        return Cow::Borrowed(markup);
    }
    kept.push_str(&markup[taken..]);
    Cow::Owned(kept)
}

/// All text of a page that an engine of ours made, with its blocks.
pub(crate) fn text_of_markup(markup: &str) -> String {
    let page = ParsedPage::new(markup, "", None);
    main_text::texts_of(&page, markup).body
}

/// The text below its title, where it does not hold it.
fn with_title(title: &str, text: &str) -> String {
    let held = text.lines().take(12).any(|line| line.contains(title));
    if title.is_empty() || held || text.is_empty() { text.to_owned() } else { format!("{title}\n\n{text}") }
}

/// Not after by what the page says; not before by the years that its text cites.
fn dates_of(page: &ParsedPage<'_>, main: &str, document: &Document) -> DateInterval {
    let end = published_at::published_at(page, &document.title, is_dutch(page, &document.language));
    let limit = end.not_after.map(|end| end.date.year());
    end.narrowed(published::earliest(&[main.to_owned()], limit))
}

/// Whether who published the page lives by the clock in Amsterdam: by its language or its address; unless something
/// else is known, it does.
fn is_dutch(page: &ParsedPage<'_>, language: &str) -> bool {
    let own = page.meta.first(&["og:url"]).and_then(|own| page.absolute(own));
    let host = page.address.as_ref().or(own.as_ref()).and_then(|url| url.host_str());
    let near =
        host.is_none_or(|host| [".nl", ".be", ".amsterdam", ".frl"].iter().any(|end| host.ends_with(end)));
    language == "nl" || (near && (language.is_empty() || host.is_some()))
}

/// As the text shows; a text too short to tell is what the page says it is.
fn language_of(page: &ParsedPage<'_>, main: &str) -> String {
    let recognised = language::language_of([main]);
    if !recognised.is_empty() {
        return recognised;
    }
    let said = page.select("html[lang]").first().and_then(|html| html.attr("lang")).unwrap_or_default();
    let said: String = said.chars().take_while(char::is_ascii_alphabetic).collect();
    if said.len() == 2 { said.to_lowercase() } else { String::new() }
}

fn isbn_of(page: &ParsedPage<'_>, main: &str) -> String {
    let said = page.linked_data.text(&["isbn"]);
    let said =
        said.or_else(|| page.meta.first(&["citation_isbn", "book:isbn", "books:isbn"]).map(str::to_owned));
    said.and_then(|isbn| numbers::isbn13(&isbn)).or_else(|| numbers::isbn_in(main)).unwrap_or_default()
}

fn doi_of(page: &ParsedPage<'_>, main: &str) -> String {
    let said =
        page.meta.first(&["citation_doi", "prism.doi", "dc.identifier.doi", "doi"]).map(numbers::clean_doi);
    let identifier = page.meta.all("dc.identifier").chain(page.meta.all("dcterms.identifier"));
    let identifier = identifier.map(numbers::clean_doi).find(|doi| doi.starts_with("10."));
    said.or(identifier).filter(|doi| !doi.is_empty()).unwrap_or_else(|| numbers::doi_of(&[main.to_owned()]))
}

/// Reads plain text: its lines are kept, words broken over them are joined, its first line is its title.
pub(crate) fn read_text(bytes: &[u8], asked: &Asked<'_>) -> Document {
    let text = charset::decode(bytes, asked.media_type);
    let mut lines: Vec<String> = text.lines().map(tidy_line).collect();
    let terms = TermWords::of(asked.spellings.iter().map(String::as_str));
    let vocabulary = Vocabulary::of(lines.iter().map(String::as_str), &terms);
    join_broken_words(&mut lines, &vocabulary);
    let text = join_lines(lines.iter().map(String::as_str));
    let mut document = Document::without_text(DocumentStatus::Retrieved, DocumentKind::Text, TEXT_ENGINE, "");
    document.title = crate::tidy::shorten(text.lines().next().unwrap_or_default(), 250);
    document.dates = published::earliest(std::slice::from_ref(&text), None);
    document.language = language::language_of([text.as_str()]);
    document.isbn = numbers::isbn_in(&text).unwrap_or_default();
    document.pages.push(Page { number: 1, label: String::new(), text });
    document
}
