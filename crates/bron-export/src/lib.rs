//! How does another program take a run from here?
//!
//! [`export`] makes the bytes of one [`Format`] from a [`Finished`](bron_run::Finished) run; nothing is decided here, and nothing
//! is written. Every record carries our id, so that what another program decides finds its publication again. Of other people's texts
//! no more than excerpts stand in what is made, and no file of theirs; beside each export lies a note that says so.

mod asreview;
mod bibtex;
mod cell;
mod citation;
mod csl_json;
mod error;
mod export;
mod fate;
mod format;
#[cfg(test)]
mod hostile;
mod notes;
mod plain;
mod prisma;
mod qda;
mod rayyan;
mod reference;
mod ris;
mod searchrxiv;
mod sharing;
mod surt;
mod wacz;
mod word;

pub use error::Error;
pub use export::{Asked, Exported, ExportedFile, LineEndings, export};
pub use fate::{Fate, Fates, What};
pub use format::Format;
pub use wacz::{WaczError, WaczReport, write_wacz};
