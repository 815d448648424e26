//! The records of a list that is a table: one's own, or as Zotero, Rayyan and Covidence save it.

use super::{Record, Records, address, is_nameless, is_web};
use bron_text::{Cells, Table, TableRow};
use std::collections::BTreeMap;

/// A field with the names of columns that hold it, in small letters; the first that is filled in counts.
const COLUMNS: &[(&str, &[&str])] = &[
    ("title", &["title", "primary_title"]),
    ("author", &["author", "authors"]),
    ("date", &["date", "publication date", "publication year", "published year", "year"]),
    ("file", &["file"]),
    ("url", &["url", "urls"]),
    ("kind", &["kind", "type", "item type"]),
    ("terms", &["terms"]),
    ("abstract", &["abstract", "abstract note"]),
    ("keywords", &["keywords", "manual tags", "automatic tags"]),
    ("doi", &["doi"]),
    ("isbn", &["isbn"]),
    // What makes a year a day, beside a column `year`.
    ("month", &["month", "published month"]),
    // What `bron add` notes beside a record, for people.
    ("", &["found_on", "from", "day", "who"]),
];

/// The records, with a remark on columns that nobody reads.
pub(super) fn records(text: &str) -> Records {
    let table = Table::of_text(text, Cells::Exact)?;
    let has = |field: &str| names(field).iter().any(|name| table.has(name));
    if !has("title") || !(has("file") || has("url") || has("doi")) {
        return Err(format!(
            "line {}: a list needs the column `title`, and `file`, `url` or `doi`; it has {}",
            table.header_line,
            table.header.join(", ")
        ));
    }
    let mut records = Vec::new();
    for row in &table.rows {
        let row = row.as_ref().map_err(Clone::clone)?;
        let record = record(&table, row);
        if record == (Record { line: row.line, ..Record::default() }) {
            continue;
        }
        if is_nameless(&record) {
            return Err(format!("line {}: a record has neither title nor file nor url nor doi", row.line));
        }
        records.push(record);
    }
    Ok((records, remarks(&table)))
}

fn names(field: &str) -> &'static [&'static str] {
    COLUMNS.iter().find(|(of, _)| *of == field).map(|(_, names)| *names).unwrap_or_default()
}

fn record(table: &Table, row: &TableRow) -> Record {
    let cells =
        |field: &str| names(field).iter().map(|name| table.cell(row, name)).filter(|cell| !cell.is_empty());
    let cell = |field: &str| cells(field).next().unwrap_or_default();
    let url = cell("url");
    Record {
        title: cell("title"),
        authors: authors(table, &cell("author")),
        date: date(table, row, &cell("date"), &cell("month")),
        file: cell("file"),
        // Rayyan writes other fields behind an address.
        url: if is_web(&url) { address(&url) } else { url },
        kind: cell("kind"),
        terms: cell("terms"),
        summary: cell("abstract"),
        keywords: cells("keywords").collect::<Vec<_>>().join("; "),
        doi: cell("doi"),
        isbn: cell("isbn"),
        line: row.line,
    }
}

/// Rayyan parts authors by `and`; everybody else by `;`.
fn authors(table: &Table, cell: &str) -> String {
    let is_rayyan = table.has("key") && table.has("pubmed_id");
    if is_rayyan {
        cell.split(" and ").map(str::trim).collect::<Vec<_>>().join("; ")
    } else {
        cell.to_owned()
    }
}

/// The date; a bare year with its month and day where the table has columns for them.
fn date(table: &Table, row: &TableRow, date: &str, month: &str) -> String {
    let is_year = date.len() == 4 && date.bytes().all(|b| b.is_ascii_digit());
    let day = if table.has("year") { table.cell(row, "day") } else { String::new() };
    match (month.parse::<u8>(), day.parse::<u8>()) {
        (Ok(month), Ok(day)) if is_year => format!("{date}-{month:02}-{day:02}"),
        (Ok(month), Err(_)) if is_year => format!("{date}-{month:02}"),
        (Err(_), _) if is_year && !month.is_empty() => format!("{month} {date}"),
        _ => date.to_owned(),
    }
}

fn remarks(table: &Table) -> Vec<String> {
    let known = |name: &str| COLUMNS.iter().any(|(_, names)| names.contains(&name));
    // Zotero has ninety columns, of which most are empty in every list.
    let is_filled = |name: &str| table.rows.iter().flatten().any(|row| !table.cell(row, name).is_empty());
    let unused: Vec<&str> = table.names().filter(|name| !known(name) && is_filled(name)).collect();
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    for name in &table.header {
        *times.entry(name.trim().to_ascii_lowercase()).or_default() += 1;
    }
    let twice: Vec<String> =
        times.into_iter().filter(|(_, times)| *times > 1).map(|(name, _)| name).collect();
    let mut remarks = Vec::new();
    if !unused.is_empty() {
        remarks.push(format!("columns not used: {}", unused.join(", ")));
    }
    if !twice.is_empty() {
        remarks
            .push(format!("columns that stand there twice, of which the last is read: {}", twice.join(", ")));
    }
    remarks
}
