//! What each source adds, and what its box misses or returns without what was typed.

use super::view::View;
use crate::Error;
use askama::Template;
use bron_model::ContributionRow;
use std::io::Write;

#[derive(Template)]
#[template(path = "report/contribution.html")]
struct Contribution<'a> {
    v: &'a View<'a>,
    totals: Vec<Row>,
    has_catalogue: bool,
    by_term: Vec<Row>,
}

struct Row {
    source: String,
    term: String,
    hits: u64,
    publications: u64,
    only_here: u64,
    included: u64,
    included_only_here: u64,
    is_lower_bound: bool,
    box_only: String,
    both: String,
    catalogue_only: String,
    /// Of what the box found and was read: what holds the term as typed.
    phrase: String,
}

/// Writes the tables.
pub(crate) fn write(view: &View<'_>, out: &mut dyn Write) -> Result<(), Error> {
    let of = |is_total: bool| {
        let rows = view.run.contribution.iter().filter(move |row| (row.term == "total") == is_total);
        rows.map(|row| shown_row(view, row)).collect::<Vec<_>>()
    };
    let contribution = Contribution {
        v: view,
        totals: of(true),
        has_catalogue: view.run.contribution.iter().any(|row| row.catalogue_only.is_some()),
        by_term: of(false),
    };
    Ok(contribution.write_into(out)?)
}

fn shown_row(view: &View<'_>, row: &ContributionRow) -> Row {
    let bound = row.catalogue_incomplete.is_some_and(|n| n > 0);
    let number = |n: Option<u64>| match n {
        Some(n) if bound => format!("{n}*"),
        Some(n) => n.to_string(),
        None => "–".to_owned(),
    };
    let phrase = match (row.box_with_phrase, row.box_read) {
        (Some(with), Some(read)) => format!("{with} {} {read}", view.say("van", "of")),
        _ => "–".to_owned(),
    };
    let term = view.terms.iter().find(|term| term.id.as_str() == row.term);
    Row {
        source: view.source(&row.source),
        term: term.map_or_else(|| row.term.clone(), |term| term.label.clone()),
        hits: row.hits,
        publications: row.publications,
        only_here: row.only_here,
        included: row.included,
        included_only_here: row.included_only_here,
        is_lower_bound: row.incomplete_queries > 0,
        box_only: number(row.box_only),
        both: number(row.both),
        catalogue_only: number(row.catalogue_only),
        phrase,
    }
}
