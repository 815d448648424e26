//! What a result page says by selectors, and what the query becomes.

use crate::site::{Site, check_hits, check_status, converse, saved, search, source};
use bron_model::{NoAnswerCode, QueryStatus};
use bron_protocol::{Source, StopRule};
use serde_json::{Value, json};

/// A source with these keys of `html` over the simplest ones.
fn html(settings: Value) -> Source {
    let mut all = json!({
        "search": "https://a.example.nl/zoek?q={text}", "list": "ul", "row": "li", "title": "a",
    });
    all.as_object_mut().unwrap().extend(settings.as_object().unwrap().clone());
    source(json!({"platform": "html", "base": "https://a.example.nl", "html": all}))
}

fn drupal() -> Source {
    source(json!({
        "platform": "html", "base": "https://kennis.example.nl/",
        "kinds_by_path": {"/artikel/": "artikel", "/": ""},
        "html": {
            "search": "/zoeken?tekst={text}", "list": ".view-content", "row": ".views-row", "title": "h2",
            "date": "time", "kind": ".node__type", "authors": ".field--name-field-auteur",
            "next": "a[rel=next]", "total": ".view-header", "none": ".view-empty",
        },
    }))
}

#[test]
fn a_drupal_view_is_read_over_its_pages() {
    let site = Site::new()
        .page("/zoeken?tekst=zorgzame+buurten", saved("html/drupal-1.html"))
        .page("/zoeken?tekst=zorgzame%20buurten&page=1", saved("html/drupal-2.html"));
    let result = search(&site, &drupal(), "zorgzame buurten");
    check_hits(&result, &["html/drupal-1.hits", "html/drupal-2.hits"]);
    check_status(&result, QueryStatus::Incomplete, "reported 1003, read 4");
    assert_eq!((result.interface.as_str(), result.pages, result.reported_total), ("html", 2, Some(1003)));
}

#[test]
fn an_older_government_page_has_kind_and_date_in_one_line() {
    let source = source(json!({
        "platform": "html", "base": "https://overheid.example.nl",
        "html": {
            "search": "https://overheid.example.nl/documenten?trefwoord={text}",
            "page": "https://overheid.example.nl/documenten?trefwoord={text}&pagina={page}",
            "list": "ol.results", "row": "li.results__item", "title": "h3", "date": "p.meta",
            "date_and_kind": r"(?P<kind>[^|]+)\|\s*(?P<date>.+)", "total": "h2 span", "cap": 500,
        },
    }));
    let site = Site::new().page("trefwoord=thuis", saved("html/government.html"));
    let result = search(&site, &source, "thuis");
    check_hits(&result, &["html/government.hits"]);
    check_status(
        &result,
        QueryStatus::Incomplete,
        "rows that lead nowhere were passed over; reported 12, read 2",
    );
    assert_eq!(
        site.asked.borrow().as_slice(),
        ["/documenten?trefwoord=thuis", "/documenten?trefwoord=thuis&pagina=2"]
    );
}

fn wagtail() -> Source {
    source(json!({
        "platform": "html", "base": "https://wagtail.example.nl",
        "html": {
            "search": "/zoeken/?query={text}", "page": "/zoeken/?query={text}&page={page}",
            "list": "ol.resultaten", "row": "li.resultaat", "title": "h3 a", "date": ".meta",
            "date_and_kind": r"(?P<kind>[^|]+)\|", "total": ".aantal",
        },
    }))
}

#[test]
fn a_datetime_attribute_comes_before_the_words() {
    let site = Site::new().page("query=samenzorg", saved("html/wagtail.html"));
    let result = search(&site, &wagtail(), "samenzorg");
    check_hits(&result, &["html/wagtail.hits"]);
    check_status(&result, QueryStatus::Hits, "");
    assert_eq!(site.asked.borrow().len(), 1, "the reported total is read");
}

#[test]
fn an_empty_list_without_a_none_rule_is_none_reported() {
    let site = Site::new().page("query=niets", saved("html/wagtail-none.html"));
    let result = search(&site, &wagtail(), "niets");
    check_status(&result, QueryStatus::NoneReported, "");
    assert_eq!((result.pages, result.reported_total, result.hits.len()), (1, None, 0));
}

#[test]
fn a_total_of_zero_is_reported() {
    let site = Site::new().page("/zoek?q=x", "<b>0 resultaten</b>");
    let result = search(&site, &html(json!({"total": "b"})), "x");
    assert_eq!((result.status, result.reported_total), (QueryStatus::NoneReported, Some(0)));
}

/// One page, and what becomes of the query.
fn check(settings: Value, page: &str, status: QueryStatus, note: &str) {
    let result = search(&Site::new().page("/zoek?q=x", page), &html(settings), "x");
    check_status(&result, status, note);
    assert_eq!(
        result.hits.is_empty(),
        !matches!(status, QueryStatus::Hits | QueryStatus::Incomplete | QueryStatus::Capped)
    );
}

#[test]
fn a_zero_is_claimed_only_where_the_site_says_so() {
    let none = json!({"none": ".geen"});
    let words = json!({"none": "p", "none_text": "Geen  resultaten"});
    let total = json!({"total": "b"});
    for (settings, page, status, note) in [
        (json!({}), "<ul></ul>", QueryStatus::NoneReported, ""),
        (json!({}), "<p>Niets</p>", QueryStatus::Unreadable, "page 1: no result list is recognised"),
        (json!({}), "", QueryStatus::Unreadable, "no result list"),
        (none.clone(), "<ul></ul>", QueryStatus::Unreadable, "does not say that there is nothing"),
        (none.clone(), "<ul></ul><p class=geen>Niets</p>", QueryStatus::NoneReported, ""),
        (none.clone(), "<p class=geen>Niets</p>", QueryStatus::NoneReported, ""),
        (none.clone(), "<p class=geen hidden>Niets</p>", QueryStatus::Unreadable, "no result list"),
        (
            none.clone(),
            "<div style='display: none'><p class=geen></p></div><ul></ul>",
            QueryStatus::Unreadable,
            "",
        ),
        (words.clone(), "<p>geen resultaten voor x</p>", QueryStatus::NoneReported, ""),
        (
            json!({"none": "p", "none_text": "0 resultaten"}),
            "<p>10 resultaten</p>",
            QueryStatus::Unreadable,
            "no result list",
        ),
        (words, "<p>welkom</p><ul></ul>", QueryStatus::Unreadable, "does not say"),
        (total.clone(), "<b>0 resultaten</b>", QueryStatus::NoneReported, ""),
        (
            total.clone(),
            "<b>12 resultaten</b><ul></ul>",
            QueryStatus::Unreadable,
            "reports 12 results, but no row",
        ),
        (total, "<b></b><ul></ul>", QueryStatus::NoneReported, ""),
        (json!({}), &saved("html/script-shell.html"), QueryStatus::Unreadable, "drawn by script"),
        (
            json!({}),
            "<ul></ul><div id=app></div><script src=/a.js></script>",
            QueryStatus::Unreadable,
            "drawn by script",
        ),
        (json!({}), &saved("html/error.html"), QueryStatus::Unreadable, "no result list"),
        (json!({}), "<ul><li><a>Zonder adres</a></ul>", QueryStatus::Unreadable, "have no link"),
        (json!({}), "<script>/* challenge-platform */</script>", QueryStatus::Blocked, "a person is asking"),
    ] {
        if note.is_empty() {
            let result = search(&Site::new().page("/zoek?q=x", page), &html(settings), "x");
            assert_eq!(result.status, status, "{page}");
        } else {
            check(settings, page, status, note);
        }
    }
}

#[test]
fn a_page_that_says_none_and_lists_rows_counts_as_neither() {
    let list = "<ul><li><a href=/1>Toch</a><li><a href=/2>Geen resultaten zonder zorg</a></ul>";
    let none = json!({"none": ".geen"});
    let words = json!({"none": "p, main", "none_text": "geen resultaten"});
    let says = "page 1: the site says that there is nothing, yet lists 2 rows";
    for (settings, page, status, note) in [
        (none.clone(), format!("<p class=geen>Niets</p>{list}"), QueryStatus::Unreadable, says),
        (none.clone(), format!("<p class=geen hidden>Niets</p>{list}"), QueryStatus::Hits, ""),
        (none, "<ul><li class=geen><a href=/1>A</a></ul>".to_owned(), QueryStatus::Hits, ""),
        (words.clone(), format!("<main>{list}<p>Geen resultaten</p></main>"), QueryStatus::Unreadable, says),
        (words, format!("<main>{list}</main>"), QueryStatus::Hits, ""),
        (
            json!({"total": "b"}),
            format!("<b>0 resultaten</b>{list}"),
            QueryStatus::Unreadable,
            "page 1: the site reports 0 results, yet lists 2 rows",
        ),
    ] {
        check(settings, &page, status, note);
    }
    let later = Site::new()
        .page("/zoek?q=x", next(&rows(1, 2), "/2"))
        .page("/2", format!("<p class=geen>Niets</p>{}", rows(3, 2)));
    let source = html(json!({"next": "a.volgende", "none": ".geen"}));
    let result = search(&later, &source, "x");
    check_status(
        &result,
        QueryStatus::Incomplete,
        "page 2: the site says that there is nothing, yet lists 2",
    );
    assert_eq!(result.hits.len(), 2);
}

#[test]
fn pages_that_overlap_are_not_the_whole_list() {
    let page = |total: &str, numbers: &[u32]| {
        let rows: String = numbers.iter().map(|at| format!("<li><a href=/p/{at}>T</a>")).collect();
        format!("<b>{total}</b><ul>{rows}</ul>")
    };
    let repeats = "a page repeats what earlier pages listed: 5 distinct addresses read, 6 reported";
    let twice = "1 rows list an address that stands in an earlier row";
    for (total, first, second, status, note) in [
        ("6", [1, 2, 3], &[3, 1, 4][..], QueryStatus::Incomplete, "4 distinct addresses read, 6 reported"),
        ("6", [1, 2, 3], &[3, 4, 5], QueryStatus::Incomplete, repeats),
        ("6", [1, 2, 3], &[3, 4, 5, 5, 4], QueryStatus::Incomplete, repeats),
        ("5", [1, 2, 3], &[3, 4, 5], QueryStatus::Hits, twice),
        ("6", [1, 2, 3], &[4, 5, 5], QueryStatus::Hits, twice),
        ("6", [1, 1, 3], &[4, 5, 6], QueryStatus::Hits, twice),
    ] {
        let site =
            Site::new().page("/zoek?q=x", next(&page(total, &first), "/2")).page("/2", page(total, second));
        let result = search(&site, &html(json!({"next": "a.volgende", "total": "b"})), "x");
        check_status(&result, status, note);
        assert_eq!(result.hits.len(), first.len() + second.len(), "every row is a hit");
    }
}

#[test]
fn one_page_without_anything_new_is_not_the_end_of_the_list_and_two_are() {
    let page = |numbers: &[u32]| {
        let rows: String = numbers.iter().map(|at| format!("<li><a href=/p/{at}>T</a>")).collect();
        format!("<ul>{rows}</ul>")
    };
    let ends = "lists only what earlier pages listed: taken as the end";
    for (second, third, fourth, pages, note) in [
        ([2, 1], [3, 4], [5, 6], 4, "2 rows list an address that stands in an earlier row"),
        ([2, 1], [1, 2], [5, 6], 2, &format!("page 3 {ends}")),
        ([1, 2], [3, 4], [5, 6], 1, &format!("page 2 {ends}")),
        ([3, 4], [1, 3], [5, 6], 4, "2 rows list an address that stands in an earlier row"),
    ] {
        let site = Site::new()
            .page("/zoek?q=x", next(&page(&[1, 2]), "/2"))
            .page("/2", next(&page(&second), "/3"))
            .page("/3", next(&page(&third), "/4"))
            .page("/4", page(&fourth));
        let result = search(&site, &html(json!({"next": "a.volgende"})), "x");
        check_status(&result, QueryStatus::Hits, note);
        assert_eq!(result.pages, pages, "{second:?} {third:?}");
    }
}

#[test]
fn a_total_that_changes_between_pages_is_told_and_the_larger_one_is_due() {
    for (first, second, status, reported) in [
        ("3", "4", QueryStatus::Incomplete, 4),
        ("3", "2", QueryStatus::Hits, 3),
        ("4", "3", QueryStatus::Incomplete, 4),
    ] {
        let site = Site::new()
            .page("/zoek?q=x", next(&format!("<b>{first}</b><ul><li><a href=/p/1>A</a></ul>"), "/2"))
            .page("/2", format!("<b>{second}</b><ul><li><a href=/p/2>B</a><li><a href=/p/3>C</a></ul>"));
        let result = search(&site, &html(json!({"next": "a.volgende", "total": "b"})), "x");
        check_status(&result, status, &format!("changed from {first} to {second} on page 2"));
        assert_eq!(result.reported_total, Some(reported), "{first} {second}");
    }
}

#[test]
fn what_the_site_does_not_let_us_is_blocked_and_the_rest_is_failed() {
    for (code, status) in [
        (401, "blocked"),
        (403, "blocked"),
        (429, "blocked"),
        (404, "failed"),
        (500, "failed"),
        (204, "failed"),
    ] {
        let site = Site::new().answer("/zoek?q=x", code, &[], "");
        let result = search(&site, &html(json!({})), "x");
        assert_eq!(result.status.as_str(), status, "{code}");
        check_status(&result, result.status, &format!("page 1: HTTP {code}"));
    }
    let challenge = Site::new().answer("/zoek?q=x", 503, &[("cf-mitigated", "challenge")], "");
    check_status(&search(&challenge, &html(json!({})), "x"), QueryStatus::Blocked, "proof");
    for (code, status) in [
        (NoAnswerCode::Robots, "blocked"),
        (NoAnswerCode::RetryLater, "blocked"),
        (NoAnswerCode::Tls, "failed"),
    ] {
        let result = search(&Site::new().silent("x", code), &html(json!({})), "x");
        assert_eq!(result.status.as_str(), status);
        check_status(&result, result.status, code.as_str());
    }
}

#[test]
fn the_link_is_the_chosen_one_else_in_around_or_beside_the_title() {
    for (settings, row) in [
        (
            json!({"title": "h3", "link": "a.ga"}),
            "<li><h3><a href=/fout>T</a></h3><a class=ga href=/goed>Ga</a>",
        ),
        (json!({"title": "h3"}), "<li><h3><a href=/goed>T</a></h3><a href=/fout>Ga</a>"),
        (json!({"title": "h3"}), "<li><a href=/goed><h3>T</h3></a><a href=/fout>Ga</a>"),
        (json!({"title": "h3"}), "<li><h3>T</h3><a href=/goed>Ga</a>"),
        (json!({"title": "h3", "row": "ul > a"}), "<a href=/goed><h3>T</h3></a>"),
        (json!({}), "<li><a href=' /goed#deel '> T\n</a>"),
        (json!({}), "<li><a href=//a.example.nl/goed>T</a>"),
    ] {
        let page = format!("<ul>{row}</ul>");
        let result = search(&Site::new().page("/zoek?q=x", page), &html(settings), "x");
        let hit = &result.hits[0];
        assert_eq!((hit.title.as_str(), hit.url.as_str()), ("T", "https://a.example.nl/goed"), "{row}");
    }
}

#[test]
fn links_start_from_the_base_element() {
    let page = "<base href='/deel/'><ul><li><a href=1>T</a></ul>";
    let result = search(&Site::new().page("/zoek?q=x", page), &html(json!({})), "x");
    assert_eq!(result.hits[0].url.as_str(), "https://a.example.nl/deel/1");
}

#[test]
fn a_page_in_an_older_encoding_is_read() {
    let page = |head: &str| [head.as_bytes(), b"<ul><li><a href=/1>Co\xf6peratie</a></ul>"].concat();
    for (header, head) in [
        ("text/html; charset=iso-8859-1", ""),
        ("text/html", "<meta charset=windows-1252>"),
        ("text/html", ""),
    ] {
        let site = Site::new().answer("/zoek?q=x", 200, &[("content-type", header)], page(head));
        assert_eq!(search(&site, &html(json!({})), "x").hits[0].title, "Coöperatie", "{header} {head}");
    }
}

fn rows(from: u32, n: u32) -> String {
    let rows: Vec<String> =
        (from..from + n).map(|at| format!("<li><a href=/p/{at}>Titel {at}</a>")).collect();
    format!("<ul>{}</ul>", rows.concat())
}

fn next(rows: &str, to: &str) -> String {
    format!("{rows}<a class=volgende href='{to}'>Volgende</a>")
}

fn by_link() -> Source {
    html(json!({"next": "a.volgende"}))
}

fn by_number(first_page: u32) -> Source {
    html(json!({"page": "https://a.example.nl/zoek?q={text}&p={page}", "first_page": first_page}))
}

#[test]
fn pages_by_number_end_at_404_at_an_empty_list_or_at_the_total() {
    for end in [Some((404, "")), Some((200, "<ul></ul>")), None] {
        let mut site = Site::new().page("/zoek?q=x", rows(1, 2)).page("&p=1", rows(3, 1));
        if let Some((status, body)) = end {
            site = site.answer("&p=2", status, &[], body);
        }
        let result = search(&site, &by_number(0), "x");
        check_status(&result, QueryStatus::Hits, "");
        assert_eq!((result.hits.len(), result.pages), (3, 2));
        assert_eq!(site.asked.borrow().len(), 3);
    }
}

#[test]
fn the_last_page_shown_again_ends_the_paging_and_is_noted() {
    let site = Site::new().page("/zoek?q=x", rows(1, 2)).page("&p=2", rows(3, 2)).page("&p=3", rows(3, 2));
    let result = search(&site, &by_number(1), "x");
    check_status(&result, QueryStatus::Hits, "page 3 lists only what earlier pages listed");
    assert_eq!((result.hits.len(), result.pages), (4, 2));
}

#[test]
fn a_next_link_in_a_ring_ends() {
    let site =
        Site::new().page("/zoek?q=x", next(&rows(1, 2), "/2")).page("/2", next(&rows(3, 2), "/zoek?q=x"));
    let result = search(&site, &by_link(), "x");
    check_status(&result, QueryStatus::Hits, "one that was read before");
    assert_eq!(result.hits.len(), 4);
}

#[test]
fn a_next_button_without_an_address_needs_the_page_template() {
    let page = next(&rows(1, 2), "#");
    let site = Site::new().page("/zoek?q=x", page.clone()).page("&p=2", rows(3, 1));
    let lost = search(&site, &by_link(), "x");
    check_status(&lost, QueryStatus::Incomplete, "page 1: there is a next page, but its link has no address");
    let source = html(json!({"next": "a.volgende", "page": "https://a.example.nl/zoek?q={text}&p={page}"}));
    check_status(&search(&site, &source, "x"), QueryStatus::Hits, "");
}

#[test]
fn a_later_page_that_fails_makes_the_query_incomplete_with_the_place() {
    for (answer, why) in [
        ((500, "x"), "page 2: HTTP 500"),
        ((403, "x"), "page 2: HTTP 403"),
        ((404, "x"), "page 2: HTTP 404"),
        ((200, "<p>x"), "page 2: no result list"),
    ] {
        let site =
            Site::new().page("/zoek?q=x", next(&rows(1, 2), "/2")).answer("/2", answer.0, &[], answer.1);
        let result = search(&site, &by_link(), "x");
        check_status(&result, QueryStatus::Incomplete, why);
        assert_eq!((result.hits.len(), result.pages), (2, 1));
    }
}

#[test]
fn a_difference_between_reported_and_read_is_explained() {
    let with_total = |total: &str| format!("<b>{total}</b>{}", rows(1, 3));
    for (total, cap, status, note) in [
        ("3", json!(null), QueryStatus::Hits, ""),
        ("40.000", json!(null), QueryStatus::Incomplete, "reported 40000, read 3"),
        ("2", json!(null), QueryStatus::Hits, "reported 2, read 3"),
        ("40.000", json!(3), QueryStatus::Capped, "the site stops at 3; reported 40000, read 3"),
        ("3", json!(3), QueryStatus::Capped, "the site stops at 3"),
        ("40.000", json!(5), QueryStatus::Incomplete, "reported 40000, read 3"),
        ("3", json!(5), QueryStatus::Hits, ""),
        ("", json!(3), QueryStatus::Capped, "the site stops at 3"),
    ] {
        check(json!({"total": "b", "cap": cap}), &with_total(total), status, note);
    }
    check(
        json!({"total": "b", "total_pattern": "van ([0-9 ]+)"}),
        &with_total("1 tot 3 van 40 000"),
        QueryStatus::Incomplete,
        "40000",
    );
}

#[test]
fn stop_rules_and_the_limit_end_the_reading_on_purpose() {
    let pages = |total: &str| {
        let page = |at: u32| next(&format!("<b>{total}</b>{}", rows(10 * at, 10)), &format!("/{}", at + 1));
        (2..6).fold(Site::new().page("/zoek?q=x", page(1)), |site, at| site.page(&format!("/{at}"), page(at)))
    };
    let source = html(json!({"next": "a.volgende", "total": "b"}));
    let run = |total: &str, hits: Option<u64>, pages_without_term: Option<u32>, limit: u32| {
        converse(&pages(total), &source, "x", Some(StopRule { hits, pages_without_term }), limit)
    };
    let result = run("50", Some(15), None, 50);
    check_status(&result, QueryStatus::StoppedByProtocol, "reported 50, read 15, unread 35");
    assert_eq!((result.hits.len(), result.pages), (15, 2));
    let result = run("", None, Some(3), 50);
    check_status(
        &result,
        QueryStatus::StoppedByProtocol,
        "reported no number, read 30, unread an unknown number",
    );
    let result = run("50", None, None, 2);
    check_status(
        &result,
        QueryStatus::Incomplete,
        "stopped at the limit of 2 result pages; reported 50, read 20",
    );
}

#[test]
fn a_stop_rule_that_the_list_does_not_reach_changes_nothing() {
    let site = Site::new().page("/zoek?q=x", rows(1, 3));
    let stop = |hits| Some(StopRule { hits: Some(hits), pages_without_term: Some(1) });
    for most in [3, 4] {
        check_status(&converse(&site, &html(json!({})), "x", stop(most), 1), QueryStatus::Hits, "");
    }
}

#[test]
fn rows_listed_twice_are_hits_and_are_noted() {
    let page = "<ul><li><a href=/1>A</a><li><a href=/1/>A</a><li><a href=/2>B</a></ul>";
    let result = search(&Site::new().page("/zoek?q=x", page), &html(json!({})), "x");
    check_status(&result, QueryStatus::Hits, "1 rows list an address that stands in an earlier row");
    assert_eq!(result.hits.len(), 3);
}

#[test]
fn the_text_typed_is_form_encoded() {
    let site = Site::new();
    search(&site, &html(json!({})), "\"zorgzame buurten\" & co+é");
    assert_eq!(site.asked.borrow()[0], "/zoek?q=%22zorgzame+buurten%22+%26+co%2B%C3%A9");
}

#[test]
fn a_source_that_cannot_be_searched_as_configured_is_not_searched() {
    for (source, note) in [
        (source(json!({"unknown": "het zoekadres is niet bekend"})), "het zoekadres is niet bekend"),
        (source(json!({})), "no platform is configured"),
        (source(json!({"platform": "html"})), "`html` of `hand` is missing"),
        (html(json!({"row": "li["})), "`html.row` of `hand` is no selector: `li[`"),
        (html(json!({"search": "https://a.nl/zoek"})), "it has no place `{text}`"),
    ] {
        let result = search(&Site::new(), &source, "x");
        check_status(&result, QueryStatus::NotSearched, note);
        assert_eq!((result.interface.as_str(), result.pages), ("", 0));
    }
}

#[test]
fn an_archive_without_the_next_page_is_no_complete_query() {
    let source = by_link();
    let query = crate::site::query("x");
    let reading = bron_search::Reading {
        stop: None,
        result_pages: 9,
        has_spelling: &|_| true,
        terms: &[],
        harvested: crate::site::HARVESTED,
    };
    let conversation = bron_search::Conversation::begin(&source, &query, reading);
    check_status(&conversation.finish(), QueryStatus::Failed, "the next request was not answered");
}
