//! What the feed of the government's shared site gives, 20 items at a time, and what the query becomes.

use crate::site::{answer, check_hits, check_status, converse_by, saved, source};
use bron_model::{QueryStatus, Request};
use bron_protocol::{Source, StopRule};
use bron_search::QueryResult;
use jiff::Timestamp;
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use serde_json::{Value, json};
use std::collections::BTreeSet;

const MOST: usize = 20;

fn feed(settings: Value) -> Source {
    source(json!({
        "platform": "search-ui-rss", "base": "https://www.rijk.example.nl/", "search-ui-rss": settings,
        "kinds_by_path": {"/actueel/nieuws/": "nieuwsbericht"},
    }))
}

/// The question in the address.
fn asked_for(request: &Request) -> Value {
    assert_eq!(request.url.path(), "/api/rss");
    let (key, value) = request.url.query_pairs().next().unwrap();
    assert_eq!(key, "query");
    serde_json::from_str(&value).unwrap()
}

/// The instants of the filter on dates, where there is one. Anything but full instants is refused by the real site.
fn bounds(question: &Value) -> Option<(Timestamp, Timestamp)> {
    let filters = question["filters"].as_array().unwrap();
    let value =
        filters.iter().find(|filter| filter["field"] == "sort_date").map(|filter| &filter["values"][0])?;
    assert_eq!(value["name"], "specificPeriod");
    let instant = |key: &str| value[key].as_str().unwrap().parse().unwrap();
    Some((instant("from"), instant("to")))
}

/// A feed over items with a moment each, the first of those that fit; a feed without a text is full.
struct Feed {
    items: Vec<Timestamp>,
    most: usize,
}

impl Feed {
    /// Items at midnight in Amsterdam of the days given.
    fn on(days: &[Date]) -> Self {
        let zone = TimeZone::get("Europe/Amsterdam").unwrap();
        let midnight = |day: &Date| day.to_zoned(zone.clone()).unwrap().timestamp();
        Self { items: days.iter().map(midnight).collect(), most: MOST }
    }

    fn answer_to(&self, question: &Value) -> String {
        let anything = question["resultSearchTerm"] == "";
        let bounds = bounds(question);
        let fits = |at: &Timestamp| bounds.is_none_or(|(from, to)| from <= *at && *at <= to);
        let numbered = self.items.iter().enumerate().filter(|(_, at)| fits(at)).map(|(n, at)| item(n, *at));
        let items: Vec<String> = if anything {
            (0..self.most).map(|n| item(n + 100_000, Timestamp::UNIX_EPOCH)).collect()
        } else {
            numbered.take(self.most).collect()
        };
        format!("<rss version=\"2.0\"><channel><title>Zoeken</title>{}</channel></rss>", items.concat())
    }

    fn search(&self, settings: Value, stop: Option<StopRule>, pages: u32) -> (QueryResult, usize) {
        let mut requests = 0;
        let result = converse_by(&feed(settings), "zorgzame", stop, pages, &mut |request| {
            requests += 1;
            answer(200, self.answer_to(&asked_for(request)))
        });
        (result, requests)
    }
}

fn item(number: usize, at: Timestamp) -> String {
    format!(
        "<item><title>Zorgzame {number}</title><link>/documenten/{number}</link><pubDate>{}</pubDate><guid isPermaLink=\"false\">{number}</guid></item>",
        at.strftime("%a, %d %b %Y %H:%M:%S GMT")
    )
}

#[test]
fn items_give_title_link_date_and_id_and_the_site_reports_no_total() {
    let mut questions = Vec::new();
    let result = converse_by(
        &feed(json!({"filters": {"ministry": ["M"]}})),
        "zorgzame \"buurten\"",
        None,
        50,
        &mut |request| {
            questions.push(asked_for(request));
            let anything = questions.len() == 1;
            answer(
                200,
                if anything { Feed::on(&[]).answer_to(&questions[0]) } else { saved("search-ui/feed.xml") },
            )
        },
    );
    check_status(&result, QueryStatus::Hits, "");
    check_hits(&result, &["search-ui/feed.hits"]);
    assert_eq!((result.interface.as_str(), result.reported_total), ("search-ui-rss", None));
    assert_eq!(result.hits[0].site_id, "doc-201");
    let filters = json!([{"field": "ministry", "type": "all", "values": ["M"]}]);
    assert_eq!(
        questions,
        [
            json!({"filters": filters, "resultSearchTerm": "", "pageTitle": "Zoeken"}),
            json!({"filters": filters, "resultSearchTerm": "zorgzame \"buurten\"", "pageTitle": "Zoeken"}),
        ]
    );
}

#[test]
fn an_empty_channel_is_the_site_s_zero_only_where_the_filter_alone_gives_something() {
    let (result, requests) = Feed::on(&[]).search(json!({}), None, 50);
    check_status(&result, QueryStatus::NoneReported, "");
    assert_eq!((requests, result.reported_total), (2, None));
    let result =
        converse_by(&feed(json!({"filters": {"ministry": ["M"]}})), "zorgzame", None, 50, &mut |_| {
            answer(200, "<rss><channel></channel></rss>")
        });
    check_status(&result, QueryStatus::Unreadable, "it is empty, so the site may not know `ministry` = `M`");
}

#[test]
fn a_full_answer_is_split_by_date_newest_first() {
    let days: Vec<Date> = (1..=28).map(|day| date(2020, 2, day)).collect();
    let (result, _) = Feed::on(&days).search(json!({}), None, 50);
    check_status(&result, QueryStatus::Hits, "");
    assert_eq!(result.hits.len(), 28);
    assert_eq!(result.hits[20].title, "Zorgzame 20", "after the twenty of the first answer, the others");
}

#[test]
fn a_day_with_twenty_items_is_capped_and_named_and_the_other_days_are_read() {
    let mut days = vec![date(2019, 3, 31); 23];
    days.extend([date(2019, 3, 30), date(2019, 4, 1)]);
    let (result, _) = Feed::on(&days).search(json!({}), None, 50);
    check_status(
        &result,
        QueryStatus::Capped,
        "the feed gives 20 items at most, which it did for 2019-03-31",
    );
    assert_eq!(result.hits.len(), 22);
}

#[test]
fn items_outside_the_days_that_are_asked_make_the_query_incomplete() {
    let mut days = vec![date(1993, 5, 1)];
    days.extend((1..=22).map(|day| date(2020, 1, day)));
    let (result, _) = Feed::on(&days).search(json!({}), None, 50);
    check_status(
        &result,
        QueryStatus::Incomplete,
        "1 items were not found again on any day from 1995-01-01 to 2024-06-01",
    );
    let (result, _) = Feed::on(&days).search(json!({"first_day": "1990-01-01"}), None, 50);
    check_status(&result, QueryStatus::Hits, "");
    assert_eq!(result.hits.len(), 23);
}

#[test]
fn a_feed_that_gives_fewer_items_than_it_did_is_split_earlier() {
    let days: Vec<Date> = (1..=15).map(|day| date(2021, 6, day)).collect();
    let lower = Feed { most: 10, ..Feed::on(&days) };
    let (result, _) = lower.search(json!({}), None, 50);
    check_status(&result, QueryStatus::Hits, "");
    assert_eq!(result.hits.len(), 15);
}

#[test]
fn a_stop_rule_and_the_limit_on_pages_end_the_splitting() {
    let days: Vec<Date> = (0..120).map(|n: i8| date(2020, 1 + (n / 28) % 12, 1 + n % 28)).collect();
    let feed = Feed::on(&days);
    let (result, requests) =
        feed.search(json!({}), Some(StopRule { hits: Some(20), pages_without_term: None }), 50);
    check_status(&result, QueryStatus::StoppedByProtocol, "read 20");
    assert_eq!(requests, 2);
    let (result, requests) = feed.search(json!({}), None, 5);
    check_status(&result, QueryStatus::Incomplete, "stopped at the limit of 5 result pages");
    assert_eq!(requests, 6);
}

#[test]
fn what_is_no_feed_is_no_zero() {
    for (status, body, expected, note) in [
        (200, "<html><body>Zoeken</body></html>", QueryStatus::Unreadable, "no feed where one is due"),
        (200, "<rss><channel><item><title>a", QueryStatus::Unreadable, "feed"),
        (400, "", QueryStatus::Unreadable, "HTTP 400"),
        (500, "", QueryStatus::Failed, "HTTP 500"),
        (403, "", QueryStatus::Blocked, "HTTP 403"),
    ] {
        let result = converse_by(&feed(json!({})), "zorgzame", None, 50, &mut |_| answer(status, body));
        check_status(&result, expected, note);
    }
}

/// A day between 1995 and the harvest, often one on which the clock changes or a year begins.
fn day() -> impl Strategy<Value = Date> {
    let any = (0..10_744i64).prop_map(|n| date(1995, 1, 1).checked_add(jiff::Span::new().days(n)).unwrap());
    let some = vec![
        date(1995, 1, 1),
        date(2006, 12, 31),
        date(2007, 1, 1),
        date(2020, 3, 29),
        date(2020, 3, 30),
        date(2020, 10, 25),
        date(2020, 10, 26),
        date(2024, 6, 1),
    ];
    prop_oneof![3 => any, 1 => prop::sample::select(some)]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, rng_seed: RngSeed::Fixed(1995), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn splitting_finds_every_item_exactly_once_where_no_day_is_full(days in prop::collection::vec((day(), 1..7usize), 0..60)) {
        let mut all: Vec<Date> = Vec::new();
        for (day, n) in days {
            let free = (MOST - 1).saturating_sub(all.iter().filter(|other| **other == day).count());
            all.extend(std::iter::repeat_n(day, n.min(free)));
        }
        let (result, _) = Feed::on(&all).search(json!({}), None, 10_000);
        let found: BTreeSet<&str> = result.hits.iter().map(|hit| hit.site_id.as_str()).collect();
        prop_assert_eq!(result.hits.len(), all.len(), "{}", result.note);
        prop_assert_eq!(found.len(), all.len());
        prop_assert_eq!(result.status, if all.is_empty() { QueryStatus::NoneReported } else { QueryStatus::Hits });
    }
}
