//! Everything that people said of a publication, by time, and what became of it.

use crate::standing::{Fit, Records, fit};
use bron_model::{Judgement, JudgementId, PublicationId, Says};
use serde::Serialize;
use std::collections::BTreeMap;

/// A judgement, with what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Told {
    /// The judgement.
    pub judgement: Judgement,
    /// The judgement of the same reviewer that replaced it or took it back.
    pub superseded_by: Option<JudgementId>,
    /// Whether what was judged is what is there now.
    pub fit: Fit,
}

/// What was said of each publication of a run, by time; what was superseded and taken back is among it, and so is what is about
/// another text or wording. Judgements of publications that the run does not have are left out.
///
/// Without the version of the `criteria`, judgements under any version are told as counting.
pub fn history(
    all: &[Judgement],
    records: &Records,
    criteria: Option<&str>,
) -> BTreeMap<PublicationId, Vec<Told>> {
    let by_id: BTreeMap<&JudgementId, &Judgement> = all.iter().map(|one| (&one.id, one)).collect();
    let mut superseded: BTreeMap<&JudgementId, &Judgement> = BTreeMap::new();
    for one in all {
        let old = one.given.supersedes.as_ref().and_then(|old| by_id.get(old));
        if let Some(old) = old.filter(|old| old.reviewer == one.reviewer) {
            let first = superseded.entry(&old.id).or_insert(one);
            if (one.at, &one.id) < (first.at, &first.id) {
                *first = one;
            }
        }
    }
    let mut told: BTreeMap<PublicationId, Vec<Told>> = BTreeMap::new();
    for judgement in all {
        let Some((publication, now)) = records.known_as(judgement) else { continue };
        told.entry(publication.clone()).or_default().push(Told {
            judgement: judgement.clone(),
            superseded_by: superseded.get(&judgement.id).map(|by| by.id.clone()),
            fit: fit(judgement, publication, now, criteria.unwrap_or(&judgement.given.criteria)).0,
        });
    }
    for judgements in told.values_mut() {
        judgements.sort_by(|a, b| (a.judgement.at, &a.judgement.id).cmp(&(b.judgement.at, &b.judgement.id)));
    }
    told
}

impl Told {
    /// Whether it counts now: nothing replaced it, it takes nothing back, and it is about what is there now.
    pub fn counts(&self) -> bool {
        self.superseded_by.is_none() && self.judgement.given.says != Says::Withdrawn && self.fit.holds()
    }
}
