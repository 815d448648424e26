//! A folder of annotated texts.

use crate::Error;
use bron_documents::PdfEngine;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};

/// A folder of annotated texts, and lists that lie elsewhere. `README.md` of this crate describes the files.
#[derive(Debug, Clone)]
pub struct Corpus {
    folder: PathBuf,
    lists: Option<PathBuf>,
    pub(crate) pdf_engine: PdfEngine,
}

impl Corpus {
    /// A folder that is there.
    pub fn open(folder: &Path) -> Result<Self, Error> {
        if folder.is_dir() {
            Ok(Self { folder: folder.to_owned(), lists: None, pdf_engine: PdfEngine::default() })
        } else {
            Err(Error::NoFolder(folder.to_owned()))
        }
    }

    /// Takes a list (`page-labels.csv`, `stress.csv`, `sentences.txt`) that the folder itself does not have from this one.
    pub fn with_lists(mut self, folder: &Path) -> Result<Self, Error> {
        if !folder.is_dir() {
            return Err(Error::NoFolder(folder.to_owned()));
        }
        self.lists = Some(folder.to_owned());
        Ok(self)
    }

    /// Reads PDFs with this engine in place of the default one.
    #[must_use]
    pub fn with_pdf_engine(self, pdf_engine: PdfEngine) -> Self {
        Self { pdf_engine, ..self }
    }

    /// A file of the folder, else of the lists by its name; nothing where neither has it.
    pub(crate) fn file(&self, path: &str) -> Option<PathBuf> {
        let own = self.folder.join(path);
        let listed = || Some(self.lists.as_ref()?.join(Path::new(path).file_name()?));
        Some(own).filter(|file| file.is_file()).or_else(|| listed().filter(|file| file.is_file()))
    }

    /// The rows of a CSV file; nothing where it is not there.
    pub(crate) fn rows<T: DeserializeOwned>(&self, path: &str) -> Result<Option<Vec<T>>, Error> {
        let Some(file) = self.file(path) else { return Ok(None) };
        let bytes = read(&file)?;
        let mut rows = Vec::new();
        for (number, row) in csv::Reader::from_reader(bytes.as_slice()).deserialize().enumerate() {
            let wrong = |cause: csv::Error| Error::Row {
                file: file.clone(),
                row: number as u64 + 2,
                cause: cause.to_string(),
            };
            rows.push(row.map_err(wrong)?);
        }
        Ok(Some(rows))
    }

    /// The rows of a file with one JSON object a line; nothing where it is not there.
    pub(crate) fn objects<T: DeserializeOwned>(&self, path: &str) -> Result<Option<Vec<T>>, Error> {
        let Some(text) = self.text(path)? else { return Ok(None) };
        let objects = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
        let objects = objects.map(|(number, line)| {
            serde_json::from_str(line).map_err(|cause| Error::Row {
                file: self.folder.join(path),
                row: number as u64 + 1,
                cause: cause.to_string(),
            })
        });
        objects.collect::<Result<_, _>>().map(Some)
    }

    /// A text; nothing where it is not there.
    pub(crate) fn text(&self, path: &str) -> Result<Option<String>, Error> {
        let Some(file) = self.file(path) else { return Ok(None) };
        Ok(Some(String::from_utf8_lossy(&read(&file)?).into_owned()))
    }

    /// The files of a folder with this ending, by name; none where it is not there.
    pub(crate) fn files(&self, folder: &str, ending: &str) -> Result<Vec<PathBuf>, Error> {
        let folder = self.folder.join(folder);
        let entries = match std::fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(cause) => return Err(Error::Read { file: folder, cause }),
        };
        let mut files = Vec::new();
        for entry in entries {
            let path = entry.map_err(|cause| Error::Read { file: folder.clone(), cause })?.path();
            if path.is_file() && path.extension().is_some_and(|found| found == ending) {
                files.push(path);
            }
        }
        files.sort();
        Ok(files)
    }

    /// The files that lie packed in `PATH.tar.gz`, or open in the folder `PATH`, by name; nothing where neither is there.
    pub(crate) fn packed(&self, path: &str) -> Result<Option<BTreeMap<String, Vec<u8>>>, Error> {
        let open = self.folder.join(path);
        if open.is_dir() {
            let files = self.files(path, "html")?;
            let named = files.iter().map(|file| Ok((name_of(file), read(file)?)));
            return named.collect::<Result<_, Error>>().map(Some);
        }
        let archive = self.folder.join(format!("{path}.tar.gz"));
        if !archive.is_file() {
            return Ok(None);
        }
        let unreadable = |cause| Error::Read { file: archive.clone(), cause };
        let bytes = read(&archive)?;
        let mut packed = tar::Archive::new(flate2::read::GzDecoder::new(bytes.as_slice()));
        let mut files = BTreeMap::new();
        for entry in packed.entries().map_err(unreadable)? {
            let mut entry = entry.map_err(unreadable)?;
            if !entry.header().entry_type().is_file() {
                continue;
            }
            let name = name_of(&entry.path().map_err(unreadable)?);
            let mut content = Vec::new();
            entry.read_to_end(&mut content).map_err(unreadable)?;
            files.insert(name, content);
        }
        Ok(Some(files))
    }
}

/// The bytes of a file.
pub(crate) fn read(file: &Path) -> Result<Vec<u8>, Error> {
    std::fs::read(file).map_err(|cause| Error::Read { file: file.to_owned(), cause })
}

/// The name of a file without its folders.
pub(crate) fn name_of(file: &Path) -> String {
    file.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
