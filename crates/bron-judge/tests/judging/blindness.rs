//! What a reviewer sees before and after having voted.

use crate::made::*;
use bron_judge::{Records, blind};
use bron_model::{Field, Judgement, PassageKind, Reviewer, Says, Verdict};
use proptest::prelude::*;

/// Expects that `reviewer` does not see these of all judgements.
fn check(all: &[Judgement], reviewer: &str, hidden: &[&str], waiting: usize) {
    let mut records = Records::default();
    records.add(&publication("p"), &[document("p", "x")]);
    let found = blind(all, &standing(all.to_vec()), &records, &Reviewer::new(reviewer).unwrap());
    let ids: Vec<&str> = found.hidden.iter().map(bron_model::JudgementId::as_str).collect();
    assert_eq!((ids.as_slice(), found.waiting.len()), (hidden, waiting), "what {reviewer} does not see");
}

fn passage() -> Says {
    Says::Passage {
        term: term(),
        place: place("p", "zorg die buren delen"),
        kind: Some(PassageKind::Definition),
    }
}

#[test]
fn a_vote_is_shown_to_who_voted_and_to_all_once_two_did() {
    let ab = judgement("AB", 1, verdict(Verdict::Include));
    let cd = judgement("CD", 1, verdict(Verdict::Exclude));
    check(std::slice::from_ref(&ab), "AB", &[], 0);
    check(std::slice::from_ref(&ab), "CD", &["AB.a.1"], 1);
    check(&[ab.clone(), cd.clone()], "CD", &[], 0);
    check(&[ab.clone(), cd.clone()], "EF", &[], 0);
    // Who takes the own vote back is blind again.
    let back = superseding(&cd, 2, Says::Withdrawn);
    check(&[ab, cd, back], "CD", &["AB.a.1"], 1);
}

#[test]
fn a_changed_mind_and_its_withdrawal_are_hidden_with_it() {
    let first = judgement("AB", 1, verdict(Verdict::Include));
    let second = superseding(&first, 2, verdict(Verdict::Exclude));
    let third = superseding(&second, 3, Says::Withdrawn);
    check(&[first.clone(), second.clone()], "CD", &["AB.a.1", "AB.a.2"], 1);
    check(&[first, second, third], "CD", &["AB.a.1", "AB.a.2", "AB.a.3"], 0);
}

#[test]
fn passages_follow_the_votes_on_their_pair_and_facts_are_shown_at_once() {
    let marked = judgement("AB", 1, passage());
    let date = Says::Correction {
        field: Field::Date,
        as_read: "2019".into(),
        corrected: "2018".into(),
        evidence: None,
    };
    let date = judgement("AB", 2, date);
    check(&[marked.clone(), date.clone()], "CD", &["AB.a.1"], 0);
    let voted = judgement("CD", 1, verdict(Verdict::Unclear));
    check(&[marked, date, voted], "CD", &[], 0);
}

#[test]
fn withdrawals_that_name_each_other_end() {
    let mut one = judgement("AB", 1, Says::Withdrawn);
    let two = superseding(&one, 2, Says::Withdrawn);
    one.given.supersedes = Some(two.id.clone());
    check(&[one, two], "CD", &[], 0);
}

/// Judgements of three reviewers on `p` and `q`, each of which may replace any one before it.
fn added_one_by_one() -> impl Strategy<Value = Vec<Judgement>> {
    let one = (0_usize..3, 0_usize..4, any::<bool>(), any::<Option<prop::sample::Index>>());
    prop::collection::vec(one, 1..12).prop_map(|drawn| {
        let mut all: Vec<Judgement> = Vec::new();
        for (number, (who, what, on_p, old)) in drawn.into_iter().enumerate() {
            let says = match what {
                0 => verdict(Verdict::Include),
                1 => verdict(Verdict::Exclude),
                2 => passage(),
                _ => Says::Withdrawn,
            };
            let mut next = judgement(["AB", "CD", "EF"][who], number as u64 + 1, says);
            next.given.publication = id(if on_p { "p" } else { "q" });
            next.given.judged.addresses.clear();
            next.given.judged.documents.clear();
            next.given.supersedes = old.filter(|_| !all.is_empty()).map(|old| old.get(&all).id.clone());
            all.push(next);
        }
        all
    })
}

proptest! {
    /// What holds is the same whether judgements came one by one or all at once.
    #[test]
    fn a_standing_that_is_renewed_is_the_one_made_anew(all in added_one_by_one()) {
        let mut records = Records::default();
        records.add(&publication("p"), &[document("p", "x")]);
        records.add(&publication("q"), &[document("q", "y")]);
        let mut renewed = bron_judge::Standing::default();
        for seen in 1..=all.len() {
            let added = &all[seen - 1];
            let old = all[..seen].iter().find(|one| Some(&one.id) == added.given.supersedes.as_ref());
            let changed = old.into_iter().chain([added]).filter_map(|one| records.find(one).cloned()).collect();
            renewed.renew(&changed, &all[..seen], &records, CRITERIA);
            let anew = bron_judge::Standing::new(all[..seen].to_vec(), &records, CRITERIA);
            for name in ["p", "q"] {
                prop_assert_eq!(renewed.of(&id(name)), anew.of(&id(name)));
            }
        }
    }

    /// Whatever others vote, who has not voted sees the same: nothing.
    #[test]
    fn before_the_own_vote_one_other_vote_makes_no_difference(other in 0_usize..3) {
        let verdicts = [Verdict::Include, Verdict::Exclude, Verdict::Unclear];
        let all = vec![judgement("AB", 1, verdict(verdicts[other])), judgement("AB", 2, passage())];
        let mut records = Records::default();
        records.add(&publication("p"), &[document("p", "x")]);
        let found = blind(&all, &standing(all.clone()), &records, &Reviewer::new("CD").unwrap());
        let seen: Vec<Judgement> = all.into_iter().filter(|one| !found.hidden.contains(&one.id)).collect();
        prop_assert_eq!(seen, Vec::new());
    }
}
