//! I2 and W: does the date interval of a publication settle whether it lies in the period?

use crate::finding::Finding;
use bron_model::{
    Because, BecauseCode, Criterion, DateInterval, DateRule, DatedBy, DocumentId, DocumentPart, DocumentRow,
    PartialDate, PublicationRow, Verdict,
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

fn dated(date: Option<PartialDate>, rule: Option<DateRule>, otherwise: DateRule) -> Option<DatedBy> {
    date.map(|date| DatedBy { date, rule: rule.unwrap_or(otherwise) })
}
