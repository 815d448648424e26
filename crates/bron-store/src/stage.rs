//! The files of a stage appear all at once, or not at all.

use crate::Error;
use crate::archive::sync_folder;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// A stage that is being written, in `<name>.tmp/`. Dropped without [`Stage::commit`], it leaves the old files as they
/// were; what a crash leaves is cleaned up by the next [`Stage::begin`] or when the run folder is opened. Its name is the same in
/// every process, so whoever begins one holds the lock of the run ([`crate::RunFolder`], [`crate::RunLock`]).
#[derive(Debug)]
pub struct Stage {
    run: PathBuf,
    name: String,
}

impl Stage {
    /// Begins a stage with an empty folder.
    pub fn begin(run: &Path, name: &str) -> Result<Self, Error> {
        let stage = Self { run: run.to_owned(), name: name.to_owned() };
        mend(run, name)?;
        let folder = stage.path();
        fs::create_dir_all(&folder).map_err(Error::io("create", &folder))?;
        Ok(stage)
    }
    /// The folder to write in.
    pub fn path(&self) -> PathBuf {
        self.run.join(format!("{}.tmp", self.name))
    }
    /// A file to write.
    pub fn file(&self, name: &str) -> PathBuf {
        self.path().join(name)
    }
    /// Puts the files on the disk and in the place of the old ones. Gives the folder in which they now are.
    pub fn commit(self) -> Result<PathBuf, Error> {
        let (unfinished, done) = (self.path(), self.run.join(&self.name));
        let old = self.run.join(format!("{}.old", self.name));
        sync_all(&unfinished)?;
        if done.exists() {
            fs::rename(&done, &old).map_err(Error::io("move", &done))?;
        }
        fs::rename(&unfinished, &done).map_err(Error::io("move", &unfinished))?;
        sync_folder(&self.run)?;
        remove(&old)?;
        Ok(done)
    }
}

/// Mends what a crash left of one stage: an old folder without a new one is put back, the rest is removed.
fn mend(run: &Path, name: &str) -> Result<(), Error> {
    let (done, old) = (run.join(name), run.join(format!("{name}.old")));
    if old.exists() && !done.exists() {
        fs::rename(&old, &done).map_err(Error::io("move", &old))?;
    }
    remove(&old)?;
    remove(&run.join(format!("{name}.tmp")))
}

/// Mends what crashes left in a run folder.
pub(crate) fn mend_all(run: &Path) -> Result<(), Error> {
    let entries = fs::read_dir(run).map_err(Error::io("read", run))?;
    let mut names = Vec::new();
    for entry in entries {
        let name = entry.map_err(Error::io("read", run))?.file_name().to_string_lossy().into_owned();
        let of_stage = name.strip_suffix(".old").or(name.strip_suffix(".tmp"));
        if let Some(stage) = of_stage.filter(|stage| stage.starts_with(|c: char| c.is_ascii_digit())) {
            names.push(stage.to_owned());
        }
    }
    names.sort();
    names.iter().try_for_each(|name| mend(run, name))
}

fn remove(folder: &Path) -> Result<(), Error> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(Error::io("remove", folder)(error)),
        _ => Ok(()),
    }
}

fn sync_all(folder: &Path) -> Result<(), Error> {
    for entry in fs::read_dir(folder).map_err(Error::io("read", folder))? {
        let path = entry.map_err(Error::io("read", folder))?.path();
        if path.is_dir() {
            sync_all(&path)?;
        } else {
            File::open(&path).and_then(|file| file.sync_all()).map_err(Error::io("sync", &path))?;
        }
    }
    sync_folder(folder)
}
