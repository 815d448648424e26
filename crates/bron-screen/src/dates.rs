//! I2 and W: does the date interval of a publication settle whether it lies in the period?

use crate::finding::Finding;
use bron_model::{
    Because, BecauseCode, Criterion, DateInterval, DateRule, DatedBy, DocumentId, DocumentPart, DocumentRow,
    PageRow, PartialDate, PublicationRow, Verdict,
};
use bron_protocol::{Until, Window};
use jiff::civil::Date;

/// The period of criteria I2 and W, with its last day known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// The first year that is in.
    pub from_year: i16,
    /// The last day that is in.
    pub until: Date,
}

impl Period {
    /// The window of a pipeline; `harvest` is the day of the archive's first record, used where the window ends then.
    /// A window that ends in a bare year or month ends on its last day.
    pub fn of(window: &Window, harvest: Date) -> Self {
        let until = match window.until {
            Until::Date(date) => date.last_day(),
            Until::Harvest => harvest,
        };
        Self { from_year: window.from_year, until }
    }
}

/// The interval of a publication: as listed, narrowed by its main documents and then by its landing page.
///
/// Never by an annex, which may be older or younger than what it is attached to. A landing page says *not after*
/// only, since a page beside a publication may be edited years later; where it is the publication itself (there is
/// no main document) it says both. Where two rules exclude each other the earlier in this order stays.
pub fn interval(publication: &PublicationRow, documents: &[DocumentRow]) -> DateInterval {
    Dated::read(publication, documents).interval
}

/// An interval, and the document that gave each end; `None` where the listing did.
#[derive(Debug, Clone, Default)]
pub(crate) struct Dated {
    interval: DateInterval,
    not_before_in: Option<DocumentId>,
    not_after_in: Option<DocumentId>,
    as_listed: String,
}

impl Dated {
    pub fn listed(publication: &PublicationRow) -> Self {
        let interval = DateInterval {
            not_before: dated(publication.not_before, publication.not_before_rule, DateRule::Listing),
            not_after: dated(publication.not_after, publication.not_after_rule, DateRule::Listing),
        };
        Self { interval, as_listed: publication.date_as_listed.clone(), ..Self::default() }
    }

    pub fn read(publication: &PublicationRow, documents: &[DocumentRow]) -> Self {
        let landing_is_all = crate::completeness::landing_is_the_publication(documents);
        let mut result = Self::listed(publication);
        for part in [DocumentPart::Main, DocumentPart::Landing] {
            for document in documents.iter().filter(|document| document.part == part) {
                let mut other = DateInterval {
                    not_before: dated(document.not_before, document.not_before_rule, DateRule::DateInText),
                    not_after: dated(document.not_after, document.not_after_rule, DateRule::DateInText),
                };
                if part == DocumentPart::Landing && !landing_is_all {
                    other.not_before = None;
                }
                result.narrow(other, &document.document);
            }
        }
        result
    }

    fn narrow(&mut self, other: DateInterval, document: &DocumentId) {
        let narrowed = self.interval.narrowed(other);
        // A publication's own interval may have been narrowed by this document before.
        let gives = |now: Option<DatedBy>, before: Option<DatedBy>, its: Option<DatedBy>, known: bool| {
            now != before || (!known && its.is_some() && its == now)
        };
        if gives(
            narrowed.not_before,
            self.interval.not_before,
            other.not_before,
            self.not_before_in.is_some(),
        ) {
            self.not_before_in = Some(document.clone());
        }
        if gives(narrowed.not_after, self.interval.not_after, other.not_after, self.not_after_in.is_some()) {
            self.not_after_in = Some(document.clone());
        }
        self.interval = narrowed;
    }

    /// I2: not before the first year. In when the interval begins in or after it, out when it ends before it.
    pub fn since(&self, period: Period) -> Finding {
        let in_by = self.interval.not_before.filter(|end| end.date.year() >= period.from_year);
        let out_by = self.interval.not_after.filter(|end| end.date.year() < period.from_year);
        self.finding(Criterion::I2, in_by, out_by, &period.from_year.to_string())
    }

    /// W: not after the last day. In when the interval ends on or before it, out when it begins after it.
    pub fn until(&self, period: Period) -> Finding {
        let in_by = self.interval.not_after.filter(|end| end.date.last_day() <= period.until);
        let out_by = self.interval.not_before.filter(|end| end.date.first_day() > period.until);
        self.finding(Criterion::W, in_by, out_by, &period.until.to_string())
    }

    fn finding(
        &self,
        criterion: Criterion,
        in_by: Option<DatedBy>,
        out_by: Option<DatedBy>,
        limit: &str,
    ) -> Finding {
        let rule = format!("{criterion}-interval");
        let text = |end: Option<DatedBy>| end.map(|end| end.date.to_string()).unwrap_or_default();
        let because = |code| {
            Because::new(code)
                .with("not_before", text(self.interval.not_before))
                .with("not_after", text(self.interval.not_after))
                .with("limit", limit)
        };
        let (verdict, end) = match (in_by, out_by) {
            (Some(end), None) => (Verdict::Include, end),
            (None, Some(end)) => (Verdict::Exclude, end),
            // Neither end settles it, or the listing itself contradicts itself.
            _ => {
                return Finding::unclear(&rule, because(BecauseCode::DateOpen)).quoting(&self.as_listed);
            }
        };
        let because = because(BecauseCode::DateSettles).with("rule", end.rule.as_str());
        let finding = Finding::settled(verdict, &rule, because);
        let document =
            if self.interval.not_before == Some(end) { &self.not_before_in } else { &self.not_after_in };
        match document {
            Some(document) => Finding { document: Some(document.clone()), ..finding },
            None => finding.quoting(&self.as_listed),
        }
    }
}

/// Rules that read a date off the text of a document, so that its year stands there.
const READ_IN_TEXT: [DateRule; 4] =
    [DateRule::LatestYearCited, DateRule::DateInText, DateRule::TitlePage, DateRule::Colophon];

/// Letters on either side of a year that are quoted with it.
const AROUND_A_YEAR: usize = 60;

/// Adds the first place in the document where the year stands by which a criterion on dates was settled; a finding that
/// rests on no text, or whose year is on no page (a date in two parts), stays as it is.
pub(crate) fn year_quoted(criterion: Criterion, finding: Finding, pages: &[PageRow]) -> Finding {
    let by_start = (criterion == Criterion::I2) == (finding.verdict == Verdict::Include);
    let end = finding.because.value(if by_start { "not_before" } else { "not_after" });
    let in_text = READ_IN_TEXT.iter().any(|rule| finding.because.value("rule") == Some(rule.as_str()));
    let (Some(document), Some(year)) = (finding.document.clone(), end.and_then(|date| date.get(..4))) else {
        return finding;
    };
    if finding.verdict == Verdict::Unclear || !in_text {
        return finding;
    }
    let mut its_pages: Vec<&PageRow> = pages.iter().filter(|page| page.document == document).collect();
    its_pages.sort_by_key(|page| page.page);
    for page in its_pages {
        if let Some(quote) = page.text.lines().find_map(|line| around(line, year)) {
            return finding.at(&document, page.page, quote);
        }
    }
    finding
}

/// The year and what stands around it on its line; `None` where it only stands inside a longer number.
fn around<'a>(line: &'a str, year: &str) -> Option<&'a str> {
    let is_digit_at = |at: Option<char>| at.is_some_and(|c| c.is_ascii_digit());
    let (at, _) = line.match_indices(year).find(|(at, _)| {
        !is_digit_at(line[..*at].chars().next_back()) && !is_digit_at(line[at + year.len()..].chars().next())
    })?;
    let start = line[..at].char_indices().rev().take(AROUND_A_YEAR).last().map_or(at, |(start, _)| start);
    let after = &line[at + year.len()..];
    let end = after.char_indices().nth(AROUND_A_YEAR).map_or(line.len(), |(end, _)| at + year.len() + end);
    Some(line[start..end].trim())
}

fn dated(date: Option<PartialDate>, rule: Option<DateRule>, otherwise: DateRule) -> Option<DatedBy> {
    date.map(|date| DatedBy { date, rule: rule.unwrap_or(otherwise) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_is_quoted_with_what_stands_around_it_and_not_out_of_a_longer_number() {
        assert_eq!(
            around("Buren helpen elkaar (De Vries, 2018).", "2018"),
            Some("Buren helpen elkaar (De Vries, 2018).")
        );
        assert_eq!(around("telefoon 0620180000", "2018"), None);
        let long = format!("{} (Ü, 2018) {}", "é".repeat(200), "ë".repeat(200));
        let quote = around(&long, "2018").unwrap();
        assert!(quote.contains("(Ü, 2018)") && quote.chars().count() <= 2 * AROUND_A_YEAR + 4, "{quote}");
    }
}
