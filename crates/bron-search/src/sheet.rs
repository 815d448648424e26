//! The sheet of a search by hand: which texts are to be typed, and what the researcher wrote beside them.

use bron_model::{PartialDate, Query};
use bron_text::{Cells, Table, TableProblem as Problem, TableRow};
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use jiff::civil::Date;

/// The columns, in their order.
const COLUMNS: [&str; 7] = ["term", "text", "address", "total", "day", "who", "note"];

/// A sheet (`sheet.csv`), as it was saved.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sheet {
    /// The rows in their order.
    pub rows: Vec<SheetRow>,
}

/// One text to type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetRow {
    /// The line in the file, from 1.
    pub line: u64,
    /// The term's id; empty where the column was emptied: then the text alone says which query it is.
    pub term: String,
    /// The text to type.
    pub text: String,
    /// Where to type it; empty where that is not known.
    pub address: String,
    /// The number that the site reported; absent where it reports none, or nobody searched yet.
    pub total: Option<u64>,
    /// The day on which a person typed it, with who; absent while nobody did.
    pub typed: Option<(Date, String)>,
    /// What the person noted.
    pub note: String,
}

/// A row to be added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSheetRow {
    /// The term's id.
    pub term: String,
    /// The text to type.
    pub text: String,
    /// Where to type it.
    pub address: String,
}

/// What is wrong with a sheet. Nothing of a sheet with a problem may be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what}")]
pub struct SheetProblem {
    /// The line, where that is known.
    pub line: Option<u64>,
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub hint: String,
}

impl Sheet {
    /// Reads a sheet as any program saves it: `;` or `,`, UTF-8 or Windows-1252, with or without mark or `sep=;`.
    ///
    /// A row is filled in when `day` and `who` are there (`total` may be missing: not every site shows one). Refused: a
    /// row with some of the three and not these two, a `total` that is no number, a day that is none, two filled rows
    /// for one text, a header without `text`, `total`, `day` and `who`.
    pub fn read(bytes: &[u8]) -> Result<Self, SheetProblem> {
        let table = Table::of_bytes(bytes, Cells::Ragged).map_err(unreadable)?;
        let missing = ["text", "total", "day", "who"].into_iter().find(|name| !table.has(name));
        if let Some(name) = missing {
            return Err(SheetProblem {
                line: Some(table.header_line),
                what: format!("there is no column `{name}`"),
                hint: format!("the first line must hold: {}", COLUMNS.join(", ")),
            });
        }
        let mut rows: Vec<SheetRow> = Vec::new();
        for row in &table.rows {
            let row = sheet_row(&table, row.as_ref().map_err(|problem| unreadable(problem.clone()))?)?;
            let same =
                |other: &&SheetRow| other.text == row.text && other.term == row.term && other.typed.is_some();
            if let (Some(first), Some(_)) = (rows.iter().find(same), &row.typed) {
                return Err(SheetProblem {
                    line: Some(row.line),
                    what: format!("`{}` was filled in on line {} already", row.text, first.line),
                    hint: "keep one row for each text".to_owned(),
                });
            }
            rows.push(row);
        }
        Ok(Self { rows })
    }

    /// The row in which a person wrote what this query found; `None` where nobody typed it yet.
    pub fn filled_in(&self, query: &Query) -> Option<&SheetRow> {
        self.rows.iter().find(|row| row.typed.is_some() && row.is_of(query))
    }

    /// Whether there is a row for the query, filled in or not.
    pub fn has(&self, query: &Query) -> bool {
        self.rows.iter().any(|row| row.is_of(query))
    }

    /// The bytes of a new sheet, apart by `delimiter`; with a mark, so that Excel reads it as UTF-8.
    pub fn begin(rows: &[NewSheetRow], delimiter: u8) -> Vec<u8> {
        let mut bytes = b"\xef\xbb\xbf".to_vec();
        bytes.extend(lines(&[COLUMNS.map(str::to_owned).to_vec()], delimiter));
        let cells: Vec<Vec<String>> = rows
            .iter()
            .map(|row| {
                let mut cells = vec![row.term.clone(), row.text.clone(), row.address.clone()];
                cells.resize(COLUMNS.len(), String::new());
                cells
            })
            .collect();
        bytes.extend(lines(&cells, delimiter));
        bytes
    }

    /// The bytes of a sheet with rows added at its end; what stands there stays byte for byte. They are written as
    /// the sheet is: its delimiter, its columns, its encoding.
    pub fn with_rows(bytes: &[u8], rows: &[NewSheetRow]) -> Result<Vec<u8>, SheetProblem> {
        let table = Table::of_bytes(bytes, Cells::Ragged).map_err(unreadable)?;
        let cells: Vec<Vec<String>> = rows
            .iter()
            .map(|row| {
                let cell = |name: &String| match name.trim().to_ascii_lowercase().as_str() {
                    "term" => row.term.clone(),
                    "text" => row.text.clone(),
                    "address" => row.address.clone(),
                    _ => String::new(),
                };
                table.header.iter().map(cell).collect()
            })
            .collect();
        appended(bytes, &table, &cells)
    }
}

/// The bytes with rows added at their end, as the table in them is written: its delimiter and its encoding.
pub(crate) fn appended(bytes: &[u8], table: &Table, rows: &[Vec<String>]) -> Result<Vec<u8>, SheetProblem> {
    let wide = Encoding::for_bom(bytes).is_some_and(|(encoding, _)| encoding != UTF_8);
    if wide {
        return Err(SheetProblem {
            line: None,
            what: "it is saved as UTF-16, to which no row can be added".to_owned(),
            hint: "save it as `CSV UTF-8`".to_owned(),
        });
    }
    let mut all = bytes.to_vec();
    if !all.is_empty() && !all.ends_with(b"\n") {
        all.extend(b"\r\n");
    }
    let added = lines(rows, table.delimiter);
    if std::str::from_utf8(bytes).is_ok() {
        all.extend(added);
    } else {
        all.extend(WINDOWS_1252.encode(&String::from_utf8_lossy(&added)).0.iter());
    }
    Ok(all)
}

impl SheetRow {
    fn is_of(&self, query: &Query) -> bool {
        self.text == crate::page::squeezed(&query.text)
            && (self.term.is_empty() || self.term == query.term.as_str())
    }
}

/// The name of the folder for what was saved of a text: small letters, digits and hyphens. No two texts share one.
pub fn folder_of_text(text: &str) -> String {
    let mut slug = String::new();
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            slug.push(c.to_ascii_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug.replace('-', " ") == text && slug.len() <= 60 && bron_model::file_name_problem(slug).is_none() {
        return slug.to_owned();
    }
    // FNV-1a, so that a text with a capital, an accent or quotation marks (or the name of a device) has a folder of its own.
    let code = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |code, byte| {
        (code ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let short = slug.get(..60).unwrap_or(slug).trim_end_matches('-');
    let code = format!("{code:016x}");
    if short.is_empty() { code } else { format!("{short}-{}", &code[..8]) }
}

fn sheet_row(table: &Table, row: &TableRow) -> Result<SheetRow, SheetProblem> {
    let cell = |name: &str| table.cell(row, name);
    let wrong = |what: String, hint: &str| SheetProblem { line: Some(row.line), what, hint: hint.to_owned() };
    let (text, total, day, who) = (cell("text"), cell("total"), cell("day"), cell("who"));
    if text.is_empty() {
        return Err(wrong(
            "there is no text".to_owned(),
            "write the text that was typed, or take the row away",
        ));
    }
    let total_read = number(&total).map_err(|()| {
        wrong(
            format!("`{total}` is no number of results"),
            "write the number alone, `0` where the site says that there is nothing, or nothing where it says nothing",
        )
    })?;
    let day_read = if day.is_empty() { None } else { Some(day_of(&day)) };
    let day_read = match day_read {
        Some(None) => {
            return Err(wrong(format!("`{day}` is no day"), "write it as 24-11-2026 or 2026-11-24"));
        }
        Some(read) => read,
        None => None,
    };
    let typed = match (day_read, who.is_empty()) {
        (Some(day), false) => Some((day, who)),
        (None, true) if total.is_empty() => None,
        (None, _) => {
            let what = format!("the day on which `{text}` was typed is missing");
            return Err(wrong(what, "a row counts when `day` and `who` are filled in"));
        }
        (Some(_), true) => {
            let what = format!("who typed `{text}` is missing");
            return Err(wrong(what, "a row counts when `day` and `who` are filled in"));
        }
    };
    Ok(SheetRow {
        line: row.line,
        term: cell("term"),
        text,
        address: cell("address"),
        total: total_read,
        typed,
        note: cell("note"),
    })
}

/// A number, also with its thousands apart (`1.003`); nothing where the cell is empty.
fn number(cell: &str) -> Result<Option<u64>, ()> {
    if cell.is_empty() {
        return Ok(None);
    }
    let parts: Vec<&str> = cell.split(['.', ',', ' ', '\u{a0}', '\u{202f}', '\'']).collect();
    let digits = parts.iter().all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()));
    let thousands = parts.len() == 1 || parts[0].len() <= 3 && parts[1..].iter().all(|part| part.len() == 3);
    if digits && thousands { parts.concat().parse().map(Some).map_err(|_| ()) } else { Err(()) }
}

/// A day as Dutch Excel writes it (`3-11-2026`), or as ISO does.
pub(crate) fn day_of(cell: &str) -> Option<Date> {
    if let Ok(date) = cell.parse::<PartialDate>() {
        return (date.first_day() == date.last_day()).then(|| date.first_day());
    }
    let parts: Vec<&str> = cell.split('-').collect();
    let [day, month, year] = parts.as_slice() else { return None };
    let digits = |text: &str, most: usize| {
        !text.is_empty() && text.len() <= most && text.bytes().all(|b| b.is_ascii_digit())
    };
    if !digits(day, 2) || !digits(month, 2) || year.len() != 4 || !digits(year, 4) {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

pub(crate) fn unreadable(problem: Problem) -> SheetProblem {
    let told = problem.strip_prefix("line ").and_then(|rest| rest.split_once(": "));
    let (line, what) = match told.and_then(|(line, what)| Some((line.parse().ok()?, what))) {
        Some((line, what)) => (Some(line), what.to_owned()),
        None => (None, problem),
    };
    SheetProblem { line, what, hint: "save it as CSV from the program that you filled it in with".to_owned() }
}

/// Rows as they are written: CRLF, as Excel ends its lines.
pub(crate) fn lines(rows: &[Vec<String>], delimiter: u8) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(delimiter)
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    for row in rows {
        writer.write_record(row).expect("rows of one length fit in memory");
    }
    writer.into_inner().expect("a writer into memory has nothing to fail")
}

#[cfg(test)]
mod tests {
    use super::*;
    use bron_model::{Route, SourceId, TermId};
    use jiff::civil::date;

    fn problem(text: &[u8]) -> (Option<u64>, String) {
        let problem = Sheet::read(text).expect_err("it is wrong");
        assert!(!problem.hint.is_empty());
        (problem.line, problem.what)
    }

    #[test]
    fn a_sheet_is_read_as_dutch_excel_and_others_save_it() {
        for bytes in [
            &b"\xef\xbb\xbfterm;text;address;total;day;who;note\r\nz;zorg;;1.003;3-11-2026;A. Bakk\xc3\xa9r;\r\n"[..],
            b"term;text;address;total;day;who;note\r\nz;zorg;;1003;3-11-2026;A. Bakk\xe9r\r\n",
            "sep=,\nterm,text,address,total,day,who,note\nz,zorg,,\"1,003\",2026-11-03,A. Bakkér,\n".as_bytes(),
            "term\ttext\taddress\ttotal\tday\twho\nz\tzorg\t\t1003\t03-11-2026\tA. Bakkér\n".as_bytes(),
        ] {
            let sheet = Sheet::read(bytes).expect("it is a sheet");
            let [row] = sheet.rows.as_slice() else { panic!("{sheet:?}") };
            assert_eq!(row.total, Some(1003));
            assert_eq!(row.typed, Some((date(2026, 11, 3), "A. Bakkér".to_owned())));
        }
    }

    #[test]
    fn a_row_that_is_half_filled_in_is_refused_with_its_line() {
        let sheet = |row: &str| format!("text;total;day;who\na;;;\n{row}\n");
        for (row, what) in [
            ("zorg;12;;", "the day on which `zorg` was typed is missing"),
            ("zorg;;3-11-2026;", "who typed `zorg` is missing"),
            ("zorg;;;Bakker", "the day on which `zorg` was typed is missing"),
            ("zorg;twaalf;3-11-2026;Bakker", "`twaalf` is no number of results"),
            ("zorg;1.5;3-11-2026;Bakker", "`1.5` is no number of results"),
            ("zorg;12;31-2-2026;Bakker", "`31-2-2026` is no day"),
            ("zorg;12;november 2026;Bakker", "`november 2026` is no day"),
            ("zorg;12;2026-11;Bakker", "`2026-11` is no day"),
            (";12;3-11-2026;Bakker", "there is no text"),
        ] {
            assert_eq!(problem(sheet(row).as_bytes()), (Some(3), what.to_owned()));
        }
        let twice = sheet("zorg;1;3-11-2026;B\nzorg;2;4-11-2026;B");
        assert_eq!(problem(twice.as_bytes()), (Some(4), "`zorg` was filled in on line 3 already".to_owned()));
        assert_eq!(problem(b"text;total;day\n"), (Some(1), "there is no column `who`".to_owned()));
    }

    #[test]
    fn rows_are_added_as_the_sheet_is_written_and_nothing_else_changes() {
        let row = NewSheetRow {
            term: "z".to_owned(),
            text: "zorg; wél".to_owned(),
            address: "https://a.nl/?q=zorg".to_owned(),
        };
        let new = Sheet::begin(std::slice::from_ref(&row), b';');
        assert_eq!(
            String::from_utf8(new.clone()).unwrap(),
            "\u{feff}term;text;address;total;day;who;note\r\nz;\"zorg; wél\";https://a.nl/?q=zorg;;;;\r\n"
        );
        let saved = b"text;term;day;who;total\r\nh\xe9;z;3-11-2026;B;1";
        let more = Sheet::with_rows(saved, &[row]).unwrap();
        assert!(more.starts_with(saved));
        assert!(more.ends_with(b"\r\n\"zorg; w\xe9l\";z;;;\r\n"), "{}", String::from_utf8_lossy(&more));
        assert_eq!(Sheet::read(&more).unwrap().rows.len(), 2);
    }

    #[test]
    fn a_query_finds_its_row_by_term_and_text() {
        let query = |term: &str, text: &str| Query {
            source: SourceId::new("a").unwrap(),
            term: TermId::new(term).unwrap(),
            text: text.to_owned(),
            via: Route::Search,
        };
        let sheet =
            Sheet::read(b"term;text;total;day;who\nz;zorg;0;3-11-2026;B\nz;wijk;;;\n;los;1;3-11-2026;B\n");
        let sheet = sheet.unwrap();
        let found = |term, text| {
            let query = query(term, text);
            (sheet.has(&query), sheet.filled_in(&query).map(|row| row.line))
        };
        assert_eq!(found("z", "zorg"), (true, Some(2)));
        assert_eq!(found("y", "zorg"), (false, None));
        assert_eq!(found("z", "wijk"), (true, None));
        assert_eq!(found("y", "los"), (true, Some(4)));
    }

    #[test]
    fn no_two_texts_share_a_folder() {
        let texts = [
            "zorgzame buurten",
            "\"zorgzame buurten\"",
            "Zorgzame buurten",
            "zorgzame-buurten",
            "zorgzáme",
            "✓",
        ];
        let folders: std::collections::BTreeSet<String> =
            texts.iter().map(|text| folder_of_text(text)).collect();
        assert_eq!(folders.len(), texts.len());
        assert!(folders.contains("zorgzame-buurten"));
        assert!(folders.iter().all(|name| name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')));
    }
}
