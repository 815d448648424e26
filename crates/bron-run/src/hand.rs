//! What a person searched by hand: taken from the study's folder into the archive, and read from the archive.
//!
//! A study's `hand/<source>/` holds `sheet.csv` and a folder for each text. Of the rows that are filled in, the saved
//! files go into the archive below `https://<source>.hand.bron.invalid/`, with the sheet, and last of all `files.json`:
//! it names what belongs to the search now, so that what was taken away is not read any more. A run reads the archive
//! alone, never the folder.

use crate::Error;
use crate::search::ByHand;
use bron_model::{AMSTERDAM, Query, QueryRow, SourceId};
use bron_protocol::{Platform, Source};
use bron_search::{
    Reading, SavedFile, SavedSearch, Sheet, SheetProblem, SheetRow, folder_of_text, hand_base,
};
use bron_store::{Archive, Resource};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use url::Url;

/// The folder in a study in which people put what they searched by hand.
pub(crate) const HAND: &str = "hand";
/// The sheet of a source.
pub(crate) const SHEET: &str = "sheet.csv";
/// The table of pasted hits of a text.
pub(crate) const PASTED: &str = "hits.csv";
/// What belongs to the search now, by name, with its sha256.
const FILES: &str = "files.json";
/// Endings of what a person may save of a result page.
const ENDINGS: &[&str] = &["html", "htm", "xhtml", "mhtml", "mht", "pdf", "png", "jpg", "jpeg"];

/// The searches by hand that an archive holds.
pub(crate) struct HandSearches<'a> {
    archive: &'a Archive,
    by_source: BTreeMap<SourceId, OfSource>,
}

struct OfSource {
    sheet: Sheet,
    files: BTreeMap<String, String>,
}

impl<'a> HandSearches<'a> {
    /// Reads the sheets; none for a source that nobody searched by hand.
    pub(crate) fn of_archive(archive: &'a Archive, sources: &[Source]) -> Result<Self, Error> {
        let mut by_source = BTreeMap::new();
        for source in sources.iter().filter(|source| can_be_searched_by_hand(source)) {
            let Some(list) = archive.resource(&address(source, FILES))? else { continue };
            let files: BTreeMap<String, String> = serde_json::from_slice(&list.bytes)
                .map_err(|problem| in_archive(source, FILES, problem.to_string()))?;
            if !files.contains_key(SHEET) {
                continue;
            }
            let Some(sheet) = archive.resource(&address(source, SHEET))? else { continue };
            let sheet =
                Sheet::read(&sheet.bytes).map_err(|problem| in_archive(source, SHEET, told(&problem)))?;
            by_source.insert(source.id.clone(), OfSource { sheet, files });
        }
        Ok(Self { archive, by_source })
    }

    /// The row of the query, where a person typed it at this site.
    pub(crate) fn row(&self, source: &Source, query: &Query) -> Option<&SheetRow> {
        let row = self.by_source.get(&source.id)?.sheet.filled_in(query)?;
        is_of_site(source, row).then_some(row)
    }

    /// When and by whom a query was typed; `None` where it was not typed by hand.
    pub(crate) fn typed(&self, source: &Source, row: &QueryRow) -> Option<(Date, String)> {
        let query = Query {
            source: row.source.clone(),
            term: row.term.clone(),
            text: row.text.clone(),
            via: row.via,
        };
        self.row(source, &query)?.typed.clone()
    }

    /// Reads what was brought of a query; `None` where nobody typed it.
    pub(crate) fn read(
        &self,
        source: &Source,
        query: &Query,
        reading: Reading<'_>,
    ) -> Result<Option<ByHand>, Error> {
        let Some(row) = self.row(source, query) else { return Ok(None) };
        let Some((day, who)) = row.typed.clone() else { return Ok(None) };
        let folder = format!("{}/", folder_of_text(&row.text));
        let mut brought = Vec::new();
        for (file, sha256) in &self.by_source[&source.id].files {
            let Some(name) = file.strip_prefix(&folder) else { continue };
            let resource = self.archive.resource(&address(source, file))?;
            let bytes = resource.map(|resource| resource.bytes).filter(|bytes| sha256_of(bytes) == *sha256);
            let bytes = bytes.ok_or_else(|| {
                in_archive(source, file, "it is not the file that was taken in last".to_owned())
            })?;
            brought.push((name.to_owned(), bytes));
        }
        let result = read_brought(source, query, reading, row, brought);
        Ok(Some(ByHand { result, day, who, note: row.note.clone(), seen: noon(day) }))
    }
}

/// Reads files by name: pages in the natural order of their names, and the pasted hits.
pub(crate) fn read_brought(
    source: &Source,
    query: &Query,
    reading: Reading<'_>,
    row: &SheetRow,
    mut brought: Vec<(String, Vec<u8>)>,
) -> bron_search::QueryResult {
    brought.sort_by_key(|(name, _)| (natural(name), name.clone()));
    let files = brought.iter().map(|(name, bytes)| SavedFile { name, bytes });
    let (pasted, pages): (Vec<_>, Vec<_>) = files.partition(|file| file.name.eq_ignore_ascii_case(PASTED));
    let pasted = pasted.first().copied();
    let saved = SavedSearch { total: row.total, address: &row.address, pages: &pages, pasted };
    bron_search::read_saved(source, query, reading, &saved)
}

/// Refuses a sheet that cannot be used, before anything is made on the disk.
pub(crate) fn check_sheets(sources: &[Source], root: &Path) -> Result<(), Error> {
    for source in sources.iter().filter(|source| can_be_searched_by_hand(source)) {
        sheet_in_folder(source, root)?;
    }
    Ok(())
}

/// Puts what people searched by hand into the archive, what is new or changed since the last time. Gives what a reader
/// must know: rows that are not of this site.
pub(crate) fn take_in_hand(archive: &Archive, sources: &[Source], root: &Path) -> Result<Vec<String>, Error> {
    let mut remarks = Vec::new();
    for source in sources.iter().filter(|source| can_be_searched_by_hand(source)) {
        let known = archive.resource(&address(source, FILES))?.is_some();
        let mut files = BTreeMap::new();
        if let Some((bytes, sheet)) = sheet_in_folder(source, root)? {
            let (ours, others): (Vec<&SheetRow>, Vec<&SheetRow>) =
                sheet.rows.iter().filter(|row| row.typed.is_some()).partition(|row| is_of_site(source, row));
            remarks.extend(others.first().map(|row| {
                let line = row.line;
                format!(
                    "{HAND}/{}/{SHEET}, line {line}: `{}` is not at this source: not used",
                    source.id, row.address
                )
            }));
            if !ours.is_empty() {
                let note = format!("sheet of the search by hand at source {}", source.id);
                put(archive, source, &mut files, SHEET, bytes, note)?;
                for row in ours {
                    take_in_text(archive, source, root, row, &mut files)?;
                }
            }
        }
        if known || !files.is_empty() {
            let list = serde_json::to_vec_pretty(&files).expect("texts always fit in JSON");
            let note = format!("what belongs to the search by hand at source {}", source.id);
            put(archive, source, &mut BTreeMap::new(), FILES, list, note)?;
        }
    }
    Ok(remarks)
}

fn take_in_text(
    archive: &Archive,
    source: &Source,
    root: &Path,
    row: &SheetRow,
    files: &mut BTreeMap<String, String>,
) -> Result<(), Error> {
    let Some((day, who)) = &row.typed else { return Ok(()) };
    let folder = folder_of_text(&row.text);
    for (name, path) in files_of_text(source, root, &row.text)?.taken {
        let bytes = read(&path)?;
        let file = format!("{folder}/{name}");
        let note = format!(
            "search by hand at source {} for `{}`, on {day} by {who}: {HAND}/{}/{file}",
            source.id, row.text, source.id
        );
        put(archive, source, files, &file, bytes, note)?;
    }
    Ok(())
}

/// Appends a file that is new or changed, and notes its digest.
fn put(
    archive: &Archive,
    source: &Source,
    files: &mut BTreeMap<String, String>,
    file: &str,
    bytes: Vec<u8>,
    note: String,
) -> Result<(), Error> {
    files.insert(file.to_owned(), sha256_of(&bytes));
    let uri = address(source, file);
    if archive.resource(&uri)?.is_some_and(|known| known.bytes == bytes && known.note == note) {
        return Ok(());
    }
    let media_type = crate::asking::content_type(Path::new(file)).to_owned();
    Ok(archive.append_resource(&Resource { uri, media_type, bytes, at: Timestamp::now(), note })?)
}

/// A folder has no search box.
pub(crate) fn can_be_searched_by_hand(source: &Source) -> bool {
    source.platform != Some(Platform::Files)
}

/// The sheet of a source with its bytes; `None` where there is none.
pub(crate) fn sheet_in_folder(source: &Source, root: &Path) -> Result<Option<(Vec<u8>, Sheet)>, Error> {
    let path = folder_of_source(root, &source.id).join(SHEET);
    let bytes = match std::fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(cannot_read(&path, &error)),
    };
    let sheet = Sheet::read(&bytes).map_err(|problem| of_sheet(source, problem))?;
    Ok(Some((bytes, sheet)))
}

/// A sheet's problem with its place.
pub(crate) fn of_sheet(source: &Source, problem: SheetProblem) -> Error {
    let line = problem.line.map(|line| format!(":{line}")).unwrap_or_default();
    Error::Brought {
        place: format!("{HAND}/{}/{SHEET}{line}", source.id),
        problem: problem.what,
        hint: problem.hint,
    }
}

/// The folder of a source in a study.
pub(crate) fn folder_of_source(root: &Path, source: &SourceId) -> PathBuf {
    root.join(HAND).join(source.as_str())
}

/// What lies in the folder of a text.
#[derive(Debug, Default)]
pub(crate) struct InFolder {
    /// Names and paths of saved pages and pasted hits, in the natural order of their names.
    pub(crate) taken: Vec<(String, PathBuf)>,
    /// Names of other files.
    pub(crate) left: Vec<String>,
}

/// Looks into the folder of a text; nothing where there is none.
pub(crate) fn files_of_text(source: &Source, root: &Path, text: &str) -> Result<InFolder, Error> {
    let folder = folder_of_source(root, &source.id).join(folder_of_text(text));
    let entries = match std::fs::read_dir(&folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(InFolder::default()),
        Err(error) => return Err(cannot_read(&folder, &error)),
    };
    let InFolder { mut taken, mut left } = InFolder::default();
    for entry in entries {
        let entry = entry.map_err(|error| cannot_read(&folder, &error))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let kind = entry.file_type().map_err(|error| cannot_read(&entry.path(), &error))?;
        if name.starts_with(['.', '~']) || kind.is_dir() {
            // A browser puts the pictures of a page into a folder beside it.
            continue;
        }
        let ending = Path::new(&name).extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        let known =
            ENDINGS.contains(&ending.to_ascii_lowercase().as_str()) || name.eq_ignore_ascii_case(PASTED);
        if known && kind.is_file() { taken.push((name, entry.path())) } else { left.push(name) }
    }
    taken.sort_by_key(|(name, _)| (natural(name), name.clone()));
    left.sort();
    Ok(InFolder { taken, left })
}

pub(crate) fn read(path: &Path) -> Result<Vec<u8>, Error> {
    std::fs::read(path).map_err(|error| cannot_read(path, &error))
}

pub(crate) fn cannot_read(path: &Path, error: &std::io::Error) -> Error {
    Error::Brought {
        place: path.display().to_string(),
        problem: format!("it cannot be read: {error}"),
        hint: "close it in other programs, and see who may read it".to_owned(),
    }
}

/// Whether a row was typed at a host of this source: the same sheet may lie in a study with an imitated site of that id.
pub(crate) fn is_of_site(source: &Source, row: &SheetRow) -> bool {
    let Ok(url) = row.address.parse::<Url>() else { return true };
    let plain = |host: &str| host.trim_start_matches("www.").to_ascii_lowercase();
    let host = plain(url.host_str().unwrap_or_default());
    let base = source.base.as_ref().and_then(Url::host_str);
    let mut ours = base.into_iter().chain(source.hosts.iter().map(String::as_str)).peekable();
    ours.peek().is_none() || ours.any(|ours| plain(ours.split(':').next().unwrap_or(ours)) == host)
}

/// Texts and numbers of a name in turn, so that `10.html` comes after `9.html`.
fn natural(name: &str) -> Vec<(String, u64)> {
    let mut parts = Vec::new();
    let mut rest = name;
    while !rest.is_empty() {
        let words = rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len());
        let (text, after) = rest.split_at(words);
        let digits = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
        let (number, after) = after.split_at(digits);
        parts.push((text.to_lowercase(), number.parse().unwrap_or(u64::MAX)));
        rest = after;
    }
    parts
}

/// The instant from which a relative date on a page saved on that day counts.
pub(crate) fn noon(day: Date) -> Option<Timestamp> {
    let zone = TimeZone::get(AMSTERDAM).ok()?;
    Some(day.at(12, 0, 0, 0).to_zoned(zone).ok()?.timestamp())
}

fn address(source: &Source, file: &str) -> String {
    let mut url = hand_base(&source.id);
    url.path_segments_mut().expect("an https address has a path").clear().extend(file.split('/'));
    url.into()
}

fn sha256_of(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(&Sha256::digest(bytes))
}

fn told(problem: &SheetProblem) -> String {
    let line = problem.line.map(|line| format!("line {line}: ")).unwrap_or_default();
    format!("{line}{}", problem.what)
}

fn in_archive(source: &Source, file: &str, problem: String) -> Error {
    Error::Brought {
        place: format!("{file} of the search by hand at source `{}`, in the archive", source.id),
        problem,
        hint: "run again without --offline, so that the folder is taken in anew".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_ordered_as_people_count() {
        let mut names = ["10.html", "2.html", "1.html", "Pagina 2.mhtml", "pagina 10.mhtml", "1b.html"];
        names.sort_by_key(|name| (natural(name), (*name).to_owned()));
        assert_eq!(names, ["1.html", "1b.html", "2.html", "10.html", "Pagina 2.mhtml", "pagina 10.mhtml"]);
    }
}
