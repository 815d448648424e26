//! E3: is there evidence that a publication is about another group than older people only?

use crate::completeness::Completeness;
use crate::finding::Finding;
use crate::lexicon::{Side, Spoken};
use crate::occurrence::{incomplete, no_document};
use bron_model::{Because, BecauseCode, Verdict};

const RULE: &str = "E3-groups";

/// A word of at least this weight in the title says whom a publication is about; weaker ones ("gezin") are used in
/// titles about everybody.
const WEIGHT_IN_TITLE: u8 = 3;

/// The weight times the count from which words of another group stand often: a strong word three times, a middling
/// one five times. Fewer is an example among others.
const OFTEN: u32 = 15;

/// And they stand on at least one of so many pages with text: in a long report a chapter about young people repeats
/// the word, and the report is still about everybody.
const ONE_PAGE_IN: usize = 2;

/// Always a reviewer's. Out is proposed only where words of another group carry a whole text in which no word for
/// older people occurs; that such a word is missing is by itself no evidence, and in is proposed.
pub(crate) fn decide(spoken: &Spoken<'_>, completeness: &Completeness) -> Finding {
    let older = spoken.words(Side::Older);
    let other = spoken.words(Side::Other);
    let in_title = other.in_title(WEIGHT_IN_TITLE);
    let often = other.weight() >= OFTEN && other.pages() * ONE_PAGE_IN >= spoken.pages_with_text();
    let carries = in_title || often;
    match (older.strongest(), other.strongest().filter(|_| carries), completeness) {
        (_, _, Completeness::Nothing(status)) => Finding::unclear(RULE, no_document(status)),
        (Some(strongest), _, _) => {
            let because = Because::new(BecauseCode::OlderPeopleNamed).with("words", older.listed());
            strongest.evidence(Finding::proposed(Verdict::Include, &strongest.rule(), because))
        }
        (None, Some(strongest), Completeness::Whole(_)) => {
            let because = Because::new(BecauseCode::OtherGroupOnly).with("words", other.listed());
            strongest.evidence(Finding::proposed(Verdict::Exclude, &strongest.rule(), because))
        }
        (None, Some(_), Completeness::Incomplete(status)) => Finding::unclear(RULE, incomplete(status)),
        (None, None, _) => {
            Finding::proposed(Verdict::Include, RULE, Because::new(BecauseCode::NoGroupEvidence))
        }
    }
}
