//! `bron add`: puts one document into the study, with where it came from.

use crate::added::{ADDED, DOCUMENTS, LIST, read_if_there};
use crate::hand::{cannot_read, read};
use crate::hand_sheet::{cannot_write, write_whole};
use crate::{Error, explain};
use bron_model::{Language, PartialDate, PublicationId, Route};
use bron_protocol::{Files, Protocol};
use bron_search::{ADDED_ROUTES, check_terms_cell, typed_day, with_row};
use jiff::civil::Date;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

const LIST_COLUMNS: [&str; 11] =
    ["title", "author", "date", "file", "url", "found_on", "kind", "terms", "from", "day", "who"];
const DOCUMENT_COLUMNS: [&str; 9] =
    ["publication", "part", "file", "via", "from", "day", "who", "title", "address"];

/// One document, and where it came from.
#[derive(Debug, Clone)]
pub struct Addition {
    /// The file.
    pub file: PathBuf,
    /// What it is.
    pub about: About,
    /// How it came: citation, contact, browse or other.
    pub via: Route,
    /// From whom or where.
    pub from: String,
    /// Who adds it.
    pub who: String,
    /// The day on which it came (`24-11-2026` or `2026-11-24`); absent: today in Amsterdam.
    pub day: Option<String>,
    /// The language of the researchers, which decides how a new list is apart.
    pub language: Language,
}

/// What an added document is.
#[derive(Debug, Clone)]
pub enum About {
    /// A document of a publication that a run found.
    Known {
        /// The run's folder.
        run: PathBuf,
        /// An id, an address, or words of the title.
        publication: String,
        /// Not the publication itself.
        annex: bool,
    },
    /// A publication that no search found.
    New {
        /// The title.
        title: String,
        /// Authors, apart by `; `.
        authors: String,
        /// The date as it is known.
        date: String,
        /// The web address, where it has one.
        url: String,
        /// The kind (`rapport`).
        kind: String,
        /// Terms that it is about: ids, labels or texts; empty: its title says, or its text.
        terms: String,
    },
}

/// What was added.
#[derive(Debug, Clone, Serialize)]
pub struct AddReport {
    /// The copy, from the study's folder.
    pub file: String,
    /// The list in which it stands now, from the study's folder.
    pub list: String,
    /// The publication it was added to; absent for a new one.
    pub publication: Option<PublicationId>,
    /// The title.
    pub title: String,
    /// How it came.
    pub via: Route,
    /// From whom or where.
    pub from: String,
    /// The day.
    pub day: PartialDate,
    /// Who added it.
    pub who: String,
}

/// Copies the file into `added/<via>/` and notes it in a list; the next run takes it in. Nothing that is there is
/// changed, but that a row is added at a list's end.
///
/// Refused, before anything is written: an empty or unreadable file, one whose bytes were added before, a publication
/// that the run does not know or that several fit, terms that no pipeline has, a day that is none.
pub fn add(files: &Files, root: &Path, addition: &Addition) -> Result<AddReport, Error> {
    let bytes = read(&addition.file)?;
    let day = checked(addition, &bytes)?;
    refuse_twice(root, &addition.file, &bytes)?;
    let (publication, title, address) = match &addition.about {
        About::Known { run, publication, .. } => {
            let (id, title, address) = the_publication(run, publication)?;
            (Some(id), title, address)
        }
        About::New { title, url, terms, .. } => {
            check_terms(files, terms)?;
            (None, title.clone(), url.clone())
        }
    };
    let folder = root.join(ADDED).join(addition.via.as_str());
    std::fs::create_dir_all(&folder).map_err(|error| cannot_write(&folder, &error))?;
    let name = free_name(&folder, &addition.file);
    let list = if publication.is_some() { root.join(ADDED).join(DOCUMENTS) } else { folder.join(LIST) };
    let cells = cells(addition, &name, day, publication.as_ref(), &title, &address);
    let known = read_if_there(&list)?.unwrap_or_default();
    let columns: &[&str] = if publication.is_some() { &DOCUMENT_COLUMNS } else { &LIST_COLUMNS };
    let delimiter = if addition.language == Language::Nl { b';' } else { b',' };
    let grown = with_row(&known, columns, delimiter, &cells).map_err(|problem| Error::Brought {
        place: relative(root, &list),
        problem: problem.what,
        hint: problem.hint,
    })?;
    copy_new(&folder.join(&name), &bytes)?;
    write_whole(&list, &grown)?;
    Ok(AddReport {
        file: relative(root, &folder.join(&name)),
        list: relative(root, &list),
        publication,
        title,
        via: addition.via,
        from: addition.from.clone(),
        day: PartialDate::from(day),
        who: addition.who.clone(),
    })
}

/// The day, where all that must be said is said.
fn checked(addition: &Addition, bytes: &[u8]) -> Result<Date, Error> {
    let refuse = |place: &str, problem: &str, hint: &str| {
        Err(Error::Brought { place: place.to_owned(), problem: problem.to_owned(), hint: hint.to_owned() })
    };
    if bytes.is_empty() {
        return refuse(&addition.file.display().to_string(), "the file is empty", "save it again");
    }
    if !ADDED_ROUTES.contains(&addition.via) {
        return refuse(
            "--via",
            "it is no way in which a document comes",
            "write citation, contact, browse or other",
        );
    }
    for (option, text) in [("--from", &addition.from), ("--who", &addition.who)] {
        if text.trim().is_empty() {
            return refuse(
                option,
                "it says nothing",
                "a reader must know from whom it came and who added it",
            );
        }
    }
    if let About::New { title, .. } = &addition.about
        && title.trim().is_empty()
    {
        return refuse("--title", "it says nothing", "a new publication is known by its title");
    }
    match &addition.day {
        None => Ok(PartialDate::of_instant(jiff::Timestamp::now()).first_day()),
        Some(text) => typed_day(text).map_or_else(
            || refuse("--day", &format!("`{text}` is no day"), "write it as 24-11-2026 or 2026-11-24"),
            Ok,
        ),
    }
}

/// The one publication that fits.
fn the_publication(run: &Path, asked: &str) -> Result<(PublicationId, String, String), Error> {
    let found = explain(run, asked, None, None)?;
    let refuse = |problem: String, hint: String| {
        Err(Error::Brought { place: format!("--to `{asked}`"), problem, hint })
    };
    match found.stories.as_slice() {
        [one] => {
            let row = &one.publication;
            Ok((row.publication.clone(), row.title.clone(), row.url.clone()))
        }
        [] => refuse(
            format!("no publication of the run in {} fits", run.display()),
            "see `bron explain RUN TITLE`; a publication that no search found is added with --title"
                .to_owned(),
        ),
        several => {
            let shown = several
                .iter()
                .take(12)
                .map(|story| format!("\n  {}  {}", story.publication.publication, story.publication.title));
            refuse(
                format!("{} publications fit:{}", several.len(), shown.collect::<String>()),
                "give the id of the one that is meant".to_owned(),
            )
        }
    }
}

/// Terms must be those of a pipeline of the study: a wrong name makes a list unreadable as a whole.
fn check_terms(files: &Files, terms: &str) -> Result<(), Error> {
    if terms.trim().is_empty() {
        return Ok(());
    }
    let protocols = files.pipelines().into_iter().filter_map(|name| Protocol::load(files, &name).ok());
    let mut problem = "no pipeline of this study can be read".to_owned();
    for protocol in protocols {
        match check_terms_cell(&protocol.terms, terms) {
            Ok(()) => return Ok(()),
            Err(told) => problem = told,
        }
    }
    let hint = "write ids, labels or texts of terms, apart by `;`".to_owned();
    Err(Error::Brought { place: "--terms".to_owned(), problem, hint })
}

/// A file that was added before is not added again, by whatever name.
fn refuse_twice(root: &Path, file: &Path, bytes: &[u8]) -> Result<(), Error> {
    let digest = Sha256::digest(bytes);
    for via in ADDED_ROUTES {
        let folder = root.join(ADDED).join(via.as_str());
        let Ok(entries) = std::fs::read_dir(&folder) else { continue };
        for entry in entries {
            let path = entry.map_err(|error| cannot_read(&folder, &error))?.path();
            if path.is_file() && Sha256::digest(read(&path)?) == digest {
                return Err(Error::Brought {
                    place: file.display().to_string(),
                    problem: format!("this file was added before: it is {}", relative(root, &path)),
                    hint: "nothing is to be done; see where it belongs in the list beside it or in added/documents.csv"
                        .to_owned(),
                });
            }
        }
    }
    Ok(())
}

fn cells(
    addition: &Addition,
    name: &str,
    day: Date,
    publication: Option<&PublicationId>,
    title: &str,
    address: &str,
) -> BTreeMap<&'static str, String> {
    let mut cells = BTreeMap::from([
        ("title", title.to_owned()),
        ("file", name.to_owned()),
        ("from", addition.from.trim().to_owned()),
        ("day", day.to_string()),
        ("who", addition.who.trim().to_owned()),
    ]);
    match &addition.about {
        About::Known { annex, .. } => {
            let part = if *annex { "annex" } else { "main" };
            cells.insert("publication", publication.map(ToString::to_string).unwrap_or_default());
            cells.insert("part", part.to_owned());
            cells.insert("via", addition.via.to_string());
            cells.insert("address", address.to_owned());
        }
        About::New { authors, date, url, kind, terms, .. } => {
            cells.insert("author", authors.clone());
            cells.insert("date", date.clone());
            cells.insert("url", url.clone());
            cells.insert("kind", kind.clone());
            cells.insert("terms", terms.clone());
        }
    }
    cells
}

/// The file's own name, or with a number where that is taken. A name that means something else here gets one too.
fn free_name(folder: &Path, file: &Path) -> String {
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let tame = |c: char| if c.is_control() || matches!(c, ':' | '/' | '\\') { '-' } else { c };
    let name: String = name.trim_start_matches('.').chars().map(tame).collect();
    let (stem, ending) = match name.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() => (stem.to_owned(), format!(".{ending}")),
        _ => (name.clone(), String::new()),
    };
    let stem = if stem.is_empty() { "document".to_owned() } else { stem };
    let is_free = |name: &str| !folder.join(name).exists() && !name.eq_ignore_ascii_case(LIST);
    let numbered = (2_u32..).map(|number| format!("{stem}-{number}{ending}"));
    let first = format!("{stem}{ending}");
    std::iter::once(first)
        .chain(numbered)
        .find(|name| is_free(name))
        .expect("there are more numbers than files")
}

/// Writes a file that must not be there yet.
fn copy_new(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let made = std::fs::File::options().write(true).create_new(true).open(path);
    let written = made.and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    written.map_err(|error| cannot_write(path, &error))
}

fn relative(root: &Path, path: &Path) -> String {
    path.strip_prefix(root).unwrap_or(path).display().to_string()
}
