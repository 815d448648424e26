//! A crate imports only from lower floors, a heavy dependency has one door, and stages reach no network, file or clock.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

/// Floor and place within it: `harvest` may use `protocol` and `store`, which lie below it.
fn floor(name: &str) -> u8 {
    match name {
        "bron-model" => 0,
        "bron-protocol" | "bron-store" | "bron-saved" => 1,
        "bron-harvest" | "bron-text" => 2,
        "bron-search" | "bron-identity" | "bron-documents" | "bron-extract" | "bron-screen"
        | "bron-judge" | "bron-synthesis" | "bron-describe" => 3,
        "bron-run" | "bron-demo" | "bron-evaluate" => 4,
        "bron-report" | "bron-review" | "bron-compare" | "bron-export" => 5,
        "bron" => 6,
        other => panic!("`{other}` has no floor: give it one here and in crates/README.md"),
    }
}

const DOORS: &[(&str, &[&str])] = &[
    ("reqwest", &["bron-harvest"]),
    ("parquet", &["bron-store"]),
    ("polars", &["bron-synthesis"]),
    ("pdf_oxide", &["bron-documents"]),
    ("pdfium-render", &["bron-documents"]),
    ("trafilatura", &["bron-documents"]),
    ("mailparse", &["bron-saved"]),
    ("askama", &["bron-report", "bron-review"]),
    ("axum", &["bron-demo", "bron-review"]),
    ("clap", &["bron"]),
    ("indicatif", &["bron"]),
    ("anyhow", &["bron"]),
    ("rayon", &["bron-compare", "bron-run"]),
    ("similar", &["bron-compare"]),
    ("zip", &["bron-export"]),
    ("biblatex", &["bron-search"]),
    ("rust_xlsxwriter", &["bron-report"]),
    ("calamine", &["bron-report"]),
];

fn dependencies() -> BTreeMap<String, Vec<String>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .current_dir(root)
        .output()
        .expect("cargo is there: it runs this test");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let normal = |dependency: &&serde_json::Value| dependency["kind"].is_null();
    let name = |value: &serde_json::Value| value["name"].as_str().unwrap().to_owned();
    metadata["packages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|package| {
            let of = package["dependencies"].as_array().unwrap();
            (name(package), of.iter().filter(normal).map(name).collect())
        })
        .collect()
}

#[test]
fn a_crate_imports_only_from_lower_floors() {
    let all = dependencies();
    assert!(all.len() >= 22, "the house has {} crates", all.len());
    for (package, of) in &all {
        for dependency in of.iter().filter(|name| name.starts_with("bron")) {
            assert!(floor(dependency) < floor(package), "`{package}` must not import `{dependency}`");
        }
    }
}

#[test]
fn a_heavy_dependency_enters_by_one_door() {
    let all = dependencies();
    for (heavy, doors) in DOORS {
        let users: Vec<&str> = all
            .iter()
            .filter(|(_, of)| of.iter().any(|name| name == heavy))
            .map(|(name, _)| name.as_str())
            .collect();
        assert_eq!(&users, doors, "{heavy}");
    }
}

#[test]
fn stages_reach_no_network_no_file_and_no_clock() {
    let forbidden = [
        "std::fs",
        "std::net",
        "std::process",
        "std::env",
        "SystemTime",
        "Instant::now",
        "::now()",
        "println!",
        "tokio",
    ];
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut read = 0;
    for stage in ["search", "identity", "documents", "extract", "screen", "judge", "synthesis", "describe"] {
        for entry in walk(&crates.join(format!("bron-{stage}/src"))) {
            let text = std::fs::read_to_string(&entry).unwrap();
            let product = text.split("#[cfg(test)]").next().unwrap();
            for word in forbidden {
                let found = product
                    .lines()
                    .position(|line| !line.trim_start().starts_with("//") && line.contains(word));
                assert_eq!(found, None, "`{word}` in {}", entry.display());
            }
            read += 1;
        }
    }
    assert!(read >= 12, "only {read} files were read");
}

fn walk(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files.extend(walk(&path)) } else { files.push(path) }
    }
    files
}
