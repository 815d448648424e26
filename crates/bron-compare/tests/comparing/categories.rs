//! What each category looks like.

use crate::world::{Harvest, OTHER_TERM, Publication, TERM, harvest, publication, words};
use bron_model::{DecisionCause, DifferenceCategory, DifferenceRow, MatchRung, Outcome, QueryStatus};

const A: &str = "https://movisie.nl/a";
const B: &str = "https://movisie.nl/b";

fn in_2024(publications: Vec<Publication>) -> Harvest {
    harvest("eerder", "2024-06-15", publications)
}

fn later(publications: Vec<Publication>) -> Harvest {
    harvest("later", "2026-11-30", publications)
}

/// The categories of all differences, each with what it moves.
fn check(a: &Harvest, b: &Harvest, expected: &[(&str, &str)]) -> Vec<DifferenceRow> {
    let found = a.compared_with(b);
    let told: Vec<(&str, &str)> =
        found.differences.iter().map(|row| (row.category.as_str(), row.explains.as_str())).collect();
    assert_eq!(told, expected, "{:#?}", found.differences);
    assert_eq!(found.differs(), !expected.is_empty());
    found.differences
}

const COMES: &str = "samenzorg/identified+1 samenzorg/included+1";
const GOES: &str = "samenzorg/identified-1 samenzorg/included-1";

#[test]
fn what_only_b_has_is_new_newly_indexed_or_appeared_by_its_dates() {
    let with = |not_before, not_after| later(vec![Publication { not_before, not_after, ..publication(A) }]);
    let none = in_2024(Vec::new());
    let rows = check(&none, &with(Some("2024-06-16"), None), &[("new-publication", COMES)]);
    assert!(
        rows[0].evidence.starts_with("not before 2024-06-16 (date-in-text); A was harvested on 2024-06-15"),
        "{rows:?}"
    );
    check(&none, &with(None, Some("2024-06-15")), &[("newly-indexed", COMES)]);
    // A year, or nothing, tells neither.
    check(&none, &with(Some("2024"), Some("2024")), &[("appeared", COMES)]);
    check(&none, &with(None, None), &[("appeared", COMES)]);
    let mut met = in_2024(Vec::new());
    met.answers.push((A.to_owned(), "200", None));
    check(&met, &with(None, None), &[("newly-indexed", COMES)]);
}

#[test]
fn what_only_a_has_is_told_by_what_its_address_answers() {
    let a = in_2024(vec![publication(A)]);
    for (outcome, leads_to, category, evidence) in [
        ("404", None, "gone", "https://movisie.nl/a answered 404 on 2026-11-30"),
        ("410", None, "gone", "answered 410"),
        ("200", None, "not-returned", "answered 200"),
        ("200", Some("https://movisie.nl/nieuw"), "not-returned", "B does not list https://movisie.nl/nieuw"),
        ("503", None, "not-asked", "no answer that settles it"),
        ("robots", None, "not-asked", "no answer that settles it"),
    ] {
        let mut b = later(Vec::new());
        b.answers.push((A.to_owned(), outcome, leads_to.map(str::to_owned)));
        let rows = check(&a, &b, &[(category, GOES)]);
        assert!(rows[0].evidence.contains(evidence), "{}", rows[0].evidence);
    }
    let rows = check(&a, &later(Vec::new()), &[("not-asked", GOES)]);
    assert!(rows[0].evidence.contains("holds no answer of https://movisie.nl/a"), "{}", rows[0].evidence);
}

#[test]
fn a_query_that_was_not_asked_the_same_settles_nothing() {
    let a = in_2024(vec![publication(A)]);
    let with = |status| {
        let mut b = later(Vec::new());
        b.statuses.insert(TERM, status);
        b.answers.push((A.to_owned(), "404", None));
        b
    };
    for status in [QueryStatus::NotSearched, QueryStatus::Failed, QueryStatus::Blocked] {
        let rows = check(&a, &with(status), &[("not-comparable", GOES)]);
        assert!(rows[0].evidence.contains(&format!("is {status} in B")), "{}", rows[0].evidence);
    }
    // Gone is gone, whoever cut the list off.
    check(&a, &with(QueryStatus::Capped), &[("gone", GOES)]);
    let mut b = later(Vec::new());
    for status in [QueryStatus::Incomplete, QueryStatus::StoppedByProtocol] {
        b.statuses.insert(TERM, status);
        check(&a, &b, &[("cut-off", GOES)]);
    }
    // What A's list was too short for is dated all the same.
    let old = Publication { not_after: Some("2014"), ..publication(A) };
    let rows =
        check(&Harvest { day: "2024-06-15", ..b.clone() }, &later(vec![old]), &[("newly-indexed", COMES)]);
    assert!(rows[0].evidence.contains("it may have stood further down"), "{}", rows[0].evidence);
    b.interface = "wordpress-rest";
    let rows = check(&a, &b, &[("not-comparable", GOES)]);
    assert!(rows[0].evidence.contains("answered by html and by wordpress-rest in B"), "{}", rows[0].evidence);
    b.statuses.clear();
    let rows = check(&a, &b, &[("not-comparable", GOES)]);
    assert!(rows[0].evidence.contains("was not asked in B"), "{}", rows[0].evidence);
    // The other way round too.
    check(&later(Vec::new()), &later(vec![publication(A)]), &[("appeared", COMES)]);
    check(&b, &later(vec![publication(A)]), &[("not-comparable", COMES)]);
}

#[test]
fn the_surest_rule_that_fits_is_recorded() {
    let moved = |change: &dyn Fn(&mut Publication)| {
        let (mut one, mut other) = (publication(A), publication(B));
        one.title = "Samen ouder worden in zorgzame gemeenschappen".to_owned();
        other.title.clone_from(&one.title);
        for it in [&mut one, &mut other] {
            change(it);
        }
        let found = in_2024(vec![one]).compared_with(&later(vec![other]));
        let row = found.differences.iter().find(|row| row.category == DifferenceCategory::Moved);
        row.map(|row| row.matched_by.unwrap())
    };
    assert_eq!(moved(&|it| it.doi = "10.1234/x".to_owned()), Some(MatchRung::Doi));
    assert_eq!(moved(&|it| it.isbn = "9780306406157".to_owned()), Some(MatchRung::Isbn));
    assert_eq!(moved(&|it| it.site_id = "12".to_owned()), Some(MatchRung::SiteId));
    assert_eq!(moved(&|it| it.file = "abc".to_owned()), Some(MatchRung::MainFile));
    assert_eq!(moved(&|it| it.text = words("zelfde", 300)), Some(MatchRung::MainText));
    assert_eq!(moved(&|_| ()), None, "a title alone is no match");
}

#[test]
fn an_archive_that_shows_a_redirect_tells_where_a_publication_went() {
    let mut b = later(vec![publication(B)]);
    b.answers.push((A.to_owned(), "200", Some(B.to_owned())));
    let found = in_2024(vec![publication(A)]).compared_with(&b);
    let row = &found.differences.iter().find(|row| row.category == DifferenceCategory::Moved).unwrap();
    assert_eq!(row.matched_by, Some(MatchRung::Redirect));
    assert!(row.evidence.contains("https://movisie.nl/a leads to https://movisie.nl/b"), "{}", row.evidence);
    assert_eq!(found.sums.matched_a, 1);
}

#[test]
fn files_and_texts_that_differ_are_told_apart() {
    let with = |file: &str, text: String| Publication { file: file.to_owned(), text, ..publication(A) };
    let long = words("lang", 400);
    let a = in_2024(vec![with("abc", long.clone())]);
    let rows = check(&a, &later(vec![with("def", long.clone())]), &[("other-file", "")]);
    assert_eq!((rows[0].before.as_str(), rows[0].after.as_str()), ("abc", "def"));
    let revised = format!(
        "{} {} {}",
        words("lang", 180),
        words("nieuw", 40),
        long.split(' ').skip(220).collect::<Vec<_>>().join(" ")
    );
    let rows = check(&a, &later(vec![with("def", revised)]), &[("revised", "")]);
    assert!(rows[0].text_diff.starts_with("@@"), "{}", rows[0].text_diff);
    let part: String = long.split(' ').skip(100).take(90).collect::<Vec<_>>().join(" ");
    let rows = check(&a, &later(vec![with("def", part)]), &[("excerpt", "")]);
    assert!(rows[0].evidence.contains("of B in A 1.000"), "{}", rows[0].evidence);
    // Another text at one address is revised, however little is left of it.
    check(&a, &later(vec![with("def", words("anders", 400))]), &[("revised", "")]);
    // The same bytes read by another engine are the same document.
    check(&a, &later(vec![with("abc", words("anders", 400))]), &[]);
}

#[test]
fn near_texts_are_one_publication_only_under_titles_that_go_together() {
    let long = words("lang", 400);
    let revised =
        format!("{} {}", long.split(' ').take(350).collect::<Vec<_>>().join(" "), words("nieuw", 50));
    let with = |url: &str, title: &str, text: &str| Publication {
        title: title.to_owned(),
        text: text.to_owned(),
        ..publication(url)
    };
    let a = in_2024(vec![with(A, "Jaarverslag 2022", &long)]);
    let found = a.compared_with(&later(vec![with(B, "Jaarverslag 2023", &revised)]));
    assert_eq!(
        (found.sums.matched_a, found.count(DifferenceCategory::PossibleMatch)),
        (0, 1),
        "{:#?}",
        found.differences
    );
    let a = in_2024(vec![with(A, "Zorgzame buurten", &long)]);
    let found = a.compared_with(&later(vec![with(B, "Zorgzame buurten, herzien", &revised)]));
    let rungs: Vec<_> = found.differences.iter().map(|row| (row.category, row.matched_by.unwrap())).collect();
    let near = |category| (category, MatchRung::NearText);
    let expected =
        [DifferenceCategory::Moved, DifferenceCategory::ChangedMetadata, DifferenceCategory::Revised];
    assert_eq!(rungs, expected.map(near));
}

#[test]
fn a_title_alone_is_for_a_person_and_takes_nothing_away() {
    let with = |url: &str| Publication {
        title: "Ouder worden in zorgzame gemeenschappen".to_owned(),
        ..publication(url)
    };
    let rows = check(
        &in_2024(vec![with(A)]),
        &later(vec![with(B)]),
        &[("appeared", COMES), ("not-asked", GOES), ("possible-match", "")],
    );
    assert_eq!(rows[2].matched_by, Some(MatchRung::Title));
}

#[test]
fn each_field_that_changed_has_a_row() {
    let changed = Publication {
        title: "Een andere titel".to_owned(),
        authors: "B. Visser".to_owned(),
        ..publication(A)
    };
    let rows = check(
        &in_2024(vec![publication(A)]),
        &later(vec![changed]),
        &[("changed-metadata", ""), ("changed-metadata", "")],
    );
    let told: Vec<_> =
        rows.iter().map(|row| (row.field.as_str(), row.before.as_str(), row.after.as_str())).collect();
    assert_eq!(
        told,
        [
            ("authors", "A. Bakker", "B. Visser"),
            ("title", "Titel van https://movisie.nl/a", "Een andere titel")
        ]
    );
}

#[test]
fn a_changed_decision_says_what_changed() {
    let out = |judged: bool, text: &str| Publication {
        outcomes: vec![(TERM, Outcome::OutE1b)],
        judged,
        text: if text.is_empty() { publication(A).text } else { text.to_owned() },
        ..publication(A)
    };
    let a = in_2024(vec![publication(A)]);
    let moves = "samenzorg/excluded_e1b+1 samenzorg/included-1";
    let cause = |b: &Harvest| {
        let found = a.compared_with(b);
        let row =
            found.differences.iter().find(|row| row.category == DifferenceCategory::ChangedDecision).unwrap();
        assert_eq!(
            (row.explains.as_str(), row.before.as_str(), row.after.as_str()),
            (moves, "included", "out-e1b")
        );
        row.because.unwrap()
    };
    assert_eq!(cause(&later(vec![out(false, "")])), DecisionCause::Rule);
    assert_eq!(cause(&later(vec![out(true, "")])), DecisionCause::Reviewer);
    assert_eq!(cause(&later(vec![out(false, &words("anders", 300))])), DecisionCause::Document);
    let criteria = Harvest { screening: "other", ..later(vec![out(false, "")]) };
    assert_eq!(cause(&criteria), DecisionCause::Criteria);
    let window = Harvest { until: "2024-05-31", ..later(vec![out(false, "")]) };
    assert_eq!(cause(&window), DecisionCause::Criteria);
    // The document comes before the criteria, and what else changed is told.
    let both = Harvest { screening: "other", ..later(vec![out(false, &words("anders", 300))]) };
    assert_eq!(cause(&both), DecisionCause::Document);
    let told = a.compared_with(&both).differences;
    let row = told.iter().find(|row| row.category == DifferenceCategory::ChangedDecision).unwrap();
    assert!(row.evidence.contains("also: screening digest"), "{}", row.evidence);
}

#[test]
fn a_pair_may_come_and_go_while_the_publication_stays() {
    let with = |terms: &[&'static str]| Publication {
        outcomes: terms.iter().map(|term| (*term, Outcome::Included)).collect(),
        ..publication(A)
    };
    let (one, two) = (in_2024(vec![with(&[TERM])]), later(vec![with(&[TERM, OTHER_TERM])]));
    let rows =
        check(&one, &two, &[("newly-indexed", "zorgzame-buurten/identified+1 zorgzame-buurten/included+1")]);
    assert_eq!(rows[0].term.as_ref().unwrap().as_str(), OTHER_TERM);
    let mut cut = Harvest { day: "2026-12-01", ..one.clone() };
    check(&two, &cut, &[("not-returned", "zorgzame-buurten/identified-1 zorgzame-buurten/included-1")]);
    cut.statuses.insert(OTHER_TERM, QueryStatus::Capped);
    let rows = cut_off(&two, &cut);
    assert!(rows.iter().any(|row| row.category == DifferenceCategory::CutOff), "{rows:?}");
}

fn cut_off(a: &Harvest, b: &Harvest) -> Vec<DifferenceRow> {
    a.compared_with(b).differences
}

#[test]
fn what_one_side_lists_twice_and_the_other_once_is_counted_and_told() {
    let with = |url: &str| Publication {
        doi: "10.1234/x".to_owned(),
        title: "Een titel".to_owned(),
        ..publication(url)
    };
    let mut two = in_2024(vec![with(A), with(B)]);
    two.publications[1].doi = String::new();
    two.publications[1].site_id = "7".to_owned();
    let mut one = later(vec![with(A)]);
    one.publications[0].site_id = "7".to_owned();
    let rows = check(&two, &one, &[("changed-metadata", GOES)]);
    assert_eq!(rows[0].field, "merged");
    let found = two.compared_with(&one);
    assert_eq!((found.sums.matched_a, found.sums.matched_b), (2, 1));
}
