//! A table that a person saved, as any program writes it.
//!
//! It is apart by `;`, `,` or a tab, by what its first line has most of; a line `sep=;` before it, as Excel writes it, is
//! obeyed. Text is UTF-8, with or without a mark, or else Windows-1252.

use encoding_rs::Encoding;
use std::collections::BTreeMap;

/// What is wrong with a table, with the line where that is known (`line 3: ...`).
pub type TableProblem = String;

/// A table, taken apart.
#[derive(Debug, Clone)]
pub struct Table {
    /// Names of columns in small letters, each with its place.
    columns: BTreeMap<String, usize>,
    /// The header as it stands there.
    pub header: Vec<String>,
    /// The line of the header.
    pub header_line: u64,
    /// What stands between two cells.
    pub delimiter: u8,
    /// The rows in their order; one that cannot be read is the problem with it. Rows without any word are left out.
    pub rows: Vec<Result<TableRow, TableProblem>>,
    /// What is wrong with its quotation marks, where anything is: one cell then holds what was meant as several, or as many rows.
    pub quotation: Option<TableProblem>,
}

/// A row.
#[derive(Debug, Clone)]
pub struct TableRow {
    /// Where it begins, from 1.
    pub line: u64,
    /// Its cells exactly as they stand there.
    pub cells: Vec<String>,
}

/// Whether every row must have as many cells as the header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cells {
    /// As many as the header.
    Exact,
    /// Empty ones at the end may be missing, as Excel leaves them out; more than the header has must be empty.
    Ragged,
}

impl Table {
    /// Reads the bytes of a file: UTF-16 and UTF-8 by their marks, else UTF-8 where it is that, else Windows-1252.
    pub fn of_bytes(bytes: &[u8], cells: Cells) -> Result<Self, TableProblem> {
        Self::of_text(&decoded(bytes), cells)
    }

    /// Reads a text. A header that is no CSV is the error; every other problem is that of a row.
    pub fn of_text(text: &str, cells: Cells) -> Result<Self, TableProblem> {
        let told = told_delimiter(text);
        // Without its words the line is an empty one, which is passed over and counted.
        let text = if told.is_some() { text.find('\n').map_or("", |end| &text[end..]) } else { text };
        let delimiter = told.unwrap_or_else(|| likely_delimiter(text));
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .flexible(cells == Cells::Ragged)
            .from_reader(text.as_bytes());
        let header = reader.headers().map_err(|problem| csv_problem(&problem))?.clone();
        let columns =
            header.iter().enumerate().map(|(at, name)| (name.trim().to_ascii_lowercase(), at)).collect();
        let header: Vec<String> = header.iter().map(str::to_owned).collect();
        let rows = reader
            .records()
            .map(|row| {
                let row = row.map_err(|problem| csv_problem(&problem))?;
                let line = row.position().map_or(0, |position| line_at(text, position.byte()));
                let cells: Vec<String> = row.iter().map(str::to_owned).collect();
                match cells.iter().skip(header.len()).find(|cell| !cell.trim().is_empty()) {
                    Some(cell) => {
                        Err(format!("line {line}: `{}` stands beyond the last column", squeezed(cell)))
                    }
                    None => Ok(TableRow { line, cells }),
                }
            })
            .filter(|row| {
                row.as_ref().map_or(true, |row| row.cells.iter().any(|cell| !cell.trim().is_empty()))
            })
            .collect();
        let header_line = if told.is_some() { 2 } else { 1 };
        let quotation = quotation_problem(text, delimiter);
        Ok(Self { columns, header, header_line, delimiter, rows, quotation })
    }

    /// Whether there is a column of that name.
    pub fn has(&self, name: &str) -> bool {
        self.columns.contains_key(name)
    }

    /// Names of columns, in small letters, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.columns.keys().map(String::as_str)
    }

    /// The words of a cell, apart by one blank; empty where the column or the cell is not there.
    pub fn cell(&self, row: &TableRow, name: &str) -> String {
        self.columns
            .get(name)
            .and_then(|&at| row.cells.get(at))
            .map(|cell| squeezed(cell))
            .unwrap_or_default()
    }
}

/// The text of a file: UTF-16 and UTF-8 by their marks, else UTF-8 where it is that, else Windows-1252.
pub fn decoded(bytes: &[u8]) -> String {
    match Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding.decode(bytes).0.into_owned(),
        None => decoded_unmarked(bytes),
    }
}

/// The text of bytes whose mark, if any, says nothing: UTF-8 where it is that, else Windows-1252.
pub fn decoded_unmarked(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.trim_start_matches('\u{feff}').to_owned(),
        Err(_) => encoding_rs::WINDOWS_1252.decode(bytes).0.into_owned(),
    }
}

/// Words apart by one blank.
fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What the first line with words has most of; a comma where it has none of them.
fn likely_delimiter(text: &str) -> u8 {
    let first_line = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let count = |byte: u8| first_line.bytes().filter(|b| *b == byte).count();
    let most = [b',', b';', b'\t'].into_iter().rev().max_by_key(|byte| count(*byte));
    most.filter(|byte| count(*byte) > 0).unwrap_or(b',')
}

/// The delimiter that a first line `sep=;` tells; absent where there is none.
fn told_delimiter(text: &str) -> Option<u8> {
    let line = text.lines().next()?.trim_start_matches('"');
    let told = line.get(..4).filter(|word| word.eq_ignore_ascii_case("sep=")).and(line.get(4..))?;
    // A table that is saved again has the line as a record of its own: `"sep=;"`, `sep=;;;;`.
    told.bytes().next().filter(|byte| matches!(byte, b';' | b',' | b'\t' | b'|'))
}

/// A cell that begins with a quotation mark and does not end with one.
fn quotation_problem(text: &str, delimiter: u8) -> Option<TableProblem> {
    let bytes = text.as_bytes();
    let is_between = |byte: &u8| *byte == delimiter || matches!(byte, b'\r' | b'\n');
    let mut at = 0;
    while at < bytes.len() {
        let begins_a_cell = at == 0 || is_between(&bytes[at - 1]);
        if bytes[at] != b'"' || !begins_a_cell {
            at += 1;
            continue;
        }
        let line = line_at(text, at as u64);
        let Some(end) = closing_mark(bytes, at + 1) else {
            return Some(format!("line {line}: a quotation mark is opened there and never closed"));
        };
        if !bytes.get(end + 1).is_none_or(is_between) {
            return Some(format!(
                "line {line}: a cell begins there with a quotation mark, and goes on behind the one that closes it"
            ));
        }
        at = end + 1;
    }
    None
}

/// The mark that closes a cell; two of them stand for one in its text.
fn closing_mark(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        at += bytes.get(at..)?.iter().position(|byte| *byte == b'"')?;
        if bytes.get(at + 1) != Some(&b'"') {
            return Some(at);
        }
        at += 2;
    }
}

/// The line of the first thing from this byte on that is no end of line: empty lines before a record are passed over.
fn line_at(text: &str, byte: u64) -> u64 {
    let byte = usize::try_from(byte).unwrap_or(usize::MAX).min(text.len());
    let bytes = text.as_bytes();
    let begin =
        bytes[byte..].iter().position(|b| !matches!(b, b'\r' | b'\n')).map_or(byte, |more| byte + more);
    1 + text.get(..begin).map_or(0, |before| before.matches('\n').count()) as u64
}

fn csv_problem(problem: &csv::Error) -> TableProblem {
    let line = problem.position().map(|position| format!("line {}: ", position.line())).unwrap_or_default();
    match problem.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("{line}the record has {len} fields, the header {expected_len}")
        }
        _ => format!("{line}{problem}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quotation_mark_that_swallows_what_follows_is_told_with_its_line() {
        for (text, problem) in [
            ("a,b\n1,2\n", None),
            ("a,b\n\"1,\"\"\n2\",een \"woord\"\r\n\"\",\"x\"", None),
            ("sep=;\na;b\n1;\"2\n3;4\n", Some("line 3: a quotation mark is opened")),
            ("a,b\n1,\"2\n3,\"4, of\",5\n", Some("line 2: a cell begins there with a quotation mark")),
            ("a,b\n1,\"2\"\"", Some("line 2: a quotation mark is opened")),
        ] {
            let found = Table::of_text(text, Cells::Ragged).unwrap().quotation;
            assert_eq!(found.is_some(), problem.is_some(), "{text}: {found:?}");
            assert!(found.unwrap_or_default().starts_with(problem.unwrap_or_default()), "{text}");
        }
    }
}
