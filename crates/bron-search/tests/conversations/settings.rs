//! What is found out before a run: wrong settings, and the least number of requests.

use crate::site::{query, source};
use bron_model::{Query, SourceId};
use bron_search::{expected_requests, files_base, validate};
use serde_json::json;

#[test]
fn every_wrong_setting_is_named_with_its_key() {
    let wrong = source(json!({
        "platform": "html",
        "html": {
            "search": "/zoek?q={text}", "page": "https://a.nl/zoek?q={text}", "list": "", "row": "li[", "title": "a",
            "date_and_kind": "(?P<jaar>[0-9]+)", "total_pattern": "[0-9]+", "none_text": "niets", "next": "a:nope(",
        },
        "landing": {"main": "main >"},
    }));
    let problems: Vec<String> = validate(&wrong).iter().map(ToString::to_string).collect();
    let keys: Vec<&str> = problems.iter().map(|problem| problem.split('`').nth(1).unwrap()).collect();
    assert_eq!(
        keys,
        [
            "html.list",
            "html.row",
            "html.next",
            "html.date_and_kind",
            "html.total_pattern",
            "html.date",
            "html.none",
            "html.total",
            "html.search",
            "html.page",
            "landing.main",
        ],
        "{problems:#?}"
    );
    assert!(validate(&wrong).iter().any(|problem| problem.hint().is_some()));
}

#[test]
fn right_settings_and_absent_ones_are_no_problem() {
    assert_eq!(validate(&source(json!({}))), []);
    assert_eq!(validate(&source(json!({"platform": "wordpress", "base": "https://a.nl"}))), []);
    assert_eq!(validate(&source(json!({"platform": "wordpress"}))).len(), 1);
    assert_eq!(validate(&source(json!({"platform": "files"}))).len(), 1);
}

#[test]
fn a_wrong_address_of_a_government_platform_is_named_with_its_key() {
    for (settings, key) in [
        (json!({"platform": "search-ui", "search-ui": {"search": "mailto:x"}}), "search-ui.search"),
        (json!({"platform": "search-ui-rss", "search-ui-rss": {"feed": "https://["}}), "search-ui-rss.feed"),
        (
            json!({"platform": "search-ui", "fallback": [{"platform": "open-overheid", "open-overheid": {"api": "ftp://a.nl"}}]}),
            "fallback[0].open-overheid.api",
        ),
    ] {
        let mut settings = settings;
        settings["base"] = json!("https://a.nl");
        let problems: Vec<String> = validate(&source(settings)).iter().map(ToString::to_string).collect();
        assert!(problems.len() == 1 && problems[0].starts_with(&format!("`{key}`")), "{problems:?}");
    }
}

#[test]
fn expected_requests_are_a_lower_bound_for_the_source_s_own_queries() {
    let elsewhere = Query { source: SourceId::new("elders").unwrap(), ..query("c") };
    let queries = [query("a"), query("b"), elsewhere];
    for (settings, least) in [
        (json!({"platform": "wordpress", "base": "https://a.nl"}), 3),
        (
            json!({"platform": "html", "html": {"search": "https://a.nl/?q={text}", "list": "ul", "row": "li", "title": "a"}}),
            2,
        ),
        (json!({"platform": "files", "files": {"folder": "f", "list": "l.csv", "via": "browse"}}), 0),
        (json!({"platform": "search-ui", "base": "https://a.nl"}), 3),
        (json!({"platform": "search-ui-rss", "base": "https://a.nl"}), 3),
        (json!({"platform": "open-overheid", "base": "https://a.nl"}), 2),
        (json!({"platform": "search-ui"}), 0),
        (json!({"platform": "html"}), 0),
        (json!({}), 0),
    ] {
        let expected = expected_requests(&source(settings), &queries);
        assert_eq!(expected.least, least, "{expected:?}");
        assert!(!expected.because.is_empty());
    }
}

#[test]
fn a_folder_has_an_address_of_its_own() {
    assert_eq!(files_base(&SourceId::new("hand").unwrap()).as_str(), "https://hand.files.bron.invalid/");
}
