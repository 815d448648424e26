//! What is told of judgements, and what people say of records.

use crate::made::*;
use bron_judge::{Fit, Identity, Records, Standing, history, identities};
use bron_model::{Judgement, Says, Verdict};

fn records() -> Records {
    let mut records = Records::default();
    records.add(&publication("p"), &[document("p", "x")]);
    records.add(&publication("q"), &[document("q", "y")]);
    records
}

#[test]
fn the_history_of_a_publication_is_told_by_time_with_what_became_of_each() {
    let first = judgement("AB", 1, verdict(Verdict::Include));
    let second = superseding(&first, 3, verdict(Verdict::Exclude));
    let mut reworded = judgement("CD", 2, verdict(Verdict::Include));
    reworded.given.criteria = "2023-1".into();
    let all = [second.clone(), reworded, first];
    let told = history(&all, &records(), Some(CRITERIA));
    let lines: Vec<(String, Option<String>, Fit, bool)> = told[&id("p")]
        .iter()
        .map(|one| {
            let by = one.superseded_by.as_ref().map(ToString::to_string);
            (one.judgement.id.to_string(), by, one.fit, one.counts())
        })
        .collect();
    let expected = [
        ("AB.a.1".to_owned(), Some("AB.a.3".to_owned()), Fit::Same, false),
        ("CD.a.2".to_owned(), None, Fit::OtherCriteria, false),
        ("AB.a.3".to_owned(), None, Fit::Same, true),
    ];
    assert_eq!(lines, expected);
    assert_eq!(history(&all, &records(), None)[&id("p")][1].fit, Fit::Same);
}

fn same(with: &str) -> Says {
    Says::Merge { with: id(with) }
}

fn apart(from: &str) -> Says {
    Says::Split { from: id(from) }
}

fn on(name: &str, mut one: Judgement) -> Judgement {
    one.given.publication = id(name);
    one.given.judged = bron_judge::judged(&publication(name), &[]);
    one
}

#[test]
fn people_call_two_records_the_same_from_either_side_and_where_they_differ_the_rules_decide() {
    let check = |all: Vec<Judgement>, expected: &[(&str, &str, bool, &str)], disputes: usize| {
        let (found, differing) = identities(&Standing::new(all, &records(), CRITERIA));
        let expected: Vec<Identity> = expected
            .iter()
            .map(|(one, other, is_same, reviewers)| Identity {
                one: id(one),
                other: id(other),
                is_same: *is_same,
                reviewers: (*reviewers).into(),
            })
            .collect();
        assert_eq!((found, differing.len()), (expected, disputes));
    };
    let ab = judgement("AB", 1, same("q"));
    let cd = on("q", judgement("CD", 2, same("p")));
    let cd_apart = on("q", judgement("CD", 2, apart("p")));
    check(vec![ab.clone()], &[("p", "q", true, "AB")], 0);
    check(vec![ab.clone(), cd], &[("p", "q", true, "AB CD")], 0);
    check(vec![ab.clone(), cd_apart.clone()], &[], 1);
    let together = judgement("consensus", 3, apart("q"));
    check(vec![ab.clone(), cd_apart, together], &[("p", "q", false, "AB CD consensus")], 0);
    check(vec![ab.clone(), superseding(&ab, 2, Says::Withdrawn)], &[], 0);
    check(vec![judgement("AB", 1, same("p"))], &[], 0);
}
