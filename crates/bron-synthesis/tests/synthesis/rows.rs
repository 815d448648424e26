//! Rows with everything left out that a test is not about.

use bron_model::{Because, BecauseCode};
use bron_model::{
    Criterion, DecisionRow, HitRow, MadeBy, MergeRow, Outcome, OutcomeRow, PublicationId, QueryRow,
    QueryStatus, Route, SourceId, TermId, Verdict,
};
use bron_protocol::{Form, Term};
use bron_synthesis::Rows;

pub fn id(text: &str) -> PublicationId {
    PublicationId::new(text).unwrap()
}

pub fn term(id: &str, label: &str) -> Term {
    Term {
        id: TermId::new(id).unwrap(),
        label: label.into(),
        texts: Vec::new(),
        form: Form::Word,
        first: Vec::new(),
        beside: Vec::new(),
        variants: Vec::new(),
        not: Vec::new(),
        short: Vec::new(),
    }
}

/// In printed order, which is not that of the ids.
pub fn terms() -> Vec<Term> {
    vec![term("samenzorg", "Samenzorg"), term("community-care", "Community Care")]
}

pub fn sources() -> Vec<SourceId> {
    ["movisie", "lsa", "vilans"].map(|id| SourceId::new(id).unwrap()).to_vec()
}

pub fn outcome(term: &str, publication: &str, outcome: Outcome) -> OutcomeRow {
    OutcomeRow {
        publication: id(publication),
        term: TermId::new(term).unwrap(),
        outcome,
        reason_open: String::new(),
        decided_by: None,
        via: Route::Search,
        unclear: String::new(),
    }
}

/// What is counted of outcomes.
pub fn pairs(outcomes: &[OutcomeRow]) -> Rows {
    let mut rows = Rows::new();
    outcomes.iter().for_each(|row| rows.outcome(row));
    rows
}

pub fn query(source: &str, term: &str, status: QueryStatus) -> QueryRow {
    QueryRow {
        source: SourceId::new(source).unwrap(),
        term: TermId::new(term).unwrap(),
        text: term.into(),
        via: Route::Search,
        interface: String::new(),
        reported_total: None,
        hits: 0,
        pages: 1,
        status,
        note: String::new(),
    }
}

pub fn hit(source: &str, term: &str, publication: &str) -> HitRow {
    HitRow {
        source: SourceId::new(source).unwrap(),
        term: TermId::new(term).unwrap(),
        text: term.into(),
        via: Route::Search,
        rank: 1,
        result_page: 1,
        publication: id(publication),
        title: String::new(),
        url: String::new(),
        kind_as_listed: String::new(),
        date_as_listed: String::new(),
        authors_as_listed: String::new(),
        site_id: String::new(),
    }
}

pub fn merge(kept: &str, merged: &str) -> MergeRow {
    MergeRow { kept: id(kept), merged: id(merged), by: "main-file".into(), evidence: String::new() }
}

pub fn out_at_screening(publication: &str, criterion: Criterion) -> DecisionRow {
    DecisionRow {
        publication: id(publication),
        term: None,
        scope: criterion.scope(),
        criterion,
        verdict: Verdict::Exclude,
        proposal: None,
        made_by: MadeBy::Rule,
        rule: String::new(),
        document: None,
        page: None,
        quote: String::new(),
        because: Because::new(BecauseCode::KindUnknown),
    }
}
