//! When was it published? What a text itself says about that: its title page, its colophon, the years it cites.

use bron_model::{DateInterval, DateRule, DatedBy, PartialDate};
use regex::Regex;
use std::sync::LazyLock;

/// The interval of a PDF.
///
/// A date on the title page or in the colophon settles both ends. Where they say nothing, the latest year cited (or a
/// later date that the text quotes as past) is the earlier end and the information dictionary (the later of making
/// and last change) the later one; the date that the file gives as that of the work narrows both, where it lies
/// between. Nothing in the text counts that is more than a year later than the file was made: plans and visions speak
/// of years to come.
pub(crate) fn dates_of_pdf(
    pages: &[String],
    dated: Option<PartialDate>,
    last_made: Option<PartialDate>,
) -> DateInterval {
    let limit = last_made.map(PartialDate::year);
    let possible = |date: &PartialDate| limit.is_none_or(|limit| date.year() <= limit + 1);
    let both = |date: Option<PartialDate>, rule| {
        let end = date.map(|date| DatedBy { date, rule });
        DateInterval { not_before: end, not_after: end }
    };
    let title_page = title_page_date(pages, possible);
    let colophon = colophon_date(pages, possible);
    let made = DateInterval {
        not_before: None,
        not_after: last_made.map(|date| DatedBy { date, rule: DateRule::PdfInformation }),
    };
    both(title_page, DateRule::TitlePage)
        .narrowed(both(colophon, DateRule::Colophon))
        .narrowed(made)
        .narrowed(earliest(pages, limit))
        .narrowed(both(dated.filter(possible), DateRule::PdfMetadata))
}

/// The earlier end that a text settles: the latest year cited, or a later date that it quotes as past.
///
/// `limit` is the last year that is possible; without one only citations count, for a date could lie in the future.
pub(crate) fn earliest(pages: &[String], limit: Option<i16>) -> DateInterval {
    let cited = pages
        .iter()
        .flat_map(|page| bron_text::years_cited(page))
        .filter(|year| *year >= 1900 && limit.is_none_or(|limit| *year <= limit))
        .max()
        .and_then(|year| PartialDate::year_only(year).ok());
    let quoted = limit.and_then(|limit| {
        let dates = pages.iter().flat_map(|page| past_dates(page));
        dates.filter(|date| date.year() <= limit).max_by_key(|date| date.first_day())
    });
    let rule = |date: Option<PartialDate>, rule| DateInterval {
        not_before: date.map(|date| DatedBy { date, rule }),
        not_after: None,
    };
    rule(cited, DateRule::LatestYearCited).narrowed(rule(quoted, DateRule::DateInText))
}

/// Dates that a text can only give of what is past: `geraadpleegd op 3 mei 2019`, `brief van 3 mei 2019`, `d.d.`.
fn past_dates(text: &str) -> Vec<PartialDate> {
    static PAST: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?ix)(?: \b(?:geraadpleegd|bezocht|opgehaald|bekeken|accessed|retrieved|gepubliceerd)(?:\s+op|\s+on)?:?
              | \bd\.?d\.? | \b(?:brief|kamerbrief|besluit|arrest|uitspraak|advies|nota|motie|artikel|rapport)\s+van )\s*\(?$",
        )
        .expect("a fixed pattern that a test compiles")
    });
    let mut dates = Vec::new();
    for (place, date) in bron_text::dates_in(text) {
        let before = &text[..place.start];
        let tail = before.char_indices().rev().nth(39).map_or(before, |(at, _)| &before[at..]);
        if PAST.is_match(tail) {
            dates.push(date);
        }
    }
    dates
}

/// The latest date that stands nearly alone on a line of the first page: `Utrecht, maart 2019`, `12 april 2018`,
/// `Datum: 5 juli 2021`, or a year on a line of its own.
fn title_page_date(pages: &[String], possible: impl Fn(&PartialDate) -> bool) -> Option<PartialDate> {
    let first = pages.iter().find(|page| !page.trim().is_empty())?;
    let lines: Vec<&str> = first.lines().collect();
    lines.iter().filter_map(|line| date_of_line(line)).filter(possible).max_by_key(|date| date.first_day())
}

/// The date of a line that says little else.
fn date_of_line(line: &str) -> Option<PartialDate> {
    static ONLY_YEAR: LazyLock<Regex> = LazyLock::new(|| {
        // A word before the year must be a place: `Jaarverslag 2022` appeared in 2023.
        Regex::new(
            r"(?x)^(?:©\s*)? (?: \p{Lu}[\p{L}’'-]+(?:\s\p{Lu}[\p{L}-]+)? ,\s+
              | (?:Den\ Haag|['’]s-Gravenhage|Utrecht|Amsterdam|Rotterdam|Groningen|Nijmegen|Tilburg|Leiden|Zwolle|Zeist|Arnhem|Eindhoven|Maastricht|Diemen|Bilthoven),?\s+
              )? ((?:19|20)\d{2}) \.?$",
        )
        .expect("a fixed pattern that a test compiles")
    });
    static OF_SOMETHING_ELSE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)\b(?:tot|sinds|vanaf|van|op|voor|per|uiterlijk|t/m|until|from|since|on|by|geboren|\d{1,2}:\d{2}|uur)\b")
            .expect("a fixed pattern that a test compiles")
    });
    let line = line.trim();
    if let [(place, date)] = bron_text::dates_in(line).as_slice() {
        let rest = format!("{} {}", &line[..place.start], &line[place.end..]);
        let words = rest.split_whitespace().count();
        let letters = rest.chars().filter(|c| c.is_alphanumeric()).count();
        let is_date = words <= 5 && letters <= 32 && !OF_SOMETHING_ELSE.is_match(&rest);
        return is_date.then(|| as_sure_as_printed(*date, &line[..place.start]));
    }
    let year = ONLY_YEAR.captures(line)?.get(1)?.as_str().parse().ok()?;
    PartialDate::year_only(year).ok()
}

/// Where wide letters tear a day apart (`1 9 mei 2020`), only the month is sure.
fn as_sure_as_printed(date: PartialDate, before: &str) -> PartialDate {
    let torn = before.ends_with("1 ") || before.ends_with("2 ") || before.ends_with("3 ");
    let alone = before.trim_end().chars().rev().nth(1).is_none_or(|c| !c.is_ascii_digit());
    let day = date.first_day();
    if torn && alone && day.day() < 10 && day == date.last_day() {
        return PartialDate::month_of(day.year(), day.month()).unwrap_or(date);
    }
    date
}

/// The latest date in a colophon, which lies on the first three or last three pages: behind `©`, `copyright`,
/// `uitgave`, `druk`, or nearly alone on a line of a page headed `Colofon`.
fn colophon_date(pages: &[String], possible: impl Fn(&PartialDate) -> bool) -> Option<PartialDate> {
    static MARKED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)©|\bcopyright\b|\(c\)|\buitgave\b|\b(?:eerste|tweede|derde|\d+e)\s+druk\b|\bpublicatiedatum\b|\bdatum van (?:uitgave|publicatie)\b")
            .expect("a fixed pattern that a test compiles")
    });
    static PHOTO: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)\bfoto|\bbeeld|illustrat").expect("a fixed pattern that a test compiles")
    });
    let from = pages.len().saturating_sub(3).max(3.min(pages.len()));
    let mut dates: Vec<PartialDate> = Vec::new();
    for page in pages.iter().take(3).chain(&pages[from..]) {
        let headed = page.lines().position(|line| {
            line.chars().count() < 30
                && ["colofon", "colophon", "impressum"].contains(&line.trim().to_lowercase().as_str())
        });
        for (at, line) in page.lines().enumerate() {
            if MARKED.is_match(line) && !PHOTO.is_match(line) {
                dates.extend(latest_in(line));
            } else if headed.is_some_and(|heading| at > heading) {
                dates.extend(date_of_line(line));
            }
        }
    }
    dates.into_iter().filter(possible).max_by_key(|date| date.first_day())
}

/// The latest date of a line, else its latest year.
fn latest_in(line: &str) -> Option<PartialDate> {
    static YEAR: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"\b(?:19|20)\d{2}\b").expect("a fixed pattern that a test compiles"));
    let whole =
        bron_text::dates_in(line).into_iter().map(|(_, date)| date).max_by_key(|date| date.first_day());
    whole.or_else(|| {
        let year = YEAR.find_iter(line).filter_map(|year| year.as_str().parse().ok()).max()?;
        PartialDate::year_only(year).ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(pages: &[&str], made: &str, expected: &str) {
        check_dated(pages, "", made, expected);
    }

    fn check_dated(pages: &[&str], dated: &str, made: &str, expected: &str) {
        let pages: Vec<String> = pages.iter().map(|page| (*page).to_owned()).collect();
        let dates = dates_of_pdf(&pages, dated.parse().ok(), made.parse().ok());
        let show =
            |end: Option<DatedBy>| end.map_or("?".to_owned(), |end| format!("{} {:?}", end.date, end.rule));
        assert_eq!(format!("{} .. {}", show(dates.not_before), show(dates.not_after)), expected, "{pages:?}");
    }

    #[test]
    fn a_title_page_settles_both_ends() {
        check(&["Zorgzame buurten\nUtrecht, maart 2019"], "", "2019-03 TitlePage .. 2019-03 TitlePage");
        check(&["Zorgzame buurten\nDatum: 5 juli 2021"], "", "2021-07-05 TitlePage .. 2021-07-05 TitlePage");
        check(&["Zorgzame buurten\nVersie 0.5, 1 9 mei 2020"], "", "2020-05 TitlePage .. 2020-05 TitlePage");
        check(&["Zorgzame buurten\n2012"], "", "2012 TitlePage .. 2012 TitlePage");
        check(
            &["Zorgzame buurten\nDen Haag, 2012"],
            "2012-06-01",
            "2012 TitlePage .. 2012-06-01 PdfInformation",
        );
    }

    #[test]
    fn a_running_text_or_a_period_is_no_title_page_date() {
        check(&["Op 12 april 2018 heeft de Kamer gesproken over zorg in de buurt."], "", "? .. ?");
        check(&["Programma 2018-2022\nVisie 2040"], "2018-01-05", "? .. 2018-01-05 PdfInformation");
        check(&["Jaarverslag 2022\nUtrecht"], "2023-04-01", "? .. 2023-04-01 PdfInformation");
    }

    #[test]
    fn a_colophon_settles_both_ends_by_its_latest_date() {
        check(&["Titel", "tekst", "© Movisie 2015, 2017"], "", "2017 Colophon .. 2017 Colophon");
        check(&["Titel", "Colofon\nMovisie\nUtrecht, mei 2016"], "", "2016-05 Colophon .. 2016-05 Colophon");
        check(&["Titel", "Foto's © ANP 2009"], "", "? .. ?");
    }

    #[test]
    fn the_latest_year_cited_is_the_earlier_end() {
        check(
            &[
                "Titel",
                "Bewoners helpen elkaar (Jansen, 2019). In 2040 zijn er meer ouderen (De Vries, 2017).",
            ],
            "2021-03-01",
            "2019 LatestYearCited .. 2021-03-01 PdfInformation",
        );
        check(
            &["Titel", "Volgens de brief van 3 mei 2020 (Jansen, 2019)."],
            "2021-03-01",
            "2020-05-03 DateInText .. 2021-03-01 PdfInformation",
        );
    }

    #[test]
    fn the_date_that_the_file_gives_the_work_narrows_what_is_not_settled() {
        let cites = ["Titel", "Bewoners helpen elkaar (Jansen, 2019)."];
        check_dated(&cites, "2020-08-21", "2020-08-24", "2020-08-21 PdfMetadata .. 2020-08-21 PdfMetadata");
        check_dated(&cites, "2020", "2021-03-01", "2020 PdfMetadata .. 2020 PdfMetadata");
        // A template's date, older than what is cited, and one later than the file.
        check_dated(&cites, "2012-01-01", "2020-08-24", "2019 LatestYearCited .. 2020-08-24 PdfInformation");
        check_dated(&cites, "2024-01-01", "2020-08-24", "2019 LatestYearCited .. 2020-08-24 PdfInformation");
        check_dated(
            &["Zorgzame buurten\nUtrecht, maart 2019"],
            "2020-01-01",
            "2020-08-24",
            "2019-03 TitlePage .. 2019-03 TitlePage",
        );
    }

    #[test]
    fn what_lies_after_the_file_was_made_does_not_count() {
        check(&["Visie\n1 januari 2030", "(Jansen, 2031)"], "2018-01-05", "? .. 2018-01-05 PdfInformation");
    }

    #[test]
    fn nothing_known_is_nothing_claimed() {
        check(&[], "", "? .. ?");
        check(&["Titel", "per 1 januari 2030"], "", "? .. ?");
    }
}
