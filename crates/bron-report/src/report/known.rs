//! The publications that the earlier review names, and what this run makes of them.

use super::anchor;
use super::beside::Beside;
use super::names;
use super::text::shown;
use super::view::View;
use crate::Error;
use askama::Template;
use bron_model::{KnownRow, PublicationId};
use std::io::Write;

#[derive(Template)]
#[template(path = "report/known.html")]
struct Known<'a> {
    v: &'a View<'a>,
    pairs: usize,
    publications: usize,
    is_traced: bool,
    again: u64,
    found: u64,
    rows: Vec<Row>,
    command: String,
}

struct Row {
    term: String,
    who: String,
    title: String,
    outcome: &'static str,
    class: &'static str,
    publications: Vec<(String, String)>,
    pair_outcome: String,
    page: String,
    note: String,
}

/// Writes them; nothing where the pipeline names no earlier review.
pub(crate) fn write(view: &View<'_>, beside: &Beside, out: &mut dyn Write) -> Result<(), Error> {
    let Some((pairs, publications)) = beside.named_before else { return Ok(()) };
    let traced = beside.known.as_ref();
    let known = Known {
        v: view,
        pairs,
        publications,
        is_traced: traced.is_some(),
        again: traced.map_or(0, super::beside::Known::pairs_again),
        found: traced.map_or(0, super::beside::Known::found_again),
        rows: traced
            .map(|known| known.pairs.iter().map(|row| shown_row(view, row)).collect())
            .unwrap_or_default(),
        command: format!("bron known {}", view.run.name()),
    };
    Ok(known.write_into(out)?)
}

fn shown_row(view: &View<'_>, row: &KnownRow) -> Row {
    let publications = row.publications.split_whitespace().filter_map(|id| PublicationId::new(id).ok());
    let publications = publications.filter(|id| view.publication(id).is_some());
    let pages =
        [(&row.page_listed, view.say("genoemd", "named")), (&row.pages_found, view.say("gevonden", "found"))];
    let pages = pages
        .iter()
        .filter(|(page, _)| !page.is_empty())
        .map(|(page, told)| format!("{told}: {}", shown(page)));
    let notes =
        [&row.note, &row.candidates].into_iter().filter(|note| !note.is_empty()).map(|note| shown(note));
    let who = [row.authors.as_str(), row.year.as_str()].join(" ");
    Row {
        term: view.term(&row.term),
        who: if who.trim().is_empty() {
            view.say("(niet genoemd)", "(not named)").to_owned()
        } else {
            shown(&who)
        },
        title: shown(&row.title),
        outcome: names::known(row.outcome, view.language),
        class: if row.found_by.is_some() {
            "in"
        } else if row.outcome.is_unsettled() {
            "open"
        } else {
            "missing"
        },
        publications: publications
            .map(|id| (anchor::publication(view.run.id_now(&id)), view.title(&id)))
            .collect(),
        pair_outcome: row
            .pair_outcome
            .split_whitespace()
            .map(|word| {
                bron_model::Outcome::parse(word)
                    .map_or(word, |outcome| names::outcome(outcome, view.language))
            })
            .collect::<Vec<_>>()
            .join(" "),
        page: pages.collect::<Vec<_>>().join("; "),
        note: notes.collect::<Vec<_>>().join("; "),
    }
}
