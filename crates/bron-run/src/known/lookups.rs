//! Titles typed into search boxes, to test the boxes. Nothing of it is counted.

use super::evidence::seen_in_list;
use super::works::Work;
use crate::run::{asker, open_archive};
use crate::search::type_at;
use crate::{Ask, Error, Options, Progress};
use bron_identity::{Listed, Traced, trace};
use bron_model::{LookupRow, PartialDate, Query, QueryStatus, Returned, Route, SourceId};
use bron_protocol::{Moved, Platform, Protocol, Source, StopRule};
use bron_search::Reading;
use bron_store::archive_files;
use std::collections::BTreeMap;
use std::path::Path;

/// So many hits of a look-up are read: a box that does not show a title among these does not return it to a reader.
const MOST_HITS: u64 = 30;

/// Looks every title up at every source that can be searched, each source in a thread of its own.
///
/// Without `look_up` nothing is sent: what the archive holds of earlier look-ups is read again, and a title of which it
/// holds nothing has no rows. Sorted by publication, then source.
pub(super) fn look_up_all(
    options: &Options,
    protocol: &Protocol,
    run: &Path,
    works: &[Work<'_>],
    look_up: bool,
    progress: &dyn Progress,
) -> Result<Vec<LookupRow>, Error> {
    let titled: Vec<&Work<'_>> = works.iter().filter(|work| work.has_title()).collect();
    let options = Options { offline: options.offline || !look_up, ..options.clone() };
    if titled.is_empty() || (!look_up && !has_archive(&options, protocol, run)?) {
        return Ok(Vec::new());
    }
    let archive = open_archive(&options, protocol, run)?;
    let rows = {
        let ask = asker(&options, protocol, &archive)?;
        let Some(harvested) = archive.harvest_date() else { return Ok(Vec::new()) };
        let harvested = PartialDate::of_instant(harvested).first_day();
        let looking = Looking { protocol, ask: ask.as_ref(), progress, harvested, moved: moved_of(protocol) };
        looking.at_all_sources(&titled)?
    };
    if look_up && !options.offline {
        archive.write_index()?;
    }
    Ok(if look_up { rows } else { heard_only(rows) })
}

fn has_archive(options: &Options, protocol: &Protocol, run: &Path) -> Result<bool, Error> {
    let folder = match &protocol.pipeline.archive {
        Some(other) => options.root.join("output").join(other),
        None => run.to_owned(),
    };
    Ok(!archive_files(&folder.join("archive"))?.is_empty())
}

/// The rows of titles of which something was heard somewhere.
fn heard_only(rows: Vec<LookupRow>) -> Vec<LookupRow> {
    let heard: Vec<u32> =
        rows.iter().filter(|row| row.status != QueryStatus::NotSearched).map(|row| row.work).collect();
    rows.into_iter().filter(|row| heard.contains(&row.work)).collect()
}

fn moved_of(protocol: &Protocol) -> BTreeMap<SourceId, Vec<Moved>> {
    protocol.sources.iter().map(|source| (source.id.clone(), source.moved.clone())).collect()
}

struct Looking<'a> {
    protocol: &'a Protocol,
    ask: &'a dyn Ask,
    progress: &'a dyn Progress,
    /// The day that a request may call today: that of the archive's first record.
    harvested: jiff::civil::Date,
    moved: BTreeMap<SourceId, Vec<Moved>>,
}

impl Looking<'_> {
    fn at_all_sources(&self, works: &[&Work<'_>]) -> Result<Vec<LookupRow>, Error> {
        self.progress.stage("known items", None);
        let has_a_box =
            |source: &&Source| source.platform.is_some_and(|platform| platform != Platform::Files);
        let results = std::thread::scope(|scope| {
            let threads: Vec<_> = self
                .protocol
                .sources
                .iter()
                .filter(has_a_box)
                .map(|source| scope.spawn(move || self.at_source(source, works)))
                .collect();
            threads
                .into_iter()
                .map(|thread| thread.join().expect("a source's thread does not panic"))
                .collect::<Vec<Result<Vec<LookupRow>, Error>>>()
        });
        let mut rows = Vec::new();
        for result in results {
            rows.extend(result?);
        }
        // Stable: within a publication the sources stay in the pipeline's order.
        rows.sort_by_key(|row: &LookupRow| row.work);
        Ok(rows)
    }

    fn at_source(&self, source: &Source, works: &[&Work<'_>]) -> Result<Vec<LookupRow>, Error> {
        self.progress.source(&source.id, works.len() as u64);
        let mut rows = Vec::with_capacity(works.len());
        for work in works {
            rows.push(self.look_up(source, work)?);
            self.progress.source_step(&source.id, &work.known.title);
        }
        Ok(rows)
    }

    fn look_up(&self, source: &Source, work: &Work<'_>) -> Result<LookupRow, Error> {
        let query = Query {
            source: source.id.clone(),
            term: work.items[0].term.clone(),
            text: work.known.title.clone(),
            via: Route::KnownItem,
        };
        let stop = StopRule { hits: Some(MOST_HITS), pages_without_term: None };
        let reading = Reading {
            stop: Some(stop),
            result_pages: self.protocol.pipeline.limits.result_pages,
            has_spelling: &|_| false,
            terms: &self.protocol.terms,
            harvested: self.harvested,
        };
        let (row, listed) = type_at(self.ask, source, &query, reading)?;
        let seen: Vec<_> = listed.iter().map(seen_in_list).collect();
        let traced = trace(&work.known, &seen, &self.moved);
        let nothing_read = row.pages == 0 && row.hits == 0 && !row.status.is_complete();
        Ok(LookupRow {
            work: work.number,
            authors: work.known.authors.clone(),
            year: work.year.clone(),
            source: row.source,
            text: row.text,
            via: row.via,
            interface: row.interface,
            reported_total: row.reported_total,
            hits: row.hits,
            pages: row.pages,
            status: row.status,
            returned: if nothing_read { None } else { Some(returned(&traced)) },
            matches: told_matches(&traced, &listed),
            note: row.note,
        })
    }
}

fn returned(traced: &Traced) -> Returned {
    match (traced.certain.is_empty(), traced.doubtful.is_empty()) {
        (false, _) => Returned::Yes,
        (true, false) => Returned::Doubtful,
        (true, true) => Returned::No,
    }
}

fn told_matches(traced: &Traced, listed: &[Listed]) -> String {
    let found = if traced.certain.is_empty() { &traced.doubtful } else { &traced.certain };
    let mut told: Vec<(u32, String)> = Vec::new();
    for one in found {
        let first = listed.iter().find(|hit| seen_in_list(hit).publication == one.publication);
        if let Some(hit) = first {
            told.push((hit.rank, format!("#{} {} <{}>: {}", hit.rank, hit.title, hit.url, one.evidence)));
        }
    }
    told.sort();
    told.dedup();
    told.into_iter().map(|(_, told)| told).collect::<Vec<_>>().join("; ")
}
