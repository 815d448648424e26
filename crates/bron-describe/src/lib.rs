//! What stands in a run folder, for programs that do not know bron?
//!
//! Columns, their types and what they mean come from the types of the rows ([`tables`]), so they cannot say something else than
//! what is written. From them and from what is known of the files two descriptions are made: [`data_package`] (Data Package v2)
//! and [`crate_metadata`] (RO-Crate 1.1 with the profile Process Run Crate 0.5). Nothing here reads a file: the same run gives
//! the same bytes.

mod column;
mod crate_metadata;
mod file_kind;
mod json;
mod keys;
mod package;
mod run;
mod sharing;
mod table;
mod tables;

pub use column::{Column, ColumnType, ColumnValue};
pub use crate_metadata::{CRATE_METADATA, crate_metadata};
pub use file_kind::{FileKind, kind_of};
pub use keys::Keys;
pub use package::{DATA_PACKAGE, data_package};
pub use run::{Run, RunFile};
pub use sharing::Sharing;
pub use table::{ForeignKey, Table};
pub use tables::tables;
