//! Do the keys of the tables hold: is every row named once, and does it point to something?

use crate::table::Table;
use std::collections::{BTreeMap, BTreeSet};

/// How many rows are named in a problem; the rest is counted.
const NAMED: usize = 3;

/// The keys of the tables that were looked at. They are shown in the order of [`tables`](crate::tables), in which a table comes
/// behind those that it points to.
#[derive(Debug, Default)]
pub struct Keys {
    known: BTreeMap<(&'static str, Vec<&'static str>), BTreeSet<String>>,
    checked: u64,
}

impl Keys {
    /// How many rows were looked at.
    pub fn rows(&self) -> u64 {
        self.checked
    }

    /// Looks at a table, and gives what is wrong with it: columns that are not those of the description, a key that names two
    /// rows, a row that points to nothing. A table that it points to and that was not shown before is not followed.
    pub fn check(&mut self, table: &Table, header: &[String], rows: &[Vec<String>]) -> Vec<String> {
        let described: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
        if header != described {
            return vec![format!(
                "`{}` has other columns than bron writes: {}",
                table.path,
                header.join(", ")
            )];
        }
        self.checked += rows.len() as u64;
        let mut problems: Vec<String> = not_once(table, rows).into_iter().collect();
        for key in &table.foreign_keys {
            let place = (key.table, key.theirs.clone());
            let Some(known) = self.known.get(&place) else { continue };
            let values = rows.iter().map(|row| value(table, row, &key.columns));
            let lost = values.filter(|value| !is_empty(value) && !known.contains(value));
            problems.extend(told(lost, |which| format!("`{}`: `{}` has no {which}", table.path, key.table)));
        }
        for key in crate::tables().iter().flat_map(|other| other.foreign_keys.clone()) {
            if key.table == table.path {
                let values = rows.iter().map(|row| value(table, row, &key.theirs));
                self.known.entry((table.path, key.theirs.clone())).or_insert_with(|| values.collect());
            }
        }
        problems
    }
}

/// Whether the primary key names a row more than once.
fn not_once(table: &Table, rows: &[Vec<String>]) -> Option<String> {
    if table.primary_key.is_empty() {
        return None;
    }
    let mut seen = BTreeSet::new();
    let values = rows.iter().map(|row| value(table, row, &table.primary_key));
    let twice: Vec<String> = values.filter(|value| !seen.insert(value.clone())).collect();
    told(twice.into_iter(), |which| format!("`{}` has more than one row for {which}", table.path))
}

/// The cells of these columns, as one text.
fn value(table: &Table, row: &[String], columns: &[&'static str]) -> String {
    let cell = |name: &&str| {
        let at = table.columns.iter().position(|column| column.name == **name);
        at.and_then(|at| row.get(at)).map_or("", String::as_str)
    };
    columns.iter().map(cell).collect::<Vec<_>>().join(" | ")
}

fn is_empty(value: &str) -> bool {
    value.split(" | ").all(str::is_empty)
}

/// The first few, and how many there are; nothing where there is none.
fn told(all: impl Iterator<Item = String>, tell: impl Fn(&str) -> String) -> Option<String> {
    let all: BTreeSet<String> = all.collect();
    let named: Vec<String> = all.iter().take(NAMED).map(|one| format!("`{one}`")).collect();
    let more = if all.len() > NAMED { format!(" and {} more", all.len() - NAMED) } else { String::new() };
    (!all.is_empty()).then(|| tell(&(named.join(", ") + &more)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(path: &str) -> Table {
        crate::tables().into_iter().find(|table| table.path == path).unwrap()
    }

    /// A row with these cells and nothing else.
    fn row(table: &Table, cells: &[(&str, &str)]) -> Vec<String> {
        let of = |name: &str| cells.iter().find(|(column, _)| *column == name).map_or("", |(_, cell)| cell);
        table.columns.iter().map(|column| of(&column.name).to_owned()).collect()
    }

    fn header(table: &Table) -> Vec<String> {
        table.columns.iter().map(|column| column.name.clone()).collect()
    }

    #[test]
    fn a_row_named_twice_and_a_row_that_points_to_nothing_are_found() {
        let (listed, decisions) = (table("1-search/publications.csv"), table("2-screening/decisions.csv"));
        let mut keys = Keys::default();
        let rows = [row(&listed, &[("publication", "a-1")]), row(&listed, &[("publication", "a-1")])];
        let problems = keys.check(&listed, &header(&listed), &rows);
        assert_eq!(problems, ["`1-search/publications.csv` has more than one row for `a-1`"]);
        let rows = [row(&decisions, &[("publication", "b-2"), ("criterion", "I1")])];
        let problems = keys.check(&decisions, &header(&decisions), &rows);
        assert_eq!(problems, ["`2-screening/decisions.csv`: `1-search/publications.csv` has no `b-2`"]);
        assert_eq!(keys.rows(), 3);
    }

    #[test]
    fn an_empty_cell_points_nowhere_and_another_header_is_said() {
        let (documents, decisions) =
            (table("3-retrieval/documents.csv"), table("5-eligibility/decisions.csv"));
        let mut keys = Keys::default();
        assert!(keys.check(&documents, &header(&documents), &[]).is_empty());
        let rows = [row(&decisions, &[("publication", "b-2"), ("criterion", "I1")])];
        assert!(keys.check(&decisions, &header(&decisions), &rows).is_empty());
        let problems = keys.check(&decisions, &["publication".to_owned()], &[]);
        assert!(problems[0].contains("other columns"), "{problems:?}");
    }
}
