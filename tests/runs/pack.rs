//! Two copies of a run, judged apart and merged.

use crate::sites::Sites;
use crate::world::{Answer, World, stage_files};
use std::path::Path;

fn open_pairs(world: &World) -> Vec<(String, String)> {
    let waiting = world.table("5-eligibility/to-judge.csv");
    let open = waiting.into_iter().filter(|row| row["criterion"] == "E1b" && row["queue"] == "open");
    open.map(|row| (row["publication"].clone(), row["term"].clone())).collect()
}

fn give(world: &World, run: &str, who: (&str, &str), pair: &(String, String), verdict: &str) -> Answer {
    let (reviewer, device) = who;
    let on = ["judge", "give", run, &pair.0, "--term", &pair.1, "--criterion", "E1b", "--device", device];
    let answer = world.bron(&[&on[..], &["--reviewer", reviewer, "--verdict", verdict]].concat());
    assert_eq!(answer.code, 0, "{}", answer.err);
    answer
}

/// The judgement files of a folder by name.
fn judgements(folder: &Path) -> Vec<(String, String)> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "jsonl") {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            files.push((name, std::fs::read_to_string(&path).unwrap()));
        }
    }
    files.sort();
    files
}

const OURS: &str = "output/demo/judgements";
const THEIRS: &str = "pack/output/demo/judgements";

#[test]
fn two_copies_judged_apart_are_the_same_after_merging_both_ways_and_in_either_order() {
    let world = World::demo();
    let pairs = open_pairs(&world);
    give(&world, "demo", ("AB", "one"), &pairs[0], "include");
    let packed = world.bron(&["judge", "pack", "demo", "--for", "BK", "--out", "pack"]);
    assert_eq!(packed.code, 0, "{}", packed.err);
    assert!(
        packed.out.contains("Pakket voor BK in pack") && packed.out.contains("1 regels"),
        "{}",
        packed.out
    );
    assert!(!world.path("pack/output/demo/archive").exists());
    assert!(world.read("pack/LEESMIJ.txt").contains("BK"));
    let verified = world.bron(&["verify", "pack"]);
    assert_eq!(verified.code, 0, "{}", verified.out);

    // Apart: BK in the pack, AB and (on another device) AB again in the run.
    let told = give(&world, "pack", ("BK", "two"), &pairs[0], "exclude");
    assert!(told.out.contains("`bron judge merge FOLDER`"), "{}", told.out);
    give(&world, "pack", ("AB", "two"), &pairs[1], "include");
    give(&world, "demo", ("AB", "one"), &pairs[1], "exclude");
    give(&world, "demo", ("CD", "one"), &pairs[2], "include");

    let merged = world.bron(&["judge", "merge", "pack"]);
    assert_eq!(merged.code, 2, "{}", merged.err);
    assert!(merged.out.contains("BK.two.jsonl: 1 regels erbij"), "{}", merged.out);
    // BK differs from AB, and AB said two things on two devices: both wait for a consensus, and nothing was overwritten.
    for (pair, said) in [(&pairs[0], "AB include, BK exclude"), (&pairs[1], "AB include, AB exclude")] {
        assert!(
            merged.out.lines().any(|line| line.contains(&pair.0) && line.contains(said)),
            "{}",
            merged.out
        );
    }
    let back = world.bron(&["judge", "merge", "output/demo", "--into", "pack"]);
    assert_eq!(back.code, 2, "{}", back.err);
    assert_eq!(judgements(&world.path(OURS)), judgements(&world.path(THEIRS)));
    let again = world.bron(&["judge", "merge", "pack"]);
    assert!(again.out.contains("Er was niets nieuws."), "{}", again.out);

    let rebuilt = world.bron(&["demo", "--no-proposals"]);
    assert_eq!(rebuilt.code, 0, "{}", rebuilt.err);
    assert_eq!(world.bron(&["verify", "demo"]).code, 0);
}

#[test]
fn a_pack_is_not_made_over_not_run_and_shows_what_the_run_shows() {
    let world = World::demo();
    let pairs = open_pairs(&world);
    let pack = || world.bron(&["judge", "pack", "demo", "--for", "BK", "--out", "pack"]);
    assert_eq!(pack().code, 0);
    let again = pack();
    assert_eq!(again.code, 1);
    assert!(again.err.contains("is there already") && again.err.contains("hint:"), "{}", again.err);
    let mut expected = stage_files(&world.path("output/demo"));
    expected.retain(|file, _| !file.starts_with("0-") && !file.starts_with("6-"));
    assert_eq!(stage_files(&world.path("pack/output/demo")), expected);
    let explained = |run: &str| world.bron(&["explain", run, &pairs[0].0]).out;
    assert_eq!(explained("pack"), explained("demo"));
    let run = world.bron(&["demo", "--output", "pack/output/demo"]);
    assert_eq!(run.code, 1, "{}", run.out);
    assert!(run.err.contains("a pack for BK"), "{}", run.err);

    // A table that was changed and can still be read is not handed out, and nothing is left behind.
    world.edit("output/demo/3-retrieval/publications.csv", "buurten", "buurtjes");
    let refused = world.bron(&["judge", "pack", "demo", "--for", "CD"]);
    assert_eq!(refused.code, 1);
    for text in ["are not as they were written", "3-retrieval/publications.csv", "hint:"] {
        assert!(refused.err.contains(text), "`{text}` is not in: {}", refused.err);
    }
    assert!(!world.path("pack-demo-CD").exists());
}

#[test]
fn a_table_that_was_changed_in_a_pack_is_found_there_and_the_judgements_come_back_all_the_same() {
    let world = World::demo();
    let pairs = open_pairs(&world);
    assert_eq!(world.bron(&["judge", "pack", "demo", "--for", "BK", "--out", "pack"]).code, 0);
    give(&world, "pack", ("BK", "two"), &pairs[0], "exclude");
    world.edit("pack/output/demo/3-retrieval/publications.csv", "buurten", "buurtjes");
    let verified = world.bron(&["verify", "pack"]);
    assert_eq!(verified.code, 2, "{}", verified.out);
    assert!(verified.out.contains("3-retrieval/publications.csv"), "{}", verified.out);
    assert_eq!(world.bron(&["judge", "merge", "pack"]).code, 0);
    assert_eq!(judgements(&world.path(OURS)), judgements(&world.path(THEIRS)));
}

#[test]
fn a_line_that_was_not_written_whole_is_left_behind_and_said() {
    let world = World::demo();
    let pairs = open_pairs(&world);
    assert_eq!(world.bron(&["judge", "pack", "demo", "--for", "BK", "--out", "pack"]).code, 0);
    give(&world, "pack", ("BK", "two"), &pairs[0], "exclude");
    let file = format!("{THEIRS}/BK.two.jsonl");
    let whole = world.read(&file);
    world.write(&file, &format!("{whole}{{\"v\":1,\"seq\":2,"));
    let merged = world.bron(&["judge", "merge", "pack"]);
    assert_eq!(merged.code, 0, "{}", merged.err);
    assert!(merged.out.contains("BK.two.jsonl: 1 regels erbij"), "{}", merged.out);
    assert!(merged.err.contains("BK.two.jsonl`: de laatste regel is niet heel"), "{}", merged.err);
    assert_eq!(world.read(&format!("{OURS}/BK.two.jsonl")), whole);
}

#[test]
fn what_went_apart_or_was_lost_is_refused_with_file_and_line_and_nothing_is_taken_over() {
    let world = World::demo();
    let pairs = open_pairs(&world);
    give(&world, "demo", ("AB", "one"), &pairs[0], "include");
    assert_eq!(world.bron(&["judge", "pack", "demo", "--for", "BK", "--out", "pack"]).code, 0);
    // One device name on two devices: the files go apart at line 2.
    give(&world, "demo", ("AB", "one"), &pairs[1], "include");
    give(&world, "pack", ("AB", "one"), &pairs[2], "exclude");
    give(&world, "pack", ("BK", "two"), &pairs[2], "exclude");
    let before = judgements(&world.path(OURS));
    let refused = world.bron(&["judge", "merge", "pack"]);
    assert_eq!(refused.code, 1, "{}", refused.out);
    assert!(refused.err.contains("AB.one.jsonl`, line 2: it differs"), "{}", refused.err);
    assert_eq!(judgements(&world.path(OURS)), before);

    // A line that the pack had is gone.
    world.write(&format!("{THEIRS}/AB.one.jsonl"), "");
    let refused = world.bron(&["judge", "merge", "pack"]);
    assert_eq!(refused.code, 1, "{}", refused.out);
    assert!(refused.err.contains("lines are gone"), "{}", refused.err);
    assert_eq!(world.bron(&["verify", "pack"]).code, 2);
    assert_eq!(judgements(&world.path(OURS)), before);

    let nothing = world.bron(&["judge", "merge", "output/demo/archive", "--into", "demo"]);
    assert!(nothing.err.contains("there are no judgements in"), "{}", nothing.err);
}

#[test]
fn a_pack_of_a_study_has_every_file_that_its_pipeline_names() {
    let sites = Sites::start();
    let world = World::with_study();
    let pipeline = sites.in_pipeline(&world.read("pipelines/demo.toml"));
    world.write("pipelines/demo.toml", &pipeline);
    let run = world.bron(&["run", "demo"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let packed = world.bron(&["judge", "pack", "demo", "--for", "BK", "--out", "pack"]);
    assert_eq!(packed.code, 0, "{}", packed.err);
    // Files that no stage reads are in no digest, and were left behind: the pack then could not be opened.
    for file in ["config/demo/reference/inclusions.csv", "config/report.toml", "config/comparison.csv"] {
        assert!(world.path(&format!("pack/{file}")).is_file(), "{file}");
    }
    let pair = &open_pairs(&world)[0];
    give(&world, "pack", ("BK", "two"), pair, "exclude");
}
