//! A run: its folder, its lock and `run.json`.

use crate::digest::FileRecord;
use crate::new_file::write_whole;
use crate::{Error, Head, lock, stage};
use bron_model::{About, Language, Reviewer};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// The version of `run.json`.
pub const RUN_FORMAT: u32 = 1;

/// `run.json`: with what a run was made and what it made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RunRecord {
    /// The version of this file's format.
    pub format: u32,
    /// The pipeline's name; it binds the folder.
    pub pipeline: String,
    /// The version of bron that wrote it last.
    pub bron: String,
    /// What the study says of itself.
    #[serde(default)]
    pub about: About,
    /// What was asked for beside the pipeline; nothing before it was carried out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<Asked>,
    /// The digest of what is searched.
    #[serde(default)]
    pub search_digest: String,
    /// The digest of how is screened.
    #[serde(default)]
    pub screening_digest: String,
    /// The run whose archive was read, where it is another's.
    #[serde(default)]
    pub archive: Option<String>,
    /// The instant of the harvest.
    #[serde(default)]
    pub harvest_date: Option<String>,
    /// The files of the run's own archive and their sizes: none of them may go or shrink.
    #[serde(default)]
    pub archive_files: BTreeMap<String, u64>,
    /// sha256 of each file of the configuration, by its path in the study.
    #[serde(default)]
    pub configuration: BTreeMap<String, String>,
    /// The stages, by the names of their folders.
    #[serde(default)]
    pub stages: BTreeMap<String, StageRecord>,
    /// Where the judgements lie that it rests on, from the run's folder; empty before there could be any.
    #[serde(default)]
    pub judgements_folder: String,
    /// How far each file of judgements had been read.
    #[serde(default)]
    pub judgements: Vec<Head>,
    /// The digest of the frozen protocol that it was made under; nothing where none was frozen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub frozen: Option<String>,
    /// For whom it was packed; nothing in the run itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub packed: Option<Packed>,
    /// What a reader of the run must know (another search digest than the archive's).
    #[serde(default)]
    pub remarks: Vec<String>,
}

impl RunRecord {
    /// A run in which nothing was done yet.
    pub fn new(pipeline: &str, bron: &str) -> Self {
        Self {
            format: RUN_FORMAT,
            pipeline: pipeline.to_owned(),
            bron: bron.to_owned(),
            about: About::default(),
            asked: None,
            search_digest: String::new(),
            screening_digest: String::new(),
            archive: None,
            harvest_date: None,
            archive_files: BTreeMap::new(),
            configuration: BTreeMap::new(),
            stages: BTreeMap::new(),
            judgements_folder: String::new(),
            judgements: Vec::new(),
            frozen: None,
            packed: None,
            remarks: Vec::new(),
        }
    }
}

/// What was asked for beside the pipeline, so that the run can be made again in the same way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// Whether proposals of rules count as decisions.
    pub accept_proposals: bool,
    /// Whether the boxes are probed before they are searched.
    pub probe: bool,
    /// The language of tables for people.
    pub language: Language,
}

/// A copy of a run without its archive, for a reviewer on another device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Packed {
    /// For whom.
    pub packed_for: Reviewer,
    /// When.
    pub at: Timestamp,
}

/// What a stage was made from and what it made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StageRecord {
    /// A digest over all that it was made from; a stage whose digest is the same need not be made again.
    pub inputs: String,
    /// Its files, by their names.
    pub files: BTreeMap<String, FileRecord>,
    /// Whether everything that was asked is in it.
    pub complete: bool,
}

/// A run folder, locked for this process until the value is dropped.
#[derive(Debug)]
pub struct RunFolder {
    folder: PathBuf,
    record: RunRecord,
    _lock: File,
}

impl RunFolder {
    /// Opens or makes a run folder, takes its lock and mends what a crash left. Refuses a folder that belongs to another
    /// pipeline, that another process is using, or that cannot be written to. `bron` is the version of the program.
    pub fn open(folder: &Path, pipeline: &str, bron: &str) -> Result<Self, Error> {
        fs::create_dir_all(folder).map_err(Error::io("create", folder))?;
        let lock = lock::exclusive(&folder.join("run.lock"))?;
        let mut record = match Self::read(folder)? {
            Some(record) => record,
            None => RunRecord::new(pipeline, bron),
        };
        if record.pipeline != pipeline {
            let (folder, asked) = (folder.to_owned(), pipeline.to_owned());
            return Err(Error::OtherPipeline { folder, found: record.pipeline, asked });
        }
        bron.clone_into(&mut record.bron);
        stage::mend_all(folder)?;
        let run = Self { folder: folder.to_owned(), record, _lock: lock };
        run.write()?;
        Ok(run)
    }
    /// Reads `run.json` of a folder without locking it; `None` where there is none.
    pub fn read(folder: &Path) -> Result<Option<RunRecord>, Error> {
        let path = folder.join("run.json");
        let text = match fs::read(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Error::io("read", &path)(error)),
        };
        let unclear =
            |error: serde_json::Error| Error::RunRecord { file: path.clone(), what: error.to_string() };
        let FormatOnly { format } = serde_json::from_slice(&text).map_err(unclear)?;
        if !(1..=RUN_FORMAT).contains(&format) {
            return Err(Error::RunFormat { file: path, found: format, known: RUN_FORMAT });
        }
        serde_json::from_slice(&text).map_err(unclear).map(Some)
    }
    /// The folder.
    pub fn path(&self) -> &Path {
        &self.folder
    }
    /// What `run.json` says.
    pub fn record(&self) -> &RunRecord {
        &self.record
    }
    /// Changes `run.json`, which is replaced as a whole or not at all.
    pub fn update(&mut self, change: impl FnOnce(&mut RunRecord)) -> Result<(), Error> {
        change(&mut self.record);
        self.write()
    }
    fn write(&self) -> Result<(), Error> {
        write_record(&self.folder, &self.record)
    }
}

/// The lock of a run that is read, or in which something is written that is no stage, until the value is dropped.
///
/// A folder without a run has no lock: whoever opens it says that there is none.
#[derive(Debug)]
pub struct RunLock {
    _lock: Option<File>,
}

impl RunLock {
    /// For writing beside the stages (`report/`, `export/`, `compare/`): refused while any other process uses the run.
    pub fn to_write(run: &Path) -> Result<Self, Error> {
        let is_run = run.join("run.json").is_file();
        let lock = is_run.then(|| lock::exclusive(&run.join("run.lock"))).transpose()?;
        Ok(Self { _lock: lock })
    }
    /// For reading: refused while another process writes. On a disk that cannot be written to nobody does.
    pub fn to_read(run: &Path) -> Result<Self, Error> {
        let lock = if run.join("run.json").is_file() { lock::shared(&run.join("run.lock"))? } else { None };
        Ok(Self { _lock: lock })
    }
}

/// Writes `run.json` into a folder that nobody else uses; it is replaced as a whole or not at all.
pub fn write_record(folder: &Path, record: &RunRecord) -> Result<(), Error> {
    let mut text = serde_json::to_vec_pretty(record).expect("texts and numbers always fit in JSON");
    text.push(b'\n');
    write_whole(&folder.join("run.json"), &text)
}

#[derive(Deserialize)]
struct FormatOnly {
    format: u32,
}

/// Replaces a text file as a whole or not at all: written beside it, synced, renamed.
pub fn replace_text(path: &Path, text: &str) -> Result<(), Error> {
    write_whole(path, text.as_bytes())
}

/// Removes a file; one that is not there is no error.
pub fn remove_file(path: &Path) -> Result<(), Error> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(Error::io("remove", path)(error)),
        _ => Ok(()),
    }
}
