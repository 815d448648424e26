//! The columns of the two sheets: that of a reviewer, and that of a meeting.

use crate::words::folded;
use bron_model::Language;

/// Which of the two whose votes stand side by side on the sheet of a meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Side {
    First,
    Second,
}

/// What of a vote stands in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Part {
    Reviewer,
    Verdict,
    Reason,
    LookedAt,
    Words,
    Page,
    Note,
}

/// A column of a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Column {
    Id,
    Reviewer,
    Publication,
    Title,
    Kind,
    Date,
    Term,
    Criterion,
    Proposal,
    Why,
    Quote,
    Page,
    Link,
    Before,
    Verdict,
    Reason,
    LookedAt,
    Words,
    Note,
    /// What one of two said.
    Said(Side, Part),
    /// What others said besides these two.
    Others,
    /// What all decide together.
    Decision,
}

/// A column's name and help in a language.
struct Told {
    name: &'static str,
    help: &'static str,
}

impl Column {
    /// Those of a reviewer's sheet, in the order in which they stand.
    pub(crate) const OF_REVIEWER: [Self; 19] = [
        Self::Id,
        Self::Reviewer,
        Self::Publication,
        Self::Title,
        Self::Kind,
        Self::Date,
        Self::Term,
        Self::Criterion,
        Self::Proposal,
        Self::Why,
        Self::Quote,
        Self::Page,
        Self::Link,
        Self::Before,
        Self::Verdict,
        Self::Reason,
        Self::LookedAt,
        Self::Words,
        Self::Note,
    ];

    /// Those of the sheet of a meeting, in the order in which they stand.
    pub(crate) const OF_MEETING: [Self; 26] = [
        Self::Id,
        Self::Publication,
        Self::Title,
        Self::Term,
        Self::Criterion,
        Self::Said(Side::First, Part::Reviewer),
        Self::Said(Side::First, Part::Verdict),
        Self::Said(Side::First, Part::Reason),
        Self::Said(Side::First, Part::Words),
        Self::Said(Side::First, Part::Page),
        Self::Said(Side::First, Part::Note),
        Self::Said(Side::First, Part::LookedAt),
        Self::Said(Side::Second, Part::Reviewer),
        Self::Said(Side::Second, Part::Verdict),
        Self::Said(Side::Second, Part::Reason),
        Self::Said(Side::Second, Part::Words),
        Self::Said(Side::Second, Part::Page),
        Self::Said(Side::Second, Part::Note),
        Self::Said(Side::Second, Part::LookedAt),
        Self::Others,
        Self::Link,
        Self::Decision,
        Self::Reason,
        Self::LookedAt,
        Self::Words,
        Self::Note,
    ];

    /// The name in the header.
    pub(crate) fn name(self, language: Language) -> String {
        let name = self.told(language).name;
        match self {
            Self::Said(Side::First, _) => format!("{name} 1"),
            Self::Said(Side::Second, _) => format!("{name} 2"),
            _ => name.to_owned(),
        }
    }

    /// What stands in it, or is to be filled in.
    pub(crate) fn help(self, language: Language) -> &'static str {
        self.told(language).help
    }

    /// The column that a header names in either language; capitals, accents and blanks do not matter.
    pub(crate) fn of_header(text: &str) -> Option<Self> {
        let text = folded(text);
        let is_it = |column: &Self| {
            [Language::Nl, Language::En].iter().any(|language| folded(&column.name(*language)) == text)
        };
        Self::OF_REVIEWER.into_iter().chain(Self::OF_MEETING).find(is_it)
    }

    /// Whether it is filled in by who judges.
    pub(crate) fn is_open(self) -> bool {
        matches!(
            self,
            Self::Verdict | Self::Decision | Self::Reason | Self::LookedAt | Self::Words | Self::Note
        )
    }

    /// In letters of the usual type.
    pub(crate) fn width(self) -> u8 {
        match self {
            Self::Id => 8,
            Self::Reviewer | Self::Criterion | Self::Proposal => 10,
            Self::Page | Self::Kind | Self::Date | Self::Said(_, Part::Page | Part::LookedAt) => 12,
            Self::Verdict | Self::Decision | Self::Said(_, Part::Reviewer | Part::Verdict) => 13,
            Self::Publication | Self::Term | Self::LookedAt => 18,
            Self::Link | Self::Before | Self::Said(_, Part::Reason) => 22,
            Self::Reason => 28,
            Self::Title
            | Self::Why
            | Self::Words
            | Self::Note
            | Self::Others
            | Self::Said(_, Part::Words | Part::Note) => 36,
            Self::Quote => 60,
        }
    }

    fn told(self, language: Language) -> Told {
        let nl = language == Language::Nl;
        let told = |dutch: (&'static str, &'static str), english: (&'static str, &'static str)| {
            let (name, help) = if nl { dutch } else { english };
            Told { name, help }
        };
        match self {
            Self::Id => told(
                (
                    "id",
                    "Zegt wat er in deze rij beoordeeld wordt, en van welke tekst. Laat het staan zoals het is.",
                ),
                ("id", "Says what is judged in this row, and of which text. Leave it as it is."),
            ),
            Self::Reviewer => told(
                ("beoordelaar", "Voor wie dit blad gemaakt is. Een ander heeft een eigen blad."),
                ("reviewer", "For whom this sheet was made. Somebody else has a sheet of their own."),
            ),
            Self::Publication => told(
                ("publicatie", "De naam van de publicatie in de run; `bron explain` vertelt er alles van."),
                ("publication", "The publication's name in the run; `bron explain` tells all about it."),
            ),
            Self::Title => {
                told(("titel", "De titel zoals die gelezen is."), ("title", "The title as it was read."))
            }
            Self::Kind => told(
                ("soort", "De soort zoals de site die noemt."),
                ("kind", "The kind as the site lists it."),
            ),
            Self::Date => told(
                ("datum", "De datum zoals de site die noemt."),
                ("date", "The date as the site lists it."),
            ),
            Self::Term => told(
                (
                    "term",
                    "De term, waar per term geoordeeld wordt (E1a en E1b); anders leeg: het oordeel geldt voor alle termen.",
                ),
                (
                    "term",
                    "The term, where it is judged per term (E1a and E1b); else empty: the verdict holds for all terms.",
                ),
            ),
            Self::Criterion => told(
                ("criterium", "Het criterium; de tekst staat hieronder."),
                ("criterion", "The criterion; its text stands below."),
            ),
            Self::Proposal => told(
                ("voorstel", "Wat een regel voorstelt: in, uit of niets. Een voorstel is geen oordeel."),
                ("proposal", "What a rule proposes: in, out or nothing. A proposal is no verdict."),
            ),
            Self::Why => told(("waarom", "Waarom de regel dat zegt."), ("why", "Why the rule says so.")),
            Self::Quote => told(
                ("citaat", "De woorden waarop de regel zich baseert."),
                ("quote", "The words on which the rule rests."),
            ),
            Self::Page => told(
                (
                    "bladzijde",
                    "Het gedrukte nummer van de bladzijde met het citaat; `pdf p.` waar er geen gedrukt is.",
                ),
                ("page", "The printed number of the page with the quote; `pdf p.` where none is printed."),
            ),
            Self::Link => told(("link", "Waar de publicatie staat."), ("link", "Where the publication is.")),
            Self::Before => told(
                (
                    "eerder",
                    "Wat u zelf eerder oordeelde, over een tekst of criterium dat sindsdien veranderd is.",
                ),
                ("before", "What you judged before, of a text or criterion that has changed since."),
            ),
            Self::Verdict => told(
                ("oordeel", "Uw oordeel: in, uit of onduidelijk. Leeg: nog niet beoordeeld."),
                ("verdict", "Your verdict: in, out or unclear. Empty: not judged yet."),
            ),
            Self::Reason => told(
                ("reden", "Een reden uit de lijst bij het criterium; mag leeg blijven."),
                ("reason", "A reason from the criterion's list; may stay empty."),
            ),
            Self::LookedAt => told(
                (
                    "bekeken",
                    "Hoeveel u bekeken hebt: vermelding, samenvatting, eerste bladzijden of volledige tekst.",
                ),
                ("looked at", "How much you looked at: listing, summary, first pages or full text."),
            ),
            Self::Words => told(
                (
                    "woorden",
                    "De woorden waarop uw oordeel rust, precies zoals ze in de tekst staan; mag leeg blijven.",
                ),
                (
                    "words",
                    "The words on which your verdict rests, exactly as they stand in the text; may stay empty.",
                ),
            ),
            Self::Said(_, part) => part.told(nl),
            Self::Others => told(
                ("anderen", "Wat anderen hierover oordeelden, en wat er eerder samen over besloten is."),
                ("others", "What others said of it, and what was decided together before."),
            ),
            Self::Decision => told(
                ("besluit", "Wat u samen besluit: in, uit of onduidelijk. Leeg: nog niet besloten."),
                ("decision", "What you decide together: in, out or unclear. Empty: not decided yet."),
            ),
            Self::Note => told(
                ("opmerking", "Wat wie het oordeel leest nog moet weten; mag leeg blijven."),
                ("note", "What whoever reads the verdict must know as well; may stay empty."),
            ),
        }
    }
}

impl Part {
    fn told(self, nl: bool) -> Told {
        let (name, help) = match (self, nl) {
            (Self::Reviewer, true) => ("beoordelaar", "Een van de twee die van mening verschillen."),
            (Self::Reviewer, false) => ("reviewer", "One of the two who differ."),
            (Self::Verdict, true) => ("oordeel", "Wat deze beoordelaar oordeelde."),
            (Self::Verdict, false) => ("verdict", "What this reviewer said."),
            (Self::Reason, true) => ("reden", "De reden van deze beoordelaar."),
            (Self::Reason, false) => ("reason", "This reviewer's reason."),
            (Self::LookedAt, true) => ("bekeken", "Hoeveel deze beoordelaar bekeken heeft."),
            (Self::LookedAt, false) => ("looked at", "How much this reviewer looked at."),
            (Self::Words, true) => ("woorden", "De woorden waarop dit oordeel rust."),
            (Self::Words, false) => ("words", "The words on which this verdict rests."),
            (Self::Page, true) => ("bladzijde", "Waar die woorden staan."),
            (Self::Page, false) => ("page", "Where these words stand."),
            (Self::Note, true) => ("opmerking", "De opmerking van deze beoordelaar."),
            (Self::Note, false) => ("note", "This reviewer's note."),
        };
        Told { name, help }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_is_understood_in_both_languages_and_no_two_columns_share_one() {
        for column in Column::OF_REVIEWER.into_iter().chain(Column::OF_MEETING) {
            for language in [Language::Nl, Language::En] {
                assert_eq!(
                    Column::of_header(&format!(" {} ", column.name(language).to_uppercase())),
                    Some(column)
                );
                // A spreadsheet shows no longer help beside a cell.
                assert!(column.help(language).chars().count() <= 255, "{column:?}");
            }
        }
        assert_eq!(Column::of_header("oordeel 2"), Some(Column::Said(Side::Second, Part::Verdict)));
        assert_eq!(Column::of_header("Looked-at"), Some(Column::LookedAt));
        assert_eq!(Column::of_header("paraaf"), None);
    }
}
