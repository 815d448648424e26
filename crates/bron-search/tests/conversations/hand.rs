//! What a person saved or pasted of a query, and what the query becomes.

use crate::site::{HARVESTED, check_status, line, query, source};
use bron_model::QueryStatus;
use bron_protocol::{Source, StopRule};
use bron_search::{QueryResult, Reading, SavedFile, SavedSearch, hand_address, read_saved};
use serde_json::{Value, json};

/// A site whose machine interface is of no use for saved pages unless it says how they look.
fn site(more: Value) -> Source {
    let mut all = json!({
        "platform": "html", "base": "https://a.example.nl/",
        "html": {
            "search": "/zoek?q={text}", "list": "ul", "row": "li", "title": "a", "date": "time",
            "next": "a[rel=next]", "total": ".total", "none": ".none",
        },
    });
    all.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    source(all)
}

/// A result page with these titles, what stands around the list, and the text in its search field.
fn page(titles: &[&str], around: &str) -> String {
    let rows: String =
        titles.iter().map(|title| format!("<li><a href=\"/p/{title}\">{title}</a></li>")).collect();
    format!("<html><input type=search name=q value=\"zorgzame buurten\"><ul>{rows}</ul>{around}</html>")
}

/// What the files are read as; `hits.csv` is the table of pasted hits.
fn read_at(
    source: &Source,
    stop: Option<StopRule>,
    total: Option<u64>,
    files: &[(&str, &str)],
) -> QueryResult {
    let has_spelling = |text: &str| text.contains("zorgzame");
    let reading =
        Reading { stop, result_pages: 50, has_spelling: &has_spelling, terms: &[], harvested: HARVESTED };
    let files = files.iter().map(|(name, text)| SavedFile { name, bytes: text.as_bytes() });
    let (pasted, pages): (Vec<_>, Vec<_>) = files.partition(|file| file.name == "hits.csv");
    let saved = SavedSearch { total, address: "", pages: &pages, pasted: pasted.first().copied() };
    let result = read_saved(source, &query("zorgzame buurten"), reading, &saved);
    assert_eq!(result.interface, "hand");
    result
}

fn read(total: Option<u64>, files: &[(&str, &str)]) -> QueryResult {
    read_at(&site(json!({})), None, total, files)
}

fn titles(result: &QueryResult) -> Vec<&str> {
    result.hits.iter().map(|hit| hit.title.as_str()).collect()
}

#[test]
fn saved_pages_are_read_in_their_order_by_the_selectors_of_the_source() {
    let result = read(Some(3), &[("1.html", &page(&["a", "b"], "")), ("2.html", &page(&["c"], ""))]);
    check_status(&result, QueryStatus::Hits, "");
    assert_eq!(titles(&result), ["a", "b", "c"]);
    assert_eq!(line(&result.hits[2]), "c | https://a.example.nl/p/c |  |  | ");
    assert_eq!((result.pages, result.hits[2].result_page, result.reported_total), (2, 2, Some(3)));
}

#[test]
fn links_start_from_the_address_that_the_page_was_saved_from() {
    let saved = format!(
        "<!-- saved from url=(0030)https://elders.example.nl/x/zoek?q=zorgzame+buurten -->{}",
        page(&["a"], "")
    );
    let result = read(Some(1), &[("1.html", &saved.replace("/p/a", "p/a"))]);
    assert_eq!(result.hits[0].url.as_str(), "https://elders.example.nl/x/p/a");
}

#[test]
fn a_table_hand_is_for_sites_whose_interface_is_no_page() {
    let settings =
        json!({"list": "ul", "row": "li", "title": "a", "search": "https://a.example.nl/vind?t={text}"});
    let closed = source(
        json!({"unknown": "draws its list by script", "base": "https://a.example.nl/", "hand": settings}),
    );
    let result = read_at(&closed, None, Some(1), &[("1.html", &page(&["a"], ""))]);
    check_status(&result, QueryStatus::Hits, "");
    assert_eq!(
        hand_address(&closed, "zorgzame buurten").unwrap().as_str(),
        "https://a.example.nl/vind?t=zorgzame+buurten"
    );
    let bare = source(json!({"unknown": "nobody looked yet", "base": "https://a.example.nl/"}));
    let result = read_at(&bare, None, Some(1), &[("1.html", &page(&["a"], ""))]);
    check_status(&result, QueryStatus::Unreadable, "1.html: no selectors are known for saved pages");
    assert_eq!(hand_address(&bare, "x").unwrap().as_str(), "https://a.example.nl/");
}

#[test]
fn a_wordpress_page_is_read_by_the_common_themes_and_its_post_types_hold() {
    let source = source(json!({
        "platform": "wordpress", "base": "https://a.example.nl/", "wordpress": {"without_types": ["nieuws"]},
    }));
    let row = |id: u32, kind: &str| {
        format!(
            "<article class=\"post-{id} type-{kind} post hentry\"><h2><a href=\"/{kind}/{id}\">t{id}</a></h2></article>"
        )
    };
    let page = format!(
        "<body class=search-results><main>{}{}</main></body>",
        row(1, "publicatie"),
        row(2, "nieuws")
    );
    let result = read_at(&source, None, Some(2), &[("1.html", &page)]);
    check_status(&result, QueryStatus::Hits, "1 rows are of post types that the settings leave out");
    assert_eq!((titles(&result), result.hits[0].kind.as_str()), (vec!["t1"], "publicatie"));
    assert_eq!(hand_address(&source, "a b").unwrap().as_str(), "https://a.example.nl/?s=a+b");
}

#[test]
fn a_total_above_what_was_read_is_incomplete_and_a_last_page_that_leads_on_too() {
    let result = read(Some(5), &[("1.html", &page(&["a", "b"], ""))]);
    check_status(&result, QueryStatus::Incomplete, "reported 5, read 2");
    let next = "<a rel=next href=\"/zoek?page=2\">volgende</a>";
    let result = read(None, &[("1.html", &page(&["a", "b"], next))]);
    check_status(&result, QueryStatus::Incomplete, "1.html leads to a next page, which was not saved");
    let result = read(None, &[("1.html", &page(&["a", "b"], next)), ("2.html", &page(&["c"], ""))]);
    check_status(&result, QueryStatus::Hits, "");
    assert_eq!(result.reported_total, None);
}

#[test]
fn a_stop_rule_of_the_protocol_holds_for_a_person_too() {
    let stop = Some(StopRule { hits: Some(2), pages_without_term: None });
    let result = read_at(&site(json!({})), stop, Some(40_000), &[("1.html", &page(&["a", "b"], ""))]);
    check_status(&result, QueryStatus::StoppedByProtocol, "reported 40000, read 2, unread 39998");
    let table = "title,url\na,https://a.example.nl/a\nb,https://a.example.nl/b\nc,https://a.example.nl/c\n";
    let result = read_at(&site(json!({})), stop, Some(3), &[("hits.csv", table)]);
    check_status(&result, QueryStatus::StoppedByProtocol, "reported 3, read 2, unread 1");
    assert_eq!(titles(&result), ["a", "b"]);
}

#[test]
fn a_zero_is_one_only_where_the_person_or_the_page_says_so() {
    let none = page(&[], "<p class=none>Niets gevonden</p>");
    for (total, files, status, note) in [
        (Some(0), vec![], QueryStatus::NoneReported, ""),
        (Some(0), vec![("1.html", none.as_str())], QueryStatus::NoneReported, ""),
        (None, vec![("1.html", none.as_str())], QueryStatus::NoneReported, ""),
        (Some(0), vec![("1.pdf", "%PDF-1.4")], QueryStatus::NoneReported, "1.pdf: a print to PDF"),
        (None, vec![], QueryStatus::Unreadable, "the sheet has no total, no page was saved"),
        (Some(4), vec![], QueryStatus::Unreadable, "the sheet says 4 results, but no page was saved"),
        (
            Some(4),
            vec![("1.html", none.as_str())],
            QueryStatus::Unreadable,
            "yet 1.html says that there is nothing",
        ),
    ] {
        let result = read(total, &files);
        check_status(&result, status, note);
        assert_eq!(result.hits, []);
    }
    let result = read(Some(0), &[("1.html", &page(&["a"], ""))]);
    check_status(&result, QueryStatus::Unreadable, "the sheet says 0 results, yet 1.html lists 1 rows");
}

#[test]
fn what_cannot_be_read_says_why_and_its_hits_are_to_be_pasted() {
    let script = "<html><body><div id=root></div><script src=x.js></script></body></html>";
    for (name, text, note) in [
        ("1.html", script, "1.html: drawn by script; paste its hits into hits.csv"),
        ("1.html", "<html><p>Welkom</p></html>", "1.html: no result list is recognised"),
        ("1.pdf", "%PDF-1.4", "1.pdf: a print to PDF, which cannot be read; paste its hits"),
        ("1.html", "  ", "1.html: the file is empty"),
    ] {
        check_status(&read(Some(2), &[(name, text)]), QueryStatus::Unreadable, note);
        let table = "\u{feff}title;url;kind;date;authors\r\nA;https://a.example.nl/a;rapport;3 mei 2019;Bakker\r\nB;https://b.nl/b;;;\r\n";
        let result = read(Some(2), &[(name, text), ("hits.csv", table)]);
        check_status(&result, QueryStatus::Hits, "no saved page could be read: hits.csv was");
        assert_eq!(line(&result.hits[0]), "A | https://a.example.nl/a | rapport | 3 mei 2019 | Bakker");
    }
}

#[test]
fn where_pages_can_be_read_they_are_and_not_the_pasted_hits() {
    let result =
        read(Some(1), &[("1.html", &page(&["a"], "")), ("hits.csv", "title,url\nx,https://a.nl/\n")]);
    check_status(&result, QueryStatus::Hits, "the saved pages were read, not hits.csv");
    assert_eq!(titles(&result), ["a"]);
}

#[test]
fn one_page_of_some_that_cannot_be_read_makes_it_incomplete_unless_the_total_was_read() {
    let files = [("1.html", page(&["a"], "")), ("2.html", "<p>kapot</p>".to_owned())];
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    check_status(&read(None, &files), QueryStatus::Incomplete, "2.html: no result list is recognised");
    check_status(&read(Some(1), &files), QueryStatus::Hits, "2.html: no result list is recognised");
}

#[test]
fn a_wrong_table_of_hits_is_unreadable_with_its_line() {
    for (table, note) in [
        ("titel,url\n", "hits.csv: line 1: there is no column `title`"),
        ("title,url\nA,ergens\n", "hits.csv: line 2: `ergens` is no web address"),
        ("title;url\nA;https://a.nl/\n;https://b.nl/\n", "hits.csv: line 3: a hit has no title"),
    ] {
        check_status(&read(Some(2), &[("hits.csv", table)]), QueryStatus::Unreadable, note);
    }
}

#[test]
fn a_page_of_another_query_or_with_another_total_is_a_warning() {
    let other = page(&["a"], "").replace("zorgzame buurten", "zorgzame wijken");
    check_status(
        &read(Some(1), &[("1.html", &other)]),
        QueryStatus::Hits,
        "1.html shows `zorgzame wijken` as what was typed",
    );
    let silent = page(&["a"], "").replace("zorgzame buurten", "");
    check_status(
        &read(Some(1), &[("1.html", &silent)]),
        QueryStatus::Hits,
        "1.html does not show `zorgzame buurten`",
    );
    let quoted = page(&["a"], "").replace("zorgzame buurten", "&quot;Zorgzame  buurten&quot;");
    check_status(&read(Some(1), &[("1.html", &quoted)]), QueryStatus::Hits, "");
    let counted = page(&["a"], "<p class=total>12 resultaten</p>");
    check_status(
        &read(Some(1), &[("1.html", &counted)]),
        QueryStatus::Hits,
        "1.html reports 12 results, the sheet 1",
    );
    check_status(&read(None, &[("1.html", &counted)]), QueryStatus::Incomplete, "reported 12, read 1");
}

#[test]
fn a_page_that_was_saved_twice_is_read_once() {
    let (one, two) = (page(&["a"], ""), page(&["b"], ""));
    let result = read(Some(2), &[("1.html", &one), ("1b.html", &one), ("2.html", &two)]);
    check_status(&result, QueryStatus::Hits, "1b.html is the same file as 1.html");
    assert_eq!(titles(&result), ["a", "b"]);
}
