//! A file to which lines are only ever added, each with the sha256 of the one before it.
//!
//! An edited, dropped or reordered line shows. A chain does not see its own end cut off: [`Head`]s are kept elsewhere (in
//! `run.json`, in packs) and compared.

use crate::archive::sync_folder;
use crate::digest::sha256_of_bytes;
use crate::{Error, lock};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

/// How far a file of chained lines goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// The name of the file.
    pub file: String,
    /// Its lines.
    pub lines: u64,
    /// sha256 of the last one, without its line end.
    pub sha256: String,
}

impl Head {
    /// That of a file without a line.
    pub(crate) fn none(path: &Path) -> Self {
        Self { file: name_of(path), lines: 0, sha256: String::new() }
    }
}

/// What every line says of its own place.
pub(crate) trait Link: DeserializeOwned {
    /// The newest format that this version reads; it reads every older one.
    const FORMAT: u32;
    /// The number of the line, from 1.
    fn seq(&self) -> u64;
    /// sha256 of the line before it.
    fn prev(&self) -> &str;
    /// What is wrong with it as line `number` of the file with this name.
    fn problem(&self, file: &str, number: u64) -> Option<String>;
}

/// A chained file, open for one process.
#[derive(Debug)]
pub(crate) struct Chain {
    path: PathBuf,
    file: File,
    /// Bytes of whole lines.
    length: u64,
    head: Head,
    failed: bool,
    _lock: File,
}

impl Chain {
    /// Opens or makes a file and takes its lock, `<name>.lock` in place of its ending. What stands behind the last line end is moved
    /// to `<name>.torn`, whose path is given back with what was read. A line that is damaged elsewhere is an error, and nothing is
    /// changed.
    pub(crate) fn open<L: Link>(path: &Path) -> Result<(Self, Vec<L>, Option<PathBuf>), Error> {
        let folder = path.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(folder).map_err(Error::io("create", folder))?;
        let lock = lock::exclusive(&path.with_extension("lock"))?;
        let is_new = !path.exists();
        let opened = OpenOptions::new().create(true).append(true).read(true).open(path);
        let mut file = opened.map_err(Error::io("open", path))?;
        if is_new {
            sync_folder(folder)?;
        }
        let bytes = fs::read(path).map_err(Error::io("read", path))?;
        let whole = whole_lines(&bytes);
        let (lines, head) = read_chain(path, &bytes[..whole])?;
        let torn = move_torn(path, &mut file, &bytes, whole)?;
        let length = whole as u64;
        let chain = Self { path: path.to_owned(), file, length, head, failed: false, _lock: lock };
        Ok((chain, lines, torn))
    }

    /// How far it goes.
    pub(crate) fn head(&self) -> &Head {
        &self.head
    }

    /// Adds lines, all of them or none. When this returns, they are on the disk; when it fails, the file is as it was before, and
    /// where that cannot be had (a full disk), it takes no more. A process that is killed in between leaves whole lines of the first
    /// ones, and perhaps a torn one.
    pub(crate) fn append(&mut self, lines: &[String]) -> Result<(), Error> {
        if self.failed {
            return Err(Error::WriteFailedBefore(self.path.clone()));
        }
        let text: String = lines.iter().flat_map(|line| [line.as_str(), "\n"]).collect();
        let written = self.file.write_all(text.as_bytes()).and_then(|()| self.file.sync_data());
        if let Err(error) = written {
            let undone = self.file.set_len(self.length).and_then(|()| self.file.sync_data());
            self.failed = undone.is_err();
            return Err(Error::io("write", &self.path)(error));
        }
        self.length += text.len() as u64;
        if let Some(last) = lines.last() {
            self.head.lines += lines.len() as u64;
            self.head.sha256 = sha256_of_bytes(last.as_bytes());
        }
        Ok(())
    }
}

/// The bytes up to and with the last line end.
pub(crate) fn whole_lines(bytes: &[u8]) -> usize {
    bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1)
}

/// The lines of whole lines, and how far they go.
pub(crate) fn read_chain<L: Link>(path: &Path, bytes: &[u8]) -> Result<(Vec<L>, Head), Error> {
    read_behind(path, bytes, Head::none(path))
}

/// The lines of whole lines behind `head`, and how far they go.
pub(crate) fn read_behind<L: Link>(
    path: &Path,
    bytes: &[u8],
    mut head: Head,
) -> Result<(Vec<L>, Head), Error> {
    let mut lines = Vec::new();
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        let line = line.strip_suffix(b"\n").unwrap_or(line);
        let number = head.lines + 1;
        let wrong = |what: String| Error::JudgementLine { file: path.to_owned(), line: number, what };
        let newer = |found: u32| Error::JudgementFormat {
            file: path.to_owned(),
            line: number,
            found,
            known: L::FORMAT,
        };
        let format = format_of(line).map_err(wrong)?;
        if !(1..=L::FORMAT).contains(&format) {
            return Err(newer(format));
        }
        let read: L = serde_json::from_slice(line).map_err(unclear).map_err(wrong)?;
        if read.seq() != number {
            return Err(wrong(format!("it says that it is line {}", read.seq())));
        } else if read.prev() != head.sha256 {
            return Err(wrong("the line before it is not the one that it was written behind".to_owned()));
        } else if let Some(problem) = read.problem(&head.file, number) {
            return Err(wrong(problem));
        }
        head = Head { file: head.file, lines: number, sha256: sha256_of_bytes(line) };
        lines.push(read);
    }
    Ok((lines, head))
}

/// The format of a line, whatever else stands in it.
fn format_of(line: &[u8]) -> Result<u32, String> {
    #[derive(Deserialize)]
    struct FormatOnly {
        v: u32,
    }
    serde_json::from_slice(line).map(|FormatOnly { v }| v).map_err(unclear)
}

fn unclear(error: serde_json::Error) -> String {
    format!("it cannot be understood: {error}")
}

pub(crate) fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Moves what stands behind the last line end to `<file>.torn`, and says to which file.
pub(crate) fn move_torn(
    path: &Path,
    file: &mut File,
    bytes: &[u8],
    whole: usize,
) -> Result<Option<PathBuf>, Error> {
    if whole == bytes.len() {
        return Ok(None);
    }
    let aside = path.with_extension("torn");
    let mut torn =
        OpenOptions::new().create(true).append(true).open(&aside).map_err(Error::io("create", &aside))?;
    let moved =
        torn.write_all(&bytes[whole..]).and_then(|()| torn.write_all(b"\n")).and_then(|()| torn.sync_all());
    moved.map_err(Error::io("write", &aside))?;
    let cut = file.set_len(whole as u64).and_then(|()| file.sync_all());
    cut.map_err(Error::io("write", path))?;
    Ok(Some(aside))
}
