//! What is known of a run, for its description.

use bron_model::About;
use jiff::Timestamp;

/// A run and its files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// The pipeline's name.
    pub pipeline: String,
    /// What the study says of itself.
    pub about: About,
    /// The version of bron that made the files.
    pub version: String,
    /// The instant of the harvest: the only time in a description.
    pub harvested: Timestamp,
    /// The run whose archive was read, where it is another's.
    pub archive_of: Option<String>,
    /// Its files, sorted by path. Those that no part of this crate knows are left out of the descriptions.
    pub files: Vec<RunFile>,
    /// The header of `6-synthesis/table2.csv`; empty where there is none.
    pub table2_header: Vec<String>,
}

/// A file of a run.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RunFile {
    /// From the run's folder, with `/` on every system.
    pub path: String,
    /// sha256 of its bytes, in small hexadecimal letters.
    pub sha256: String,
    /// Its length.
    pub bytes: u64,
}

impl Run {
    /// What the study calls itself; the pipeline's name where it says nothing.
    pub(crate) fn title(&self) -> &str {
        if self.about.title.is_empty() { &self.pipeline } else { &self.about.title }
    }
}
