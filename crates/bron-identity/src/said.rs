//! What people say of two records, which beats the rules.

use crate::groups::Groups;
use bron_model::PublicationId;

/// What people say of two records.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SaidOfTwo {
    /// The one.
    pub one: PublicationId,
    /// The other.
    pub other: PublicationId,
    /// Whether they are one publication.
    pub is_same: bool,
    /// Who says so.
    pub reviewers: String,
}

/// The records that people call two publications: no rule joins them, also not through a third.
pub(crate) struct Apart(Vec<(usize, usize)>);

impl Apart {
    /// `place_of` gives the number of a record; what people say of one that is not there changes nothing.
    pub(crate) fn of(said: &[SaidOfTwo], place_of: impl Fn(&PublicationId) -> Option<usize>) -> Self {
        let places = |one: &SaidOfTwo| Some((place_of(&one.one)?, place_of(&one.other)?));
        let apart = said.iter().filter(|one| !one.is_same).filter_map(places);
        Self(apart.filter(|(a, b)| a != b).collect())
    }

    /// Whether the groups of two records may become one.
    pub(crate) fn may_meet(&self, groups: &Groups, a: usize, b: usize) -> bool {
        let (ours, theirs) = (groups.with(a), groups.with(b));
        !self.0.iter().any(|(one, other)| {
            (ours.contains(one) && theirs.contains(other)) || (ours.contains(other) && theirs.contains(one))
        })
    }
}
