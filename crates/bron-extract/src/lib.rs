//! Where is a term defined or described?
//!
//! [`Extractor`] reads the pages of a document and gives two kinds of rows: the places where a term stands, and the
//! passages that define or describe it. The patterns are data (`config/patterns/`); what a passage takes along before
//! and after its sentence is code. A passage too many costs a reader a minute, a passage missed is lost: so recall
//! comes first. [`Coder`] proposes the elements of the codebook that a passage may be about.

mod abbreviations;
mod ascii;
mod codes;
mod cues;
mod error;
mod marked;
mod mentions;
mod passages;
mod patterns;
mod second_hand;
mod units;

pub use codes::Coder;
pub use error::Error;

use crate::mentions::Mentions;
use crate::passages::{Passage, Reader};
use crate::patterns::Patterns;
use crate::units::Laid;
use bron_model::{DocumentId, OccurrenceRow, PageRow, PassageRow, PublicationId, TermId};
use bron_protocol::{Form, Mention, Pattern, Term};
use bron_text::{CodePoints, Spellings, fold};

/// What was found in a document. Rows are sorted by term, document, page, start, end.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Extraction {
    /// The places where a term stands.
    pub occurrences: Vec<OccurrenceRow>,
    /// The passages that define or describe one.
    pub passages: Vec<PassageRow>,
}

/// What of a term is known when sentences are read.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct ToRead {
    id: TermId,
    /// It is an adjective with a noun.
    has_adjective: bool,
    /// The words that stand for it at the beginning of a sentence, as expressions read them.
    short: Vec<String>,
}

impl ToRead {
    fn of(term: &Term) -> Self {
        let written = |word: &String| ascii::written(fold(word).text());
        Self {
            id: term.id.clone(),
            has_adjective: term.form == Form::AdjectiveNoun,
            short: term.short.iter().map(written).collect(),
        }
    }
}

/// The terms and patterns, compiled.
#[derive(Debug)]
pub struct Extractor {
    spellings: Spellings,
    patterns: Patterns,
    mentions: Mentions,
    /// Sorted by id.
    terms: Vec<ToRead>,
}

impl Extractor {
    /// Compiles the patterns. An [`Error`] names the first pattern that cannot be used. No patterns are allowed: then
    /// there are occurrences and no passages.
    pub fn new(terms: &[Term], patterns: &[Pattern]) -> Result<Self, Error> {
        let mut ids: Vec<ToRead> = terms.iter().map(ToRead::of).collect();
        ids.sort();
        ids.dedup_by(|one, other| one.id == other.id);
        let (patterns, mentions) = (Patterns::new(patterns)?, Mentions::new(&[])?);
        Ok(Self { spellings: Spellings::new(terms), patterns, mentions, terms: ids })
    }

    /// Compiles the mentions: where they speak for every occurrence in a sentence, its weak signs do not count. An
    /// [`Error`] names the first that cannot be used.
    pub fn with_mentions(mut self, mentions: &[Mention]) -> Result<Self, Error> {
        self.mentions = Mentions::new(mentions)?;
        Ok(self)
    }

    /// Reads the pages of one document, in their order. No pages give no rows; pages of other documents must not be
    /// among them.
    ///
    /// Of each row, `quote` is exactly `text[start..end]` of its page, in Unicode code points. A passage that runs on to
    /// another page ends, for `end` and `quote`, with the last sentence of its first page.
    pub fn extract(
        &self,
        publication: &PublicationId,
        document: &DocumentId,
        pages: &[PageRow],
    ) -> Extraction {
        let laid = Laid::new(pages, &self.spellings);
        let mut extraction =
            Extraction { occurrences: occurrences(publication, document, &laid), passages: vec![] };
        for ToRead { id: term, has_adjective, short } in &self.terms {
            if !extraction.occurrences.iter().any(|row| row.term == *term) {
                continue;
            }
            let reader = Reader {
                laid: &laid,
                patterns: &self.patterns,
                mentions: &self.mentions,
                term,
                has_adjective: *has_adjective,
                short,
            };
            let rows = reader
                .passages()
                .into_iter()
                .map(|passage| row(publication, document, &laid, term, &passage));
            extraction.passages.extend(rows);
        }
        extraction
            .occurrences
            .sort_by(|a, b| (&a.term, a.page, a.start, a.end).cmp(&(&b.term, b.page, b.start, b.end)));
        extraction.passages.sort_by(|a, b| {
            (&a.term, a.page, a.start, a.end, &a.pattern).cmp(&(&b.term, b.page, b.start, b.end, &b.pattern))
        });
        extraction
    }
}

fn occurrences(publication: &PublicationId, document: &DocumentId, laid: &Laid<'_>) -> Vec<OccurrenceRow> {
    let rows = laid.pages.iter().flat_map(|page| {
        page.found.iter().map(|found| OccurrenceRow {
            publication: publication.clone(),
            term: found.term.clone(),
            document: document.clone(),
            page: page.row.page,
            start: found.start,
            end: found.end,
            label: page.row.label.clone(),
            variant: found.variant.clone(),
            quote: page.row.text[found.bytes.clone()].to_owned(),
        })
    });
    rows.collect()
}

fn row(
    publication: &PublicationId,
    document: &DocumentId,
    laid: &Laid<'_>,
    term: &TermId,
    passage: &Passage,
) -> PassageRow {
    let units = &laid.units[passage.units.clone()];
    let first = &units[0];
    let page = &laid.pages[first.page];
    let on_first = units.iter().take_while(|unit| unit.page == first.page).last().unwrap_or(first);
    let bytes = first.sentence.range.start..on_first.sentence.range.end;
    let mut points = CodePoints::new(&page.row.text);
    let at = &laid.units[passage.at];
    let met = laid.pages[at.page].found[at.found.clone()].iter().find(|found| found.term == *term);
    let whole: String = passage.units.clone().map(|unit| laid.text(unit)).collect::<Vec<_>>().join(" ");
    let is_term = |who: &str| {
        let who = who.to_lowercase();
        laid.pages[at.page].found.iter().any(|found| {
            let words = laid.pages[at.page].row.text[found.bytes.clone()].to_lowercase();
            who.contains(&words) || words.contains(&who)
        })
    };
    PassageRow {
        publication: publication.clone(),
        term: term.clone(),
        document: document.clone(),
        page: page.row.page,
        start: points.before(bytes.start),
        end: points.before(bytes.end),
        page_end: laid.pages[units[units.len() - 1].page].row.page,
        label: page.row.label.clone(),
        kind: passage.verdict.kind,
        variant: met.map(|found| found.variant.clone()).unwrap_or_default(),
        pattern: passage.verdict.id.clone(),
        score: passage.verdict.score,
        second_hand_of: second_hand::second_hand_of(&whole, is_term),
        quote: page.row.text[bytes].to_owned(),
    }
}
