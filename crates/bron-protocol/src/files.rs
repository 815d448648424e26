//! Where `config/` and `pipelines/` are read from: a study's folder, or the program itself.

use crate::Error;
use std::fs;
use std::path::{Component, Path, PathBuf};

include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

/// Path and text of every configuration and pipeline file inside the program, sorted by path.
pub fn embedded() -> &'static [(&'static str, &'static str)] {
    EMBEDDED
}

/// Where configuration files are read from. Paths are always from the study's folder, with forward slashes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Files {
    /// A study's folder.
    Folder(PathBuf),
    /// The files inside the program.
    Embedded,
}

impl Files {
    /// The path of a pipeline: `demo` is `pipelines/demo.toml`. A path is taken as well, from the study's folder
    /// or from where one stands, as long as it leads into the study. Absent: [`Error::NoPipeline`] lists those
    /// that there are.
    pub fn pipeline_path(&self, name_or_path: &str) -> Result<String, Error> {
        let by_name = format!("pipelines/{name_or_path}.toml");
        if is_inside(&by_name) && self.holds(&by_name) {
            return Ok(by_name);
        }
        let by_path = name_or_path.replace('\\', "/");
        let by_path = by_path.trim_start_matches("./");
        if is_inside(by_path) && self.holds(by_path) {
            return Ok(by_path.to_owned());
        }
        if let Self::Folder(root) = self
            && let Some(path) = path_below(root, Path::new(name_or_path))
        {
            return Ok(path);
        }
        Err(Error::NoPipeline { asked: name_or_path.to_owned(), known: self.pipelines() })
    }

    /// The names of all pipelines, sorted.
    pub fn pipelines(&self) -> Vec<String> {
        let name = |path: &str| Some(path.strip_prefix("pipelines/")?.strip_suffix(".toml")?.to_owned());
        self.paths("pipelines")
            .iter()
            .filter_map(|path| name(path))
            .filter(|name| !name.contains('/'))
            .collect()
    }

    /// The bytes of a file; `None` where it is not there.
    pub(crate) fn read(&self, path: &str) -> Result<Option<Vec<u8>>, Error> {
        match self {
            Self::Embedded => Ok(EMBEDDED
                .iter()
                .find(|(embedded, _)| *embedded == path)
                .map(|(_, text)| text.as_bytes().to_vec())),
            Self::Folder(root) => {
                let full = root.join(path);
                match fs::read(&full) {
                    Ok(bytes) => Ok(Some(bytes)),
                    Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
                    Err(source) => Err(Error::Io { doing: "read", path: full, source }),
                }
            }
        }
    }

    /// Every file below a folder, sorted; nothing where the folder cannot be listed.
    pub(crate) fn paths(&self, folder: &str) -> Vec<String> {
        let mut paths = Vec::new();
        match self {
            Self::Embedded => {
                let prefix = format!("{folder}/");
                paths.extend(
                    EMBEDDED
                        .iter()
                        .map(|(path, _)| *path)
                        .filter(|path| path.starts_with(&prefix))
                        .map(str::to_owned),
                );
            }
            Self::Folder(root) => list_below(root, folder, &mut paths),
        }
        paths.sort();
        paths
    }

    fn holds(&self, path: &str) -> bool {
        match self {
            Self::Embedded => EMBEDDED.iter().any(|(embedded, _)| *embedded == path),
            Self::Folder(root) => root.join(path).is_file(),
        }
    }
}

/// Whether a path stays in the study: relative, without `..`, with forward slashes.
pub(crate) fn is_inside(path: &str) -> bool {
    !path.is_empty()
        && !path.contains('\\')
        && Path::new(path).components().all(|part| matches!(part, Component::Normal(_)))
}

fn list_below(root: &Path, folder: &str, paths: &mut Vec<String>) {
    let Ok(entries) = fs::read_dir(root.join(folder)) else { return };
    for entry in entries.flatten() {
        let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => list_below(root, &path, paths),
            Ok(_) => paths.push(path),
            Err(_) => {}
        }
    }
}

/// The path from `root` of a file given from the current folder, where it lies in `root`.
fn path_below(root: &Path, path: &Path) -> Option<String> {
    let root = fs::canonicalize(root).ok()?;
    let path = fs::canonicalize(path).ok().filter(|path| path.is_file())?;
    let parts: Vec<_> = path.strip_prefix(root).ok()?.iter().map(|part| part.to_string_lossy()).collect();
    Some(parts.join("/"))
}
