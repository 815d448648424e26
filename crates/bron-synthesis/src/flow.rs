//! The PRISMA 2020 flow, in publications, per source and in total.

use crate::Error;
use crate::count::Tally;
use crate::merged::Merged;
use crate::rows::{Hit, Rows};
use crate::table1::counted_once;
use bron_model::{Criterion, FlowRow, MergeRow, Outcome, PublicationId, QueryRow, SourceId};
use std::collections::{BTreeMap, BTreeSet};

const TOTAL: &str = "total";

/// What the flow is counted from. Only hits and outcomes on counted routes are looked at.
#[derive(Debug, Clone, Copy)]
pub struct Flow<'a> {
    /// The sources in the pipeline's order.
    pub sources: &'a [SourceId],
    /// `1-search/queries.csv`.
    pub queries: &'a [QueryRow],
    /// `1-search/hits.csv`, whose publications are those after merging on what is listed; `2-screening/decisions.csv`;
    /// `5-eligibility/outcomes.csv`.
    pub rows: &'a Rows,
    /// `3-retrieval/merges.csv`: merges on files only.
    pub merges: &'a [MergeRow],
}

/// The boxes of each source in the pipeline's order, then of `total`, always in the same order and shape:
///
/// | box | unit | |
/// |---|---|---|
/// | `identified` | hits | rows of result lists |
/// | `duplicates`, `within-source` | hits | hits on a publication that another query of the source found |
/// | `identified` | records | publications at a source |
/// | `duplicates`, `between-sources` | records | also found at an earlier source |
/// | `screened` | publications | identified records less duplicates |
/// | `excluded-screening`, by criterion | publications | certainly out on what is listed |
/// | `sought` | publications | |
/// | `not-retrieved` | publications | no readable text |
/// | `duplicates-on-files` | publications | the same file as another |
/// | `assessed` | publications | sought less those two |
/// | `excluded`, by criterion · `unclear` · `included` | publications | add up to assessed |
///
/// A publication is attributed to its first source in the pipeline's order, so that sources add up to the total. With
/// several pairs it is included if any pair is; else unclear if any is; else not retrieved if any is; else it is
/// excluded under the criterion of the pair that came furthest. A source of which no query was complete and no hit
/// was read has no rows: it was not searched, and a zero would be a claim.
pub fn flow(input: &Flow<'_>) -> Result<Vec<FlowRow>, Error> {
    let merged = Merged::new(input.merges)?;
    let found = found_at(input)?;
    let cells = cells(input, &found, &merged)?;
    let mut rows = Vec::new();
    let searched = input.sources.iter().filter(|source| was_searched(source, input));
    for source in searched.map(|source| Some(source.as_str())).chain([None]) {
        let incomplete = incomplete_queries(source, input);
        rows.extend(boxes(source, &cells).map(|row| FlowRow { incomplete_queries: incomplete, ..row }));
    }
    check_flow(&rows)?;
    Ok(rows)
}

/// A record or publication in a box of the flow.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct InBox {
    /// The source that it is counted under.
    pub source: SourceId,
    /// The box.
    pub box_name: &'static str,
    /// The criterion or the rule, as in [`FlowRow::reason`].
    pub reason: &'static str,
    /// The unit.
    pub unit: &'static str,
    /// The record, by its id after merging on what is listed.
    pub publication: PublicationId,
}

/// Who is in which box: a row for each record and publication behind the numbers of [`flow`], sorted by source in the
/// pipeline's order, then by box and id. Hits have no rows here: they are those of `hits.csv`.
pub fn behind_flow(input: &Flow<'_>) -> Result<Vec<InBox>, Error> {
    let merged = Merged::new(input.merges)?;
    let found = found_at(input)?;
    let mut rows = Vec::new();
    let row = |at: usize, publication: &PublicationId, (box_name, reason, unit): Cell| {
        let (source, publication) = (input.sources[at].clone(), publication.clone());
        (at, InBox { source, box_name, reason, unit, publication })
    };
    for &(at, publication) in &found.records {
        rows.push(row(at, publication, ("identified", "", "records")));
        if found.first.get(publication) != Some(&at) {
            rows.push(row(at, publication, ("duplicates", "between-sources", "records")));
        }
    }
    each_fate(input, &found, &merged, |publication, cell| {
        let at = found.first.get(publication).copied().unwrap_or_default();
        rows.push(row(at, publication, cell));
        Ok(())
    })?;
    rows.sort_by(|(at, one), (beside, other)| {
        let key = |at: usize, row: &InBox| (at, row.box_name, row.reason);
        key(*at, one).cmp(&key(*beside, other)).then_with(|| one.publication.cmp(&other.publication))
    });
    Ok(rows.into_iter().map(|(_, row)| row).collect())
}

/// The queries of a source, or of all, on counted routes that are not complete.
fn incomplete_queries(source: Option<&str>, input: &Flow<'_>) -> u64 {
    let of_source =
        input.queries.iter().filter(|row| source.is_none_or(|source| source == row.source.as_str()));
    of_source.filter(|row| row.via.counts_in_table1() && !row.status.is_complete()).count() as u64
}

/// Refuses a flow in which a source's boxes do not follow from each other, or a total is not the sum of the sources.
pub fn check_flow(rows: &[FlowRow]) -> Result<(), Error> {
    let mut sources: Vec<&str> = rows.iter().map(|row| row.source.as_str()).collect();
    sources.sort_unstable();
    sources.dedup();
    for source in &sources {
        check_source(source, rows)?;
    }
    let mut totals = BTreeMap::<(&str, &str, &str), (u64, u64, Vec<String>)>::new();
    for row in rows {
        let entry = totals.entry((&row.box_name, &row.reason, &row.unit)).or_default();
        if row.source == TOTAL {
            entry.0 = entry.0.saturating_add(row.n);
        } else {
            entry.1 = entry.1.saturating_add(row.n);
            entry.2.push(format!("{} {}", row.source, row.n));
        }
    }
    for ((box_name, reason, _), (total, sum, sources)) in totals {
        if total != sum {
            let (box_name, reason) = (box_name.to_owned(), reason.to_owned());
            return Err(Error::FlowTotal { box_name, reason, total, sum, sources: sources.join(", ") });
        }
    }
    Ok(())
}

fn check_source(source: &str, rows: &[FlowRow]) -> Result<(), Error> {
    let n = |box_name: &str, reason: &str, unit: &str| {
        let of_box = rows.iter().filter(|row| row.source == source && row.box_name == box_name);
        let of_reason = of_box.filter(|row| reason == "*" || row.reason == reason);
        of_reason.filter(|row| row.unit == unit).map(|row| row.n).fold(0, u64::saturating_add)
    };
    let p = |box_name: &str| n(box_name, "*", "publications");
    let plus = |parts: &[u64]| parts.iter().copied().fold(0, u64::saturating_add);
    let records = n("identified", "", "records");
    let equal = [
        (
            "identified (hits)",
            n("identified", "", "hits"),
            "records + duplicates within the source",
            plus(&[records, n("duplicates", "within-source", "hits")]),
        ),
        (
            "identified (records)",
            records,
            "screened + duplicates between sources",
            plus(&[p("screened"), n("duplicates", "between-sources", "records")]),
        ),
        (
            "screened",
            p("screened"),
            "excluded at screening + sought",
            plus(&[p("excluded-screening"), p("sought")]),
        ),
        (
            "sought",
            p("sought"),
            "not retrieved + duplicates on files + assessed",
            plus(&[p("not-retrieved"), p("duplicates-on-files"), p("assessed")]),
        ),
        (
            "assessed",
            p("assessed"),
            "excluded + unclear + included",
            plus(&[p("excluded"), p("unclear"), p("included")]),
        ),
    ];
    for (left, left_n, right, right_n) in equal {
        if left_n != right_n {
            let source_id = source.to_owned();
            return Err(Error::Flow { source_id, left, left_n, right, right_n });
        }
    }
    Ok(())
}

/// The hits and records of each source, and the source that each publication is attributed to.
struct FoundAt<'a> {
    hits: Vec<&'a Hit>,
    records: BTreeSet<(usize, &'a PublicationId)>,
    first: BTreeMap<&'a PublicationId, usize>,
}

fn found_at<'a>(input: &Flow<'a>) -> Result<FoundAt<'a>, Error> {
    let hits: Vec<&Hit> = input.rows.hits.iter().filter(|hit| hit.via.counts_in_table1()).collect();
    let mut records = BTreeSet::new();
    let mut first = BTreeMap::<&PublicationId, usize>::new();
    for hit in &hits {
        let at = input.sources.iter().position(|source| *source == *hit.source).ok_or_else(|| {
            let (source_id, publication) = (hit.source.as_ref().clone(), hit.publication.as_ref().clone());
            Error::UnknownSource { source_id, publication }
        })?;
        let publication = hit.publication.as_ref();
        records.insert((at, publication));
        let known = first.entry(publication).or_insert(at);
        *known = at.min(*known);
    }
    Ok(FoundAt { hits, records, first })
}

/// Box, reason and unit.
type Cell = (&'static str, &'static str, &'static str);

/// The count of each source and cell.
type Cells = BTreeMap<[String; 4], u64>;

fn cells<'a>(input: &Flow<'a>, found: &FoundAt<'a>, merged: &Merged<'a>) -> Result<Cells, Error> {
    let mut tally = Tally::new("boxes of the flow by source");
    let named = |source: &SourceId, (box_name, reason, unit): Cell| {
        [source.to_string(), box_name.to_owned(), reason.to_owned(), unit.to_owned()]
    };
    for hit in &found.hits {
        tally.add(named(&hit.source, ("identified", "", "hits")))?;
    }
    for &(at, publication) in &found.records {
        let source = &input.sources[at];
        tally.add(named(source, ("identified", "", "records")))?;
        if found.first.get(publication) != Some(&at) {
            tally.add(named(source, ("duplicates", "between-sources", "records")))?;
        }
    }
    each_fate(input, found, merged, |publication, cell| {
        let at = found.first.get(publication).copied().unwrap_or_default();
        tally.add(named(&input.sources[at], cell))
    })?;
    let mut cells = tally.counts()?;
    for source in input.sources {
        let n =
            |cells: &Cells, unit| cells.get(&named(source, ("identified", "", unit))).copied().unwrap_or(0);
        // Every record has at least one hit.
        let within = n(&cells, "hits").saturating_sub(n(&cells, "records"));
        cells.insert(named(source, ("duplicates", "within-source", "hits")), within);
    }
    Ok(cells)
}

/// Tells every box that a publication of stage 1 passes through.
fn each_fate<'a>(
    input: &Flow<'a>,
    found: &FoundAt<'a>,
    merged: &Merged<'a>,
    mut tell: impl FnMut(&PublicationId, Cell) -> Result<(), Error>,
) -> Result<(), Error> {
    let publications = "publications";
    let out = &input.rows.out_at_screening;
    let mut pairs = BTreeMap::<&PublicationId, Vec<Outcome>>::new();
    for row in counted_once(input.rows)? {
        pairs.entry(&row.publication).or_default().push(row.outcome);
    }
    let counted_as = counted_as(&found.first, |id| out.contains_key(id), merged);
    let mut met = BTreeSet::new();
    for &publication in found.first.keys() {
        tell(publication, ("screened", "", publications))?;
        let stays = merged.stays(publication);
        let outcomes = pairs.get(stays);
        met.insert(stays);
        if let Some(criterion) = out.get(publication) {
            tell(publication, ("excluded-screening", criterion.as_str(), publications))?;
            check_is_out(publication, *criterion, outcomes)?;
        } else if counted_as.get(stays) != Some(&publication) {
            tell(publication, ("sought", "", publications))?;
            tell(publication, ("duplicates-on-files", "", publications))?;
        } else {
            let outcomes = outcomes.ok_or_else(|| Error::NoOutcome(publication.clone()))?;
            tell(publication, ("sought", "", publications))?;
            for (box_name, reason) in fate(outcomes) {
                tell(publication, (box_name, reason, publications))?;
            }
        }
    }
    match pairs.keys().find(|publication| !met.contains(*publication)) {
        Some(&publication) => Err(Error::NeverFound(publication.clone())),
        None => Ok(()),
    }
}

/// The record that stands in the flow for each publication that stays: itself where a counted query found it; else, of
/// the records merged into it, the first in the order of sources and ids. The others are duplicates.
fn counted_as<'a>(
    first: &BTreeMap<&'a PublicationId, usize>,
    is_out: impl Fn(&PublicationId) -> bool,
    merged: &Merged<'a>,
) -> BTreeMap<&'a PublicationId, &'a PublicationId> {
    let mut records: Vec<(&PublicationId, usize)> =
        first.iter().map(|(id, at)| (*id, *at)).filter(|(id, _)| !is_out(id)).collect();
    records.sort_by_key(|&(id, at)| (merged.stays(id) != id, at, id));
    let mut counted_as = BTreeMap::new();
    for (id, _) in records {
        counted_as.entry(merged.stays(id)).or_insert(id);
    }
    counted_as
}

fn check_is_out(
    publication: &PublicationId,
    criterion: Criterion,
    outcomes: Option<&Vec<Outcome>>,
) -> Result<(), Error> {
    let outcomes = outcomes.ok_or_else(|| Error::NoOutcome(publication.clone()))?;
    let out = [Outcome::OutI1, Outcome::OutI2, Outcome::OutW];
    match outcomes.iter().find(|outcome| !out.contains(outcome)) {
        Some(outcome) => Err(Error::NotOut {
            publication: publication.clone(),
            criterion: criterion.to_string(),
            outcome: outcome.to_string(),
        }),
        None => Ok(()),
    }
}

/// The last boxes of a publication, by all its pairs.
fn fate(outcomes: &[Outcome]) -> impl Iterator<Item = (&'static str, &'static str)> {
    let furthest = Criterion::ALL.iter().rev().find(|criterion| outcomes.contains(&criterion.outcome()));
    let (assessed, last) = if outcomes.contains(&Outcome::Included) {
        (true, ("included", ""))
    } else if outcomes.contains(&Outcome::Unclear) {
        (true, ("unclear", ""))
    } else if outcomes.contains(&Outcome::NotRetrieved) {
        (false, ("not-retrieved", ""))
    } else {
        (true, ("excluded", furthest.map_or("", |criterion| criterion.as_str())))
    };
    assessed.then_some(("assessed", "")).into_iter().chain([last])
}

/// Whether a source has numbers at all.
pub(crate) fn was_searched(source: &SourceId, input: &Flow<'_>) -> bool {
    let queries = input.queries.iter().filter(|query| query.source == *source);
    let mut complete = queries.filter(|query| query.via.counts_in_table1() && query.status.is_complete());
    complete.next().is_some()
        || input.rows.hits.iter().any(|hit| *hit.source == *source && hit.via.counts_in_table1())
}

/// All boxes of one source, or of all.
fn boxes(source: Option<&str>, cells: &Cells) -> impl Iterator<Item = FlowRow> {
    let listing = [Criterion::I1, Criterion::I2, Criterion::W].into_iter();
    let mut shape: Vec<Cell> = vec![
        ("identified", "", "hits"),
        ("duplicates", "within-source", "hits"),
        ("identified", "", "records"),
        ("duplicates", "between-sources", "records"),
        ("screened", "", "publications"),
    ];
    shape.extend(listing.map(|criterion| ("excluded-screening", criterion.as_str(), "publications")));
    for box_name in ["sought", "not-retrieved", "duplicates-on-files", "assessed"] {
        shape.push((box_name, "", "publications"));
    }
    shape.extend(Criterion::ALL.iter().map(|criterion| ("excluded", criterion.as_str(), "publications")));
    shape.extend([("unclear", "", "publications"), ("included", "", "publications")]);
    shape.into_iter().map(move |(box_name, reason, unit)| {
        let here = cells.iter().filter(|([of, in_box, why, counted], _)| {
            source.is_none_or(|source| source == of) && in_box == box_name && why == reason && counted == unit
        });
        FlowRow {
            source: source.unwrap_or(TOTAL).to_owned(),
            box_name: box_name.to_owned(),
            reason: reason.to_owned(),
            unit: unit.to_owned(),
            n: here.map(|(_, n)| *n).sum(),
            incomplete_queries: 0,
        }
    })
}
