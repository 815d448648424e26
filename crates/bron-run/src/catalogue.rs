//! The route `catalogue`: what a site lists is fetched and searched for exactly the texts that are typed.
//!
//! The list is read once for all texts. Each publication below the paths is fetched and read by the same code as in
//! stage 3, so that what is found here is what stands there; its text is dropped before the next one is fetched. What
//! counts as found is the text as typed, whole and in a row ([`Phrases`]), in title, description or text: a box that
//! was given this text could have found it. Other spellings of a term are stage 4's.

use crate::retrieval::Retrieval;
use crate::search::not_searched;
use crate::{Error, Progress};
use bron_identity::Listed;
use bron_model::{
    DocumentRow, DocumentStatus, PageRow, PublicationId, PublicationRow, Query, QueryRow, QueryStatus,
    canonical_address,
};
use bron_protocol::Source;
use bron_screen::read_whole;
use bron_search::{Catalogue, CatalogueItem, CatalogueResult};
use bron_text::{Phrases, read_date};
use jiff::Timestamp;
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};

/// Carries the route out, for one source after the other.
pub(crate) struct CatalogueRoute<'a> {
    pub(crate) retrieval: Retrieval<'a>,
    pub(crate) progress: &'a dyn Progress,
}

/// How far the publications of a list were read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Tally {
    /// Those that were asked for.
    asked: u64,
    /// Read whole: what is not in them is absent.
    whole: u64,
    /// With some text, but not all.
    partly: u64,
    /// Without any text: only title and description were searched.
    without_text: u64,
    /// Those of which no whole answer came, or that met a limit of reading: asking again may help.
    unanswered: u64,
}

impl CatalogueRoute<'_> {
    /// A row for each query, in their order, with the publications that hold its text.
    pub(crate) fn search(
        &self,
        source: &Source,
        queries: &[&Query],
        stop: &AtomicBool,
    ) -> Result<Vec<(QueryRow, Vec<Listed>)>, Error> {
        if queries.is_empty() {
            return Ok(Vec::new());
        }
        let (list, seen) = match self.enumerate(source)? {
            Ok(list) => list,
            Err(missing) => {
                let note = format!("the archive does not hold {missing}");
                return Ok(queries
                    .iter()
                    .map(|query| (not_searched(query, note.clone()), Vec::new()))
                    .collect());
            }
        };
        self.progress.source(&source.id, list.items.len() as u64);
        let phrases = Phrases::new(queries.iter().map(|query| query.text.as_str()));
        let mut found: Vec<Vec<Listed>> = vec![Vec::new(); queries.len()];
        let mut tally = Tally::default();
        for item in &list.items {
            if stop.load(Ordering::Relaxed) {
                break;
            }
            let (held, title) = self.held(source, item, &phrases, &mut tally)?;
            for number in held {
                found[number].push(listed(queries[number], source, item, &title, seen));
            }
            self.progress.source_step(&source.id, item.url.as_str());
        }
        let rows =
            queries.iter().zip(&found).map(|(query, found)| row(query, source, &list, &tally, found.len()));
        Ok(rows.collect::<Vec<_>>().into_iter().zip(found).collect())
    }

    /// Reads the list; the address that the archive does not hold, where it may not be asked for and nothing was read.
    fn enumerate(
        &self,
        source: &Source,
    ) -> Result<Result<(CatalogueResult, Option<Timestamp>), String>, Error> {
        let mut catalogue = Catalogue::begin(source, self.retrieval.protocol.pipeline.limits.result_pages);
        let mut seen = None;
        while let Some(request) = catalogue.ask() {
            let Some(fetched) = self.retrieval.ask.ask(source, &request)? else {
                let mut list = catalogue.finish();
                if list.answers == 0 {
                    return Ok(Err(request.url.to_string()));
                }
                list.note = format!("the archive does not hold {}", request.url);
                return Ok(Ok((list, seen)));
            };
            seen = Some(fetched.exchange.at);
            catalogue.hear(&fetched.exchange);
        }
        Ok(Ok((catalogue.finish(), seen)))
    }

    /// Which of the texts a publication holds, and its title: as listed, else as its page gives it.
    fn held(
        &self,
        source: &Source,
        item: &CatalogueItem,
        phrases: &Phrases,
        tally: &mut Tally,
    ) -> Result<(BTreeSet<usize>, String), Error> {
        let mut held = phrases.held_by(&item.title);
        held.extend(phrases.held_by(&item.text));
        let read = self.retrieval.read_one(source, &unmerged(source, item))?;
        let (documents, texts): (Vec<DocumentRow>, Vec<Vec<PageRow>>) = read.into_iter().unzip();
        for page in texts.iter().flatten() {
            held.extend(phrases.held_by(&page.text));
        }
        tally.asked += 1;
        let has_text = documents.iter().any(|document| document.status.has_text());
        match (read_whole(&documents), has_text) {
            (true, _) => tally.whole += 1,
            (false, true) => tally.partly += 1,
            (false, false) => tally.without_text += 1,
        }
        let no_answer = [DocumentStatus::NotRetrieved, DocumentStatus::NotRead];
        if documents.iter().any(|document| no_answer.contains(&document.status)) {
            tally.unanswered += 1;
        }
        let as_read = documents.into_iter().map(|document| document.title).find(|title| !title.is_empty());
        let title = if item.title.is_empty() { as_read.unwrap_or_default() } else { item.title.clone() };
        held.extend(phrases.held_by(&title));
        Ok((held, title))
    }
}

/// The publication as far as fetching needs it.
fn unmerged(source: &Source, item: &CatalogueItem) -> PublicationRow {
    let id = PublicationId::from_address(&source.id, &canonical_address(&item.url));
    PublicationRow {
        hits: 1,
        best_rank: item.position,
        title: item.title.clone(),
        authors: item.authors.clone(),
        publisher: source.publisher.clone(),
        url: item.url.to_string(),
        kind_as_listed: item.kind.clone(),
        date_as_listed: item.date.clone(),
        doi: item.doi.clone(),
        isbn: item.isbn.clone(),
        ..PublicationRow::blank(id, source.id.clone())
    }
}

fn listed(
    query: &Query,
    source: &Source,
    item: &CatalogueItem,
    title: &str,
    seen: Option<Timestamp>,
) -> Listed {
    Listed {
        source: query.source.clone(),
        term: query.term.clone(),
        text: query.text.clone(),
        via: query.via,
        rank: item.position,
        result_page: item.answer,
        title: title.to_owned(),
        url: item.url.clone(),
        kind: item.kind.clone(),
        date: item.date.clone(),
        authors: item.authors.clone(),
        site_id: item.site_id.clone(),
        doi: item.doi.clone(),
        isbn: item.isbn.clone(),
        publisher: source.publisher.clone(),
        listed_date: read_date(&item.date, seen),
    }
}

/// What became of one text: complete where the list was read whole (or up to its ceiling, on purpose) and every
/// publication of it answered. That a publication has no readable text is said, and no reason to ask again.
fn row(query: &Query, source: &Source, list: &CatalogueResult, tally: &Tally, hits: usize) -> QueryRow {
    let below = list.counts.below;
    let nothing_below = list.counts.listed > 0 && below == 0;
    let ceiling = source.catalogue.as_ref().map_or(0, |settings| u64::from(settings.ceiling));
    let (status, why) = match list.status {
        QueryStatus::Hits if nothing_below => {
            (QueryStatus::NotSearched, "nothing is listed below the paths that are read".to_owned())
        }
        status if nothing_below => (status, list.note.clone()),
        QueryStatus::Hits if tally.unanswered > 0 || tally.asked < below.min(ceiling) => {
            let why = format!("{} publications did not answer whole", tally.unanswered);
            (QueryStatus::Incomplete, why)
        }
        QueryStatus::Hits if below > ceiling => {
            (QueryStatus::StoppedByProtocol, format!("read {} of {below} (ceiling)", tally.asked))
        }
        status => (status, String::new()),
    };
    let told = if list.note == why { String::new() } else { list.note.clone() };
    let notes = [why, counts(list, tally), told];
    QueryRow {
        source: query.source.clone(),
        term: query.term.clone(),
        text: query.text.clone(),
        via: query.via,
        interface: list.interface.clone(),
        reported_total: None,
        hits: hits as u64,
        pages: list.answers,
        status,
        note: notes.into_iter().filter(|note| !note.is_empty()).collect::<Vec<_>>().join("; "),
    }
}

/// `listed 40, below the paths 31, read whole 28, in part 1, without text 2, deleted 1`; what is 0 after the first
/// three is left out. Empty where nothing was listed.
fn counts(list: &CatalogueResult, tally: &Tally) -> String {
    let counts = list.counts;
    if counts.listed + counts.deleted == 0 {
        return String::new();
    }
    let always =
        format!("listed {}, below the paths {}, read whole {}", counts.listed, counts.below, tally.whole);
    let others = [
        ("read in part", tally.partly),
        ("without text", tally.without_text),
        ("not answered", tally.unanswered),
        ("deleted", counts.deleted),
        ("listed twice", counts.repeated),
        ("at other hosts", counts.elsewhere),
        ("without address", counts.without_address),
    ];
    let others = others.iter().filter(|(_, n)| *n > 0).map(|(what, n)| format!("{what} {n}"));
    std::iter::once(always).chain(others).collect::<Vec<_>>().join(", ")
}
