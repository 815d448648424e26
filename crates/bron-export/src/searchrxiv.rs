//! Each query as a search record, in the structure of Haddaway and others (2022) that searchRxiv and the package search-query read.
//!
//! Who searched is not known to a run, so `authors` is empty: fill it in before the records are deposited.

use crate::ExportedFile;
use crate::plain::one_line;
use crate::reference::term_label;
use bron_model::QueryRow;
use bron_run::Finished;
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A search record. The order of the fields is that of the file.
#[derive(Serialize)]
struct Record {
    record_info: Value,
    authors: [Value; 0],
    date: Value,
    platform: String,
    database: [String; 1],
    search_string: String,
    title: String,
    url: String,
    route: &'static str,
    interface: String,
    results: Value,
    limits: Value,
    validation: Value,
}

/// A file for each query, named by source, term and its number among them.
pub(crate) fn searchrxiv(finished: &Finished, folder: &str) -> Vec<ExportedFile> {
    let mut numbers: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let files = finished.queries.iter().map(|query| {
        let number = numbers.entry((query.source.as_str(), query.term.as_str())).or_default();
        *number += 1;
        let name = format!("{folder}/{}-{}-{number:02}.json", query.source, query.term);
        let mut text =
            serde_json::to_string_pretty(&record(finished, query)).expect("texts and numbers are JSON");
        text.push('\n');
        ExportedFile { name, bytes: text.into_bytes() }
    });
    files.collect()
}

fn record(finished: &Finished, query: &QueryRow) -> Record {
    let source = finished.protocol.sources.iter().find(|source| source.id == query.source);
    let name = source.map_or_else(|| query.source.to_string(), |source| one_line(&source.name));
    let day = finished.record.harvest_date.as_deref().and_then(|at| at.get(..10)).unwrap_or_default();
    let window = finished.protocol.pipeline.window;
    let until: String = window.until.into();
    Record {
        record_info: json!({ "source": format!("bron {}", env!("CARGO_PKG_VERSION")), "run": finished.name() }),
        authors: [],
        date: json!({ "data_entry": day, "search_conducted": day }),
        title: format!("{name}: {}", term_label(&finished.protocol, query.term.as_str())),
        url: source.and_then(|source| source.base.as_ref()).map(ToString::to_string).unwrap_or_default(),
        database: [name.clone()],
        platform: name,
        search_string: query.text.clone(),
        route: query.via.as_str(),
        interface: query.interface.clone(),
        results: json!({
            "reported": query.reported_total,
            "read": query.hits,
            "result_pages": query.pages,
            "status": query.status.as_str(),
            "note": one_line(&query.note),
        }),
        limits: json!({
            "dates": format!("publications from {} on, until {until}; applied after the search", window.from_year),
        }),
        validation: json!({ "known_items": finished.protocol.known.is_some() }),
    }
}
