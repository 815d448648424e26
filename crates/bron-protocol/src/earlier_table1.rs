//! Table 1 of an earlier review, as it was printed and as it is read.

use crate::Term;
use crate::config_file::ConfigFile;
use crate::error::{Error, did_you_mean, list, nearest};
use bron_model::TermId;
use std::collections::BTreeMap;

/// The columns, all needed, in any order.
const COLUMNS: &[&str] = &[
    "term",
    "label",
    "identified_as_printed",
    "excluded_e1_as_printed",
    "excluded_e2_e3_as_printed",
    "included_as_printed",
    "identified",
    "excluded_e1",
    "excluded_e2_e3",
    "included",
    "note",
];

/// The term's id of the last row.
const TOTAL: &str = "total";

/// Table 1 of an earlier review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlierTable1 {
    /// The file, from the study's folder.
    pub path: String,
    /// Its rows, in the file's order.
    pub rows: Vec<EarlierTable1Row>,
}

/// A row of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlierTable1Row {
    /// The term; nothing in the row of totals.
    pub term: Option<TermId>,
    /// The label as printed; empty in a row that was not printed.
    pub label: String,
    /// The four cells as printed: identified, excluded on E1, excluded on E2 and E3, included.
    pub printed: [String; 4],
    /// The same as numbers.
    pub numbers: [u64; 4],
    /// What a reader must know of the row.
    pub note: String,
}

impl EarlierTable1 {
    /// The row of a term; `None` where the table has none.
    pub fn row(&self, term: &TermId) -> Option<&EarlierTable1Row> {
        self.rows.iter().find(|row| row.term.as_ref() == Some(term))
    }

    /// The row of totals; `None` where the table has none.
    pub fn total(&self) -> Option<&EarlierTable1Row> {
        self.rows.iter().find(|row| row.term.is_none())
    }

    /// Reads the table. An unknown or absent column, an unknown term, a term twice, a cell that is no number and a row that
    /// does not add up are refused with line.
    pub(crate) fn read(file: &ConfigFile, terms: &[Term]) -> Result<Self, Error> {
        let mut reader = csv::Reader::from_reader(file.text().as_bytes());
        let unread = |error: &csv::Error| {
            let line = error.position().map_or(1, csv::Position::line);
            let problem = format!("a table that cannot be read ({error})");
            file.refuse_at(line, 1, problem, "compare the row with those around it")
        };
        let header = reader.headers().map_err(|error| unread(&error))?.clone();
        check_header(file, &header)?;
        let mut rows: Vec<EarlierTable1Row> = Vec::new();
        for record in reader.records() {
            let record = record.map_err(|error| unread(&error))?;
            let line = record.position().map_or(1, csv::Position::line);
            let cells: BTreeMap<&str, &str> = header.iter().zip(record.iter().map(str::trim)).collect();
            let row = row(file, line, &cells, terms)?;
            if rows.iter().any(|known| known.term == row.term) {
                let problem = format!("`{}` has two rows", cells["term"]);
                return Err(file.refuse_at(line, 1, problem, "keep one row for each term"));
            }
            rows.push(row);
        }
        Ok(Self { path: file.path.clone(), rows })
    }
}

fn check_header(file: &ConfigFile, header: &csv::StringRecord) -> Result<(), Error> {
    if let Some(column) = header.iter().find(|column| !COLUMNS.contains(column)) {
        let hint = format!("{}there are: {}", did_you_mean(nearest(column, COLUMNS)), list(COLUMNS));
        return Err(file.refuse_at(1, 1, format!("unknown column `{column}`"), hint));
    }
    match COLUMNS.iter().find(|column| !header.iter().any(|found| found == **column)) {
        Some(missing) => {
            let hint = format!("needed are: {}", list(COLUMNS));
            Err(file.refuse_at(1, 1, format!("there is no column `{missing}`"), hint))
        }
        None => Ok(()),
    }
}

fn row(
    file: &ConfigFile,
    line: u64,
    cells: &BTreeMap<&str, &str>,
    terms: &[Term],
) -> Result<EarlierTable1Row, Error> {
    let id = cells["term"];
    let term = terms.iter().map(|term| &term.id).find(|term| term.as_str() == id);
    if term.is_none() && id != TOTAL {
        let known: Vec<&str> = terms.iter().map(|term| term.id.as_str()).chain([TOTAL]).collect();
        let hint = format!("{}there are: {}", did_you_mean(nearest(id, &known)), list(&known));
        return Err(file.refuse_at(line, 1, format!("unknown term `{id}`"), hint));
    }
    let number = |column: &str| {
        cells[column].parse::<u64>().map_err(|_| {
            let problem = format!("`{}` in column `{column}` is no number", cells[column]);
            file.refuse_at(
                line,
                1,
                problem,
                "write it without a sign; as it was printed stands in a column of its own",
            )
        })
    };
    let numbers =
        [number("identified")?, number("excluded_e1")?, number("excluded_e2_e3")?, number("included")?];
    let sum = numbers[1..].iter().fold(0u64, |sum, n| sum.saturating_add(*n));
    if numbers[0] != sum {
        let problem = format!("`{id}`: identified is {}, the other three add up to {sum}", numbers[0]);
        return Err(file.refuse_at(
            line,
            1,
            problem,
            "a cell that was misprinted is read so that the row adds up, with a note",
        ));
    }
    Ok(EarlierTable1Row {
        term: term.cloned(),
        label: cells["label"].to_owned(),
        printed: ["identified", "excluded_e1", "excluded_e2_e3", "included"]
            .map(|column| cells[format!("{column}_as_printed").as_str()].to_owned()),
        numbers,
        note: cells["note"].to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "term,label,identified_as_printed,excluded_e1_as_printed,excluded_e2_e3_as_printed,included_as_printed,identified,excluded_e1,excluded_e2_e3,included,note\n";

    fn read(rows: &str) -> Result<EarlierTable1, Error> {
        let text = "id = \"samenzorg\"\nlabel = \"Samenzorg\"\ntexts = [\"samenzorg\"]\nform = \"word\"\nvariants = []\n";
        let file = ConfigFile::new("config/t.csv", format!("{HEADER}{rows}").as_bytes()).unwrap();
        EarlierTable1::read(&file, &[toml::from_str(text).unwrap()])
    }

    #[test]
    fn cells_stand_as_printed_beside_what_they_are_read_as() {
        let table =
            read("samenzorg,Samenzorg,17,-10,,5,15,10,0,5,\"a, note\"\ntotal,,,,,,15,10,0,5,\n").unwrap();
        let row = table.row(&TermId::new("samenzorg").unwrap()).unwrap();
        assert_eq!((row.printed.join("|"), row.numbers), ("17|-10||5".to_owned(), [15, 10, 0, 5]));
        assert_eq!(table.total().unwrap().numbers[3], 5);
    }

    #[test]
    fn what_is_no_such_table_is_refused_with_its_line() {
        for (rows, problem) in [
            ("samenzorgen,,,,,,1,1,0,0,\n", "unknown term `samenzorgen` at config/t.csv:2:1"),
            ("samenzorg,,,,,,-1,1,0,0,\n", "`-1` in column `identified` is no number at config/t.csv:2:1"),
            (
                "samenzorg,,,,,,3,1,0,1,\n",
                "`samenzorg`: identified is 3, the other three add up to 2 at config/t.csv:2:1",
            ),
            ("total,,,,,,1,1,0,0,\ntotal,,,,,,1,1,0,0,\n", "`total` has two rows at config/t.csv:3:1"),
        ] {
            let error = read(rows).unwrap_err();
            assert_eq!(error.to_string(), problem);
            assert!(error.hint().is_some());
        }
    }
}
