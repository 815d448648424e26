//! Rows with everything left out that a test is not about.

use bron_model::{
    DateRule, DecisionRow, DocumentId, DocumentKind, DocumentPart, DocumentRow, DocumentStatus,
    OccurrenceRow, PageRow, PartialDate, PassageKind, PassageRow, PublicationId, PublicationRow, SourceId,
    TermId,
};
use bron_protocol::{DomainSide, DomainWord, GroupSide, GroupWord, KindWord, Lexicons};
use bron_screen::{Period, ReadPublication, Screener};

pub const TERM: &str = "community-care";

pub fn id(text: &str) -> PublicationId {
    PublicationId::new(text).unwrap()
}

pub fn term(text: &str) -> TermId {
    TermId::new(text).unwrap()
}

pub fn date(text: &str) -> Option<PartialDate> {
    (!text.is_empty()).then(|| text.parse().unwrap())
}

pub fn publication(title: &str) -> PublicationRow {
    PublicationRow {
        terms: TERM.into(),
        hits: 1,
        best_rank: 1,
        title: title.into(),
        url: "https://movisie.nl/p".into(),
        ..PublicationRow::blank(id("p"), SourceId::new("movisie").unwrap())
    }
}

pub fn listed(not_before: &str, not_after: &str) -> PublicationRow {
    PublicationRow {
        not_before: date(not_before),
        not_after: date(not_after),
        not_after_rule: Some(DateRule::Listing),
        date_as_listed: not_after.into(),
        ..publication("Titel")
    }
}

pub fn document(number: usize, part: DocumentPart, status: DocumentStatus) -> DocumentRow {
    let blank = DocumentRow::blank(id("p"), DocumentId::new(&id("p"), number), part);
    DocumentRow { status, kind: DocumentKind::Pdf, pages: 1, ..blank }
}

pub fn main_document() -> DocumentRow {
    document(1, DocumentPart::Main, DocumentStatus::Retrieved)
}

pub fn page(document: &DocumentRow, number: u32, text: &str) -> PageRow {
    PageRow {
        publication: id("p"),
        document: document.document.clone(),
        page: number,
        label: String::new(),
        text: text.into(),
    }
}

/// The first place where `quote` stands on the page.
pub fn occurrence(page: &PageRow, quote: &str) -> OccurrenceRow {
    let at = page.text.find(quote).unwrap();
    let start = u32::try_from(page.text[..at].chars().count()).unwrap();
    OccurrenceRow {
        publication: page.publication.clone(),
        term: term(TERM),
        document: page.document.clone(),
        page: page.page,
        start,
        end: start + u32::try_from(quote.chars().count()).unwrap(),
        label: String::new(),
        variant: quote.into(),
        quote: quote.into(),
    }
}

pub fn passage(page: &PageRow, kind: PassageKind, score: u8, quote: &str) -> PassageRow {
    let place = occurrence(page, quote);
    PassageRow {
        publication: place.publication,
        term: place.term,
        document: place.document,
        page: place.page,
        start: place.start,
        end: place.end,
        page_end: place.page,
        label: String::new(),
        kind,
        variant: String::new(),
        pattern: "nl-is".into(),
        score,
        second_hand_of: String::new(),
        quote: place.quote,
    }
}

pub fn lexicons() -> Lexicons {
    use bron_model::Verdict::{Exclude, Include};
    let kind = |word: &str, verdict| KindWord { word: word.into(), verdict, reason: String::new() };
    let domain =
        |word: &str, side, weight| DomainWord { word: word.into(), side, weight, reason: String::new() };
    let group =
        |word: &str, side, weight| GroupWord { word: word.into(), side, weight, reason: String::new() };
    Lexicons {
        kinds: vec![
            kind("rapport", Include),
            kind("artikel", Include),
            kind("nieuws", Exclude),
            kind("nieuws en agenda", Exclude),
            kind("opinie", Exclude),
        ],
        domains: vec![
            domain("zorg", DomainSide::Inside, 4),
            domain("care", DomainSide::Inside, 3),
            domain("buurt", DomainSide::Inside, 1),
            domain("landbouw", DomainSide::Outside, 5),
            domain("zorg voor het vee", DomainSide::Outside, 5),
            domain("verkeer", DomainSide::Outside, 2),
        ],
        groups: vec![
            group("ouderen", GroupSide::Older, 5),
            group("jongeren", GroupSide::Other, 4),
            group("kinderen", GroupSide::Other, 2),
        ],
    }
}

pub fn screener() -> Screener {
    screener_with(&lexicons())
}

pub fn screener_with(lexicons: &Lexicons) -> Screener {
    in_doubt_from(20, lexicons)
}

pub fn in_doubt_from(doubt: u8, lexicons: &Lexicons) -> Screener {
    let until = "2024-06-30".parse().unwrap();
    Screener::new(lexicons, doubt, Period { from_year: 2007, until })
}

/// The rows of one criterion, of one publication with what was read of it.
pub struct Read {
    pub publication: PublicationRow,
    pub documents: Vec<DocumentRow>,
    pub pages: Vec<PageRow>,
    pub occurrences: Vec<OccurrenceRow>,
    pub passages: Vec<PassageRow>,
}

impl Read {
    pub fn of(publication: PublicationRow, documents: Vec<DocumentRow>) -> Self {
        Self { publication, documents, pages: Vec::new(), occurrences: Vec::new(), passages: Vec::new() }
    }

    pub fn decide(&self, listed: &[&DecisionRow]) -> Vec<DecisionRow> {
        self.decided_by(&screener(), listed)
    }

    pub fn decided_by(&self, screener: &Screener, listed: &[&DecisionRow]) -> Vec<DecisionRow> {
        let read = ReadPublication {
            publication: &self.publication,
            documents: &self.documents,
            pages: &self.pages,
            occurrences: &self.occurrences,
            passages: &self.passages,
        };
        screener.decide(&read, listed, &[term(TERM)])
    }

    pub fn decision(&self, criterion: bron_model::Criterion) -> DecisionRow {
        self.decide(&[]).into_iter().find(|row| row.criterion == criterion).unwrap()
    }
}

/// Verdict and proposal in a few letters: `unclear`, `exclude`, `unclear, include?`.
pub fn says(row: &DecisionRow) -> String {
    match row.proposal {
        Some(proposal) => format!("{}, {proposal}?", row.verdict),
        None => row.verdict.to_string(),
    }
}
