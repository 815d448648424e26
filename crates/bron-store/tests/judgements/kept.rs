//! Judgements are never lost, and what was done to them shows.

use crate::made::{at, given, reviewer, write};
use bron_model::{Assigned, Assignment, Criterion, Judgement, JudgementId, Says, Screened, Verdict};
use bron_store::{
    AssignedFor, AssignmentFile, Error, FollowedJudgements, Head, JudgementFile, check_judgements,
    read_judgements, take_judgements,
};
use std::fs;
use std::path::Path;

#[test]
fn what_was_written_reads_back_and_goes_on_in_the_same_chain() {
    let folder = tempfile::tempdir().unwrap();
    let mut written = write(folder.path(), "AB", "laptop-1", &["p-1", "p-2"]);
    written.extend(write(folder.path(), "AB", "laptop-1", &["p-3"]));
    let read = read_judgements(folder.path()).unwrap();
    assert_eq!(read.all, written);
    assert_eq!(read.all[2].id, JudgementId::of_text("AB.laptop-1.3"));
    assert_eq!(read.heads.len(), 1);
    assert_eq!(read.heads[0].lines, 3);
    assert_eq!(check_judgements(folder.path(), &read.heads).unwrap().problems, Vec::<String>::new());
}

#[test]
fn many_at_once_give_the_lines_that_one_after_the_other_gives_or_none() {
    let (one, many) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    for folder in [&one, &many] {
        write(folder.path(), "AB", "a", &["p-0"]);
    }
    let (mut file, _) = JudgementFile::open(one.path(), &reviewer("AB"), "a").unwrap();
    let singly: Vec<Judgement> =
        ["p-1", "p-2", "p-3"].iter().map(|id| file.append(at(9), given(id)).unwrap()).collect();
    let (mut file, _) = JudgementFile::open(many.path(), &reviewer("AB"), "a").unwrap();
    let all = ["p-1", "p-2", "p-3"].map(given).to_vec();
    assert_eq!(file.append_all(at(9), all.clone()).unwrap(), singly);
    assert_eq!(file.append_all(at(9), Vec::new()).unwrap(), []);
    let bytes = |folder: &Path| fs::read(folder.join("AB.a.jsonl")).unwrap();
    assert_eq!(bytes(many.path()), bytes(one.path()));
    assert_eq!(file.head(), &read_judgements(one.path()).unwrap().heads[0]);

    // One of them cannot be meant, so none is written; the file goes on afterwards.
    let mut wrong = all;
    if let Says::Verdict { reason, .. } = &mut wrong[2].says {
        *reason = "a, b".to_owned();
    }
    assert!(matches!(file.append_all(at(10), wrong), Err(Error::Judgement(_))));
    assert_eq!(bytes(many.path()), bytes(one.path()));
    assert_eq!(file.append(at(11), given("p-4")).unwrap().seq, 5);
}

#[test]
fn a_folder_that_is_not_there_has_no_judgements() {
    let folder = tempfile::tempdir().unwrap();
    let read = read_judgements(&folder.path().join("judgements")).unwrap();
    assert!(read.all.is_empty() && read.heads.is_empty());
}

#[test]
fn what_is_added_is_read_on_and_what_is_lost_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let mut followed = FollowedJudgements::open(&folder.path().join("none")).unwrap();
    assert!(!followed.read_on().unwrap());
    let mut followed = FollowedJudgements::open(folder.path()).unwrap();
    write(folder.path(), "AB", "a", &["p-1"]);
    assert!(followed.read_on().unwrap());
    assert!(!followed.read_on().unwrap());
    write(folder.path(), "CD", "a", &["p-1", "p-2"]);
    write(folder.path(), "AB", "a", &["p-3"]);
    let path = folder.path().join("AB.a.jsonl");
    let whole = fs::read(&path).unwrap();
    let next = [&whole[..], b"{\"v\":1,"].concat();
    fs::write(&path, &next).unwrap();
    assert!(followed.read_on().unwrap());
    assert_eq!(followed.judgements().torn, ["AB.a.jsonl"]);
    let sorted = |judgements: &bron_store::Judgements| {
        let mut all = judgements.all.clone();
        all.sort_by(|a, b| a.id.cmp(&b.id));
        (all, judgements.heads.clone())
    };
    assert_eq!(sorted(followed.judgements()), sorted(&read_judgements(folder.path()).unwrap()));

    fs::write(&path, &whole[..whole.len() / 2]).unwrap();
    assert!(followed.read_on().unwrap_err().to_string().contains("lines are gone"));
    fs::write(&path, [&whole[..], b"{}\n"].concat()).unwrap();
    assert!(followed.read_on().unwrap_err().to_string().contains("line 3"));
    fs::remove_file(&path).unwrap();
    assert!(followed.read_on().unwrap_err().to_string().contains("the file is gone"));
}

#[test]
fn a_second_process_for_the_same_reviewer_and_device_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let first = JudgementFile::open(folder.path(), &reviewer("AB"), "a").unwrap();
    let refused = JudgementFile::open(folder.path(), &reviewer("AB"), "a").unwrap_err();
    assert!(matches!(refused, Error::InUse(_)), "{refused}");
    assert!(JudgementFile::open(folder.path(), &reviewer("AB"), "b").is_ok());
    drop(first);
    assert!(JudgementFile::open(folder.path(), &reviewer("AB"), "a").is_ok());
}

#[test]
fn names_that_differ_only_in_case_or_that_leave_the_folder_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "AB", "a", &["p-1"]);
    let refused = JudgementFile::open(folder.path(), &reviewer("ab"), "b").unwrap_err();
    assert!(refused.to_string().contains("small and capital"), "{refused}");
    for device in ["", "../x", "A", "a.b"] {
        assert!(matches!(JudgementFile::open(folder.path(), &reviewer("AB"), device), Err(Error::Device(_))));
    }
}

/// Changes the file of two judgements and expects the check to name the line.
fn check(change: impl Fn(&str) -> String, expected: &str) {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "AB", "a", &["p-1", "p-2", "p-3"]);
    let heads = read_judgements(folder.path()).unwrap().heads;
    let path = folder.path().join("AB.a.jsonl");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, change(&text)).unwrap();
    let problems = check_judgements(folder.path(), &heads).unwrap().problems.join("\n");
    assert!(problems.contains(expected), "`{expected}` is not in: {problems}");
}

#[test]
fn an_edited_dropped_or_reordered_line_is_found() {
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    check(|text| text.replacen("\"include\"", "\"exclude\"", 1), "line 2: the line before it is not the one");
    check(|text| lines(text)[1..].join("\n") + "\n", "line 1: it says that it is line 2");
    check(|text| format!("{}\n{}\n{}\n", lines(text)[1], lines(text)[0], lines(text)[2]), "line 1: it says");
    check(|text| text.replace("\"v\":1", "\"v\":9"), "format 9");
    check(|text| text.replacen("AB.a.2", "AB.b.2", 1), "line 2: it belongs to");
    check(|text| text.replacen("\"note\"", "\"noot\"", 1), "line 1: it cannot be understood");
}

#[test]
fn the_last_line_is_guarded_by_the_heads() {
    check(|text| text.lines().take(2).map(|line| format!("{line}\n")).collect(), "has 2 lines, and had 3");
    check(
        |text| {
            let at = text.rfind("\"include\"").unwrap();
            format!("{}\"exclude\"{}", &text[..at], &text[at + 9..])
        },
        "line 3: it is not the line that was read before",
    );
    let folder = tempfile::tempdir().unwrap();
    let head = Head { file: "AB.a.jsonl".to_owned(), lines: 2, sha256: "x".to_owned() };
    let problems = check_judgements(folder.path(), &[head]).unwrap().problems;
    assert_eq!(problems, ["judgements/AB.a.jsonl is gone; it had 2 lines"]);
}

#[test]
fn a_judgement_that_makes_no_sense_is_not_taken_and_leaves_the_file_alone() {
    let folder = tempfile::tempdir().unwrap();
    let (mut file, _) = JudgementFile::open(folder.path(), &reviewer("AB"), "a").unwrap();
    let mut wrong = given("p-1");
    wrong.says = Says::Verdict {
        term: None,
        criterion: Criterion::E1b,
        verdict: Verdict::Include,
        reason: String::new(),
        evidence: Vec::new(),
        screened: Screened::FullText,
    };
    assert!(matches!(file.append(at(0), wrong), Err(Error::Judgement(_))));
    assert_eq!(file.append(at(1), given("p-1")).unwrap().seq, 1);
}

#[test]
fn a_damaged_file_is_an_error_and_stays_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "AB", "a", &["p-1"]);
    let path = folder.path().join("AB.a.jsonl");
    let damaged = format!("{}{{\"v\":1}}\n", fs::read_to_string(&path).unwrap());
    fs::write(&path, &damaged).unwrap();
    let error = JudgementFile::open(folder.path(), &reviewer("AB"), "a").unwrap_err();
    assert!(error.to_string().contains("line 2"), "{error}");
    assert!(error.hint().is_some());
    assert_eq!(fs::read_to_string(&path).unwrap(), damaged);
    assert!(read_judgements(folder.path()).is_err());
}

#[test]
fn a_line_of_a_newer_format_is_refused_with_what_to_do_and_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "AB", "a", &["p-1", "p-2"]);
    let path = folder.path().join("AB.a.jsonl");
    let whole = fs::read_to_string(&path).unwrap();
    for (format, expected) in [("2", "format 2"), ("0", "format 0")] {
        let newer =
            whole.replacen("{\"v\":1,\"seq\":2", &format!("{{\"v\":{format},\"new\":true,\"seq\":2"), 1);
        assert_ne!(newer, whole);
        fs::write(&path, &newer).unwrap();
        for error in [
            JudgementFile::open(folder.path(), &reviewer("AB"), "a").unwrap_err(),
            read_judgements(folder.path()).unwrap_err(),
        ] {
            assert!(
                error.to_string().contains("line 2: it has") && error.to_string().contains(expected),
                "{error}"
            );
            assert!(error.hint().unwrap().contains("the version of bron that wrote it"), "{error}");
        }
        assert_eq!(fs::read_to_string(&path).unwrap(), newer);
    }
}

#[test]
fn two_devices_are_merged_the_same_in_either_order_and_nothing_is_overwritten() {
    let (a, b) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    write(a.path(), "AB", "a", &["p-1", "p-2"]);
    write(b.path(), "AB", "b", &["p-1"]);
    write(b.path(), "CD", "b", &["p-3"]);
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    take_judgements(a.path(), one.path()).unwrap();
    take_judgements(b.path(), one.path()).unwrap();
    take_judgements(b.path(), two.path()).unwrap();
    take_judgements(a.path(), two.path()).unwrap();
    assert_eq!(read_judgements(one.path()).unwrap(), read_judgements(two.path()).unwrap());
    assert_eq!(read_judgements(one.path()).unwrap().all.len(), 4);
    assert!(take_judgements(a.path(), one.path()).unwrap().files.is_empty(), "a second time adds nothing");
}

#[test]
fn a_file_that_grew_takes_the_place_of_the_shorter_one_and_never_the_other_way_round() {
    let (a, b) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    write(a.path(), "AB", "a", &["p-1"]);
    take_judgements(a.path(), b.path()).unwrap();
    write(a.path(), "AB", "a", &["p-2"]);
    assert!(take_judgements(b.path(), a.path()).unwrap().files.is_empty());
    assert_eq!(read_judgements(a.path()).unwrap().all.len(), 2);
    assert_eq!(take_judgements(a.path(), b.path()).unwrap().files, [("AB.a.jsonl".to_owned(), 1)]);
}

#[test]
fn two_files_of_one_name_that_went_apart_are_refused_and_nothing_is_copied() {
    let (a, b) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    write(a.path(), "AB", "a", &["p-1", "p-2"]);
    write(b.path(), "AB", "a", &["p-1", "p-3"]);
    write(b.path(), "CD", "b", &["p-4"]);
    let error = take_judgements(b.path(), a.path()).unwrap_err();
    assert!(error.to_string().contains("line 2: it differs"), "{error}");
    assert_eq!(read_judgements(a.path()).unwrap().heads.len(), 1);
}

fn assign(folder: &Path, pilot: u32) -> Assignment {
    let (mut file, _) = AssignmentFile::open(folder).unwrap();
    let of = AssignedFor { pipeline: "demo".into(), harvest: String::new(), criteria: "2024-1".into() };
    let assigned = Assigned { reviewers: vec![reviewer("AB")], pilot, ..Assigned::default() };
    file.append(at(pilot.into()), reviewer("AB"), of, assigned).unwrap()
}

#[test]
fn assignments_are_chained_beside_the_judgements_and_the_last_one_counts() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "AB", "a", &["p-1"]);
    let written = [assign(folder.path(), 1), assign(folder.path(), 2)];
    let read = read_judgements(folder.path()).unwrap();
    assert_eq!((read.all.len(), &read.assignments[..]), (1, &written[..]));
    let files: Vec<&str> = read.heads.iter().map(|head| head.file.as_str()).collect();
    assert_eq!(files, ["AB.a.jsonl", "assignments.jsonl"]);
    let (file, _) = AssignmentFile::open(folder.path()).unwrap();
    assert_eq!(file.last(), Some(&written[1]));
    assert!(AssignmentFile::open(folder.path()).is_err(), "it is open already");
    drop(file);

    let path = folder.path().join("assignments.jsonl");
    let whole = fs::read_to_string(&path).unwrap();
    fs::write(&path, whole.replacen("\"pilot\":1", "\"pilot\":3", 1)).unwrap();
    let check = check_judgements(folder.path(), &read.heads).unwrap();
    assert!(check.problems[0].contains("line 2: the line before it"), "{:?}", check.problems);
    assert!(read_judgements(folder.path()).is_err());

    // A line that was not written whole is moved aside by the next.
    fs::write(&path, format!("{whole}{{\"v\":1")).unwrap();
    assert_eq!(read_judgements(folder.path()).unwrap().torn, ["assignments.jsonl"]);
    assert_eq!(assign(folder.path(), 4).seq, 3);
    assert!(folder.path().join("assignments.torn").exists());
}
