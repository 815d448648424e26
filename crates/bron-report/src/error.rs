//! What stops a report or a sheet from being written or read, as opposed to what is wrong with a row of it.

use std::io::ErrorKind;
use std::path::PathBuf;

/// A report or a sheet could not be written, or a sheet not read at all. What is wrong with single rows is in [`Import`](crate::Import).
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The run or its judgements.
    #[error(transparent)]
    Run(#[from] bron_run::Error),
    /// A file of judgements.
    #[error(transparent)]
    Store(#[from] bron_store::Error),
    /// A file that cannot be read.
    #[error("cannot read `{}`: {what}", .file.display())]
    Read {
        /// The file.
        file: PathBuf,
        /// Why.
        what: String,
        /// The next step.
        hint: String,
    },
    /// A workbook that cannot be made.
    #[error("the workbook cannot be made: {0}")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    /// Sums that do not add up: nothing is reported of them.
    #[error("the numbers do not add up: {0}")]
    Sums(#[from] bron_synthesis::Error),
    /// Two tables of a run that do not say the same.
    #[error("the numbers do not add up: {table}: {row}: {says}, but {other} {counted}")]
    Differ {
        /// The file with the number.
        table: &'static str,
        /// The row in it.
        row: String,
        /// What it says.
        says: String,
        /// The file that was counted again.
        other: &'static str,
        /// What was counted there, with the rows.
        counted: String,
    },
    /// The report could not be written.
    #[error("the report cannot be written: {0}")]
    Write(#[from] std::io::Error),
    /// A report was to be written over something else.
    #[error("`{}` is there already, and is no report of bron", .0.display())]
    NoReport(PathBuf),
    /// More rows than a spreadsheet takes.
    #[error("{0} rows do not fit into a spreadsheet")]
    TooLong(usize),
    /// Judgements were added while the rows were checked.
    #[error("judgements of {0} were added while the file was read; nothing was written")]
    Changed(String),
}

impl Error {
    /// The next step, where there is one.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Run(error) => error.hint(),
            Self::Store(error) => error.hint(),
            Self::Read { hint, .. } => Some(hint.clone()),
            Self::Sums(error) => error.hint(),
            Self::Differ { .. } => Some(
                "a table was changed after it was written: `bron verify` says which; remove the stage's folder and run again"
                    .to_owned(),
            ),
            Self::Write(source) => matches!(
                source.kind(),
                ErrorKind::StorageFull | ErrorKind::FileTooLarge | ErrorKind::QuotaExceeded
            )
            .then(|| "make room on the disk, or name a file on another one".to_owned()),
            Self::Workbook(_) => None,
            Self::NoReport(_) => Some("name another file with --output, or remove this one".to_owned()),
            Self::TooLong(_) => Some("ask for some terms only, with --term".to_owned()),
            Self::Changed(_) => Some("import it once more".to_owned()),
        }
    }
}
