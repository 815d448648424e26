//! The archive holds what went over the socket, byte for byte, and says where it broke off.

use super::*;
use bron_model::Method;
use sha2::{Digest, Sha256};
use std::io::Write;
use std::time::Duration;

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

fn chunked(bytes: &[u8], size: usize) -> Vec<u8> {
    let mut out = Vec::new();
    for chunk in bytes.chunks(size) {
        out.extend(format!("{:x};naam=waarde\r\n", chunk.len()).bytes());
        out.extend(chunk);
        out.extend(b"\r\n");
    }
    out.extend(b"0\r\nTrailer: ja\r\n\r\n");
    out
}

/// Serves `answer`, and compares the stored payload with `payload` by sha256 and the stored request with what came in.
async fn check(answer: Vec<u8>, payload: &[u8], expected: &str) -> WarcRecord {
    let site = Site::open(move |_, _| Act::Send(answer.clone())).await;
    let fetched = site.fetch_once("/a?b=c%20d").await;
    assert_eq!(told(&fetched), expected);
    let request = records_of(site.folder.path(), "request", "/a?b=c%20d").remove(0);
    let came = site.server.seen().into_iter().find(|seen| seen.path.starts_with("/a")).unwrap();
    assert_eq!(String::from_utf8_lossy(&request.block), String::from_utf8_lossy(&came.bytes));
    let response = records_of(site.folder.path(), "response", "/a?b=c%20d").pop().unwrap();
    let end = response.block.windows(4).position(|four| four == b"\r\n\r\n").unwrap() + 4;
    let (stored, sent) = (Sha256::digest(&response.block[end..]), Sha256::digest(payload));
    assert_eq!(stored, sent, "payload of {}", String::from_utf8_lossy(&response.block));
    assert_eq!(response.fields["WARC-IP-Address"], "127.0.0.1");
    assert_eq!(site.replay("/a?b=c%20d").await.unwrap().exchange, fetched.exchange);
    assert_eq!(bron_store::verify_archive(site.folder.path()).unwrap().faults, Vec::<String>::new());
    response
}

fn head_of(record: &WarcRecord) -> String {
    let end = record.block.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
    String::from_utf8_lossy(&record.block[..end]).into_owned()
}

#[tokio::test]
async fn a_plain_answer_is_stored_as_it_came() {
    let answer = b"HTTP/1.1 200 Heel Goed\r\nX-Een: 1\r\nSet-Cookie: a\r\nContent-Length: 4\r\nset-cookie: b\r\n\r\nzorg";
    let record = check(answer.to_vec(), b"zorg", "200 zorg").await;
    let expected =
        "HTTP/1.1 200 Heel Goed\r\nx-een: 1\r\nset-cookie: a\r\nset-cookie: b\r\ncontent-length: 4";
    assert_eq!(head_of(&record), expected);
}

#[tokio::test]
async fn gzip_is_stored_as_gzip_and_read_as_text() {
    let body = gz("zorgzame buurten".repeat(50).as_bytes());
    let head = format!("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {}\r\n\r\n", body.len());
    let expected = format!("200 {}", "zorgzame buurten".repeat(50));
    let record = check([head.as_bytes(), &body].concat(), &body, &expected).await;
    assert!(head_of(&record).contains("content-encoding: gzip"));
}

#[tokio::test]
async fn chunks_are_undone_and_the_header_that_named_them_is_kept_under_another_name() {
    let body = gz(b"vitale wijken");
    let head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n";
    let record = check([&head[..], &chunked(&body, 5)].concat(), &body, "200 vitale wijken").await;
    assert!(head_of(&record).contains("x-archive-orig-transfer-encoding: chunked"));
    assert!(!head_of(&record).contains("\r\ntransfer-encoding"));
}

#[tokio::test]
async fn an_answer_without_a_length_ends_with_the_connection() {
    check(b"HTTP/1.0 200 OK\r\n\r\nsamenzorg".to_vec(), b"samenzorg", "200 samenzorg").await;
}

#[tokio::test]
async fn a_content_coding_that_is_not_read_is_kept_and_named() {
    let answer = b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 3\r\n\r\n\x01\x02\x03";
    check(answer.to_vec(), &[1, 2, 3], "200 unreadable: content coding `br`").await;
}

#[tokio::test]
async fn bytes_that_are_no_text_stay_in_headers() {
    let answer = b"HTTP/1.1 200 OK\r\nX-Naam: caf\xe9\r\nContent-Length: 0\r\n\r\n".to_vec();
    let record = check(answer, b"", "200 ").await;
    assert!(record.block.windows(4).any(|four| four == b"caf\xe9"));
}

#[tokio::test]
async fn a_body_shorter_than_announced_is_cut_by_disconnect() {
    let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf".to_vec();
    let record = check(answer, b"half", "200 cut by disconnect").await;
    assert_eq!(record.fields["WARC-Truncated"], "disconnect");
}

#[tokio::test]
async fn bad_chunks_cut_a_body() {
    let answer =
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nzorg\r\nzz\r\nrest\r\n0\r\n\r\n".to_vec();
    check(answer, b"zorg", "200 cut by disconnect").await;
}

#[tokio::test]
async fn a_post_goes_over_the_wire_as_it_is_stored() {
    let site = Site::open(|_, _| ok(200, "", b"[]")).await;
    let mut request = site.request("/zoek");
    request.method = Method::Post;
    request.accept = "application/json";
    request.body = Some(("application/json".to_owned(), b"{\"q\":\"zorg\"}".to_vec()));
    let live = site.live();
    let fetched = live.fetch(&site.source, &request).await.unwrap().unwrap();
    assert_eq!(told(&fetched), "200 []");
    let stored = records_of(site.folder.path(), "request", "/zoek").remove(0);
    let came = site.server.seen().into_iter().find(|seen| seen.path == "/zoek").unwrap();
    assert_eq!(String::from_utf8_lossy(&stored.block), String::from_utf8_lossy(&came.bytes));
    let expected = "POST /zoek HTTP/1.1\r\nhost: site.demo\r\nuser-agent: bron/0.0.0 (+tests@example.org)\r\n\
                    accept: application/json\r\naccept-encoding: gzip\r\ncontent-type: application/json\r\n\
                    content-length: 12\r\n\r\n{\"q\":\"zorg\"}";
    assert_eq!(String::from_utf8_lossy(&came.bytes), expected);
}

/// Serves `act` with that many attempts, and compares what was told, live and in the replay.
async fn check_told(act: fn() -> Act, change: fn(&mut Harvest), expected: &str) -> Site {
    let mut site = Site::open(move |_, _| act()).await;
    site.harvest.attempts = 1;
    change(&mut site.harvest);
    let fetched = site.fetch_once("/a").await;
    assert_eq!(told(&fetched), expected);
    let replayed = site.replay("/a").await.unwrap();
    assert_eq!(replayed, Fetched { from_archive: true, ..fetched });
    site
}

fn with_headers(count: usize) -> Act {
    let headers: String = (0..count - 1).map(|number| format!("X-{number}: w\r\n")).collect();
    ok(200, &headers, b"zorg")
}

#[tokio::test]
async fn five_hundred_headers_are_read_and_more_are_not() {
    for act in [|| with_headers(100), || with_headers(300), || with_headers(500)] {
        let site = check_told(act, |_| {}, "200 zorg").await;
        let record = records_of(site.folder.path(), "response", "/a").remove(0);
        let seen = site.server.seen().len();
        assert_eq!((seen, head_of(&record).lines().count() > 100), (2, true));
    }
    check_told(|| with_headers(600), |_| {}, "no head-too-large:").await;
}

#[tokio::test]
async fn a_header_of_a_megabyte_is_too_large_and_one_of_300_kib_is_not() {
    fn large(size: usize) -> Act {
        ok(200, &format!("X-Groot: {}\r\n", "w".repeat(size)), b"zorg")
    }
    check_told(|| large(300 << 10), |_| {}, "200 zorg").await;
    check_told(|| large(1 << 20), |_| {}, "no head-too-large:").await;
}

#[tokio::test]
async fn what_is_no_http_is_named() {
    check_told(|| Act::Send(b"SSH-2.0-OpenSSH_9.2\r\n\r\n".to_vec()), |_| {}, "no not-http:").await;
}

#[tokio::test]
async fn a_connection_that_breaks_before_an_answer_is_named() {
    check_told(|| Act::Reset, |_| {}, "no disconnected:").await;
    check_told(|| Act::Send(Vec::new()), |_| {}, "no disconnected:").await;
    check_told(|| Act::Send(b"HTTP/1.1 200 O".to_vec()), |_| {}, "no disconnected:").await;
}

#[tokio::test]
async fn a_server_that_says_nothing_is_given_up() {
    let impatient = |harvest: &mut Harvest| {
        harvest.connect_seconds = 0.2;
        harvest.read_seconds = 0.3;
    };
    let site = check_told(|| Act::Silence, impatient, "no timeout:").await;
    let metadata = records_of(site.folder.path(), "metadata", "/a");
    let requests = records_of(site.folder.path(), "request", "/a");
    assert_eq!((metadata.len(), requests.len()), (1, 1), "the request that was sent is kept");
}

#[tokio::test]
async fn a_trickle_ends_with_the_time_for_the_whole() {
    let trickle = || {
        Act::Trickle(b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n".to_vec(), Duration::from_millis(20))
    };
    check_told(trickle, |harvest| harvest.whole_seconds = 0.4, "200 cut by time").await;
}

#[tokio::test]
async fn a_body_that_stops_is_cut_by_time() {
    let stops = || Act::Trickle(b"HTTP/1.1 200 OK\r\n\r\nhalf".to_vec(), Duration::from_mins(1));
    check_told(stops, |harvest| harvest.read_seconds = 0.3, "200 cut by time").await;
}

#[tokio::test]
async fn an_endless_body_is_cut_while_it_is_read() {
    let endless = || Act::Endless(b"HTTP/1.1 200 OK\r\n\r\n".to_vec());
    let site = check_told(endless, |harvest| harvest.max_body = 3 << 20, "200 cut by length").await;
    let record = records_of(site.folder.path(), "response", "/a").remove(0);
    let end = record.block.windows(4).position(|four| four == b"\r\n\r\n").unwrap() + 4;
    assert_eq!(record.block.len() - end, 3 << 20);
    assert_eq!(record.fields["WARC-Truncated"], "length");
}

#[tokio::test]
async fn a_body_of_exactly_the_limit_is_whole() {
    check_told(|| ok(200, "", b"1234"), |harvest| harvest.max_body = 4, "200 1234").await;
    check_told(|| ok(200, "", b"12345"), |harvest| harvest.max_body = 4, "200 cut by length").await;
}

#[tokio::test]
async fn nobody_listening_is_no_connection() {
    let site = Site::open(|_, _| ok(200, "", b"")).await;
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let mut site = site;
    site.harvest.attempts = 1;
    site.harvest.connect_to.insert("site.demo".to_owned(), closed.to_string());
    let fetched = site.fetch_once("/a").await;
    assert_eq!(told(&fetched), "no connect:");
    assert_eq!(told(&site.replay("/a").await.unwrap()), "no connect:");
    assert!(
        records_of(site.folder.path(), "request", "/a").is_empty(),
        "nothing was sent, so nothing is claimed"
    );
}

#[tokio::test]
async fn the_first_record_says_how_bodies_are_stored() {
    let site = Site::open(|_, _| ok(200, "", b"zorg")).await;
    site.fetch_once("/a").await;
    let first = warc_records(site.folder.path()).remove(0);
    let text = String::from_utf8(first.block).unwrap();
    assert_eq!(first.fields["WARC-Type"], "warcinfo");
    for words in
        ["software: bron/0.0.0", "bron-archive-format: 1", "after the transfer coding", "robots: obeyed"]
    {
        assert!(text.contains(words), "{words} in {text}");
    }
}
