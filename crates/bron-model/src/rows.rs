//! The rows of the stage files. The order of the fields is the order of the columns.
//!
//! An absent value is an empty cell. Dates are [`PartialDate`]s. Offsets count Unicode code points from 0,
//! half-open, in the page's text as stored.

use crate::{
    Because, Criterion, Cross, DateRule, DocumentId, DocumentKind, DocumentPart, DocumentStatus, MadeBy,
    Outcome, PartialDate, PassageKind, PublicationId, QueryStatus, Route, Scope, SourceId, TermId, Verdict,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// `1-search/queries.csv`: one text typed at one source. Sorted by source (pipeline order), term, text, via.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct QueryRow {
    /// Where it was typed.
    pub source: SourceId,
    /// For which term.
    pub term: TermId,
    /// What was typed.
    pub text: String,
    /// By which route.
    pub via: Route,
    /// Which interface answered (`wordpress-rest`, `wordpress-html`, `html`, `search-ui`, `search-ui-rss`,
    /// `open-overheid`, `files`); empty when none did.
    pub interface: String,
    /// The number that the site reports, when it reports one.
    pub reported_total: Option<u64>,
    /// The number of hits read.
    pub hits: u64,
    /// Result pages read.
    pub pages: u32,
    /// What became of the query.
    pub status: QueryStatus,
    /// Why, where the status or a difference between reported and read needs explaining.
    pub note: String,
}

/// `1-search/hits.csv`: a row of a result list, as listed. Sorted by source, term, text, via, rank.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct HitRow {
    /// The source.
    pub source: SourceId,
    /// The term of the query.
    pub term: TermId,
    /// The text typed.
    pub text: String,
    /// The route.
    pub via: Route,
    /// From 1, over all result pages of the query.
    pub rank: u32,
    /// The result page it stood on, from 1.
    pub result_page: u32,
    /// The publication it belongs to after merging on what is listed.
    pub publication: PublicationId,
    /// The title as listed.
    pub title: String,
    /// The address as listed, made absolute.
    pub url: String,
    /// The kind as listed (`rapport`, a post type); empty when none is shown.
    pub kind_as_listed: String,
    /// The date as listed (`z.d.` stays `z.d.`); empty when none is shown.
    pub date_as_listed: String,
    /// The authors as listed, joined by `; `.
    pub authors_as_listed: String,
    /// The site's own id, when it shows one (`publicatie/123`).
    pub site_id: String,
}

/// `1-search/publications.csv` and `3-retrieval/publications.csv`: a work, once. Sorted by publication. Those that
/// screening took out stand in the first only, since nothing more becomes known of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PublicationRow {
    /// The id.
    pub publication: PublicationId,
    /// Ids merged into this one, joined by blanks.
    pub also: String,
    /// The source of the first hit in the pipeline's order.
    pub source: SourceId,
    /// All sources that list it, joined by blanks, in the pipeline's order.
    pub sources: String,
    /// Terms by whose queries it was found on a counted route, joined by blanks.
    pub terms: String,
    /// How many hits it has.
    pub hits: u32,
    /// The best rank among them.
    pub best_rank: u32,
    /// The title.
    pub title: String,
    /// Authors, joined by `; `.
    pub authors: String,
    /// The publisher.
    pub publisher: String,
    /// The address of the first hit.
    pub url: String,
    /// The kind as listed, from the first source that shows one.
    pub kind_as_listed: String,
    /// The date as listed, from the first source that shows one.
    pub date_as_listed: String,
    /// Certainly not before.
    pub not_before: Option<PartialDate>,
    /// The rule of that end.
    pub not_before_rule: Option<DateRule>,
    /// Certainly not after.
    pub not_after: Option<PartialDate>,
    /// The rule of that end.
    pub not_after_rule: Option<DateRule>,
    /// The DOI, small letters, without `https://doi.org/`.
    pub doi: String,
    /// A handle, when the address holds one.
    pub handle: String,
    /// ISBN-13, digits only.
    pub isbn: String,
    /// The language of its main document (ISO 639-1), when known.
    pub language: String,
    /// What a reviewer must be warned of, joined by blanks: `earlier-version` of this review, `own-work` (of one: `own-work:AB`).
    pub flags: String,
}

impl PublicationRow {
    /// A publication at one source of which nothing is known yet: without terms and hits, and every text empty.
    pub fn blank(publication: PublicationId, source: SourceId) -> Self {
        Self {
            publication,
            also: String::new(),
            sources: source.to_string(),
            source,
            terms: String::new(),
            hits: 0,
            best_rank: 0,
            title: String::new(),
            authors: String::new(),
            publisher: String::new(),
            url: String::new(),
            kind_as_listed: String::new(),
            date_as_listed: String::new(),
            not_before: None,
            not_before_rule: None,
            not_after: None,
            not_after_rule: None,
            doi: String::new(),
            handle: String::new(),
            isbn: String::new(),
            language: String::new(),
            flags: String::new(),
        }
    }
}

/// `3-retrieval/merges.csv` (and, for merges on what is listed, `1-search/merges.csv`): two records became one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MergeRow {
    /// The record that stays.
    pub kept: PublicationId,
    /// The record that went into it.
    pub merged: PublicationId,
    /// By which rule: `doi`, `handle`, `isbn`, `site-id`, `address`, `title`, `main-file`, `main-text`; `judgement` where people say
    /// so.
    pub by: String,
    /// What they share, or who says so.
    pub evidence: String,
}

/// `3-retrieval/documents.csv`: a file or page of a publication. Sorted by publication, document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DocumentRow {
    /// The publication.
    pub publication: PublicationId,
    /// The document.
    pub document: DocumentId,
    /// Landing page, main document or annex.
    pub part: DocumentPart,
    /// The address.
    pub url: String,
    /// Whether its text could be had.
    pub status: DocumentStatus,
    /// What kind of file it is.
    pub kind: DocumentKind,
    /// Number of pages; a web page has one, and a second where something stands outside its main text.
    pub pages: u32,
    /// Title as read.
    pub title: String,
    /// Authors as read, joined by `; `.
    pub authors: String,
    /// Kind as read on the page (`Rapport`), when it says so.
    pub kind_as_read: String,
    /// The publisher, when the document names one.
    pub publisher: String,
    /// Certainly not before, by what stands in it.
    pub not_before: Option<PartialDate>,
    /// The rule of that end.
    pub not_before_rule: Option<DateRule>,
    /// Certainly not after.
    pub not_after: Option<PartialDate>,
    /// The rule of that end.
    pub not_after_rule: Option<DateRule>,
    /// Language (ISO 639-1), when recognised.
    pub language: String,
    /// ISBN-13 in the text, digits only.
    pub isbn: String,
    /// sha256 of the bytes; empty when there are none.
    pub sha256: String,
    /// sha256 of its normalised text, of a web page that of its main text; empty where no letter was read.
    pub text_sha256: String,
    /// The name and version of what normalised that text; empty where `text_sha256` is.
    pub normaliser: String,
    /// Which engine read it.
    pub engine: String,
    /// Why there is no text, or what else a reader must know.
    pub note: String,
}

impl DocumentRow {
    /// A document that was not retrieved: without pages, and every text empty.
    pub fn blank(publication: PublicationId, document: DocumentId, part: DocumentPart) -> Self {
        Self {
            publication,
            document,
            part,
            url: String::new(),
            status: DocumentStatus::NotRetrieved,
            kind: DocumentKind::Other,
            pages: 0,
            title: String::new(),
            authors: String::new(),
            kind_as_read: String::new(),
            publisher: String::new(),
            not_before: None,
            not_before_rule: None,
            not_after: None,
            not_after_rule: None,
            language: String::new(),
            isbn: String::new(),
            sha256: String::new(),
            text_sha256: String::new(),
            normaliser: String::new(),
            engine: String::new(),
            note: String::new(),
        }
    }
}

/// `3-retrieval/pages.parquet`: the text of a page. Sorted by publication, document, page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PageRow {
    /// The publication.
    pub publication: PublicationId,
    /// The document.
    pub document: DocumentId,
    /// The page's number in the file, from 1.
    pub page: u32,
    /// The number printed on it; empty where there is none.
    pub label: String,
    /// The text, NFC.
    pub text: String,
}

/// `4-extraction/occurrences.csv`: a place where a spelling of a term stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OccurrenceRow {
    /// The publication.
    pub publication: PublicationId,
    /// The term.
    pub term: TermId,
    /// The document.
    pub document: DocumentId,
    /// The page, from 1.
    pub page: u32,
    /// Start in the page's text.
    pub start: u32,
    /// End in the page's text.
    pub end: u32,
    /// The printed page number.
    pub label: String,
    /// The variant it stands for (`zorgzame wijken`).
    pub variant: String,
    /// The words as they stand there.
    pub quote: String,
}

/// `4-extraction/passages.csv`: a definition, description or element of a term.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PassageRow {
    /// The publication.
    pub publication: PublicationId,
    /// The term.
    pub term: TermId,
    /// The document.
    pub document: DocumentId,
    /// The page on which it begins, from 1.
    pub page: u32,
    /// Start in that page's text.
    pub start: u32,
    /// End in that page's text (the end of the page where it runs on to the next).
    pub end: u32,
    /// The page on which it ends.
    pub page_end: u32,
    /// The printed number of the first page.
    pub label: String,
    /// Definition, description or element.
    pub kind: PassageKind,
    /// The variant met.
    pub variant: String,
    /// The id of the pattern.
    pub pattern: String,
    /// 0 to 100.
    pub score: u8,
    /// Whose definition it is, when it is second-hand.
    pub second_hand_of: String,
    /// Exactly `text[start..end]` of the first page.
    pub quote: String,
}

impl PassageRow {
    /// The score from which a passage tells that a term is defined or described. What scores less is a weak sign: it may keep
    /// a pair from being proposed out, and never proposes it in.
    pub const TELLS: u8 = 40;

    /// Whether it is more than a weak sign.
    pub fn tells(&self) -> bool {
        self.score >= Self::TELLS
    }
}

/// `4-extraction/codes.csv`: an element of the codebook that a passage may be about. A proposal for a reviewer, never a
/// decision. In the order of the passages; within one by element and place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct CodeRow {
    /// The publication.
    pub publication: PublicationId,
    /// The term.
    pub term: TermId,
    /// The document.
    pub document: DocumentId,
    /// The page on which the passage begins, from 1.
    pub page: u32,
    /// Start of the passage in that page's text.
    pub start: u32,
    /// End of the passage in that page's text.
    pub end: u32,
    /// The id of the element.
    pub element: String,
    /// Exactly `text[cue_start..cue_end]` of the page.
    pub cue: String,
    /// Start of the cue in that page's text.
    pub cue_start: u32,
    /// End of the cue in that page's text.
    pub cue_end: u32,
    /// The cue as the codebook has it.
    pub rule: String,
    /// Who proposes it.
    pub made_by: MadeBy,
}

/// `decisions.csv` of stages 2 and 5: every evaluation of every criterion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DecisionRow {
    /// The publication.
    pub publication: PublicationId,
    /// The term; empty for a criterion on the publication.
    pub term: Option<TermId>,
    /// Publication or pair.
    pub scope: Scope,
    /// The criterion.
    pub criterion: Criterion,
    /// What it says.
    pub verdict: Verdict,
    /// What a rule proposes where only a reviewer may settle it; empty without a proposal.
    pub proposal: Option<Verdict>,
    /// Who settled it.
    pub made_by: MadeBy,
    /// The id of the rule (or, later, the reviewer).
    pub rule: String,
    /// The document with the evidence.
    pub document: Option<DocumentId>,
    /// The page with the evidence, from 1.
    pub page: Option<u32>,
    /// The words on which it rests.
    pub quote: String,
    /// Why, as a code with its values; rendered in Dutch and English by [`Because::render`].
    pub because: Because,
}

/// `5-eligibility/outcomes.csv`: what becomes of a pair; exactly one row a pair on a counted route. Table 1 is a count of it.
/// The same columns stand in `5-eligibility/other-routes.csv` for pairs met on routes that Table 1 does not count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OutcomeRow {
    /// The publication.
    pub publication: PublicationId,
    /// The term.
    pub term: TermId,
    /// What becomes of the pair.
    pub outcome: Outcome,
    /// Criteria earlier in the order that are still unclear though the pair is certainly out, joined by blanks.
    pub reason_open: String,
    /// Who decided: `rule`, `accepted-proposal` or `reviewer`; empty while unclear.
    pub decided_by: Option<MadeBy>,
    /// The route by which the pair was met.
    pub via: Route,
    /// Criteria that are unclear, joined by blanks.
    pub unclear: String,
}

/// `5-eligibility/to-judge.csv`: what waits for a reviewer, most useful first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ToJudgeRow {
    /// The publication.
    pub publication: PublicationId,
    /// The term; empty for a criterion on the publication.
    pub term: Option<TermId>,
    /// The criterion to judge.
    pub criterion: Criterion,
    /// What a rule proposes; empty without a proposal.
    pub proposal: Option<Verdict>,
    /// `open`; `no-text` where a person must open a scan or a locked file; `out-reason-open` for what is out anyway: those come
    /// last.
    pub queue: String,
    /// Why, as a code with its values.
    pub because: Because,
    /// The title.
    pub title: String,
    /// The address.
    pub url: String,
}

/// `6-synthesis/table1.csv`: the course of the data collection, in pairs, per term and in total.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Table1Row {
    /// The term, or `total`.
    pub term: String,
    /// The label as printed.
    pub label: String,
    /// Pairs that I1, I2 and W did not take out; equals the sum of the six after it.
    pub identified: u64,
    /// The term does not occur.
    pub excluded_e1a: u64,
    /// Neither defined nor described.
    pub excluded_e1b: u64,
    /// Outside the domains, or not relevant for older people.
    pub excluded_e2_e3: u64,
    /// Waits for a reviewer.
    pub unclear: u64,
    /// Could not be had.
    pub not_retrieved: u64,
    /// In.
    pub included: u64,
    /// Of `identified`: pairs still unclear on I1, I2 or W. `identified` is a range from `identified -
    /// unclear_identified` to `identified` until they are resolved.
    pub unclear_identified: u64,
    /// Queries of this term (all, in the total row) that are not complete; above 0 the row is a lower bound.
    pub incomplete_queries: u64,
    /// Queries of this term (all, in the total row) that a person typed in a browser.
    pub hand_queries: u64,
}

impl Table1Row {
    /// A row in which nothing is counted yet.
    pub fn blank(term: &str, label: &str) -> Self {
        Self {
            term: term.to_owned(),
            label: label.to_owned(),
            identified: 0,
            excluded_e1a: 0,
            excluded_e1b: 0,
            excluded_e2_e3: 0,
            unclear: 0,
            not_retrieved: 0,
            included: 0,
            unclear_identified: 0,
            incomplete_queries: 0,
            hand_queries: 0,
        }
    }
}

/// `6-synthesis/flow.csv`: one box of the PRISMA 2020 flow, in publications.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FlowRow {
    /// The source, or `total`.
    pub source: String,
    /// The box: `identified`, `duplicates`, `screened`, `excluded-screening`, `sought`, `not-retrieved`,
    /// `duplicates-on-files`, `assessed`, `excluded`, `unclear`, `included`.
    pub box_name: String,
    /// The criterion, for `excluded-screening` and `excluded`.
    pub reason: String,
    /// The unit: `hits`, `records` (a publication at one source) or `publications`.
    pub unit: String,
    /// How many.
    pub n: u64,
    /// Queries of this source (in `total`: of all) that are not complete; above 0 the number is a lower bound. A
    /// source of which nothing was searched has no rows of its own.
    pub incomplete_queries: u64,
}

/// `6-synthesis/worktable.csv`: the working table of the method: the passages of what is included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct WorktableRow {
    /// The term's label.
    pub term: String,
    /// The publication.
    pub publication: PublicationId,
    /// Authors.
    pub authors: String,
    /// The year that the interval allows, `z.d.` when it does not settle one.
    pub year: String,
    /// The title.
    pub title: String,
    /// The address.
    pub url: String,
    /// The printed page, else the page of the file, as `p. 12` or `pdf p. 14`.
    pub page: String,
    /// Definition, description or element.
    pub kind: PassageKind,
    /// The variant met.
    pub variant: String,
    /// Whose definition it is, when it is second-hand.
    pub second_hand_of: String,
    /// The words.
    pub quote: String,
    /// The document.
    pub document: DocumentId,
}

/// `6-synthesis/table2-passages.csv`: a passage of an included publication behind a cross of Table 2. In the order of
/// the terms, then of the elements, then by publication, document, page and place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Table2PassageRow {
    /// The term.
    pub term: TermId,
    /// The id of the element.
    pub element: String,
    /// The publication.
    pub publication: PublicationId,
    /// The document.
    pub document: DocumentId,
    /// The printed page, else the page of the file, as `p. 12` or `pdf p. 14`.
    pub page: String,
    /// The words.
    pub quote: String,
    /// The cues as they stand in the passage, each once, in their order, with ` | ` between them.
    pub cue: String,
}

/// `6-synthesis/table2-2024.csv`: a cell of Table 2 beside that of the earlier review. In the order of the elements, then
/// of the terms.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct EarlierCrossRow {
    /// The id of the element.
    pub element: String,
    /// The term.
    pub term: TermId,
    /// As the cues of this run propose it.
    pub proposed: Cross,
    /// As the earlier review has it; `unknown` where its table is lost or says nothing.
    pub earlier: Cross,
    /// Whether both are known and differ.
    pub differs: bool,
}

/// `6-synthesis/contribution.csv`: what each source adds, in publications, per term and in total.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ContributionRow {
    /// The source.
    pub source: SourceId,
    /// The term, or `total`.
    pub term: String,
    /// Hits read.
    pub hits: u64,
    /// Publications found.
    pub publications: u64,
    /// Of those, found at no other source.
    pub only_here: u64,
    /// Of `publications`, included.
    pub included: u64,
    /// Of `only_here`, included.
    pub included_only_here: u64,
    /// Queries of this source and term that are not complete; above 0 the numbers are lower bounds.
    pub incomplete_queries: u64,
    /// Of `publications`, those that the source's catalogue does not have for this term. This and the next three are
    /// empty where the catalogue was not read; a catalogue is searched for exactly what was typed.
    pub box_only: Option<u64>,
    /// Publications that the catalogue has for this term, and no query of the box.
    pub catalogue_only: Option<u64>,
    /// Publications that both have. With `box_only` it adds up to `publications`.
    pub both: Option<u64>,
    /// Texts searched in the catalogue of which the row is not complete; above 0 the three are lower bounds.
    pub catalogue_incomplete: Option<u64>,
    /// Of `publications`, those whose text was read whole; empty where none was.
    pub box_read: Option<u64>,
    /// Of `box_read`, those that hold one of the term's texts exactly as typed (in `total`: of a term that found it).
    pub box_with_phrase: Option<u64>,
}
