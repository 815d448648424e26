//! A folder of judgements that is read on from where it was.

use crate::Error;
use crate::assignments::ASSIGNMENTS;
use crate::chain::{Head, name_of, read_behind, whole_lines};
use crate::judgements::{Judgements, files_of};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};

/// The judgements of a folder, of which only what was added is read again.
///
/// Lines are only ever added, so what was read stays; a file that became shorter, went away, or goes on behind another line
/// than its last one is an error. An edit of lines that were read before is not seen here: `bron verify` finds it.
#[derive(Debug)]
pub struct FollowedJudgements {
    folder: PathBuf,
    known: BTreeMap<PathBuf, Known>,
    judgements: Judgements,
}

/// How far a file was read.
#[derive(Debug)]
struct Known {
    /// Bytes of whole lines.
    whole: u64,
    /// Bytes in all.
    length: u64,
    head: Head,
}

impl FollowedJudgements {
    /// Reads a folder; one that is not there has no judgements.
    pub fn open(folder: &Path) -> Result<Self, Error> {
        let mut followed =
            Self { folder: folder.to_owned(), known: BTreeMap::new(), judgements: Judgements::default() };
        followed.read_on()?;
        Ok(followed)
    }

    /// What was read so far: by file at first, what was added behind it.
    pub fn judgements(&self) -> &Judgements {
        &self.judgements
    }

    /// Reads what was added, and says whether anything was. After an error nothing of that file is taken.
    pub fn read_on(&mut self) -> Result<bool, Error> {
        let files = files_of(&self.folder)?;
        if let Some(gone) = self.known.keys().find(|path| !files.contains(path)) {
            return Err(lost(gone, self.known[gone].head.lines, "the file is gone"));
        }
        let mut more = false;
        for path in files {
            more |= self.read_on_in(path)?;
        }
        if more {
            self.judgements.heads = self.known.values().map(|known| known.head.clone()).collect();
            let torn = self.known.values().filter(|known| known.length > known.whole);
            self.judgements.torn = torn.map(|known| known.head.file.clone()).collect();
        }
        Ok(more)
    }

    fn read_on_in(&mut self, path: PathBuf) -> Result<bool, Error> {
        let length = fs::metadata(&path).map_err(Error::io("read", &path))?.len();
        let none = || Known { whole: 0, length: 0, head: Head::none(&path) };
        let is_new = !self.known.contains_key(&path);
        let known = self.known.entry(path.clone()).or_insert_with(none);
        if length < known.whole {
            return Err(lost(&path, known.head.lines, "the file is shorter than it was: lines are gone"));
        }
        if length == known.length {
            return Ok(is_new);
        }
        let bytes = bytes_from(&path, known.whole)?;
        let whole = whole_lines(&bytes);
        let (bytes_of_lines, behind) = (&bytes[..whole], known.head.clone());
        let head = if name_of(&path) == ASSIGNMENTS {
            let (lines, head) = read_behind(&path, bytes_of_lines, behind)?;
            self.judgements.assignments.extend(lines);
            head
        } else {
            let (lines, head) = read_behind(&path, bytes_of_lines, behind)?;
            self.judgements.all.extend(lines);
            head
        };
        *known = Known { length: known.whole + bytes.len() as u64, whole: known.whole + whole as u64, head };
        Ok(true)
    }
}

fn bytes_from(path: &Path, start: u64) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    let mut file = File::open(path).map_err(Error::io("open", path))?;
    file.seek(SeekFrom::Start(start))
        .and_then(|_| file.read_to_end(&mut bytes))
        .map_err(Error::io("read", path))?;
    Ok(bytes)
}

fn lost(path: &Path, line: u64, what: &str) -> Error {
    Error::JudgementLine { file: path.to_owned(), line, what: what.to_owned() }
}
