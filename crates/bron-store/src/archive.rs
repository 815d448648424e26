//! Everything that was asked and answered, as it went over the wire: WARC/1.1, written once, never edited.

use crate::index::{Arrival, Entry, Index, Location, Outcome, ResponseRow};
use crate::message::Message;
use crate::scan::{ARCHIVE_FORMAT, Metadata, Scanned, read_at, scan};
use crate::warc::{NewRecord, Want, record_id};
use crate::{Error, lock, write_csv};
use bron_model::{CutReason, Exchange, ExchangeKey, NoAnswer, Reply, Request};
use jiff::Timestamp;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, Write};
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock};
use url::Url;

/// Bytes that can be read from their beginning twice: a [`io::Cursor`], a file, a spooled file.
pub trait Content: Read + Seek + Send {}
impl<T: Read + Seek + Send> Content for T {}

/// What the first record of a file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WarcInfo {
    /// Name and version of the program (`bron/0.1.0`).
    pub software: String,
    /// To whom a site's keeper can turn.
    pub contact: String,
    /// The pipeline that harvests.
    pub pipeline: String,
    /// The digest of what is searched; see [`Archive::search_digests`].
    pub search_digest: String,
}

/// An exchange to be stored.
pub struct NewExchange {
    /// What was asked.
    pub request: Request,
    /// When it was sent.
    pub at: Timestamp,
    /// The request as it went over the wire; `None` when nothing was sent.
    pub sent: Option<Vec<u8>>,
    /// The address that answered.
    pub address: Option<IpAddr>,
    /// What came of it.
    pub reply: NewReply,
    /// Whose permission opened the path, in one line; `None` where robots.txt does not close it. It stands in the field
    /// `Bron-Permission` of the records.
    pub permission: Option<String>,
}

/// The reply of an exchange to be stored.
pub enum NewReply {
    /// A response.
    Answer {
        /// Status line and headers with the empty line after them, as [`Archive`] describes.
        head: Vec<u8>,
        /// The body after the transfer coding and before the content coding.
        body: Box<dyn Content>,
        /// Why the body is not whole; `None` when it is.
        cut: Option<CutReason>,
    },
    /// No response.
    NoAnswer(NoAnswer),
}

/// A file that a person brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resource {
    /// Under which address it is kept (`file:///...`, or where it came from).
    pub uri: String,
    /// Its media type.
    pub media_type: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// When it was stored.
    pub at: Timestamp,
    /// Who brought it, when and from where.
    pub note: String,
}

/// The archive of a harvest: the folder `archive/` with its `*.warc.gz`.
///
/// Each process writes a file of its own. The response record holds the status line, the headers with names in lower
/// case, and the body after the transfer coding and before the content coding; `transfer-encoding` stands there as
/// `x-archive-orig-transfer-encoding`. What is appended is on the disk before the call returns. All methods can be
/// called from many threads.
pub struct Archive {
    folder: PathBuf,
    info: Option<WarcInfo>,
    opened_at: Timestamp,
    harvest_date: Option<Timestamp>,
    search_digests: Vec<String>,
    index: RwLock<Index>,
    writer: Mutex<Writer>,
    _lock: Option<File>,
}

/// So many bytes of a buffer are kept from record to record.
const MOST_KEPT: usize = 16 << 20;

enum Writer {
    NotYet,
    Open {
        file: File,
        name: String,
        number: usize,
        at: u64,
        /// What is written next; kept from record to record, since the allocator would keep the holes of thousands of large ones.
        buffer: Vec<u8>,
    },
    Failed(PathBuf),
}

impl Archive {
    /// Opens an archive for reading, sharing it with other readers. A torn tail is left out and left alone. A folder
    /// without WARC files is [`Error::NoArchive`], one that a harvest is writing to is [`Error::InUse`].
    pub fn open_read(folder: &Path) -> Result<Self, Error> {
        if warc_files(folder)?.is_empty() {
            return Err(Error::NoArchive(folder.to_owned()));
        }
        let lock = lock::shared(&folder.join("archive.lock"))?;
        Self::open(folder, None, lock)
    }
    /// Opens or begins an archive for one writer. A torn tail is moved to `torn/`: the only change ever made. No file
    /// is made before the first exchange is appended.
    pub fn open_write(folder: &Path, info: &WarcInfo) -> Result<Self, Error> {
        fs::create_dir_all(folder).map_err(Error::io("create", folder))?;
        let lock = lock::exclusive(&folder.join("archive.lock"))?;
        Self::open(folder, Some(info.clone()), Some(lock))
    }

    fn open(folder: &Path, info: Option<WarcInfo>, lock: Option<File>) -> Result<Self, Error> {
        let mut index = Index::default();
        let mut harvest_date = None;
        let mut search_digests: Vec<String> = Vec::new();
        for name in warc_files(folder)? {
            let path = folder.join(&name);
            let number = index.files.len();
            let scanned = scan(&path, number)?;
            if info.is_some() && scanned.whole < scanned.length {
                move_torn_tail(folder, &name, scanned.whole)?;
            }
            let Some((at, fields)) = &scanned.info else { continue };
            harvest_date = harvest_date.or(Some(*at));
            let digest = fields.iter().find(|(field, _)| field == "search-digest");
            search_digests.extend(digest.map(|(_, digest)| digest.clone()));
            index.files.push(name);
            take_in(&mut index, scanned);
        }
        search_digests.dedup();
        let opened_at = whole_microseconds(Timestamp::now());
        let harvest_date = harvest_date.or(info.as_ref().map(|_| opened_at));
        let (index, writer) = (RwLock::new(index), Mutex::new(Writer::NotYet));
        let folder = folder.to_owned();
        Ok(Self { folder, info, opened_at, harvest_date, search_digests, index, writer, _lock: lock })
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }
    /// The instant of the harvest: that of the archive's first record. An archive that is still empty has the instant
    /// at which its writer opened it, which its first record will bear; `None` only for a reader of nothing.
    pub fn harvest_date(&self) -> Option<Timestamp> {
        self.harvest_date
    }
    /// The digests of the searches that filled it, in the order of its files, without repetitions in a row.
    pub fn search_digests(&self) -> &[String] {
        &self.search_digests
    }
    /// The number of exchanges, attempts that failed included.
    pub fn len(&self) -> usize {
        self.read_index().entries.len()
    }
    /// Whether nothing is stored yet.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// How often that question was asked.
    pub fn attempts(&self, key: &ExchangeKey) -> u32 {
        self.read_index().by_key.get(key).map_or(0, |numbers| numbers.len() as u32)
    }
    /// What came of that question, without reading it: the exchange that [`Archive::get`] gives.
    pub fn arrival(&self, key: &ExchangeKey) -> Option<Arrival> {
        self.read_index().counts(key).map(|entry| entry.arrival)
    }
    /// The exchange with that key that counts: the last answer that settles the question, else the last attempt.
    /// `None` when it was never asked. gzip is undone, up to `max_decoded` bytes.
    pub fn get(&self, key: &ExchangeKey, max_decoded: u64) -> Result<Option<Exchange>, Error> {
        let Some((entry, path)) = self.found(key) else { return Ok(None) };
        let group = read_at(&path, entry.location.offset, Want::Whole)?;
        let damaged = || Error::Damaged {
            file: path.clone(),
            offset: entry.location.offset,
            what: "it is no exchange any more".to_owned(),
        };
        let url = Url::parse(&entry.url).map_err(|_| damaged())?;
        let last = group.second.as_ref().unwrap_or(&group.first);
        let (request, reply) = if last.kind() == "metadata" {
            let metadata = Metadata::parse(last).and_then(|metadata| metadata.exchange(url));
            let (request, reply) = metadata.ok_or_else(damaged)?;
            (request, Reply::NoAnswer(reply))
        } else {
            let request = Message::parse(&group.first.block).and_then(|message| message.request(url));
            let message = Message::parse(&last.block).ok_or_else(damaged)?;
            let answer = message.answer(entry.arrival.cut, max_decoded).ok_or_else(damaged)?;
            (request.ok_or_else(damaged)?, Reply::Answer(answer))
        };
        Ok(Some(Exchange { request, at: entry.arrival.at, reply }))
    }
    /// The file that was brought under that address, the last one; `None` when there is none.
    pub fn resource(&self, uri: &str) -> Result<Option<Resource>, Error> {
        let found = {
            let index = self.read_index();
            index.resources.get(uri).map(|at| (*at, self.folder.join(&index.files[at.file])))
        };
        let Some((location, path)) = found else { return Ok(None) };
        let group = read_at(&path, location.offset, Want::Whole)?;
        let note = match group.second.as_ref().and_then(Metadata::parse) {
            Some(Metadata::Note { note }) => note,
            _ => String::new(),
        };
        let at = group.first.field("WARC-Date").parse().unwrap_or(self.opened_at);
        let media_type = group.first.field("Content-Type").to_owned();
        Ok(Some(Resource { uri: uri.to_owned(), media_type, bytes: group.first.block, at, note }))
    }
    /// The addresses of all files that were brought, sorted.
    pub fn resources(&self) -> Vec<String> {
        self.read_index().resources.keys().cloned().collect()
    }
    /// One row per exchange, in the order in which they stand in the files, whoever noted them first.
    pub fn responses(&self) -> Vec<ResponseRow> {
        let index = self.read_index();
        let mut rows: Vec<ResponseRow> = index.entries.iter().map(|entry| index.row(entry)).collect();
        rows.sort_by(|a, b| (&a.file, a.offset).cmp(&(&b.file, b.offset)));
        rows
    }
    /// Writes `responses.csv` anew.
    pub fn write_index(&self) -> Result<(), Error> {
        let path = self.folder.join("responses.csv");
        let unfinished = self.folder.join("responses.csv.tmp");
        write_csv(&unfinished, &self.responses())?;
        fs::rename(&unfinished, &path).map_err(Error::io("replace", &path))
    }

    /// Stores an exchange: one buffer, one write, on the disk when the call returns.
    pub fn append(&self, exchange: NewExchange) -> Result<(), Error> {
        let NewExchange { request, at, sent, address, reply, permission } = exchange;
        let permission = permission.map(|told| ("Bron-Permission", one_line(&told)));
        let common = |kind: &str, id: &str, media_type: &str| {
            let mut fields = vec![
                ("WARC-Type", kind.to_owned()),
                ("WARC-Record-ID", id.to_owned()),
                ("WARC-Date", instant(at)),
                ("WARC-Target-URI", request.url.to_string()),
                ("Content-Type", media_type.to_owned()),
            ];
            fields.extend(permission.clone());
            fields
        };
        let mut entry = Entry {
            location: Location { file: 0, offset: 0, length: 0 },
            key: request.key(),
            method: request.method,
            url: request.url.to_string(),
            arrival: Arrival { at: whole_microseconds(at), outcome: Outcome::Status(0), cut: None },
            media_type: String::new(),
        };
        let location = self.write(|out, ids| {
            if let Some(sent) = &sent {
                let mut fields = common("request", &ids[0], "application/http; msgtype=request");
                fields.push(("WARC-Concurrent-To", ids[1].clone()));
                NewRecord { fields, head: sent, body: None, has_payload: false }.write(out)?;
            }
            let (kind, media_type) = match &reply {
                NewReply::Answer { .. } => ("response", "application/http; msgtype=response"),
                NewReply::NoAnswer(_) => ("metadata", "application/json"),
            };
            let mut fields = common(kind, &ids[1], media_type);
            fields.extend(address.map(|address| ("WARC-IP-Address", address.to_string())));
            match reply {
                NewReply::Answer { head, mut body, cut } => {
                    let message = Message::parse(&head);
                    let status = message.as_ref().and_then(Message::status).ok_or_else(|| {
                        io::Error::new(io::ErrorKind::InvalidInput, "the head is no HTTP response")
                    })?;
                    entry.arrival.outcome = Outcome::Status(status);
                    entry.arrival.cut = cut;
                    let media_type = message.map(|message| message.header("content-type").to_owned());
                    let media_type = media_type.unwrap_or_default();
                    let media_type = media_type.split(';').next().unwrap_or_default().trim();
                    entry.media_type = media_type.to_ascii_lowercase();
                    fields.extend(cut.map(|cut| ("WARC-Truncated", cut.as_str().to_owned())));
                    let body: Option<&mut dyn crate::warc::Again> = Some(&mut body);
                    NewRecord { fields, head: &head, body, has_payload: true }.write(out)
                }
                NewReply::NoAnswer(reply) => {
                    entry.arrival.outcome = Outcome::NoAnswer(reply.code);
                    let block = serde_json::to_vec(&Metadata::of(&request, &reply))?;
                    NewRecord { fields, head: &block, body: None, has_payload: false }.write(out)
                }
            }
        })?;
        entry.location = location;
        self.index.write().unwrap_or_else(PoisonError::into_inner).add(entry);
        Ok(())
    }
    /// Stores a file that a person brought, with the note of who, when and from where.
    pub fn append_resource(&self, resource: &Resource) -> Result<(), Error> {
        let common = |kind: &str, id: &str, media_type: &str| {
            vec![
                ("WARC-Type", kind.to_owned()),
                ("WARC-Record-ID", id.to_owned()),
                ("WARC-Date", instant(resource.at)),
                ("WARC-Target-URI", resource.uri.clone()),
                ("Content-Type", media_type.to_owned()),
            ]
        };
        let location = self.write(|out, ids| {
            let fields = common("resource", &ids[0], &resource.media_type);
            let body: Option<&mut dyn crate::warc::Again> = Some(&mut io::Cursor::new(&resource.bytes));
            NewRecord { fields, head: &[], body, has_payload: true }.write(out)?;
            let mut fields = common("metadata", &ids[1], "application/json");
            fields.push(("WARC-Concurrent-To", ids[0].clone()));
            let block = serde_json::to_vec(&Metadata::Note { note: resource.note.clone() })?;
            NewRecord { fields, head: &block, body: None, has_payload: false }.write(out)
        })?;
        let mut index = self.index.write().unwrap_or_else(PoisonError::into_inner);
        index.resources.insert(resource.uri.clone(), location);
        Ok(())
    }

    fn found(&self, key: &ExchangeKey) -> Option<(Entry, PathBuf)> {
        let index = self.read_index();
        let entry = index.counts(key)?.clone();
        let path = self.folder.join(&index.files[entry.location.file]);
        Some((entry, path))
    }
    fn read_index(&self) -> std::sync::RwLockReadGuard<'_, Index> {
        self.index.read().unwrap_or_else(PoisonError::into_inner)
    }
    fn writer(&self) -> MutexGuard<'_, Writer> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets `fill` write records with two fresh ids into a buffer, and writes and syncs that buffer at once.
    fn write(
        &self,
        fill: impl FnOnce(&mut Vec<u8>, &[String; 2]) -> io::Result<()>,
    ) -> Result<Location, Error> {
        let Some(info) = &self.info else { return Err(Error::ReadOnly(self.folder.clone())) };
        let mut writer = self.writer();
        if let Writer::NotYet = *writer {
            let (file, name) = self.begin_file()?;
            let mut index = self.index.write().unwrap_or_else(PoisonError::into_inner);
            index.files.push(name.clone());
            *writer = Writer::Open { file, name, number: index.files.len() - 1, at: 0, buffer: Vec::new() };
        }
        let (file, name, number, at, buffer) = match &mut *writer {
            Writer::Open { file, name, number, at, buffer } => (file, name, *number, at, buffer),
            Writer::Failed(path) => return Err(Error::WriteFailedBefore(path.clone())),
            Writer::NotYet => unreachable!("a file was begun above"),
        };
        let path = self.folder.join(&*name);
        buffer.clear();
        buffer.shrink_to(MOST_KEPT);
        if *at == 0 {
            self.first_record(info, name, number).write(buffer).map_err(Error::io("write", &path))?;
        }
        let offset = *at + buffer.len() as u64;
        let ids = [record_id(name, offset, 1), record_id(name, offset, 2)];
        fill(buffer, &ids).map_err(Error::io("write", &path))?;
        if let Err(source) = file.write_all(buffer).and_then(|()| file.sync_data()) {
            *writer = Writer::Failed(path.clone());
            return Err(Error::io("write", &path)(source));
        }
        *at += buffer.len() as u64;
        Ok(Location { file: number, offset, length: *at - offset })
    }
    /// Makes the file of this process. Its number is one more than that of the last file, so names sort by time.
    fn begin_file(&self) -> Result<(File, String), Error> {
        let last = warc_files(&self.folder)?.pop();
        let last = last.and_then(|name| name.split('-').nth(1)?.parse::<u32>().ok()).unwrap_or(0);
        let time = self.opened_at.strftime("%Y%m%dT%H%M%SZ");
        let name = format!("bron-{:05}-{time}-{}.warc.gz", last + 1, std::process::id());
        let path = self.folder.join(&name);
        let made = OpenOptions::new().create_new(true).append(true).open(&path);
        let file = made.map_err(Error::io("create", &path))?;
        sync_folder(&self.folder)?;
        Ok((file, name))
    }
    fn first_record(&self, info: &WarcInfo, name: &str, number: usize) -> OwnedRecord {
        let at = if number == 0 { self.harvest_date.unwrap_or(self.opened_at) } else { self.opened_at };
        let fields = vec![
            ("WARC-Type", "warcinfo".to_owned()),
            ("WARC-Record-ID", record_id(name, 0, 0)),
            ("WARC-Date", instant(at)),
            ("WARC-Filename", name.to_owned()),
            ("Content-Type", "application/warc-fields".to_owned()),
        ];
        OwnedRecord { fields, block: describe(info) }
    }
}

struct OwnedRecord {
    fields: Vec<(&'static str, String)>,
    block: String,
}

impl OwnedRecord {
    fn write(self, out: &mut Vec<u8>) -> io::Result<()> {
        NewRecord { fields: self.fields, head: self.block.as_bytes(), body: None, has_payload: false }
            .write(out)
    }
}

fn one_line(text: &str) -> String {
    text.replace(['\r', '\n'], " ")
}

fn describe(info: &WarcInfo) -> String {
    let fields = [
        ("software", one_line(&info.software)),
        ("format", "WARC File Format 1.1".to_owned()),
        (
            "conformsTo",
            "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/".to_owned(),
        ),
        ("bron-archive-format", ARCHIVE_FORMAT.to_string()),
        (
            "robots",
            "obeyed, with the token bron; robots.txt of each origin is in this archive; what it closes and a permission \
             opened has the field Bron-Permission"
                .to_owned(),
        ),
        ("operator", one_line(&info.contact)),
        ("pipeline", one_line(&info.pipeline)),
        ("search-digest", one_line(&info.search_digest)),
        (
            "description",
            "requests are the bytes that were sent; of responses the status line, the headers with names in lower \
             case, and the body after the transfer coding and before the content coding: transfer-encoding is \
             written as x-archive-orig-transfer-encoding, content-encoding stays; an exchange without an answer is \
             a metadata record (JSON) with a code of a closed list; files that people brought are resource records"
                .to_owned(),
        ),
    ];
    fields.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect()
}

fn take_in(index: &mut Index, scanned: Scanned) {
    scanned.entries.into_iter().for_each(|entry| index.add(entry));
    index.resources.extend(scanned.resources);
}

/// The names of the archive's files, in the order in which they were begun. An absent folder has none.
pub(crate) fn warc_files(folder: &Path) -> Result<Vec<String>, Error> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(Error::io("read", folder)(error)),
    };
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry.map_err(Error::io("read", folder))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if !name.ends_with(".warc.gz") {
            continue;
        }
        if !name.starts_with("bron-") {
            let (file, found) = (entry.path(), "unknown".to_owned());
            return Err(Error::ArchiveFormat { file, found, known: ARCHIVE_FORMAT });
        }
        names.push(name);
    }
    names.sort();
    Ok(names)
}

/// Copies the tail to `torn/`, and cuts it off when the copy is on the disk. A file without one whole record goes
/// there completely.
fn move_torn_tail(folder: &Path, name: &str, whole: u64) -> Result<(), Error> {
    let path = folder.join(name);
    let torn = folder.join("torn");
    fs::create_dir_all(&torn).map_err(Error::io("create", &torn))?;
    let copy = torn.join(format!("{name}.from-{whole}"));
    let mut from = OpenOptions::new().read(true).write(true).open(&path).map_err(Error::io("open", &path))?;
    from.seek(io::SeekFrom::Start(whole)).map_err(Error::io("read", &path))?;
    let mut to = File::create(&copy).map_err(Error::io("create", &copy))?;
    io::copy(&mut from, &mut to).and_then(|_| to.sync_all()).map_err(Error::io("write", &copy))?;
    sync_folder(&torn)?;
    if whole == 0 {
        fs::remove_file(&path).map_err(Error::io("move", &path))?;
        return sync_folder(folder);
    }
    from.set_len(whole).and_then(|()| from.sync_all()).map_err(Error::io("cut", &path))
}

/// Makes the names in a folder survive a power cut. Systems that cannot sync a folder need not.
pub(crate) fn sync_folder(folder: &Path) -> Result<(), Error> {
    if cfg!(unix) {
        File::open(folder).and_then(|folder| folder.sync_all()).map_err(Error::io("sync", folder))?;
    }
    Ok(())
}

fn whole_microseconds(at: Timestamp) -> Timestamp {
    Timestamp::from_microsecond(at.as_microsecond()).unwrap_or(at)
}

/// An instant as `WARC-Date` has it.
fn instant(at: Timestamp) -> String {
    format!("{at:.6}")
}
