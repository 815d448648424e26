//! Who judges what: samples in proportion, nobody their own work, the same again for the same.

use crate::made::*;
use bron_judge::{AssignError, Duties, OpenPair, OwnWork, State, Wishes, assign, has_judged, items};
use bron_model::{
    Assigned, AssignedPair, Because, BecauseCode, Criterion, DecisionRow, Drawn, MadeBy, PublicationId,
    Reviewer, Round, Scope, SourceId, TermId, Verdict,
};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

const TERMS: [&str; 3] = ["samenzorg", "vitale-buurten", "zorgzame-buurten"];
const SOURCES: [&str; 2] = ["movisie", "vilans"];
const NAMES: [&str; 3] = ["AB", "CD", "EF"];

fn who(name: &str) -> Reviewer {
    Reviewer::new(name).unwrap()
}

fn terms() -> Vec<TermId> {
    TERMS.iter().map(|term| TermId::new(*term).unwrap()).collect()
}

fn open(number: usize, term: usize, source: usize, own_work: OwnWork) -> OpenPair {
    OpenPair {
        publication: id(&format!("p{number}")),
        term: terms()[term].clone(),
        source: SourceId::new(SOURCES[source]).unwrap(),
        own_work,
    }
}

fn wishes(reviewers: usize, pilot: u32, second_percent: u8, seed: u64) -> Wishes {
    let reviewers = NAMES[..reviewers].iter().map(|name| who(name)).collect();
    Wishes { reviewers, seed, terms: BTreeMap::new(), pilot, second_percent }
}

/// Pairs of any term and source; one in so many is somebody's own work.
fn any_open() -> impl Strategy<Value = BTreeSet<OpenPair>> {
    let pair = (0..TERMS.len(), 0..SOURCES.len(), 0_usize..12);
    prop::collection::vec(pair, 0..120).prop_map(|pairs| {
        let own = |of: usize| match of {
            0 => OwnWork::Of(BTreeSet::from([who("AB")])),
            1 => OwnWork::Of(BTreeSet::from([who("CD"), who("EF")])),
            2 => OwnWork::OfAll,
            _ => OwnWork::OfNobody,
        };
        let pairs = pairs.into_iter().enumerate();
        pairs.map(|(number, (term, source, of))| open(number, term, source, own(of))).collect()
    })
}

fn drawn(assigned: &Assigned, as_: Drawn) -> BTreeSet<(PublicationId, TermId)> {
    let pairs = assigned.pairs.iter().filter(|pair| pair.drawn == as_);
    pairs.map(|pair| (pair.publication.clone(), pair.term.clone())).collect()
}

fn key(pair: &OpenPair) -> (PublicationId, TermId) {
    (pair.publication.clone(), pair.term.clone())
}

/// How many of the reviewers may judge it.
fn may(pair: &OpenPair, wishes: &Wishes) -> usize {
    wishes.reviewers.iter().filter(|one| !pair.own_work.is_of(one)).count()
}

proptest! {
    #[test]
    fn samples_are_in_proportion_and_apart(
        open in any_open(), reviewers in 2_usize..4, pilot in 0_u32..30, percent in 0_u8..=100, seed in 0_u64..9
    ) {
        let wishes = wishes(reviewers, pilot, percent, seed);
        let assigned = assign(&open, &terms(), &wishes, None).unwrap();
        let frame: Vec<&OpenPair> = open.iter().filter(|pair| may(pair, &wishes) > 1).collect();
        let in_pilot = drawn(&assigned, Drawn::Pilot);
        let in_second = drawn(&assigned, Drawn::Second);
        prop_assert_eq!(in_pilot.len(), frame.len().min(pilot as usize));
        prop_assert!(in_pilot.is_disjoint(&in_second));
        for term in terms() {
            for source in SOURCES {
                let stratum: Vec<&&OpenPair> =
                    frame.iter().filter(|pair| pair.term == term && pair.source.as_str() == source).collect();
                let piloted = stratum.iter().filter(|pair| in_pilot.contains(&key(pair))).count();
                if !frame.is_empty() {
                    let exact = in_pilot.len() as f64 * stratum.len() as f64 / frame.len() as f64;
                    prop_assert!((piloted as f64 - exact).abs() < 1.0, "{} for {}", piloted, exact);
                }
                let left = stratum.len() - piloted;
                let sampled = stratum.iter().filter(|pair| in_second.contains(&key(pair))).count();
                let exact = left * percent as usize;
                prop_assert!(sampled == exact / 100 || sampled == exact.div_ceil(100), "{} of {}", sampled, left);
            }
        }
    }

    #[test]
    fn nobody_judges_their_own_work_and_every_other_pair_has_a_reviewer(
        open in any_open(), reviewers in 2_usize..4, pilot in 0_u32..30, percent in 0_u8..=100
    ) {
        let wishes = wishes(reviewers, pilot, percent, 1);
        let assigned = assign(&open, &terms(), &wishes, None).unwrap();
        let duties = Duties::new(assigned, |id| Some(id.clone()));
        for pair in &open {
            let found = duties.reviewers(&pair.publication, &pair.term);
            prop_assert!(found.iter().all(|one| !pair.own_work.is_of(one) && wishes.reviewers.contains(one)));
            prop_assert_eq!(found.is_empty(), may(pair, &wishes) == 0, "{:?}", pair);
            let needed = duties.needed(&pair.publication, Criterion::E1b, Some(&pair.term));
            prop_assert_eq!(needed, if found.len() > 1 { 2 } else { 1 });
        }
    }

    #[test]
    fn the_same_gives_the_same_and_a_publication_more_leaves_what_was_drawn(
        open_ in any_open(), pilot in 0_u32..30, percent in 0_u8..=100, term in 0_usize..3, source in 0_usize..2
    ) {
        let wishes = wishes(3, pilot, percent, 7);
        let before = assign(&open_, &terms(), &wishes, None).unwrap();
        prop_assert_eq!(&assign(&open_, &terms(), &wishes, None).unwrap(), &before);
        prop_assert_eq!(&assign(&open_, &terms(), &wishes, Some(&before)).unwrap(), &before);
        let mut more = open_.clone();
        more.insert(open(999, term, source, OwnWork::OfNobody));
        let after = assign(&more, &terms(), &wishes, Some(&before)).unwrap();
        prop_assert_eq!(&after.terms, &before.terms);
        prop_assert_eq!(drawn(&after, Drawn::Pilot), drawn(&before, Drawn::Pilot));
        for pair in &before.pairs {
            // What its term's reviewer may not judge can be drawn for a second one too, beside the one who has it.
            let is_drawn_too = |one: &AssignedPair| {
                (&one.publication, &one.term) == (&pair.publication, &pair.term)
                    && (pair.drawn, one.drawn) == (Drawn::OwnWork, Drawn::Second)
                    && pair.reviewers.iter().all(|reviewer| one.reviewers.contains(reviewer))
            };
            let stays = after.pairs.contains(pair) || after.pairs.iter().any(is_drawn_too);
            prop_assert!(stays, "{:?} changed", pair);
        }
        prop_assert!(after.pairs.len() <= before.pairs.len() + 1);
        // Without the earlier line the other terms and sources draw the same second sample, the pilot apart.
        if pilot == 0 {
            let fresh = assign(&more, &terms(), &wishes, None).unwrap();
            let elsewhere = |assigned: &Assigned| -> BTreeSet<(PublicationId, TermId)> {
                let of_stratum = |key: &(PublicationId, TermId)| {
                    more.iter().any(|pair| {
                        key == &(pair.publication.clone(), pair.term.clone())
                            && pair.term == terms()[term] && pair.source.as_str() == SOURCES[source]
                    })
                };
                drawn(assigned, Drawn::Second).into_iter().filter(|key| !of_stratum(key)).collect()
            };
            prop_assert_eq!(elsewhere(&fresh), elsewhere(&before));
        }
    }
}

#[test]
fn terms_go_to_who_is_asked_and_the_others_to_who_has_least() {
    let of = |term: usize, n: usize, from: usize| {
        (from..from + n).map(move |number| open(number, term, 0, OwnWork::OfNobody))
    };
    let all: BTreeSet<OpenPair> = of(0, 10, 0).chain(of(1, 6, 100)).chain(of(2, 5, 200)).collect();
    let leads =
        |assigned: &Assigned| -> Vec<String> { assigned.terms.values().map(ToString::to_string).collect() };
    let mut wishes = wishes(2, 0, 0, 1);
    assert_eq!(leads(&assign(&all, &terms(), &wishes, None).unwrap()), ["AB", "CD", "CD"]);
    wishes.terms = BTreeMap::from([(terms()[0].clone(), who("CD"))]);
    let asked = assign(&all, &terms(), &wishes, None).unwrap();
    assert_eq!(leads(&asked), ["CD", "AB", "AB"]);
    // A third reviewer comes: who had a term keeps it.
    wishes.terms = BTreeMap::new();
    wishes.reviewers.insert(who("EF"));
    assert_eq!(leads(&assign(&all, &terms(), &wishes, Some(&asked)).unwrap()), ["CD", "AB", "AB"]);
}

#[test]
fn what_cannot_be_meant_is_refused() {
    let check = |wishes: &Wishes, expected: &str| {
        let error: AssignError = assign(&BTreeSet::new(), &terms(), wishes, None).unwrap_err();
        assert!(error.to_string().contains(expected), "{error}");
    };
    check(&wishes(0, 0, 0, 1), "no reviewers");
    check(&wishes(1, 0, 20, 1), "needs two reviewers, and there is only AB");
    check(&wishes(2, 0, 101, 1), "101 %");
    let given = |term: &str, name: &str| Wishes {
        terms: BTreeMap::from([(TermId::new(term).unwrap(), who(name))]),
        ..wishes(2, 0, 0, 1)
    };
    check(&given("samenzorg", "ZZ"), "none of the reviewers");
    check(&given("geen-term", "AB"), "none of the terms");
}

fn of_one_pair(drawn: Drawn, reviewers: &[&str]) -> Duties {
    let reviewers: Vec<Reviewer> = reviewers.iter().map(|name| who(name)).collect();
    let pair = AssignedPair { publication: id("p"), term: term(), drawn, reviewers: reviewers.clone() };
    let terms = BTreeMap::from([(term(), who("AB"))]);
    Duties::new(Assigned { reviewers, terms, pairs: vec![pair], ..Assigned::default() }, |id| {
        Some(id.clone())
    })
}

#[test]
fn one_vote_waits_where_two_are_assigned_and_settles_elsewhere() {
    let standing = standing(vec![judgement("AB", 1, verdict(Verdict::Include))]);
    let check = |duties: &Duties, state: State, settled: Option<Verdict>| {
        let publication = id("p");
        let needed = |criterion, term: Option<&TermId>| duties.needed(&publication, criterion, term);
        let found = items(&standing, &publication, &needed);
        assert_eq!((found[0].state, found[0].settled), (state, settled));
    };
    check(&Duties::default(), State::OneVote, Some(Verdict::Include));
    check(&of_one_pair(Drawn::Second, &["AB", "CD"]), State::OneVote, None);
    check(&of_one_pair(Drawn::Pilot, &["AB", "CD", "EF"]), State::OneVote, None);
    check(&of_one_pair(Drawn::OwnWork, &["CD"]), State::OneVote, Some(Verdict::Include));
}

#[test]
fn a_criterion_on_a_publication_needs_two_where_one_of_its_pairs_does() {
    let duties = of_one_pair(Drawn::Second, &["AB", "CD"]);
    assert_eq!(duties.needed(&id("p"), Criterion::E3, None), 2);
    assert_eq!(duties.needed(&id("q"), Criterion::E3, None), 1);
    assert_eq!(duties.needed(&id("p"), Criterion::E1b, Some(&terms()[1])), 1);
    assert_eq!(duties.round(&id("p"), Some(&term())), Round::Main);
    let pilot = of_one_pair(Drawn::Pilot, &["AB", "CD"]);
    assert_eq!(pilot.round(&id("p"), Some(&term())), Round::Pilot);
    assert_eq!(pilot.round(&id("p"), Some(&terms()[1])), Round::Main);
    assert_eq!(pilot.round(&id("p"), None), Round::Pilot);
    assert_eq!(duties.reviewers(&id("q"), &term()), [&who("AB")]);
}

#[test]
fn flags_say_whose_own_work_it_is() {
    let check = |flags: &str, of_ab: bool, of_cd: bool| {
        let own = OwnWork::of_flags(flags);
        assert_eq!((own.is_of(&who("AB")), own.is_of(&who("CD"))), (of_ab, of_cd), "{flags}");
    };
    check("", false, false);
    check("earlier-version", false, false);
    check("own-work", true, true);
    check("earlier-version own-work:AB", true, false);
    check("own-work:AB own-work:CD", true, true);
}

#[test]
fn a_reviewer_is_done_who_says_out_or_has_said_all_that_is_open() {
    let rule = |criterion: Criterion, verdict: Verdict| DecisionRow {
        publication: id("p"),
        term: (criterion.scope() == Scope::Pair).then(term),
        scope: criterion.scope(),
        criterion,
        verdict,
        proposal: None,
        made_by: MadeBy::Rule,
        rule: String::new(),
        document: None,
        page: None,
        quote: String::new(),
        because: Because::new(BecauseCode::KindUnknown),
    };
    let rules = [
        rule(Criterion::I1, Verdict::Include),
        rule(Criterion::E1b, Verdict::Unclear),
        rule(Criterion::E3, Verdict::Unclear),
    ];
    let done = |verdicts: Vec<bron_model::Says>| {
        let votes = verdicts.into_iter().enumerate();
        let standing = standing(votes.map(|(n, says)| judgement("AB", n as u64 + 1, says)).collect());
        let found = items(&standing, &id("p"), &|_, _| 1);
        (has_judged(&who("AB"), &term(), &rules, &found), has_judged(&who("CD"), &term(), &rules, &found))
    };
    let on_e3 = |verdict: Verdict| bron_model::Says::Verdict {
        term: None,
        criterion: Criterion::E3,
        verdict,
        reason: String::new(),
        evidence: Vec::new(),
        screened: bron_model::Screened::FullText,
    };
    assert_eq!(done(vec![]), (false, false));
    assert_eq!(done(vec![verdict(Verdict::Exclude)]), (true, false));
    assert_eq!(done(vec![verdict(Verdict::Include)]), (false, false));
    assert_eq!(done(vec![verdict(Verdict::Include), on_e3(Verdict::Unclear)]), (true, false));
}
