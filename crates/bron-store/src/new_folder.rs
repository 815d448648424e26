//! A folder that appears all at once.

use crate::archive::sync_folder;
use crate::{Error, lock};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// A folder that is being filled beside its place; it appears there when it is finished, and is gone when it is dropped before.
///
/// While it is filled a lock file lies beside it, so that what a killed process left is known by its lock being free: the next
/// one that begins the same folder takes it away.
#[derive(Debug)]
pub struct NewFolder {
    place: PathBuf,
    filled: PathBuf,
    /// `None` once it is given back.
    lock: Option<File>,
}

impl NewFolder {
    /// Begins a folder. One that is there and holds anything is refused.
    pub fn begin(place: &Path) -> Result<Self, Error> {
        let is_used = match fs::read_dir(place) {
            Ok(entries) => entries.count() > 0,
            Err(error) if error.kind() == io::ErrorKind::NotFound => false,
            Err(error) => return Err(Error::io("read", place)(error)),
        };
        if is_used {
            return Err(Error::NotEmpty(place.to_owned()));
        }
        let name = place.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let parent = match place.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        fs::create_dir_all(parent).map_err(Error::io("create", parent))?;
        take_away_left(parent, &format!("{name}{PART}"))?;
        let filled = place.with_file_name(format!("{name}{PART}{}", std::process::id()));
        let lock = lock::awaited(&lock_of(&filled))?;
        let new = Self { place: place.to_owned(), filled, lock: Some(lock) };
        fs::create_dir_all(&new.filled).map_err(Error::io("create", &new.filled))?;
        Ok(new)
    }

    /// Where it is filled.
    pub fn path(&self) -> &Path {
        &self.filled
    }

    /// Makes a folder in it and gives its path.
    pub fn folder(&self, relative: &str) -> Result<PathBuf, Error> {
        let folder = self.filled.join(relative);
        fs::create_dir_all(&folder).map_err(Error::io("create", &folder))?;
        Ok(folder)
    }

    /// Copies a file to a place in it; folders on the way are made.
    pub fn copy(&self, from: &Path, relative: &str) -> Result<(), Error> {
        let to = self.filled.join(relative);
        if let Some(folder) = to.parent() {
            fs::create_dir_all(folder).map_err(Error::io("create", folder))?;
        }
        fs::copy(from, &to).map_err(Error::io("copy", from))?;
        File::open(&to).and_then(|file| file.sync_all()).map_err(Error::io("write", &to))
    }

    /// Puts a file that is never changed at a place in it without copying it, where the system can do that.
    pub fn link(&self, from: &Path, relative: &str) -> Result<(), Error> {
        match fs::hard_link(from, self.filled.join(relative)) {
            Ok(()) => Ok(()),
            Err(_) => self.copy(from, relative),
        }
    }

    /// Lets it appear at its place.
    pub fn finish(mut self) -> Result<(), Error> {
        sync_folder(&self.filled)?;
        fs::rename(&self.filled, &self.place).map_err(Error::io("make", &self.place))?;
        self.give_back_lock();
        match self.place.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => sync_folder(parent),
            _ => sync_folder(Path::new(".")),
        }
    }

    /// Where the lock file cannot be taken away, the next one that begins this folder does it.
    fn give_back_lock(&mut self) {
        drop(self.lock.take());
        let _ = fs::remove_file(lock_of(&self.filled));
    }
}

impl Drop for NewFolder {
    fn drop(&mut self) {
        // After `finish` there is nothing here; else what is left is half a folder under a name of its own, and harmless.
        let _ = fs::remove_dir_all(&self.filled);
        self.give_back_lock();
    }
}

/// Stands between the name of a folder and the number of the process that fills it.
const PART: &str = ".part-";

fn lock_of(filled: &Path) -> PathBuf {
    let mut name = filled.file_name().unwrap_or_default().to_owned();
    name.push(".lock");
    filled.with_file_name(name)
}

/// Takes away what processes that are gone left of a folder: those whose lock is free.
fn take_away_left(parent: &Path, begins: &str) -> Result<(), Error> {
    for entry in fs::read_dir(parent).map_err(Error::io("read", parent))? {
        let entry = entry.map_err(Error::io("read", parent))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let number = name.strip_prefix(begins).and_then(|rest| rest.strip_suffix(".lock"));
        let Some(number) = number.filter(|number| number.bytes().all(|byte| byte.is_ascii_digit())) else {
            continue;
        };
        let held = match lock::exclusive(&entry.path()) {
            Ok(held) => held,
            Err(Error::InUse(_)) => continue,
            Err(error) => return Err(error),
        };
        let left = parent.join(format!("{begins}{number}"));
        match fs::remove_dir_all(&left) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(Error::io("take away", &left)(error)),
        }
        drop(held);
        match fs::remove_file(entry.path()) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(Error::io("take away", &entry.path())(error)),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_killed_process_left_is_taken_away_and_what_another_fills_stays() {
        let around = tempfile::tempdir().unwrap();
        let place = around.path().join("run.replay");
        let left = around.path().join("run.replay.part-1");
        fs::create_dir_all(left.join("archive")).unwrap();
        fs::write(lock_of(&left), "").unwrap();
        let filled = around.path().join("run.replay.part-2");
        fs::create_dir_all(&filled).unwrap();
        let held = lock::exclusive(&lock_of(&filled)).unwrap();
        // Not ours: no number, another folder, and a folder without a lock.
        for other in ["run.replay.part-x", "run.part-1", "run.replay.part-3"] {
            fs::create_dir_all(around.path().join(other)).unwrap();
        }
        let new = NewFolder::begin(&place).unwrap();
        assert!(!left.exists() && !lock_of(&left).exists());
        for stays in ["run.replay.part-x", "run.part-1", "run.replay.part-2", "run.replay.part-3"] {
            assert!(around.path().join(stays).is_dir(), "{stays}");
        }
        drop(held);
        new.finish().unwrap();
        assert!(place.is_dir());
        let locks = fs::read_dir(around.path()).unwrap().map(|entry| entry.unwrap().file_name());
        let locks: Vec<_> = locks.filter(|name| name.to_string_lossy().ends_with(".lock")).collect();
        assert_eq!(locks, ["run.replay.part-2.lock"]);
    }

    #[test]
    fn a_folder_that_is_not_finished_leaves_nothing() {
        let around = tempfile::tempdir().unwrap();
        let new = NewFolder::begin(&around.path().join("deep/a")).unwrap();
        new.folder("b").unwrap();
        drop(new);
        assert_eq!(fs::read_dir(around.path().join("deep")).unwrap().count(), 0);
    }
}
