//! E1: does the term occur (E1a), and is it defined or described (E1b)?

use crate::completeness::{Completeness, landing_is_the_publication};
use crate::finding::Finding;
use bron_model::{
    Because, BecauseCode, DocumentId, DocumentPart, DocumentRow, OccurrenceRow, PassageKind, PassageRow,
    TermId, Verdict,
};
use std::cmp::Reverse;

pub(crate) const E1A: &str = "E1a-occurrence";
pub(crate) const E1B: &str = "E1b-passage";

/// What was found of one term in one publication.
pub(crate) struct TermInText<'a> {
    documents: &'a [DocumentRow],
    completeness: &'a Completeness,
    /// Main document first, then landing page, then annexes.
    occurrences: Vec<&'a OccurrenceRow>,
    passages: Vec<&'a PassageRow>,
}

impl<'a> TermInText<'a> {
    pub fn new(
        term: &TermId,
        documents: &'a [DocumentRow],
        completeness: &'a Completeness,
        occurrences: &'a [OccurrenceRow],
        passages: &'a [PassageRow],
    ) -> Self {
        let mut occurrences: Vec<_> = occurrences.iter().filter(|row| row.term == *term).collect();
        occurrences.sort_by_key(|row| (rank(documents, &row.document), &row.document, row.page, row.start));
        let mut passages: Vec<_> = passages.iter().filter(|row| row.term == *term).collect();
        // The best first: the highest score, a definition before a description, the main document first.
        passages.sort_by_key(|row| {
            let place = (rank(documents, &row.document), &row.document, row.page, row.start);
            (Reverse(row.score), row.kind, place)
        });
        Self { documents, completeness, occurrences, passages }
    }

    /// In when it occurs anywhere; out only when every document is whole and it occurs on no page.
    pub fn occurs(&self) -> Finding {
        if let Some(first) = self.occurrences.first() {
            let because = Because::new(BecauseCode::TermOccurs).with("count", self.occurrences.len());
            return Finding::settled(Verdict::Include, E1A, because).at(
                &first.document,
                first.page,
                &first.quote,
            );
        }
        if let Some(first) = self.passages.first() {
            let because = Because::new(BecauseCode::TermOccurs).with("count", self.passages.len());
            return Finding::settled(Verdict::Include, E1A, because).at(
                &first.document,
                first.page,
                &first.quote,
            );
        }
        match self.completeness {
            Completeness::Whole(pages) => {
                let because = Because::new(BecauseCode::TermAbsent).with("pages", pages);
                Finding::settled(Verdict::Exclude, E1A, because)
            }
            Completeness::Incomplete(status) => Finding::unclear(E1A, incomplete(status)),
            Completeness::Nothing(status) => Finding::unclear(E1A, no_document(status)),
        }
    }

    /// Always a reviewer's. In is proposed on a passage that tells a definition or description, out only on a whole
    /// text that has none. Weak signs propose neither from `doubt` on: their score is the chance, in percent, that a person
    /// would call one a definition or description, and `doubt` that chance for at least one of them.
    pub fn is_described(&self, doubt: u32) -> Finding {
        if self.occurrences.is_empty() && self.passages.is_empty() {
            return match self.completeness {
                Completeness::Nothing(status) => Finding::unclear(E1B, no_document(status)),
                Completeness::Incomplete(status) => {
                    Finding::unclear(E1B, Because::new(BecauseCode::TextIncomplete).with("status", status))
                }
                Completeness::Whole(_) => Finding::unclear(E1B, Because::new(BecauseCode::NothingToDefine)),
            };
        }
        let landing_counts = landing_is_the_publication(self.documents);
        let (counted, beside): (Vec<&PassageRow>, Vec<&PassageRow>) =
            self.passages.iter().copied().filter(|passage| passage.kind.satisfies_e1()).partition(
                |passage| {
                    landing_counts || part(self.documents, &passage.document) != Some(DocumentPart::Landing)
                },
            );
        if let Some(best) = counted.first() {
            let telling = counted.iter().filter(|passage| passage.tells()).count();
            let chance = chance_of_any(&counted);
            if telling > 0 {
                let because = Because::new(BecauseCode::PassagesFound).with("count", telling);
                let because = because.with("pattern", &best.pattern);
                return Finding::proposed(Verdict::Include, E1B, because).at(
                    &best.document,
                    best.page,
                    &best.quote,
                );
            }
            if chance >= doubt {
                let because = Because::new(BecauseCode::OnlyWeakSigns).with("count", counted.len());
                let because = because.with("chance", chance);
                let because = because.with("pattern", &best.pattern);
                return Finding::unclear(E1B, because).at(&best.document, best.page, &best.quote);
            }
        }
        if let Some(best) =
            beside.first().filter(|_| chance_of_any(&[counted, beside.clone()].concat()) >= doubt)
        {
            let because = Because::new(BecauseCode::OnlyOnLandingPage);
            return Finding::unclear(E1B, because).at(&best.document, best.page, &best.quote);
        }
        self.without_passage()
    }

    fn without_passage(&self) -> Finding {
        let elements: Vec<_> =
            self.passages.iter().filter(|passage| passage.kind == PassageKind::Element).collect();
        let because = if elements.is_empty() {
            Because::new(BecauseCode::NoPassages).with("count", self.occurrences.len())
        } else {
            Because::new(BecauseCode::OnlyElements).with("count", elements.len())
        };
        let finding = match self.completeness {
            Completeness::Whole(_) => Finding::proposed(Verdict::Exclude, E1B, because),
            Completeness::Incomplete(status) | Completeness::Nothing(status) => {
                Finding::unclear(E1B, incomplete(status))
            }
        };
        match (elements.first(), self.occurrences.first()) {
            (Some(element), _) => finding.at(&element.document, element.page, &element.quote),
            (None, Some(first)) => finding.at(&first.document, first.page, &first.quote),
            (None, None) => finding,
        }
    }
}

/// The chance in percent that at least one of the passages defines or describes, taking each for itself.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share of 0 to 1 makes a percentage"
)]
fn chance_of_any(passages: &[&PassageRow]) -> u32 {
    let none: f64 = passages.iter().map(|passage| 1.0 - f64::from(passage.score.min(100)) / 100.0).product();
    ((1.0 - none) * 100.0).round() as u32
}

pub(crate) fn incomplete(status: &str) -> Because {
    Because::new(BecauseCode::TextIncomplete).with("status", status)
}

pub(crate) fn no_document(status: &str) -> Because {
    Because::new(BecauseCode::NoDocument).with("status", status)
}

fn part(documents: &[DocumentRow], id: &DocumentId) -> Option<DocumentPart> {
    documents.iter().find(|document| document.document == *id).map(|document| document.part)
}

/// Evidence from the publication itself comes before that from the page beside it, and annexes come last.
pub(crate) fn rank(documents: &[DocumentRow], id: &DocumentId) -> u8 {
    match part(documents, id) {
        Some(DocumentPart::Main) => 0,
        Some(DocumentPart::Landing) => 1,
        Some(DocumentPart::Annex) => 2,
        None => 3,
    }
}
