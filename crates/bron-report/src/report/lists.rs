//! The lists that numbers lead to: the pairs behind Table 1, and the publications behind the flow.

use super::anchor;
use super::columns::Column;
use super::flow::{Boxes, Counted, by_other_ways_only, furthest, named};
use super::names;
use super::view::{Pair, View};
use crate::Error;
use askama::Template;
use bron_model::{Criterion, Outcome, OutcomeRow, PublicationId, SourceId};
use bron_protocol::{Arm, Term};
use std::collections::BTreeMap;
use std::io::Write;

/// The totals, each of which leads to the lists of the terms.
#[derive(Template)]
#[template(path = "report/pairs-total.html")]
struct Totals<'a> {
    v: &'a View<'a>,
    columns: Vec<Total>,
}

struct Total {
    id: String,
    heading: String,
    n: u64,
    terms: Vec<(String, String, u64)>,
}

/// The pairs of one term, column by column.
#[derive(Template)]
#[template(path = "report/pairs-of-term.html")]
struct OfTerm<'a> {
    v: &'a View<'a>,
    id: String,
    label: String,
    n: u64,
    columns: Vec<OfColumn>,
}

struct OfColumn {
    id: String,
    heading: String,
    pairs: Vec<Pair>,
}

/// Writes the pairs behind Table 1, a term at a time.
pub(crate) fn write_pairs(view: &View<'_>, out: &mut dyn Write) -> Result<(), Error> {
    let from_year = view.run.protocol.pipeline.window.from_year;
    let columns = Column::ALL.iter().map(|column| {
        let of =
            |term: &str| view.run.table1.iter().find(|row| row.term == term).map_or(0, |row| column.of(row));
        let terms = view
            .terms
            .iter()
            .map(|term| (term.label.clone(), anchor::cell(term.id.as_str(), *column), of(term.id.as_str())));
        Total {
            id: anchor::cell("total", *column),
            heading: column.heading(from_year, view.language),
            n: of("total"),
            terms: terms.filter(|(.., n)| *n > 0).collect(),
        }
    });
    Totals { v: view, columns: columns.collect() }.write_into(out)?;
    for term in &view.terms {
        of_term(view, term, from_year).write_into(out)?;
    }
    Ok(())
}

fn of_term<'a>(view: &'a View<'_>, term: &Term, from_year: i16) -> OfTerm<'a> {
    let mut by_column: BTreeMap<Column, Vec<&OutcomeRow>> = BTreeMap::new();
    for row in view.run.outcomes.iter().filter(|row| row.term == term.id) {
        if let Some(column) = Column::of_pair(row) {
            by_column.entry(column).or_default().push(row);
        }
    }
    let n = by_column.values().map(Vec::len).sum::<usize>() as u64;
    // What is in stands first: that is what most readers look for.
    let columns = Column::ALL[1..].iter().rev().map(|column| {
        let mut pairs: Vec<Pair> =
            by_column.get(column).into_iter().flatten().map(|row| view.pair(row)).collect();
        pairs.sort_by(|one, other| (&one.title, &one.id).cmp(&(&other.title, &other.id)));
        OfColumn {
            id: anchor::cell(term.id.as_str(), *column),
            heading: column.heading(from_year, view.language),
            pairs,
        }
    });
    OfTerm {
        id: anchor::cell(term.id.as_str(), Column::Identified),
        label: term.label.clone(),
        n,
        columns: columns.collect(),
        v: view,
    }
}

/// Publications in one box of the flow.
#[derive(Template)]
#[template(path = "report/flow-list.html")]
struct FlowList<'a> {
    v: &'a View<'a>,
    /// All places that lead here.
    ids: Vec<String>,
    heading: String,
    n: u64,
    groups: Vec<Group>,
}

struct Group {
    id: String,
    source: String,
    publications: Vec<Short>,
}

struct Short {
    anchor: String,
    title: String,
    dated: String,
}

/// Writes the publications in each box, a box at a time.
pub(crate) fn write_flow(view: &View<'_>, out: &mut dyn Write) -> Result<(), Error> {
    let arm_of: BTreeMap<&SourceId, bool> =
        view.run.protocol.sources.iter().map(|source| (&source.id, source.arm == Arm::Other)).collect();
    let mut boxes: Boxes<'_> = BTreeMap::new();
    for row in &view.boxes {
        let other = arm_of.get(&row.source).copied().unwrap_or_default();
        boxes.entry((other, row.box_name, row.reason)).or_default().push((&row.source, &row.publication));
    }
    let has_other = arm_of.values().any(|other| *other);
    for other in [false, true] {
        if other && !has_other {
            continue;
        }
        for (box_name, reasons) in BOXES {
            let mut first = vec![anchor::flow(&named(other, box_name), "")];
            for reason in reasons_of(reasons) {
                let rows = boxes.get(&(other, box_name, reason)).map(Vec::as_slice).unwrap_or_default();
                if rows.is_empty() && reasons == Reasons::Criteria {
                    continue;
                }
                let mut ids = std::mem::take(&mut first);
                if !reason.is_empty() {
                    ids.push(anchor::flow(&named(other, box_name), reason));
                }
                let list = FlowList {
                    v: view,
                    heading: heading(view, other, box_name, reason),
                    n: rows.len() as u64,
                    groups: groups(view, rows, box_name, other),
                    ids,
                };
                list.write_into(out)?;
            }
            if let [id] = &first[..] {
                let list = FlowList {
                    v: view,
                    ids: vec![id.clone()],
                    heading: heading(view, other, box_name, ""),
                    n: 0,
                    groups: Vec::new(),
                };
                list.write_into(out)?;
            }
        }
    }
    write_routes(view, out)
}

/// By what the publications of a box are divided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reasons {
    None,
    BetweenSources,
    Criteria,
}

/// The boxes in the order of the flow.
const BOXES: [(&str, Reasons); 11] = [
    ("identified", Reasons::None),
    ("duplicates", Reasons::BetweenSources),
    ("screened", Reasons::None),
    ("excluded-screening", Reasons::Criteria),
    ("sought", Reasons::None),
    ("not-retrieved", Reasons::None),
    ("duplicates-on-files", Reasons::None),
    ("assessed", Reasons::None),
    ("excluded", Reasons::Criteria),
    ("unclear", Reasons::None),
    ("included", Reasons::None),
];

fn reasons_of(reasons: Reasons) -> Vec<&'static str> {
    match reasons {
        Reasons::None => vec![""],
        Reasons::BetweenSources => vec!["between-sources"],
        Reasons::Criteria => Criterion::ALL.iter().map(|criterion| criterion.as_str()).collect(),
    }
}

fn heading(view: &View<'_>, other: bool, box_name: &str, reason: &str) -> String {
    let name = match box_name {
        "identified" => view.say("Records gevonden, per bron", "Records identified, by source"),
        "duplicates" => view.say("Ook bij een eerdere bron gevonden", "Also found at an earlier source"),
        "screened" => view.say("Gescreend", "Screened"),
        "excluded-screening" => view.say("Uitgesloten bij screening", "Excluded at screening"),
        "sought" => view.say("Gezocht om op te halen", "Sought for retrieval"),
        "not-retrieved" => view.say("Niet verkregen", "Not retrieved"),
        "duplicates-on-files" => {
            view.say("Zelfde bestand of tekst als een andere", "Same file or text as another")
        }
        "assessed" => view.say("Beoordeeld op de volledige tekst", "Assessed on the full text"),
        "excluded" => view.say("Uitgesloten op de volledige tekst", "Excluded at full text"),
        "unclear" => view.say("Nog te beoordelen", "Still to be judged"),
        _ => view.say("Geïncludeerd", "Included"),
    };
    let mut text = name.to_owned();
    if let Some(criterion) = Criterion::parse(reason) {
        text = format!("{text}: {criterion} {}", names::reason(criterion, view.language));
    }
    if other { format!("{text} ({})", view.say("andere wegen", "other methods")) } else { text }
}

/// The publications by source.
fn groups(view: &View<'_>, rows: &[Counted<'_>], box_name: &str, other: bool) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let by_source = box_name == "identified";
    for chunk in rows.chunk_by(|one, next| one.0 == next.0) {
        let source = chunk[0].0;
        let mut publications: Vec<Short> = chunk.iter().map(|(_, id)| short(view, id)).collect();
        publications.sort_by(|one, next| (&one.title, &one.anchor).cmp(&(&next.title, &next.anchor)));
        let id = if by_source {
            format!("{}-{source}", anchor::flow(&named(other, box_name), ""))
        } else {
            String::new()
        };
        groups.push(Group { id, source: view.source(source), publications });
    }
    if by_source {
        // A source that was searched and gave nothing has a place as well.
        for source in &view.sources {
            let is_here =
                view.run.protocol.source(source).is_some_and(|one| (one.arm == Arm::Other) == other);
            let has_numbers = view.run.flow.iter().any(|row| row.source == source.as_str());
            if is_here && has_numbers && rows.iter().all(|(of, _)| *of != source) {
                let id = format!("{}-{source}", anchor::flow(&named(other, box_name), ""));
                groups.push(Group { id, source: view.source(source), publications: Vec::new() });
            }
        }
    }
    groups
}

fn short(view: &View<'_>, id: &PublicationId) -> Short {
    Short { anchor: anchor::publication(view.run.id_now(id)), title: view.title(id), dated: view.dated(id) }
}

/// What came by other ways, by what became of it.
fn write_routes(view: &View<'_>, out: &mut dyn Write) -> Result<(), Error> {
    let others = by_other_ways_only(view);
    let lists: [(&str, &str, &[Outcome]); 4] = [
        (
            "excluded",
            view.say("Langs andere wegen: uitgesloten", "By other ways: excluded"),
            &[
                Outcome::OutI1,
                Outcome::OutI2,
                Outcome::OutW,
                Outcome::OutE1a,
                Outcome::OutE1b,
                Outcome::OutE2,
                Outcome::OutE3,
            ],
        ),
        (
            "not-retrieved",
            view.say("Langs andere wegen: niet verkregen", "By other ways: not retrieved"),
            &[Outcome::NotRetrieved],
        ),
        (
            "unclear",
            view.say("Langs andere wegen: nog te beoordelen", "By other ways: still to be judged"),
            &[Outcome::Unclear],
        ),
        (
            "included",
            view.say("Langs andere wegen: opgenomen, buiten Tabel 1", "By other ways: in, outside Table 1"),
            &[Outcome::Included],
        ),
    ];
    for (name, heading, outcomes) in lists {
        let mut ids = vec![format!("flow-route-{name}")];
        if name == "excluded" {
            // The first of the four stands for all of them.
            ids.extend(["identified", "sought", "assessed"].map(|all| format!("flow-route-{all}")));
        }
        let mut groups: BTreeMap<&str, Vec<Short>> = BTreeMap::new();
        for (id, pairs) in &others {
            if outcomes.contains(&furthest(pairs)) {
                let route = pairs.iter().map(|row| row.via).min();
                let route = route.map_or("", |route| names::route(route, view.language));
                groups.entry(route).or_default().push(short(view, id));
            }
        }
        let groups: Vec<Group> = groups
            .into_iter()
            .map(|(route, publications)| Group { id: String::new(), source: route.to_owned(), publications })
            .collect();
        let n = groups.iter().map(|group| group.publications.len() as u64).sum();
        FlowList { v: view, ids, heading: heading.to_owned(), n, groups }.write_into(out)?;
    }
    Ok(())
}
