//! What can go wrong when something is written or read.

use std::io;
use std::path::{Path, PathBuf};

/// An error of this crate. Each names the file, and the place in it where there is one.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The operating system refused.
    #[error("cannot {doing} `{}`: {source}", path.display())]
    Io {
        /// What was tried (`read`, `create`).
        doing: &'static str,
        /// On which file or folder.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// There is no archive in that folder.
    #[error("there is no archive in `{}`", .0.display())]
    NoArchive(PathBuf),
    /// The archive was written in a format that this version does not know.
    #[error("`{}` has archive format {found}, and this version of bron reads formats up to {known}", file.display())]
    ArchiveFormat {
        /// The WARC file.
        file: PathBuf,
        /// What its first record says.
        found: String,
        /// What this version knows.
        known: u32,
    },
    /// A record inside an archive file is damaged, with whole records after it: that is no torn tail.
    #[error("`{}` is damaged at byte {offset}: {what}", file.display())]
    Damaged {
        /// The WARC file.
        file: PathBuf,
        /// Where the damaged record begins.
        offset: u64,
        /// What is wrong there.
        what: String,
    },
    /// Something was to be added to an archive that was opened for reading.
    #[error("the archive in `{}` was opened for reading only", .0.display())]
    ReadOnly(PathBuf),
    /// An earlier write failed, so nothing more is added to this file.
    #[error("`{}` takes no more records, since an earlier write to it failed", .0.display())]
    WriteFailedBefore(PathBuf),
    /// Another process holds the lock.
    #[error("`{}` is in use by another process", .0.display())]
    InUse(PathBuf),
    /// A line of a table cannot be read.
    #[error("`{}`, line {line}: {what}", file.display())]
    Table {
        /// The table.
        file: PathBuf,
        /// The line, from 1.
        line: u64,
        /// What is wrong there.
        what: String,
    },
    /// The pages came in another order than publication, document, page.
    #[error("`{}`: page {page} of `{document}` comes out of order", file.display())]
    PageOrder {
        /// The file.
        file: PathBuf,
        /// The document of the offending page.
        document: String,
        /// Its number.
        page: u32,
    },
    /// The file with the pages cannot be written or read.
    #[error("`{}`: {what}", file.display())]
    Pages {
        /// The file.
        file: PathBuf,
        /// What is wrong.
        what: String,
    },
    /// The run folder belongs to another pipeline.
    #[error("`{}` is a run of the pipeline `{found}`, not of `{asked}`", folder.display())]
    OtherPipeline {
        /// The run folder.
        folder: PathBuf,
        /// The pipeline in its `run.json`.
        found: String,
        /// The pipeline that was asked for.
        asked: String,
    },
    /// A line of a file of judgements is not as it was written.
    #[error("`{}`, line {line}: {what}", file.display())]
    JudgementLine {
        /// The file.
        file: PathBuf,
        /// The line, from 1.
        line: u64,
        /// What is wrong.
        what: String,
    },
    /// A line of a file of judgements was written in a format that this version does not know.
    #[error("`{}`, line {line}: it has format {found}, and this version of bron reads formats up to {known}", file.display())]
    JudgementFormat {
        /// The file.
        file: PathBuf,
        /// The line, from 1.
        line: u64,
        /// What it says.
        found: u32,
        /// The newest that this version knows.
        known: u32,
    },
    /// A folder that is to be made, and holds something.
    #[error("`{}` is there already, and not empty", .0.display())]
    NotEmpty(PathBuf),
    /// A file that is to be made, and is there.
    #[error("`{}` is there already", .0.display())]
    IsThere(PathBuf),
    /// Two reviewers whose names differ only in case.
    #[error("`{asked}` differs from `{found}` only in small and capital letters")]
    ReviewerCase {
        /// The file that was asked for.
        asked: String,
        /// The file that is there.
        found: String,
    },
    /// A judgement that makes no sense by itself.
    #[error("the judgement is not taken: {0}")]
    Judgement(String),
    /// A text that names no device.
    #[error("`{0}` names no device: use 1 to 20 small letters, digits or hyphens")]
    Device(String),
    /// `run.json` cannot be understood.
    #[error("`{}` cannot be understood: {what}", file.display())]
    RunRecord {
        /// The file.
        file: PathBuf,
        /// What is wrong.
        what: String,
    },
    /// `run.json` was written in a format that this version does not know.
    #[error("`{}` has format {found}, and this version of bron reads formats up to {known}", file.display())]
    RunFormat {
        /// The file.
        file: PathBuf,
        /// What it says.
        found: u32,
        /// What this version knows.
        known: u32,
    },
}

impl Error {
    /// What to do next, where there is something to do.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Io { source, path, .. } => io_hint(source, path),
            Self::JudgementLine { .. } => Some(
                "judgements are never edited: take the file back from a backup, a pack or the version control".to_owned(),
            ),
            Self::NotEmpty(_) => Some("name a folder that is not there yet".to_owned()),
            Self::IsThere(_) => Some("name another file, or remove this one".to_owned()),
            Self::ReviewerCase { .. } => Some("use the initials as they were first written".to_owned()),
            Self::NoArchive(_) => {
                Some("run the pipeline that harvests first, without `--offline`".to_owned())
            }
            Self::ArchiveFormat { .. } | Self::RunFormat { .. } | Self::JudgementFormat { .. } => {
                Some("use the version of bron that wrote it, or a newer one".to_owned())
            }
            Self::Damaged { .. } => {
                Some("put the file back from a copy; `bron verify` names every damaged record".to_owned())
            }
            Self::ReadOnly(_) | Self::Judgement(_) | Self::Device(_) => None,
            Self::WriteFailedBefore(_) => {
                Some("make room on the disk and run again: nothing that was stored is lost".to_owned())
            }
            Self::InUse(_) => Some("wait until the other run is done, or end it".to_owned()),
            Self::Table { file, .. } | Self::Pages { file, .. } | Self::PageOrder { file, .. } => {
                Some(hint_for_file(file).to_owned())
            }
            Self::OtherPipeline { .. } => Some("name another folder with `--run` or `--output`".to_owned()),
            Self::RunRecord { .. } => {
                Some("delete it and run again: the stages are remade from the archive".to_owned())
            }
        }
    }

    pub(crate) fn io(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io { doing, path, source }
    }
}

/// Only what a run makes is ever to be deleted: what people wrote or decided comes back from a copy.
fn hint_for_file(file: &Path) -> &'static str {
    let folder = file.parent().and_then(Path::file_name).unwrap_or_default().to_string_lossy();
    let is_stage = folder.split_once('-').is_some_and(|(number, _)| number.parse::<u8>().is_ok());
    match &*folder {
        _ if is_stage => "stage files can be remade: delete the stage's folder and run again",
        "protocol" => {
            "take the file back from a backup or the version control: it is never edited or deleted"
        }
        _ => "mend the file, or take it back from a backup or the version control",
    }
}

fn io_hint(source: &io::Error, path: &Path) -> Option<String> {
    match source.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::FileTooLarge | io::ErrorKind::QuotaExceeded => {
            Some("make room on the disk and run again: nothing that was stored is lost".to_owned())
        }
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            Some(format!("you may not write in `{}`: name another folder with `--output`", folder_of(path)))
        }
        _ => None,
    }
}

fn folder_of(path: &Path) -> String {
    let folder = if path.is_dir() { path } else { path.parent().unwrap_or(path) };
    folder.display().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_damaged_file_of_a_stage_is_to_be_deleted() {
        for (file, is_stage) in [
            ("study/output/demo/1-search/hits.csv", true),
            ("study/protocol/amendments.csv", false),
            ("study/output/demo/known/known.csv", false),
            ("study/config/reference/list.csv", false),
            ("hits.csv", false),
        ] {
            let error = Error::Table { file: PathBuf::from(file), line: 2, what: "not UTF-8".to_owned() };
            let hint = error.hint().unwrap();
            assert_eq!(hint.contains("delete the stage's folder"), is_stage, "{file}: {hint}");
        }
    }
}
