//! `bron hand`: writes the sheet and the folders for a search by hand, and says what a person put into them.

use crate::Error;
use crate::hand::{
    HAND, PASTED, SHEET, can_be_searched_by_hand, cannot_read, files_of_text, folder_of_source, is_of_site,
    of_sheet, read, read_brought, sheet_in_folder,
};
use bron_model::{Language, PartialDate, Query, QueryStatus, SourceId};
use bron_protocol::{Files, Protocol, Source};
use bron_search::{NewSheetRow, Reading, Sheet, SheetRow, folder_of_text, hand_address};
use bron_text::Spellings;
use serde::Serialize;
use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;

/// What lies in the folder of a source that is searched by hand.
#[derive(Debug, Clone, Serialize)]
pub struct HandReport {
    /// The source.
    pub source: SourceId,
    /// Its name as printed.
    pub name: String,
    /// The pipeline whose texts are to be typed.
    pub pipeline: String,
    /// The folder, from the study's folder.
    pub folder: String,
    /// What was made now, from that folder; empty where everything was there.
    pub made: Vec<String>,
    /// Every text of the pipeline, in its order.
    pub texts: Vec<HandText>,
    /// What does not fit, one sentence each: rows of other texts or sites, files that are not taken.
    pub remarks: Vec<String>,
}

/// One text to type, and what was brought of it.
#[derive(Debug, Clone, Serialize)]
pub struct HandText {
    /// The term.
    pub term: String,
    /// The text to type.
    pub text: String,
    /// Where to type it; empty where that is not known.
    pub address: String,
    /// The folder for what is saved of it, from the source's folder.
    pub folder: String,
    /// Number of files in that folder that a run takes.
    pub files: usize,
    /// The day on which it was typed; absent while the row is not filled in.
    pub day: Option<PartialDate>,
    /// Who typed it; absent while the row is not filled in.
    pub who: Option<String>,
    /// The number that the site reported, as typed or else as a saved page shows it.
    pub total: Option<u64>,
    /// Pages that could be read.
    pub pages: u32,
    /// Hits that were read.
    pub hits: u64,
    /// What a run will make of it; absent while the row is not filled in.
    pub status: Option<QueryStatus>,
    /// Why.
    pub note: String,
}

/// Writes the sheet, a folder for each text and an instruction, whatever of it is not there yet, and reads what a person
/// put into them. Nothing that is there is changed, but that rows of new texts are added at the sheet's end. Sends nothing.
///
/// `pipeline`: the one whose texts are meant; absent: the one that harvests this source. Refused: a source that no
/// pipeline names, a folder as source, a sheet that cannot be used.
pub fn hand(
    files: &Files,
    root: &Path,
    source: &str,
    pipeline: Option<&str>,
    language: Language,
) -> Result<HandReport, Error> {
    let protocol = match pipeline {
        Some(name) => Protocol::load(files, name)?,
        None => pipeline_of_source(files, source)?,
    };
    let source = source_of(&protocol, source)?;
    let queries: Vec<Query> =
        protocol.typed_queries().into_iter().filter(|query| query.source == source.id).collect();
    let made = write_folder(source, &queries, root, language)?;
    let (_, sheet) = sheet_in_folder(source, root)?.unwrap_or_default();
    let mut report = HandReport {
        source: source.id.clone(),
        name: source.name.clone(),
        pipeline: protocol.pipeline.name.clone(),
        folder: format!("{HAND}/{}", source.id),
        made,
        texts: Vec::new(),
        remarks: remarks(source, &sheet, &queries, root)?,
    };
    let spellings = Spellings::new(&protocol.terms);
    for query in &queries {
        report.texts.push(text_of(&protocol, source, query, &sheet, &spellings, root)?);
    }
    Ok(report)
}

/// The pipeline that harvests a source. Where several do, they must have the same texts typed there.
fn pipeline_of_source(files: &Files, source: &str) -> Result<Protocol, Error> {
    let all: Vec<Protocol> =
        files.pipelines().iter().filter_map(|name| Protocol::load(files, name).ok()).collect();
    let names = |protocol: &&Protocol| protocol.sources.iter().any(|known| known.id.as_str() == source);
    let harvests = |protocol: &&Protocol| protocol.pipeline.archive.is_none();
    let is_live = |protocol: &&Protocol| !protocol.pipeline.harvest.allow_loopback;
    let named: Vec<&Protocol> = all.iter().filter(names).filter(harvests).collect();
    let live: Vec<&Protocol> = named.iter().copied().filter(is_live).collect();
    let candidates = if live.is_empty() { named } else { live };
    let Some(first) = candidates.first() else {
        let known: BTreeSet<&str> =
            all.iter().flat_map(|protocol| &protocol.sources).map(|known| known.id.as_str()).collect();
        return Err(Error::Brought {
            place: format!("`{source}`"),
            problem: "no pipeline that harvests names a source of this id".to_owned(),
            hint: format!("the sources are {}", known.into_iter().collect::<Vec<_>>().join(", ")),
        });
    };
    let texts = |protocol: &Protocol| -> Vec<(String, String)> {
        let queries = protocol.typed_queries().into_iter().filter(|query| query.source.as_str() == source);
        queries.map(|query| (query.term.to_string(), query.text)).collect()
    };
    if candidates.iter().any(|other| texts(other) != texts(first)) {
        let names: Vec<&str> = candidates.iter().map(|other| other.pipeline.name.as_str()).collect();
        return Err(Error::Brought {
            place: format!("`{source}`"),
            problem: format!("the pipelines {} type other texts there", names.join(", ")),
            hint: "say which is meant with `--pipeline NAME`".to_owned(),
        });
    }
    Ok((*first).clone())
}

fn source_of<'a>(protocol: &'a Protocol, source: &str) -> Result<&'a Source, Error> {
    let found = protocol.sources.iter().find(|known| known.id.as_str() == source).ok_or_else(|| {
        let known: Vec<&str> = protocol.sources.iter().map(|known| known.id.as_str()).collect();
        Error::Brought {
            place: protocol.path.clone(),
            problem: format!("it names no source `{source}`"),
            hint: format!("its sources are {}", known.join(", ")),
        }
    })?;
    if !can_be_searched_by_hand(found) {
        return Err(Error::Brought {
            place: format!("`{source}`"),
            problem: "it is a folder, which has no search box".to_owned(),
            hint: "put files into the folder and its list, and run the pipeline".to_owned(),
        });
    }
    Ok(found)
}

/// Makes what is not there; gives what was made.
fn write_folder(
    source: &Source,
    queries: &[Query],
    root: &Path,
    language: Language,
) -> Result<Vec<String>, Error> {
    let known = sheet_in_folder(source, root)?;
    let folder = folder_of_source(root, &source.id);
    let mut made = Vec::new();
    make_folder(&folder)?;
    let missing: Vec<NewSheetRow> = queries
        .iter()
        .filter(|query| known.as_ref().is_none_or(|(_, sheet)| !sheet.has(query)))
        .map(|query| NewSheetRow {
            term: query.term.to_string(),
            text: query.text.clone(),
            address: address_of(source, query),
        })
        .collect();
    if !missing.is_empty() {
        // Excel in Dutch takes a semicolon for the end of a cell, Excel in English a comma.
        let delimiter = if language == Language::Nl { b';' } else { b',' };
        let (bytes, what) = match &known {
            None => (Sheet::begin(&missing, delimiter), SHEET.to_owned()),
            Some((bytes, _)) => {
                let bytes = Sheet::with_rows(bytes, &missing).map_err(|problem| of_sheet(source, problem))?;
                (bytes, format!("{} rows in {SHEET}", missing.len()))
            }
        };
        write_whole(&folder.join(SHEET), &bytes)?;
        made.push(what);
    }
    for query in queries {
        let name = folder_of_text(&query.text);
        if !folder.join(&name).is_dir() {
            make_folder(&folder.join(&name))?;
            made.push(format!("{name}/"));
        }
    }
    let (name, text) = match language {
        Language::Nl => ("LEESMIJ.txt", include_str!("hand-leesmij.txt")),
        Language::En => ("README.txt", include_str!("hand-readme.txt")),
    };
    if !folder.join(name).exists() {
        let text = text.replace("{source}", source.id.as_str()).replace("{name}", &source.name);
        write_whole(&folder.join(name), text.as_bytes())?;
        made.push(name.to_owned());
    }
    Ok(made)
}

fn address_of(source: &Source, query: &Query) -> String {
    hand_address(source, &query.text).map(String::from).unwrap_or_default()
}

fn make_folder(path: &Path) -> Result<(), Error> {
    std::fs::create_dir_all(path).map_err(|error| cannot_write(path, &error))
}

/// Writes beside the file and puts it in its place: what a person filled in is never half a file.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let unfinished = path.with_extension("unfinished");
    let written = std::fs::File::create(&unfinished).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    written.and_then(|()| std::fs::rename(&unfinished, path)).map_err(|error| cannot_write(path, &error))
}

pub(crate) fn cannot_write(path: &Path, error: &std::io::Error) -> Error {
    Error::Brought {
        place: path.display().to_string(),
        problem: format!("it cannot be written: {error}"),
        hint: "close it in other programs, and see whether there is room and who may write".to_owned(),
    }
}

fn text_of(
    protocol: &Protocol,
    source: &Source,
    query: &Query,
    sheet: &Sheet,
    spellings: &Spellings,
    root: &Path,
) -> Result<HandText, Error> {
    let files = files_of_text(source, root, &query.text)?.taken;
    let row = sheet.filled_in(query).filter(|row| is_of_site(source, row));
    let mut text = HandText {
        term: query.term.to_string(),
        text: query.text.clone(),
        address: address_of(source, query),
        folder: folder_of_text(&query.text),
        files: files.len(),
        day: None,
        who: None,
        total: None,
        pages: 0,
        hits: 0,
        status: None,
        note: String::new(),
    };
    let Some((row, (day, who))) = row.and_then(|row| Some((row, row.typed.clone()?))) else {
        if !files.is_empty() {
            "files are there, but `day` and `who` are not filled in".clone_into(&mut text.note);
        }
        return Ok(text);
    };
    let mut brought = Vec::new();
    for (name, path) in files {
        brought.push((name, read(&path)?));
    }
    let has_spelling = |words: &str| spellings.find(words).iter().any(|found| found.term == query.term);
    let reading = Reading {
        stop: protocol.pipeline.stop.get(&source.id).copied(),
        result_pages: protocol.pipeline.limits.result_pages,
        has_spelling: &has_spelling,
        terms: &protocol.terms,
        harvested: day,
    };
    let result = read_brought(source, query, reading, row, brought);
    text.day = Some(PartialDate::from(day));
    text.who = Some(who);
    text.total = result.reported_total;
    text.pages = result.pages;
    text.hits = result.hits.len() as u64;
    text.status = Some(result.status);
    text.note = result.note;
    Ok(text)
}

/// What does not fit in what a person brought.
fn remarks(source: &Source, sheet: &Sheet, queries: &[Query], root: &Path) -> Result<Vec<String>, Error> {
    let mut remarks = Vec::new();
    let is_query = |row: &SheetRow| {
        let one = Sheet { rows: vec![row.clone()] };
        queries.iter().any(|query| one.has(query))
    };
    for row in &sheet.rows {
        if !is_query(row) {
            remarks.push(format!("{SHEET}:{}: `{}` is no text of this pipeline", row.line, row.text));
        } else if !is_of_site(source, row) {
            remarks.push(format!("{SHEET}:{}: `{}` is not at this source", row.line, row.address));
        }
    }
    let texts: BTreeSet<&str> = queries
        .iter()
        .map(|query| query.text.as_str())
        .chain(sheet.rows.iter().map(|row| row.text.as_str()))
        .collect();
    let folders: BTreeSet<String> = texts.iter().map(|text| folder_of_text(text)).collect();
    for text in texts {
        let left = files_of_text(source, root, text)?.left;
        let folder = folder_of_text(text);
        remarks.extend(
            left.iter()
                .map(|name| format!("{folder}/{name} is not taken: it is no saved page and not {PASTED}")),
        );
    }
    let folder = folder_of_source(root, &source.id);
    let mut others: Vec<String> = std::fs::read_dir(&folder)
        .map_err(|error| cannot_read(&folder, &error))?
        .flatten()
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| !folders.contains(name) && !name.starts_with('.'))
        .collect();
    others.sort();
    remarks.extend(others.iter().map(|name| format!("{name}/ belongs to no text")));
    Ok(remarks)
}
