//! What came back: a page to read, or a status for the query.

use bron_model::{Answer, Body, Exchange, NoAnswerCode, QueryStatus, Reply};

/// Why there is no page, and what the query is when nothing else was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NoPage {
    pub(crate) status: QueryStatus,
    pub(crate) why: String,
    /// The HTTP status, where an answer came.
    pub(crate) code: Option<u16>,
}

impl NoPage {
    /// robots.txt closes the path.
    pub(crate) fn is_robots(&self) -> bool {
        self.code.is_none() && self.status == QueryStatus::Blocked && self.why.starts_with("robots")
    }
}

/// The answer with its whole body, when it is 200.
pub(crate) fn page_of(exchange: &Exchange) -> Result<(&Answer, &[u8]), NoPage> {
    let answer = match &exchange.reply {
        Reply::Answer(answer) => answer,
        Reply::NoAnswer(no_answer) => {
            let status = match no_answer.code {
                NoAnswerCode::Robots | NoAnswerCode::RetryLater => QueryStatus::Blocked,
                _ => QueryStatus::Failed,
            };
            let detail =
                if no_answer.detail.is_empty() { String::new() } else { format!(" ({})", no_answer.detail) };
            return Err(NoPage { status, why: format!("{}{detail}", no_answer.code.as_str()), code: None });
        }
    };
    let no_page = |status, why: String| Err(NoPage { status, why, code: Some(answer.status) });
    if answer.header("cf-mitigated") == Some("challenge") {
        return no_page(QueryStatus::Blocked, "the site asks for a proof that a person is asking".to_owned());
    }
    match answer.status {
        200 => {}
        401 | 403 | 407 | 429 | 451 => {
            return no_page(QueryStatus::Blocked, format!("HTTP {}", answer.status));
        }
        other => return no_page(QueryStatus::Failed, format!("HTTP {other}")),
    }
    match &answer.body {
        Body::Whole(bytes) => Ok((answer, bytes)),
        Body::Cut(reason) => {
            no_page(QueryStatus::Failed, format!("the answer was cut ({})", reason.as_str()))
        }
        Body::TooLarge(limit) => no_page(
            QueryStatus::Unreadable,
            format!("the answer is larger than {limit} bytes after decoding (limit `max_decoded`)"),
        ),
        Body::Unreadable(why) => {
            no_page(QueryStatus::Unreadable, format!("the answer cannot be decoded: {why}"))
        }
    }
}

/// Whether an exchange after which nothing could be read says that the interface is not there, rather than that it
/// failed: what may pass (no answer, a wait, an error of the server, a cut answer) is not gone round by asking elsewhere.
pub(crate) fn says_not_there(exchange: &Exchange) -> bool {
    match &exchange.reply {
        Reply::NoAnswer(no_answer) => no_answer.code == NoAnswerCode::Robots,
        Reply::Answer(answer) => match answer.status {
            408 | 425 | 429 => false,
            400..500 => true,
            200 => matches!(answer.body, Body::Whole(_)),
            _ => false,
        },
    }
}

/// The text of an HTML or plain answer: by its byte order mark, the header, a `<meta>` in the first 2048 bytes; else
/// UTF-8 where it is that, else windows-1252.
pub(crate) fn text_of(answer: &Answer, bytes: &[u8]) -> String {
    text_in(answer.header("content-type").unwrap_or_default(), bytes)
}

/// The same, where no more than a `Content-Type` is known of the answer, or not even that (an empty text).
pub(crate) fn text_in(content_type: &str, bytes: &[u8]) -> String {
    if let Some((encoding, _)) = encoding_rs::Encoding::for_bom(bytes) {
        return encoding.decode(bytes).0.into_owned();
    }
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(2048)]);
    let named = charset_in(content_type)
        .or_else(|| charset_in(&head))
        .and_then(|label| encoding_rs::Encoding::for_label(label.as_bytes()));
    match named {
        Some(encoding) => encoding.decode(bytes).0.into_owned(),
        None => bron_text::decoded_unmarked(bytes),
    }
}

/// The name behind `charset=`, in small letters.
pub(crate) fn charset_in(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let rest = &lower[lower.find("charset=")? + "charset=".len()..];
    let label: String = rest
        .trim_start_matches(['"', '\'', ' '])
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || "-_:.".contains(*c))
        .collect();
    (!label.is_empty()).then_some(label)
}

/// Signs of a page that stands between us and the site.
pub(crate) fn is_challenge(html: &str) -> bool {
    const SIGNS: &[&str] =
        &["cf-chl-", "challenge-platform", "_Incapsula_Resource", "<title>Request Rejected"];
    SIGNS.iter().any(|sign| html.contains(sign))
}
