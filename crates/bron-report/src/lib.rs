//! What does a person get to read or fill in, and what stands in what comes back?
//!
//! [`Sheet`] is what waits for a reviewer as a table: [`Sheet::workbook`] and [`Sheet::csv`] give the bytes to fill in,
//! [`read_sheet`] reads what comes back, and [`read_export`] what reviewers decided in Rayyan or ASReview; both say row by row what
//! they make of it. Nothing is written before every row is understood: see [`Import`]. [`run_workbook()`] is a whole run as tables.

mod cell;
mod column;
mod csv_sheet;
mod error;
mod export;
mod grid;
#[cfg(test)]
mod hostile;
mod import;
mod own;
mod row_id;
mod row_problem;
mod run_leaves;
mod run_workbook;
mod sheet;
mod sheet_import;
mod words;
mod workbook;

pub use error::Error;
pub use export::{Program, Taken, program_of, read_export};
pub use import::{Did, Import, RowReport, Written};
pub use run_workbook::run_workbook;
pub use sheet::{LeftOut, Sheet, Wanted};
pub use sheet_import::{Filled, is_sheet, read_sheet};
