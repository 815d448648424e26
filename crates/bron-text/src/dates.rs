//! Reads dates as sites and reports write them, and the years that a text cites.

use crate::months;
use bron_model::PartialDate;
use jiff::{Span, Timestamp, civil};
use regex::{Captures, Regex};
use std::ops::Range;
use std::sync::LazyLock;

/// A date as it stands in a field, and the day it was in the Netherlands where the field says when it was in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    /// As written: of an instant the day on the clock that wrote it.
    pub date: PartialDate,
    /// Of an instant in UTC the day in Amsterdam; `None` for everything else.
    pub in_amsterdam: Option<PartialDate>,
}

/// Reads the date of a date field: `24 mei 2023`, `15-12-2016`, `2016-12-15`, `maart 2019`, `2019`, an instant
/// (`2006-12-31T23:00:00Z` is the day in Amsterdam; one with a zone of its own is the day on that clock), a PDF date,
/// a date in another language, or a relative one (`gisteren`, `3 dagen geleden`), which counts from `seen`.
///
/// Words around the date do not matter. Nothing where there is no date (`z.d.`), where a relative one has no `seen`
/// to count from, where the day does not exist, or where several years stand and none is a whole date.
pub fn read_date(text: &str, seen: Option<Timestamp>) -> Option<PartialDate> {
    read_absolute(text, |text| relative_date(text, seen?)).map(|read| read.in_amsterdam.unwrap_or(read.date))
}

/// As [`read_date`] without relative dates, with the day as written kept beside the day in Amsterdam.
pub fn read_written(text: &str) -> Option<Written> {
    read_absolute(text, |_| None)
}

fn read_absolute(text: &str, relative: impl FnOnce(&str) -> Option<PartialDate>) -> Option<Written> {
    let text = text.trim();
    let plain = |date: PartialDate| Written { date, in_amsterdam: None };
    read_instant(text).or_else(|| {
        let date = text.parse().ok();
        let date = date.or_else(|| dates_in(text).into_iter().map(|(_, date)| date).next());
        date.or_else(|| short_day(text)).or_else(|| relative(text)).or_else(|| only_year(text)).map(plain)
    })
}

/// `12.03.19` and `1/2/19` where nothing but a time stands behind it: in a running text it may be a number.
fn short_day(text: &str) -> Option<PartialDate> {
    static SHORT: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^\D{0,25}\b(\d{1,2})[./-](\d{1,2})[./-](\d{2})(?:[\s,|(].*)?$")
            .expect("a fixed pattern that a test compiles")
    });
    let found = SHORT.captures(text)?;
    let number = |n: usize| found[n].parse::<i8>().ok();
    let year: i16 = found[3].parse().ok()?;
    let year = year + if year < 70 { 2000 } else { 1900 };
    let (day, month) = (number(1)?, number(2)?);
    let (day, month) = if month > 12 { (month, day) } else { (day, month) };
    PartialDate::day_of(year, month, day).ok()
}

/// The dates (day or month) in a running text, with their bytes, in the order of the text. Bare years are not among
/// them, days that do not exist are skipped.
pub fn dates_in(text: &str) -> Vec<(Range<usize>, PartialDate)> {
    let mut dates = Vec::new();
    let mut from = 0;
    for place in around_years(text) {
        let part = &text[..place.end];
        from = from.max(place.start);
        while let Some(found) = DATE.captures_at(part, from) {
            let range = found.get(0).map_or(from..part.len(), |all| all.range());
            from = range.end;
            dates.extend(date_of(&found).map(|date| (range, date)));
        }
        from = from.max(place.end);
    }
    dates
}

static DATE: LazyLock<Regex> = LazyLock::new(|| {
    let (all, common, year) = (months::all(), months::common(), r"(?:19|20)[0-9]{2}");
    let of = r"(?:de\s+l?[’']?|del\s+|of\s+|d[’'])?";
    let pattern = format!(
        r"(?xi)
            \b (?P<d1>[0-9]{{1,2}}) (?:e|de|ste|st|nd|rd|th|er|º|ª)? \.? [\s-]* /? {of} (?P<m1>{all})\b \.? ,? [\s/-]+ {of} (?P<y1>{year}) \b
          | \b (?P<m2>{all})\b \.? \s+ (?P<d2>[0-9]{{1,2}}) (?:st|nd|rd|th)? ,? \s+ (?:[0-9]{{2}}:[0-9]{{2}}(?::[0-9]{{2}})?\s+(?:[A-Z]{{3,4}}\s+)?)? (?P<y2>{year}) \b
          | \b (?P<m6>{common})\b \.? ,? [\s-]+ (?P<y6>{year}) \b
          | \b (?P<y3>{year}) [-/.] (?P<m3>[0-9]{{1,2}}) [-/.] (?P<d3>[0-9]{{1,2}}) (?:\b|T)
          | \b (?P<d4>[0-9]{{1,2}}) [-/.]\x20? (?P<m4>[0-9]{{1,2}}) [-/.]\x20? (?P<y4>{year}) \b
          | \b (?P<d5>[0-9]{{2}}) [-/.] (?P<m5>[0-9]{{2}}) [-/.] (?P<y5>[0-9]{{2}}) \b
          | (?P<y7>{year}) \s* [年년] \s* (?P<m7>[0-9]{{1,2}}) \s* [月월] \s* (?P<d7>[0-9]{{1,2}}) \s* [日일]"
    );
    Regex::new(&pattern).expect("a fixed pattern that a test compiles")
});

/// So many words may stand in a date, and a few more.
const WORDS: usize = 12;

/// The parts of a text in which a date can stand: around each year, and each `12.03.19`. A date holds one or the other,
/// and few words beside it; to look for dates everywhere takes many times as long.
fn around_years(text: &str) -> Vec<Range<usize>> {
    let start_of = |word: &str| word.as_ptr() as usize - text.as_ptr() as usize;
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut parts: Vec<Range<usize>> = Vec::new();
    for (at, _) in words.iter().enumerate().filter(|(_, word)| holds_year(word.as_bytes())) {
        let last = words[(at + WORDS).min(words.len() - 1)];
        let (start, end) = (start_of(words[at.saturating_sub(WORDS)]), start_of(last) + last.len());
        match parts.last_mut().filter(|part| part.end >= start) {
            Some(part) => part.end = end,
            None => parts.push(start..end),
        }
    }
    parts
}

/// Whether a year or a short day stands in a word.
fn holds_year(word: &[u8]) -> bool {
    let digits = |part: &[u8]| part.iter().all(u8::is_ascii_digit);
    let is_year =
        |part: &[u8]| matches!(part, [b'1', b'9', rest @ ..] | [b'2', b'0', rest @ ..] if digits(rest));
    let divides = |byte: u8| b"-/.".contains(&byte);
    let is_short = |part: &[u8]| {
        divides(part[2])
            && divides(part[5])
            && digits(&part[..2])
            && digits(&part[3..5])
            && digits(&part[6..])
    };
    word.windows(4).any(is_year) || word.windows(8).any(is_short)
}

fn date_of(found: &Captures<'_>) -> Option<PartialDate> {
    let part = |name: &str| found.name(name).map(|m| m.as_str());
    for n in ["1", "2", "3", "4", "5", "6", "7"] {
        let Some(year) = part(&format!("y{n}")) else { continue };
        let mut year: i16 = year.parse().ok()?;
        if n == "5" {
            year += if year < 70 { 2000 } else { 1900 };
        }
        let month = months::number_of(part(&format!("m{n}"))?)?;
        let Some(day) = part(&format!("d{n}")) else { return PartialDate::month_of(year, month).ok() };
        let day: i8 = day.parse().ok()?;
        // Dutch sites put the day first; where that cannot be, the month came first.
        let swapped = matches!(n, "4" | "5") && month > 12;
        let (month, day) = if swapped { (day, month) } else { (month, day) };
        return PartialDate::day_of(year, month, day).ok();
    }
    None
}

/// An instant with its zone (ISO 8601, RFC 2822 or a PDF date). In UTC it is the day in Amsterdam, for that is how
/// systems store what a Dutch editor did; with a zone of its own it is the day on the clock of who wrote it.
fn read_instant(text: &str) -> Option<Written> {
    static ISO: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(\d{4}-\d{2}-\d{2})[T ](\d{2}):?(\d{2})(?::?(\d{2})(?:[.,:]\d{1,9})?)?\s?(?:(Z|UTC|GMT|[+-]00:?(?:00)?)|[+-]\d{2}:?(?:\d{2})?)$")
            .expect("a fixed pattern that a test compiles")
    });
    static PDF: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^D:(\d{4})(\d{2})?(\d{2})?(?:(\d{2})(\d{2})(\d{2})?(?:(Z(?:00'?00'?)?|[+-]00'?(?:00)?'?)|[+-]\d{2}'?(?:\d{2})?'?)?)?")
            .expect("a fixed pattern that a test compiles")
    });
    let instant = |date: &str, found: &Captures<'_>, first: usize| -> Option<Written> {
        let part = |n: usize| found.get(first + n).map_or("00", |m| m.as_str());
        let utc = found.get(first + 3).is_some();
        let moment = || format!("{date}T{}:{}:{}Z", part(0), part(1), part(2)).parse::<Timestamp>().ok();
        let in_amsterdam = if utc { moment().map(PartialDate::of_instant) } else { None };
        Some(Written { date: date.parse().ok()?, in_amsterdam })
    };
    if let Some(found) = ISO.captures(text) {
        return instant(&found[1], &found, 2);
    }
    if let Some(found) = PDF.captures(text) {
        let part = |n: usize| found.get(n).map_or("01", |m| m.as_str());
        return instant(&format!("{}-{}-{}", &found[1], part(2), part(3)), &found, 4);
    }
    if !text.contains(':') {
        return None;
    }
    let zoned = jiff::fmt::rfc2822::DateTimeParser::new().parse_zoned(text).ok()?;
    let utc = zoned.offset() == jiff::tz::Offset::UTC;
    let in_amsterdam = utc.then(|| PartialDate::of_instant(zoned.timestamp()));
    Some(Written { date: PartialDate::from(zoned.date()), in_amsterdam })
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
        check("2006-12-31T23:00:00.123Z", "2007-01-01");
        check("2006-12-31T23:30:00+0000", "2007-01-01");
    }

    #[test]
    fn an_instant_with_a_zone_of_its_own_is_a_day_on_that_clock() {
        check("2020-02-24T21:25:54-05:00", "2020-02-24");
        check("2020-02-24 21:25:54 +0900", "2020-02-24");
        check("Mon, 24 Feb 2020 23:25:54 -0500", "2020-02-24");
        check("D:20200224232554-05'00'", "2020-02-24");
        check("2022-01-10T23:06:08:684Z", "2022-01-11");
        let written = read_written("2006-12-31T23:00:00Z").unwrap();
        assert_eq!(written.date.to_string(), "2006-12-31");
        assert_eq!(written.in_amsterdam.unwrap().to_string(), "2007-01-01");
    }

    #[test]
    fn dates_as_pages_in_other_languages_write_them() {
        check("5. März 2020", "2020-03-05");
        check("23. Dezember 2019, 12:00 Uhr", "2019-12-23");
        check("jeudi 1er août 2019", "2019-08-01");
        check("3 de marzo de 2019", "2019-03-03");
        check("12 października 2018", "2018-10-12");
        check("الأربعاء، 07 أكتوبر 2020 - 12:09 م", "2020-10-07");
        check("2023年11月2日", "2023-11-02");
        check("1. 2. 2019", "2019-02-01");
        check("12.03.19, 11:17", "2019-03-12");
        check("Tue Mar 12 11:17:00 CET 2019", "2019-03-12");
        check("12/mrt/2019", "2019-03-12");
        check("2023.11.02. 8:06", "2023-11-02");
        // A month alone counts in the languages that our texts quote.
        check("décembre 2018", "2018-12");
        check("Maja 2019", "2019");
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

    /// A text of what dates are made of, and of what stands between.
    fn pieces() -> impl proptest::strategy::Strategy<Value = String> {
        let piece = proptest::sample::select(vec![
            "12",
            "3",
            "2019",
            "1998",
            "19",
            "20",
            "mei",
            "Mai",
            "maart",
            "May",
            "of",
            "de",
            "e",
            ".",
            ",",
            "-",
            "/",
            " ",
            "  ",
            "\n",
            "\u{a0}",
            "12.03.19",
            "2019-05-03",
            "é",
            "Utrecht",
            "12:30",
            "CEST",
            "d’",
            "2019년 5월 3일",
        ]);
        proptest::strategy::Strategy::prop_map(proptest::collection::vec(piece, 0..60), |pieces| {
            pieces.concat()
        })
    }

    proptest::proptest! {
        #[test]
        fn no_date_is_missed_because_it_is_looked_for_around_years_only(text in pieces()) {
            let everywhere: Vec<_> = DATE
                .captures_iter(&text)
                .filter_map(|found| Some((found.get(0)?.range(), date_of(&found)?)))
                .collect();
            proptest::prop_assert_eq!(dates_in(&text), everywhere);
        }

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
