//! How a run is told in the cells of a sheet: terms by their label, pages by their printed number, verdicts in words.

use crate::Error;
use crate::own::words_of;
use crate::sheet::{reason_words, reasons_of};
use crate::words;
use bron_judge::Held;
use bron_model::{Criterion, DocumentId, DocumentKind, Language, PublicationId, Says, Screened, TermId};
use bron_run::{Desk, Sitting};
use std::collections::BTreeMap;

/// A run with the judgements of a moment, in a language.
pub(crate) struct Shown<'a> {
    pub(crate) desk: &'a Desk,
    pub(crate) sitting: &'a Sitting,
    pub(crate) language: Language,
    labels: BTreeMap<(DocumentId, u32), String>,
}

/// What a verdict says, each part as it stands in a cell.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct ShownVerdict {
    pub(crate) verdict: String,
    pub(crate) reason: String,
    pub(crate) looked_at: String,
    pub(crate) words: String,
    pub(crate) pages: String,
    pub(crate) note: String,
}

impl<'a> Shown<'a> {
    pub(crate) fn new(desk: &'a Desk, sitting: &'a Sitting, language: Language) -> Result<Self, Error> {
        Ok(Self { desk, sitting, language, labels: desk.labels()? })
    }

    /// The name of the run's folder.
    pub(crate) fn run_name(&self) -> String {
        let name = self.desk.run().file_name().map(|name| name.to_string_lossy().into_owned());
        name.unwrap_or_default()
    }

    /// A term as Table 1 prints it; empty where there is none.
    pub(crate) fn term(&self, term: Option<&TermId>) -> String {
        label_of(self.desk, term)
    }

    /// `p. 12` by the printed number, else `pdf p. 14`, and nothing where a document has no pages.
    pub(crate) fn page(&self, publication: &PublicationId, document: &DocumentId, page: u32) -> String {
        let (corrected, _) = bron_judge::labels(publication, self.sitting.held(publication));
        let place = (document.clone(), page);
        let label =
            corrected.get(&place).or_else(|| self.labels.get(&place)).filter(|label| !label.is_empty());
        let kind = self.desk.documents(publication).iter().find(|row| row.document == *document);
        match (label, kind.map(|row| row.kind)) {
            (Some(label), _) => format!("p. {label}"),
            (None, Some(DocumentKind::Pdf)) => format!("pdf p. {page}"),
            (None, _) => String::new(),
        }
    }

    /// What a reviewer can look at: the whole text where the run has one, else what is listed.
    pub(crate) fn at_hand(&self, publication: &PublicationId) -> &'static str {
        let has_text = self.desk.documents(publication).iter().any(|row| row.status.has_text());
        let at_hand = if has_text { Screened::FullText } else { Screened::Listing };
        words::screened(at_hand, self.language)
    }

    /// A reason in words; its code where the list does not have it.
    pub(crate) fn reason(&self, criterion: Criterion, code: &str) -> String {
        let shown = reasons_of(self.desk.criteria(), criterion).find(|known| known.code == code);
        shown.map_or(code, |known| reason_words(known, self.language)).to_owned()
    }

    /// A verdict; nothing of what is none.
    pub(crate) fn verdict(&self, publication: &PublicationId, held: &Held) -> ShownVerdict {
        let given = &held.judgement.given;
        let Says::Verdict { criterion, verdict, reason, screened, evidence, .. } = &given.says else {
            return ShownVerdict::default();
        };
        // A document may have another number since.
        let now = |document: &DocumentId| held.documents.get(document).unwrap_or(document).clone();
        let pages = evidence.iter().map(|place| self.page(publication, &now(&place.document), place.page));
        let pages: Vec<String> = pages.filter(|page| !page.is_empty()).collect();
        ShownVerdict {
            verdict: words::verdict(*verdict, self.language).to_owned(),
            reason: self.reason(*criterion, reason),
            looked_at: words::screened(*screened, self.language).to_owned(),
            words: words_of(&given.says),
            pages: pages.join(" | "),
            note: given.note.clone(),
        }
    }
}

/// A term as Table 1 prints it; empty where there is none.
pub(crate) fn label_of(desk: &Desk, term: Option<&TermId>) -> String {
    let Some(term) = term else { return String::new() };
    let known = desk.terms().into_iter().find(|known| known.id == *term);
    known.map_or_else(|| term.to_string(), |known| known.label.clone())
}

/// Whether something is about one of the wanted terms: by its own term, else by any pair of its publication. All is where none is
/// wanted in particular.
pub(crate) fn is_of_terms(
    desk: &Desk,
    sitting: &Sitting,
    publication: &PublicationId,
    term: Option<&TermId>,
    wanted: &[TermId],
) -> bool {
    let any_pair = || {
        let outcomes = desk.outcomes(sitting, publication);
        outcomes.iter().any(|outcome| wanted.contains(&outcome.term))
    };
    wanted.is_empty() || term.map_or_else(any_pair, |term| wanted.contains(term))
}
