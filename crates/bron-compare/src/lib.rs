//! How do two harvests differ, and why?
//!
//! [`compare()`] takes two [`Side`]s, which are values, and gives a [`Comparison`]: which publications are the same (a ladder of
//! rules, the surest first), what became of those that one side alone has, what differs in those that both have, and what each
//! difference moves in Table 1: the causes add up to the difference, or it is an error. [`compare_runs`] makes the sides of two
//! runs, [`write()`] writes the tables, and [`markdown()`] tells them to people.
//!
//! Beside it: [`compare_with_printed`] holds a run against the printed table of an earlier review, [`again()`] makes a run again
//! from its archive with a change, and [`changes`] compares two tables row by row without knowing what they mean.

mod again;
mod both_sides;
mod comparison;
mod decision;
mod diff;
mod effect;
mod error;
mod identity;
mod markdown;
mod near;
mod one_side;
mod open;
mod printed;
mod queries;
mod runs;
mod shingles;
mod side;
mod table;
mod texts;
mod words;
mod write;

pub use again::{Change, FileKey, again, name_of};
pub use comparison::{AboutSide, Comparison, Sums, Together, compare};
pub use error::Error;
pub use identity::{Matched, Matching, Possible, identify};
pub use markdown::markdown;
pub use open::{hear, side_of};
pub use printed::{PRINTED, compare_printed, known_of};
pub use runs::{compare_runs, compare_with_printed, not_asked};
pub use shingles::{Overlap, Shingles};
pub use side::{Answered, Answers, Made, Record, Side};
pub use table::{Cells, ChangedCells, TableChanges, changes};
pub use texts::{Of, Pages, Texts};
pub use words::{category_in_words, cause_in_words};
pub use write::{FOLDER, write};
