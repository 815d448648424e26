//! An answer in JSON: its value, or what the query is without it.

use crate::answer::{NoPage, is_challenge, page_of};
use crate::page::squeezed;
use bron_model::{Body, Exchange, QueryStatus, Reply};
use serde_json::Value;

/// The value of a whole answer with status 200. An answer 400 is `unreadable`: the site answers, but no longer to a
/// request of this shape; its own words are in the reason.
pub(crate) fn json_of(exchange: &Exchange) -> Result<Value, NoPage> {
    let bytes = match page_of(exchange) {
        Ok((_, bytes)) => bytes,
        Err(no_page) if no_page.code == Some(400) => {
            let said = said_by(exchange).map(|said| format!(" ({said})")).unwrap_or_default();
            return Err(NoPage {
                status: QueryStatus::Unreadable,
                why: format!("HTTP 400{said}: it does not take a request of this shape"),
                ..no_page
            });
        }
        Err(no_page) => return Err(no_page),
    };
    serde_json::from_slice(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)).map_err(|_| {
        let (status, why) = if is_challenge(&bron_text::decoded_unmarked(bytes)) {
            (QueryStatus::Blocked, "the site asks for a proof that a person is asking")
        } else {
            (QueryStatus::Unreadable, "no JSON where it is due")
        };
        NoPage { status, why: why.to_owned(), code: Some(200) }
    })
}

/// What the site says of a request that it refuses: a `detail`, `error` or `message`, else a short plain text.
fn said_by(exchange: &Exchange) -> Option<String> {
    let Reply::Answer(answer) = &exchange.reply else { return None };
    let Body::Whole(bytes) = &answer.body else { return None };
    let text = match serde_json::from_slice::<Value>(bytes) {
        Ok(Value::String(text)) => text,
        Ok(value) => {
            let keys = ["detail", "error", "message", "title"];
            keys.into_iter().find_map(|key| value.get(key).and_then(Value::as_str))?.to_owned()
        }
        Err(_) if answer.media_type().contains("html") => return None,
        Err(_) => bron_text::decoded_unmarked(bytes),
    };
    let text: String = squeezed(&text).chars().take(160).collect();
    (!text.is_empty()).then_some(text)
}

/// A scalar as text; of a list the first one. `None` where there is none, or it is empty.
pub(crate) fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(values) => values.iter().find_map(scalar),
        _ => None,
    }
}

/// All scalars of a value or a list, in their order.
pub(crate) fn scalars(value: &Value) -> Vec<String> {
    match value {
        Value::Array(values) => values.iter().filter_map(scalar).collect(),
        other => scalar(other).into_iter().collect(),
    }
}

/// A count: a whole number, or one written as text.
pub(crate) fn count(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_str()?.trim().parse().ok())
}
