//! https, with a CA of our own: right name, wrong name, expired, and no way back to http.

use super::*;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

/// A CA, and a server with a certificate of it for that name.
async fn secure_server(
    name: &str,
    expired: bool,
    act: impl Fn(&str, usize) -> Act + Send + Sync + 'static,
) -> (String, RawServer) {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let ca = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
    let key = KeyPair::generate().unwrap();
    let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
    if expired {
        params.not_before = rcgen::date_time_ymd(2019, 1, 1);
        params.not_after = rcgen::date_time_ymd(2020, 1, 1);
    }
    let certificate = params.signed_by(&key, &ca).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(
            vec![certificate.der().clone()],
            PrivateKeyDer::try_from(key.serialize_der()).unwrap(),
        )
        .unwrap();
    let server = RawServer::start_tls(act, TlsAcceptor::from(Arc::new(config))).await;
    (ca.pem(), server)
}

fn page(path: &str, _: usize) -> Act {
    match path {
        "/robots.txt" => ok(404, "", b""),
        "/terug" => ok(302, "Location: http://site.demo/a\r\n", b""),
        _ => ok(200, "", b"zorg"),
    }
}

/// A site whose https goes to a server with a certificate for `name`.
async fn secure_site(name: &str, expired: bool) -> (Site, String) {
    let (pem, server) = secure_server(name, expired, page).await;
    let mut site = Site::open(|_, _| ok(200, "", b"")).await;
    site.harvest.attempts = 1;
    site.harvest.connect_to.insert("site.demo".to_owned(), server.address.to_string());
    site.source = source("https://site.demo/", &[]);
    site.server = server;
    (site, pem)
}

async fn check(name: &str, expired: bool, trusted: bool, expected: &str) -> Site {
    let (site, pem) = secure_site(name, expired).await;
    let live = site.live();
    let live = if trusted { live.with_root_certificate(pem.as_bytes()).unwrap() } else { live };
    assert_eq!(told(&site.fetch(&live, "/a").await), expected);
    drop(live);
    assert_eq!(told(&site.replay("/a").await.unwrap()), expected);
    site
}

#[tokio::test]
async fn a_certificate_of_a_trusted_ca_for_the_right_name_is_accepted() {
    let site = check("site.demo", false, true, "200 zorg").await;
    assert_eq!(site.server.paths(), ["/robots.txt", "/a"]);
    let request = records_of(site.folder.path(), "request", "/a").remove(0);
    assert_eq!(request.block, site.server.seen()[1].bytes);
}

#[tokio::test]
async fn a_wrong_name_an_old_certificate_and_an_unknown_ca_are_not() {
    for (name, expired, trusted) in
        [("ander.demo", false, true), ("site.demo", true, true), ("site.demo", false, false)]
    {
        let expected = if trusted { "no tls:" } else { untrusted() };
        let site = check(name, expired, trusted, expected).await;
        assert_eq!(site.server.paths(), Vec::<String>::new(), "nothing was sent");
    }
}

/// Where the machine has certificates the handshake fails; where it has none it cannot begin.
fn untrusted() -> &'static str {
    let has_certificates = std::path::Path::new("/etc/ssl/certs/ca-certificates.crt").exists();
    if has_certificates { "no tls:" } else { "no tls: this machine has no CA certificates" }
}

#[tokio::test]
async fn there_is_no_way_from_https_to_http() {
    let (site, pem) = secure_site("site.demo", false).await;
    let live = site.live().with_root_certificate(pem.as_bytes()).unwrap();
    assert_eq!(told(&site.fetch(&live, "/terug").await), "no redirect: from https to http");
}

#[tokio::test]
async fn there_is_a_way_from_http_to_https() {
    let (pem, secure) = secure_server("veilig.demo", false, page).await;
    let mut site = Site::open(|_, _| ok(301, "Location: https://veilig.demo/a\r\n", b"")).await;
    site.harvest.connect_to.insert("veilig.demo".to_owned(), secure.address.to_string());
    site.source.hosts = vec!["veilig.demo".to_owned()];
    let live = site.live().with_root_certificate(pem.as_bytes()).unwrap();
    let fetched = site.fetch(&live, "/a").await;
    assert_eq!((told(&fetched).as_str(), fetched.url.scheme()), ("200 zorg", "https"));
}

/// Asks for https at a server that does `then` with a connection.
async fn check_handshake(then: fn(std::net::TcpStream), expected: &str) {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let (mut site, pem) = secure_site("site.demo", false).await;
    site.harvest.connect_to.insert("site.demo".to_owned(), listener.local_addr().unwrap().to_string());
    site.harvest.connect_seconds = 0.5;
    std::thread::spawn(move || listener.incoming().flatten().for_each(then));
    let live = site.live().with_root_certificate(pem.as_bytes()).unwrap();
    assert_eq!(told(&site.fetch(&live, "/a").await), expected);
}

#[tokio::test]
async fn a_server_that_speaks_http_where_https_is_asked_is_a_failed_handshake() {
    let speaks_http = |mut stream: std::net::TcpStream| {
        let said = std::io::Write::write_all(&mut stream, b"HTTP/1.1 400 Bad Request\r\n\r\n");
        // What was sent is read, so that the end is orderly and our words arrive.
        let read = said.and_then(|()| std::io::Read::read(&mut stream, &mut [0; 4096]));
        drop(read);
    };
    check_handshake(speaks_http, "no tls:").await;
}

#[tokio::test]
async fn a_handshake_that_does_not_end_is_no_connection() {
    check_handshake(std::mem::forget, "no connect:").await;
}

#[test]
fn what_is_no_certificate_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let archive = Arc::new(Archive::open_write(folder.path(), &warc_info()).unwrap());
    for pem in [&b"no pem"[..], b"", b"-----BEGIN CERTIFICATE-----\naaaa\n-----END CERTIFICATE-----\n"] {
        let live =
            Live::new(archive.clone(), &Harvest::default(), MAX_DECODED, "tests@example.org", "0", &[])
                .unwrap();
        assert!(matches!(live.with_root_certificate(pem), Err(bron_harvest::Error::Certificate)));
    }
}

/// The test starts itself where no certificates can be found.
#[test]
fn without_ca_certificates_http_works_and_https_says_why_not() {
    let variable = "BRON_TEST_NO_CERTIFICATES";
    if std::env::var_os(variable).is_none() {
        let test = "tls::without_ca_certificates_http_works_and_https_says_why_not";
        let run = std::process::Command::new(std::env::current_exe().unwrap())
            .args(["--exact", test])
            .env(variable, "1")
            .env("SSL_CERT_FILE", "/nonexistent/file.pem")
            .env("SSL_CERT_DIR", "/nonexistent")
            .output()
            .unwrap();
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stdout));
        return;
    }
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let site = Site::open(|_, _| ok(200, "", b"zorg")).await;
        assert_eq!(told(&site.fetch_once("/a").await), "200 zorg");
        let (site, pem) = secure_site("site.demo", false).await;
        let live = site.live().with_root_certificate(pem.as_bytes()).unwrap();
        assert_eq!(told(&site.fetch(&live, "/a").await), "200 zorg", "an own CA is enough");
        drop(live);
        let (site, _) = secure_site("site.demo", false).await;
        let expected = "no tls: this machine has no CA certificates";
        assert_eq!(told(&site.fetch_once("/a").await), expected);
    });
}
