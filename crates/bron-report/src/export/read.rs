//! The records of an export, whatever its format.

use super::rayyan_log::Log;
use super::{Exported, Program, Vote, asreview, rayyan};
use crate::Error;
use crate::grid::{Grid, read_grid};
use bron_text::{Ris, RisRecord, decoded};
use std::collections::BTreeMap;
use std::path::Path;

/// Where our id may stand in a table.
const IDS: [&str; 5] = ["record_id", "accession number", "custom1", "c1", "id"];
/// Where it may stand in RIS.
const RIS_IDS: [&str; 3] = ["ID", "C1", "AN"];
const NOTES: [&str; 3] = ["notes", "note", "n1"];

/// What a file holds: records with their fields, by small names.
struct Held {
    line: u64,
    /// Why the record cannot be read, where that is so.
    problem: Option<String>,
    fields: BTreeMap<String, Vec<String>>,
}

impl Held {
    fn first(&self, names: &[&str]) -> String {
        let found =
            names.iter().find_map(|name| self.fields.get(*name)?.iter().find(|text| !text.is_empty()));
        found.cloned().unwrap_or_default()
    }

    fn all(&self, names: &[&str]) -> Vec<String> {
        names
            .iter()
            .filter_map(|name| self.fields.get(*name))
            .flatten()
            .filter(|text| !text.is_empty())
            .cloned()
            .collect()
    }
}

/// The records of a file, and which program wrote it.
pub(super) fn records(
    file: &Path,
    told: Option<Program>,
    log: Option<&Path>,
) -> Result<(Program, Vec<Exported>), Error> {
    let (held, is_ris) = held(file)?;
    let found = recognised(&held);
    let program = match (told, found) {
        (Some(told), Some(found)) if told != found => {
            return Err(Error::Read {
                file: file.to_owned(),
                what: format!("it holds decisions of {}, not of {}", found.as_str(), told.as_str()),
                hint: format!("import it with `--format {}`", found.as_str().to_lowercase()),
            });
        }
        (Some(program), _) | (None, Some(program)) => program,
        (None, None) => {
            return Err(Error::Read {
                file: file.to_owned(),
                what: "it holds no decisions of Rayyan or ASReview".to_owned(),
                hint: "say which program wrote it with --format; a sheet of bron has the columns `id` and `oordeel`".to_owned(),
            });
        }
    };
    let log = log.map(|log| read_log(log, program)).transpose()?;
    let records = held.into_iter().map(|held| {
        let record = exported(&held, program, is_ris);
        let Some(log) = &log else { return record };
        let key = held.first(&["key", "record_id"]);
        let votes = record.votes.and_then(|votes| log.votes(&key, &votes));
        Exported { votes, ..record }
    });
    Ok((program, records.collect()))
}

/// The log beside an export of Rayyan; no other program has one.
fn read_log(file: &Path, program: Program) -> Result<Log, Error> {
    let wrong = |what: String, hint: &str| Error::Read { file: file.to_owned(), what, hint: hint.to_owned() };
    if program != Program::Rayyan {
        return Err(wrong(format!("{} writes no log", program.as_str()), "leave --log out"));
    }
    let bytes = std::fs::read(file).map_err(|error| wrong(error.to_string(), "look whether it is there"))?;
    Log::read(&bytes)
        .map_err(|what| wrong(what, "it is `customizations_log.csv` in the zip that Rayyan exports"))
}

/// Which program wrote a file; nothing where that is not to be seen in it.
pub(super) fn program_of(file: &Path) -> Result<Option<Program>, Error> {
    Ok(recognised(&held(file)?.0))
}

fn held(file: &Path) -> Result<(Vec<Held>, bool), Error> {
    let bytes = std::fs::read(file).map_err(|error| Error::Read {
        file: file.to_owned(),
        what: error.to_string(),
        hint: "look whether it is there".to_owned(),
    })?;
    let text = decoded(&bytes);
    if Ris::is_ris(&text) {
        return Ok((Ris::of_text(&text).records.into_iter().map(of_ris).collect(), true));
    }
    let is_header = |cells: &[String]| {
        let names: Vec<String> = cells.iter().map(|cell| small(cell)).collect();
        names.iter().any(|name| name == "title" || name == "primary_title" || IDS.contains(&name.as_str()))
    };
    match read_grid(file, &is_header)? {
        Some(grid) => Ok((of_grid(grid), false)),
        None => Err(Error::Read {
            file: file.to_owned(),
            what: "no line of it has a column `title` or `record_id`, and it is no RIS".to_owned(),
            hint: "export CSV or RIS from Rayyan or ASReview, and unpack what is a zip".to_owned(),
        }),
    }
}

fn small(name: &str) -> String {
    name.trim().to_lowercase()
}

fn of_ris(record: RisRecord) -> Held {
    let mut fields: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut put = |name: &str, text: String| fields.entry(name.to_owned()).or_default().push(text);
    for id in RIS_IDS.iter().flat_map(|tag| record.all(tag)) {
        put("record_id", id.to_owned());
    }
    for note in record.all("N1") {
        put("notes", plain(note));
    }
    put("title", record.first(&["TI", "T1"]));
    put("url", record.first(&["UR", "L2"]));
    put("doi", record.first(&["DO"]));
    Held { line: record.line, problem: None, fields }
}

fn of_grid(grid: Grid) -> Vec<Held> {
    let names: Vec<String> = grid.header.iter().map(|name| small(name)).collect();
    let rows = grid.rows.into_iter().map(|(line, row)| match row {
        Err(problem) => Held { line, problem: Some(problem), fields: BTreeMap::new() },
        Ok(cells) => {
            let mut fields: BTreeMap<String, Vec<String>> = BTreeMap::new();
            for (name, cell) in names.iter().zip(cells) {
                let text = if NOTES.contains(&name.as_str()) { plain(&cell) } else { cell };
                fields.entry(name.clone()).or_default().push(text);
            }
            Held { line, problem: None, fields }
        }
    });
    rows.collect()
}

/// Zotero makes a note of HTML.
fn plain(note: &str) -> String {
    let mut text = note.to_owned();
    for tag in ["<p>", "</p>", "<div>", "</div>", "<br>", "<br/>", "<br />"] {
        text = text.replace(tag, "\n");
    }
    for (name, letter) in [("&gt;", ">"), ("&lt;", "<"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")] {
        text = text.replace(name, letter);
    }
    text.trim().to_owned()
}

fn recognised(held: &[Held]) -> Option<Program> {
    let note = |is_it: fn(&str) -> bool| {
        held.iter().flat_map(|record| record.all(&NOTES)).any(|note| note.lines().any(is_it))
    };
    let is_asreview = |line: &str| line.starts_with("ASReview_") || line.starts_with("asreview_");
    let is_column = held.iter().any(|record| record.fields.keys().any(|name| name.starts_with("asreview_")));
    let is_key = held.iter().any(|record| record.first(&["key"]).starts_with("rayyan-"));
    let is_number = held.iter().any(|record| record.first(&["record_id"]).starts_with("rayyan-"));
    if is_column || note(is_asreview) {
        // Both may have worked on a record one after the other: who exported it last is told by its columns.
        return Some(Program::Asreview);
    }
    (is_key || is_number || note(rayyan::is_rayyan)).then_some(Program::Rayyan)
}

fn exported(held: &Held, program: Program, is_ris: bool) -> Exported {
    let votes = match (&held.problem, program) {
        (Some(problem), _) => Err(problem.clone()),
        (None, Program::Rayyan) => rayyan::votes(&held.all(&NOTES).join("\n")),
        (None, Program::Asreview) if is_ris => asreview_in_notes(held),
        (None, Program::Asreview) => asreview_in_columns(held),
    };
    Exported {
        line: held.line,
        title: held.first(&["title", "primary_title"]),
        ids: held.all(&IDS),
        notes: held.all(&NOTES),
        url: held.first(&["url"]),
        doi: held.first(&["doi"]),
        votes,
    }
}

fn asreview_in_notes(held: &Held) -> Result<Vec<Vote>, String> {
    let notes = held.all(&NOTES);
    Ok(asreview::vote_in(notes.iter().map(String::as_str))?.into_iter().collect())
}

fn asreview_in_columns(held: &Held) -> Result<Vec<Vote>, String> {
    let column = asreview::LABELS.iter().find(|name| held.fields.contains_key(**name));
    let column =
        column.ok_or_else(|| format!("there is no column of labels, such as `{}`", asreview::LABELS[0]))?;
    let Some(verdict) = asreview::label(&held.first(&[*column]))? else { return Ok(Vec::new()) };
    if asreview::is_ours(&held.first(&[asreview::OURS]), verdict) {
        return Ok(Vec::new());
    }
    let tags = held.fields.iter().filter_map(|(name, cells)| {
        let tag = name.strip_prefix(asreview::TAG)?;
        cells.iter().any(|cell| matches!(cell.as_str(), "1" | "1.0")).then(|| tag.to_owned())
    });
    Ok(vec![Vote {
        name: held.first(&["asreview_user_name"]),
        verdict,
        reasons: tags.collect(),
        note: held.first(&["asreview_note"]),
    }])
}
