//! A WARC/1.1 record: one gzip member, written into a buffer and read back.

use flate2::Compression;
use flate2::bufread::GzDecoder;
use flate2::write::GzEncoder;
use sha1::{Digest, Sha1};
use sha2::Sha256;
use std::io::{self, BufRead, Read, Write};

/// The most that the named fields of a record may take, and the most that is kept of a small block.
const LONGEST_HEAD: u64 = 64 << 10;
const LONGEST_SMALL_BLOCK: u64 = 16 << 20;
/// The part of a response that must hold its head; clients stop far below.
const LONGEST_MESSAGE_HEAD: usize = 2 << 20;

/// Bytes that are read twice: once for the digests, once into the record.
pub(crate) trait Again: Read {
    fn rewind(&mut self) -> io::Result<()>;
}

impl<T: Read + io::Seek + ?Sized> Again for T {
    fn rewind(&mut self) -> io::Result<()> {
        self.seek(io::SeekFrom::Start(0)).map(|_| ())
    }
}

/// sha1 of some bytes as WARC writes it.
pub(crate) fn sha1_label(hash: Sha1) -> String {
    format!("sha1:{}", data_encoding::BASE32.encode(&hash.finalize()))
}

/// A record that is about to be written.
pub(crate) struct NewRecord<'a> {
    pub fields: Vec<(&'static str, String)>,
    /// The head of an HTTP message, or the whole block of other records.
    pub head: &'a [u8],
    /// What follows the head in the block.
    pub body: Option<&'a mut (dyn Again + 'a)>,
    /// Whether the body is a payload of its own, with its own digest.
    pub has_payload: bool,
}

impl NewRecord<'_> {
    /// Adds the record to `out` as one gzip member, digests and length included.
    pub fn write(self, out: &mut Vec<u8>) -> io::Result<()> {
        let mut block = Sha1::new_with_prefix(self.head);
        let mut payload = Sha1::new();
        let mut length = self.head.len() as u64;
        let mut body = self.body;
        if let Some(body) = body.as_deref_mut() {
            body.rewind()?;
            length += each_chunk(body, |chunk| {
                block.update(chunk);
                payload.update(chunk);
                Ok(())
            })?;
            body.rewind()?;
        }
        let mut named = String::from("WARC/1.1\r\n");
        let mut field = |name: &str, value: &str| {
            named.push_str(name);
            named.push_str(": ");
            named.extend(value.chars().map(|c| if c.is_control() { ' ' } else { c }));
            named.push_str("\r\n");
        };
        self.fields.iter().for_each(|(name, value)| field(name, value));
        field("WARC-Block-Digest", &sha1_label(block));
        if self.has_payload {
            field("WARC-Payload-Digest", &sha1_label(payload));
        }
        field("Content-Length", &length.to_string());
        named.push_str("\r\n");
        // What is large is nearly always compressed already.
        let level = if length > 1 << 20 { Compression::fast() } else { Compression::default() };
        let mut member = GzEncoder::new(out, level);
        member.write_all(named.as_bytes())?;
        member.write_all(self.head)?;
        if let Some(body) = body {
            each_chunk(body, |chunk| member.write_all(chunk))?;
        }
        member.write_all(b"\r\n\r\n")?;
        member.finish()?;
        Ok(())
    }
}

fn each_chunk(
    from: &mut (impl Read + ?Sized),
    mut take: impl FnMut(&[u8]) -> io::Result<()>,
) -> io::Result<u64> {
    let mut buffer = vec![0; 1 << 16];
    let mut length = 0;
    loop {
        match from.read(&mut buffer) {
            Ok(0) => return Ok(length),
            Ok(read) => {
                take(&buffer[..read])?;
                length += read as u64;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// An id that no other record has: made from where it stands, in a file whose name is given once.
pub(crate) fn record_id(file: &str, offset: u64, number: usize) -> String {
    let digest = Sha256::digest(format!("{file}\n{offset}\n{number}"));
    let mut bytes: [u8; 16] = digest[..16].try_into().expect("a sha256 has 32 bytes");
    bytes[6] = (bytes[6] & 0x0f) | 0x80;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    let hex = data_encoding::HEXLOWER.encode(&bytes);
    format!("<urn:uuid:{}-{}-{}-{}-{}>", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}

/// A record as read.
pub(crate) struct Record {
    pub fields: Vec<(String, String)>,
    /// The block, or of a response whose body was not wanted its head alone.
    pub block: Vec<u8>,
    /// The block's length as announced, and read.
    pub length: u64,
    /// The digests of what was read, when they were wanted.
    pub digests: Option<Digests>,
}

/// Digests of a record's bytes as they are now.
pub(crate) struct Digests {
    pub block: String,
    pub payload: String,
}

impl Record {
    /// The value of a named field, in any case; empty when absent.
    pub fn field(&self, name: &str) -> &str {
        let found = self.fields.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
        found.map_or("", |(_, value)| value)
    }
    /// `request`, `response`, `metadata`, `resource` or `warcinfo`.
    pub fn kind(&self) -> &str {
        self.field("WARC-Type")
    }
}

/// How much of a record is wanted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Want {
    /// Responses and resources without their bodies; the rest is read to its end and thrown away.
    Heads,
    /// The same, with digests of all bytes.
    Digests,
    /// Everything.
    Whole,
}

/// Why no record could be read.
#[derive(Debug)]
pub(crate) enum Unread {
    /// The file ends in the middle of it.
    Ends,
    /// It is no record.
    Bad(String),
    /// The operating system refused.
    Io(io::Error),
}

impl From<io::Error> for Unread {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::UnexpectedEof => Self::Ends,
            // What flate2 says of wrong bytes.
            io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData => {
                Self::Bad("no gzip member".to_owned())
            }
            _ => Self::Io(error),
        }
    }
}

/// Reads the next gzip member and leaves `from` exactly behind it. `None` at the end of the file.
pub(crate) fn read_record(from: &mut impl BufRead, want: Want) -> Result<Option<Record>, Unread> {
    if from.fill_buf()?.is_empty() {
        return Ok(None);
    }
    let mut member = io::BufReader::new(GzDecoder::new(from));
    let fields = read_fields(&mut member)?;
    let mut record = Record { fields, block: Vec::new(), length: 0, digests: None };
    record.length =
        record.field("Content-Length").parse().map_err(|_| Unread::Bad("no Content-Length".to_owned()))?;
    read_block(&mut record, &mut member, want)?;
    let mut end = Vec::new();
    member.by_ref().take(5).read_to_end(&mut end)?;
    if end != b"\r\n\r\n" {
        return Err(Unread::Bad("the record is longer or shorter than its Content-Length".to_owned()));
    }
    Ok(Some(record))
}

fn read_fields(member: &mut impl BufRead) -> Result<Vec<(String, String)>, Unread> {
    let mut text = Vec::new();
    let mut limited = member.take(LONGEST_HEAD);
    while !text.ends_with(b"\r\n\r\n") {
        if limited.read_until(b'\n', &mut text)? == 0 {
            return Err(Unread::Bad("the named fields do not end".to_owned()));
        }
    }
    let text =
        String::from_utf8(text).map_err(|_| Unread::Bad("the named fields are not UTF-8".to_owned()))?;
    let mut lines = text.lines();
    if !lines.next().unwrap_or_default().starts_with("WARC/1.") {
        return Err(Unread::Bad("no WARC record".to_owned()));
    }
    let pairs = lines.take_while(|line| !line.is_empty()).map(|line| {
        let (name, value) = line.split_once(':').unwrap_or((line, ""));
        (name.trim().to_owned(), value.trim().to_owned())
    });
    Ok(pairs.collect())
}

fn read_block(record: &mut Record, member: &mut impl Read, want: Want) -> Result<(), Unread> {
    let is_http = record.field("Content-Type").starts_with("application/http");
    let head_only = want != Want::Whole && matches!(record.kind(), "response" | "resource");
    if !head_only && want != Want::Whole && record.length > LONGEST_SMALL_BLOCK {
        return Err(Unread::Bad(format!("a {} record of {} bytes", record.kind(), record.length)));
    }
    let mut block = Sha1::new();
    let mut payload = Sha1::new();
    let mut head_ended = !is_http;
    let mut kept: Vec<u8> = Vec::new();
    let read = each_chunk(&mut member.take(record.length), |chunk| {
        if want == Want::Digests {
            block.update(chunk);
        }
        if head_ended {
            if want == Want::Digests {
                payload.update(chunk);
            }
            if !head_only {
                kept.extend_from_slice(chunk);
            }
            return Ok(());
        }
        let from = kept.len().saturating_sub(3);
        kept.extend_from_slice(chunk);
        let end = kept[from..].windows(4).position(|four| four == b"\r\n\r\n").map(|at| from + at + 4);
        if let Some(end) = end {
            head_ended = true;
            if want == Want::Digests {
                payload.update(&kept[end..]);
            }
            if head_only {
                kept.truncate(end);
            }
        } else if kept.len() > LONGEST_MESSAGE_HEAD {
            head_ended = true;
        }
        Ok(())
    })?;
    if read < record.length {
        return Err(Unread::Bad("the record is shorter than its Content-Length".to_owned()));
    }
    record.block = kept;
    if want == Want::Digests {
        record.digests = Some(Digests { block: sha1_label(block), payload: sha1_label(payload) });
    }
    Ok(())
}

/// Counts the bytes that were read, so that it is known where each record begins.
pub(crate) struct Counting<R> {
    inner: R,
    pub at: u64,
}

impl<R> Counting<R> {
    pub fn new(inner: R, at: u64) -> Self {
        Self { inner, at }
    }
}

impl<R: BufRead> Read for Counting<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.at += read as u64;
        Ok(read)
    }
}

impl<R: BufRead> BufRead for Counting<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.inner.fill_buf()
    }
    fn consume(&mut self, amount: usize) {
        self.at += amount as u64;
        self.inner.consume(amount);
    }
}
