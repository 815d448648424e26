//! The eight imitated knowledge bases as a client meets them: over a socket, told apart by the Host header.

use bron_demo::Collection;
use scraper::{Html, Selector};
use std::collections::BTreeSet;
use std::net::SocketAddr;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// An answer, taken apart.
struct Answer {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Answer {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
    fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }
    fn select(&self, selector: &str) -> Vec<String> {
        let html = Html::parse_document(&self.text());
        let selector = Selector::parse(selector).unwrap();
        html.select(&selector).map(|element| element.text().collect::<String>().trim().to_owned()).collect()
    }
    fn links(&self, selector: &str) -> Vec<String> {
        let html = Html::parse_document(&self.text());
        let selector = Selector::parse(selector).unwrap();
        html.select(&selector).filter_map(|element| element.attr("href")).map(str::to_owned).collect()
    }
}

async fn start() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(bron_demo::serve(listener, Collection::first(), None));
    address
}

async fn get(server: SocketAddr, host: &str, target: &str) -> Answer {
    exchange(server, &format!("GET {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")).await
}

async fn exchange(server: SocketAddr, request: &str) -> Answer {
    let mut stream = TcpStream::connect(server).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).await.unwrap();
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n").unwrap();
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    Answer { status, head, body: bytes[end + 4..].to_vec() }
}

#[tokio::test]
async fn every_name_answers_with_robots_and_a_sitemap_whose_pages_are_there() {
    let server = start().await;
    for host in bron_demo::hosts() {
        assert!(get(server, host, "/robots.txt").await.text().contains("Disallow: /"), "{host}");
        let paths: &[&str] =
            if *host == "vilans.demo" { &["/sitemap/1.xml", "/sitemap/2.xml.gz"] } else { &["/sitemap.xml"] };
        let mut sitemap = String::new();
        for path in paths {
            sitemap.push_str(&unpacked(&get(server, host, path).await.body));
        }
        let pages: Vec<&str> =
            sitemap.split("<loc>").skip(1).filter_map(|rest| rest.split("</loc>").next()).collect();
        assert!(pages.len() >= 8, "{host}");
        for page in pages {
            let path = page.strip_prefix(&format!("http://{host}")).unwrap();
            assert_eq!(get(server, host, path).await.status, 200, "{page}");
        }
        assert_eq!(get(server, host, "/bestaat-niet").await.status, 404, "{host}");
    }
    assert_eq!(get(server, "elders.demo", "/").await.status, 421);
}

fn unpacked(body: &[u8]) -> String {
    use std::io::Read;
    if !body.starts_with(&[0x1f, 0x8b]) {
        return String::from_utf8_lossy(body).into_owned();
    }
    let mut text = String::new();
    flate2::read::GzDecoder::new(body).read_to_string(&mut text).unwrap();
    text
}

#[tokio::test]
async fn the_repository_lists_every_publication_once_from_token_to_token() {
    let server = start().await;
    let first = "/oai/request?verb=ListRecords&metadataPrefix=oai_dc".to_owned();
    let (mut next, mut answers, mut identifiers) = (Some(first), 0, Vec::new());
    while let Some(target) = next {
        let text = get(server, "scp.demo", &target).await.text();
        answers += 1;
        identifiers.extend(
            text.split("<identifier>").skip(1).map(|rest| rest.split('<').next().unwrap().to_owned()),
        );
        let token =
            text.split("<resumptionToken").nth(1).unwrap().split(['>', '<']).nth(1).unwrap().to_owned();
        next = (!token.is_empty()).then(|| format!("/oai/request?verb=ListRecords&resumptionToken={token}"));
    }
    let once: BTreeSet<&String> = identifiers.iter().collect();
    assert_eq!((answers, identifiers.len(), once.len()), (3, 15, 15));
    let lost = get(server, "scp.demo", "/oai/request?verb=ListRecords&resumptionToken=oai_dc/99").await;
    assert!(lost.text().contains("badResumptionToken"));
    assert_eq!(get(server, "vws.demo", "/oai/request?verb=Identify").await.status, 404);
}

#[tokio::test]
async fn the_same_question_has_the_same_answer_to_the_byte() {
    let server = start().await;
    for target in ["/documenten/dossier/00012", "/robots.txt"] {
        let (first, second) = (get(server, "vws.demo", target).await, get(server, "vws.demo", target).await);
        assert_eq!((first.head, first.body), (second.head, second.body), "{target}");
    }
}

#[tokio::test]
async fn wordpress_gives_totals_in_headers_and_nothing_past_the_end() {
    let server = start().await;
    let search = "/wp-json/wp/v2/search?search=bewoners&per_page=2&page=";
    let first = get(server, "lsa.demo", &format!("{search}1")).await;
    let total: usize = first.header("x-wp-total").unwrap().parse().unwrap();
    let pages: usize = first.header("x-wp-totalpages").unwrap().parse().unwrap();
    assert!(total > 2 && pages == total.div_ceil(2));
    assert!(first.header("link").unwrap().contains("rel=\"next\""));
    let mut ids = BTreeSet::new();
    for page in 1..=pages {
        let answer = get(server, "lsa.demo", &format!("{search}{page}")).await;
        let items: Vec<serde_json::Value> = serde_json::from_slice(&answer.body).unwrap();
        ids.extend(items.iter().map(|item| item["id"].as_u64().unwrap()));
        for item in items {
            let itself = item["_links"]["self"][0]["href"].as_str().unwrap();
            let itself = get(server, "lsa.demo", itself.strip_prefix("http://lsa.demo").unwrap()).await;
            assert_eq!(itself.status, 200);
        }
    }
    assert_eq!(ids.len(), total);
    let past = get(server, "lsa.demo", &format!("{search}{}", pages + 1)).await;
    assert_eq!((past.status, past.text().as_str(), past.header("x-wp-total")), (200, "[]", Some("0")));
    let unknown = get(server, "lsa.demo", "/wp-json/wp/v2/geen").await;
    assert!(unknown.status == 404 && unknown.text().contains("rest_no_route"));
}

#[tokio::test]
async fn wordpress_gives_dates_by_type_and_the_fields_asked_for() {
    let server = start().await;
    let types = get(server, "verwey-jonker.demo", "/wp-json/wp/v2/types").await;
    let types: serde_json::Value = serde_json::from_slice(&types.body).unwrap();
    assert_eq!(types["publicatie"]["rest_base"], "publicatie");
    let search = get(server, "verwey-jonker.demo", "/wp-json/wp/v2/search?search=samenlevingsopbouw").await;
    let items: Vec<serde_json::Value> = serde_json::from_slice(&search.body).unwrap();
    let id = &items[0]["id"];
    let one =
        get(server, "verwey-jonker.demo", &format!("/wp-json/wp/v2/publicatie?include={id}&_fields=id,date"))
            .await;
    let one: Vec<serde_json::Value> = serde_json::from_slice(&one.body).unwrap();
    assert_eq!(one.len(), 1);
    assert!(one[0]["date"].as_str().unwrap().ends_with("T10:00:00"));
    assert!(one[0].get("content").is_none());
}

#[tokio::test]
async fn wordpress_without_rest_lists_ten_a_page_and_ends_in_404() {
    let server = start().await;
    for route in ["/wp-json/wp/v2/types", "/?rest_route=/wp/v2/types"] {
        assert_eq!(get(server, "platform31.demo", route).await.status, 401, "{route}");
        assert_eq!(get(server, "lsa.demo", route).await.status, 200, "{route}");
    }
    let first = get(server, "platform31.demo", "/?s=vitale+wijken").await;
    assert_eq!(first.select("main.search-results article.post h2.entry-title a").len(), 10);
    assert_eq!(first.links("a.next.page-numbers"), ["http://platform31.demo/page/2/?s=vitale+wijken"]);
    let second = get(server, "platform31.demo", "/page/2/?s=vitale+wijken").await;
    assert!(!second.select("article.post").is_empty() && second.links("a.next").is_empty());
    assert_eq!(get(server, "platform31.demo", "/page/3/?s=vitale+wijken").await.status, 404);
    let none = get(server, "platform31.demo", "/?s=samenzorg").await;
    assert_eq!((none.status, none.select(".no-results").len()), (200, 1));
}

/// Follows `next` and gives the addresses of all rows.
async fn all_rows(
    server: SocketAddr,
    host: &str,
    first: &str,
    link: &str,
    next: &str,
) -> (usize, Vec<String>) {
    let (mut target, mut pages, mut rows) = (first.to_owned(), 0, Vec::new());
    loop {
        let answer = get(server, host, &target).await;
        rows.extend(answer.links(link));
        pages += 1;
        match answer.links(next).first() {
            Some(link) => {
                target = link.strip_prefix('?').map_or(link.clone(), |query| format!("/zoeken?{query}"));
            }
            None => return (pages, rows),
        }
    }
}

#[tokio::test]
async fn the_totals_that_html_lists_report_are_the_rows_they_list() {
    let server = start().await;
    let lists = [
        (
            "movisie.demo",
            "/zoeken?search_api_fulltext=zorgzame+buurten",
            ".views-row h2 a",
            "a[rel=next]",
            ".view-header",
        ),
        (
            "vilans.demo",
            "/zoeken?q=zorgzame+buurten",
            ".search-result h3 a",
            "a.pagination-next",
            ".search-count",
        ),
        (
            "scp.demo",
            "/zoeken?trefwoord=zorgzame+samenleving",
            "li.hit h3 a",
            ".paging a.next",
            ".summary strong",
        ),
    ];
    for (host, first, link, next, total) in lists {
        let shown = get(server, host, first).await.select(total).concat();
        let number: String =
            shown.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
        let (pages, rows) = all_rows(server, host, first, link, next).await;
        assert_eq!(rows.len(), number.parse::<usize>().unwrap(), "{host}");
        assert_eq!(rows.iter().collect::<BTreeSet<_>>().len(), rows.len(), "{host}");
        assert!(pages > 1 || host == "scp.demo", "{host}: {} rows", rows.len());
    }
}

/// The body that the ministry's own page would post.
fn posted(text: &str, page: usize, ministry: Option<&str>) -> String {
    let filters =
        ministry.map(|name| serde_json::json!({"field": "ministry", "values": [name], "type": "all"}));
    serde_json::json!({
        "requestState": {"current": page, "filters": filters.into_iter().collect::<Vec<_>>(), "resultsPerPage": 10, "searchTerm": text, "sortList": []},
        "queryConfig": {"filters": [], "result_fields": {}, "facets": {}, "sortList": []},
    })
    .to_string()
}

async fn post(server: SocketAddr, host: &str, target: &str, body: &str) -> Answer {
    let head = format!(
        "POST {target} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    exchange(server, &format!("{head}{body}")).await
}

#[tokio::test]
async fn the_list_of_forty_thousand_goes_on() {
    let server = start().await;
    let mut seen = BTreeSet::new();
    for page in [1, 2, 3, 4, 5, 6, 1999, 4000, 4001] {
        let body = posted("community care", page, Some("Ministerie van VWS (demo)"));
        let answer = post(server, "vws.demo", "/api/search", &body).await;
        let answer: serde_json::Value = serde_json::from_slice(&answer.body).unwrap();
        assert_eq!(answer["totalResults"], 40_000, "{page}");
        let rows = answer["rawResponse"]["rawResults"].as_array().unwrap();
        assert_eq!(rows.len(), if page > 4000 { 0 } else { 10 }, "{page}");
        for row in rows {
            let path = row["url"]["raw"].as_str().unwrap().to_owned();
            assert_eq!(get(server, "vws.demo", &path).await.status, 200, "{path}");
            assert!(seen.insert(path));
        }
    }
}

#[tokio::test]
async fn the_posted_search_names_its_ministries_and_refuses_what_its_page_would_not_send() {
    let server = start().await;
    let search = async |body: &str| post(server, "vws.demo", "/api/search", body).await;
    let everything: serde_json::Value =
        serde_json::from_slice(&search(&posted("", 1, None)).await.body).unwrap();
    assert_eq!(everything["facets"]["ministry"][0]["data"][0]["value"], "Ministerie van VWS (demo)");
    let elsewhere = search(&posted("care", 1, Some("Ministerie van Elders"))).await;
    assert_eq!(serde_json::from_slice::<serde_json::Value>(&elsewhere.body).unwrap()["totalResults"], 0);
    for body in ["", "{}", "{\"requestState\":{\"current\":1}}", &posted("x", 0, None)] {
        let refused = search(body).await;
        assert_eq!((refused.status, refused.text().as_str()), (400, "Invalid search request"), "{body}");
    }
    let days = posted("x", 1, None)
        .replace("\"facets\":{}", "\"facets\":{\"sort_date\":{\"ranges\":[{\"from\":\"2024-01-01\"}]}}");
    assert_eq!(search(&days).await.status, 500, "a day that is no instant");
    assert_eq!(get(server, "vws.demo", "/api/search").await.status, 405);
    assert_eq!(post(server, "scp.demo", "/api/search", "{}").await.status, 405);
}

#[tokio::test]
async fn the_store_lists_by_offset_in_three_sizes_only() {
    let server = start().await;
    let list = "/overheid/openbaarmakingen/api/v0/zoek?zoektekst=zorgzame%20samenleving";
    let ask = async |more: &str| get(server, "zorginstituut.demo", &format!("{list}{more}")).await;
    let value = |answer: &Answer| serde_json::from_slice::<serde_json::Value>(&answer.body).unwrap();
    let all = value(&ask("&start=0&aantalResultaten=50").await);
    let total = all["totaal"].as_u64().unwrap();
    assert!(total > 1 && all["resultaten"].as_array().unwrap().len() as u64 == total);
    let later = value(&ask("&start=1&aantalResultaten=10").await);
    assert_eq!(later["resultaten"][0], all["resultaten"][1]);
    let past = value(&ask("&start=99&aantalResultaten=10").await);
    assert_eq!((past["totaal"].as_u64(), past["resultaten"].as_array().unwrap().len()), (Some(total), 0));
    let refused = ask("&aantalResultaten=25").await;
    assert_eq!((refused.status, value(&refused)["detail"].is_string()), (400, true));
    let once = value(&ask("&organisatie=zorginstituut%20(demo)").await);
    let twice = value(&ask("&organisatie=zorginstituut%2520%2528demo%2529").await);
    assert_eq!((twice["totaal"].as_u64(), once["totaal"].as_u64()), (Some(total), Some(total)));
    assert_eq!(value(&ask("&organisatie=elders").await)["totaal"], 0);
    for row in all["resultaten"].as_array().unwrap() {
        let path = row["document"]["weblocatie"]
            .as_str()
            .unwrap()
            .strip_prefix("http://zorginstituut.demo")
            .unwrap()
            .to_owned();
        assert_eq!(get(server, "zorginstituut.demo", &path).await.status, 200, "{path}");
    }
}

#[tokio::test]
async fn pdfs_come_whole_missing_closed_or_behind_a_form() {
    let server = start().await;
    let report =
        get(server, "movisie.demo", "/sites/default/files/2021-06/zorgzame-wijken-verkenning.pdf").await;
    assert_eq!((report.status, report.header("content-type")), (200, Some("application/pdf")));
    assert!(report.body.starts_with(b"%PDF-"));
    let form = "/umbraco/api/cloudinarydownloads/Download?PublicId=vilans%2Fdocumenten%2Fzorgzame-wijken-verkenning&ResourceType=image&FileName=zorgzame-wijken-verkenning.pdf";
    assert_eq!(get(server, "vilans.demo", form).await.body, report.body);
    let without = "/umbraco/api/cloudinarydownloads/Download?FileName=zorgzame-wijken-verkenning.pdf";
    assert_eq!(get(server, "vilans.demo", without).await.status, 404);
    let closed = "/wp-content/uploads/2020/11/toolkit-community-development.pdf";
    assert_eq!(get(server, "platform31.demo", closed).await.status, 403);
    let gone = "/binaries/documenten/ouderen-en-community-care/ouderen-en-community-care.pdf";
    assert_eq!(get(server, "scp.demo", gone).await.status, 404);
}

#[tokio::test]
async fn every_request_is_a_line_in_the_access_log_before_it_is_answered() {
    let path = std::env::temp_dir().join(format!("bron-demo-access-{}.log", std::process::id()));
    let _ = std::fs::remove_file(&path);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let server = listener.local_addr().unwrap();
    tokio::spawn(bron_demo::serve(listener, Collection::first(), Some(path.clone())));
    get(server, "scp.demo", "/zoeken?trefwoord=x").await;
    let log = std::fs::read_to_string(&path).unwrap();
    assert!(log.ends_with(" scp.demo GET /zoeken?trefwoord=x 200\n"), "{log}");
    get(server, "scp.demo", "/geen").await;
    assert_eq!(std::fs::read_to_string(&path).unwrap().lines().count(), 2);
    std::fs::remove_file(&path).unwrap();
}

#[tokio::test]
async fn a_log_that_cannot_be_opened_is_an_error_that_names_it() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let wrong =
        bron_demo::serve(listener, Collection::first(), Some("/geen/map/log".into())).await.unwrap_err();
    assert!(wrong.to_string().contains("/geen/map/log") && wrong.hint().is_some());
}

/// The sites as they are some time after that day.
async fn start_later() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let first_harvest = "2026-11-30".parse().unwrap();
    tokio::spawn(bron_demo::serve(listener, Collection::later(first_harvest), None));
    address
}

#[tokio::test]
async fn later_a_page_is_gone_or_moved_or_hidden_from_the_box() {
    let server = start_later().await;
    let gone = get(server, "platform31.demo", "/artikelen/leegstand-als-kans/").await;
    assert_eq!((gone.status, gone.select("h1")), (410, vec!["Deze pagina is verwijderd".to_owned()]));
    assert_eq!(get(server, "platform31.demo", "/artikelen/winkelwagen-op-de-stoep/").await.status, 404);
    let moved = get(server, "platform31.demo", "/artikelen/deelauto-in-de-wijk/").await;
    let new = "http://platform31.demo/artikelen/een-deelauto-voor-de-hele-wijk/";
    assert_eq!((moved.status, moved.header("location")), (301, Some(new)));
    assert_eq!(
        get(server, "platform31.demo", "/artikelen/een-deelauto-voor-de-hele-wijk/").await.status,
        200
    );
    assert_eq!(
        get(server, "verwey-jonker.demo", "/publicatie/dertig-jaar-community-care/").await.status,
        404
    );
    assert_eq!(get(server, "lsa.demo", "/publicatie/dorpen-op-eigen-kracht/").await.status, 200);
    let search = "/wp-json/wp/v2/search?search=community+development";
    assert_eq!(get(server, "lsa.demo", search).await.text(), "[]");
}

#[tokio::test]
async fn later_one_box_shows_ten_results_and_another_is_closed_to_robots() {
    let server = start_later().await;
    let list = get(server, "movisie.demo", "/zoeken?search_api_fulltext=zorgzame+buurten").await;
    assert_eq!(list.select(".view-header"), ["Er zijn 11 resultaten gevonden"]);
    assert_eq!((list.select(".views-row").len(), list.links(".pager a[rel=next]").len()), (10, 0));
    let past = get(server, "movisie.demo", "/zoeken?search_api_fulltext=zorgzame+buurten&page=1").await;
    assert!(past.select(".views-row").is_empty());
    assert!(get(server, "zorginstituut.demo", "/robots.txt").await.text().contains("Disallow: /overheid/"));
    assert!(list.head.contains("Wed, 30 Dec 2026"), "{}", list.head);
}

#[tokio::test]
async fn later_a_file_that_was_made_again_has_other_bytes() {
    let (first, later) = (start().await, start_later().await);
    let path = "/wp-content/uploads/2022/06/community-organizing-in-drie-steden.pdf";
    let of = async |server| get(server, "verwey-jonker.demo", path).await;
    let (before, after) = (of(first).await, of(later).await);
    assert_eq!((before.status, after.status), (200, 200));
    assert!(before.body != after.body && after.body.starts_with(b"%PDF"));
}
