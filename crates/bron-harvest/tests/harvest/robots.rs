//! robots.txt is read first, once, kept, and obeyed.

use super::*;
use std::time::Duration;

async fn check(status: u16, text: &'static str, expected: &str) -> Site {
    let site = Site::with_robots(move |path, _| match path {
        "/robots.txt" => ok(status, "", text.as_bytes()),
        _ => ok(200, "", b"zorg"),
    });
    let mut site = site.await;
    site.harvest.attempts = 2;
    let fetched = site.fetch_once("/zoeken?q=zorg").await;
    assert_eq!(told(&fetched), expected);
    assert_eq!(told(&site.replay("/zoeken?q=zorg").await.unwrap()), expected, "the replay says the same");
    site
}

#[tokio::test]
async fn what_is_open_is_asked() {
    let site = check(200, "User-agent: *\nDisallow: /intern\n", "200 zorg").await;
    assert_eq!(site.server.paths(), ["/robots.txt", "/zoeken?q=zorg"]);
}

#[tokio::test]
async fn what_is_closed_is_not_asked_and_the_rule_is_named() {
    let site = check(200, "User-agent: *\nDisallow: /zoeken\n", "no robots: Disallow: /zoeken").await;
    assert_eq!(site.server.paths(), ["/robots.txt"]);
    let again = site.fetch_once("/zoeken?q=zorg").await;
    assert!(again.from_archive);
    assert_eq!(site.server.paths(), ["/robots.txt"], "once per harvest");
}

#[tokio::test]
async fn no_file_is_open_and_a_failing_one_closes() {
    check(404, "", "200 zorg").await;
    check(403, "", "200 zorg").await;
    let site = check(500, "", "no robots: robots.txt: 500").await;
    assert_eq!(site.server.paths(), ["/robots.txt", "/robots.txt"], "it was tried twice");
}

#[tokio::test]
async fn a_delay_of_more_than_half_a_minute_closes() {
    check(200, "User-agent: *\nCrawl-delay: 60\n", "no robots: Crawl-delay: asks for 60 s").await;
}

#[tokio::test]
async fn a_delay_that_it_asks_for_is_kept() {
    let site = Site::with_robots(|path, _| match path {
        "/robots.txt" => ok(200, "", b"User-agent: bron\nCrawl-delay: 0.2\n"),
        _ => ok(200, "", b""),
    });
    let site = site.await;
    let live = site.live();
    site.fetch(&live, "/1").await;
    site.fetch(&live, "/2").await;
    let seen = site.server.seen();
    assert!(seen[2].came - seen[1].answered >= Duration::from_millis(200));
}

#[tokio::test]
async fn robots_txt_may_redirect() {
    let site = Site::with_robots(|path, _| match path {
        "/robots.txt" => ok(301, "Location: /elders.txt\r\n", b""),
        "/elders.txt" => ok(200, "", b"User-agent: *\nDisallow: /a\n"),
        _ => ok(200, "", b"zorg"),
    });
    let site = site.await;
    assert_eq!(told(&site.fetch_once("/a").await), "no robots: Disallow: /a");
    assert_eq!(told(&site.fetch_once("/b").await), "200 zorg");
}

#[tokio::test]
async fn many_questions_at_once_fetch_it_once() {
    let site = Site::open(|_, _| ok(200, "", b"zorg")).await;
    let live = site.live();
    let paths: Vec<String> = (0..10).map(|number| format!("/{}", number % 5)).collect();
    let all = futures_util::future::join_all(paths.iter().map(|path| site.fetch(&live, path))).await;
    assert!(all.iter().all(|fetched| told(fetched) == "200 zorg"));
    assert_eq!(site.server.paths().len(), 6, "robots.txt once, and each of five pages once");
    assert_eq!(live.requests_sent(), 6);
}

const CLOSED: &str = "User-agent: *\nDisallow: /zoeken\nDisallow: /intern\nCrawl-delay: 0.1\n";

/// A site that closes its search path, whose keeper let us ask it.
async fn permitted(robots: &'static str, status: u16) -> Site {
    let site = Site::with_robots(move |path, _| match path {
        "/robots.txt" => ok(status, "", robots.as_bytes()),
        _ => ok(200, "", b"zorg"),
    });
    let mut site = site.await;
    site.source.robots = bron_protocol::Robots::Permission;
    site.source.permission = Some(bron_protocol::Permission {
        who: "A. Beheerder".to_owned(),
        when: "2026-11-02".parse().unwrap(),
        letter: "permissions/site.pdf".to_owned(),
        paths: vec!["/zoeken".to_owned()],
    });
    site
}

#[tokio::test]
async fn a_permission_opens_its_paths_and_nothing_else_and_is_told_in_the_archive() {
    let site = permitted(CLOSED, 200).await;
    let live = site.live();
    assert_eq!(told(&site.fetch(&live, "/zoeken?q=zorg").await), "200 zorg");
    assert_eq!(told(&site.fetch(&live, "/intern").await), "no robots: Disallow: /intern");
    assert_eq!(told(&site.fetch(&live, "/open").await), "200 zorg");
    let seen = site.server.seen();
    assert!(seen[2].came - seen[1].answered >= Duration::from_millis(100), "the delay is kept");
    drop(live);
    let mark = |kind: &str, path: &str| -> Vec<Option<String>> {
        let records = records_of(site.folder.path(), kind, path);
        records.into_iter().map(|record| record.fields.get("Bron-Permission").cloned()).collect()
    };
    let by = Some("A. Beheerder, 2026-11-02; permissions/site.pdf".to_owned());
    for kind in ["request", "response"] {
        assert_eq!(mark(kind, "/zoeken?q=zorg"), std::slice::from_ref(&by));
        assert_eq!(mark(kind, "/open"), [None]);
        assert_eq!(mark(kind, "/robots.txt"), [None]);
    }
}

#[tokio::test]
async fn without_a_closing_rule_a_permission_changes_nothing() {
    let site = permitted("", 404).await;
    assert_eq!(told(&site.fetch_once("/zoeken").await), "200 zorg");
    assert!(!records_of(site.folder.path(), "response", "/zoeken")[0].fields.contains_key("Bron-Permission"));
    let mut site = permitted("", 503).await;
    site.harvest.attempts = 1;
    assert_eq!(told(&site.fetch_once("/zoeken").await), "no robots: robots.txt: 503");
    let site = permitted("User-agent: *\nDisallow: /zoeken\nCrawl-delay: 60\n", 200).await;
    assert_eq!(told(&site.fetch_once("/zoeken").await), "no robots: Crawl-delay: asks for 60 s");
}

#[tokio::test]
async fn a_permission_holds_on_the_hosts_of_its_source_alone() {
    let mut site = permitted(CLOSED, 200).await;
    let elsewhere = site.server.address.to_string();
    site.harvest.connect_to.insert("elders.demo".to_owned(), elsewhere);
    site.source.files_elsewhere = true;
    let live = site.live();
    let request = Request::get("http://elders.demo/zoeken".parse().unwrap());
    let fetched = live.fetch(&site.source, &request).await.unwrap().unwrap();
    assert_eq!(told(&fetched), "no robots: Disallow: /zoeken");
}

#[tokio::test]
async fn what_was_closed_is_asked_once_a_permission_is_there() {
    let mut site = permitted(CLOSED, 200).await;
    let permission = site.source.permission.take();
    site.source.robots = bron_protocol::Robots::Obey;
    assert_eq!(told(&site.fetch_once("/zoeken").await), "no robots: Disallow: /zoeken");
    site.source.permission = permission;
    site.source.robots = bron_protocol::Robots::Permission;
    assert_eq!(told(&site.fetch_once("/zoeken").await), "200 zorg");
    assert!(site.fetch_once("/zoeken").await.from_archive);
    assert_eq!(site.asked(), ["/zoeken"]);
}
