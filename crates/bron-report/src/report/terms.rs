//! The sheet in which terms are compared: what the earlier review made of each, and what people make of it now.

use super::text::shown;
use super::view::View;
use crate::Error;
use crate::term_comparison::{TermAspect, term_comparison};
use askama::Template;
use std::io::Write;

#[derive(Template)]
#[template(path = "report/terms.html")]
struct Terms<'a> {
    v: &'a View<'a>,
    aspects: Vec<String>,
    terms: Vec<OfTerm>,
    /// How many cells people filled in, of how many.
    filled: usize,
    of: usize,
}

struct OfTerm {
    label: String,
    cells: Vec<Cell>,
}

struct Cell {
    earlier: String,
    now: String,
    by: String,
}

/// Writes it; nothing where the pipeline names no sheet.
pub(crate) fn write(view: &View<'_>, out: &mut dyn Write) -> Result<(), Error> {
    let rows = term_comparison(&view.run.protocol, view.language);
    let mut aspects: Vec<String> = Vec::new();
    let mut labels: Vec<String> = Vec::new();
    for row in &rows {
        if !aspects.contains(&row.aspect) {
            aspects.push(row.aspect.clone());
        }
        if !labels.contains(&row.label) {
            labels.push(row.label.clone());
        }
    }
    let terms = labels.into_iter().map(|label| {
        let cells = aspects.iter().map(|aspect| {
            let row = rows.iter().find(|row| row.label == label && row.aspect == *aspect);
            let text = |cell: fn(&TermAspect) -> &String| row.map(|row| shown(cell(row))).unwrap_or_default();
            Cell {
                earlier: text(|row| &row.earlier),
                now: text(|row| &row.now),
                by: view.unnamed(&text(|row| &row.filled_by)),
            }
        });
        OfTerm { cells: cells.collect(), label }
    });
    let terms = terms.collect();
    let filled = rows.iter().filter(|row| !row.now.is_empty()).count();
    Ok(Terms { v: view, aspects, terms, filled, of: rows.len() }.write_into(out)?)
}
