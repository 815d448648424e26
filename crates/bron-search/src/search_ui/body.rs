//! What is posted to the search of the government's site: the body that its own page sends, with our text and filters.
//!
//! Its order and its fields are those of a body that was captured from the site's page, since the site refuses a body of
//! another shape. It holds no day but that of the harvest.

use super::days;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// The page size of the captured body.
pub(super) const PER_PAGE: usize = 10;
/// The facets of the captured body.
const FACETS: [&str; 3] = ["ministry", "information_type", "activity_type"];

const RESULT_FIELDS: &str = r#"{"author":{"raw":{}},"url":{"raw":{}},"page_title":{"raw":{}},"meta_description":{"raw":{},"snippet":{"size":140,"fallback":true}},"sort_date":{"raw":{}},"information_type":{"raw":{}},"activity_start_date":{"raw":{}},"activity_end_date":{"raw":{}},"activity_type":{"raw":{}},"activity_location_title":{"raw":{}},"activity_location_description":{"raw":{}},"activity_organiser":{"raw":{}},"activity_show_time":{"raw":{}},"image_url":{"raw":{}},"edition_summary":{"raw":{}}}"#;

/// A body. The same arguments give the same bytes.
pub(super) struct Body<'a> {
    /// What is typed; empty lists everything.
    pub(super) text: &'a str,
    /// The page, from 1.
    pub(super) page: u32,
    /// What the results are narrowed to.
    pub(super) filters: &'a BTreeMap<String, Vec<String>>,
    /// Fields whose values are to be shown beside those that the site's page asks for.
    pub(super) shown: &'a BTreeSet<String>,
    /// The day of the harvest.
    pub(super) harvested: Date,
}

impl Body<'_> {
    pub(super) fn bytes(&self) -> Vec<u8> {
        let filters: Vec<String> = self.filters.iter().map(|(field, values)| filter(field, values)).collect();
        let filters = filters.join(",");
        let (page, text, facets) = (self.page, quoted(self.text), self.facets());
        format!(
            r#"{{"requestState":{{"current":{page},"filters":[{filters}],"resultsPerPage":{PER_PAGE},"searchTerm":{text},"sortDirection":"","sortField":"","sortList":[]}},"queryConfig":{{"filters":[],"result_fields":{RESULT_FIELDS},"disjunctiveFacets":["information_type","activity_type","ministry"],"facets":{facets},"sortList":[{{"field":"sort_date","direction":"desc"}}]}}}}"#
        )
        .into_bytes()
    }

    fn facets(&self) -> String {
        let more = self.shown.iter().map(String::as_str).filter(|field| !FACETS.contains(field));
        let values = FACETS.into_iter().chain(more);
        let values: Vec<String> =
            values.map(|field| format!(r#"{}:{{"type":"value","size":100}}"#, quoted(field))).collect();
        let year_before = self.harvested.checked_sub(jiff::Span::new().days(365)).unwrap_or(self.harvested);
        let (from, to) = (days::start_of(year_before), days::end_of(self.harvested));
        format!(
            r#"{{{},"sort_date":{{"type":"range","ranges":[{{"from":"{from}","to":"{to}","name":"past365Days"}}]}}}}"#,
            values.join(",")
        )
    }
}

/// A filter on a field; of several values one is enough.
fn filter(field: &str, values: &[String]) -> String {
    let kind = if values.len() > 1 { "any" } else { "all" };
    let values: Vec<String> = values.iter().map(|value| quoted(value)).collect();
    format!(r#"{{"field":{},"values":[{}],"type":"{kind}"}}"#, quoted(field), values.join(","))
}

/// A filter on the days from one to another, as the site's feed takes it.
pub(super) fn days_filter(from: Date, to: Date) -> String {
    let (from, to) = (days::start_of(from), days::end_of(to));
    format!(
        r#"{{"field":"sort_date","type":"all","values":[{{"name":"specificPeriod","from":"{from}","to":"{to}"}}]}}"#
    )
}

/// A filter on a field in the order in which the site's feed writes it.
pub(super) fn feed_filter(field: &str, values: &[String]) -> String {
    let kind = if values.len() > 1 { "any" } else { "all" };
    let values: Vec<String> = values.iter().map(|value| quoted(value)).collect();
    format!(r#"{{"field":{},"type":"{kind}","values":[{}]}}"#, quoted(field), values.join(","))
}

/// A text as JSON.
pub(super) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn body(text: &str, filters: &BTreeMap<String, Vec<String>>, harvested: &str) -> Vec<u8> {
        let shown = filters.keys().cloned().collect();
        Body { text, page: 1, filters, shown: &shown, harvested: harvested.parse().unwrap() }.bytes()
    }

    #[test]
    fn the_body_is_json_whatever_is_typed() {
        let filters = BTreeMap::from([
            ("ministry".to_owned(), vec!["Ministerie van \"Z\"".to_owned()]),
            ("content_type".to_owned(), vec!["a".to_owned(), "b".to_owned()]),
        ]);
        let value: Value = serde_json::from_slice(&body("\"zorg\" \\ é\n", &filters, "2026-10-06")).unwrap();
        assert_eq!(value["requestState"]["searchTerm"], "\"zorg\" \\ é\n");
        assert_eq!(
            value["requestState"]["filters"],
            json!([
                {"field": "content_type", "values": ["a", "b"], "type": "any"},
                {"field": "ministry", "values": ["Ministerie van \"Z\""], "type": "all"},
            ])
        );
        assert_eq!(value["queryConfig"]["facets"]["content_type"], json!({"type": "value", "size": 100}));
    }

    #[test]
    fn the_year_before_counts_from_the_harvest_in_amsterdam_days() {
        let value: Value = serde_json::from_slice(&body("", &BTreeMap::new(), "2026-03-30")).unwrap();
        assert_eq!(
            value["queryConfig"]["facets"]["sort_date"]["ranges"][0],
            json!({"from": "2025-03-29T23:00:00.000Z", "to": "2026-03-30T21:59:59.999Z", "name": "past365Days"})
        );
    }
}
