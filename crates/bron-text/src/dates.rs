//! Reads dates as sites and reports write them, and the years that a text cites.

use bron_model::PartialDate;
use jiff::{Span, Timestamp, civil};
use regex::{Captures, Regex};
use std::ops::Range;
use std::sync::LazyLock;

const MONTHS: &str = "januari|january|jan|februari|february|feb|maart|march|mrt|mar|april|apr|mei|may|juni|june|jun|\
    juli|july|jul|augustus|august|aug|september|sept|sep|oktober|october|okt|oct|november|nov|december|dec";

/// Reads the date of a date field: `24 mei 2023`, `15-12-2016`, `2016-12-15`, `maart 2019`, `2019`, an instant
/// (`2006-12-31T23:00:00Z` is the day in Amsterdam), a PDF date, an English date, or a relative one (`gisteren`,
/// `3 dagen geleden`), which counts from `seen`.
///
/// Words around the date do not matter. Nothing where there is no date (`z.d.`), where a relative one has no `seen`
/// to count from, where the day does not exist, or where several years stand and none is a whole date.
pub fn read_date(text: &str, seen: Option<Timestamp>) -> Option<PartialDate> {
    let text = text.trim();
    read_instant(text)
        .or_else(|| text.parse().ok())
        .or_else(|| dates_in(text).into_iter().map(|(_, date)| date).next())
        .or_else(|| relative_date(text, seen?))
        .or_else(|| only_year(text))
}

/// The dates (day or month) in a running text, with their bytes, in the order of the text. Bare years are not among
/// them, days that do not exist are skipped.
pub fn dates_in(text: &str) -> Vec<(Range<usize>, PartialDate)> {
    static DATE: LazyLock<Regex> = LazyLock::new(|| {
        let year = r"(?:19|20)\d{2}";
        let pattern = format!(
            r"(?xi)
            \b (?: (?P<d1>\d{{1,2}}) (?:e|de|ste|st|nd|rd|th)? \.? [\s-]+ (?:of\s+)? )? (?P<m1>{MONTHS})\b \.? ,? [\s-]+ (?P<y1>{year}) \b
          | \b (?P<m2>{MONTHS})\b \.? \s+ (?P<d2>\d{{1,2}}) (?:st|nd|rd|th)? ,? \s+ (?P<y2>{year}) \b
          | \b (?P<y3>{year}) [-/.] (?P<m3>\d{{1,2}}) [-/.] (?P<d3>\d{{1,2}}) (?:\b|T)
          | \b (?P<d4>\d{{1,2}}) [-/.] (?P<m4>\d{{1,2}}) [-/.] (?P<y4>{year}) \b
          | \b (?P<d5>\d{{2}}) [-/] (?P<m5>\d{{2}}) [-/] (?P<y5>\d{{2}}) \b"
        );
        Regex::new(&pattern).expect("a fixed pattern that a test compiles")
    });
    DATE.captures_iter(text).filter_map(|found| Some((found.get(0)?.range(), date_of(&found)?))).collect()
}

fn date_of(found: &Captures<'_>) -> Option<PartialDate> {
    let part = |name: &str| found.name(name).map(|m| m.as_str());
    for n in ["1", "2", "3", "4", "5"] {
        let Some(year) = part(&format!("y{n}")) else { continue };
        let mut year: i16 = year.parse().ok()?;
        if n == "5" {
            year += if year < 70 { 2000 } else { 1900 };
        }
        let month = month_number(part(&format!("m{n}"))?)?;
        let Some(day) = part(&format!("d{n}")) else { return PartialDate::month_of(year, month).ok() };
        let day: i8 = day.parse().ok()?;
        // Dutch sites put the day first; where that cannot be, the month came first.
        let swapped = matches!(n, "4" | "5") && month > 12;
        let (month, day) = if swapped { (day, month) } else { (month, day) };
        return PartialDate::day_of(year, month, day).ok();
    }
    None
}

fn month_number(text: &str) -> Option<i8> {
    if let Ok(number) = text.parse() {
        return Some(number);
    }
    let text = text.to_lowercase();
    Some(match text.get(..3)? {
        "jan" => 1,
        "feb" => 2,
        "maa" | "mar" | "mrt" => 3,
        "apr" => 4,
        "mei" | "may" => 5,
        "jun" => 6,
        "jul" => 7,
        "aug" => 8,
        "sep" => 9,
        "okt" | "oct" => 10,
        "nov" => 11,
        "dec" => 12,
        _ => return None,
    })
}

/// An instant with its zone (ISO 8601, RFC 2822 or a PDF date), as the day in Amsterdam.
fn read_instant(text: &str) -> Option<PartialDate> {
    static PDF: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^D:(\d{4})(\d{2})?(\d{2})?(?:(\d{2})(\d{2})(\d{2})?(?:(Z)|([+-])(\d{2})'?(\d{2})?)?)?")
            .expect("a fixed pattern that a test compiles")
    });
    let spaced;
    let text = if text.as_bytes().get(10) == Some(&b' ') && text.is_char_boundary(10) {
        spaced = text.replacen(' ', "T", 1).replace(' ', "");
        spaced.as_str()
    } else {
        text
    };
    if let Ok(instant) = text.parse::<Timestamp>() {
        return Some(PartialDate::of_instant(instant));
    }
    if let Ok(instant) = jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(text) {
        return Some(PartialDate::of_instant(instant));
    }
    let found = PDF.captures(text)?;
    let part = |n: usize| found.get(n).map(|m| m.as_str());
    let iso = format!(
        "{}-{}-{}T{}:{}:{}{}",
        part(1)?,
        part(2).unwrap_or("01"),
        part(3).unwrap_or("01"),
        part(4).unwrap_or("00"),
        part(5).unwrap_or("00"),
        part(6).unwrap_or("00"),
        match (part(8), part(9)) {
            (Some(sign), Some(hours)) => format!("{sign}{hours}:{}", part(10).unwrap_or("00")),
            _ => part(7).unwrap_or_default().to_owned(),
        }
    );
    if let Ok(instant) = iso.parse::<Timestamp>() {
        return Some(PartialDate::of_instant(instant));
    }
    iso.get(..10)?.parse().ok()
}

/// `gisteren`, `3 dagen geleden`, `2 months ago`. Months and years give a month and a year, for more is not said.
fn relative_date(text: &str, seen: Timestamp) -> Option<PartialDate> {
    static AGO: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?xi)\b(?P<n>\d{1,3}|een|één|a|an|one)\s+
            (?: (?P<hour>min\w*|uur|uren|hours?|seconden?|seconds?) | (?P<day>dag(?:en)?|days?) | (?P<week>weken|week|weeks)
              | (?P<month>maand(?:en)?|months?) | (?P<year>jaar|jaren|years?) )\s+(?:geleden|ago)\b",
        )
        .expect("a fixed pattern that a test compiles")
    });
    static DAY: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)\b(eergisteren|gisteren|yesterday|vandaag|today|zojuist|just now)\b")
            .expect("a fixed pattern that a test compiles")
    });
    let zone = jiff::tz::TimeZone::get(bron_model::AMSTERDAM).ok()?;
    let now = seen.to_zoned(zone);
    let today: civil::Date = now.date();
    if let Some(found) = DAY.find(text) {
        let days = match found.as_str().to_lowercase().as_str() {
            "eergisteren" => 2,
            "gisteren" | "yesterday" => 1,
            _ => 0,
        };
        return today.checked_sub(Span::new().days(days)).ok().map(PartialDate::from);
    }
    let found = AGO.captures(text)?;
    let n: i64 = found["n"].parse().unwrap_or(1);
    if found.name("hour").is_some() {
        let span = if found["hour"].to_lowercase().starts_with(['u', 'h']) {
            Span::new().hours(n)
        } else {
            Span::new().minutes(n)
        };
        return now.checked_sub(span).ok().map(|then| PartialDate::from(then.date()));
    }
    if found.name("day").is_some() || found.name("week").is_some() {
        let days = if found.name("week").is_some() { 7 * n } else { n };
        return today.checked_sub(Span::new().days(days)).ok().map(PartialDate::from);
    }
    if found.name("month").is_some() {
        let then = today.checked_sub(Span::new().months(n)).ok()?;
        return PartialDate::month_of(then.year(), then.month()).ok();
    }
    let then = today.checked_sub(Span::new().years(n)).ok()?;
    PartialDate::year_only(then.year()).ok()
}

/// The year, where exactly one stands in the text.
fn only_year(text: &str) -> Option<PartialDate> {
    static YEAR: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?:^|[^\d/-])((?:19|20)\d{2})(?:$|[^\d/-])")
            .expect("a fixed pattern that a test compiles")
    });
    let mut years = YEAR.captures_iter(text).filter_map(|found| found.get(1)).map(|m| m.as_str());
    let first = years.next()?;
    if years.any(|year| year != first) {
        return None;
    }
    first.parse().ok()
}

/// The years in citations and reference lists, in the order of the text, each as often as it is cited: `(Jansen,
/// 2019)`, `Jansen et al. (2019)`, `Jansen, P. (2019).`, `Utrecht: Movisie, 2019`. Other years (`in 2040`, `de jaren
/// 2015-2020`) are not among them.
pub fn years_cited(text: &str) -> Vec<i16> {
    static CITED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?x)
            \( (?P<group> [^()\n]{0,300}? (?:\n[^()\n]{0,200})? ) \)
          | : \s* \p{Lu}[\p{L}&.\-\s]{1,60}, \s* (?P<list>(?:19|20)\d{2})[a-z]? (?:\.|\s*$|\s*\n)",
        )
        .expect("a fixed pattern that a test compiles")
    });
    static AFTER_NAME: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?:\p{Lu}[\p{L}’'\-]*\.?|\bet\s+al\.?|\be\.a\.|\bc\.s\.|\((?:red|reds|ed|eds)\.\))[,’'”]?\s*$",
        )
        .expect("a fixed pattern that a test compiles")
    });
    let mut years = Vec::new();
    for found in CITED.captures_iter(text) {
        if let Some(year) = found.name("list") {
            years.extend(year.as_str().parse::<i16>());
        } else if let Some(group) = found.name("group") {
            let before = &text[..group.start() - 1];
            let tail = before.char_indices().rev().nth(40).map_or(before, |(at, _)| &before[at..]);
            years.extend(years_of_group(group.as_str(), AFTER_NAME.is_match(tail)));
        }
    }
    years
}

/// The years between parentheses: `Jansen, 2019; De Vries & Smit, 2020a, p. 3`, or after a name only `2019`.
fn years_of_group(group: &str, after_name: bool) -> Vec<i16> {
    static ALONE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^\s*((?:19|20)\d{2})[a-z]?\s*(?:$|[,:]\s*(?:p\.|pp\.|pag|blz|\d))")
            .expect("a fixed pattern that a test compiles")
    });
    static NAMED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"\p{Lu}[^;]*?(?:,|\.|\p{L})\s*((?:19|20)\d{2})[a-z]?\b")
            .expect("a fixed pattern that a test compiles")
    });
    static MORE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"[,;&]\s*((?:19|20)\d{2})[a-z]?\s*$").expect("a fixed pattern that a test compiles")
    });
    static TIME_WORD: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)\b(?:in|sinds|vanaf|tot|t/m|periode|jaar|eind|begin|rond|since|until|by)\s+(?:19|20)\d{2}|(?:19|20)\d{2}\s*[-–]\s*(?:19|20)\d{2}")
            .expect("a fixed pattern that a test compiles")
    });
    if after_name && let Some(found) = ALONE.captures(group) {
        return found[1].parse().into_iter().collect();
    }
    let mut years = Vec::new();
    for piece in group.split(';') {
        if TIME_WORD.is_match(piece) {
            continue;
        }
        if let Some(found) = NAMED.captures(piece) {
            years.extend(found[1].parse::<i16>());
            if let (Some(first), Some(more)) = (found.get(1), MORE.captures(piece))
                && more.get(1).is_some_and(|m| m.start() > first.end())
            {
                years.extend(more[1].parse::<i16>());
            }
        } else if !years.is_empty()
            && let Some(found) = ALONE.captures(piece)
        {
            years.extend(found[1].parse::<i16>());
        }
    }
    years
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let seen: Timestamp = "2026-03-01T23:30:00Z".parse().unwrap();
        let read = read_date(text, Some(seen)).map(|date| date.to_string()).unwrap_or_default();
        assert_eq!(read, expected, "{text}");
    }

    #[test]
    fn dates_as_dutch_sites_write_them() {
        check("24 mei 2023", "2023-05-24");
        check("Gepubliceerd op: woensdag 24 mei 2023 om 12:00", "2023-05-24");
        check("15-12-2016", "2016-12-15");
        check("1-2-2019 | Rapport", "2019-02-01");
        check("03/04/2018", "2018-04-03");
        check("01-10-24", "2024-10-01");
        check("maart 2019", "2019-03");
        check("7 okt. 2020", "2020-10-07");
        check("2019", "2019");
        check("Jaargang 2021", "2021");
        check("2018-03", "2018-03");
    }

    #[test]
    fn dates_as_english_pages_write_them() {
        check("May 24, 2023", "2023-05-24");
        check("24th of May 2023", "2023-05-24");
        check("12/31/2016", "2016-12-31");
    }

    #[test]
    fn an_instant_is_a_day_in_amsterdam() {
        check("2006-12-31T23:00:00Z", "2007-01-01");
        check("2006-12-31 23:00:00+00:00", "2007-01-01");
        check("2023-05-24T09:00:00", "2023-05-24");
        check("Sun, 31 Dec 2006 23:00:00 GMT", "2007-01-01");
        check("D:20061231230000Z", "2007-01-01");
        check("D:20190314120000+01'00'", "2019-03-14");
        check("D:20190314", "2019-03-14");
    }

    #[test]
    fn relative_dates_count_from_the_moment_the_page_was_seen() {
        check("vandaag", "2026-03-02");
        check("gisteren", "2026-03-01");
        check("eergisteren", "2026-02-28");
        check("3 dagen geleden", "2026-02-27");
        check("een week geleden", "2026-02-23");
        check("2 maanden geleden", "2026-01");
        check("1 jaar geleden", "2025");
        check("1 uur geleden", "2026-03-01");
        assert_eq!(read_date("gisteren", None), None);
    }

    #[test]
    fn what_names_no_single_date_is_unknown() {
        for text in ["", "z.d.", "zd", "n.d.", "31-02-2019", "2018-2019", "binnenkort", "nummer 12345"] {
            check(text, "");
        }
    }

    #[test]
    fn a_listed_two_digit_month_of_a_year_is_no_day() {
        check("2016-12-15", "2016-12-15");
        check("2016/12/15", "2016-12-15");
    }

    #[test]
    fn dates_stand_where_they_are_found() {
        let text = "Vastgesteld op 3 maart 2019, herzien in april 2020; visie 2040.";
        let found: Vec<_> =
            dates_in(text).into_iter().map(|(at, date)| (&text[at], date.to_string())).collect();
        assert_eq!(found, [("3 maart 2019", "2019-03-03".to_owned()), ("april 2020", "2020-04".to_owned())]);
    }

    fn cited(text: &str, expected: &[i16]) {
        assert_eq!(years_cited(text), expected, "{text}");
    }

    #[test]
    fn citations_name_years() {
        cited("Dat is bekend (Jansen, 2019).", &[2019]);
        cited("Jansen (2018) en De Vries et al. (2020a) menen dat.", &[2018, 2020]);
        cited("(zie Jansen & De Boer, 2011, p. 12; Smit, 2015; SCP 2017)", &[2011, 2015, 2017]);
        cited("(Jansen, 2011, 2014)", &[2011, 2014]);
    }

    #[test]
    fn references_name_years() {
        cited("Jansen, P. (2016). Samen wonen. Utrecht: Uitgever.", &[2016]);
        cited("Jansen, P., Samen wonen. Den Haag: Uitgeverij Samen, 2012.", &[2012]);
    }

    #[test]
    fn years_of_plans_and_periods_are_not_cited() {
        cited(
            "In 2040 is een kwart ouder dan 65 (in 2020 een vijfde). De periode (2015-2020) en het jaar (2030).",
            &[],
        );
        cited("Toekomstvisie 2040, uitgave 2019", &[]);
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_reading_panic(text in "\\PC{0,60}") {
            let seen: Timestamp = "2026-03-01T23:30:00Z".parse().unwrap();
            let _ = read_date(&text, Some(seen));
            let _ = years_cited(&text);
            for (at, _) in dates_in(&text) {
                proptest::prop_assert!(text.get(at).is_some());
            }
        }

        #[test]
        fn a_day_written_in_dutch_reads_back(year in 1900i16..=2099, month in 1i8..=12, day in 1i8..=28) {
            let names = ["januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september",
                "oktober", "november", "december"];
            let text = format!("{day} {} {year}", names[month as usize - 1]);
            proptest::prop_assert_eq!(read_date(&text, None), PartialDate::day_of(year, month, day).ok());
        }
    }
}
