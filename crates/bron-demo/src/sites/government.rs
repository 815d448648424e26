//! Sites of the government: DCTERMS in the head of a page, and, at the planning bureau, a list of documents in the older
//! form with `pagina`.

use super::{Asked, Reply};
use crate::collection::{Item, Shelf, Site};
use crate::html::{blocks, day_with_hyphens, encode, escape, meta, page};
use crate::publication::Publication;
use crate::search::{Found, search};

/// Results on a page.
const ON_A_PAGE: usize = 10;

/// Answers whatever is asked of such a site.
pub(crate) fn reply(shelf: &Shelf, asked: &Asked) -> Reply {
    if shelf.site == Site::Scp && asked.path == "/zoeken" {
        return results(shelf, asked);
    }
    if let Some(name) = asked.path.strip_prefix("/binaries/").and_then(|rest| rest.rsplit('/').next()) {
        return Reply::file(shelf, name);
    }
    Reply::page(shelf, &asked.path, |item| landing(shelf.site, item))
}

fn results(shelf: &Shelf, asked: &Asked) -> Reply {
    let text = asked.value("trefwoord").unwrap_or_default();
    let found = search(shelf, text);
    let number = asked.number("pagina", 1).max(1);
    let items = found.page(number - 1, ON_A_PAGE);
    let here = format!("/zoeken?trefwoord={}", encode(text));
    let content = scp_list(&found, &items, number, &here);
    let content = format!("<main id=\"content\"><h1>Documenten</h1>\n{content}</main>");
    Reply::html(200, page(shelf.site, "Documenten", "", &content))
}

/// The planning bureau's own form: kind and date apart, a link to the next page.
fn scp_list(found: &Found<'_>, items: &[Item<'_>], number: usize, here: &str) -> String {
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
