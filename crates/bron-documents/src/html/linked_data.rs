//! Reads the JSON-LD of a page: what it says about the publication that the page shows.

use regex::Regex;
use scraper::{Html, Selector};
use serde_json::Value;
use std::sync::LazyLock;

/// The objects that describe the page's publication, most telling first.
#[derive(Debug, Default)]
pub(crate) struct LinkedData {
    /// Surely publications or pages.
    objects: Vec<Value>,
    /// Objects of other kinds, which may be.
    others: Vec<Value>,
}

/// Kinds of object that are publications; a `WebPage` comes after them.
const WORKS: &[&str] = &[
    "Article",
    "Report",
    "ScholarlyArticle",
    "NewsArticle",
    "BlogPosting",
    "TechArticle",
    "Book",
    "PublicationIssue",
    "CreativeWork",
    "DigitalDocument",
    "Thesis",
    "Guide",
    "MedicalScholarlyArticle",
    "OpinionNewsArticle",
    "ReportageNewsArticle",
    "AnalysisNewsArticle",
    "SocialMediaPosting",
    "LiveBlogPosting",
    "Dataset",
    "Course",
    "Event",
];

/// Kinds of object that are no publications. All others may be one, after those that surely are.
const NO_WORKS: &[&str] = &[
    "Organization",
    "NewsMediaOrganization",
    "GovernmentOrganization",
    "EducationalOrganization",
    "NGO",
    "Corporation",
    "LocalBusiness",
    "Person",
    "WebSite",
    "BreadcrumbList",
    "ListItem",
    "ItemList",
    "ImageObject",
    "SearchAction",
    "Place",
    "PostalAddress",
    "Offer",
    "AggregateRating",
    "Review",
    "Comment",
    "SiteNavigationElement",
    "WPHeader",
    "WPFooter",
    "WPSideBar",
    "Brand",
];

impl LinkedData {
    /// Reads all blocks of a page; of a block that is damaged only the dates are read.
    pub(crate) fn of(page: &Html) -> Self {
        static SCRIPT: LazyLock<Selector> = LazyLock::new(|| {
            Selector::parse("script[type*='ld+json']").expect("a fixed selector that a test parses")
        });
        let mut all = Vec::new();
        for script in page.select(&SCRIPT) {
            let text: String = script.text().collect();
            let text = text.trim().trim_start_matches("<!--").trim_end_matches("-->");
            let text = text.trim_start_matches("//<![CDATA[").trim_end_matches("//]]>");
            match serde_json::from_str::<Value>(&text.replace(['\n', '\r', '\t'], " ")) {
                Ok(value) => flatten(value, &mut all),
                Err(_) => all.extend(dates_of_damaged(text)),
            }
        }
        let rank = |object: &Value| {
            let kinds = kinds_of(object);
            let is_one_of = |names: &[&str]| names.iter().any(|name| kinds.iter().any(|kind| kind == name));
            if is_one_of(WORKS) {
                0
            } else if kinds.iter().any(|kind| kind.ends_with("Page")) {
                1
            } else {
                2 + usize::from(kinds.is_empty() || is_one_of(NO_WORKS))
            }
        };
        all.retain(|object| rank(object) < 3);
        all.sort_by_key(rank);
        let others = all.split_off(all.partition_point(|object| rank(object) < 2));
        Self { objects: all, others }
    }

    /// As [`Self::text`], of objects whose kind does not say that they are the publication.
    pub(crate) fn text_of_others(&self, keys: &[&str]) -> Option<String> {
        let by_key = |key: &&str| self.others.iter().find_map(|object| text_of(object.get(*key)?));
        keys.iter().find_map(by_key)
    }

    /// The first text under one of the keys, in the order of the keys.
    pub(crate) fn text(&self, keys: &[&str]) -> Option<String> {
        let by_key = |key: &&str| self.objects.iter().find_map(|object| text_of(object.get(*key)?));
        keys.iter().find_map(by_key)
    }

    /// The names under a key: of people or bodies, or texts.
    pub(crate) fn names(&self, key: &str) -> Vec<String> {
        let of_object = |object: &Value| object.get(key).map(names_in).unwrap_or_default();
        self.objects.iter().map(of_object).find(|names| !names.is_empty()).unwrap_or_default()
    }
}

/// The dates of a block that is no whole JSON, as an object; nothing where it has none.
fn dates_of_damaged(text: &str) -> Option<Value> {
    static DATE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#""(datePublished|dateCreated|dateModified)"\s*:\s*"([^"\n]{4,40})""#)
            .expect("a fixed pattern that a test compiles")
    });
    let mut object = serde_json::Map::new();
    for found in DATE.captures_iter(text) {
        object.entry(found[1].to_owned()).or_insert_with(|| Value::from(&found[2]));
    }
    if object.is_empty() {
        return None;
    }
    object.insert("@type".to_owned(), Value::from("WebPage"));
    Some(Value::Object(object))
}

/// Objects that stand side by side, in a list or in a graph.
fn flatten(value: Value, all: &mut Vec<Value>) {
    match value {
        Value::Array(items) => items.into_iter().for_each(|item| flatten(item, all)),
        Value::Object(mut object) => {
            if let Some(graph) = object.remove("@graph") {
                flatten(graph, all);
            }
            if let Some(main @ Value::Object(_)) = object.get("mainEntity").cloned() {
                all.push(main);
            }
            all.push(Value::Object(object));
        }
        _ => {}
    }
}

fn kinds_of(object: &Value) -> Vec<String> {
    let short = |kind: &str| kind.rsplit(['/', '#', ':']).next().unwrap_or(kind).to_owned();
    match object.get("@type") {
        Some(Value::String(kind)) => vec![short(kind)],
        Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).map(short).collect(),
        _ => Vec::new(),
    }
}

fn text_of(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Array(items) => items.iter().find_map(text_of)?,
        Value::Object(object) => text_of(object.get("@value").or_else(|| object.get("name"))?)?,
        _ => return None,
    };
    let text = crate::tidy::tidy_line(&text);
    (!text.is_empty()).then_some(text)
}

fn names_in(value: &Value) -> Vec<String> {
    match value {
        Value::Array(items) => items.iter().flat_map(names_in).collect(),
        Value::Object(object) => object.get("name").map(names_in).unwrap_or_default(),
        other => text_of(other).into_iter().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> LinkedData {
        LinkedData::of(&Html::parse_document(&format!("<script type='application/ld+json'>{json}</script>")))
    }

    #[test]
    fn the_work_is_found_in_lists_and_graphs() {
        let data = read(
            r#"{"@graph": [{"@type": "Organization", "name": "X", "datePublished": "1990"},
                {"@type": "WebPage", "datePublished": "2020-02-02"},
                {"@type": ["Article"], "datePublished": "2019-01-01", "author": [{"name": "A"}, "B"]}]}"#,
        );
        assert_eq!(data.text(&["datePublished"]).unwrap(), "2019-01-01");
        assert_eq!(data.names("author"), ["A", "B"]);
    }

    #[test]
    fn of_a_damaged_block_the_dates_are_read() {
        let data = read(r#"{"@type": "Article", "headline": "een "woord"", "datePublished": "2019-01-01",}"#);
        assert_eq!(data.text(&["datePublished"]).unwrap(), "2019-01-01");
        assert!(data.text(&["headline"]).is_none());
    }

    #[test]
    fn what_is_no_json_is_passed_over() {
        for json in ["", "{", "[]", "null", "{\"@type\": 3}"] {
            assert!(read(json).text(&["datePublished"]).is_none());
        }
    }
}
