//! Which records people say are one publication, and which are not.

use crate::apply::{Dispute, common};
use crate::standing::{Held, Standing};
use bron_model::{PublicationId, Reviewer, Says};
use std::collections::{BTreeMap, BTreeSet};

/// What people say of two records.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Identity {
    /// The one with the smaller id.
    pub one: PublicationId,
    /// The other.
    pub other: PublicationId,
    /// Whether they are one publication.
    pub is_same: bool,
    /// Who says so, by name, apart by blanks.
    pub reviewers: String,
}

/// What people say of pairs of records, in the order of their ids, and what they differ on, which is left to the rules.
///
/// It does not matter under which of the two somebody said it. A consensus beats the votes.
pub fn identities(standing: &Standing) -> (Vec<Identity>, Vec<Dispute>) {
    let mut said: BTreeMap<(PublicationId, PublicationId), Vec<(&Held, bool)>> = BTreeMap::new();
    for (publication, held) in standing.all().filter(|(_, held)| held.fit.holds()) {
        let (other, is_same) = match &held.judgement.given.says {
            Says::Merge { with } => (with, true),
            Says::Split { from } => (from, false),
            _ => continue,
        };
        // Under the id that was judged: what was merged since has another now.
        let own = &held.judgement.given.publication;
        let own = if own == other { publication } else { own };
        if own != other {
            let pair = (own.min(other).clone(), own.max(other).clone());
            said.entry(pair).or_default().push((held, is_same));
        }
    }
    let mut identities = Vec::new();
    let mut disputes = Vec::new();
    for ((one, other), votes) in said {
        match common(&votes) {
            Some(is_same) => {
                let names: BTreeSet<&str> =
                    votes.iter().map(|(held, _)| held.judgement.reviewer.as_str()).collect();
                let reviewers = names.into_iter().collect::<Vec<_>>().join(" ");
                identities.push(Identity { one, other, is_same, reviewers });
            }
            None => disputes.push(Dispute {
                about: format!("whether {other} is the same publication"),
                publication: one,
                said: votes.iter().map(words).collect(),
            }),
        }
    }
    (identities, disputes)
}

fn words((held, is_same): &(&Held, bool)) -> (Reviewer, String) {
    let word = if *is_same { "the same" } else { "another" };
    (held.judgement.reviewer.clone(), word.to_owned())
}
