//! Each hop is an exchange, and each target is judged anew.

use super::*;
use bron_model::Method;

#[tokio::test]
async fn a_redirect_is_followed_and_each_hop_is_kept() {
    let site = Site::open(|path, _| match path {
        "/a" => ok(301, "Location: /b#deel\r\n", b""),
        "/b" => ok(302, "Location: http://site.demo/c\r\n", b""),
        _ => ok(200, "", b"zorg"),
    });
    let site = site.await;
    let fetched = site.fetch_once("/a").await;
    assert_eq!((told(&fetched).as_str(), fetched.hops, fetched.url.path()), ("200 zorg", 2, "/c"));
    assert_eq!(site.asked(), ["/a", "/b", "/c"]);
    assert_eq!(records_of(site.folder.path(), "response", "/b").len(), 1);
    assert_eq!(site.replay("/a").await, Some(Fetched { from_archive: true, ..fetched }));
}

#[tokio::test]
async fn a_loop_ends_after_ten_redirects() {
    let site = Site::open(|path, _| {
        ok(302, if path == "/a" { "Location: /b\r\n" } else { "Location: /a\r\n" }, b"")
    });
    let site = site.await;
    let fetched = site.fetch_once("/a").await;
    assert_eq!(told(&fetched), "no redirect: more than 10 redirects");
    assert_eq!(site.asked(), ["/a", "/b"], "what the archive holds is not asked again");
    assert_eq!(site.replay("/a").await, Some(Fetched { from_archive: true, ..fetched }));
}

#[tokio::test]
async fn a_long_chain_ends_after_ten_redirects() {
    let site = Site::open(|path, _| {
        let number: u32 = path[1..].parse().unwrap();
        ok(302, &format!("Location: /{}\r\n", number + 1), b"")
    });
    let site = site.await;
    let fetched = site.fetch_once("/0").await;
    assert_eq!(told(&fetched), "no redirect: more than 10 redirects");
    assert_eq!(site.asked().len(), 11);
}

#[tokio::test]
async fn a_redirect_to_nowhere_is_the_answer_itself_and_a_broken_one_is_named() {
    let site = Site::open(|path, _| match path {
        "/a" => ok(302, "", b"waarheen"),
        _ => ok(302, "Location: http://[\r\n", b""),
    });
    let site = site.await;
    assert_eq!(told(&site.fetch_once("/a").await), "302 waarheen");
    assert_eq!(told(&site.fetch_once("/b").await), "no redirect: Location is no address");
}

async fn check_post(status: u16, expected: &str) {
    let site = Site::open(move |path, _| match path {
        "/zoek" => ok(status, "Location: /uitkomst\r\n", b""),
        _ => ok(200, "", b"zorg"),
    });
    let site = site.await;
    let mut request = site.request("/zoek");
    request.method = Method::Post;
    request.body = Some(("text/plain".to_owned(), b"q".to_vec()));
    site.live().fetch(&site.source, &request).await.unwrap().unwrap();
    let last = site.server.seen().pop().unwrap();
    let line = String::from_utf8_lossy(&last.bytes).lines().next().unwrap().to_owned();
    assert_eq!(line, expected, "{status}");
}

#[tokio::test]
async fn a_post_is_sent_again_only_by_307_and_308() {
    for status in [301, 302, 303] {
        check_post(status, "GET /uitkomst HTTP/1.1").await;
    }
    for status in [307, 308] {
        check_post(status, "POST /uitkomst HTTP/1.1").await;
    }
}

#[tokio::test]
async fn the_robots_of_the_target_are_asked_first() {
    let mut site = Site::with_robots(|path, time| match (path, time) {
        ("/robots.txt", 1) => ok(404, "", b""),
        ("/robots.txt", _) => ok(200, "", b"User-agent: *\nDisallow: /b\n"),
        ("/a", _) => ok(302, "Location: http://ander.demo/b\r\n", b""),
        _ => ok(200, "", b"zorg"),
    })
    .await;
    site.source.hosts = vec!["ander.demo".to_owned()];
    site.harvest.connect_to.insert("ander.demo".to_owned(), site.server.address.to_string());
    assert_eq!(told(&site.fetch_once("/a").await), "no robots: Disallow: /b");
    assert_eq!(site.server.paths(), ["/robots.txt", "/a", "/robots.txt"]);
}

#[tokio::test]
async fn two_origins_that_redirect_to_each_other_do_not_wait_for_each_other() {
    let mut site = Site::with_robots(|path, _| match path {
        "/robots.txt" => ok(302, "Location: http://ander.demo/r.txt\r\n", b""),
        "/r.txt" => ok(404, "", b""),
        "/a" => ok(302, "Location: http://ander.demo/b\r\n", b""),
        "/b" => ok(302, "Location: http://site.demo/c\r\n", b""),
        _ => ok(200, "", b"zorg"),
    })
    .await;
    site.source.hosts = vec!["ander.demo".to_owned()];
    site.harvest.connect_to.insert("ander.demo".to_owned(), site.server.address.to_string());
    let live = site.live();
    let both = ["http://site.demo/a", "http://ander.demo/b"];
    let told: Vec<String> = futures_util::future::join_all(both.map(|url| site.fetch(&live, url)))
        .await
        .iter()
        .map(told)
        .collect();
    assert_eq!(told, ["200 zorg", "200 zorg"]);
}
