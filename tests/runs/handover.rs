//! `bron export`: a run handed over to other programs, and what of it comes back.

use crate::world::{World, copy, rows};
use calamine::Reader as _;
use quick_xml::events::Event;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::{Cursor, Read as _};
use std::path::Path;
use std::sync::OnceLock;

const RUN: &str = "output/demo";
const FORMATS: [&str; 11] = [
    "xlsx",
    "word",
    "ris",
    "csl-json",
    "bibtex",
    "asreview",
    "rayyan",
    "prisma",
    "qdpx",
    "qdc",
    "searchrxiv",
];

/// One demo run for all tests that only read it.
fn demo() -> &'static World {
    static WORLD: OnceLock<World> = OnceLock::new();
    WORLD.get_or_init(|| {
        let world = World::empty();
        let answer = world.bron(&["demo"]);
        assert_eq!(answer.code, 0, "{}{}", answer.out, answer.err);
        world
    })
}

/// A copy of it, for a test that writes into the run: meanwhile nobody else may read it.
fn copied() -> World {
    let world = World::empty();
    copy(&demo().path(RUN), &world.path(RUN));
    world
}

/// Exports to a folder of the test's own, and gives the files by name.
fn export(world: &World, name: &str, arguments: &[&str]) -> BTreeMap<String, Vec<u8>> {
    let output = format!("{name}-files/{name}");
    let all = [&["export", "demo", "--output", &output][..], arguments].concat();
    let answer = world.bron(&all);
    assert_eq!(answer.code, 0, "{arguments:?}: {}{}", answer.out, answer.err);
    files_below(&world.path(&format!("{name}-files")))
}

fn files_below(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            files.extend(
                files_below(&path).into_iter().map(|(below, bytes)| (format!("{name}/{below}"), bytes)),
            );
        } else {
            files.insert(name, std::fs::read(&path).unwrap());
        }
    }
    files
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn table(bytes: &[u8]) -> Vec<BTreeMap<String, String>> {
    csv::Reader::from_reader(bytes).deserialize().map(Result::unwrap).collect()
}

#[test]
fn every_format_is_written_into_the_run_and_the_same_run_gives_the_same_bytes() {
    let world = World::empty();
    assert_eq!(world.bron(&["demo"]).code, 0);
    let written = || {
        for format in FORMATS {
            let answer = world.bron(&["export", "demo", "--format", format, "--json"]);
            assert_eq!(answer.code, 0, "{format}: {}{}", answer.out, answer.err);
            let answer: Value = serde_json::from_str(&answer.out).unwrap();
            assert_eq!(answer["format"], format);
            for file in answer["files"].as_array().unwrap() {
                assert!(world.path(file.as_str().unwrap()).is_file(), "{file}");
            }
        }
        files_below(&world.path(&format!("{RUN}/export")))
    };
    let once = written();
    assert_eq!(written(), once);
    for name in once.keys().filter(|name| name.ends_with("README.txt")) {
        assert!(text(&once[name]).contains("Delen:"), "{name}");
    }
    assert_eq!(once.keys().filter(|name| name.ends_with("README.txt")).count(), FORMATS.len() - 1);
    // No text of a whole PDF, and no PDF.
    assert!(once.values().all(|bytes| !bytes.windows(5).any(|window| window == b"%PDF-")));
    // An export is none of the run's stages: nothing of it is checked, and nothing rests on it.
    assert_eq!(world.bron(&["verify", "demo"]).code, 0);
}

#[test]
fn an_export_that_says_nothing_or_is_there_already_is_refused_with_the_next_step() {
    let world = copied();
    let check = |arguments: &[&str], told: &str| {
        let answer = world.bron(&[&["export", "demo"][..], arguments].concat());
        let all = format!("{}{}", answer.out, answer.err);
        assert!(answer.code == 1 && all.contains(told), "{arguments:?}: {} {all}", answer.code);
    };
    check(&["--format", "prisma", "--what", "all"], "`--what` says nothing for the format prisma");
    check(&["--format", "xlsx", "--split", "5"], "`--split` says nothing for the format xlsx");
    check(&["--format", "qdc", "--line-endings", "crlf"], "hint: it is for ris, qdpx");
    check(&["--format", "ris", "--output", "lijst.csv"], "hint: let it end in .ris or .txt");
    world.write("is-er-al.ris", "van mij");
    check(&["--format", "ris", "--output", "is-er-al.ris"], "is there already");
    assert_eq!(world.read("is-er-al.ris"), "van mij");
}

#[test]
fn what_became_of_publications_is_what_the_flow_says() {
    let world = demo();
    let files = export(world, "alles.csv", &["--format", "asreview", "--what", "all"]);
    let records = table(&files["alles.csv"]);
    let count = |outcome: &str| records.iter().filter(|row| row["bron_outcome"] == outcome).count() as u64;
    let flow = rows(&world.path(&format!("{RUN}/6-synthesis/flow.csv")));
    let total = |box_name: &str| -> u64 {
        let of_box = flow.iter().filter(|row| row["source"] == "total" && row["box_name"] == box_name);
        of_box.filter(|row| row["unit"] == "publications").map(|row| row["n"].parse::<u64>().unwrap()).sum()
    };
    for (outcome, box_name) in [
        ("included", "included"),
        ("unclear", "unclear"),
        ("not-retrieved", "not-retrieved"),
        ("excluded", "excluded"),
        ("excluded-on-listing", "excluded-screening"),
    ] {
        assert_eq!(count(outcome), total(box_name), "{outcome}");
    }
    assert!(total("included") > 0 && total("excluded") > 0);
    let assessed =
        table(&export(world, "gelezen.csv", &["--format", "asreview", "--what", "assessed"])["gelezen.csv"]);
    assert_eq!(assessed.len() as u64, total("assessed"));
    let included = export(world, "erin.ris", &["--format", "ris"]);
    // Also what is in on routes that Table 1 does not count.
    let elsewhere = count("included-other-route");
    assert!(elsewhere > 0);
    let in_the_list = text(&included["erin.ris"]).matches("\nER  - \n").count() as u64;
    assert_eq!(in_the_list, total("included") + elsewhere);
}

#[test]
fn a_divided_export_loses_nothing_and_its_parts_are_forgotten_with_it() {
    let world = &copied();
    let whole = text(&export(world, "heel.ris", &["--format", "ris", "--what", "assessed"])["heel.ris"]);
    let parts = export(world, "deel.ris", &["--format", "ris", "--what", "assessed", "--split", "7"]);
    let count = whole.matches("TY  - ").count();
    let named: Vec<&String> = parts.keys().filter(|name| name.starts_with("deel-")).collect();
    assert_eq!(named.len(), count.div_ceil(7));
    let together: String = (1..=named.len()).map(|n| text(&parts[&format!("deel-{n}.ris")])).collect();
    assert_eq!(together, whole);
    for split in [&["--split", "7"][..], &[]] {
        let asked = [&["export", "demo", "--format", "rayyan", "--what", "assessed"][..], split].concat();
        assert_eq!(world.bron(&asked).code, 0);
    }
    let left = files_below(&world.path(&format!("{RUN}/export")));
    assert!(
        left.contains_key("rayyan.csv") && !left.keys().any(|name| name.starts_with("rayyan-")),
        "{:?}",
        left.keys()
    );
    let crlf = text(&export(world, "crlf.ris", &["--format", "ris", "--line-endings", "crlf"])["crlf.ris"]);
    assert_eq!(crlf.matches('\n').count(), crlf.matches("\r\n").count());
}

/// What an import of a file says of its records.
fn imported(world: &World, file: &str, more: &[&str]) -> Vec<Value> {
    let asked = [
        "judge",
        "import",
        file,
        "--run",
        "demo",
        "--criterion",
        "E3",
        "--device",
        "test",
        "--dry-run",
        "--json",
    ];
    let answer = world.bron(&[&asked[..], more].concat());
    let answer: Value =
        serde_json::from_str(&answer.out).unwrap_or_else(|_| panic!("{}{}", answer.out, answer.err));
    answer["rows"].as_array().unwrap().clone()
}

fn ids_of(rows: &[Value]) -> Vec<&str> {
    rows.iter().map(|row| row["publication"].as_str().unwrap_or("none")).collect()
}

#[test]
fn what_comes_back_from_rayyan_is_found_by_our_id() {
    let world = demo();
    let files = export(world, "naar-rayyan.csv", &["--format", "rayyan"]);
    let mut records = table(&files["naar-rayyan.csv"]);
    let ids: Vec<String> = records.iter().map(|row| row["key"].clone()).collect();
    let header = csv::Reader::from_reader(files["naar-rayyan.csv"].as_slice()).headers().unwrap().clone();
    // Rayyan has keys of its own, loses the address, and writes behind our notes.
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&header).unwrap();
    for (number, record) in records.iter_mut().enumerate() {
        record.insert("key".to_owned(), format!("rayyan-{number}"));
        record.insert("url".to_owned(), String::new());
        let notes = format!("{} | RAYYAN-INCLUSION: {{\"An\"=>\"Included\"}}", record["notes"]);
        record.insert("notes".to_owned(), notes);
        writer.write_record(header.iter().map(|name| record[name].as_str())).unwrap();
    }
    world.write("van-rayyan.csv", &text(&writer.into_inner().unwrap()));
    let rows = imported(world, "van-rayyan.csv", &["--as", "An=AB"]);
    assert_eq!(ids_of(&rows), ids);
    // Own work may not be judged, and everything else is new.
    assert!(rows.iter().all(|row| row["did"] == "new" || row["did"] == "elsewhere"), "{rows:?}");
    assert!(rows.iter().filter(|row| row["did"] == "new").count() > ids.len() / 2);
}

#[test]
fn a_label_that_comes_back_from_asreview_as_it_went_is_nobodys_judgement() {
    let world = demo();
    let csv = export(world, "naar-asreview.csv", &["--format", "asreview"]);
    let records = table(&csv["naar-asreview.csv"]);
    assert!(
        records.iter().any(|row| row["included"] == "1") && records.iter().any(|row| row["included"] == "0")
    );
    // ASReview joins its columns to ours, and gives every label back as its own; the first one somebody changed.
    let mut back = "record_id,title,bron_label,included,asreview_label,asreview_user_name\n".to_owned();
    let changed = records.iter().position(|row| row["included"] == "1").unwrap();
    for (number, row) in records.iter().enumerate() {
        let label = if number == changed { "0" } else { row["included"].as_str() };
        let _ = writeln!(back, "{},x,{},{},{label},An", row["record_id"], row["bron_label"], row["included"]);
    }
    world.write("van-asreview.csv", &back);
    let rows = imported(world, "van-asreview.csv", &["--as", "An=AB"]);
    assert_eq!(ids_of(&rows), records.iter().map(|row| row["record_id"].as_str()).collect::<Vec<_>>());
    let told: Vec<usize> = (0..rows.len()).filter(|at| rows[*at]["did"] != "empty").collect();
    assert_eq!(told, [changed]);

    let ris = text(&export(world, "naar-asreview.ris", &["--format", "asreview"])["naar-asreview.ris"]);
    world.write("van-asreview.ris", &ris.replacen("N1  - ASReview_relevant", "N1  - ASReview_irrelevant", 1));
    let rows = imported(world, "van-asreview.ris", &["--reviewer", "AB"]);
    assert_eq!(ids_of(&rows), records.iter().map(|row| row["record_id"].as_str()).collect::<Vec<_>>());
    assert_eq!(rows.iter().filter(|row| row["did"] != "empty").count(), 1);
}

#[test]
fn prisma_has_its_template_with_numbers_that_add_up() {
    let world = demo();
    let files = export(world, "PRISMA.csv", &["--format", "prisma"]);
    let rows = table(&files["PRISMA.csv"]);
    let template = Path::new(env!("CARGO_MANIFEST_DIR")).join("../bron-export/src/prisma/PRISMA.csv");
    let template = table(&std::fs::read(template).unwrap());
    assert_eq!(rows.len(), template.len());
    for (row, old) in rows.iter().zip(&template) {
        let same = row.iter().all(|(name, cell)| name == "n" || *cell == old[name]);
        assert!(same && !row["n"].is_empty(), "{row:?}");
    }
    let cell = |key: &str| rows.iter().find(|row| row["data"] == key).unwrap()["n"].clone();
    let n = |key: &str| -> u64 { cell(key).parse().unwrap() };
    let sum = |key: &str| -> u64 {
        cell(key).split("; ").map(|item| item.rsplit_once(", ").unwrap().1.parse::<u64>().unwrap()).sum()
    };
    assert_eq!(n("database_results"), sum("database_specific_results"));
    assert_eq!(n("database_results"), n("duplicates") + n("records_screened"));
    assert_eq!(n("records_screened"), n("records_excluded") + n("dbr_sought_reports"));
    assert_eq!(n("dbr_sought_reports"), n("dbr_notretrieved_reports") + n("dbr_assessed"));
    assert_eq!(n("other_sought_reports"), n("other_notretrieved_reports") + n("other_assessed"));
    let excluded = sum("dbr_excluded") + sum("other_excluded");
    assert_eq!(n("dbr_assessed") + n("other_assessed"), excluded + n("new_reports"));
    assert!(n("database_results") > 100 && n("new_studies") > 0);
    // The references of what is included are those that the boxes count, on whatever route.
    let ris = text(&export(world, "in.ris", &["--format", "ris", "--what", "included"])["in.ris"]);
    assert_eq!(ris.matches("TY  - ").count() as u64, n("new_studies"));
}

/// An element of an XML document: depth, name, attributes, text.
type Element = (usize, String, BTreeMap<String, String>, String);

/// The elements of an XML document in their order.
fn elements(xml: &str) -> Vec<Element> {
    let mut reader = quick_xml::Reader::from_str(xml);
    let (mut found, mut depth): (Vec<Element>, usize) = (Vec::new(), 0);
    let mut open: Vec<usize> = Vec::new();
    loop {
        let event = reader.read_event().unwrap();
        match &event {
            Event::Start(element) | Event::Empty(element) => {
                let attributes = element.attributes().map(|attribute| {
                    let attribute = attribute.unwrap();
                    let value = quick_xml::escape::unescape(&attribute.value).unwrap().into_owned();
                    (attribute.key.as_ref().to_owned(), value)
                });
                found.push((depth, element.name().as_ref().to_owned(), attributes.collect(), String::new()));
                if matches!(event, Event::Start(_)) {
                    open.push(found.len() - 1);
                    depth += 1;
                }
            }
            Event::End(_) => {
                open.pop();
                depth -= 1;
            }
            Event::Text(text) => {
                let at = open.last().copied();
                if let Some(at) = at {
                    found[at].3.push_str(text.as_ref());
                }
            }
            Event::GeneralRef(reference) => {
                let at = *open.last().unwrap();
                let entity = format!("&{};", reference.as_ref() as &str);
                found[at].3.push_str(&quick_xml::escape::unescape(&entity).unwrap());
            }
            Event::Eof => return found,
            _ => {}
        }
    }
}

fn unzipped(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes.to_vec())).unwrap();
    let mut files = BTreeMap::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        files.insert(file.name().unwrap().into_owned(), bytes);
    }
    files
}

fn check_project(world: &World, name: &str, more: &[&str], line_end: &str) {
    let files = export(world, name, &[&["--format", "qdpx"][..], more].concat());
    let inside = unzipped(&files[name]);
    let project = text(&inside["project.qde"]);
    let all = elements(&project);
    let top: Vec<&str> = all.iter().filter(|one| one.0 == 1).map(|one| one.1.as_str()).collect();
    assert_eq!(top, ["Users", "CodeBook", "Variables", "Sources", "Description"]);
    let mut ids = BTreeSet::new();
    for (_, name, attributes, _) in &all {
        if let Some(id) = attributes.get("guid") {
            assert!(id.len() == 36 && ids.insert(id.clone()), "{name} {id}");
        }
    }
    for (_, name, attributes, _) in &all {
        for (key, id) in
            attributes.iter().filter(|(key, _)| *key == "targetGUID" || key.starts_with("creatingUser"))
        {
            assert!(ids.contains(id), "{key} of {name} leads nowhere");
        }
    }
    // Every passage of the working table is a selection, word for word.
    let mut wanted: BTreeSet<(String, String)> = BTreeSet::new();
    for row in rows(&world.path(&format!("{RUN}/6-synthesis/worktable.csv"))) {
        let quote = row["quote"].split_whitespace().collect::<Vec<_>>().join(" ");
        wanted.insert((row["publication"].clone(), quote));
    }
    let mut selected = BTreeSet::new();
    let mut source = String::new();
    let mut on_source = Vec::new();
    let mut variables = 0;
    for (_, name, attributes, told) in &all {
        match name.as_str() {
            "TextSource" => {
                let path = attributes["plainTextPath"].strip_prefix("internal://").unwrap();
                source = text(&inside[&format!("sources/{path}")]);
                assert!(!source.starts_with('\u{feff}') && source.ends_with(line_end));
                assert_eq!(source.matches('\n').count(), source.matches(line_end).count());
                assert_eq!(source.contains('\r'), line_end == "\r\n");
                on_source.clear();
                variables = 0;
            }
            "PlainTextSelection" => {
                let at = |name: &str| attributes[name].parse::<usize>().unwrap();
                let (start, end) = (at("startPosition"), at("endPosition"));
                on_source.push(source.chars().skip(start).take(end - start).collect::<String>());
            }
            "TextValue" => {
                if variables == 0 {
                    selected.extend(on_source.iter().map(|quote| (told.clone(), quote.clone())));
                }
                variables += 1;
            }
            _ => {}
        }
    }
    assert_eq!(selected, wanted);
}

#[test]
fn a_project_for_qualitative_analysis_selects_every_passage_word_for_word() {
    let world = demo();
    check_project(world, "project.qdpx", &[], "\n");
    check_project(world, "maxqda.qdpx", &["--line-endings", "crlf"], "\r\n");
    let codebook = export(world, "codes.qdc", &["--format", "qdc"]);
    let all = elements(&text(&codebook["codes.qdc"]));
    assert_eq!((all[0].1.as_str(), all[1].1.as_str()), ("CodeBook", "Codes"));
    let names: Vec<&str> = all.iter().filter_map(|one| one.2.get("name")).map(String::as_str).collect();
    for name in ["Termen", "Zorgzame buurten", "definitie"] {
        assert!(names.contains(&name), "{name} is none of {names:?}");
    }
}

/// The texts of a sheet, whatever they are.
fn sheet(bytes: &[u8], name: &str) -> Vec<Vec<String>> {
    let mut workbook: calamine::Xlsx<_> =
        calamine::open_workbook_from_rs(Cursor::new(bytes.to_vec())).unwrap();
    let range = workbook.worksheet_range(name).unwrap();
    range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect()
}

#[test]
fn the_workbook_has_every_row_of_the_run_and_no_formula() {
    let world = demo();
    let bytes = export(world, "run.xlsx", &["--format", "xlsx"])["run.xlsx"].clone();
    let mut workbook: calamine::Xlsx<_> =
        calamine::open_workbook_from_rs(Cursor::new(bytes.clone())).unwrap();
    let names = workbook.sheet_names();
    assert_eq!(
        names,
        [
            "Lees mij",
            "Tabel 1",
            "Stroom",
            "Zoekvragen",
            "Publicaties",
            "Uitkomsten",
            "Beslissingen",
            "Werktabel",
            "Tabel 2",
            "Bijdrage"
        ]
    );
    for name in &names {
        let formulas = workbook.worksheet_formula(name).unwrap();
        assert_eq!(formulas.used_cells().count(), 0, "{name}");
    }
    for (name, file) in [
        ("Tabel 1", "6-synthesis/table1.csv"),
        ("Stroom", "6-synthesis/flow.csv"),
        ("Zoekvragen", "1-search/queries.csv"),
        ("Beslissingen", "5-eligibility/decisions.csv"),
        ("Werktabel", "6-synthesis/worktable.csv"),
        ("Tabel 2", "6-synthesis/table2.csv"),
        ("Bijdrage", "6-synthesis/contribution.csv"),
    ] {
        assert_eq!(
            sheet(&bytes, name).len(),
            rows(&world.path(&format!("{RUN}/{file}"))).len() + 1,
            "{name}"
        );
    }
    let table1 = rows(&world.path(&format!("{RUN}/6-synthesis/table1.csv")));
    for (row, expected) in sheet(&bytes, "Tabel 1").iter().skip(1).zip(&table1) {
        let columns = [
            "identified",
            "excluded_e1a",
            "excluded_e1b",
            "excluded_e2_e3",
            "unclear",
            "not_retrieved",
            "included",
        ];
        let numbers: Vec<&str> = columns.iter().map(|name| expected[*name].as_str()).collect();
        assert_eq!(row[1..8], numbers, "{}", row[0]);
    }
    let english =
        export(world, "english.xlsx", &["--format", "xlsx", "--lang", "en"])["english.xlsx"].clone();
    assert_eq!(sheet(&english, "Working table")[0][..3], ["term", "authors", "year"]);
}

#[test]
fn the_page_for_word_has_every_quotation_under_its_term_and_nothing_that_runs() {
    let world = demo();
    let page = text(&export(world, "werktabel.html", &["--format", "word"])["werktabel.html"]);
    let document = scraper::Html::parse_document(&page);
    let texts = |selector: &str| -> Vec<String> {
        let selector = scraper::Selector::parse(selector).unwrap();
        document.select(&selector).map(|element| element.text().collect()).collect()
    };
    let table = rows(&world.path(&format!("{RUN}/6-synthesis/worktable.csv")));
    let quotes: Vec<String> =
        table.iter().map(|row| row["quote"].split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    assert_eq!(texts("tbody td:nth-child(2)"), quotes);
    let mut terms: Vec<&str> = table.iter().map(|row| row["term"].as_str()).collect();
    terms.dedup();
    let headings = texts("h2");
    assert_eq!(headings[..headings.len() - 1], terms);
    for nothing in ["script", "img", "a", "link", "iframe", "[onclick]"] {
        assert!(texts(nothing).is_empty(), "{nothing}");
    }
}

#[test]
fn every_query_has_a_search_record() {
    let world = demo();
    let files = export(world, "zoeken", &["--format", "searchrxiv"]);
    let queries = rows(&world.path(&format!("{RUN}/1-search/queries.csv")));
    let records: Vec<Value> = files
        .iter()
        .filter(|(name, _)| name.starts_with("zoeken/"))
        .map(|(_, bytes)| serde_json::from_slice(bytes).unwrap())
        .collect();
    assert_eq!(records.len(), queries.len());
    let mut typed: Vec<&str> =
        records.iter().map(|record| record["search_string"].as_str().unwrap()).collect();
    let mut wanted: Vec<&str> = queries.iter().map(|row| row["text"].as_str()).collect();
    typed.sort_unstable();
    wanted.sort_unstable();
    assert_eq!(typed, wanted);
    for record in &records {
        assert!(
            record["platform"].as_str().is_some_and(|name| !name.is_empty())
                && record["authors"] == serde_json::json!([])
        );
        assert_eq!(record["date"]["search_conducted"].as_str().map(str::len), Some(10));
    }
}

#[test]
fn under_pseudonyms_no_reviewer_is_in_the_bytes() {
    let world = World::empty();
    assert_eq!(world.bron(&["demo", "--no-proposals"]).code, 0);
    let waiting = rows(&world.path(&format!("{RUN}/5-eligibility/to-judge.csv")));
    let waiting = waiting.iter().filter(|row| row["criterion"] == "E1b" && row["queue"] == "open");
    let pairs: Vec<(String, String)> =
        waiting.map(|row| (row["publication"].clone(), row["term"].clone())).take(6).collect();
    for (number, (publication, term)) in pairs.iter().enumerate() {
        // The second reviewer of the alphabet is the first to judge.
        let who = if number % 2 == 0 { "ZQXWB" } else { "KQZJV" };
        let on = [publication.as_str(), "--criterion", "E1b", "--term", term];
        world.give(who, &on, "include", &["--note", "besproken met KQZJV en Wilhelmiena"]);
    }
    assert_eq!(world.bron(&["demo", "--no-proposals"]).code, 0);
    let mut open = 0;
    for format in FORMATS {
        for (is_hidden, name) in [(false, "open"), (true, "dicht")] {
            let ending = match format {
                "xlsx" => ".xlsx",
                "word" => ".html",
                "ris" => ".ris",
                "csl-json" => ".json",
                "bibtex" => ".bib",
                "asreview" | "rayyan" | "prisma" => ".csv",
                "qdpx" => ".qdpx",
                "qdc" => ".qdc",
                _ => "",
            };
            let name = format!("{name}-{format}{ending}");
            let mut asked = vec!["--format", format];
            if is_hidden {
                asked.push("--pseudonymous");
            }
            if ["ris", "csl-json", "bibtex", "asreview", "rayyan"].contains(&format) {
                asked.extend(["--what", "all"]);
            }
            let answer = world.bron(
                &[&["export", "demo", "--output", &format!("{name}-files/{name}")][..], &asked].concat(),
            );
            if answer.code != 0 {
                // What is made of the working table needs something included, which judging E1b alone does not bring.
                assert!(["word", "qdpx"].contains(&format), "{format}: {}", answer.err);
                continue;
            }
            let mut all: Vec<u8> = Vec::new();
            for (name, bytes) in files_below(&world.path(&format!("{name}-files"))) {
                match name.rsplit_once('.') {
                    Some((_, "xlsx" | "qdpx")) => all.extend(unzipped(&bytes).into_values().flatten()),
                    _ => all.extend(bytes),
                }
            }
            let all = String::from_utf8_lossy(&all).into_owned();
            for word in ["ZQXWB", "KQZJV", "Wilhelmiena"] {
                assert!(!(is_hidden && all.contains(word)), "{word} in {name}");
                open += usize::from(!is_hidden && all.contains(word));
            }
            if format == "xlsx" && is_hidden {
                assert!(all.contains("R1") && all.contains("R2"), "{name}");
            }
        }
    }
    assert_eq!(open, 3, "the workbook names reviewers where nobody asked for pseudonyms");
    // Who judged first is R1.
    let bytes = std::fs::read(world.path("dicht-xlsx.xlsx-files/dicht-xlsx.xlsx")).unwrap();
    let decisions = sheet(&bytes, "Beslissingen");
    let by = |publication: &str, term: &str| -> Vec<String> {
        let label = rows(&world.path(&format!("{RUN}/6-synthesis/table1.csv")));
        let label = label.iter().find(|row| row["term"] == term).unwrap()["label"].clone();
        let of_pair =
            decisions.iter().filter(|row| row[0] == publication && row[2] == label && row[3] == "E1b");
        of_pair.map(|row| row[7].clone()).collect()
    };
    assert_eq!(by(&pairs[0].0, &pairs[0].1), ["R1"]);
    assert_eq!(by(&pairs[1].0, &pairs[1].1), ["R2"]);
}
