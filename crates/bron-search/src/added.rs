//! The lists that `bron add` keeps: documents for publications that are known, and where every added file came from.

use crate::sheet::{SheetProblem, appended, day_of, lines, unreadable};
use bron_model::{DocumentPart, PublicationId, Route};
use bron_text::{Cells, Table, TableRow};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// A document that a person added to a publication.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddedDocument {
    /// The line in the list, from 1.
    pub line: u64,
    /// The publication: its id, or one that was merged into it.
    pub publication: PublicationId,
    /// Whether it is the publication itself or an annex.
    pub part: DocumentPart,
    /// The file's name in the folder of its route.
    pub file: String,
    /// How it came.
    pub via: Route,
    /// From whom or where, when and by whom it was added, in one line; empty where the list does not say.
    pub told: String,
}

/// Reads `added/documents.csv`, as any program saves it. Refused, with its line: a row without publication, file or
/// route, a file that is a path, a part that is neither `main` nor `annex`.
pub fn read_added_documents(bytes: &[u8]) -> Result<Vec<AddedDocument>, SheetProblem> {
    if bytes.is_empty() {
        return Ok(Vec::new());
    }
    let table = Table::of_bytes(bytes, Cells::Ragged).map_err(unreadable)?;
    let missing = ["publication", "part", "file", "via"].into_iter().find(|name| !table.has(name));
    if let Some(name) = missing {
        return Err(SheetProblem {
            line: Some(table.header_line),
            what: format!("there is no column `{name}`"),
            hint: "`bron add` keeps this list: put its first line back".to_owned(),
        });
    }
    table
        .rows
        .iter()
        .map(|row| document(&table, row.as_ref().map_err(|problem| unreadable(problem.clone()))?))
        .collect()
}

fn document(table: &Table, row: &TableRow) -> Result<AddedDocument, SheetProblem> {
    let cell = |name: &str| table.cell(row, name);
    let wrong = |what: String, hint: &str| SheetProblem { line: Some(row.line), what, hint: hint.to_owned() };
    let (id, part, file, via) = (cell("publication"), cell("part"), cell("file"), cell("via"));
    let publication = PublicationId::new(id.clone()).map_err(|_| {
        wrong(format!("`{id}` is no id of a publication"), "`bron explain RUN TITLE` shows it")
    })?;
    let part = DocumentPart::parse(&part)
        .filter(|part| matches!(part, DocumentPart::Main | DocumentPart::Annex))
        .ok_or_else(|| wrong(format!("`{part}` is no part"), "write `main` or `annex`"))?;
    let via = Route::parse(&via)
        .filter(|via| ADDED_ROUTES.contains(via))
        .ok_or_else(|| wrong(format!("`{via}` is no way in which a document comes"), ROUTES_HINT))?;
    if file.is_empty() || file.starts_with('.') || file.contains(['/', '\\', ':']) {
        return Err(wrong(format!("`{file}` is no file in added/{via}"), "write the file's name alone"));
    }
    Ok(AddedDocument { line: row.line, publication, part, file, via, told: told(table, row) })
}

/// The ways in which a document comes, apart from the search itself (PRISMA-S, items 4 to 7).
pub const ADDED_ROUTES: [Route; 4] = [Route::Citation, Route::Contact, Route::Browse, Route::Other];

const ROUTES_HINT: &str = "write `citation`, `contact`, `browse` or `other`";

/// From whom or where each file of a list came, in one line for people; by the cell `file`. A row that cannot be read
/// tells nothing here: the search says so.
pub fn told_of_files(bytes: &[u8]) -> BTreeMap<String, String> {
    let Ok(table) = Table::of_bytes(bytes, Cells::Ragged) else { return BTreeMap::new() };
    let rows = table.rows.iter().flatten().map(|row| (table.cell(row, "file"), told(&table, row)));
    rows.filter(|(file, told)| !file.is_empty() && !told.is_empty()).collect()
}

fn told(table: &Table, row: &TableRow) -> String {
    let parts = [("from", "from"), ("on", "day"), ("by", "who")];
    let parts = parts.into_iter().map(|(word, name)| (word, table.cell(row, name)));
    let parts: Vec<String> =
        parts.filter(|(_, text)| !text.is_empty()).map(|(word, text)| format!("{word} {text}")).collect();
    if parts.is_empty() { String::new() } else { format!("added {}", parts.join(", ")) }
}

/// The bytes of a list with one row more, in columns of these names; a new list where there are no bytes yet. What
/// stands there stays byte for byte. Refused: a list that is no table, or lacks a column for a cell that says something.
pub fn with_row(
    bytes: &[u8],
    columns: &[&str],
    delimiter: u8,
    cells: &BTreeMap<&str, String>,
) -> Result<Vec<u8>, SheetProblem> {
    let mut start = bytes.to_vec();
    if bytes.is_empty() {
        start.extend(b"\xef\xbb\xbf");
        start.extend(lines(&[columns.iter().map(|name| (*name).to_owned()).collect()], delimiter));
    }
    let table = Table::of_bytes(&start, Cells::Ragged).map_err(unreadable)?;
    if let Some((name, _)) = cells.iter().find(|(name, text)| !text.is_empty() && !table.has(name)) {
        return Err(SheetProblem {
            line: Some(table.header_line),
            what: format!("there is no column `{name}`"),
            hint: format!("the first line must hold: {}", columns.join(", ")),
        });
    }
    let row =
        |name: &String| cells.get(name.trim().to_ascii_lowercase().as_str()).cloned().unwrap_or_default();
    let row: Vec<String> = table.header.iter().map(row).collect();
    appended(&start, &table, &[row])
}

/// A day as it is typed: `3-11-2026` or `2026-11-03`; `None` where it is none.
pub fn typed_day(text: &str) -> Option<Date> {
    day_of(text.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_that_is_begun_and_grown_reads_back() {
        let row = |id: &str, file: &str| {
            let cells =
                [("publication", id), ("part", "main"), ("file", file), ("via", "contact"), ("from", "A; B")];
            cells.into_iter().map(|(name, text)| (name, text.to_owned())).collect::<BTreeMap<_, _>>()
        };
        let columns = ["publication", "part", "file", "via", "from", "day", "who"];
        let one = with_row(b"", &columns, b';', &row("a-b", "x.pdf")).unwrap();
        let two = with_row(&one, &columns, b',', &row("a-c", "é.pdf")).unwrap();
        assert!(two.starts_with(&one));
        let read = read_added_documents(&two).unwrap();
        let files: Vec<&str> = read.iter().map(|row| row.file.as_str()).collect();
        assert_eq!(files, ["x.pdf", "é.pdf"]);
        assert_eq!(
            (told_of_files(&two)["x.pdf"].as_str(), read[0].told.as_str()),
            ("added from A; B", "added from A; B")
        );
        let lacking = with_row(b"publication,part\n", &columns, b',', &row("a-b", "x.pdf")).unwrap_err();
        assert_eq!((lacking.line, lacking.what.as_str()), (Some(1), "there is no column `file`"));
    }

    #[test]
    fn a_wrong_row_is_refused_with_its_line() {
        for (row, what) in [
            ("A b,main,x.pdf,contact", "`A b` is no id of a publication"),
            ("a,landing,x.pdf,contact", "`landing` is no part"),
            ("a,main,../x.pdf,contact", "`../x.pdf` is no file in added/contact"),
            ("a,main,,contact", "`` is no file in added/contact"),
            ("a,main,x.pdf,search", "`search` is no way in which a document comes"),
        ] {
            let problem =
                read_added_documents(format!("publication,part,file,via\n{row}\n").as_bytes()).unwrap_err();
            assert_eq!((problem.line, problem.what.as_str()), (Some(2), what));
        }
        assert_eq!(read_added_documents(b"").unwrap(), []);
    }
}
