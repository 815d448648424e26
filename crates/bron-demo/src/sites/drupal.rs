//! A site on Drupal: a view of search results with a pager, kinds in the first part of the path and in a label.

use super::{Asked, Reply};
use crate::collection::{Shelf, Site};
use crate::html::{blocks, day_in_words, encode, escape, meta, page};
use crate::publication::Publication;
use crate::search::search;

/// Results on a page.
const ON_A_PAGE: usize = 10;

/// Answers whatever is asked of such a site.
pub(crate) fn reply(shelf: &Shelf, asked: &Asked) -> Reply {
    if asked.path == "/zoeken" {
        return results(shelf, asked);
    }
    if let Some(name) =
        asked.path.strip_prefix("/sites/default/files/").and_then(|rest| rest.rsplit('/').next())
    {
        return Reply::file(shelf, name);
    }
    Reply::page(shelf, &asked.path, |item| landing(shelf.site, item))
}

fn results(shelf: &Shelf, asked: &Asked) -> Reply {
    let site = shelf.site;
    let text = asked.value("search_api_fulltext").unwrap_or_default();
    let number = asked.number("page", 0);
    let found = search(shelf, text);
    let pages = found.pages(ON_A_PAGE).min(shelf.shown_at_most.div_ceil(ON_A_PAGE));
    let items = if number < pages { found.page(number, ON_A_PAGE) } else { Vec::new() };
    let rows: String =
        items.iter().map(|item| format!("<div class=\"views-row\">{}</div>\n", row(item))).collect();
    let view = if items.is_empty() {
        "<div class=\"view-empty\"><p>Geen resultaten gevonden.</p></div>\n".to_owned()
    } else {
        let total = found.total();
        let (one, found) = if total == 1 { ("is", "resultaat") } else { ("zijn", "resultaten") };
        format!(
            "<div class=\"view-header\">Er {one} {total} {found} gevonden</div>\n<div class=\"view-content\">\n{rows}</div>\n"
        )
    };
    let content = format!(
        "<main id=\"content\"><h1>Zoeken</h1>\n<form action=\"/zoeken\" method=\"get\"><input type=\"text\" name=\"search_api_fulltext\" value=\"{}\"><button>Zoek</button></form>\n\
         <div class=\"view view-zoeken view-id-zoeken\">\n{view}{}</div>\n</main>",
        escape(text),
        pager(text, number, pages),
    );
    Reply::html(200, page(site, "Zoeken", "", &content))
}

fn row(publication: &Publication) -> String {
    let kind = publication.kind.to_lowercase();
    let date = match (publication.day(), publication.date.as_str()) {
        (_, "") => String::new(),
        (Some(_), date) => {
            format!("<time datetime=\"{date}T12:00:00Z\">{}</time>", escape(&day_in_words(publication)))
        }
        (None, date) => format!("<time>{}</time>", escape(date)),
    };
    format!(
        "<article class=\"node node--type-{kind} node--view-mode-search-result\"><div class=\"field--name-type\">{label}</div>\
         <h2><a href=\"{path}\" rel=\"bookmark\">{title}</a></h2>{date}<p>{intro}</p></article>",
        label = escape(&publication.kind),
        path = escape(&publication.path),
        title = escape(&publication.title),
        intro = escape(&publication.intro),
    )
}

fn pager(text: &str, number: usize, pages: usize) -> String {
    if pages < 2 {
        return String::new();
    }
    let link = |to: usize, class: &str, rel: &str, words: &str| {
        format!(
            "<li class=\"pager__item {class}\"><a href=\"?search_api_fulltext={}&amp;page={to}\"{rel}>{words}</a></li>\n",
            encode(text)
        )
    };
    let mut items = String::new();
    if number > 0 {
        items.push_str(&link(number - 1, "pager__item--previous", " rel=\"prev\"", "Vorige"));
    }
    for other in 0..pages {
        items.push_str(&link(
            other,
            if other == number { "is-active" } else { "" },
            "",
            &(other + 1).to_string(),
        ));
    }
    if number + 1 < pages {
        items.push_str(&link(number + 1, "pager__item--next", " rel=\"next\"", "Volgende"));
    }
    format!(
        "<nav class=\"pager\" role=\"navigation\"><ul class=\"pager__items js-pager__items\">\n{items}</ul></nav>\n"
    )
}

fn landing(site: Site, publication: &Publication) -> Reply {
    let authors: String = publication
        .authors
        .iter()
        .map(|author| format!("<span class=\"field--name-author\">{}</span> ", escape(author)))
        .collect();
    let folder =
        publication.day().map_or_else(|| "2018-01".to_owned(), |(year, month, _)| format!("{year}-{month}"));
    let files: String = publication
        .files
        .iter()
        .map(|file| format!("<div class=\"field--name-file\"><a type=\"application/pdf\" href=\"/sites/default/files/{folder}/{}\">{}</a></div>\n", escape(&file.name), escape(&file.label)))
        .collect();
    let date = if publication.day().is_some() {
        format!(
            "<time datetime=\"{}T12:00:00Z\">{}</time>\n",
            publication.date,
            escape(&day_in_words(publication))
        )
    } else {
        String::new()
    };
    let content = format!(
        "<main id=\"content\">\n<article class=\"node node--view-mode-full\">\n<div class=\"field--name-type\">{kind}</div>\n<h1>{title}</h1>\n{date}{authors}\n\
         <div class=\"field--name-body\">\n<p class=\"intro\">{intro}</p>\n{body}</div>\n{files}</article>\n</main>",
        kind = escape(&publication.kind),
        title = escape(&publication.title),
        intro = escape(&publication.intro),
        body = blocks(&publication.body),
    );
    let head = "<meta name=\"Generator\" content=\"Drupal 10 (https://www.drupal.org)\">\n".to_owned()
        + &meta("name", "description", &publication.intro);
    Reply::html(200, page(site, &publication.title, &head, &content))
}
