use crate::rows::*;
use bron_model::{
    Because, BecauseCode, Criterion, DecisionRow, DocumentRow, DocumentStatus, MadeBy, Outcome, OutcomeRow,
    PublicationRow, Route, Scope, ToJudgeRow, Verdict,
};
use bron_screen::to_judge;

fn decision(publication: &str, criterion: Criterion, proposal: Option<Verdict>) -> DecisionRow {
    DecisionRow {
        publication: id(publication),
        term: (criterion.scope() == Scope::Pair).then(|| term(TERM)),
        scope: criterion.scope(),
        criterion,
        verdict: Verdict::Unclear,
        proposal,
        made_by: MadeBy::Rule,
        rule: String::new(),
        document: None,
        page: None,
        quote: String::new(),
        because: Because::new(BecauseCode::NoPassages).with("count", 2),
    }
}

fn pair(publication: &str, outcome: Outcome, unclear: &str, reason_open: &str) -> OutcomeRow {
    OutcomeRow {
        publication: id(publication),
        term: term(TERM),
        outcome,
        reason_open: reason_open.into(),
        decided_by: None,
        via: Route::Search,
        unclear: unclear.into(),
    }
}

/// Queue, publication and criterion of each row, in order. Publications are asked about one by one, as in a run.
fn check(decisions: &[DecisionRow], outcomes: &[OutcomeRow], expected: &[&str]) {
    check_with(&[], decisions, outcomes, expected);
}

fn check_with(
    documents: &[DocumentRow],
    decisions: &[DecisionRow],
    outcomes: &[OutcomeRow],
    expected: &[&str],
) {
    let mut rows = Vec::new();
    for outcomes in outcomes.chunk_by(|a, b| a.publication == b.publication) {
        let about = PublicationRow { publication: outcomes[0].publication.clone(), ..publication("Titel") };
        let mine = decisions.iter().filter(|row| row.publication == about.publication);
        rows.extend(to_judge(&about, documents, &mine.cloned().collect::<Vec<_>>(), outcomes));
    }
    rows.sort_by_key(|(place, _)| *place);
    let say = |row: &ToJudgeRow| format!("{} {} {}", row.queue, row.publication, row.criterion);
    assert_eq!(rows.iter().map(|(_, row)| say(row)).collect::<Vec<_>>(), expected);
    assert!(rows.iter().all(|(_, row)| row.title == "Titel"));
}

#[test]
fn what_is_nearest_to_inclusion_comes_first_and_what_is_out_anyway_last() {
    let (include, exclude) = (Some(Verdict::Include), Some(Verdict::Exclude));
    let decisions = [
        decision("a", Criterion::I1, None),
        decision("m", Criterion::E1b, exclude),
        decision("m", Criterion::E2, include),
        decision("p", Criterion::E1b, include),
        decision("p", Criterion::E2, include),
        decision("p", Criterion::E3, include),
    ];
    let outcomes = [
        pair("a", Outcome::OutE1a, "I1", "I1"),
        pair("m", Outcome::Unclear, "E1b E2", ""),
        pair("p", Outcome::Unclear, "E1b E2 E3", ""),
    ];
    let expected =
        ["open p E2", "open p E3", "open p E1b", "open m E2", "open m E1b", "out-reason-open a I1"];
    check(&decisions, &outcomes, &expected);
}

#[test]
fn a_criterion_on_the_publication_is_asked_once_and_open_if_any_pair_is() {
    let decisions = [decision("p", Criterion::I1, None)];
    let mut out = pair("p", Outcome::OutE1a, "I1", "I1");
    out.term = term("samenzorg");
    check(&decisions, &[out, pair("p", Outcome::Unclear, "I1", "")], &["open p I1"]);
}

#[test]
fn nothing_is_asked_about_what_is_settled() {
    let decisions = [decision("p", Criterion::E1b, None), decision("p", Criterion::E2, None)];
    let outcomes = [
        pair("p", Outcome::OutE1a, "E1b E2", ""),
        pair("q", Outcome::Included, "", ""),
        pair("r", Outcome::NotRetrieved, "E1a E1b", ""),
    ];
    check(&decisions, &outcomes, &[]);
}

#[test]
fn a_scan_and_a_locked_file_wait_for_a_person_after_what_can_be_read_and_before_what_is_out_anyway() {
    let decisions = [
        decision("a", Criterion::I1, None),
        decision("s", Criterion::I2, None),
        decision("s", Criterion::E1a, None),
        decision("s", Criterion::E1b, None),
        decision("s", Criterion::E3, None),
        decision("z", Criterion::E1b, None),
    ];
    let outcomes = [
        pair("a", Outcome::OutE1a, "I1", "I1"),
        pair("s", Outcome::NotRetrieved, "I2 E1a E1b E3", ""),
        pair("z", Outcome::Unclear, "E1b", ""),
    ];
    let with = |status| vec![document(1, bron_model::DocumentPart::Main, status)];
    let scanned = ["open z E1b", "open s I2", "no-text s E3", "no-text s E1b", "out-reason-open a I1"];
    for status in [DocumentStatus::NoTextLayer, DocumentStatus::Encrypted] {
        check_with(&with(status), &decisions, &outcomes, &scanned);
    }
    let nothing_came = ["open s I2", "open z E1b", "out-reason-open a I1"];
    for status in [DocumentStatus::NotFound, DocumentStatus::Broken, DocumentStatus::NotRead] {
        check_with(&with(status), &decisions, &outcomes, &nothing_came);
    }
}
