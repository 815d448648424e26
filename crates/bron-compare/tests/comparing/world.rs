//! Two made-up harvests, in memory.

use bron_compare::{Answered, Comparison, Error, Made, Of, Record, Side, Texts, compare};
use bron_model::{
    Because, BecauseCode, Criterion, DateRule, DecisionRow, DocumentId, DocumentKind, DocumentPart,
    DocumentRow, DocumentStatus, MadeBy, Outcome, OutcomeRow, PartialDate, PublicationId, PublicationRow,
    QueryRow, QueryStatus, Route, Scope, SourceId, Table1Row, TermId, Verdict, canonical_address,
};
use std::collections::{BTreeMap, BTreeSet};

pub const TERM: &str = "samenzorg";
pub const OTHER_TERM: &str = "zorgzame-buurten";

/// A publication as a test writes it down; what it leaves out is the same everywhere.
#[derive(Debug, Clone)]
pub struct Publication {
    pub url: String,
    pub title: String,
    pub doi: String,
    pub isbn: String,
    pub site_id: String,
    pub authors: String,
    pub not_before: Option<&'static str>,
    pub not_after: Option<&'static str>,
    pub text: String,
    /// The bytes of its file; a web page where it is empty.
    pub file: String,
    pub outcomes: Vec<(&'static str, Outcome)>,
    pub judged: bool,
}

pub fn publication(url: &str) -> Publication {
    Publication {
        url: url.to_owned(),
        title: format!("Titel van {url}"),
        doi: String::new(),
        isbn: String::new(),
        site_id: String::new(),
        authors: "A. Bakker".to_owned(),
        not_before: None,
        not_after: None,
        text: words(url, 200),
        file: String::new(),
        outcomes: vec![(TERM, Outcome::Included)],
        judged: false,
    }
}

/// So many words that no other seed has.
pub fn words(seed: &str, n: usize) -> String {
    let seed: String = seed.chars().filter(char::is_ascii_alphanumeric).collect();
    (0..n).map(|at| format!("{seed}{at}")).collect::<Vec<_>>().join(" ")
}

/// A harvest with one source of two terms.
#[derive(Debug, Clone)]
pub struct Harvest {
    pub name: &'static str,
    pub day: &'static str,
    pub publications: Vec<Publication>,
    pub statuses: BTreeMap<&'static str, QueryStatus>,
    pub interface: &'static str,
    pub answers: Vec<(String, &'static str, Option<String>)>,
    pub screening: &'static str,
    pub until: &'static str,
}

pub fn harvest(name: &'static str, day: &'static str, publications: Vec<Publication>) -> Harvest {
    Harvest {
        name,
        day,
        publications,
        statuses: BTreeMap::from([(TERM, QueryStatus::Hits), (OTHER_TERM, QueryStatus::Hits)]),
        interface: "html",
        answers: Vec::new(),
        screening: "same",
        until: "2024-06-30",
    }
}

pub struct InMemory {
    pub a: BTreeMap<PublicationId, String>,
    pub b: BTreeMap<PublicationId, String>,
}

impl Texts for InMemory {
    fn each(
        &self,
        of: Of,
        wanted: &BTreeSet<PublicationId>,
        take: &mut dyn FnMut(PublicationId, String) -> bool,
    ) -> Result<(), Error> {
        let all = if of == Of::A { &self.a } else { &self.b };
        for (id, text) in all.iter().filter(|(id, _)| wanted.contains(*id)) {
            if !take(id.clone(), text.clone()) {
                break;
            }
        }
        Ok(())
    }
}

impl Harvest {
    pub fn compared_with(&self, b: &Self) -> Comparison {
        let texts = InMemory { a: self.texts(), b: b.texts() };
        compare(&self.side(), &b.side(), &texts).unwrap()
    }

    fn texts(&self) -> BTreeMap<PublicationId, String> {
        self.publications.iter().map(|one| (one.id(), one.text.clone())).collect()
    }

    pub fn side(&self) -> Side {
        let term = |name: &str| TermId::new(name).unwrap();
        let terms = [TERM, OTHER_TERM];
        let queries: Vec<QueryRow> = terms
            .iter()
            .filter_map(|name| Some(query(name, *self.statuses.get(name)?, self.interface)))
            .collect();
        let mut records: Vec<Record> = self.publications.iter().map(|one| one.record(&queries)).collect();
        records.sort_by(|a, b| a.id().cmp(b.id()));
        let blank = |name: &str| Table1Row::blank(name, name);
        let mut side = Side {
            name: self.name.to_owned(),
            harvested: Some(self.day.parse().unwrap()),
            until: self.until.to_owned(),
            made: Made {
                bron: "0.1.0".to_owned(),
                search_digest: "same".to_owned(),
                screening_digest: self.screening.to_owned(),
                accepts_proposals: true,
                archive: self.name.to_owned(),
            },
            terms: terms.iter().map(|name| (term(name), (*name).to_owned())).collect(),
            queries,
            records,
            table1: terms.iter().map(|name| blank(name)).chain([blank("total")]).collect(),
            ..Side::default()
        };
        for (url, outcome, leads_to) in &self.answers {
            let answered = Answered {
                url: url.clone(),
                outcome: (*outcome).to_owned(),
                day: self.day.to_owned(),
                leads_to: leads_to.clone(),
            };
            side.answers.0.insert(canonical_address(&url.parse().unwrap()), answered);
        }
        side.recount();
        side
    }
}

fn query(term: &str, status: QueryStatus, interface: &str) -> QueryRow {
    QueryRow {
        source: SourceId::new("movisie").unwrap(),
        term: TermId::new(term).unwrap(),
        text: term.replace('-', " "),
        via: Route::Search,
        interface: interface.to_owned(),
        reported_total: Some(7),
        hits: 7,
        pages: 1,
        status,
        note: String::new(),
    }
}

impl Publication {
    pub fn id(&self) -> PublicationId {
        let source = SourceId::new("movisie").unwrap();
        PublicationId::from_address(&source, &canonical_address(&self.url.parse().unwrap()))
    }

    fn record(&self, queries: &[QueryRow]) -> Record {
        let date = |text: Option<&str>| text.map(|text| text.parse::<PartialDate>().unwrap());
        let id = self.id();
        let source = SourceId::new("movisie").unwrap();
        let terms: Vec<&str> = self.outcomes.iter().map(|(term, _)| *term).collect();
        Record {
            row: PublicationRow {
                terms: terms.join(" "),
                hits: 1,
                best_rank: 1,
                title: self.title.clone(),
                authors: self.authors.clone(),
                url: self.url.clone(),
                kind_as_listed: "rapport".to_owned(),
                date_as_listed: self.not_after.unwrap_or_default().to_owned(),
                not_before: date(self.not_before),
                not_before_rule: self.not_before.map(|_| DateRule::DateInText),
                not_after: date(self.not_after),
                not_after_rule: self.not_after.map(|_| DateRule::Listing),
                doi: self.doi.clone(),
                isbn: self.isbn.clone(),
                language: "nl".to_owned(),
                ..PublicationRow::blank(id.clone(), source)
            },
            addresses: BTreeSet::from([canonical_address(&self.url.parse().unwrap())]),
            urls: BTreeSet::from([self.url.clone()]),
            site_ids: (!self.site_id.is_empty())
                .then(|| format!("movisie {}", self.site_id))
                .into_iter()
                .collect(),
            handle_key: None,
            found_by: queries
                .iter()
                .enumerate()
                .filter(|(_, row)| terms.contains(&row.term.as_str()))
                .map(|(at, _)| at)
                .collect(),
            documents: vec![self.document(&id)],
            outcomes: self.outcomes.iter().map(|(term, outcome)| self.outcome(&id, term, *outcome)).collect(),
            decisions: self
                .outcomes
                .iter()
                .map(|(term, outcome)| self.decision(&id, term, *outcome))
                .collect(),
        }
    }

    fn document(&self, id: &PublicationId) -> DocumentRow {
        let is_file = !self.file.is_empty();
        let part = if is_file { DocumentPart::Main } else { DocumentPart::Landing };
        DocumentRow {
            url: if is_file { format!("{}.pdf", self.url) } else { self.url.clone() },
            status: DocumentStatus::Retrieved,
            kind: if is_file { DocumentKind::Pdf } else { DocumentKind::Html },
            pages: 1,
            language: "nl".to_owned(),
            sha256: self.file.clone(),
            text_sha256: self.text.clone(),
            normaliser: "letters-1".to_owned(),
            ..DocumentRow::blank(id.clone(), DocumentId::new(id, 1), part)
        }
    }

    fn outcome(&self, id: &PublicationId, term: &str, outcome: Outcome) -> (TermId, OutcomeRow) {
        let term = TermId::new(term).unwrap();
        let row = OutcomeRow {
            publication: id.clone(),
            term: term.clone(),
            outcome,
            reason_open: String::new(),
            decided_by: Some(if self.judged { MadeBy::Reviewer } else { MadeBy::Rule }),
            via: Route::Search,
            unclear: String::new(),
        };
        (term, row)
    }

    fn decision(&self, id: &PublicationId, term: &str, outcome: Outcome) -> DecisionRow {
        let out = outcome == Outcome::OutE1b;
        DecisionRow {
            publication: id.clone(),
            term: Some(TermId::new(term).unwrap()),
            scope: Scope::Pair,
            criterion: Criterion::E1b,
            verdict: if out { Verdict::Exclude } else { Verdict::Include },
            proposal: None,
            made_by: if self.judged { MadeBy::Reviewer } else { MadeBy::Rule },
            rule: String::new(),
            document: None,
            page: None,
            quote: String::new(),
            because: Because::new(BecauseCode::NoPassages),
        }
    }
}
