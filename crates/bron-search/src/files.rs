//! A folder of files with a table, or a RIS or CSV list: what a person put together.
//!
//! Which records a query finds: those whose `terms` name its term; where a record names no term, those whose title,
//! abstract or keywords hold a spelling of it or name it, and those without an abstract, whatever their keywords:
//! whether the term occurs is then settled by reading the publication (criterion E1a), not by the list. A RIS record
//! names no term, so these rules decide about it; its keywords are `KW`, its abstract `AB` or `N2`.
//!
//! `terms` holds ids, labels of Table 1 or texts typed, in any case, apart by `;`, `,` or `|` (ids by blanks too). A name
//! that no term of the protocol has makes the whole list unreadable, with its line and the nearest id: a typo must
//! never drop a record in silence.
//!
//! Where a record is: its file in the folder; else its web address; else `https://doi.org/` with its DOI; else the
//! list's own address with `?title=`, which nobody can fetch. How a table may be saved: [`bron_text::Table`].

use crate::answer::page_of;
use crate::listing::{Listing, Page, Row};
use crate::names::Names;
use crate::page::squeezed;
use crate::{Error, files_base};
use biblib::{Citation, CitationParser, RisParser};
use bron_model::{Exchange, QueryStatus, Request};
use bron_protocol::{Interface, Source};
use bron_text::{Cells, Table, TableProblem as Problem};
use url::Url;

/// Columns that a CSV list may have; `title`, and `file`, `url` or `doi`, it must have.
const COLUMNS: &[&str] = &[
    "title", "author", "date", "file", "url", "found_on", "kind", "terms", "abstract", "keywords", "doi",
    "isbn", // What `bron add` notes beside a record, for people.
    "from", "day", "who",
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
    /// Where it begins; 0 where that is not known.
    line: u64,
}

impl Files {
    pub(crate) fn begin(source: &Source, interface: &Interface) -> Result<Self, Error> {
        let settings = interface.files.as_ref().ok_or_else(|| Error::Missing {
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
            Ok((_, bytes)) => bron_text::decoded_unmarked(bytes),
            Err(no_page) => {
                return listing.end_broken(no_page.status, format!("{}: {}", self.list, no_page.why));
            }
        };
        if let Err(problem) = self.take(&text, &at, listing) {
            listing.end_broken(QueryStatus::Unreadable, format!("{}: {problem}", self.list));
        }
    }

    /// Takes the records for the query's term. Every record is looked at first: one that is wrong makes the list wrong.
    fn take(&self, text: &str, at: &Url, listing: &mut Listing) -> Result<(), Problem> {
        let (records, remarks) = self.records(text)?;
        let names = Names::new(listing.terms());
        let mut rows = Vec::new();
        for record in &records {
            let row = self.row(record, at)?;
            if is_found(record, &names, listing)? {
                rows.push(row);
            }
        }
        for remark in remarks {
            listing.note(remark);
        }
        listing.note(format!("{} of {} records are for this term", rows.len(), records.len()));
        listing.take(Page { rows, more: false });
        Ok(())
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
        } else if let Some(url) = at_resolver(&record.doi) {
            url
        } else {
            // Neither file nor address nor DOI: it is a hit all the same, that nobody can fetch. Its title names it.
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

fn is_found(record: &Record, names: &Names, listing: &Listing) -> Result<bool, Problem> {
    let term = &listing.query.term;
    let named = names.in_cell(&record.terms).map_err(|unknown| {
        let nearest = unknown.nearest.map(|id| format!("; the nearest id is `{id}`")).unwrap_or_default();
        format!("line {}: `{}` in `terms` is the name of no term{nearest}", record.line, unknown.name)
    })?;
    if !named.is_empty() {
        return Ok(named.contains(term));
    }
    let spelled =
        [&record.title, &record.summary, &record.keywords].into_iter().any(|text| listing.has_spelling(text));
    let keyword = || record.keywords.split([';', ',']).any(|keyword| names.terms(keyword).contains(term));
    Ok(spelled || keyword() || record.summary.trim().is_empty())
}

/// The address of a DOI, however it is written (`10.1/x`, `doi:10.1/x`, an address); `None` where it is none.
fn at_resolver(doi: &str) -> Option<Url> {
    let begins = |at: &usize| !doi[..*at].ends_with(char::is_alphanumeric) && doi[*at..].contains('/');
    let doi = &doi[doi.match_indices("10.").map(|(at, _)| at).find(begins)?..];
    let mut url = Url::parse("https://doi.org/").expect("a constant");
    url.set_path(doi.trim());
    Some(url)
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
    let table = Table::of_text(text, Cells::Exact)?;
    if !table.has("title") || !(table.has("file") || table.has("url") || table.has("doi")) {
        return Err(format!(
            "line {}: a list needs the column `title`, and `file`, `url` or `doi`; it has {}",
            table.header_line,
            table.header.join(", ")
        ));
    }
    let unused: Vec<&str> = table.names().filter(|name| !COLUMNS.contains(name)).collect();
    let remarks =
        if unused.is_empty() { Vec::new() } else { vec![format!("columns not used: {}", unused.join(", "))] };
    let mut records = Vec::new();
    for row in &table.rows {
        let row = row.as_ref().map_err(Clone::clone)?;
        let cell = |name: &str| table.cell(row, name);
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
            line: 0,
        };
        if record == Record::default() {
            continue;
        }
        if is_nameless(&record) {
            return Err(format!("line {}: a record has neither title nor file nor url nor doi", row.line));
        }
        records.push(Record { line: row.line, ..record });
    }
    Ok((records, remarks))
}

/// Nothing says which publication it is.
fn is_nameless(record: &Record) -> bool {
    [&record.title, &record.file, &record.url].into_iter().all(String::is_empty)
        && at_resolver(&record.doi).is_none()
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
    match records.iter().position(is_nameless) {
        Some(at) => Err(format!("record {} has neither title nor file nor address nor DOI", at + 1)),
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
    Record {
        title: squeezed(&citation.title),
        authors: authors.join("; "),
        date: date.unwrap_or_default(),
        file: citation.urls.iter().find(is_path).map(|path| path.trim().to_owned()).unwrap_or_default(),
        url: citation.urls.iter().find(is_web).cloned().unwrap_or_default(),
        kind: citation.citation_type.last().cloned().unwrap_or_default(),
        terms: String::new(),
        summary: citation.abstract_text.clone().unwrap_or_default(),
        keywords: citation.keywords.join("; "),
        doi: citation.doi.clone().unwrap_or_default(),
        isbn: citation.issn.join("; "),
        line: 0,
    }
}
