//! Asking, from plain threads: a source is one thread, and waits where a site makes it wait.

use crate::Error;
use bron_harvest::{Exchanges, Fetched};
use bron_model::{Answer, Body, Exchange, Reply, Request};
use bron_protocol::{Platform, Source};
use bron_store::{Archive, Resource};
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The end of the made-up host under which the files of a `files` source lie in the archive:
/// `https://<source>.files.bron.invalid/<path>`. It is never asked.
pub const FILES_HOST: &str = ".files.bron.invalid";

/// Asks one thing and waits for it.
pub trait Ask: Send + Sync {
    /// The last exchange after redirects; `None` where the archive does not hold it and nothing may be asked.
    fn ask(&self, source: &Source, request: &Request) -> Result<Option<Fetched>, Error>;
}

/// Drives an asynchronous source of exchanges, and answers for files from the archive's resources.
pub struct Waiting<E> {
    exchanges: E,
    archive: Arc<Archive>,
    runtime: tokio::runtime::Runtime,
}

impl<E: Exchanges> Waiting<E> {
    /// Starts two threads for waiting; no socket is opened before something is asked.
    pub fn new(exchanges: E, archive: Arc<Archive>) -> Result<Self, Error> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .map_err(|error| Error::Threads(error.to_string()))?;
        Ok(Self { exchanges, archive, runtime })
    }

    fn file_of_folder(&self, request: &Request) -> Result<Option<Fetched>, Error> {
        let Some(resource) = self.archive.resource(request.url.as_str())? else {
            return Ok(None);
        };
        let answer = Answer {
            status: 200,
            headers: vec![("content-type".to_owned(), resource.media_type)],
            body: Body::Whole(resource.bytes),
        };
        let exchange = Exchange { request: request.clone(), at: resource.at, reply: Reply::Answer(answer) };
        Ok(Some(Fetched { exchange, url: request.url.clone(), hops: 0, from_archive: true }))
    }
}

impl<E: Exchanges> Ask for Waiting<E> {
    fn ask(&self, source: &Source, request: &Request) -> Result<Option<Fetched>, Error> {
        if request.url.host_str().is_some_and(|host| host.ends_with(FILES_HOST)) {
            return self.file_of_folder(request);
        }
        Ok(self.runtime.block_on(self.exchanges.fetch(source, request))?)
    }
}

/// Puts the files of every `files` source into the archive, those that are new or changed since the last time.
pub(crate) fn take_in_folders(archive: &Archive, sources: &[Source], root: &Path) -> Result<(), Error> {
    // One buffer for all files: the allocator would keep the holes of thousands of large ones.
    let mut bytes = Vec::new();
    for source in sources.iter().filter(|source| source.platform == Some(Platform::Files)) {
        let Some(settings) = &source.files else { continue };
        let folder = root.join(&settings.folder);
        for path in files_below(&folder).map_err(|(path, reason)| folder_error(source, &path, reason))? {
            bytes.clear();
            File::open(&path)
                .and_then(|mut file| file.read_to_end(&mut bytes))
                .map_err(|error| folder_error(source, &path, error))?;
            let relative = path.strip_prefix(&folder).expect("it was found below the folder");
            let uri = folder_address(source, relative);
            if archive.resource(&uri)?.is_some_and(|known| known.bytes == bytes) {
                continue;
            }
            let resource = Resource {
                uri,
                media_type: content_type(&path).to_owned(),
                bytes,
                at: jiff::Timestamp::now(),
                note: format!("file of source {}: {}", source.id, path.display()),
            };
            archive.append_resource(&resource)?;
            bytes = resource.bytes;
        }
    }
    Ok(())
}

fn folder_error(source: &Source, path: &Path, reason: impl ToString) -> Error {
    Error::Folder { source_id: source.id.to_string(), path: path.to_owned(), reason: reason.to_string() }
}

fn folder_address(source: &Source, relative: &Path) -> String {
    let mut url = bron_search::files_base(&source.id);
    let parts = relative.components().map(|part| part.as_os_str().to_string_lossy().into_owned());
    url.path_segments_mut().expect("an https address has a path").clear().extend(parts);
    url.into()
}

pub(crate) fn content_type(path: &Path) -> &'static str {
    match path
        .extension()
        .and_then(|ending| ending.to_str())
        .unwrap_or_default()
        .to_ascii_lowercase()
        .as_str()
    {
        "pdf" => "application/pdf",
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "doc" => "application/msword",
        "html" | "htm" | "xhtml" => "text/html",
        "mhtml" | "mht" => "multipart/related",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "json" => "application/json",
        "csv" => "text/csv",
        "ris" => "application/x-research-info-systems",
        "txt" => "text/plain",
        _ => "application/octet-stream",
    }
}

/// All files below a folder, in the order of their names, without hidden ones.
fn files_below(folder: &Path) -> Result<Vec<PathBuf>, (PathBuf, std::io::Error)> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = std::fs::read_dir(&folder).map_err(|error| (folder.clone(), error))?;
        for entry in entries {
            let entry = entry.map_err(|error| (folder.clone(), error))?;
            let path = entry.path();
            if entry.file_type().map_err(|error| (path.clone(), error))?.is_symlink() {
                let told = "it is a link; put the file itself into the folder";
                return Err((path, std::io::Error::other(told)));
            }
            let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
            if hidden {
                continue;
            }
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    Ok(files)
}
