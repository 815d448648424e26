//! Lists the made-up publications and their PDFs, so that a new file in `data/` or `data-later/` needs no line of code.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let here = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let mut list = String::new();
    for (folder, texts, pdfs) in [("data", "TEXTS", "PDFS"), ("data-later", "LATER_TEXTS", "LATER_PDFS")] {
        list_folder(&mut list, &here.join(folder), texts, pdfs)?;
    }
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    fs::write(out.join("listed.rs"), list)
}

fn list_folder(list: &mut String, data: &Path, texts: &str, pdfs: &str) -> io::Result<()> {
    const FITS: &str = "writing to a string cannot fail";
    println!("cargo::rerun-if-changed={}", data.display());
    writeln!(list, "/// Site, file name and text of every publication in `{}`.", name(data)).expect(FITS);
    writeln!(list, "pub(crate) static {texts}: &[(&str, &str, &str)] = &[").expect(FITS);
    for folder in sorted(data)?.iter().filter(|path| path.is_dir() && !path.ends_with("pdf")) {
        println!("cargo::rerun-if-changed={}", folder.display());
        for file in sorted(folder)? {
            let path = file.to_string_lossy();
            writeln!(list, "    ({:?}, {:?}, include_str!({path:?})),", name(folder), name(&file))
                .expect(FITS);
        }
    }
    let folder = data.join("pdf");
    println!("cargo::rerun-if-changed={}", folder.display());
    writeln!(list, "];\n/// Name and bytes of every PDF in `{}`.", name(&folder)).expect(FITS);
    writeln!(list, "pub(crate) static {pdfs}: &[(&str, &[u8])] = &[").expect(FITS);
    for file in sorted(&folder)? {
        writeln!(list, "    ({:?}, include_bytes!({:?})),", name(&file), file.to_string_lossy()).expect(FITS);
    }
    list.push_str("];\n");
    Ok(())
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
