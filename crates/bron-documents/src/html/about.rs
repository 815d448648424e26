//! Reads what a page says of its publication: title, authors, publisher, kind.

use super::blocks::words_of;
use super::main_text::Texts;
use super::page::ParsedPage;
use crate::names::names_in;
use crate::tidy::tidy_line;

/// The title: the page's heading, else `og:title`, else the title element without the site's name.
pub(crate) fn title_of(page: &ParsedPage<'_>) -> String {
    let site = page.meta.first(&["og:site_name"]).unwrap_or_default().to_owned();
    let shared =
        page.meta.first(&["og:title", "twitter:title", "dcterms.title", "dc.title", "citation_title"]);
    let shared = without_site(shared.unwrap_or_default(), &site);
    let element =
        page.select("head title, title").first().map(|title| words_of_title(*title)).unwrap_or_default();
    let of_head = if shared.is_empty() { without_site(&element, &site) } else { shared };
    let headings: Vec<String> = page
        .select("h1")
        .into_iter()
        .filter(|heading| !page.lies_around(heading.id()))
        .map(words_of)
        .filter(|text| text.chars().filter(|c| c.is_alphanumeric()).count() >= 3 && *text != site)
        .collect();
    let small = |text: &str| text.to_lowercase();
    let (whole, whole_element) = (small(&of_head), small(&element));
    let agrees = |text: &&String| {
        let text = small(text);
        !text.is_empty() && (whole.contains(&text) || whole_element.contains(&text) || text.contains(&whole))
    };
    let heading = headings.iter().find(agrees).filter(|_| !of_head.is_empty());
    let only = (headings.len() == 1).then(|| &headings[0]);
    heading
        .or(only)
        .cloned()
        .or_else(|| (!of_head.is_empty()).then_some(of_head))
        .or_else(|| headings.first().cloned())
        .unwrap_or_default()
}

fn words_of_title(title: scraper::ElementRef<'_>) -> String {
    tidy_line(&title.text().collect::<String>())
}

/// `Zorgzame buurten | Movisie` without what stands behind the last bar or spaced dash, where that is the site's name
/// or a short one.
fn without_site(title: &str, site: &str) -> String {
    let title = tidy_line(title);
    for divider in [" | ", " - ", " – ", " — ", " • ", " :: ", " » "] {
        let Some((head, tail)) = title.rsplit_once(divider) else { continue };
        let is_site = tail.eq_ignore_ascii_case(site);
        let short = tail.split_whitespace().count() <= 3 && head.split_whitespace().count() >= 2;
        if !head.is_empty() && (is_site || short) {
            return head.trim().to_owned();
        }
    }
    title
}

/// The authors: of the configured elements; else of JSON-LD; else of meta elements; else behind the words
/// `Auteur(s)`; else of elements that are marked so; else as trafilatura finds them.
pub(crate) fn authors_of(page: &ParsedPage<'_>, texts: &Texts) -> Vec<String> {
    let configured: Vec<String> =
        page.configured(|landing| &landing.authors).into_iter().map(words_of).collect();
    let configured = names_in(&configured);
    if !configured.is_empty() {
        return configured;
    }
    let linked = ["author", "creator"].iter().map(|key| names_in(&page.linked_data.names(key)));
    let metas = [
        "citation_author",
        "dcterms.creator",
        "dc.creator",
        "author",
        "article:author",
        "sailthru.author",
        "parsely-author",
    ]
    .iter()
    .map(|name| names_in(&page.meta.all(name).map(str::to_owned).collect::<Vec<_>>()));
    linked
        .chain(metas)
        .find(|names| !names.is_empty())
        .or_else(|| Some(labelled_authors(page, &texts.main)).filter(|names| !names.is_empty()))
        .or_else(|| Some(marked_authors(page)).filter(|names| !names.is_empty()))
        .unwrap_or_else(|| names_in(std::slice::from_ref(&texts.author)))
}

/// The names behind `Auteur:` or `Auteurs` in a line of the text or in a list of terms.
fn labelled_authors(page: &ParsedPage<'_>, main: &str) -> Vec<String> {
    let is_label = |text: &str| {
        let text = text.trim().trim_end_matches(':').to_lowercase();
        matches!(text.as_str(), "auteur" | "auteurs" | "auteur(s)" | "author" | "authors")
    };
    for term in page.select("dt, th, .label, strong, b") {
        // A label is a leaf: what holds more is not looked into, for pages can nest thousands of these.
        if term.descendants().take(8).count() < 8 && is_label(&words_of(term)) {
            let next = term.next_siblings().find_map(scraper::ElementRef::wrap);
            let names = next.map(|value| names_in(&[words_of(value)])).unwrap_or_default();
            if !names.is_empty() {
                return names;
            }
        }
    }
    let lines = main.lines().map(|line| line.trim_start_matches("• "));
    let labelled = lines.filter_map(|line| line.split_once(':').filter(|(label, _)| is_label(label)));
    let fields: Vec<String> = labelled.map(|(_, names)| names.to_owned()).take(1).collect();
    names_in(&fields)
}

/// The names in elements that are marked as an author.
fn marked_authors(page: &ParsedPage<'_>) -> Vec<String> {
    let marks = "[itemprop~=author] [itemprop=name], [itemprop~=author], a[rel~=author], .author-name, .byline .author, .author a, .byline, .author";
    for mark in marks.split(", ") {
        let elements = page.select(mark).into_iter().filter(|element| !page.lies_around(element.id()));
        let fields: Vec<String> =
            elements.map(words_of).filter(|text| text.split_whitespace().count() <= 12).take(5).collect();
        let names = names_in(&fields);
        if !names.is_empty() {
            return names;
        }
    }
    Vec::new()
}

/// The publisher, where the page names one; the site's name is one only when nothing else is said.
pub(crate) fn publisher_of(page: &ParsedPage<'_>) -> String {
    page.linked_data
        .names("publisher")
        .into_iter()
        .next()
        .or_else(|| {
            page.meta.first(&["dcterms.publisher", "dc.publisher", "citation_publisher"]).map(str::to_owned)
        })
        .or_else(|| page.meta.first(&["og:site_name"]).map(str::to_owned))
        .unwrap_or_default()
}

/// The kind that the page names: in the configured element, else in `DCTERMS.type`. `og:type` is no kind.
pub(crate) fn kind_of(page: &ParsedPage<'_>) -> String {
    let configured =
        page.configured(|landing| &landing.kind).into_iter().map(words_of).find(|text| !text.is_empty());
    configured
        .or_else(|| {
            page.meta.first(&["dcterms.type", "dc.type", "overheid.informatietype"]).map(str::to_owned)
        })
        .unwrap_or_default()
}
