//! A protocol as it was frozen before the search, and what was changed since.

use crate::digests::{catalogues, digest, is_empty, without};
use crate::{Digests, Protocol};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// The version of the file's format.
const FORMAT: u32 = 1;

/// `protocol/<pipeline>.json` in a study: what was decided, when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Frozen {
    /// The version of this file's format.
    pub format: u32,
    /// The pipeline's name.
    pub pipeline: String,
    /// The version of bron that wrote it.
    pub bron: String,
    /// When it was frozen first.
    pub frozen_at: Timestamp,
    /// When the last amendment renewed it; nothing where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amended_at: Option<Timestamp>,
    /// The digest of what is searched.
    pub search_digest: String,
    /// The digest of how is screened.
    pub screening_digest: String,
    /// sha256 over `values`: a file that was edited by hand shows.
    pub digest: String,
    /// sha256 of each file of the configuration, by its path. For people: comments and blanks are in it, and never compared.
    pub files: BTreeMap<String, String>,
    /// What was decided, as understood: see [`Protocol::decided`].
    pub values: Value,
}

/// Something that is not as it was frozen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What, as the way to it: `terms/samenzorg/texts`.
    pub what: String,
    /// What it was; empty where it was not there.
    pub before: String,
    /// What it is; empty where it is not there any more.
    pub after: String,
}

impl Protocol {
    /// What was decided, as understood: the question and all that both digests are taken over, with what has a name under its
    /// name. Pace, contact, titles, remarks on how sure a key is and the settings of probes have no part in it.
    pub fn decided(&self) -> Value {
        let pipeline = &self.pipeline;
        let on = catalogues(self);
        let sources: Map<String, Value> = self
            .sources
            .iter()
            .map(|source| {
                let mut value =
                    without(source, &["id", "confidence", "unknown", "delay_seconds", "probe", "catalogue"]);
                if let (Value::Object(fields), Some(catalogue)) = (&mut value, on.get(source.id.as_str())) {
                    fields.insert("catalogue".to_owned(), json!(catalogue));
                }
                (source.id.to_string(), value)
            })
            .collect();
        let searched: Vec<_> = self.searched_terms().map(|term| &term.id).collect();
        let order: Vec<_> = self.sources.iter().map(|source| &source.id).collect();
        named(json!({
            "question": pipeline.question,
            "searched-terms": searched,
            "terms": self.terms,
            "criteria": self.criteria.criterion,
            "criteria-version": self.criteria.version,
            "reasons": self.criteria.reason,
            "kinds": self.lexicons.kinds,
            "domains": self.lexicons.domains,
            "groups": self.lexicons.groups,
            "patterns": self.patterns,
            "mentions": self.mentions,
            "codebook": self.codebook,
            "earlier-crosses": earlier_crosses(self),
            "sources-in-order": order,
            "sources": Value::Object(sources),
            "archive": pipeline.archive,
            "window": pipeline.window,
            "stop": pipeline.stop,
            "limits": pipeline.limits,
            "flags": pipeline.flag,
            "pdf-engine": pipeline.pdf_engine,
        }))
    }

    /// The digest over [`decided`](Self::decided).
    pub fn decided_digest(&self) -> String {
        digest(&self.decided())
    }
}

/// The crosses by element and term.
fn earlier_crosses(protocol: &Protocol) -> BTreeMap<String, &'static str> {
    let crosses = protocol.earlier_crosses.iter();
    crosses.map(|cross| (format!("{} {}", cross.element, cross.term), cross.cross.as_str())).collect()
}

impl Frozen {
    /// Freezes a protocol.
    pub fn of(protocol: &Protocol, at: Timestamp, bron: &str) -> Self {
        let Digests { search, screening, files } = protocol.digests.clone();
        Self {
            format: FORMAT,
            pipeline: protocol.pipeline.name.clone(),
            bron: bron.to_owned(),
            frozen_at: at,
            amended_at: None,
            search_digest: search,
            screening_digest: screening,
            digest: protocol.decided_digest(),
            files,
            values: protocol.decided(),
        }
    }

    /// The protocol with its amendments, frozen anew.
    #[must_use]
    pub fn renewed(&self, protocol: &Protocol, at: Timestamp, bron: &str) -> Self {
        Self { frozen_at: self.frozen_at, amended_at: Some(at), ..Self::of(protocol, at, bron) }
    }

    /// Reads the text of the file of a pipeline. What is of another format, of another pipeline or was edited by hand is refused
    /// with one sentence.
    pub fn read(text: &str, pipeline: &str) -> Result<Self, String> {
        #[derive(Deserialize)]
        struct FormatOnly {
            format: u32,
        }
        let unclear = |error: serde_json::Error| error.to_string();
        let FormatOnly { format } = serde_json::from_str(text).map_err(unclear)?;
        if format != FORMAT {
            return Err(format!("it has format {format}, and this version of bron reads format {FORMAT}"));
        }
        let frozen: Self = serde_json::from_str(text).map_err(unclear)?;
        if frozen.pipeline != pipeline {
            return Err(format!("it is the protocol of `{}`", frozen.pipeline));
        }
        if digest(&frozen.values) != frozen.digest {
            return Err("its values are not those that were frozen: it was edited".to_owned());
        }
        Ok(frozen)
    }

    /// The text of the file.
    pub fn text(&self) -> String {
        let text = serde_json::to_string_pretty(self).expect("texts and numbers always fit in JSON");
        text + "\n"
    }

    /// What of a protocol is not as it was frozen, by the values as understood; nothing where all is.
    ///
    /// What was put in or taken away as a whole (a term, a source) is one change. Should the values be the same and a digest
    /// not, which is so where only the order of entries changed, the digest is the change.
    pub fn changes(&self, protocol: &Protocol) -> Vec<Change> {
        let mut changes = Vec::new();
        compare("", &self.values, &protocol.decided(), &mut changes);
        if changes.is_empty() {
            let digests = [
                ("order/searched", &self.search_digest, &protocol.digests.search),
                ("order/screened", &self.screening_digest, &protocol.digests.screening),
            ];
            for (what, before, after) in digests.into_iter().filter(|(_, before, after)| before != after) {
                let (what, before, after) = (what.to_owned(), before.clone(), after.clone());
                changes.push(Change { what, before, after });
            }
        }
        changes
    }
}

fn compare(way: &str, before: &Value, after: &Value, changes: &mut Vec<Change>) {
    match (before, after) {
        (Value::Object(was), Value::Object(is)) if !is_empty(before) && !is_empty(after) => {
            let keys: std::collections::BTreeSet<&String> = was.keys().chain(is.keys()).collect();
            for key in keys {
                let way = if way.is_empty() { key.clone() } else { format!("{way}/{key}") };
                let of = |fields: &Map<String, Value>| fields.get(key).cloned().unwrap_or_default();
                compare(&way, &of(was), &of(is), changes);
            }
        }
        _ if before == after || (is_empty(before) && is_empty(after)) => {}
        _ => changes.push(Change { what: way.to_owned(), before: shown(before), after: shown(after) }),
    }
}

/// A value as a person reads it: a text as it is, anything else as JSON.
fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        empty if is_empty(empty) => String::new(),
        other => other.to_string(),
    }
}

/// Puts the tables of a list under their names, where each has one, so that a change names its thing and not its number; a list
/// without names goes by number, from 1. Lists of plain values stay lists, and what is empty is left out.
fn named(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let fields = fields.into_iter().map(|(key, value)| (key, named(value)));
            Value::Object(fields.filter(|(_, value)| !is_empty(value)).collect())
        }
        Value::Array(items) if items.iter().any(Value::is_object) => {
            let names: Vec<Option<String>> = items.iter().map(name_of).collect();
            let mut distinct: Vec<&String> = names.iter().flatten().collect();
            distinct.sort_unstable();
            distinct.dedup();
            let by_name = distinct.len() == items.len();
            let keyed = items.into_iter().zip(names).enumerate().map(|(at, (item, name))| {
                let key = name.filter(|_| by_name).unwrap_or_else(|| (at + 1).to_string());
                (key, named(item))
            });
            Value::Object(keyed.collect())
        }
        other => other,
    }
}

fn name_of(item: &Value) -> Option<String> {
    let text = ["id", "code", "word", "name"].iter().find_map(|key| item.get(key)?.as_str())?;
    Some(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Files;

    fn protocol() -> Protocol {
        Protocol::load(&Files::Embedded, "ouderen-vervolg").unwrap()
    }

    fn changes(change: impl FnOnce(&mut Protocol)) -> Vec<(String, String, String)> {
        let mut protocol = protocol();
        let frozen = Frozen::of(&protocol, Timestamp::UNIX_EPOCH, "0");
        let frozen = Frozen::read(&frozen.text(), "ouderen-vervolg").unwrap();
        change(&mut protocol);
        frozen.changes(&protocol).into_iter().map(|one| (one.what, one.before, one.after)).collect()
    }

    fn one(what: &str, before: &str, after: &str) -> Vec<(String, String, String)> {
        vec![(what.to_owned(), before.to_owned(), after.to_owned())]
    }

    #[test]
    fn a_frozen_protocol_reads_back_and_nothing_has_changed() {
        assert_eq!(changes(|_| {}), []);
        assert_eq!(changes(|protocol| protocol.pipeline.contact = Some("x".to_owned())), []);
        assert_eq!(changes(|protocol| protocol.pipeline.harvest.delay_seconds = 9.0), []);
    }

    #[test]
    fn a_change_names_the_thing_with_its_old_and_new_value() {
        assert_eq!(
            changes(|protocol| protocol.terms[7].texts.push("samen zorgen".to_owned())),
            one("terms/samenzorg/texts", r#"["samenzorg"]"#, r#"["samenzorg","samen zorgen"]"#)
        );
        assert_eq!(
            changes(|protocol| protocol.criteria.criterion[0].en = "anything".to_owned()),
            one("criteria/I1/en", &protocol().criteria.criterion[0].en, "anything")
        );
        assert_eq!(
            changes(|protocol| protocol.pipeline.window.from_year = 2010),
            one("window/from_year", "2007", "2010")
        );
        let stop = crate::StopRule { hits: Some(50), pages_without_term: None };
        assert_eq!(
            changes(|protocol| {
                protocol.pipeline.stop.insert(protocol.sources[1].id.clone(), stop);
            }),
            one("stop", "", r#"{"vws":{"hits":50}}"#)
        );
    }

    #[test]
    fn a_source_or_term_that_is_gone_is_one_change_beside_the_list() {
        let gone = changes(|protocol| drop(protocol.sources.remove(3)));
        let what: Vec<&str> = gone.iter().map(|(what, ..)| what.as_str()).collect();
        assert_eq!(what, ["sources/platform31", "sources-in-order"]);
        assert!(gone[0].2.is_empty(), "{gone:?}");
    }

    #[test]
    fn an_order_that_changed_is_told_by_the_digest() {
        let mut other = protocol();
        let frozen = Frozen::of(&other, Timestamp::UNIX_EPOCH, "0");
        other.lexicons.kinds.reverse();
        other.digests.screening = crate::digests::screening_digest(&other);
        let what: Vec<String> = frozen.changes(&other).into_iter().map(|change| change.what).collect();
        assert_eq!(what, ["order/screened"]);
    }

    #[test]
    fn a_file_that_was_edited_or_is_anothers_is_refused() {
        let text = Frozen::of(&protocol(), Timestamp::UNIX_EPOCH, "0").text();
        let told = |text: &str, pipeline: &str| Frozen::read(text, pipeline).unwrap_err();
        assert!(
            told(&text.replace("\"from_year\": 2007", "\"from_year\": 1990"), "ouderen-vervolg")
                .contains("edited")
        );
        assert!(told(&text, "ouderen-2024").contains("the protocol of `ouderen-vervolg`"));
        assert!(
            told(&text.replace("\"format\": 1", "\"format\": 9"), "ouderen-vervolg").contains("format 9")
        );
        assert!(!told("{", "ouderen-vervolg").is_empty());
    }
}
