//! Lists every file of `config/` and `pipelines/`, so that they are inside the program (`bron new`, `bron demo`).

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// Endings of files that a study consists of; anything else (an editor's copy, a system's file) stays out.
const ENDINGS: &[&str] = &["csv", "md", "ris", "toml", "txt"];

fn main() -> io::Result<()> {
    let crate_folder =
        PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("cargo sets it for build scripts"));
    let root = crate_folder.join("../..");
    let mut paths = Vec::new();
    for folder in ["config", "pipelines"] {
        println!("cargo:rerun-if-changed=../../{folder}");
        collect(&root, Path::new(folder), &mut paths)?;
    }
    println!("cargo:rerun-if-changed=build.rs");
    paths.sort();
    let mut code = String::from("const EMBEDDED: &[(&str, &str)] = &[\n");
    for path in &paths {
        writeln!(
            code,
            "    ({path:?}, include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/../../\", {path:?}))),"
        )
        .expect("writing to a String cannot fail");
    }
    code.push_str("];\n");
    let out = PathBuf::from(env::var("OUT_DIR").expect("cargo sets it for build scripts"));
    fs::write(out.join("embedded.rs"), code)
}

/// Adds the files below `folder`, as paths from `root` with forward slashes.
fn collect(root: &Path, folder: &Path, paths: &mut Vec<String>) -> io::Result<()> {
    for entry in fs::read_dir(root.join(folder))? {
        let entry = entry?;
        let path = folder.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            collect(root, &path, paths)?;
        } else if path.extension().and_then(|e| e.to_str()).is_some_and(|e| ENDINGS.contains(&e)) {
            let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
            paths.push(parts.join("/"));
        }
    }
    Ok(())
}
