//! A stage appears as a whole or not at all, and a run folder has one pipeline and one process.

use bron_store::{Error, RunFolder, Stage, StageRecord, file_record, verify_files};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

fn commit(run: &Path, text: &str) {
    let stage = Stage::begin(run, "1-search").unwrap();
    fs::write(stage.file("hits.csv"), text).unwrap();
    assert_eq!(stage.commit().unwrap(), run.join("1-search"));
}

fn hits(run: &Path) -> Option<String> {
    fs::read_to_string(run.join("1-search/hits.csv")).ok()
}

fn names(run: &Path) -> Vec<String> {
    let names = fs::read_dir(run).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}

#[test]
fn a_stage_takes_the_place_of_the_old_one() {
    let run = tempfile::tempdir().unwrap();
    commit(run.path(), "old");
    commit(run.path(), "new");
    assert_eq!(hits(run.path()).as_deref(), Some("new"));
    assert_eq!(names(run.path()), ["1-search"]);
}

#[test]
fn a_stage_that_is_not_committed_changes_nothing() {
    let run = tempfile::tempdir().unwrap();
    commit(run.path(), "old");
    let stage = Stage::begin(run.path(), "1-search").unwrap();
    fs::write(stage.file("hits.csv"), "half").unwrap();
    drop(stage);
    assert_eq!(hits(run.path()).as_deref(), Some("old"));
    let stage = Stage::begin(run.path(), "1-search").unwrap();
    assert!(!stage.file("hits.csv").exists(), "what was left is not taken up");
}

#[test]
fn a_crash_between_the_two_renames_is_mended() {
    let run = tempfile::tempdir().unwrap();
    commit(run.path(), "old");
    fs::rename(run.path().join("1-search"), run.path().join("1-search.old")).unwrap();
    fs::create_dir(run.path().join("1-search.tmp")).unwrap();
    drop(RunFolder::open(run.path(), "demo", "0.1.0").unwrap());
    assert_eq!(hits(run.path()).as_deref(), Some("old"));
    assert_eq!(names(run.path()), ["1-search", "run.json", "run.lock"]);
    // And one after them: the new folder is there, the old one not yet removed.
    fs::create_dir(run.path().join("1-search.old")).unwrap();
    commit(run.path(), "new");
    assert_eq!(names(run.path()), ["1-search", "run.json", "run.lock"]);
}

#[test]
fn a_run_folder_has_one_process_and_one_pipeline() {
    let run = tempfile::tempdir().unwrap();
    let open = RunFolder::open(run.path(), "demo", "0.1.0").unwrap();
    assert!(matches!(RunFolder::open(run.path(), "demo", "0.1.0"), Err(Error::InUse(_))));
    drop(open);
    let error = RunFolder::open(run.path(), "ouderen-2024", "0.1.0").unwrap_err();
    assert!(error.to_string().contains("a run of the pipeline `demo`, not of `ouderen-2024`"), "{error}");
    assert!(error.hint().unwrap().contains("--run"));
}

#[test]
fn run_json_reads_back_and_keeps_what_was_done() {
    let run = tempfile::tempdir().unwrap();
    assert_eq!(RunFolder::read(run.path()).unwrap(), None);
    commit(run.path(), "a\n1\n");
    let mut open = RunFolder::open(run.path(), "demo", "0.1.0").unwrap();
    let record = file_record(&run.path().join("1-search/hits.csv"), Some(1)).unwrap();
    let files = BTreeMap::from([("hits.csv".to_owned(), record)]);
    let stage = StageRecord { inputs: "abc".to_owned(), files, complete: true };
    open.update(|record| {
        record.stages.insert("1-search".to_owned(), stage);
    })
    .unwrap();
    let written = open.record().clone();
    drop(open);
    assert_eq!(RunFolder::open(run.path(), "demo", "0.1.0").unwrap().record(), &written);
    assert_eq!(verify_files(run.path(), &written), Vec::<String>::new());
    fs::write(run.path().join("1-search/hits.csv"), "a\n2\n").unwrap();
    assert_eq!(verify_files(run.path(), &written).len(), 1);
}

#[test]
fn a_run_json_that_is_newer_or_broken_is_named() {
    let check = |text: &str, expected: &str| {
        let run = tempfile::tempdir().unwrap();
        fs::write(run.path().join("run.json"), text).unwrap();
        let error = RunFolder::open(run.path(), "demo", "0.1.0").unwrap_err();
        assert!(error.to_string().contains(expected) && error.hint().is_some(), "{error}");
        assert_eq!(fs::read_to_string(run.path().join("run.json")).unwrap(), text, "it is left as it was");
    };
    check("{\"format\": 2, \"new\": 1}", "has format 2");
    check("{\"format\": 1", "cannot be understood");
}

#[test]
fn a_folder_that_cannot_be_made_is_an_error_with_its_name() {
    let place = tempfile::tempdir().unwrap();
    fs::write(place.path().join("file"), "").unwrap();
    let error = RunFolder::open(&place.path().join("file/run"), "demo", "0.1.0").unwrap_err();
    assert!(error.to_string().contains("cannot create") && error.to_string().contains("file/run"), "{error}");
}
