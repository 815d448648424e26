//! What a reviewer does not see before having judged.
//!
//! A vote is shown to another reviewer once that one has voted on the same thing, or once two others have. Passages and
//! elements of a term are shown with the votes on E1b of its pair, since they say how one would vote. Corrections, page numbers and
//! identities are facts about a publication and shown at once.

use crate::{Records, Standing};
use bron_model::{Criterion, Judgement, JudgementId, PublicationId, Reviewer, Says, TermId, Thing};
use std::collections::{BTreeMap, BTreeSet};

/// A criterion on a publication, or on the pair with a term.
type Asked = (PublicationId, Criterion, Option<TermId>);

/// What a reviewer does not see yet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Blind {
    /// The judgements.
    pub hidden: BTreeSet<JudgementId>,
    /// What another reviewer has voted on, without saying how or who.
    pub waiting: BTreeSet<Asked>,
}

/// What `reviewer` does not see yet of `all`, of which `standing` holds those that count.
pub fn blind(all: &[Judgement], standing: &Standing, records: &Records, reviewer: &Reviewer) -> Blind {
    let mut voted: BTreeMap<Asked, BTreeSet<&Reviewer>> = BTreeMap::new();
    for (publication, held) in standing.all().filter(|(_, held)| held.fit.holds()) {
        if let Says::Verdict { criterion, term, .. } = &held.judgement.given.says {
            let asked = (publication.clone(), *criterion, term.clone());
            voted.entry(asked).or_default().insert(&held.judgement.reviewer);
        }
    }
    let is_open = |asked: &Asked| {
        voted.get(asked).is_some_and(|by| {
            by.contains(reviewer) || by.len() > 1 || by.iter().any(|one| one.is_consensus())
        })
    };
    let by_id: BTreeMap<&JudgementId, &Judgement> = all.iter().map(|one| (&one.id, one)).collect();
    let hides = |one: &&Judgement| {
        one.reviewer != *reviewer
            && !one.reviewer.is_consensus()
            && records.find(one).is_some_and(|publication| {
                asked(one, &by_id, publication).is_some_and(|asked| !is_open(&asked))
            })
    };
    let hidden = all.iter().filter(hides).map(|one| one.id.clone()).collect();
    let waiting = voted.keys().filter(|asked| !is_open(asked)).cloned().collect();
    Blind { hidden, waiting }
}

/// With whose votes a judgement is shown; nothing where it is shown at once.
fn asked(
    judgement: &Judgement,
    by_id: &BTreeMap<&JudgementId, &Judgement>,
    publication: &PublicationId,
) -> Option<Asked> {
    let mut one = judgement;
    // A withdrawal is about what it withdraws. A line names only lines before it, so a chain of them ends; that of a damaged
    // file might not.
    for _ in 0..=by_id.len() {
        match one.given.says.thing() {
            Some(Thing::Criterion(criterion, term)) => return Some((publication.clone(), criterion, term)),
            Some(Thing::Passage(term, _) | Thing::Element(_, term, _)) => {
                return Some((publication.clone(), Criterion::E1b, Some(term)));
            }
            Some(Thing::Page(..) | Thing::Field(_) | Thing::Record(_)) => return None,
            None => one = by_id.get(one.given.supersedes.as_ref()?)?,
        }
    }
    None
}
