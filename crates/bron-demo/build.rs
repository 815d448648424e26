//! Lists the made-up publications and their PDFs, so that a new file in `data/` needs no line of code.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let here = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let data = here.join("data");
    println!("cargo::rerun-if-changed={}", data.display());
    let mut list = String::from(
        "/// Site, file name and text of every publication.\npub(crate) static TEXTS: &[(&str, &str, &str)] = &[\n",
    );
    for folder in sorted(&data)?.iter().filter(|path| path.is_dir() && !path.ends_with("pdf")) {
        println!("cargo::rerun-if-changed={}", folder.display());
        for file in sorted(folder)? {
            writeln!(
                list,
                "    ({:?}, {:?}, include_str!({:?})),",
                name(folder),
                name(&file),
                file.to_string_lossy()
            )
            .expect("writing to a string cannot fail");
        }
    }
    list.push_str("];\n/// Name and bytes of every PDF.\npub(crate) static PDFS: &[(&str, &[u8])] = &[\n");
    let pdfs = data.join("pdf");
    println!("cargo::rerun-if-changed={}", pdfs.display());
    for file in sorted(&pdfs)? {
        writeln!(list, "    ({:?}, include_bytes!({:?})),", name(&file), file.to_string_lossy())
            .expect("writing to a string cannot fail");
    }
    list.push_str("];\n");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    fs::write(out.join("listed.rs"), list)
}

fn sorted(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<io::Result<Vec<PathBuf>>>()?;
    paths.sort();
    Ok(paths)
}

fn name(path: &Path) -> String {
    path.file_name().expect("it was listed in a folder").to_string_lossy().into_owned()
}
