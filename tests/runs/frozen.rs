//! The archive and the judgements of every release are read by this version, and give what was written down with them.
//!
//! Stage files are remade, never migrated, so their bytes may change from version to version; what a reviewer rests on (the
//! outcomes, Table 1, the working table) may not change unnoticed. Where it must, `tests/frozen/renew` writes it down anew, and
//! the changelog says why.

use crate::world::{World, copy, rows};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

type Row = BTreeMap<String, String>;

fn releases() -> Vec<PathBuf> {
    let frozen = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/frozen");
    let mut releases: Vec<PathBuf> = std::fs::read_dir(frozen)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .collect();
    releases.sort();
    releases
}

/// Rows in one side alone, as lines to read.
fn differences(expected: &[Row], found: &[Row]) -> Vec<String> {
    let lacks = |all: &[Row], row: &Row| !all.contains(row);
    let gone = expected.iter().filter(|row| lacks(found, row)).map(|row| format!("- {row:?}"));
    let new = found.iter().filter(|row| lacks(expected, row)).map(|row| format!("+ {row:?}"));
    gone.chain(new).collect()
}

#[test]
fn the_archive_and_the_judgements_of_every_release_give_what_they_gave() {
    let releases = releases();
    assert!(!releases.is_empty(), "there is a frozen archive");
    for release in releases {
        let world = World::empty();
        copy(&release.join("study"), &world.path(""));
        let answer = world.bron(&["run", "frozen", "--offline", "--accept-proposals"]);
        assert_eq!(answer.code, 0, "{}: {}\n{}", release.display(), answer.out, answer.err);
        for (file, expected) in [
            ("5-eligibility/outcomes.csv", "outcomes.csv"),
            ("6-synthesis/table1.csv", "table1.csv"),
            ("6-synthesis/worktable.csv", "worktable.csv"),
        ] {
            let found = rows(&world.path(&format!("output/frozen/{file}")));
            let expected = rows(&release.join("expected").join(expected));
            let told = differences(&expected, &found);
            assert!(
                told.is_empty(),
                "{} of {} became another; where that is meant, `tests/frozen/renew` writes it down anew:\n{}",
                file,
                release.display(),
                told.join("\n")
            );
            assert!(!expected.is_empty(), "{file}");
        }
        let judged = rows(&world.path("output/frozen/5-eligibility/decisions.csv"));
        let by_reviewers = judged.iter().filter(|row| row["made_by"] == "reviewer").count();
        assert!(by_reviewers >= 3, "the judgements of the release count: {by_reviewers}");
        let verified = world.bron(&["verify", "frozen", "--replay"]);
        assert_eq!(verified.code, 0, "{}", verified.out);
    }
}
