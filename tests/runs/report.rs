//! The report of a run: what leads where, what its numbers are, what it loads, and what it refuses.

use crate::browser::axe;
use crate::webdriver::Browser;
use crate::world::{TABLE1, World, copy, rows, seal};
use scraper::{ElementRef, Html, Selector};
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;
use std::sync::OnceLock;

const RUN: &str = "output/demo";

/// The demo, with the known items traced and two reviewers who differ; made once, and copied for each test.
fn demo() -> World {
    static MADE: OnceLock<World> = OnceLock::new();
    let made = MADE.get_or_init(|| {
        let world = World::empty();
        let well = |arguments: &[&str]| {
            let answer = world.bron(arguments);
            assert!(answer.code == 0 || answer.code == 2, "{arguments:?}: {}{}", answer.out, answer.err);
        };
        well(&["demo"]);
        let outcomes = rows(&world.path("output/demo/5-eligibility/outcomes.csv"));
        let row = outcomes.iter().find(|row| row["outcome"] == "included").expect("the demo includes");
        let (publication, term) = (row["publication"].as_str(), row["term"].as_str());
        for (reviewer, verdict) in [("AB", "include"), ("CD", "exclude")] {
            let note = format!("{reviewer} twijfelt");
            world.give(
                reviewer,
                &[publication, "--criterion", "E1b", "--term", term],
                verdict,
                &["--note", &note],
            );
        }
        well(&["demo"]);
        well(&["known", "demo"]);
        world
    });
    let world = World::empty();
    copy(&made.path("output"), &world.path("output"));
    world
}

fn report(world: &World, arguments: &[&str]) -> String {
    let answer = world.bron(&[&["report", "demo"][..], arguments].concat());
    assert_eq!(answer.code, 0, "{}{}", answer.out, answer.err);
    world.read("output/demo/report/report.html")
}

fn all<'a>(page: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    page.select(&Selector::parse(selector).unwrap()).collect()
}

fn words(element: ElementRef<'_>) -> String {
    element.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The number in an element; `4–7` is its upper end, and marks behind it do not matter.
fn number(element: ElementRef<'_>) -> u64 {
    let text = words(element);
    let digits: String = text.rsplit('–').next().unwrap().chars().filter(char::is_ascii_digit).collect();
    digits.parse().unwrap_or_else(|_| panic!("`{text}` is no number"))
}

#[test]
fn every_link_leads_somewhere_and_nothing_is_loaded() {
    let world = demo();
    for language in ["nl", "en"] {
        let text = report(&world, &["--lang", language]);
        let page = Html::parse_document(&text);
        let mut ids = BTreeSet::new();
        for element in all(&page, "[id]") {
            assert!(ids.insert(element.attr("id").unwrap()), "{} stands twice", element.attr("id").unwrap());
        }
        let (mut inside, mut outside) = (0, 0);
        for link in all(&page, "a[href]") {
            let href = link.attr("href").unwrap();
            if let Some(id) = href.strip_prefix('#') {
                assert!(ids.contains(id), "{href} leads nowhere: {}", words(link));
                inside += 1;
            } else {
                assert!(href.starts_with("http://") || href.starts_with("https://"), "{href}");
                assert_eq!(link.attr("rel"), Some("noopener noreferrer"), "{href}");
                outside += 1;
            }
        }
        assert!(inside > 300 && outside > 20, "{inside} {outside}");
        for element in all(&page, "*") {
            let name = element.value().name();
            assert!(
                !["script", "iframe", "object", "embed", "img", "form", "base"].contains(&name),
                "{name}"
            );
            for (attribute, value) in element.value().attrs() {
                assert!(
                    !attribute.starts_with("on") && attribute != "src" && attribute != "style",
                    "{attribute}={value}"
                );
            }
        }
        let links: Vec<_> =
            all(&page, "link").iter().map(|link| link.attr("href").unwrap().to_owned()).collect();
        assert_eq!(links, ["data:,"]);
        for style in all(&page, "style") {
            let style = style.text().collect::<String>();
            assert!(!style.contains("url(") && !style.contains("@import"), "{style}");
        }
        assert_eq!(all(&page, "html")[0].attr("lang"), Some(language));
        assert_eq!(all(&page, "h1").len(), 1);
        for table in all(&page, "table") {
            assert_eq!(table.select(&Selector::parse("caption").unwrap()).count(), 1, "{}", words(table));
        }
        for head in all(&page, "th") {
            assert!(head.attr("scope").is_some(), "{}", words(head));
        }
    }
}

#[test]
fn the_numbers_are_those_of_the_tables_and_of_the_lists_they_lead_to() {
    let world = demo();
    let page = Html::parse_document(&report(&world, &[]));
    let table: Vec<Vec<u64>> = all(&page, "#table1 table")[0]
        .select(&Selector::parse("tbody tr").unwrap())
        .map(|row| row.select(&Selector::parse("td").unwrap()).map(number).collect())
        .collect();
    let written = rows(&world.path("output/demo/6-synthesis/table1.csv"));
    let expected: Vec<Vec<u64>> = written
        .iter()
        .map(|row| TABLE1.iter().map(|column| row[*column].parse().unwrap()).collect())
        .collect();
    assert_eq!(table, expected);
    assert!(table.iter().flatten().filter(|n| **n > 0).count() > 20, "the demo has numbers");

    // A number leads to as many pairs.
    let anchors = ["e1a", "e1b", "e2-e3", "unclear", "not-retrieved", "included"];
    for row in written.iter().filter(|row| row["term"] != "total") {
        for (column, anchor) in TABLE1[1..].iter().zip(anchors) {
            let heading = &all(&page, &format!("#pairs-{}-{anchor}", row["term"]))[0];
            let n: usize = row[*column].parse().unwrap();
            if n == 0 {
                assert!(words(*heading).ends_with("geen."), "{}", words(*heading));
                continue;
            }
            let list = heading.next_siblings().find_map(ElementRef::wrap).expect("a list follows");
            let items = list.select(&Selector::parse("li").unwrap()).count();
            assert_eq!((list.value().name(), items), ("ul", n), "{} {column}", row["term"]);
        }
    }

    // The boxes of the flow, and the publications that they lead to.
    let flow = rows(&world.path("output/demo/6-synthesis/flow.csv"));
    let of = |box_name: &str, unit: &str| -> u64 {
        let of_box = flow
            .iter()
            .filter(|row| row["source"] == "total" && row["box_name"] == box_name && row["unit"] == unit);
        of_box.map(|row| row["n"].parse::<u64>().unwrap()).sum()
    };
    for (anchor, box_name, unit) in [
        ("flow-identified", "identified", "records"),
        ("flow-screened", "screened", "publications"),
        ("flow-sought", "sought", "publications"),
        ("flow-not-retrieved", "not-retrieved", "publications"),
        ("flow-assessed", "assessed", "publications"),
        ("flow-unclear", "unclear", "publications"),
        ("flow-included", "included", "publications"),
    ] {
        let told: Vec<u64> =
            all(&page, &format!("#flow table a[href='#{anchor}']")).into_iter().map(number).collect();
        assert_eq!(told.first(), Some(&of(box_name, unit)), "{anchor}");
        let drawn = &all(&page, &format!("#flow svg a[href='#{anchor}']"))[0];
        assert!(
            drawn.attr("aria-label").unwrap().ends_with(&format!("(n\u{a0}=\u{a0}{})", told[0])),
            "{anchor}"
        );
        let mut listed = 0;
        let heading = &all(&page, &format!("#{anchor}"))[0];
        for next in heading.next_siblings().filter_map(ElementRef::wrap) {
            if matches!(next.value().name(), "h3" | "span") {
                break;
            }
            listed += next.select(&Selector::parse("li").unwrap()).count() as u64;
        }
        assert_eq!(listed, told[0], "{anchor}");
    }
}

#[test]
fn the_same_run_gives_the_same_bytes_and_both_languages_say_the_same() {
    let world = demo();
    let first = report(&world, &[]);
    assert_eq!(first, report(&world, &[]));
    let answer = world.bron(&["report", "demo", "--output", "elsewhere.html"]);
    assert_eq!(answer.code, 0, "{}", answer.err);
    assert_eq!(first, world.read("elsewhere.html"));
    let english = report(&world, &["--lang", "en"]);
    let shape = |text: &str| {
        let page = Html::parse_document(text);
        let ids: Vec<String> =
            all(&page, "[id]").iter().map(|one| one.attr("id").unwrap().to_owned()).collect();
        let numbers: Vec<u64> = all(&page, "#table1 td.n a").into_iter().map(number).collect();
        (ids, numbers)
    };
    assert_eq!(shape(&first), shape(&english));
    let here = world.path("").display().to_string();
    assert!(!first.contains(here.trim_end_matches('/')), "no path of this machine stands in it");
}

#[test]
fn a_report_is_renewed_and_nothing_else_is_written_over() {
    let world = demo();
    world.write("oordelen.jsonl", "van mij");
    for file in ["oordelen.jsonl", "output/demo/run.json", "output/demo/judgements/AB.test.jsonl", "output"] {
        let before = std::fs::read(world.path(file)).ok();
        let answer = world.bron(&["report", "demo", "--output", file]);
        assert_eq!(answer.code, 1, "{file}: {}", answer.out);
        let told = answer.err.contains(file) && answer.err.contains("is no report of bron");
        assert!(told && answer.err.contains("hint: name another file"), "{}", answer.err);
        assert_eq!(std::fs::read(world.path(file)).ok(), before, "{file}");
    }
    world.write("rapport.html", &report(&world, &["--lang", "en"]));
    let renewed = world.bron(&["report", "demo", "--output", "rapport.html"]);
    assert_eq!(renewed.code, 0, "{}", renewed.err);
    assert_eq!(world.read("rapport.html"), report(&world, &[]));
}

#[test]
fn texts_from_websites_are_words_and_never_markup() {
    let world = demo();
    let worktable = rows(&world.path("output/demo/6-synthesis/worktable.csv"));
    let hostile = "<script>alert(1)</script> =HYPERLINK(0)'\"><img src=x onerror=alert(2)>";
    let title = worktable[0]["title"].clone();
    let url = worktable[0]["url"].clone();
    for file in ["1-search/publications.csv", "3-retrieval/publications.csv", "6-synthesis/worktable.csv"] {
        edit_cells(&world, file, &title, hostile);
        edit_cells(&world, file, &url, "javascript:alert(3)");
    }
    seal(&world.path(RUN));
    let text = report(&world, &[]);
    assert!(
        text.contains("&#60;script&#62;alert(1)") || text.contains("&lt;script&gt;alert(1)"),
        "it is shown"
    );
    assert!(!text.contains("<script") && !text.contains("<img"), "it is no markup");
    let page = Html::parse_document(&text);
    assert!(all(&page, "a[href]").iter().all(|link| !link.attr("href").unwrap().starts_with("javascript")));
    assert!(words(all(&page, "#worktable")[0]).contains("<script>alert(1)</script> =HYPERLINK(0)"));
}

/// Gives every cell of a table that holds one text another.
fn edit_cells(world: &World, file: &str, from: &str, to: &str) {
    let path = world.path(&format!("{RUN}/{file}"));
    let mut reader = csv::Reader::from_path(&path).unwrap();
    let header = reader.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.unwrap()).collect();
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_path(&path).unwrap();
    writer.write_record(&header).unwrap();
    for row in rows {
        writer.write_record(row.iter().map(|cell| if cell == from { to } else { cell })).unwrap();
    }
}

/// Changes one number of a table, in the first row in which it is above 0.
fn tamper(world: &World, file: &str, column: &str) -> BTreeMap<String, String> {
    let path = world.path(&format!("{RUN}/{file}"));
    let mut reader = csv::Reader::from_path(&path).unwrap();
    let header = reader.headers().unwrap().clone();
    let at = header.iter().position(|name| name == column).unwrap();
    let mut rows: Vec<Vec<String>> =
        reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
    let row = rows.iter_mut().find(|row| row[at].parse::<u64>().is_ok_and(|n| n > 0)).unwrap();
    row[at] = (row[at].parse::<u64>().unwrap() + 1).to_string();
    let told = header.iter().map(str::to_owned).zip(row.clone()).collect();
    let mut writer = csv::Writer::from_path(&path).unwrap();
    writer.write_record(&header).unwrap();
    rows.iter().for_each(|row| writer.write_record(row).unwrap());
    writer.flush().unwrap();
    seal(&world.path(RUN));
    told
}

#[test]
fn numbers_that_do_not_add_up_stop_the_report_and_name_the_row() {
    for (file, column, name) in [
        ("6-synthesis/table1.csv", "excluded_e1b", "term"),
        ("6-synthesis/table1.csv", "included", "term"),
        ("6-synthesis/flow.csv", "n", "source"),
        ("6-synthesis/contribution.csv", "included", "source"),
        ("6-synthesis/contribution.csv", "hits", "source"),
        ("1-search/queries.csv", "hits", "text"),
    ] {
        let world = demo();
        let row = tamper(&world, file, column);
        let answer = world.bron(&["report", "demo"]);
        assert_eq!(answer.code, 1, "{file} {column}: {}", answer.out);
        let table = file.rsplit('/').next().unwrap();
        assert!(answer.err.contains(table), "{file} {column}: {}", answer.err);
        assert!(
            answer.err.contains(&row[name]),
            "{file} {column}: {} is not named in {}",
            row[name],
            answer.err
        );
        assert!(answer.err.contains("hint:"), "{}", answer.err);
        assert!(!world.path("output/demo/report").exists(), "{file}: nothing is left of it");
    }
    // A pair that changes its outcome differs from three tables; an outcome that is gone is missed.
    let world = demo();
    let outcomes = world.read("output/demo/5-eligibility/outcomes.csv");
    let (at, line) = outcomes.lines().enumerate().find(|(_, line)| line.contains(",included,")).unwrap();
    let without: Vec<&str> =
        outcomes.lines().enumerate().filter(|(number, _)| *number != at).map(|(_, line)| line).collect();
    world.write("output/demo/5-eligibility/outcomes.csv", &(without.join("\n") + "\n"));
    seal(&world.path(RUN));
    let answer = world.bron(&["report", "demo"]);
    assert_eq!(answer.code, 1, "{line}");
    assert!(answer.err.contains("outcomes.csv"), "{}", answer.err);
}

#[test]
fn reviewers_are_named_or_not() {
    let world = demo();
    let open = report(&world, &[]);
    let of_reviewers = |text: &str| words(all(&Html::parse_document(text), "#judging")[0]);
    assert!(
        of_reviewers(&open).contains("AB en CD") && open.contains("CD twijfelt"),
        "{}",
        of_reviewers(&open)
    );
    let hidden = report(&world, &["--pseudonymous"]);
    assert!(
        of_reviewers(&hidden).contains("R1 en R2") && hidden.contains("R2 twijfelt"),
        "{}",
        of_reviewers(&hidden)
    );
    let page = Html::parse_document(&hidden);
    let text = words(all(&page, "main")[0]);
    for name in ["AB", "CD"] {
        let stands = text.split(|c: char| !c.is_alphanumeric()).any(|word| word == name);
        assert!(!stands, "{name} is named");
    }
}

/// What `bron compare` leaves in a run, with a hostile cell.
fn with_comparison(world: &World) {
    world.write(
        "output/demo/compare/eerder/reasons.csv",
        "term,from,to,pairs\nsamenzorg,included,included,1\ntotal,included,included,30\ntotal,unclear,included,4\ntotal,included,absent,2\ntotal,absent,out-e1a,7\n",
    );
    world.write(
        "output/demo/compare/eerder/diff.csv",
        "category,title,evidence\ngone,<b>Weg</b>,HTTP 404 op 2026-11-30\ngone,Nog een,HTTP 410\nmoved,Verhuisd,adres\n",
    );
}

#[test]
fn a_comparison_that_lies_in_the_run_is_shown_with_its_moves() {
    let world = demo();
    assert!(!report(&world, &[]).contains("id=\"comparison\""), "nothing was compared");
    with_comparison(&world);
    let text = report(&world, &[]);
    let page = Html::parse_document(&text);
    let shown = words(all(&page, "#comparison")[0]);
    assert!(shown.contains("2 gone") && shown.contains("1 moved") && shown.contains("<b>Weg</b>"), "{shown}");
    assert!(shown.contains("Van 43 paren kregen er 13 een andere uitkomst"), "{shown}");
    assert_eq!(all(&page, "#comparison svg path.moved").len(), 3);
    assert_eq!(all(&page, "#comparison svg path.same").len(), 1);
    let moved: u64 = all(&page, "#comparison td.n.open").into_iter().map(number).sum();
    assert_eq!(moved, 13);
}

#[test]
fn a_row_of_a_comparison_that_cannot_be_read_stops_the_report_and_is_not_left_out() {
    let world = demo();
    for (rows, told) in [
        (
            "total,included,included,30\ntotal,unclear,included,vier\n",
            "line 3: `vier` in column `pairs` is no number",
        ),
        ("samenzorg,included,included,-1\n", "line 2: `-1` in column `pairs` is no number"),
        ("total,included,onbekend,4\n", "line 2: `onbekend` in column `to` is no outcome"),
        ("total,,included,4\n", "line 2: `` in column `from` is no outcome"),
    ] {
        let file = "output/demo/compare/eerder/reasons.csv";
        world.write(file, &format!("term,from,to,pairs\n{rows}"));
        let answer = world.bron(&["report", "demo"]);
        assert_eq!(answer.code, 1, "{rows}: {}", answer.out);
        assert!(answer.err.contains(file) && answer.err.contains(told), "{rows}: {}", answer.err);
        assert!(answer.err.contains("hint: compare once more"), "{}", answer.err);
        assert!(!world.path("output/demo/report").exists(), "{rows}: nothing is left of it");
    }
    world.write("output/demo/compare/eerder/reasons.csv", "term,from,to\ntotal,included,included\n");
    let answer = world.bron(&["report", "demo"]);
    assert!(answer.err.contains("there is no column `pairs`"), "{}", answer.err);
}

#[test]
fn an_id_in_the_known_items_that_is_none_stops_the_report_and_is_not_counted_as_absent() {
    for file in ["known.csv", "publications.csv"] {
        let world = demo();
        let known = format!("output/demo/known/{file}");
        let row = rows(&world.path(&known)).into_iter().find(|row| !row["publications"].is_empty()).unwrap();
        let id = row["publications"].split_whitespace().next().unwrap();
        let line = world.read(&known).lines().position(|line| line.contains(id)).unwrap() + 1;
        world.edit(&known, id, "Geen/Id");
        let answer = world.bron(&["report", "demo"]);
        assert_eq!(answer.code, 1, "{}", answer.out);
        let told = format!("line {line}: `Geen/Id` in column `publications` is no id of a publication");
        assert!(answer.err.contains(&known) && answer.err.contains(&told), "{}", answer.err);
        assert!(answer.err.contains("hint: trace the list once more"), "{}", answer.err);
    }
}

#[test]
fn a_browser_shows_it_prints_it_and_loads_nothing() {
    let Some(browser) = Browser::start() else { return };
    let Some(axe) = axe() else { return };
    let world = demo();
    with_comparison(&world);
    report(&world, &[]);
    let path = world.path("output/demo/report/report.html").canonicalize().unwrap();
    let address = format!("file://{}", path.display());
    let mut problems = Vec::new();
    for width in [1360, 420] {
        browser.resize(width, 1000);
        browser.open(&address);
        let loaded = browser.run("return performance.getEntriesByType('resource').map((one) => one.name)");
        assert_eq!(loaded, serde_json::json!([]), "nothing is loaded");
        let wide =
            browser.run("return document.documentElement.scrollWidth - document.documentElement.clientWidth");
        assert!(wide.as_i64().unwrap() <= 0, "at {width} the page is {wide} too wide");
        let picture = browser.picture();
        assert!(picture.starts_with(b"\x89PNG") && picture.len() > 20_000);
        if let Some(folder) = std::env::var_os("BRON_SCREENSHOTS") {
            std::fs::write(std::path::Path::new(&folder).join(format!("report-{width}.png")), picture)
                .unwrap();
        }
        browser.run(&axe);
        let found = browser.run_until_done(
            "const done = arguments[arguments.length - 1];
             axe.run({resultTypes: ['violations']}).then((result) => done({passes: result.passes.length, found: result.violations
             .filter((one) => ['serious', 'critical'].includes(one.impact))
             .map((one) => `${one.id}: ${one.help}: ${one.nodes.map((node) => node.html).slice(0, 3).join(' ')}`)}))",
        );
        assert!(found["passes"].as_u64().unwrap() > 5, "axe looked at nothing: {found}");
        problems.extend(found["found"].as_array().unwrap().iter().map(|one| format!("at {width}: {one}")));
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));

    let pdf = world.path("report.pdf");
    let printed = Command::new("/usr/bin/chromium")
        .args([
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--enable-logging=stderr",
            "--no-pdf-header-footer",
        ])
        .arg(format!("--user-data-dir={}", world.path("profile").display()))
        .arg(format!("--print-to-pdf={}", pdf.display()))
        .arg(&address)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&printed.stderr);
    assert!(!said.contains("CONSOLE"), "{said}");
    assert!(std::fs::read(&pdf).unwrap().starts_with(b"%PDF"), "{said}");
}
