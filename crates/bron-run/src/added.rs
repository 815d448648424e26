//! Documents that came by mail or with a login: taken from the study's `added/` into the archive, and read from there.
//!
//! `added/<via>/` holds the files, and `list.csv` the new publications among them: a `files` source of its own
//! (`added-contact`), counted under its route. `added/documents.csv` says which file belongs to a publication that is
//! known. A run reads the archive alone; what was taken away from the lists is not read any more.

use crate::Error;
use crate::asking::take_in_folders;
use crate::hand::{cannot_read, read};
use bron_model::{DocumentPart, PublicationId, PublicationRow, Route, SourceId};
use bron_protocol::{Arm, FilesSettings, Platform, Protocol, Source};
use bron_search::{
    ADDED_ROUTES, AddedDocument, SheetProblem, files_base, read_added_documents, told_of_files,
};
use bron_store::{Archive, Resource};
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::path::Path;
use url::Url;

/// The folder in a study.
pub(crate) const ADDED: &str = "added";
/// The list of new publications of a route.
pub(crate) const LIST: &str = "list.csv";
/// The list of documents for publications that are known.
pub(crate) const DOCUMENTS: &str = "documents.csv";
/// Where that list lies in the archive.
const DOCUMENTS_ADDRESS: &str = "https://added.bron.invalid/documents.csv";

/// What people added, as the archive holds it.
#[derive(Debug, Default)]
pub(crate) struct Added {
    documents: Vec<AddedDocument>,
    /// From whom or where each file came, by its address.
    told: BTreeMap<Url, String>,
}

impl Added {
    /// Reads the lists; nothing where nobody added anything.
    pub(crate) fn of_archive(archive: &Archive) -> Result<Self, Error> {
        let mut told = BTreeMap::new();
        for via in ADDED_ROUTES {
            if let Some(list) = archive.resource(&list_address(via))? {
                let of_list = told_of_files(&list.bytes);
                told.extend(of_list.into_iter().map(|(file, told)| (file_address(via, &file), told)));
            }
        }
        let Some(list) = archive.resource(DOCUMENTS_ADDRESS)? else {
            return Ok(Self { documents: Vec::new(), told });
        };
        let documents = read_added_documents(&list.bytes).map_err(of_documents)?;
        for document in documents.iter().filter(|document| !document.told.is_empty()) {
            told.insert(file_address(document.via, &document.file), document.told.clone());
        }
        Ok(Self { documents, told })
    }

    /// The documents of a publication, by its id or one that was merged into it.
    pub(crate) fn of_publication(&self, row: &PublicationRow) -> Vec<(DocumentPart, Url)> {
        let of_it = self.documents.iter().filter(|document| is_of(row, &document.publication));
        of_it.map(|document| (document.part, file_address(document.via, &document.file))).collect()
    }

    /// Whether the file at that address is one that a person added.
    pub(crate) fn is_added(url: &Url) -> bool {
        let host = url.host_str().unwrap_or_default();
        ADDED_ROUTES.iter().any(|via| files_base(&id_of(*via)).host_str() == Some(host))
    }

    /// From whom or where the file at that address came; `None` for what nobody added.
    pub(crate) fn told(&self, url: &Url) -> Option<&str> {
        self.told.get(url).map(String::as_str)
    }

    /// What belongs to no publication of these, one sentence each.
    pub(crate) fn without_publication(&self, publications: &[PublicationRow]) -> Vec<String> {
        let lost = self
            .documents
            .iter()
            .filter(|document| publications.iter().all(|row| !is_of(row, &document.publication)));
        lost.map(|document| {
            format!(
                "{ADDED}/{DOCUMENTS}:{}: the publication `{}` is not found in this run: `{}` is not read",
                document.line, document.publication, document.file
            )
        })
        .collect()
    }
}

fn is_of(row: &PublicationRow, id: &PublicationId) -> bool {
    row.publication == *id || row.also.split_whitespace().any(|also| also == id.as_str())
}

/// Refuses lists that cannot be used, and files that they name and that are not there.
pub(crate) fn check_added(root: &Path) -> Result<(), Error> {
    let Some(bytes) = read_if_there(&root.join(ADDED).join(DOCUMENTS))? else { return Ok(()) };
    for document in read_added_documents(&bytes).map_err(of_documents)? {
        let path = root.join(ADDED).join(document.via.as_str()).join(&document.file);
        if !path.is_file() {
            return Err(Error::Brought {
                place: format!("{ADDED}/{DOCUMENTS}:{}", document.line),
                problem: format!("the file {ADDED}/{}/{} is not there", document.via, document.file),
                hint: "put it back, or take the row away".to_owned(),
            });
        }
    }
    Ok(())
}

/// Puts the lists and files into the archive, what is new or changed since the last time. A list that is gone is
/// emptied there.
pub(crate) fn take_in_added(archive: &Archive, root: &Path) -> Result<(), Error> {
    for via in ADDED_ROUTES {
        let folder = root.join(ADDED).join(via.as_str());
        if folder.is_dir() {
            take_in_folders(archive, std::slice::from_ref(&source_of(via)), root)?;
        }
        if !folder.join(LIST).is_file() {
            empty(archive, &list_address(via))?;
        }
    }
    match read_if_there(&root.join(ADDED).join(DOCUMENTS))? {
        None => empty(archive, DOCUMENTS_ADDRESS),
        Some(bytes) => put(archive, DOCUMENTS_ADDRESS, bytes),
    }
}

fn empty(archive: &Archive, uri: &str) -> Result<(), Error> {
    if archive.resource(uri)?.is_some() { put(archive, uri, Vec::new()) } else { Ok(()) }
}

fn put(archive: &Archive, uri: &str, bytes: Vec<u8>) -> Result<(), Error> {
    if archive.resource(uri)?.is_some_and(|known| known.bytes == bytes) {
        return Ok(());
    }
    let note = format!("list of what was added: {ADDED}/");
    let resource = Resource {
        uri: uri.to_owned(),
        media_type: "text/csv".to_owned(),
        bytes,
        at: Timestamp::now(),
        note,
    };
    Ok(archive.append_resource(&resource)?)
}

/// Appends the sources of what the archive holds of new publications to those of the protocol.
pub(crate) fn append_sources(protocol: &mut Protocol, archive: &Archive) -> Result<(), Error> {
    for via in ADDED_ROUTES {
        let list = archive.resource(&list_address(via))?;
        if list.is_none_or(|list| list.bytes.is_empty()) {
            continue;
        }
        let source = source_of(via);
        if protocol.source(&source.id).is_some() {
            return Err(Error::Brought {
                place: protocol.path.clone(),
                problem: format!(
                    "a source is called `{}`, which is the name of what `bron add` adds",
                    source.id
                ),
                hint: "give that source another id".to_owned(),
            });
        }
        protocol.sources.push(source);
    }
    Ok(())
}

/// The source of new publications that came by that route.
fn source_of(via: Route) -> Source {
    let settings = FilesSettings { folder: format!("{ADDED}/{via}"), list: LIST.to_owned(), via };
    Source {
        name: format!("bron add ({via})"),
        arm: Arm::Other,
        platform: Some(Platform::Files),
        files: Some(settings),
        ..Source::bare(id_of(via), ADDED)
    }
}

fn id_of(via: Route) -> SourceId {
    SourceId::new(format!("{ADDED}-{via}")).expect("the name of a route is a slug")
}

fn file_address(via: Route, file: &str) -> Url {
    let mut url = files_base(&id_of(via));
    url.path_segments_mut().expect("an https address has a path").clear().extend(file.split('/'));
    url
}

fn list_address(via: Route) -> String {
    file_address(via, LIST).into()
}

fn of_documents(problem: SheetProblem) -> Error {
    let line = problem.line.map(|line| format!(":{line}")).unwrap_or_default();
    Error::Brought { place: format!("{ADDED}/{DOCUMENTS}{line}"), problem: problem.what, hint: problem.hint }
}

/// The bytes of a file; `None` where there is none.
pub(crate) fn read_if_there(path: &Path) -> Result<Option<Vec<u8>>, Error> {
    match std::fs::metadata(path) {
        Ok(_) => read(path).map(Some),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(cannot_read(path, &error)),
    }
}
