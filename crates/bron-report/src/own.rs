//! What a reviewer said of a thing before.

use bron_judge::Held;
use bron_model::{Criterion, PublicationId, Reviewer, Says, TermId};
use bron_run::Sitting;

/// The verdicts of a reviewer on a criterion that no other supersedes, also those on what has changed since, by time.
pub(crate) fn own<'s>(
    sitting: &'s Sitting,
    reviewer: &Reviewer,
    publication: &PublicationId,
    criterion: Criterion,
    term: Option<&TermId>,
) -> Vec<&'s Held> {
    let is_it = |held: &&Held| {
        let judgement = &held.judgement;
        let of = match &judgement.given.says {
            Says::Verdict { criterion, term, .. } => Some((*criterion, term.as_ref())),
            _ => None,
        };
        judgement.reviewer == *reviewer && of == Some((criterion, term))
    };
    sitting.held(publication).iter().filter(is_it).collect()
}

/// The words that a verdict rests on, as they stand in a sheet.
pub(crate) fn words_of(says: &Says) -> String {
    let Says::Verdict { evidence, .. } = says else { return String::new() };
    let quotes: Vec<&str> = evidence.iter().map(|place| place.quote.as_str()).collect();
    quotes.join("\n\n")
}
