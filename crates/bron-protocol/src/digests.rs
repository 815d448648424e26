//! Three digests of a configuration: what was searched, how it is screened, and the bytes of the files.

use crate::{CatalogueSettings, Limits, PdfEngineName, Pipeline, Protocol, Source, Term};
use serde::Serialize;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Digests of a protocol, each sha256 in hexadecimal. The first two are taken over the configuration as understood,
/// so comments, the order of keys and keys that are absent do not change them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Digests {
    /// What is asked where: sources (without their confidence, `unknown`, landing and probe settings), the texts typed,
    /// routes, stop rules, the limit of result pages, and the catalogues that are switched on. An archive made under another one holds other answers.
    pub search: String,
    /// How what was found is read and screened: criteria, lexicons, labels, spellings, patterns, the codebook, the window, landing
    /// settings, flags, the limits of reading and the engine for PDFs. Another one is a what-if on the same archive.
    pub screening: String,
    /// sha256 of the bytes of every file that was read, by path.
    pub files: BTreeMap<String, String>,
}

/// The digest of what is searched. Pace, contact, `connect_to` and `allow_loopback` have no part in it.
pub(crate) fn search_digest(protocol: &Protocol) -> String {
    let typed: Vec<Value> =
        protocol.searched_terms().map(|term| json!({"id": term.id, "texts": term.texts})).collect();
    let sources: Vec<Value> = protocol.sources.iter().map(searched_part).collect();
    digest(&json!({
        "sources": sources,
        "terms": typed,
        "stop": protocol.pipeline.stop,
        "result_pages": protocol.pipeline.limits.result_pages,
        "catalogue": catalogues(protocol),
    }))
}

/// The digest of how is read and screened.
pub(crate) fn screening_digest(protocol: &Protocol) -> String {
    let Pipeline { window, flag, limits, pdf_engine, .. } = &protocol.pipeline;
    // The default one is no key: what was read before there was a choice stays what it was.
    let engine = (*pdf_engine != PdfEngineName::default()).then_some(pdf_engine);
    let spellings: Vec<Value> = protocol.terms.iter().map(spelled_part).collect();
    let landing: BTreeMap<&str, _> =
        protocol.sources.iter().map(|source| (source.id.as_str(), &source.landing)).collect();
    digest(&json!({
        "criteria": protocol.criteria,
        "lexicons": protocol.lexicons,
        "terms": spellings,
        "patterns": protocol.patterns,
        "mentions": protocol.mentions,
        "codebook": protocol.codebook,
        "earlier_crosses": protocol.earlier_crosses,
        "window": window,
        "landing": landing,
        "flag": flag,
        "limits": reading_part(limits),
        "pdf_engine": engine,
    }))
}

/// The catalogues that are read, by source: one that is switched off asks nothing.
pub(crate) fn catalogues(protocol: &Protocol) -> BTreeMap<&str, &CatalogueSettings> {
    let on = protocol.sources.iter().filter(|source| protocol.pipeline.catalogue.contains(&source.id));
    on.filter_map(|source| Some((source.id.as_str(), source.catalogue.as_ref()?))).collect()
}

fn searched_part(source: &Source) -> Value {
    without(source, &["confidence", "unknown", "landing", "delay_seconds", "catalogue", "probe"])
}

fn spelled_part(term: &Term) -> Value {
    without(term, &["texts"])
}

fn reading_part(limits: &Limits) -> Value {
    without(limits, &["result_pages"])
}

pub(crate) fn without(value: &impl Serialize, keys: &[&str]) -> Value {
    let mut value = serde_json::to_value(value)
        .expect("configuration types have text keys and no values that JSON lacks");
    if let Value::Object(fields) = &mut value {
        for key in keys {
            fields.remove(*key);
        }
    }
    value
}

pub(crate) fn digest(value: &Value) -> String {
    let mut text = String::new();
    write_canonical(value, &mut text);
    data_encoding::HEXLOWER.encode(&Sha256::digest(text.as_bytes()))
}

/// JSON with sorted keys and without blanks. A key without a value (null, or an empty text, list or table) is left out,
/// so that a key that a later version adds, and nobody sets, changes nothing.
fn write_canonical(value: &Value, text: &mut String) {
    match value {
        Value::Object(fields) => write_object(fields, text),
        Value::Array(items) => {
            text.push('[');
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    text.push(',');
                }
                write_canonical(item, text);
            }
            text.push(']');
        }
        simple => text.push_str(&simple.to_string()),
    }
}

fn write_object(fields: &Map<String, Value>, text: &mut String) {
    let sorted: BTreeMap<&String, &Value> = fields.iter().filter(|(_, value)| !is_empty(value)).collect();
    text.push('{');
    for (at, (key, value)) in sorted.into_iter().enumerate() {
        if at > 0 {
            text.push(',');
        }
        text.push_str(&Value::from(key.as_str()).to_string());
        text.push(':');
        write_canonical(value, text);
    }
    text.push('}');
}

pub(crate) fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn canonical_json_has_sorted_keys_no_blanks_and_no_empty_keys() {
        let mut text = String::new();
        write_canonical(
            &json!({"b": [1, null, "é\""], "a": {"z": null, "y": true, "x": [], "w": "", "v": {}}, "c": false}),
            &mut text,
        );
        assert_eq!(text, r#"{"a":{"y":true},"b":[1,null,"é\""],"c":false}"#);
    }
}
