//! The other files of a stage: texts, and which files there are.

use crate::{Error, Stage};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Reads a text file; one that is absent or not UTF-8 is an error that names it.
pub fn read_text(path: &Path) -> Result<String, Error> {
    fs::read_to_string(path).map_err(Error::io("read", path))
}

/// Reads a text file; nothing where there is none.
pub fn read_text_if_there(path: &Path) -> Result<Option<String>, Error> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Error::io("read", path)(error)),
    }
}

/// Writes a text file of a stage.
pub fn write_text(path: &Path, text: &str) -> Result<(), Error> {
    fs::write(path, text).map_err(Error::io("write", path))
}

/// The names of the files in a folder, sorted; folders in it are left out.
pub fn files_in(folder: &Path) -> Result<Vec<String>, Error> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).map_err(Error::io("read", folder))? {
        let entry = entry.map_err(Error::io("read", folder))?;
        if entry.path().is_file() {
            names.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    names.sort();
    Ok(names)
}

/// The WARC files of an archive and their sizes; none where there is no such folder.
pub fn archive_files(folder: &Path) -> Result<BTreeMap<String, u64>, Error> {
    if !folder.is_dir() {
        return Ok(BTreeMap::new());
    }
    let warc = files_in(folder)?.into_iter().filter(|name| name.ends_with(".warc.gz"));
    warc.map(|name| {
        let path = folder.join(&name);
        let size = fs::metadata(&path).map_err(Error::io("read", &path))?.len();
        Ok((name, size))
    })
    .collect()
}

/// What is missing of the files that were there before: one line each. More files, and longer ones, are no loss.
pub fn lost_of_archive(known: &BTreeMap<String, u64>, now: &BTreeMap<String, u64>) -> Vec<String> {
    let lost = known.iter().filter_map(|(name, size)| match now.get(name) {
        None => Some(format!("`archive/{name}` is gone")),
        Some(found) if found < size => Some(format!("`archive/{name}` has {found} bytes in place of {size}")),
        Some(_) => None,
    });
    lost.collect()
}

/// The number of rows of a CSV file, its header left out; `None` for a file of another kind.
pub fn rows_in(path: &Path) -> Result<Option<u64>, Error> {
    if path.extension().is_none_or(|ending| ending != "csv") {
        return Ok(None);
    }
    let table = |error: csv::Error| Error::Table {
        file: path.to_owned(),
        line: error.position().map_or(0, csv::Position::line),
        what: error.to_string(),
    };
    let mut reader = csv::Reader::from_path(path).map_err(table)?;
    let mut record = csv::ByteRecord::new();
    let mut rows = 0;
    while reader.read_byte_record(&mut record).map_err(table)? {
        rows += 1;
    }
    Ok(Some(rows))
}

impl Stage {
    /// Removes a file of the stage that was only needed while it was made.
    pub fn discard(&self, name: &str) -> Result<(), Error> {
        let path = self.file(name);
        fs::remove_file(&path).map_err(Error::io("remove", &path))
    }
}
