//! Which hits become one publication, and which do not.

#![allow(clippy::needless_pass_by_value, reason = "a row of a test reads better with the value in place")]

use bron_identity::{Listed, MainDocument, Merged, SaidOfTwo, merge_listed, merge_on_files};
use bron_model::{DateRule, PublicationId, PublicationRow, Route, SourceId, TermId};
use bron_protocol::{FlagRule, Moved};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use url::Url;

const SOURCES: &[&str] = &["movisie", "vws", "scp"];

fn order() -> Vec<SourceId> {
    SOURCES.iter().map(|id| SourceId::new(*id).unwrap()).collect()
}

/// A hit; `fields` are `key=value`, parted by `|`.
fn hit(source: &str, address: &str, title: &str, fields: &str) -> Listed {
    let mut hit = Listed {
        source: SourceId::new(source).unwrap(),
        term: TermId::new("zorgzame-buurten").unwrap(),
        text: "zorgzame buurten".to_owned(),
        via: Route::Search,
        rank: 1,
        result_page: 1,
        title: title.to_owned(),
        url: Url::parse(address).unwrap(),
        kind: String::new(),
        date: String::new(),
        authors: String::new(),
        site_id: String::new(),
        doi: String::new(),
        isbn: String::new(),
        publisher: String::new(),
        listed_date: None,
    };
    let fields = fields.split('|').filter_map(|field| field.trim().split_once('='));
    for (key, value) in fields.map(|(key, value)| (key, value.to_owned())) {
        match key {
            "term" => hit.term = TermId::new(value).unwrap(),
            "via" => hit.via = Route::parse(&value).unwrap(),
            "rank" => hit.rank = value.parse().unwrap(),
            "kind" => hit.kind = value,
            "authors" => hit.authors = value,
            "id" => hit.site_id = value,
            "doi" => hit.doi = value,
            "isbn" => hit.isbn = value,
            "by" => hit.publisher = value,
            "date" => {
                hit.listed_date = Some(value.parse().unwrap());
                hit.date = value;
            }
            _ => panic!("`{key}` is no field of the test"),
        }
    }
    hit
}

fn merged(hits: &[Listed]) -> Merged {
    merge_listed(hits.to_vec(), &order(), &BTreeMap::new(), &[], &[])
}

/// Two hits: merged by that rule, or `None`: two publications.
fn check(a: Listed, b: Listed, by: Option<&str>) {
    let result = merged(&[a.clone(), b.clone()]);
    let rules: Vec<&str> = result.merges.iter().map(|row| row.by.as_str()).collect();
    assert_eq!(rules, Vec::from_iter(by), "{} / {}: {:?}", a.title, b.title, result.merges);
    assert_eq!(result.publications.len(), if by.is_some() { 1 } else { 2 });
}

const LONG: &str = "Samen ouder worden in zorgzame gemeenschappen: lessen uit de praktijk";

#[test]
fn the_strongest_rule_that_fits_names_the_merge() {
    let at = |source: &str, path: &str, fields: &str| {
        hit(source, &format!("https://{source}.nl/{path}"), "Titel", fields)
    };
    check(
        at("movisie", "a", "doi=10.1234/x|isbn=9780306406157"),
        at("vws", "b", "doi=https://doi.org/10.1234/X|isbn=0306406152"),
        Some("doi"),
    );
    check(at("movisie", "handle/20.500.1/7", ""), at("scp", "handle/20.500.1/7", ""), Some("handle"));
    check(at("movisie", "a", "isbn=978-0-306-40615-7"), at("vws", "b", "isbn=0-306-40615-2"), Some("isbn"));
    check(
        at("movisie", "?p=7", "id=publicatie/7"),
        at("movisie", "publicatie/x", "id=publicatie/7"),
        Some("site-id"),
    );
    check(at("movisie", "?p=7", "id=publicatie/7"), at("vws", "publicatie/x", "id=publicatie/7"), None);
    let shared = "http://www.scp.nl/publicatie/x/?utm_source=a";
    check(hit("vws", shared, "A", ""), hit("scp", "https://scp.nl/publicatie/x", "B", ""), Some("address"));
}

#[test]
fn a_wrong_identifier_merges_nothing() {
    check(
        hit("movisie", "https://a.nl/1", "A", "isbn=9780306406158|doi=10.1/x"),
        hit("vws", "https://b.nl/2", "B", "isbn=9780306406158|doi=10.1/x"),
        None,
    );
}

#[test]
fn an_isbn_under_titles_that_have_nothing_in_common_merges_nothing() {
    check(
        hit("movisie", "https://a.nl/1", "Eenzaamheid onder ouderen", "isbn=9780306406157"),
        hit("vws", "https://b.nl/2", "Wonen in de stad", "isbn=9780306406157"),
        None,
    );
}

#[test]
fn a_long_title_with_year_and_publisher_merges() {
    let at = |source: &str, title: &str, fields: &str| {
        hit(source, &format!("https://{source}.nl/{}", title.len()), title, fields)
    };
    check(
        at("movisie", LONG, "date=2023|by=Movisie"),
        at("vws", LONG, "date=2024-01-05|by=Movisie"),
        Some("title"),
    );
    check(at("movisie", LONG, "date=2023"), at("vws", LONG, "date=2023"), Some("title"));
    check(at("movisie", LONG, "date=2023|by=Movisie"), at("vws", LONG, "date=2025|by=Movisie"), None);
    check(at("movisie", LONG, "date=2023|by=Movisie"), at("vws", LONG, "date=2023|by=VWS"), None);
    check(at("movisie", LONG, "by=Movisie"), at("vws", LONG, "date=2023|by=Movisie"), Some("title"));
    check(at("movisie", LONG, "authors=Jansen, P."), at("vws", LONG, "authors=P. Jansen"), Some("title"));
    check(at("movisie", LONG, ""), at("vws", LONG, "date=2023"), None);
    check(at("movisie", LONG, "date=2023|doi=10.1234/a"), at("vws", LONG, "date=2023|doi=10.1234/b"), None);
}

#[test]
fn short_and_general_titles_and_other_numbers_stay_two() {
    for (a, b) in [
        ("Jaarverslag 2022", "Jaarverslag 2023"),
        ("Jaarverslag 2022", "Jaarverslag 2022"),
        ("Inleiding", "Inleiding"),
        ("Zorgzame buurten", "Zorgzame buurten"),
        ("Monitor sociale kracht in de buurt 2022", "Monitor sociale kracht in de buurt 2023"),
    ] {
        check(
            hit("movisie", "https://a.nl/1", a, "date=2023|by=Movisie"),
            hit("vws", "https://b.nl/2", b, "date=2023|by=Movisie"),
            None,
        );
    }
}

#[test]
fn at_one_source_an_edition_a_year_and_the_news_about_a_report_stay_apart() {
    let one = |path: &str, fields: &str| hit("movisie", &format!("https://movisie.nl/{path}"), LONG, fields);
    check(one("a", "date=2022|by=Movisie"), one("b", "date=2023|by=Movisie"), None);
    check(one("a", "date=2022|kind=nieuws|by=Movisie"), one("b", "date=2022|kind=Rapport|by=Movisie"), None);
    check(
        one("a", "date=2022|kind=rapport|by=Movisie"),
        one("b", "date=2022|kind=Rapport|by=Movisie"),
        Some("title"),
    );
}

#[test]
fn an_edition_elsewhere_does_not_bind_two_editions_together() {
    let result = merged(&[
        hit("movisie", "https://movisie.nl/a", LONG, "date=2022|by=Movisie"),
        hit("movisie", "https://movisie.nl/b", LONG, "date=2023|by=Movisie"),
        hit("vws", "https://vws.nl/b", LONG, "date=2023|by=Movisie"),
    ]);
    let sources: Vec<&str> = result.publications.iter().map(|row| row.sources.as_str()).collect();
    assert_eq!(sources.iter().filter(|sources| **sources == "movisie vws").count(), 1, "{sources:?}");
    assert_eq!(result.publications.len(), 2);
    let both = result.publications.iter().find(|row| row.hits == 2).unwrap();
    assert_eq!(both.date_as_listed, "2023");
}

#[test]
fn a_title_on_many_pages_is_a_series() {
    let hits: Vec<Listed> = (0..40)
        .map(|at| hit("movisie", &format!("https://movisie.nl/{at}"), LONG, "date=2023|by=Movisie"))
        .collect();
    assert_eq!(merged(&hits).publications.len(), 40);
}

#[test]
fn fields_come_from_the_first_source_that_has_them_and_only_counted_routes_give_terms() {
    let result = merged(&[
        hit(
            "vws",
            "https://vws.nl/x",
            "Titel bij VWS",
            "doi=10.1234/x|kind=rapport|date=2023-05|rank=7|term=samenzorg|authors=Jansen",
        ),
        hit("movisie", "https://movisie.nl/x", "Titel bij Movisie", "doi=10.1234/x|date=2024|rank=3"),
        hit(
            "movisie",
            "https://movisie.nl/x/",
            "Titel bij Movisie",
            "doi=10.1234/x|rank=1|via=catalogue|term=community-care",
        ),
    ]);
    let [row] = result.publications.as_slice() else { panic!("{:?}", result.publications) };
    assert_eq!((row.source.as_str(), row.sources.as_str()), ("movisie", "movisie vws"));
    assert_eq!((row.title.as_str(), row.kind_as_listed.as_str()), ("Titel bij Movisie", "rapport"));
    assert_eq!((row.authors.as_str(), row.date_as_listed.as_str()), ("Jansen", "2024"));
    assert_eq!(row.terms, "samenzorg zorgzame-buurten");
    assert_eq!((row.hits, row.best_rank), (3, 3), "the place in a catalogue is no rank");
    assert_eq!(row.not_after.unwrap().to_string(), "2023-05");
    assert_eq!((row.not_after_rule, row.not_before), (Some(DateRule::Listing), None));
    assert_eq!(row.doi, "10.1234/x");
    assert!(row.publication.as_str().starts_with("movisie-x-"));
    assert!(row.also.starts_with("vws-x-"));
}

#[test]
fn a_table_beside_files_dates_as_a_sidecar() {
    let folder = hit("scp", "https://scp.files.bron.invalid/a.pdf", "A", "date=2019|via=browse");
    assert_eq!(merged(&[folder]).publications[0].not_after_rule, Some(DateRule::Sidecar));
}

#[test]
fn an_address_that_moved_keeps_its_id() {
    let moved = BTreeMap::from([(
        SourceId::new("scp").unwrap(),
        vec![Moved {
            from: "https://scp.nl/publicaties/publicatie/".into(),
            to: "https://scp.nl/documenten/".into(),
        }],
    )]);
    let old = hit("scp", "https://www.scp.nl/publicaties/publicatie/2024/01/16/x", "X", "");
    let new = hit("scp", "https://www.scp.nl/documenten/2024/01/16/x", "X", "rank=2");
    let result = merge_listed(vec![old, new.clone()], &order(), &moved, &[], &[]);
    assert_eq!((result.publications.len(), result.merges.len()), (1, 0));
    assert_eq!(result.publications[0].publication, merged(&[new]).publications[0].publication);
}

#[test]
fn a_publication_to_be_warned_of_is_flagged_wherever_it_was_found() {
    let rules = [FlagRule {
        flag: "own-work".into(),
        reviewer: None,
        title_contains: None,
        authors_contain: Some("jansen".into()),
    }];
    let hits = vec![
        hit("movisie", "https://a.nl/x", "A", "doi=10.1234/x"),
        hit("vws", "https://b.nl/x", "A", "doi=10.1234/x|authors=Jansen, P."),
    ];
    assert_eq!(merge_listed(hits, &order(), &BTreeMap::new(), &rules, &[]).publications[0].flags, "own-work");
}

/// A main document: sha256, text, ISBN.
type Known<'a> = (&'a str, &'a str, &'a str);

fn known(rows: &[PublicationRow], main: &[Known<'_>]) -> BTreeMap<PublicationId, MainDocument> {
    let document = |(sha256, text, isbn): &Known<'_>| MainDocument {
        sha256: (*sha256).into(),
        text: (*text).into(),
        isbn: (*isbn).into(),
    };
    rows.iter().zip(main).map(|(row, known)| (row.publication.clone(), document(known))).collect()
}

fn by_file(rows: &[PublicationRow], main: &[Known<'_>]) -> Vec<(String, String)> {
    let result = merge_on_files(rows.to_vec(), &known(rows, main), &order(), &[]);
    assert_eq!(
        result.kept_of.len(),
        rows.iter().map(|row| 1 + row.also.split_whitespace().count()).sum::<usize>()
    );
    result.merges.into_iter().map(|row| (row.by, row.evidence)).collect()
}

#[test]
fn the_same_main_file_text_or_isbn_merges_after_retrieval_and_nothing_else_does() {
    let rows = merged(&[
        hit("movisie", "https://movisie.nl/a", "Zorgzame buurten", ""),
        hit("vws", "https://vws.nl/b", "Zorgzame buurten: een verkenning", ""),
        hit("scp", "https://scp.nl/c", "Jaarverslag", ""),
    ])
    .publications;
    let merge = |by: &str, evidence: &str| (by.to_owned(), evidence.to_owned());
    let none = ("", "", "");
    assert_eq!(by_file(&rows, &[("aa", "", ""), ("bb", "", ""), ("aa", "", "")]), [merge("main-file", "aa")]);
    assert_eq!(by_file(&rows, &[none, none, none]), []);
    let isbn = ("", "", "9780306406157");
    assert_eq!(by_file(&rows, &[isbn, isbn, isbn]).len(), 1);
    assert_eq!(by_file(&rows, &[("", "", "onbekend"), ("", "", "onbekend"), none]), []);
    let text = |sha256| (sha256, "t", "");
    let by_text = by_file(&rows, &[text("aa"), text("bb"), text("cc")]);
    assert_eq!(by_text, [merge("main-text", "t")], "a yearly report with that text has another title");
}

fn some_main() -> impl Strategy<Value = Known<'static>> {
    let of = |values: Vec<&'static str>| prop::sample::select(values);
    (
        of(vec!["", "", "", "aa", "bb", "cc"]),
        of(vec!["", "", "t", "u"]),
        of(vec!["", "9780306406157", "9780804429573"]),
    )
}

fn some_hit() -> impl Strategy<Value = Listed> {
    let title = prop::sample::select(vec![
        LONG,
        "De kracht van zorgzame gemeenschappen in krimpregio's",
        "Jaarverslag 2022",
        "Inleiding",
        "",
    ]);
    let term = prop::sample::select(vec!["samenzorg", "community-care"]);
    let via = prop::sample::select(vec![Route::Search, Route::Catalogue, Route::Browse]);
    let date = prop::sample::select(vec!["", "2021", "2022", "2023-04-01"]);
    let by = prop::sample::select(vec!["", "Movisie", "SCP"]);
    let isbn = prop::sample::select(vec!["", "", "9780306406157", "0804429573"]);
    let doi = prop::sample::select(vec!["", "", "10.1234/a", "10.1234/b"]);
    ((0..3usize, 0..6u8, title, term, via), (date, by, isbn, doi, 1..4u32)).prop_map(
        |((source, page, title, term, via), (date, by, isbn, doi, rank))| {
            let host = if page == 5 { "gedeeld" } else { SOURCES[source] };
            let mut hit = hit(SOURCES[source], &format!("https://{host}.nl/p/{page}"), title, "");
            (hit.term, hit.via, hit.rank) = (TermId::new(term).unwrap(), via, rank);
            (hit.date, hit.publisher, hit.isbn, hit.doi) = (date.into(), by.into(), isbn.into(), doi.into());
            hit.listed_date = date.parse().ok();
            hit
        },
    )
}

proptest! {
    #[test]
    fn the_order_of_the_hits_makes_no_difference(hits in prop::collection::vec(some_hit(), 0..24), turn in 0..24usize) {
        let mut other = hits.clone();
        other.reverse();
        other.rotate_left(turn.min(hits.len()));
        prop_assert_eq!(merged(&hits), merged(&other));
    }

    #[test]
    fn no_hit_is_lost_and_every_id_stays_findable_once(hits in prop::collection::vec(some_hit(), 0..24)) {
        let result = merged(&hits);
        prop_assert_eq!(result.hits.len(), hits.len());
        prop_assert_eq!(result.publications.iter().map(|row| row.hits as usize).sum::<usize>(), hits.len());
        let mut ids = BTreeSet::new();
        for row in &result.publications {
            for id in std::iter::once(row.publication.as_str()).chain(row.also.split_whitespace()) {
                prop_assert!(ids.insert(id.to_owned()), "{} stands twice", id);
            }
        }
        let alone: BTreeSet<String> =
            hits.iter().map(|hit| merged(std::slice::from_ref(hit)).publications[0].publication.to_string()).collect();
        prop_assert_eq!(&alone, &ids);
        prop_assert_eq!(result.merges.len(), ids.len() - result.publications.len());
        for row in &result.hits {
            prop_assert!(result.publications.iter().any(|publication| publication.publication == row.publication));
        }
    }

    #[test]
    fn what_a_catalogue_lists_changes_nothing_of_what_was_found_otherwise(hits in prop::collection::vec(some_hit(), 0..24)) {
        let without: Vec<Listed> = hits.iter().filter(|hit| hit.via != Route::Catalogue).cloned().collect();
        let (with, alone) = (merged(&hits), merged(&without));
        let found = |rows: &Merged| -> Vec<bron_model::HitRow> {
            rows.hits.iter().filter(|row| row.via != Route::Catalogue).cloned().collect()
        };
        prop_assert_eq!(found(&with), found(&alone));
        for row in &alone.publications {
            let other = with.publications.iter().find(|other| other.publication == row.publication).unwrap();
            let (also, sources, hits) = (row.also.clone(), row.sources.clone(), row.hits);
            prop_assert_eq!(row, &PublicationRow { also, sources, hits, ..other.clone() });
        }
    }

    #[test]
    fn what_no_counted_route_found_changes_nothing_on_files(
        hits in prop::collection::vec(some_hit(), 0..24),
        says in prop::collection::vec(some_main(), 24),
    ) {
        let rows = merged(&hits).publications;
        let main = known(&rows, &says);
        let counted: Vec<PublicationRow> = rows.iter().filter(|row| !row.terms.is_empty()).cloned().collect();
        let with = merge_on_files(rows.clone(), &main, &order(), &[]);
        let alone = merge_on_files(counted, &main, &order(), &[]);
        for row in &alone.publications {
            let other = with.publications.iter().find(|other| other.publication == row.publication).unwrap();
            let (also, sources, hits) = (row.also.clone(), row.sources.clone(), row.hits);
            prop_assert_eq!(row, &PublicationRow { also, sources, hits, ..other.clone() });
        }
    }

    #[test]
    fn merging_on_files_twice_changes_nothing(
        hits in prop::collection::vec(some_hit(), 0..24),
        says in prop::collection::vec(some_main(), 24),
    ) {
        let mut rows = merged(&hits).publications;
        rows.retain(|row| !row.terms.is_empty());
        let main = known(&rows, &says);
        let once = merge_on_files(rows.clone(), &main, &order(), &[]);
        let twice = merge_on_files(once.publications.clone(), &main, &order(), &[]);
        prop_assert_eq!(&once.publications, &twice.publications);
        prop_assert!(twice.merges.is_empty());
        prop_assert_eq!(once.publications.len() + once.merges.len(), rows.len());
        for row in &rows {
            let kept = &once.kept_of[&row.publication];
            prop_assert!(once.publications.iter().any(|publication| &publication.publication == kept));
        }
    }
}

fn said(one: &PublicationId, other: &PublicationId, is_same: bool) -> SaidOfTwo {
    SaidOfTwo { one: one.clone(), other: other.clone(), is_same, reviewers: "AB CD".into() }
}

#[test]
fn what_people_say_of_two_records_beats_the_rules_also_through_a_third() {
    let rows = merged(&[
        hit("movisie", "https://movisie.nl/a", "Zorgzame buurten", ""),
        hit("vws", "https://vws.nl/b", "Jaarverslag", ""),
        hit("scp", "https://scp.nl/c", "Vitale wijken", ""),
    ])
    .publications;
    let ids: Vec<&PublicationId> = rows.iter().map(|row| &row.publication).collect();
    let check = |files: [&str; 3], said: &[SaidOfTwo], groups: &[&[usize]], by: &[&str]| {
        let main = files.map(|file| (file, "", ""));
        let result = merge_on_files(rows.clone(), &known(&rows, &main), &order(), said);
        for group in groups {
            let kept: BTreeSet<&PublicationId> = group.iter().map(|&at| &result.kept_of[ids[at]]).collect();
            assert_eq!(kept.len(), 1, "{:?}", result.kept_of);
        }
        assert_eq!(result.publications.len(), groups.len());
        let merges: Vec<&str> = result.merges.iter().map(|row| row.by.as_str()).collect();
        assert_eq!(merges, by);
    };
    check(["", "", ""], &[], &[&[0], &[1], &[2]], &[]);
    check(["", "", ""], &[said(ids[0], ids[2], true)], &[&[0, 2], &[1]], &["judgement"]);
    check(["aa", "aa", ""], &[said(ids[0], ids[1], false)], &[&[0], &[1], &[2]], &[]);
    // All have one file, and the first two are not the same: the third goes with one of them.
    check(["aa", "aa", "aa"], &[said(ids[0], ids[1], false)], &[&[0, 2], &[1]], &["main-file"]);
    // Nothing is one with itself apart, and what people say of an unknown record changes nothing.
    let unknown = PublicationId::new("elders-1").unwrap();
    check(["aa", "aa", ""], &[said(ids[0], &unknown, true)], &[&[0, 1], &[2]], &["main-file"]);
}

#[test]
fn what_people_call_two_publications_is_not_merged_on_the_list_also_not_through_a_third() {
    let hits = [
        hit("movisie", "https://movisie.nl/a", LONG, "date=2021"),
        hit("vws", "https://vws.nl/b", LONG, "date=2021"),
        hit("scp", "https://scp.nl/c", LONG, "date=2021"),
    ];
    let all_one = merged(&hits);
    assert_eq!(all_one.publications.len(), 1, "{:?}", all_one.publications);
    let mut ids: Vec<PublicationId> = all_one.merges.iter().map(|row| row.merged.clone()).collect();
    ids.insert(0, all_one.publications[0].publication.clone());
    let with = |said: &[SaidOfTwo]| merge_listed(hits.to_vec(), &order(), &BTreeMap::new(), &[], said);
    let split = with(&[said(&ids[0], &ids[1], false)]);
    let also: Vec<String> = split.publications.iter().map(|row| row.also.clone()).collect();
    assert_eq!(also, [ids[2].to_string(), String::new()]);
    assert_eq!(split.hits.len(), 3);
    assert_eq!(split.hits.iter().filter(|row| row.publication == ids[1]).count(), 1);
    let all = [(0, 1), (0, 2), (1, 2)].map(|(a, b)| said(&ids[a], &ids[b], false));
    assert_eq!(with(&all).publications.len(), 3);
    // Here only a split is heard; what is called one is joined on the files.
    assert_eq!(with(&[said(&ids[0], &ids[1], true)]), all_one);
}
