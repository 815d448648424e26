//! Reads a run as a side of a comparison.

use crate::Error;
use crate::side::{Answered, Answers, Made, Record, Side};
use bron_identity::{address_now, handle_key_of};
use bron_model::{
    Criterion, DecisionRow, DocumentRow, HitRow, OutcomeRow, PartialDate, PublicationId, QueryRow, Route,
    SourceId, TermId, canonical_address,
};
use bron_protocol::Moved;
use bron_run::Finished;
use bron_store::{Archive, ResponseRow, header_of, read_csv};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use url::Url;

/// Redirects that are followed.
const HOPS: usize = 10;

/// Makes a side of a run that came to its end; what its archive holds of addresses is added by [`hear`].
pub fn side_of(run: &Finished, name: &str) -> Result<Side, Error> {
    let moved = run.protocol.sources.iter().map(|source| (source.id.clone(), source.moved.clone())).collect();
    let harvested = run.record.harvest_date.as_deref().map(|day| day_of(name, day)).transpose()?;
    let mut limits = run.screened.iter().chain(&run.decisions).filter(|row| row.criterion == Criterion::W);
    let until = limits.find_map(|row| row.because.value("limit")).unwrap_or_default().to_owned();
    let terms =
        run.table1.iter().filter_map(|row| Some((TermId::new(row.term.clone()).ok()?, row.label.clone())));
    Ok(Side {
        name: name.to_owned(),
        harvested,
        until,
        made: Made {
            bron: run.record.bron.clone(),
            search_digest: run.record.search_digest.clone(),
            screening_digest: run.record.screening_digest.clone(),
            accepts_proposals: run.accepts_proposals,
            archive: archive_of(run).map(|folder| folder.display().to_string()).unwrap_or_default(),
        },
        terms: terms.filter(|(term, _)| term.as_str() != crate::effect::TOTAL).collect(),
        queries: run.queries.clone(),
        records: records_of(run, &moved),
        answers: Answers::default(),
        table1: run.table1.clone(),
    })
}

fn day_of(run: &str, instant: &str) -> Result<PartialDate, Error> {
    PartialDate::of_text_instant(instant)
        .ok_or_else(|| Error::HarvestDay { run: run.to_owned(), day: instant.to_owned() })
}

/// The archive that a run reads: its own, else that of the run which its record names, beside it. `None` where there is none.
fn archive_of(run: &Finished) -> Option<PathBuf> {
    let other = run.record.archive.as_ref().map(|other| run.folder.join("..").join(other).join("archive"));
    let folder = other.unwrap_or_else(|| run.folder.join("archive"));
    folder.canonicalize().ok().filter(|folder| folder.is_dir())
}

fn records_of(run: &Finished, moved: &BTreeMap<SourceId, Vec<Moved>>) -> Vec<Record> {
    let mut queries: BTreeMap<(&SourceId, &TermId, &str, Route), usize> = BTreeMap::new();
    for (at, QueryRow { source, term, text, via, .. }) in run.queries.iter().enumerate() {
        queries.insert((source, term, text, *via), at);
    }
    let record = |row: &bron_model::PublicationRow| Record {
        addresses: BTreeSet::new(),
        urls: BTreeSet::new(),
        site_ids: BTreeSet::new(),
        handle_key: handle_key_of(row),
        found_by: BTreeSet::new(),
        documents: Vec::new(),
        outcomes: BTreeMap::new(),
        decisions: Vec::new(),
        row: row.clone(),
    };
    let mut records: BTreeMap<&PublicationId, Record> =
        run.publications.keys().filter_map(|id| Some((id, record(run.as_read(id)?)))).collect();
    let take_address = |record: &mut Record, url: &str| {
        if let Ok(parsed) = Url::parse(url) {
            record.addresses.insert(address_now(&parsed, moved));
            record.urls.insert(url.to_owned());
        }
    };
    for record in records.values_mut() {
        let url = record.row.url.clone();
        take_address(record, &url);
    }
    for hit in &run.hits {
        let HitRow { source, term, text, via, .. } = hit;
        let Some(record) = records.get_mut(run.id_now(&hit.publication)) else { continue };
        take_address(record, &hit.url);
        if !hit.site_id.is_empty() {
            record.site_ids.insert(format!("{source} {}", hit.site_id));
        }
        record.found_by.extend(queries.get(&(source, term, text.as_str(), *via)));
    }
    for row in &run.documents {
        let document: &DocumentRow = row;
        if let Some(record) = records.get_mut(&document.publication) {
            record.documents.push(document.clone());
        }
    }
    for row in &run.outcomes {
        let outcome: &OutcomeRow = row;
        if let Some(record) = records.get_mut(&outcome.publication) {
            record.outcomes.insert(outcome.term.clone(), outcome.clone());
        }
    }
    for row in run.screened.iter().chain(&run.decisions) {
        let decision: &DecisionRow = row;
        if let Some(record) = records.get_mut(run.id_now(&decision.publication)) {
            record.decisions.push(decision.clone());
        }
    }
    records.into_values().collect()
}

/// Looks up in the archives of two sides what came of every address of either. An archive is not read through: its table of
/// contents tells statuses, and only where redirects lead is looked up in it. A side without an archive has heard nothing.
pub fn hear(a: &mut Side, b: &mut Side) -> Result<(), Error> {
    let mut urls: BTreeSet<String> = BTreeSet::new();
    for record in a.records.iter().chain(&b.records) {
        urls.extend(record.urls.iter().cloned());
    }
    for side in [a, b] {
        if !side.made.archive.is_empty() {
            side.answers = answers(&PathBuf::from(&side.made.archive), &urls, &side.records)?;
        }
    }
    Ok(())
}

/// The exchange of each address that counts: the last that settles it, else the last.
struct Contents {
    folder: PathBuf,
    rows: Vec<ResponseRow>,
    by_address: BTreeMap<String, usize>,
}

impl Contents {
    fn read(folder: &Path) -> Result<Self, Error> {
        let file = folder.join("responses.csv");
        let rows: Vec<ResponseRow> =
            if file.exists() { read_csv(&file)? } else { Archive::open_read(folder)?.responses() };
        let mut by_url: BTreeMap<&str, usize> = BTreeMap::new();
        for (at, row) in rows.iter().enumerate().filter(|(_, row)| row.method == "GET") {
            let known = by_url.entry(&row.url).or_insert(at);
            if settles(row) || !settles(&rows[*known]) {
                *known = at;
            }
        }
        // Of two ways to write an address (`http`, a slash at the end), the one that does not lead to the other.
        let ends = |at: usize| (settles(&rows[at]), !is_redirect(&rows[at]));
        let mut by_address: BTreeMap<String, usize> = BTreeMap::new();
        for (url, at) in by_url {
            let Ok(url) = Url::parse(url) else { continue };
            let known = by_address.entry(canonical_address(&url)).or_insert(at);
            if ends(at) > ends(*known) {
                *known = at;
            }
        }
        Ok(Self { folder: folder.to_owned(), rows, by_address })
    }

    fn of(&self, url: &Url) -> Option<&ResponseRow> {
        Some(&self.rows[*self.by_address.get(&canonical_address(url))?])
    }

    /// What came of an address, after redirects.
    fn answered(&self, url: &Url) -> Result<Option<Answered>, Error> {
        let Some(first) = self.of(url) else { return Ok(None) };
        let (mut row, mut at, mut leads_to) = (first, first.url.clone(), None);
        let mut outcome = row.outcome.clone();
        for _ in 0..HOPS {
            if !is_redirect(row) {
                break;
            }
            let Some(location) = header_of(&self.folder, row, "location")? else { break };
            let Some(mut next) = Url::parse(&at).ok().and_then(|url| url.join(&location).ok()) else { break };
            next.set_fragment(None);
            at = next.to_string();
            leads_to = Some(at.clone());
            let Some(found) = self.of(&next) else {
                "nothing that the archive holds".clone_into(&mut outcome);
                break;
            };
            // From `http` to `https`, or to a slash at the end: the same address, so it leads nowhere else.
            if std::ptr::eq(found, row) {
                break;
            }
            (row, outcome) = (found, found.outcome.clone());
        }
        let same = |target: &String| {
            Url::parse(target).is_ok_and(|target| canonical_address(&target) == canonical_address(url))
        };
        Ok(Some(Answered {
            url: first.url.clone(),
            outcome,
            day: PartialDate::of_text_instant(&row.at).map(|day| day.to_string()).unwrap_or_default(),
            leads_to: leads_to.filter(|target| !same(target)),
        }))
    }
}

/// Whether it is an answer that counts whatever comes after it: whole, and no failure of the moment.
fn settles(row: &ResponseRow) -> bool {
    let status = row.outcome.parse::<u16>().ok();
    row.cut.is_empty() && status.is_some_and(|status| status != 429 && !(500..600).contains(&status))
}

fn is_redirect(row: &ResponseRow) -> bool {
    matches!(row.outcome.as_str(), "301" | "302" | "303" | "307" | "308")
}

fn answers(folder: &Path, urls: &BTreeSet<String>, records: &[Record]) -> Result<Answers, Error> {
    let contents = Contents::read(folder)?;
    let mut answers = BTreeMap::new();
    for url in urls {
        let Ok(parsed) = Url::parse(url) else { continue };
        if let Some(answered) = contents.answered(&parsed)? {
            answers.insert(canonical_address(&parsed), answered);
        }
    }
    // A rule of the configuration may have put a record at an address that nobody listed.
    for record in records {
        for address in
            record.addresses.iter().filter(|address| !answers.contains_key(*address)).collect::<Vec<_>>()
        {
            let Ok(parsed) = Url::parse(address) else { continue };
            if let Some(answered) = contents.answered(&parsed)? {
                answers.insert(address.clone(), answered);
            }
        }
    }
    Ok(Answers(answers))
}
