//! Evaluates the criteria on a publication: on what is listed, and again on what was read.

use crate::completeness::{Completeness, completeness};
use crate::dates::{Dated, Period, year_quoted};
use crate::finding::{Finding, not_read};
use crate::kinds::Kinds;
use crate::lexicon::Words;
use crate::occurrence::{E1A, E1B, TermInText, rank};
use crate::{domains, groups};
use bron_model::{
    Criterion, DecisionRow, DocumentId, DocumentPart, DocumentRow, OccurrenceRow, PageRow, PassageRow,
    PublicationRow, TermId, Verdict,
};
use bron_protocol::Lexicons;

/// The criteria that are settled, where they can be, on what is listed.
const ON_LISTING: [Criterion; 3] = [Criterion::I1, Criterion::I2, Criterion::W];

/// A publication with all that was read of it; rows of other publications must not be among them.
#[derive(Debug, Clone, Copy)]
pub struct ReadPublication<'a> {
    /// The publication, after merging on files.
    pub publication: &'a PublicationRow,
    /// Its documents; empty where nothing was sought.
    pub documents: &'a [DocumentRow],
    /// Their pages.
    pub pages: &'a [PageRow],
    /// Where terms occur, of any term.
    pub occurrences: &'a [OccurrenceRow],
    /// Passages, of any term.
    pub passages: &'a [PassageRow],
}

/// The rules of one protocol.
#[derive(Debug, Clone)]
pub struct Screener {
    period: Period,
    kinds: Kinds,
    words: Words,
    /// In percent, of E1b.
    doubt: u8,
}

impl Screener {
    /// The rules with these word lists and this period, and the chance from which E1b is in doubt
    /// ([`bron_protocol::Criteria::doubt`], in percent). An empty word list proposes and settles nothing.
    pub fn new(lexicons: &Lexicons, doubt: u8, period: Period) -> Self {
        Self { period, kinds: Kinds::new(&lexicons.kinds), words: Words::new(lexicons), doubt }
    }

    /// I1, I2 and W, in this order, on what the site lists: a kind that is not on the list and a date that is
    /// missing are unclear, never out.
    pub fn screen_listed(&self, publication: &PublicationRow) -> Vec<DecisionRow> {
        let dated = Dated::listed(publication);
        let kind = self.kinds.decide(&publication.kind_as_listed, &[]);
        let findings = [kind, dated.since(self.period), dated.until(self.period)];
        let rows = ON_LISTING.into_iter().zip(findings);
        rows.map(|(criterion, finding)| finding.row(&publication.publication, None, criterion)).collect()
    }

    /// All seven criteria: I1, I2, W, E2 and E3 once (without a term), then E1a and E1b for each of `terms`, in
    /// their order.
    ///
    /// `listed` are the decisions of [`Screener::screen_listed`] on this publication and on those merged into it: a
    /// verdict that they settle, and do not contradict, stays. The others are evaluated on the interval as narrowed by
    /// documents (see [`crate::interval`]) and on the kinds that main documents and landing page name. Where nothing
    /// was sought because `listed` takes it out, E1 to E3 are unclear and say so.
    pub fn decide(
        &self,
        read: &ReadPublication<'_>,
        listed: &[&DecisionRow],
        terms: &[TermId],
    ) -> Vec<DecisionRow> {
        let id = &read.publication.publication;
        let mut rows: Vec<DecisionRow> = ON_LISTING
            .into_iter()
            .map(|criterion| match settled(criterion, id.as_str(), listed) {
                Some(row) => DecisionRow { publication: id.clone(), ..row.clone() },
                None => self.on_documents(criterion, read).row(id, None, criterion),
            })
            .collect();
        let out_on = rows.iter().find(|row| row.verdict == Verdict::Exclude).map(|row| row.criterion);
        if let Some(out_on) = out_on.filter(|_| read.documents.is_empty()) {
            rows.push(not_read("E2-domains", out_on).row(id, None, Criterion::E2));
            rows.push(not_read("E3-groups", out_on).row(id, None, Criterion::E3));
            for term in terms {
                rows.push(not_read(E1A, out_on).row(id, Some(term), Criterion::E1a));
                rows.push(not_read(E1B, out_on).row(id, Some(term), Criterion::E1b));
            }
            return rows;
        }
        let completeness = completeness(read.documents, read.pages);
        rows.extend(self.on_words(read, &completeness));
        for term in terms {
            let found = TermInText::new(term, read.documents, &completeness, read.occurrences, read.passages);
            rows.push(found.occurs().row(id, Some(term), Criterion::E1a));
            rows.push(found.is_described(u32::from(self.doubt)).row(id, Some(term), Criterion::E1b));
        }
        rows
    }

    fn on_documents(&self, criterion: Criterion, read: &ReadPublication<'_>) -> Finding {
        let dated = || Dated::read(read.publication, read.documents);
        let finding = match criterion {
            Criterion::I2 => dated().since(self.period),
            Criterion::W => dated().until(self.period),
            _ => return self.kinds.decide(&read.publication.kind_as_listed, &kinds_as_read(read.documents)),
        };
        year_quoted(criterion, finding, read.pages)
    }

    fn on_words(&self, read: &ReadPublication<'_>, completeness: &Completeness) -> [DecisionRow; 2] {
        let id = &read.publication.publication;
        let mut pages: Vec<&PageRow> = read.pages.iter().collect();
        pages.sort_by_key(|page| (rank(read.documents, &page.document), &page.document, page.page));
        let spoken = self.words.spoken(&read.publication.title, &pages, read.occurrences);
        [
            domains::decide(&spoken, completeness).row(id, None, Criterion::E2),
            groups::decide(&spoken, completeness).row(id, None, Criterion::E3),
        ]
    }
}

/// The row by which a criterion was settled on what is listed; the publication's own before one that was merged into
/// it, nothing where two say the opposite.
fn settled<'a>(criterion: Criterion, own: &str, listed: &[&'a DecisionRow]) -> Option<&'a DecisionRow> {
    let mut rows: Vec<&DecisionRow> = listed
        .iter()
        .copied()
        .filter(|row| row.criterion == criterion && row.verdict != Verdict::Unclear)
        .collect();
    rows.sort_by_key(|row| (row.publication.as_str() != own, &row.publication));
    let first = *rows.first()?;
    rows.iter().all(|row| row.verdict == first.verdict).then_some(first)
}

/// Kinds that the main documents name, then the landing page's; an annex is no evidence of what it is annexed to.
fn kinds_as_read(documents: &[DocumentRow]) -> Vec<(&DocumentId, &str)> {
    [DocumentPart::Main, DocumentPart::Landing]
        .into_iter()
        .flat_map(|part| documents.iter().filter(move |document| document.part == part))
        .map(|document| (&document.document, document.kind_as_read.as_str()))
        .collect()
}
