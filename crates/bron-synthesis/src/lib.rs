//! What do the decisions add up to, and how do two runs differ?
//!
//! [`table1`] counts pairs, [`flow`] and [`contribution`] count publications, [`worktable`] lists the passages of what
//! is included; [`table2`] sets the elements that cues propose beside the terms. Every count is checked against the rows it comes from: [`check_table1`] and [`check_flow`] refuse sums
//! that do not add up and name the rows at fault, and the functions that count apply them to their own result.
//!
//! Hits, pairs and decisions at screening are given row by row ([`Rows`]) and kept without their texts, so that memory
//! grows by some bytes a pair. Counts are integers, results are sorted, and the same rows give the same result.

mod contribution;
mod count;
mod error;
mod flow;
mod markdown;
mod merged;
mod rows;
mod table1;
mod table2;
mod table2_markdown;
mod worktable;

pub use contribution::{Texts, check_contribution, contribution};
pub use error::Error;
pub use flow::{Flow, InBox, behind_flow, check_flow, flow};
pub use markdown::{NotSearched, TableText, table1_markdown, table1_notes};
pub use rows::Rows;
pub use table1::{check_table1, table1};
pub use table2::{Table2, Table2Cell, Table2Row, check_table2, earlier_crosses, table2};
pub use table2_markdown::table2_markdown;
pub use worktable::{without_weak_signs, worktable, year_of};
