//! What people decide stands in the place of what rules say, after a rebuild that asks nobody.

use crate::world::{Answer, World, stage_files};

const RUN: &str = "output/demo";

fn judge(world: &World, what: &str, publication: &str, criterion: &[&str], more: &[&str]) -> Answer {
    let on = [&["judge", what, "demo", publication, "--device", "test", "--criterion"], criterion].concat();
    world.bron(&[&on, more].concat())
}

fn outcome(world: &World, publication: &str, term: &str) -> String {
    let outcomes = world.table("5-eligibility/outcomes.csv");
    let row = outcomes.iter().find(|row| row["publication"] == publication && row["term"] == term).unwrap();
    row["outcome"].clone()
}

#[test]
fn a_pair_is_included_by_its_reviewers_and_comes_out_again_when_they_take_it_back() {
    let world = World::demo();
    let before = stage_files(&world.path(RUN));
    let (publication, term) = world.open_pair();
    assert_eq!(outcome(&world, &publication, &term), "unclear");

    let ab = ["--reviewer", "AB", "--verdict", "include"];
    let passages = world.table("4-extraction/passages.csv");
    let quote = passages.iter().find(|row| row["publication"] == publication && row["term"] == term).unwrap();
    let quote = &quote["quote"];
    let given = judge(
        &world,
        "give",
        &publication,
        &["E1b", "--term", &term],
        &[&ab[..], &["--quote", quote]].concat(),
    );
    assert_eq!(given.code, 0, "{}", given.err);
    assert!(given.out.contains("Bewaard als AB.test.1"), "{}", given.out);
    assert!(given.out.contains("`bron demo --no-proposals` zet"), "{}", given.out);
    for criterion in ["E2", "e3"] {
        let given = judge(&world, "give", &publication, &[criterion], &ab);
        assert_eq!(given.code, 0, "{}", given.err);
    }
    world.rebuild();
    assert_eq!(outcome(&world, &publication, &term), "included");
    let decisions = world.table("5-eligibility/decisions.csv");
    let row = decisions
        .iter()
        .find(|row| row["publication"] == publication && row["term"] == term && row["criterion"] == "E1b")
        .unwrap();
    assert_eq!((row["made_by"].as_str(), row["rule"].as_str(), &row["quote"]), ("reviewer", "AB", quote));
    let total = |world: &World| world.table("6-synthesis/table1.csv").last().unwrap()["included"].clone();
    assert_ne!(total(&world), "0");
    let told = world.bron(&["explain", "demo", &publication, "--term", &term]);
    assert!(told.out.contains("beoordeeld door AB"), "{}", told.out);
    let verified = world.bron(&["verify", "demo"]);
    assert_eq!(verified.code, 0, "{}", verified.out);
    assert!(verified.out.contains("judgements: 3 lines"), "{}", verified.out);

    // Another reviewer differs: the pair waits again.
    let cd = ["--reviewer", "CD", "--verdict", "exclude", "--reason", "mention-only"];
    assert_eq!(judge(&world, "give", &publication, &["E1b", "--term", &term], &cd).code, 0);
    world.rebuild();
    assert_eq!(outcome(&world, &publication, &term), "unclear");

    // All is taken back: the same bytes as before, but for what the rules say by themselves, which has no file then.
    let undo = |reviewer: &str, criterion: &[&str]| {
        let answer = judge(&world, "undo", &publication, criterion, &["--reviewer", reviewer]);
        assert_eq!(answer.code, 0, "{}", answer.err);
    };
    undo("AB", &["E1b", "--term", &term]);
    undo("CD", &["E1b", "--term", &term]);
    undo("AB", &["E2"]);
    undo("AB", &["E3"]);
    world.rebuild();
    assert_eq!(stage_files(&world.path(RUN)), before);
    let lines = world.read("output/demo/judgements/AB.test.jsonl");
    assert_eq!(lines.lines().count(), 6, "nothing that was written is gone");
}

#[test]
fn an_edited_or_lost_line_is_found_by_verify_and_stops_a_rebuild() {
    let world = World::demo();
    let (publication, term) = world.open_pair();
    let ab = ["--reviewer", "AB", "--verdict", "include"];
    assert_eq!(judge(&world, "give", &publication, &["E1b", "--term", &term], &ab).code, 0);
    assert_eq!(judge(&world, "give", &publication, &["E2"], &ab).code, 0);
    world.rebuild();
    let file = "output/demo/judgements/AB.test.jsonl";
    let whole = world.read(file);

    world.write(file, &whole.replacen("include", "exclude", 1));
    let verified = world.bron(&["verify", "demo"]);
    assert_eq!(verified.code, 2);
    assert!(verified.out.contains("line 2"), "{}", verified.out);
    let again = world.bron(&["demo", "--no-proposals"]);
    assert_eq!(again.code, 1, "{}", again.out);
    assert!(again.err.contains("AB.test.jsonl") && again.err.contains("hint:"), "{}", again.err);

    world.write(file, &format!("{}\n", whole.lines().next().unwrap()));
    let verified = world.bron(&["verify", "demo"]);
    assert!(verified.out.contains("lines are gone"), "{}", verified.out);

    // A line that was not written whole is told and left out, and moved aside by the next judgement.
    world.write(file, &format!("{whole}{{\"v\":1,\"seq\":3"));
    let again = world.bron(&["demo", "--no-proposals"]);
    assert_eq!(again.code, 0, "{}", again.err);
    assert!(again.err.contains("its last line is not whole"), "{}", again.err);
    let given = judge(&world, "give", &publication, &["E3"], &ab);
    assert!(given.err.contains("AB.test.torn"), "{}", given.err);
    assert_eq!(world.read(file).lines().count(), 3);
}

#[test]
fn a_judgement_that_cannot_be_meant_is_refused_with_the_reason() {
    let world = World::demo();
    let (publication, term) = world.open_pair();
    let ab = ["--reviewer", "AB", "--verdict", "include"];
    let check = |criterion: &[&str], more: &[&str], text: &str| {
        let answer = judge(&world, "give", &publication, criterion, more);
        assert_eq!(answer.code, 1, "{}", answer.out);
        assert!(answer.err.contains(text), "`{text}` is not in: {}", answer.err);
    };
    check(&["E1b"], &ab, "name the term with --term");
    check(&["E3", "--term", &term], &ab, "holds for all terms at once");
    check(&["E1b", "--term", "geen-term"], &ab, "are no pair");
    check(&["E9"], &ab, "it is one of I1, I2, W");
    check(&["E3"], &["--reviewer", "consensus", "--verdict", "include"], "names no reviewer");
    check(&["E3"], &["--reviewer", "AB", "--verdict", "perhaps"], "include, exclude, unclear");
    check(&["E3"], &[&ab[..], &["--reason", "a, b"]].concat(), "comma");
    check(&["E3"], &[&ab[..], &["--reason", "mention-only"]].concat(), "older-people, general");
    let nowhere = [&ab[..], &["--quote", "deze woorden staan nergens"]].concat();
    check(&["E3"], &nowhere, "stands on no page");
    check(&["E3"], &nowhere, "hint: `bron text` prints the pages as they were read");
    let nothing = judge(&world, "undo", &publication, &["E3"], &["--reviewer", "AB"]);
    assert!(nothing.err.contains("no verdict on E3"), "{}", nothing.err);
    assert!(
        !world.path("output/demo/judgements/AB.test.jsonl").exists()
            || world.read("output/demo/judgements/AB.test.jsonl").is_empty()
    );
}

#[test]
fn a_run_is_not_made_again_without_judgements_that_it_was_made_with() {
    let world = World::demo();
    let (publication, _) = world.open_pair();
    for criterion in ["E2", "E3"] {
        world.give("CD", &[&publication, "--criterion", criterion], "exclude", &[]);
    }
    world.rebuild();
    let file = format!("{RUN}/judgements/CD.test.jsonl");
    let (whole, before) = (world.read(&file), stage_files(&world.path(RUN)));
    let first_line = whole.split_inclusive('\n').next().unwrap();
    let refused = |lost: &str| {
        for command in [&["demo", "--no-proposals"][..], &["report", "demo"]] {
            let answer = world.bron(command);
            assert_eq!(answer.code, 1, "{lost}: {}", answer.out);
            for text in ["judgements/CD.test.jsonl", lost, "hint: put the files back"] {
                assert!(answer.err.contains(text), "`{text}` is not in: {}", answer.err);
            }
        }
        assert!(stage_files(&world.path(RUN)) == before, "{lost}: nothing is made");
        assert_eq!(world.bron(&["verify", "demo"]).code, 2, "{lost}: it is still told");
    };
    world.write(&file, "");
    refused("has 0 lines, and had 2");
    world.write(&file, first_line);
    refused("has 1 lines, and had 2");
    std::fs::remove_file(world.path(&file)).unwrap();
    refused("is gone; it had 2 lines");
    // Who judges on behind the loss does not hide it.
    world.give("CD", &[&publication, "--criterion", "E2"], "include", &[]);
    refused("has 1 lines, and had 2");

    // A line that was never written whole is no loss.
    world.write(&file, &format!("{whole}{{\"v\":1,"));
    world.rebuild();
    world.write(&file, &whole);
    world.rebuild();
    assert!(stage_files(&world.path(RUN)) == before);
    assert_eq!(world.bron(&["verify", "demo"]).code, 0);
}
