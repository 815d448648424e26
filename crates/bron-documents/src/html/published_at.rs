//! When was the publication of a page published? A ladder of rules; each says only *not after*.

use super::blocks::{PassOver, lies_in_chrome, lines_of, words_of};
use super::page::ParsedPage;
use bron_model::{DateInterval, DateRule, DatedBy, PartialDate};
use regex::Regex;
use scraper::ElementRef;
use std::sync::LazyLock;
use url::Url;

/// Meta elements with a day of publishing, most telling first; days of change come last, since they too say *not
/// after*.
const META: &[&str] = &[
    "dcterms.issued",
    "dc.date.issued",
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "citation_publication_date",
    "citation_online_date",
    "citation_date",
    "datepublished",
    "article.published",
    "publication_date",
    "publication-date",
    "publicationdate",
    "publishdate",
    "publish-date",
    "published-date",
    "pubdate",
    "sailthru.date",
    "parsely-pub-date",
    "cxenseparse:recs:publishtime",
    "bt:pubdate",
    "dcterms.available",
    "dcterms.created",
    "dcterms.date",
    "dc.date.created",
    "dc.date",
    "rnews:datepublished",
    "article:post_date",
    "article_date_original",
    "date_published",
    "originalpublicationdate",
    "displaydate",
    "shareaholic:article_published_time",
    "date",
    "created",
    "datecreated",
    "dcterms.modified",
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "last-modified",
];

/// The later end of the interval by the first rule that gives a date: the configured element, JSON-LD, meta elements,
/// time elements, a date printed near the heading, the address. Where it gives a year or a month only, the first later
/// rule that gives a day in it makes it precise.
pub(crate) fn published_at(page: &ParsedPage<'_>, main: &str) -> DateInterval {
    let rules: [(DateRule, &dyn Fn() -> Option<PartialDate>); 6] = [
        (DateRule::TimeElement, &|| configured(page)),
        (DateRule::JsonLd, &|| {
            read(&page.linked_data.text(&["datePublished", "dateCreated", "uploadDate"])?)
        }),
        (DateRule::MetaElement, &|| META.iter().find_map(|name| page.meta.all(name).find_map(read))),
        (DateRule::TimeElement, &|| time_element(page)),
        (DateRule::TitlePage, &|| printed(page, main)),
        (DateRule::Address, &|| in_addresses(page)),
    ];
    let mut found: Option<DatedBy> = None;
    for (rule, find) in rules {
        let is_day = |date: PartialDate| date.first_day() == date.last_day();
        if found.is_some_and(|known| is_day(known.date)) {
            break;
        }
        let Some(date) = find() else { continue };
        let makes_precise = found.is_none_or(|known| {
            known.date.first_day() <= date.first_day()
                && date.last_day() <= known.date.last_day()
                && date != known.date
        });
        if makes_precise {
            found = Some(DatedBy { date, rule });
        }
    }
    DateInterval { not_before: None, not_after: found }
}

/// A date in the page's address, else in the one that it calls its own.
fn in_addresses(page: &ParsedPage<'_>) -> Option<PartialDate> {
    let canonical =
        page.select("link[rel=canonical]").first().and_then(|link| link.attr("href")).map(str::to_owned);
    let shared = page.meta.first(&["og:url"]).map(str::to_owned);
    let own = canonical.into_iter().chain(shared).filter_map(|href| page.absolute(&href));
    page.address.iter().cloned().chain(own).find_map(|url| in_address(&url))
}

/// A date of these centuries.
fn read(text: &str) -> Option<PartialDate> {
    let text = text.trim();
    if text.chars().count() > 80 {
        return None;
    }
    bron_text::read_date(text, None).filter(|date| (1900..2100).contains(&date.year()))
}

fn configured(page: &ParsedPage<'_>) -> Option<PartialDate> {
    page.configured(|landing| &landing.date).into_iter().find_map(date_of)
}

/// The date of an element: its `datetime` or `content`, else its words.
fn date_of(element: ElementRef<'_>) -> Option<PartialDate> {
    let attribute = |name: &str| element.attr(name).and_then(read);
    attribute("datetime").or_else(|| attribute("content")).or_else(|| read(&words_of(element)))
}

/// A time element, or an element that says of itself that it is the date.
fn time_element(page: &ParsedPage<'_>) -> Option<PartialDate> {
    let marks = [
        "[itemprop~=datePublished]",
        "time[pubdate]",
        "abbr.published, time.published, time.entry-date, .entry-date, .post-date, .published, .date-published, .publish-date, .pubdate",
        "article time[datetime], main time[datetime], [role=main] time[datetime]",
        "time[datetime], time",
        ".article-date, .article__date, .publicatiedatum, .datum, .date, .posted-on, .post-meta, .entry-meta, .meta, .byline, .timestamp, .submitted, .dateline",
    ];
    marks.iter().find_map(|mark| {
        page.select(mark)
            .into_iter()
            .filter(|element| !lies_in_chrome(*element) && !is_of_another(*element))
            .take(20)
            .find_map(date_of)
    })
}

/// Whether the element lies in comments or in a list of other pages.
fn is_of_another(element: ElementRef<'_>) -> bool {
    static ELSEWHERE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)comment|reactie|related|gerelateerd|sidebar|widget|agenda|teaser|recent|aside")
            .expect("a fixed pattern that a test compiles")
    });
    element.ancestors().filter_map(ElementRef::wrap).any(|above| {
        let value = above.value();
        !matches!(value.name(), "body" | "html" | "main" | "article")
            && (value.name() == "aside"
                || ELSEWHERE.is_match(value.attr("class").unwrap_or_default())
                || ELSEWHERE.is_match(value.attr("id").unwrap_or_default()))
    })
}

/// A date behind words such as `Gepubliceerd op`, or in a short line near the heading.
fn printed(page: &ParsedPage<'_>, main: &str) -> Option<PartialDate> {
    let sane = |date: &PartialDate| (1900..2100).contains(&date.year());
    let lines = lines_of(page.html.root_element(), PassOver::Chrome);
    let lines: Vec<&str> = lines.iter().map(String::as_str).filter(|line| !line.is_empty()).collect();
    let labelled =
        main.lines().chain(lines.iter().copied()).find_map(|line| labelled_date(line).filter(sane));
    labelled.or_else(|| {
        let title = super::about::title_of(page);
        let heading = lines.iter().position(|line| !title.is_empty() && line.contains(&title));
        let (from, to) = heading.map_or((0, 12), |at| (at.saturating_sub(3), at + 12));
        let near = lines.iter().take(to).skip(from).filter(|line| line.chars().count() <= 60);
        near.filter_map(|line| Some(bron_text::dates_in(line).first()?.1)).find(sane)
    })
}

/// `Gepubliceerd op 12 maart 2019`, `Publicatiedatum: 12-03-2019`, `Posted on March 12, 2019`.
fn labelled_date(line: &str) -> Option<PartialDate> {
    static LABEL: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)\b(?:gepubliceerd(?:\s+op)?|publicatiedatum|datum|geplaatst(?:\s+op)?|verschenen(?:\s+op)?|published(?:\s+on)?|posted(?:\s+on)?|publication date|veröffentlicht(?:\s+am)?|erstellt(?:\s+am)?|publié\s+le|date)\b\s*:?\s*")
            .expect("a fixed pattern that a test compiles")
    });
    LABEL.find_iter(line).find_map(|label| {
        let rest = &line[label.end()..];
        let (place, date) = bron_text::dates_in(rest).into_iter().next()?;
        (rest[..place.start].chars().count() < 20).then_some(date)
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
    static MONTH: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"/((?:19|20)\d{2})[/-](0[1-9]|1[0-2])(?:/|$|-)")
            .expect("a fixed pattern that a test compiles")
    });
    static YEAR: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"/((?:19|20)\d{2})/").expect("a fixed pattern that a test compiles"));
    let path = url.path();
    if let Some(found) = DAY.captures(path) {
        let number = |n: usize| found[n].parse::<i8>().ok();
        let date = PartialDate::day_of(found[1].parse().ok()?, number(3)?, number(5)?);
        if let Ok(date) = date {
            return Some(date);
        }
    }
    if let Some(found) = MONTH.captures(path) {
        return PartialDate::month_of(found[1].parse().ok()?, found[2].parse().ok()?).ok();
    }
    PartialDate::year_only(YEAR.captures(path)?[1].parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(markup: &str, address: &str, expected: &str) {
        let page = ParsedPage::new(markup, address, None);
        let end = published_at(&page, "").not_after;
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
        check(changed, "", "2020-01-01 MetaElement");
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
    fn addresses_hold_days_months_and_years() {
        for (address, expected) in [
            ("https://a.nl/2019/03/14/titel", Some("2019-03-14")),
            ("https://a.nl/2019/03/titel", Some("2019-03")),
            ("https://a.nl/files/20190314_rapport.pdf", Some("2019-03-14")),
            ("https://a.nl/2019/titel", Some("2019")),
            ("https://a.nl/visie-2040", None),
            ("https://a.nl/2019/13/99/x", Some("2019")),
        ] {
            assert_eq!(
                in_address(&Url::parse(address).unwrap()).map(|d| d.to_string()).as_deref(),
                expected,
                "{address}"
            );
        }
    }
}
