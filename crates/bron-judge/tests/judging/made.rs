//! Rows and judgements with everything left out that a test is not about.

use bron_judge::{Records, Standing, judged};
use bron_model::{
    Criterion, DocumentId, DocumentKind, DocumentPart, DocumentRow, DocumentStatus, Given, JUDGEMENT_FORMAT,
    Judgement, JudgementId, Origin, PageRow, Place, PublicationId, PublicationRow, Reviewer, Round, Says,
    Screened, SourceId, TermId, Verdict,
};
use jiff::Timestamp;

pub const CRITERIA: &str = "2024-1";
pub const TEXT: &str = "Samenzorg is zorg die buren delen. Het begrip is nieuw.";

pub fn id(text: &str) -> PublicationId {
    PublicationId::new(text).unwrap()
}

pub fn term() -> TermId {
    TermId::new("samenzorg").unwrap()
}

pub fn publication(name: &str) -> PublicationRow {
    PublicationRow {
        terms: "samenzorg".into(),
        hits: 1,
        best_rank: 1,
        title: "Zorg in de straat".into(),
        url: format!("https://movisie.nl/{name}"),
        kind_as_listed: "rapport".into(),
        date_as_listed: "2019".into(),
        ..PublicationRow::blank(id(name), SourceId::new("movisie").unwrap())
    }
}

pub fn document(publication: &str, sha256: &str) -> DocumentRow {
    let document = DocumentId::new(&id(publication), 1);
    DocumentRow {
        url: format!("https://movisie.nl/{publication}.pdf"),
        status: DocumentStatus::Retrieved,
        kind: DocumentKind::Pdf,
        pages: 1,
        sha256: sha256.into(),
        ..DocumentRow::blank(id(publication), document, DocumentPart::Main)
    }
}

pub fn page(publication: &str) -> PageRow {
    PageRow {
        publication: id(publication),
        document: DocumentId::new(&id(publication), 1),
        page: 1,
        label: "7".into(),
        text: TEXT.into(),
    }
}

/// The words of [`TEXT`] that these are, on page 1 of the first document.
pub fn place(publication: &str, words: &str) -> Place {
    let start = TEXT[..TEXT.find(words).unwrap()].chars().count() as u32;
    let end = start + words.chars().count() as u32;
    Place { document: DocumentId::new(&id(publication), 1), page: 1, start, end, quote: words.into() }
}

pub fn verdict(verdict: Verdict) -> Says {
    Says::Verdict {
        term: Some(term()),
        criterion: Criterion::E1b,
        verdict,
        reason: String::new(),
        evidence: Vec::new(),
        screened: Screened::FullText,
    }
}

/// The `number`th judgement of a reviewer on one device, about publication `p` with the file `x`.
pub fn judgement(reviewer: &str, number: u64, says: Says) -> Judgement {
    let reviewer =
        if reviewer == "consensus" { Reviewer::consensus() } else { Reviewer::new(reviewer).unwrap() };
    Judgement {
        v: JUDGEMENT_FORMAT,
        seq: number,
        prev: String::new(),
        id: JudgementId::new(&reviewer, "a", number),
        at: Timestamp::from_second(1_700_000_000 + number as i64).unwrap(),
        reviewer,
        device: "a".into(),
        given: Given {
            origin: Origin::Browser,
            round: Round::Main,
            criteria: CRITERIA.into(),
            publication: id("p"),
            judged: judged(&publication("p"), &[document("p", "x")]),
            says,
            note: String::new(),
            supersedes: None,
            resolves: Vec::new(),
        },
    }
}

pub fn superseding(old: &Judgement, number: u64, says: Says) -> Judgement {
    let mut new = judgement(old.reviewer.as_str(), number, says);
    new.given.supersedes = Some(old.id.clone());
    new
}

/// What holds in a run that has publication `p` with the file `x`.
pub fn standing(all: Vec<Judgement>) -> Standing {
    standing_in(all, &publication("p"), &document("p", "x"), CRITERIA)
}

pub fn standing_in(
    all: Vec<Judgement>,
    publication: &PublicationRow,
    document: &DocumentRow,
    criteria: &str,
) -> Standing {
    let mut records = Records::default();
    records.add(publication, std::slice::from_ref(document));
    Standing::new(all, &records, criteria)
}
