//! A publication whose page is at the government's store of documents: what the store says of it stands in place of the
//! page, which a script draws, and its files must have the SHA-1 that the store gives.

use super::{Retrieval, Wanted, parts};
use crate::Error;
use bron_documents::{Document, FileLink, Page};
use bron_model::{DateInterval, DateRule, DatedBy, DocumentKind, DocumentPart, DocumentStatus, Request};
use bron_protocol::Source;
use bron_search::{StoredDocument, StoredFile, read_stored_document};
use sha1::{Digest, Sha1};
use std::collections::BTreeMap;
use url::Url;

/// By what the text of a description came about.
const ENGINE: &str = "open-overheid v0";

/// What a document of a publication is to the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum AtStore {
    /// What the store says of the publication.
    Description,
    /// A file that it keeps, with the SHA-1 that it gives.
    File(Option<String>),
}

impl Retrieval<'_> {
    /// Fetches what the store says of a publication and the files that it keeps, and gives what belongs to it.
    pub(super) fn fetch_stored(&self, source: &Source, request: &Request) -> Result<Vec<Wanted>, Error> {
        let mut landing = Wanted::new(DocumentPart::Landing, request.url.clone());
        landing.at_store = Some(AtStore::Description);
        let fetched = self.ask.ask(source, request)?;
        let whole = fetched.as_ref().and_then(|fetched| Some((self.whole(fetched, None)?.0, &fetched.url)));
        let stored = whole.and_then(|(bytes, at)| read_stored_document(bytes, at)).unwrap_or_default();
        let digests: BTreeMap<&str, &StoredFile> =
            stored.files.iter().rev().map(|file| (file.url.as_str(), file)).collect();
        let files = parts(&links(&stored)).into_iter().map(|(part, url)| {
            let sha1 = digests.get(url.as_str()).and_then(|file| file.sha1.clone());
            Wanted { at_store: Some(AtStore::File(sha1)), ..Wanted::new(part, url) }
        });
        self.fetch_files(source, landing, files.collect())
    }
}

/// The files as links: the PDFs, or all where there is none.
fn links(stored: &StoredDocument) -> Vec<FileLink> {
    let is_pdf =
        |file: &&StoredFile| file.media_type.contains("pdf") || file.name.to_lowercase().ends_with(".pdf");
    let link = |file: &StoredFile| FileLink { url: file.url.clone(), text: file.name.clone() };
    let pdfs: Vec<FileLink> = stored.files.iter().filter(is_pdf).map(link).collect();
    if pdfs.is_empty() { stored.files.iter().map(link).collect() } else { pdfs }
}

/// The description as a document. It is never the publication itself: where the store names no file that could be that,
/// the text is not whole, so that a word which is not in the description is not absent.
pub(super) fn description(bytes: &[u8], at: &Url) -> Document {
    let Some(stored) = read_stored_document(bytes, at) else {
        let note = "the store's answer does not describe a document";
        return Document::without_text(DocumentStatus::Broken, DocumentKind::Other, ENGINE, note);
    };
    let has_main = parts(&links(&stored)).iter().any(|(part, _)| *part == DocumentPart::Main);
    let (status, note) = if has_main {
        (DocumentStatus::Retrieved, "")
    } else {
        (DocumentStatus::PartlyWithoutText, "the store names no file of the publication itself")
    };
    let mut document = Document::without_text(status, DocumentKind::Text, ENGINE, note);
    let lines = [stored.title.clone()].into_iter().chain(stored.descriptions);
    let about = [("Soort", &stored.kind), ("Uitgever", &stored.publisher)];
    let about = about.into_iter().filter(|(_, text)| !text.is_empty());
    let about = about.map(|(label, text)| format!("{label}: {text}"));
    let subjects =
        (!stored.subjects.is_empty()).then(|| format!("Onderwerpen: {}", stored.subjects.join(", ")));
    let lines: Vec<String> = lines.chain(about).chain(subjects).filter(|line| !line.is_empty()).collect();
    document.pages.push(Page { number: 1, label: String::new(), text: lines.join("\n\n") });
    document.title = stored.title;
    document.publisher = stored.publisher;
    document.kind_as_read = stored.kind;
    let made_public = bron_text::read_date(&stored.date, None);
    document.dates = DateInterval {
        not_after: made_public.map(|date| DatedBy { date, rule: DateRule::Listing }),
        not_before: None,
    };
    document.identified()
}

/// The document, where its bytes are those that the store says it keeps. Others are `broken`: it is not what it says it
/// is, and neither that a word stands in it nor that it does not can be said of the publication.
pub(super) fn checked(document: Document, sha1: Option<&String>, bytes: &[u8]) -> Document {
    let Some(given) = sha1 else {
        let said = "the store gives no SHA-1 to check it by".to_owned();
        let note = [document.note.clone(), said].into_iter().filter(|note| !note.is_empty());
        return Document { note: note.collect::<Vec<_>>().join("; "), ..document };
    };
    let found = data_encoding::HEXLOWER.encode(&Sha1::digest(bytes));
    if *given == found {
        return document;
    }
    let note =
        format!("its SHA-1 is {found}, and the store says {given}: it is another file, or was changed");
    Document::without_text(DocumentStatus::Broken, document.kind, &document.engine, &note)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Ask, InProcess, Silent};
    use bron_harvest::Fetched;
    use bron_model::{Answer, Body, DocumentRow, Exchange, PublicationId, Reply};
    use bron_protocol::{Files, Protocol};
    use serde_json::{Value, json};

    const STORE: &str = "http://zorginstituut.demo/overheid/openbaarmakingen/api/v0";

    /// A store with one document, whose file has that SHA-1.
    struct Store {
        sha1: &'static str,
    }

    impl Ask for Store {
        fn ask(&self, _: &Source, request: &Request) -> Result<Option<Fetched>, Error> {
            let detail = json!({
                "document": {"titelcollectie": {"officieleTitel": "Samenzorg"}},
                "versies": [{"bestanden": [{"url": format!("{STORE}/attachment/1"), "bestandsnaam": "samenzorg.txt", "hash": self.sha1}]}],
            });
            let (media_type, bytes) = match request.url.as_str().strip_prefix(STORE) {
                Some("/zoek/x-1") => ("application/json", detail.to_string().into_bytes()),
                Some("/attachment/1") => ("text/plain", b"Samenzorg is zorg voor elkaar.".to_vec()),
                _ => return Ok(None),
            };
            let headers = vec![("content-type".to_owned(), media_type.to_owned())];
            let reply = Reply::Answer(Answer { status: 200, headers, body: Body::Whole(bytes) });
            let exchange = Exchange { request: request.clone(), at: jiff::Timestamp::UNIX_EPOCH, reply };
            Ok(Some(Fetched { exchange, url: request.url.clone(), hops: 0, from_archive: true }))
        }
    }

    /// The documents of the publication whose page is that of the one document at the store.
    fn retrieved(sha1: &'static str) -> Vec<(DocumentRow, String)> {
        let protocol = Protocol::load(&Files::Embedded, "demo").unwrap();
        let source = protocol.sources.iter().find(|source| source.id.as_str() == "zorginstituut").unwrap();
        let store = Store { sha1 };
        let added = crate::added::Added::default();
        let retrieval = Retrieval {
            protocol: &protocol,
            ask: &store,
            reader: &InProcess::default(),
            progress: &Silent,
            added: &added,
        };
        let page: Url = "http://zorginstituut.demo/documenten/x-1".parse().unwrap();
        let request = bron_search::stored_document_request(source, &page).unwrap();
        let publication = PublicationId::from_address(&source.id, page.as_str());
        let wanted = retrieval.fetch_stored(source, &request).unwrap();
        let read = wanted.iter().enumerate().map(|(at, one)| {
            let id = bron_model::DocumentId::new(&publication, at + 1);
            let fetched = retrieval.ask.ask(source, &Request::get(one.url.clone())).unwrap();
            let row = super::super::blank_row(&publication, id, one);
            let (row, pages) = retrieval.read_document(source, one, fetched.as_ref(), row);
            (row, pages.iter().map(|page| page.text.as_str()).collect())
        });
        read.collect()
    }

    #[test]
    fn a_publication_at_the_store_is_its_description_and_the_file_with_the_sha1_that_is_given() {
        let documents = retrieved("9b3e3e4c52d8f8e6cbb4e5b62e6b5a1fd6ff6d11");
        let found: Vec<_> =
            documents.iter().map(|(row, text)| (row.part, row.status, text.as_str())).collect();
        assert_eq!(
            found,
            [
                (DocumentPart::Landing, DocumentStatus::Retrieved, "Samenzorg"),
                (DocumentPart::Main, DocumentStatus::Broken, ""),
            ]
        );
        let documents = retrieved("acbfa74bd85d7d46fb6b8a6337c18888f6cebd1f");
        let (file, text) = &documents[1];
        assert_eq!((file.status, file.note.as_str()), (DocumentStatus::Retrieved, ""));
        assert_eq!(text, "Samenzorg is zorg voor elkaar.");
    }

    fn described(files: Value) -> Document {
        let at = Url::parse("https://a.nl/api/v0/zoek/x").unwrap();
        let detail = json!({
            "document": {
                "titelcollectie": {"officieleTitel": "Samenzorg"}, "omschrijvingen": ["Over samenzorg."],
                "publisher": {"label": "Ministerie"}, "classificatiecollectie": {"documentsoorten": [{"label": "rapport"}]},
            },
            "versies": [{"openbaarmakingsdatum": "2015-06-01", "bestanden": files}],
        });
        description(detail.to_string().as_bytes(), &at)
    }

    #[test]
    fn a_description_is_a_text_beside_the_publication() {
        let document = described(json!([{"url": "/a.pdf", "mime-type": "application/pdf"}]));
        assert_eq!(
            document.pages[0].text,
            "Samenzorg\n\nOver samenzorg.\n\nSoort: rapport\n\nUitgever: Ministerie"
        );
        assert_eq!((document.status, document.kind_as_read.as_str()), (DocumentStatus::Retrieved, "rapport"));
        assert_eq!(document.dates.not_after.map(|end| end.date.to_string()), Some("2015-06-01".to_owned()));
    }

    #[test]
    fn a_description_without_a_file_of_the_publication_is_never_the_whole_text() {
        for files in [json!([]), json!([{"url": "/b.pdf", "bestandsnaam": "bijlage.pdf"}])] {
            assert_eq!(described(files).status, DocumentStatus::PartlyWithoutText);
        }
        let at = Url::parse("https://a.nl/x").unwrap();
        assert_eq!(description(b"<html>", &at).status, DocumentStatus::Broken);
    }

    #[test]
    fn a_file_with_another_sha1_than_the_store_gives_is_broken() {
        let read = || Document::without_text(DocumentStatus::Retrieved, DocumentKind::Pdf, "x", "");
        let empty = "da39a3ee5e6b4b0d3255bfef95601890afd80709".to_owned();
        assert_eq!(checked(read(), Some(&empty), b""), read());
        let other = checked(read(), Some(&empty), b"x");
        assert_eq!(other.status, DocumentStatus::Broken);
        assert!(other.note.contains(&empty), "{}", other.note);
        assert_eq!(checked(read(), None, b"x").note, "the store gives no SHA-1 to check it by");
    }
}
