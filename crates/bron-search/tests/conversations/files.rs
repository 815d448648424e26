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
        ("list.csv", "sep=;\ntitel;file\n", "line 2: a list needs"),
        ("list.csv", "title\nA\n", "line 1: a list needs"),
        ("list.csv", "", "line 1: a list needs"),
        ("list.csv", "title,file\nA,a.pdf\nB\n", "line 3: the record has 1 fields, the header 2"),
        ("list.csv", "title,file\nA,../geheim.pdf\n", "`../geheim.pdf` is no file in the folder"),
        ("list.csv", "title,file\nA,/etc/passwd\n", "`/etc/passwd` is no file in the folder"),
        ("list.csv", "title,url\nA,ergens\n", "`ergens` of the record `A` is no web address"),
        ("list.csv", "title,file,kind\n,,rapport\n", "line 2: a record has neither"),
        ("list.csv", "title,doi\n,2010.5\n", "line 2: a record has neither"),
        ("export.ris", "zomaar wat tekst", "line 1: no RIS record"),
        ("export.ris", "TY  - RPRT\nAU  - Wit, A.\nER  - \n", "line 1: a record has neither"),
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
fn a_label_or_a_typed_text_in_terms_names_the_term() {
    for cell in [
        "zorgzame-buurten",
        "Zorgzame buurten",
        "ZORGZAME  WIJKEN",
        "\u{201c}zorgzame buurten\u{201d}",
        "samenzorg; Zorgzame buurten",
        "Samenzorg|zorgzame wijken",
        "samenzorg zorgzame-buurten",
    ] {
        let list = format!("title;url;abstract;terms\nA;https://a.nl/;verkeer;\"{cell}\"\n");
        check_status(&read("list.csv", list), QueryStatus::Hits, "1 of 1 records are for this term");
    }
    let other = read("list.csv", "title,url,terms\nZorgzame,https://a.nl/,SAMENZORG\n");
    check_status(&other, QueryStatus::NoneReported, "0 of 1 records are for this term");
}

#[test]
fn a_typo_in_terms_does_not_drop_the_record() {
    let nearest = "is the name of no term; the nearest id is";
    for (text, line, word, id) in [
        (
            "title,file,terms\nA,a.pdf,samenzorg\nB,b.pdf,zorgzame burten\n",
            3,
            "zorgzame burten",
            "zorgzame-buurten",
        ),
        ("title,file,terms\n\n\nA,a.pdf,samenzog\n", 4, "samenzog", "samenzorg"),
        ("sep=;\r\ntitle;file;terms\r\nA;a.pdf;samenzorg,wijkzorg\r\n", 3, "wijkzorg", "samenzorg"),
    ] {
        let note = format!("list.csv: line {line}: `{word}` in `terms` {nearest} `{id}`");
        check_status(&read("list.csv", text), QueryStatus::Unreadable, &note);
    }
}

#[test]
fn a_ris_record_with_only_a_doi_or_only_a_title_is_kept() {
    for (ris, csv, address) in [
        ("DO  - 10.1234/ZB.12#a\n", "https://doi.org/10.1234/zb.12#a", "https://doi.org/10.1234/zb.12%23a"),
        ("DO  - doi:10.1234/zb\n", "doi: 10.1234/zb", "https://doi.org/10.1234/zb"),
        ("", "", "?title=Wonen"),
    ] {
        let ris = read("export.ris", format!("TY  - RPRT\nTI  - Wonen\n{ris}ER  - \n"));
        let csv = read("list.csv", format!("title,url,doi\nWonen,,{csv}\n"));
        for result in [ris, csv] {
            check_status(&result, QueryStatus::Hits, "1 of 1 records are for this term");
            assert!(result.hits[0].url.as_str().ends_with(address), "{}", result.hits[0].url);
        }
    }
    check_status(&read("list.csv", "title,doi\n,10.1/x\n"), QueryStatus::Hits, "1 of 1");
}

#[test]
fn keywords_and_abstract_of_a_ris_record_decide() {
    for (lines, found) in [
        ("AB  - Over verkeer.\nKW  - wegen\n", false),
        ("N2  - Over verkeer.\nKW  - wegen\n", false),
        ("AB  - Over verkeer.\nKW  - wegen\nKW  - Zorgzame buurt\n", true),
        ("AB  - Over verkeer.\nKW  - ZORGZAME-BUURTEN\n", true),
        ("AB  - Over verkeer.\nKW  - wegen\nzorgzame wijken\n", true),
        ("N2  - Over zorgzame wijken.\n", true),
        ("KW  - wegen\n", true),
    ] {
        let list = format!("TY  - RPRT\nTI  - Wonen\n{lines}UR  - https://a.nl/1\nER  - \n");
        let result = read("export.ris", list);
        assert_eq!(result.hits.len(), usize::from(found), "{lines}: {}", result.note);
    }
}

#[test]
fn a_first_line_that_tells_the_delimiter_is_obeyed() {
    for text in [
        "sep=;\r\nTitle;File;Terms\r\nA, B;a.pdf;zorgzame-buurten\r\n",
        "\u{feff}SEP=;\ntitle;file\n\"A, B\";a.pdf\n",
        "\"sep=;\"\ntitle;file\nA, B;\n",
        "sep=;;;\ntitle;file\nA, B;a.pdf\n",
        "sep=\t\ntitle\tfile\nA, B\ta.pdf\n",
    ] {
        let result = read("list.csv", text);
        check_status(&result, QueryStatus::Hits, "1 of 1 records are for this term");
        assert_eq!(result.hits[0].title, "A, B", "{text}");
    }
    check_status(&read("list.csv", "sep=;"), QueryStatus::Unreadable, "line 2: a list needs");
}

#[test]
fn a_list_that_is_not_there_is_failed() {
    check_status(&search(&Site::new(), &folder("list.csv"), "x"), QueryStatus::Failed, "list.csv: HTTP 404");
}

#[test]
fn a_bibtex_list_gives_its_records_with_persons_and_dates() {
    let list = "% een opmerking\n@string{mov = {Movisie}}\n\n@report{pelt2024,\n  title = {Zorgzame {Buurten} \\& meer},\n  subtitle = {een dossier},\n  \
                author = {van Pelt, Marja and {Ministerie van Volksgezondheid, Welzijn en Sport}},\n  date = {2024-03-14},\n  \
                url = {https://a.nl/zorg_1},\n  institution = mov,\n  doi = {10.1234/ZB.1},\n}\n\n@online{b,\n  title = {Wonen}, year = 2019, month = 5, url = {https://a.nl/2}, keywords = {zorgzame wijken}\n}\n";
    let result = read("lijst.bib", list);
    check_status(&result, QueryStatus::Hits, "2 of 2 records are for this term");
    let first = &result.hits[0];
    assert_eq!(first.title, "Zorgzame Buurten & meer: een dossier");
    assert_eq!(first.authors, "van Pelt, Marja; Ministerie van Volksgezondheid, Welzijn en Sport");
    assert_eq!((first.date.as_str(), first.kind.as_str()), ("2024-03-14", "report"));
    assert_eq!((first.url.as_str(), first.doi.as_str()), ("https://a.nl/zorg_1", "10.1234/zb.1"));
    assert_eq!(result.hits[1].date, "2019-05");
    assert!(result.note.contains("fields not used: institution (line 10)"), "{}", result.note);
}

#[test]
fn a_wrong_bibtex_list_is_unreadable_with_its_line() {
    for (text, note) in [
        ("zomaar", "lijst.bib: line 1: no entry"),
        (
            "@report{a,\n title = {A}, url = {https://a.nl/}\n}\n@report{a,\n title = {B}, url = {https://b.nl/}\n}\n",
            "line 4: duplicate key \"a\"",
        ),
        ("@report{a,\n title = {A\n", "lijst.bib: line"),
        ("\n@report{a,\n author = {Wit, A.}\n}\n", "line 2: a record has neither"),
    ] {
        check_status(&read("lijst.bib", text), QueryStatus::Unreadable, note);
    }
}

#[test]
fn what_of_a_list_nobody_reads_is_said_with_its_line() {
    let ris = "Provider: x\nTY  - RPRT\nTI  - Zorg\nVL  - 3\nPD  - \nXX  - iets\nUR  - https://a.nl/     U2  - L20\nER  - \n\nlos\n";
    let result = read("export.ris", ris);
    assert_eq!(result.hits[0].url.as_str(), "https://a.nl/");
    for told in [
        "tags not used: VL (line 4), XX (line 6)",
        "2 lines stand in no record, the first on line 1: `Provider: x`",
    ] {
        assert!(result.note.contains(told), "{}", result.note);
    }
    let twice = read("list.csv", "title,url,url\nZorg,https://a.nl/,https://b.nl/\n");
    assert!(twice.note.contains("of which the last is read: url"), "{}", twice.note);
}

#[test]
fn tables_of_zotero_rayyan_and_covidence_are_read_by_their_own_columns() {
    for (text, authors, date, url) in [
        (
            "\u{feff}\"Key\",\"Item Type\",\"Publication Year\",\"Author\",\"Title\",\"Url\",\"DOI\",\"Date\",\"Abstract Note\"\n\
             \"A\",\"report\",\"2024\",\"Wit, A.; Kramer, B.\",\"Zorg\",\"https://a.nl/1\",\"\",\"2024-03-14\",\"\"\n",
            "Wit, A.; Kramer, B.",
            "2024-03-14",
            "https://a.nl/1",
        ),
        (
            "key,title,year,month,day,authors,url,notes,doi,pubmed_id\nrayyan-1,Zorg,2024,3,14,\"Wit, A. and Kramer, B.\",https://a.nl/1     U2  - L2,,,\n",
            "Wit, A.; Kramer, B.",
            "2024-03-14",
            "https://a.nl/1",
        ),
        (
            "Title,Authors,Abstract,Published Year,Published Month,DOI,Covidence #\nZorg,\"Wit, A.; Kramer, B.\",,2024,Jun,10.1/x,#12\n",
            "Wit, A.; Kramer, B.",
            "Jun 2024",
            "https://doi.org/10.1/x",
        ),
    ] {
        let result = read("list.csv", text);
        check_status(&result, QueryStatus::Hits, "1 of 1 records are for this term");
        let hit = &result.hits[0];
        assert_eq!((hit.authors.as_str(), hit.date.as_str(), hit.url.as_str()), (authors, date, url));
    }
}

/// The lists that real programs exported, where they lie beside the checkout.
fn real_exports() -> Option<std::path::PathBuf> {
    let beside = || std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let shared = std::env::var_os("BRON_SHARED").map_or_else(beside, std::path::PathBuf::from);
    Some(shared.join("interop/real-exports")).filter(|folder| folder.is_dir())
}

#[allow(clippy::print_stderr, reason = "what is skipped is said")]
#[test]
fn lists_of_real_programs_come_in_whole_and_as_another_reader_finds_them() {
    use biblib::{CitationParser, RisParser};
    let Some(folder) = real_exports() else {
        eprintln!("skipped: the exports of real programs are not there (BRON_SHARED)");
        return;
    };
    let mut lists = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let bytes = std::fs::read(&path).unwrap();
        let text = String::from_utf8(bytes.clone()).unwrap();
        let result = read(&name, bytes);
        // Abstracts are there and no term in them, so that no record is found; how many there are is said all the same.
        let told =
            result.note.split(" of ").nth(1).and_then(|rest| rest.split(' ').next()).unwrap_or_default();
        let count: usize = told.parse().unwrap_or_else(|_| panic!("{name}: {}", result.note));
        let expected = if path.extension().is_some_and(|ending| ending == "ris") {
            RisParser::new().parse(&text).unwrap().len()
        } else {
            csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes()).records().count()
        };
        assert_eq!(count, expected, "{name}");
        assert!(count > 3, "{name}");
        lists += 1;
    }
    assert_eq!(lists, 9);
}
