//! Dates as precisely as they are known: `2019`, `2019-03` or `2019-03-14` (EDTF level 0).

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The time zone in which every instant is turned into a day: `2006-12-31T23:00:00Z` is 1 January 2007.
pub const AMSTERDAM: &str = "Europe/Amsterdam";

/// A text that is none of `YYYY`, `YYYY-MM`, `YYYY-MM-DD`, or a day that does not exist.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a date: write 2019, 2019-03 or 2019-03-14")]
pub struct ParseDateError(pub String);

/// A year, a month or a day. A bare year is the whole year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(extend("pattern" = "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"))]
pub struct PartialDate {
    year: i16,
    month: Option<i8>,
    day: Option<i8>,
}

impl PartialDate {
    /// A whole year, 1 to 9999.
    pub fn year_only(year: i16) -> Result<Self, ParseDateError> {
        if (1..=9999).contains(&year) {
            Ok(Self { year, month: None, day: None })
        } else {
            Err(ParseDateError(year.to_string()))
        }
    }
    /// A month of a year.
    pub fn month_of(year: i16, month: i8) -> Result<Self, ParseDateError> {
        Self::year_only(year)?;
        Date::new(year, month, 1).map_err(|_| ParseDateError(format!("{year}-{month}")))?;
        Ok(Self { year, month: Some(month), day: None })
    }
    /// A day.
    pub fn day_of(year: i16, month: i8, day: i8) -> Result<Self, ParseDateError> {
        Self::year_only(year)?;
        Date::new(year, month, day).map_err(|_| ParseDateError(format!("{year}-{month}-{day}")))?;
        Ok(Self { year, month: Some(month), day: Some(day) })
    }
    /// The day in Amsterdam on which the instant lies.
    pub fn of_instant(instant: jiff::Timestamp) -> Self {
        let zone = jiff::tz::TimeZone::get(AMSTERDAM).expect("the time-zone database is inside the program");
        Self::from(instant.to_zoned(zone).date())
    }
    /// The day in Amsterdam of an instant as it stands in files (`2026-11-30T20:00:00Z`); `None` where it is none.
    pub fn of_text_instant(text: &str) -> Option<Self> {
        text.parse().ok().map(Self::of_instant)
    }
    /// The year.
    pub fn year(self) -> i16 {
        self.year
    }
    /// The first day it can mean.
    pub fn first_day(self) -> Date {
        Date::new(self.year, self.month.unwrap_or(1), self.day.unwrap_or(1)).expect("checked when made")
    }
    /// The last day it can mean.
    pub fn last_day(self) -> Date {
        match (self.month, self.day) {
            (_, Some(_)) => self.first_day(),
            (Some(_), None) => self.first_day().last_of_month(),
            (None, None) => self.first_day().last_of_year(),
        }
    }
}

impl From<Date> for PartialDate {
    fn from(date: Date) -> Self {
        Self { year: date.year(), month: Some(date.month()), day: Some(date.day()) }
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
        }
        if let Some(day) = self.day {
            write!(f, "-{day:02}")?;
        }
        Ok(())
    }
}

impl std::str::FromStr for PartialDate {
    type Err = ParseDateError;
    fn from_str(text: &str) -> Result<Self, ParseDateError> {
        let wrong = || ParseDateError(text.to_owned());
        let parts: Vec<&str> = text.split('-').collect();
        let lengths_fit = parts.iter().enumerate().all(|(at, part)| {
            part.len() == if at == 0 { 4 } else { 2 } && part.bytes().all(|b| b.is_ascii_digit())
        });
        if !lengths_fit || parts.len() > 3 {
            return Err(wrong());
        }
        let number = |at: usize| -> Option<i16> { parts.get(at).and_then(|part| part.parse().ok()) };
        let year = number(0).ok_or_else(wrong)?;
        let small = |value: i16| i8::try_from(value).map_err(|_| wrong());
        match (number(1), number(2)) {
            (None, _) => Self::year_only(year),
            (Some(month), None) => Self::month_of(year, small(month)?),
            (Some(month), Some(day)) => Self::day_of(year, small(month)?, small(day)?),
        }
        .map_err(|_| wrong())
    }
}

impl TryFrom<String> for PartialDate {
    type Error = ParseDateError;
    fn try_from(text: String) -> Result<Self, ParseDateError> {
        text.parse()
    }
}

impl From<PartialDate> for String {
    fn from(date: PartialDate) -> String {
        date.to_string()
    }
}

/// Which rule read an end of a date interval. The order is no ranking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DateRule {
    /// The result list showed it: at the latest then (it may be an upload or migration date).
    Listing,
    /// The table beside a folder of files gave it.
    Sidecar,
    /// JSON-LD `datePublished` on the landing page.
    JsonLd,
    /// A `DCTERMS.issued`, `article:published_time` or like meta element.
    MetaElement,
    /// A `<time datetime>` element.
    TimeElement,
    /// Data for the page's own scripts.
    PageData,
    /// The day of the last change, where nothing says when it was published.
    LastChange,
    /// Year, month or day in the address.
    Address,
    /// `CreationDate` or `ModDate` of the PDF, or `xmp:CreateDate` or `xmp:ModifyDate`.
    PdfInformation,
    /// The date that the metadata packet of a PDF gives as that of the work (`dcterms:issued`, `dc:date`).
    PdfMetadata,
    /// When a Word file was made or changed last.
    FileInformation,
    /// A date printed on the title page.
    TitlePage,
    /// A date in the colophon ("uitgave", "©").
    Colophon,
    /// The latest year cited in the text or its references.
    LatestYearCited,
    /// A whole date mentioned in the text.
    DateInText,
    /// The page was first seen in a web archive.
    WebArchive,
    /// A reviewer corrected it.
    Reviewer,
}

impl DateRule {
    /// The text used in files and in reasons.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Listing => "listing",
            Self::Sidecar => "sidecar",
            Self::JsonLd => "json-ld",
            Self::MetaElement => "meta-element",
            Self::TimeElement => "time-element",
            Self::PageData => "page-data",
            Self::LastChange => "last-change",
            Self::Address => "address",
            Self::PdfInformation => "pdf-information",
            Self::PdfMetadata => "pdf-metadata",
            Self::FileInformation => "file-information",
            Self::TitlePage => "title-page",
            Self::Colophon => "colophon",
            Self::LatestYearCited => "latest-year-cited",
            Self::DateInText => "date-in-text",
            Self::WebArchive => "web-archive",
            Self::Reviewer => "reviewer",
        }
    }
}

/// An end of an interval and the rule that read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DatedBy {
    /// The date, as precisely as it was given.
    pub date: PartialDate,
    /// The rule.
    pub rule: DateRule,
}

/// When a publication appeared: not before one date and not after another; either end may be unknown.
///
/// What a site lists may be an upload or migration date, and that error is one-sided: a listed date says *not
/// after*; only the text itself can say *not before* (method, section 3, Dates).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct DateInterval {
    /// Certainly not earlier than the first day of this.
    pub not_before: Option<DatedBy>,
    /// Certainly not later than the last day of this.
    pub not_after: Option<DatedBy>,
}

impl DateInterval {
    /// Narrows the interval with another: the latest `not_before` and the earliest `not_after` win. An end that
    /// would turn the interval round is not taken (two rules disagree: the one that is there stays).
    #[must_use]
    pub fn narrowed(self, other: Self) -> Self {
        let mut result = self;
        if let Some(new) = other.not_before {
            let later = result.not_before.is_none_or(|old| new.date.first_day() > old.date.first_day());
            let fits = result.not_after.is_none_or(|end| new.date.first_day() <= end.date.last_day());
            if later && fits {
                result.not_before = Some(new);
            }
        }
        if let Some(new) = other.not_after {
            let earlier = result.not_after.is_none_or(|old| new.date.last_day() < old.date.last_day());
            let fits = result.not_before.is_none_or(|start| start.date.first_day() <= new.date.last_day());
            if earlier && fits {
                result.not_after = Some(new);
            }
        }
        result
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_hour_of_2006_in_utc_is_2007_in_amsterdam() {
        let instant: jiff::Timestamp = "2006-12-31T23:00:00Z".parse().unwrap();
        assert_eq!(PartialDate::of_instant(instant).to_string(), "2007-01-01");
    }

    #[test]
    fn a_bare_year_is_the_whole_year() {
        let date: PartialDate = "2024".parse().unwrap();
        assert_eq!(date.first_day().to_string(), "2024-01-01");
        assert_eq!(date.last_day().to_string(), "2024-12-31");
        let month: PartialDate = "2024-02".parse().unwrap();
        assert_eq!(month.last_day().to_string(), "2024-02-29");
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in ["", "z.d.", "24", "2023-02-29", "2023-13", "2023-1-1", "2023-01-01-01", "0000"] {
            assert_eq!(text.parse::<PartialDate>(), Err(ParseDateError(text.to_owned())));
        }
    }

    #[test]
    fn two_rules_that_exclude_each_other_leave_the_interval_as_it_was() {
        let end = DateInterval {
            not_after: Some(DatedBy { date: "2010".parse().unwrap(), rule: DateRule::Listing }),
            not_before: None,
        };
        let start = DateInterval {
            not_before: Some(DatedBy { date: "2015".parse().unwrap(), rule: DateRule::LatestYearCited }),
            not_after: None,
        };
        assert_eq!(end.narrowed(start), end);
    }

    proptest::proptest! {
        #[test]
        fn a_date_reads_back_as_written(year in 1i16..=9999, month in 1i8..=12, day in 1i8..=28, precision in 0..3) {
            let date = match precision {
                0 => PartialDate::year_only(year),
                1 => PartialDate::month_of(year, month),
                _ => PartialDate::day_of(year, month, day),
            }.unwrap();
            proptest::prop_assert_eq!(date.to_string().parse::<PartialDate>().unwrap(), date);
            proptest::prop_assert!(date.first_day() <= date.last_day());
        }
    }
}
