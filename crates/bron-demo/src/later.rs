//! When the later knowledge bases answer: days that are counted from the first harvest, whenever that was.

use crate::html::day_of_date_in_words;
use jiff::ToSpan as _;
use jiff::civil::Date;

/// Days from the first harvest to the later answers.
const LATER: i64 = 30;

/// The text with `{date +21}` as the day so many days after the first harvest (`2026-12-21`), and `{day +21}` as that day in
/// words (`21 december 2026`). Other braces stay.
pub(crate) fn dated(text: &str, first_harvest: Date) -> String {
    let (mut dated, mut rest) = (String::new(), text);
    while let Some((before, from)) = rest.split_once('{') {
        dated.push_str(before);
        let written = from.split_once('}').and_then(|(mark, after)| Some((day(mark, first_harvest)?, after)));
        let (put, after) = written.unwrap_or_else(|| ("{".to_owned(), from));
        dated.push_str(&put);
        rest = after;
    }
    dated.push_str(rest);
    dated
}

fn day(mark: &str, first_harvest: Date) -> Option<String> {
    let (form, days) = mark.split_once(" +")?;
    let day = after(first_harvest, days.parse().ok()?);
    match form {
        "date" => Some(day.to_string()),
        "day" => Some(day_of_date_in_words(day)),
        _ => None,
    }
}

/// The day on which the later knowledge bases say that they answer, as HTTP writes it.
pub(crate) fn answering_day(first_harvest: Date) -> String {
    after(first_harvest, LATER).strftime("%a, %d %b %Y 10:00:00 GMT").to_string()
}

fn after(day: Date, days: i64) -> Date {
    day.saturating_add(days.days())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(dated(text, Date::constant(2026, 12, 20)), expected);
    }

    #[test]
    fn days_are_counted_from_the_first_harvest() {
        check(
            "date: {date +21}\n---\nGelezen op {day +10}.",
            "date: 2027-01-10\n---\nGelezen op 30 december 2026.",
        );
        check("{", "{");
        check("{iets} {day veel} {week +1}", "{iets} {day veel} {week +1}");
    }

    #[test]
    fn the_later_sites_answer_after_all_that_they_date() {
        assert_eq!(answering_day(Date::constant(2026, 11, 30)), "Wed, 30 Dec 2026 10:00:00 GMT");
    }
}
