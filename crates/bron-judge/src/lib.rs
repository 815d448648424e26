//! What did people decide, and how far do they agree?
//!
//! Pure: judgements and the rows of a run come in, what follows from them goes out.

mod apply;
mod items;
mod standing;

pub use apply::{BY_HAND, Dispute, codes, corrections, decide, labels, passages, read_by_a_person, relabel};
pub use items::{Item, State, Vote, items};
pub use standing::{Fit, Held, Records, Standing, judged};
