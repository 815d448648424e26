//! Stage 1, identification: every text is typed at every source.

use crate::catalogue::CatalogueRoute;
use crate::hand::HandSearches;
use crate::{Ask, Error, Progress};
use bron_identity::Listed;
use bron_model::{Query, QueryRow, QueryStatus, Route, SourceId};
use bron_protocol::{Protocol, Source};
use bron_search::{Conversation, ListedHit, QueryResult, Reading};
use bron_text::{Spellings, read_date};
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// What all queries gave, in the order of the protocol's queries.
pub(crate) struct Searched {
    pub(crate) queries: Vec<QueryRow>,
    pub(crate) listed: Vec<Listed>,
}

/// By whom is asked, what stands beside it, and what is not asked.
pub(crate) struct How<'a> {
    pub(crate) ask: &'a dyn Ask,
    /// What people typed.
    pub(crate) hand: &'a HandSearches<'a>,
    /// What the sites list.
    pub(crate) catalogue: &'a CatalogueRoute<'a>,
    /// The sources that are not asked, with the reason; what a person typed there counts all the same.
    pub(crate) closed: &'a BTreeMap<SourceId, String>,
    /// The day that a request may call today.
    pub(crate) harvested: jiff::civil::Date,
}

/// What may be fetched of a source whose queries are done while others are still being searched: it is given the
/// source, its hits and the question whether to go on. Nothing is decided by it; it only fills the archive earlier.
pub(crate) type Ahead<'a> = &'a (dyn Fn(&Source, Vec<Listed>, &dyn Fn() -> bool) -> Result<(), Error> + Sync);

/// Asks all sources, each in a thread of its own; within a source one query after the other. A source that is done
/// does not stand idle: see [`Ahead`].
///
/// A source that fails fails alone: its queries say so. Only an archive that cannot be written stops everything.
pub(crate) fn search_all(
    protocol: &Protocol,
    how: &How,
    spellings: &Spellings,
    progress: &dyn Progress,
    ahead: Ahead<'_>,
) -> Result<Searched, Error> {
    let queries = protocol.queries();
    let stop = AtomicBool::new(false);
    let searching = AtomicUsize::new(protocol.sources.len());
    let asker = Asker { protocol, how, spellings, progress, stop: &stop };
    let results = std::thread::scope(|scope| {
        let threads: Vec<_> = protocol
            .sources
            .iter()
            .map(|source| {
                let mine: Vec<&Query> = queries.iter().filter(|query| query.source == source.id).collect();
                let (asker, searching) = (&asker, &searching);
                scope.spawn(move || {
                    let result = asker.search_source(source, &mine);
                    let others = searching.fetch_sub(1, Ordering::AcqRel) - 1;
                    let results = result?;
                    if others > 0 {
                        // What the catalogue found was fetched to find it.
                        let typed = results.iter().filter(|(row, _)| row.via != Route::Catalogue);
                        let listed = typed.flat_map(|(_, listed)| listed).cloned().collect();
                        let go_on =
                            || searching.load(Ordering::Acquire) > 0 && !asker.stop.load(Ordering::Relaxed);
                        ahead(source, listed, &go_on)
                            .inspect_err(|_| asker.stop.store(true, Ordering::Relaxed))?;
                    }
                    Ok(results)
                })
            })
            .collect();
        threads
            .into_iter()
            .map(|thread| thread.join().expect("a source's thread does not panic"))
            .collect::<Vec<Result<_, Error>>>()
    });
    let mut searched = Searched { queries: Vec::new(), listed: Vec::new() };
    for result in results {
        for (row, listed) in result? {
            searched.queries.push(row);
            searched.listed.extend(listed);
        }
    }
    Ok(searched)
}

struct Asker<'a> {
    protocol: &'a Protocol,
    how: &'a How<'a>,
    spellings: &'a Spellings,
    progress: &'a dyn Progress,
    stop: &'a AtomicBool,
}

impl Asker<'_> {
    /// The box first, then the catalogue, whose list is read once for all texts; the rows in the order of the queries.
    fn search_source(
        &self,
        source: &Source,
        queries: &[&Query],
    ) -> Result<Vec<(QueryRow, Vec<Listed>)>, Error> {
        let of_route = |wanted: bool| -> (Vec<usize>, Vec<&Query>) {
            let mine = queries.iter().enumerate();
            mine.filter(|(_, query)| (query.via == Route::Catalogue) == wanted)
                .map(|(at, query)| (at, *query))
                .unzip()
        };
        let ((mut places, typed), (in_catalogue, listed)) = (of_route(false), of_route(true));
        let mut results = self.search_box(source, &typed)?;
        if !self.stop.load(Ordering::Relaxed) {
            let found = self
                .how
                .catalogue
                .search(source, &listed, self.stop)
                .inspect_err(|_| self.stop.store(true, Ordering::Relaxed))?;
            self.remark_on_catalogue(source, &found);
            places.extend(in_catalogue);
            results.extend(found);
        }
        let mut placed: Vec<_> = places.into_iter().zip(results).collect();
        placed.sort_by_key(|(at, _)| *at);
        Ok(placed.into_iter().map(|(_, result)| result).collect())
    }

    /// All texts share one list, so what went wrong is said once.
    fn remark_on_catalogue(&self, source: &Source, found: &[(QueryRow, Vec<Listed>)]) {
        if let Some((row, _)) = found.iter().find(|(row, _)| !row.status.is_complete()) {
            self.progress.remark(&format!("{} catalogue: {} {}", source.id, row.status, row.note));
        }
    }

    fn search_box(&self, source: &Source, queries: &[&Query]) -> Result<Vec<(QueryRow, Vec<Listed>)>, Error> {
        self.progress.source(&source.id, queries.len() as u64);
        let mut results = Vec::with_capacity(queries.len());
        for query in queries {
            if self.stop.load(Ordering::Relaxed) {
                break;
            }
            let result =
                self.search(source, query).inspect_err(|_| self.stop.store(true, Ordering::Relaxed))?;
            if !result.0.status.is_complete() {
                self.progress.remark(&format!(
                    "{} `{}`: {} {}",
                    source.id, query.text, result.0.status, result.0.note
                ));
            }
            self.progress.source_step(&source.id, &query.text);
            results.push(result);
        }
        Ok(results)
    }

    /// What a person typed is not asked of the site again.
    fn search(&self, source: &Source, query: &Query) -> Result<(QueryRow, Vec<Listed>), Error> {
        let has_spelling =
            |text: &str| self.spellings.find(text).iter().any(|found| found.term == query.term);
        let reading = Reading {
            stop: self.protocol.pipeline.stop.get(&source.id).copied(),
            result_pages: self.protocol.pipeline.limits.result_pages,
            has_spelling: &has_spelling,
            terms: &self.protocol.terms,
            harvested: self.how.harvested,
        };
        if let Some(by_hand) = self.how.hand.read(source, query, reading)? {
            return Ok(by_hand.rows(source, query));
        }
        if let Some(because) = self.how.closed.get(&source.id) {
            return Ok((not_searched(query, because.clone()), Vec::new()));
        }
        type_at(self.how.ask, source, query, reading)
    }
}

/// Types one text into a source's own box and reads what it returns.
pub(crate) fn type_at(
    ask: &dyn Ask,
    source: &Source,
    query: &Query,
    reading: Reading<'_>,
) -> Result<(QueryRow, Vec<Listed>), Error> {
    if source.platform.is_none() {
        let because = source.unknown.clone().unwrap_or_default();
        return Ok((not_searched(query, because), Vec::new()));
    }
    let mut conversation = Conversation::begin(source, query, reading);
    let mut seen: Option<Timestamp> = None;
    let mut missing = None;
    while let Some(request) = conversation.ask() {
        let Some(fetched) = ask.ask(source, &request)? else {
            missing = Some(request.url);
            break;
        };
        seen = Some(fetched.exchange.at);
        conversation.hear(&fetched.exchange);
    }
    let mut result = conversation.finish();
    if let Some(url) = missing {
        let note = format!("the archive does not hold {url}");
        if result.pages == 0 {
            return Ok((not_searched(query, note), Vec::new()));
        }
        result.status = QueryStatus::Incomplete;
        result.note = note;
    }
    Ok(rows(source, query, result, seen))
}

/// What a query found, as rows; relative dates count from `seen`.
fn rows(
    source: &Source,
    query: &Query,
    result: QueryResult,
    seen: Option<Timestamp>,
) -> (QueryRow, Vec<Listed>) {
    let row = QueryRow {
        source: query.source.clone(),
        term: query.term.clone(),
        text: query.text.clone(),
        via: query.via,
        interface: result.interface,
        reported_total: result.reported_total,
        hits: result.hits.len() as u64,
        pages: result.pages,
        status: result.status,
        note: result.note,
    };
    (row, result.hits.into_iter().map(|hit| listed(query, source, hit, seen)).collect())
}

/// What a person's search found, with who and when.
pub(crate) struct ByHand {
    pub(crate) result: QueryResult,
    pub(crate) day: jiff::civil::Date,
    pub(crate) who: String,
    /// The person's own note.
    pub(crate) note: String,
    /// From when relative dates count.
    pub(crate) seen: Option<Timestamp>,
}

impl ByHand {
    fn rows(self, source: &Source, query: &Query) -> (QueryRow, Vec<Listed>) {
        let Self { result, day, who, note, seen } = self;
        let query = Query { via: Route::HandSearch, ..query.clone() };
        let notes = [format!("typed by hand on {day} by {who}"), result.note.clone(), note];
        let notes: Vec<String> = notes.into_iter().filter(|note| !note.is_empty()).collect();
        rows(source, &query, QueryResult { note: notes.join("; "), ..result }, seen)
    }
}

pub(crate) fn not_searched(query: &Query, note: String) -> QueryRow {
    QueryRow {
        source: query.source.clone(),
        term: query.term.clone(),
        text: query.text.clone(),
        via: query.via,
        interface: String::new(),
        reported_total: None,
        hits: 0,
        pages: 0,
        status: QueryStatus::NotSearched,
        note,
    }
}

fn listed(query: &Query, source: &Source, hit: ListedHit, seen: Option<Timestamp>) -> Listed {
    let listed_date = read_date(&hit.date, seen);
    Listed {
        source: query.source.clone(),
        term: query.term.clone(),
        text: query.text.clone(),
        via: query.via,
        rank: hit.rank,
        result_page: hit.result_page,
        title: hit.title,
        url: hit.url,
        kind: hit.kind,
        date: hit.date,
        authors: hit.authors,
        site_id: hit.site_id,
        doi: hit.doi,
        isbn: hit.isbn,
        publisher: source.publisher.clone(),
        listed_date,
    }
}

/// The sources of which nothing was searched, with the note of the first query. A catalogue that was read is no search.
pub(crate) fn unsearched(queries: &[QueryRow]) -> Vec<(SourceId, String)> {
    let mut result: Vec<(SourceId, String)> = Vec::new();
    let typed = || queries.iter().filter(|row| row.via != Route::Catalogue);
    for row in typed() {
        let all = typed().filter(|other| other.source == row.source);
        let none = all.clone().all(|other| other.status == QueryStatus::NotSearched);
        if none && !result.iter().any(|(source, _)| *source == row.source) {
            result.push((row.source.clone(), row.note.clone()));
        }
    }
    result
}
