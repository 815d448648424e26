//! Finds the main text of a page, and falls back to all of it where what is found is too little.

use super::blocks::{PassOver, lines_of};
use super::page::ParsedPage;
use super::refined::refined;
use crate::tidy::join_lines;
use scraper::Html;
use trafilatura::{HtmlDateMode, Options};

/// A main text shorter than this is not believed.
const SHORT: usize = 200;
/// Pages that nest deeper than this are not given to trafilatura, which follows them by calling itself.
const DEEP: usize = 400;

/// The two texts of a page.
#[derive(Debug, Default)]
pub(crate) struct Texts {
    /// The main text.
    pub main: String,
    /// All of the body, without navigation and footer.
    pub body: String,
    /// The authors as trafilatura finds them, in one text; empty where it was not asked or finds none.
    pub author: String,
}

/// The main text: of the configured elements; else as trafilatura finds it, mended on the page (`refined`); else, and where that is
/// shorter than 200 letters, the body without navigation. What stands in the body beside it is kept apart, and lost to nobody.
pub(crate) fn texts_of(page: &ParsedPage<'_>, markup: &str) -> Texts {
    let body = body_text(page);
    let configured = page.configured(|landing| &landing.main);
    let mut found = String::new();
    if !configured.is_empty() {
        let lines: Vec<String> = configured
            .iter()
            .flat_map(|element| {
                let mut lines = lines_of(*element, page.chrome());
                lines.push(String::new());
                lines
            })
            .collect();
        found = join_lines(lines.iter().map(String::as_str));
    }
    let mut author = String::new();
    if found.is_empty() {
        (found, author) = recognised(page, markup);
    }
    let length = |text: &str| text.chars().count();
    let main = if length(&found) < SHORT && !body.is_empty() { body.clone() } else { found };
    Texts { main, body, author }
}

/// All text of the body without navigation; with it where there is nothing else.
fn body_text(page: &ParsedPage<'_>) -> String {
    let text = |pass_over| {
        let lines = lines_of(page.html.root_element(), pass_over);
        join_lines(lines.iter().map(String::as_str))
    };
    let body = text(page.chrome());
    if body.is_empty() { text(PassOver::Nothing) } else { body }
}

/// What trafilatura takes for the main text and the author; empty where it finds none. Its date is never asked for: it looks at the
/// clock.
fn recognised(page: &ParsedPage<'_>, markup: &str) -> (String, String) {
    if depth_of(&page.html) > DEEP {
        return Default::default();
    }
    let options = Options::default()
        .with_fallback(true)
        .with_exclude_comments(true)
        .with_html_date_mode(HtmlDateMode::Disabled);
    let Ok(result) = trafilatura::extract(markup, &options) else { return Default::default() };
    let fragment = Html::parse_fragment(&result.content_html);
    let lines = lines_of(fragment.root_element(), PassOver::Nothing);
    let text = refined(page, &lines).unwrap_or_else(|| join_lines(lines.iter().map(String::as_str)));
    (text, result.metadata.author)
}

/// How deep the page nests.
fn depth_of(html: &Html) -> usize {
    let mut deepest = 0;
    let mut stack = vec![(html.tree.root(), 0)];
    while let Some((node, depth)) = stack.pop() {
        deepest = deepest.max(depth);
        stack.extend(node.children().map(|child| (child, depth + 1)));
    }
    deepest
}
