//! How each family of sites shows what it holds.

pub(crate) mod catalogue;
pub(crate) mod drupal;
pub(crate) mod government;
pub(crate) mod open_overheid;
pub(crate) mod search_ui;
pub(crate) mod umbraco;
pub(crate) mod wordpress;

use crate::collection::{Shelf, Site};
use crate::html;
use crate::publication::Publication;

/// A request, taken apart.
#[derive(Debug)]
pub(crate) struct Asked {
    /// The path, as sent.
    pub path: String,
    /// Names and values of the query, decoded, in the order sent.
    pub query: Vec<(String, String)>,
    /// The body of a POST; `None` of a GET.
    pub posted: Option<Vec<u8>>,
}

impl Asked {
    /// Takes a path with query apart.
    pub fn new(target: &str, posted: Option<Vec<u8>>) -> Self {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let query = url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        Self { path: path.to_owned(), query, posted }
    }
    /// The first value of that name.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
    /// The value of that name as a number; `otherwise` where it is absent or none.
    pub fn number(&self, name: &str, otherwise: usize) -> usize {
        self.value(name).and_then(|value| value.parse().ok()).unwrap_or(otherwise)
    }
}

/// What is answered.
#[derive(Debug)]
pub(crate) struct Reply {
    /// The status code.
    pub status: u16,
    /// The Content-Type.
    pub media_type: &'static str,
    /// Further headers.
    pub headers: Vec<(&'static str, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Reply {
    /// A body of any type.
    pub fn new(status: u16, media_type: &'static str, body: Vec<u8>) -> Self {
        Self { status, media_type, headers: Vec::new(), body }
    }
    /// A web page.
    pub fn html(status: u16, page: String) -> Self {
        Self::new(status, "text/html; charset=utf-8", page.into_bytes())
    }
    /// A plain text.
    pub fn text(status: u16, text: &str) -> Self {
        Self::new(status, "text/plain; charset=utf-8", text.as_bytes().to_vec())
    }
    /// The page that a site shows where there is nothing.
    pub fn not_found(site: Site) -> Self {
        let content = "<main id=\"content\"><h1>Pagina niet gevonden</h1></main>";
        Self::html(404, html::page(site, "Pagina niet gevonden", "", content))
    }
    /// The page at a path as `landing` makes it, or what the site says where there is none.
    pub fn page(shelf: &Shelf, path: &str, landing: impl Fn(&Publication) -> Self) -> Self {
        if let Some(item) = shelf.at_path(path) {
            return landing(&item);
        }
        if let Some(path) = shelf.moved_to(path) {
            let location = format!("http://{}{path}", shelf.site.host());
            return Self { headers: vec![("location", location)], ..Self::text(301, "") };
        }
        if shelf.is_gone(path) {
            let content = "<main id=\"content\"><h1>Deze pagina is verwijderd</h1></main>";
            return Self::html(410, html::page(shelf.site, "Verwijderd", "", content));
        }
        Self::not_found(shelf.site)
    }
    /// The file of that name, or what the site says instead of it.
    pub fn file(shelf: &Shelf, name: &str) -> Self {
        let site = shelf.site;
        match shelf.file(name) {
            Some((file, bytes)) if file.status == 200 => Self::new(200, "application/pdf", bytes.to_vec()),
            Some((file, _)) if file.status == 403 => {
                let content = "<main id=\"content\"><h1>Inloggen</h1><p>Alleen voor leden.</p></main>";
                Self::html(403, html::page(site, "Inloggen", "", content))
            }
            _ => Self::not_found(site),
        }
    }
}
