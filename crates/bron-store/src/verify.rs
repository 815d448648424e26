//! Is everything still as it was written?

use crate::archive::warc_files;
use crate::run_folder::RunRecord;
use crate::scan::scan_with;
use crate::warc::{Record, Want};
use crate::{Error, file_record};
use std::path::Path;

/// What a check of an archive found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ArchiveCheck {
    /// Files read.
    pub files: usize,
    /// Records read.
    pub records: u64,
    /// Exchanges among them.
    pub exchanges: u64,
    /// Resources among them.
    pub resources: u64,
    /// What is wrong, each with file and place; empty when nothing is.
    pub faults: Vec<String>,
}

/// Reads every record of an archive again and compares it with its digests. A torn tail is a fault as well: the next
/// harvest moves it away. Only a folder that cannot be read is an error.
pub fn verify_archive(folder: &Path) -> Result<ArchiveCheck, Error> {
    let mut check = ArchiveCheck::default();
    for name in warc_files(folder)? {
        let path = folder.join(&name);
        check.files += 1;
        let mut faults = Vec::new();
        let mut see = |offset: u64, record: &Record| {
            faults.extend(
                digest_faults(record).map(|what| format!("`{}`, byte {offset}: {what}", path.display())),
            );
        };
        match scan_with(&path, 0, Want::Digests, &mut see) {
            Ok(scanned) => {
                check.records += scanned.records;
                check.exchanges += scanned.entries.len() as u64;
                check.resources += scanned.resources.len() as u64;
                if scanned.whole < scanned.length {
                    let rest = scanned.length - scanned.whole;
                    let (path, at) = (path.display(), scanned.whole);
                    faults.push(format!("`{path}`, byte {at}: a torn tail of {rest} bytes"));
                }
            }
            Err(error) => faults.push(error.to_string()),
        }
        check.faults.append(&mut faults);
    }
    Ok(check)
}

fn digest_faults(record: &Record) -> impl Iterator<Item = &'static str> {
    let differs = |field: &str, found: Option<&str>| {
        let written = record.field(field);
        !written.is_empty() && found.is_some_and(|found| found != written)
    };
    let digests = record.digests.as_ref();
    let block = differs("WARC-Block-Digest", digests.map(|digests| digests.block.as_str()));
    let payload = differs("WARC-Payload-Digest", digests.map(|digests| digests.payload.as_str()));
    let missing = record.field("WARC-Block-Digest").is_empty();
    [
        (block, "its bytes are not those of its WARC-Block-Digest"),
        (payload, "its payload is not that of its WARC-Payload-Digest"),
        (missing, "it has no WARC-Block-Digest"),
    ]
    .into_iter()
    .filter_map(|(wrong, what)| wrong.then_some(what))
}

/// Compares the files of a run with what `run.json` says of them: one line per file that is missing or different.
pub fn verify_files(run: &Path, record: &RunRecord) -> Vec<String> {
    let mut faults = Vec::new();
    for (stage, made) in &record.stages {
        for (name, expected) in &made.files {
            let path = run.join(stage).join(name);
            match file_record(&path, expected.rows) {
                Ok(found) if found == *expected => {}
                Ok(found) => faults.push(format!(
                    "`{}` is not what was written: sha256 {} in place of {}",
                    path.display(),
                    found.sha256,
                    expected.sha256
                )),
                Err(error) => faults.push(error.to_string()),
            }
        }
    }
    faults
}
