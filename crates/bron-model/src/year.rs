//! The year under which a publication is cited.

use crate::{PartialDate, PublicationRow};

/// The year of a publication, as far as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Year {
    /// Both ends of its interval lie in this year.
    Known(i16),
    /// No more than what the site lists, which the interval allows.
    Listed(i16),
    /// Nothing settles one.
    Unknown,
}

impl PublicationRow {
    /// The year under which it is cited.
    pub fn year(&self) -> Year {
        let (from, to) = (self.not_before.map(PartialDate::year), self.not_after.map(PartialDate::year));
        if let (Some(from), Some(to)) = (from, to)
            && from == to
        {
            return Year::Known(from);
        }
        match listed_year(&self.date_as_listed) {
            Some(year) if from.is_none_or(|from| from <= year) && to.is_none_or(|to| year <= to) => {
                Year::Listed(year)
            }
            _ => Year::Unknown,
        }
    }
}

/// The first number of four digits that can be a year.
fn listed_year(text: &str) -> Option<i16> {
    text.split(|c: char| !c.is_ascii_digit())
        .filter(|digits| digits.len() == 4)
        .filter_map(|digits| digits.parse().ok())
        .find(|year| (1500..=2999).contains(year))
}
