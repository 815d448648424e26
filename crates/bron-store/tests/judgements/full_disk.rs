//! A write that fails half-way leaves the file as it was, and the next one goes on behind it.

use crate::made::{at, given, reviewer};
use bron_model::Given;
use bron_store::{JudgementFile, check_judgements, read_judgements};
use std::fs;
use std::path::Path;
use std::process::Command;

/// The folder in which the process writes whose files may not grow.
const FOLDER: &str = "BRON_TEST_FULL_DISK";

fn with_note(name: &str, letters: usize) -> Given {
    Given { note: "x".repeat(letters), ..given(name) }
}

/// Writes in a process whose files may have 8 KiB: what fits, more than fits, and what fits again.
fn write_until_it_is_full(folder: &Path) {
    let (mut file, _) = JudgementFile::open(folder, &reviewer("AB"), "a").unwrap();
    let mut acknowledged = Vec::new();
    for n in 0..3 {
        acknowledged.push(file.append(at(n), with_note(&format!("p-{n}"), 300)).unwrap());
    }
    let before = fs::read(folder.join("AB.a.jsonl")).unwrap();
    let many: Vec<Given> = (0..20).map(|n| with_note(&format!("q-{n}"), 700)).collect();
    assert!(file.append_all(at(3), many).is_err(), "20 lines of 700 letters do not fit in 8 KiB");
    assert_eq!(fs::read(folder.join("AB.a.jsonl")).unwrap(), before, "all of them or none");
    acknowledged.push(file.append(at(4), with_note("p-4", 300)).unwrap());
    assert!(file.append(at(5), with_note("q-20", 8_000)).is_err());
    let read = read_judgements(folder).unwrap();
    assert_eq!(read.all, acknowledged);
    assert!(read.torn.is_empty());
}

#[test]
#[cfg(unix)]
fn all_lines_of_a_write_are_there_or_none_when_the_disk_is_full() {
    if let Some(folder) = std::env::var_os(FOLDER) {
        return write_until_it_is_full(Path::new(&folder));
    }
    let folder = tempfile::tempdir().unwrap();
    let limited = "trap '' XFSZ; ulimit -f 8; exec \"$0\" --exact \"$1\"";
    let test = "full_disk::all_lines_of_a_write_are_there_or_none_when_the_disk_is_full";
    let done = Command::new("bash")
        .args(["-c", limited])
        .arg(std::env::current_exe().unwrap())
        .arg(test)
        .env(FOLDER, folder.path())
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&done.stdout);
    assert!(done.status.success() && told.contains("1 passed"), "{told}");
    let read = read_judgements(folder.path()).unwrap();
    assert_eq!(read.all.len(), 4);
    assert!(check_judgements(folder.path(), &read.heads).unwrap().problems.is_empty());
}
