//! What a list that a person made holds for a query.

use crate::site::{Site, check_hits, check_status, saved, search, source};
use bron_model::QueryStatus;
use bron_protocol::Source;
use serde_json::json;

fn folder(list: &str) -> Source {
    source(json!({"platform": "files", "files": {"folder": "mappen/hand", "list": list, "via": "browse"}}))
}

fn read(list: &str, text: impl Into<Vec<u8>>) -> bron_search::QueryResult {
    search(&Site::new().page(&format!("https://hand.files.bron.invalid/{list}"), text), &folder(list), "x")
}

#[test]
fn a_table_gives_the_records_that_name_the_term() {
    let result = read("list.csv", saved("files/list.csv"));
    check_hits(&result, &["files/list.hits"]);
    check_status(&result, QueryStatus::Hits, "4 of 5 records are for this term");
    assert_eq!((result.interface.as_str(), result.pages), ("files", 1));
}

#[test]
fn a_ris_export_gives_the_records_that_hold_a_spelling_or_a_file_to_be_read() {
    let result = read("export.ris", saved("files/export.ris"));
    check_hits(&result, &["files/export.hits"]);
    check_status(&result, QueryStatus::Hits, "3 of 4 records are for this term");
    assert_eq!(
        (result.hits[0].doi.as_str(), result.hits[0].isbn.as_str()),
        ("10.1234/zb.12", "978-0-306-40615-7")
    );
}

#[test]
fn a_list_that_is_read_and_holds_nothing_is_none() {
    for text in [
        "title,file\n",
        "title;file;terms\nA;a.pdf;samenzorg\n",
        "title,url,abstract\nB,https://b.nl/,verkeer\n",
    ] {
        let result = read("list.csv", text);
        check_status(&result, QueryStatus::NoneReported, "records are for this term");
    }
}

#[test]
fn a_wrong_list_is_unreadable_with_its_line() {
    for (list, text, note) in [
        ("list.csv", "titel,file\n", "list.csv: line 1: a list needs the column `title`"),
        ("list.csv", "title\nA\n", "line 1: a list needs"),
        ("list.csv", "", "line 1: a list needs"),
        ("list.csv", "title,file\nA,a.pdf\nB\n", "line 3: the record has 1 fields, the header 2"),
        ("list.csv", "title,file\nA,../geheim.pdf\n", "`../geheim.pdf` is no file in the folder"),
        ("list.csv", "title,file\nA,/etc/passwd\n", "`/etc/passwd` is no file in the folder"),
        ("list.csv", "title,url\nA,ergens\n", "`ergens` of the record `A` is no web address"),
        ("list.csv", "title,file,kind\n,,rapport\n", "line 2: a record has neither"),
        ("export.ris", "zomaar wat tekst", "line 1: no RIS record"),
        ("export.ris", "TY  - RPRT\nAU  - Wit, A.\nER  - \n", "record 1 has neither"),
    ] {
        check_status(&read(list, text), QueryStatus::Unreadable, note);
    }
}

#[test]
fn semicolons_a_byte_order_mark_and_an_older_encoding_are_read() {
    let result =
        read("list.csv", "\u{feff}Title;File;Terms;Mening\r\nCoöperatie;a.pdf;zorgzame-buurten;goed\r\n");
    assert_eq!(result.hits[0].title, "Coöperatie");
    check_status(&result, QueryStatus::Hits, "columns not used: mening");
    let result = read("list.csv", b"title,file,terms\nCo\xf6peratie,a.pdf,zorgzame-buurten\n".to_vec());
    assert_eq!(result.hits[0].title, "Coöperatie");
}

#[test]
fn a_list_that_is_not_there_is_failed() {
    check_status(&search(&Site::new(), &folder("list.csv"), "x"), QueryStatus::Failed, "list.csv: HTTP 404");
}
