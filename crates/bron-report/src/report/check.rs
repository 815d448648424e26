//! Counts every number of a report again from the rows behind it, and refuses what does not add up.

use super::view::View;
use crate::Error;
use bron_model::{ContributionRow, HitRow, Outcome, QueryRow};
use bron_protocol::Term;
use bron_synthesis::{Flow, InBox, Texts, check_contribution, check_flow, check_table1, contribution};
use std::collections::{BTreeMap, BTreeSet};

/// The name of rows over all sources or terms.
const TOTAL: &str = "total";
/// Rows that are named where numbers differ.
const NAMED: usize = 3;

/// Refuses a run of which two tables do not say the same, naming the row and those behind it.
pub(crate) fn check(view: &View<'_>) -> Result<(), Error> {
    check_table1(&view.run.table1, &view.rows)?;
    check_flow(&view.run.flow)?;
    check_contribution(&view.run.contribution)?;
    queries(&view.run.queries, &view.run.hits)?;
    flow(view)?;
    contributions(view)?;
    worktable(view)
}

/// Each query has as many hits as it says, and each hit a query.
fn queries(queries: &[QueryRow], hits: &[HitRow]) -> Result<(), Error> {
    let mut read: BTreeMap<_, u64> = BTreeMap::new();
    for hit in hits {
        *read.entry((&hit.source, &hit.term, &hit.text, hit.via)).or_default() += 1;
    }
    for query in queries {
        let n = read.remove(&(&query.source, &query.term, &query.text, query.via)).unwrap_or_default();
        if n != query.hits {
            return Err(Error::Differ {
                table: "queries.csv",
                row: format!("`{}` for `{}` at `{}` by {}", query.text, query.term, query.source, query.via),
                says: format!("hits is {}", query.hits),
                other: "hits.csv",
                counted: format!("has {n} rows of it"),
            });
        }
    }
    match read.into_iter().next() {
        Some(((source, term, text, via), n)) => Err(Error::Differ {
            table: "hits.csv",
            row: format!("`{text}` for `{term}` at `{source}` by {via}"),
            says: format!("{n} rows"),
            other: "queries.csv",
            counted: "has no such query".to_owned(),
        }),
        None => Ok(()),
    }
}

/// Each number of the flow is that of the records in the box.
fn flow(view: &View<'_>) -> Result<(), Error> {
    let mut inside: BTreeMap<(&str, &str, &str, &str), Vec<&InBox>> = BTreeMap::new();
    for row in &view.boxes {
        for source in [row.source.as_str(), TOTAL] {
            inside.entry((source, row.box_name, row.reason, row.unit)).or_default().push(row);
        }
    }
    let mut hits: BTreeMap<&str, u64> = BTreeMap::new();
    for hit in view.run.hits.iter().filter(|hit| hit.via.counts_in_table1()) {
        *hits.entry(hit.source.as_str()).or_default() += 1;
        *hits.entry(TOTAL).or_default() += 1;
    }
    let none = Vec::new();
    for row in &view.run.flow {
        let key = (row.source.as_str(), row.box_name.as_str(), row.reason.as_str(), row.unit.as_str());
        let (counted, who) = match (row.box_name.as_str(), row.unit.as_str()) {
            ("identified", "hits") => (hits.get(row.source.as_str()).copied().unwrap_or_default(), &none),
            // Checked against the two above by `check_flow`.
            ("duplicates", "hits") => continue,
            _ => {
                let rows = inside.get(&key).unwrap_or(&none);
                (rows.len() as u64, rows)
            }
        };
        if counted != row.n {
            let reason = if row.reason.is_empty() { String::new() } else { format!(" {}", row.reason) };
            return Err(Error::Differ {
                table: "flow.csv",
                row: format!("`{}`, box `{}`{reason}, {}", row.source, row.box_name, row.unit),
                says: format!("n is {}", row.n),
                other: "the stages before it",
                counted: format!("have {counted}{}", named(who.iter().map(|row| row.publication.as_str()))),
            });
        }
    }
    Ok(())
}

/// At most three names in brackets; nothing where there is none.
fn named<'a>(names: impl ExactSizeIterator<Item = &'a str>) -> String {
    let n = names.len();
    let mut told: Vec<&str> = names.take(NAMED).collect();
    if told.is_empty() {
        return String::new();
    }
    if n > NAMED {
        told.push("...");
    }
    format!(" ({})", told.join(", "))
}

/// Each row of the contribution is that of a recount, but for what can be told from texts alone.
fn contributions(view: &View<'_>) -> Result<(), Error> {
    let terms: Vec<Term> = view.terms.iter().map(|term| (*term).clone()).collect();
    let input = Flow {
        sources: &view.sources,
        queries: &view.run.queries,
        rows: &view.rows,
        merges: &view.merges_on_files,
    };
    let counted = contribution(&terms, &input, &Texts::default())?;
    let told = |row: &ContributionRow| {
        format!(
            "hits {}, publications {}, only_here {}, included {}, included_only_here {}, box_only {:?}, catalogue_only {:?}, both {:?}",
            row.hits,
            row.publications,
            row.only_here,
            row.included,
            row.included_only_here,
            row.box_only,
            row.catalogue_only,
            row.both
        )
        .replace("Some(", "")
        .replace(')', "")
        .replace("None", "unknown")
    };
    let key = |row: &ContributionRow| (row.source.clone(), row.term.clone());
    let says: BTreeMap<_, _> = view.run.contribution.iter().map(|row| (key(row), told(row))).collect();
    let recount: BTreeMap<_, _> = counted.iter().map(|row| (key(row), told(row))).collect();
    let all: BTreeSet<_> = says.keys().chain(recount.keys()).collect();
    for one in all {
        let (has, is) = (says.get(one), recount.get(one));
        if has != is {
            let none = || "no such row".to_owned();
            return Err(Error::Differ {
                table: "contribution.csv",
                row: format!("`{}`, `{}`", one.0, one.1),
                says: has.cloned().unwrap_or_else(none),
                other: "a recount of hits.csv and outcomes.csv",
                counted: format!("gives {}", is.cloned().unwrap_or_else(none)),
            });
        }
    }
    Ok(())
}

/// Every passage of the working table is of a pair that is in.
fn worktable(view: &View<'_>) -> Result<(), Error> {
    let included = view.run.outcomes.iter();
    let included = included.filter(|row| row.outcome == Outcome::Included && row.via.counts_in_table1());
    let included: BTreeSet<_> = included.map(|row| (view.term(&row.term), &row.publication)).collect();
    let loose =
        view.run.worktable.iter().find(|row| !included.contains(&(row.term.clone(), &row.publication)));
    match loose {
        Some(row) => Err(Error::Differ {
            table: "worktable.csv",
            row: format!("`{}`, `{}`", row.term, row.publication),
            says: "it is a passage of an included pair".to_owned(),
            other: "outcomes.csv",
            counted: "does not include that pair".to_owned(),
        }),
        None => Ok(()),
    }
}
