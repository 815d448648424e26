//! The page in which reviewers judge, in a real browser: keys, mouse, two reviewers at once, and what assistive programs meet.
//!
//! Skipped, visibly, where Chromium and its driver are not installed (`tests/install browser`).

#![allow(clippy::print_stderr, reason = "a skipped test says so")]

use crate::browse::Server;
use crate::webdriver::Browser;
use crate::world::World;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The address of the page of an open pair.
fn open_pair(world: &World) -> String {
    let (publication, term) = world.open_pair();
    format!("/pair/{publication}/{term}")
}

/// Opens a page as its reviewer.
fn enter(browser: &Browser, server: &Server, path: &str) {
    browser.open(&server.address());
    browser.open(&format!("http://127.0.0.1:{}{path}", server.port));
}

#[test]
fn a_reviewer_judges_by_keys_alone_and_by_mouse() {
    let Some(browser) = Browser::start() else { return };
    let world = World::demo();
    let server = Server::start(&world, "AB", &[]);
    let pair = open_pair(&world);
    enter(&browser, &server, &pair);
    assert!(!browser.address().contains("/start/"), "the secret stands in no address that stays");

    browser.keys("4");
    browser.wait_for(".chosen h2", "E1b");
    browser.keys("i");
    browser.wait_for(".notice", "AB.test.1");
    browser.keys("5");
    browser.wait_for(".chosen h2", "E2");
    browser.keys("e");
    browser.wait_for(".notice", "AB.test.2");
    browser.wait_for("#outcome", "uit: ander domein");
    browser.click(".notice button");
    browser.wait_for("#outcome", "nog open");
    browser.keys("5");
    browser.wait_for(".chosen h2", "E2");
    browser.keys("i");
    browser.wait_for(".notice", "AB.test.4");
    // In a field a letter is a letter.
    browser.click("#note");
    browser.keys("ei, u6");
    browser.keys("\u{E00C}");
    browser.click("button[value=include]");
    browser.wait_for("#outcome", "opgenomen");
    let lines = world.judgements("AB.test");
    let said: Vec<String> = lines
        .iter()
        .map(|line| {
            let says = &line["given"]["says"];
            let part = |name: &str| says[name].as_str().unwrap_or("-").to_owned();
            format!("{} {}", part("criterion"), part("verdict"))
        })
        .collect();
    assert_eq!(said, ["E1b include", "E2 exclude", "- -", "E2 include", "E3 include"]);
    assert_eq!(lines[4]["given"]["note"], "ei, u6");

    let here = browser.address();
    browser.keys("j");
    let next = browser.run("return document.readyState === 'complete' && location.pathname");
    assert_ne!(next, Value::String(here.clone()));
    browser.keys("k");
    browser.wait_for("#outcome", "opgenomen");
    browser.keys("?");
    browser.wait_for("h1", "Hulp en toetsen");
    browser.keys("/");
    browser.wait_for("h1", "Paren");
    browser.keys("zorgzame");
    let typed = browser.run("return document.getElementById('q').value");
    assert_eq!(typed, "zorgzame", "the key leads to the search field");
}

#[test]
fn words_that_are_selected_become_a_passage_at_their_exact_place() {
    let Some(browser) = Browser::start() else { return };
    let world = World::demo();
    let server = Server::start(&world, "AB", &[]);
    enter(&browser, &server, &open_pair(&world));
    let before = browser.run("return document.querySelectorAll('.passage-card').length").as_u64().unwrap();
    let quote = select_words(&browser);
    assert!(quote.chars().count() > 20, "`{quote}`");
    browser.click("#mark button[value=definition]");
    browser.wait_for(".notice", "AB.test.1");
    let after = browser.run("return document.querySelectorAll('.passage-card').length").as_u64().unwrap();
    assert_eq!(after, before + 1);
    let place = world.judgements("AB.test")[0]["given"]["says"]["place"].clone();
    assert_eq!(place["quote"].as_str().unwrap(), quote.trim());
    let text = browser.run("return document.getElementById('page-text').textContent");
    let (start, end) = (place["start"].as_u64().unwrap() as usize, place["end"].as_u64().unwrap() as usize);
    let slice: String = text.as_str().unwrap().chars().skip(start).take(end - start).collect();
    assert_eq!(slice, quote.trim());
}

/// Drags from the first letter of the text to somewhere in its third line, and gives the words that the form took over. A busy
/// machine may miss a part of a drag, so it is tried again.
fn select_words(browser: &Browser) -> String {
    let mut quote = String::new();
    for _ in 0..10 {
        let corner = browser.run(
            "getSelection().removeAllRanges();
             const text = document.getElementById('page-text'); text.scrollIntoView({block: 'center'});
             const range = document.createRange(); range.selectNodeContents(text);
             const line = range.getClientRects()[0]; return [line.left + 1, line.top + line.height / 2]",
        );
        let at = |number: usize| corner[number].as_f64().unwrap();
        browser.drag((at(0), at(1)), (at(0) + 180.0, at(1) + 27.0));
        let taken = browser.run("return document.getElementById('mark-quote').value");
        taken.as_str().unwrap().clone_into(&mut quote);
        if quote.chars().count() > 20 {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(300));
    }
    quote
}

#[test]
fn two_reviewers_in_two_browsers_differ_and_settle_it_together() {
    let (Some(of_ab), Some(of_cd)) = (Browser::start(), Browser::start()) else { return };
    let world = World::demo();
    let (ab, cd) = (Server::start(&world, "AB", &[]), Server::start(&world, "CD", &[]));
    let on = format!("{}?on=E1b", open_pair(&world));
    enter(&of_ab, &ab, &on);
    enter(&of_cd, &cd, &on);
    of_ab.keys("i");
    of_ab.wait_for(".notice", "AB.test.1");
    // CD's page was loaded before; CD still does not see how AB voted.
    of_cd.run("location.reload()");
    of_cd.wait_for(".waiting", "Een ander heeft hierover geoordeeld");
    assert!(!of_cd.text("body").contains("AB"), "{}", of_cd.text("body"));
    of_cd.keys("e");
    of_cd.wait_for("#outcome", "verschil van mening");
    of_cd.keys("4");
    of_cd.wait_for(".votes", "AB");
    of_cd.click("#together-note");
    of_cd.keys("besproken");
    of_cd.click("form.settle button[value=include]");
    of_cd.wait_for(".notice", "consensus.test.1");
    enter(&of_ab, &ab, &on);
    of_ab.wait_for(".votes", "besproken");
    of_ab.wait_for("#outcome", "nog open");
    assert_eq!(world.judgements("consensus.test")[0]["given"]["resolves"], json!(["AB.test.1", "CD.test.1"]));
}

/// The files of judgements of a run, by name.
fn files_of(world: &World, run: &str) -> BTreeMap<String, String> {
    let folder = world.path(&format!("{run}/judgements"));
    let files = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
    let files = files.filter(|path| path.extension().is_some_and(|ending| ending == "jsonl"));
    let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
    files.map(|path| (name(&path), std::fs::read_to_string(&path).unwrap())).collect()
}

/// AB and CD get a pack each, judge apart in two browsers, and both packs are merged into the run in the order that is given.
fn judged_apart(order: [&str; 2]) -> Option<World> {
    let (Some(of_ab), Some(of_cd)) = (Browser::start(), Browser::start()) else { return None };
    let world = World::demo();
    for (name, folder) in [("AB", "pack-ab"), ("CD", "pack-cd")] {
        assert_eq!(world.bron(&["judge", "pack", "demo", "--for", name, "--out", folder]).code, 0);
    }
    let ab = Server::start_on(&world, "pack-ab", "AB", &[]);
    let cd = Server::start_on(&world, "pack-cd", "CD", &[]);
    let pair = open_pair(&world);
    let on = format!("{pair}?on=E1b");
    enter(&of_ab, &ab, &on);
    enter(&of_cd, &cd, &on);
    of_ab.keys("i");
    of_ab.wait_for(".notice", "AB.test.1");
    of_cd.keys("e");
    of_cd.wait_for(".notice", "CD.test.1");
    // On another device nothing waits: neither knows of the other.
    assert!(!of_cd.text("body").contains("AB.test"), "{}", of_cd.text("body"));
    for (browser, server, note) in [(&of_ab, &ab, "AB.test.2"), (&of_cd, &cd, "CD.test.2")] {
        enter(browser, server, &format!("{pair}?on=E2"));
        browser.keys("i");
        browser.wait_for(".notice", note);
    }
    drop((ab, cd, of_ab, of_cd));
    let merged = order.map(|folder| world.bron(&["judge", "merge", folder]));
    assert_eq!(merged.each_ref().map(|answer| answer.code), [0, 2], "{}", merged[1].out);
    assert!(merged[1].out.contains("AB include, CD exclude"), "{}", merged[1].out);
    Some(world)
}

#[test]
fn packs_that_were_judged_in_two_browsers_are_one_after_merging_and_their_difference_is_settled() {
    let Some(world) = judged_apart(["pack-ab", "pack-cd"]) else { return };
    let Some(other) = judged_apart(["pack-cd", "pack-ab"]) else { return };
    // The same lines, but for the moments at which they were given.
    let ids = |world: &World| -> Vec<String> {
        let files = files_of(world, "output/demo").into_values();
        let lines = files.flat_map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>());
        lines.map(|line| serde_json::from_str::<Value>(&line).unwrap()["id"].to_string()).collect()
    };
    assert_eq!(ids(&world), ids(&other));
    let before = files_of(&world, "output/demo");
    assert_eq!(before.keys().collect::<Vec<_>>(), ["AB.test.jsonl", "CD.test.jsonl"]);
    for (pack, name) in [("pack-ab/output/demo", "AB.test.jsonl"), ("pack-cd/output/demo", "CD.test.jsonl")] {
        assert_eq!(
            files_of(&world, pack)[name],
            before[name],
            "what was judged in {pack} is here as it was there"
        );
    }
    for pack in ["pack-ab", "pack-cd"] {
        assert_eq!(world.bron(&["judge", "merge", "output/demo", "--into", pack]).code, 2);
        assert_eq!(files_of(&world, &format!("{pack}/output/demo")), before, "{pack}");
    }

    // Together, on one device.
    let Some(browser) = Browser::start() else { return };
    let server = Server::start(&world, "AB", &[]);
    let (publication, term) = world.open_pair();
    let on = format!("/pair/{publication}/{term}?on=E1b");
    enter(&browser, &server, &on);
    browser.wait_for("#outcome", "verschil van mening");
    browser.wait_for(".votes", "CD");
    browser.click("form.settle button[value=include]");
    browser.wait_for(".notice", "consensus.test.1");
    enter(&browser, &server, &on);
    browser.wait_for("#outcome", "nog open");
    assert_eq!(world.judgements("consensus.test")[0]["given"]["resolves"], json!(["AB.test.1", "CD.test.1"]));
    drop(server);
    for pack in ["pack-ab", "pack-cd"] {
        assert_eq!(world.bron(&["judge", "merge", "output/demo", "--into", pack]).code, 0, "nothing waits");
        assert_eq!(world.bron(&["verify", pack]).code, 0, "{pack}");
    }
    world.rebuild();
    let decisions = world.table("5-eligibility/decisions.csv");
    let is_it = |row: &&BTreeMap<String, String>| {
        row["publication"] == publication && row["term"] == term && row["criterion"] == "E1b"
    };
    let row = decisions.iter().find(is_it).unwrap();
    assert_eq!((row["verdict"].as_str(), row["rule"].as_str()), ("include", "consensus"));
    let verified = world.bron(&["verify", "demo"]);
    assert_eq!(verified.code, 0, "{}", verified.out);
}

/// Where `tests/install browser` puts axe-core.
pub(crate) fn axe() -> Option<String> {
    let variable = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let cache = variable("BRON_TEST_CACHE").or_else(|| {
        let base = variable("XDG_CACHE_HOME").or_else(|| Some(variable("HOME")?.join(".cache")))?;
        Some(base.join("bron-tests"))
    });
    let text = std::fs::read_to_string(cache?.join("axe/axe_playwright_python/axe.min.js")).ok();
    if text.is_none() {
        eprintln!("skipped: no axe-core here (tests/install browser)");
    }
    text
}

#[test]
fn assistive_programs_meet_nothing_that_stops_them() {
    let Some(browser) = Browser::start() else { return };
    let Some(axe) = axe() else { return };
    let world = World::demo();
    let (ab, cd) = (Server::start(&world, "AB", &[]), Server::start(&world, "CD", &[]));
    let pair = open_pair(&world);
    // A difference of opinion, so that all of the page is there.
    enter(&browser, &cd, &format!("{pair}?on=E1b"));
    browser.keys("e");
    browser.wait_for(".notice", "CD.test.1");
    enter(&browser, &ab, &format!("{pair}?on=E1b"));
    browser.keys("i");
    browser.wait_for(".notice", "AB.test.1");
    let publication = pair.split('/').nth(2).unwrap();
    let history = format!("/history/{publication}");
    let on = format!("{pair}?on=E1b");
    let mut problems = Vec::new();
    for path in ["/", "/?state=conflict", "/progress", "/help", "/pair/x/y", &history, &pair, &on] {
        for width in [1360, 480] {
            browser.resize(width, 900);
            enter(&browser, &ab, path);
            browser.run("for (const one of document.querySelectorAll('details')) one.open = true");
            browser.run(&axe);
            let found = browser.run_until_done(
                "const done = arguments[arguments.length - 1];
                 axe.run({resultTypes: ['violations']}).then((result) => done({passes: result.passes.length, found: result.violations
                 .filter((one) => ['serious', 'critical'].includes(one.impact))
                 .map((one) => `${one.id}: ${one.help}: ${one.nodes.map((node) => node.html).slice(0, 3).join(' ')}`)}))",
            );
            assert!(found["passes"].as_u64().unwrap() > 5, "axe looked at nothing: {found}");
            let found = found["found"].as_array().unwrap().iter();
            problems.extend(found.map(|one| format!("{path} at {width}: {}", one.as_str().unwrap())));
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn the_main_views_are_drawn() {
    let Some(browser) = Browser::start() else { return };
    let world = World::demo();
    let (ab, cd) = (Server::start(&world, "AB", &[]), Server::start(&world, "CD", &[]));
    let pair = open_pair(&world);
    enter(&browser, &cd, &format!("{pair}?on=E1b"));
    browser.keys("e");
    browser.wait_for(".notice", "CD.test.1");
    let publication = pair.split('/').nth(2).unwrap().to_owned();
    let folder = std::env::var_os("BRON_SCREENSHOTS").map(PathBuf::from);
    let draw = |name: &str, path: &str, wait: (&str, &str)| {
        enter(&browser, &ab, path);
        browser.wait_for(wait.0, wait.1);
        let picture = browser.picture();
        assert!(picture.starts_with(b"\x89PNG") && picture.len() > 10_000, "{name}");
        if let Some(folder) = &folder {
            std::fs::create_dir_all(folder).unwrap();
            std::fs::write(folder.join(format!("{name}.png")), picture).unwrap();
        }
    };
    let on = format!("{pair}?on=E1b");
    browser.resize(1360, 1000);
    draw("list", "/", ("h1", "Paren"));
    draw("blind", &on, (".waiting", "Een ander"));
    browser.keys("i");
    browser.wait_for(".notice", "AB.test.1");
    draw("conflict", &on, (".votes", "CD"));
    draw("pair", &format!("{pair}?on=E2"), (".chosen h2", "E2"));
    draw("progress", "/progress", ("h1", "Voortgang"));
    draw("history", &format!("/history/{publication}"), ("table", "AB.test.1"));
    draw("help", "/help", ("h1", "Hulp"));
    browser.resize(1360, 3200);
    draw("pair-whole", &on, (".votes", "CD"));
    browser.resize(480, 1400);
    draw("narrow", &on, (".votes", "CD"));
}
