//! The records of a BibTeX or BibLaTeX list.

use super::ris::bare_doi;
use super::{Record, Records, address, is_path, refuse_nameless};
use crate::page::squeezed;
use biblatex::{Bibliography, ChunksExt, Entry, Person, RawBibliography};
use std::collections::BTreeMap;

/// Fields that are read.
const USED: [&str; 18] = [
    "title",
    "subtitle",
    "author",
    "editor",
    "date",
    "year",
    "month",
    "day",
    "url",
    "doi",
    "isbn",
    "file",
    "keywords",
    "abstract",
    "type",
    "howpublished",
    "crossref",
    "xdata",
];

/// The records, with a remark on fields that nobody reads. A list of which a part cannot be understood is none at all.
pub(super) fn records(text: &str) -> Records {
    let wrong = |span: &std::ops::Range<usize>, what: &dyn std::fmt::Display| {
        format!("line {}: {what}", line_at(text, span.start))
    };
    let raw = RawBibliography::parse(text).map_err(|error| wrong(&error.span, &error.kind))?;
    if raw.entries.is_empty() && !text.trim().is_empty() {
        return Err("line 1: no entry (each begins with `@`)".to_owned());
    }
    let lines: Vec<u64> = raw.entries.iter().map(|entry| line_at(text, entry.span.start)).collect();
    let mut unused: BTreeMap<String, u64> = BTreeMap::new();
    for pair in raw.entries.iter().flat_map(|entry| &entry.v.fields) {
        let name = pair.key.v.to_ascii_lowercase();
        if !USED.contains(&name.as_str()) {
            unused.entry(name).or_insert_with(|| line_at(text, pair.key.span.start));
        }
    }
    let bibliography = Bibliography::from_raw(raw).map_err(|error| wrong(&error.span, &error.kind))?;
    let records = bibliography.iter().zip(lines).map(|(entry, line)| record(entry, line));
    let records = records.collect::<Result<Vec<_>, _>>()?;
    refuse_nameless(&records)?;
    let told: Vec<String> = unused.iter().map(|(name, line)| format!("{name} (line {line})")).collect();
    let remarks =
        if told.is_empty() { Vec::new() } else { vec![format!("fields not used: {}", told.join(", "))] };
    Ok((records, remarks))
}

fn record(entry: &Entry, line: u64) -> Result<Record, String> {
    let field =
        |name: &str| entry.get(name).map(|chunks| squeezed(&chunks.format_verbatim())).unwrap_or_default();
    let title = [field("title"), field("subtitle")];
    let title: Vec<String> = title.into_iter().filter(|part| !part.is_empty()).collect();
    let told = [field("url"), field("howpublished")];
    let url = told.iter().map(|text| address(text)).find(|text| super::is_web(text)).unwrap_or_default();
    let kind = field("type");
    let file = field("file");
    Ok(Record {
        title: title.join(": "),
        authors: authors(entry).map_err(|what| format!("line {line}: {what}"))?,
        date: date(&field),
        file: if is_path(&file) { file } else { String::new() },
        url,
        kind: if kind.is_empty() { entry.entry_type.to_string() } else { kind },
        terms: String::new(),
        summary: field("abstract"),
        keywords: field("keywords"),
        doi: bare_doi(&field("doi")),
        isbn: field("isbn"),
        line,
    })
}

/// `Family, Given`, apart by `; `; where there is no author, the editors.
fn authors(entry: &Entry) -> Result<String, String> {
    let persons: Vec<Person> = if entry.get("author").is_some() {
        entry.author().map_err(|error| error.to_string())?
    } else {
        let editors = entry.editors().map_err(|error| error.to_string())?;
        editors.into_iter().flat_map(|(persons, _)| persons).collect()
    };
    let name = |person: &Person| {
        let family = squeezed(&format!("{} {}", person.prefix, person.name));
        let parts = [family, squeezed(&person.suffix), squeezed(&person.given_name)];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
    };
    Ok(persons.iter().map(name).collect::<Vec<_>>().join("; "))
}

/// The date as it stands there: `2019-03-14`, or year, month and day from their own fields.
fn date(field: &dyn Fn(&str) -> String) -> String {
    let date = field("date");
    if !date.is_empty() {
        return date;
    }
    let (year, month, day) = (field("year"), field("month"), field("day"));
    match (month.parse::<u8>(), day.parse::<u8>()) {
        _ if month.is_empty() => year,
        (Ok(month), Ok(day)) => format!("{year}-{month:02}-{day:02}"),
        (Ok(month), Err(_)) => format!("{year}-{month:02}"),
        (Err(_), _) => squeezed(&format!("{day} {month} {year}")),
    }
}

fn line_at(text: &str, byte: usize) -> u64 {
    1 + text.as_bytes().iter().take(byte).filter(|byte| **byte == b'\n').count() as u64
}
