//! Sends one request over one connection, and tells what came byte for byte.

use crate::Error;
use crate::resolver::{NoAddress, Resolver};
use bron_model::{CutReason, NoAnswer, NoAnswerCode, Request};
use bron_protocol::Harvest;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::{Certificate, ClientBuilder, Response};
use std::error::Error as StdError;
use std::io::{self, Write};
use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::OnceLock;
use std::time::Duration;
use tempfile::SpooledTempFile;
use tokio::time::{Instant, timeout, timeout_at};

/// Headers that are read of one answer.
const MOST_HEADERS: usize = 512;
/// A body longer than this waits on the disk.
const SPOOL_FROM: usize = 1 << 20;

/// What came of a request.
pub(crate) enum Came {
    Answer {
        head: Vec<u8>,
        body: SpooledTempFile,
        cut: Option<CutReason>,
        address: Option<IpAddr>,
    },
    /// Nothing, and whether the request had been sent by then.
    Nothing {
        reply: NoAnswer,
        sent: bool,
    },
}

/// The clients, one for each scheme, each built when it is first needed: the one for https cannot be built on a machine
/// without CA certificates, and nothing but https needs it.
pub(crate) struct Client {
    pub resolver: Resolver,
    pub roots: Vec<Certificate>,
    user_agent: HeaderValue,
    spool: PathBuf,
    connect: Duration,
    read: Duration,
    whole: Duration,
    max_body: u64,
    plain: OnceLock<Option<reqwest::Client>>,
    secure: OnceLock<Option<reqwest::Client>>,
}

impl Client {
    pub fn new(harvest: &Harvest, resolver: Resolver, user_agent: HeaderValue, spool: PathBuf) -> Self {
        let year = Duration::from_hours(365 * 24);
        let seconds = |number: f64| Duration::try_from_secs_f64(number).unwrap_or(year).min(year);
        Self {
            resolver,
            roots: Vec::new(),
            user_agent,
            spool,
            connect: seconds(harvest.connect_seconds),
            read: seconds(harvest.read_seconds),
            whole: seconds(harvest.whole_seconds),
            max_body: harvest.max_body,
            plain: OnceLock::new(),
            secure: OnceLock::new(),
        }
    }

    /// The request as it goes over the wire, byte for byte.
    pub fn wire(&self, request: &Request) -> Vec<u8> {
        let url = &request.url;
        let query = url.query().map(|query| format!("?{query}")).unwrap_or_default();
        let mut bytes =
            format!("{} {}{query} HTTP/1.1\r\n", request.method.as_str(), url.path()).into_bytes();
        for (name, value) in &self.headers(request) {
            bytes.extend_from_slice(name.as_str().as_bytes());
            bytes.extend_from_slice(b": ");
            bytes.extend_from_slice(value.as_bytes());
            bytes.extend_from_slice(b"\r\n");
        }
        if let Some((_, body)) = &request.body {
            bytes.extend_from_slice(format!("content-length: {}\r\n", body.len()).as_bytes());
        }
        bytes.extend_from_slice(b"\r\n");
        bytes.extend_from_slice(request.body.as_ref().map_or(&[][..], |(_, body)| body));
        bytes
    }
    fn headers(&self, request: &Request) -> HeaderMap {
        let url = &request.url;
        let host = url.host_str().unwrap_or_default();
        let host = url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
        let mut headers = HeaderMap::new();
        let mut set = |name: HeaderName, value: &str| {
            // What cannot stand in a header is left out; hosts are ASCII, and so is the rest.
            HeaderValue::from_str(value).into_iter().for_each(|value| {
                headers.insert(name.clone(), value);
            });
        };
        set(reqwest::header::HOST, &host);
        set(reqwest::header::USER_AGENT, self.user_agent.to_str().unwrap_or("bron"));
        set(reqwest::header::ACCEPT, request.accept);
        set(reqwest::header::ACCEPT_ENCODING, "gzip");
        if let Some((media_type, _)) = &request.body {
            set(reqwest::header::CONTENT_TYPE, media_type);
        }
        headers
    }

    /// Asks. An error means that the answer could not be put aside, never that the site failed.
    pub async fn ask(&self, request: &Request) -> Result<Came, Error> {
        let secure = request.url.scheme() == "https";
        let Some(client) = self.client(secure) else {
            let detail = "this machine has no CA certificates".to_owned();
            let reply = NoAnswer { code: NoAnswerCode::Tls, detail };
            return Ok(Came::Nothing { reply, sent: false });
        };
        let deadline = Instant::now() + self.whole;
        let method = match request.method {
            bron_model::Method::Get => reqwest::Method::GET,
            bron_model::Method::Post => reqwest::Method::POST,
        };
        let mut asked = client.request(method, request.url.clone()).headers(self.headers(request));
        if let Some((_, body)) = &request.body {
            asked = asked.body(body.clone());
        }
        let head = timeout_at(deadline, timeout(self.connect.saturating_add(self.read), asked.send())).await;
        let response = match head {
            Ok(Ok(Ok(response))) => response,
            Ok(Ok(Err(error))) => return Ok(nothing(&error, secure)),
            Ok(Err(_)) | Err(_) => {
                let reply = NoAnswer { code: NoAnswerCode::Timeout, detail: String::new() };
                return Ok(Came::Nothing { reply, sent: true });
            }
        };
        let (head, address) = (head_of(&response), response.remote_addr().map(|address| address.ip()));
        let host = request.url.host_str().unwrap_or_default().to_owned();
        let body = self.body_of(response, deadline).await;
        let (body, cut) = body.map_err(|source| Error::Spool { host, source })?;
        Ok(Came::Answer { head, body, cut, address })
    }

    async fn body_of(
        &self,
        mut response: Response,
        deadline: Instant,
    ) -> io::Result<(SpooledTempFile, Option<CutReason>)> {
        let mut body = tempfile::spooled_tempfile_in(SPOOL_FROM, &self.spool);
        let mut length = 0;
        let cut = loop {
            let chunk = match timeout_at(deadline, timeout(self.read, response.chunk())).await {
                Ok(Ok(Ok(Some(chunk)))) => chunk,
                Ok(Ok(Ok(None))) => break None,
                Ok(Ok(Err(error))) => {
                    tracing::debug!(error = chain(&error), "an answer broke off");
                    break Some(CutReason::Disconnect);
                }
                Ok(Err(_)) | Err(_) => break Some(CutReason::Time),
            };
            let room = usize::try_from(self.max_body - length).unwrap_or(usize::MAX);
            body.write_all(&chunk[..chunk.len().min(room)])?;
            if chunk.len() > room {
                break Some(CutReason::Length);
            }
            length += chunk.len() as u64;
        };
        Ok((body, cut))
    }

    fn client(&self, secure: bool) -> Option<&reqwest::Client> {
        let built = if secure { &self.secure } else { &self.plain };
        built.get_or_init(|| if secure { self.build_secure() } else { self.build_plain() }).as_ref()
    }
    fn build_plain(&self) -> Option<reqwest::Client> {
        built(self.builder().tls_certs_only([]))
    }
    /// With the machine's certificates and ours; where the machine has none, with ours alone.
    fn build_secure(&self) -> Option<reqwest::Client> {
        let both = built(self.builder().tls_certs_merge(self.roots.clone()));
        let ours = || built(self.builder().tls_certs_only(self.roots.clone()));
        both.or_else(|| if self.roots.is_empty() { None } else { ours() })
    }
    fn builder(&self) -> ClientBuilder {
        ClientBuilder::new()
            .http1_only()
            .http1_max_headers(MOST_HEADERS)
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .no_proxy()
            .referer(false)
            .no_gzip()
            .no_brotli()
            .no_zstd()
            .no_deflate()
            .pool_max_idle_per_host(0)
            .connect_timeout(self.connect)
            .dns_resolver(self.resolver.clone())
    }
}

/// The certificates in a PEM text; `None` when there are none or one cannot be read.
pub(crate) fn certificates(pem: &[u8]) -> Option<Vec<Certificate>> {
    let certificates = Certificate::from_pem_bundle(pem).ok().filter(|all| !all.is_empty())?;
    // What stands in them is only looked at when a client is built.
    built(ClientBuilder::new().tls_certs_only(certificates.clone()))?;
    Some(certificates)
}

fn built(builder: ClientBuilder) -> Option<reqwest::Client> {
    builder.build().inspect_err(|error| tracing::warn!(error = chain(error), "no client")).ok()
}

/// Status line and headers as the archive keeps them.
fn head_of(response: &Response) -> Vec<u8> {
    let status = response.status();
    let reason = response.extensions().get::<hyper::ext::ReasonPhrase>();
    let reason =
        reason.map_or(status.canonical_reason().unwrap_or_default().as_bytes(), |reason| reason.as_bytes());
    let version = if response.version() == reqwest::Version::HTTP_10 { "HTTP/1.0" } else { "HTTP/1.1" };
    let mut head = format!("{version} {} ", status.as_u16()).into_bytes();
    head.extend_from_slice(reason);
    head.extend_from_slice(b"\r\n");
    for (name, value) in response.headers() {
        let name = if name == reqwest::header::TRANSFER_ENCODING {
            "x-archive-orig-transfer-encoding"
        } else {
            name.as_str()
        };
        head.extend_from_slice(name.as_bytes());
        head.extend_from_slice(b": ");
        head.extend_from_slice(value.as_bytes());
        head.extend_from_slice(b"\r\n");
    }
    head.extend_from_slice(b"\r\n");
    head
}

/// One of our codes for what went wrong. What the operating system says goes to the log only.
fn nothing(error: &reqwest::Error, secure: bool) -> Came {
    tracing::debug!(error = chain(error), "no answer");
    let (code, detail) = code_of(error, secure);
    let sent = matches!(
        code,
        NoAnswerCode::Timeout
            | NoAnswerCode::HeadTooLarge
            | NoAnswerCode::NotHttp
            | NoAnswerCode::Disconnected
    );
    Came::Nothing { reply: NoAnswer { code, detail }, sent }
}

fn code_of(error: &reqwest::Error, secure: bool) -> (NoAnswerCode, String) {
    let plain = |code| (code, String::new());
    if let Some(no) = in_chain::<NoAddress>(error) {
        return match no {
            NoAddress::Unknown => plain(NoAnswerCode::Dns),
            NoAddress::NotPublic(_) => (NoAnswerCode::AddressRefused, no.to_string()),
        };
    }
    if error.is_builder() {
        return (NoAnswerCode::AddressRefused, "the address cannot be asked for over HTTP".to_owned());
    }
    if error.is_connect() {
        let io = in_chain::<io::Error>(error);
        let by_system =
            io.is_none_or(|io| io.raw_os_error().is_some() || io.kind() == io::ErrorKind::TimedOut);
        let code = if secure && !by_system { NoAnswerCode::Tls } else { NoAnswerCode::Connect };
        return plain(code);
    }
    match in_chain::<hyper::Error>(error) {
        // The client's side of hyper has no question for this one, only its words; a test holds them.
        Some(hyper) if hyper.to_string().contains("head is too large") => plain(NoAnswerCode::HeadTooLarge),
        Some(hyper) if hyper.is_parse() => plain(NoAnswerCode::NotHttp),
        _ => plain(NoAnswerCode::Disconnected),
    }
}

/// The innermost error of that type.
fn in_chain<T: StdError + 'static>(error: &reqwest::Error) -> Option<&T> {
    causes(error).filter_map(|cause| cause.downcast_ref()).last()
}

fn causes<'a>(error: &'a (dyn StdError + 'static)) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    std::iter::successors(Some(error), |&error| error.source())
}

fn chain(error: &reqwest::Error) -> String {
    causes(error).map(ToString::to_string).collect::<Vec<_>>().join(": ")
}
