//! Reads an archive file group by group: an exchange is a request with what came of it, and whole only together.

use crate::Error;
use crate::index::{Arrival, Entry, Location, Outcome, cut_reason, method};
use crate::message::{Message, known_accept};
use crate::warc::{Counting, Record, Unread, Want, read_record};
use bron_model::{ExchangeKey, Method, NoAnswer, NoAnswerCode, Request};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::Path;
use url::Url;

/// The version of the archive's format, written into the first record of each file. Every older one is read.
pub(crate) const ARCHIVE_FORMAT: u32 = 1;

/// Records that were written together and count only together.
pub(crate) struct Group {
    pub length: u64,
    pub first: Record,
    pub second: Option<Record>,
}

/// What a metadata record of ours holds, as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub(crate) enum Metadata {
    /// An exchange without an answer.
    NoAnswer {
        method: Method,
        accept: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        body_type: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        body_base64: Option<String>,
        outcome: NoAnswerCode,
        detail: String,
    },
    /// Who brought a resource, when and from where.
    Note { note: String },
}

impl Metadata {
    pub fn of(request: &Request, reply: &NoAnswer) -> Self {
        let (body_type, body) = match &request.body {
            Some((media_type, bytes)) => (Some(media_type.clone()), Some(bytes)),
            None => (None, None),
        };
        Self::NoAnswer {
            method: request.method,
            accept: request.accept.to_owned(),
            body_type,
            body_base64: body.map(|bytes| data_encoding::BASE64.encode(bytes)),
            outcome: reply.code,
            detail: reply.detail.clone(),
        }
    }
    pub fn parse(record: &Record) -> Option<Self> {
        serde_json::from_slice(&record.block).ok()
    }
    /// The exchange that this record stands for; `None` when it is a note or its body is not base64.
    pub fn exchange(self, url: Url) -> Option<(Request, NoAnswer)> {
        let Self::NoAnswer { method, accept, body_type, body_base64, outcome, detail } = self else {
            return None;
        };
        let bytes = match body_base64 {
            Some(text) => Some(data_encoding::BASE64.decode(text.as_bytes()).ok()?),
            None => None,
        };
        let body = bytes.map(|bytes| (body_type.unwrap_or_default(), bytes));
        let request = Request { method, url, body, accept: known_accept(&accept) };
        Some((request, NoAnswer { code: outcome, detail }))
    }
}

/// A file as found.
#[derive(Default)]
pub(crate) struct Scanned {
    /// The named values of the first record and its instant.
    pub info: Option<(Timestamp, Vec<(String, String)>)>,
    pub entries: Vec<Entry>,
    pub resources: Vec<(String, Location)>,
    /// Records read.
    pub records: u64,
    /// The length of what is whole; the rest is a torn tail.
    pub whole: u64,
    /// The length of the file.
    pub length: u64,
}

/// Reads a file from its beginning. A tail that was cut off is left out, and told by `whole < length`; damage with
/// whole records after it is an error.
pub(crate) fn scan(path: &Path, file: usize) -> Result<Scanned, Error> {
    scan_with(path, file, Want::Heads, &mut |_, _| {})
}

/// The same, and hands every record with its offset to `see`.
pub(crate) fn scan_with(
    path: &Path,
    file: usize,
    want: Want,
    see: &mut dyn FnMut(u64, &Record),
) -> Result<Scanned, Error> {
    let opened = File::open(path).map_err(Error::io("open", path))?;
    let length = opened.metadata().map_err(Error::io("read", path))?.len();
    let mut reader = Counting::new(BufReader::with_capacity(1 << 16, opened), 0);
    let mut scanned = Scanned { length, ..Scanned::default() };
    loop {
        let offset = reader.at;
        let group = match read_group(&mut reader, want, see) {
            Ok(Some(group)) => group,
            Ok(None) => return Ok(scanned),
            Err(Unread::Io(source)) => return Err(Error::io("read", path)(source)),
            Err(Unread::Ends) => return torn_or_damaged(path, offset, "it ends too early", scanned),
            Err(Unread::Bad(what)) => return torn_or_damaged(path, offset, &what, scanned),
        };
        scanned.records += 1 + u64::from(group.second.is_some());
        scanned.whole = reader.at;
        if offset == 0 {
            scanned.info = Some(read_info(path, &group.first)?);
            continue;
        }
        let location = Location { file, offset, length: group.length };
        if group.first.kind() == "resource" {
            scanned.resources.push((group.first.field("WARC-Target-URI").to_owned(), location));
        } else if let Some(entry) = entry_of(&group, location) {
            scanned.entries.push(entry);
        } else {
            let what = format!("a {} record that bron did not write", group.first.kind());
            return Err(Error::Damaged { file: path.to_owned(), offset, what });
        }
    }
}

/// Reads the records that lie at a place that a scan found.
pub(crate) fn read_at(path: &Path, offset: u64, want: Want) -> Result<Group, Error> {
    let mut opened = File::open(path).map_err(Error::io("open", path))?;
    opened.seek(SeekFrom::Start(offset)).map_err(Error::io("read", path))?;
    let mut reader = Counting::new(BufReader::new(opened), offset);
    let damaged = |what: String| Error::Damaged { file: path.to_owned(), offset, what };
    match read_group(&mut reader, want, &mut |_, _| {}) {
        Ok(Some(group)) => Ok(group),
        Ok(None) | Err(Unread::Ends) => Err(damaged("it ends too early".to_owned())),
        Err(Unread::Bad(what)) => Err(damaged(what)),
        Err(Unread::Io(source)) => Err(Error::io("read", path)(source)),
    }
}

fn read_group(
    reader: &mut Counting<impl BufRead>,
    want: Want,
    see: &mut dyn FnMut(u64, &Record),
) -> Result<Option<Group>, Unread> {
    let offset = reader.at;
    let Some(first) = read_record(reader, want)? else { return Ok(None) };
    let followers: &[&str] = match first.kind() {
        "request" => &["response", "metadata"],
        "resource" => &["metadata"],
        _ => &[],
    };
    let second_at = reader.at;
    let second = if followers.is_empty() {
        None
    } else {
        let second = read_record(reader, want)?.ok_or(Unread::Ends)?;
        if !followers.contains(&second.kind()) {
            return Err(Unread::Bad(format!("a {} is followed by a {}", first.kind(), second.kind())));
        }
        Some(second)
    };
    see(offset, &first);
    second.iter().for_each(|second| see(second_at, second));
    Ok(Some(Group { length: reader.at - offset, first, second }))
}

fn read_info(path: &Path, first: &Record) -> Result<(Timestamp, Vec<(String, String)>), Error> {
    let text = String::from_utf8_lossy(&first.block);
    let pairs: Vec<(String, String)> = text
        .lines()
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()))
        .collect();
    let found = pairs.iter().find(|(name, _)| name == "bron-archive-format").map(|(_, value)| value.as_str());
    let at: Option<Timestamp> = first.field("WARC-Date").parse().ok();
    match (first.kind(), found, at) {
        ("warcinfo", Some(found), Some(at)) if is_known_format(found) => Ok((at, pairs)),
        (_, found, _) => Err(Error::ArchiveFormat {
            file: path.to_owned(),
            found: found.unwrap_or("unknown").to_owned(),
            known: ARCHIVE_FORMAT,
        }),
    }
}

fn is_known_format(text: &str) -> bool {
    text.parse().is_ok_and(|format: u32| (1..=ARCHIVE_FORMAT).contains(&format))
}

/// The exchange that a group holds; `None` when it is none of ours.
fn entry_of(group: &Group, location: Location) -> Option<Entry> {
    let url = group.first.field("WARC-Target-URI").to_owned();
    let at = group.first.field("WARC-Date").parse().ok()?;
    let last = group.second.as_ref().unwrap_or(&group.first);
    if last.kind() == "metadata" {
        let (request, reply) = Metadata::parse(last)?.exchange(Url::parse(&url).ok()?)?;
        let arrival = Arrival { at, outcome: Outcome::NoAnswer(reply.code), cut: None };
        let (key, method) = (request.key(), request.method);
        return Some(Entry { location, key, method, url, arrival, media_type: String::new() });
    }
    let request = Message::parse(&group.first.block)?;
    let method = method(request.start_line.split(' ').next()?)?;
    let body = (method == Method::Post).then_some(request.body);
    let key = ExchangeKey::of(method, &Url::parse(&url).ok()?, body);
    let response = Message::parse(&last.block)?;
    let outcome = Outcome::Status(response.status()?);
    let arrival = Arrival { at, outcome, cut: cut_reason(last.field("WARC-Truncated")) };
    let media_type = response.header("content-type").split(';').next().unwrap_or_default();
    let media_type = media_type.trim().to_ascii_lowercase();
    Some(Entry { location, key, method, url, arrival, media_type })
}

/// A tail is torn when no whole record lies in it after its first byte; else a record in the middle is damaged.
fn torn_or_damaged(path: &Path, offset: u64, what: &str, scanned: Scanned) -> Result<Scanned, Error> {
    let mut tail = File::open(path).map_err(Error::io("open", path))?;
    tail.seek(SeekFrom::Start(offset + 1)).map_err(Error::io("read", path))?;
    let mut bytes = Vec::new();
    tail.read_to_end(&mut bytes).map_err(Error::io("read", path))?;
    let begins = |at: &usize| bytes[*at..].starts_with(&[0x1f, 0x8b, 0x08]);
    let whole_record = |at: usize| matches!(read_record(&mut &bytes[at..], Want::Heads), Ok(Some(_)));
    if (0..bytes.len()).filter(begins).any(whole_record) {
        return Err(Error::Damaged { file: path.to_owned(), offset, what: what.to_owned() });
    }
    Ok(scanned)
}
