//! Which names can a file have on every system?

/// The longest name that every system takes, with room for an ending.
const LONGEST: usize = 200;

/// Names that Windows keeps for devices, whatever ending follows.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

/// What keeps a file or folder from having this name on some system; `None` where every system takes it. For one part of a
/// path: a slash is no part of a name.
pub fn file_name_problem(name: &str) -> Option<&'static str> {
    let stem = name.split('.').next().unwrap_or_default().to_ascii_lowercase();
    let is_numbered = |device: &str| {
        let number = stem.strip_prefix(device);
        number.is_some_and(|number| number.len() == 1 && number.bytes().all(|b| b.is_ascii_digit()))
    };
    if name.is_empty() || name == "." || name == ".." {
        Some("it is no name")
    } else if name.chars().any(|c| c.is_control() || "<>:\"/\\|?*".contains(c)) {
        Some("it holds a character that Windows refuses")
    } else if name.ends_with(['.', ' ']) {
        Some("it ends in a dot or a blank, which Windows drops")
    } else if DEVICES.contains(&stem.as_str()) || is_numbered("com") || is_numbered("lpt") {
        Some("Windows keeps it for a device")
    } else if name.len() > LONGEST {
        Some("it is too long")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_windows_refuses_have_a_problem() {
        for name in ["", "..", "a:b", "a?", "a.", "a ", "NUL", "con.txt", "Com1.jsonl", "lpt9", "a/b", "a\n"]
        {
            assert!(file_name_problem(name).is_some(), "{name:?}");
        }
        assert!(file_name_problem(&"a".repeat(201)).is_some());
    }

    #[test]
    fn the_names_of_a_run_have_none() {
        for name in [
            "run.json",
            "bron-00001-20261130.warc.gz",
            "AB.laptop.jsonl",
            "console",
            "com10",
            "auxiliary.csv",
            ".x",
        ] {
            assert_eq!(file_name_problem(name), None, "{name}");
        }
    }
}
