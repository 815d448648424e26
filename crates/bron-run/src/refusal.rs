//! What a reviewer may say of a run: the check that the command, the page and the sheets share.

use crate::judged::UNDATED;
use crate::{Desk, Error, Sitting};
use bron_judge::OwnWork;
use bron_model::{
    Criterion, DocumentId, Field, JudgementId, Language, PageRow, Place, PublicationId, Reviewer, Says,
    TermId, Verdict,
};

/// Why a judgement is not taken. Nothing was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The run has no such publication.
    NoPublication(PublicationId),
    /// It is flagged as work of the reviewer, or of the reviewers without saying of whom.
    OwnWork(PublicationId),
    /// The term and the publication are no pair on a counted route.
    NoPair(PublicationId, TermId),
    /// The run searched no such term.
    NoTerm(TermId),
    /// It contradicts itself; see [`Says::problem`].
    Contradiction(String),
    /// The reason is not on the list for this verdict on this criterion.
    NoReason {
        /// The code given.
        code: String,
        /// The criterion.
        criterion: Criterion,
        /// The verdict.
        verdict: Verdict,
        /// The codes that can be given.
        known: Vec<String>,
    },
    /// The publication has no such document or page.
    NoPage(DocumentId, u32),
    /// The words do not stand at that place.
    OtherWords(Place),
    /// The words stand nowhere in the publication, or not on the page that is named.
    NoWords {
        /// The words.
        words: String,
        /// The publication.
        publication: PublicationId,
        /// The page, as it was named; nothing where all are meant.
        page: Option<String>,
    },
    /// The codebook has no such element.
    NoElement {
        /// The id given.
        id: String,
        /// Those that it has.
        known: Vec<String>,
    },
    /// A corrected date that is none.
    NoDate(String),
    /// A publication and itself are not two records.
    Itself(PublicationId),
    /// The judgement that is taken back or replaced is not one of this reviewer that holds.
    NothingToReplace(String),
}

impl Refusal {
    /// The reason in words, without a full stop.
    pub fn text(&self, language: Language) -> String {
        let nl = language == Language::Nl;
        match self {
            Self::NoPublication(id) if nl => format!("deze run heeft geen publicatie `{id}`"),
            Self::NoPublication(id) => format!("this run has no publication `{id}`"),
            Self::OwnWork(id) if nl => {
                format!(
                    "`{id}` is gemarkeerd als eigen werk van de beoordelaars, en dat beoordelen zij niet zelf"
                )
            }
            Self::OwnWork(id) => {
                format!("`{id}` is flagged as work of the reviewers themselves, who do not judge it")
            }
            Self::NoPair(id, term) if nl => {
                format!("`{id}` en `{term}` zijn in deze run geen paar op een getelde route")
            }
            Self::NoPair(id, term) => {
                format!("`{id}` and `{term}` are no pair on a counted route of this run")
            }
            Self::NoTerm(term) if nl => format!("op `{term}` is in deze run niet gezocht"),
            Self::NoTerm(term) => format!("`{term}` was not searched in this run"),
            Self::Contradiction(problem) => problem.clone(),
            Self::NoReason { code, criterion, verdict, known } => {
                let known = if known.is_empty() { "-".to_owned() } else { known.join(", ") };
                if nl {
                    format!("`{code}` is geen reden voor `{verdict}` op {criterion}; wel: {known}")
                } else {
                    format!("`{code}` is no reason for `{verdict}` on {criterion}; there are: {known}")
                }
            }
            Self::NoPage(document, page) if nl => format!("`{document}` heeft geen bladzijde {page}"),
            Self::NoPage(document, page) => format!("`{document}` has no page {page}"),
            Self::OtherWords(place) => {
                let (quote, page, document) = (&place.quote, place.page, &place.document);
                if nl {
                    format!("`{quote}` staat niet op die plaats van bladzijde {page} van `{document}`")
                } else {
                    format!("`{quote}` does not stand at that place of page {page} of `{document}`")
                }
            }
            Self::NoWords { words, publication, page } => match (page, nl) {
                (Some(page), true) => format!("`{words}` staat niet op bladzijde {page} van `{publication}`"),
                (Some(page), false) => format!("`{words}` does not stand on page {page} of `{publication}`"),
                (None, true) => format!("`{words}` staat op geen bladzijde van `{publication}`"),
                (None, false) => format!("`{words}` stands on no page of `{publication}`"),
            },
            Self::NoElement { id, known } => {
                let known = known.join(", ");
                if nl {
                    format!("het codeboek heeft geen element `{id}`; wel: {known}")
                } else {
                    format!("the codebook has no element `{id}`; there are: {known}")
                }
            }
            Self::NoDate(text) if nl => {
                format!("`{text}` is geen datum: schrijf 2019, 2019-03, 2019-03-14 of z.d.")
            }
            Self::NoDate(text) => format!("`{text}` is no date: write 2019, 2019-03, 2019-03-14 or z.d."),
            Self::Itself(id) if nl => format!("`{id}` en `{id}` zijn hetzelfde record"),
            Self::Itself(id) => format!("`{id}` and `{id}` are the same record"),
            Self::NothingToReplace(id) if nl => {
                format!("`{id}` is geen oordeel van deze beoordelaar dat geldt")
            }
            Self::NothingToReplace(id) => format!("`{id}` is no judgement of this reviewer that holds"),
        }
    }

    /// The next step, where there is one.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::NoReason { .. } => {
                Some("reasons are listed in `config/criteria.toml`, `[[reason]]`; more can be added there")
            }
            Self::OtherWords(_) => Some("`bron text` prints the page as it was read"),
            Self::NoWords { .. } => Some("`bron text` prints the pages as they were read"),
            Self::NoPair(..) => Some("`bron explain` lists the pairs of a publication"),
            _ => None,
        }
    }
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text(Language::En))
    }
}

impl std::error::Error for Refusal {}

impl Desk {
    /// Whether this reviewer may say this of this publication, as a judgement that replaces `supersedes`; nothing: yes.
    ///
    /// It looks at the run and the judgements of this moment: own work, pairs, the list of reasons, words that stand where they
    /// are said to, elements, dates. Whether somebody else has voted does not matter.
    pub fn refusal(
        &self,
        sitting: &Sitting,
        reviewer: &Reviewer,
        publication: &PublicationId,
        says: &Says,
        supersedes: Option<&JudgementId>,
    ) -> Result<Option<Refusal>, Error> {
        let Some(row) = self.publication(publication) else {
            return Ok(Some(Refusal::NoPublication(publication.clone())));
        };
        if OwnWork::of_flags(&row.flags).is_of(reviewer) {
            return Ok(Some(Refusal::OwnWork(publication.clone())));
        }
        if let Some(id) = supersedes.filter(|id| !own_and_holds(sitting, reviewer, publication, id)) {
            return Ok(Some(Refusal::NothingToReplace(id.to_string())));
        }
        if let Some(problem) = says.problem() {
            return Ok(Some(Refusal::Contradiction(problem)));
        }
        match says {
            Says::Verdict { term, criterion, verdict, reason, evidence, .. } => {
                if let Some(term) = term
                    && !self.outcomes(sitting, publication).iter().any(|row| row.term == *term)
                {
                    return Ok(Some(Refusal::NoPair(publication.clone(), term.clone())));
                }
                let refused = self.no_reason(*criterion, *verdict, reason);
                if refused.is_some() || evidence.is_empty() {
                    return Ok(refused);
                }
                self.none_of(publication, evidence)
            }
            Says::Passage { term, place, .. } => match self.no_term(term) {
                None => self.none_of(publication, std::slice::from_ref(place)),
                refused => Ok(refused),
            },
            Says::Element { term, place, element, .. } => {
                match self.no_term(term).or_else(|| self.no_element(element)) {
                    None => self.none_of(publication, std::slice::from_ref(place)),
                    refused => Ok(refused),
                }
            }
            Says::PageLabel { document, page, .. } => {
                let pages = self.pages(publication)?;
                let is_there = pages.iter().any(|row| row.document == *document && row.page == *page);
                Ok((!is_there).then(|| Refusal::NoPage(document.clone(), *page)))
            }
            Says::Correction { field, corrected, evidence, .. } => {
                let is_date = |text: &str| text == UNDATED || bron_text::read_date(text, None).is_some();
                if *field == Field::Date && !is_date(corrected) {
                    return Ok(Some(Refusal::NoDate(corrected.clone())));
                }
                if *field == Field::MainDocument {
                    let known = self.documents(publication).iter().map(|row| &row.document);
                    if !known.into_iter().any(|document| document.as_str() == corrected) {
                        return Ok(Some(Refusal::Contradiction(format!(
                            "`{corrected}` is no document of `{publication}`"
                        ))));
                    }
                }
                evidence
                    .as_ref()
                    .map_or(Ok(None), |place| self.none_of(publication, std::slice::from_ref(place)))
            }
            Says::Merge { with: other } | Says::Split { from: other } => {
                Ok((other == publication).then(|| Refusal::Itself(other.clone())))
            }
            Says::Withdrawn => Ok(supersedes
                .is_none()
                .then(|| Refusal::Contradiction("a withdrawal must name what it takes back".to_owned()))),
        }
    }

    fn no_term(&self, term: &TermId) -> Option<Refusal> {
        let is_known = self.terms().iter().any(|known| known.id == *term);
        (!is_known).then(|| Refusal::NoTerm(term.clone()))
    }

    fn no_reason(&self, criterion: Criterion, verdict: Verdict, code: &str) -> Option<Refusal> {
        let mut known = self.criteria().reasons(criterion, verdict).map(|reason| reason.code.as_str());
        if code.is_empty() || known.any(|known| known == code) {
            return None;
        }
        let known = self.criteria().reasons(criterion, verdict).map(|reason| reason.code.clone());
        Some(Refusal::NoReason { code: code.to_owned(), criterion, verdict, known: known.collect() })
    }

    fn no_element(&self, id: &str) -> Option<Refusal> {
        let known = self.codebook().map(|book| book.element.as_slice()).unwrap_or_default();
        let is_known = known.iter().any(|element| element.id == id);
        let known = known.iter().map(|element| element.id.clone());
        (!is_known).then(|| Refusal::NoElement { id: id.to_owned(), known: known.collect() })
    }

    /// The first of these places at which its words do not stand.
    fn none_of(&self, publication: &PublicationId, places: &[Place]) -> Result<Option<Refusal>, Error> {
        let pages = self.pages(publication)?;
        Ok(places.iter().find_map(|place| {
            let page = pages.iter().find(|page| page.document == place.document && page.page == place.page);
            match page {
                None => Some(Refusal::NoPage(place.document.clone(), place.page)),
                Some(page) => (!stands_there(page, place)).then(|| Refusal::OtherWords(place.clone())),
            }
        }))
    }
}

fn stands_there(page: &PageRow, place: &Place) -> bool {
    let (start, end) = (place.start as usize, place.end as usize);
    start < end && page.text.chars().skip(start).take(end - start).eq(place.quote.chars())
}

fn own_and_holds(
    sitting: &Sitting,
    reviewer: &Reviewer,
    publication: &PublicationId,
    id: &JudgementId,
) -> bool {
    let held = sitting.held(publication);
    held.iter().any(|one| one.judgement.id == *id && one.judgement.reviewer == *reviewer)
}
