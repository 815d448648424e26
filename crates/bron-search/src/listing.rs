//! What was read of a result list so far, and what that makes of the query.
//!
//! A list is whole when as many rows were read as the site reports, and its pages do not overlap: where a page repeats
//! an address of an earlier page and fewer distinct addresses than reported were read, others were never shown, and the
//! query is incomplete. Rows repeated within one page are the site's own way of listing: a note, no more.

use crate::{ListedHit, QueryResult, Reading};
use bron_model::{Query, QueryStatus, canonical_address};
use bron_protocol::{Source, Term};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use url::Url;

/// The list of one query, page after page.
pub(crate) struct Listing<'a> {
    pub(crate) source: &'a Source,
    pub(crate) query: &'a Query,
    reading: Reading<'a>,
    hits: Vec<ListedHit>,
    /// Rows that the site listed, those included that are no hit (of a post type that is left out).
    rows: u64,
    pages: u32,
    reported: Option<u64>,
    /// The number at which the site stops.
    cap: Option<u64>,
    /// The addresses of all rows, as they are recognised, each with the page that listed it first.
    seen: BTreeMap<String, u32>,
    listed_twice: u64,
    /// A page listed an address of an earlier page: the order changed between the requests, or the paging is off.
    pages_overlap: bool,
    /// The addresses of the last page, and whether all of them stood on earlier pages.
    last_page: Vec<String>,
    nothing_new: bool,
    pages_without_term: u32,
    end: Option<End>,
    notes: Vec<String>,
}

/// Why reading ended.
#[derive(Debug, Clone, PartialEq, Eq)]
enum End {
    /// The list ended.
    Whole,
    /// The site itself says that there is nothing.
    None,
    /// A stop rule of the protocol.
    Stopped,
    /// The limit on result pages.
    Limit,
    /// The site gives no more, as the note says.
    Capped,
    /// Something went wrong; with the status that it has where nothing was read.
    Broken(QueryStatus),
}

/// A result page, whatever the platform.
pub(crate) struct Page {
    pub(crate) rows: Vec<Row>,
    /// Whether there may be another page.
    pub(crate) more: bool,
}

/// A row of a result page. `None` as address: it leads nowhere.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Row {
    pub(crate) title: String,
    pub(crate) url: Option<Url>,
    pub(crate) kind: String,
    pub(crate) date: String,
    pub(crate) authors: String,
    pub(crate) site_id: String,
    pub(crate) doi: String,
    pub(crate) isbn: String,
    /// Of a post type that the settings leave out.
    pub(crate) left_out: bool,
}

impl<'a> Listing<'a> {
    pub(crate) fn new(source: &'a Source, query: &'a Query, reading: Reading<'a>) -> Self {
        Self {
            source,
            query,
            reading,
            hits: Vec::new(),
            rows: 0,
            pages: 0,
            reported: None,
            cap: None,
            seen: BTreeMap::new(),
            listed_twice: 0,
            pages_overlap: false,
            last_page: Vec::new(),
            nothing_new: false,
            pages_without_term: 0,
            end: None,
            notes: Vec::new(),
        }
    }

    pub(crate) fn is_over(&self) -> bool {
        matches!(self.end, Some(End::Broken(_)))
    }
    pub(crate) fn has_ended(&self) -> bool {
        self.end.is_some()
    }
    pub(crate) fn pages(&self) -> u32 {
        self.pages
    }
    pub(crate) fn reported(&self) -> Option<u64> {
        self.reported
    }
    pub(crate) fn rows_read(&self) -> u64 {
        self.rows
    }
    pub(crate) fn hits(&self) -> &[ListedHit] {
        &self.hits
    }
    pub(crate) fn hits_mut(&mut self) -> &mut [ListedHit] {
        &mut self.hits
    }
    /// The addresses of all rows, as they are recognised, each with the page that listed it first.
    pub(crate) fn addresses(&self) -> &BTreeMap<String, u32> {
        &self.seen
    }
    /// Whether the list ended by itself: it was read to its end, or the site says that there is nothing.
    pub(crate) fn ended_by_itself(&self) -> bool {
        matches!(self.end, Some(End::Whole | End::None))
    }
    pub(crate) fn has_spelling(&self, text: &str) -> bool {
        (self.reading.has_spelling)(text)
    }
    pub(crate) fn terms(&self) -> &'a [Term] {
        self.reading.terms
    }
    pub(crate) fn set_cap(&mut self, cap: Option<u64>) {
        self.cap = cap;
    }
    /// The number that the site reports. Where a later page reports another one the list changed while it was read:
    /// that is noted, and the larger number is the one to be read, so that nothing is called whole that may not be.
    /// Pages past the end, which have been seen to report 0, must not be told here.
    pub(crate) fn report(&mut self, total: Option<u64>) {
        if let (Some(before), Some(now)) = (self.reported, total)
            && before != now
        {
            let page = self.pages + 1;
            self.note(format!("the reported total changed from {before} to {now} on page {page}"));
        }
        self.reported = self.reported.max(total);
    }
    pub(crate) fn note(&mut self, text: impl Into<String>) {
        let text = text.into();
        if !self.notes.contains(&text) {
            self.notes.push(text);
        }
    }
    pub(crate) fn end_whole(&mut self) {
        self.end.get_or_insert(End::Whole);
    }
    /// Ends with a page on which the site says that there is nothing.
    pub(crate) fn end_none(&mut self) {
        self.pages += 1;
        self.end.get_or_insert(End::None);
    }
    /// Ends with what went wrong and where; beats a list that seemed whole.
    pub(crate) fn end_broken(&mut self, status: QueryStatus, note: impl Into<String>) {
        self.note(note);
        self.end = Some(End::Broken(status));
    }

    /// Whether the list has ended and was read to its end.
    pub(crate) fn is_whole(&self) -> bool {
        self.end == Some(End::Whole)
    }
    /// Ends a list that seemed whole as one of which the site gives no more.
    pub(crate) fn end_capped(&mut self, note: impl Into<String>) {
        self.note(note);
        self.end = Some(End::Capped);
    }
    /// Counts an answer in which nothing stands that was not listed before.
    pub(crate) fn pass_page(&mut self, more: bool) {
        self.pages += 1;
        if !more {
            self.end_whole();
        } else if self.pages >= self.reading.result_pages {
            self.end.get_or_insert(End::Limit);
        }
    }

    /// Takes a page of the list. Afterwards either the reading has ended or the next page should be asked for.
    ///
    /// A page that lists nothing new is the end where it is the last one again, where no other page follows, or where it
    /// is the second of its kind. A single one in the midst is not: a site that lists apart what it finds by title and
    /// by text has pages on which everything stood before.
    pub(crate) fn take(&mut self, page: Page) {
        let addresses: Vec<String> =
            page.rows.iter().filter_map(|row| row.url.as_ref()).map(canonical_address).collect();
        let nothing_new = self.pages > 0 && self.were_read_before(&addresses);
        if nothing_new && (!page.more || self.nothing_new || addresses == self.last_page) {
            let at = self.pages + 1;
            self.note(format!("page {at} lists only what earlier pages listed: taken as the end"));
            self.pages_overlap = true;
            return self.end_whole();
        }
        self.nothing_new = nothing_new;
        self.last_page = addresses;
        self.pages += 1;
        let with_term = page.rows.iter().any(|row| self.has_spelling(&row.title));
        self.pages_without_term = if with_term { 0 } else { self.pages_without_term + 1 };
        let most = self.reading.stop.and_then(|stop| stop.hits).unwrap_or(u64::MAX);
        let mut cut = false;
        for row in page.rows {
            cut = self.hits.len() as u64 >= most;
            if cut {
                break;
            }
            self.take_row(row);
        }
        let enough = self.hits.len() as u64 >= most;
        let tired = self.reading.stop.and_then(|stop| stop.pages_without_term);
        let tired = tired.is_some_and(|pages| self.pages_without_term >= pages);
        if cut || page.more && (enough || tired) {
            self.end = Some(End::Stopped);
        } else if !page.more {
            self.end_whole();
        } else if self.pages >= self.reading.result_pages {
            self.end = Some(End::Limit);
        }
    }

    fn were_read_before(&self, addresses: &[String]) -> bool {
        !addresses.is_empty() && addresses.iter().all(|address| self.seen.contains_key(address))
    }

    fn take_row(&mut self, row: Row) {
        let Some(url) = row.url else {
            return self.note("rows that lead nowhere were passed over");
        };
        self.rows += 1;
        match self.seen.entry(canonical_address(&url)) {
            Entry::Vacant(place) => {
                place.insert(self.pages);
            }
            Entry::Occupied(place) => {
                self.listed_twice += 1;
                self.pages_overlap |= *place.get() < self.pages;
            }
        }
        if row.left_out {
            return;
        }
        let kind = if row.kind.is_empty() { self.kind_by_path(&url) } else { row.kind };
        self.hits.push(ListedHit {
            rank: u32::try_from(self.hits.len() + 1).unwrap_or(u32::MAX),
            result_page: self.pages,
            title: row.title,
            url,
            kind,
            date: row.date,
            authors: row.authors,
            site_id: row.site_id,
            doi: row.doi,
            isbn: row.isbn,
        });
    }

    /// The kind by the longest beginning of the path that the settings name; empty where none fits, or the address
    /// is at another site.
    pub(crate) fn kind_by_path(&self, url: &Url) -> String {
        let plain = |host: &str| host.strip_prefix("www.").unwrap_or(host).to_ascii_lowercase();
        let host = plain(url.host_str().unwrap_or_default());
        let base = self.source.base.as_ref().and_then(Url::host_str);
        let ours = base.into_iter().chain(self.source.hosts.iter().map(String::as_str));
        if !ours.map(plain).any(|ours| ours == host) {
            return String::new();
        }
        let fitting =
            self.source.kinds_by_path.iter().filter(|(path, _)| url.path().starts_with(path.as_str()));
        fitting.max_by_key(|(path, _)| path.len()).map(|(_, kind)| kind.clone()).unwrap_or_default()
    }

    /// What became of the query. `open`: the conversation still wanted to ask.
    pub(crate) fn close(mut self, interface: &str, open: bool) -> QueryResult {
        if open && !self.has_ended() {
            self.end_broken(QueryStatus::Failed, "the next request was not answered");
        }
        if open && !self.is_over() && self.pages > 0 {
            self.note("the last requests were not answered");
        }
        let status = self.status();
        if self.listed_twice > 0 {
            self.note(format!("{} rows list an address that stands in an earlier row", self.listed_twice));
        }
        let left_out = self.rows - self.hits.len() as u64;
        if left_out > 0 {
            self.note(format!("{left_out} rows are of post types that the settings leave out"));
        }
        let answered = self.pages > 0 || self.said_something();
        QueryResult {
            interface: if answered { interface.to_owned() } else { String::new() },
            reported_total: self.reported,
            hits: self.hits,
            pages: self.pages,
            status,
            note: self.notes.join("; "),
        }
    }

    /// An answer that could not be read is an answer of that interface.
    fn said_something(&self) -> bool {
        matches!(self.end, Some(End::Broken(QueryStatus::Unreadable)))
    }

    fn status(&mut self) -> QueryStatus {
        match self.end.clone().unwrap_or(End::Whole) {
            End::Broken(status) if self.pages == 0 => status,
            End::Broken(_) => {
                self.note_counts();
                QueryStatus::Incomplete
            }
            End::Limit => {
                self.note(format!("stopped at the limit of {} result pages", self.pages));
                self.note_counts();
                QueryStatus::Incomplete
            }
            End::Stopped => {
                let read = self.rows;
                let (reported, unread) = match self.reported {
                    Some(total) => (total.to_string(), total.saturating_sub(read).to_string()),
                    None => ("no number".to_owned(), "an unknown number".to_owned()),
                };
                self.note(format!("reported {reported}, read {read}, unread {unread}"));
                QueryStatus::StoppedByProtocol
            }
            End::Capped => {
                self.note_counts();
                QueryStatus::Capped
            }
            End::None => QueryStatus::NoneReported,
            End::Whole => self.status_of_whole(),
        }
    }

    fn status_of_whole(&mut self) -> QueryStatus {
        let read = self.rows;
        let distinct = self.seen.len() as u64;
        let lacking = self.reported.filter(|reported| self.pages_overlap && distinct < *reported);
        if let Some(reported) = lacking {
            self.note(format!(
                "a page repeats what earlier pages listed: {distinct} distinct addresses read, {reported} reported"
            ));
        }
        if let Some(cap) = self.cap
            && read >= cap
            && self.reported.is_none_or(|reported| reported >= cap)
        {
            self.note(format!("the site stops at {cap}"));
            self.note_counts();
            return QueryStatus::Capped;
        }
        match self.reported {
            _ if lacking.is_some() => QueryStatus::Incomplete,
            Some(reported) if read < reported => {
                self.note_counts();
                QueryStatus::Incomplete
            }
            Some(reported) if read > reported => {
                self.note_counts();
                QueryStatus::Hits
            }
            _ if read == 0 => QueryStatus::NoneReported,
            _ => QueryStatus::Hits,
        }
    }

    fn note_counts(&mut self) {
        if let Some(reported) = self.reported {
            let read = self.rows;
            self.note(format!("reported {reported}, read {read}"));
        }
    }
}
