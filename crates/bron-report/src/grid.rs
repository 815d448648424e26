//! A table that came back, from a workbook or a CSV, as any program saves it.

use crate::Error;
use bron_text::{Cells, Table};
use calamine::{Data, Range, Reader, open_workbook_auto_from_rs};
use std::io::Cursor;
use std::path::Path;

/// So many lines may stand above a header, such as a title that somebody put there.
const ABOVE_HEADER: usize = 20;

/// A table: its header, and its rows with what stands in them, without blank ends.
pub(crate) struct Grid {
    /// The header, as it stands there.
    pub(crate) header: Vec<String>,
    /// The rows in their order; one that cannot be read is the reason why. Empty ones are left out.
    pub(crate) rows: Vec<(u64, Result<Vec<String>, String>)>,
}

/// Reads the table whose header `is_header` knows: from a workbook (XLSX, XLS, ODS) that one of its sheets, else from a CSV.
///
/// What a file is, its first bytes say, not its name. Nothing where no such header is found. A CSV in which a quotation mark swallows
/// what follows is an error: nobody can tell its rows apart any more.
pub(crate) fn read_grid(file: &Path, is_header: &dyn Fn(&[String]) -> bool) -> Result<Option<Grid>, Error> {
    let unreadable =
        |what: String, hint: &str| Error::Read { file: file.to_owned(), what, hint: hint.to_owned() };
    let bytes =
        std::fs::read(file).map_err(|error| unreadable(error.to_string(), "look whether it is there"))?;
    if !is_workbook(&bytes) {
        let table = Table::of_bytes(&bytes, Cells::Ragged);
        let table = table.map_err(|what| unreadable(what, "save it as XLSX, or as `CSV UTF-8`"))?;
        let quotation = table.quotation.clone();
        let grid = of_table(table, is_header);
        return match (grid, quotation) {
            (Some(_), Some(what)) => {
                let hint = "close the mark (two of them stand for one in a text), or fill in the XLSX; nothing was taken over";
                Err(unreadable(what, hint))
            }
            (grid, _) => Ok(grid),
        };
    }
    let of_workbook = |error: calamine::Error| {
        unreadable(error.to_string(), "save it once more as XLSX, without a password")
    };
    let mut workbook = open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(of_workbook)?;
    for name in workbook.sheet_names() {
        let range = workbook.worksheet_range(&name).map_err(of_workbook)?;
        if let Some(grid) = of_range(&range, is_header) {
            return Ok(Some(grid));
        }
    }
    Ok(None)
}

/// A zip, as XLSX and ODS are, or the container of XLS.
fn is_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xd0\xcf\x11\xe0")
}

fn of_table(table: Table, is_header: &dyn Fn(&[String]) -> bool) -> Option<Grid> {
    let plain =
        |cells: &[String]| -> Vec<String> { cells.iter().map(|cell| cell.trim().to_owned()).collect() };
    let mut rows = table.rows.into_iter().map(|row| match row {
        Ok(row) => (row.line, Ok(plain(&row.cells))),
        Err(problem) => (line_of(&problem), Err(problem)),
    });
    if is_header(&table.header) {
        return Some(Grid { header: table.header, rows: rows.collect() });
    }
    // A title above the header is short, so the header's own cells seem to stand beyond the last column: a CSV must begin with it.
    let (_, header) =
        rows.by_ref().take(ABOVE_HEADER).find(|(_, row)| row.as_ref().is_ok_and(|row| is_header(row)))?;
    Some(Grid { header: header.ok()?, rows: rows.collect() })
}

/// The line that a problem names; 0 where it names none.
fn line_of(problem: &str) -> u64 {
    let number = problem.strip_prefix("line ").and_then(|rest| rest.split(':').next());
    number.and_then(|number| number.parse().ok()).unwrap_or_default()
}

fn of_range(range: &Range<Data>, is_header: &dyn Fn(&[String]) -> bool) -> Option<Grid> {
    let first = u64::from(range.start()?.0) + 1;
    let mut rows = (first..).zip(range.rows()).map(|(line, row)| (line, texts(row)));
    let header =
        rows.by_ref().take(ABOVE_HEADER).find_map(|(_, row)| row.ok().filter(|row| is_header(row)))?;
    let is_empty =
        |row: &Result<Vec<String>, String>| row.as_ref().is_ok_and(|row| row.iter().all(String::is_empty));
    Some(Grid { header, rows: rows.filter(|(_, row)| !is_empty(row)).collect() })
}

fn texts(row: &[Data]) -> Result<Vec<String>, String> {
    row.iter().map(text_of).collect()
}

/// A cell as text, without blank ends; a whole number has no decimals. A cell that shows an error has no text.
fn text_of(cell: &Data) -> Result<String, String> {
    Ok(match cell {
        Data::Empty => String::new(),
        Data::String(text) => text.replace("\r\n", "\n").trim().to_owned(),
        Data::Int(number) => number.to_string(),
        Data::Float(number) => number.to_string(),
        Data::Bool(yes) => yes.to_string(),
        Data::DateTime(moment) => {
            let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
            if (hour, minute, second) == (0, 0, 0) {
                format!("{year:04}-{month:02}-{day:02}")
            } else {
                format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
            }
        }
        Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Error(error) => return Err(format!("a cell shows the error {error}")),
    })
}
