//! Reads the meta elements of a page.

use crate::tidy::tidy_line;
use scraper::{Html, Selector};
use std::sync::LazyLock;

/// Name (small letters) and content of each meta element, in the order of the page.
#[derive(Debug, Default)]
pub(crate) struct Meta {
    elements: Vec<(String, String)>,
}

impl Meta {
    /// Reads them; those without a name or content are passed over.
    pub(crate) fn of(page: &Html) -> Self {
        static META: LazyLock<Selector> =
            LazyLock::new(|| Selector::parse("meta[content]").expect("a fixed selector that a test parses"));
        let mut elements = Vec::new();
        for meta in page.select(&META) {
            let content = tidy_line(meta.attr("content").unwrap_or_default());
            if content.is_empty() {
                continue;
            }
            for attribute in ["name", "property", "itemprop", "http-equiv"] {
                if let Some(name) = meta.attr(attribute) {
                    let name =
                        name.trim().to_lowercase().replace("dc:", "dc.").replace("dcterms:", "dcterms.");
                    elements.push((name, content.clone()));
                }
            }
        }
        Self { elements }
    }

    /// The first content under one of the names, in the order of the names.
    pub(crate) fn first(&self, names: &[&str]) -> Option<&str> {
        let content = |name: &&str| self.elements.iter().find(|(known, _)| known == name);
        names.iter().find_map(content).map(|(_, content)| content.as_str())
    }

    /// All contents under a name.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.elements.iter().filter(move |(known, _)| known == name).map(|(_, content)| content.as_str())
    }
}
