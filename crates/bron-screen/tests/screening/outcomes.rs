use crate::rows::*;
use bron_model::{
    Because, BecauseCode, Criterion, DecisionRow, MadeBy, Outcome, OutcomeRow, Route, Scope, Verdict,
};
use bron_screen::{accept_proposals, outcome};
use proptest::prelude::*;

fn row(criterion: Criterion, verdict: Verdict, made_by: MadeBy) -> DecisionRow {
    DecisionRow {
        publication: id("p"),
        term: (criterion.scope() == Scope::Pair).then(|| term(TERM)),
        scope: criterion.scope(),
        criterion,
        verdict,
        proposal: None,
        made_by,
        rule: String::new(),
        document: None,
        page: None,
        quote: String::new(),
        because: Because::new(BecauseCode::KindUnknown),
    }
}

/// The verdicts of all seven criteria, in order: `i`, `x` or `?`.
fn rows(verdicts: &str) -> Vec<DecisionRow> {
    let verdict = |letter| match letter {
        'i' => Verdict::Include,
        'x' => Verdict::Exclude,
        _ => Verdict::Unclear,
    };
    Criterion::ALL
        .iter()
        .zip(verdicts.chars())
        .map(|(criterion, letter)| row(*criterion, verdict(letter), MadeBy::Rule))
        .collect()
}

fn of(rows: &[DecisionRow], retrieved: bool) -> OutcomeRow {
    let rows: Vec<&DecisionRow> = rows.iter().collect();
    outcome(&id("p"), &term(TERM), Route::Search, &rows, retrieved)
}

fn check(verdicts: &str, retrieved: bool, expected: Outcome, reason_open: &str, unclear: &str) {
    let row = of(&rows(verdicts), retrieved);
    let said = (row.outcome, row.reason_open.as_str(), row.unclear.as_str());
    assert_eq!(said, (expected, reason_open, unclear), "{verdicts}");
}

#[test]
fn the_first_certain_exclusion_is_the_outcome_and_earlier_unclear_ones_are_named() {
    check("iiiiiii", true, Outcome::Included, "", "");
    check("iiiii?i", true, Outcome::Unclear, "", "E2");
    check("xixiixi", true, Outcome::OutI1, "", "");
    check("?x?iiii", true, Outcome::OutI2, "I1", "I1 W");
    check("?i?x??i", true, Outcome::OutE1a, "I1 W", "I1 W E1b E2");
    check("iiii?xx", true, Outcome::OutE2, "E1b", "E1b");
    check("iiiiiix", true, Outcome::OutE3, "", "");
    check("???????", true, Outcome::Unclear, "", "I1 I2 W E1a E1b E2 E3");
}

#[test]
fn not_retrieved_beats_e1_to_e3_and_is_beaten_by_i1_i2_and_w() {
    check("iiixxxx", false, Outcome::NotRetrieved, "", "");
    check("?ii????", false, Outcome::NotRetrieved, "", "I1 E1a E1b E2 E3");
    check("?ix????", false, Outcome::OutW, "I1", "I1 E1a E1b E2 E3");
    check("iiiiiii", false, Outcome::NotRetrieved, "", "");
}

#[test]
fn the_weakest_hand_in_the_outcome_is_named() {
    let mut all = rows("iiiiiii");
    assert_eq!(of(&all, true).decided_by, Some(MadeBy::Rule));
    all[4].made_by = MadeBy::Reviewer;
    assert_eq!(of(&all, true).decided_by, Some(MadeBy::Reviewer));
    all[5].made_by = MadeBy::AcceptedProposal;
    assert_eq!(of(&all, true).decided_by, Some(MadeBy::AcceptedProposal));
    all[3].verdict = Verdict::Exclude;
    assert_eq!(of(&all, true).decided_by, Some(MadeBy::Rule));
    assert_eq!(of(&rows("iiii?ii"), true).decided_by, None);
}

#[test]
fn rows_about_other_pairs_do_not_count_and_a_reviewer_overrules() {
    let mut all = rows("iiiiiii");
    all.push(DecisionRow { publication: id("q"), ..row(Criterion::I1, Verdict::Exclude, MadeBy::Rule) });
    all.push(DecisionRow {
        term: Some(term("samenzorg")),
        ..row(Criterion::E1b, Verdict::Exclude, MadeBy::Rule)
    });
    assert_eq!(of(&all, true).outcome, Outcome::Included);
    all.push(row(Criterion::E1b, Verdict::Exclude, MadeBy::Rule));
    assert_eq!(of(&all, true).outcome, Outcome::Unclear);
    all.push(row(Criterion::E1b, Verdict::Exclude, MadeBy::Reviewer));
    assert_eq!(of(&all, true).outcome, Outcome::OutE1b);
}

#[test]
fn only_proposals_of_e1b_e2_and_e3_are_accepted() {
    let mut all = rows("???????");
    for row in &mut all {
        row.proposal = Some(Verdict::Exclude);
    }
    all.push(DecisionRow {
        proposal: Some(Verdict::Exclude),
        ..row(Criterion::E2, Verdict::Unclear, MadeBy::Reviewer)
    });
    let accepted: Vec<Criterion> = accept_proposals(all)
        .into_iter()
        .filter(|row| row.made_by == MadeBy::AcceptedProposal && row.verdict == Verdict::Exclude)
        .map(|row| row.criterion)
        .collect();
    assert_eq!(accepted, [Criterion::E1b, Criterion::E2, Criterion::E3]);
}

fn any_rows() -> impl Strategy<Value = Vec<DecisionRow>> {
    let one = (0..7usize, 0..3usize, 0..3usize).prop_map(|(criterion, verdict, made_by)| {
        row(Criterion::ALL[criterion], Verdict::ALL[verdict], MadeBy::ALL[made_by])
    });
    // Any number of rows on any criterion, or one clean row on each, so that inclusions are met too.
    prop_oneof![
        proptest::collection::vec(one, 0..14),
        proptest::collection::vec(prop_oneof![5 => Just('i'), 1 => Just('x'), 1 => Just('?')], 7)
            .prop_map(|letters| rows(&letters.into_iter().collect::<String>())),
    ]
}

proptest! {
    #[test]
    fn one_more_certain_exclusion_never_turns_a_pair_in(
        all in any_rows(), criterion in 0..7usize, made_by in 0..3usize, retrieved: bool
    ) {
        let before = of(&all, retrieved).outcome;
        let mut more = all;
        more.push(row(Criterion::ALL[criterion], Verdict::Exclude, MadeBy::ALL[made_by]));
        let after = of(&more, retrieved).outcome;
        prop_assert!(after != Outcome::Included || before == Outcome::Included, "{before} {after}");
    }

    #[test]
    fn the_order_of_decisions_does_not_matter(
        (all, shuffled) in any_rows().prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle())),
        retrieved: bool
    ) {
        prop_assert_eq!(of(&all, retrieved), of(&shuffled, retrieved));
    }

    #[test]
    fn what_is_unknown_never_excludes(all in any_rows(), criterion in 0..7usize, retrieved: bool) {
        let criterion = Criterion::ALL[criterion];
        let mut less: Vec<DecisionRow> = all;
        less.retain(|row| row.criterion != criterion);
        let without = of(&less, retrieved);
        prop_assert!(without.outcome != criterion.outcome() && without.outcome != Outcome::Included);
        less.push(row(criterion, Verdict::Unclear, MadeBy::Rule));
        prop_assert_eq!(of(&less, retrieved), without);
    }

    #[test]
    fn a_pair_is_in_only_when_all_seven_say_so_and_open_only_when_some_do_not(all in any_rows(), retrieved: bool) {
        let row = of(&all, retrieved);
        let open = row.unclear.split_whitespace().count();
        prop_assert!(row.outcome != Outcome::Included || (open == 0 && retrieved));
        prop_assert!(row.outcome != Outcome::Unclear || (open > 0 && retrieved));
        prop_assert_eq!(row.decided_by.is_none(), row.outcome == Outcome::Unclear);
        prop_assert!(row.reason_open.split_whitespace().all(|open| row.unclear.contains(open)));
    }

    #[test]
    fn proposals_only_settle_what_was_unclear(all in any_rows(), proposal in 0..2usize) {
        let proposed: Vec<DecisionRow> =
            all.iter().map(|row| DecisionRow { proposal: Some(Verdict::ALL[proposal]), ..row.clone() }).collect();
        for (before, after) in proposed.iter().zip(accept_proposals(proposed.clone())) {
            prop_assert!(before.verdict == Verdict::Unclear || *before == after);
        }
    }
}
