//! A run beside the printed table of an earlier review, of which the procedure was not reported.
//!
//! The difference is drift *and* another procedure, and no number tells the two apart. So nothing is called drift here; what a
//! record proves about the named inclusions stands in the rows, each with its evidence.

use crate::Error;
use crate::comparison::{AboutSide, Comparison, Sums, Together, about, by_category};
use crate::effect::{Column, TOTAL};
use crate::side::Side;
use bron_model::{
    ComparedCountRow, ComparedQueryRow, DifferenceCategory, DifferenceRow, FoundBy, KnownOutcome, KnownRow,
    MatchRung, PublicationId, Table1Row, TermId,
};
use bron_protocol::EarlierTable1;
use bron_run::Finished;
use std::path::Path;

/// The word that names the printed table on the command line.
pub const PRINTED: &str = "2024";

/// Holds a run against the printed table. `known` is what `bron known` made of the named inclusions; `None` where it was not asked.
pub fn compare_printed(
    printed: &EarlierTable1,
    b: &Side,
    run: &Finished,
    known: Option<&[KnownRow]>,
) -> Comparison {
    let mut differences: Vec<DifferenceRow> =
        known.unwrap_or_default().iter().filter_map(|row| traced(row, run)).collect();
    differences.sort();
    let labels: Vec<(String, String)> =
        b.terms.iter().map(|(term, label)| (term.to_string(), label.clone())).collect();
    let a = AboutSide { name: PRINTED.to_owned(), labels: labels.clone(), ..AboutSide::default() };
    Comparison {
        a,
        b: about(b, &labels),
        together: Together { printed: true, ..Together::default() },
        sums: Sums { b: b.records.len() as u64, not_comparable_b: b.records.len() as u64, ..Sums::default() },
        by_category: by_category(&differences),
        counts: counts(printed, &b.table1),
        reasons: Vec::new(),
        queries: queries(b),
        differences,
    }
}

/// What `bron known` wrote into a run; `None` where it did not.
pub fn known_of(run: &Path) -> Result<Option<Vec<KnownRow>>, Error> {
    let file = run.join("known").join("known.csv");
    if file.exists() { Ok(Some(bron_store::read_csv(&file)?)) } else { Ok(None) }
}

fn counts(printed: &EarlierTable1, table1: &[Table1Row]) -> Vec<ComparedCountRow> {
    let mut terms: Vec<&str> =
        table1.iter().map(|row| row.term.as_str()).filter(|term| *term != TOTAL).collect();
    terms.extend(printed.rows.iter().filter_map(|row| row.term.as_ref()).map(TermId::as_str));
    terms.push(TOTAL);
    let mut seen = std::collections::BTreeSet::new();
    terms.retain(|term| seen.insert(*term));
    let mut rows = Vec::new();
    for term in terms {
        let ours = table1.iter().find(|row| row.term == term);
        let theirs = printed.rows.iter().find(|row| row.term.as_ref().map_or(TOTAL, TermId::as_str) == term);
        let [identified, excluded_e1, excluded_e2_e3, included] =
            [0, 1, 2, 3].map(|column| theirs.map(|row| row.numbers[column]));
        let cell = |column: Column| ours.map(|row| column.of(row));
        let e1 = ours.map(|row| row.excluded_e1a + row.excluded_e1b);
        for (column, a, b) in [
            (Column::Identified.as_str(), identified, cell(Column::Identified)),
            ("excluded_e1", excluded_e1, e1),
            (Column::ExcludedE2E3.as_str(), excluded_e2_e3, cell(Column::ExcludedE2E3)),
            (Column::Unclear.as_str(), None, cell(Column::Unclear)),
            (Column::NotRetrieved.as_str(), None, cell(Column::NotRetrieved)),
            (Column::Included.as_str(), included, cell(Column::Included)),
        ] {
            rows.push(count(term, column, a, b));
        }
    }
    rows
}

/// A cell without causes: nobody can tell them.
fn count(term: &str, column: &str, a: Option<u64>, b: Option<u64>) -> ComparedCountRow {
    ComparedCountRow {
        term: term.to_owned(),
        column: column.to_owned(),
        a,
        b,
        difference: a.zip(b).map(|(a, b)| b as i64 - a as i64),
        new_publication: None,
        newly_indexed: None,
        appeared: None,
        gone: None,
        not_returned: None,
        not_asked: None,
        cut_off: None,
        document: None,
        criteria: None,
        reviewer: None,
        rule: None,
        merged: None,
        not_comparable: None,
    }
}

fn queries(b: &Side) -> Vec<ComparedQueryRow> {
    let mut returned = vec![0_u64; b.queries.len()];
    for number in b.records.iter().flat_map(|record| &record.found_by) {
        returned[*number] += 1;
    }
    let row = |(row, only_b): (&bron_model::QueryRow, u64)| ComparedQueryRow {
        source: row.source.clone(),
        term: row.term.clone(),
        text: row.text.clone(),
        via: row.via,
        status_a: None,
        status_b: Some(row.status),
        reported_a: None,
        reported_b: row.reported_total,
        hits_a: None,
        hits_b: Some(row.hits),
        interface_a: String::new(),
        interface_b: row.interface.clone(),
        both: 0,
        only_a: 0,
        only_b,
        comparable: false,
        why: "the texts typed, the interface and the result pages read are not reported for A".to_owned(),
    };
    b.queries.iter().zip(returned).map(row).collect()
}

/// What a named inclusion became; `None` where it was found by its own term and included again.
fn traced(row: &KnownRow, run: &Finished) -> Option<DifferenceRow> {
    use DifferenceCategory as C;
    let nothing_proves = "the procedure of A is not reported, so this proves no drift";
    let (category, why) = match row.outcome {
        KnownOutcome::FoundByTerm => {
            if row.pair_outcome.split("; ").any(|outcome| outcome == "included") {
                return None;
            }
            (C::ChangedDecision, nothing_proves)
        }
        KnownOutcome::Gone => (C::Gone, "its page answers 404 or 410"),
        KnownOutcome::Moved => (C::Moved, "found at another address than the list gives"),
        KnownOutcome::NewerEdition | KnownOutcome::Doubtful => (C::PossibleMatch, "a person must say"),
        KnownOutcome::FoundByOtherTerm => (C::NotReturned, "queries of other terms return it"),
        KnownOutcome::CatalogueOnly => (C::NotReturned, "the site lists it, and no query returns it"),
        KnownOutcome::OtherRoutesOnly => (C::NotReturned, "it came by other routes only"),
        KnownOutcome::OnlyByTitle => (C::NotReturned, "the box returns it for its title"),
        KnownOutcome::NotEvenByTitle => {
            (C::NotAsked, "no box returns it, not for its title either; its address is not known")
        }
        KnownOutcome::NotFound => (C::NotAsked, "no complete query returns it, and its address is not known"),
        KnownOutcome::SearchIncomplete => {
            (C::NotComparable, "a query that could return it was not read whole")
        }
        KnownOutcome::NotSearched => (C::NotComparable, "a source that could have it was not searched"),
        KnownOutcome::NotTestable => (C::NotComparable, "without a title nobody can recognise it"),
    };
    let publication = row.publications.split_whitespace().next().and_then(|id| PublicationId::new(id).ok());
    let title = publication.as_ref().and_then(|id| run.publications.get(id)).map(|row| row.title.clone());
    let parts = [why, &row.evidence, &row.queries, &row.candidates, &row.look_up, &row.note];
    let evidence: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    let found_by = row.found_by.map_or(String::new(), |by: FoundBy| format!(" ({by})"));
    Some(DifferenceRow {
        category,
        publication_a: None,
        publication_b: publication,
        term: Some(row.term.clone()),
        field: format!("line {} of the list", row.line),
        matched_by: (!row.publications.is_empty()).then_some(MatchRung::KnownItem),
        because: None,
        before: format!("included: {} {}", row.authors, row.year).trim_end().to_owned(),
        after: if row.pair_outcome.is_empty() {
            format!("{}{found_by}", row.outcome)
        } else {
            row.pair_outcome.clone()
        },
        evidence: evidence.join("; "),
        explains: String::new(),
        title: title.unwrap_or_else(|| row.title.clone()),
        text_diff: String::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use bron_protocol::{Files, Protocol};

    #[test]
    fn a_printed_table_does_not_tell_e1a_from_e1b_and_what_it_does_not_report_is_empty() {
        let protocol = Protocol::load(&Files::Embedded, "ouderen-vervolg").unwrap();
        let printed = protocol.earlier_table1.unwrap();
        let ours = Table1Row {
            identified: 7,
            excluded_e1a: 1,
            excluded_e1b: 2,
            unclear: 3,
            included: 1,
            ..Table1Row::blank("samenzorg", "Samenzorg")
        };
        let counts = counts(&printed, &[ours]);
        let cells: Vec<_> = counts
            .iter()
            .filter(|row| row.term == "samenzorg")
            .map(|row| (row.column.as_str(), row.a, row.b, row.difference))
            .collect();
        let expected = [
            ("identified", Some(0), Some(7), Some(7)),
            ("excluded_e1", Some(0), Some(3), Some(3)),
            ("excluded_e2_e3", Some(0), Some(0), Some(0)),
            ("unclear", None, Some(3), None),
            ("not_retrieved", None, Some(0), None),
            ("included", Some(0), Some(1), Some(1)),
        ];
        assert_eq!(cells, expected);
        assert!(counts.iter().all(|row| row.rule.is_none()), "no cause is known");
    }
}
