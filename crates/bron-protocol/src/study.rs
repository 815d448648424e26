//! A study: the folder with `config/`, `pipelines/`, `judgements/` and `output/`.

use crate::{Error, Files, embedded};
use std::fs;
use std::path::{Path, PathBuf};

/// What a new study tells its researchers.
const README: &str = include_str!("study-readme.md");

/// A study's folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Study {
    /// The folder that holds `config/` and `pipelines/`.
    pub root: PathBuf,
}

impl Study {
    /// The nearest study from `from` upwards. Absent: [`Error::NoStudy`].
    pub fn find(from: &Path) -> Result<Self, Error> {
        let start = std::path::absolute(from).map_err(|source| Error::Io {
            doing: "read",
            path: from.to_owned(),
            source,
        })?;
        start
            .ancestors()
            .find(|folder| folder.join("config").is_dir() && folder.join("pipelines").is_dir())
            .map(|folder| Self { root: folder.to_owned() })
            .ok_or(Error::NoStudy { from: start.clone() })
    }

    /// Writes the default configuration into `folder`, with empty `judgements/` and `output/` and a README. A folder
    /// that holds anything is refused before the first byte is written.
    pub fn create(folder: &Path) -> Result<Self, Error> {
        refuse_if_used(folder)?;
        for part in ["config", "pipelines", "judgements", "output"] {
            make_folder(&folder.join(part))?;
        }
        for (path, text) in embedded() {
            write_new(&folder.join(path), text)?;
        }
        write_new(&folder.join("README.md"), README)?;
        Ok(Self { root: folder.to_owned() })
    }

    /// Its configuration files.
    pub fn files(&self) -> Files {
        Files::Folder(self.root.clone())
    }

    /// The folder in which each run has a folder.
    pub fn output(&self) -> PathBuf {
        self.root.join("output")
    }

    /// The folder with people's judgements: an input, never remade.
    pub fn judgements(&self) -> PathBuf {
        self.root.join("judgements")
    }
}

fn refuse_if_used(folder: &Path) -> Result<(), Error> {
    match fs::read_dir(folder) {
        Ok(entries) => {
            if entries.count() == 0 {
                Ok(())
            } else {
                Err(Error::NotEmpty { folder: folder.to_owned() })
            }
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(source) => Err(Error::Io { doing: "read", path: folder.to_owned(), source }),
    }
}

fn make_folder(folder: &Path) -> Result<(), Error> {
    fs::create_dir_all(folder).map_err(|source| Error::Io { doing: "make", path: folder.to_owned(), source })
}

fn write_new(path: &Path, text: &str) -> Result<(), Error> {
    if let Some(folder) = path.parent() {
        make_folder(folder)?;
    }
    fs::write(path, text).map_err(|source| Error::Io { doing: "write", path: path.to_owned(), source })
}
