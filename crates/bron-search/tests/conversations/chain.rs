//! A source with more than one interface, and a search form that is read first.

use crate::site::{Site, check_status, search, source};
use bron_model::{NoAnswerCode, QueryStatus};
use bron_protocol::Source;
use serde_json::json;

const LIST: &str = r#"<ul class="hits"><li><h3><a href="/a">Zorgzame buurten</a></h3></li></ul>"#;

/// Two result pages of one site, `/nieuw` and `/oud`.
fn two_ways() -> Source {
    let list = |search: &str| json!({"search": search, "list": "ul.hits", "row": "li", "title": "h3"});
    source(json!({
        "base": "https://site.nl/",
        "platform": "html",
        "html": list("https://site.nl/nieuw?q={text}"),
        "fallback": [{"platform": "html", "html": list("https://site.nl/oud?q={text}")}],
    }))
}

fn check(site: Site, status: QueryStatus, hits: usize, note: &str, asked: &[&str]) {
    let result = search(&site, &two_ways(), "zorg");
    check_status(&result, status, note);
    assert_eq!(result.hits.len(), hits);
    assert_eq!(*site.asked.borrow(), asked);
}

#[test]
fn the_first_that_is_there_answers() {
    let site = Site::new().page("/nieuw?q=zorg", LIST).page("/oud?q=zorg", LIST);
    check(site, QueryStatus::Hits, 1, "", &["/nieuw?q=zorg"]);
}

#[test]
fn what_is_not_there_is_gone_round_and_said() {
    let note = "html is not there (page 1: HTTP 404); html was read";
    let both = ["/nieuw?q=zorg", "/oud?q=zorg"];
    check(Site::new().page("/oud?q=zorg", LIST), QueryStatus::Hits, 1, note, &both);
    let site = Site::new().page("/nieuw?q=zorg", "<p>Welkom</p>").page("/oud?q=zorg", LIST);
    check(site, QueryStatus::Hits, 1, "html is not there (page 1: no result list is recognised)", &both);
    let site = Site::new().silent("/nieuw?q=zorg", NoAnswerCode::Robots).page("/oud?q=zorg", LIST);
    check(site, QueryStatus::Hits, 1, "html is not there (page 1: robots)", &both);
}

#[test]
fn what_may_pass_is_not_gone_round() {
    for status in [500, 503, 429, 408] {
        let site = Site::new().answer("/nieuw?q=zorg", status, &[], "").page("/oud?q=zorg", LIST);
        let expected = if status == 429 { QueryStatus::Blocked } else { QueryStatus::Failed };
        check(site, expected, 0, &format!("HTTP {status}"), &["/nieuw?q=zorg"]);
    }
    for code in [NoAnswerCode::Timeout, NoAnswerCode::RetryLater, NoAnswerCode::Dns] {
        let site = Site::new().silent("/nieuw?q=zorg", code).page("/oud?q=zorg", LIST);
        let expected =
            if code == NoAnswerCode::RetryLater { QueryStatus::Blocked } else { QueryStatus::Failed };
        check(site, expected, 0, code.as_str(), &["/nieuw?q=zorg"]);
    }
}

#[test]
fn a_list_that_breaks_off_is_not_begun_anew_elsewhere() {
    let settings = json!({"search": "https://site.nl/nieuw?q={text}", "page": "https://site.nl/nieuw?q={text}&p={page}",
        "list": "ul.hits", "row": "li", "title": "h3", "total": ".total"});
    let mut source = two_ways();
    source.html = serde_json::from_value(settings).unwrap();
    let site = Site::new()
        .page("/nieuw?q=zorg", format!("<p class=total>2</p>{LIST}"))
        .answer("/nieuw?q=zorg&p=2", 403, &[], "")
        .page("/oud?q=zorg", LIST);
    let result = search(&site, &source, "zorg");
    check_status(&result, QueryStatus::Incomplete, "page 2: HTTP 403");
    assert_eq!(result.hits.len(), 1);
}

#[test]
fn where_none_is_there_the_first_ones_status_stands() {
    let site = Site::new().answer("/nieuw?q=zorg", 403, &[], "");
    let note = "html is not there (page 1: HTTP 403); html: page 1: HTTP 404";
    check(site, QueryStatus::Blocked, 0, note, &["/nieuw?q=zorg", "/oud?q=zorg"]);
}

fn by_form(page: Option<&str>) -> Source {
    source(json!({
        "base": "https://site.nl/",
        "platform": "html",
        "html": {"form": "form", "page": page, "list": "ul.hits", "row": "li", "title": "h3", "total": ".total"},
    }))
}

/// The form sends the text to that address (or says why not).
fn check_form(form: &str, address: &str) {
    let site = Site::new().page(".nl/", form).page(address, LIST);
    let result = search(&site, &by_form(None), "zorgzame buurten");
    assert_eq!(site.asked.borrow().last().map(String::as_str), Some(address), "{result:?}");
    check_status(&result, QueryStatus::Hits, "");
    assert_eq!(result.hits.len(), 1);
}

#[test]
fn a_form_is_sent_as_a_browser_sends_it() {
    check_form("<form action=/zoeken><input name=q></form>", "/zoeken?q=zorgzame+buurten");
    check_form(
        "<form action='/zoek?oud=1'><input type=hidden name=form_id value='zoek blok'><input name=op type=submit value=Zoek>
         <input name=t type=text><input type=search name=k value=oud></form>",
        "/zoek?form_id=zoek+blok&op=Zoek&t=&k=zorgzame+buurten",
    );
    check_form(
        "<form><input name=q><select name=soort><option value=a>A<option value=b selected>B</select>
         <select name=jaar><option>2024</select><input type=checkbox name=c checked><input type=radio name=r value=1>
         <input name=uit disabled value=1><button name=knop value=1>Zoek</button><button name=ander value=2>X</button></form>",
        "/?q=zorgzame+buurten&soort=b&jaar=2024&c=on&knop=1",
    );
    check_form(
        "<form action=/mail method=post><input type=email name=m></form><form action=/zoek><input name=q></form>",
        "/zoek?q=zorgzame+buurten",
    );
}

#[test]
fn a_form_that_cannot_be_sent_is_unreadable() {
    for (form, why) in [
        ("<p>Welkom</p>", "start page: the search form is not found"),
        ("<form><input type=hidden name=q></form>", "start page: the search form has no field for text"),
        (
            "<form method=POST><input name=q></form>",
            "start page: the search form is sent by POST, not by GET",
        ),
        (
            "<form action='javascript:x()'><input name=q></form>",
            "leads to `javascript`, which is not the web",
        ),
    ] {
        let result = search(&Site::new().page(".nl/", form), &by_form(None), "zorg");
        check_status(&result, QueryStatus::Unreadable, why);
    }
}

#[test]
fn later_pages_of_a_form_are_asked_with_what_is_added() {
    let form = "<form action=/zoeken><input name=q></form>";
    let second = LIST.replace("/a", "/b");
    let site = Site::new()
        .page(".nl/", form)
        .page("/zoeken?q=zorg", format!("<p class=total>2</p>{LIST}"))
        .page("/zoeken?q=zorg&page=2", format!("<p class=total>2</p>{second}"));
    let result = search(&site, &by_form(Some("&page={page}")), "zorg");
    check_status(&result, QueryStatus::Hits, "");
    assert_eq!(result.hits.len(), 2);
}
