//! E2: is there evidence that a publication lies outside care, health, welfare and housing?

use crate::completeness::Completeness;
use crate::finding::Finding;
use crate::lexicon::{Side, Spoken};
use crate::occurrence::{incomplete, no_document};
use bron_model::{Because, BecauseCode, Verdict};

const RULE: &str = "E2-domains";

/// An inside word of less than this weight ("buurt", "bewoners") stands in texts about anything: it tells no domain by
/// itself, and only weighs against the words of other domains.
const INSIDE_TELLS: u8 = 2;

/// The weight times the count of the words of other domains from which they can dominate: two strong words (5), or a
/// weak one (1) met ten times. Fewer is a side remark.
const OUTSIDE_DOMINATES: u32 = 10;

/// So many different words of other domains are needed: one word alone may be a figure of speech or a name.
const OUTSIDE_WORDS: usize = 2;

/// And they weigh so many times as much as the weak inside words, where there are any.
const TIMES_WEAK_INSIDE: u32 = 3;

/// Always a reviewer's. Out is proposed only where words of other domains dominate a whole text in which no word that
/// tells care, health, welfare or housing occurs outside the terms themselves; else in is.
pub(crate) fn decide(spoken: &Spoken<'_>, completeness: &Completeness) -> Finding {
    let inside = spoken.words(Side::Inside);
    let outside = spoken.words(Side::Outside);
    let dominates = !inside.any_of(INSIDE_TELLS)
        && outside.weight() >= OUTSIDE_DOMINATES
        && outside.len() >= OUTSIDE_WORDS
        && outside.weight() >= inside.weight().saturating_mul(TIMES_WEAK_INSIDE);
    match (outside.strongest().filter(|_| dominates), inside.strongest(), completeness) {
        (Some(strongest), _, Completeness::Whole(_)) => {
            let because = Because::new(BecauseCode::OtherDomain).with("words", outside.listed());
            strongest.evidence(Finding::proposed(Verdict::Exclude, &strongest.rule(), because))
        }
        (Some(_), _, Completeness::Incomplete(status)) => Finding::unclear(RULE, incomplete(status)),
        (None, Some(strongest), Completeness::Whole(_) | Completeness::Incomplete(_)) => {
            let because = Because::new(BecauseCode::DomainWords).with("words", inside.listed());
            strongest.evidence(Finding::proposed(Verdict::Include, &strongest.rule(), because))
        }
        (_, _, Completeness::Nothing(status)) => Finding::unclear(RULE, no_document(status)),
        (None, None, _) => {
            Finding::proposed(Verdict::Include, RULE, Because::new(BecauseCode::NoDomainEvidence))
        }
    }
}
