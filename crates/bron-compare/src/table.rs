//! Two tables compared row by row, without knowing what they mean: added, removed and changed rows by a key.
//!
//! The sets are those of csv-diff on the same files.

use crate::Error;
use bron_store::read_records;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path};

/// A row, by the names of its columns.
pub type Cells = BTreeMap<String, String>;

/// How two tables differ.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct TableChanges {
    /// The columns that name a row.
    pub key: Vec<String>,
    /// Rows that only the second has, in its order.
    pub added: Vec<Cells>,
    /// Rows that only the first has, in its order.
    pub removed: Vec<Cells>,
    /// Rows of both in which a column of both differs, in the order of the second.
    pub changed: Vec<ChangedCells>,
    /// Columns that only the second has, in its order.
    pub columns_added: Vec<String>,
    /// Columns that only the first has, in its order.
    pub columns_removed: Vec<String>,
}

/// A row in which something differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChangedCells {
    /// The values of its key.
    pub key: Vec<String>,
    /// What differs, by column: before and after.
    pub changes: BTreeMap<String, [String; 2]>,
}

impl TableChanges {
    /// Whether anything differs.
    pub fn differs(&self) -> bool {
        let Self { added, removed, changed, columns_added, columns_removed, .. } = self;
        let columns = columns_added.len() + columns_removed.len();
        added.len() + removed.len() + changed.len() + columns > 0
    }
}

/// The columns that name a row of the tables of a run, by the file's name.
const KEYS: &[(&str, &[&str])] = &[
    ("codes.csv", &["publication", "term", "document", "page", "start", "end", "element", "cue_start"]),
    ("contribution.csv", &["source", "term"]),
    ("decisions.csv", &["publication", "term", "criterion"]),
    ("documents.csv", &["document"]),
    ("flow.csv", &["source", "box_name", "reason"]),
    ("hits.csv", &["source", "term", "text", "via", "rank"]),
    ("merges.csv", &["kept", "merged"]),
    ("occurrences.csv", &["term", "document", "page", "start"]),
    ("other-routes.csv", &["publication", "term", "via"]),
    ("outcomes.csv", &["publication", "term"]),
    ("passages.csv", &["term", "document", "page", "start", "end", "pattern"]),
    ("publications.csv", &["publication"]),
    ("queries.csv", &["source", "term", "text", "via"]),
    ("table1.csv", &["term"]),
    ("to-judge.csv", &["publication", "term", "criterion"]),
];

/// Compares a table of two runs, named from their folders; `key` names the columns that tell one row from another, and is needed only where the table is
/// none of a run. Two rows with one key are an error: they could not be told apart. So is a way out of the runs, and a table that one
/// of them does not have.
pub fn changes(a: &Path, b: &Path, table: &str, key: &[String]) -> Result<TableChanges, Error> {
    let is_inside = Path::new(table).components().all(|part| matches!(part, Component::Normal(_)));
    if table.is_empty() || !is_inside {
        return Err(Error::TableElsewhere(table.to_owned()));
    }
    if let Some(missing) = [a, b].map(|run| run.join(table)).into_iter().find(|file| !file.is_file()) {
        return Err(Error::NoTable(missing));
    }
    let name =
        Path::new(table).file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let key: Vec<String> = if key.is_empty() {
        let known = KEYS.iter().find(|(file, _)| *file == name);
        let (_, key) = known.ok_or_else(|| Error::NoKey(table.to_owned()))?;
        key.iter().map(|column| (*column).to_owned()).collect()
    } else {
        key.to_vec()
    };
    let (ours, theirs) = (Keyed::read(&a.join(table), &key)?, Keyed::read(&b.join(table), &key)?);
    let mut changes = TableChanges {
        columns_added: without(&theirs.columns, &ours.columns),
        columns_removed: without(&ours.columns, &theirs.columns),
        added: theirs.without(&ours),
        removed: ours.without(&theirs),
        ..TableChanges::default()
    };
    for (values, cells) in theirs.in_order() {
        let Some(before) = ours.rows.get(values) else { continue };
        let shared = cells.iter().filter_map(|(column, after)| Some((column, before.get(column)?, after)));
        let differing: BTreeMap<String, [String; 2]> = shared
            .filter(|(_, before, after)| before != after)
            .map(|(column, before, after)| (column.clone(), [before.clone(), after.clone()]))
            .collect();
        if !differing.is_empty() {
            changes.changed.push(ChangedCells { key: values.clone(), changes: differing });
        }
    }
    changes.key = key;
    Ok(changes)
}

fn without(columns: &[String], others: &[String]) -> Vec<String> {
    columns.iter().filter(|column| !others.contains(column)).cloned().collect()
}

/// A table by its key.
struct Keyed {
    columns: Vec<String>,
    rows: BTreeMap<Vec<String>, Cells>,
    order: Vec<Vec<String>>,
}

impl Keyed {
    fn read(file: &Path, key: &[String]) -> Result<Self, Error> {
        let (columns, records) = read_records(file)?;
        let mut places = Vec::new();
        for column in key {
            let missing = || Error::NoColumn { file: file.to_owned(), column: column.clone() };
            places.push(columns.iter().position(|found| found == column).ok_or_else(missing)?);
        }
        let mut keyed = Self { columns, rows: BTreeMap::new(), order: Vec::new() };
        let mut seen = BTreeSet::new();
        for record in records {
            let values: Vec<String> = places.iter().map(|at| record[*at].clone()).collect();
            if !seen.insert(values.clone()) {
                return Err(Error::KeyTwice { file: file.to_owned(), key: values.join(", ") });
            }
            keyed.rows.insert(values.clone(), keyed.columns.iter().cloned().zip(record).collect());
            keyed.order.push(values);
        }
        Ok(keyed)
    }

    fn in_order(&self) -> impl Iterator<Item = (&Vec<String>, &Cells)> {
        self.order.iter().map(|values| (values, &self.rows[values]))
    }

    fn without(&self, other: &Self) -> Vec<Cells> {
        let mine = self.in_order().filter(|(values, _)| !other.rows.contains_key(*values));
        mine.map(|(_, cells)| cells.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compared(a: &str, b: &str, key: &[&str]) -> Result<TableChanges, Error> {
        let folder = tempfile::tempdir().unwrap();
        for (side, text) in [("a", a), ("b", b)] {
            std::fs::create_dir(folder.path().join(side)).unwrap();
            std::fs::write(folder.path().join(side).join("t.csv"), text).unwrap();
        }
        let key: Vec<String> = key.iter().map(|column| (*column).to_owned()).collect();
        changes(&folder.path().join("a"), &folder.path().join("b"), "t.csv", &key)
    }

    #[test]
    fn rows_are_added_removed_or_changed_by_their_key() {
        let found =
            compared("id,n,old\n1,a,x\n2,b,x\n3,c,x\n", "id,new,n\n3,y,c\n2,y,B\n4,y,d\n", &["id"]).unwrap();
        let ids = |rows: &[Cells]| rows.iter().map(|row| row["id"].clone()).collect::<Vec<_>>();
        assert_eq!((ids(&found.added), ids(&found.removed)), (vec!["4".to_owned()], vec!["1".to_owned()]));
        assert_eq!(found.changed.len(), 1, "a column of one side is no change: {found:?}");
        assert_eq!(found.changed[0].changes["n"], ["b", "B"]);
        assert_eq!(
            (found.columns_added, found.columns_removed),
            (vec!["new".to_owned()], vec!["old".to_owned()])
        );
    }

    #[test]
    fn rows_that_cannot_be_told_apart_are_refused() {
        let told = |found: Result<TableChanges, Error>| found.unwrap_err().to_string();
        assert!(told(compared("id,n\n1,a\n1,b\n", "id,n\n", &["id"])).ends_with("two rows have the key 1"));
        assert!(told(compared("id,n\n", "id,n\n", &["term"])).ends_with("has no column `term`"));
        assert!(told(compared("id,n\n", "id,n\n", &[])).contains("`t.csv`"));
    }

    #[test]
    fn a_way_out_of_the_runs_is_refused_and_a_table_that_one_lacks_is_named_whatever_its_key() {
        let folder = tempfile::tempdir().unwrap();
        let [a, b] = ["a", "b"].map(|side| folder.path().join(side));
        for side in [&a, &b] {
            std::fs::create_dir(side).unwrap();
        }
        std::fs::write(a.join("t.csv"), "id\n1\n").unwrap();
        let whole = a.join("t.csv");
        for table in ["../a/t.csv", "./../a/t.csv", whole.to_str().unwrap(), "x/../t.csv", ""] {
            let error = changes(&a, &b, table, &["id".to_owned()]).unwrap_err();
            assert!(matches!(error, Error::TableElsewhere(_)), "{table}: {error}");
        }
        let error = changes(&a, &b, "t.csv", &[]).unwrap_err();
        assert!(matches!(&error, Error::NoTable(missing) if *missing == b.join("t.csv")), "{error}");
    }
}
