//! The harvest against a raw server on loopback: every byte is known on both sides.

mod addresses;
mod patience;
mod raw_server;
mod redirects;
mod resume;
mod robots;
mod tls;
mod wire;

use bron_harvest::{Exchanges, Fetched, Live, Replay};
use bron_model::{Body, NoAnswerCode, Reply, Request, SourceId};
use bron_protocol::{Harvest, Source};
use bron_store::{Archive, WarcInfo};
use raw_server::{Act, RawServer, ok};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use url::Url;

/// Bytes after decoding that are still handed out.
const MAX_DECODED: u64 = 8 << 20;

/// A server, an archive and the rules by which the one is harvested into the other.
struct Site {
    server: RawServer,
    folder: tempfile::TempDir,
    harvest: Harvest,
    source: Source,
}

impl Site {
    /// A site that answers robots.txt with 404 and all else by `act`, which is given the path and how often it was asked.
    async fn open(act: impl Fn(&str, usize) -> Act + Send + Sync + 'static) -> Self {
        Self::with_robots(move |path, time| match path {
            "/robots.txt" => ok(404, "", b""),
            _ => act(path, time),
        })
        .await
    }
    /// A site that answers everything by `act`.
    async fn with_robots(act: impl Fn(&str, usize) -> Act + Send + Sync + 'static) -> Self {
        let server = RawServer::start(act).await;
        let harvest = Harvest {
            delay_seconds: 0.005,
            allow_loopback: true,
            connect_to: BTreeMap::from([("site.demo".to_owned(), server.address.to_string())]),
            ..Harvest::default()
        };
        let folder = tempfile::tempdir().unwrap();
        Self { server, folder, harvest, source: source("http://site.demo/", &[]) }
    }
    fn archive(&self) -> Arc<Archive> {
        Arc::new(Archive::open_write(self.folder.path(), &warc_info()).unwrap())
    }
    fn live(&self) -> Live {
        let sources = std::slice::from_ref(&self.source);
        Live::new(self.archive(), &self.harvest, MAX_DECODED, "tests@example.org", "0.0.0", sources).unwrap()
    }
    async fn fetch(&self, live: &Live, path: &str) -> Fetched {
        live.fetch(&self.source, &self.request(path)).await.unwrap().expect("a live harvest always answers")
    }
    /// Fetches with a harvest of its own.
    async fn fetch_once(&self, path: &str) -> Fetched {
        self.fetch(&self.live(), path).await
    }
    async fn replay(&self, path: &str) -> Option<Fetched> {
        let archive = Arc::new(Archive::open_read(self.folder.path()).unwrap());
        let replay = Replay::new(archive, &self.harvest, MAX_DECODED);
        replay.fetch(&self.source, &self.request(path)).await.unwrap()
    }
    fn request(&self, path: &str) -> Request {
        Request::get(self.source.base.as_ref().unwrap().join(path).unwrap())
    }
    /// The paths that the server was asked for, in order, robots.txt left out.
    fn asked(&self) -> Vec<String> {
        self.server.paths().into_iter().filter(|path| path != "/robots.txt").collect()
    }
}

fn warc_info() -> WarcInfo {
    WarcInfo {
        software: "bron/0.0.0".to_owned(),
        contact: "tests@example.org".to_owned(),
        pipeline: "proof".to_owned(),
        search_digest: "abc".to_owned(),
    }
}

fn source(base: &str, hosts: &[&str]) -> Source {
    Source {
        base: Some(Url::parse(base).unwrap()),
        hosts: hosts.iter().map(|host| (*host).to_owned()).collect(),
        ..Source::bare(SourceId::new("site").unwrap(), "kennisbank-2024")
    }
}

/// A reply in one line: `200 body`, `200 cut by time`, `no dns: detail`.
fn told(fetched: &Fetched) -> String {
    match &fetched.exchange.reply {
        Reply::NoAnswer(no) => format!("no {}: {}", no.code.as_str(), no.detail).trim_end().to_owned(),
        Reply::Answer(answer) => match &answer.body {
            Body::Whole(bytes) => format!("{} {}", answer.status, String::from_utf8_lossy(bytes)),
            Body::Cut(reason) => format!("{} cut by {}", answer.status, reason.as_str()),
            Body::TooLarge(limit) => format!("{} larger than {limit}", answer.status),
            Body::Unreadable(why) => format!("{} unreadable: {why}", answer.status),
        },
    }
}

fn code(fetched: &Fetched) -> Option<NoAnswerCode> {
    match &fetched.exchange.reply {
        Reply::NoAnswer(no) => Some(no.code),
        Reply::Answer(_) => None,
    }
}

/// A WARC record as any reader sees it: named fields and block.
struct WarcRecord {
    fields: BTreeMap<String, String>,
    block: Vec<u8>,
}

/// Reads all records of an archive without bron.
fn warc_records(folder: &Path) -> Vec<WarcRecord> {
    let mut bytes = Vec::new();
    let mut names: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.sort();
    for path in names.iter().filter(|path| path.to_string_lossy().ends_with(".warc.gz")) {
        let file = std::fs::File::open(path).unwrap();
        std::io::Read::read_to_end(&mut flate2::read::MultiGzDecoder::new(file), &mut bytes).unwrap();
    }
    let mut records = Vec::new();
    let mut rest = &bytes[..];
    while !rest.is_empty() {
        let end = rest.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
        let head = std::str::from_utf8(&rest[..end]).unwrap();
        let fields: BTreeMap<String, String> = head
            .lines()
            .skip(1)
            .map(|line| line.split_once(": ").unwrap())
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        let length: usize = fields["Content-Length"].parse().unwrap();
        let block = rest[end + 4..end + 4 + length].to_vec();
        rest = &rest[end + 4 + length + 4..];
        records.push(WarcRecord { fields, block });
    }
    records
}

/// The records of that kind for that path.
fn records_of(folder: &Path, kind: &str, path: &str) -> Vec<WarcRecord> {
    let is_wanted = |record: &WarcRecord| {
        record.fields["WARC-Type"] == kind
            && record.fields.get("WARC-Target-URI").is_some_and(|uri| uri.ends_with(path))
    };
    warc_records(folder).into_iter().filter(is_wanted).collect()
}
