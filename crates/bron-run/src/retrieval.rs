//! Stage 3, retrieval: the page of each publication, then its files; all read page by page.

mod stored;

use crate::added::Added;
use crate::reading::{DocumentReader, ToRead};
use crate::stand_in::stand_in;
use crate::{Ask, Error, Progress};
use bron_documents::{Document, FileLink};
use bron_harvest::Fetched;
use bron_identity::{MainDocument, MergedOnFiles, SaidOfTwo, merge_on_files};
use bron_model::{
    Body, CutReason, DocumentId, DocumentKind, DocumentPart, DocumentRow, DocumentStatus, MergeRow,
    NoAnswerCode, PageRow, PublicationId, PublicationRow, Reply, Request,
};
use bron_protocol::{Platform, Protocol, Source, Term};
use bron_store::{PagesReader, PagesWriter, Stage};
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};
use stored::AtStore;
use url::Url;

/// Publications read at once, so that memory does not grow with their number.
const AT_ONCE: usize = 16;

/// Web pages with fewer letters are not told to be one publication by their text: a wall of cookies stands in place of many.
const TELLING: usize = 1_000;

/// What stage 3 found out; the pages themselves went to `pages.parquet`.
pub(crate) struct Retrieved {
    pub(crate) publications: Vec<PublicationRow>,
    pub(crate) documents: Vec<DocumentRow>,
    pub(crate) merges: Vec<MergeRow>,
}

/// A document that belongs to a publication, before anything of it but the landing page was read.
#[derive(Debug, Clone)]
pub(crate) struct Wanted {
    part: DocumentPart,
    url: Url,
    /// Found beyond the limit `documents`, and therefore not asked for: never a finding.
    beyond_limit: bool,
    /// What it is to the government's store of documents, where it comes from there.
    at_store: Option<AtStore>,
}

impl Wanted {
    fn new(part: DocumentPart, url: Url) -> Self {
        Self { part, url, beyond_limit: false, at_store: None }
    }
}

pub(crate) struct Retrieval<'a> {
    pub(crate) protocol: &'a Protocol,
    pub(crate) ask: &'a dyn Ask,
    pub(crate) reader: &'a dyn DocumentReader,
    pub(crate) progress: &'a dyn Progress,
    pub(crate) added: &'a Added,
}

type WantedByPublication = BTreeMap<PublicationId, Vec<Wanted>>;

impl Retrieval<'_> {
    /// Fetches and reads the documents of `publications` and writes `pages.parquet` into `stage`.
    ///
    /// Publications whose main file is the same become one, and so do those that people `said` are one; documents are numbered after
    /// that.
    pub(crate) fn carry_out(
        &self,
        publications: Vec<PublicationRow>,
        said: &[SaidOfTwo],
        stage: &Stage,
    ) -> Result<Retrieved, Error> {
        let wanted = self.fetch_all(&publications)?;
        let unmerged = stage.file("unmerged.parquet");
        let (read, telling) = self.read_all(&publications, &wanted, &unmerged)?;
        let main = main_of(&read, &telling);
        let order: Vec<_> = self.protocol.sources.iter().map(|source| source.id.clone()).collect();
        let counted: BTreeSet<PublicationId> = publications
            .iter()
            .filter(|row| !row.terms.is_empty())
            .map(|row| row.publication.clone())
            .collect();
        let merged = merge_on_files(publications, &main, &order, said);
        self.tell_not_followed(said, &merged);
        let read = beside_counted(read, &counted, &merged.kept_of);
        let documents = write_merged(read, &merged.kept_of, &unmerged, &stage.file("pages.parquet"))?;
        stage.discard("unmerged.parquet")?;
        let mut by_publication: BTreeMap<&PublicationId, Vec<&DocumentRow>> = BTreeMap::new();
        for row in &documents {
            by_publication.entry(&row.publication).or_default().push(row);
        }
        let of = |row: &PublicationRow| by_publication.get(&row.publication).cloned().unwrap_or_default();
        let publications = merged
            .publications
            .into_iter()
            .map(|row| (of(&row), row))
            .map(|(documents, row)| completed(row, &documents))
            .collect();
        Ok(Retrieved { publications, documents, merges: merged.merges })
    }

    /// What people say of two records and cannot be had is told: what they say of others contradicts it.
    fn tell_not_followed(&self, said: &[SaidOfTwo], merged: &MergedOnFiles) {
        for SaidOfTwo { one, other, is_same, reviewers } in said {
            let (Some(a), Some(b)) = (merged.kept_of.get(one), merged.kept_of.get(other)) else { continue };
            if (a == b) != *is_same {
                let told = if *is_same {
                    "are one publication, and other judgements keep them apart"
                } else {
                    "are two publications, and other judgements make them one"
                };
                self.progress.remark(&format!("judgements: {reviewers}: {one} and {other} {told}"));
            }
        }
    }

    /// Fetches everything into the archive: one thread a source, so that no site waits for another.
    fn fetch_all(&self, publications: &[PublicationRow]) -> Result<WantedByPublication, Error> {
        let stop = AtomicBool::new(false);
        let results = std::thread::scope(|scope| {
            let threads: Vec<_> = self
                .protocol
                .sources
                .iter()
                .map(|source| {
                    let stop = &stop;
                    scope.spawn(move || {
                        self.fetch_source(source, publications, stop)
                            .inspect_err(|_| stop.store(true, Ordering::Relaxed))
                    })
                })
                .collect();
            threads
                .into_iter()
                .map(|thread| thread.join().expect("a source's thread does not panic"))
                .collect::<Vec<_>>()
        });
        let mut all = BTreeMap::new();
        for result in results {
            all.extend(result?);
        }
        for publication in publications {
            let added = self.added.of_publication(publication);
            let wanted = all.entry(publication.publication.clone()).or_default();
            wanted.extend(added.into_iter().map(|(part, url)| Wanted::new(part, url)));
        }
        Ok(all)
    }

    fn fetch_source(
        &self,
        source: &Source,
        publications: &[PublicationRow],
        stop: &AtomicBool,
    ) -> Result<WantedByPublication, Error> {
        let mine: Vec<_> =
            publications.iter().filter(|publication| publication.source == source.id).collect();
        self.progress.source(&source.id, mine.len() as u64);
        let mut wanted = BTreeMap::new();
        for publication in mine {
            if stop.load(Ordering::Relaxed) {
                break;
            }
            wanted.insert(publication.publication.clone(), self.fetch_publication(source, publication)?);
            self.progress.source_step(&source.id, &publication.title);
        }
        Ok(wanted)
    }

    /// Fetches the page of a publication and the files that it offers into the archive, and gives what belongs to it.
    pub(crate) fn fetch_publication(
        &self,
        source: &Source,
        publication: &PublicationRow,
    ) -> Result<Vec<Wanted>, Error> {
        let Ok(url) = publication.url.parse::<Url>() else { return Ok(Vec::new()) };
        if Added::is_added(&url) {
            // A saved page is the document itself: what it links lies on a site that is no source here.
            return Ok(vec![Wanted::new(DocumentPart::Main, url)]);
        }
        if let Some(request) = bron_search::stored_document_request(source, &url) {
            return self.fetch_stored(source, &request);
        }
        let mut landing = Wanted::new(DocumentPart::Landing, url.clone());
        let fetched = self.ask.ask(source, &Request::get(url.clone()))?;
        let Some((bytes, to_read)) = fetched.as_ref().and_then(|fetched| self.whole(fetched, Some(source)))
        else {
            return Ok(vec![landing]);
        };
        if !looks_like_a_page(bytes, &to_read.media_type) {
            landing.part = DocumentPart::Main;
            return Ok(vec![landing]);
        }
        let page = self.reader.read(bytes, &to_read);
        let came_from = fetched.as_ref().map_or(&url, |fetched| &fetched.url);
        if stand_in(&url, came_from, bytes, &page).is_some() {
            return Ok(vec![landing]);
        }
        if source.platform == Some(Platform::Files) && !page.saved_from.is_empty() {
            // As one that was added: a page out of a folder is the document itself.
            landing.part = DocumentPart::Main;
            return Ok(vec![landing]);
        }
        let files = parts(&page.files).into_iter().map(|(part, url)| Wanted::new(part, url)).collect();
        self.fetch_files(source, landing, files)
    }

    /// Fetches the files of a publication, up to the limit, and gives them with its page.
    fn fetch_files(
        &self,
        source: &Source,
        landing: Wanted,
        files: Vec<Wanted>,
    ) -> Result<Vec<Wanted>, Error> {
        let mut wanted = vec![landing];
        for file in files {
            let beyond_limit = wanted.len() > self.protocol.pipeline.limits.documents as usize;
            if !beyond_limit {
                self.ask.ask(source, &Request::get(file.url.clone()))?;
            }
            wanted.push(Wanted { beyond_limit, ..file });
        }
        wanted.sort_by(|a, b| (a.part, a.url.as_str()).cmp(&(b.part, b.url.as_str())));
        Ok(wanted)
    }

    /// Bytes and what the reader is told, where a whole answer with status 2xx came.
    fn whole<'f>(&self, fetched: &'f Fetched, landing_of: Option<&Source>) -> Option<(&'f [u8], ToRead)> {
        let Reply::Answer(answer) = &fetched.exchange.reply else { return None };
        if !(200..300).contains(&answer.status) {
            return None;
        }
        let to_read = ToRead {
            url: fetched.url.to_string(),
            media_type: answer.header("content-type").unwrap_or_default().to_owned(),
            landing: landing_of.map(|source| source.landing.clone()),
            max_pages: self.protocol.pipeline.limits.document_pages,
            spellings: self.protocol.terms.iter().flat_map(Term::written).collect(),
        };
        Some((answer.whole_body()?, to_read))
    }

    /// Reads all documents, some publications at a time, and writes their pages in order. Beside them it gives the ids of the web
    /// pages whose text is long enough to tell a publication.
    fn read_all(
        &self,
        publications: &[PublicationRow],
        wanted: &WantedByPublication,
        pages_file: &std::path::Path,
    ) -> Result<(Vec<DocumentRow>, BTreeSet<DocumentId>), Error> {
        self.progress.stage("reading documents", Some(publications.len() as u64));
        let mut ordered: Vec<&PublicationRow> = publications.iter().collect();
        ordered.sort_by(|a, b| a.publication.cmp(&b.publication));
        let mut writer = PagesWriter::create(pages_file)?;
        let (mut documents, mut telling) = (Vec::new(), BTreeSet::new());
        for some in ordered.chunks(AT_ONCE) {
            let read: Vec<_> =
                some.par_iter().map(|publication| self.read_publication(publication, wanted)).collect();
            for result in read {
                for (row, pages) in result? {
                    let letters = pages.first().map_or(0, |page| page.text.chars().count());
                    if row.kind == DocumentKind::Html && letters >= TELLING {
                        telling.insert(row.document.clone());
                    }
                    pages.into_iter().try_for_each(|page| writer.append(page))?;
                    documents.push(row);
                }
                self.progress.step();
            }
        }
        writer.finish()?;
        Ok((documents, telling))
    }

    fn read_publication(
        &self,
        publication: &PublicationRow,
        wanted: &WantedByPublication,
    ) -> Result<Vec<(DocumentRow, Vec<PageRow>)>, Error> {
        let source =
            self.protocol.source(&publication.source).expect("a publication's source is in the protocol");
        let wanted = wanted.get(&publication.publication).map(Vec::as_slice).unwrap_or_default();
        self.read_wanted(source, publication, wanted)
    }

    /// Fetches one publication and reads it, as [`Retrieval::carry_out`] does for all; nothing is written.
    pub(crate) fn read_one(
        &self,
        source: &Source,
        publication: &PublicationRow,
    ) -> Result<Vec<(DocumentRow, Vec<PageRow>)>, Error> {
        let wanted = self.fetch_publication(source, publication)?;
        self.read_wanted(source, publication, &wanted)
    }

    fn read_wanted(
        &self,
        source: &Source,
        publication: &PublicationRow,
        wanted: &[Wanted],
    ) -> Result<Vec<(DocumentRow, Vec<PageRow>)>, Error> {
        let mut read = Vec::with_capacity(wanted.len());
        for (at, one) in wanted.iter().enumerate() {
            let id = DocumentId::new(&publication.publication, at + 1);
            let row = blank_row(&publication.publication, id, one);
            if one.beyond_limit {
                let note = "not fetched: beyond the limit `documents`".to_owned();
                read.push((DocumentRow { status: DocumentStatus::NotRead, note, ..row }, Vec::new()));
                continue;
            }
            let fetched = self.ask.ask(source, &Request::get(one.url.clone()))?;
            let (mut row, pages) = self.read_document(source, one, fetched.as_ref(), row);
            if let Some(told) = self.added.told(&one.url) {
                row.note = [row.note.as_str(), told]
                    .into_iter()
                    .filter(|text| !text.is_empty())
                    .collect::<Vec<_>>()
                    .join("; ");
            }
            read.push((row, pages));
        }
        in_place_of(&mut read);
        Ok(read)
    }

    fn read_document(
        &self,
        source: &Source,
        wanted: &Wanted,
        fetched: Option<&Fetched>,
        mut row: DocumentRow,
    ) -> (DocumentRow, Vec<PageRow>) {
        let landing_of = (wanted.part == DocumentPart::Landing).then_some(source);
        let whole = fetched.and_then(|fetched| self.whole(fetched, landing_of));
        let Some((bytes, to_read)) = whole else {
            let (status, note) = why_not(fetched);
            row.status = status;
            row.note = note;
            return (row, Vec::new());
        };
        row.sha256 = data_encoding::HEXLOWER.encode(&Sha256::digest(bytes));
        let document = match &wanted.at_store {
            Some(AtStore::Description) => stored::description(bytes, &wanted.url),
            Some(AtStore::File(sha1)) => {
                stored::checked(self.reader.read(bytes, &to_read), sha1.as_ref(), bytes)
            }
            None => self.reader.read(bytes, &to_read),
        };
        let came_from = fetched.map_or(&wanted.url, |fetched| &fetched.url);
        if let Some((status, note)) = stand_in(&wanted.url, came_from, bytes, &document) {
            return (DocumentRow { status, note, kind: document.kind, ..row }, Vec::new());
        }
        if !document.status.has_text() {
            let (status, note) = (document.status, &document.note);
            self.progress.remark(&format!("{} is {status}: {note}", wanted.url));
        }
        let pages = pages_of(&row, &document);
        let row =
            DocumentRow { pages: u32::try_from(pages.len()).unwrap_or(u32::MAX), ..filled(row, document) };
        (row, pages)
    }
}

/// A document that a person added as the publication itself takes the place of the page and main files of the site that
/// have no text: the added one says so. What a limit cut off stays.
fn in_place_of(read: &mut Vec<(DocumentRow, Vec<PageRow>)>) {
    let is_added = |row: &DocumentRow| row.url.parse().is_ok_and(|url| Added::is_added(&url));
    let has_it = |row: &DocumentRow| row.part == DocumentPart::Main && row.status.has_text() && is_added(row);
    let Some(at) = read.iter().position(|(row, _)| has_it(row)) else { return };
    let without_text = |row: &DocumentRow| {
        row.part != DocumentPart::Annex
            && !row.status.has_text()
            && row.status != DocumentStatus::NotRead
            && !is_added(row)
    };
    let (gone, mut stay): (Vec<_>, Vec<_>) =
        std::mem::take(read).into_iter().enumerate().partition(|(_, (row, _))| without_text(row));
    for (_, (row, _)) in &gone {
        let note = format!("; in place of {} ({}: {})", row.url, row.status, row.note);
        let kept = stay.iter_mut().find(|(place, _)| *place == at).expect("it has text, so it stays");
        kept.1.0.note.push_str(&note);
    }
    read.extend(stay.into_iter().map(|(_, one)| one));
}

fn blank_row(publication: &PublicationId, document: DocumentId, wanted: &Wanted) -> DocumentRow {
    let blank = DocumentRow::blank(publication.clone(), document, wanted.part);
    DocumentRow { url: wanted.url.to_string(), ..blank }
}

fn filled(mut row: DocumentRow, document: Document) -> DocumentRow {
    row.status = document.status;
    row.kind = document.kind;
    row.title = document.title;
    row.authors = document.authors.join("; ");
    row.kind_as_read = document.kind_as_read;
    row.publisher = document.publisher;
    row.not_before = document.dates.not_before.map(|end| end.date);
    row.not_before_rule = document.dates.not_before.map(|end| end.rule);
    row.not_after = document.dates.not_after.map(|end| end.date);
    row.not_after_rule = document.dates.not_after.map(|end| end.rule);
    row.language = document.language;
    row.isbn = document.isbn;
    row.text_sha256 = document.text_sha256;
    row.normaliser = document.normaliser;
    row.engine = document.engine;
    row.note = document.note;
    row
}

/// The pages as they are stored. Of a web page that is its main text and, as page 2, what stands outside it: main text
/// is recognised, and what was recognised wrongly must not make a term absent.
fn pages_of(row: &DocumentRow, document: &Document) -> Vec<PageRow> {
    let page = |number: u32, label: &str, text: &str| PageRow {
        publication: row.publication.clone(),
        document: row.document.clone(),
        page: number,
        label: label.to_owned(),
        text: text.to_owned(),
    };
    let mut pages: Vec<PageRow> =
        document.pages.iter().map(|one| page(one.number, &one.label, &one.text)).collect();
    let beside = beside_main_text(document);
    if !pages.is_empty() && !beside.is_empty() {
        pages.push(page(u32::try_from(pages.len()).unwrap_or(u32::MAX).saturating_add(1), "", &beside));
    }
    pages
}

/// The lines of a web page that are not in its main text, in their order.
fn beside_main_text(document: &Document) -> String {
    let main: BTreeSet<&str> = document.pages.iter().flat_map(|page| page.text.lines()).map(bare).collect();
    let lines =
        document.whole_text.lines().filter(|line| !bare(line).is_empty() && !main.contains(bare(line)));
    lines.collect::<Vec<_>>().join("\n")
}

fn joined(one: &str, other: &str) -> String {
    [one, other].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(": ")
}

/// A line without what only its place in the layout gives it.
fn bare(line: &str) -> &str {
    line.trim_matches(|c: char| c.is_whitespace() || c == '•')
}

/// Why there is nothing to read. `not found`, `not accessible` and `no answer` are never the same.
fn why_not(fetched: Option<&Fetched>) -> (DocumentStatus, String) {
    let Some(fetched) = fetched else {
        return (DocumentStatus::NotRetrieved, "the archive does not hold it".to_owned());
    };
    match &fetched.exchange.reply {
        Reply::NoAnswer(none) => {
            let status = match none.code {
                NoAnswerCode::Robots | NoAnswerCode::HostNotAllowed | NoAnswerCode::AddressRefused => {
                    DocumentStatus::NotAccessible
                }
                _ => DocumentStatus::NotRetrieved,
            };
            (status, joined(none.code.as_str(), &none.detail))
        }
        Reply::Answer(answer) => match (answer.status, &answer.body) {
            (404 | 410, _) => (DocumentStatus::NotFound, format!("status {}", answer.status)),
            (401 | 402 | 403 | 407 | 451, _) => {
                (DocumentStatus::NotAccessible, format!("status {}", answer.status))
            }
            (200..300, Body::Cut(CutReason::Length)) => {
                (DocumentStatus::NotRead, "larger than the limit `max_body`".to_owned())
            }
            (200..300, Body::Cut(reason)) => {
                (DocumentStatus::NotRetrieved, format!("cut off: {}", reason.as_str()))
            }
            (200..300, Body::TooLarge(_)) => {
                (DocumentStatus::NotRead, "larger after decoding than the limit `max_decoded`".to_owned())
            }
            (200..300, Body::Unreadable(reason)) => (DocumentStatus::Broken, reason.clone()),
            (status, _) => (DocumentStatus::NotRetrieved, format!("status {status}")),
        },
    }
}

/// Whether it is a page with links to files, rather than a file.
fn looks_like_a_page(bytes: &[u8], media_type: &str) -> bool {
    let head = &bytes[..bytes.len().min(1024)];
    let is_pdf = head.windows(5).any(|window| window == b"%PDF-");
    let media_type = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    !is_pdf && matches!(media_type.as_str(), "text/html" | "application/xhtml+xml" | "")
}

/// Words by which a file beside the publication is known.
const ANNEX_WORDS: &[&str] = &[
    "annex",
    "appendi",
    "bijlage",
    "brochure",
    "factsheet",
    "flyer",
    "infographic",
    "leeswijzer",
    "persbericht",
    "poster",
    "presentatie",
    "samenvatting",
    "summary",
    "tabellen",
    "vragenlijst",
];

/// Which file is the publication itself: the first whose name and link text do not call it an annex. The others are
/// annexes; where all are, the page is the publication.
fn parts(files: &[FileLink]) -> Vec<(DocumentPart, Url)> {
    let mut seen = BTreeSet::new();
    let mut main_found = false;
    let mut parts = Vec::new();
    for file in files {
        let Ok(url) = file.url.parse::<Url>() else { continue };
        if !seen.insert(url.to_string()) {
            continue;
        }
        let name = bron_model::last_segment(&file.url);
        let text = format!("{} {name}", file.text).to_lowercase();
        let annex = main_found || ANNEX_WORDS.iter().any(|word| text.contains(word));
        main_found |= !annex;
        parts.push((if annex { DocumentPart::Annex } else { DocumentPart::Main }, url));
    }
    parts
}

/// By what the main document of each publication is known, where it was read whole; the page, where the publication has no other.
/// A web page is known by its text (of those in `telling`), since its bytes are others each time.
fn main_of(
    documents: &[DocumentRow],
    telling: &BTreeSet<DocumentId>,
) -> BTreeMap<PublicationId, MainDocument> {
    let has_main: BTreeSet<&PublicationId> =
        documents.iter().filter(|row| row.part == DocumentPart::Main).map(|row| &row.publication).collect();
    let text = |row: &DocumentRow| {
        if telling.contains(&row.document) {
            format!("{}:{}", row.normaliser, row.text_sha256)
        } else {
            String::new()
        }
    };
    let known = |row: &DocumentRow| match row.part {
        DocumentPart::Main => {
            let (sha256, isbn) = (row.sha256.clone(), row.isbn.clone());
            Some(MainDocument { sha256, text: text(row), isbn })
        }
        DocumentPart::Landing if !has_main.contains(&row.publication) => {
            Some(MainDocument { text: text(row), ..MainDocument::default() })
        }
        _ => None,
    };
    let whole = documents.iter().filter(|row| row.status.is_whole());
    whole.filter_map(|row| Some((row.publication.clone(), known(row)?))).collect()
}

/// Leaves out the documents of a publication that no counted route found where it went into one that was: what is counted
/// rests on what counted routes led to.
fn beside_counted(
    mut documents: Vec<DocumentRow>,
    counted: &BTreeSet<PublicationId>,
    kept_of: &BTreeMap<PublicationId, PublicationId>,
) -> Vec<DocumentRow> {
    documents.retain(|row| {
        let kept = kept_of.get(&row.publication).unwrap_or(&row.publication);
        counted.contains(&row.publication) || !counted.contains(kept)
    });
    documents
}

/// Gives every document to the publication that stays, numbers them anew and writes the pages in that order. A main
/// file that both records had is kept once, and so is a main web page with the same text.
fn write_merged(
    documents: Vec<DocumentRow>,
    kept_of: &BTreeMap<PublicationId, PublicationId>,
    unmerged: &std::path::Path,
    target: &std::path::Path,
) -> Result<Vec<DocumentRow>, Error> {
    let mut by_publication: BTreeMap<PublicationId, Vec<DocumentRow>> = BTreeMap::new();
    for row in documents {
        let kept = kept_of.get(&row.publication).unwrap_or(&row.publication).clone();
        by_publication.entry(kept).or_default().push(row);
    }
    let pages = PagesReader::open(unmerged)?;
    let mut in_order = pages.publications()?;
    let mut writer = PagesWriter::create(target)?;
    let mut result = Vec::new();
    for (publication, mut rows) in by_publication {
        rows.sort_by(|a, b| (a.part, &a.url, &a.document).cmp(&(b.part, &b.url, &b.document)));
        let mut seen = BTreeSet::new();
        rows.retain(|row| {
            let is_text = row.kind == DocumentKind::Html && !row.text_sha256.is_empty();
            let what = if is_text { &row.text_sha256 } else { &row.sha256 };
            row.part != DocumentPart::Main || what.is_empty() || seen.insert(what.clone())
        });
        let origins: BTreeSet<&PublicationId> = rows.iter().map(|row| &row.publication).collect();
        let mut texts: BTreeMap<DocumentId, Vec<PageRow>> = BTreeMap::new();
        for origin in origins {
            // Only what moved to another publication is looked for; all else comes as the file has it.
            let its =
                if *origin == publication { in_order.pass_to(origin)? } else { pages.pages_of(origin)? };
            for page in its {
                texts.entry(page.document.clone()).or_default().push(page);
            }
        }
        for (at, mut row) in rows.into_iter().enumerate() {
            let id = DocumentId::new(&publication, at + 1);
            let mut its_pages = texts.remove(&row.document).unwrap_or_default();
            for page in &mut its_pages {
                page.publication = publication.clone();
                page.document = id.clone();
            }
            its_pages.into_iter().try_for_each(|page| writer.append(page))?;
            row.publication = publication.clone();
            row.document = id;
            result.push(row);
        }
    }
    writer.finish()?;
    Ok(result)
}

/// Fills what the list did not say from the documents, the publication itself first, and narrows its dates.
fn completed(mut publication: PublicationRow, documents: &[&DocumentRow]) -> PublicationRow {
    let of_it = |part| documents.iter().copied().filter(move |row| row.part == part);
    let mine: Vec<&DocumentRow> = of_it(DocumentPart::Main).chain(of_it(DocumentPart::Landing)).collect();
    let first = |field: fn(&DocumentRow) -> &String| {
        mine.iter().map(|row| field(row)).find(|text| !text.is_empty()).cloned().unwrap_or_default()
    };
    for (field, value) in [
        (&mut publication.title, first(|row| &row.title)),
        (&mut publication.authors, first(|row| &row.authors)),
        (&mut publication.isbn, first(|row| &row.isbn)),
        (&mut publication.language, first(|row| &row.language)),
    ] {
        if field.is_empty() {
            *field = value;
        }
    }
    let owned: Vec<DocumentRow> = mine.into_iter().cloned().collect();
    let dates = bron_screen::interval(&publication, &owned);
    publication.not_before = dates.not_before.map(|end| end.date);
    publication.not_before_rule = dates.not_before.map(|end| end.rule);
    publication.not_after = dates.not_after.map(|end| end.date);
    publication.not_after_rule = dates.not_after.map(|end| end.rule);
    publication
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(files: &[(&str, &str)], expected: &[DocumentPart]) {
        let files: Vec<_> = files
            .iter()
            .map(|(url, text)| FileLink { url: format!("https://a.nl/{url}"), text: (*text).to_owned() })
            .collect();
        let parts: Vec<_> = parts(&files).into_iter().map(|(part, _)| part).collect();
        assert_eq!(parts, expected);
    }

    #[test]
    fn the_first_file_that_is_no_annex_is_the_publication() {
        use DocumentPart::{Annex, Main};
        check(
            &[("samenvatting.pdf", "Samenvatting"), ("rapport.pdf", "Download"), ("r2.pdf", "")],
            &[Annex, Main, Annex],
        );
        check(&[("bijlage-1.pdf", "Download")], &[Annex]);
        check(&[("a.pdf", ""), ("a.pdf", "nog eens")], &[Main]);
    }
}
