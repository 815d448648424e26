//! A folder that appears all at once.

use crate::Error;
use crate::archive::sync_folder;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// A folder that is being filled beside its place; it appears there when it is finished, and is gone when it is dropped before.
#[derive(Debug)]
pub struct NewFolder {
    place: PathBuf,
    filled: PathBuf,
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
        let mut name = place.file_name().unwrap_or_default().to_owned();
        name.push(format!(".part-{}", std::process::id()));
        let filled = place.with_file_name(name);
        fs::create_dir_all(&filled).map_err(Error::io("create", &filled))?;
        Ok(Self { place: place.to_owned(), filled })
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
    pub fn finish(self) -> Result<(), Error> {
        sync_folder(&self.filled)?;
        fs::rename(&self.filled, &self.place).map_err(Error::io("make", &self.place))?;
        match self.place.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => sync_folder(parent),
            _ => sync_folder(Path::new(".")),
        }
    }
}

impl Drop for NewFolder {
    fn drop(&mut self) {
        // After `finish` there is nothing here; else what is left is half a folder under a name of its own, and harmless.
        let _ = fs::remove_dir_all(&self.filled);
    }
}
