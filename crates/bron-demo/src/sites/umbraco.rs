//! A site on Umbraco: results in HTML, and PDFs that are no links but forms with hidden inputs.

use super::{Asked, Reply};
use crate::collection::{Shelf, Site};
use crate::html::{blocks, day_with_hyphens, encode, escape, meta, page};
use crate::publication::Publication;
use crate::search::search;

/// Results on a page.
const ON_A_PAGE: usize = 8;

/// The address behind the forms.
const DOWNLOAD: &str = "/umbraco/api/cloudinarydownloads/Download";

/// Answers whatever is asked of such a site.
pub(crate) fn reply(shelf: &Shelf, asked: &Asked) -> Reply {
    match asked.path.as_str() {
        "/zoeken" => results(shelf, asked),
        DOWNLOAD => download(shelf, asked),
        path => Reply::page(shelf, path, |item| landing(shelf.site, item)),
    }
}

/// A file comes only where all three inputs are there and fit.
fn download(shelf: &Shelf, asked: &Asked) -> Reply {
    let name = asked.value("FileName").unwrap_or_default();
    if asked.value("PublicId") != Some(public_id(name).as_str())
        || asked.value("ResourceType") != Some("image")
    {
        return Reply::not_found(shelf.site);
    }
    let reply = Reply::file(shelf, name);
    Reply { headers: vec![("content-disposition", format!("attachment; filename=\"{name}\""))], ..reply }
}

fn public_id(name: &str) -> String {
    format!("vilans/documenten/{}", name.strip_suffix(".pdf").unwrap_or(name))
}

fn results(shelf: &Shelf, asked: &Asked) -> Reply {
    let text = asked.value("q").unwrap_or_default();
    let number = asked.number("p", 1).max(1);
    let found = search(shelf, text);
    let items: String = found.page(number - 1, ON_A_PAGE).iter().map(|item| result(item)).collect();
    let next = if number < found.pages(ON_A_PAGE) {
        format!(
            "<a class=\"pagination-next\" href=\"/zoeken?q={}&amp;p={}\">Volgende pagina</a>\n",
            encode(text),
            number + 1
        )
    } else {
        String::new()
    };
    let total = found.total();
    let content = format!(
        "<main id=\"content\"><h1>Zoeken</h1>\n<p class=\"search-count\">{total} {} voor ‘{}’</p>\n<div class=\"search-results\">\n{items}</div>\n{next}</main>",
        if total == 1 { "resultaat" } else { "resultaten" },
        escape(text),
    );
    Reply::html(200, page(shelf.site, "Zoeken", "", &content))
}

fn result(publication: &Publication) -> String {
    format!(
        "<div class=\"search-result\"><h3><a href=\"{}\">{}</a></h3><span class=\"search-result__type\">{}</span> \
         <span class=\"search-result__date\">{}</span><p>{}</p></div>\n",
        escape(&publication.path),
        escape(&publication.title),
        escape(&publication.kind),
        escape(&day_with_hyphens(publication)),
        escape(&publication.intro),
    )
}

fn landing(site: Site, publication: &Publication) -> Reply {
    let forms: String = publication
        .files
        .iter()
        .map(|file| {
            format!(
                "<form action=\"{DOWNLOAD}\" method=\"get\">\n<input type=\"hidden\" name=\"PublicId\" value=\"{}\">\n\
                 <input type=\"hidden\" name=\"ResourceType\" value=\"image\">\n<input type=\"hidden\" name=\"FileName\" value=\"{}\">\n\
                 <button type=\"submit\">{}</button>\n</form>\n",
                escape(&public_id(&file.name)),
                escape(&file.name),
                escape(&file.label),
            )
        })
        .collect();
    let downloads = if forms.is_empty() {
        String::new()
    } else {
        format!(
            "<section id=\"downloads\"><h2>Downloads</h2><div id=\"downloads-inner-collapse\">\n{forms}</div></section>\n"
        )
    };
    let content = format!(
        "<main id=\"content\">\n<article>\n<p class=\"content-type\">{kind}</p>\n<h1>{title}</h1>\n<p class=\"publication-date\">{date}</p>\n\
         <div class=\"article-body\"><p class=\"lead\">{intro}</p>\n<div class=\"content-section-block\"><div class=\"repeatable-content\"><div class=\"info\">\n{body}</div></div></div></div>\n{downloads}</article>\n</main>",
        kind = escape(&publication.kind),
        title = escape(&publication.title),
        intro = escape(&publication.intro),
        date = escape(&day_with_hyphens(publication)),
        body = blocks(&publication.body),
    );
    Reply::html(
        200,
        page(site, &publication.title, &meta("name", "author", &publication.authors.join(", ")), &content),
    )
}
