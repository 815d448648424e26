//! E2: is there evidence that a publication lies outside care, health, welfare and housing?

use crate::completeness::Completeness;
use crate::finding::Finding;
use crate::lexicon::{Side, Spoken};
use crate::occurrence::{incomplete, no_document};
use bron_model::{Because, BecauseCode, Verdict};

const RULE: &str = "E2-domains";

/// The weight times the count of the words of other domains from which they dominate: two strong words (5), or a
/// weak one (1) met ten times. Fewer is a side remark.
const OUTSIDE_DOMINATES: u32 = 10;

/// So many different words of other domains are needed: one word alone may be a figure of speech or a name.
const OUTSIDE_WORDS: usize = 2;

/// Always a reviewer's. Out is proposed only where words of other domains dominate a whole text in which no word of
/// care, health, welfare or housing occurs outside the terms themselves; else in is.
pub(crate) fn decide(spoken: &Spoken<'_>, completeness: &Completeness) -> Finding {
    let inside = spoken.words(Side::Inside);
    if let Some(strongest) = inside.strongest() {
        let because = Because::new(BecauseCode::DomainWords).with("words", inside.listed());
        return strongest.evidence(Finding::proposed(Verdict::Include, &strongest.rule(), because));
    }
    let outside = spoken.words(Side::Outside);
    let dominates = outside.weight() >= OUTSIDE_DOMINATES && outside.len() >= OUTSIDE_WORDS;
    match (outside.strongest(), completeness) {
        (_, Completeness::Nothing(status)) => Finding::unclear(RULE, no_document(status)),
        (Some(_), Completeness::Incomplete(status)) if dominates => {
            Finding::unclear(RULE, incomplete(status))
        }
        (Some(strongest), Completeness::Whole(_)) if dominates => {
            let because = Because::new(BecauseCode::OtherDomain).with("words", outside.listed());
            strongest.evidence(Finding::proposed(Verdict::Exclude, &strongest.rule(), because))
        }
        _ => Finding::proposed(Verdict::Include, RULE, Because::new(BecauseCode::NoDomainEvidence)),
    }
}
