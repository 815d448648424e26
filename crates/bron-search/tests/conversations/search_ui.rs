//! What the government's shared site answers to its own search, and what the query becomes.

use crate::site::{answer, check_hits, check_status, converse_at, converse_by, saved, source};
use bron_model::{Method, NoAnswer, NoAnswerCode, QueryStatus, Reply, Request};
use bron_protocol::{Source, StopRule};
use bron_search::QueryResult;
use proptest::prelude::*;
use serde_json::{Value, json};

const MINISTRY: &str = "Ministerie van Volksgezondheid, Welzijn en Sport";

fn ministry() -> Source {
    narrowed(json!({"ministry": [MINISTRY]}))
}

fn narrowed(filters: Value) -> Source {
    source(json!({
        "platform": "search-ui", "base": "https://www.rijk.example.nl/", "search-ui": {"filters": filters},
        "kinds_by_path": {"/actueel/nieuws/": "nieuwsbericht"},
    }))
}

fn body(request: &Request) -> Value {
    assert_eq!(
        (request.method, request.url.as_str()),
        (Method::Post, "https://www.rijk.example.nl/api/search")
    );
    let (media_type, bytes) = request.body.as_ref().unwrap();
    assert_eq!(media_type, "application/json");
    serde_json::from_slice(bytes).unwrap()
}

/// A site whose facets are the saved ones, and whose pages are given; `None` beyond them is an empty page.
fn converse(source: &Source, stop: Option<StopRule>, pages: &[String]) -> (QueryResult, Vec<Value>) {
    let mut asked = Vec::new();
    let result = converse_by(source, "zorgzame buurten", stop, 50, &mut |request| {
        let body = body(request);
        asked.push(body.clone());
        let page = usize::try_from(body["requestState"]["current"].as_u64().unwrap()).unwrap();
        if body["requestState"]["searchTerm"] == "" {
            return answer(200, saved("search-ui/facets.json"));
        }
        let beyond = || json!({"rawResponse": {"rawResults": []}}).to_string();
        answer(200, pages.get(page - 1).cloned().unwrap_or_else(beyond))
    });
    (result, asked)
}

/// The query's first page is the value; the facets are the saved ones.
fn search(source: &Source, page: &Value) -> QueryResult {
    converse(source, None, &[page.to_string()]).0
}

/// Rows `from` to `to`, in the shape that the site's search passes on.
fn rows(from: u32, to: u32) -> Vec<Value> {
    let row = |n: u32| json!({"id": {"raw": n.to_string()}, "url": {"raw": format!("/documenten/{n}")}, "page_title": {"raw": format!("Zorgzame {n}")}});
    (from..=to).map(row).collect()
}

fn page_of(rows: Vec<Value>) -> Value {
    json!({"rawResponse": {"rawResults": rows}})
}

#[test]
fn pages_give_titles_addresses_kinds_and_dates_in_both_shapes() {
    let pages = [saved("search-ui/page-1.json"), saved("search-ui/page-2.json")];
    let (result, asked) = converse(&ministry(), None, &pages);
    check_status(&result, QueryStatus::Hits, "");
    check_hits(&result, &["search-ui/pages.hits"]);
    assert_eq!((result.interface.as_str(), result.reported_total, result.pages), ("search-ui", Some(12), 2));
    assert_eq!(result.hits[0].site_id, "doc-101");
    let states: Vec<(&Value, &Value)> = asked
        .iter()
        .map(|body| (&body["requestState"]["current"], &body["requestState"]["filters"]))
        .collect();
    let filter = json!([{"field": "ministry", "values": [MINISTRY], "type": "all"}]);
    assert_eq!(states, [(&json!(1), &json!([])), (&json!(1), &filter), (&json!(2), &filter)]);
}

#[test]
fn the_body_has_the_bytes_of_the_captured_one() {
    let mut first = None;
    converse_by(&narrowed(json!({})), "x", None, 1, &mut |request| {
        first.get_or_insert_with(|| String::from_utf8(request.body.clone().unwrap().1).unwrap());
        answer(500, "")
    });
    assert_eq!(first.unwrap(), saved("search-ui/body.json").trim_end());
}

#[test]
fn the_values_are_read_whatever_their_capitals_accents_and_blanks() {
    for (typed, sent) in [
        ("ministerie  van VOLKSGEZONDHEID, welzijn en sport", MINISTRY),
        ("ministerie van financien", "Ministerie van Financiën"),
    ] {
        let (_, asked) = converse(&narrowed(json!({"ministry": [typed]})), None, &[]);
        assert_eq!(asked[1]["requestState"]["filters"][0]["values"], json!([sent]));
    }
}

#[test]
fn a_value_that_the_site_does_not_offer_is_never_searched_without() {
    for (filters, note) in [
        (
            json!({"ministry": ["Ministerie van VWS"]}),
            "the site has no `ministry` = `Ministerie van VWS` (nearest: `Ministerie van Financiën`, ",
        ),
        (
            json!({"ministry": [MINISTRY, "Ministerie van Financiers"]}),
            "(nearest: `Ministerie van Financiën`, ",
        ),
        (json!({"topic": ["zorg"]}), "the site shows no values of `topic`"),
    ] {
        let (result, asked) = converse(&narrowed(filters), None, &[saved("search-ui/page-1.json")]);
        check_status(&result, QueryStatus::Unreadable, note);
        assert_eq!((asked.len(), result.interface.as_str()), (1, "search-ui"));
    }
}

#[test]
fn a_field_that_the_site_s_page_does_not_ask_for_is_asked_for_beside_the_others() {
    let (_, asked) = converse(&narrowed(json!({"content_type": ["pro:news"]})), None, &[]);
    assert_eq!(asked[0]["queryConfig"]["facets"]["content_type"], json!({"type": "value", "size": 100}));
}

#[test]
fn a_total_that_is_not_shown_is_counted_by_the_facet_or_stays_unknown() {
    let facets =
        json!({"ministry": [{"data": [{"value": MINISTRY, "count": 3}, {"value": "X", "count": 9}]}]});
    let mut counted = page_of(rows(1, 3));
    counted["facets"] = facets;
    assert_eq!(search(&ministry(), &counted).reported_total, Some(3));
    assert_eq!(search(&narrowed(json!({})), &counted).reported_total, None);
    assert_eq!(search(&ministry(), &page_of(rows(1, 3))).reported_total, None);
    let mut meta = page_of(rows(1, 3));
    meta["rawResponse"]["rawInfo"] = json!({"meta": {"page": {"total_results": 3}}});
    assert_eq!(search(&ministry(), &meta).reported_total, Some(3));
}

#[test]
fn without_a_total_pages_are_asked_until_one_is_short_or_empty() {
    for (pages, hits) in
        [(vec![rows(1, 10), rows(11, 14)], 14), (vec![rows(1, 10), rows(11, 20)], 20), (vec![rows(1, 7)], 7)]
    {
        let pages: Vec<String> = pages.into_iter().map(|rows| page_of(rows).to_string()).collect();
        let (result, asked) = converse(&narrowed(json!({})), None, &pages);
        check_status(&result, QueryStatus::Hits, "");
        assert_eq!(result.hits.len(), hits);
        assert_eq!(asked.len(), if hits == 20 { 4 } else { pages.len() + 1 });
    }
}

#[test]
fn a_list_that_ends_before_its_total_is_incomplete_and_one_that_goes_round_ends() {
    let mut first = page_of(rows(1, 10));
    first["totalResults"] = json!(30);
    let (result, _) = converse(&ministry(), None, &[first.to_string(), page_of(rows(11, 14)).to_string()]);
    check_status(&result, QueryStatus::Incomplete, "reported 30, read 14");
    let (result, _) = converse(&ministry(), None, &[first.to_string(), first.to_string()]);
    check_status(&result, QueryStatus::Incomplete, "page 2 lists only what earlier pages listed");
}

#[test]
fn the_stop_rule_leaves_the_rest_unread() {
    let mut first = page_of(rows(1, 10));
    first["totalResults"] = json!(40_000);
    let (result, asked) = converse(
        &ministry(),
        Some(StopRule { hits: Some(10), pages_without_term: None }),
        &[first.to_string()],
    );
    check_status(&result, QueryStatus::StoppedByProtocol, "reported 40000, read 10, unread 39990");
    assert_eq!(asked.len(), 2);
}

#[test]
fn a_zero_is_the_site_s_own() {
    let none = json!({"totalResults": 0, "rawResponse": {"rawResults": []}});
    let result = search(&ministry(), &none);
    check_status(&result, QueryStatus::NoneReported, "");
    assert_eq!(result.reported_total, Some(0));
    for (page, note) in [
        (json!({"totalResults": 7, "rawResponse": {"rawResults": []}}), "reports 7 results and lists none"),
        (json!({"totalResults": 0, "results": rows(1, 2)}), "reports 0 results, yet lists 2 rows"),
        (
            json!({"results": [{"titel": "Zorgzame"}, {"url": {"raw": "mailto:a@b.nl"}}]}),
            "no row has an address",
        ),
        (json!({"hits": []}), "no result list where one is due"),
        (json!(null), "no result list where one is due"),
    ] {
        let result = search(&ministry(), &page);
        check_status(&result, QueryStatus::Unreadable, note);
        assert!(result.hits.is_empty());
    }
}

#[test]
fn every_other_answer_has_its_own_status() {
    let reply = |reply: Reply| converse_by(&ministry(), "zorgzame", None, 50, &mut |_| reply.clone());
    for (given, status, note) in [
        (
            answer(400, "Invalid search request"),
            QueryStatus::Unreadable,
            "facets: HTTP 400 (Invalid search request)",
        ),
        (
            answer(400, r#"{"error":"Invalid search request"}"#),
            QueryStatus::Unreadable,
            "(Invalid search request)",
        ),
        (answer(404, "weg"), QueryStatus::Failed, "HTTP 404"),
        (answer(500, "stuk"), QueryStatus::Failed, "HTTP 500"),
        (answer(403, "nee"), QueryStatus::Blocked, "HTTP 403"),
        (answer(200, "<html><body>Zoeken</body></html>"), QueryStatus::Unreadable, "no JSON where it is due"),
        (
            answer(200, "<html><script src=/cdn-cgi/challenge-platform/x></script></html>"),
            QueryStatus::Blocked,
            "a proof that a person is asking",
        ),
        (
            Reply::NoAnswer(NoAnswer { code: NoAnswerCode::Timeout, detail: String::new() }),
            QueryStatus::Failed,
            "timeout",
        ),
        (
            Reply::NoAnswer(NoAnswer { code: NoAnswerCode::Robots, detail: String::new() }),
            QueryStatus::Blocked,
            "robots",
        ),
    ] {
        check_status(&reply(given), status, note);
    }
}

#[test]
fn where_the_shape_changed_the_feed_and_then_the_store_are_asked() {
    let source = source(json!({
        "platform": "search-ui", "base": "https://www.rijk.example.nl/", "hosts": ["open.overheid.example.nl"],
        "fallback": [
            {"platform": "search-ui-rss"},
            {"platform": "open-overheid", "open-overheid": {"api": "https://open.overheid.example.nl/overheid/openbaarmakingen/api/v0/"}},
        ],
    }));
    let site = |feed: u16, store: u16| {
        converse_by(&source, "zorgzame buurten", None, 50, &mut |request| match request.url.path() {
            "/api/search" => answer(400, "Invalid search request"),
            "/api/rss" => answer(feed, if feed == 200 { saved("search-ui/feed.xml") } else { String::new() }),
            _ => answer(store, r#"{"totaal":0,"resultaten":[]}"#),
        })
    };
    let result = site(200, 500);
    assert_eq!((result.interface.as_str(), result.hits.len()), ("search-ui-rss", 2));
    let result = site(404, 200);
    check_status(
        &result,
        QueryStatus::NoneReported,
        "search-ui is not there (facets: HTTP 400 (Invalid search request)",
    );
    assert_eq!(result.interface, "open-overheid");
    assert!(!site(404, 404).status.is_complete() && !site(500, 200).status.is_complete());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_asked_is_the_same_whatever_the_clock_says(seconds in -2_000_000_000i64..4_000_000_000, text in "\\PC{0,20}") {
        let asked = |at| {
            let mut asked = Vec::new();
            converse_at(jiff::Timestamp::from_second(at).unwrap(), &ministry(), &text, None, 5, &mut |request| {
                asked.push(request.clone());
                let is_first = asked.len() == 1;
                answer(200, saved(if is_first { "search-ui/facets.json" } else { "search-ui/page-1.json" }))
            });
            asked
        };
        prop_assert_eq!(asked(seconds), asked(0));
        prop_assert_eq!(asked(0)[0].key(), {
            let mut first = None;
            converse_by(&ministry(), "iets anders", None, 5, &mut |request| {
                first.get_or_insert(request.key());
                answer(500, "")
            });
            first.unwrap()
        });
    }
}
