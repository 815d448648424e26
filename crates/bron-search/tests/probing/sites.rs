//! What a probe makes of a site on which our settings no longer fit, or that says no.

use crate::engine::{Engine, probe, probe_with, source};
use bron_model::{Answer, Body, CheckOutcome, Exchange, NoAnswer, NoAnswerCode, ProbeReport, Reply, Request};
use bron_protocol::Source;

const TEXTS: &[&str] = &["wonen zorg", "zorg buurt", "zorg welzijn"];

fn outcome(report: &ProbeReport, name: &str) -> (CheckOutcome, String) {
    let check = report.checks.iter().find(|check| check.name == name);
    let check = check.unwrap_or_else(|| panic!("no check `{name}`: {:?}", report.checks));
    (check.outcome, check.because.clone())
}

fn check(report: &ProbeReport, name: &str, outcome_due: CheckOutcome, because: &str) {
    let (found, told) = outcome(report, name);
    assert_eq!(found, outcome_due, "{name}: {told}");
    assert!(told.contains(because), "{name}: {told}");
}

/// A probe of a source that was changed.
fn changed(change: impl FnOnce(&mut Source)) -> ProbeReport {
    let engine = Engine::of(TEXTS);
    let mut source = source();
    change(&mut source);
    probe_with(&source, |request| engine.exchange(request))
}

fn closed(request: &Request) -> Exchange {
    let no = NoAnswer { code: NoAnswerCode::Robots, detail: "Disallow: /zoek".to_owned() };
    Exchange { request: request.clone(), at: jiff::Timestamp::UNIX_EPOCH, reply: Reply::NoAnswer(no) }
}

fn answered(request: &Request, status: u16, header: (&str, &str), text: &str) -> Exchange {
    let headers = vec![(header.0.to_owned(), header.1.to_owned())];
    let answer = Answer { status, headers, body: Body::Whole(text.as_bytes().to_vec()) };
    Exchange { request: request.clone(), at: jiff::Timestamp::UNIX_EPOCH, reply: Reply::Answer(answer) }
}

#[test]
fn a_site_as_configured_passes_with_every_key_counted() {
    let report = probe(&Engine::of(TEXTS));
    assert_eq!(report.failure(), None);
    assert_eq!(report.warnings().count(), 0, "{:?}", report.checks);
    assert_eq!(report.interface, "html");
    check(&report, "canary", CheckOutcome::Ok, "3 hits read");
    check(&report, "nonsense", CheckOutcome::Ok, "the site says so");
    check(&report, "html.title", CheckOutcome::Ok, "found in 3 of 3 rows");
    check(&report, "html.date", CheckOutcome::Ok, "found in 3 of 3 rows");
    let form = report.form.unwrap();
    assert_eq!((form.action.as_str(), form.fields.join(" ").as_str()), ("https://kast.nl/zoek", "q taal"));
}

#[test]
fn a_selector_that_finds_nothing_fails_where_hits_depend_on_it_and_warns_elsewhere() {
    let report = changed(|source| source.html.as_mut().unwrap().date = Some(".datum".to_owned()));
    check(&report, "html.date", CheckOutcome::Warning, "found in 0 of 3 rows");
    assert_eq!(report.failure(), None);
    let report = changed(|source| source.html.as_mut().unwrap().title = "h2".to_owned());
    check(&report, "html.title", CheckOutcome::Failed, "found in 0 of 3 rows");
    let report = changed(|source| source.html.as_mut().unwrap().row = "tr".to_owned());
    check(&report, "canary", CheckOutcome::Failed, "no row is recognised");
    assert!(report.verdicts.is_none(), "nothing more is typed");
    assert_eq!(report.failure().unwrap().name, "canary");
}

#[test]
fn a_canary_without_hits_fails_even_where_the_site_says_zero() {
    let report = changed(|source| source.probe.canary = "ganzenbord".to_owned());
    check(&report, "canary", CheckOutcome::Failed, "where there must be something");
    check(&report, "nonsense", CheckOutcome::Unknown, "not typed");
}

#[test]
fn a_word_that_stands_nowhere_and_finds_something_fails() {
    let mut engine = Engine::of(TEXTS);
    engine.always = Some(3);
    let report = probe(&engine);
    check(&report, "nonsense", CheckOutcome::Failed, "all of them are the canary's too");
    let verdicts = report.verdicts.unwrap();
    let unsettled =
        verdicts.rows().into_iter().filter(|(name, ..)| !["past_the_end", "totals", "cap"].contains(name));
    for (name, verdict, because) in unsettled {
        assert_eq!(verdict, "unknown", "{name}: {because}");
    }
}

#[test]
fn a_text_without_hits_that_cannot_be_read_is_a_warning_since_it_is_never_a_zero() {
    let engine = Engine::of(TEXTS);
    let report = probe_with(&source(), |request| match request.url.query() {
        Some(query) if query.contains("qzxvkwpj") => answered(request, 200, ("a", "b"), "<h1>Oeps</h1>"),
        _ => engine.exchange(request),
    });
    check(&report, "nonsense", CheckOutcome::Warning, "`unreadable`, never 0");
    assert_eq!(report.failure(), None);
}

#[test]
fn what_robots_txt_closes_is_said_with_its_rule() {
    let engine = Engine::of(TEXTS);
    let report = probe_with(&source(), |request| match request.url.path() {
        "/zoek" => closed(request),
        _ => engine.exchange(request),
    });
    let failure = report.failure().unwrap();
    assert_eq!(failure.name, "robots");
    assert!(failure.because.contains("https://kast.nl/zoek?q=zorg (Disallow: /zoek)"), "{}", failure.because);
}

#[test]
fn a_site_that_cannot_be_reached_is_asked_nothing_more() {
    let source = source();
    let asked = std::cell::Cell::new(0);
    let report = probe_with(&source, |request| {
        asked.set(asked.get() + 1);
        let no = NoAnswer { code: NoAnswerCode::Connect, detail: String::new() };
        Exchange { request: request.clone(), at: jiff::Timestamp::UNIX_EPOCH, reply: Reply::NoAnswer(no) }
    });
    assert_eq!(asked.get(), 2, "robots.txt and the canary");
    check(&report, "canary", CheckOutcome::Failed, "connect");
    assert!(report.signs.is_empty());
}

#[test]
fn platforms_are_recognised_by_their_marks_with_evidence() {
    let engine = Engine::of(TEXTS);
    let report = probe_with(&source(), |request| match request.url.path() {
        "/robots.txt" => {
            let text = "User-agent: *\nCrawl-delay: 5\nSitemap: https://kast.nl/kaart.xml\n";
            answered(request, 200, ("content-type", "text/plain"), text)
        }
        "/sitemap.xml" => answered(request, 200, ("content-type", "text/xml"), "<urlset></urlset>"),
        "/" => {
            answered(request, 200, ("x-generator", "Drupal 10 (https://www.drupal.org)"), "<h1>Welkom</h1>")
        }
        "/api/search" => answered(request, 400, ("content-type", "text/plain"), "Invalid search request"),
        "/oai/request" => answered(request, 200, ("content-type", "text/xml"), "<OAI-PMH></OAI-PMH>"),
        "/umbraco/" => answered(request, 403, ("a", "b"), ""),
        _ => engine.exchange(request),
    });
    let seen: Vec<&str> = report
        .signs
        .iter()
        .filter(|sign| sign.seen == Some(true))
        .map(|sign| sign.platform.as_str())
        .collect();
    assert_eq!(seen, ["drupal", "umbraco", "search-ui", "oai-pmh", "made with"]);
    assert!(report.signs.iter().all(|sign| !sign.evidence.is_empty()));
    assert_eq!(report.sitemaps, ["https://kast.nl/kaart.xml", "https://kast.nl/sitemap.xml"]);
    check(&report, "robots", CheckOutcome::Ok, "asks for 5 s");
    check(&report, "platform", CheckOutcome::Ok, "drupal");
}

#[test]
fn a_platform_without_its_marks_is_a_warning_and_the_one_that_answered_is_named() {
    let engine = Engine::of(TEXTS);
    let mut source = source();
    source.platform = Some(bron_protocol::Platform::Wordpress);
    source.wordpress =
        Some(bron_protocol::WordPressSettings { html: source.html.take(), ..Default::default() });
    let report = probe_with(&source, |request| engine.exchange(request));
    assert_eq!(report.interface, "wordpress-html");
    check(&report, "platform", CheckOutcome::Warning, "no mark of the platform");
    check(&report, "wordpress.html.title", CheckOutcome::Ok, "3 of 3");
}

#[test]
fn every_exchange_is_named_by_its_key_in_the_archive() {
    let report = probe(&Engine::of(TEXTS));
    let of_queries = report.queries.iter().flat_map(|query| &query.evidence);
    let all: Vec<_> = of_queries.chain(report.checks.iter().flat_map(|check| &check.evidence)).collect();
    assert!(all.len() > 25);
    for evidence in all {
        let url = url::Url::parse(&evidence.url).unwrap();
        assert_eq!(evidence.key, Request::get(url).key().to_string());
    }
    assert!(report.requests >= bron_search::expected_probe_requests(&source()), "{}", report.requests);
}
