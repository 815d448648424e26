//! An HTTP message as it lies in a record: a start line, headers, a body before content decoding.

use bron_model::{Answer, Body, CutReason, Request};
use flate2::bufread::GzDecoder;
use std::io::Read;
use url::Url;

/// A message cut into its parts.
pub(crate) struct Message<'a> {
    pub start_line: String,
    pub headers: Vec<(String, String)>,
    pub body: &'a [u8],
}

impl<'a> Message<'a> {
    /// Cuts a message. `None` where the head does not end.
    pub fn parse(block: &'a [u8]) -> Option<Self> {
        let end = block.windows(4).position(|four| four == b"\r\n\r\n")?;
        let head = text_of(&block[..end]);
        let mut lines = head.split("\r\n");
        let start_line = lines.next().unwrap_or_default().to_owned();
        let headers = lines.map(|line| {
            let (name, value) = line.split_once(':').unwrap_or((line, ""));
            (name.trim().to_ascii_lowercase(), value.trim().to_owned())
        });
        Some(Self { start_line, headers: headers.collect(), body: &block[end + 4..] })
    }
    /// The status of a response.
    pub fn status(&self) -> Option<u16> {
        self.start_line.split(' ').nth(1)?.parse().ok()
    }
    /// The first header of that lower-case name; empty when absent.
    pub fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }
    /// The request that this message is.
    pub fn request(&self, url: Url) -> Option<Request> {
        let method = crate::index::method(self.start_line.split(' ').next()?)?;
        let body = (method == bron_model::Method::Post)
            .then(|| (self.header("content-type").to_owned(), self.body.to_vec()));
        Some(Request { method, url, body, accept: known_accept(self.header("accept")) })
    }
    /// The response that this message is, its body decoded, or named as unreadable.
    pub fn answer(self, cut: Option<CutReason>, max_decoded: u64) -> Option<Answer> {
        let status = self.status()?;
        let body = match cut {
            Some(reason) => Body::Cut(reason),
            None => content_decoded(&self.codings(), self.body, max_decoded),
        };
        Some(Answer { status, headers: self.headers, body })
    }
    fn codings(&self) -> String {
        let all = self.headers.iter().filter(|(name, _)| name == "content-encoding");
        all.map(|(_, value)| value.as_str()).collect::<Vec<_>>().join(",")
    }
}

/// The Accept header as one of the texts that requests are made with.
pub(crate) fn known_accept(text: &str) -> &'static str {
    if text == "application/json" { "application/json" } else { "*/*" }
}

/// Headers are bytes; what is not UTF-8 is read as Latin-1, as HTTP/1.1 once said.
fn text_of(bytes: &[u8]) -> String {
    std::str::from_utf8(bytes)
        .map_or_else(|_| bytes.iter().map(|byte| char::from(*byte)).collect(), str::to_owned)
}

/// Undoes the content coding of a body. Only gzip is undone; any other coding or damage gives
/// [`Body::Unreadable`], more than `max_decoded` bytes [`Body::TooLarge`], never a part of the body. What follows the last gzip member is left out.
/// `none` is read as `identity`: Wagtail 8 (Django's file answers) sends `Content-Encoding: None` with its files.
pub fn content_decoded(content_encoding: &str, body: &[u8], max_decoded: u64) -> Body {
    let codings: Vec<String> = content_encoding
        .split(',')
        .map(|coding| coding.trim().to_ascii_lowercase())
        .filter(|coding| !coding.is_empty() && coding != "identity" && coding != "none")
        .collect();
    let decoded = match codings.as_slice() {
        _ if body.is_empty() => return Body::Whole(Vec::new()),
        [] => body.to_vec(),
        [one] if one == "gzip" || one == "x-gzip" => match gunzip(body, max_decoded) {
            Ok(decoded) => decoded,
            Err(()) => return Body::Unreadable("damaged gzip".to_owned()),
        },
        other => return Body::Unreadable(format!("content coding `{}`", other.join(", "))),
    };
    if decoded.len() as u64 > max_decoded {
        return Body::TooLarge(max_decoded);
    }
    Body::Whole(decoded)
}

/// All members one after the other; one byte more than `most` at the most.
fn gunzip(mut body: &[u8], most: u64) -> Result<Vec<u8>, ()> {
    let mut decoded = Vec::new();
    loop {
        let left = most.saturating_add(1) - decoded.len() as u64;
        let mut member = GzDecoder::new(body);
        member.by_ref().take(left).read_to_end(&mut decoded).map_err(|_| ())?;
        if decoded.len() as u64 > most {
            return Ok(decoded);
        }
        body = member.into_inner();
        if !body.starts_with(&[0x1f, 0x8b]) {
            return Ok(decoded);
        }
    }
}
