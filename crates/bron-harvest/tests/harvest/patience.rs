//! Pace, retries and Retry-After.

use super::*;
use std::time::Duration;

#[tokio::test]
async fn the_pause_counts_from_the_end_of_the_last_answer() {
    let mut site = Site::open(|_, _| ok(200, "", &b".".repeat(200_000))).await;
    site.harvest.delay_seconds = 0.05;
    let live = site.live();
    let paths = ["/1", "/2", "/3", "/4"];
    futures_util::future::join_all(paths.map(|path| site.fetch(&live, path))).await;
    let seen = site.server.seen();
    assert_eq!(seen.len(), 5);
    for pair in seen.windows(2) {
        let gap = pair[1].came - pair[0].answered;
        assert!(gap >= Duration::from_millis(50), "{gap:?} before {}", pair[1].path);
    }
}

#[tokio::test]
async fn a_source_may_ask_for_more_time_than_the_pipeline() {
    let mut site = Site::open(|_, _| ok(200, "", b"")).await;
    site.source.delay_seconds = Some(0.15);
    site.fetch_once("/1").await;
    let seen = site.server.seen();
    assert!(seen[1].came - seen[0].answered >= Duration::from_millis(150));
}

#[tokio::test]
async fn hosts_are_asked_in_parallel() {
    let mut site = Site::open(|_, _| ok(200, "", b"")).await;
    site.harvest.delay_seconds = 0.4;
    let names: Vec<String> = (0..8).map(|number| format!("h{number}.demo")).collect();
    let address = site.server.address.to_string();
    site.harvest.connect_to = names.iter().map(|name| (name.clone(), address.clone())).collect();
    let hosts: Vec<&str> = names.iter().map(String::as_str).collect();
    site.source = source("http://h0.demo/", &hosts);
    let live = site.live();
    let urls: Vec<String> = names.iter().map(|name| format!("http://{name}/a")).collect();
    let begin = std::time::Instant::now();
    futures_util::future::join_all(urls.iter().map(|url| site.fetch(&live, url))).await;
    let took = begin.elapsed();
    assert_eq!(site.server.paths().len(), 16);
    assert!(took < Duration::from_millis(8 * 400), "eight hosts took {took:?}, one after the other");
}

#[tokio::test]
async fn a_server_error_is_asked_again_and_each_attempt_is_kept() {
    let site = Site::open(|_, time| if time < 3 { ok(503, "", b"druk") } else { ok(200, "", b"zorg") }).await;
    assert_eq!(told(&site.fetch_once("/a").await), "200 zorg");
    assert_eq!(site.asked(), ["/a", "/a", "/a"]);
    assert_eq!(records_of(site.folder.path(), "response", "/a").len(), 3);
    assert_eq!(told(&site.replay("/a").await.unwrap()), "200 zorg");
}

#[tokio::test]
async fn attempts_have_an_end() {
    let site = Site::open(|_, _| ok(500, "", b"stuk")).await;
    assert_eq!(told(&site.fetch_once("/a").await), "500 stuk");
    let again = site.fetch_once("/a").await;
    assert_eq!((told(&again).as_str(), again.from_archive), ("500 stuk", true));
    assert_eq!(site.asked().len(), 3);
}

#[tokio::test]
async fn a_connection_that_broke_is_tried_again() {
    let site = Site::open(|_, time| match time {
        1 => Act::Reset,
        2 => Act::Send(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf".to_vec()),
        _ => ok(200, "", b"zorg"),
    });
    let site = site.await;
    assert_eq!(told(&site.fetch_once("/a").await), "200 zorg");
}

#[tokio::test]
async fn a_page_that_is_not_there_is_asked_once() {
    let site = Site::open(|_, _| ok(404, "", b"weg")).await;
    assert_eq!(told(&site.fetch_once("/a").await), "404 weg");
    assert_eq!(site.asked().len(), 1);
}

#[tokio::test]
async fn a_post_is_not_repeated_after_a_server_error() {
    let site = Site::open(|_, _| ok(500, "", b"stuk")).await;
    let mut request = site.request("/a");
    request.method = bron_model::Method::Post;
    request.body = Some(("a/b".to_owned(), Vec::new()));
    site.live().fetch(&site.source, &request).await.unwrap();
    assert_eq!(site.asked().len(), 1);
}

#[tokio::test]
async fn retry_after_in_seconds_is_waited_for() {
    let site = Site::open(|_, time| match time {
        1 => ok(503, "Retry-After: 1\r\n", b""),
        _ => ok(200, "", b"zorg"),
    });
    let site = site.await;
    assert_eq!(told(&site.fetch_once("/a").await), "200 zorg");
    let seen = site.server.seen();
    assert!(seen[2].came - seen[1].came >= Duration::from_millis(990));
}

#[tokio::test]
async fn retry_after_as_a_date_is_waited_for() {
    let site = Site::open(|_, time| match time {
        1 => {
            let later = std::time::SystemTime::now() + Duration::from_secs(2);
            let date = httpdate::fmt_http_date(later);
            ok(429, &format!("Retry-After: {date}\r\n"), b"")
        }
        _ => ok(200, "", b"zorg"),
    });
    let site = site.await;
    assert_eq!(told(&site.fetch_once("/a").await), "200 zorg");
    let seen = site.server.seen();
    assert!(seen[2].came - seen[1].came >= Duration::from_millis(990), "a date is whole seconds");
}

#[tokio::test]
async fn a_retry_after_in_2037_is_named_and_not_waited_for() {
    let far = |status: u16| ok(status, "Retry-After: Mon, 19 Jan 2037 03:14:07 GMT\r\n", b"");
    let expected = "no retry-later: not before 2037-01-19T03:14:07Z";
    let site = Site::open(move |path, _| if path == "/a" { far(503) } else { ok(200, "", b"zorg") }).await;
    let live = site.live();
    assert_eq!(told(&site.fetch(&live, "/a").await), expected);
    assert_eq!(
        told(&site.fetch(&live, "/b").await),
        "200 zorg",
        "one page that is away says nothing of others"
    );
    drop(live);
    assert_eq!(told(&site.replay("/a").await.unwrap()), expected);
    let before = site.archive().len();
    assert_eq!(told(&site.fetch_once("/a").await), expected);
    assert_eq!((site.asked().len(), site.archive().len()), (2, before), "a second run adds nothing");
    let responses = records_of(site.folder.path(), "response", "/a");
    assert_eq!(responses.len(), 1, "the answer that said so is kept");
}

#[tokio::test]
async fn too_many_requests_close_an_origin_until_the_time_it_names() {
    let site = Site::open(|_, _| ok(429, "Retry-After: 86400\r\n", b"")).await;
    let live = site.live();
    for path in ["/a", "/b", "/c"] {
        assert_eq!(code(&site.fetch(&live, path).await), Some(NoAnswerCode::RetryLater));
    }
    drop(live);
    assert_eq!(site.asked(), ["/a"]);
    assert_eq!(code(&site.replay("/c").await.unwrap()), Some(NoAnswerCode::RetryLater));
}
