//! What a site lists: sitemaps and repositories, saved and imitated.

use crate::mutated::{Change, change, changed, config};
use crate::site::{Site, expected, saved, source};
use bron_model::{NoAnswerCode, QueryStatus};
use bron_protocol::Source;
use bron_search::{Catalogue, CatalogueItem, CatalogueResult};
use flate2::Compression;
use flate2::write::GzEncoder;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::io::Write;

/// Asks until nothing more is asked, at most a thousand times.
fn list(site: &Site, source: &Source, most_answers: u32) -> CatalogueResult {
    let mut catalogue = Catalogue::begin(source, most_answers);
    for _ in 0..1000 {
        let Some(request) = catalogue.ask() else { return catalogue.finish() };
        assert_eq!(catalogue.ask().as_ref(), Some(&request), "asking twice gives the same");
        catalogue.hear(&site.reply(&request));
    }
    panic!("the conversation does not end");
}

fn by_sitemap(paths: &[&str]) -> Source {
    source(json!({
        "base": "https://kennis.example.nl/",
        "catalogue": {"platform": "sitemap", "paths": paths},
        "kinds_by_path": {"/artikel/": "artikel", "/publicatie/": "publicatie"},
    }))
}

fn by_oai(format: &str) -> Source {
    source(json!({
        "base": "https://opslag.example.nl/",
        "catalogue": {"platform": "oai-pmh", "address": "/oai/request", "format": format},
    }))
}

fn packed(text: &str) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
    packer.write_all(text.as_bytes()).unwrap();
    packer.finish().unwrap()
}

fn whole_site() -> Site {
    Site::new()
        .page("/sitemap.xml", saved("sitemap/index.xml"))
        .page("/sitemap/artikelen.xml", saved("sitemap/artikelen.xml"))
        .page("/sitemap/publicaties.xml.gz", packed(&saved("sitemap/publicaties.xml")))
}

fn repository(format: &str, list: &str) -> Site {
    Site::new()
        .page("verb=Identify", saved("oai-pmh/identify.xml"))
        .page("verb=ListMetadataFormats", saved("oai-pmh/formats.xml"))
        .page(&format!("verb=ListRecords&metadataPrefix={format}"), list)
}

fn line(item: &CatalogueItem) -> String {
    let parts = [
        &item.position.to_string(),
        &item.title,
        item.url.as_str(),
        &item.kind,
        &item.date,
        &item.authors,
        &item.site_id,
    ];
    parts.map(str::trim).join(" | ")
}

fn check_items(result: &CatalogueResult, path: &str) {
    assert_eq!(result.items.iter().map(line).collect::<Vec<_>>(), expected(&[path]), "{result:?}");
}

fn check(result: &CatalogueResult, status: QueryStatus, items: usize, note: &str) {
    assert_eq!(result.status, status, "{result:?}");
    assert_eq!(result.items.len(), items, "{result:?}");
    if note.is_empty() {
        assert_eq!(result.note, "");
    } else {
        assert!(result.note.contains(note), "{}", result.note);
    }
}

#[test]
fn an_index_is_read_list_by_list_and_what_is_below_the_paths_is_kept() {
    let site = whole_site();
    let result = list(&site, &by_sitemap(&["/artikel/", "/publicatie/"]), 100);
    check_items(&result, "sitemap/whole.items");
    check(&result, QueryStatus::Hits, 4, "");
    assert_eq!((result.interface.as_str(), result.answers, result.reported_total), ("sitemap", 3, None));
    let counts = result.counts;
    assert_eq!((counts.listed, counts.below, counts.repeated), (6, 4, 1));
    assert_eq!((counts.elsewhere, counts.without_address, counts.deleted), (1, 2, 0));
    let asked = site.asked.borrow();
    assert_eq!(*asked, ["/sitemap.xml", "/sitemap/artikelen.xml", "/sitemap/publicaties.xml.gz"]);
}

#[test]
fn beyond_the_ceiling_there_is_only_a_number() {
    let mut source = by_sitemap(&["/artikel/", "/publicatie/"]);
    source.catalogue.as_mut().unwrap().ceiling = 3;
    let result = list(&whole_site(), &source, 100);
    check(&result, QueryStatus::Hits, 3, "");
    assert_eq!(result.counts.below, 4);
}

#[test]
fn a_list_of_addresses_in_plain_text_is_a_sitemap() {
    let site = Site::new().page(
        "/sitemap.xml",
        "\u{feff}https://kennis.example.nl/artikel/a\r\n\r\nhttps://kennis.example.nl/artikel/b\n",
    );
    check(&list(&site, &by_sitemap(&["/artikel/"]), 9), QueryStatus::Hits, 2, "");
}

#[test]
fn an_address_of_its_own_is_asked_for() {
    let mut source = by_sitemap(&["/artikel/"]);
    source.catalogue.as_mut().unwrap().address = Some("/kaart.txt".to_owned());
    let site = Site::new().page("/kaart.txt", "https://kennis.example.nl/artikel/a");
    check(&list(&site, &source, 9), QueryStatus::Hits, 1, "");
}

#[test]
fn what_is_no_sitemap_says_what_it_is() {
    use QueryStatus::{Blocked, Failed, NoneReported, Unreadable};
    let nothing = "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'></urlset>";
    for (body, status, note) in [
        (
            "<!DOCTYPE html><html><body><br></body></html>",
            Unreadable,
            "a web page came in place of a sitemap",
        ),
        ("<html><body><div id='cf-chl-x'></div></body></html>", Blocked, "asks for a proof"),
        (
            "<urlset><url><loc>https://kennis.example.nl/artikel/a</loc></urlset>",
            Unreadable,
            "line 1, column 60",
        ),
        (
            "<urlset><url><loc>https://kennis.example.nl/artikel/a</loc></url>",
            Unreadable,
            "ends inside `urlset`",
        ),
        ("<rss><channel/></rss>", Unreadable, "the root element is `rss`"),
        ("https://kennis.example.nl/artikel/a\nniets", Unreadable, "line 2 is neither XML nor an address"),
        ("", Unreadable, "the answer is empty"),
        ("\u{1f}\u{8b}", Unreadable, "neither XML nor an address"),
        (nothing, NoneReported, ""),
    ] {
        let site = Site::new().page("/sitemap.xml", body);
        check(&list(&site, &by_sitemap(&["/artikel/"]), 9), status, 0, note);
    }
    check(&list(&Site::new(), &by_sitemap(&["/artikel/"]), 9), Failed, 0, "/sitemap.xml: HTTP 404");
    let cut = packed("<urlset></urlset>");
    let site = Site::new().page("/sitemap.xml", &cut[..cut.len() / 2]);
    check(&list(&site, &by_sitemap(&["/artikel/"]), 9), Unreadable, 0, "cannot be unpacked");
}

#[test]
fn the_house_s_statuses_hold_for_a_catalogue() {
    for (status, expected) in
        [(403, QueryStatus::Blocked), (429, QueryStatus::Blocked), (503, QueryStatus::Failed)]
    {
        let site = Site::new().answer("/sitemap.xml", status, &[], "");
        check(&list(&site, &by_sitemap(&["/a/"]), 9), expected, 0, &format!("HTTP {status}"));
        let site = Site::new().answer("verb=Identify", status, &[], "");
        check(&list(&site, &by_oai("oai_dc"), 9), expected, 0, &format!("HTTP {status}"));
    }
    let site = Site::new().silent("/sitemap.xml", NoAnswerCode::Robots);
    let result = list(&site, &by_sitemap(&["/a/"]), 9);
    check(&result, QueryStatus::Blocked, 0, "robots");
    assert_eq!(result.interface, "");
    let result = list(&Site::new(), &source(json!({"base": "https://kennis.example.nl/"})), 9);
    check(&result, QueryStatus::NotSearched, 0, "no catalogue");
}

#[test]
fn one_lost_list_of_an_index_makes_it_incomplete_and_is_named() {
    let site = Site::new()
        .page("/sitemap.xml", saved("sitemap/index.xml"))
        .page("/sitemap/publicaties.xml.gz", packed(&saved("sitemap/publicaties.xml")));
    let result = list(&site, &by_sitemap(&["/artikel/", "/publicatie/"]), 100);
    check(&result, QueryStatus::Incomplete, 2, "/sitemap/artikelen.xml: HTTP 404");
}

#[test]
fn an_index_that_names_itself_or_another_host_ends() {
    let index = |lists: &[&str]| -> String {
        let lists = lists.iter().map(|list| format!("<sitemap><loc>{list}</loc></sitemap>"));
        format!("<sitemapindex>{}</sitemapindex>", lists.collect::<String>())
    };
    let host = "https://kennis.example.nl";
    let site = Site::new()
        .page("/sitemap.xml", index(&[&format!("{host}/b.xml"), "https://elders.example.org/c.xml"]))
        .page("/b.xml", index(&[&format!("{host}/sitemap.xml")]));
    let result = list(&site, &by_sitemap(&["/a/"]), 100);
    check(&result, QueryStatus::Unreadable, 0, "at a host that is not the source's");
    assert_eq!(site.asked.borrow().len(), 2);
    let deep = (0..9).fold(Site::new(), |site, n| {
        let name = if n == 0 { "/sitemap.xml".to_owned() } else { format!("/{n}.xml") };
        site.page(&name, index(&[&format!("{host}/{}.xml", n + 1)]))
    });
    check(&list(&deep, &by_sitemap(&["/a/"]), 100), QueryStatus::Unreadable, 0, "nested too deep");
}

#[test]
fn the_limit_on_answers_is_said() {
    let result = list(&whole_site(), &by_sitemap(&["/artikel/", "/publicatie/"]), 2);
    check(&result, QueryStatus::Incomplete, 2, "limit `result_pages`");
    let result =
        list(&Site::new().page("/sitemap.xml", saved("sitemap/index.xml")), &by_sitemap(&["/a/"]), 1);
    check(&result, QueryStatus::Failed, 0, "limit `result_pages`");
}

#[test]
fn a_repository_is_read_from_token_to_token() {
    let site = repository("oai_dc", &saved("oai-pmh/dc-1.xml"))
        .page("resumptionToken=MToxMDA6+b2FpX2Rj%3D", saved("oai-pmh/dc-2.xml"));
    let result = list(&site, &by_oai("oai_dc"), 100);
    check_items(&result, "oai-pmh/dc.items");
    check(&result, QueryStatus::Hits, 3, "");
    assert_eq!((result.interface.as_str(), result.answers, result.reported_total), ("oai-pmh", 4, Some(4)));
    let counts = result.counts;
    assert_eq!((counts.listed, counts.below, counts.deleted, counts.elsewhere), (3, 3, 1, 1));
    let first = &result.items[0];
    assert_eq!(first.isbn, "978-0-306-40615-7");
    assert_eq!(result.items[1].doi, "https://doi.org/10.9999/Tellen.7");
    assert!(
        first.text.contains("Over buren die op elkaar letten & koken.\nburen\nouderen"),
        "{}",
        first.text
    );
    let files: Vec<&str> = first.files.iter().map(|file| file.path().rsplit('/').next().unwrap()).collect();
    assert_eq!(files, ["tabellen.pdf", "straat.pdf"]);
    assert_eq!(result.items.iter().map(|item| item.answer).collect::<Vec<_>>(), [3, 4, 4]);
}

#[test]
fn mods_and_didl_are_read_into_the_same_items() {
    for format in ["mods", "didl"] {
        let site = repository(format, &saved(&format!("oai-pmh/{format}.xml")));
        let result = list(&site, &by_oai(format), 100);
        check_items(&result, &format!("oai-pmh/{format}.items"));
        assert_eq!(result.status, QueryStatus::Hits);
    }
    let site = repository("mods", &saved("oai-pmh/mods.xml"));
    let item = &list(&site, &by_oai("mods"), 100).items[0];
    assert_eq!(item.text, "Een jaar lang keken we wie er zat.\nontmoeten\nstraten");
    assert_eq!((item.isbn.as_str(), item.files.len()), ("urn:isbn:9780804429573", 1));
}

#[test]
fn only_a_set_and_only_named_paths_may_be_asked_for() {
    let mut source = by_oai("oai_dc");
    let settings = source.catalogue.as_mut().unwrap();
    settings.set = Some("com_1".to_owned());
    settings.paths = vec!["/handle/".to_owned()];
    let site = repository("oai_dc&set=com_1", &saved("oai-pmh/dc-1.xml"))
        .page("resumptionToken=MToxMDA6+b2FpX2Rj%3D", saved("oai-pmh/dc-2.xml"));
    let result = list(&site, &source, 100);
    check(&result, QueryStatus::Hits, 1, "");
    assert_eq!(result.counts.below, 1);
}

fn refused(code: &str) -> String {
    format!("<OAI-PMH><error code='{code}'>zo is het</error></OAI-PMH>")
}

#[test]
fn what_a_repository_refuses_is_said_by_its_code() {
    let site = repository("oai_dc", &refused("noRecordsMatch"));
    check(&list(&site, &by_oai("oai_dc"), 9), QueryStatus::NoneReported, 0, "");
    let site = repository("oai_dc", &refused("badArgument"));
    check(&list(&site, &by_oai("oai_dc"), 9), QueryStatus::Unreadable, 0, "badArgument (zo is het)");
    let later = |answer: String| {
        repository("oai_dc", &saved("oai-pmh/dc-1.xml")).page("resumptionToken=MToxMDA6+b2FpX2Rj%3D", answer)
    };
    let result = list(&later(refused("badResumptionToken")), &by_oai("oai_dc"), 9);
    check(&result, QueryStatus::Incomplete, 1, "badResumptionToken");
    let again = saved("oai-pmh/dc-2.xml").replace("cursor=\"2\"/>", ">MToxMDA6 b2FpX2Rj=</resumptionToken>");
    let result = list(&later(again), &by_oai("oai_dc"), 9);
    check(&result, QueryStatus::Incomplete, 3, "gives the resumption token `MToxMDA6 b2FpX2Rj=` again");
    let short = saved("oai-pmh/dc-2.xml").replace("completeListSize=\"4\"", "completeListSize=\"9\"");
    let result = list(&later(short), &by_oai("oai_dc"), 9);
    check(&result, QueryStatus::Incomplete, 3, "4 records were read, the repository reports 9");
}

#[test]
fn what_is_no_repository_or_not_the_one_that_is_meant_is_unreadable() {
    let identify = saved("oai-pmh/identify.xml");
    let at = |body: String| Site::new().page("verb=Identify", body);
    let old = identify.replace(">2.0<", ">1.1<");
    for (site, note) in [
        (at("<html><body/></html>".to_owned()), "the root element is `html`"),
        (at("geen XML".to_owned()), "no XML that can be read"),
        (at(old), "version `1.1`"),
        (at("<OAI-PMH/>".to_owned()), "does not identify itself"),
        (at(refused("badVerb")), "refuses `Identify`: badVerb"),
        (at(identify).page("verb=ListMetadataFormats", "<OAI-PMH/>"), "in which formats"),
    ] {
        check(&list(&site, &by_oai("oai_dc"), 9), QueryStatus::Unreadable, 0, note);
    }
    let site = Site::new()
        .page("verb=Identify", saved("oai-pmh/identify.xml"))
        .page("verb=ListMetadataFormats", saved("oai-pmh/formats.xml").replace(">oai_dc<", ">qdc<"));
    let result = list(&site, &by_oai("oai_dc"), 9);
    check(&result, QueryStatus::Unreadable, 0, "no records in `oai_dc`; it has: qdc, mods, didl");
}

#[test]
fn a_record_that_does_not_hold_what_was_asked_makes_the_answer_unreadable() {
    let list_of = |record: &str| format!("<OAI-PMH><ListRecords>{record}</ListRecords></OAI-PMH>");
    for (record, note) in [
        ("<record/>", "a record has no header"),
        ("<record><header/></record>", "a record has no identifier"),
        (
            "<record><header><identifier>x</identifier></header><metadata><mods/></metadata></record>",
            "`x` has no description in `oai_dc`",
        ),
    ] {
        let site = repository("oai_dc", &list_of(record));
        check(&list(&site, &by_oai("oai_dc"), 9), QueryStatus::Unreadable, 0, note);
    }
}

/// A repository whose list is cut at these places.
fn cut_repository(titles: &[String], cuts: &[usize]) -> Site {
    let record = |at: usize| {
        format!(
            "<record><header><identifier>r{at}</identifier></header><metadata><dc><title>{}</title><identifier>https://opslag.example.nl/p/{at}</identifier></dc></metadata></record>",
            titles[at]
        )
    };
    let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut % (titles.len() + 1)).collect();
    cuts.sort_unstable();
    let bounds: Vec<usize> = [0].into_iter().chain(cuts).chain([titles.len()]).collect();
    let mut site = repository("oai_dc", "");
    for (n, bound) in bounds.windows(2).enumerate() {
        let records: String = (bound[0]..bound[1]).map(record).collect();
        let token = if n + 2 < bounds.len() { format!("t{}", n + 1) } else { String::new() };
        let body = format!(
            "<OAI-PMH><ListRecords>{records}<resumptionToken completeListSize='{}'>{token}</resumptionToken></ListRecords></OAI-PMH>",
            titles.len()
        );
        let end = if n == 0 { "metadataPrefix=oai_dc".to_owned() } else { format!("resumptionToken=t{n}") };
        site = if n == 0 { repository("oai_dc", &body) } else { site.page(&end, body) };
    }
    site
}

/// The same pages in an index of lists, some packed.
fn cut_sitemap(count: usize, cuts: &[usize]) -> Site {
    let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut % (count + 1)).collect();
    cuts.sort_unstable();
    let bounds: Vec<usize> = [0].into_iter().chain(cuts).chain([count]).collect();
    let mut site = Site::new();
    let mut lists = Vec::new();
    for (n, bound) in bounds.windows(2).enumerate() {
        let pages: String = (bound[0]..bound[1])
            .map(|at| format!("<url><loc>https://kennis.example.nl/artikel/{at}</loc></url>"))
            .collect();
        let body = format!("<urlset>{pages}</urlset>");
        let body = if n % 2 == 0 { body.into_bytes() } else { packed(&body) };
        lists.push(format!("<sitemap><loc>https://kennis.example.nl/deel-{n}.xml</loc></sitemap>"));
        site = site.page(&format!("/deel-{n}.xml"), body);
    }
    site.page("/sitemap.xml", format!("<sitemapindex>{}</sitemapindex>", lists.concat()))
}

proptest! {
    #[test]
    fn however_a_list_is_cut_over_answers_it_is_the_same_list(
        titles in prop::collection::vec("[a-z]{1,9}", 1..30),
        cuts in prop::collection::vec(0..1000usize, 0..6),
    ) {
        let plain = |result: CatalogueResult| -> Vec<(u32, String, String)> {
            result.items.into_iter().map(|item| (item.position, item.title, item.url.to_string())).collect()
        };
        let whole = list(&cut_repository(&titles, &[]), &by_oai("oai_dc"), 100);
        let cut = list(&cut_repository(&titles, &cuts), &by_oai("oai_dc"), 100);
        prop_assert_eq!((whole.status, whole.counts), (QueryStatus::Hits, cut.counts));
        prop_assert_eq!(cut.status, QueryStatus::Hits);
        prop_assert_eq!(cut.answers, u32::try_from(cuts.len()).unwrap() + 3);
        prop_assert_eq!(plain(whole), plain(cut));

        let whole = list(&cut_sitemap(titles.len(), &[]), &by_sitemap(&["/artikel/"]), 100);
        let cut = list(&cut_sitemap(titles.len(), &cuts), &by_sitemap(&["/artikel/"]), 100);
        prop_assert_eq!(whole.counts, cut.counts);
        prop_assert_eq!(cut.counts.below, titles.len() as u64);
        prop_assert_eq!(plain(whole), plain(cut));
    }
}

#[test]
fn settings_read_back_with_their_defaults() {
    let settings: Value = serde_json::to_value(by_sitemap(&["/a/"]).catalogue.unwrap()).unwrap();
    assert_eq!((&settings["ceiling"], &settings["platform"]), (&json!(500), &json!("sitemap")));
}

/// The laws that hold for any catalogue.
fn check_list(result: &CatalogueResult) -> Result<(), TestCaseError> {
    let counts = result.counts;
    prop_assert!(result.items.len() as u64 <= counts.below && counts.below <= counts.listed);
    prop_assert!(result.items.iter().enumerate().all(|(at, item)| item.position as usize == at + 1));
    prop_assert!(result.items.iter().all(|item| matches!(item.url.scheme(), "http" | "https")));
    prop_assert!(result.items.iter().all(|item| (1..=result.answers).contains(&item.answer)));
    match result.status {
        QueryStatus::NoneReported | QueryStatus::Failed | QueryStatus::Blocked | QueryStatus::Unreadable => {
            prop_assert_eq!(counts.listed, 0);
        }
        QueryStatus::Hits => prop_assert!(counts.listed > 0),
        _ => {}
    }
    prop_assert!(result.status.is_complete() || !result.note.is_empty(), "{:?}", result);
    Ok(())
}

proptest! {
    #![proptest_config(config(2002))]

    #[test]
    fn a_repository_of_any_shape_ends_in_a_status(
        identify in prop::collection::vec(change(), 0..2),
        formats in prop::collection::vec(change(), 0..2),
        first in prop::collection::vec(change(), 0..4),
        second in prop::collection::vec(change(), 0..4),
        format in prop::sample::select(vec!["oai_dc", "mods", "didl"]),
    ) {
        let first_page = if format == "oai_dc" { "oai-pmh/dc-1.xml".to_owned() } else { format!("oai-pmh/{format}.xml") };
        let site = Site::new()
            .page("verb=Identify", changed(&saved("oai-pmh/identify.xml"), &identify))
            .page("verb=ListMetadataFormats", changed(&saved("oai-pmh/formats.xml"), &formats))
            .page(&format!("metadataPrefix={format}"), changed(&saved(&first_page), &first))
            .page("resumptionToken=MToxMDA6+b2FpX2Rj%3D", changed(&saved("oai-pmh/dc-2.xml"), &second));
        check_list(&list(&site, &by_oai(format), 20))?;
    }
}

proptest! {
    #![proptest_config(config(2005))]

    #[test]
    fn a_sitemap_of_any_shape_ends_in_a_status(
        index in prop::collection::vec(change(), 0..4),
        plain in prop::collection::vec(change(), 0..4),
        in_gzip in prop::collection::vec(change(), 0..4),
        of_gzip in prop::collection::vec(change(), 0..2),
    ) {
        let inside = String::from_utf8_lossy(&changed(&saved("sitemap/publicaties.xml"), &in_gzip)).into_owned();
        let mut gzip = packed(&inside);
        for change in &of_gzip {
            match change {
                Change::Cut(at) => gzip.truncate(*at),
                Change::Swap(at, byte) => if let Some(place) = gzip.get_mut(*at) { *place = *byte },
                _ => {}
            }
        }
        let site = Site::new()
            .page("/sitemap.xml", changed(&saved("sitemap/index.xml"), &index))
            .page("/sitemap/artikelen.xml", changed(&saved("sitemap/artikelen.xml"), &plain))
            .page("/sitemap/publicaties.xml.gz", gzip);
        check_list(&list(&site, &by_sitemap(&["/artikel/", "/publicatie/"]), 20))?;
    }
}
