//! How do two harvests differ, and why?
//!
//! [`compare()`] takes two [`Side`]s, which are values, and gives a [`Comparison`]: which publications are the same (a ladder of
//! rules, the surest first), what became of those that one side alone has, what differs in those that both have, and what each
//! difference moves in Table 1: the causes add up to the difference, or it is an error. [`side_of`] and [`hear`] make sides of
//! runs, [`write`] writes the tables, and [`markdown`] tells them to people.
//!
//! Beside it: [`printed`] holds a run against the printed table of an earlier review, [`again`] makes a run again from its archive
//! with a change

mod both_sides;
mod comparison;
mod decision;
mod diff;
mod effect;
mod error;
mod identity;
mod near;
mod one_side;
mod open;
mod queries;
mod shingles;
mod side;
mod texts;

pub use comparison::{AboutSide, Comparison, Sums, Together, compare};
pub use error::Error;
pub use identity::{Matched, Matching, Possible, identify};
pub use open::{hear, side_of};
pub use shingles::{Overlap, Shingles};
pub use side::{Answered, Answers, Made, Record, Side};
pub use texts::{Of, Pages, Texts};
