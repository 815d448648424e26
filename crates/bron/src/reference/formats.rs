//! The page `formats.md`: every file of a run, every column, and what it tells, as the types of the rows say.

use super::{in_cell, in_line};
use bron_describe::{Column, ColumnType, Sharing, Table, kind_of, tables};
use std::fmt::Write;

/// Files of a run that are no tables, each under the folder in which it lies.
const OTHER_FILES: [&str; 8] = [
    "run.json",
    "archive/bron-00001-20261130T200000Z-1.warc.gz",
    "0-probe/probe.json",
    "0-probe/probe.md",
    "6-synthesis/table1.md",
    "6-synthesis/table2.md",
    "judgements/AB.laptop.jsonl",
    "judgements/assignments.jsonl",
];

/// What lies beside the stages and is described in words, because it has no rows of its own or is made for other programs.
const BESIDE: &str = "\n## Beside the stages\n\n\
    | | |\n|---|---|\n\
    | `datapackage.json` | the tables above with their columns, keys and digests, for programs that read Data Packages (version 2) |\n\
    | `ro-crate-metadata.json` | the whole run, for programs that read RO-Crate (1.1, with the profile Process Run Crate) |\n\
    | `report/` | what `bron report` made: one page of HTML |\n\
    | `export/` | what `bron export` made; beside each file a README that says what may be shared |\n\
    | `compare/` | what `bron compare` made, a folder for each run that this one was compared with |\n\n\
    No stage reads any of these.\n";

/// The page: how tables are written, who may be given what, then folder by folder each file with its columns.
pub fn page() -> String {
    let mut page = String::from(
        "# Files of a run\n\nEvery file in the folder of a run and every column in it, made from the types of the program \
         (`bron reference formats`). The same descriptions stand in the `datapackage.json` of a run.\n\n\
         Tables are CSV: UTF-8, commas, a header, one row on a line unless a cell in quotation marks holds line ends. A day is \
         `2024-06-30`, an instant `2026-11-30T20:22:02Z`. An empty cell says that nothing is known or that there is nothing to \
         say; it never stands for 0. A key names a row: no two rows have the same.\n\n",
    );
    who_may_be_given_what(&mut page);
    let tables = tables();
    for folder in folders(&tables) {
        let heading =
            if folder.is_empty() { "In the folder itself".to_owned() } else { format!("{folder}/") };
        // Writing to a String cannot fail.
        let _ = write!(page, "\n## {heading}\n");
        for path in OTHER_FILES.iter().filter(|path| folder_of(path) == folder) {
            other_file(&mut page, path);
        }
        for table in tables.iter().filter(|table| folder_of(table.path) == folder) {
            describe(&mut page, table);
        }
    }
    page.push_str(BESIDE);
    page
}

fn who_may_be_given_what(page: &mut String) {
    page.push_str("## What may be given to others\n\nOf each file below it is said which of these it is.\n\n| | |\n|---|---|\n");
    for sharing in Sharing::ALL {
        let _ = writeln!(page, "| {} | {} |", in_cell(sharing.title()), in_cell(sharing.note()));
    }
}

/// The folders in the order of their names, that of the run first and what it was made from and with next.
fn folders(tables: &[Table]) -> Vec<&str> {
    let mut folders: Vec<&str> =
        tables.iter().map(|table| table.path).chain(OTHER_FILES).map(folder_of).collect();
    folders.sort_unstable_by_key(|folder| {
        let first = ["", "archive", "judgements"].iter().position(|first| first == folder);
        (first.unwrap_or(usize::MAX), *folder)
    });
    folders.dedup();
    folders
}

fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn name_of(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}

fn other_file(page: &mut String, path: &str) {
    let kind = kind_of(path).expect("the files named here are files that bron writes");
    // Of a file of which a run may hold many, the name says what changes in it.
    let title = match name_of(path) {
        name if name.ends_with(".warc.gz") => "*.warc.gz",
        "AB.laptop.jsonl" => "REVIEWER.DEVICE.jsonl",
        name => name,
    };
    let (what, meaning, sharing) = (in_line(&kind.title), in_line(&kind.meaning), kind.sharing.title());
    let _ = write!(page, "\n### {title}\n\n**{what}.** {meaning}\n\n*{sharing}*\n");
}

fn describe(page: &mut String, table: &Table) {
    let (what, meaning) = (in_line(table.title), in_line(&table.meaning));
    let _ = write!(page, "\n### {}\n\n**{what}.** {meaning}\n\n", name_of(table.path));
    let _ = writeln!(page, "*{}*\n", table.sharing.title());
    if !table.primary_key.is_empty() {
        let _ = writeln!(page, "Key: {}.\n", listed(&table.primary_key));
    }
    for key in &table.foreign_keys {
        let _ = writeln!(
            page,
            "{} point{} to {} in `{}`.\n",
            listed(&key.columns),
            if key.columns.len() == 1 { "s" } else { "" },
            listed(&key.theirs),
            key.table
        );
    }
    page.push_str("| column | cells | what it tells |\n|---|---|---|\n");
    for column in &table.columns {
        let _ = writeln!(page, "| `{}` | {} | {} |", column.name, cells(column), in_cell(&told(column)));
    }
    if let Some(more) = table.more_columns {
        let _ = write!(page, "\n{}\n", in_line(more));
    }
}

fn listed(columns: &[&str]) -> String {
    columns.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

fn cells(column: &Column) -> String {
    let kind = match column.kind {
        ColumnType::Text if !column.values.is_empty() => "one of a list",
        ColumnType::Text => "text",
        ColumnType::Integer => "whole number",
        ColumnType::Number => "number",
        ColumnType::Boolean => "`true` or `false`",
    };
    let empty = if column.may_be_empty { ", may be empty" } else { "" };
    format!("{kind}{empty}")
}

/// What the column tells, and the values that it can have, with their meaning where the type says it.
fn told(column: &Column) -> String {
    if column.values.is_empty() {
        return column.meaning.clone();
    }
    let value = |value: &bron_describe::ColumnValue| {
        if value.meaning.is_empty() {
            format!("`{}`", value.text)
        } else {
            format!("`{}`: {}", value.text, value.meaning.trim_end_matches('.'))
        }
    };
    let values = column.values.iter().map(value).collect::<Vec<_>>().join("; ");
    format!("{} Values: {values}.", column.meaning)
}
