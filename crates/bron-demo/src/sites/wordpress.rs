//! Sites on WordPress: a REST interface with totals in headers, and the pages of `?s=` for people. One of them has
//! switched its REST interface off.

use super::{Asked, Reply};
use crate::collection::{Item, Shelf, Site};
use crate::html::{blocks, day_in_words, encode, escape, meta, page};
use crate::publication::Publication;
use crate::search::search;
use serde_json::{Map, Value, json};

/// Results on a page for people.
const ON_A_PAGE: usize = 10;

/// Answers whatever is asked of such a site.
pub(crate) fn reply(shelf: &Shelf, asked: &Asked) -> Reply {
    if let Some(route) = asked.path.strip_prefix("/wp-json") {
        return rest(shelf, route.trim_end_matches('/'), asked);
    }
    if let Some(route) = asked.value("rest_route") {
        return rest(shelf, route.trim_end_matches('/'), asked);
    }
    if let Some(text) = asked.value("s") {
        return results(shelf, text, asked);
    }
    if let Some(name) =
        asked.path.strip_prefix("/wp-content/uploads/").and_then(|rest| rest.rsplit('/').next())
    {
        return Reply::file(shelf, name);
    }
    Reply::page(shelf, &asked.path, |item| landing(shelf.site, item))
}

/// The type of a post and the name of its list: what is listed as `Publicatie` is of the type `publicatie`.
fn post_type(publication: &Publication) -> String {
    if publication.kind.is_empty() {
        "post".to_owned()
    } else {
        publication.kind.to_lowercase().replace(' ', "-")
    }
}

fn rest_base(post_type: &str) -> String {
    if post_type == "post" { "posts".to_owned() } else { post_type.to_owned() }
}

fn types(shelf: &Shelf) -> Vec<String> {
    let mut types: Vec<String> = shelf.listed().map(post_type).chain(["post".to_owned()]).collect();
    types.sort();
    types.dedup();
    types
}

fn rest(shelf: &Shelf, route: &str, asked: &Asked) -> Reply {
    let site = shelf.site;
    if site == Site::Platform31 {
        return error(401, "rest_forbidden", "De REST API is alleen toegankelijk voor ingelogde gebruikers.");
    }
    let route = route.strip_prefix("/wp/v2").unwrap_or(route);
    match route.trim_start_matches('/') {
        "" => json_reply(
            &json!({ "name": site.name(), "url": format!("http://{}", site.host()), "namespaces": ["wp/v2"] }),
        ),
        "types" => rest_types(shelf),
        "search" => rest_search(shelf, asked),
        other => {
            let (base, id) = other.split_once('/').map_or((other, None), |(base, id)| (base, Some(id)));
            match types(shelf).into_iter().find(|known| rest_base(known) == base) {
                Some(known) => rest_posts(shelf, &known, id, asked),
                None => error(
                    404,
                    "rest_no_route",
                    "Er is geen route gevonden die overeenkomt met de URL en aanvraagmethode.",
                ),
            }
        }
    }
}

fn json_reply(value: &Value) -> Reply {
    Reply::new(200, "application/json; charset=UTF-8", value.to_string().into_bytes())
}

fn error(status: u16, code: &str, message: &str) -> Reply {
    let body = json!({ "code": code, "message": message, "data": { "status": status } });
    Reply { status, ..json_reply(&body) }
}

fn rest_types(shelf: &Shelf) -> Reply {
    let host = shelf.site.host();
    let one = |slug: &str, base: &str, name: &str| {
        let value = json!({
            "name": name, "slug": slug, "rest_base": base, "rest_namespace": "wp/v2", "hierarchical": slug == "page",
            "_links": { "wp:items": [{ "href": format!("http://{host}/wp-json/wp/v2/{base}") }] }
        });
        (slug.to_owned(), value)
    };
    let own = types(shelf);
    let own =
        own.iter().map(|slug| one(slug, &rest_base(slug), if slug == "post" { "Berichten" } else { slug }));
    let all: Map<String, Value> =
        own.chain([one("page", "pages", "Pagina's"), one("attachment", "media", "Media")]).collect();
    json_reply(&Value::Object(all))
}

/// `page` and `per_page` as WordPress takes them, or its refusal.
fn paging(asked: &Asked) -> Result<(usize, usize), Reply> {
    let (number, size) = (asked.number("page", 1), asked.number("per_page", 10));
    if (1..=100).contains(&size) && number >= 1 {
        return Ok((number, size));
    }
    Err(error(400, "rest_invalid_param", "Ongeldige parameter(s): page, per_page"))
}

fn rest_search(shelf: &Shelf, asked: &Asked) -> Reply {
    let site = shelf.site;
    let (number, size) = match paging(asked) {
        Ok(paging) => paging,
        Err(refusal) => return refusal,
    };
    let found = search(shelf, asked.value("search").unwrap_or_default());
    let subtypes: Vec<&str> = asked
        .query
        .iter()
        .filter(|(key, _)| key.starts_with("subtype"))
        .flat_map(|(_, value)| value.split(','))
        .filter(|value| *value != "any")
        .collect();
    let all: Vec<Item<'_>> = found
        .page(0, found.total().max(1))
        .into_iter()
        .filter(|item| subtypes.is_empty() || subtypes.contains(&post_type(item).as_str()))
        .collect();
    let shown = all.iter().skip((number - 1) * size).take(size).map(|item| search_item(site, item));
    let shown: Vec<Value> = shown.collect();
    let past = shown.is_empty();
    with_totals(
        site,
        asked,
        "search",
        (if past { 0 } else { all.len() }, number, size),
        json_reply(&Value::Array(shown)),
    )
}

fn search_item(site: Site, publication: &Publication) -> Value {
    let kind = post_type(publication);
    let itself = format!("http://{}/wp-json/wp/v2/{}/{}", site.host(), rest_base(&kind), publication.id);
    json!({
        "id": publication.id, "title": publication.title, "url": address(site, publication), "type": "post", "subtype": kind,
        "_links": { "self": [{ "embeddable": true, "href": itself }] }
    })
}

/// Adds the headers with the totals, and the links to the pages before and after.
fn with_totals(site: Site, asked: &Asked, route: &str, paging: (usize, usize, usize), reply: Reply) -> Reply {
    let (total, number, size) = paging;
    let pages = total.div_ceil(size);
    let mut headers = vec![("x-wp-total", total.to_string()), ("x-wp-totalpages", pages.to_string())];
    let to = |page: usize, rel: &str| {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(asked.query.iter().filter(|(key, _)| key != "page"));
        query.append_pair("page", &page.to_string());
        format!("<http://{}/wp-json/wp/v2/{route}?{}>; rel=\"{rel}\"", site.host(), query.finish())
    };
    let mut links = Vec::new();
    if number > 1 && total > 0 {
        links.push(to(number - 1, "prev"));
    }
    if number < pages {
        links.push(to(number + 1, "next"));
    }
    if !links.is_empty() {
        headers.push(("link", links.join(", ")));
    }
    Reply { headers, ..reply }
}

fn rest_posts(shelf: &Shelf, kind: &str, id: Option<&str>, asked: &Asked) -> Reply {
    let site = shelf.site;
    let fields: Vec<&str> =
        asked.value("_fields").map(|list| list.split(',').map(str::trim).collect()).unwrap_or_default();
    if let Some(id) = id {
        let one = shelf
            .listed()
            .find(|publication| publication.id.to_string() == id && post_type(publication) == kind);
        return one.map_or_else(
            || error(404, "rest_post_invalid_id", "Ongeldig bericht-ID."),
            |publication| json_reply(&post(site, publication, &fields)),
        );
    }
    let (number, size) = match paging(asked) {
        Ok(paging) => paging,
        Err(refusal) => return refusal,
    };
    let include: Vec<&str> = asked
        .query
        .iter()
        .filter(|(key, _)| key.starts_with("include"))
        .flat_map(|(_, value)| value.split(',').map(str::trim))
        .collect();
    let found = asked.value("search").filter(|text| !text.is_empty()).map(|text| search(shelf, text));
    let of_text: Option<Vec<u32>> =
        found.map(|found| found.page(0, found.total().max(1)).iter().map(|item| item.id).collect());
    let all: Vec<&Publication> = shelf
        .listed()
        .filter(|publication| post_type(publication) == kind)
        .filter(|publication| include.is_empty() || include.contains(&publication.id.to_string().as_str()))
        .filter(|publication| of_text.as_ref().is_none_or(|ids| ids.contains(&publication.id)))
        .collect();
    let shown: Vec<Value> = all
        .iter()
        .skip((number - 1) * size)
        .take(size)
        .map(|publication| post(site, publication, &fields))
        .collect();
    if shown.is_empty() && !all.is_empty() {
        return error(
            400,
            "rest_post_invalid_page_number",
            "Het gevraagde paginanummer is groter dan het aantal pagina's.",
        );
    }
    with_totals(site, asked, &rest_base(kind), (all.len(), number, size), json_reply(&Value::Array(shown)))
}

/// A post with the fields asked for; all of them where none is named.
fn post(site: Site, publication: &Publication, fields: &[&str]) -> Value {
    let rendered = |html: String| json!({ "rendered": html });
    let mut all = Map::new();
    let mut add = |key: &str, value: Value| {
        if fields.is_empty() || fields.iter().any(|field| field.split('.').next() == Some(key)) {
            all.insert(key.to_owned(), value);
        }
    };
    add("id", json!(publication.id));
    if publication.day().is_some() {
        add("date", json!(format!("{}T10:00:00", publication.date)));
        add("date_gmt", json!(format!("{}T09:00:00", publication.date)));
        add("modified", json!(format!("{}T10:00:00", publication.date)));
    }
    add("slug", json!(publication.path.trim_matches('/').rsplit('/').next()));
    add("type", json!(post_type(publication)));
    add("link", json!(address(site, publication)));
    add("title", rendered(escape(&publication.title)));
    add("excerpt", rendered(format!("<p>{}</p>\n", escape(&publication.intro))));
    add("content", rendered(blocks(&publication.body)));
    Value::Object(all)
}

fn address(site: Site, publication: &Publication) -> String {
    format!("http://{}{}", site.host(), publication.path)
}

/// `/?s=...` and `/page/2/?s=...`; past the end 404, as WordPress does.
fn results(shelf: &Shelf, text: &str, asked: &Asked) -> Reply {
    let site = shelf.site;
    let number = match asked.path.strip_prefix("/page/") {
        Some(rest) => rest.trim_end_matches('/').parse().unwrap_or(0),
        None if asked.path == "/" => asked.number("paged", 1),
        None => 0,
    };
    let found = search(shelf, text);
    if number == 0 || (number > 1 && number > found.pages(ON_A_PAGE)) {
        return Reply::not_found(site);
    }
    let items = found.page(number - 1, ON_A_PAGE);
    let none = "<section class=\"no-results not-found\"><p>Niets gevonden.</p></section>\n";
    let rows: String = items.iter().map(|item| result(site, item)).collect();
    let next = if number < found.pages(ON_A_PAGE) {
        format!(
            "<nav class=\"navigation pagination\"><div class=\"nav-links\"><a class=\"next page-numbers\" href=\"http://{}/page/{}/?s={}\">Volgende</a></div></nav>\n",
            site.host(),
            number + 1,
            encode(text)
        )
    } else {
        String::new()
    };
    let content = format!(
        "<main id=\"main\" class=\"site-main search-results\">\n<h1 class=\"page-title\">Zoekresultaten voor: {}</h1>\n{}{next}</main>",
        escape(text),
        if items.is_empty() { none } else { &rows },
    );
    Reply::html(200, page(site, "Zoeken", "", &content))
}

fn result(site: Site, publication: &Publication) -> String {
    let kind = if publication.kind.is_empty() {
        String::new()
    } else {
        format!("<span class=\"entry-kind\">{}</span> ", escape(&publication.kind))
    };
    let date = if publication.date.is_empty() {
        String::new()
    } else {
        format!(
            "<time class=\"entry-date\" datetime=\"{}\">{}</time>",
            escape(&publication.date),
            escape(&day_in_words(publication))
        )
    };
    format!(
        "<article id=\"post-{id}\" class=\"post\"><h2 class=\"entry-title\"><a href=\"{address}\" rel=\"bookmark\">{title}</a></h2>\n\
         <p class=\"entry-meta\">{kind}{date}</p><div class=\"entry-summary\"><p>{intro}</p></div></article>\n",
        id = publication.id,
        address = escape(&address(site, publication)),
        title = escape(&publication.title),
        intro = escape(&publication.intro),
    )
}

/// The page of a publication, with its files below the text.
fn landing(site: Site, publication: &Publication) -> Reply {
    let mut head = meta("property", "og:title", &publication.title);
    if publication.day().is_some() {
        head.push_str(&meta(
            "property",
            "article:published_time",
            &format!("{}T10:00:00+01:00", publication.date),
        ));
    }
    let kind = if publication.kind.is_empty() {
        String::new()
    } else {
        format!("<p class=\"entry-kind\">{}</p>\n", escape(&publication.kind))
    };
    let date = if publication.date.is_empty() {
        String::new()
    } else if site == Site::Platform31 {
        format!("<p class=\"entry-date\">{} | Leestijd: 4 minuten</p>\n", escape(&day_in_words(publication)))
    } else {
        format!("<p class=\"entry-date\">{}</p>\n", escape(&day_in_words(publication)))
    };
    let authors: Vec<String> = publication
        .authors
        .iter()
        .map(|author| format!("<span class=\"author\">{}</span>", escape(author)))
        .collect();
    let authors = if authors.is_empty() {
        String::new()
    } else {
        format!("<p class=\"entry-authors\">Auteur(s) {}</p>\n", authors.join(", "))
    };
    let files: String = publication
        .files
        .iter()
        .map(|file| {
            let (year, month, _) = publication.day().unwrap_or(("2018", "01", "01"));
            format!(
                "<p class=\"download\"><a href=\"/wp-content/uploads/{year}/{month}/{}\">{}</a></p>\n",
                escape(&file.name),
                escape(&file.label)
            )
        })
        .collect();
    let content = format!(
        "<main id=\"content\">\n<article class=\"post\">\n<header class=\"entry-header\">{kind}<h1 class=\"entry-title\">{title}</h1>\n{date}{authors}</header>\n\
         <div class=\"entry-content\">\n<p class=\"lead\">{intro}</p>\n{body}{files}</div>\n</article>\n</main>",
        title = escape(&publication.title),
        intro = escape(&publication.intro),
        body = blocks(&publication.body),
    );
    Reply::html(200, page(site, &publication.title, &head, &content))
}
