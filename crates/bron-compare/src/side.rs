//! A side of a comparison: what a run knows of each publication, without its texts.

use bron_model::{
    DecisionRow, DocumentKind, DocumentPart, DocumentRow, OutcomeRow, PublicationId, PublicationRow,
    QueryRow, Table1Row, TermId, canonical_address,
};
use std::collections::{BTreeMap, BTreeSet};

/// A run as it is compared.
#[derive(Debug, Clone, Default)]
pub struct Side {
    /// What it is called.
    pub name: String,
    /// The day of its harvest, in Amsterdam; `None` where its record does not say.
    pub harvested: Option<bron_model::PartialDate>,
    /// The last day of its window, as its decisions have it; empty where no decision names it.
    pub until: String,
    /// With what it was made, for what is said around the tables.
    pub made: Made,
    /// The terms, with their labels, in the order of Table 1.
    pub terms: Vec<(TermId, String)>,
    /// Its queries.
    pub queries: Vec<QueryRow>,
    /// Its publications, sorted by id.
    pub records: Vec<Record>,
    /// What its archive holds of addresses.
    pub answers: Answers,
    /// Its Table 1.
    pub table1: Vec<Table1Row>,
}

/// With what a run was made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Made {
    /// The version of bron.
    pub bron: String,
    /// The digest of what was searched.
    pub search_digest: String,
    /// The digest of how was screened.
    pub screening_digest: String,
    /// Whether proposals of rules were counted as decisions.
    pub accepts_proposals: bool,
    /// Where its archive lies, to tell whether two runs read the same; empty where it has none.
    pub archive: String,
}

/// What a run knows of a publication.
#[derive(Debug, Clone)]
pub struct Record {
    /// Its row.
    pub row: PublicationRow,
    /// Its canonical addresses, those of all its hits among them, at the new place where a rule of the configuration says so.
    pub addresses: BTreeSet<String>,
    /// The same as they were listed.
    pub urls: BTreeSet<String>,
    /// The sites' own ids, each behind its source.
    pub site_ids: BTreeSet<String>,
    /// What its handle is compared by.
    pub handle_key: Option<String>,
    /// The numbers of the queries that returned it.
    pub found_by: BTreeSet<usize>,
    /// Its documents.
    pub documents: Vec<DocumentRow>,
    /// What became of its pairs on counted routes.
    pub outcomes: BTreeMap<TermId, OutcomeRow>,
    /// The decisions on it and its pairs, those on what was listed among them.
    pub decisions: Vec<DecisionRow>,
}

impl Record {
    /// The id.
    pub fn id(&self) -> &PublicationId {
        &self.row.publication
    }

    /// The publication itself: its first main document, else its page; `None` where nothing was retrieved of it.
    pub fn main(&self) -> Option<&DocumentRow> {
        let first = |part| self.documents.iter().find(|row| row.part == part);
        first(DocumentPart::Main).or_else(|| first(DocumentPart::Landing))
    }

    /// Whether a page of its main document holds text of the publication: of a web page only the first does, the second is
    /// what stands around it.
    pub fn is_text_of(main: &DocumentRow, page: u32) -> bool {
        main.kind != DocumentKind::Html || page == 1
    }

    /// The digest of its main text with what normalised it; `None` where there is no text.
    pub fn text_key(&self) -> Option<String> {
        let main = self.main().filter(|main| !main.text_sha256.is_empty())?;
        Some(format!("{}:{}", main.normaliser, main.text_sha256))
    }

    /// The digest of its main file; `None` where the publication is a web page, whose bytes are others each time, or there is none.
    pub fn file_key(&self) -> Option<&str> {
        let main = self.main().filter(|main| main.kind != DocumentKind::Html && !main.sha256.is_empty())?;
        Some(&main.sha256)
    }
}

/// What an archive holds of addresses, by canonical address.
#[derive(Debug, Clone, Default)]
pub struct Answers(pub BTreeMap<String, Answered>);

/// What came of asking for an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// The address that was asked.
    pub url: String,
    /// The status, or why there is none (`robots`), where redirects end.
    pub outcome: String,
    /// The day, as `2026-11-30`.
    pub day: String,
    /// Where redirects lead; `None` where there were none.
    pub leads_to: Option<String>,
}

impl Answered {
    /// The status that ends it; `None` where no HTTP answer came.
    pub fn status(&self) -> Option<u16> {
        self.outcome.parse().ok()
    }

    /// Whether the site says that nothing is there (any more).
    pub fn is_gone(&self) -> bool {
        matches!(self.status(), Some(404 | 410))
    }

    /// Whether the site answered something that is no failure of the moment.
    pub fn is_an_answer(&self) -> bool {
        self.status().is_some_and(|status| status < 500 && status != 429)
    }

    /// As it stands in the evidence.
    pub fn told(&self) -> String {
        match &self.leads_to {
            Some(target) => {
                format!("{} leads to {target}, which answered {} on {}", self.url, self.outcome, self.day)
            }
            None => format!("{} answered {} on {}", self.url, self.outcome, self.day),
        }
    }
}

impl Answers {
    /// What came of the addresses of a publication, as they were listed and where a rule of the configuration puts them, in their
    /// order.
    pub fn of(&self, record: &Record) -> Vec<&Answered> {
        let listed = record.urls.iter().filter_map(|url| Some(canonical_address(&url.parse().ok()?)));
        let addresses: BTreeSet<String> = record.addresses.iter().cloned().chain(listed).collect();
        addresses.iter().filter_map(|address| self.0.get(address)).collect()
    }

    /// The canonical address to which redirects lead from here; `None` where there are none.
    pub fn target(&self, address: &str) -> Option<String> {
        let url = self.0.get(address)?.leads_to.as_ref()?.parse().ok()?;
        Some(canonical_address(&url))
    }
}

impl Side {
    /// The record of that id; `None` where there is none.
    pub fn record(&self, id: &PublicationId) -> Option<&Record> {
        let at = self.records.binary_search_by(|record| record.id().cmp(id)).ok()?;
        Some(&self.records[at])
    }

    /// Makes the cells of Table 1 anew from the outcomes, after pairs were left out. What it says of queries stays.
    pub fn recount(&mut self) {
        let mut counted: BTreeMap<&str, Vec<bron_model::Outcome>> = BTreeMap::new();
        for row in self.records.iter().flat_map(|record| record.outcomes.values()) {
            for term in [row.term.as_str(), crate::effect::TOTAL] {
                counted.entry(term).or_default().push(row.outcome);
            }
        }
        for row in &mut self.table1 {
            let outcomes = counted.get(row.term.as_str()).map(Vec::as_slice).unwrap_or_default();
            for column in crate::effect::Column::ALL {
                let n = outcomes.iter().filter(|outcome| column.counts(**outcome)).count() as u64;
                column.set(row, n);
            }
        }
    }
}
