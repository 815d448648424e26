//! Days as the site wants them in a request: full instants at the bounds of a day in Amsterdam.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// The first instant of the day: `2026-06-30T22:00:00.000Z` is that of 1 July 2026.
pub(super) fn start_of(day: Date) -> String {
    shown(first_instant(day))
}

/// The last millisecond of the day: `2026-07-31T21:59:59.999Z` is that of 31 July 2026.
pub(super) fn end_of(day: Date) -> String {
    let next = day.tomorrow().map_or(Timestamp::MAX, first_instant);
    shown(Timestamp::from_millisecond(next.as_millisecond() - 1).unwrap_or(next))
}

fn first_instant(day: Date) -> Timestamp {
    let zone = TimeZone::get(bron_model::AMSTERDAM).expect("the time-zone database is inside the program");
    day.to_zoned(zone).map_or(Timestamp::MAX, |zoned| zoned.timestamp())
}

fn shown(instant: Timestamp) -> String {
    instant.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(day: &str, from: &str, to: &str) {
        let day: Date = day.parse().unwrap();
        assert_eq!((start_of(day).as_str(), end_of(day).as_str()), (from, to), "{day}");
    }

    #[test]
    fn a_day_has_the_hour_of_its_season() {
        check("2026-07-01", "2026-06-30T22:00:00.000Z", "2026-07-01T21:59:59.999Z");
        check("2007-01-01", "2006-12-31T23:00:00.000Z", "2007-01-01T22:59:59.999Z");
    }

    #[test]
    fn the_day_on_which_summer_time_begins_has_23_hours_and_the_day_on_which_it_ends_25() {
        check("2026-03-29", "2026-03-28T23:00:00.000Z", "2026-03-29T21:59:59.999Z");
        check("2026-10-25", "2026-10-24T22:00:00.000Z", "2026-10-25T22:59:59.999Z");
    }

    #[test]
    fn days_follow_each_other_without_a_gap() {
        let mut day: Date = "2025-12-30".parse().unwrap();
        for _ in 0..400 {
            let next = day.tomorrow().unwrap();
            let end: Timestamp = end_of(day).parse().unwrap();
            let start: Timestamp = start_of(next).parse().unwrap();
            assert_eq!(start.as_millisecond() - end.as_millisecond(), 1, "{day}");
            day = next;
        }
    }

    #[test]
    fn the_last_day_there_is_does_not_panic() {
        assert!(end_of(Date::MAX).ends_with('Z'));
        assert!(start_of(Date::MIN).ends_with('Z'));
    }
}
