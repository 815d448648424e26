//! Two devices that write, are killed and take over from each other, at random.

use crate::made::{at, given, reviewer};
use bron_model::Judgement;
use bron_store::{Head, JudgementFile, read_judgements, take_judgements};
use proptest::prelude::*;
use std::fs;

/// What happens on two devices, in turn.
#[derive(Debug, Clone, Copy)]
enum Apart {
    /// A reviewer writes on a device.
    Append { on_second: bool, cd: bool },
    /// A process is killed on a device while it writes: so many bytes of a line are on the disk.
    Kill { on_second: bool, bytes: usize },
    /// The one device takes over what the other has.
    Merge { into_second: bool },
}

fn apart() -> impl Strategy<Value = Vec<Apart>> {
    let event = prop_oneof![
        5 => any::<(bool, bool)>().prop_map(|(on_second, cd)| Apart::Append { on_second, cd }),
        1 => (any::<bool>(), 1_usize..300).prop_map(|(on_second, bytes)| Apart::Kill { on_second, bytes }),
        2 => any::<bool>().prop_map(|into_second| Apart::Merge { into_second }),
    ];
    prop::collection::vec(event, 1..25)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn two_devices_that_write_are_killed_and_merge_in_any_order_have_the_same_in_the_end(events in apart()) {
        let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
        let device = |second: bool| if second { "b" } else { "a" };
        let mut acknowledged = Vec::new();
        for (n, event) in events.into_iter().enumerate() {
            match event {
                Apart::Append { on_second, cd } => {
                    let name = if cd { "CD" } else { "AB" };
                    let folder = folders[usize::from(on_second)].path();
                    let (mut file, _) = JudgementFile::open(folder, &reviewer(name), device(on_second)).unwrap();
                    acknowledged.push(file.append(at(n as i64), given(&format!("p-{n}"))).unwrap());
                }
                Apart::Kill { on_second, bytes } => {
                    let name = format!("AB.{}.jsonl", device(on_second));
                    let path = folders[usize::from(on_second)].path().join(name);
                    let mut line = serde_json::to_vec(&given("never-acknowledged")).unwrap();
                    line.truncate(bytes);
                    let whole = fs::read(&path).unwrap_or_default();
                    // A second kill without a restart goes on behind the first.
                    fs::write(&path, [whole, line].concat()).unwrap();
                }
                Apart::Merge { into_second } => {
                    let (from, into) = (usize::from(!into_second), usize::from(into_second));
                    take_judgements(folders[from].path(), folders[into].path()).unwrap();
                }
            }
        }
        take_judgements(folders[0].path(), folders[1].path()).unwrap();
        take_judgements(folders[1].path(), folders[0].path()).unwrap();
        let (one, two) = (read_judgements(folders[0].path()).unwrap(), read_judgements(folders[1].path()).unwrap());
        prop_assert_eq!(&one.all, &two.all);
        let of = |all: &[Judgement]| {
            let mut ids: Vec<String> = all.iter().map(|one| one.id.to_string()).collect();
            ids.sort();
            ids
        };
        prop_assert_eq!(of(&one.all), of(&acknowledged));
        let whole = |heads: &[Head]| heads.iter().filter(|head| head.lines > 0).cloned().collect::<Vec<_>>();
        prop_assert_eq!(whole(&one.heads), whole(&two.heads));
    }
}
