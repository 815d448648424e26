//! Appends, kills and restarts at random: what was acknowledged is there, and the chain is whole.

use crate::made::{at, given, reviewer};
use bron_model::Given;
use bron_store::{
    Error, FollowedJudgements, Head, JudgementFile, check_judgements, read_judgements, take_judgements,
};
use proptest::prelude::*;
use std::fs::{self, OpenOptions};
use std::io::Write;

/// What happens to a file, in turn.
#[derive(Debug, Clone)]
enum Event {
    /// So many judgements are written at once, and acknowledged.
    Append(usize),
    /// The process ends and another begins.
    Restart,
    /// The process is killed between writing and answering: so many lines are whole on the disk, and nobody was told.
    KillUnanswered(usize),
    /// The process is killed, or the power goes, while it writes: this stands behind the last whole line.
    KillTorn(Vec<u8>),
    /// A second process wants the file while the first one has it, and another device's lines are to be taken over there.
    Second,
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    let begun = serde_json::to_vec(&given("never-acknowledged")).unwrap();
    let torn = prop_oneof![
        2 => (1..begun.len()).prop_map(move |bytes| begun[..bytes].to_vec()),
        // A disk may give back anything where a block was not written yet.
        1 => prop::collection::vec(any::<u8>().prop_filter("a line end", |byte| *byte != b'\n'), 1..40),
        1 => (1_usize..600).prop_map(|length| vec![0; length]),
    ];
    let event = prop_oneof![
        4 => (1_usize..4).prop_map(Event::Append),
        1 => Just(Event::Restart),
        1 => (1_usize..4).prop_map(Event::KillUnanswered),
        2 => torn.prop_map(Event::KillTorn),
        1 => Just(Event::Second),
    ];
    prop::collection::vec(event, 1..25)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 80, ..ProptestConfig::default() })]

    #[test]
    fn whatever_happens_every_acknowledged_judgement_is_there_and_the_chain_is_whole(events in events()) {
        let folder = tempfile::tempdir().unwrap();
        let elsewhere = tempfile::tempdir().unwrap();
        let path = folder.path().join("AB.a.jsonl");
        let open = || JudgementFile::open(folder.path(), &reviewer("AB"), "a");
        let mut expected = Vec::new();
        let mut aside = Vec::new();
        let mut heads: Vec<Head> = Vec::new();
        let mut followed = FollowedJudgements::open(folder.path()).unwrap();
        let mut file = open().unwrap().0;
        for (n, event) in events.into_iter().enumerate() {
            let batch = |many: usize| -> Vec<Given> { (0..many).map(|one| given(&format!("p-{n}-{one}"))).collect() };
            match event {
                Event::Append(many) => {
                    expected.extend(file.append_all(at(n as i64), batch(many)).unwrap());
                    prop_assert_eq!(file.head().lines, expected.len() as u64);
                }
                Event::Restart => {
                    drop(file);
                    let (opened, moved) = open().unwrap();
                    prop_assert_eq!(moved, None);
                    file = opened;
                }
                Event::KillUnanswered(many) => {
                    // Nobody was told, so nobody may rely on it; but what stands there whole is kept, and gone on behind.
                    expected.extend(file.append_all(at(n as i64), batch(many)).unwrap());
                    drop(file);
                    file = open().unwrap().0;
                }
                Event::KillTorn(bytes) => {
                    drop(file);
                    OpenOptions::new().append(true).open(&path).unwrap().write_all(&bytes).unwrap();
                    prop_assert_eq!(read_judgements(folder.path()).unwrap().torn, ["AB.a.jsonl"]);
                    followed.read_on().unwrap();
                    let (opened, moved) = open().unwrap();
                    prop_assert_eq!(moved, Some(folder.path().join("AB.a.torn")));
                    aside.extend(bytes.into_iter().chain([b'\n']));
                    file = opened;
                }
                Event::Second => {
                    let before = fs::read(&path).unwrap();
                    prop_assert!(matches!(open(), Err(Error::InUse(_))));
                    fs::copy(&path, elsewhere.path().join("AB.a.jsonl")).unwrap();
                    let (mut longer, _) = JudgementFile::open(elsewhere.path(), &reviewer("AB"), "a").unwrap();
                    longer.append(at(n as i64), given("elsewhere")).unwrap();
                    let refused = take_judgements(elsewhere.path(), folder.path());
                    prop_assert!(matches!(refused, Err(Error::InUse(_))), "{:?}", refused);
                    prop_assert_eq!(fs::read(&path).unwrap(), before);
                }
            }
            let read = read_judgements(folder.path()).unwrap();
            prop_assert_eq!(&read.all, &expected);
            prop_assert!(read.torn.is_empty());
            followed.read_on().unwrap();
            prop_assert_eq!(&followed.judgements().all, &expected);
            heads.push(file.head().clone());
        }
        // No head that anybody ever wrote down is contradicted by what came behind it.
        let check = check_judgements(folder.path(), &heads).unwrap();
        prop_assert!(check.problems.is_empty(), "{:?}", check.problems);
        prop_assert_eq!(check.lines, expected.len() as u64);
        prop_assert_eq!(fs::read(folder.path().join("AB.a.torn")).unwrap_or_default(), aside);
    }
}
