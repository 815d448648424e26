//! The conversation with one source about what it lists: its sitemap, or its repository by OAI-PMH.

mod oai;
mod records;
mod shelf;
mod sitemap;
mod xml;

use crate::answer::{self, NoPage};
use bron_model::{Exchange, QueryStatus, Request};
use bron_protocol::{CataloguePlatform, Source};
use oai::Oai;
use shelf::Shelf;
use sitemap::Sitemap;
use url::Url;

/// One publication as a catalogue lists it. A text that it does not give is empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CatalogueItem {
    /// From 1, over all that is listed below the paths that are read.
    pub position: u32,
    /// The answer it stood in, from 1.
    pub answer: u32,
    /// The title; a sitemap gives none.
    pub title: String,
    /// The address: of a repository's record its page at one of the source's hosts, else a file there, else any
    /// address it names, else that of the record itself.
    pub url: Url,
    /// The authors, joined by `; `.
    pub authors: String,
    /// The date as listed: of several the first without a time of day, since a time is when the record was entered. A
    /// sitemap's is the day on which the page was last changed.
    pub date: String,
    /// The kind as listed, else by the beginning of the path.
    pub kind: String,
    /// Description, subjects and the like, a line each.
    pub text: String,
    /// The DOI, in any form.
    pub doi: String,
    /// The ISBN, in any form.
    pub isbn: String,
    /// The identifier of a repository's record; empty for a sitemap.
    pub site_id: String,
    /// Files that the record names, in its order.
    pub files: Vec<Url>,
}

/// How much a catalogue lists. Only `below` can be read; the rest says what the number leaves out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CatalogueCounts {
    /// Publications or pages listed, each once; deleted records are not among them.
    pub listed: u64,
    /// Of those, below the paths that are read.
    pub below: u64,
    /// Entries that repeat an earlier one.
    pub repeated: u64,
    /// Records that the repository says are deleted.
    pub deleted: u64,
    /// Addresses at hosts that are not the source's; they are left out of a sitemap.
    pub elsewhere: u64,
    /// Entries without an address that can be asked.
    pub without_address: u64,
}

/// What a catalogue lists. Where `status` is not complete, `items` are what was read until then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CatalogueResult {
    /// `sitemap` or `oai-pmh`; empty when it did not answer.
    pub interface: String,
    /// The number of records that the repository reports; a sitemap reports none.
    pub reported_total: Option<u64>,
    /// Those below the paths, in the order listed, up to the ceiling of the source's settings.
    pub items: Vec<CatalogueItem>,
    /// How many there are.
    pub counts: CatalogueCounts,
    /// Answers read.
    pub answers: u32,
    /// `hits`: the whole list was read; `none-reported`: the site says that it is empty.
    pub status: QueryStatus,
    /// Why, where the status needs explaining, and what was odd.
    pub note: String,
}

/// Asks for a whole catalogue, once for all queries.
///
/// Sans-IO: [`Catalogue::ask`] says what to fetch next, [`Catalogue::hear`] takes what came of it. It ends for any
/// site: lists that name each other, tokens that come back and lists without end are stopped and said.
pub struct Catalogue<'a> {
    talk: Talk<'a>,
    shelf: Shelf<'a>,
    most_answers: u32,
    /// Requests that something was heard of.
    asked: u32,
    answers: u32,
    reported: Option<u64>,
    end: Option<End>,
    problems: Vec<String>,
    notes: Vec<String>,
}

/// The kinds of lists; closed.
enum Talk<'a> {
    /// Nothing can be asked.
    Silent(String),
    Sitemap(Sitemap<'a>),
    Oai(Oai<'a>),
}

/// Why asking ended before the list was whole.
enum End {
    /// The site itself says that there is nothing.
    None,
    /// Something went wrong; the status holds where nothing was listed until then.
    Broken(QueryStatus, String),
}

/// What an answer led to.
enum Heard {
    /// It was read.
    Read,
    /// It was read, and it says that there is nothing.
    None,
    /// It could not be read, and nothing can be asked after it.
    Broken(QueryStatus, String),
    /// It could not be read; others may be.
    Lost(String),
}

impl From<NoPage> for Heard {
    fn from(no_page: NoPage) -> Self {
        Self::Broken(no_page.status, no_page.why)
    }
}

impl<'a> Catalogue<'a> {
    /// Begins. `most_answers` is the limit on answers that are read; hitting it makes the list incomplete. A source
    /// without a catalogue, or with one that cannot be asked, asks nothing and ends as `not-searched`.
    pub fn begin(source: &'a Source, most_answers: u32) -> Self {
        let talk = match &source.catalogue {
            None => Talk::Silent("the source has no catalogue".to_owned()),
            Some(settings) => {
                let base = source.base.as_ref();
                match settings.place().and_then(|place| base?.join(place).ok()) {
                    None => Talk::Silent("it is not known where the catalogue is".to_owned()),
                    Some(start) => match settings.platform {
                        CataloguePlatform::Sitemap => Talk::Sitemap(Sitemap::begin(source, start)),
                        CataloguePlatform::OaiPmh => Talk::Oai(Oai::begin(source, settings, start)),
                    },
                }
            }
        };
        Self {
            talk,
            shelf: Shelf::new(source),
            most_answers,
            asked: 0,
            answers: 0,
            reported: None,
            end: None,
            problems: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// The next request; `None` when everything was asked. Asking twice without hearing gives the same.
    pub fn ask(&self) -> Option<Request> {
        if self.end.is_some() || self.asked >= self.most_answers {
            return None;
        }
        self.wanted().map(Request::get)
    }

    fn wanted(&self) -> Option<Url> {
        match &self.talk {
            Talk::Silent(_) => None,
            Talk::Sitemap(talk) => talk.wanted(),
            Talk::Oai(talk) => talk.wanted(),
        }
    }

    /// Takes what came of the last request. Hearing something when nothing was asked changes nothing.
    pub fn hear(&mut self, exchange: &Exchange) {
        if self.ask().is_none() {
            return;
        }
        self.asked += 1;
        let page = answer::page_of(exchange);
        let listing = self.answers + 1;
        let heard = match &mut self.talk {
            Talk::Silent(_) => return,
            Talk::Sitemap(talk) => talk.hear(page, listing, &mut self.shelf),
            Talk::Oai(talk) => talk.hear(page, listing, &mut self.shelf),
        };
        if let Talk::Oai(talk) = &mut self.talk {
            self.reported = talk.reported();
            self.notes.append(&mut talk.notes);
        }
        match heard {
            Heard::Read => self.answers += 1,
            Heard::None => {
                self.answers += 1;
                self.end = Some(End::None);
            }
            Heard::Broken(status, why) => {
                let why = format!("{}: {why}", exchange.request.url);
                self.end = Some(End::Broken(status, why));
            }
            Heard::Lost(why) => self.problems.push(format!("{}: {why}", exchange.request.url)),
        }
    }

    /// What is listed. A conversation that still wants to ask ends as `incomplete`, or as `failed` when nothing was
    /// read.
    pub fn finish(mut self) -> CatalogueResult {
        let interface = match &self.talk {
            Talk::Silent(why) => return Self::silent(why.clone(), self.shelf),
            Talk::Sitemap(_) => CataloguePlatform::Sitemap.as_str(),
            Talk::Oai(_) => CataloguePlatform::OaiPmh.as_str(),
        };
        if self.end.is_none() && self.wanted().is_some() {
            let why = if self.asked >= self.most_answers {
                format!("more than {} answers are not read (limit `result_pages`)", self.most_answers)
            } else {
                "the next request was not answered".to_owned()
            };
            self.end = Some(End::Broken(QueryStatus::Failed, why));
        }
        if let Talk::Sitemap(talk) = &mut self.talk {
            self.problems.append(&mut talk.problems);
        }
        self.too_few();
        let (items, counts) = self.shelf.close();
        let nothing = counts.listed == 0;
        let status = match &self.end {
            Some(End::Broken(status, _)) if nothing => *status,
            Some(End::Broken(..)) => QueryStatus::Incomplete,
            _ if nothing && !self.problems.is_empty() => QueryStatus::Unreadable,
            _ if !self.problems.is_empty() => QueryStatus::Incomplete,
            Some(End::None) => QueryStatus::NoneReported,
            None if nothing => QueryStatus::NoneReported,
            None => QueryStatus::Hits,
        };
        let broken = match self.end {
            Some(End::Broken(_, why)) => Some(why),
            _ => None,
        };
        let answered = self.answers > 0 || status == QueryStatus::Unreadable;
        let notes: Vec<String> = broken.into_iter().chain(self.problems).chain(self.notes).collect();
        CatalogueResult {
            interface: if answered { interface.to_owned() } else { String::new() },
            reported_total: self.reported,
            items,
            counts,
            answers: self.answers,
            status,
            note: notes.join("; "),
        }
    }

    /// A list of which fewer records were read than the repository reports is not whole.
    fn too_few(&mut self) {
        let Some(reported) = self.reported.filter(|_| self.end.is_none()) else { return };
        let counts = self.shelf.counts();
        let read = counts.listed + counts.deleted + counts.repeated;
        if read < reported {
            self.problems.push(format!("{read} records were read, the repository reports {reported}"));
        } else if read > reported {
            self.notes.push(format!("{read} records were read, the repository reports {reported}"));
        }
    }

    fn silent(why: String, shelf: Shelf<'_>) -> CatalogueResult {
        let (items, counts) = shelf.close();
        CatalogueResult {
            interface: String::new(),
            reported_total: None,
            items,
            counts,
            answers: 0,
            status: QueryStatus::NotSearched,
            note: why,
        }
    }
}
