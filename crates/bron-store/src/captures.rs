//! What another program can play back of an archive: each record with its place.

use crate::Error;
use crate::archive::warc_files;
use crate::message::Message;
use crate::scan::scan_with;
use crate::warc::{Record, Want};
use jiff::Timestamp;
use std::path::Path;

/// A record that stands for what an address gave: a response, a file that a person brought, or what is told of either.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Capture {
    /// The WARC file.
    pub file: String,
    /// Where the record begins in it.
    pub offset: u64,
    /// How many bytes it takes there.
    pub length: u64,
    /// `response`, `resource` or `metadata`.
    pub kind: String,
    /// The address.
    pub url: String,
    /// When it was asked for.
    pub at: Timestamp,
    /// The media type, without parameters; empty where none is given.
    pub media_type: String,
    /// The status; absent for what is no response.
    pub status: Option<u16>,
    /// Base32 of the sha1 of the payload.
    pub sha1: String,
}

/// Every record of an archive that can be played back, in the order of writing. What the records say of themselves is
/// checked on the way: one whose bytes are not those of its digest is an error that names its place, as is a torn tail.
pub fn captures_of(folder: &Path) -> Result<Vec<Capture>, Error> {
    let mut captures = Vec::new();
    for name in warc_files(folder)? {
        let path = folder.join(&name);
        let (mut found, mut ends): (Vec<Capture>, Vec<u64>) = (Vec::new(), Vec::new());
        let mut damaged = None;
        let mut see = |offset: u64, record: &Record| {
            ends.push(offset);
            match capture(&name, offset, record) {
                Ok(capture) => found.extend(capture),
                Err(what) => damaged = damaged.take().or(Some((offset, what))),
            }
        };
        let scanned = scan_with(&path, 0, Want::Digests, &mut see)?;
        if let Some((offset, what)) = damaged {
            return Err(Error::Damaged { file: path, offset, what: what.to_owned() });
        }
        if scanned.whole < scanned.length {
            let what = "a torn tail; the next harvest moves it away".to_owned();
            return Err(Error::Damaged { file: path, offset: scanned.whole, what });
        }
        // A record ends where the next one begins.
        ends.push(scanned.whole);
        for mut capture in found {
            let next = ends.partition_point(|end| *end <= capture.offset);
            capture.length = ends.get(next).unwrap_or(&scanned.whole) - capture.offset;
            captures.push(capture);
        }
    }
    Ok(captures)
}

/// The capture that a record is; none for a request and for what describes the file.
fn capture(file: &str, offset: u64, record: &Record) -> Result<Option<Capture>, &'static str> {
    let kind = record.kind();
    if !matches!(kind, "response" | "resource" | "metadata") {
        return Ok(None);
    }
    let digests = record.digests.as_ref().ok_or("its digests were not read")?;
    let written = record.field("WARC-Payload-Digest");
    if !written.is_empty() && written != digests.payload {
        return Err("its payload is not that of its WARC-Payload-Digest");
    }
    let message = (kind == "response").then(|| Message::parse(&record.block)).flatten();
    let media_type = match &message {
        Some(message) => message.header("content-type"),
        None => record.field("Content-Type"),
    };
    Ok(Some(Capture {
        file: file.to_owned(),
        offset,
        length: 0,
        kind: kind.to_owned(),
        url: record.field("WARC-Target-URI").to_owned(),
        at: record.field("WARC-Date").parse().map_err(|_| "it has no WARC-Date")?,
        media_type: media_type.split([';', ' ']).next().unwrap_or_default().to_owned(),
        status: message.as_ref().and_then(Message::status),
        sha1: digests.payload.trim_start_matches("sha1:").to_owned(),
    }))
}
