//! What a run is made into is whole: not of tables that somebody edited, not of two commands at once, not half of it on a full disk.

use crate::demo::demo;
use crate::world::{Answer, World, copy};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Stdio;

const RUN: &str = "output/demo";

/// A copy of the demo, to spoil.
fn scene() -> World {
    let world = World::empty();
    copy(&demo().path(RUN), &world.path(RUN));
    world
}

/// How many bytes each file has.
fn sizes(folder: &Path) -> BTreeMap<String, u64> {
    let mut sizes = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            sizes.extend(
                self::sizes(&path).into_iter().map(|(below, bytes)| (format!("{name}/{below}"), bytes)),
            );
        } else {
            sizes.insert(name, path.metadata().unwrap().len());
        }
    }
    sizes
}

#[test]
fn a_table_that_was_edited_by_hand_is_handed_on_by_no_command() {
    type Edit = fn(&str) -> String;
    let cut: Edit = |text| text.lines().take(10).map(|line| format!("{line}\n")).collect();
    let other_number: Edit = |text| text.replacen(",1,", ",7,", 1);
    let edits = [
        ("6-synthesis/table1.csv", other_number),
        ("6-synthesis/flow.csv", cut),
        ("6-synthesis/worktable.csv", cut),
        ("5-eligibility/outcomes.csv", cut),
    ];
    let commands: [&[&str]; 5] = [
        &["report", "demo"],
        &["methods", "demo"],
        &["export", "demo", "--format", "ris"],
        &["export", "demo", "--format", "prisma"],
        &["compare", "demo", "demo"],
    ];
    let world = scene();
    for (table, edit) in edits {
        let file = format!("{RUN}/{table}");
        let whole = world.read(&file);
        let edited = edit(&whole);
        assert_ne!(edited, whole, "{table}");
        world.write(&file, &edited);
        for command in commands {
            let answer = world.bron(command);
            assert_eq!(answer.code, 1, "{command:?} {table}: {}", answer.out);
            for told in [file.as_str(), "is not as the run wrote it", "hint: `bron verify "] {
                assert!(answer.err.contains(told), "`{told}` is not in: {}", answer.err);
            }
        }
        world.write(&file, &whole);
    }
    assert_eq!(world.bron(&["report", "demo"]).code, 0);
}

#[test]
fn while_another_command_uses_the_run_nothing_is_written_into_it_and_that_is_said() {
    let world = scene();
    let lock = bron_store::RunLock::to_write(&world.path(RUN)).unwrap();
    let commands: [&[&str]; 8] = [
        &["report", "demo"],
        &["report", "demo", "--output", "a.html"],
        &["export", "demo", "--format", "searchrxiv"],
        &["export", "demo", "--format", "ris", "--output", "a.ris"],
        &["compare", "demo", "demo"],
        &["compare", "demo", "--what-if", "exact-phrase"],
        &["wacz", "demo"],
        &["wacz", "demo", "--output", "a.wacz"],
    ];
    let before = sizes(&world.path(""));
    for command in commands {
        let answer = world.bron(command);
        assert_eq!(answer.code, 1, "{command:?}: {}", answer.out);
        assert!(
            answer.err.contains("in use by another process") && answer.err.contains("hint: "),
            "{}",
            answer.err
        );
    }
    assert_eq!(sizes(&world.path("")), before);
    drop(lock);
    let reader = bron_store::RunLock::to_read(&world.path(RUN)).unwrap();
    assert_eq!(world.bron(&["report", "demo", "--output", "a.html"]).code, 0, "two may read at once");
    drop(reader);
}

#[test]
fn five_at_once_leave_what_one_leaves() {
    let world = scene();
    let commands: [(&[&str], &str); 2] =
        [(&["report", "demo"], "report"), (&["export", "demo", "--format", "searchrxiv"], "export")];
    for (command, folder) in commands {
        let folder = world.path(&format!("{RUN}/{folder}"));
        assert_eq!(world.bron(command).code, 0);
        let expected = sizes(&folder);
        let start = || world.command(command).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let five: Vec<_> = (0..5).map(|_| start()).collect();
        let answers: Vec<Answer> =
            five.into_iter().map(|one| Answer::from(one.wait_with_output().unwrap())).collect();
        assert!(answers.iter().any(|answer| answer.code == 0));
        for answer in answers.iter().filter(|answer| answer.code != 0) {
            assert!(answer.code == 1 && answer.err.contains("in use by another process"), "{}", answer.err);
        }
        assert_eq!(sizes(&folder), expected, "{command:?}");
    }
}

#[test]
fn whoever_stops_reading_a_completion_script_gets_no_panic() {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let answer = World::empty().command(&["completions", "bash"]).stdout(writer).output().unwrap();
    let answer = Answer::from(answer);
    assert_eq!((answer.code, answer.err.as_str()), (0, ""));
}

#[cfg(unix)]
#[test]
fn a_full_disk_leaves_no_half_file_and_one_message() {
    let world = scene();
    // Files of more than 4 or 8 kB cannot be written, whichever shell counts the blocks.
    let on_a_full_disk = |command: &str| {
        let bron = env!("CARGO_BIN_EXE_bron");
        let script = format!("trap '' XFSZ; ulimit -f 8; exec '{bron}' {command}");
        let mut shell = std::process::Command::new("sh");
        Answer::from(shell.args(["-c", &script]).current_dir(world.path("")).output().unwrap())
    };
    for command in [
        "judge sheet demo --reviewer AB --all --out blad.xlsx",
        "wacz demo --output run.wacz",
        "report demo --output rapport.html",
        "export demo --format xlsx --output run.xlsx",
    ] {
        let before = sizes(&world.path(""));
        let answer = on_a_full_disk(command);
        assert_eq!(answer.code, 1, "{command}: {}{}", answer.out, answer.err);
        assert_eq!(answer.err.lines().count(), 2, "an error and a hint: {}", answer.err);
        assert!(answer.err.contains("hint: make room on the disk"), "{}", answer.err);
        assert_eq!(sizes(&world.path("")), before, "{command}");
    }
}
