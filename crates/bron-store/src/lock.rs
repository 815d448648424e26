//! Who may write here?

use crate::Error;
use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;

/// Takes the lock that only one process can have. It is given back when the value is dropped or the process ends.
pub(crate) fn exclusive(path: &Path) -> Result<File, Error> {
    let file = opened(path)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(Error::InUse(path.to_owned())),
        Err(TryLockError::Error(source)) => Err(Error::io("lock", path)(source)),
    }
}

/// Takes the lock that only one process can have, and waits for it.
pub(crate) fn awaited(path: &Path) -> Result<File, Error> {
    let file = opened(path)?;
    file.lock().map_err(Error::io("lock", path))?;
    Ok(file)
}

/// Takes the lock that readers share. `None` where there is no lock file and none can be made: nobody can then be
/// writing there either.
pub(crate) fn shared(path: &Path) -> Result<Option<File>, Error> {
    let opened = OpenOptions::new().create(true).truncate(false).write(true).open(path);
    let Ok(file) = opened.or_else(|_| File::open(path)) else { return Ok(None) };
    match file.try_lock_shared() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Err(Error::InUse(path.to_owned())),
        Err(TryLockError::Error(source)) => Err(Error::io("lock", path)(source)),
    }
}

fn opened(path: &Path) -> Result<File, Error> {
    let file = OpenOptions::new().create(true).truncate(false).write(true).open(path);
    file.map_err(Error::io("create", path))
}
