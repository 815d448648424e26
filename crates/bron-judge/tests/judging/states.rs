//! Which judgements hold, and how far a question is settled.

use crate::made::*;
use bron_judge::{Fit, Item, Records, Standing, State, items, judged};
use bron_model::{DocumentId, DocumentRow, Judgement, Says, Verdict};
use proptest::prelude::*;

fn state_of(standing: &Standing, needed: usize) -> (State, Option<Verdict>) {
    let publication = id("p");
    let found: Vec<Item<'_>> = items(standing, &publication, &|_, _| needed);
    found.first().map_or((State::Nobody, None), |item| (item.state, item.settled))
}

fn check(all: Vec<Judgement>, needed: usize, state: State, settled: Option<Verdict>) {
    assert_eq!(state_of(&standing(all), needed), (state, settled));
}

#[test]
fn one_vote_settles_where_one_is_enough_and_waits_where_two_are_needed() {
    let vote = || vec![judgement("AB", 1, verdict(Verdict::Include))];
    check(vote(), 1, State::OneVote, Some(Verdict::Include));
    check(vote(), 2, State::OneVote, None);
    check(Vec::new(), 1, State::Nobody, None);
}

#[test]
fn two_that_say_the_same_agree_and_two_that_do_not_are_in_conflict() {
    let two = |a, b| vec![judgement("AB", 1, verdict(a)), judgement("CD", 2, verdict(b))];
    check(two(Verdict::Include, Verdict::Include), 2, State::Agree, Some(Verdict::Include));
    check(two(Verdict::Unclear, Verdict::Unclear), 2, State::Agree, Some(Verdict::Unclear));
    check(two(Verdict::Include, Verdict::Exclude), 2, State::Conflict, None);
    check(two(Verdict::Include, Verdict::Exclude), 1, State::Conflict, None);
}

#[test]
fn a_changed_mind_counts_once_and_a_withdrawn_one_not_at_all() {
    let first = judgement("AB", 1, verdict(Verdict::Include));
    let second = superseding(&first, 2, verdict(Verdict::Exclude));
    let withdrawn = superseding(&second, 3, Says::Withdrawn);
    check(vec![first.clone(), second.clone()], 1, State::OneVote, Some(Verdict::Exclude));
    check(vec![first, second, withdrawn], 1, State::Nobody, None);
}

#[test]
fn two_verdicts_of_one_reviewer_on_two_devices_are_a_conflict_unless_they_are_the_same() {
    let on = |device: &str, verdict_: Verdict| {
        let mut one = judgement("AB", 1, verdict(verdict_));
        one.id = bron_model::JudgementId::of_text(format!("AB.{device}.1"));
        one
    };
    check(vec![on("a", Verdict::Include), on("b", Verdict::Exclude)], 1, State::Conflict, None);
    check(
        vec![on("a", Verdict::Include), on("b", Verdict::Include)],
        1,
        State::OneVote,
        Some(Verdict::Include),
    );
    check(vec![on("a", Verdict::Include), on("b", Verdict::Include)], 2, State::OneVote, None);
}

#[test]
fn a_consensus_resolves_until_somebody_says_otherwise() {
    let (ab, cd) =
        (judgement("AB", 1, verdict(Verdict::Include)), judgement("CD", 2, verdict(Verdict::Exclude)));
    let mut together = judgement("consensus", 3, verdict(Verdict::Include));
    together.given.resolves = vec![ab.id.clone(), cd.id.clone()];
    let votes = vec![ab, cd.clone(), together];
    check(votes.clone(), 2, State::Resolved, Some(Verdict::Include));
    let agrees = [votes.clone(), vec![judgement("EF", 4, verdict(Verdict::Include))]].concat();
    check(agrees, 2, State::Resolved, Some(Verdict::Include));
    let differs = [votes, vec![judgement("EF", 4, verdict(Verdict::Exclude))]].concat();
    check(differs, 2, State::Conflict, None);
}

#[test]
fn a_judgement_that_supersedes_anothers_is_one_of_its_own_and_said() {
    let ab = judgement("AB", 1, verdict(Verdict::Include));
    let mut cd = judgement("CD", 2, verdict(Verdict::Exclude));
    cd.given.supersedes = Some(ab.id.clone());
    let standing = standing(vec![ab, cd]);
    assert_eq!(state_of(&standing, 1), (State::Conflict, None));
    assert_eq!(standing.problems, ["CD.a.2: AB.a.1 is a judgement of AB"]);
}

/// How the judgement of `p` with the file `x` fits a publication of another harvest.
fn fit_in(
    name: &str,
    change: impl Fn(&mut bron_model::PublicationRow, &mut bron_model::DocumentRow),
    criteria: &str,
) -> Option<Fit> {
    let (mut publication, mut document) = (publication(name), document(name, "x"));
    change(&mut publication, &mut document);
    let standing =
        standing_in(vec![judgement("AB", 1, verdict(Verdict::Include))], &publication, &document, criteria);
    standing.all().next().map(|(_, held)| held.fit)
}

#[test]
fn a_judgement_is_carried_over_by_id_address_or_file_and_asked_again_when_the_text_changed() {
    assert_eq!(fit_in("p", |_, _| (), CRITERIA), Some(Fit::Same));
    assert_eq!(fit_in("q", |_, _| (), CRITERIA), Some(Fit::Carried), "by its file");
    assert_eq!(
        fit_in("q", |row, _| row.also = "p".into(), CRITERIA),
        Some(Fit::Carried),
        "merged into another"
    );
    let moved = |row: &mut bron_model::PublicationRow, file: &mut bron_model::DocumentRow| {
        row.url = "http://www.movisie.nl/p/".into();
        file.sha256 = "y".into();
    };
    assert_eq!(fit_in("q", moved, CRITERIA), Some(Fit::OtherText), "by its address, with another file");
    assert_eq!(fit_in("p", |_, file| file.sha256 = "y".into(), CRITERIA), Some(Fit::OtherText));
    assert_eq!(
        fit_in("p", |row, _| row.title = "Anders".into(), CRITERIA),
        Some(Fit::Same),
        "the text was judged"
    );
    assert_eq!(fit_in("p", |_, _| (), "2027-1"), Some(Fit::OtherCriteria));
    assert_eq!(fit_in("q", |_, file| file.sha256 = "y".into(), CRITERIA), None, "another publication");
}

/// How a judgement of a document fits one with another digest of bytes (`z`), and that text of that normaliser.
fn fit_of_text(name: &str, then: (&str, &str), now: (&str, &str), criteria: &str) -> Option<Fit> {
    let with = |name: &str, sha256: &str, (text, normaliser): (&str, &str)| {
        let mut row = document(name, sha256);
        (row.text_sha256, row.normaliser) = (text.into(), normaliser.into());
        row
    };
    let mut given = judgement("AB", 1, verdict(Verdict::Include));
    given.given.judged = judged(&publication("p"), &[with("p", "x", then)]);
    let standing = standing_in(vec![given], &publication(name), &with(name, "z", now), criteria);
    standing.all().next().map(|(_, held)| held.fit)
}

#[test]
fn the_same_text_in_other_bytes_is_carried_over_under_the_same_normaliser_and_criteria() {
    let t = ("t", "letters-1");
    assert_eq!(fit_of_text("p", t, t, CRITERIA), Some(Fit::Carried));
    assert_eq!(fit_of_text("q", t, t, CRITERIA), Some(Fit::Carried), "found again by its text");
    assert_eq!(fit_of_text("p", t, ("u", "letters-1"), CRITERIA), Some(Fit::OtherText));
    assert_eq!(fit_of_text("p", t, ("t", "letters-2"), CRITERIA), Some(Fit::OtherText));
    assert_eq!(
        fit_of_text("p", ("", ""), ("", ""), CRITERIA),
        Some(Fit::OtherText),
        "nothing is known of it"
    );
    assert_eq!(fit_of_text("p", t, t, "2027-1"), Some(Fit::OtherCriteria));
    assert_eq!(fit_of_text("q", t, ("u", "letters-1"), CRITERIA), None, "another publication");
}

#[test]
fn a_text_alone_leads_to_no_publication_that_is_listed_otherwise() {
    let with_wall = |name: &str, sha256: &str| DocumentRow {
        text_sha256: "wall of cookies".into(),
        normaliser: "letters-1".into(),
        ..document(name, sha256)
    };
    let mut given = judgement("AB", 1, verdict(Verdict::Include));
    given.given.judged = judged(&publication("p"), &[with_wall("p", "x")]);
    let other = bron_model::PublicationRow { title: "Iets anders".into(), ..publication("q") };
    let standing = standing_in(vec![given.clone()], &other, &with_wall("q", "z"), CRITERIA);
    assert_eq!(standing.elsewhere, [given.id]);
}

#[test]
fn one_document_now_does_not_stand_for_two_that_were_judged() {
    let with = |number: usize, sha256: &str, text: &str| {
        let mut row = document("p", sha256);
        row.document = DocumentId::new(&id("p"), number);
        (row.text_sha256, row.normaliser) = (text.into(), "letters-1".into());
        row
    };
    let fit = |now: &[DocumentRow]| {
        let mut given = judgement("AB", 1, verdict(Verdict::Include));
        given.given.judged = judged(&publication("p"), &[with(1, "x", "t"), with(2, "y", "t")]);
        let mut records = Records::default();
        records.add(&publication("p"), now);
        let standing = Standing::new(vec![given], &records, CRITERIA);
        standing.all().next().map(|(_, held)| (held.fit, held.documents.len()))
    };
    assert_eq!(fit(&[with(1, "y", "t"), with(2, "x", "t")]), Some((Fit::Same, 2)));
    assert_eq!(fit(&[with(1, "z", "t"), with(2, "x", "t")]), Some((Fit::Carried, 2)));
    assert_eq!(fit(&[with(1, "x", "t"), with(2, "z", "u")]), Some((Fit::OtherText, 1)));
    assert_eq!(fit(&[with(1, "x", "t")]), Some((Fit::OtherText, 1)));
}

#[test]
fn what_was_judged_on_the_listing_is_asked_again_when_the_listing_changed() {
    let says = Says::Verdict {
        term: None,
        criterion: bron_model::Criterion::I1,
        verdict: Verdict::Include,
        reason: String::new(),
        evidence: Vec::new(),
        screened: bron_model::Screened::Listing,
    };
    let mut changed = publication("p");
    changed.kind_as_listed = "nieuws".into();
    let fit = |row: &bron_model::PublicationRow| {
        let standing =
            standing_in(vec![judgement("AB", 1, says.clone())], row, &document("p", "y"), CRITERIA);
        standing.all().next().map(|(_, held)| held.fit)
    };
    assert_eq!(fit(&publication("p")), Some(Fit::Same));
    assert_eq!(fit(&changed), Some(Fit::OtherListing));
}

#[test]
fn an_outdated_vote_is_shown_and_does_not_count() {
    let standing = standing_in(
        vec![judgement("AB", 1, verdict(Verdict::Include))],
        &publication("p"),
        &document("p", "y"),
        CRITERIA,
    );
    let publication = id("p");
    let found = items(&standing, &publication, &|_, _| 1);
    assert_eq!((found[0].state, found[0].votes.len(), found[0].outdated.len()), (State::Nobody, 0, 1));
}

/// Some documents of publication `p`, with few digests, so that many are the same.
fn some_documents() -> impl Strategy<Value = Vec<DocumentRow>> {
    let one = (
        prop::sample::select(vec!["", "x", "y", "z"]),
        prop::sample::select(vec!["", "t", "u"]),
        prop::sample::select(vec!["letters-1", "letters-2"]),
    );
    prop::collection::vec(one, 0..4).prop_map(|all| {
        let row = |(at, (sha256, text, normaliser)): (usize, (&str, &str, &str))| DocumentRow {
            document: DocumentId::new(&id("p"), at + 1),
            text_sha256: text.into(),
            normaliser: if text.is_empty() { String::new() } else { normaliser.into() },
            ..document("p", sha256)
        };
        all.into_iter().enumerate().map(row).collect()
    })
}

fn fit_between(then: &[DocumentRow], now: &[DocumentRow], criteria: &str) -> Fit {
    let mut given = judgement("AB", 1, verdict(Verdict::Include));
    given.given.judged = judged(&publication("p"), then);
    let mut records = Records::default();
    records.add(&publication("p"), now);
    let standing = Standing::new(vec![given], &records, criteria);
    standing.all().next().map(|(_, held)| held.fit).expect("its id is the same")
}

proptest! {
    #[test]
    fn a_judgement_holds_where_each_document_is_there_by_file_or_by_text_and_no_other_is(
        then in some_documents(),
        now in some_documents(),
    ) {
        let fit = fit_between(&then, &now, CRITERIA);
        prop_assert_eq!(fit == Fit::Carried || fit == Fit::Same, fit.holds());
        let is_same = |old: &DocumentRow, new: &DocumentRow| {
            let same_text = (&old.text_sha256, &old.normaliser) == (&new.text_sha256, &new.normaliser);
            let same_file = !old.sha256.is_empty() && old.sha256 == new.sha256;
            same_file || (!old.text_sha256.is_empty() && same_text)
        };
        if fit.holds() {
            prop_assert_eq!(then.len(), now.len());
            prop_assert!(then.iter().all(|old| now.iter().any(|new| is_same(old, new))));
            prop_assert!(now.iter().all(|new| then.iter().any(|old| is_same(old, new))));
        }
        if fit == Fit::Same {
            let files = |rows: &[DocumentRow]| {
                let mut all: Vec<String> = rows.iter().map(|row| row.sha256.clone()).collect();
                all.sort();
                all
            };
            prop_assert_eq!(files(&then), files(&now));
        }
        prop_assert!(!fit_between(&then, &now, "2027-1").holds());
    }

    #[test]
    fn what_did_not_change_holds_as_it_was_in_whatever_order_it_is_listed(then in some_documents(), turn in 0..4_usize) {
        prop_assume!(then.iter().all(|row| !row.sha256.is_empty()));
        let mut now = then.clone();
        now.rotate_left(turn % then.len().max(1));
        prop_assert_eq!(fit_between(&then, &now, CRITERIA), Fit::Same);
    }

    #[test]
    fn the_order_in_which_judgements_are_read_does_not_matter(
        votes in prop::collection::vec((0..3_usize, 0..3_usize, any::<bool>()), 1..9).prop_shuffle(),
        needed in 1..3_usize,
    ) {
        let verdicts = [Verdict::Include, Verdict::Exclude, Verdict::Unclear];
        let mut all: Vec<Judgement> = Vec::new();
        for (n, (who, what, again)) in votes.into_iter().enumerate() {
            let name = ["AB", "CD", "EF"][who];
            let new = judgement(name, n as u64 + 1, verdict(verdicts[what]));
            let old = all.iter().rev().find(|old| again && old.reviewer == new.reviewer).cloned();
            all.push(old.map_or(new.clone(), |old| superseding(&old, n as u64 + 1, new.given.says)));
        }
        let forth = standing(all.clone());
        all.reverse();
        let back = standing(all);
        prop_assert_eq!(state_of(&forth, needed), state_of(&back, needed));
        prop_assert_eq!(forth, back);
    }
}
