//! Nobody can lead the harvest to a private address: not by a link, not by a redirect, not by a name.

use super::*;
use std::net::IpAddr;

/// A site that redirects to `target`; what is told, live and in the replay, and that nothing else was asked.
async fn check_redirect(target: &str, elsewhere: bool, expected: &str) {
    let location = format!("Location: {target}\r\n");
    let mut site = Site::open(move |_, _| ok(302, &location, b"")).await;
    site.source.files_elsewhere = elsewhere;
    let fetched = site.fetch_once("/a").await;
    assert_eq!(told(&fetched), expected, "{target}");
    assert_eq!(fetched.hops, 1);
    assert_eq!(site.asked(), ["/a"]);
    assert_eq!(site.replay("/a").await, Some(Fetched { from_archive: true, ..fetched }));
}

#[tokio::test]
async fn a_redirect_to_this_machine_is_refused_in_every_spelling() {
    for elsewhere in [true, false] {
        let expected = "no address-refused: `127.0.0.1` is not public";
        for target in ["http://127.0.0.1/", "http://0x7f.1/", "http://2130706433/", "//127.1/x"] {
            check_redirect(target, elsewhere, expected).await;
        }
        check_redirect("http://[::1]/", elsewhere, "no address-refused: `[::1]` is not public").await;
        let mapped = "no address-refused: `[::ffff:7f00:1]` is not public";
        check_redirect("http://[::ffff:127.0.0.1]/", elsewhere, mapped).await;
    }
}

#[tokio::test]
async fn a_redirect_to_a_file_or_with_a_password_is_refused() {
    check_redirect("file:///etc/passwd", true, "no address-refused: scheme `file`").await;
    check_redirect("gopher://site.demo/", true, "no address-refused: scheme `gopher`").await;
    check_redirect("http://me:secret@site.demo/", true, "no address-refused: user info in the address").await;
    check_redirect("http://site.demo:22/", true, "no address-refused: port 22").await;
}

#[tokio::test]
async fn a_host_that_the_source_does_not_name_is_not_asked() {
    check_redirect("http://elsewhere.example/x", false, "no host-not-allowed: elsewhere.example").await;
}

/// Fetches `http://NAME/` for a source that may fetch files elsewhere, the name leading to these addresses.
async fn check_name(addresses: &[&str], expected: &str) {
    let mut site = Site::open(|_, _| ok(200, "", b"")).await;
    site.source.files_elsewhere = true;
    site.harvest.attempts = 1;
    let addresses: Vec<IpAddr> = addresses.iter().map(|address| address.parse().unwrap()).collect();
    let live = site.live().with_names(BTreeMap::from([("intern.example".to_owned(), addresses)]));
    let fetched = site.fetch(&live, "http://intern.example/geheim").await;
    drop(live);
    assert_eq!(told(&fetched), expected);
    assert_eq!(site.asked(), Vec::<String>::new());
    let replayed = site.replay("http://intern.example/geheim").await.unwrap();
    assert_eq!(told(&replayed), expected, "the replay says the same without looking the name up");
}

#[tokio::test]
async fn a_name_that_leads_to_a_private_address_is_refused() {
    for address in ["127.0.0.1", "10.0.0.7", "169.254.169.254", "::1", "::ffff:10.0.0.7", "fd00::1"] {
        let address: IpAddr = address.parse().unwrap();
        check_name(&[&address.to_string()], &format!("no address-refused: {address} is not public")).await;
    }
    check_name(&["10.0.0.7", "127.0.0.1"], "no address-refused: 10.0.0.7 is not public").await;
}

#[tokio::test]
async fn a_name_without_an_address_is_named() {
    check_name(&[], "no dns:").await;
}

#[tokio::test]
async fn loopback_is_for_named_hosts_and_only_when_the_pipeline_allows_it() {
    let check = async |allow: bool, base: fn(u16) -> String, expected: &str| {
        let mut site = Site::open(|_, _| ok(200, "", b"zorg")).await;
        site.harvest.allow_loopback = allow;
        site.harvest.connect_to.clear();
        site.harvest.attempts = 1;
        site.source = source(&base(site.server.address.port()), &[]);
        let names = BTreeMap::from([("lokaal.example".to_owned(), vec!["127.0.0.1".parse().unwrap()])]);
        let live = site.live().with_names(names);
        assert_eq!(told(&site.fetch(&live, "/a").await), expected);
    };
    let literal = |port| format!("http://127.0.0.1:{port}/");
    let name = |port| format!("http://lokaal.example:{port}/");
    check(true, literal, "200 zorg").await;
    check(true, name, "200 zorg").await;
    check(false, literal, "no address-refused: `127.0.0.1` is not public").await;
    check(false, name, "no address-refused: 127.0.0.1 is not public").await;
}

#[tokio::test]
async fn what_may_not_be_connected_to_is_told_before_anything_is_sent() {
    let check = |value: &str, allow: bool, expected: Option<&str>| {
        let folder = tempfile::tempdir().unwrap();
        let archive = Arc::new(Archive::open_write(folder.path(), &warc_info()).unwrap());
        let connect_to = BTreeMap::from([("site.demo".to_owned(), value.to_owned())]);
        let harvest = Harvest { allow_loopback: allow, connect_to, ..Harvest::default() };
        let live = Live::new(archive, &harvest, MAX_DECODED, "tests@example.org", "0", &[]);
        let told = live.err().map(|error| (error.to_string(), error.hint().is_some()));
        let expected =
            expected.map(|what| (format!("`connect_to` leads `site.demo` to `{value}`: {what}"), true));
        assert_eq!(told, expected);
    };
    check("127.0.0.1:80", true, None);
    check("127.0.0.1:80", false, Some("this machine, which `allow_loopback` does not allow"));
    check("10.0.0.1:80", true, Some("no public address"));
    check("127.0.0.1", true, Some("no address with a port"));
}

#[tokio::test]
async fn no_harvest_without_a_contact() {
    let folder = tempfile::tempdir().unwrap();
    let archive = Arc::new(Archive::open_write(folder.path(), &warc_info()).unwrap());
    for contact in ["", "  ", "een\nregel"] {
        let live = Live::new(archive.clone(), &Harvest::default(), MAX_DECODED, contact, "0", &[]);
        assert!(matches!(live, Err(bron_harvest::Error::NoContact)));
    }
}
