//! Records that were joined, and by what.

use bron_model::{MergeRow, PublicationId};
use std::collections::{BTreeMap, VecDeque};

/// Joins numbers `0..n` into groups and remembers the one join by which each got in.
pub(crate) struct Groups {
    group_of: Vec<usize>,
    members: Vec<Vec<usize>>,
    joins: Vec<Join>,
}

struct Join {
    a: usize,
    b: usize,
    by: &'static str,
    evidence: String,
}

impl Groups {
    pub(crate) fn new(n: usize) -> Self {
        Self { group_of: (0..n).collect(), members: (0..n).map(|at| vec![at]).collect(), joins: Vec::new() }
    }

    /// All that `at` is joined with, itself included.
    pub(crate) fn with(&self, at: usize) -> &[usize] {
        &self.members[self.group_of[at]]
    }

    /// Joins two groups; nothing happens where they are one already.
    pub(crate) fn join(&mut self, a: usize, b: usize, by: &'static str, evidence: impl Into<String>) {
        let (into, from) = (self.group_of[a].min(self.group_of[b]), self.group_of[a].max(self.group_of[b]));
        if into == from {
            return;
        }
        let moved = std::mem::take(&mut self.members[from]);
        for &at in &moved {
            self.group_of[at] = into;
        }
        self.members[into].extend(moved);
        self.joins.push(Join { a, b, by, evidence: evidence.into() });
    }

    /// Joins all that have a key in common, in the order of the keys; `may` can forbid two that would be joined.
    pub(crate) fn join_by_key(
        &mut self,
        by: &'static str,
        keys: impl IntoIterator<Item = (String, usize)>,
        may: impl Fn(&Self, usize, usize) -> bool,
    ) {
        let mut holders: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (key, at) in keys {
            holders.entry(key).or_default().push(at);
        }
        for (key, holders) in holders {
            for (n, &b) in holders.iter().enumerate() {
                if let Some(&a) = holders[..n].iter().find(|&&a| may(self, a, b)) {
                    self.join(a, b, by, key.as_str());
                }
            }
        }
    }

    /// Whether both of two groups hold such a record.
    pub(crate) fn both_hold(&self, a: usize, b: usize, such: impl Fn(usize) -> bool) -> bool {
        [a, b].into_iter().all(|at| self.with(at).iter().any(|&other| such(other)))
    }

    /// How many joins brought something together.
    pub(crate) fn count(&self) -> usize {
        self.joins.len()
    }

    /// The groups, each sorted, in the order of their first members.
    pub(crate) fn groups(&self) -> Vec<Vec<usize>> {
        let mut groups: Vec<Vec<usize>> =
            self.members.iter().filter(|group| !group.is_empty()).cloned().collect();
        for group in &mut groups {
            group.sort_unstable();
        }
        groups.sort();
        groups
    }

    /// The one of a group that stays: the first that decides, else the first. Groups are sorted, so where the ids are
    /// that is the smallest id.
    pub(crate) fn kept(group: &[usize], decides: impl Fn(usize) -> bool) -> usize {
        group.iter().copied().find(|&at| decides(at)).unwrap_or(group[0])
    }

    /// One row for each record that went into another. `ids` must be sorted; which one stays is as [`Groups::kept`] says.
    pub(crate) fn merge_rows(&self, ids: &[PublicationId], decides: impl Fn(usize) -> bool) -> Vec<MergeRow> {
        let mut rows = Vec::new();
        for group in self.groups().iter().filter(|group| group.len() > 1) {
            let kept = Self::kept(group, &decides);
            let mut reached = vec![kept];
            let mut queue = VecDeque::from([kept]);
            while let Some(at) = queue.pop_front() {
                for join in self.joins.iter().filter(|join| join.a == at || join.b == at) {
                    let next = if join.a == at { join.b } else { join.a };
                    if reached.contains(&next) {
                        continue;
                    }
                    reached.push(next);
                    queue.push_back(next);
                    let through = if at == kept { String::new() } else { format!(" (through {})", ids[at]) };
                    rows.push(MergeRow {
                        kept: ids[kept].clone(),
                        merged: ids[next].clone(),
                        by: join.by.to_owned(),
                        evidence: format!("{}{through}", join.evidence),
                    });
                }
            }
        }
        rows.sort_by(|a, b| (&a.kept, &a.merged).cmp(&(&b.kept, &b.merged)));
        rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_joined_through_another_says_through_which() {
        let ids: Vec<PublicationId> =
            ["a-1", "b-2", "c-3"].iter().map(|id| PublicationId::new(*id).unwrap()).collect();
        let mut groups = Groups::new(3);
        groups.join(1, 2, "isbn", "978");
        groups.join(0, 2, "doi", "10.1/x");
        groups.join(0, 1, "title", "never needed");
        let rows: Vec<String> = groups
            .merge_rows(&ids, |_| true)
            .iter()
            .map(|row| format!("{}<-{} {} {}", row.kept, row.merged, row.by, row.evidence))
            .collect();
        assert_eq!(rows, ["a-1<-b-2 isbn 978 (through c-3)", "a-1<-c-3 doi 10.1/x"]);
    }
}
