//! A folder of files with a list: what a person put together, as a table (CSV), RIS or BibTeX.
//!
//! Which records a query finds: those whose `terms` name its term; where a record names no term, those whose title,
//! abstract or keywords hold a spelling of it or name it, and those without an abstract, whatever their keywords:
//! whether the term occurs is then settled by reading the publication (criterion E1a), not by the list. A record of RIS or
//! BibTeX names no term, so these rules decide about it.
//!
//! `terms` holds ids, labels of Table 1 or texts typed, in any case, apart by `;`, `,` or `|` (ids by blanks too). A name
//! that no term of the protocol has makes the whole list unreadable, with its line and the nearest id: a typo must
//! never drop a record in silence.
//!
//! Where a record is: its file in the folder; else its web address; else `https://doi.org/` with its DOI; else the
//! list's own address with `?title=`, which nobody can fetch. How a table may be saved: [`bron_text::Table`].

mod bibtex;
mod ris;
mod table;

use crate::answer::page_of;
use crate::listing::{Listing, Page, Row};
use crate::names::Names;
use crate::{Error, files_base};
use bron_model::{Exchange, QueryStatus, Request};
use bron_protocol::{Interface, Source};
use bron_text::{Ris, TableProblem as Problem};
use url::Url;

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
    /// Where it begins.
    line: u64,
}

/// The records of a list, and remarks on what of it nobody reads.
type Records = Result<(Vec<Record>, Vec<String>), Problem>;

/// Refuses a list of which a record does not say which publication it is.
fn refuse_nameless(records: &[Record]) -> Result<(), Problem> {
    match records.iter().find(|record| is_nameless(record)) {
        Some(record) => {
            Err(format!("line {}: a record has neither title nor file nor url nor doi", record.line))
        }
        None => Ok(()),
    }
}

/// Nothing says which publication it is.
fn is_nameless(record: &Record) -> bool {
    [&record.title, &record.file, &record.url].into_iter().all(String::is_empty)
        && at_resolver(&record.doi).is_none()
}

/// The first word: programs write other things behind an address.
fn address(text: &str) -> String {
    text.split_whitespace().next().unwrap_or_default().to_owned()
}

/// Whether it is an address on the web.
fn is_web(text: &str) -> bool {
    text.starts_with("http://") || text.starts_with("https://")
}

/// Whether it can be the path of a file in the folder: no drive, no scheme, and not from the root of a disk.
fn is_path(text: &str) -> bool {
    !text.is_empty() && !text.contains(':') && !text.starts_with(['/', '\\'])
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

    /// The records, and what of the list nobody reads.
    fn records(&self, text: &str) -> Records {
        let ending = self.list.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
        let is = |wanted: &str| ending.as_deref() == Some(wanted);
        if is("bib") {
            bibtex::records(text)
        } else if is("ris") || Ris::is_ris(text) {
            ris::records(text)
        } else {
            table::records(text)
        }
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
