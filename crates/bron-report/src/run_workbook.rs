//! A whole run as one workbook, for who opens tables in Excel or LibreOffice.
//!
//! Nothing from the data is a formula or a link: every cell is written as text or as a whole number. What the sheets are called and
//! what stands in their heads is Dutch or English; codes stay as they are in the files.

use crate::Error;
use crate::cell::cell_text;
use crate::run_leaves::{self, Cell, Leaf};
use bron_model::Language;
use bron_run::Finished;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

/// Excel opens no more rows.
const MOST_ROWS: usize = 1_048_575;

/// The bytes of the workbook: a sheet to read first, Table 1, the flow, queries, publications, outcomes, decisions with their
/// reasons, the working table, Table 2 and what each source adds. The same run gives the same bytes.
pub fn run_workbook(finished: &Finished, language: Language) -> Result<Vec<u8>, Error> {
    let leaves = run_leaves::leaves(finished, language)?;
    let mut workbook = Workbook::new();
    let harvest = finished.record.harvest_date.as_deref().unwrap_or_default();
    workbook.set_properties(
        &DocProperties::new().set_title(cell_text(&finished.name())).set_creation_datetime(&clock(harvest)?),
    );
    let looks = Looks::new();
    for leaf in &leaves {
        if leaf.rows.len() > MOST_ROWS {
            return Err(Error::TooLong(leaf.rows.len()));
        }
        write(workbook.add_worksheet(), leaf, &looks)?;
    }
    Ok(workbook.save_to_buffer()?)
}

/// The height of a line, in points.
const LINE_HEIGHT: f64 = 15.0;
/// No row is higher; Excel takes no more than 409 points.
const MOST_LINES: u32 = 26;

/// How many lines a row takes where its texts are wrapped: LibreOffice makes no room by itself.
fn lines(row: &[Cell], leaf: &Leaf) -> u32 {
    let of_cell = |(cell, (_, width)): (&Cell, &(String, u16))| match cell {
        Cell::Text(text) => {
            let text = text.trim();
            (text.chars().count() as u32).div_ceil(u32::from(*width)) + text.matches('\n').count() as u32
        }
        Cell::Number(_) | Cell::Unknown => 1,
    };
    row.iter().zip(&leaf.columns).map(of_cell).max().unwrap_or(1)
}

/// The day of the harvest, so that no clock reaches the bytes; the first day of 2000 where it is not known.
fn clock(harvest: &str) -> Result<ExcelDateTime, XlsxError> {
    let day: Option<jiff::civil::Date> = harvest.get(..10).and_then(|day| day.parse().ok());
    let day = day.unwrap_or(jiff::civil::Date::constant(2000, 1, 1));
    ExcelDateTime::from_ymd(day.year().unsigned_abs(), day.month().unsigned_abs(), day.day().unsigned_abs())
}

struct Looks {
    head: Format,
    text: Format,
    number: Format,
}

impl Looks {
    fn new() -> Self {
        let text = Format::new().set_num_format("@").set_text_wrap().set_align(FormatAlign::Top);
        Self {
            head: text.clone().set_bold().set_border_bottom(FormatBorder::Thin),
            number: Format::new().set_num_format("0").set_align(FormatAlign::Top),
            text,
        }
    }
}

fn write(sheet: &mut Worksheet, leaf: &Leaf, looks: &Looks) -> Result<(), XlsxError> {
    sheet.set_name(&leaf.name)?;
    for (at, (heading, width)) in (0u16..).zip(&leaf.columns) {
        sheet.set_column_width(at, f64::from(*width))?;
        sheet.write_string_with_format(0, at, cell_text(heading), &looks.head)?;
    }
    for (line, row) in (1u32..).zip(&leaf.rows) {
        for (at, cell) in (0u16..).zip(row) {
            match cell {
                Cell::Text(text) if !text.trim().is_empty() => {
                    sheet.write_string_with_format(line, at, cell_text(text), &looks.text)?;
                }
                Cell::Number(number) => {
                    sheet.write_number_with_format(line, at, *number as f64, &looks.number)?;
                }
                Cell::Text(_) | Cell::Unknown => {}
            }
        }
    }
    for (line, row) in (1u32..).zip(&leaf.rows) {
        let height = lines(row, leaf);
        if height > 1 {
            sheet.set_row_height(line, f64::from(height.min(MOST_LINES)) * LINE_HEIGHT)?;
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    if !leaf.rows.is_empty() && leaf.columns.len() > 1 {
        sheet.autofilter(0, 0, leaf.rows.len() as u32, leaf.columns.len() as u16 - 1)?;
    }
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::{Data, Reader as _};
    use proptest::prelude::*;

    fn leaf(texts: &[String]) -> Leaf {
        let rows = texts
            .iter()
            .zip(0u64..)
            .map(|(text, n)| vec![Cell::Text(text.clone()), Cell::Number(n), Cell::Unknown]);
        let columns = ["=1+1", "aantal", "onbekend"].map(|name| (name.to_owned(), 20));
        Leaf { name: "Blad".to_owned(), columns: columns.to_vec(), rows: rows.collect() }
    }

    /// Writes a sheet and reads it back: texts are texts, numbers numbers, and nothing is a formula or a link.
    fn check(texts: &[String]) {
        let mut workbook = Workbook::new();
        write(workbook.add_worksheet(), &leaf(texts), &Looks::new()).unwrap();
        let bytes = workbook.save_to_buffer().unwrap();
        let mut read: calamine::Xlsx<_> =
            calamine::open_workbook_from_rs(std::io::Cursor::new(bytes)).unwrap();
        assert_eq!(read.worksheet_formula("Blad").unwrap().used_cells().count(), 0);
        let range = read.worksheet_range("Blad").unwrap();
        assert_eq!(range.get_value((0, 0)), Some(&Data::String("=1+1".to_owned())));
        for (at, text) in texts.iter().enumerate() {
            let line = at as u32 + 1;
            let expected = cell_text(text);
            let found = match range.get_value((line, 0)) {
                Some(Data::String(found)) => found.clone(),
                None | Some(Data::Empty) => String::new(),
                other => panic!("{other:?}"),
            };
            assert_eq!(found.replace("\r\n", "\n"), expected);
            assert_eq!(range.get_value((line, 1)), Some(&Data::Float(at as f64)));
            assert!(matches!(range.get_value((line, 2)), None | Some(Data::Empty)));
        }
    }

    #[test]
    fn hostile_texts_come_back_as_they_are() {
        let texts = [
            "=HYPERLINK(\"http://evil.example\")",
            "+31 6",
            "-2+3",
            "@SUM(1;2)",
            "<script>alert(1)</script>",
            "een\ntwee\tdrie",
            "http://a.nl/",
            "mailto:x@y.nl",
            "0012",
            "2024-03-01",
            "#REF!",
            "𝔷𝔬𝔯𝔤 🙂",
            "",
            "steur\u{0}\u{202e}",
        ];
        check(&texts.map(str::to_owned));
        check(&["lang ".repeat(9_000)]);
    }

    #[test]
    fn a_row_is_as_high_as_its_longest_text() {
        let leaf = leaf(&[]);
        let height = |text: &str| lines(&[Cell::from(text), Cell::Number(1), Cell::Unknown], &leaf);
        assert_eq!((height("kort"), height(&"a".repeat(41)), height("a\nb")), (1, 3, 2));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn any_texts_come_back(texts in prop::collection::vec("\\PC{0,30}|[\u{0}-\u{2f}=+@_x0-9]{0,30}|.{0,30}", 1..6)) {
            check(&texts);
        }
    }
}
