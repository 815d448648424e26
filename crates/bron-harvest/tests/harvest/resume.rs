//! What the archive holds is not asked again, wherever a harvest was cut off.

use super::*;

fn several(path: &str, time: usize) -> Act {
    match (path, time) {
        ("/1", _) => ok(302, "Location: /2\r\n", b""),
        ("/2", 1) => ok(503, "", b"druk"),
        ("/3", 1) => Act::Reset,
        ("/4", _) => ok(500, "", b"stuk"),
        ("/5", _) => ok(404, "", b"weg"),
        _ => ok(200, "Content-Type: text/plain\r\n", path.as_bytes()),
    }
}

async fn fetch_all(site: &Site, live: &impl Exchanges) -> Vec<String> {
    let mut all = Vec::new();
    for path in ["/1", "/2", "/3", "/4", "/5", "/6"] {
        all.push(told(&live.fetch(&site.source, &site.request(path)).await.unwrap().unwrap()));
    }
    all
}

#[tokio::test]
async fn a_replay_gives_what_the_harvest_gave_and_a_second_harvest_sends_nothing() {
    let site = Site::open(several).await;
    let first = fetch_all(&site, &site.live()).await;
    assert_eq!(first, ["200 /2", "200 /2", "200 /3", "500 stuk", "404 weg", "200 /6"]);
    let (asked, stored) = (site.server.paths().len(), site.archive().len());
    let live = site.live();
    assert_eq!(fetch_all(&site, &live).await, first);
    assert_eq!((live.requests_sent(), site.server.paths().len()), (0, asked));
    drop(live);
    assert_eq!(site.archive().len(), stored, "nothing is added");
    let archive = Arc::new(Archive::open_read(site.folder.path()).unwrap());
    assert_eq!(fetch_all(&site, &Replay::new(archive, &site.harvest, MAX_DECODED)).await, first);
}

#[tokio::test]
async fn a_replay_of_what_was_never_asked_is_nothing() {
    let site = Site::open(several).await;
    site.fetch_once("/6").await;
    assert_eq!(site.replay("/7").await, None);
}

/// The archive cut at that many bytes, in a site of its own, harvested again.
async fn resume(bytes: &[u8], length: usize, expected: &[String]) -> usize {
    let site = Site::open(several).await;
    std::fs::write(site.folder.path().join("bron-00001-20261124T120000Z-1.warc.gz"), &bytes[..length])
        .unwrap();
    assert_eq!(fetch_all(&site, &site.live()).await, expected, "cut at {length}");
    let check = bron_store::verify_archive(site.folder.path()).unwrap();
    assert_eq!(check.faults, Vec::<String>::new());
    let asked = site.server.paths().len();
    assert_eq!(fetch_all(&site, &site.live()).await, expected);
    assert_eq!(site.server.paths().len(), asked, "the third harvest sends nothing");
    asked
}

#[tokio::test]
async fn a_harvest_cut_off_at_any_exchange_asks_only_for_the_rest() {
    let site = Site::open(several).await;
    let expected = fetch_all(&site, &site.live()).await;
    let total = site.server.paths().len();
    let rows = site.archive().responses();
    let bytes = std::fs::read(site.folder.path().join(&rows[0].file)).unwrap();
    let ends: Vec<usize> = rows.iter().map(|row| usize::try_from(row.offset + row.length).unwrap()).collect();
    for (number, end) in ends.iter().enumerate() {
        // A fresh server counts from one again, so it may fail once more where the old one had already done so.
        let again = resume(&bytes, *end, &expected).await;
        let torn = resume(&bytes, *end - 7, &expected).await;
        assert!(
            again <= total - number && torn <= total - number + 1,
            "{again}, {torn} after {number} of {total}"
        );
    }
}

#[tokio::test]
async fn failed_questions_are_asked_anew_when_that_is_wanted() {
    let site = Site::open(|path, time| match (path, time) {
        ("/a", 1..=3) => ok(500, "", b"stuk"),
        ("/b", 1) => ok(503, "Retry-After: Mon, 19 Jan 2037 03:14:07 GMT\r\n", b""),
        _ => ok(200, "", b"zorg"),
    });
    let site = site.await;
    let live = site.live();
    assert_eq!(told(&site.fetch(&live, "/a").await), "500 stuk");
    assert_eq!(code(&site.fetch(&live, "/b").await), Some(NoAnswerCode::RetryLater));
    assert_eq!(told(&site.fetch(&live, "/c").await), "200 zorg");
    drop(live);
    assert_eq!(told(&site.fetch_once("/a").await), "500 stuk");
    let live = site.live().retry_failed(true);
    for path in ["/a", "/b", "/c", "/a"] {
        assert_eq!(told(&site.fetch(&live, path).await), "200 zorg");
    }
    assert_eq!(live.requests_sent(), 3, "/a, /b and robots.txt, which may have changed");
}

#[tokio::test]
async fn a_robots_txt_that_failed_is_asked_anew_when_that_is_wanted() {
    let site = Site::with_robots(|path, time| match (path, time) {
        ("/robots.txt", 1..=3) => ok(503, "", b""),
        ("/robots.txt", _) => ok(200, "", b""),
        _ => ok(200, "", b"zorg"),
    });
    let site = site.await;
    assert_eq!(told(&site.fetch_once("/a").await), "no robots: robots.txt: 503");
    assert_eq!(told(&site.fetch_once("/a").await), "no robots: robots.txt: 503");
    let live = site.live().retry_failed(true);
    assert_eq!(told(&site.fetch(&live, "/a").await), "200 zorg");
}
