//! The nouns of a systematic source review, and the rows of its files.
//!
//! Everything here is a value: no file, no network, no clock. The words are those of the method:
//! a [`Query`] is typed at a source, an [`Exchange`] is what went over the wire, a [`HitRow`] is a row of a
//! result list, a [`PublicationRow`] is the work (once), a [`DocumentRow`] and a [`PageRow`] are its text, a
//! [`PassageRow`] is a definition in it, a [`DecisionRow`] is one criterion on one publication or pair, and an
//! [`OutcomeRow`] is what becomes of a pair.

mod about;
mod address;
mod agreement;
mod amendment;
mod assignment;
mod because;
mod date;
mod difference;
mod exchange;
mod file_name;
mod ids;
mod judgement;
mod known;
mod probe;
mod review;
mod rows;
mod year;

pub use about::{About, Author};
pub use address::{canonical_address, last_segment};
pub use agreement::{AgreementRow, DisagreementRow, Estimate, JudgedOn, Undefined, Unit};
pub use amendment::AmendmentRow;
pub use assignment::{ASSIGNMENT_FORMAT, Assigned, AssignedPair, Assignment, Drawn};
pub use because::{Because, BecauseCode, Language};
pub use date::{AMSTERDAM, DateInterval, DateRule, DatedBy, ParseDateError, PartialDate};
pub use difference::{
    ComparedCountRow, ComparedQueryRow, DecisionCause, DifferenceCategory, DifferenceRow, MatchRung,
    ReasonMoveRow,
};
pub use exchange::{
    Answer, Body, CutReason, Exchange, ExchangeKey, Method, NoAnswer, NoAnswerCode, Reply, Request,
};
pub use file_name::file_name_problem;
pub use ids::{DocumentId, IdError, PublicationId, SourceId, TermId};
pub use judgement::{
    Field, Given, JUDGEMENT_FORMAT, Judged, JudgedDocument, Judgement, JudgementId, Origin, Place, Reviewer,
    ReviewerError, Round, Says, Screened, Thing,
};
pub use known::{FoundBy, KnownOutcome, KnownPublicationRow, KnownRow, LookupRow, PageMatch, Returned};
pub use probe::{
    Accents, Cap, CheckOutcome, Evidence, Finding, InsideWords, ManyWords, Operator, PastTheEnd,
    PlatformSign, ProbeCheck, ProbeQuery, ProbeReport, ProbeVerdicts, Quotes, SearchForm, SingularPlural,
    Totals, UnclosedQuote, WordsTogether,
};
pub use review::{
    Criterion, Cross, DocumentKind, DocumentPart, DocumentStatus, MadeBy, Outcome, PassageKind, Query,
    QueryStatus, Route, Scope, Verdict,
};
pub use rows::{
    CodeRow, ContributionRow, DecisionRow, DocumentRow, EarlierCrossRow, FlowRow, HitRow, MergeRow,
    OccurrenceRow, OutcomeRow, PageRow, PassageRow, PublicationRow, QueryRow, Table1Row, Table2PassageRow,
    ToJudgeRow, WorktableRow,
};
pub use year::Year;
