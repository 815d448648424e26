//! A source that says no is searched by hand: from saved pages, from pasted hits, and offline from the archive.

use crate::sites::Sites;
use crate::world::{World, rows, stage_files};
use std::collections::BTreeMap;
use std::fmt::Write as _;

const CLOSED: &str = "User-agent: *\nDisallow: /zoeken\n";

/// A study whose demo pipeline asks these sites.
fn study_of(sites: &Sites) -> World {
    let world = World::with_study();
    let pipeline = sites.in_pipeline(&world.read("pipelines/demo.toml"));
    world.write("pipelines/demo.toml", &pipeline);
    world
}

fn run(world: &World, arguments: &[&str], code: i32) -> String {
    let answer = world.bron(&[&["run", "demo", "--accept-proposals"], arguments].concat());
    assert_eq!(answer.code, code, "{}{}", answer.out, answer.err);
    answer.out
}

fn queries_of(world: &World, source: &str) -> Vec<BTreeMap<String, String>> {
    let all = rows(&world.path("output/demo/1-search/queries.csv"));
    all.into_iter().filter(|row| row["source"] == source).collect()
}

/// Table 1 is the one that was written down before any code, whatever the route.
fn check_table_1(world: &World) {
    let number = |row: &BTreeMap<String, String>, column: &str| row[column].parse::<u64>().unwrap();
    let found: Vec<_> = rows(&world.path("output/demo/6-synthesis/table1.csv"))
        .iter()
        .map(|row| {
            let excluded = number(row, "excluded_e1a") + number(row, "excluded_e1b");
            (
                row["term"].clone(),
                number(row, "identified"),
                excluded,
                number(row, "not_retrieved"),
                number(row, "included"),
            )
        })
        .collect();
    let expected: Vec<_> = bron_demo::expected_table1()
        .into_iter()
        .map(|row| {
            (row.term, row.identified, row.excluded_e1a + row.excluded_e1b, row.not_retrieved, row.included)
        })
        .collect();
    assert_eq!(found, expected);
}

/// Every result page of a text, as the site shows it in a browser, with the number that it reports.
fn shown(sites: &Sites, text: &str) -> (Vec<(String, String)>, u64) {
    let text = text.replace(' ', "+");
    let mut pages = Vec::new();
    loop {
        let target = format!("/zoeken?search_api_fulltext={text}&page={}", pages.len());
        let page = sites.page("movisie.demo", &target);
        let more = page.contains("pager__item--next");
        pages.push((format!("http://movisie.demo{target}"), page));
        if !more {
            break;
        }
    }
    let total = pages[0].1.split("<div class=\"view-header\">Er ").nth(1);
    let total = total.and_then(|rest| rest.split(' ').nth(1)).map_or(0, |number| number.parse().unwrap());
    (pages, total)
}

/// The page as browsers save it: plain, with the comment of SingleFile, as MHTML.
fn as_saved(way: usize, address: &str, page: &str) -> (&'static str, String) {
    match way % 3 {
        0 => ("html", page.to_owned()),
        1 => {
            let note = format!("<!--\n Page saved with SingleFile \n url: {address} \n saved date: Tue\n-->");
            ("html", page.replacen("<head>", &format!("{note}<head>"), 1))
        }
        _ => {
            let quoted = page.replace('=', "=3D").replace('\n', "=0A=\r\n");
            let mut mail = format!(
                "From: <Saved by Blink>\r\nSnapshot-Content-Location: {address}\r\nMIME-Version: 1.0\r\n"
            );
            mail += "Content-Type: multipart/related; type=\"text/html\"; boundary=\"--M--\"\r\n\r\n\r\n----M--\r\n";
            let _ = write!(
                mail,
                "Content-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Location: {address}\r\n\r\n"
            );
            let _ = write!(mail, "{quoted}\r\n----M----\r\n");
            ("mhtml", mail)
        }
    }
}

/// Types every text of the sheet and saves what the site shows; the sheet as Dutch Excel saves it.
fn search_by_hand(world: &World, sites: &Sites) {
    let sheet = world.read("hand/movisie/sheet.csv");
    let mut lines = sheet.trim_start_matches('\u{feff}').lines();
    let mut filled = format!("{}\r\n", lines.next().unwrap());
    for (way, line) in lines.enumerate() {
        let text = line.split(';').nth(1).unwrap().to_owned();
        let (pages, total) = shown(sites, &text);
        for (number, (address, page)) in pages.iter().enumerate() {
            let (ending, saved) = as_saved(way, address, page);
            let folder = text.replace(' ', "-");
            world.write(&format!("hand/movisie/{folder}/{}.{ending}", number + 1), &saved);
        }
        let _ = write!(
            filled,
            "{};{total};{}-11-2026;A. Bakker;\r\n",
            line.trim_end_matches(";;;;"),
            3 + way % 2
        );
    }
    world.write("hand/movisie/sheet.csv", &filled);
}

/// The probe met the robots.txt that closes the box, and the source was not searched.
fn is_closed_by_robots(row: &BTreeMap<String, String>) -> bool {
    row["via"] == "search"
        && row["status"] == "not-searched"
        && row["note"].starts_with("probe: ")
        && row["note"].contains("robots")
}

#[test]
fn a_blocked_source_is_searched_by_hand_and_table_1_comes_out_the_same() {
    let sites = Sites::start().with_front("movisie.demo", CLOSED, &[]);
    let world = study_of(&sites);
    run(&world, &[], 2);
    assert!(queries_of(&world, "movisie").iter().all(is_closed_by_robots));

    let answer = world.bron(&["hand", "movisie", "--pipeline", "demo"]);
    assert_eq!(answer.code, 0, "{}{}", answer.out, answer.err);
    search_by_hand(&world, &sites);
    let answer = world.bron(&["hand", "movisie", "--pipeline", "demo", "--json"]);
    assert_eq!(answer.code, 0, "{}{}", answer.out, answer.err);
    let report: serde_json::Value = serde_json::from_str(&answer.out).unwrap();
    assert_eq!(report["made"], serde_json::json!([]), "a second call makes nothing");
    assert_eq!(report["remarks"], serde_json::json!([]));

    let out = run(&world, &[], 0);
    assert!(out.contains('†') && out.contains("op 2026-11-03, 2026-11-04, door A. Bakker"), "{out}");
    check_table_1(&world);
    let queries = queries_of(&world, "movisie");
    assert_eq!(queries.len(), 19);
    for row in &queries {
        assert_eq!((row["via"].as_str(), row["interface"].as_str()), ("hand-search", "hand"), "{row:?}");
        assert!(matches!(row["status"].as_str(), "hits" | "none-reported"), "{row:?}");
        assert!(!row["reported_total"].is_empty() && !row["note"].contains("another query"), "{row:?}");
    }
    let by_hand: Vec<String> = rows(&world.path("output/demo/6-synthesis/table1.csv"))
        .iter()
        .map(|row| row["hand_queries"].clone())
        .collect();
    assert_eq!(by_hand.last().map(String::as_str), Some("19"), "{by_hand:?}");

    offline_is_the_same(&world);
    pasted_hits_give_the_same(&world);
    what_was_taken_away_is_not_read(&world);
}

/// The archive holds it all: the folder may be gone.
fn offline_is_the_same(world: &World) {
    let live = stage_files(&world.path("output/demo"));
    std::fs::rename(world.path("hand"), world.path("weg")).unwrap();
    for stage in ["1-search", "2-screening", "3-retrieval", "5-eligibility", "6-synthesis"] {
        std::fs::remove_dir_all(world.path(&format!("output/demo/{stage}"))).unwrap();
    }
    run(world, &["--offline"], 0);
    let replayed = stage_files(&world.path("output/demo"));
    for (file, bytes) in &live {
        assert!(replayed[file] == *bytes, "{file} differs");
    }
    std::fs::rename(world.path("weg"), world.path("hand")).unwrap();
}

/// A PDF as evidence and the hits pasted, in place of the pages.
fn pasted_hits_give_the_same(world: &World) {
    let hits = rows(&world.path("output/demo/1-search/hits.csv"));
    let hits: Vec<_> = hits.into_iter().filter(|row| row["source"] == "movisie").collect();
    for row in queries_of(world, "movisie") {
        let folder = format!("hand/movisie/{}", row["text"].replace(' ', "-"));
        std::fs::remove_dir_all(world.path(&folder)).unwrap();
        let mut table = "title;url;kind;date;authors\r\n".to_owned();
        for hit in hits.iter().filter(|hit| hit["text"] == row["text"]) {
            let title = hit["title"].replace('"', "\"\"");
            let _ = write!(
                table,
                "\"{title}\";{};{};{};\r\n",
                hit["url"], hit["kind_as_listed"], hit["date_as_listed"]
            );
        }
        world.write(&format!("{folder}/hits.csv"), &table);
        world.write(&format!("{folder}/1.pdf"), "%PDF-1.7\n%%EOF\n");
    }
    run(world, &[], 0);
    check_table_1(world);
    for row in queries_of(world, "movisie").iter().filter(|row| row["status"] == "hits") {
        assert!(row["note"].contains("no saved page could be read: hits.csv was"), "{row:?}");
    }
}

fn what_was_taken_away_is_not_read(world: &World) {
    let gone = "zorgzame-buurten";
    std::fs::remove_dir_all(world.path(&format!("hand/movisie/{gone}"))).unwrap();
    run(world, &[], 2);
    for row in queries_of(world, "movisie") {
        let expected = if row["text"] == "zorgzame buurten" { "unreadable" } else { row["status"].as_str() };
        assert_eq!(row["status"], expected, "{row:?}");
    }
    std::fs::remove_dir_all(world.path("hand")).unwrap();
    run(world, &[], 2);
    assert!(queries_of(world, "movisie").iter().all(is_closed_by_robots));
    run(world, &["--offline"], 2);
    assert!(queries_of(world, "movisie").iter().all(is_closed_by_robots));
}

#[test]
fn the_sheet_has_a_row_and_a_folder_for_every_text_and_a_second_call_keeps_what_a_person_wrote() {
    let world = World::with_study();
    let answer = world.bron(&["hand", "movisie", "--json"]);
    assert_eq!(answer.code, 0, "{}", answer.err);
    let report: serde_json::Value = serde_json::from_str(&answer.out).unwrap();
    assert_eq!(report["pipeline"], "ouderen-vervolg");
    assert_eq!(report["texts"].as_array().unwrap().len(), 19);
    assert!(world.path("hand/movisie/zorgzame-buurten").is_dir());
    assert!(world.read("hand/movisie/LEESMIJ.txt").contains("bron hand movisie"));
    assert!(!world.path("output/ouderen-vervolg").exists(), "nothing is asked");

    let filled = "term;text;total;day;who\r\nzorgzame-buurten;zorgzame buurten;0;3-11-2026;B\u{e9}\r\n";
    let latin: Vec<u8> = filled.chars().map(|c| c as u8).collect();
    std::fs::write(world.path("hand/movisie/sheet.csv"), &latin).unwrap();
    let answer = world.bron(&["hand", "movisie"]);
    assert_eq!(answer.code, 0, "{}", answer.err);
    assert!(answer.out.contains("`zorgzame buurten` (zorgzame-buurten): none-reported"), "{}", answer.out);
    let sheet = std::fs::read(world.path("hand/movisie/sheet.csv")).unwrap();
    assert!(sheet.starts_with(&latin));
    assert_eq!(sheet.split(|byte| *byte == b'\n').count() - 1, 1 + 19);
    let answer = world.bron(&["hand", "--lang", "en", "movisie"]);
    assert_eq!(answer.code, 0, "{}", answer.err);
    assert_eq!(std::fs::read(world.path("hand/movisie/sheet.csv")).unwrap(), sheet);
    assert!(world.path("hand/movisie/README.txt").is_file());
}

#[test]
fn a_sheet_that_cannot_be_used_stops_before_anything_is_made() {
    let world = World::with_study();
    world.write("hand/movisie/sheet.csv", "text;total;day;who\nzorgzame buurten;12;3-11-2026;\n");
    for command in [&["hand", "movisie"][..], &["run", "demo"]] {
        let answer = world.bron(command);
        assert_eq!(answer.code, 1, "{}{}", answer.out, answer.err);
        assert!(answer.err.contains("hand/movisie/sheet.csv:2: who typed"), "{}", answer.err);
        assert!(answer.err.contains("hint:"), "{}", answer.err);
    }
    assert!(!world.path("output/demo").exists() && !world.path("hand/movisie/LEESMIJ.txt").exists());
}

#[test]
fn a_source_that_nobody_knows_names_the_known_ones() {
    let world = World::with_study();
    let answer = world.bron(&["hand", "movisi"]);
    assert_eq!(answer.code, 1);
    assert!(answer.err.contains("movisie, ") && answer.err.contains("hint:"), "{}", answer.err);
}
