//! The archive of a run as one file that ReplayWeb.page opens: WACZ 1.1.1.
//!
//! A WACZ is a zip with the WARC files as they are (stored, so that a reader can fetch a single record), an index of them, a
//! list of pages and a description with digests. The same archive gives the same bytes.

use crate::surt::surt;
use bron_model::{DocumentRow, DocumentStatus, PublicationRow};
use bron_store::{
    Capture, Error as StoreError, NewFile, RunFolder, RunRecord, archive_files, captures_of, file_record,
    read_csv, sha256_of_bytes,
};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// The version of the format.
const WACZ_VERSION: &str = "1.1.1";

/// An archive that cannot be packed.
#[derive(Debug, thiserror::Error)]
pub enum WaczError {
    /// The run or its archive.
    #[error(transparent)]
    Store(#[from] bron_store::Error),
    /// There is no run.
    #[error("there is no run in `{}`", .0.display())]
    NoRun(PathBuf),
    /// There is nothing to pack.
    #[error("there is no archive in `{}`", .0.display())]
    NoArchive(PathBuf),
    /// The file is there already.
    #[error("`{}` is there already", .0.display())]
    IsThere(PathBuf),
    /// It cannot be written.
    #[error("cannot write `{}`: {source}", file.display())]
    Write {
        /// The file.
        file: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

impl WaczError {
    /// The next step, where there is one.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Store(error) => error.hint(),
            Self::NoRun(_) => {
                Some("`bron status` names the runs of a study; `bron run PIPELINE` makes one".to_owned())
            }
            Self::NoArchive(_) => Some(
                "a pack for a reviewer has none: take the run itself, or the run that harvested".to_owned(),
            ),
            Self::IsThere(_) => Some("name another file with --output, or remove this one".to_owned()),
            Self::Write { source, .. } => matches!(
                source.kind(),
                io::ErrorKind::StorageFull | io::ErrorKind::FileTooLarge | io::ErrorKind::QuotaExceeded
            )
            .then(|| "make room on the disk, or name a file on another one with --output".to_owned()),
        }
    }
}

/// What was packed.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct WaczReport {
    /// The file.
    pub file: PathBuf,
    /// Files of the archive in it.
    pub archive_files: usize,
    /// Records that can be replayed.
    pub records: usize,
    /// Pages in its list.
    pub pages: usize,
    /// Its length.
    pub bytes: u64,
}

/// Packs the archive of a run (or, where the run reads another's, of that one beside it) into `out`, which must not be there
/// yet. Every record is read and held against its digest first.
pub fn write_wacz(run: &Path, out: &Path) -> Result<WaczReport, WaczError> {
    let record = RunFolder::read(run)?.ok_or_else(|| WaczError::NoRun(run.to_owned()))?;
    if out.exists() {
        return Err(WaczError::IsThere(out.to_owned()));
    }
    let archive = archive_of(run, &record)?;
    let captures = captures_of(&archive)?;
    let pages = pages(run, &captures)?;
    let contents = Contents {
        warc: archive_files(&archive)?.into_keys().collect(),
        index: index(&captures),
        pages: page_list(&pages),
        archive,
    };
    let new = NewFile::begin(out)?;
    contents.write(&new, out, &record)?;
    let failed = |source| WaczError::Write { file: out.to_owned(), source };
    let bytes = new.file().metadata().map_err(failed)?.len();
    new.finish().map_err(|error| match error {
        StoreError::IsThere(file) => WaczError::IsThere(file),
        other => other.into(),
    })?;
    Ok(WaczReport {
        file: out.to_owned(),
        archive_files: contents.warc.len(),
        records: captures.len(),
        pages: pages.len(),
        bytes,
    })
}

fn archive_of(run: &Path, record: &RunRecord) -> Result<PathBuf, WaczError> {
    let own = run.join("archive");
    let theirs = record.archive.as_ref().and_then(|other| {
        let run = run.canonicalize().ok()?;
        Some(run.parent()?.join(other).join("archive"))
    });
    let archive = theirs.unwrap_or(own);
    if archive_files(&archive)?.is_empty() { Err(WaczError::NoArchive(archive)) } else { Ok(archive) }
}

/// What goes into the zip.
struct Contents {
    archive: PathBuf,
    warc: Vec<String>,
    index: String,
    pages: String,
}

impl Contents {
    /// Fills a new file; `file` is what errors name.
    fn write(&self, new: &NewFile, file: &Path, record: &RunRecord) -> Result<(), WaczError> {
        let failed = |source: io::Error| WaczError::Write { file: file.to_owned(), source };
        let zipped = |error: zip::result::ZipError| failed(io::Error::from(error));
        let mut zip = ZipWriter::new(FailsOnce { file: new.file(), has_failed: false });
        let mut resources = Vec::new();
        for name in &self.warc {
            let path = self.archive.join(name);
            let found = file_record(&path, None)?;
            let place = format!("archive/{name}");
            let stored = options(CompressionMethod::Stored).large_file(found.bytes > u64::from(u32::MAX));
            zip.start_file(&place, stored).map_err(zipped)?;
            let mut from = File::open(&path).map_err(failed)?;
            io::copy(&mut from, &mut zip).map_err(failed)?;
            resources.push(resource(name, &place, &found.sha256, found.bytes));
        }
        for (name, place, text) in [
            ("index.cdxj", "indexes/index.cdxj", &self.index),
            ("pages.jsonl", "pages/pages.jsonl", &self.pages),
        ] {
            zip.start_file(place, options(CompressionMethod::Deflated)).map_err(zipped)?;
            zip.write_all(text.as_bytes()).map_err(failed)?;
            resources.push(resource(name, place, &sha256_of_bytes(text.as_bytes()), text.len() as u64));
        }
        let package = package(record, resources);
        let digest = format!(
            "{{\n  \"path\": \"datapackage.json\",\n  \"hash\": \"sha256:{}\"\n}}\n",
            sha256_of_bytes(package.as_bytes())
        );
        for (place, text) in [("datapackage.json", package), ("datapackage-digest.json", digest)] {
            zip.start_file(place, options(CompressionMethod::Deflated)).map_err(zipped)?;
            zip.write_all(text.as_bytes()).map_err(failed)?;
        }
        zip.finish().map_err(zipped)?;
        Ok(())
    }
}

/// A file that tells once that it cannot be written. A zip that is dropped tries to finish its file, and would print on standard
/// error that it cannot; what follows on a failure is thrown away with the file.
struct FailsOnce<'a> {
    file: &'a File,
    has_failed: bool,
}

impl Write for FailsOnce<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.has_failed {
            return Ok(bytes.len());
        }
        let written = self.file.write(bytes);
        self.has_failed = written.as_ref().is_err_and(|error| error.kind() != io::ErrorKind::Interrupted);
        written
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Seek for FailsOnce<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}

/// A fixed time and fixed rights, so that the bytes depend on nothing else.
fn options(method: CompressionMethod) -> SimpleFileOptions {
    let time = zip::DateTime::default();
    SimpleFileOptions::default().compression_method(method).last_modified_time(time).unix_permissions(0o644)
}

fn resource(name: &str, path: &str, sha256: &str, bytes: u64) -> String {
    // Names of resources have no capitals.
    let name = name.to_lowercase();
    let fields = [("name", name), ("path", path.to_owned()), ("hash", format!("sha256:{sha256}"))];
    let fields = fields.map(|(key, value)| format!("      \"{key}\": {}", Value::from(value)));
    format!("    {{\n{},\n      \"bytes\": {bytes}\n    }}", fields.join(",\n"))
}

fn package(record: &RunRecord, resources: Vec<String>) -> String {
    let harvested = record.harvest_date.as_deref().unwrap_or_default();
    // Whole seconds: that is all that readers of the format take.
    let created = harvested.split('.').next().unwrap_or_default().trim_end_matches('Z');
    let title = if record.about.title.is_empty() { &record.pipeline } else { &record.about.title };
    let told = "Pages and files of others as they came, for checking a review. Not for redistribution.";
    let fields = [
        ("profile", "data-package".to_owned()),
        ("title", title.clone()),
        ("description", told.to_owned()),
        ("wacz_version", WACZ_VERSION.to_owned()),
        ("software", format!("bron {}", record.bron)),
        ("created", format!("{created}Z")),
    ];
    let fields = fields.map(|(key, value)| format!("  \"{key}\": {}", Value::from(value)));
    format!("{{\n{},\n  \"resources\": [\n{}\n  ]\n}}\n", fields.join(",\n"), resources.join(",\n"))
}

/// The index, a line a record, sorted: as pywb writes it for the same files.
fn index(captures: &[Capture]) -> String {
    let mut lines: Vec<String> = captures.iter().map(line).collect();
    lines.sort();
    lines.concat()
}

fn line(capture: &Capture) -> String {
    let Capture { file, offset, length, url, at, media_type, status, sha1, .. } = capture;
    let is_known = |text: &str| if text.is_empty() { "unk".to_owned() } else { text.to_owned() };
    let mut fields = vec![("url", url.clone()), ("mime", is_known(media_type))];
    fields.extend(status.map(|status| ("status", status.to_string())));
    fields.extend([
        ("digest", sha1.clone()),
        ("length", length.to_string()),
        ("offset", offset.to_string()),
        ("filename", file.clone()),
    ]);
    let mut line = format!("{} {} {{", surt(url), at.strftime("%Y%m%d%H%M%S"));
    for (number, (name, value)) in fields.iter().enumerate() {
        let comma = if number == 0 { "" } else { ", " };
        let _ = write!(line, "{comma}\"{name}\": {}", ascii_json(value));
    }
    line.push_str("}\n");
    line
}

/// A text as JSON in ASCII alone.
fn ascii_json(text: &str) -> String {
    let mut ascii = String::new();
    for c in Value::from(text).to_string().chars() {
        if c.is_ascii() {
            ascii.push(c);
        } else {
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(ascii, "\\u{unit:04x}");
            }
        }
    }
    ascii
}

/// A page to begin at.
struct Page {
    url: String,
    at: jiff::Timestamp,
    title: String,
}

/// The documents of the run that came, with their titles; then every other web page, under its address.
fn pages(run: &Path, captures: &[Capture]) -> Result<Vec<Page>, WaczError> {
    // The last answer with that address is the one that counts.
    let came: BTreeMap<&str, &Capture> = captures
        .iter()
        .filter(|capture| capture.kind == "response" && capture.status == Some(200))
        .map(|capture| (capture.url.as_str(), capture))
        .collect();
    let (mut pages, mut listed) = (Vec::new(), BTreeSet::new());
    for (url, title) in titles(run)? {
        if let Some(capture) = came.get(url.as_str()).filter(|_| listed.insert(url.clone())) {
            pages.push(Page { url, at: capture.at, title });
        }
    }
    for (url, capture) in came {
        if capture.media_type.eq_ignore_ascii_case("text/html") && !listed.contains(url) {
            pages.push(Page { url: url.to_owned(), at: capture.at, title: url.to_owned() });
        }
    }
    Ok(pages)
}

/// Address and title of every document that came, in the order of the publications; none in a run that has not come to
/// retrieval.
fn titles(run: &Path) -> Result<Vec<(String, String)>, WaczError> {
    let (publications, documents) =
        (run.join("3-retrieval").join("publications.csv"), run.join("3-retrieval").join("documents.csv"));
    if !publications.is_file() || !documents.is_file() {
        return Ok(Vec::new());
    }
    let publications: Vec<PublicationRow> = read_csv(&publications)?;
    let of: BTreeMap<_, _> = publications.iter().map(|row| (&row.publication, row.title.as_str())).collect();
    let documents: Vec<DocumentRow> = read_csv(&documents)?;
    let came = documents.into_iter().filter(|row| row.status == DocumentStatus::Retrieved);
    Ok(came
        .map(|row| {
            let title = of.get(&row.publication).copied().unwrap_or_default();
            let title = if title.is_empty() { row.title.as_str() } else { title };
            (row.url.clone(), title.to_owned())
        })
        .collect())
}

fn page_list(pages: &[Page]) -> String {
    let mut lines = r#"{"format": "json-pages-1.0", "id": "pages", "title": "All pages"}"#.to_owned();
    lines.push('\n');
    for page in pages {
        let at = page.at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
        let id = &sha256_of_bytes(format!("{at} {}", page.url).as_bytes())[..16];
        let fields = [("id", id), ("url", &page.url), ("ts", &at), ("title", &page.title)];
        let fields = fields.map(|(key, value)| format!("\"{key}\": {}", Value::from(value)));
        let _ = writeln!(lines, "{{{}}}", fields.join(", "));
    }
    lines
}
