//! Proofs about the archive: what is stored reads back, what is torn is left out, and nothing is ever edited.

use bron_model::{Body, CutReason, Exchange, ExchangeKey, NoAnswer, NoAnswerCode, Reply, Request};
use bron_store::{
    Archive, Error, NewExchange, NewReply, Outcome, Resource, WarcInfo, read_csv, verify_archive,
};
use std::fs;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use url::Url;

fn info() -> WarcInfo {
    WarcInfo {
        software: "bron/0.0.0".to_owned(),
        contact: "tests@example.org".to_owned(),
        pipeline: "proof".to_owned(),
        search_digest: "abc".to_owned(),
    }
}

fn url(text: &str) -> Url {
    Url::parse(text).unwrap()
}

fn sent(request: &Request) -> Vec<u8> {
    let mut bytes = format!(
        "{} {} HTTP/1.1\r\nhost: a.nl\r\naccept: {}\r\n",
        request.method.as_str(),
        request.url.path(),
        request.accept
    )
    .into_bytes();
    if let Some((media_type, body)) = &request.body {
        bytes.extend(format!("content-type: {media_type}\r\ncontent-length: {}\r\n", body.len()).bytes());
    }
    bytes.extend(b"\r\n");
    bytes.extend(request.body.iter().flat_map(|(_, body)| body));
    bytes
}

fn answer(request: &Request, status: u16, headers: &str, body: &[u8], cut: Option<CutReason>) -> NewExchange {
    NewExchange {
        request: request.clone(),
        at: "2026-11-24T12:00:00.25Z".parse().unwrap(),
        sent: Some(sent(request)),
        address: Some("192.0.2.7".parse().unwrap()),
        permission: None,
        reply: NewReply::Answer {
            head: format!("HTTP/1.1 {status} Zo\r\n{headers}\r\n").into_bytes(),
            body: Box::new(Cursor::new(body.to_vec())),
            cut,
        },
    }
}

fn nothing(request: &Request, code: NoAnswerCode, detail: &str) -> NewExchange {
    NewExchange {
        request: request.clone(),
        at: "2026-11-24T12:00:00Z".parse().unwrap(),
        sent: None,
        address: None,
        permission: None,
        reply: NewReply::NoAnswer(NoAnswer { code, detail: detail.to_owned() }),
    }
}

fn get(path: &str) -> Request {
    Request::get(url(&format!("http://a.nl/{path}")))
}

fn read(archive: &Archive, request: &Request) -> Option<Exchange> {
    archive.get(&request.key(), 1 << 20).unwrap()
}

fn body(archive: &Archive, request: &Request) -> Option<Body> {
    match read(archive, request)?.reply {
        Reply::Answer(answer) => Some(answer.body),
        Reply::NoAnswer(_) => None,
    }
}

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

fn warc_names(folder: &Path) -> Vec<String> {
    let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.filter(|name| name.ends_with(".warc.gz")).collect();
    names.sort();
    names
}

/// An archive of three exchanges, one of them without an answer, and the lengths at which each is whole.
fn three(folder: &Path) -> (PathBuf, Vec<u64>) {
    let archive = Archive::open_write(folder, &info()).unwrap();
    archive.append(answer(&get("1"), 200, "content-type: text/html\r\n", b"een", None)).unwrap();
    archive.append(nothing(&get("2"), NoAnswerCode::Dns, "")).unwrap();
    archive.append(answer(&get("3"), 404, "", b"", None)).unwrap();
    let ends = archive.responses().iter().map(|row| row.offset + row.length).collect();
    let name = &warc_names(folder)[0];
    (folder.join(name), ends)
}

#[test]
fn an_exchange_reads_back_as_it_was_stored() {
    let folder = tempfile::tempdir().unwrap();
    let archive = Archive::open_write(folder.path(), &info()).unwrap();
    let post = Request {
        method: bron_model::Method::Post,
        url: url("http://a.nl/zoek"),
        body: Some(("application/json".to_owned(), b"{\"q\":\"zorg\"}".to_vec())),
        accept: "application/json",
    };
    archive
        .append(answer(&post, 200, "content-type: application/json\r\nx: a\r\nx: b\r\n", b"[]", None))
        .unwrap();
    let copy = reopened(folder.path());
    for archive in [&archive, &*copy] {
        let exchange = read(archive, &post).unwrap();
        assert_eq!(exchange.request, post);
        assert_eq!(exchange.at.to_string(), "2026-11-24T12:00:00.25Z");
        let Reply::Answer(answer) = exchange.reply else { panic!("an answer was stored") };
        assert_eq!((answer.status, answer.media_type().as_str()), (200, "application/json"));
        assert_eq!(answer.headers[1..], [("x".to_owned(), "a".to_owned()), ("x".to_owned(), "b".to_owned())]);
        assert_eq!(answer.body, Body::Whole(b"[]".to_vec()));
        assert_eq!(read(archive, &get("zoek")), None);
    }
}

/// An archive opened as a copy, since the writer still holds its lock.
struct Reopened {
    archive: Archive,
    _folder: tempfile::TempDir,
}

impl std::ops::Deref for Reopened {
    type Target = Archive;
    fn deref(&self) -> &Archive {
        &self.archive
    }
}

fn reopened(folder: &Path) -> Reopened {
    let copy = tempfile::tempdir().unwrap();
    for name in warc_names(folder) {
        fs::copy(folder.join(&name), copy.path().join(&name)).unwrap();
    }
    Reopened { archive: Archive::open_read(copy.path()).unwrap(), _folder: copy }
}

#[test]
fn what_got_no_answer_reads_back_with_its_request() {
    let folder = tempfile::tempdir().unwrap();
    let archive = Archive::open_write(folder.path(), &info()).unwrap();
    let post = Request { body: Some(("a/b".to_owned(), vec![0, 255])), ..get("x") };
    let post = Request { method: bron_model::Method::Post, ..post };
    archive.append(nothing(&post, NoAnswerCode::Robots, "Disallow: /zoek\r\nX: \"é\"")).unwrap();
    let exchange = read(&reopened(folder.path()), &post).unwrap();
    assert_eq!(exchange.request, post);
    let no = NoAnswer { code: NoAnswerCode::Robots, detail: "Disallow: /zoek\r\nX: \"é\"".to_owned() };
    assert_eq!(exchange.reply, Reply::NoAnswer(no));
}

#[test]
fn the_last_answer_that_settles_a_question_counts_and_else_the_last_attempt() {
    let folder = tempfile::tempdir().unwrap();
    let archive = Archive::open_write(folder.path(), &info()).unwrap();
    let (request, key) = (get("x"), get("x").key());
    let check = |exchange: NewExchange, outcome: Outcome, cut: Option<CutReason>| {
        archive.append(exchange).unwrap();
        let arrival = archive.arrival(&key).unwrap();
        assert_eq!((arrival.outcome, arrival.cut), (outcome, cut));
    };
    assert_eq!(archive_attempts(folder.path(), &key), 0);
    check(answer(&request, 503, "", b"", None), Outcome::Status(503), None);
    let cut = Some(CutReason::Disconnect);
    check(answer(&request, 200, "", b"half", cut), Outcome::Status(200), cut);
    check(nothing(&request, NoAnswerCode::Timeout, ""), Outcome::NoAnswer(NoAnswerCode::Timeout), None);
    check(answer(&request, 404, "", b"", None), Outcome::Status(404), None);
    check(nothing(&request, NoAnswerCode::Timeout, ""), Outcome::Status(404), None);
    assert_eq!(archive.attempts(&key), 5);
    assert_eq!(archive_attempts(folder.path(), &key), 5);
}

fn archive_attempts(folder: &Path, key: &ExchangeKey) -> u32 {
    if warc_names(folder).is_empty() { 0 } else { reopened(folder).attempts(key) }
}

#[test]
fn a_cut_body_is_never_handed_out() {
    let folder = tempfile::tempdir().unwrap();
    let archive = Archive::open_write(folder.path(), &info()).unwrap();
    for reason in [CutReason::Length, CutReason::Time, CutReason::Disconnect] {
        let request = get(reason.as_str());
        archive.append(answer(&request, 200, "", b"half", Some(reason))).unwrap();
        assert_eq!(body(&reopened(folder.path()), &request), Some(Body::Cut(reason)));
    }
}

#[test]
fn gzip_is_undone_and_nothing_else_is() {
    let folder = tempfile::tempdir().unwrap();
    let archive = Archive::open_write(folder.path(), &info()).unwrap();
    let check = |name: &str, coding: &str, bytes: &[u8], expected: Result<&[u8], &str>| {
        let header = format!("content-encoding: {coding}\r\n");
        archive.append(answer(&get(name), 200, &header, bytes, None)).unwrap();
        let expected = match expected {
            Ok(bytes) => Body::Whole(bytes.to_vec()),
            Err("too large") => Body::TooLarge(1 << 20),
            Err(why) => Body::Unreadable(why.to_owned()),
        };
        assert_eq!(body(&archive, &get(name)), Some(expected), "{name}");
    };
    let two_members = [gz(b"zorgzame "), gz(b"buurten")].concat();
    let with_rest = [gz(b"x"), b"\0\0\0".to_vec()].concat();
    let text = gz(b"zorgzame buurten");
    check("plain", "identity", b"zorg", Ok(b"zorg"));
    check("gzip", "GZIP", &text, Ok(b"zorgzame buurten"));
    check("members", "gzip", &two_members, Ok(b"zorgzame buurten"));
    check("rest", "x-gzip", &with_rest, Ok(b"x"));
    check("empty", "gzip", b"", Ok(b""));
    check("brotli", "br", b"??", Err("content coding `br`"));
    check("twice", "gzip, gzip", &gz(&text), Err("content coding `gzip, gzip`"));
    check("damaged", "gzip", b"no gzip at all", Err("damaged gzip"));
    check("short", "gzip", &text[..text.len() - 4], Err("damaged gzip"));
    let too_large = Err("too large");
    check("bomb", "gzip", &gz(&vec![0; 3 << 20]), too_large);
    check("large", "identity", &vec![0; 3 << 20], too_large);
}

#[test]
fn what_people_bring_reads_back_with_its_note() {
    let folder = tempfile::tempdir().unwrap();
    let archive = Archive::open_write(folder.path(), &info()).unwrap();
    let resource = Resource {
        uri: "file:///handmatig/rapport.pdf".to_owned(),
        media_type: "application/pdf".to_owned(),
        bytes: b"%PDF-1.7 ...".to_vec(),
        at: "2026-11-24T12:00:00Z".parse().unwrap(),
        note: "brought by A. on 24 November from the library".to_owned(),
    };
    archive.append_resource(&resource).unwrap();
    let again = reopened(folder.path());
    assert_eq!(again.resources(), [resource.uri.as_str()]);
    assert_eq!(again.resource(&resource.uri).unwrap(), Some(resource));
    assert_eq!(again.resource("file:///other").unwrap(), None);
}

#[test]
fn no_file_is_made_before_something_is_stored_and_the_harvest_keeps_its_date() {
    let folder = tempfile::tempdir().unwrap();
    let archive = Archive::open_write(folder.path(), &info()).unwrap();
    let date = archive.harvest_date();
    assert!(date.is_some() && warc_names(folder.path()).is_empty());
    archive.append(nothing(&get("1"), NoAnswerCode::Dns, "")).unwrap();
    drop(archive);
    for number in 2..=4 {
        let archive = Archive::open_write(folder.path(), &info()).unwrap();
        assert_eq!(archive.harvest_date(), date);
        archive.append(nothing(&get("1"), NoAnswerCode::Dns, "")).unwrap();
        assert_eq!(warc_names(folder.path()).len(), number, "each process has a file of its own");
    }
    drop(Archive::open_write(folder.path(), &info()).unwrap());
    let archive = Archive::open_read(folder.path()).unwrap();
    assert_eq!((archive.harvest_date(), archive.attempts(&get("1").key())), (date, 4));
    assert_eq!(archive.search_digests(), ["abc"]);
}

#[test]
fn cut_at_any_byte_an_archive_keeps_every_whole_exchange() {
    let folder = tempfile::tempdir().unwrap();
    let (path, ends) = three(folder.path());
    let bytes = fs::read(&path).unwrap();
    let cut = tempfile::tempdir().unwrap();
    let file = cut.path().join(path.file_name().unwrap());
    for length in 0..bytes.len() {
        fs::write(&file, &bytes[..length]).unwrap();
        let whole = ends.iter().filter(|end| **end <= length as u64).count();
        let archive = Archive::open_read(cut.path()).unwrap();
        assert_eq!(archive.len(), whole, "cut at {length} of {}", bytes.len());
        assert_eq!(fs::metadata(&file).unwrap().len(), length as u64, "a reader changes nothing");
    }
}

#[test]
fn a_torn_tail_is_moved_away_and_the_harvest_goes_on() {
    let origin = tempfile::tempdir().unwrap();
    let (path, ends) = three(origin.path());
    // Another process wrote it at another time.
    let (name, bytes) = ("bron-00001-20200101T000000Z-1.warc.gz", fs::read(&path).unwrap());
    for length in (1..bytes.len()).step_by(97).chain([bytes.len() - 1]) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(name);
        fs::write(&file, &bytes[..length]).unwrap();
        let archive = Archive::open_write(folder.path(), &info()).unwrap();
        let whole = ends.iter().filter(|end| **end <= length as u64).count();
        assert_eq!(archive.len(), whole);
        archive.append(answer(&get("4"), 200, "", b"vier", None)).unwrap();
        drop(archive);
        let kept = fs::read(&file).unwrap_or_default();
        let torn: Vec<u8> = fs::read_dir(folder.path().join("torn"))
            .into_iter()
            .flatten()
            .flat_map(|entry| fs::read(entry.unwrap().path()).unwrap())
            .collect();
        assert_eq!([kept, torn].concat(), bytes[..length], "nothing is lost, cut at {length}");
        let check = verify_archive(folder.path()).unwrap();
        assert_eq!((check.exchanges, check.faults), (whole as u64 + 1, Vec::new()));
        let archive = Archive::open_read(folder.path()).unwrap();
        assert_eq!(body(&archive, &get("4")), Some(Body::Whole(b"vier".to_vec())));
    }
}

#[test]
fn zeros_that_a_power_cut_leaves_are_a_torn_tail() {
    let folder = tempfile::tempdir().unwrap();
    let (path, _) = three(folder.path());
    fs::OpenOptions::new().append(true).open(&path).unwrap().write_all(&[0; 5000]).unwrap();
    assert_eq!(Archive::open_read(folder.path()).unwrap().len(), 3);
    assert_eq!(Archive::open_write(folder.path(), &info()).unwrap().len(), 3);
    assert_eq!(verify_archive(folder.path()).unwrap().faults, Vec::<String>::new());
}

#[test]
fn damage_before_whole_records_is_an_error_and_nothing_is_moved() {
    let folder = tempfile::tempdir().unwrap();
    let (path, ends) = three(folder.path());
    let mut bytes = fs::read(&path).unwrap();
    let place = usize::try_from(ends[0]).unwrap() - 20;
    bytes[place] ^= 0x55;
    fs::write(&path, &bytes).unwrap();
    let error = Archive::open_write(folder.path(), &info()).err().unwrap();
    assert!(matches!(error, Error::Damaged { .. }), "{error}");
    assert!(error.hint().unwrap().contains("bron verify"));
    assert_eq!(fs::read(&path).unwrap(), bytes);
    assert_eq!(verify_archive(folder.path()).unwrap().faults.len(), 1);
}

#[test]
fn verify_names_the_record_whose_bytes_changed() {
    let folder = tempfile::tempdir().unwrap();
    let (path, ends) = three(folder.path());
    let check = verify_archive(folder.path()).unwrap();
    assert_eq!((check.files, check.records, check.exchanges, check.faults), (1, 6, 3, Vec::new()));
    // The same record with another body, compressed anew: only the digests can tell.
    let bytes = fs::read(&path).unwrap();
    let mut text = String::new();
    let mut all = flate2::read::MultiGzDecoder::new(&bytes[..]);
    std::io::Read::read_to_string(&mut all, &mut text).unwrap();
    let records: Vec<&str> = text.split("WARC/1.1").skip(1).collect();
    let forged = format!("WARC/1.1{}", records[2].replace("een", "nul"));
    let before = format!("WARC/1.1{}", records[1]);
    let head = format!("WARC/1.1{}", records[0]);
    let rest = &bytes[usize::try_from(ends[0]).unwrap()..];
    fs::write(
        &path,
        [gz(head.as_bytes()), gz(before.as_bytes()), gz(forged.as_bytes()), rest.to_vec()].concat(),
    )
    .unwrap();
    let faults = verify_archive(folder.path()).unwrap().faults;
    assert_eq!(faults.len(), 2, "{faults:?}");
    assert!(faults[0].contains("WARC-Block-Digest") && faults[1].contains("WARC-Payload-Digest"));
}

#[test]
fn archives_of_another_format_and_of_others_are_refused() {
    let check = |name: &str, text: &str, expected: &str| {
        let folder = tempfile::tempdir().unwrap();
        let head = format!(
            "WARC/1.1\r\nWARC-Type: warcinfo\r\nWARC-Date: 2026-11-24T12:00:00Z\r\n\
             Content-Type: application/warc-fields\r\nContent-Length: {}\r\n\r\n{text}\r\n\r\n",
            text.len()
        );
        fs::write(folder.path().join(name), gz(head.as_bytes())).unwrap();
        for error in [
            Archive::open_read(folder.path()).err().unwrap(),
            Archive::open_write(folder.path(), &info()).err().unwrap(),
        ] {
            assert!(error.to_string().contains(expected) && error.hint().is_some(), "{error}");
        }
    };
    check("bron-00001-x-1.warc.gz", "bron-archive-format: 2\r\n", "has archive format 2");
    check("bron-00001-x-1.warc.gz", "software: other\r\n", "has archive format unknown");
    check("other.warc.gz", "software: other\r\n", "has archive format unknown");
}

#[test]
fn one_writer_or_many_readers() {
    let folder = tempfile::tempdir().unwrap();
    assert!(matches!(Archive::open_read(folder.path()), Err(Error::NoArchive(_))));
    let writer = Archive::open_write(folder.path(), &info()).unwrap();
    writer.append(nothing(&get("1"), NoAnswerCode::Dns, "")).unwrap();
    assert!(matches!(Archive::open_write(folder.path(), &info()), Err(Error::InUse(_))));
    assert!(matches!(Archive::open_read(folder.path()), Err(Error::InUse(_))));
    drop(writer);
    let readers = [Archive::open_read(folder.path()).unwrap(), Archive::open_read(folder.path()).unwrap()];
    assert!(matches!(Archive::open_write(folder.path(), &info()), Err(Error::InUse(_))));
    let refused = readers[0].append(nothing(&get("1"), NoAnswerCode::Dns, ""));
    assert!(matches!(refused, Err(Error::ReadOnly(_))));
}

#[test]
fn many_threads_store_and_read_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let archive = Archive::open_write(folder.path(), &info()).unwrap();
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let archive = &archive;
            scope.spawn(move || {
                for number in 0..20 {
                    let request = get(&format!("{thread}/{number}"));
                    archive.append(answer(&request, 200, "", request.url.path().as_bytes(), None)).unwrap();
                    let expected = Body::Whole(request.url.path().as_bytes().to_vec());
                    assert_eq!(body(archive, &request), Some(expected));
                }
            });
        }
    });
    let check = verify_archive(folder.path()).unwrap();
    assert_eq!((check.exchanges, check.records, check.faults), (80, 161, Vec::new()));
}

#[test]
fn the_table_of_contents_is_remade_from_the_files() {
    let folder = tempfile::tempdir().unwrap();
    three(folder.path());
    let archive = Archive::open_read(folder.path()).unwrap();
    archive.write_index().unwrap();
    let rows: Vec<bron_store::ResponseRow> = read_csv(&folder.path().join("responses.csv")).unwrap();
    assert_eq!(rows, archive.responses());
    let outcomes: Vec<&str> = rows.iter().map(|row| row.outcome.as_str()).collect();
    assert_eq!(outcomes, ["200", "dns", "404"]);
    assert_eq!(rows[0].media_type, "text/html");
}

/// Bytes that no compression makes smaller.
fn noise(length: usize) -> Vec<u8> {
    let mut state = 88_172_645_463_325_252_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state as u8
    };
    (0..length).map(|_| next()).collect()
}

/// The limit on the size of files stands in for a full disk: the test starts itself under one, with the signal ignored.
#[test]
#[cfg(unix)]
fn a_full_disk_is_an_error_that_loses_nothing() {
    let variable = "BRON_TEST_FULL_DISK";
    if let Some(folder) = std::env::var_os(variable) {
        let archive = Archive::open_write(Path::new(&folder), &info()).unwrap();
        archive.append(answer(&get("1"), 200, "", b"een", None)).unwrap();
        let noise: Vec<u8> = noise(200_000);
        let error = archive.append(answer(&get("2"), 200, "", &noise, None)).unwrap_err();
        assert!(error.to_string().contains(".warc.gz") && error.hint().unwrap().contains("room"), "{error}");
        let after = archive.append(nothing(&get("3"), NoAnswerCode::Dns, ""));
        assert!(matches!(after, Err(Error::WriteFailedBefore(_))));
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let status = std::process::Command::new("sh")
        .args([
            "-c",
            "trap '' XFSZ; ulimit -f 16; exec \"$0\" --exact a_full_disk_is_an_error_that_loses_nothing",
        ])
        .arg(std::env::current_exe().unwrap())
        .env(variable, folder.path())
        .output()
        .unwrap();
    assert!(status.status.success(), "{}", String::from_utf8_lossy(&status.stdout));
    let archive = Archive::open_write(folder.path(), &info()).unwrap();
    assert_eq!((archive.len(), body(&archive, &get("1"))), (1, Some(Body::Whole(b"een".to_vec()))));
    assert_eq!(fs::read_dir(folder.path().join("torn")).unwrap().count(), 1);
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(40))]
    #[test]
    fn any_body_and_any_header_value_read_back(
        bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..3000),
        value in "[ -~]{0,60}",
        status in 200_u16..600,
    ) {
        let folder = tempfile::tempdir().unwrap();
        let archive = Archive::open_write(folder.path(), &info()).unwrap();
        archive.append(answer(&get("x"), status, &format!("x-value: {value}\r\n"), &bytes, None)).unwrap();
        let Reply::Answer(answer) = read(&archive, &get("x")).unwrap().reply else { panic!("an answer was stored") };
        proptest::prop_assert_eq!(answer.header("x-value"), Some(value.trim()));
        proptest::prop_assert_eq!((answer.status, answer.body), (status, Body::Whole(bytes)));
    }

    #[test]
    fn a_changed_byte_is_never_read_as_something_else(place in 0_usize..2000, change in 1_u8..=255) {
        let folder = tempfile::tempdir().unwrap();
        let (path, _) = three(folder.path());
        let mut bytes = fs::read(&path).unwrap();
        let place = place % bytes.len();
        bytes[place] ^= change;
        fs::write(&path, &bytes).unwrap();
        // Either it is refused, or torn, or the byte was one of the few that say nothing (time, system in the gzip head).
        if let Ok(archive) = Archive::open_read(folder.path()) {
            for (request, expected) in [(get("1"), &b"een"[..]), (get("3"), b"")] {
                if let Ok(Some(exchange)) = archive.get(&request.key(), 100)
                    && let Reply::Answer(answer) = exchange.reply
                {
                    proptest::prop_assert_eq!(answer.body, Body::Whole(expected.to_vec()));
                }
            }
        }
    }
}
