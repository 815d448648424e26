//! What became of a publication as a whole, by all its pairs: programs for references know no pairs.

use bron_model::{Criterion, Outcome, OutcomeRow, PublicationId, Route, Verdict};
use bron_run::Finished;
use std::collections::BTreeMap;

/// Where a publication ended in the flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// Taken out on what is listed.
    OutOnListing(Criterion),
    /// No readable text could be had.
    NotRetrieved,
    /// Taken out under the criterion of the pair that came furthest.
    Excluded(Criterion),
    /// At least one pair waits for a reviewer, and none is in.
    Unclear,
    /// At least one pair is in.
    Included,
    /// Met on no counted route, and at least one pair is in: it is included in the review, and in no number of Table 1.
    IncludedOtherRoute,
    /// Met on no counted route, and not in, or not yet: it is in no number of Table 1.
    OtherRoute,
}

impl Fate {
    /// The word for it in files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::OutOnListing(_) => "excluded-on-listing",
            Self::NotRetrieved => "not-retrieved",
            Self::Excluded(_) => "excluded",
            Self::Unclear => "unclear",
            Self::Included => "included",
            Self::IncludedOtherRoute => "included-other-route",
            Self::OtherRoute => "other-route",
        }
    }

    /// The criterion that took it out.
    pub fn criterion(self) -> Option<Criterion> {
        match self {
            Self::OutOnListing(criterion) | Self::Excluded(criterion) => Some(criterion),
            _ => None,
        }
    }

    /// Whether it is in the review, also where Table 1 does not count it.
    pub fn is_included(self) -> bool {
        matches!(self, Self::Included | Self::IncludedOtherRoute)
    }

    /// Whether it is relevant, as far as that is decided.
    pub fn label(self) -> Option<bool> {
        match self {
            Self::Included | Self::IncludedOtherRoute => Some(true),
            Self::OutOnListing(_) | Self::Excluded(_) => Some(false),
            Self::NotRetrieved | Self::Unclear | Self::OtherRoute => None,
        }
    }
}

/// Which publications an export holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// Those with at least one included pair, on whatever route: what PRISMA counts as included.
    Included,
    /// Those whose text was read, as the box `assessed` of the flow counts them: on counted routes only, so not every one of
    /// [`Self::Included`] is among them.
    Assessed,
    /// Every one that the run knows, also what was met on routes that Table 1 does not count.
    All,
}

impl What {
    /// Whether a publication with this fate belongs to it.
    pub fn holds(self, fate: Fate) -> bool {
        match self {
            Self::Included => fate.is_included(),
            Self::Assessed => matches!(fate, Fate::Included | Fate::Unclear | Fate::Excluded(_)),
            Self::All => true,
        }
    }
}

/// The fate of every publication of a run.
#[derive(Debug, Clone)]
pub struct Fates<'a> {
    out: BTreeMap<&'a PublicationId, Criterion>,
    pairs: BTreeMap<&'a PublicationId, Vec<&'a OutcomeRow>>,
    /// Of publications met on routes only that Table 1 does not count.
    elsewhere: BTreeMap<&'a PublicationId, Vec<&'a OutcomeRow>>,
}

impl<'a> Fates<'a> {
    /// Reads them off the tables.
    pub fn of(finished: &'a Finished) -> Self {
        let mut out: BTreeMap<&PublicationId, Criterion> = BTreeMap::new();
        for row in finished.screened.iter().filter(|row| row.verdict == Verdict::Exclude) {
            let known = out.entry(&row.publication).or_insert(row.criterion);
            *known = row.criterion.min(*known);
        }
        let mut pairs: BTreeMap<&PublicationId, Vec<&OutcomeRow>> = BTreeMap::new();
        for row in finished.outcomes.iter().filter(|row| row.via.counts_in_table1()) {
            pairs.entry(&row.publication).or_default().push(row);
        }
        let mut elsewhere: BTreeMap<&PublicationId, Vec<&OutcomeRow>> = BTreeMap::new();
        // What was only read beside another term, or asked for by name, was not met on any way of searching.
        let ways =
            finished.other_routes.iter().filter(|row| !matches!(row.via, Route::Text | Route::KnownItem));
        for row in ways.filter(|row| !pairs.contains_key(&row.publication)) {
            elsewhere.entry(&row.publication).or_default().push(row);
        }
        Self { out, pairs, elsewhere }
    }

    /// The fate of one publication.
    pub fn fate(&self, publication: &PublicationId) -> Fate {
        let Some(pairs) = self.pairs.get(publication) else {
            let is_in = self.pairs(publication).iter().any(|row| row.outcome == Outcome::Included);
            return if is_in { Fate::IncludedOtherRoute } else { Fate::OtherRoute };
        };
        if let Some(criterion) = self.out.get(publication) {
            return Fate::OutOnListing(*criterion);
        }
        fate_of(pairs.iter().map(|row| row.outcome).collect::<Vec<_>>().as_slice())
    }

    /// Its pairs on counted routes; where it has none, those on the other routes.
    pub fn pairs(&self, publication: &PublicationId) -> &[&'a OutcomeRow] {
        let pairs = self.pairs.get(publication).or_else(|| self.elsewhere.get(publication));
        pairs.map(Vec::as_slice).unwrap_or_default()
    }

    /// Every publication met on routes only that Table 1 does not count, with its pairs.
    pub fn elsewhere(&self) -> &BTreeMap<&'a PublicationId, Vec<&'a OutcomeRow>> {
        &self.elsewhere
    }
}

/// The fate of what was not taken out on the listing, by the outcomes of its pairs, of which there is at least one.
pub(crate) fn fate_of(outcomes: &[Outcome]) -> Fate {
    let furthest = Criterion::ALL.iter().rev().find(|criterion| outcomes.contains(&criterion.outcome()));
    if outcomes.contains(&Outcome::Included) {
        Fate::Included
    } else if outcomes.contains(&Outcome::Unclear) {
        Fate::Unclear
    } else if outcomes.contains(&Outcome::NotRetrieved) {
        Fate::NotRetrieved
    } else {
        furthest.map_or(Fate::Unclear, |criterion| Fate::Excluded(*criterion))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_publication_is_what_its_best_pair_is_and_else_out_by_the_one_that_came_furthest() {
        for (outcomes, fate) in [
            (&[Outcome::OutE1a, Outcome::Included][..], Fate::Included),
            (&[Outcome::OutE1a, Outcome::Unclear, Outcome::NotRetrieved], Fate::Unclear),
            (&[Outcome::OutE1a, Outcome::NotRetrieved], Fate::NotRetrieved),
            (&[Outcome::OutE1a, Outcome::OutE3, Outcome::OutE1b], Fate::Excluded(Criterion::E3)),
        ] {
            assert_eq!(fate_of(outcomes), fate);
        }
        assert_eq!(Fate::Unclear.label(), None);
        assert!(!What::Assessed.holds(Fate::NotRetrieved) && What::All.holds(Fate::OtherRoute));
        assert!(What::Included.holds(Fate::IncludedOtherRoute) && !What::Included.holds(Fate::OtherRoute));
    }
}
