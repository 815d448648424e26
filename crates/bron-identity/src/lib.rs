//! Which records are the same publication?
//!
//! [`merge_listed`] merges on what was listed, before screening; [`merge_on_files`] merges again after retrieval, on
//! the bytes of the main file and an ISBN in its text. Every merge is a row with its rule and its evidence; no hit
//! is lost, and every id ever given stays findable as `publication` or in `also`.

mod files;
mod listed;

pub use files::{MergedOnFiles, merge_on_files};
pub use listed::{Listed, Merged, merge_listed};
