//! A file that appears whole at its place, or not at all.

use crate::Error;
use crate::archive::sync_folder;
use std::fs::File;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// A file that is written beside its place, under a name that no other process has; it is gone when it is dropped before it is
/// finished.
#[derive(Debug)]
pub struct NewFile {
    place: PathBuf,
    written: NamedTempFile,
}

impl NewFile {
    /// Begins a file. The folder must be there.
    pub fn begin(place: &Path) -> Result<Self, Error> {
        let mut builder = tempfile::Builder::new();
        // As readable as every other file (the umask is taken off); a temporary file is its maker's alone.
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        let folder = folder_of(place);
        let written = builder.tempfile_in(folder).map_err(Error::io("create a file in", folder))?;
        Ok(Self { place: place.to_owned(), written })
    }

    /// Where it is written.
    pub fn file(&self) -> &File {
        self.written.as_file()
    }

    /// Lets it appear at its place. One that stands there by now is left as it is, and is an error.
    pub fn finish(self) -> Result<(), Error> {
        self.sync()?;
        let Self { place, written } = self;
        written.persist_noclobber(&place).map_err(|error| match error.error.kind() {
            ErrorKind::AlreadyExists => Error::IsThere(place.clone()),
            _ => Error::io("write", &place)(error.error),
        })?;
        sync_folder(folder_of(&place))
    }

    /// The same, in the place of one that stands there.
    pub fn replace(self) -> Result<(), Error> {
        self.sync()?;
        let Self { place, written } = self;
        written.persist(&place).map_err(|error| Error::io("replace", &place)(error.error))?;
        sync_folder(folder_of(&place))
    }

    fn sync(&self) -> Result<(), Error> {
        self.file().sync_all().map_err(Error::io("write", &self.place))
    }

    fn with(place: &Path, bytes: &[u8]) -> Result<Self, Error> {
        let new = Self::begin(place)?;
        new.file().write_all(bytes).map_err(Error::io("write", place))?;
        Ok(new)
    }
}

/// Writes a file that is not there yet, as a whole or not at all; one that is there is an error, and stays as it is.
pub fn write_new(place: &Path, bytes: &[u8]) -> Result<(), Error> {
    NewFile::with(place, bytes)?.finish()
}

/// Replaces a file as a whole or not at all.
pub fn write_whole(place: &Path, bytes: &[u8]) -> Result<(), Error> {
    NewFile::with(place, bytes)?.replace()
}

fn folder_of(place: &Path) -> &Path {
    place.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn a_file_appears_whole_and_one_that_is_there_is_replaced_only_where_that_is_asked() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("a.txt");
        let dropped = NewFile::begin(&place).unwrap();
        dropped.file().write_all(b"half").unwrap();
        drop(dropped);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "nothing is left");

        let (first, second) = (NewFile::with(&place, b"1").unwrap(), NewFile::with(&place, b"2").unwrap());
        first.finish().unwrap();
        assert!(matches!(second.finish(), Err(Error::IsThere(there)) if there == place));
        assert_eq!(fs::read(&place).unwrap(), b"1");
        assert!(write_new(&place, b"3").is_err());
        write_whole(&place, b"4").unwrap();
        assert_eq!(fs::read(&place).unwrap(), b"4");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
