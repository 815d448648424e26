//! How each family of sites shows what it holds.

pub(crate) mod catalogue;
pub(crate) mod drupal;
pub(crate) mod government;
pub(crate) mod open_overheid;
pub(crate) mod search_ui;
pub(crate) mod umbraco;
pub(crate) mod wordpress;

use crate::collection::{self, Site};
use crate::html;

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
    /// The file of that name, or what the site says instead of it.
    pub fn file(site: Site, name: &str) -> Self {
        match collection::file(site, name) {
            Some((file, bytes)) if file.status == 200 => Self::new(200, "application/pdf", bytes.to_vec()),
            Some((file, _)) if file.status == 403 => {
                let content = "<main id=\"content\"><h1>Inloggen</h1><p>Alleen voor leden.</p></main>";
                Self::html(403, html::page(site, "Inloggen", "", content))
            }
            _ => Self::not_found(site),
        }
    }
}
