//! What a WordPress site answers, and what the query becomes.

use crate::site::{Site, check_hits, check_status, converse, saved, search, source};
use bron_model::{NoAnswerCode, QueryStatus};
use bron_protocol::StopRule;
use serde_json::{Value, json};

const SEARCH: &str = "/wp-json/wp/v2/search?search=zorgzame&per_page=100&page=";

fn wp(wordpress: Value) -> bron_protocol::Source {
    source(json!({"platform": "wordpress", "base": "https://wp.example.nl", "wordpress": wordpress}))
}

fn with_types() -> Site {
    Site::new().page("/wp-json/wp/v2/types", saved("wordpress/types.json"))
}

fn totals(total: &'static str, pages: &'static str) -> [(&'static str, &'static str); 2] {
    [("x-wp-total", total), ("x-wp-totalpages", pages)]
}

#[test]
fn rest_gives_titles_types_and_dates() {
    let site = with_types()
        .answer(&format!("{SEARCH}1&type=post"), 200, &totals("3", "1"), saved("wordpress/search-1.json"))
        .page("/wp-json/wp/v2/publicaties?include=31&per_page=100&orderby=include&_fields=id,date,date_gmt,modified,link,title,type", saved("wordpress/dates-publicaties.json"))
        .page("/wp-json/wp/v2/posts?include=12&per_page=100&orderby=include&_fields=id,date,date_gmt,modified,link,title,type", saved("wordpress/dates-posts.json"));
    let result = search(&site, &wp(json!({})), "zorgzame");
    check_status(&result, QueryStatus::Hits, "no dates of `page`: HTTP 404");
    check_hits(&result, &["wordpress/search-1.hits"]);
    assert_eq!(
        (result.interface.as_str(), result.reported_total, result.pages),
        ("wordpress-rest", Some(3), 1)
    );
    assert_eq!(result.hits[0].site_id, "publicatie/31");
    assert_eq!(site.asked.borrow().len(), 5);
}

#[test]
fn the_kind_by_the_path_comes_before_the_post_type() {
    let mut source = wp(json!({}));
    source.kinds_by_path.insert("/2023/".to_owned(), "nieuws".to_owned());
    let site = with_types().answer(
        &format!("{SEARCH}1&type=post"),
        200,
        &totals("3", "1"),
        saved("wordpress/search-1.json"),
    );
    let result = search(&site, &source, "zorgzame");
    let kinds: Vec<&str> = result.hits.iter().map(|hit| hit.kind.as_str()).collect();
    assert_eq!(kinds, ["publicatie", "nieuws", "page"]);
}

#[test]
fn only_the_types_asked_for_are_read_and_attachments_never() {
    for (settings, subtypes) in [
        (json!({"types": ["publicatie", "post"]}), "post,publicatie"),
        (json!({"without_types": ["page"]}), "post,publicatie"),
    ] {
        let end = format!("{SEARCH}1&type=post&subtype={subtypes}");
        let site = with_types().answer(&end, 200, &totals("0", "0"), "[]");
        let result = search(&site, &wp(settings), "zorgzame");
        assert_eq!(result.status, QueryStatus::NoneReported, "{subtypes}: {}", result.note);
    }
}

#[test]
fn a_post_type_that_rest_hides_is_read_from_the_result_page() {
    let row = |number: u32, kind: &str| {
        format!(
            "<article class='post post-{number} type-{kind}'><h2><a href='/{kind}/{number}/'>Zorgzame {number}</a></h2></article>"
        )
    };
    let page = format!("<body class=search-results><main>{}{}</main>", row(1, "dossier"), row(2, "post"));
    for types in [json!(["dossier"]), json!(["dossier", "publicatie"])] {
        let site = with_types().page("?s=zorgzame", page.clone());
        let result = search(&site, &wp(json!({"types": types})), "zorgzame");
        let note = "REST hides post type dossier (it shows attachment, page, post, publicatie, wp_block): the result page was read";
        check_status(&result, QueryStatus::Hits, note);
        assert_eq!(result.interface, "wordpress-html");
        let found: Vec<&str> = result.hits.iter().map(|hit| hit.site_id.as_str()).collect();
        assert_eq!(found, ["dossier/1"], "what is of another type is left out");
    }
    let result = search(&with_types(), &wp(json!({"types": ["dossier"]})), "zorgzame");
    check_status(&result, QueryStatus::Failed, "REST hides post type dossier");
}

#[test]
fn where_types_may_not_be_named_all_are_asked_for_and_sorted_out() {
    let error =
        r#"{"code":"rest_invalid_param","message":"Ongeldige parameter(s): subtype","data":{"status":400}}"#;
    let site = with_types()
        .answer(&format!("{SEARCH}1&type=post&subtype=page,post"), 400, &[], error)
        .answer(&format!("{SEARCH}1&type=post"), 200, &totals("3", "1"), saved("wordpress/search-1.json"));
    let result = search(&site, &wp(json!({"types": ["post", "page"]})), "zorgzame");
    check_status(&result, QueryStatus::Hits, "1 rows are of post types that the settings leave out");
    let kinds: Vec<&str> = result.hits.iter().map(|hit| hit.kind.as_str()).collect();
    assert_eq!((kinds, result.reported_total), (vec!["post", "page"], Some(3)));
}

/// `n` items of type `post`, numbered from `from`.
fn items(from: u64, n: u64) -> String {
    let item = |id: u64| json!({"id": id, "title": format!("Bericht {id}"), "url": format!("https://wp.example.nl/{id}/"), "subtype": "post"});
    Value::from((from..from + n).map(item).collect::<Vec<_>>()).to_string()
}

#[test]
fn the_total_is_the_first_page_s_and_dates_are_asked_by_the_hundred() {
    let site = with_types()
        .answer(&format!("{SEARCH}1&type=post"), 200, &totals("150", "2"), items(1, 100))
        .answer(&format!("{SEARCH}2&type=post"), 200, &totals("0", "0"), items(101, 50));
    let result = search(&site, &wp(json!({})), "zorgzame");
    check_status(&result, QueryStatus::Hits, "no dates of `post`");
    assert_eq!((result.hits.len(), result.reported_total, result.pages), (150, Some(150), 2));
    assert_eq!(result.hits[149].result_page, 2);
    let asked = site.asked.borrow();
    assert_eq!(asked.iter().filter(|address| address.contains("/posts?include=")).count(), 2);
}

#[test]
fn without_a_total_pages_are_asked_until_one_is_empty_or_refused() {
    for (status, body) in [(200, "[]"), (400, r#"{"code":"rest_search_invalid_page_number"}"#)] {
        let site = with_types().page(&format!("{SEARCH}1&type=post"), items(1, 100)).answer(
            &format!("{SEARCH}2&type=post"),
            status,
            &[],
            body,
        );
        let result = search(&site, &wp(json!({})), "zorgzame");
        assert_eq!((result.status, result.hits.len(), result.reported_total), (QueryStatus::Hits, 100, None));
    }
}

#[test]
fn fewer_than_reported_is_incomplete() {
    let site = with_types()
        .answer(&format!("{SEARCH}1&type=post"), 200, &totals("150", "2"), items(1, 100))
        .answer(&format!("{SEARCH}2&type=post"), 200, &totals("0", "0"), "[]");
    let result = search(&site, &wp(json!({})), "zorgzame");
    check_status(&result, QueryStatus::Incomplete, "reported 150, read 100");
}

#[test]
fn pages_of_rest_that_overlap_are_not_the_whole_list() {
    let site = with_types()
        .answer(&format!("{SEARCH}1&type=post"), 200, &totals("150", "2"), items(1, 100))
        .answer(&format!("{SEARCH}2&type=post"), 200, &totals("150", "2"), items(99, 50));
    let result = search(&site, &wp(json!({})), "zorgzame");
    check_status(&result, QueryStatus::Incomplete, "148 distinct addresses read, 150 reported");
    assert_eq!(result.hits.len(), 150);
}

#[test]
fn a_later_page_that_fails_keeps_what_was_read() {
    let site = with_types()
        .answer(&format!("{SEARCH}1&type=post"), 200, &totals("150", "2"), items(1, 100))
        .answer(&format!("{SEARCH}2&type=post"), 500, &[], "kapot");
    let result = search(&site, &wp(json!({})), "zorgzame");
    check_status(&result, QueryStatus::Incomplete, "search, page 2: HTTP 500");
    assert_eq!(result.hits.len(), 100);
}

#[test]
fn none_is_only_what_the_site_itself_says() {
    let end = format!("{SEARCH}1&type=post");
    for (headers, body, status, note) in [
        (totals("0", "0").to_vec(), "[]", QueryStatus::NoneReported, ""),
        (vec![], "[]", QueryStatus::NoneReported, ""),
        (totals("12", "1").to_vec(), "[]", QueryStatus::Unreadable, "reports 12 results and lists none"),
        (
            totals("0", "0").to_vec(),
            r#"[{"id":1,"title":"T","url":"https://wp.example.nl/1/","subtype":"post"}]"#,
            QueryStatus::Unreadable,
            "the site reports 0 results, yet lists 1 rows",
        ),
        (vec![], "<html><title>Onderhoud</title></html>", QueryStatus::Unreadable, "no JSON list"),
        (vec![], "<html><title>Request Rejected</title></html>", QueryStatus::Blocked, "a person is asking"),
        (vec![], "[{\"id\":1,", QueryStatus::Unreadable, "no JSON list"),
    ] {
        let site = with_types().answer(&end, 200, &headers, body);
        check_status(&search(&site, &wp(json!({})), "zorgzame"), status, note);
    }
}

#[test]
fn a_site_that_does_not_answer_is_failed_or_blocked_and_never_zero() {
    for (code, status) in [
        (NoAnswerCode::Timeout, QueryStatus::Failed),
        (NoAnswerCode::Dns, QueryStatus::Failed),
        (NoAnswerCode::RetryLater, QueryStatus::Blocked),
        (NoAnswerCode::HostNotAllowed, QueryStatus::Failed),
    ] {
        let site = Site::new().silent("types", code);
        let result = search(&site, &wp(json!({})), "zorgzame");
        check_status(&result, status, code.as_str());
        assert_eq!((result.pages, result.interface.as_str()), (0, ""));
    }
}

#[test]
fn without_permalinks_the_other_form_is_asked() {
    let site = Site::new().page("/?rest_route=/wp/v2/types", saved("wordpress/types.json")).answer(
        "/?rest_route=/wp/v2/search&search=zorgzame&per_page=100&page=1&type=post",
        200,
        &totals("3", "1"),
        saved("wordpress/search-1.json"),
    );
    let result = search(&site, &wp(json!({})), "zorgzame");
    assert_eq!(
        (result.status, result.hits.len(), result.interface.as_str()),
        (QueryStatus::Hits, 3, "wordpress-rest")
    );
}

#[test]
fn where_rest_is_switched_off_the_result_page_is_read_to_its_end() {
    for status in [401, 403, 404, 200] {
        let site = Site::new()
            .answer("/wp-json/wp/v2/types", status, &[], "<html><p>Nee</p></html>")
            .answer("/?rest_route=/wp/v2/types", status, &[], "<html><p>Nee</p></html>")
            .page("/?s=zorgzame", saved("wordpress/block-theme.html"))
            .page("/page/2/?s=zorgzame", saved("wordpress/classic-theme.html"));
        let result = search(&site, &wp(json!({})), "zorgzame");
        check_status(&result, QueryStatus::Hits, "REST is switched off");
        check_hits(&result, &["wordpress/block-theme.hits", "wordpress/classic-theme.hits"]);
        assert_eq!((result.interface.as_str(), result.pages), ("wordpress-html", 2));
        assert_eq!(result.hits[2].site_id, "publicatie/44");
        assert_eq!(site.asked.borrow().last().unwrap(), "/?s=zorgzame&paged=3");
    }
}

#[test]
fn robots_that_close_rest_lead_to_the_result_page_and_not_to_the_other_form() {
    let site = Site::new()
        .silent("types", NoAnswerCode::Robots)
        .page("/?s=zorgzame", saved("wordpress/no-results.html"));
    let result = search(&site, &wp(json!({})), "zorgzame");
    check_status(&result, QueryStatus::NoneReported, "REST is switched off (robots)");
    assert_eq!(site.asked.borrow().as_slice(), ["/wp-json/wp/v2/types", "/?s=zorgzame"]);
    let closed =
        Site::new().silent("types", NoAnswerCode::Robots).silent("/?s=zorgzame", NoAnswerCode::Robots);
    check_status(&search(&closed, &wp(json!({})), "zorgzame"), QueryStatus::Blocked, "robots");
}

#[test]
fn a_theme_without_recognisable_list_is_unreadable() {
    let site = Site::new().page("/?s=zorgzame", saved("html/error.html"));
    let result = search(&site, &wp(json!({})), "zorgzame");
    check_status(&result, QueryStatus::Unreadable, "does not say that there is nothing");
    assert_eq!(result.interface, "wordpress-html");
}

#[test]
fn a_stop_rule_still_asks_the_dates_of_what_was_read() {
    let site = with_types()
        .answer(&format!("{SEARCH}1&type=post"), 200, &totals("40000", "400"), items(1, 100))
        .page("type", r#"[{"id":1,"date":"2020-01-01T00:00:00"}]"#);
    let stop = Some(StopRule { hits: Some(2), pages_without_term: None });
    let result = converse(&site, &wp(json!({})), "zorgzame", stop, 50);
    check_status(&result, QueryStatus::StoppedByProtocol, "reported 40000, read 2, unread 39998");
    assert_eq!(result.hits[0].date, "2020-01-01T00:00:00");
}

#[test]
fn a_site_below_a_path_is_asked_below_it() {
    let source = source(json!({"platform": "wordpress", "base": "https://wp.example.nl/kennis"}));
    let site = Site::new();
    search(&site, &source, "a & b");
    assert_eq!(
        site.asked.borrow().as_slice(),
        ["/kennis/wp-json/wp/v2/types", "/kennis/?rest_route=/wp/v2/types", "/kennis/?s=a+%26+b"]
    );
}
