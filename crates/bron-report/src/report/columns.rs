//! The columns of Table 1.

use bron_model::{Language, Outcome, OutcomeRow, Table1Row};

/// A column of numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Column {
    Identified,
    E1a,
    E1b,
    E2E3,
    Unclear,
    NotRetrieved,
    Included,
}

impl Column {
    /// In the printed order. The first is the sum of the others.
    pub(crate) const ALL: [Self; 7] = [
        Self::Identified,
        Self::E1a,
        Self::E1b,
        Self::E2E3,
        Self::Unclear,
        Self::NotRetrieved,
        Self::Included,
    ];

    /// As it stands in addresses.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Identified => "identified",
            Self::E1a => "e1a",
            Self::E1b => "e1b",
            Self::E2E3 => "e2-e3",
            Self::Unclear => "unclear",
            Self::NotRetrieved => "not-retrieved",
            Self::Included => "included",
        }
    }

    /// The heading.
    pub(crate) fn heading(self, from_year: i16, language: Language) -> String {
        let nl = language == Language::Nl;
        let pick = |dutch: &str, english: &str| if nl { dutch.to_owned() } else { english.to_owned() };
        match self {
            Self::Identified if nl => format!("publicatie of artikel vanaf {from_year}"),
            Self::Identified => format!("publication or article from {from_year} on"),
            Self::E1a => pick("exclusie 1a: term komt niet voor", "exclusion 1a: term does not occur"),
            Self::E1b => pick(
                "exclusie 1b: niet gedefinieerd of beschreven",
                "exclusion 1b: neither defined nor described",
            ),
            Self::E2E3 => pick("exclusie 2-3: domein, ouderen", "exclusion 2-3: domain, older people"),
            Self::Unclear => pick("nog te beoordelen", "to be judged"),
            Self::NotRetrieved => pick("niet verkregen", "not retrieved"),
            Self::Included => pick("geïncludeerd", "included"),
        }
    }

    /// The number in a row.
    pub(crate) fn of(self, row: &Table1Row) -> u64 {
        match self {
            Self::Identified => row.identified,
            Self::E1a => row.excluded_e1a,
            Self::E1b => row.excluded_e1b,
            Self::E2E3 => row.excluded_e2_e3,
            Self::Unclear => row.unclear,
            Self::NotRetrieved => row.not_retrieved,
            Self::Included => row.included,
        }
    }

    /// The column after the first in which a pair is counted; `None` where it is in no column.
    pub(crate) fn of_pair(row: &OutcomeRow) -> Option<Self> {
        if !row.via.counts_in_table1() {
            return None;
        }
        match row.outcome {
            Outcome::OutI1 | Outcome::OutI2 | Outcome::OutW => None,
            Outcome::OutE1a => Some(Self::E1a),
            Outcome::OutE1b => Some(Self::E1b),
            Outcome::OutE2 | Outcome::OutE3 => Some(Self::E2E3),
            Outcome::Unclear => Some(Self::Unclear),
            Outcome::NotRetrieved => Some(Self::NotRetrieved),
            Outcome::Included => Some(Self::Included),
        }
    }
}
