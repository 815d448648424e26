//! Table 2, elements by terms, with the passages behind each cross and the earlier table beside it.

use super::anchor;
use super::beside::Beside;
use super::text::shown;
use super::view::View;
use crate::Error;
use askama::Template;
use bron_model::{Cross, EarlierCrossRow, Language, TermId};
use bron_synthesis::{Table2, Table2Row};
use std::collections::BTreeMap;
use std::io::Write;

#[derive(Template)]
#[template(path = "report/table2.html")]
struct Table<'a> {
    v: &'a View<'a>,
    terms: Vec<String>,
    rows: Vec<Row>,
    has_earlier: bool,
    both: usize,
    differ: usize,
    behind: Vec<Behind>,
}

struct Row {
    /// The category, in the first row of each.
    category: String,
    id: String,
    label: String,
    cells: Vec<Cell>,
}

struct Cell {
    sign: String,
    /// What the sign says, for who hears it.
    told: &'static str,
    /// Where its passages are; empty where it has none.
    anchor: String,
    earlier: &'static str,
    earlier_told: &'static str,
    differs: bool,
}

/// The passages of a cross.
struct Behind {
    id: String,
    heading: String,
    passages: Vec<Passage>,
}

struct Passage {
    quote: String,
    cue: String,
    page: String,
    title: String,
    publication: String,
}

/// Writes it; nothing where the run has no codebook.
pub(crate) fn write(view: &View<'_>, beside: &Beside, out: &mut dyn Write) -> Result<(), Error> {
    let Some(table) = &beside.table2 else { return Ok(()) };
    let earlier: BTreeMap<(&str, &TermId), &EarlierCrossRow> =
        beside.crosses.iter().map(|row| ((row.element.as_str(), &row.term), row)).collect();
    let mut category = String::new();
    let rows = table.rows.iter().map(|row| {
        let (of, label) = labels(view, row);
        let is_first = of != category;
        category.clone_from(&of);
        let cells = table.terms.iter().zip(&row.cells).map(|(term, cell)| {
            let before = earlier.get(&(row.element.as_str(), term));
            Cell {
                sign: if cell.cross == Cross::Yes {
                    format!("X {}", cell.passages)
                } else {
                    sign(cell.cross).to_owned()
                },
                told: told(cell.cross, view.language),
                anchor: if cell.cross == Cross::Yes {
                    anchor::cross(&row.element, term)
                } else {
                    String::new()
                },
                earlier: before.map_or("", |row| sign(row.earlier)),
                earlier_told: before.map_or("", |row| told(row.earlier, view.language)),
                differs: before.is_some_and(|row| row.differs),
            }
        });
        Row {
            category: if is_first { of } else { String::new() },
            id: row.element.clone(),
            label,
            cells: cells.collect(),
        }
    });
    let rows: Vec<Row> = rows.collect();
    let both =
        beside.crosses.iter().filter(|row| row.proposed != Cross::Unknown && row.earlier != Cross::Unknown);
    let table = Table {
        v: view,
        terms: table.terms.iter().map(|term| view.term(term)).collect(),
        has_earlier: !beside.crosses.is_empty(),
        both: both.count(),
        differ: beside.crosses.iter().filter(|row| row.differs).count(),
        behind: behind(view, table),
        rows,
    };
    Ok(table.write_into(out)?)
}

/// Category and label of an element, in the language of the report.
fn labels(view: &View<'_>, row: &Table2Row) -> (String, String) {
    let codebook = view.run.protocol.codebook.as_ref();
    let element = codebook.and_then(|codebook| codebook.element(&row.element));
    let category = element.and_then(|element| codebook?.category(&element.category));
    let pick = |nl: &str, en: &str| view.say(nl, en).to_owned();
    (
        category.map_or_else(|| row.category.clone(), |of| pick(&of.label, &of.label_en)),
        element.map_or_else(|| row.label.clone(), |of| pick(&of.label, &of.label_en)),
    )
}

fn behind(view: &View<'_>, table: &Table2) -> Vec<Behind> {
    let mut all = Vec::new();
    for row in &table.rows {
        for term in &table.terms {
            let passages =
                view.run.table2_passages.iter().filter(|one| one.element == row.element && one.term == *term);
            let passages: Vec<Passage> = passages
                .map(|one| Passage {
                    quote: shown(&one.quote),
                    cue: shown(&one.cue),
                    page: shown(&one.page),
                    title: view.title(&one.publication),
                    publication: anchor::publication(&one.publication),
                })
                .collect();
            if !passages.is_empty() {
                let heading = format!("{} {} · {}", row.element, labels(view, row).1, view.term(term));
                all.push(Behind { id: anchor::cross(&row.element, term), heading, passages });
            }
        }
    }
    all
}

fn sign(cross: Cross) -> &'static str {
    match cross {
        Cross::Yes => "X",
        Cross::No => "–",
        Cross::Unknown => "?",
    }
}

fn told(cross: Cross, language: Language) -> &'static str {
    match (cross, language) {
        (Cross::Yes, Language::Nl) => "ja",
        (Cross::Yes, Language::En) => "yes",
        (Cross::No, Language::Nl) => "nee",
        (Cross::No, Language::En) => "no",
        (Cross::Unknown, Language::Nl) => "onbekend",
        (Cross::Unknown, Language::En) => "unknown",
    }
}
