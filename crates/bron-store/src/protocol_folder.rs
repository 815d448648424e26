//! A study's `protocol/`: the frozen protocol of each pipeline, and the amendments to them.

use crate::new_file::write_whole;
use crate::table::csv_text;
use crate::{Error, lock, read_csv, read_text_if_there};
use bron_model::AmendmentRow;
use std::fs;
use std::path::{Path, PathBuf};

/// The folder. It need not be there: then nothing was frozen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProtocolFolder {
    folder: PathBuf,
}

impl ProtocolFolder {
    /// That of the study with this folder.
    pub fn of(study: &Path) -> Self {
        Self { folder: study.join("protocol") }
    }

    /// The file of a pipeline.
    pub fn file(&self, pipeline: &str) -> PathBuf {
        self.folder.join(format!("{pipeline}.json"))
    }

    /// The file of the amendments.
    pub fn amendments_file(&self) -> PathBuf {
        self.folder.join("amendments.csv")
    }

    /// The text of a pipeline's file; nothing where it was not frozen.
    pub fn read(&self, pipeline: &str) -> Result<Option<String>, Error> {
        read_text_if_there(&self.file(pipeline))
    }

    /// The amendments of a pipeline, in the order in which they were made.
    pub fn amendments(&self, pipeline: &str) -> Result<Vec<AmendmentRow>, Error> {
        let mut rows = self.all_amendments()?;
        rows.retain(|row| row.pipeline == pipeline);
        Ok(rows)
    }

    /// Adds amendments and puts the text that they lead to in the place of a pipeline's file, each file as a whole. A crash in
    /// between leaves amendments without the text: the digest of the last one is then not the text's.
    pub fn write(&self, pipeline: &str, text: &str, amendments: &[AmendmentRow]) -> Result<(), Error> {
        fs::create_dir_all(&self.folder).map_err(Error::io("create", &self.folder))?;
        let _lock = lock::exclusive(&self.folder.join("protocol.lock"))?;
        if !amendments.is_empty() {
            let mut rows = self.all_amendments()?;
            rows.extend(amendments.iter().cloned());
            let file = self.amendments_file();
            write_whole(&file, &csv_text(&file, &rows)?)?;
        }
        write_whole(&self.file(pipeline), text.as_bytes())
    }

    fn all_amendments(&self) -> Result<Vec<AmendmentRow>, Error> {
        let file = self.amendments_file();
        if file.exists() { read_csv(&file) } else { Ok(Vec::new()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bron_model::Reviewer;

    fn row(pipeline: &str, what: &str) -> AmendmentRow {
        AmendmentRow {
            date: "2026-11-30".parse().unwrap(),
            pipeline: pipeline.to_owned(),
            what: what.to_owned(),
            before: "a, \"b\"".to_owned(),
            after: String::new(),
            reason: "omdat".to_owned(),
            by: Reviewer::new("AB").unwrap(),
            digest: "0".to_owned(),
        }
    }

    #[test]
    fn amendments_of_all_pipelines_are_in_one_file_to_which_rows_are_added() {
        let study = tempfile::tempdir().unwrap();
        let folder = ProtocolFolder::of(study.path());
        assert_eq!((folder.read("een").unwrap(), folder.amendments("een").unwrap()), (None, Vec::new()));
        folder.write("een", "{}\n", &[]).unwrap();
        assert!(!folder.amendments_file().exists());
        folder.write("een", "{1}\n", &[row("een", "x"), row("een", "y")]).unwrap();
        folder.write("twee", "{2}\n", &[row("twee", "z")]).unwrap();
        assert_eq!(folder.amendments("een").unwrap(), [row("een", "x"), row("een", "y")]);
        assert_eq!(folder.read("een").unwrap().as_deref(), Some("{1}\n"));
        assert_eq!(folder.amendments("twee").unwrap().len(), 1);
    }
}
