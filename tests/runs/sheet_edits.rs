//! Whatever is filled in, in whatever order of columns and format: the import gives exactly the edits.

use crate::world::World;
use bron_model::{Criterion, Language, Reviewer, Round, Says, Screened, Verdict};
use bron_report::{Did, Filled, Sheet, Wanted, read_sheet};
use bron_run::{Desk, Sitting};
use proptest::prelude::*;
use rust_xlsxwriter::Workbook;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::OnceLock;

type Row = BTreeMap<String, String>;

/// The demo, with the sheet of a reviewer in both languages.
struct Scene {
    _world: World,
    desk: Desk,
    sitting: Sitting,
    rows: Vec<Row>,
}

/// The columns that must come back, by their Dutch names, with the English ones.
const COLUMNS: [(&str, &str); 7] = [
    ("id", "id"),
    ("titel", "title"),
    ("oordeel", "verdict"),
    ("reden", "reason"),
    ("bekeken", "looked at"),
    ("woorden", "words"),
    ("opmerking", "note"),
];

fn reviewer() -> Reviewer {
    Reviewer::new("AB").unwrap()
}

fn scene() -> &'static Scene {
    static SCENE: OnceLock<Scene> = OnceLock::new();
    SCENE.get_or_init(|| {
        let world = World::demo();
        let desk = Desk::open(&world.path("output/demo")).unwrap();
        let sitting = desk.sit().unwrap();
        let wanted =
            Wanted { reviewer: reviewer(), terms: Vec::new(), everything: false, language: Language::Nl };
        let csv = Sheet::new(&desk, &sitting, &wanted).unwrap().csv();
        let rows = csv::Reader::from_reader(csv.as_slice()).deserialize().map(Result::unwrap).collect();
        Scene { _world: world, desk, sitting, rows }
    })
}

/// What somebody does to a row; the numbers choose from what there is.
#[derive(Debug, Clone)]
struct Edit {
    row: usize,
    verdict: usize,
    reason: usize,
    looked: usize,
    words: (usize, usize),
    note: String,
}

/// What an edit must come to.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Expected {
    id: String,
    verdict: Verdict,
    reason: String,
    screened: Screened,
    words: String,
    note: String,
}

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let numbers = (any::<usize>(), 0..5usize, any::<usize>(), 0..12usize, (any::<usize>(), 0..6usize));
    let note = "[a-zé=+@;,\"\n -]{0,24}";
    let edit = (numbers, note).prop_map(|((row, verdict, reason, looked, words), note)| Edit {
        row,
        verdict,
        reason,
        looked,
        words,
        note,
    });
    prop::collection::vec(edit, 0..12)
}

const VERDICTS: [(&str, Verdict); 5] = [
    ("in", Verdict::Include),
    ("UIT", Verdict::Exclude),
    ("out", Verdict::Exclude),
    ("Onduidelijk", Verdict::Unclear),
    ("unclear", Verdict::Unclear),
];

const LOOKED: [(&str, Screened); 12] = [
    ("listing", Screened::Listing),
    ("vermelding", Screened::Listing),
    ("Vermelding ", Screened::Listing),
    ("summary", Screened::Summary),
    ("samenvatting", Screened::Summary),
    ("SAMENVATTING", Screened::Summary),
    ("first-pages", Screened::FirstPages),
    ("first pages", Screened::FirstPages),
    ("eerste bladzijden", Screened::FirstPages),
    ("full-text", Screened::FullText),
    ("full text", Screened::FullText),
    ("volledige tekst", Screened::FullText),
];

/// Carries the edits out; of two on one row the first counts.
fn edited(scene: &Scene, edits: &[Edit]) -> (Vec<Row>, Vec<Expected>) {
    let mut rows = scene.rows.clone();
    let mut expected: BTreeMap<usize, Expected> = BTreeMap::new();
    for edit in edits {
        let at = edit.row % rows.len();
        if expected.contains_key(&at) {
            continue;
        }
        let row = &mut rows[at];
        let (word, verdict) = VERDICTS[edit.verdict];
        let criterion = Criterion::parse(&row["criterium"]).unwrap();
        let known: Vec<_> = scene.desk.criteria().reasons(criterion, verdict).collect();
        // None, or one of them by its code or its words in either language.
        let (shown, code) = match edit.reason % (3 * known.len() + 1) {
            0 => (String::new(), String::new()),
            number => {
                let reason = known[(number - 1) / 3];
                let shown = [&reason.code, &reason.nl, &reason.en][(number - 1) % 3];
                (shown.clone(), reason.code.clone())
            }
        };
        let (looked, screened) = LOOKED[edit.looked];
        let words = words_of(scene, &row["publicatie"], edit.words);
        let note = edit.note.trim().to_owned();
        for (column, text) in [
            ("oordeel", word),
            ("reden", &shown),
            ("bekeken", looked),
            ("woorden", &words),
            ("opmerking", &note),
        ] {
            row.insert(column.to_owned(), text.to_owned());
        }
        let id = row["id"].clone();
        expected.insert(at, Expected { id, verdict, reason: code, screened, words, note });
    }
    (rows, expected.into_values().collect())
}

/// Some words of the publication, as they stand on its first page; none where it has no text.
fn words_of(scene: &Scene, publication: &str, (from, length): (usize, usize)) -> String {
    let id = bron_model::PublicationId::new(publication).unwrap();
    let pages = scene.desk.pages(&id).unwrap();
    let words: Vec<&str> =
        pages.first().map(|page| page.text.split_whitespace().collect()).unwrap_or_default();
    if words.is_empty() || length == 0 {
        return String::new();
    }
    let from = from % words.len();
    words[from..words.len().min(from + length)].join(" ")
}

/// How a program saves it: an order of columns, a language, a format.
#[derive(Debug, Clone)]
struct Saved {
    order: Vec<usize>,
    is_english: bool,
    format: usize,
}

fn saved() -> impl Strategy<Value = Saved> {
    let order = Just((0..COLUMNS.len()).collect::<Vec<_>>()).prop_shuffle();
    (order, any::<bool>(), 0..4usize).prop_map(|(order, is_english, format)| Saved {
        order,
        is_english,
        format,
    })
}

fn save(rows: &[Row], how: &Saved, file: &Path) {
    let name = |at: usize| if how.is_english { COLUMNS[at].1 } else { COLUMNS[at].0 };
    // A column of the person's own stands first.
    let header: Vec<&str> = ["eigen"].into_iter().chain(how.order.iter().map(|at| name(*at))).collect();
    let cells = |row: &Row| -> Vec<String> {
        let ours = how.order.iter().map(|at| row.get(COLUMNS[*at].0).cloned().unwrap_or_default());
        ["3,5".to_owned()].into_iter().chain(ours).collect()
    };
    if how.format == 0 {
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet();
        for (line, row) in (0u32..).zip(
            [header.iter().map(|name| (*name).to_owned()).collect()]
                .into_iter()
                .chain(rows.iter().map(cells)),
        ) {
            for (at, text) in (0u16..).zip(&row) {
                sheet.write_string(line, at, text).unwrap();
            }
        }
        return workbook.save(file).unwrap();
    }
    let delimiter = if how.format == 1 { b',' } else { b';' };
    let mut writer = csv::WriterBuilder::new()
        .delimiter(delimiter)
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    writer.write_record(&header).unwrap();
    rows.iter().for_each(|row| writer.write_record(cells(row)).unwrap());
    let mark: &[u8] = if how.format == 3 { b"\xef\xbb\xbf" } else { b"" };
    std::fs::write(file, [mark, &writer.into_inner().unwrap()].concat()).unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn an_import_gives_exactly_the_edits(edits in edits(), how in saved()) {
        let scene = scene();
        let (rows, expected) = edited(scene, &edits);
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("blad");
        save(&rows, &how, &file);
        let filled = Filled { reviewer: reviewer(), round: Round::Main, screened: None, language: Language::Nl };
        let import = read_sheet(&file, &scene.desk, &scene.sitting, &filled).unwrap();
        let refused: Vec<_> = import.rows.iter().filter(|row| row.did == Did::Refused).collect();
        prop_assert!(refused.is_empty(), "{refused:?}");
        prop_assert_eq!(import.rows.len(), rows.len());
        prop_assert_eq!(import.count(Did::New), expected.len());
        prop_assert_eq!(import.count(Did::Empty), rows.len() - expected.len());
        let ids = import.rows.iter().filter(|row| row.did == Did::New).map(|row| row.shown.clone());
        let found: Vec<Expected> = import.given().zip(ids).map(|((_, given), id)| {
            let Says::Verdict { verdict, reason, evidence, screened, .. } = given.says.clone() else { panic!("{given:?}") };
            let words = evidence.first().map(|place| place.quote.split_whitespace().collect::<Vec<_>>().join(" "));
            Expected { id, verdict, reason, screened, words: words.unwrap_or_default(), note: given.note.clone() }
        }).collect();
        prop_assert_eq!(found, expected);
    }
}
