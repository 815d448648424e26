use crate::rows::*;
use bron_model::{Criterion, DateRule, DecisionRow, DocumentPart, DocumentStatus};
use bron_protocol::{Until, Window};
use bron_screen::{Period, interval};

fn of(rows: &[DecisionRow], criterion: Criterion) -> &DecisionRow {
    rows.iter().find(|row| row.criterion == criterion).unwrap()
}

fn check(not_before: &str, not_after: &str, i2: &str, w: &str) {
    let rows = screener().screen_listed(&listed(not_before, not_after));
    let said = (says(of(&rows, Criterion::I2)), says(of(&rows, Criterion::W)));
    assert_eq!(said, (i2.to_owned(), w.to_owned()), "{not_before}..{not_after}");
}

#[test]
fn the_interval_settles_i2_and_w_or_leaves_them_open() {
    check("", "", "unclear", "unclear");
    // What a site lists says `not after` only.
    check("", "2006-12-31", "exclude", "include");
    check("", "2007-01-01", "unclear", "include");
    check("", "2015-03", "unclear", "include");
    check("2007", "", "include", "unclear");
    check("2006", "2007", "unclear", "include");
    check("2019", "2020", "include", "include");
    // A bare year is the whole year.
    check("", "2024", "unclear", "unclear");
    check("2024", "2024", "include", "unclear");
    check("", "2024-06-30", "unclear", "include");
    check("", "2024-07-01", "unclear", "unclear");
    check("2024-07-01", "", "include", "exclude");
    check("2024-07", "2025", "include", "exclude");
    // An interval that is turned round settles nothing that both ends dispute.
    check("2010", "2005", "unclear", "include");
}

#[test]
fn a_date_is_settled_with_its_rule_limit_and_words() {
    let rows = screener().screen_listed(&listed("", "2005"));
    let i2 = of(&rows, Criterion::I2);
    assert_eq!(i2.rule, "I2-interval");
    assert_eq!(i2.quote, "2005");
    assert_eq!(
        i2.because.to_string(),
        "date-settles | limit=2007 | not_after=2005 | not_before= | rule=listing"
    );
}

#[test]
fn a_publication_listed_in_2022_and_printed_in_2005_is_out_once_it_was_read() {
    let mut main = main_document();
    main.not_after = date("2005");
    main.not_after_rule = Some(DateRule::Colophon);
    let read = Read::of(listed("", "2022"), vec![main.clone()]);
    let i2 = read.decision(Criterion::I2);
    assert_eq!((says(&i2).as_str(), i2.document), ("exclude", Some(main.document)));
}

#[test]
fn an_interval_that_was_narrowed_before_still_names_its_document() {
    let mut main = main_document();
    main.not_after = date("2005");
    main.not_after_rule = Some(DateRule::Colophon);
    let mut narrowed = listed("", "2005");
    narrowed.not_after_rule = main.not_after_rule;
    let i2 = Read::of(narrowed, vec![main.clone()]).decision(Criterion::I2);
    assert_eq!(i2.document, Some(main.document));
}

#[test]
fn an_undated_publication_that_cites_2019_is_not_before_2007() {
    let mut main = main_document();
    main.not_before = date("2019");
    main.not_before_rule = Some(DateRule::LatestYearCited);
    let read = Read::of(listed("", ""), vec![main]);
    assert_eq!(says(&read.decision(Criterion::I2)), "include");
    assert_eq!(says(&read.decision(Criterion::W)), "unclear");
}

#[test]
fn an_annex_dates_nothing_and_a_landing_page_beside_a_document_only_not_after() {
    let mut annex = document(3, DocumentPart::Annex, DocumentStatus::Retrieved);
    (annex.not_before, annex.not_after) = (date("2025"), date("2001"));
    let mut landing = document(1, DocumentPart::Landing, DocumentStatus::Retrieved);
    (landing.not_before, landing.not_after) = (date("2020"), date("2022"));
    let main = document(2, DocumentPart::Main, DocumentStatus::Retrieved);
    let ends = |documents: &[_]| {
        let interval = interval(&listed("", ""), documents);
        let text = |end: Option<bron_model::DatedBy>| end.map(|end| end.date.to_string());
        (text(interval.not_before), text(interval.not_after))
    };
    assert_eq!(ends(&[landing.clone(), main, annex.clone()]), (None, Some("2022".into())));
    assert_eq!(ends(&[landing, annex]), (Some("2020".into()), Some("2022".into())));
}

#[test]
fn what_was_settled_on_the_listing_stays_and_the_rest_is_evaluated_again() {
    let listed_row = listed("", "2022-01-01");
    let screened = screener().screen_listed(&listed_row);
    let mut main = main_document();
    (main.not_before, main.not_after) = (date("2019"), date("2019"));
    let read = Read::of(listed_row, vec![main]);
    let rows = read.decide(&screened.iter().collect::<Vec<_>>());
    assert_eq!(of(&rows, Criterion::W), of(&screened, Criterion::W));
    assert_eq!(says(of(&rows, Criterion::I2)), "include");
    assert_eq!(rows.len(), 7);
}

#[test]
fn a_record_that_was_merged_into_this_one_brings_what_it_settled() {
    let mut merged = listed("2010", "2011");
    merged.publication = id("other");
    let screened = screener().screen_listed(&merged);
    let read = Read::of(listed("", ""), vec![main_document()]);
    let rows = read.decide(&screened.iter().collect::<Vec<_>>());
    let i2 = of(&rows, Criterion::I2);
    assert_eq!((says(i2).as_str(), &i2.publication), ("include", &id("p")));
}

#[test]
fn the_window_ends_on_the_last_day_of_its_date_or_on_the_harvest() {
    let harvest = "2026-11-05".parse().unwrap();
    let until = |until| Period::of(&Window { from_year: 2007, until }, harvest).until.to_string();
    assert_eq!(until(Until::Date("2024".parse().unwrap())), "2024-12-31");
    assert_eq!(until(Until::Date("2024-06".parse().unwrap())), "2024-06-30");
    assert_eq!(until(Until::Harvest), "2026-11-05");
}

proptest::proptest! {
    /// Knowing less never decides more: without an end, what is settled was settled by the other end alone.
    #[test]
    fn an_unknown_date_never_excludes(from in 1990i16..2030, to in 1990i16..2030) {
        let (from, to) = (from.to_string(), to.to_string());
        for (not_before, not_after) in [("", to.as_str()), (from.as_str(), ""), ("", "")] {
            let rows = screener().screen_listed(&listed(not_before, not_after));
            if not_after.is_empty() {
                proptest::prop_assert_ne!(says(of(&rows, Criterion::I2)), "exclude");
            }
            if not_before.is_empty() {
                proptest::prop_assert_ne!(says(of(&rows, Criterion::W)), "exclude");
            }
        }
    }
}
