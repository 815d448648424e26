//! What the store says of one document: title, kind, date, publisher, text about it, and its files with their digests.

use super::{api, labels};
use crate::json::scalar;
use crate::page::{plain, squeezed};
use crate::search_ui::web_address;
use bron_model::Request;
use bron_protocol::{Platform, Source};
use serde_json::Value;
use url::Url;

/// A document as the store describes it. What it does not say is empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StoredDocument {
    /// The official title.
    pub title: String,
    /// The kinds (`rapport`), joined by `; `.
    pub kind: String,
    /// The earliest day on which a version was made public, as given.
    pub date: String,
    /// The publisher, else the organisation that answers for it.
    pub publisher: String,
    /// The descriptions, in their order.
    pub descriptions: Vec<String>,
    /// Themes, subjects and key words.
    pub subjects: Vec<String>,
    /// The files of the latest version, in their order.
    pub files: Vec<StoredFile>,
}

/// A file of a document in the store.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StoredFile {
    /// Where it lies.
    pub url: String,
    /// Its name.
    pub name: String,
    /// Its media type as given.
    pub media_type: String,
    /// The SHA-1 that the store gives, in small hexadecimal digits; `None` where it gives none of that form.
    pub sha1: Option<String>,
}

/// The request for what the store says of a publication, where `page` is the page of a document at the store of this
/// source (`…/documenten/<id>`). The page itself is drawn by a script. `None` for any other address, and where the source
/// has no platform `open-overheid`.
pub fn stored_document_request(source: &Source, page: &Url) -> Option<Request> {
    let interfaces = source.interfaces();
    let store = interfaces.iter().find(|interface| interface.platform == Platform::OpenOverheid)?;
    let api = api(source, &store.open_overheid.clone().unwrap_or_default()).ok()?;
    let mut parts = page.path_segments()?;
    let (Some("documenten"), Some(id), None) = (parts.next(), parts.next(), parts.next()) else {
        return None;
    };
    if api.origin() != page.origin() || page.query().is_some() || id.is_empty() {
        return None;
    }
    Some(Request::get_json(api.join(&format!("zoek/{id}")).ok()?))
}

/// Reads what the store says of a document; `at` is the address that was asked. `None` where it is not of that shape.
pub fn read_stored_document(bytes: &[u8], at: &Url) -> Option<StoredDocument> {
    let value: Value = serde_json::from_slice(bytes).ok()?;
    let document = value.get("document")?.as_object()?;
    let at_path = |path: &str| value.pointer(&format!("/document{path}"));
    let text = |path: &str| at_path(path).and_then(scalar).map(|text| plain(&text)).unwrap_or_default();
    let first = |paths: &[&str]| paths.iter().map(|path| text(path)).find(|text| !text.is_empty());
    let subjects = ["themas", "onderwerpenRonl", "informatiecategorieen", "trefwoorden"];
    let subjects = subjects.into_iter().filter_map(|key| at_path(&format!("/classificatiecollectie/{key}")));
    let versions = value.get("versies").or_else(|| document.get("versies")).and_then(Value::as_array);
    let versions = versions.map(Vec::as_slice).unwrap_or_default();
    let day = |version: &Value| version.get("openbaarmakingsdatum").and_then(scalar);
    let listed = first(&["/openbaarmakingsdatum"]);
    Some(StoredDocument {
        title: first(&["/titelcollectie/officieleTitel", "/titel"]).unwrap_or_default(),
        kind: at_path("/classificatiecollectie/documentsoorten").map(labels).unwrap_or_default().join("; "),
        date: versions.iter().filter_map(day).min().or(listed).unwrap_or_default(),
        publisher: first(&["/publisher/label", "/publisher", "/verantwoordelijke/label"]).unwrap_or_default(),
        descriptions: at_path("/omschrijvingen")
            .or_else(|| at_path("/omschrijving"))
            .map(texts)
            .unwrap_or_default(),
        subjects: subjects.flat_map(labels).map(|text| squeezed(&text)).collect(),
        files: latest(versions).map(|version| files_of(version, at)).unwrap_or_default(),
    })
}

/// The version that was made public last; of equal days the first that is listed.
fn latest(versions: &[Value]) -> Option<&Value> {
    let day = |version: &Value| version.get("openbaarmakingsdatum").and_then(scalar).unwrap_or_default();
    versions.iter().rev().max_by_key(|version| day(version))
}

fn files_of(version: &Value, at: &Url) -> Vec<StoredFile> {
    let files = version.get("bestanden").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    files.iter().filter_map(|file| file_of(file, at)).collect()
}

/// A file without an address of its own lies where the store keeps the document's: `…/documenten/<id>`.
fn file_of(file: &Value, at: &Url) -> Option<StoredFile> {
    let text = |key: &str| file.get(key).and_then(scalar).unwrap_or_default();
    let id = at.path_segments()?.next_back()?.to_owned();
    let kept = || at.join(&format!("../documenten/{id}")).ok();
    let url = web_address(at, &text("url")).or_else(kept)?;
    Some(StoredFile {
        url: url.into(),
        name: squeezed(&text("bestandsnaam")),
        media_type: text("mime-type").to_lowercase(),
        sha1: Some(text("hash").to_lowercase()).filter(|hash| is_sha1(hash)),
    })
}

fn is_sha1(text: &str) -> bool {
    text.len() == 40 && text.bytes().all(|b| b.is_ascii_hexdigit())
}

/// Texts, or objects with a label, text or content.
fn texts(value: &Value) -> Vec<String> {
    let one = |value: &Value| match value {
        Value::Object(object) => {
            let keys = ["omschrijving", "label", "tekst", "waarde"];
            keys.into_iter().find_map(|key| object.get(key).and_then(scalar))
        }
        other => scalar(other),
    };
    let found: Vec<String> = match value {
        Value::Array(values) => values.iter().filter_map(one).collect(),
        other => one(other).into_iter().collect(),
    };
    found.iter().map(|text| plain(text)).filter(|text| !text.is_empty()).collect()
}
