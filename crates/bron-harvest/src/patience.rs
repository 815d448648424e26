//! How long is waited before a site is asked again?

use bron_model::{Answer, Exchange, Reply};
use jiff::{SignedDuration, Timestamp};
use std::time::Duration;

/// Until when a site asks to be left alone; `None` when it does not, or in no way that can be read.
pub(crate) fn retry_after(exchange: &Exchange) -> Option<Timestamp> {
    let Reply::Answer(answer) = &exchange.reply else { return None };
    if !asks_for_patience(answer) {
        return None;
    }
    let value = answer.header("retry-after")?.trim();
    if let Ok(seconds) = value.parse::<i64>() {
        let wait = SignedDuration::from_secs(seconds.clamp(0, 100 * 366 * 86_400));
        return exchange.at.checked_add(wait).ok();
    }
    http_date(value)
}

/// An HTTP date; one with the wrong day of the week is still a date.
fn http_date(value: &str) -> Option<Timestamp> {
    let day = value.split_once(", ").map_or(value, |(_, day)| day);
    let week = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].map(|name| format!("{name}, {day}"));
    let texts = std::iter::once(value).chain(week.iter().map(String::as_str));
    let date = texts.into_iter().find_map(|text| httpdate::parse_http_date(text).ok())?;
    Timestamp::try_from(date).ok()
}

fn asks_for_patience(answer: &Answer) -> bool {
    answer.status == 429 || (500..600).contains(&answer.status)
}

/// The time from one instant to a later one; none when it is not later.
pub(crate) fn until(from: Timestamp, to: Timestamp) -> Duration {
    to.duration_since(from).try_into().unwrap_or(Duration::ZERO)
}

/// The pause before attempt `attempts + 1`, from the end of the last answer: the pace, and on top of it half of it,
/// then as much, then twice as much, up to sixteen times the pace. With the usual two seconds that is 3 s and 4 s.
pub(crate) fn pause(pace: Duration, attempts: u32) -> Duration {
    if attempts == 0 {
        return pace;
    }
    let more = pace.saturating_mul(1 << (attempts - 1).min(8)) / 2;
    (pace + more).min(pace.saturating_mul(16))
}

#[cfg(test)]
mod tests {
    use super::*;
    use bron_model::{Body, Request};

    fn check(status: u16, value: &str, expected: Option<&str>) {
        let exchange = Exchange {
            request: Request::get("http://a.nl/".parse().unwrap()),
            at: "2026-11-24T12:00:00Z".parse().unwrap(),
            reply: Reply::Answer(Answer {
                status,
                headers: vec![("retry-after".to_owned(), value.to_owned())],
                body: Body::Whole(Vec::new()),
            }),
        };
        let expected = expected.map(|text| text.parse().unwrap());
        assert_eq!(retry_after(&exchange), expected, "{status} {value}");
    }

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        check(503, "120", Some("2026-11-24T12:02:00Z"));
        check(429, "Mon, 19 Jan 2037 03:14:07 GMT", Some("2037-01-19T03:14:07Z"));
        check(429, "Tue, 19 Jan 2037 03:14:07 GMT", Some("2037-01-19T03:14:07Z"));
        check(503, "soon", None);
        check(503, "-5", Some("2026-11-24T12:00:00Z"));
        check(503, "999999999999999999", Some("2127-02-08T12:00:00Z"));
        check(200, "120", None);
    }

    #[test]
    fn pauses_grow_with_the_attempts_and_with_the_pace() {
        let pauses = |pace: u64| {
            (0..8).map(|n| pause(Duration::from_millis(pace), n).as_millis()).collect::<Vec<u128>>()
        };
        let expected: Vec<u128> = vec![2000, 3000, 4000, 6000, 10000, 18000, 32000, 32000];
        assert_eq!(expected, pauses(2000));
        assert_eq!(pause(Duration::from_millis(20), 2), Duration::from_millis(40));
    }
}
