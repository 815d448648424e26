//! Why nothing could be measured.

use std::path::PathBuf;

/// An error of a measurement.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such folder.
    #[error("there is no folder `{}`", .0.display())]
    NoFolder(PathBuf),
    /// A file cannot be read.
    #[error("`{}` cannot be read: {cause}", .file.display())]
    Read {
        /// The file.
        file: PathBuf,
        /// What the system says.
        cause: std::io::Error,
    },
    /// A file is not as described.
    #[error("`{}`, row {row}: {cause}", .file.display())]
    Row {
        /// The file.
        file: PathBuf,
        /// The row, the header being row 1.
        row: u64,
        /// What is wrong with it.
        cause: String,
    },
    /// A pattern cannot be used.
    #[error(transparent)]
    Patterns(#[from] bron_extract::Error),
}

impl Error {
    /// What to do next, where that is known.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::NoFolder(_) => Some(
                "name a folder that holds annotated texts; `bron evaluate --help` says which files it may have"
                    .to_owned(),
            ),
            Self::Row { .. } => Some("the columns of each file are described in crates/bron-evaluate/README.md".to_owned()),
            Self::Read { .. } | Self::Patterns(_) => None,
        }
    }
}
