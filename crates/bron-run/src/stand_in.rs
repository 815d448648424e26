//! Is this what was asked for, or a page that a site shows in its place?
//!
//! A site may answer 200 with "page not found", with a page to log in on, or with its start page. Such a page is no
//! text of the publication: that a term is absent from it says nothing.

use bron_documents::Document;
use bron_model::{DocumentKind, DocumentStatus};
use regex::Regex;
use std::sync::LazyLock;
use url::Url;

/// Pages that ask for a password are short; a longer page with a small form to log in is an ordinary page.
const SHORT_OF_A_LOGIN: usize = 1000;
/// Pages that say that something is not there are short.
const SHORT_OF_AN_ABSENCE: usize = 2000;

/// What the answer is in place of what was asked, and why; `None` for an ordinary answer.
pub(crate) fn stand_in(
    asked: &Url,
    came_from: &Url,
    bytes: &[u8],
    document: &Document,
) -> Option<(DocumentStatus, String)> {
    let redirected = asked.path() != came_from.path();
    if redirected && asked.path() != "/" && came_from.path() == "/" && came_from.query().is_none() {
        return Some((DocumentStatus::NotFound, "redirected to the start page".to_owned()));
    }
    if document.kind != DocumentKind::Html {
        return None;
    }
    let last = bron_model::last_segment(came_from.as_str()).to_lowercase();
    if redirected && LOGIN_PATHS.contains(&last.as_str()) {
        return Some((DocumentStatus::NotAccessible, "redirected to a page to log in on".to_owned()));
    }
    let path = asked.path().to_ascii_lowercase();
    if [".pdf", ".docx", ".doc"].iter().any(|ending| path.ends_with(ending)) {
        return Some((DocumentStatus::NotAccessible, "a web page came in place of a PDF".to_owned()));
    }
    let length: usize = document.pages.iter().map(|page| page.text.chars().count()).sum();
    if length < SHORT_OF_A_LOGIN && PASSWORD.is_match(&String::from_utf8_lossy(bytes)) {
        return Some((DocumentStatus::NotAccessible, "a page that asks for a password".to_owned()));
    }
    let opening: String =
        document.pages.first().map(|page| page.text.chars().take(200).collect()).unwrap_or_default();
    if length < SHORT_OF_AN_ABSENCE && (ABSENCE.is_match(&document.title) || ABSENCE.is_match(&opening)) {
        return Some((
            DocumentStatus::NotFound,
            "the page says that it is not there, with status 200".to_owned(),
        ));
    }
    None
}

const LOGIN_PATHS: &[&str] =
    &["login", "log-in", "inloggen", "aanmelden", "signin", "sign-in", "wp-login", "sso"];

static PASSWORD: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"(?i)<input[^>]+type\s*=\s*["']?password"#).expect("a fixed pattern"));

static ABSENCE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:pagina|page|document|artikel|publicatie|bestand)\b[^.!?\n]{0,30}\b(?:niet (?:meer )?(?:gevonden|beschikbaar)|bestaat niet|not found|does not exist)|^\s*(?:fout |error )?404\b")
        .expect("a fixed pattern")
});

#[cfg(test)]
mod tests {
    use super::*;

    fn check(asked: &str, came_from: &str, html: &str, expected: Option<DocumentStatus>) {
        let url = |path: &str| Url::parse(&format!("https://a.nl{path}")).unwrap();
        let to_read = crate::ToRead {
            url: url(came_from).to_string(),
            media_type: "text/html".to_owned(),
            landing: None,
            max_pages: 10,
            spellings: Vec::new(),
        };
        let document = crate::DocumentReader::read(&crate::InProcess::default(), html.as_bytes(), &to_read);
        let found = stand_in(&url(asked), &url(came_from), html.as_bytes(), &document);
        assert_eq!(found.map(|(status, _)| status), expected, "{asked} {html}");
    }

    const ORDINARY: &str =
        "<html><body><h1>Samenzorg</h1><p>Samenzorg is zorg voor elkaar.</p></body></html>";

    #[test]
    fn an_ordinary_page_is_what_it_is() {
        check("/artikel/1", "/artikel/1", ORDINARY, None);
        check("/artikel/1", "/artikelen/1", ORDINARY, None);
        check("/", "/", ORDINARY, None);
    }

    #[test]
    fn a_page_that_is_not_there_is_not_found_whatever_the_status() {
        let page = "<html><head><title>Pagina niet gevonden</title></head><body><h1>Pagina niet gevonden</h1></body></html>";
        check("/artikel/1", "/artikel/1", page, Some(DocumentStatus::NotFound));
        check("/artikel/1", "/", ORDINARY, Some(DocumentStatus::NotFound));
    }

    #[test]
    fn a_page_to_log_in_on_is_not_accessible() {
        let page = "<html><body><h1>Inloggen</h1><form><input name=p type='password'></form></body></html>";
        check("/artikel/1", "/artikel/1", page, Some(DocumentStatus::NotAccessible));
        check("/artikel/1", "/login", ORDINARY, Some(DocumentStatus::NotAccessible));
        check("/rapport.pdf", "/rapport.pdf", ORDINARY, Some(DocumentStatus::NotAccessible));
    }

    #[test]
    fn a_long_page_with_a_small_form_to_log_in_is_an_ordinary_page() {
        let text = "<p>Buren helpen elkaar met boodschappen en vervoer.</p>".repeat(60);
        let page =
            format!("<html><body><h1>Samenzorg</h1>{text}<form><input type=password></form></body></html>");
        check("/artikel/1", "/artikel/1", &page, None);
    }
}
