//! Two harvests compared: a run with itself, with a copy that somebody edited, with what-ifs on its archive, with the printed table.

use crate::served::Served;
use crate::world::{Answer, InTurn, World, copy, rows, seal, stage_files};
use bron_demo::When;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The tests write into its folder `compare/`.
static DEMO: InTurn = InTurn::new();

fn files_of(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(&path).unwrap()))
        .collect()
}

/// How many differences there are of each category, with the cause of a changed decision.
fn categories(folder: &Path) -> BTreeMap<String, usize> {
    let mut counted = BTreeMap::new();
    for row in rows(&folder.join("diff.csv")) {
        let told = [row["category"].as_str(), row["because"].as_str()].join(" ").trim().to_owned();
        *counted.entry(told).or_default() += 1;
    }
    counted
}

/// The causes in `counts.csv` add up to the difference, and the cells are those of Table 1 on both sides.
fn check_counts(folder: &Path, a: Option<&Path>, b: Option<&Path>) {
    const CELLS: [&str; 5] = ["term", "column", "a", "b", "difference"];
    let tables = [a, b].map(|run| run.map(|run| rows(&run.join("6-synthesis/table1.csv"))));
    let counts = rows(&folder.join("counts.csv"));
    assert_eq!(counts.len(), 11 * 7);
    for row in counts {
        let number = |cell: &str| cell.parse::<i64>().unwrap();
        let causes: i64 = row
            .iter()
            .filter(|(name, _)| !CELLS.contains(&name.as_str()))
            .map(|(_, cell)| number(cell))
            .sum();
        assert_eq!(causes, number(&row["b"]) - number(&row["a"]), "{row:?}");
        for (table, side) in tables.iter().zip(["a", "b"]) {
            let Some(table) = table else { continue };
            let of_term = table.iter().find(|of| of["term"] == row["term"]).unwrap();
            assert_eq!(of_term[&row["column"]], row[side], "{row:?}");
        }
    }
}

#[test]
fn a_run_does_not_differ_from_itself_and_neither_does_it_from_another_harvest_of_the_same_sites() {
    let (_turn, world) = DEMO.take();
    let again = world.bron(&["demo", "--output", "output/again"]);
    assert_eq!(again.code, 0, "{}", again.err);
    let before = stage_files(&world.path("output/demo"));
    for other in ["demo", "again"] {
        let answer = world.bron(&["compare", other, "demo"]);
        assert_eq!(answer.code, 0, "{}{}", answer.out, answer.err);
        assert!(answer.out.contains("Er is niets verschillend."), "{}", answer.out);
        let folder = world.path(&format!("output/demo/compare/{other}"));
        assert!(rows(&folder.join("diff.csv")).is_empty());
        check_counts(&folder, Some(&world.path("output/demo")), Some(&world.path("output/demo")));
        let queries = rows(&folder.join("queries.csv"));
        assert_eq!(queries.len(), rows(&world.path("output/demo/1-search/queries.csv")).len());
        assert!(queries.iter().all(|row| row["only_a"] == "0" && row["only_b"] == "0"));
        let first = files_of(&folder);
        assert_eq!(world.bron(&["compare", other, "demo"]).code, 0);
        assert!(first == files_of(&folder), "the same runs give the same bytes");
    }
    let english = world.bron(&["--lang", "en", "compare", "demo", "demo"]);
    assert!(english.out.contains("Nothing differs."), "{}", english.out);
    assert!(before == stage_files(&world.path("output/demo")), "no stage is touched");
    assert_eq!(world.bron(&["verify", "demo"]).code, 0);
}

/// Decisions differ because of the criteria, and nothing else does; but what the window takes out is not retrieved, so two records
/// with one file are seen to be one publication on one side only.
fn by_the_window_alone(folder: &Path) {
    let found = rows(&folder.join("diff.csv"));
    assert!(found.iter().any(|row| row["because"] == "criteria"), "{found:?}");
    for row in &found {
        let is_decision = row["category"] == "changed-decision" && row["because"] == "criteria";
        assert!(is_decision || ["merged", "split"].contains(&row["field"].as_str()), "{row:?}");
    }
}

#[test]
fn an_earlier_end_of_the_window_moves_pairs_because_of_the_criteria_alone() {
    let (_turn, world) = DEMO.take();
    let run = world.path("output/demo");
    let (stages, archive) = (stage_files(&run), files_of(&run.join("archive")));
    let answer = world.bron(&["compare", "demo", "--what-if", "window-end=2018-12-31"]);
    assert_eq!(answer.code, 2, "{}{}", answer.out, answer.err);
    assert!(answer.out.contains("De groei is exact."), "{}", answer.out);
    let folder = run.join("compare/what-if-window-end-2018-12-31");
    assert!(categories(&folder)["changed-decision criteria"] > 10);
    by_the_window_alone(&folder);
    check_counts(&folder, Some(&run), None);
    let found = rows(&folder.join("diff.csv"));
    for row in found.iter().filter(|row| row["category"] == "changed-decision") {
        assert!(row["evidence"].contains("window to 2024-06-30 in A, to 2018-12-31 in B"), "{row:?}");
        assert!(["out-w", "unclear"].contains(&row["after"].as_str()), "{row:?}");
    }
    let reasons = rows(&folder.join("reasons.csv"));
    let in_a = reasons.iter().filter(|row| row["term"] == "total" && row["from"] != "absent");
    let total = in_a.map(|row| row["pairs"].parse::<u64>().unwrap());
    let outcomes = rows(&run.join("5-eligibility/outcomes.csv")).len() as u64;
    assert_eq!(total.sum::<u64>(), outcomes);
    assert!(
        stages == stage_files(&run) && archive == files_of(&run.join("archive")),
        "the run stays as it was"
    );
    let left: Vec<String> = std::fs::read_dir(world.path("output"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| name.contains("what-if"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn a_run_made_again_can_be_kept_and_is_a_run_like_any_other() {
    let (_turn, world) = DEMO.take();
    let asked = ["compare", "demo", "--what-if", "stop-after=3hits", "--keep", "drie-hits"];
    let answer = world.bron(&asked);
    assert_eq!(answer.code, 2, "{}{}", answer.out, answer.err);
    let kept = world.path("output/drie-hits");
    let run = world.path("output/demo");
    let folder = run.join("compare/what-if-stop-after-3hits");
    check_counts(&folder, Some(&run), Some(&kept));
    let found = categories(&folder);
    assert!(found["cut-off"] > 10, "{found:?}");
    for row in rows(&folder.join("diff.csv")).iter().filter(|row| row["category"] == "cut-off") {
        assert!(row["evidence"].contains("is stopped-by-protocol in B after 3"), "{row:?}");
    }
    assert!(
        rows(&kept.join("1-search/queries.csv"))
            .iter()
            .all(|row| row["hits"].parse::<u32>().unwrap() <= 3 || row["via"] != "search")
    );
    let compared = world.bron(&["compare", "demo", "drie-hits", "--json"]);
    assert_eq!(compared.code, 2, "{}", compared.err);
    let told: serde_json::Value = serde_json::from_str(&compared.out).unwrap();
    assert_eq!(told["by_category"]["cut-off"], found["cut-off"]);
    let again = world.bron(&asked);
    assert_eq!(again.code, 1);
    assert!(
        again.err.contains("is there already") && again.err.contains("hint: choose another name"),
        "{}",
        again.err
    );
}

#[test]
fn phrases_alone_leave_the_pairs_in_whose_text_the_term_stands_as_it_was_typed() {
    let (_turn, world) = DEMO.take();
    let answer = world.bron(&["compare", "demo", "--what-if", "exact-phrase"]);
    assert_eq!(answer.code, 2, "{}{}", answer.out, answer.err);
    let folder = world.path("output/demo/compare/what-if-exact-phrase");
    check_counts(&folder, Some(&world.path("output/demo")), None);
    let total = |column: &str| {
        let counts = rows(&folder.join("counts.csv"));
        let row = counts.into_iter().find(|row| row["term"] == "total" && row["column"] == column).unwrap();
        (row["a"].parse::<u64>().unwrap(), row["b"].parse::<u64>().unwrap())
    };
    let (a, b) = total("excluded_e1a");
    assert!(b < a, "what does not hold the term at all is not found by its phrase: {a} {b}");
    let (a, b) = total("included");
    assert!(0 < b && b <= a, "{a} {b}");
}

#[test]
fn an_edited_copy_is_found_and_a_table_that_does_not_add_up_is_refused() {
    let (_turn, world) = DEMO.take();
    copy(&world.path("output/demo"), &world.path("output/bewerkt"));
    let table = "output/bewerkt/5-eligibility/outcomes.csv";
    let row = rows(&world.path(table)).into_iter().find(|row| row["outcome"] == "included").unwrap();
    let begins = format!("{},{},included", row["publication"], row["term"]);
    world.edit(table, &begins, &begins.replace("included", "out-e1b"));
    let answer =
        world.bron(&["compare", "demo", "bewerkt", "--table", "5-eligibility/outcomes.csv", "--json"]);
    assert_eq!(answer.code, 2, "{}", answer.err);
    let told: serde_json::Value = serde_json::from_str(&answer.out).unwrap();
    assert_eq!(told["changed"].as_array().unwrap().len(), 1);
    assert_eq!(told["changed"][0]["changes"]["outcome"], serde_json::json!(["included", "out-e1b"]));
    assert_eq!(told["added"].as_array().unwrap().len() + told["removed"].as_array().unwrap().len(), 0);
    let edited = world.bron(&["compare", "demo", "bewerkt"]);
    assert_eq!(edited.code, 1, "{}", edited.out);
    assert!(
        edited.err.contains(table) && edited.err.contains("is not as the run wrote it"),
        "{}",
        edited.err
    );
    seal(&world.path("output/bewerkt"));
    let whole = world.bron(&["compare", "demo", "bewerkt"]);
    assert_eq!(whole.code, 1, "{}", whole.out);
    assert!(whole.err.contains("differ by 0, and the rows add up to"), "{}", whole.err);
    assert!(whole.err.contains("hint: a run was changed by hand"), "{}", whole.err);
    let same = world.bron(&["compare", "demo", "bewerkt", "--table", "1-search/publications.csv"]);
    assert_eq!(same.code, 0, "{}{}", same.out, same.err);
    for (arguments, problem) in [
        (vec!["--table", "run.json"], "nothing says which columns name a row"),
        (vec!["--table", "5-eligibility/niet.csv"], "there is no table `output/demo/5-eligibility/niet.csv`"),
        (vec!["--table", "9-niets/outcomes.csv"], "there is no table"),
        (vec!["--table", "../demo/5-eligibility/outcomes.csv"], "is no file of a run, named from its folder"),
        (vec!["--table", "/etc/passwd"], "is no file of a run, named from its folder"),
        (vec!["--table", "1-search/hits.csv", "--key", "source"], "two rows have the key"),
    ] {
        let answer = world.bron(&[vec!["compare", "demo", "bewerkt"], arguments].concat());
        assert_eq!(answer.code, 1);
        assert!(answer.err.contains(problem) && answer.err.contains("hint: "), "{}", answer.err);
    }
}

#[test]
fn the_printed_table_is_no_drift_and_the_named_inclusions_are_traced_where_a_record_proves_it() {
    let (_turn, world) = DEMO.take();
    let _ = std::fs::remove_dir_all(world.path("output/demo/known"));
    let first = world.bron(&["--lang", "en", "compare", "2024", "demo"]);
    assert_eq!(first.code, 2, "{}{}", first.out, first.err);
    assert!(first.out.contains("nothing is called drift here"), "{}", first.out);
    assert!(first.out.contains("`bron known RUN` does that"), "{}", first.out);
    let folder = world.path("output/demo/compare/2024");
    let counts = rows(&folder.join("counts.csv"));
    let cell = |term: &str, column: &str| {
        let row = counts.iter().find(|row| row["term"] == term && row["column"] == column).unwrap();
        (row["a"].clone(), row["rule"].clone())
    };
    assert_eq!(cell("total", "identified"), ("432".to_owned(), String::new()));
    assert_eq!(cell("samenredzaamheid", "excluded_e2_e3"), ("2".to_owned(), String::new()));
    assert_eq!(cell("total", "unclear"), (String::new(), String::new()));
    assert!(rows(&folder.join("queries.csv")).iter().all(|row| row["comparable"] == "false"));
    assert_eq!(world.bron(&["known", "demo"]).code, 2);
    let second = world.bron(&["compare", "2024", "demo"]);
    assert_eq!(second.code, 2, "{}", second.err);
    let told: BTreeSet<(String, String)> = rows(&folder.join("diff.csv"))
        .into_iter()
        .map(|row| (row["before"].replace("included: ", ""), row["category"].clone()))
        .collect();
    for (who, category) in [
        ("Reitsma 2016", "not-returned"),
        ("Rolvink 2010", "not-comparable"),
        ("Mulderij & Oldeboom 2014", "gone"),
    ] {
        assert!(told.contains(&(who.to_owned(), category.to_owned())), "{who}: {told:?}");
    }
    assert!(
        rows(&folder.join("diff.csv")).iter().all(|row| row["because"].is_empty()),
        "no cause is claimed"
    );
    let refused = world.bron(&["compare", "2024", "demo", "--ask"]);
    assert_eq!(refused.code, 1, "{}", refused.out);
}

#[test]
fn the_printed_table_is_the_one_that_the_pipeline_names() {
    let (_turn, made) = DEMO.take();
    let world = World::with_demo_of(made);
    let shipped = world.read("config/reference/table1-2024.csv");
    let other = shipped.replacen(",19,14,0,5,19,14,0,5,", ",29,24,0,5,29,24,0,5,", 1);
    assert_ne!(shipped, other);
    world.write("config/reference/other.csv", &other);
    world.edit("pipelines/demo.toml", "config/reference/table1-2024.csv", "config/reference/other.csv");
    assert_eq!(world.bron(&["compare", "2024", "demo"]).code, 2);
    let counts = rows(&world.path("output/demo/compare/2024/counts.csv"));
    let is_it = |row: &&BTreeMap<String, String>| {
        row["term"] == "community-building" && row["column"] == "excluded_e1"
    };
    assert_eq!(counts.iter().find(is_it).unwrap()["a"], "24");

    world.edit("pipelines/demo.toml", "earlier_table1 = \"config/reference/other.csv\"\n", "");
    let none = world.bron(&["compare", "2024", "demo"]);
    assert_eq!(none.code, 1, "{}", none.out);
    for told in ["`demo` names no printed table of an earlier review", "hint: write `earlier_table1 = "] {
        assert!(none.err.contains(told), "`{told}` is not in: {}", none.err);
    }
}

#[test]
fn another_word_list_moves_pairs_because_of_the_criteria_and_a_copy_of_a_list_moves_none() {
    let (_turn, made) = DEMO.take();
    let world = World::with_demo_of(made);
    let run = world.path("output/demo");
    let what_if = |key: &str, name: &str, list: &str| {
        let file = format!("config/{name}.toml");
        world.write(&file, list);
        let answer = world.bron(&["compare", "demo", "--what-if", &format!("{key}={file}")]);
        (answer, run.join(format!("compare/what-if-{key}-{name}")))
    };
    for (key, [one, other], outcome) in [
        ("kinds", ["include", "exclude"], "out-i1"),
        ("domains", ["inside", "outside"], "out-e2"),
        ("groups", ["older", "other"], "out-e3"),
    ] {
        let list = world.read(&format!("config/lexicons/{key}.toml"));
        let (copied, folder) = what_if(key, "copied", &list);
        assert_eq!(copied.code, 0, "{key}: {}{}", copied.out, copied.err);
        check_counts(&folder, Some(&run), Some(&run));

        let [one, other] = [one, other].map(|word| format!("= \"{word}\"\n"));
        let turned = list.replace(&one, "= ?\n").replace(&other, &one).replace("= ?\n", &other);
        let (answer, folder) = what_if(key, "turned", &turned);
        assert_eq!(answer.code, 2, "{key}: {}{}", answer.out, answer.err);
        check_counts(&folder, Some(&run), None);
        let found = rows(&folder.join("diff.csv"));
        let moved = found.iter().filter(|row| row["before"] == "included" && row["after"] == outcome);
        assert!(moved.count() > 3, "{key}: {found:?}");
        for row in found.iter().filter(|row| row["category"] == "changed-decision") {
            assert_eq!(row["because"], "criteria", "{key}: {row:?}");
            assert!(row["evidence"].contains("screening digest"), "{key}: {row:?}");
        }
        let (missing, _) = what_if(key, "empty", "");
        let told = missing.err.contains("config/empty.toml") && missing.err.contains("hint: ");
        assert!(missing.code == 1 && told, "{key}: {} {}{}", missing.code, missing.out, missing.err);
    }
}

fn well(answer: &Answer) {
    assert!([0, 2].contains(&answer.code), "{}\n{}", answer.out, answer.err);
}

#[test]
fn two_windows_on_one_archive_differ_by_the_window_alone_and_ask_nobody() {
    let served = Served::start(&[]);
    let world = World::with_study();
    let pipeline = served.in_pipeline(&world.read("pipelines/demo.toml")).replacen(
        "sources = [",
        "only_terms = [\"samenredzaamheid\"]\nsources = [",
        1,
    );
    world.write("pipelines/demo.toml", &pipeline);
    let earlier = pipeline
        .replacen("name = \"demo\"", "name = \"demo-vroeg\"\narchive = \"demo\"", 1)
        .replacen("until = \"2024-06-30\"", "until = \"2015-12-31\"", 1);
    world.write("pipelines/demo-vroeg.toml", &earlier);
    well(&world.bron(&["run", "demo"]));
    well(&world.bron(&["run", "demo-vroeg"]));
    let answer = world.bron(&["--lang", "en", "compare", "demo-vroeg", "demo"]);
    assert_eq!(answer.code, 2, "{}{}", answer.out, answer.err);
    assert!(answer.out.contains("Growth is exact."), "{}", answer.out);
    let folder = world.path("output/demo/compare/demo-vroeg");
    by_the_window_alone(&folder);
    assert!(
        rows(&folder.join("queries.csv"))
            .iter()
            .all(|row| row["comparable"] == "true" || !row["why"].is_empty())
    );

    // Another file for the kinds: what was a publication is none, and that is the criteria.
    world.write(
        "config/kinds-other.toml",
        &world.read("config/lexicons/kinds.toml").replace("verdict = \"include\"", "verdict = \"exclude\""),
    );
    let answer = world.bron(&["compare", "demo", "--what-if", "kinds=config/kinds-other.toml"]);
    assert_eq!(answer.code, 2, "{}{}", answer.out, answer.err);
    let changed = rows(&world.path("output/demo/compare/what-if-kinds-kinds-other/diff.csv"));
    assert!(
        changed.iter().any(|row| row["after"] == "out-i1" && row["because"] == "criteria"),
        "{changed:?}"
    );
    let missing = world.bron(&["compare", "demo", "--what-if", "criteria=config/niet.toml"]);
    assert_eq!(missing.code, 1);
    assert!(missing.err.contains("config/niet.toml"), "{}", missing.err);

    // A window without an archive of its own asks nobody.
    let refused = world.bron(&["compare", "demo", "demo-vroeg", "--ask"]);
    assert_eq!(refused.code, 1, "{}", refused.out);
    assert!(
        refused.err.contains("never asks a site") && refused.err.contains("hint: compare with `demo`"),
        "{}",
        refused.err
    );
}

/// The publications of a run by every address at which it lists them.
fn addresses(run: &Path) -> BTreeMap<String, String> {
    let mut kept: BTreeMap<String, String> = BTreeMap::new();
    for row in rows(&run.join("3-retrieval/merges.csv")) {
        kept.insert(row["merged"].clone(), row["kept"].clone());
    }
    let hits = rows(&run.join("1-search/hits.csv"));
    let now = |id: &String| kept.get(id).unwrap_or(id).clone();
    hits.into_iter().map(|row| (row["url"].clone(), now(&row["publication"]))).collect()
}

/// Fields that the list does not show: what follows from a changed text or date has a row as well, and is not written down
/// beforehand.
const FOLLOWS: [&str; 7] =
    ["not_before", "not_after", "document_status", "language", "isbn", "publisher", "doi"];

/// Every difference that was written down beforehand is there, and no other, but for fields that follow from it.
fn check_expected(first: &Path, later: &Path, folder: &Path, holds: &[When]) {
    let (of_a, of_b) = (addresses(first), addresses(later));
    let found = rows(&folder.join("diff.csv"));
    let mut met: BTreeSet<usize> = BTreeSet::new();
    let mut wrong: Vec<String> = Vec::new();
    for expected in bron_demo::expected_differences() {
        if !holds.contains(&expected.when) {
            continue;
        }
        let id = |of: &BTreeMap<String, String>, address: &str| match address {
            "" => String::new(),
            address => of.get(address).unwrap_or_else(|| panic!("{address} is in no list")).clone(),
        };
        let (a, b) = (id(&of_a, &expected.address_a), id(&of_b, &expected.address_b));
        let fits = |row: &BTreeMap<String, String>| {
            row["category"] == expected.category
                && row["publication_a"] == a
                && row["publication_b"] == b
                && row["because"] == expected.because
                && (expected.term.is_empty() || row["term"] == expected.term)
                && (expected.field.is_empty() || row["field"] == expected.field)
                && (expected.before.is_empty() || row["before"] == expected.before)
                && (expected.after.is_empty() || row["after"] == expected.after)
                && (expected.matched_by.is_empty() || row["matched_by"] == expected.matched_by)
        };
        let its: Vec<usize> = (0..found.len()).filter(|at| fits(&found[*at])).collect();
        if its.is_empty() {
            let like = found.iter().filter(|row| row["publication_a"] == a && row["publication_b"] == b);
            wrong.push(format!("expected {expected:?}\n  there is {:#?}", like.collect::<Vec<_>>()));
        }
        met.extend(its);
    }
    for (at, row) in found.iter().enumerate() {
        let follows = row["category"] == "changed-metadata" && FOLLOWS.contains(&row["field"].as_str());
        // A file goes with its page.
        let goes_along = row["category"] == "moved" && row["field"] == "file";
        if !met.contains(&at) && !follows && !goes_along {
            wrong.push(format!("not expected: {row:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    check_counts(folder, Some(first), Some(later));
}

#[test]
fn the_later_harvest_differs_as_was_written_down_beforehand() {
    let (_turn, world) = DEMO.take();
    let later = world.bron(&["demo", "--later"]);
    assert_eq!(later.code, 2, "{}{}", later.out, later.err);
    let answer = world.bron(&["compare", "demo", "demo-later"]);
    assert_eq!(answer.code, 2, "{}{}", answer.out, answer.err);
    assert!(answer.out.contains("Met --ask wordt"), "{}", answer.out);
    let (first, run) = (world.path("output/demo"), world.path("output/demo-later"));
    check_expected(&first, &run, &run.join("compare/demo"), &[When::Always, When::Unasked]);
    let found = rows(&run.join("compare/demo/diff.csv"));
    let revised = found.iter().filter(|row| row["category"] == "revised");
    assert!(
        revised.clone().count() > 0 && revised.clone().all(|row| row["text_diff"].starts_with("@@")),
        "{found:?}"
    );
    let lines = std::fs::read_to_string(run.join("compare/demo/diff.jsonl")).unwrap();
    assert_eq!(lines.lines().count(), found.len());
    for (line, row) in lines.lines().zip(&found) {
        let told: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(told["category"], row["category"]);
        assert_eq!(told["evidence"], row["evidence"]);
    }
    // The other way round, what came goes.
    let back = world.bron(&["compare", "demo-later", "demo", "--json"]);
    assert_eq!(back.code, 2, "{}", back.err);
    let told: serde_json::Value = serde_json::from_str(&back.out).unwrap();
    let forth: serde_json::Value =
        serde_json::from_str(&world.bron(&["compare", "demo", "demo-later", "--json"]).out).unwrap();
    assert_eq!(
        (&told["sums"]["a"], &told["sums"]["matched_a"]),
        (&forth["sums"]["b"], &forth["sums"]["matched_b"])
    );
    assert_eq!(told["by_category"]["moved"], forth["by_category"]["moved"]);
}

/// In a copy of the first run, one of the publications that would be asked for has no address any more.
fn what_has_no_address_stays_not_asked_and_is_said(study: &World, first: &Path) {
    well(&study.bron(&["compare", first.to_str().unwrap(), "demo-later"]));
    let found = rows(&study.path("output/demo-later/compare/demo/diff.csv"));
    let id = &found.iter().find(|row| row["category"] == "not-asked").unwrap()["publication_a"];
    copy(first, &study.path("output/eerder"));
    for table in ["1-search", "3-retrieval"].map(|stage| format!("output/eerder/{stage}/publications.csv")) {
        if let Some(row) = rows(&study.path(&table)).iter().find(|row| row["publication"] == *id) {
            study.edit(&table, &format!(",{},", row["url"]), ",op papier,");
        }
    }
    seal(&study.path("output/eerder"));
    let asked = ["--lang", "en", "compare", "eerder", "demo-later", "--ask"];
    let answer = study.bron(&asked);
    let told = format!("{id}: not asked, there is no address but `op papier`");
    assert!(answer.out.contains(&told), "`{told}` is not in: {}{}", answer.out, answer.err);
    let json = study.bron(&[&asked[..], &["--json"]].concat());
    let told: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    let expected = serde_json::json!([{"publication": id, "as_listed": "op papier"}]);
    assert_eq!(told["asked"]["without_address"], expected);
    let found = rows(&study.path("output/demo-later/compare/eerder/diff.csv"));
    let stays = found.iter().any(|row| row["publication_a"] == *id && row["category"] == "not-asked");
    assert!(stays, "{found:?}");
}

#[test]
fn what_cannot_be_compared_or_says_nothing_is_refused_with_the_next_step() {
    let (_turn, world) = DEMO.take();
    for (arguments, problem) in [
        (
            &["2024", "demo", "--table", "6-synthesis/table1.csv"][..],
            "2024 is the printed table of the earlier review",
        ),
        (&["demo", "2024"], "2024 is the printed table of the earlier review"),
        (&["demo", "2024", "--table", "6-synthesis/table1.csv"], "2024 is the printed table"),
        (&["demo", "niets", "--table", "6-synthesis/table1.csv"], "there is no run in output/niets"),
        (&["demo", "demo", "--keep", "bewaard"], "`--keep bewaard` keeps a run that is made again"),
        (
            &["demo", "--what-if", "exact-phrase", "--keep", "2024"],
            "`--keep 2024` would hide the printed table of the earlier review",
        ),
        (
            &["demo", "--what-if", "window-end=2018-12-31", "--what-if", "window-end=2020-12-31"],
            "`window-end=2020-12-31` is no what-if: another one says that already",
        ),
    ] {
        let answer = world.bron(&[&["compare"], arguments].concat());
        assert_eq!(answer.code, 1, "{arguments:?}: {}", answer.out);
        assert!(
            answer.err.contains(problem) && answer.err.contains("hint: "),
            "{arguments:?}: {}",
            answer.err
        );
    }
}

#[test]
fn an_address_that_gave_no_answer_is_told_from_one_not_asked_and_is_asked_again() {
    let (_turn, world) = DEMO.take();
    let first = world.path("output/demo");
    let later = ["--later", "--first", first.to_str().unwrap()];
    let served = Served::start(&later);
    let study = World::with_study();
    let pipeline = study.read("pipelines/demo-later.toml");
    study.write("pipelines/demo-later.toml", &served.in_pipeline(&pipeline));
    well(&study.bron(&["run", "demo-later", "--accept-proposals"]));
    drop(served);
    let asked = ["--lang", "en", "compare", first.to_str().unwrap(), "demo-later", "--ask"];
    let answer = study.bron(&asked);
    assert_eq!(answer.code, 2, "{}{}", answer.out, answer.err);
    assert!(answer.err.contains("addresses were asked and gave no answer"), "{}", answer.err);
    assert!(answer.out.contains(": asked, no answer ("), "{}", answer.out);
    let json = study.bron(&[&asked[..], &["--json"]].concat());
    let told: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    let unanswered = told["asked"]["unanswered"].as_array().unwrap().len();
    assert!(unanswered > 0 && told["asked"]["asked"] == unanswered, "{}", told["asked"]);

    let served = Served::start(&later);
    study.write("pipelines/demo-later.toml", &served.in_pipeline(&pipeline));
    let again = study.bron(&[&asked[..], &["--json"]].concat());
    assert_eq!(again.code, 2, "{}{}", again.out, again.err);
    let told: serde_json::Value = serde_json::from_str(&again.out).unwrap();
    assert_eq!(told["asked"]["unanswered"], serde_json::json!([]), "{}", told["asked"]);
    let found = rows(&study.path("output/demo-later/compare/demo/diff.csv"));
    assert!(found.iter().any(|row| row["category"] == "gone"), "{found:?}");
    assert!(!found.iter().any(|row| row["category"] == "not-asked"), "{found:?}");
}

#[test]
fn an_address_that_is_asked_for_tells_gone_from_not_returned() {
    let (_turn, world) = DEMO.take();
    let first = world.path("output/demo");
    let served = Served::start(&["--later", "--first", first.to_str().unwrap()]);
    let study = World::with_study();
    let pipeline = served.in_pipeline(&study.read("pipelines/demo-later.toml"));
    study.write("pipelines/demo-later.toml", &pipeline);
    well(&study.bron(&["run", "demo-later", "--accept-proposals"]));
    let run = study.path("output/demo-later");
    let stages = stage_files(&run);
    what_has_no_address_stays_not_asked_and_is_said(&study, &first);
    let asked = ["compare", first.to_str().unwrap(), "demo-later", "--ask"];
    let answer = study.bron(&asked);
    assert_eq!(answer.code, 2, "{}{}", answer.out, answer.err);
    check_expected(&first, &run, &run.join("compare/demo"), &[When::Always, When::Asked]);
    assert!(stages == stage_files(&run), "no stage is touched");
    drop(served);
    // What was answered is in the archive: nobody needs to be asked again, and the run is whole.
    let again = study.bron(&asked[..3]);
    assert_eq!(again.code, 2, "{}", again.err);
    check_expected(&first, &run, &run.join("compare/demo"), &[When::Always, When::Asked]);
    assert_eq!(study.bron(&["verify", "demo-later"]).code, 0);
}
