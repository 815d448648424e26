//! Sites of the government in their older form: lists of documents with `pagina`, DCTERMS in the head of a page. Three
//! of them, each with something of its own: a list that goes on for four thousand pages, other markup, and a page
//! past the end that shows the last one again.

use super::{Asked, Reply};
use crate::collection::{Item, Site, at_path};
use crate::html::{blocks, day_with_hyphens, encode, escape, meta, page};
use crate::publication::Publication;
use crate::search::{Found, search};

/// Results on a page.
const ON_A_PAGE: usize = 10;

/// Answers whatever is asked of such a site.
pub(crate) fn reply(site: Site, asked: &Asked) -> Reply {
    let list = match site {
        Site::Scp => "/zoeken",
        Site::Zorginstituut => "/publicaties",
        _ => "/documenten",
    };
    if asked.path == list {
        return results(site, list, asked);
    }
    if let Some(name) = asked.path.strip_prefix("/binaries/").and_then(|rest| rest.rsplit('/').next()) {
        return Reply::file(site, name);
    }
    at_path(site, &asked.path).map_or_else(|| Reply::not_found(site), |item| landing(site, &item))
}

fn results(site: Site, list: &str, asked: &Asked) -> Reply {
    let text = asked.value("trefwoord").unwrap_or_default();
    let found = search(site, text);
    let pages = found.pages(ON_A_PAGE);
    let mut number = asked.number("pagina", 1).max(1);
    if site == Site::Zorginstituut {
        number = number.min(pages.max(1));
    }
    let items = found.page(number - 1, ON_A_PAGE);
    let here = format!("{list}?trefwoord={}", encode(text));
    let content = match site {
        Site::Scp => scp_list(&found, &items, number, &here),
        _ => old_list(site, &found, &items, number, &here),
    };
    let content = format!("<main id=\"content\"><h1>Documenten</h1>\n{content}</main>");
    Reply::html(200, page(site, "Documenten", "", &content))
}

/// The common form. The care institute shows no number of results.
fn old_list(site: Site, found: &Found, items: &[Item], number: usize, here: &str) -> String {
    let rows: String = items
        .iter()
        .map(|item| {
            format!(
                "<li class=\"results__item\"><a class=\"publication\" href=\"{}\"><h3>{}</h3><p>{}</p><p class=\"meta\">{}</p></a></li>\n",
                escape(&item.path),
                escape(&item.title),
                escape(&item.intro),
                escape(&kind_and_date(item)),
            )
        })
        .collect();
    let total = if site == Site::Vws {
        format!("<h2>Resultaten <span class=\"count\">{}</span></h2>\n", found.total())
    } else {
        String::new()
    };
    let none = if found.total() == 0 {
        "<p class=\"no-results\">Er zijn geen documenten gevonden.</p>\n"
    } else {
        ""
    };
    let numbers: String = (1..=found.pages(ON_A_PAGE).min(10))
        .map(|other| {
            if other == number {
                format!("<li class=\"active\">{other}</li>")
            } else {
                format!("<li><a href=\"{}&amp;pagina={other}\">{other}</a></li>", escape(here))
            }
        })
        .collect();
    format!(
        "{total}{none}<ol class=\"results\">\n{rows}</ol>\n<ul class=\"paging__numbers\">{numbers}</ul>\n"
    )
}

/// The planning bureau's own form: kind and date apart, a link to the next page.
fn scp_list(found: &Found, items: &[Item], number: usize, here: &str) -> String {
    let rows: String = items
        .iter()
        .map(|item| {
            format!(
                "<li class=\"hit\"><h3><a href=\"{}\">{}</a></h3><dl><dt>Soort</dt><dd class=\"hit-type\">{}</dd><dt>Datum</dt><dd class=\"hit-date\">{}</dd></dl><p>{}</p></li>\n",
                escape(&item.path),
                escape(&item.title),
                escape(&item.kind),
                escape(&day_with_hyphens(item)),
                escape(&item.intro),
            )
        })
        .collect();
    let next = if number < found.pages(ON_A_PAGE) {
        format!(
            "<p class=\"paging\"><a class=\"next\" rel=\"next\" href=\"{}&amp;pagina={}\">Volgende</a></p>\n",
            escape(here),
            number + 1
        )
    } else {
        String::new()
    };
    format!(
        "<p class=\"summary\">Aantal resultaten: <strong>{}</strong></p>\n<ul class=\"hits\">\n{rows}</ul>\n{next}",
        found.total()
    )
}

fn kind_and_date(publication: &Publication) -> String {
    let parts = [publication.kind.clone(), day_with_hyphens(publication)];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" | ")
}

fn landing(site: Site, publication: &Publication) -> Reply {
    let head = meta("name", "DCTERMS.title", &publication.title)
        + &meta("name", "DCTERMS.issued", publication.day().map_or("", |_| &publication.date))
        + &meta("name", "DCTERMS.type", &publication.kind)
        + &meta("name", "DCTERMS.creator", site.name())
        + &meta("name", "DCTERMS.description", &publication.intro);
    let files: String = publication
        .files
        .iter()
        .map(|file| {
            let stem = file.name.trim_end_matches(".pdf");
            format!(
                "<p><a class=\"download-chunk pdf\" href=\"/binaries/documenten/{}/{}\">{}</a></p>\n",
                escape(stem),
                escape(&file.name),
                escape(&file.label)
            )
        })
        .collect();
    let authors: String = publication
        .authors
        .iter()
        .map(|author| format!("<span class=\"author\">{}</span> ", escape(author)))
        .collect();
    let content = format!(
        "<main id=\"content\">\n<h1 class=\"download\">{title}</h1>\n<p class=\"meta\">{kind_and_date}</p>\n{authors}<div class=\"content\"><div class=\"intro\"><p>{intro}</p></div>\n{body}{files}</div>\n</main>",
        title = escape(&publication.title),
        kind_and_date = escape(&kind_and_date(publication)),
        intro = escape(&publication.intro),
        body = blocks(&publication.body),
    );
    Reply::html(200, page(site, &publication.title, &head, &content))
}
