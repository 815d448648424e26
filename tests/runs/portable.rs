//! No path and no name of a file that only one system knows. No other system builds this here, so it is held by looking.

use bron_model::file_name_problem;
use std::path::{Path, PathBuf};

/// What only Unix has.
const ONLY_UNIX: &[&str] = &[
    "std::os::unix",
    "std::os::linux",
    "rustix::",
    "libc::",
    "\"/tmp",
    "\"/proc",
    "\"/dev/",
    "\"/etc",
    "\"/usr",
    "\"/var",
    "\"/home",
];

/// The sources of the product: every crate's `src`, its tests left out.
fn sources() -> Vec<(PathBuf, String)> {
    fn walk(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                let product = text.split("#[cfg(test)]").next().unwrap().to_owned();
                found.push((path, product));
            }
        }
    }
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut found = Vec::new();
    for entry in std::fs::read_dir(crates).unwrap() {
        let source = entry.unwrap().path().join("src");
        if source.is_dir() {
            walk(&source, &mut found);
        }
    }
    found
}

/// Lines that need Unix and stand in nothing that is built there alone.
fn only_unix(text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().collect();
    let needs_unix =
        |line: &str| !line.trim_start().starts_with("//") && ONLY_UNIX.iter().any(|word| line.contains(word));
    let is_guarded = |at: usize| {
        // Upwards to the end of the item before this one.
        let mut above = lines[..at].iter().rev().take_while(|line| **line != "}");
        above.any(|line| {
            line.contains("cfg(unix)") || line.contains("cfg!(unix)") || line.contains("cfg(target_os")
        })
    };
    let wrong = lines.iter().enumerate().filter(|(at, line)| needs_unix(line) && !is_guarded(*at));
    wrong.map(|(_, line)| line.trim().to_owned()).collect()
}

#[test]
fn what_only_one_system_has_stands_behind_a_cfg() {
    assert_eq!(only_unix("fn a() {\n    std::os::unix::x();\n}"), ["std::os::unix::x();"]);
    assert!(only_unix("#[cfg(unix)]\nfn a() {\n    std::os::unix::x();\n}").is_empty());
    assert_eq!(
        only_unix("#[cfg(unix)]\nfn a() {\n}\nfn b() {\n    open(\"/tmp/x\");\n}"),
        ["open(\"/tmp/x\");"]
    );
    let sources = sources();
    assert!(sources.len() > 200, "{}", sources.len());
    for (path, text) in sources {
        assert_eq!(only_unix(&text), [""; 0], "{}", path.display());
    }
}

/// The texts that are joined to a path or name a file of a stage.
fn names(text: &str) -> Vec<&str> {
    let mut names = Vec::new();
    for call in [".join(\"", ".file(\"", ".folder(\"", "push(\"", "with_extension(\""] {
        for (at, _) in text.match_indices(call) {
            let rest = &text[at + call.len()..];
            names.extend(rest.split_once("\")").map(|(name, _)| name));
        }
    }
    names
}

#[test]
fn no_name_in_the_source_holds_what_windows_refuses() {
    let mut checked = 0;
    for (path, text) in sources() {
        let paths = names(&text).into_iter().filter(|name| name.contains('.') && name.len() > 3);
        for name in paths.filter(|name| name.chars().all(|c| !c.is_whitespace() && c != '"' && c != '\\')) {
            for part in name.split('/') {
                assert_eq!(file_name_problem(part), None, "`{name}` in {}", path.display());
                checked += 1;
            }
        }
    }
    assert!(checked > 50, "only {checked} names were looked at");
}
