//! Whatever is done to a file that was whole, `bron verify` finds it, the last line included.

use crate::made::write;
use bron_store::{check_judgements, read_judgements};
use proptest::prelude::*;
use std::fs;

/// What somebody, or a bad disk, does to a file; the numbers choose from what there is.
#[derive(Debug, Clone)]
enum Damage {
    /// A byte is another one.
    Byte { at: usize, other: u8 },
    /// A line is gone.
    Dropped(usize),
    /// A line stands there twice.
    Twice(usize),
    /// Two lines have changed places.
    Swapped(usize, usize),
    /// The end is cut off, in the midst of a line or behind one.
    Cut(usize),
}

fn damage() -> impl Strategy<Value = Damage> {
    let any = any::<usize>;
    prop_oneof![
        4 => (any(), 1_u8..).prop_map(|(at, other)| Damage::Byte { at, other }),
        1 => any().prop_map(Damage::Dropped),
        1 => any().prop_map(Damage::Twice),
        1 => (any(), any()).prop_map(|(one, other)| Damage::Swapped(one, other)),
        2 => any().prop_map(Damage::Cut),
    ]
}

fn damaged(whole: &[u8], damage: Damage) -> Vec<u8> {
    let mut bytes = whole.to_vec();
    let mut lines: Vec<Vec<u8>> = whole.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
    let count = lines.len();
    match damage {
        Damage::Byte { at, other } => {
            bytes[at % whole.len()] ^= other;
            return bytes;
        }
        Damage::Cut(at) => return whole[..at % whole.len()].to_vec(),
        Damage::Dropped(at) => drop(lines.remove(at % count)),
        Damage::Twice(at) => lines.insert(at % count, lines[at % count].clone()),
        Damage::Swapped(one, other) => lines.swap(one % count, other % count),
    }
    lines.concat()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn nothing_can_be_changed_in_a_file_whose_head_is_known_without_being_found(damage in damage()) {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), "AB", "a", &["p-1", "p-2", "p-3"]);
        let heads = read_judgements(folder.path()).unwrap().heads;
        let path = folder.path().join("AB.a.jsonl");
        let whole = fs::read(&path).unwrap();
        let now = damaged(&whole, damage);
        prop_assume!(now != whole);
        fs::write(&path, now).unwrap();
        let problems = check_judgements(folder.path(), &heads).unwrap().problems;
        prop_assert!(!problems.is_empty());
    }
}
