//! Takes the judgements of another device over.

use crate::archive::sync_folder;
use crate::chain::{move_torn, name_of, whole_lines};
use crate::judgements::{files_of, read_any, refuse_other_case};
use crate::{Error, lock};
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// What taking over another folder's judgements came to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Taken {
    /// Files that are new or longer now, with how many lines were added.
    pub files: Vec<(String, u64)>,
    /// Files whose last line is not whole over there: it was never acknowledged, and is left behind.
    pub torn: Vec<String>,
}

/// A file that is longer over there.
struct Growth {
    own: PathBuf,
    theirs: Vec<u8>,
}

/// Copies the files of another device into `folder`: in either order the same, and nothing is overwritten.
///
/// A file that is in both must begin the same in both; the longer one stays. Where they differ in a line nothing at all is
/// copied, and the error names it: two devices then wrote under the same name. Lines are only added, so a second call finishes
/// what was interrupted; a last line of the own file that was not written whole is moved to `<file>.torn`. A file that another
/// process writes to, and that would grow, is refused.
pub fn take_judgements(from: &Path, folder: &Path) -> Result<Taken, Error> {
    let mut taken = Taken::default();
    let mut growths = Vec::new();
    for path in files_of(from)? {
        let name = name_of(&path);
        refuse_other_case(folder, &name)?;
        let theirs = fs::read(&path).map_err(Error::io("read", &path))?;
        if whole_lines(&theirs) < theirs.len() {
            taken.torn.push(name.clone());
        }
        let theirs = theirs[..whole_lines(&theirs)].to_vec();
        let their_lines = read_any(&path, &theirs)?.lines;
        let own = folder.join(&name);
        let ours = read_if_there(&own)?;
        let ours = &ours[..whole_lines(&ours)];
        let our_lines = read_any(&own, ours)?.lines;
        refuse_divergence(&path, &theirs, &own, ours)?;
        if their_lines > our_lines {
            taken.files.push((name, their_lines - our_lines));
            growths.push(Growth { own, theirs });
        }
    }
    fs::create_dir_all(folder).map_err(Error::io("create", folder))?;
    // The device's own process may be writing here: all locks come before the first byte.
    let locks = growths.iter().map(|growth| lock::exclusive(&growth.own.with_extension("lock")));
    let _locks = locks.collect::<Result<Vec<_>, Error>>()?;
    for Growth { own, theirs } in &growths {
        let ours = read_if_there(own)?;
        refuse_divergence(own, theirs, own, &ours[..whole_lines(&ours)])?;
    }
    growths.iter().try_for_each(Growth::add)?;
    sync_folder(folder)?;
    Ok(taken)
}

impl Growth {
    /// Adds the lines that the own file does not have.
    fn add(&self) -> Result<(), Error> {
        let opened = OpenOptions::new().create(true).append(true).read(true).open(&self.own);
        let mut file = opened.map_err(Error::io("open", &self.own))?;
        let ours = fs::read(&self.own).map_err(Error::io("read", &self.own))?;
        let whole = whole_lines(&ours);
        move_torn(&self.own, &mut file, &ours, whole)?;
        let rest = self.theirs.get(whole..).unwrap_or_default();
        let written = file.write_all(rest).and_then(|()| file.sync_all());
        written.map_err(Error::io("write", &self.own))
    }
}

fn read_if_there(path: &Path) -> Result<Vec<u8>, Error> {
    match fs::read(path) {
        Ok(bytes) => Ok(bytes),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(Error::io("read", path)(error)),
    }
}

/// One of two files must be the beginning of the other.
fn refuse_divergence(path: &Path, theirs: &[u8], own: &Path, ours: &[u8]) -> Result<(), Error> {
    if theirs.starts_with(ours) || ours.starts_with(theirs) {
        return Ok(());
    }
    let lines = |bytes: &[u8]| bytes.split(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect::<Vec<_>>();
    let same = lines(ours).iter().zip(&lines(theirs)).take_while(|(a, b)| a == b).count();
    Err(Error::JudgementLine {
        file: path.to_owned(),
        line: same as u64 + 1,
        what: format!(
            "it differs from the same line of `{}`: two devices wrote under one name",
            own.display()
        ),
    })
}
