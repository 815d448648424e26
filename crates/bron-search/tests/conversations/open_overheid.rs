//! What the government's store of documents answers, and what the query becomes.

use crate::site::{answer, check_hits, check_status, converse_by, saved, source};
use bron_model::QueryStatus;
use bron_protocol::{Source, StopRule};
use bron_search::{QueryResult, StoredFile, read_stored_document, stored_document_request};
use serde_json::{Value, json};
use url::Url;

const API: &str = "https://open.overheid.example.nl/overheid/openbaarmakingen/api/v0";

fn store(mut settings: Value) -> Source {
    settings["api"] = json!(API);
    source(json!({
        "platform": "open-overheid", "base": "https://www.rijk.example.nl/", "hosts": ["open.overheid.example.nl"],
        "open-overheid": settings,
    }))
}

/// Answers by `start`; what is asked is kept, without what is before the question mark.
fn converse(source: &Source, stop: Option<StopRule>, pages: &[(&str, String)]) -> (QueryResult, Vec<String>) {
    let mut asked = Vec::new();
    let result = converse_by(source, "zorgzame buurten", stop, 50, &mut |request| {
        let address = request.url.as_str().strip_prefix(&format!("{API}/zoek?")).unwrap().to_owned();
        let page = pages.iter().find(|(part, _)| address.contains(part));
        asked.push(address);
        answer(
            200,
            page.map_or_else(
                || json!({"totaal": 12, "resultaten": []}).to_string(),
                |(_, body)| body.clone(),
            ),
        )
    });
    (result, asked)
}

#[test]
fn pages_by_offset_give_titles_addresses_kinds_and_dates() {
    let pages = [
        ("&start=0&", saved("open-overheid/results-1.json")),
        ("&start=10&", saved("open-overheid/results-2.json")),
    ];
    let (result, asked) = converse(&store(json!({"page_size": 10})), None, &pages);
    check_status(&result, QueryStatus::Hits, "");
    check_hits(&result, &["open-overheid/results.hits"]);
    assert_eq!(
        (result.interface.as_str(), result.reported_total, result.pages),
        ("open-overheid", Some(12), 2)
    );
    assert_eq!(result.hits[0].site_id, "ronl-a1b2c3");
    assert_eq!(
        asked,
        [
            "zoektekst=zorgzame%20buurten&start=0&aantalResultaten=10",
            "zoektekst=zorgzame%20buurten&start=10&aantalResultaten=10"
        ]
    );
}

#[test]
fn days_are_written_the_dutch_way_and_values_are_encoded_twice() {
    let source = store(json!({
        "published_from": "2007", "published_until": "2024-03",
        "filters": {"thema": ["zorg & gezondheid"], "organisatie": ["ministerie van Zorg"]},
    }));
    let (_, asked) = converse(&source, None, &[("zoektekst", saved("open-overheid/results-1.json"))]);
    assert_eq!(
        asked[0],
        "zoektekst=zorgzame%20buurten&publicatiedatumVan=01-01-2007&publicatiedatumTot=31-03-2024\
         &organisatie=ministerie%2520van%2520Zorg&thema=zorg%2520%2526%2520gezondheid&start=0&aantalResultaten=50"
    );
}

#[test]
fn a_zero_with_a_filter_stands_only_where_the_filter_alone_gives_something() {
    let source = store(json!({"filters": {"organisatie": ["ministerie van Zorg"]}}));
    let none = || json!({"totaal": 0, "resultaten": []}).to_string();
    let (result, asked) = converse(
        &source,
        None,
        &[("zoektekst=zorgzame", none()), ("zoektekst=&", saved("open-overheid/results-1.json"))],
    );
    check_status(&result, QueryStatus::NoneReported, "");
    assert_eq!((asked.len(), result.reported_total), (2, Some(0)));
    let (result, _) = converse(&source, None, &[("zoektekst", none())]);
    check_status(&result, QueryStatus::Unreadable, "the store may not know a value of the filters");
    let (result, asked) = converse(&store(json!({})), None, &[("zoektekst", none())]);
    check_status(&result, QueryStatus::NoneReported, "");
    assert_eq!(asked.len(), 1);
}

#[test]
fn without_a_total_the_list_ends_with_a_page_that_is_not_full() {
    let mut page: Value = serde_json::from_str(&saved("open-overheid/results-1.json")).unwrap();
    page.as_object_mut().unwrap().remove("totaal");
    let (result, asked) = converse(&store(json!({"page_size": 20})), None, &[("start=0&", page.to_string())]);
    check_status(&result, QueryStatus::Hits, "");
    assert_eq!((result.hits.len(), result.reported_total, asked.len()), (10, None, 1));
}

#[test]
fn a_list_that_ends_before_its_total_or_goes_round_is_incomplete() {
    let (result, _) = converse(
        &store(json!({"page_size": 10})),
        None,
        &[("start=0&", saved("open-overheid/results-1.json"))],
    );
    check_status(&result, QueryStatus::Incomplete, "reported 12, read 10");
    let (result, _) = converse(
        &store(json!({"page_size": 10})),
        None,
        &[("start=", saved("open-overheid/results-1.json"))],
    );
    check_status(&result, QueryStatus::Incomplete, "lists only what earlier pages listed");
}

#[test]
fn every_other_answer_has_its_own_status() {
    for (status, body, expected, note) in [
        (
            400,
            saved("open-overheid/refused.json"),
            QueryStatus::Unreadable,
            "HTTP 400 (aantalResultaten moet 10, 20 of 50 zijn)",
        ),
        (500, String::new(), QueryStatus::Failed, "HTTP 500"),
        (403, String::new(), QueryStatus::Blocked, "HTTP 403"),
        (200, "{}".to_owned(), QueryStatus::Unreadable, "no `resultaten` where they are due"),
        (200, "<p>onderhoud</p>".to_owned(), QueryStatus::Unreadable, "no JSON where it is due"),
        (
            200,
            json!({"totaal": 3, "resultaten": []}).to_string(),
            QueryStatus::Unreadable,
            "reports 3 results and lists none",
        ),
        (
            200,
            json!({"totaal": 3, "resultaten": [{"document": {"titel": "x"}}]}).to_string(),
            QueryStatus::Unreadable,
            "no row has an address",
        ),
    ] {
        let result =
            converse_by(&store(json!({})), "zorgzame", None, 50, &mut |_| answer(status, body.clone()));
        check_status(&result, expected, note);
    }
}

#[test]
fn a_page_at_the_store_is_asked_for_as_what_the_store_says_of_it() {
    let request = |source: &Source, page: &str| {
        stored_document_request(source, &Url::parse(page).unwrap()).map(|request| request.url.to_string())
    };
    let page = "https://open.overheid.example.nl/documenten/ronl-d4e5f6";
    assert_eq!(request(&store(json!({})), page), Some(format!("{API}/zoek/ronl-d4e5f6")));
    for other in [
        "https://www.rijk.example.nl/documenten/ronl-d4e5f6",
        "https://open.overheid.example.nl/documenten/2021/rapport",
        "https://open.overheid.example.nl/documenten/",
        "https://open.overheid.example.nl/zoekresultaten",
    ] {
        assert_eq!(request(&store(json!({})), other), None, "{other}");
    }
    let html = source(json!({"platform": "wordpress", "base": "https://open.overheid.example.nl/"}));
    assert_eq!(request(&html, page), None);
}

#[test]
fn what_the_store_says_of_a_document_is_read_with_the_files_of_its_latest_version() {
    let at = Url::parse(&format!("{API}/zoek/ronl-d4e5f6")).unwrap();
    let document = read_stored_document(saved("open-overheid/detail.json").as_bytes(), &at).unwrap();
    assert_eq!(document.title, "Vitale & zorgzame wijken");
    assert_eq!((document.kind.as_str(), document.date.as_str()), ("rapport", "2007-01-01"));
    assert_eq!(document.publisher, "Ministerie van Zorgzaken");
    assert_eq!(document.descriptions, ["Hoe wijken vitaal blijven.", "Met een bijlage."]);
    assert_eq!(document.subjects, ["zorg en gezondheid", "onderzoeksrapport", "wijken"]);
    let file = |url: String, name: &str, sha1: Option<&str>| StoredFile {
        url,
        name: name.to_owned(),
        media_type: "application/pdf".to_owned(),
        sha1: sha1.map(str::to_owned),
    };
    assert_eq!(
        document.files,
        [
            file(
                format!("{API}/attachment/ronl-d4e5f6-1"),
                "vitale-wijken.pdf",
                Some("da39a3ee5e6b4b0d3255bfef95601890afd80709")
            ),
            file(format!("{API}/documenten/ronl-d4e5f6"), "bijlage.pdf", None),
        ]
    );
    for other in ["[]", "{}", "{\"document\":1}", "x"] {
        assert_eq!(read_stored_document(other.as_bytes(), &at), None, "{other}");
    }
}
