//! A folder of files with a table, or a RIS or CSV list: what a person put together.
//!
//! Which records a query finds: those whose `terms` name its term; where a record names no term, those whose title,
//! abstract or keywords hold a spelling of it, and those with a file and no abstract: whether the term occurs is then
//! settled by reading the file (criterion E1a), not by the list.

use crate::answer::{decode_unnamed, page_of};
use crate::listing::{Listing, Page, Row};
use crate::page::squeezed;
use crate::{Error, files_base};
use biblib::{Citation, CitationParser, RisParser};
use bron_model::{Exchange, QueryStatus, Request};
use bron_protocol::Source;
use std::collections::BTreeMap;
use url::Url;

/// Columns that a CSV list may have; `title`, and `file` or `url`, it must have.
const COLUMNS: &[&str] = &[
    "title", "author", "date", "file", "url", "found_on", "kind", "terms", "abstract", "keywords", "doi",
    "isbn",
];

/// A conversation with a list: it is asked for once.
pub(crate) struct Files {
    base: Url,
    list: String,
    wanted: Option<Url>,
}

/// A record of a list. Absent is empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Record {
    title: String,
    authors: String,
    date: String,
    file: String,
    url: String,
    kind: String,
    terms: String,
    summary: String,
    keywords: String,
    doi: String,
    isbn: String,
}

/// What is wrong with a list, with the line where that is known.
type Problem = String;

impl Files {
    pub(crate) fn begin(source: &Source) -> Result<Self, Error> {
        let settings = source.files.as_ref().ok_or_else(|| Error::Missing {
            source_id: source.id.to_string(),
            key: "files".to_owned(),
            because: "`platform = \"files\"`".to_owned(),
        })?;
        let base = files_base(&source.id);
        let wanted = below(&base, &settings.list).map_err(|problem| Error::Template {
            source_id: source.id.to_string(),
            key: "files.list".to_owned(),
            value: settings.list.clone(),
            problem,
        })?;
        Ok(Self { base, list: settings.list.clone(), wanted: Some(wanted) })
    }

    pub(crate) fn ask(&self) -> Option<Request> {
        self.wanted.clone().map(Request::get)
    }

    pub(crate) fn hear(&mut self, exchange: &Exchange, listing: &mut Listing) {
        let Some(at) = self.wanted.take() else { return };
        let text = match page_of(exchange) {
            Ok((_, bytes)) => decode_unnamed(bytes),
            Err(no_page) => {
                return listing.end_broken(no_page.status, format!("{}: {}", self.list, no_page.why));
            }
        };
        let read = self.records(&text).and_then(|(records, remarks)| {
            let rows =
                records.iter().map(|record| self.row(record, &at)).collect::<Result<Vec<Row>, Problem>>()?;
            Ok((records, rows, remarks))
        });
        let (records, rows, remarks) = match read {
            Ok(read) => read,
            Err(problem) => {
                return listing.end_broken(QueryStatus::Unreadable, format!("{}: {problem}", self.list));
            }
        };
        for remark in remarks {
            listing.note(remark);
        }
        let all = rows.len();
        let rows: Vec<Row> = records
            .iter()
            .zip(rows)
            .filter(|(record, _)| is_found(record, listing))
            .map(|(_, row)| row)
            .collect();
        listing.note(format!("{} of {all} records are for this term", rows.len()));
        listing.take(Page { rows, more: false });
    }

    fn records(&self, text: &str) -> Result<(Vec<Record>, Vec<String>), Problem> {
        let is_ris =
            self.list.to_ascii_lowercase().ends_with(".ris") || text.trim_start().starts_with("TY  -");
        if is_ris { Ok((ris(text)?, Vec::new())) } else { csv_list(text) }
    }

    fn row(&self, record: &Record, list: &Url) -> Result<Row, Problem> {
        let url = if !record.file.is_empty() {
            below(&self.base, &record.file)?
        } else if !record.url.is_empty() {
            Url::parse(&record.url).ok().filter(|url| matches!(url.scheme(), "http" | "https")).ok_or_else(
                || format!("`{}` of the record `{}` is no web address", record.url, record.title),
            )?
        } else {
            // Neither file nor address: it is a hit all the same, that nobody can fetch. Its title names it.
            let mut url = list.clone();
            url.query_pairs_mut().append_pair("title", &record.title);
            url
        };
        Ok(Row {
            title: record.title.clone(),
            url: Some(url),
            kind: record.kind.clone(),
            date: record.date.clone(),
            authors: record.authors.clone(),
            doi: record.doi.clone(),
            isbn: record.isbn.clone(),
            ..Row::default()
        })
    }
}

fn is_found(record: &Record, listing: &Listing) -> bool {
    let mut named = record
        .terms
        .split(|c: char| c.is_whitespace() || ";,".contains(c))
        .filter(|id| !id.is_empty())
        .peekable();
    if named.peek().is_some() {
        return named.any(|id| id == listing.query.term.as_str());
    }
    let spelled =
        [&record.title, &record.summary, &record.keywords].into_iter().any(|text| listing.has_spelling(text));
    spelled || (!record.file.is_empty() && record.summary.is_empty())
}

/// The address of a file below the folder's; `..` and absolute paths lead out of it and are refused.
fn below(base: &Url, path: &str) -> Result<Url, Problem> {
    let parts: Vec<&str> = path.split(['/', '\\']).filter(|part| !part.is_empty() && *part != ".").collect();
    let leads_out = path.starts_with(['/', '\\']) || parts.contains(&"..") || path.contains(':');
    if parts.is_empty() || leads_out {
        return Err(format!("`{path}` is no file in the folder"));
    }
    let mut url = base.clone();
    url.path_segments_mut().expect("an https address has a path").pop_if_empty().extend(parts);
    Ok(url)
}

fn csv_list(text: &str) -> Result<(Vec<Record>, Vec<String>), Problem> {
    let first_line = text.lines().next().unwrap_or_default();
    let count = |c: char| first_line.matches(c).count();
    let delimiter = if count(';') > count(',') { b';' } else { b',' };
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(text.as_bytes());
    let header = reader.headers().map_err(|problem| csv_problem(&problem))?.clone();
    let columns: BTreeMap<String, usize> =
        header.iter().enumerate().map(|(at, name)| (name.trim().to_ascii_lowercase(), at)).collect();
    let has = |name: &str| columns.contains_key(name);
    if !has("title") || !(has("file") || has("url")) {
        return Err(format!(
            "line 1: a list needs the column `title`, and `file` or `url`; it has {}",
            header.iter().collect::<Vec<_>>().join(", ")
        ));
    }
    let unused: Vec<&str> =
        columns.keys().map(String::as_str).filter(|name| !COLUMNS.contains(name)).collect();
    let remarks =
        if unused.is_empty() { Vec::new() } else { vec![format!("columns not used: {}", unused.join(", "))] };
    let mut records = Vec::new();
    for row in reader.records() {
        let row = row.map_err(|problem| csv_problem(&problem))?;
        let cell =
            |name: &str| columns.get(name).and_then(|&at| row.get(at)).map(squeezed).unwrap_or_default();
        let record = Record {
            title: cell("title"),
            authors: cell("author"),
            date: cell("date"),
            file: cell("file"),
            url: cell("url"),
            kind: cell("kind"),
            terms: cell("terms"),
            summary: cell("abstract"),
            keywords: cell("keywords"),
            doi: cell("doi"),
            isbn: cell("isbn"),
        };
        if record == Record::default() {
            continue;
        }
        if record.title.is_empty() && record.file.is_empty() && record.url.is_empty() {
            let line = row.position().map_or(0, csv::Position::line);
            return Err(format!("line {line}: a record has neither title nor file nor url"));
        }
        records.push(record);
    }
    Ok((records, remarks))
}

fn csv_problem(problem: &csv::Error) -> Problem {
    let line = problem.position().map(|position| format!("line {}: ", position.line())).unwrap_or_default();
    match problem.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("{line}the record has {len} fields, the header {expected_len}")
        }
        _ => format!("{line}{problem}"),
    }
}

fn ris(text: &str) -> Result<Vec<Record>, Problem> {
    let citations = RisParser::new().parse(text).map_err(|problem| {
        let line = problem.line.map(|line| format!("line {line}: ")).unwrap_or_default();
        format!("{line}{}", problem.error)
    })?;
    if citations.is_empty() && !text.trim().is_empty() {
        return Err("line 1: no RIS record (each begins with `TY  - `)".to_owned());
    }
    let records: Vec<Record> = citations.iter().map(from_citation).collect();
    match records
        .iter()
        .position(|record| record.title.is_empty() && record.file.is_empty() && record.url.is_empty())
    {
        Some(at) => Err(format!("record {} has neither title nor file nor address", at + 1)),
        None => Ok(records),
    }
}

fn from_citation(citation: &Citation) -> Record {
    let is_web = |url: &&String| url.starts_with("http://") || url.starts_with("https://");
    let is_path = |url: &&String| !url.trim().is_empty() && !url.contains(':');
    let authors: Vec<String> = citation
        .authors
        .iter()
        .map(|author| {
            let given = [&author.given_name, &author.middle_name].into_iter().flatten().map(String::as_str);
            let given = given.collect::<Vec<_>>().join(" ");
            if given.is_empty() { author.name.clone() } else { format!("{}, {given}", author.name) }
        })
        .collect();
    let date = citation.date.as_ref().map(|date| {
        let month = date.month.map(|month| format!("-{month:02}")).unwrap_or_default();
        let day =
            date.day.filter(|_| date.month.is_some()).map(|day| format!("-{day:02}")).unwrap_or_default();
        format!("{:04}{month}{day}", date.year)
    });
    let resolved = citation.doi.as_ref().map(|doi| format!("https://doi.org/{doi}"));
    Record {
        title: squeezed(&citation.title),
        authors: authors.join("; "),
        date: date.unwrap_or_default(),
        file: citation.urls.iter().find(is_path).map(|path| path.trim().to_owned()).unwrap_or_default(),
        url: citation.urls.iter().find(is_web).cloned().or(resolved).unwrap_or_default(),
        kind: citation.citation_type.last().cloned().unwrap_or_default(),
        terms: String::new(),
        summary: citation.abstract_text.clone().unwrap_or_default(),
        keywords: citation.keywords.join("; "),
        doi: citation.doi.clone().unwrap_or_default(),
        isbn: citation.issn.join("; "),
    }
}
