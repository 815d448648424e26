//! A table of the configuration that is no TOML: a CSV file whose columns are known and whose rows have a line.

use crate::Term;
use crate::config_file::ConfigFile;
use crate::error::{Error, Place, did_you_mean, list, nearest};
use bron_model::{PartialDate, TermId};
use std::collections::BTreeMap;

/// The columns of a table.
pub(crate) struct Columns {
    /// Those without which it makes no sense.
    pub needed: &'static [&'static str],
    /// Those that may be absent: their cells are empty.
    pub optional: &'static [&'static str],
}

/// A row, by column.
pub(crate) struct Row<'a> {
    /// The line in the file, from 1.
    pub line: u64,
    file: &'a ConfigFile,
    cells: BTreeMap<String, String>,
}

/// Reads all rows. An unknown column, one that stands twice, one that is missing, and a row of another length than the header
/// are refused with their line. Blanks around a cell are left out.
pub(crate) fn rows<'a>(file: &'a ConfigFile, columns: &Columns) -> Result<Vec<Row<'a>>, Error> {
    let mut reader = csv::Reader::from_reader(file.text().as_bytes());
    let header = reader.headers().map_err(|error| unreadable(file, &error))?.clone();
    check_header(file, &header, columns)?;
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| unreadable(file, &error))?;
        let cells = header.iter().zip(record.iter().map(str::trim));
        let cells = cells.map(|(column, cell)| (column.to_owned(), cell.to_owned())).collect();
        rows.push(Row { line: record.position().map_or(0, csv::Position::line), file, cells });
    }
    Ok(rows)
}

fn check_header(file: &ConfigFile, header: &csv::StringRecord, columns: &Columns) -> Result<(), Error> {
    let valid = [columns.needed, columns.optional].concat();
    let refuse = |problem: String, hint: String| Err(Error::Refused { place: at(file, 1), problem, hint });
    for (number, column) in header.iter().enumerate() {
        if column.contains([';', '\t']) {
            let problem = "the columns are not separated by commas".to_owned();
            return refuse(problem, "save the table as CSV with commas, in UTF-8".to_owned());
        }
        if !valid.contains(&column) {
            let hint = format!("{}there are: {}", did_you_mean(nearest(column, &valid)), list(&valid));
            return refuse(format!("unknown column `{column}`"), hint);
        }
        if header.iter().take(number).any(|before| before == column) {
            return refuse(format!("column `{column}` stands twice"), "keep one of the two".to_owned());
        }
    }
    match columns.needed.iter().find(|column| !header.iter().any(|found| found == **column)) {
        Some(missing) => refuse(
            format!("there is no column `{missing}`"),
            format!("add it to the header; needed are {}", list(columns.needed)),
        ),
        None => Ok(()),
    }
}

fn at(file: &ConfigFile, line: u64) -> Place {
    Place { file: file.path.clone(), line: u32::try_from(line).unwrap_or(u32::MAX), column: 1 }
}

fn unreadable(file: &ConfigFile, error: &csv::Error) -> Error {
    let line = error.position().map_or(1, csv::Position::line);
    let problem = match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("a row of {len} cells under a header of {expected_len}")
        }
        _ => format!("a table that cannot be read ({error})"),
    };
    let hint = "put a text that holds a comma or a quotation mark between quotation marks".to_owned();
    Error::Refused { place: at(file, line), problem, hint }
}

impl Row<'_> {
    /// A cell; an empty text where it is empty or its column is absent.
    pub fn cell(&self, column: &str) -> &str {
        self.cells.get(column).map(String::as_str).unwrap_or_default()
    }

    /// A cell of its own.
    pub fn owned(&self, column: &str) -> String {
        self.cell(column).to_owned()
    }

    /// A refusal of the row.
    pub fn refuse(&self, problem: String, hint: impl Into<String>) -> Error {
        Error::Refused { place: at(self.file, self.line), problem, hint: hint.into() }
    }

    /// The text of a cell that must not be empty.
    pub fn filled(&self, column: &str) -> Result<String, Error> {
        match self.cell(column) {
            "" => Err(self.refuse(format!("`{column}` is empty"), "fill it in, or take the whole row away")),
            text => Ok(text.to_owned()),
        }
    }

    /// The term in the column `term`, which must be one of these.
    pub fn term(&self, terms: &[Term]) -> Result<TermId, Error> {
        let id = self.cell("term");
        let found = terms.iter().map(|term| &term.id).find(|term| term.as_str() == id);
        found.cloned().ok_or_else(|| {
            let ids: Vec<&str> = terms.iter().map(|term| term.id.as_str()).collect();
            let hint = format!("{}there are: {}", did_you_mean(nearest(id, &ids)), list(&ids));
            self.refuse(format!("unknown term `{id}`"), hint)
        })
    }

    /// The date in a cell; nothing where it is empty.
    pub fn date(&self, column: &str) -> Result<Option<PartialDate>, Error> {
        let text = self.cell(column);
        if text.is_empty() {
            return Ok(None);
        }
        text.parse().map(Some).map_err(|_| {
            self.refuse(
                format!("`{text}` in `{column}` is no date"),
                "write it as 2026-11-30, or 2026-11 where the day is not known",
            )
        })
    }
}
