//! What was asked on both sides, and whether what one side lists and the other does not says anything.

use crate::identity::Matching;
use crate::side::Side;
use bron_model::{ComparedQueryRow, QueryRow, QueryStatus, Route, SourceId, TermId};
use std::collections::{BTreeMap, BTreeSet};

/// What names a query.
type Key<'a> = (&'a SourceId, &'a TermId, &'a str, Route);

fn key(row: &QueryRow) -> Key<'_> {
    (&row.source, &row.term, &row.text, row.via)
}

/// What the other side's query says of a publication that it does not list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum There {
    /// It was asked the same and read to its end: it does not return it.
    Whole,
    /// A stop rule or cap ended it: it may have been further down.
    CutOff(String),
    /// It says nothing.
    Nothing(String),
}

/// The queries of two sides, found by what was typed where.
pub(crate) struct Queries<'a> {
    sides: [&'a Side; 2],
    by_key: [BTreeMap<Key<'a>, usize>; 2],
}

impl<'a> Queries<'a> {
    pub(crate) fn new(a: &'a Side, b: &'a Side) -> Self {
        let by_key =
            |side: &'a Side| side.queries.iter().enumerate().map(|(at, row)| (key(row), at)).collect();
        Self { sides: [a, b], by_key: [by_key(a), by_key(b)] }
    }

    /// What the query of the other side (0: A, 1: B) says of what this one lists and that does not.
    pub(crate) fn there(&self, row: &QueryRow, other: usize) -> There {
        let name = ["A", "B"][other];
        let told = format!("{} `{}` ({})", row.source, row.text, row.via);
        let Some(&at) = self.by_key[other].get(&key(row)) else {
            return There::Nothing(format!("{told} was not asked in {name}"));
        };
        let theirs = &self.sides[other].queries[at];
        let numbers = match theirs.reported_total {
            Some(total) => format!("{} of {total} hits", theirs.hits),
            None => format!("{} hits", theirs.hits),
        };
        match theirs.status {
            QueryStatus::NotSearched
            | QueryStatus::Unreadable
            | QueryStatus::Failed
            | QueryStatus::Blocked => There::Nothing(format!("{told} is {} in {name}", theirs.status)),
            _ if is_other_interface(row, theirs) => There::Nothing(format!(
                "{told} was answered by {} and by {} in {name}",
                row.interface, theirs.interface
            )),
            // A site that reports more than it shows has a cap, whatever it is called.
            QueryStatus::StoppedByProtocol | QueryStatus::Capped | QueryStatus::Incomplete => {
                There::CutOff(format!("{told} is {} in {name} after {numbers}", theirs.status))
            }
            QueryStatus::Hits | QueryStatus::NoneReported => There::Whole,
        }
    }

    /// One row for each text typed at each source on either side.
    pub(crate) fn rows(&self, matching: &Matching) -> Vec<ComparedQueryRow> {
        let returned = self.returned(matching);
        let mut order: BTreeMap<&SourceId, usize> = BTreeMap::new();
        for row in self.sides[1].queries.iter().chain(&self.sides[0].queries) {
            let next = order.len();
            order.entry(&row.source).or_insert(next);
        }
        let mut keys: Vec<Key<'_>> = self.by_key[0].keys().chain(self.by_key[1].keys()).copied().collect();
        keys.sort_by_key(|key| (order[key.0], *key));
        keys.dedup();
        let none = BTreeSet::new();
        let row = |key: Key<'_>| {
            let of = |side: usize| self.by_key[side].get(&key).map(|at| &self.sides[side].queries[*at]);
            let ids = |side: usize| self.by_key[side].get(&key).map_or(&none, |at| &returned[side][*at]);
            let (a, b) = (of(0), of(1));
            let (ids_a, ids_b) = (ids(0), ids(1));
            let both = ids_a.intersection(ids_b).count() as u64;
            let said = [a.map(|row| self.there(row, 1)), b.map(|row| self.there(row, 0))];
            let why: Vec<String> = said.into_iter().flatten().filter_map(not_whole).collect();
            ComparedQueryRow {
                source: key.0.clone(),
                term: key.1.clone(),
                text: key.2.to_owned(),
                via: key.3,
                status_a: a.map(|row| row.status),
                status_b: b.map(|row| row.status),
                reported_a: a.and_then(|row| row.reported_total),
                reported_b: b.and_then(|row| row.reported_total),
                hits_a: a.map(|row| row.hits),
                hits_b: b.map(|row| row.hits),
                interface_a: a.map(|row| row.interface.clone()).unwrap_or_default(),
                interface_b: b.map(|row| row.interface.clone()).unwrap_or_default(),
                both,
                only_a: ids_a.len() as u64 - both,
                only_b: ids_b.len() as u64 - both,
                comparable: why.is_empty(),
                why: why.join("; "),
            }
        };
        keys.into_iter().map(row).collect()
    }

    /// By side and query: the publications that it returned, each named by its group where both sides have it.
    fn returned(&self, matching: &Matching) -> [Vec<BTreeSet<(usize, usize)>>; 2] {
        // Groups are named (0, n), what one side alone has (1 + side, n).
        let mut names = [BTreeMap::new(), BTreeMap::new()];
        for (n, group) in matching.groups.iter().enumerate() {
            let ours = std::iter::once(group.a).chain(group.also_a.iter().map(|(at, ..)| *at));
            let theirs = std::iter::once(group.b).chain(group.also_b.iter().map(|(at, ..)| *at));
            names[0].extend(ours.map(|at| (at, (0, n))));
            names[1].extend(theirs.map(|at| (at, (0, n))));
        }
        [0, 1].map(|side| {
            let mut returned = vec![BTreeSet::new(); self.sides[side].queries.len()];
            for (at, record) in self.sides[side].records.iter().enumerate() {
                let name = names[side].get(&at).copied().unwrap_or((1 + side, at));
                for query in &record.found_by {
                    returned[*query].insert(name);
                }
            }
            returned
        })
    }
}

/// Two boxes may well answer two interfaces differently.
fn is_other_interface(one: &QueryRow, other: &QueryRow) -> bool {
    !one.interface.is_empty() && !other.interface.is_empty() && one.interface != other.interface
}

fn not_whole(there: There) -> Option<String> {
    match there {
        There::Whole => None,
        There::CutOff(why) | There::Nothing(why) => Some(why),
    }
}
