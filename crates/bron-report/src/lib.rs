//! What does a person get to read or fill in, and what stands in what comes back?
//!
//! [`Sheet`] is what waits for a reviewer as a table: [`Sheet::workbook`] and [`Sheet::csv`] give the bytes to fill in,
//! [`read_sheet`] reads what comes back ([`Sheet::of_meeting`] and [`read_meeting`]: what a meeting decides), and [`read_export`] what reviewers decided in Rayyan or ASReview; both say row by row what
//! they make of it. Nothing is written before every row is understood: see [`Import`].
//!
//! [`Report`] is a finished run as one page of HTML that needs nothing beside itself, [`run_workbook()`] the same as tables.

mod cell;
mod column;
mod csv_sheet;
mod error;
mod export;
mod grid;
#[cfg(test)]
mod hostile;
mod import;
mod left_out;
mod meeting;
mod meeting_import;
mod methods;
mod own;
mod protocol_text;
mod report;
mod row_id;
mod row_problem;
mod run_leaves;
mod run_workbook;
mod sheet;
mod sheet_import;
mod shown;
mod stop;
mod term_comparison;
mod words;
mod workbook;

pub use error::Error;
pub use export::{Program, Taken, program_of, read_export};
pub use import::{Did, Import, RowReport, Written};
pub use left_out::LeftOut;
pub use meeting::Meeting;
pub use meeting_import::{Decided, is_meeting, read_meeting};
pub use methods::{Answer, Checklist, Item, Methods, Section, methods};
pub use protocol_text::protocol_text;
pub use report::{Manner, Report};
pub use run_workbook::run_workbook;
pub use sheet::{Sheet, Wanted};
pub use sheet_import::{Filled, is_sheet, read_sheet};
pub use term_comparison::{TermAspect, term_comparison};
