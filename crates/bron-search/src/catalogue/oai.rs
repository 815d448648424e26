//! OAI-PMH 2.0: Identify, ListMetadataFormats, then ListRecords from token to token.

use super::records::{Record, describe, first_date, first_kind};
use super::shelf::{Shelf, is_of};
use super::xml::{self, Element};
use super::{CatalogueItem, Heard};
use crate::answer::{NoPage, is_challenge};
use bron_model::{Answer, QueryStatus};
use bron_protocol::{CatalogueSettings, Source};
use std::collections::BTreeSet;
use url::Url;

/// What is asked next.
enum Step {
    Identify,
    Formats,
    /// The records, from this token on.
    Records(Option<String>),
    Over,
}

/// The records of one repository.
pub(super) struct Oai<'a> {
    source: &'a Source,
    settings: &'a CatalogueSettings,
    endpoint: Url,
    step: Step,
    /// Tokens that were sent, so that one that comes back ends the reading.
    tokens: BTreeSet<String>,
    reported: Option<u64>,
    pub(super) notes: Vec<String>,
}

impl<'a> Oai<'a> {
    pub(super) fn begin(source: &'a Source, settings: &'a CatalogueSettings, endpoint: Url) -> Self {
        Self {
            source,
            settings,
            endpoint,
            step: Step::Identify,
            tokens: BTreeSet::new(),
            reported: None,
            notes: Vec::new(),
        }
    }

    /// The number of records that the repository reports.
    pub(super) fn reported(&self) -> Option<u64> {
        self.reported
    }

    pub(super) fn wanted(&self) -> Option<Url> {
        let format = self.settings.record_format().as_str();
        let mut parts: Vec<(&str, &str)> = Vec::new();
        match &self.step {
            Step::Over => return None,
            Step::Identify => parts.push(("verb", "Identify")),
            Step::Formats => parts.push(("verb", "ListMetadataFormats")),
            Step::Records(Some(token)) => parts.extend([("verb", "ListRecords"), ("resumptionToken", token)]),
            Step::Records(None) => {
                parts.extend([("verb", "ListRecords"), ("metadataPrefix", format)]);
                parts.extend(self.settings.set.as_deref().map(|set| ("set", set)));
            }
        }
        let mut url = self.endpoint.clone();
        url.query_pairs_mut().extend_pairs(parts);
        Some(url)
    }

    pub(super) fn hear(
        &mut self,
        page: Result<(&Answer, &[u8]), NoPage>,
        answer: u32,
        shelf: &mut Shelf<'_>,
    ) -> Heard {
        let (got, bytes) = match page {
            Ok(page) => page,
            Err(no_page) => return no_page.into(),
        };
        let root = match root(got, bytes) {
            Ok(root) => root,
            Err((status, why)) => return Heard::Broken(status, why),
        };
        match &self.step {
            Step::Over => Heard::Read,
            Step::Identify => self.identified(&root),
            Step::Formats => self.formats(&root),
            Step::Records(_) => self.records(&root, answer, shelf),
        }
    }

    fn identified(&mut self, root: &Element) -> Heard {
        if let Some((code, why)) = refusal(root) {
            return unreadable(format!("the repository refuses `Identify`: {code} ({why})"));
        }
        let Some(identify) = root.first("Identify") else {
            return unreadable("the repository does not identify itself".to_owned());
        };
        let version = identify.text_of("protocolVersion");
        if version != "2.0" {
            return unreadable(format!("the repository speaks version `{version}` of the protocol, not 2.0"));
        }
        let deleted = identify.text_of("deletedRecord");
        if deleted != "persistent" {
            let told = if deleted.is_empty() { "nothing" } else { deleted.as_str() };
            self.notes.push(format!("of deleted records the repository keeps: {told}"));
        }
        self.step = Step::Formats;
        Heard::Read
    }

    fn formats(&mut self, root: &Element) -> Heard {
        if let Some((code, why)) = refusal(root) {
            return unreadable(format!("the repository refuses `ListMetadataFormats`: {code} ({why})"));
        }
        let Some(list) = root.first("ListMetadataFormats") else {
            return unreadable("the repository does not say in which formats it has records".to_owned());
        };
        let offered: Vec<String> =
            list.all("metadataFormat").map(|format| format.text_of("metadataPrefix")).collect();
        let wanted = self.settings.record_format().as_str();
        if !offered.iter().any(|prefix| prefix == wanted) {
            return unreadable(format!(
                "the repository has no records in `{wanted}`; it has: {}",
                offered.join(", ")
            ));
        }
        self.step = Step::Records(None);
        Heard::Read
    }

    fn records(&mut self, root: &Element, answer: u32, shelf: &mut Shelf<'_>) -> Heard {
        let is_first = matches!(self.step, Step::Records(None));
        if let Some((code, why)) = refusal(root) {
            return match code.as_str() {
                "noRecordsMatch" if is_first => Heard::None,
                _ => unreadable(format!("the repository refuses `ListRecords`: {code} ({why})")),
            };
        }
        let Some(list) = root.first("ListRecords") else {
            return unreadable("there is no list of records in the answer".to_owned());
        };
        let records: Vec<&Element> = list.all("record").collect();
        let mut described = Vec::with_capacity(records.len());
        for record in records {
            match self.record(record, answer) {
                Ok(record) => described.push(record),
                Err(why) => return unreadable(why),
            }
        }
        for record in described {
            match record {
                None => shelf.deleted(),
                Some(item) => {
                    if !is_of(self.source, &item.url) {
                        shelf.elsewhere();
                    }
                    shelf.add(item.site_id.clone(), item);
                }
            }
        }
        self.go_on(list)
    }

    /// The token of the next answer; an empty one, or none, ends the list.
    fn go_on(&mut self, list: &Element) -> Heard {
        let token = list.first("resumptionToken");
        let size = token.and_then(|token| token.attribute("completeListSize"));
        if let Some(size) = size.and_then(|size| size.trim().parse::<u64>().ok()) {
            if let Some(before) = self.reported.filter(|before| *before != size) {
                self.notes
                    .push(format!("the number of records that is reported changed from {before} to {size}"));
            }
            self.reported = Some(size);
        }
        // A token means what it is, blanks included; only the line breaks around it are layout.
        let token = token.map(|token| token.text.trim().to_owned()).filter(|token| !token.is_empty());
        match token {
            None => self.step = Step::Over,
            Some(token) if !self.tokens.insert(token.clone()) => {
                return unreadable(format!("the repository gives the resumption token `{token}` again"));
            }
            Some(token) => self.step = Step::Records(Some(token)),
        }
        Heard::Read
    }

    /// The record as an item; `None` where it is deleted. What has no identifier, or no description in the format
    /// that was asked for, is an error: the answer is not what it says it is.
    fn record(&self, record: &Element, answer: u32) -> Result<Option<CatalogueItem>, String> {
        let Some(header) = record.first("header") else { return Err("a record has no header".to_owned()) };
        let id = header.text_of("identifier");
        if id.is_empty() {
            return Err("a record has no identifier".to_owned());
        }
        if header.attribute("status") == Some("deleted") {
            return Ok(None);
        }
        let format = self.settings.record_format();
        let described = record.first("metadata").and_then(|metadata| describe(format, metadata));
        let Some(described) = described else {
            return Err(format!("the record `{id}` has no description in `{}`", format.as_str()));
        };
        Ok(Some(self.item(id, described, answer)))
    }

    fn item(&self, id: String, record: Record, answer: u32) -> CatalogueItem {
        let url = self.address(&id, &record);
        let mut seen = BTreeSet::new();
        let files: Vec<Url> = web(&record.files)
            .chain(web(&record.identifiers).filter(is_a_file))
            .filter(|file| seen.insert(file.to_string()))
            .collect();
        CatalogueItem {
            position: 0,
            answer,
            title: record.title,
            url,
            authors: record.authors.join("; "),
            date: first_date(&record.dates),
            kind: first_kind(&record.kinds),
            text: record.texts.join("\n"),
            doi: record.doi,
            isbn: record.isbn,
            site_id: id,
            files,
        }
    }

    /// A page at the source before a file at the source, before any address; else that of the record itself.
    fn address(&self, id: &str, record: &Record) -> Url {
        let ours = |url: &Url| is_of(self.source, url);
        let all: Vec<Url> = web(&record.pages).chain(web(&record.identifiers)).collect();
        let page = all.iter().find(|url| ours(url) && !is_a_file(url)).cloned();
        let file = || web(&record.files).chain(all.iter().cloned()).find(ours);
        let any = || all.first().cloned();
        page.or_else(file).or_else(any).unwrap_or_else(|| self.itself(id))
    }

    fn itself(&self, id: &str) -> Url {
        let mut url = self.endpoint.clone();
        let format = self.settings.record_format().as_str();
        url.query_pairs_mut().extend_pairs([
            ("verb", "GetRecord"),
            ("identifier", id),
            ("metadataPrefix", format),
        ]);
        url
    }
}

fn unreadable(why: String) -> Heard {
    Heard::Broken(QueryStatus::Unreadable, why)
}

fn root(answer: &Answer, bytes: &[u8]) -> Result<Element, (QueryStatus, String)> {
    let bytes = xml::unpacked(bytes).map_err(|why| (QueryStatus::Unreadable, why))?;
    let text = xml::text_of(answer, &bytes);
    if is_challenge(&text) {
        return Err((
            QueryStatus::Blocked,
            "a page that asks for a proof that a person is asking".to_owned(),
        ));
    }
    match xml::parse(text.trim_start()) {
        Ok(root) if root.name == "OAI-PMH" => Ok(root),
        Ok(root) => {
            Err((QueryStatus::Unreadable, format!("the root element is `{}`, not `OAI-PMH`", root.name)))
        }
        Err(why) => Err((QueryStatus::Unreadable, format!("no XML that can be read: {why}"))),
    }
}

/// What the repository says in place of an answer: code and words.
fn refusal(root: &Element) -> Option<(String, String)> {
    let error = root.first("error")?;
    Some((error.attribute("code").unwrap_or_default().to_owned(), error.squeezed()))
}

fn web(texts: &[String]) -> impl Iterator<Item = Url> + '_ {
    let urls = texts.iter().filter_map(|text| Url::parse(text.trim()).ok());
    urls.filter(|url| matches!(url.scheme(), "http" | "https") && url.host_str().is_some())
}

fn is_a_file(url: &Url) -> bool {
    let path = url.path().to_ascii_lowercase();
    [".pdf", ".doc", ".docx", ".epub"].iter().any(|ending| path.ends_with(ending))
}
