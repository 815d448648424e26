//! Every query: what was typed where, what the site reports, what was read, and why that differs.

use super::anchor;
use super::names;
use super::text::shown;
use super::view::View;
use crate::Error;
use askama::Template;
use bron_model::QueryRow;
use std::io::Write;

#[derive(Template)]
#[template(path = "report/queries.html")]
struct Queries<'a> {
    v: &'a View<'a>,
    sources: Vec<OfSource>,
}

struct OfSource {
    id: String,
    name: String,
    summary: String,
    rows: Vec<Row>,
}

struct Row {
    term: String,
    text: String,
    via: &'static str,
    reported: String,
    hits: u64,
    pages: u32,
    status: &'static str,
    class: &'static str,
    note: String,
}

/// Writes a table for each source.
pub(crate) fn write(view: &View<'_>, out: &mut dyn Write) -> Result<(), Error> {
    let sources = view.sources.iter().map(|source| {
        let mine: Vec<&QueryRow> = view.run.queries.iter().filter(|row| row.source == *source).collect();
        let complete = mine.iter().filter(|row| row.status.is_complete()).count();
        let hits: u64 = mine.iter().map(|row| row.hits).sum();
        OfSource {
            id: anchor::queries(source),
            name: view.source(source),
            summary: match view.language {
                bron_model::Language::Nl => {
                    format!("{} zoekvragen, {complete} volledig, {hits} treffers gelezen", mine.len())
                }
                bron_model::Language::En => {
                    format!("{} queries, {complete} complete, {hits} hits read", mine.len())
                }
            },
            rows: mine.into_iter().map(|row| shown_row(view, row)).collect(),
        }
    });
    Ok(Queries { v: view, sources: sources.collect() }.write_into(out)?)
}

fn shown_row(view: &View<'_>, row: &QueryRow) -> Row {
    Row {
        term: view.term(&row.term),
        text: shown(&row.text),
        via: names::route(row.via, view.language),
        reported: row.reported_total.map_or_else(|| "–".to_owned(), |n| n.to_string()),
        hits: row.hits,
        pages: row.pages,
        status: names::status(row.status, view.language),
        class: if row.status.is_complete() { "in" } else { "out" },
        note: shown(&view.unnamed(&row.note)),
    }
}
