//! What is refused, with the rows at fault.

use bron_model::{Cross, PublicationId, SourceId, TermId};

/// A count that cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A pair of a term that the protocol does not have.
    #[error("outcomes.csv: the pair `{term}`, `{publication}` is of a term that is not in the protocol")]
    UnknownTerm {
        /// The term.
        term: TermId,
        /// The publication.
        publication: PublicationId,
    },
    /// A pair has more than one outcome.
    #[error("outcomes.csv: the pair `{term}`, `{publication}` has {rows} rows: {outcomes}")]
    PairTwice {
        /// The term.
        term: TermId,
        /// The publication.
        publication: PublicationId,
        /// How many rows.
        rows: usize,
        /// What they say.
        outcomes: String,
    },
    /// A row of Table 1 is not the sum of its columns.
    #[error("table1.csv: row `{term}`: identified is {identified}, its six columns add up to {sum}")]
    RowSum {
        /// The term.
        term: String,
        /// As the row says.
        identified: u64,
        /// As its columns say.
        sum: u64,
    },
    /// The total row is not the sum of the terms.
    #[error("table1.csv: column `{column}`: the total row says {total}, the terms add up to {sum} ({terms})")]
    Total {
        /// The column.
        column: &'static str,
        /// As the total row says.
        total: u64,
        /// As the terms say.
        sum: u64,
        /// The terms with their numbers.
        terms: String,
    },
    /// A table without exactly one total row, or with a term twice.
    #[error("table1.csv: {rows} rows are called `{term}`, there must be one")]
    Rows {
        /// The term or `total`.
        term: String,
        /// How many.
        rows: usize,
    },
    /// Table 1 is not a recount of the outcomes.
    #[error(
        "table1.csv: row `{term}`, column `{column}`: the table says {table}, outcomes.csv has {recount}"
    )]
    Recount {
        /// The term.
        term: String,
        /// The column.
        column: &'static str,
        /// As the table says.
        table: u64,
        /// As counted again.
        recount: u64,
    },
    /// A hit or publication names a source that is not in the pipeline.
    #[error("hits.csv: publication `{publication}` was found at `{source_id}`, which is not in the pipeline")]
    UnknownSource {
        /// The source.
        source_id: SourceId,
        /// The publication.
        publication: PublicationId,
    },
    /// A publication that was found, and for which there is no outcome.
    #[error("outcomes.csv: publication `{0}` was found by a counted query and has no row")]
    NoOutcome(PublicationId),
    /// An outcome of a publication that no counted query found.
    #[error("outcomes.csv: publication `{0}` has a row, and no counted query found it")]
    NeverFound(PublicationId),
    /// Out at screening, but its pairs do not say so.
    #[error(
        "publication `{publication}` was out at screening on {criterion}, and outcomes.csv says {outcome}"
    )]
    NotOut {
        /// The publication.
        publication: PublicationId,
        /// The criterion of stage 2.
        criterion: String,
        /// The outcome.
        outcome: String,
    },
    /// Merges that lead back to where they began.
    #[error("merges.csv: `{0}` was merged into itself, by one row or several")]
    MergedIntoItself(PublicationId),
    /// One record was merged into two others.
    #[error("merges.csv: `{merged}` was merged into `{first}` and into `{second}`")]
    MergedTwice {
        /// The record.
        merged: PublicationId,
        /// One that it went into.
        first: PublicationId,
        /// The other.
        second: PublicationId,
    },
    /// Two sides of the flow that must be equal are not.
    #[error("flow.csv: `{source_id}`: {left} is {left_n}, {right} is {right_n}")]
    Flow {
        /// The source, or `total`.
        source_id: String,
        /// One side.
        left: &'static str,
        /// Its number.
        left_n: u64,
        /// The other side.
        right: &'static str,
        /// Its number.
        right_n: u64,
    },
    /// The total of a box is not the sum of the sources.
    #[error(
        "flow.csv: box `{box_name}` {reason}: the total is {total}, the sources add up to {sum} ({sources})"
    )]
    FlowTotal {
        /// The box.
        box_name: String,
        /// The reason, where it has one.
        reason: String,
        /// As the total says.
        total: u64,
        /// As the sources say.
        sum: u64,
        /// The sources with their numbers.
        sources: String,
    },
    /// A row of the contribution that does not add up.
    #[error("contribution.csv: `{source_id}`, `{term}`: {left} is {left_n}, {right} is {right_n}")]
    Contribution {
        /// The source.
        source_id: String,
        /// The term, or `total`.
        term: String,
        /// One side.
        left: &'static str,
        /// Its number.
        left_n: u64,
        /// The other side.
        right: &'static str,
        /// Its number.
        right_n: u64,
    },
    /// A code that belongs to nothing.
    #[error(
        "codes.csv: the code `{element}` of `{publication}`, `{term}`, page {page}, offset {start}: {what}"
    )]
    LooseCode {
        /// The element.
        element: String,
        /// The publication.
        publication: PublicationId,
        /// The term.
        term: TermId,
        /// The page of the passage.
        page: u32,
        /// The start of the passage.
        start: u32,
        /// What is wrong.
        what: &'static str,
    },
    /// A cell of Table 2 is not what the passages behind it say.
    #[error(
        "table2.csv: `{element}`, `{term}`: the table says {cross} with {passages} passages, there are {rows}"
    )]
    Table2Cell {
        /// The element.
        element: String,
        /// The term.
        term: TermId,
        /// As the table says.
        cross: Cross,
        /// As the table says.
        passages: u64,
        /// As counted.
        rows: u64,
    },
    /// An element is there twice, or its row has a cell too many or too few.
    #[error("table2.csv: `{element}` has two rows, or not one cell for each term")]
    Table2Shape {
        /// The element.
        element: String,
    },
    /// A passage behind a cross that the table does not have.
    #[error(
        "table2-passages.csv: a passage stands behind `{element}`, `{term}`, which is no cell of table2.csv"
    )]
    Table2Behind {
        /// The element.
        element: String,
        /// The term.
        term: String,
    },
    /// A column of Table 2 that is unknown in part.
    #[error(
        "table2.csv: column `{term}` is unknown for {unknown} of {rows} elements, it must be all or none"
    )]
    Table2Unknown {
        /// The term.
        term: TermId,
        /// How many cells are unknown.
        unknown: usize,
        /// How many elements there are.
        rows: usize,
    },
    /// polars could not count.
    #[error("cannot count {what}: {reason}")]
    Count {
        /// What was counted.
        what: &'static str,
        /// What polars says.
        reason: String,
    },
}

impl Error {
    /// What a person can do next, where there is something.
    pub fn hint(&self) -> Option<String> {
        Some(match self {
            Self::UnknownTerm { .. } => {
                "the outcomes are of another protocol: run again from the stage `eligibility`".to_owned()
            }
            Self::RowSum { .. }
            | Self::Total { .. }
            | Self::Rows { .. }
            | Self::Recount { .. }
            | Self::Table2Cell { .. }
            | Self::Table2Shape { .. }
            | Self::Table2Behind { .. }
            | Self::Table2Unknown { .. } => {
                "the table was changed after it was counted: remove `6-synthesis` and run again".to_owned()
            }
            Self::Flow { .. } | Self::FlowTotal { .. } | Self::Contribution { .. } => {
                "remove `6-synthesis` and run again; if it stays, report it with the run's `bron verify`"
                    .to_owned()
            }
            Self::UnknownSource { .. } => "add the source to the pipeline, or search again".to_owned(),
            Self::NoOutcome(_)
            | Self::NeverFound(_)
            | Self::NotOut { .. }
            | Self::PairTwice { .. }
            | Self::MergedIntoItself(_)
            | Self::MergedTwice { .. } => {
                "the stages are of different runs: remove the folders from `2-screening` on and run again"
                    .to_owned()
            }
            Self::LooseCode { .. } => {
                "codes and passages are of different runs: remove the folders from `4-extraction` on and run again"
                    .to_owned()
            }
            Self::Count { .. } => return None,
        })
    }
}
