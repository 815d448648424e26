//! Tables and page texts read back as written, and say where they are wrong.

use bron_model::{DocumentId, MergeRow, PageRow, PublicationId};
use bron_store::{
    CsvReader, CsvWriter, Error, Groups, PagesReader, PagesWriter, read_csv, read_records, sha256_of_file,
    write_csv, write_records,
};
use serde::{Deserialize, Serialize};
use std::fs;
use std::path::PathBuf;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Row {
    term: String,
    #[serde(rename = "n")]
    number: Option<u32>,
}

fn row(term: &str, number: Option<u32>) -> Row {
    Row { term: term.to_owned(), number }
}

struct Place {
    _folder: tempfile::TempDir,
    path: PathBuf,
}

fn place(name: &str) -> Place {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    Place { _folder: folder, path }
}

#[test]
fn a_table_has_commas_line_feeds_and_an_empty_cell_for_what_is_absent() {
    let place = place("t.csv");
    let rows = [row("zorgzame \"buurten\", wijken", Some(3)), row("é", None)];
    assert_eq!(write_csv(&place.path, &rows).unwrap(), 2);
    let expected = "term,n\n\"zorgzame \"\"buurten\"\", wijken\",3\né,\n";
    assert_eq!(fs::read_to_string(&place.path).unwrap(), expected);
    assert_eq!(read_csv::<Row>(&place.path).unwrap(), rows);
}

#[test]
fn a_table_whose_columns_are_not_known_beforehand_reads_back_as_written() {
    let place = place("t.csv");
    let cells = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    let (header, rows) = (cells(&["a", "b, c"]), vec![cells(&["é\n", ""]), cells(&["\"x\"", "y"])]);
    assert_eq!(write_records(&place.path, &header, &rows).unwrap(), 2);
    assert_eq!(read_records(&place.path).unwrap(), (header.clone(), rows));
    let error = write_records(&place.path, &header, &[cells(&["one"])]).unwrap_err();
    assert!(error.to_string().contains("t.csv"), "{error}");
    fs::write(&place.path, "a,b\n1,2\n3\n").unwrap();
    let error = read_records(&place.path).unwrap_err();
    assert!(error.to_string().contains("1 cells where the header has 2"), "{error}");
}

#[test]
fn a_table_without_rows_has_its_header() {
    let place = place("t.csv");
    assert_eq!(write_csv::<Row>(&place.path, &[]).unwrap(), 0);
    assert_eq!(fs::read_to_string(&place.path).unwrap(), "term,n\n");
    assert_eq!(read_csv::<Row>(&place.path).unwrap(), []);
    write_csv::<MergeRow>(&place.path, &[]).unwrap();
    assert_eq!(fs::read_to_string(&place.path).unwrap(), "kept,merged,by,evidence\n");
}

#[test]
fn row_by_row_gives_the_same_bytes() {
    let (whole, streamed) = (place("a.csv"), place("b.csv"));
    let rows: Vec<Row> = (0..100).map(|n| row(&format!("term {n}"), Some(n))).collect();
    write_csv(&whole.path, &rows).unwrap();
    let mut writer = CsvWriter::create(&streamed.path).unwrap();
    rows.iter().for_each(|row| writer.write(row).unwrap());
    assert_eq!(writer.finish().unwrap(), 100);
    assert_eq!(sha256_of_file(&whole.path).unwrap(), sha256_of_file(&streamed.path).unwrap());
}

#[test]
fn a_wrong_cell_is_told_with_file_and_line() {
    let check = |text: &str, line: u64, what: &str| {
        let place = place("t.csv");
        fs::write(&place.path, text).unwrap();
        let error = read_csv::<Row>(&place.path).unwrap_err();
        let told = error.to_string();
        assert!(told.contains(&format!("t.csv`, line {line}: ")) && told.contains(what), "{told}");
    };
    check("term,n\na,1\n\"b\nb\",2\nc,x\n", 5, "column 2");
    check("term,n\na,1,2\n", 2, "3 cells where the header has 2");
    check("term,m\na,1\n", 1, "there is no column `n`");
    check("n,term,x\n1,a,1\n", 1, "there is no such column as `x`");
    let missing = place("none.csv");
    assert!(matches!(read_csv::<Row>(&missing.path), Err(Error::Io { .. })));
}

fn pages(publications: usize, pages: u32, text: usize) -> Vec<PageRow> {
    let mut rows = Vec::new();
    for number in 0..publications {
        let publication = PublicationId::new(format!("movisie-{number:04}")).unwrap();
        for page in 1..=pages {
            rows.push(PageRow {
                document: DocumentId::new(&publication, 1),
                publication: publication.clone(),
                page,
                label: if page % 2 == 0 { page.to_string() } else { String::new() },
                text: format!("pagina {page} van {number}: ").repeat(text),
            });
        }
    }
    rows
}

fn write_pages(path: &std::path::Path, rows: &[PageRow]) {
    let mut writer = PagesWriter::create(path).unwrap();
    rows.iter().for_each(|row| writer.append(row.clone()).unwrap());
    assert_eq!(writer.finish().unwrap(), rows.len() as u64);
}

#[test]
fn page_texts_come_back_a_publication_at_a_time() {
    let place = place("pages.parquet");
    // Some 40 MiB of text: three row groups, with publications that lie over two of them.
    let rows = pages(11, 70, 2500);
    write_pages(&place.path, &rows);
    let reader = PagesReader::open(&place.path).unwrap();
    let read: Vec<Vec<PageRow>> = reader.publications().unwrap().map(Result::unwrap).collect();
    assert_eq!(read.len(), 11);
    assert!(read.concat() == rows);
    for number in [0, 4, 10] {
        let id = &rows[number * 70].publication;
        assert!(reader.pages_of(id).unwrap() == rows[number * 70..(number + 1) * 70]);
    }
    let other = PublicationId::new("vilans-x").unwrap();
    assert_eq!(reader.pages_of(&other).unwrap(), []);
}

#[test]
fn printed_numbers_are_read_without_the_texts() {
    let place = place("pages.parquet");
    let rows = pages(3, 4, 10);
    write_pages(&place.path, &rows);
    let labels = PagesReader::open(&place.path).unwrap().labels().unwrap();
    let printed = rows.iter().filter(|row| !row.label.is_empty());
    let expected = printed.map(|row| ((row.document.clone(), row.page), row.label.clone())).collect();
    assert_eq!(labels, expected);
    assert_eq!(labels.len(), 6);
}

#[test]
fn the_same_pages_give_the_same_bytes_and_no_pages_give_a_file() {
    let (one, two, none) = (place("a.parquet"), place("b.parquet"), place("c.parquet"));
    let rows = pages(30, 5, 20);
    write_pages(&one.path, &rows);
    write_pages(&two.path, &rows);
    assert_eq!(sha256_of_file(&one.path).unwrap(), sha256_of_file(&two.path).unwrap());
    write_pages(&none.path, &[]);
    assert_eq!(PagesReader::open(&none.path).unwrap().publications().unwrap().count(), 0);
}

#[test]
fn pages_of_asked_publications_come_in_their_order_and_none_is_passed_over() {
    let place = place("pages.parquet");
    write_pages(&place.path, &pages(3, 2, 8));
    let id = |text: &str| PublicationId::new(text).unwrap();
    let ids: Vec<PublicationId> = {
        let all = PagesReader::open(&place.path).unwrap().publications().unwrap();
        all.map(|pages| pages.unwrap()[0].publication.clone()).collect()
    };
    let mut stream = PagesReader::open(&place.path).unwrap().publications().unwrap();
    assert!(stream.pages_of(&id("a")).unwrap().is_empty());
    assert_eq!(stream.pages_of(&ids[0]).unwrap().len(), 2);
    let error = stream.finish().unwrap_err().to_string();
    assert!(error.contains(&format!("`{}` is no publication of this run", ids[1])), "{error}");
    assert!(stream.pages_of(&ids[2]).is_err(), "the second was not asked for");
    assert_eq!(stream.pass_to(&ids[2]).unwrap().len(), 2);
    assert!(stream.pages_of(&id("z")).unwrap().is_empty());
    stream.finish().unwrap();
}

fn merge(kept: &str, merged: &str) -> String {
    format!("{kept},{merged},doi,\n")
}

/// A table of merges, asked for the rows of each kept publication in turn: how many come, or what is wrong.
fn check_groups(rows: &[String], ask: &[&str], expected: Result<&[usize], &str>) {
    let place = place("merges.csv");
    fs::write(&place.path, format!("kept,merged,by,evidence\n{}", rows.concat())).unwrap();
    let read = || {
        let mut groups = Groups::open(&place.path, |row: &MergeRow| &row.kept)?;
        let take = |id: &&str| Ok(groups.take(&PublicationId::new(*id).unwrap())?.len());
        let counts = ask.iter().map(take).collect::<Result<Vec<usize>, Error>>()?;
        groups.finish()?;
        Ok::<_, Error>(counts)
    };
    match expected {
        Ok(counts) => assert_eq!(read().unwrap(), counts),
        Err(expected) => {
            let error = read().unwrap_err().to_string();
            assert!(error.ends_with(expected), "{error}");
        }
    }
}

#[test]
fn rows_come_by_publication_and_a_table_that_is_not_sorted_is_named_with_its_line() {
    let rows = [merge("b", "x"), merge("b", "y"), merge("d", "z")];
    check_groups(&rows, &["a", "b", "c", "d", "e"], Ok(&[0, 2, 0, 1, 0]));
    check_groups(&[], &["a"], Ok(&[0]));
    let turned = [merge("b", "x"), merge("d", "z"), merge("b", "y")];
    let told = "merges.csv`, line 4: `b` comes after `d`: the table must be sorted by publication";
    check_groups(&turned, &["b", "d"], Err(told));
    check_groups(&rows, &["d"], Err("merges.csv`, line 2: `b` is no publication of this run"));
    check_groups(&rows, &["b", "c"], Err("merges.csv`, line 4: `d` is no publication of this run"));
}

#[test]
fn a_second_row_where_there_is_one_for_each_is_refused() {
    let place = place("merges.csv");
    let rows = [merge("b", "x"), merge("c", "y"), merge("c", "z")];
    fs::write(&place.path, format!("kept,merged,by,evidence\n{}", rows.concat())).unwrap();
    let mut groups = Groups::open(&place.path, |row: &MergeRow| &row.kept).unwrap();
    let id = |text: &str| PublicationId::new(text).unwrap();
    assert!(groups.take_one(&id("a")).unwrap().is_none());
    assert_eq!(groups.take_one(&id("b")).unwrap().unwrap().merged, id("x"));
    let error = groups.take_one(&id("c")).unwrap_err().to_string();
    assert!(error.contains("`c` has 2 rows"), "{error}");
}

#[test]
fn a_table_read_row_by_row_ends_at_what_is_wrong() {
    let place = place("t.csv");
    fs::write(&place.path, "term,n\na,1\nb,x\nc,3\n").unwrap();
    let mut rows = CsvReader::<Row>::open(&place.path).unwrap();
    assert_eq!(rows.next().unwrap().unwrap(), row("a", Some(1)));
    assert!(rows.next().unwrap().unwrap_err().to_string().contains("t.csv`, line 3"));
    assert!(rows.next().is_none());
}

#[test]
fn pages_out_of_order_are_refused() {
    let place = place("pages.parquet");
    let rows = pages(2, 2, 1);
    let mut writer = PagesWriter::create(&place.path).unwrap();
    writer.append(rows[2].clone()).unwrap();
    let error = writer.append(rows[1].clone()).unwrap_err();
    assert!(error.to_string().contains("page 2 of `movisie-0000.01` comes out of order"), "{error}");
}

#[test]
fn a_file_of_something_else_is_named() {
    let place = place("pages.parquet");
    fs::write(&place.path, "no parquet").unwrap();
    let error = PagesReader::open(&place.path).err().unwrap();
    assert!(error.to_string().contains("pages.parquet") && error.hint().is_some(), "{error}");
}
