//! When was the publication of a page published? A ladder of rules; each says only *not after*.

use super::dated::{Shown, sane, shown};
use super::page::ParsedPage;
use bron_model::{DateInterval, DateRule, DatedBy, PartialDate};
use bron_text::Written;
use regex::Regex;
use std::cell::OnceCell;
use std::sync::LazyLock;
use url::Url;

/// Meta elements with a day of publishing, most telling first.
const PUBLISHED: &[&str] = &[
    "dcterms.issued",
    "dc.date.issued",
    "article:published_time",
    "article:published",
    "og:article:published_time",
    "og:article:published",
    "og:published_time",
    "og:datepublished",
    "og:pubdate",
    "og:publish_date",
    "og:question:published_time",
    "datepublished",
    "citation_publication_date",
    "citation_online_date",
    "citation_date",
    "article.published",
    "article:publicationdate",
    "article:create",
    "article.created",
    "publication_date",
    "publication-date",
    "publicationdate",
    "publish_date",
    "publish-date",
    "publishdate",
    "publish_time",
    "publish-time",
    "published_date",
    "published-date",
    "publisheddate",
    "published_time",
    "pubdate",
    "pub_date",
    "pubdatetime",
    "rbpubdate",
    "sailthru.date",
    "parsely-pub-date",
    "cxenseparse:recs:publishtime",
    "bt:pubdate",
    "vr:published_time",
    "video:release_date",
    "release_date",
    "dc.date.published",
    "dc.date.publication",
    "dcterms.available",
    "dcterms.created",
    "dcterms.date",
    "dc.date.created",
    "dc.date",
    "dc.created",
    "rnews:datepublished",
    "article:post_date",
    "article_date_original",
    "date_published",
    "dateposted",
    "originalpublicationdate",
    "dcsext.articlefirstpublished",
    "displaydate",
    "doc_date",
    "gentime",
    "og:regdate",
    "ptime",
    "pdate",
    "shareaholic:article_published_time",
    "mediator_published_time",
    "twt-published-at",
    "field-name-post-date",
    "datecreated",
    "created",
    "date",
    "timestamp",
];

/// Meta elements with a day of change.
const CHANGED: &[&str] = &[
    "dcterms.modified",
    "dc.date.modified",
    "article:modified_time",
    "article:modified",
    "og:article:modified_time",
    "og:modified_time",
    "og:updated_time",
    "datemodified",
    "modified_time",
    "modificationdate",
    "last-modified",
    "lastmodified",
    "lastmod",
    "last_updated",
    "updated_time",
    "utime",
    "revised",
    "date_modified",
    "dateupdate",
];

/// The later end of the interval by the first rule that gives a date: the configured element, JSON-LD, meta elements,
/// what the page shows as its date, the address, data for the page's scripts, and the day of the last change, which says
/// *not after* too. Where it gives a year or a month only, the first later rule that gives a day in it makes it precise.
///
/// `dutch` says whether an instant in UTC is to be read on the clock in Amsterdam. An instant in UTC is sure to a day only:
/// where another rule gives the day before or after it, the page's own clock said that.
pub(crate) fn published_at(page: &ParsedPage<'_>, title: &str, dutch: bool) -> DateInterval {
    const CREATED: &[&str] = &["datePublished", "dateCreated", "uploadDate"];
    let body: OnceCell<Shown> = OnceCell::new();
    let shown = || body.get_or_init(|| shown(page, title));
    let by = |rule| move |date: Written| (date, rule);
    let rules: [&dyn Fn() -> Option<(Written, DateRule)>; 9] = [
        &|| configured(page).map(by(DateRule::TimeElement)),
        &|| linked_data(page, &["datePublished"]).map(by(DateRule::JsonLd)),
        &|| first_meta(page, PUBLISHED).map(by(DateRule::MetaElement)),
        &|| shown().published,
        &|| linked_data(page, &["dateCreated", "uploadDate"]).map(by(DateRule::JsonLd)),
        &|| page.linked_data.text_of_others(CREATED).as_deref().and_then(sane).map(by(DateRule::JsonLd)),
        &|| in_addresses(page).map(by(DateRule::Address)),
        &|| in_scripts(page).map(by(DateRule::PageData)),
        &|| changed(page, shown()).map(by(DateRule::LastChange)),
    ];
    let mut found: Option<(Written, DateRule)> = None;
    for rule in rules {
        let is_day = |date: PartialDate| date.first_day() == date.last_day();
        if found.is_some_and(|(known, _)| is_day(known.date)) {
            break;
        }
        let Some((date, rule)) = rule() else { continue };
        let makes_precise = found.is_none_or(|(known, _)| {
            known.date.first_day() <= date.date.first_day()
                && date.date.last_day() <= known.date.last_day()
                && date.date != known.date
        });
        if makes_precise {
            found = Some((date, rule));
        }
    }
    let end = found.map(|(date, rule)| {
        let Some(in_amsterdam) = date.in_amsterdam else { return DatedBy { date: date.date, rule } };
        let read = DatedBy { date: if dutch { in_amsterdam } else { date.date }, rule };
        let own = own_day(page, date.date, &|| shown().published);
        own.filter(|own| own.date != read.date).unwrap_or(read)
    });
    DateInterval { not_before: None, not_after: end }
}

/// The day of an instant in UTC or the one before or after it, where the address, a meta element or what the page shows gives it.
fn own_day(
    page: &ParsedPage<'_>,
    utc: PartialDate,
    shown: &dyn Fn() -> Option<(Written, DateRule)>,
) -> Option<DatedBy> {
    let own = |written: Written| written.in_amsterdam.is_none().then_some(written.date);
    let addresses = in_addresses(page).and_then(own).map(|date| DatedBy { date, rule: DateRule::Address });
    let metas = PUBLISHED.iter().flat_map(|name| page.meta.all(name)).filter_map(sane).filter_map(own);
    let metas = metas.map(|date| DatedBy { date, rule: DateRule::MetaElement });
    let shown = std::iter::once_with(shown).flatten();
    // What is only printed near the heading may be of something else.
    let shown = shown.filter(|(_, rule)| *rule == DateRule::TimeElement);
    let shown = shown.filter_map(|(written, rule)| Some(DatedBy { date: own(written)?, rule }));
    let mut others = addresses.into_iter().chain(metas).chain(shown);
    others.find(|other| {
        let is_day = other.date.first_day() == other.date.last_day();
        let days = (other.date.first_day() - utc.first_day()).get_days();
        is_day && days.abs() <= 1
    })
}

fn configured(page: &ParsedPage<'_>) -> Option<Written> {
    page.configured(|landing| &landing.date).into_iter().find_map(super::dated::date_of_element)
}

fn linked_data(page: &ParsedPage<'_>, keys: &[&str]) -> Option<Written> {
    sane(&page.linked_data.text(keys)?)
}

fn first_meta(page: &ParsedPage<'_>, names: &[&str]) -> Option<Written> {
    names.iter().find_map(|name| page.meta.all(name).find_map(sane))
}

/// The day of the last change: of JSON-LD, of meta elements, of what the page shows.
fn changed(page: &ParsedPage<'_>, shown: &Shown) -> Option<Written> {
    linked_data(page, &["dateModified"]).or_else(|| first_meta(page, CHANGED)).or(shown.changed)
}

/// A date in the page's address, else in the one that it calls its own, else in the one that its heading leads to.
fn in_addresses(page: &ParsedPage<'_>) -> Option<Written> {
    let canonical =
        page.select("link[rel=canonical]").first().and_then(|link| link.attr("href")).map(str::to_owned);
    let shared = page.meta.first(&["og:url"]).map(str::to_owned);
    let own = canonical.into_iter().chain(shared).filter_map(|href| page.absolute(&href));
    let permalink = page.heading_link().and_then(|href| page.absolute_or_path(&href));
    let all = page.address.iter().cloned().chain(own).chain(permalink);
    let date = all.into_iter().find_map(|url| in_address(&url))?;
    Some(Written { date, in_amsterdam: None })
}

/// The first date of publishing in data that the page's scripts use, such as `"publishDate": "2019-03-14"`.
fn in_scripts(page: &ParsedPage<'_>) -> Option<Written> {
    static DATA: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r#"(?i)["']?\b(?:datePublished|first_?published(?:_?(?:at|date|time))?|publish(?:ed)?_?(?:date|time|at|on)|publication_?(?:date|time)|date_published|pub_?date|post_?date|date_?created|created_?(?:at|date|on))["']?\s*[:=]\s*["']([^"'\n]{8,40})["']"#,
        )
        .expect("a fixed pattern that a test compiles")
    });
    /// So much of a script is looked at.
    const ENOUGH: usize = 500_000;
    page.select("script:not([src])").into_iter().find_map(|script| {
        let text: String = script.text().collect();
        let end = text.char_indices().nth(ENOUGH).map_or(text.len(), |(at, _)| at);
        DATA.captures_iter(&text[..end]).find_map(|found| {
            let date = sane(&found[1].replace("\\/", "/"))?;
            (date.date.first_day() == date.date.last_day()).then_some(date)
        })
    })
}

/// A day or month in the path: `/2019/03/14/`, `/2019/03/`, `2019-03-14`, `20190314`; a year only between slashes.
pub(crate) fn in_address(url: &Url) -> Option<PartialDate> {
    static DAY: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?:^|[/_.-])((?:19|20)\d{2})([/_-]?)(0[1-9]|1[0-2])([/_-]?)(0[1-9]|[12]\d|3[01])(?:$|[/_.-])",
        )
        .expect("a fixed pattern that a test compiles")
    });
    static DAY_FIRST: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?:^|[/_.-])(0[1-9]|[12]\d|3[01])[_-](0[1-9]|1[0-2])[_-]((?:19|20)\d{2})(?:$|[/_.-])")
            .expect("a fixed pattern that a test compiles")
    });
    static MONTH: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"/((?:19|20)\d{2})[/-](0[1-9]|1[0-2])(?:/|$|-)")
            .expect("a fixed pattern that a test compiles")
    });
    static YEAR: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"/((?:19|20)\d{2})/(?:(\d{2})/)?").expect("a fixed pattern that a test compiles")
    });
    let path = url.path();
    if let Some(found) = DAY.captures(path) {
        let number = |n: usize| found[n].parse::<i8>().ok();
        let date = PartialDate::day_of(found[1].parse().ok()?, number(3)?, number(5)?);
        if let Ok(date) = date {
            return Some(date);
        }
    }
    if let Some(found) = DAY_FIRST.captures(path) {
        let number = |n: usize| found[n].parse::<i8>().ok();
        let date = PartialDate::day_of(found[3].parse().ok()?, number(2)?, number(1)?);
        if let Ok(date) = date {
            return Some(date);
        }
    }
    if let Some(found) = MONTH.captures(path) {
        return PartialDate::month_of(found[1].parse().ok()?, found[2].parse().ok()?).ok();
    }
    let found = YEAR.captures(path)?;
    let year: i16 = found[1].parse().ok()?;
    // `/2021/22/` is a season.
    let next = found.get(2).and_then(|next| next.as_str().parse::<i16>().ok());
    let is_season = next == Some((year + 1) % 100);
    // The web began in 1991; what looks like an earlier year is a number.
    if is_season || year < 1991 { None } else { PartialDate::year_only(year).ok() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(markup: &str, address: &str, expected: &str) {
        let page = ParsedPage::new(markup, address, None);
        let end = published_at(&page, "T", true).not_after;
        let shown = end.map_or("?".to_owned(), |end| format!("{} {:?}", end.date, end.rule));
        assert_eq!(shown, expected, "{markup}");
    }

    #[test]
    fn the_first_rule_of_the_ladder_counts() {
        let time = "<main><time datetime='2019-03-14T23:30:00Z'>x</time></main>";
        let meta = "<meta name='DCTERMS.issued' content='2018-02-01'>";
        let json = "<script type='application/ld+json'>{\"@type\":\"Article\",\"datePublished\":\"2017-01-01\"}</script>";
        check(&format!("{json}{meta}{time}"), "", "2017-01-01 JsonLd");
        check(&format!("{meta}{time}"), "", "2018-02-01 MetaElement");
        check(time, "https://a.nl/2010/01/02/x", "2019-03-15 TimeElement");
        check("<p>x", "https://a.nl/2010/01/02/x", "2010-01-02 Address");
        check("<p>x", "https://a.nl/x", "?");
    }

    #[test]
    fn a_day_of_change_counts_only_where_nothing_else_does() {
        let changed = "<meta property='article:modified_time' content='2020-01-01'>";
        check(changed, "", "2020-01-01 LastChange");
        check(
            &format!("{changed}<meta property='article:published_time' content='2019-01-01'>"),
            "",
            "2019-01-01 MetaElement",
        );
    }

    #[test]
    fn dates_of_other_pages_and_comments_do_not_count() {
        check(
            "<nav><time datetime='2001-01-01'>x</time></nav><div class='related'><time datetime='2002-02-02'></time></div>",
            "https://a.nl/2003/03/",
            "2003-03 Address",
        );
    }

    #[test]
    fn a_printed_date_is_read_where_its_label_stands() {
        check("<h1>T</h1><p>Gepubliceerd op: 12 maart 2019</p>", "", "2019-03-12 TitlePage");
        check("<h1>T</h1><p>15-12-2016</p>", "", "2016-12-15 TitlePage");
    }

    #[test]
    fn dates_as_dutch_sites_show_them() {
        for (shown, expected) in [
            ("<p>Geplaatst op 3 mei 2018 door de redactie</p>", "2018-05-03 TitlePage"),
            ("<p>Nieuwsbericht | 12-03-2019 | 10:00</p>", "2019-03-12 TitlePage"),
            ("<dl><dt>Publicatiedatum</dt><dd>maart 2017</dd></dl>", "2017-03 TitlePage"),
            ("<p>Datum publicatie: 1-2-2016</p>", "2016-02-01 TitlePage"),
            ("<table><tr><th>Jaar van uitgave</th><td>2014</td></tr></table>", "2014 TitlePage"),
            ("<div class=datum>7 okt. 2020</div>", "2020-10-07 TimeElement"),
            ("<span class=publicatiedatum>z.d.</span>", "?"),
            ("<p>Verschenen: z.d.</p>", "?"),
            ("<p>Utrecht, 12 maart 2019 – De gemeente begint.</p>", "2019-03-12 TitlePage"),
            (
                "<p>Op 12 maart 2019 kwamen bewoners bijeen om te praten over zorg in hun eigen buurt.</p>",
                "?",
            ),
            ("<p>Laatst bijgewerkt op 5 juni 2021</p>", "2021-06-05 LastChange"),
            ("<p>Geplaatst op 3 mei 2018, laatst gewijzigd op 5 juni 2021</p>", "2018-05-03 TitlePage"),
            ("<p>Laatst gewijzigd: 5 juni 2021</p><p>Geplaatst op 3 mei 2018</p>", "2018-05-03 TitlePage"),
            ("<p>Lid sinds 3 mei 2008</p>", "?"),
            ("<ul><li><a href='?m=1'>mei 2018</a></li></ul>", "?"),
        ] {
            check(&format!("<h1>T</h1>{shown}"), "", expected);
        }
    }

    #[test]
    fn an_instant_in_utc_is_the_day_that_the_page_itself_shows() {
        let json = |day: &str| {
            format!(
                "<script type='application/ld+json'>{{\"@type\":\"Article\",\"datePublished\":\"{day}\"}}</script>"
            )
        };
        check(&json("2019-03-14T23:30:00Z"), "", "2019-03-15 JsonLd");
        check(&json("2019-03-14T23:30:00Z"), "https://a.nl/2019/03/14/x", "2019-03-14 Address");
        check(&json("2019-03-14T23:30:00Z"), "https://a.nl/2010/01/01/x", "2019-03-15 JsonLd");
        check(&json("2019-03-14T23:30:00-05:00"), "https://a.nl/x", "2019-03-14 JsonLd");
        let page = ParsedPage::new(&json("2019-03-14T23:30:00Z"), "", None);
        assert_eq!(published_at(&page, "T", false).not_after.unwrap().date.to_string(), "2019-03-14");
    }

    #[test]
    fn what_surrounds_the_heading_is_of_the_page_and_a_side_bar_is_not() {
        let aside = "<div class=sidebar><time datetime='2001-01-01'>x</time></div>".repeat(3);
        check(
            &format!("<div class=widget><h1>T</h1><time datetime='2018-01-02'>x</time></div>{aside}"),
            "",
            "2018-01-02 TimeElement",
        );
        check("<header><h1>T</h1><p>3 mei 2018</p></header><p>x", "", "2018-05-03 TitlePage");
        check("<blockquote><p>3 mei 2018</p></blockquote><h1>T</h1>", "", "?");
    }

    #[test]
    fn data_for_scripts_and_the_headings_own_link_come_late() {
        check(
            "<script>var x = {\"publishDate\":\"2019-03-14T10:00:00\"}</script><p>x",
            "",
            "2019-03-14 PageData",
        );
        check("<h1><a href='/blog/2017/04/05/t'>T</a></h1>", "", "2017-04-05 Address");
    }

    #[test]
    fn addresses_hold_days_months_and_years() {
        for (address, expected) in [
            ("https://a.nl/2019/03/14/titel", Some("2019-03-14")),
            ("https://a.nl/2019/03/titel", Some("2019-03")),
            ("https://a.nl/files/20190314_rapport.pdf", Some("2019-03-14")),
            ("https://a.nl/2019/titel", Some("2019")),
            ("https://a.nl/visie-2040", None),
            ("https://a.nl/2019/13/99/x", Some("2019")),
            ("https://a.nl/2021/22/week", None),
            ("https://a.nl/nieuws/verslag-14-03-2019.html", Some("2019-03-14")),
        ] {
            assert_eq!(
                in_address(&Url::parse(address).unwrap()).map(|d| d.to_string()).as_deref(),
                expected,
                "{address}"
            );
        }
    }
}
