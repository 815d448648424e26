//! How is a text folded, cut into tokens and sentences, and where do the spellings of a term stand?
//!
//! [`fold`] makes a text comparable and keeps the way back; [`Spellings`] finds the terms in it, [`Phrases`] exactly
//! what was typed, [`WordList`] the words of a lexicon, [`Cues`] those of a codebook; [`sentences`] cuts it;
//! [`letters`] are what stays however a text is laid out; [`read_date`], [`read_written`], [`dates_in`] and
//! [`years_cited`] read its dates; [`Table`] and [`Ris`] take apart what a person saved. Nothing here knows a file, a network or
//! a clock, and no text makes it panic.

mod adjectives;
mod cues;
mod dates;
mod fold;
mod layout;
mod letters;
mod months;
mod person;
mod phrases;
mod ris;
mod sentences;
mod sieve;
mod spellings;
mod table;
mod tokens;
mod words;

pub use cues::{Cues, FoundCue};
pub use dates::{Written, dates_in, read_date, read_written, years_cited};
pub use fold::{CodePoints, Folded, fold};
pub use letters::{LETTERS, letters};
pub use person::{Person, person};
pub use phrases::Phrases;
pub use ris::{Ris, RisField, RisRecord};
pub use sentences::{Sentence, cut, sentences};
pub use spellings::{Found, Spellings};
pub use table::{Cells, Table, TableProblem, TableRow, decoded, decoded_unmarked};
pub use words::{FoundWord, WordList};
