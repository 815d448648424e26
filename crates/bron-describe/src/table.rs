//! A table of a run: its columns and what they point to.

use crate::column::{Column, ColumnType, ColumnValue};
use crate::sharing::Sharing;
use bron_model::Cross;

/// A table that a run writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// From the run's folder, with `/` on every system.
    pub path: &'static str,
    /// What it is, in a few words.
    pub title: &'static str,
    /// What its rows are, from the comment of their type.
    pub meaning: String,
    /// Its columns, in the order of the header.
    pub columns: Vec<Column>,
    /// Columns that follow these in a number that depends on the run; `None` where there are none.
    pub more_columns: Option<&'static str>,
    /// The columns that together name a row; empty where nothing does.
    pub primary_key: Vec<&'static str>,
    /// What rows of it point to.
    pub foreign_keys: Vec<ForeignKey>,
    /// Who may be given it.
    pub sharing: Sharing,
}

/// Columns whose values stand in another table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForeignKey {
    /// The columns here; a row in which all of them are empty points nowhere.
    pub columns: Vec<&'static str>,
    /// The path of the other table.
    pub table: &'static str,
    /// The columns there.
    pub theirs: Vec<&'static str>,
}

impl Table {
    /// The table with the columns that this header has more, which come in two halves: a cross for each term, then a number
    /// for each. A table without such columns stays as it is.
    #[must_use]
    pub fn with_header(mut self, header: &[String]) -> Self {
        if self.more_columns.is_none() {
            return self;
        }
        let more = header.get(self.columns.len()..).unwrap_or_default();
        let crosses = more.len() / 2;
        for (at, name) in more.iter().enumerate() {
            let column = if at < crosses { cross(name) } else { number(name) };
            self.columns.push(column);
        }
        self
    }
}

fn cross(name: &str) -> Column {
    let value = |cross: &Cross| ColumnValue { text: cross.to_string(), meaning: String::new() };
    Column {
        name: name.to_owned(),
        kind: ColumnType::Text,
        may_be_empty: false,
        meaning: format!("Whether the element belongs to the term `{name}`, as cues propose it."),
        pattern: None,
        values: Cross::ALL.iter().map(value).collect(),
    }
}

fn number(name: &str) -> Column {
    Column {
        name: name.to_owned(),
        kind: ColumnType::Integer,
        may_be_empty: false,
        meaning: "The number of passages behind the cross of that term.".to_owned(),
        pattern: None,
        values: Vec::new(),
    }
}
