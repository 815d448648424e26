//! Passages and codes as REFI-QDA, which NVivo, ATLAS.ti, MAXQDA and QualCoder read.
//!
//! A project holds one text per included publication, made of the passages of the working table with what stands around them; each
//! passage is a selection, coded by its terms, its kind and its elements. Positions count code points from 0, the end not included.
//! Every id follows from what it names, so that the same run gives the same project.

mod codebook;
mod guid;
mod passages;
mod project;
mod text;
mod xml;

pub(crate) use codebook::qdc;
pub(crate) use project::{Told, qdpx};
