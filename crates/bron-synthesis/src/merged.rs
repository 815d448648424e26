//! Which record a publication is counted as, after merging on files.

use crate::Error;
use bron_model::{MergeRow, PublicationId};
use std::collections::{BTreeMap, BTreeSet};

/// Follows merges to the record that stays.
pub(crate) struct Merged<'a>(BTreeMap<&'a PublicationId, &'a PublicationId>);

impl<'a> Merged<'a> {
    /// Refuses merges that lead in a circle, and a record that went into two others.
    pub fn new(merges: &'a [MergeRow]) -> Result<Self, Error> {
        let mut into = BTreeMap::<&PublicationId, &PublicationId>::new();
        for row in merges {
            match into.insert(&row.merged, &row.kept) {
                Some(first) if *first != row.kept => {
                    let (first, second) = (first.clone(), row.kept.clone());
                    return Err(Error::MergedTwice { merged: row.merged.clone(), first, second });
                }
                _ => {}
            }
        }
        let merged = Self(into);
        for &start in merged.0.keys() {
            let mut seen = BTreeSet::new();
            let mut at = start;
            while let Some(&next) = merged.0.get(at) {
                if !seen.insert(at) {
                    return Err(Error::MergedIntoItself(start.clone()));
                }
                at = next;
            }
        }
        Ok(merged)
    }

    /// The record that stays; the publication itself where it was not merged.
    pub fn stays<'b>(&self, publication: &'b PublicationId) -> &'b PublicationId
    where
        'a: 'b,
    {
        let mut at = publication;
        while let Some(&next) = self.0.get(at) {
            at = next;
        }
        at
    }
}
