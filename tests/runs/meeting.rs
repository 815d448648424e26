//! The sheet of a meeting: what two differ on goes out with both votes, and what they decide together comes back, whole or not at all.

use crate::world::{Answer, World, rows};
use std::collections::BTreeMap;

type Row = BTreeMap<String, String>;

fn import(world: &World, file: &str, more: &[&str]) -> Answer {
    let on = ["judge", "import", file, "--consensus", "--run", "demo", "--device", "test"];
    world.bron(&[&on, more].concat())
}

/// AB and CD differ on E1b and E3 of one pair and agree on E2; CD and EF differ on E3 of another publication.
fn scene() -> (World, (String, String), String) {
    let world = World::demo();
    let pair = world.open_pair();
    let (publication, term) = (pair.0.as_str(), pair.1.as_str());
    let passages = world.table("4-extraction/passages.csv");
    let is_it = |row: &&Row| row["publication"] == publication && row["term"] == term;
    let quote = passages.iter().find(is_it).unwrap()["quote"].clone();
    let e1b = [publication, "--criterion", "E1b", "--term", term];
    let told = ["--quote", &quote, "--reason", "definition", "--note", "=staat er, \"letterlijk\""];
    world.give("AB", &e1b, "include", &told);
    world.give("CD", &e1b, "exclude", &["--reason", "mention-only", "--note", "alleen genoemd"]);
    for (criterion, ab, cd) in [("E2", "include", "include"), ("E3", "include", "unclear")] {
        let on = [publication, "--criterion", criterion];
        world.give("AB", &on, ab, &[]);
        world.give("CD", &on, cd, &["--screened", "summary"]);
    }
    let other = world.table("5-eligibility/outcomes.csv");
    let mut other = other.iter().filter(|row| row["unclear"] == "E1b E2 E3").map(|row| &row["publication"]);
    let other = other.find(|id| *id != publication).unwrap().clone();
    world.give("CD", &[&other, "--criterion", "E3"], "include", &[]);
    world.give("EF", &[&other, "--criterion", "E3"], "exclude", &[]);
    (world, pair, other)
}

fn sheet(world: &World, name: &str, more: &[&str]) -> Vec<Row> {
    let out = format!("{name}.xlsx");
    let made = world.bron(&[&["judge", "sheet", "demo", "--consensus", "--out", &out], more].concat());
    assert_eq!(made.code, 0, "{}", made.err);
    rows(&world.path(&format!("{name}.csv")))
}

/// Saves the rows with a semicolon, as a Dutch Excel does.
fn save(world: &World, name: &str, rows: &[Row]) {
    let mut writer = csv::WriterBuilder::new().delimiter(b';').from_writer(Vec::new());
    let header: Vec<&String> = rows[0].keys().collect();
    writer.write_record(&header).unwrap();
    rows.iter().for_each(|row| writer.write_record(row.values()).unwrap());
    std::fs::write(world.path(name), writer.into_inner().unwrap()).unwrap();
}

fn row<'a>(rows: &'a mut [Row], publication: &str, criterion: &str) -> &'a mut Row {
    let is_it = |row: &&mut Row| row["publicatie"] == publication && row["criterium"] == criterion;
    rows.iter_mut().find(is_it).unwrap_or_else(|| panic!("no row on {criterion} of {publication}"))
}

fn fill(row: &mut Row, cells: &[(&str, &str)]) {
    for (column, text) in cells {
        (*text).clone_into(row.get_mut(*column).unwrap_or_else(|| panic!("no column {column}")));
    }
}

#[test]
fn what_two_differ_on_is_a_row_with_both_votes_side_by_side() {
    let (world, (publication, term), other) = scene();
    let mut all = sheet(&world, "overleg", &[]);
    let found: Vec<(&str, &str)> =
        all.iter().map(|row| (row["publicatie"].as_str(), row["criterium"].as_str())).collect();
    let mut expected = [(publication.as_str(), "E1b"), (&publication, "E3"), (&other, "E3")];
    expected.sort_unstable();
    assert_eq!(found, expected);
    let e1b = row(&mut all, &publication, "E1b");
    assert!(!e1b["term"].is_empty() && !e1b["titel"].is_empty(), "{e1b:?}");
    assert_eq!((e1b["beoordelaar 1"].as_str(), e1b["oordeel 1"].as_str()), ("AB", "in"));
    assert_eq!((e1b["beoordelaar 2"].as_str(), e1b["oordeel 2"].as_str()), ("CD", "uit"));
    assert_eq!(e1b["opmerking 1"], "'=staat er, \"letterlijk\"", "no formula in the CSV");
    assert_eq!(e1b["opmerking 2"], "alleen genoemd");
    assert!(!e1b["woorden 1"].is_empty() && e1b["woorden 2"].is_empty() && e1b["reden 1"] != "definition");
    assert_eq!((e1b["bekeken 1"].as_str(), e1b["besluit"].as_str()), ("volledige tekst", ""));
    let e3 = row(&mut all, &publication, "E3");
    assert_eq!((e3["oordeel 2"].as_str(), e3["bekeken 2"].as_str()), ("onduidelijk", "samenvatting"));

    // Only among some; what others differ on is counted. The same bytes again.
    let some =
        world.bron(&["judge", "sheet", "demo", "--consensus", "--reviewers", "AB,CD", "--out", "s.xlsx"]);
    assert!(
        some.out.contains("2 verschillen") && some.out.contains("1 verschil tussen anderen"),
        "{}",
        some.out
    );
    let both = ["judge", "sheet", "demo", "--reviewer", "AB", "--reviewers", "AB,CD", "--out", "b.xlsx"];
    let both = world.bron(&both);
    assert!(both.code == 1 && both.err.contains("--reviewers"), "{} {}", both.code, both.err);
    let few = sheet(&world, "term", &["--term", &term]);
    assert!(few.iter().any(|row| row["criterium"] == "E1b"));
    sheet(&world, "weer", &[]);
    for ending in ["xlsx", "csv"] {
        let bytes = |name: &str| std::fs::read(world.path(&format!("{name}.{ending}"))).unwrap();
        assert!(bytes("overleg") == bytes("weer"), "{ending}");
    }
    let none = world.bron(&["judge", "sheet", "demo", "--consensus", "--reviewers", "AB,EF"]);
    assert!(none.err.contains("nothing waits for a decision"), "{}", none.err);

    // The list of disagreements as the same sheet.
    let told = world.bron(&["agreement", "demo", "--disagreements", "verschillen.xlsx"]);
    assert!(told.out.contains("3 verschillen wachten op een besluit"), "{}", told.out);
    let bytes = |name: &str| std::fs::read(world.path(name)).unwrap();
    assert!(bytes("verschillen.xlsx") == bytes("overleg.xlsx"));
}

#[test]
fn what_is_decided_together_settles_the_votes_and_is_written_once() {
    let (world, (publication, term), other) = scene();
    let mut all = sheet(&world, "overleg", &[]);
    let decided = [("besluit", "In"), ("reden", "definitie"), ("opmerking", "besproken op maandag")];
    fill(row(&mut all, &publication, "E1b"), &decided);
    fill(
        row(&mut all, &other, "E3"),
        &[("besluit", "uit"), ("reden", "other-group"), ("bekeken", "samenvatting")],
    );
    save(&world, "vol.csv", &all);
    let trial = import(&world, "vol.csv", &["--dry-run"]);
    assert!(trial.out.contains("2 nieuw, 1 leeg"), "{}{}", trial.out, trial.err);
    assert_eq!(world.judgements("consensus.test").len(), 0);
    let forgotten = world.bron(&["judge", "import", "vol.csv", "--reviewer", "AB", "--run", "demo"]);
    assert!(forgotten.err.contains("read it with --consensus"), "{}", forgotten.err);
    let done = import(&world, "vol.csv", &[]);
    assert_eq!(done.code, 0, "{}", done.err);
    let kept = world.judgements("consensus.test");
    assert_eq!(kept.len(), 2);
    let on_e1b = kept.iter().find(|line| line["given"]["says"]["criterion"] == "E1b").unwrap();
    assert_eq!(on_e1b["given"]["resolves"], serde_json::json!(["AB.test.1", "CD.test.1"]));
    assert_eq!(
        (&on_e1b["given"]["origin"], &on_e1b["given"]["says"]["reason"]),
        (&"sheet".into(), &"definition".into())
    );
    world.rebuild();
    let decisions = world.table("5-eligibility/decisions.csv");
    let is_it =
        |row: &&Row| row["publication"] == publication && row["criterion"] == "E1b" && row["term"] == term;
    let decision = decisions.iter().find(is_it).unwrap();
    assert_eq!((decision["verdict"].as_str(), decision["rule"].as_str()), ("include", "consensus"));
    assert!(decision["because"].contains("besproken op maandag"), "{}", decision["because"]);
    assert_eq!(world.bron(&["verify", "demo"]).code, 0);

    // Once more writes nothing; what waits is a sheet of one row.
    let again = import(&world, "vol.csv", &[]);
    assert!(
        again.out.contains("2 als eerder") && again.out.contains("niets bewaard"),
        "{}{}",
        again.out,
        again.err
    );
    assert_eq!(sheet(&world, "rest", &[]).len(), 1);

    // Another decision on what is settled is refused, and possible once the first is taken back.
    fill(row(&mut all, &publication, "E1b"), &[("besluit", "uit"), ("reden", "")]);
    save(&world, "anders.csv", &all);
    let refused = import(&world, "anders.csv", &[]);
    assert_eq!(refused.code, 1);
    let id = on_e1b["id"].as_str().unwrap();
    assert!(refused.out.contains(&format!("al anders besloten: {id}")), "{}", refused.out);
    let undo =
        ["judge", "undo", "demo", &publication, "--judgement", id, "--reviewer", "AB", "--device", "test"];
    assert_eq!(world.bron(&undo).code, 0);
    let taken = import(&world, "anders.csv", &[]);
    assert!(taken.out.contains("1 nieuw, 1 als eerder, 1 leeg"), "{}{}", taken.out, taken.err);
}

#[test]
fn a_decision_that_cannot_be_meant_is_refused_and_then_nothing_is_written() {
    let (world, (publication, _), other) = scene();
    let all = sheet(&world, "overleg", &[]);
    let check = |name: &str, cells: &[(&str, &str)], problem: &str| {
        let mut rows = all.clone();
        fill(row(&mut rows, &other, "E3"), &[("besluit", "uit")]);
        fill(row(&mut rows, &publication, "E3"), cells);
        save(&world, &format!("{name}.csv"), &rows);
        let refused = import(&world, &format!("{name}.csv"), &[]);
        assert_eq!(refused.code, 1, "{name}: {}", refused.out);
        assert!(refused.out.contains(problem) && refused.out.contains("1 nieuw"), "{name}: {}", refused.out);
        assert_eq!(world.judgements("consensus.test").len(), 0, "{name}");
    };
    check("woord", &[("besluit", "ja")], "`ja` is geen oordeel");
    check("zonder", &[("opmerking", "hm")], "maar geen oordeel");
    check("reden", &[("besluit", "in"), ("reden", "zomaar")], "`zomaar` is geen reden");
    check("bekeken", &[("besluit", "in"), ("bekeken", "")], "niet wat er bekeken is");
    check("woorden", &[("besluit", "in"), ("woorden", "dit staat nergens zo")], "op geen bladzijde");
    let id = all[0]["id"].clone();
    let without = id.rsplit_once('/').unwrap().0;
    check("id", &[("besluit", "in"), ("id", without)], "is geen id van een blad");

    // A reviewer changes a vote after the sheet was made.
    let mut rows = all.clone();
    fill(row(&mut rows, &publication, "E3"), &[("besluit", "in")]);
    save(&world, "vol.csv", &rows);
    world.give("CD", &[&publication, "--criterion", "E3"], "exclude", &[]);
    let changed = import(&world, "vol.csv", &[]);
    assert_eq!(changed.code, 1);
    assert!(changed.out.contains("sinds het blad gemaakt werd"), "{}", changed.out);
    // They agree now: nothing is to be settled.
    world.give("CD", &[&publication, "--criterion", "E3"], "include", &[]);
    let agreed = import(&world, "vol.csv", &[]);
    assert!(agreed.out.contains("verschilt nu niemand van mening"), "{}", agreed.out);
    assert_eq!(world.judgements("consensus.test").len(), 0);
}

#[test]
fn a_sheet_of_a_meeting_of_which_the_ids_were_sorted_is_refused() {
    let (world, ..) = scene();
    let mut all = sheet(&world, "overleg", &[]);
    fill(&mut all[0], &[("besluit", "in")]);
    let mut ids: Vec<String> = all.iter().map(|row| row["id"].clone()).collect();
    ids.rotate_left(1);
    for (row, id) in all.iter_mut().zip(ids) {
        row.insert("id".to_owned(), id);
    }
    save(&world, "gesorteerd.csv", &all);
    let refused = import(&world, "gesorteerd.csv", &[]);
    assert_eq!(refused.code, 1, "{}", refused.out);
    assert!(
        refused.out.contains("en de id is van") && refused.out.contains("3 geweigerd"),
        "{}",
        refused.out
    );
    assert!(world.judgements("consensus.test").is_empty());
}
