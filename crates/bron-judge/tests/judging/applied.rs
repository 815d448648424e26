//! What people decided stands in the place of what rules say.

use crate::made::*;
use bron_judge::{BY_HAND, Held, codes, corrections, decide, items, labels, passages, read_by_a_person};
use bron_model::{
    Because, BecauseCode, CodeRow, Criterion, DecisionRow, DocumentId, Field, MadeBy, PassageKind,
    PassageRow, Says, Scope, Screened, Verdict,
};

fn rule(verdict: Verdict, proposal: Option<Verdict>) -> DecisionRow {
    DecisionRow {
        publication: id("p"),
        term: Some(term()),
        scope: Scope::Pair,
        criterion: Criterion::E1b,
        verdict,
        proposal,
        made_by: MadeBy::Rule,
        rule: "E1b-passage".into(),
        document: None,
        page: None,
        quote: String::new(),
        because: Because::new(BecauseCode::NoPassages).with("count", 2),
    }
}

fn passage(words: &str, kind: PassageKind) -> PassageRow {
    let place = place("p", words);
    PassageRow {
        publication: id("p"),
        term: term(),
        document: place.document,
        page: 1,
        start: place.start,
        end: place.end,
        page_end: 1,
        label: "7".into(),
        kind,
        variant: "samenzorg".into(),
        pattern: "nl-x-is".into(),
        score: 80,
        second_hand_of: String::new(),
        quote: words.into(),
    }
}

fn marks(words: &str, kind: Option<PassageKind>) -> Says {
    Says::Passage { term: term(), place: place("p", words), kind }
}

fn held(all: Vec<bron_model::Judgement>) -> Vec<Held> {
    standing(all).of(&id("p")).to_vec()
}

const FIRST: &str = "Samenzorg is zorg die buren delen.";

#[test]
fn a_verdict_takes_the_place_of_the_rules_with_names_reason_and_quote() {
    let says = Says::Verdict {
        term: Some(term()),
        criterion: Criterion::E1b,
        verdict: Verdict::Include,
        reason: "definitie".into(),
        evidence: vec![place("p", FIRST)],
        screened: Screened::FullText,
    };
    let standing = standing(vec![judgement("AB", 1, says)]);
    let publication = id("p");
    let items = items(&standing, &publication, &|_, _| 1);
    let row = decide(vec![rule(Verdict::Unclear, Some(Verdict::Exclude))], &items).remove(0);
    assert_eq!((row.verdict, row.made_by, row.rule.as_str()), (Verdict::Include, MadeBy::Reviewer, "AB"));
    assert_eq!((row.proposal, row.page, row.quote.as_str()), (Some(Verdict::Exclude), Some(1), FIRST));
    assert_eq!(row.because.value("note"), Some("definitie"));
    assert!(read_by_a_person(&items, &term()));
}

#[test]
fn the_reason_says_what_was_carried_over_and_what_is_asked_again() {
    let decided = |name: &str, sha256: &str, criteria: &str| {
        let votes = vec![judgement("AB", 1, verdict(Verdict::Exclude))];
        let standing = standing_in(votes, &publication(name), &document(name, sha256), criteria);
        let mut row = rule(Verdict::Unclear, None);
        row.publication = id(name);
        let row = decide(vec![row], &items(&standing, &id(name), &|_, _| 1)).remove(0);
        (row.verdict, row.because.render(bron_model::Language::Nl))
    };
    let (verdict, told) = decided("q", "x", CRITERIA);
    assert_eq!(verdict, Verdict::Exclude);
    assert!(told.ends_with("; overgenomen uit een eerdere oogst: AB"), "{told}");
    let (verdict, told) = decided("p", "y", CRITERIA);
    assert_eq!(verdict, Verdict::Unclear);
    assert!(told.starts_with("vermeldingen die geen van alle"), "what the rule says stays: {told}");
    assert!(told.ends_with("; opnieuw gevraagd, want de tekst is veranderd; eerder: AB exclude"), "{told}");
    let (_, told) = decided("p", "x", "2027-1");
    assert!(told.contains("de criteria zijn veranderd"), "{told}");
    let (_, told) = decided("p", "x", CRITERIA);
    assert!(!told.contains("overgenomen") && !told.contains("eerder"), "{told}");
}

#[test]
fn reviewers_that_differ_or_a_second_vote_that_is_missing_leave_it_unclear_even_where_a_rule_was_sure() {
    let (ab, cd) =
        (judgement("AB", 1, verdict(Verdict::Include)), judgement("CD", 2, verdict(Verdict::Exclude)));
    let check = |all, code| {
        let standing = standing(all);
        let publication = id("p");
        let items = items(&standing, &publication, &|_, _| 2);
        let row = decide(vec![rule(Verdict::Include, None)], &items).remove(0);
        assert_eq!((row.verdict, row.because.code), (Verdict::Unclear, code));
        assert!(!read_by_a_person(&items, &term()));
    };
    check(vec![ab.clone(), cd], BecauseCode::ReviewersDiffer);
    check(vec![ab], BecauseCode::SecondVoteMissing);
}

#[test]
fn nobody_changes_nothing() {
    let standing = standing(Vec::new());
    let publication = id("p");
    let rows = vec![rule(Verdict::Unclear, None)];
    assert_eq!(decide(rows.clone(), &items(&standing, &publication, &|_, _| 1)), rows);
}

/// The passages after judgements: quote, kind and pattern.
fn check(
    found: Vec<PassageRow>,
    all: Vec<bron_model::Judgement>,
    expected: &[(&str, PassageKind, &str)],
    disputes: usize,
) {
    let (rows, differ) = passages(&id("p"), found, &held(all), &[page("p")]);
    let rows: Vec<_> = rows.iter().map(|row| (row.quote.as_str(), row.kind, row.pattern.as_str())).collect();
    assert_eq!(rows, expected);
    assert_eq!(differ.len(), disputes, "{differ:?}");
}

#[test]
fn a_passage_is_added_rejected_or_called_otherwise() {
    use PassageKind::{Definition, Description};
    let found = || vec![passage(FIRST, Description)];
    check(found(), vec![judgement("AB", 1, marks(FIRST, None))], &[], 0);
    check(
        found(),
        vec![judgement("AB", 1, marks(FIRST, Some(Definition)))],
        &[(FIRST, Definition, "nl-x-is")],
        0,
    );
    let marked = vec![judgement("AB", 1, marks("Het begrip is nieuw.", Some(Description)))];
    check(
        found(),
        marked,
        &[(FIRST, Description, "nl-x-is"), ("Het begrip is nieuw.", Description, BY_HAND)],
        0,
    );
}

#[test]
fn where_reviewers_differ_on_a_passage_it_stays_and_is_told() {
    let found = vec![passage(FIRST, PassageKind::Description)];
    let all = vec![
        judgement("AB", 1, marks(FIRST, None)),
        judgement("CD", 2, marks(FIRST, Some(PassageKind::Definition))),
    ];
    check(found, all, &[(FIRST, PassageKind::Description, "nl-x-is")], 1);
}

#[test]
fn a_mark_whose_words_are_not_there_any_more_is_passed_over() {
    let mut says = marks(FIRST, Some(PassageKind::Definition));
    if let Says::Passage { place, .. } = &mut says {
        place.quote = "andere woorden".into();
    }
    check(Vec::new(), vec![judgement("AB", 1, says)], &[], 0);
}

#[test]
fn page_numbers_fields_and_elements_are_corrected() {
    let document = DocumentId::new(&id("p"), 1);
    let label =
        Says::PageLabel { document: document.clone(), page: 1, as_read: "7".into(), label: "vii".into() };
    let (corrected, _) = labels(&id("p"), &held(vec![judgement("AB", 1, label)]));
    assert_eq!(corrected[&(document.clone(), 1)], "vii");
    let year = |year: &str| Says::Correction {
        field: Field::Date,
        as_read: "z.d.".into(),
        corrected: year.into(),
        evidence: None,
    };
    let (fields, differ) = corrections(&id("p"), &held(vec![judgement("AB", 1, year(" 2019 "))]));
    assert_eq!((fields["date"].as_str(), differ.len()), ("2019", 0));
    let two = vec![judgement("AB", 1, year("2019")), judgement("CD", 2, year("2018"))];
    let (fields, differ) = corrections(&id("p"), &held(two));
    assert_eq!((fields.len(), differ.len()), (0, 1));
    let element =
        |is_there| Says::Element { term: term(), place: place("p", FIRST), element: "e04".into(), is_there };
    let (added, _) = codes(&id("p"), Vec::new(), &held(vec![judgement("AB", 1, element(true))]));
    assert_eq!((added.len(), added[0].made_by, added[0].cue.as_str()), (1, MadeBy::Reviewer, FIRST));
    let (gone, _): (Vec<CodeRow>, _) =
        codes(&id("p"), added, &held(vec![judgement("AB", 1, element(false))]));
    assert_eq!(gone, []);
}
