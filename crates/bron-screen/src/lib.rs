//! Is it in or out, and why?
//!
//! [`Screener::screen_listed`] evaluates I1, I2 and W on what a site lists; [`Screener::decide`] evaluates all seven
//! criteria once documents were read; [`outcome()`] says what becomes of a pair, and [`to_judge`] what waits for a
//! reviewer. Everything here is a pure function: the same rows in give the same rows out, in the same order.
//!
//! What cannot be settled is `unclear`: an unknown never takes a pair out, and a rule never lets one in alone, since
//! E1b, E2 and E3 are a reviewer's. There a rule writes a *proposal*, which counts only after [`accept_proposals`].

mod completeness;
mod dates;
mod domains;
mod finding;
mod groups;
mod kinds;
mod lexicon;
mod occurrence;
mod outcome;
mod queue;
mod screener;

pub use completeness::{read_whole, retrieved, waits_for_a_reader};
pub use dates::{Period, interval};
pub use kinds::verdict_on_kind;
pub use outcome::{accept_proposals, outcome};
pub use queue::{Place, to_judge};
pub use screener::{ReadPublication, Screener};
