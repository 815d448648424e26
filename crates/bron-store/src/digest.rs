//! What are the bytes of a file, in one line?

use crate::Error;
use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// A file as `run.json` lists it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileRecord {
    /// sha256 of its bytes, in small hexadecimal letters.
    pub sha256: String,
    /// Its length.
    pub bytes: u64,
    /// Rows in it, the header not counted; absent for what is no table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rows: Option<u64>,
}

/// sha256 of some bytes, in small hexadecimal letters.
pub fn sha256_of_bytes(bytes: &[u8]) -> String {
    HEXLOWER.encode(&Sha256::digest(bytes))
}

/// sha256 of a file, in small hexadecimal letters. A file that cannot be read is an error that names it.
pub fn sha256_of_file(path: &Path) -> Result<String, Error> {
    Ok(file_record(path, None)?.sha256)
}

/// Digest and length of a file, read once. `rows` is taken as given.
pub fn file_record(path: &Path, rows: Option<u64>) -> Result<FileRecord, Error> {
    let mut file = File::open(path).map_err(Error::io("open", path))?;
    let mut hash = Sha256::new();
    let mut bytes = 0;
    let mut buffer = vec![0; 1 << 16];
    loop {
        let read = file.read(&mut buffer).map_err(Error::io("read", path))?;
        if read == 0 {
            break;
        }
        hash.update(&buffer[..read]);
        bytes += read as u64;
    }
    Ok(FileRecord { sha256: HEXLOWER.encode(&hash.finalize()), bytes, rows })
}
