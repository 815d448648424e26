//! WordPress: its REST interface, and the result page of `?s=` where REST is switched off.

use crate::Error;
use crate::answer::{NoPage, is_challenge, page_of};
use crate::html::Html;
use crate::listing::{Listing, Page, Row};
use crate::page::plain;
use bron_model::{Answer, Body, Exchange, Query, QueryStatus, Reply, Request};
use bron_protocol::{HtmlSettings, Interface, Source, WordPressSettings};
use serde_json::Value;
use std::collections::BTreeMap;
use url::Url;

/// The most that WordPress gives on one page.
const PER_PAGE: usize = 100;

/// A conversation with a WordPress site: the types it shows, the search, then the dates, which the search leaves out.
pub(crate) struct WordPress {
    base: Url,
    text: String,
    settings: WordPressSettings,
    form: Form,
    /// Where the items of each post type are, by its name.
    routes: BTreeMap<String, String>,
    /// The types asked for; `None` asks for all.
    subtypes: Option<Vec<String>>,
    pages_reported: Option<u32>,
    stage: Stage,
    fallback: Option<Box<Html>>,
}

/// How REST is addressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// `/wp-json/…`
    Pretty,
    /// `/?rest_route=/…`, on sites without permalinks.
    Plain,
}

enum Stage {
    Types,
    Search(u32),
    Dates(Vec<Batch>),
    Html(Box<Html>),
    Over,
}

/// Items of one type whose dates are asked together.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Batch {
    kind: String,
    route: String,
    ids: Vec<String>,
}

impl WordPress {
    pub(crate) fn begin(source: &Source, interface: &Interface, query: &Query) -> Result<Self, Error> {
        let base = base_of(source)?;
        let settings = interface.wordpress.clone().unwrap_or_default();
        let fallback = match &settings.html {
            Some(html) => Html::with(source, "wordpress.html", html, query, false)?,
            None => Html::with(source, "wordpress.html", &common_themes(&base), query, true)?,
        };
        Ok(Self {
            base,
            text: query.text.clone(),
            settings,
            form: Form::Pretty,
            routes: BTreeMap::new(),
            subtypes: None,
            pages_reported: None,
            stage: Stage::Types,
            fallback: Some(Box::new(fallback)),
        })
    }

    /// Which interface answers.
    pub(crate) fn interface(&self) -> &'static str {
        if self.fallback.is_none() { "wordpress-html" } else { "wordpress-rest" }
    }

    pub(crate) fn ask(&self) -> Option<Request> {
        match &self.stage {
            Stage::Types => Some(Request::get_json(self.route("wp/v2/types", ""))),
            Stage::Search(page) => Some(Request::get_json(self.search(*page))),
            Stage::Dates(batches) => batches.last().map(|batch| Request::get_json(self.dates(batch))),
            Stage::Html(html) => html.ask(),
            Stage::Over => None,
        }
    }

    pub(crate) fn hear(&mut self, exchange: &Exchange, listing: &mut Listing) {
        match std::mem::replace(&mut self.stage, Stage::Over) {
            Stage::Types => self.hear_types(exchange, listing),
            Stage::Search(page) => self.hear_search(page, exchange, listing),
            Stage::Dates(batches) => self.hear_dates(batches, exchange, listing),
            Stage::Html(mut html) => {
                html.hear_with(exchange, listing, |listing, row| self.adjust(listing, row));
                self.stage = Stage::Html(html);
            }
            Stage::Over => {}
        }
    }

    /// The request for the result page of that number, from 1.
    pub(crate) fn page_request(&self, number: u32) -> Option<Request> {
        match &self.stage {
            Stage::Html(html) => html.page_request(number),
            _ => Some(Request::get_json(self.search(number))),
        }
    }

    /// The rows of a result page; `None` where no list is recognised.
    pub(crate) fn rows_on(&self, exchange: &Exchange, listing: &Listing) -> Option<Vec<Row>> {
        if let Stage::Html(html) = &self.stage {
            return html.rows_on(exchange);
        }
        let (_, bytes) = page_of(exchange).ok()?;
        let Ok(Value::Array(items)) = serde_json::from_slice(bytes) else { return None };
        Some(items.iter().map(|item| self.row(item, listing)).collect())
    }

    /// The page that is read where REST is not, with the name of its settings.
    pub(crate) fn result_page(&self) -> Option<(&Html, &'static str)> {
        let table =
            if self.settings.html.is_some() { "wordpress.html" } else { "wordpress.html (common themes)" };
        match &self.stage {
            Stage::Html(html) => Some((html, table)),
            _ => None,
        }
    }

    /// An address of the REST interface. `query` is encoded already.
    fn route(&self, path: &str, query: &str) -> Url {
        let mut url = self.base.clone();
        match self.form {
            Form::Pretty => {
                url.set_path(&format!("{}wp-json/{path}", self.base.path()));
                url.set_query((!query.is_empty()).then_some(query));
            }
            Form::Plain => {
                let rest = if query.is_empty() { String::new() } else { format!("&{query}") };
                url.set_query(Some(&format!("rest_route=/{path}{rest}")));
            }
        }
        url
    }

    fn search(&self, page: u32) -> Url {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.append_pair("search", &self.text);
        query.append_pair("per_page", &PER_PAGE.to_string());
        query.append_pair("page", &page.to_string());
        query.append_pair("type", "post");
        let mut query = query.finish();
        if let Some(types) = &self.subtypes {
            query = format!("{query}&subtype={}", types.join(","));
        }
        self.route("wp/v2/search", &query)
    }

    fn dates(&self, batch: &Batch) -> Url {
        let query = format!(
            "include={}&per_page={PER_PAGE}&orderby=include&_fields=id,date,date_gmt,modified,link,title,type",
            batch.ids.join(",")
        );
        self.route(&batch.route, &query)
    }

    fn hear_types(&mut self, exchange: &Exchange, listing: &mut Listing) {
        let off = match page_of(exchange) {
            Ok((_, bytes)) => match types_in(bytes) {
                Some(routes) => {
                    self.routes = routes;
                    return self.choose_types(listing);
                }
                None => "no JSON where the post types are due".to_owned(),
            },
            Err(no_page) if no_page.is_robots() => return self.fall_back(listing, &no_page.why),
            Err(no_page) if is_switched_off(&no_page) => no_page.why,
            Err(no_page) => {
                return listing.end_broken(no_page.status, format!("post types: {}", no_page.why));
            }
        };
        match self.form {
            Form::Pretty => {
                self.form = Form::Plain;
                self.stage = Stage::Types;
            }
            Form::Plain => self.fall_back(listing, &off),
        }
    }

    fn fall_back(&mut self, listing: &mut Listing, why: &str) {
        self.read_the_result_page(listing, format!("REST is switched off ({why})"));
    }

    fn read_the_result_page(&mut self, listing: &mut Listing, because: String) {
        listing.note(because + ": the result page was read");
        if let Some(html) = self.fallback.take() {
            self.stage = Stage::Html(html);
        }
    }

    fn choose_types(&mut self, listing: &mut Listing) {
        let is_shown = |name: &String| self.routes.contains_key(name);
        let missing: Vec<&str> =
            self.settings.types.iter().filter(|name| !is_shown(name)).map(String::as_str).collect();
        if !missing.is_empty() {
            // The site's own box may well show them: leaving them out in silence would lose hits.
            let shown = self.routes.keys().cloned().collect::<Vec<_>>().join(", ");
            let hidden = missing.join(", ");
            return self
                .read_the_result_page(listing, format!("REST hides post type {hidden} (it shows {shown})"));
        }
        // The search leaves attachments out by itself.
        if !self.settings.types.is_empty()
            || self.settings.without_types.iter().any(|name| name != "attachment")
        {
            let chosen: Vec<String> = self
                .routes
                .keys()
                .filter(|name| self.is_wanted(name) && !is_internal(name))
                .cloned()
                .collect();
            self.subtypes = (!chosen.is_empty()).then_some(chosen);
        }
        self.stage = Stage::Search(1);
    }

    fn is_wanted(&self, name: &str) -> bool {
        is_wanted(&self.settings, name)
    }

    fn hear_search(&mut self, page: u32, exchange: &Exchange, listing: &mut Listing) {
        let (answer, bytes) = match page_of(exchange) {
            Ok(found) => found,
            Err(no_page) => return self.search_refused(page, &no_page, exchange, listing),
        };
        let Ok(Value::Array(items)) = serde_json::from_slice::<Value>(bytes) else {
            let (status, why) = if is_challenge(&String::from_utf8_lossy(bytes)) {
                (QueryStatus::Blocked, "the site asks for a proof that a person is asking")
            } else {
                (QueryStatus::Unreadable, "no JSON list where one is due")
            };
            return listing.end_broken(status, format!("search, page {page}: {why}"));
        };
        if page == 1 {
            listing.report(number_in(answer, "x-wp-total"));
            self.pages_reported =
                number_in(answer, "x-wp-totalpages").and_then(|pages| u32::try_from(pages).ok());
        }
        if page == 1 && listing.reported() == Some(0) && !items.is_empty() {
            let why = format!("search: the site reports 0 results, yet lists {} rows", items.len());
            return listing.end_broken(QueryStatus::Unreadable, why);
        }
        if items.is_empty() {
            hear_empty(page, listing);
        } else {
            self.take(page, &items, listing);
        }
        if !listing.is_over() && listing.has_ended() {
            self.begin_dates(listing);
        }
    }

    fn take(&mut self, page: u32, items: &[Value], listing: &mut Listing) {
        let rows: Vec<Row> = items.iter().map(|item| self.row(item, listing)).collect();
        let read = listing.rows_read() + rows.len() as u64;
        let more = match (listing.reported(), self.pages_reported) {
            (Some(total), Some(pages)) => read < total && page < pages,
            (Some(total), None) => read < total,
            (None, Some(pages)) => page < pages,
            (None, None) => true,
        };
        listing.take(Page { rows, more });
        if !listing.has_ended() {
            self.stage = Stage::Search(page.saturating_add(1));
        }
    }

    fn row(&self, item: &Value, listing: &Listing) -> Row {
        let text = |key: &str| item.get(key).and_then(Value::as_str).unwrap_or_default();
        let kind = if text("subtype").is_empty() { text("type") } else { text("subtype") };
        let id = match item.get("id") {
            Some(Value::Number(number)) => number.to_string(),
            Some(Value::String(id)) => id.clone(),
            _ => String::new(),
        };
        let url = self.base.join(text("url")).ok().filter(|_| !text("url").is_empty());
        let mut row = Row {
            title: plain(text("title")),
            url: url.filter(|url| matches!(url.scheme(), "http" | "https")),
            site_id: if id.is_empty() { String::new() } else { format!("{kind}/{id}") },
            kind: kind.to_owned(),
            ..Row::default()
        };
        self.adjust(listing, &mut row);
        row
    }

    fn adjust(&self, listing: &Listing, row: &mut Row) {
        adjust(&self.settings, listing, row);
    }

    fn search_refused(&mut self, page: u32, no_page: &NoPage, exchange: &Exchange, listing: &mut Listing) {
        let code = error_code(exchange).map(|code| format!(" ({code})")).unwrap_or_default();
        match no_page.code {
            Some(400) if page > 1 => {
                listing.end_whole();
                self.begin_dates(listing);
            }
            Some(400) if self.subtypes.is_some() => {
                // Which types may be named differs from which are shown; all are asked for and sorted out here.
                self.subtypes = None;
                listing.note("the site does not let post types be named: all were asked for");
                self.stage = Stage::Search(1);
            }
            _ if page == 1 && (no_page.is_robots() || is_switched_off(no_page)) => {
                self.fall_back(listing, &format!("search: {}{code}", no_page.why));
            }
            _ => listing.end_broken(no_page.status, format!("search, page {page}: {}{code}", no_page.why)),
        }
    }

    fn begin_dates(&mut self, listing: &mut Listing) {
        let mut by_kind: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for hit in listing.hits() {
            if let Some((kind, id)) = hit.site_id.split_once('/') {
                let ids = by_kind.entry(kind).or_default();
                if !ids.iter().any(|other| other == id) {
                    ids.push(id.to_owned());
                }
            }
        }
        let mut batches = Vec::new();
        let mut unknown = Vec::new();
        for (kind, ids) in by_kind {
            let Some(route) = self.routes.get(kind) else {
                unknown.push(format!("no dates of `{kind}`: the site does not show that post type"));
                continue;
            };
            let batch =
                |ids: &[String]| Batch { kind: kind.to_owned(), route: route.clone(), ids: ids.to_vec() };
            batches.extend(ids.chunks(PER_PAGE).map(batch));
        }
        for note in unknown {
            listing.note(note);
        }
        batches.reverse();
        self.stage = Stage::Dates(batches);
    }

    fn hear_dates(&mut self, mut batches: Vec<Batch>, exchange: &Exchange, listing: &mut Listing) {
        let Some(batch) = batches.pop() else { return };
        self.stage = Stage::Dates(batches);
        let items = match page_of(exchange) {
            Ok((_, bytes)) => match serde_json::from_slice::<Value>(bytes) {
                Ok(Value::Array(items)) => items,
                _ => {
                    return listing
                        .note(format!("no dates of `{}`: no JSON list where one is due", batch.kind));
                }
            },
            Err(no_page) => return listing.note(format!("no dates of `{}`: {}", batch.kind, no_page.why)),
        };
        let dates: BTreeMap<String, String> = items
            .iter()
            .filter_map(|item| {
                Some((format!("{}/{}", batch.kind, item.get("id")?.as_u64()?), date_of(item)?))
            })
            .collect();
        let mut without = 0;
        for hit in listing.hits_mut() {
            let in_batch = hit
                .site_id
                .split_once('/')
                .is_some_and(|(kind, id)| kind == batch.kind && batch.ids.iter().any(|other| other == id));
            match dates.get(&hit.site_id) {
                Some(date) => hit.date.clone_from(date),
                None if in_batch => without += 1,
                None => {}
            }
        }
        if without > 0 {
            listing.note(format!("no date given for {without} of `{}`", batch.kind));
        }
    }
}

/// Whether items of a post type are read; what WordPress calls attachments never are.
fn is_wanted(settings: &WordPressSettings, name: &str) -> bool {
    let named = settings.types.is_empty() || settings.types.iter().any(|wanted| wanted == name);
    named && name != "attachment" && !settings.without_types.iter().any(|unwanted| unwanted == name)
}

/// The kind by the path comes first, then the post type; types that are left out are marked.
pub(crate) fn adjust(settings: &WordPressSettings, listing: &Listing, row: &mut Row) {
    let post_type = row.site_id.split_once('/').map(|(kind, _)| kind.to_owned()).unwrap_or_default();
    row.left_out = !post_type.is_empty() && !is_wanted(settings, &post_type);
    let by_path = row.url.as_ref().map(|url| listing.kind_by_path(url)).unwrap_or_default();
    if !by_path.is_empty() {
        row.kind = by_path;
    } else if row.kind.is_empty() {
        row.kind = post_type;
    }
}

/// A page without items: the end, or, as the first, nothing.
fn hear_empty(page: u32, listing: &mut Listing) {
    match listing.reported() {
        _ if page > 1 => listing.end_whole(),
        Some(total) if total > 0 => {
            let why = format!("search: the site reports {total} results and lists none");
            listing.end_broken(QueryStatus::Unreadable, why);
        }
        _ => listing.end_none(),
    }
}

/// The start address with a path that ends in `/`, without query.
pub(crate) fn base_of(source: &Source) -> Result<Url, Error> {
    let mut base = source.base.clone().ok_or_else(|| Error::Missing {
        source_id: source.id.to_string(),
        key: "base".to_owned(),
        because: "`platform = \"wordpress\"`".to_owned(),
    })?;
    base.set_query(None);
    base.set_fragment(None);
    if !base.path().ends_with('/') {
        base.set_path(&format!("{}/", base.path()));
    }
    Ok(base)
}

/// The result page as block themes and classic themes draw it. Without a next link, pages are asked by number until
/// one answers 404, since a theme may draw its next link in a way of its own.
pub(crate) fn common_themes(base: &Url) -> HtmlSettings {
    let some = |text: &str| Some(text.to_owned());
    HtmlSettings {
        search: format!("{base}?s={{text}}"),
        form: None,
        page: Some(format!("{base}?s={{text}}&paged={{page}}")),
        first_page: 1,
        list: "ul.wp-block-post-template, body.search-results, main, #main, #content, #primary".to_owned(),
        row: "li.wp-block-post, article.post, article.hentry, article.type-post, div.hentry".to_owned(),
        title: ".wp-block-post-title, .entry-title, h1, h2, h3".to_owned(),
        link: None,
        date: some(".wp-block-post-date, time.entry-date, time, .entry-date"),
        kind: None,
        date_and_kind: None,
        authors: None,
        next: some(
            "a.wp-block-query-pagination-next, a.next.page-numbers, .posts-navigation .nav-previous a, link[rel=next]",
        ),
        total: None,
        total_pattern: None,
        none: some("body.search-no-results, .wp-block-query-no-results, .no-results, .not-found"),
        none_text: None,
        cap: None,
    }
}

/// Whether the interface is closed rather than broken.
fn is_switched_off(no_page: &NoPage) -> bool {
    matches!(no_page.code, Some(401 | 403 | 404 | 405 | 410))
}

/// Types that WordPress shows for its own use.
fn is_internal(name: &str) -> bool {
    name.starts_with("wp_") || matches!(name, "nav_menu_item" | "attachment")
}

/// Post type to route, from the object that `types` answers; `None` where it is none.
fn types_in(bytes: &[u8]) -> Option<BTreeMap<String, String>> {
    let Ok(Value::Object(types)) = serde_json::from_slice::<Value>(bytes) else { return None };
    let routes: BTreeMap<String, String> = types
        .iter()
        .filter_map(|(name, about)| {
            let rest_base = about.get("rest_base")?.as_str().filter(|base| !base.is_empty())?;
            let space = about.get("rest_namespace").and_then(Value::as_str).unwrap_or("wp/v2");
            Some((name.clone(), format!("{space}/{rest_base}")))
        })
        .collect();
    (!routes.is_empty()).then_some(routes)
}

/// The instant, where the site gives it, so that the day is the one in Amsterdam; else its local date.
fn date_of(item: &Value) -> Option<String> {
    let text = |key: &str| {
        item.get(key).and_then(Value::as_str).filter(|text| !text.is_empty() && !text.starts_with("0000"))
    };
    let instant =
        text("date_gmt").map(|gmt| if gmt.ends_with('Z') { gmt.to_owned() } else { format!("{gmt}Z") });
    instant.or_else(|| text("date").map(str::to_owned))
}

fn number_in(answer: &Answer, header: &str) -> Option<u64> {
    answer.header(header)?.trim().parse().ok()
}

/// WordPress's own code of an error.
fn error_code(exchange: &Exchange) -> Option<String> {
    let Reply::Answer(Answer { body: Body::Whole(bytes), .. }) = &exchange.reply else { return None };
    let value: Value = serde_json::from_slice(bytes).ok()?;
    Some(value.get("code")?.as_str()?.chars().take(60).collect())
}
