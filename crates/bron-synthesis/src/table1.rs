//! Table 1: the course of the data collection, in pairs.

use crate::Error;
use crate::count::count_by;
use crate::rows::{Pair, Rows};
use bron_model::{Outcome, QueryRow, QueryStatus, Route, Table1Row};
use bron_protocol::Term;
use std::collections::BTreeMap;

/// The name of the last row.
const TOTAL: &str = "total";

/// Counts the outcomes: a row per term in the order of `terms`, which is the printed one, and a `total` row. Only pairs
/// on a counted route are counted; a pair that I1, I2 or W took out is in no column.
///
/// A term without pairs has a row of zeros; `incomplete_queries` says whether that zero is a finding. Refuses two
/// outcomes for one pair, a term that is not in `terms`, and a result that [`check_table1`] refuses.
pub fn table1(terms: &[Term], rows: &Rows, queries: &[QueryRow]) -> Result<Vec<Table1Row>, Error> {
    let counted = counted_once(rows)?;
    if let Some(row) = counted.iter().find(|row| terms.iter().all(|term| term.id != *row.term)) {
        let (term, publication) = (row.term.as_ref().clone(), row.publication.as_ref().clone());
        return Err(Error::UnknownTerm { term, publication });
    }
    let cells = counted.iter().map(|row| {
        let open = if row.is_open { "open" } else { "" };
        [row.term.to_string(), row.outcome.to_string(), open.to_owned()]
    });
    let counts = count_by("pairs by term and outcome", cells)?;
    let incomplete =
        queries.iter().filter(|query| query.via.counts_in_table1() && !query.status.is_complete());
    let incomplete =
        count_by("incomplete queries by term", incomplete.map(|query| [query.term.to_string()]))?;
    let by_hand = queries
        .iter()
        .filter(|query| query.via == Route::HandSearch && query.status != QueryStatus::NotSearched);
    let by_hand = count_by("queries by hand by term", by_hand.map(|query| [query.term.to_string()]))?;
    let mut table: Vec<Table1Row> = terms
        .iter()
        .map(|term| {
            let mut row = Table1Row::blank(term.id.as_str(), &term.label);
            row.incomplete_queries = incomplete.get(&[term.id.to_string()]).copied().unwrap_or_default();
            row.hand_queries = by_hand.get(&[term.id.to_string()]).copied().unwrap_or_default();
            for ([of, outcome, open], n) in &counts {
                if of == term.id.as_str() {
                    add(&mut row, Outcome::parse(outcome), !open.is_empty(), *n);
                }
            }
            row
        })
        .collect();
    let total = table.iter().fold(Table1Row::blank(TOTAL, TOTAL), plus);
    table.push(total);
    check_table1(&table, rows)?;
    Ok(table)
}

/// Refuses a table in which a row is not the sum of its columns, the total not that of the terms, or a number not that
/// of a recount of the outcomes (done here without the machinery by which [`table1`] counts). Numbers of queries
/// are compared only between total and terms, since outcomes do not know them.
pub fn check_table1(table: &[Table1Row], rows: &Rows) -> Result<(), Error> {
    let mut names = BTreeMap::<&str, usize>::from([(TOTAL, 0)]);
    for row in table {
        *names.entry(row.term.as_str()).or_default() += 1;
        let parts = [
            row.excluded_e1a,
            row.excluded_e1b,
            row.excluded_e2_e3,
            row.unclear,
            row.not_retrieved,
            row.included,
        ];
        let sum = parts.into_iter().fold(0, u64::saturating_add);
        if sum != row.identified {
            return Err(Error::RowSum { term: row.term.clone(), identified: row.identified, sum });
        }
    }
    if let Some((term, rows)) = names.into_iter().find(|(_, rows)| *rows != 1) {
        return Err(Error::Rows { term: term.to_owned(), rows });
    }
    let (total, terms): (Vec<&Table1Row>, Vec<&Table1Row>) = table.iter().partition(|row| row.term == TOTAL);
    check_total(total[0], &terms)?;
    check_recount(total[0], &terms, rows)
}

fn check_total(total: &Table1Row, terms: &[&Table1Row]) -> Result<(), Error> {
    for (column, value) in COLUMNS {
        let sum = terms.iter().map(|row| value(row)).fold(0, u64::saturating_add);
        if sum != value(total) {
            let parts: Vec<String> = terms.iter().map(|row| format!("{} {}", row.term, value(row))).collect();
            return Err(Error::Total { column, total: value(total), sum, terms: parts.join(", ") });
        }
    }
    Ok(())
}

fn check_recount(total: &Table1Row, terms: &[&Table1Row], rows: &Rows) -> Result<(), Error> {
    let counted = counted_once(rows)?;
    for row in terms.iter().copied().chain([total]) {
        let mut recount = Table1Row::blank(&row.term, &row.label);
        for pair in counted.iter().filter(|pair| row.term == TOTAL || pair.term.as_str() == row.term) {
            add(&mut recount, Some(pair.outcome), pair.is_open, 1);
        }
        for (column, value) in COLUMNS.into_iter().filter(|(column, _)| !column.ends_with("_queries")) {
            if value(row) != value(&recount) {
                let (table, recount) = (value(row), value(&recount));
                return Err(Error::Recount { term: row.term.clone(), column, table, recount });
            }
        }
    }
    Ok(())
}

/// The outcomes on counted routes, one row a pair, in the order of publications and terms.
pub(crate) fn counted_once(rows: &Rows) -> Result<Vec<&Pair>, Error> {
    let mut pairs: Vec<&Pair> = rows.pairs.iter().collect();
    pairs.sort_by_key(|row| (&row.publication, &row.term));
    let same = |a: &&Pair, b: &&Pair| a.publication == b.publication && a.term == b.term;
    if let Some(twice) = pairs.chunk_by(same).find(|rows| rows.len() > 1) {
        let outcomes: Vec<&str> = twice.iter().map(|row| row.outcome.as_str()).collect();
        let (term, publication) = (twice[0].term.as_ref().clone(), twice[0].publication.as_ref().clone());
        return Err(Error::PairTwice { term, publication, rows: twice.len(), outcomes: outcomes.join(", ") });
    }
    Ok(pairs)
}

fn add(row: &mut Table1Row, outcome: Option<Outcome>, open: bool, n: u64) {
    let column = match outcome {
        Some(Outcome::OutE1a) => &mut row.excluded_e1a,
        Some(Outcome::OutE1b) => &mut row.excluded_e1b,
        Some(Outcome::OutE2 | Outcome::OutE3) => &mut row.excluded_e2_e3,
        Some(Outcome::Unclear) => &mut row.unclear,
        Some(Outcome::NotRetrieved) => &mut row.not_retrieved,
        Some(Outcome::Included) => &mut row.included,
        Some(Outcome::OutI1 | Outcome::OutI2 | Outcome::OutW) | None => return,
    };
    *column += n;
    row.identified += n;
    if open {
        row.unclear_identified += n;
    }
}

fn plus(total: Table1Row, row: &Table1Row) -> Table1Row {
    Table1Row {
        identified: total.identified + row.identified,
        excluded_e1a: total.excluded_e1a + row.excluded_e1a,
        excluded_e1b: total.excluded_e1b + row.excluded_e1b,
        excluded_e2_e3: total.excluded_e2_e3 + row.excluded_e2_e3,
        unclear: total.unclear + row.unclear,
        not_retrieved: total.not_retrieved + row.not_retrieved,
        included: total.included + row.included,
        unclear_identified: total.unclear_identified + row.unclear_identified,
        incomplete_queries: total.incomplete_queries + row.incomplete_queries,
        hand_queries: total.hand_queries + row.hand_queries,
        ..total
    }
}

/// A column's name and its value.
type NamedColumn = (&'static str, fn(&Table1Row) -> u64);

const COLUMNS: [NamedColumn; 10] = [
    ("identified", |row| row.identified),
    ("excluded_e1a", |row| row.excluded_e1a),
    ("excluded_e1b", |row| row.excluded_e1b),
    ("excluded_e2_e3", |row| row.excluded_e2_e3),
    ("unclear", |row| row.unclear),
    ("not_retrieved", |row| row.not_retrieved),
    ("included", |row| row.included),
    ("unclear_identified", |row| row.unclear_identified),
    ("incomplete_queries", |row| row.incomplete_queries),
    ("hand_queries", |row| row.hand_queries),
];
