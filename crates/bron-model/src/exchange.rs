//! One request and what became of it.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt;
use url::Url;

/// The two ways in which a search box is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "UPPERCASE")]
pub enum Method {
    /// Everything in the address.
    Get,
    /// A body goes along; sent again only by a 307 or 308.
    Post,
}

impl Method {
    /// `GET` or `POST`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
        }
    }
}

/// What is asked. It holds nothing that depends on the day or the machine, so the same question always has the
/// same [`ExchangeKey`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// GET or POST.
    pub method: Method,
    /// The address, without fragment.
    pub url: Url,
    /// Content type and bytes of a POST; `None` for a GET.
    pub body: Option<(String, Vec<u8>)>,
    /// The Accept header.
    pub accept: &'static str,
}

impl Request {
    /// A GET for a page a person could look at.
    pub fn get(url: Url) -> Self {
        Self { method: Method::Get, url: without_fragment(url), body: None, accept: "*/*" }
    }
    /// A GET for JSON.
    pub fn get_json(url: Url) -> Self {
        Self { accept: "application/json", ..Self::get(url) }
    }
    /// A POST of JSON, as a page's own script sends it.
    pub fn post_json(url: Url, body: Vec<u8>) -> Self {
        Self {
            method: Method::Post,
            url: without_fragment(url),
            body: Some(("application/json".to_owned(), body)),
            accept: "application/json, text/plain, */*",
        }
    }
    /// sha256 of method, address without fragment and body.
    pub fn key(&self) -> ExchangeKey {
        ExchangeKey::of(self.method, &self.url, self.body.as_ref().map(|(_, bytes)| bytes.as_slice()))
    }
}

fn without_fragment(mut url: Url) -> Url {
    url.set_fragment(None);
    url
}

/// Names an exchange in the archive: sha256 of method, address without fragment and body. The last whole exchange
/// with a key is the one that counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ExchangeKey(pub [u8; 32]);

impl ExchangeKey {
    /// The key of a method, an address (its fragment is left out) and a body.
    pub fn of(method: Method, url: &Url, body: Option<&[u8]>) -> Self {
        let url = without_fragment(url.clone());
        let mut hash = Sha256::new();
        hash.update(method.as_str());
        hash.update([0]);
        hash.update(url.as_str());
        hash.update([0]);
        hash.update(body.unwrap_or_default());
        Self(hash.finalize().into())
    }
}

impl fmt::Display for ExchangeKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&data_encoding::HEXLOWER.encode(&self.0))
    }
}

/// One request, when it was sent, and the reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exchange {
    /// What was asked.
    pub request: Request,
    /// When it was sent (the WARC-Date).
    pub at: Timestamp,
    /// What came of it.
    pub reply: Reply,
}

/// A status line with what follows it, or no answer at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// An HTTP response came, whatever its status.
    Answer(Answer),
    /// Nothing came that is an HTTP response.
    NoAnswer(NoAnswer),
}

/// An HTTP response as it is read from the archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// The headers as received, names in lower case, in the order received.
    pub headers: Vec<(String, String)>,
    /// The body after content decoding, or why there is no whole one.
    pub body: Body,
}

impl Answer {
    /// The first header of that (lower-case) name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
    /// The `Content-Type` without parameters, in lower case; empty when absent.
    pub fn media_type(&self) -> String {
        let value = self.header("content-type").unwrap_or_default();
        value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
    }
    /// The body where it is whole.
    pub fn whole_body(&self) -> Option<&[u8]> {
        match &self.body {
            Body::Whole(bytes) => Some(bytes),
            Body::Cut(_) | Body::TooLarge(_) | Body::Unreadable(_) => None,
        }
    }
}

/// A body is only ever handed out whole: what was cut or cannot be decoded has no bytes to be misread.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// All of it, decoded.
    Whole(Vec<u8>),
    /// The archive holds only the beginning.
    Cut(CutReason),
    /// It is whole in the archive, but larger after decoding than the limit `max_decoded`, which is given in bytes. A
    /// limit is never a finding.
    TooLarge(u64),
    /// It is whole in the archive, but cannot be decoded; the text says why (an unknown content coding, damaged
    /// gzip).
    Unreadable(String),
}

/// Why a body was cut (the values of `WARC-Truncated`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum CutReason {
    /// Longer than `max_body`.
    Length,
    /// The time for one request was over.
    Time,
    /// The connection broke off before the announced end.
    Disconnect,
}

impl CutReason {
    /// The value of `WARC-Truncated`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Length => "length",
            Self::Time => "time",
            Self::Disconnect => "disconnect",
        }
    }
}

/// No HTTP response came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoAnswer {
    /// Which of the closed list of causes.
    pub code: NoAnswerCode,
    /// What a person needs beside the code: the rule of robots.txt, the refused address, the time named by
    /// Retry-After. Never a text of the operating system: those go to the log.
    pub detail: String,
}

/// Why no HTTP response came. Closed, so that a replay on another machine says the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum NoAnswerCode {
    /// robots.txt closes the path, or could not be read because the server failed.
    Robots,
    /// The site asked to come back later than we wait.
    RetryLater,
    /// The source does not name this host.
    HostNotAllowed,
    /// The address is private, loopback or otherwise not public, or the scheme or port is not allowed.
    AddressRefused,
    /// The name has no address.
    Dns,
    /// No connection.
    Connect,
    /// The certificate was not accepted or the handshake failed.
    Tls,
    /// No head of a response within the time.
    Timeout,
    /// The head of the response was larger than we read.
    HeadTooLarge,
    /// What came is not HTTP.
    NotHttp,
    /// The connection closed before a head came.
    Disconnected,
    /// More redirects than are followed, or a redirect that may not be followed.
    Redirect,
}

impl NoAnswerCode {
    /// All codes, in a fixed order.
    pub const ALL: [Self; 12] = [
        Self::Robots,
        Self::RetryLater,
        Self::HostNotAllowed,
        Self::AddressRefused,
        Self::Dns,
        Self::Connect,
        Self::Tls,
        Self::Timeout,
        Self::HeadTooLarge,
        Self::NotHttp,
        Self::Disconnected,
        Self::Redirect,
    ];
    /// The code as it stands in the archive and in `note` columns.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Robots => "robots",
            Self::RetryLater => "retry-later",
            Self::HostNotAllowed => "host-not-allowed",
            Self::AddressRefused => "address-refused",
            Self::Dns => "dns",
            Self::Connect => "connect",
            Self::Tls => "tls",
            Self::Timeout => "timeout",
            Self::HeadTooLarge => "head-too-large",
            Self::NotHttp => "not-http",
            Self::Disconnected => "disconnected",
            Self::Redirect => "redirect",
        }
    }
    /// The code with that text.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|code| code.as_str() == text)
    }
    /// Whether asking again at once may help.
    pub fn may_pass(self) -> bool {
        matches!(self, Self::Dns | Self::Connect | Self::Timeout | Self::Disconnected)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_leaves_the_fragment_out_and_keeps_method_and_body_apart() {
        let url = |text: &str| Url::parse(text).unwrap();
        let key = ExchangeKey::of(Method::Get, &url("https://a.nl/x#deel"), None);
        assert_eq!(key, Request::get(url("https://a.nl/x")).key());
        assert_ne!(key, ExchangeKey::of(Method::Post, &url("https://a.nl/x"), None));
        assert_ne!(key, ExchangeKey::of(Method::Get, &url("https://a.nl/x"), Some(b"q")));
    }

    #[test]
    fn every_code_reads_back() {
        for code in NoAnswerCode::ALL {
            assert_eq!(NoAnswerCode::parse(code.as_str()), Some(code));
        }
    }
}
