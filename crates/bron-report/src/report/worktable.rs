//! The working table by term, with citations ready to paste.

use super::anchor;
use super::citation::{Cited, citation, letters};
use super::names;
use super::text::{shown, web_link};
use super::view::View;
use crate::Error;
use askama::Template;
use bron_model::{Outcome, PublicationId, WorktableRow};
use std::collections::BTreeMap;
use std::io::Write;

#[derive(Template)]
#[template(path = "report/worktable.html")]
struct Worktable<'a> {
    v: &'a View<'a>,
    terms: Vec<OfTerm>,
}

struct OfTerm {
    label: String,
    summary: String,
    rows: Vec<Row>,
    /// Included pairs of which no passage was read.
    without: Vec<Without>,
}

struct Row {
    quote: String,
    citation: String,
    kind: &'static str,
    variant: String,
    second_hand: String,
    title: String,
    publication: String,
    url: Option<String>,
}

struct Without {
    anchor: String,
    title: String,
}

/// Writes a table for each term.
pub(crate) fn write(view: &View<'_>, out: &mut dyn Write) -> Result<(), Error> {
    let told: Vec<Told> = view.run.worktable.iter().map(|row| Told::of(view, row)).collect();
    let letters = letters(told.iter().map(|told| (told.publication.clone(), told.cited(""))));
    let mut terms = Vec::new();
    for term in &view.terms {
        let of_term = || view.run.worktable.iter().zip(&told).filter(|(row, _)| row.term == term.label);
        let rows: Vec<Row> = of_term().map(|(row, told)| shown_row(view, row, told, &letters)).collect();
        let mut cited: Vec<&PublicationId> = of_term().map(|(row, _)| &row.publication).collect();
        cited.sort();
        cited.dedup();
        let included = view.run.outcomes.iter().filter(|row| {
            row.term == term.id && row.outcome == Outcome::Included && row.via.counts_in_table1()
        });
        let without =
            included.clone().filter(|row| cited.binary_search(&&row.publication).is_err()).map(|row| {
                Without {
                    anchor: anchor::pair(&row.term, &row.publication),
                    title: view.title(&row.publication),
                }
            });
        let passages = view.count(rows.len() as u64, ["passage", "passages"], ["passage", "passages"]);
        let of = view.say("uit", "from");
        terms.push(OfTerm {
            label: term.label.clone(),
            summary: format!("{passages} {of} {}", view.publications(cited.len() as u64)),
            without: without.collect(),
            rows,
        });
    }
    Ok(Worktable { v: view, terms }.write_into(out)?)
}

/// What is cited of a row, as it can be shown.
struct Told {
    publication: PublicationId,
    authors: String,
    publisher: String,
    title: String,
    year: String,
    page: String,
    second_hand_of: String,
}

impl Told {
    fn of(view: &View<'_>, row: &WorktableRow) -> Self {
        let publisher = view.publication(&row.publication).map(|of| shown(&of.publisher)).unwrap_or_default();
        Self {
            publication: row.publication.clone(),
            authors: shown(&row.authors),
            publisher,
            title: shown(&row.title),
            year: row.year.clone(),
            page: shown(&row.page),
            second_hand_of: shown(&row.second_hand_of),
        }
    }

    fn cited<'a>(&'a self, letter: &'a str) -> Cited<'a> {
        Cited {
            authors: &self.authors,
            publisher: &self.publisher,
            title: &self.title,
            year: &self.year,
            letter,
            page: &self.page,
            second_hand_of: &self.second_hand_of,
        }
    }
}

fn shown_row(
    view: &View<'_>,
    row: &WorktableRow,
    told: &Told,
    letters: &BTreeMap<PublicationId, String>,
) -> Row {
    let letter = letters.get(&row.publication).map(String::as_str).unwrap_or_default();
    Row {
        quote: shown(&row.quote),
        citation: citation(&told.cited(letter), view.language),
        kind: names::kind(row.kind, view.language),
        variant: shown(&row.variant),
        second_hand: told.second_hand_of.clone(),
        title: view.title(&row.publication),
        publication: anchor::publication(&row.publication),
        url: web_link(&row.url),
    }
}
