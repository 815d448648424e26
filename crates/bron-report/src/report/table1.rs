//! Table 1, each number of which leads to the pairs behind it, with what was printed before beside it.

use super::anchor;
use super::columns::Column;
use super::view::View;
use crate::Error;
use askama::Template;
use bron_model::{Language, Table1Row, TermId};
use bron_run::told_of_permissions;
use bron_synthesis::{NotSearched, TableText, table1_notes};
use std::io::Write;

#[derive(Template)]
#[template(path = "report/table1.html")]
struct Table1<'a> {
    v: &'a View<'a>,
    headings: Vec<String>,
    rows: Vec<Row>,
    notes: Vec<String>,
    earlier: Option<Earlier>,
    caution: &'static str,
}

struct Row {
    label: String,
    is_total: bool,
    cells: Vec<Cell>,
}

struct Cell {
    number: String,
    marks: String,
    anchor: String,
    class: &'static str,
}

/// The printed table of an earlier review, beside the numbers of this run.
struct Earlier {
    path: String,
    rows: Vec<EarlierRow>,
    notes: Vec<String>,
    /// Whether the run's own first column is another thing.
    has_i1_open: bool,
}

struct EarlierRow {
    label: String,
    is_total: bool,
    /// Printed, this run, difference: identified, E1, E2-E3, included.
    groups: [Beside; 4],
}

struct Beside {
    printed: String,
    now: String,
    difference: String,
    anchor: String,
}

/// Writes it.
pub(crate) fn write(view: &View<'_>, out: &mut dyn Write) -> Result<(), Error> {
    let from_year = view.run.protocol.pipeline.window.from_year;
    let table = Table1 {
        v: view,
        headings: Column::ALL.iter().map(|column| column.heading(from_year, view.language)).collect(),
        rows: view.run.table1.iter().map(|row| shown_row(view, row)).collect(),
        notes: notes(view),
        earlier: earlier(view),
        caution: Earlier::caution(view.language),
    };
    Ok(table.write_into(out)?)
}

fn shown_row(view: &View<'_>, row: &Table1Row) -> Row {
    let is_total = row.term == "total";
    let cells = Column::ALL.iter().map(|column| {
        let n = column.of(row);
        let least = row.identified.saturating_sub(row.unclear_identified);
        let is_range = *column == Column::Identified && least < row.identified;
        let mut marks = String::new();
        if *column == Column::Identified {
            marks.push_str(if row.incomplete_queries > 0 { "*" } else { "" });
            marks.push_str(if row.hand_queries > 0 { "†" } else { "" });
        }
        Cell {
            number: if is_range { format!("{least}–{n}") } else { n.to_string() },
            marks,
            anchor: anchor::cell(&row.term, *column),
            class: match column {
                Column::Included => "n in",
                Column::Unclear if n > 0 => "n open",
                _ => "n",
            },
        }
    });
    let label = if is_total { view.say("totaal", "total").to_owned() } else { row.label.clone() };
    Row { label, is_total, cells: cells.collect() }
}

fn notes(view: &View<'_>) -> Vec<String> {
    let pipeline = &view.run.protocol.pipeline;
    let searched = |source: &&bron_model::SourceId| {
        let mut rows =
            view.run.queries.iter().filter(|row| row.source == **source && row.via.counts_in_table1());
        rows.any(|row| row.status.is_complete() || row.hits > 0)
    };
    let not_searched = view.sources.iter().filter(|source| !searched(source)).map(|source| {
        let first = view.run.queries.iter().find(|row| row.source == *source);
        NotSearched {
            source: view.source(source),
            reason: first.map(|row| view.unnamed(&row.note)).unwrap_or_default(),
        }
    });
    let text = TableText {
        language: view.language,
        title: String::new(),
        from_year: pipeline.window.from_year,
        accepted_proposals: view.run.accepts_proposals,
        not_searched: not_searched.collect(),
        notes: told_of_permissions(&view.run.protocol.sources, view.language)
            .into_iter()
            .map(|told| told + ".")
            .collect(),
    };
    let notes = table1_notes(&view.run.table1, &text);
    notes.into_iter().map(|note| super::text::shown(&note.replace("\\*", "*"))).collect()
}

fn earlier(view: &View<'_>) -> Option<Earlier> {
    let table = view.run.protocol.earlier_table1.as_ref()?;
    let mut rows = Vec::new();
    let mut notes = Vec::new();
    for row in &view.run.table1 {
        let is_total = row.term == "total";
        let printed = if is_total {
            table.total()
        } else {
            TermId::new(row.term.as_str()).ok().and_then(|id| table.row(&id))
        };
        let label = if is_total { view.say("totaal", "total").to_owned() } else { row.label.clone() };
        let now = [row.identified, row.excluded_e1a + row.excluded_e1b, row.excluded_e2_e3, row.included];
        let columns = [Column::Identified, Column::E1b, Column::E2E3, Column::Included];
        let groups = [0, 1, 2, 3].map(|at| Beside {
            printed: printed.map_or_else(
                || "?".to_owned(),
                |printed| match printed.printed[at].as_str() {
                    "" if is_total => printed.numbers[at].to_string(),
                    "" => view.say("(leeg)", "(blank)").to_owned(),
                    text => text.replace('-', "−"),
                },
            ),
            now: now[at].to_string(),
            difference: printed.map_or_else(String::new, |printed| signed(now[at], printed.numbers[at])),
            anchor: anchor::cell(&row.term, columns[at]),
        });
        if let Some(note) = printed.map(|printed| printed.note.as_str()).filter(|note| !note.is_empty()) {
            notes.push(format!("{label}: {note}"));
        }
        rows.push(EarlierRow { label, is_total, groups });
    }
    let has_i1_open = view.run.table1.iter().any(|row| row.unclear_identified > 0);
    Some(Earlier { path: table.path.clone(), rows, notes, has_i1_open })
}

/// The difference with its sign.
fn signed(now: u64, before: u64) -> String {
    match now.cmp(&before) {
        std::cmp::Ordering::Equal => "0".to_owned(),
        std::cmp::Ordering::Greater => format!("+{}", now - before),
        std::cmp::Ordering::Less => format!("−{}", before - now),
    }
}

impl Earlier {
    fn caution(language: Language) -> &'static str {
        match language {
            Language::Nl => {
                "Deze getallen zijn niet zonder meer te vergelijken. De gedrukte eerste kolom telt ná het eerste en tweede \
                 inclusiecriterium; treffers zijn niet bewaard. Hoe ver lijsten zijn gelezen, of titels vooraf zijn bekeken en hoe \
                 dubbelen zijn geteld, is niet beschreven, en elk zoekvak kan anders met twee woorden omgaan. Een verschil is \
                 verloop in de tijd plus een werkwijze die niet is beschreven, en heet alleen verloop waar een record dat bewijst."
            }
            Language::En => {
                "These numbers cannot simply be compared. The printed first column counts after the first and second criterion of \
                 inclusion; hits were not kept. How far lists were read, whether titles were looked at first and how duplicates were \
                 counted is not reported, and each search box may treat two words in its own way. A difference is change over time \
                 plus a procedure that was not reported, and is called change only where a record proves it."
            }
        }
    }
}
