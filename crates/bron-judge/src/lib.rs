//! What did people decide, and how far do they agree?
//!
//! Pure: judgements and the rows of a run come in, what follows from them goes out.

mod agreement;
mod apply;
mod assign;
mod assigned;
mod blind;
mod compared;
mod first;
mod history;
mod identity;
mod items;
mod standing;

pub use agreement::CrossTable;
pub use apply::{BY_HAND, Dispute, codes, corrections, decide, labels, passages, read_by_a_person, relabel};
pub use assign::{AssignError, OpenPair, OwnWork, Wishes, assign};
pub use assigned::{Duties, has_judged};
pub use blind::{Blind, blind};
pub use compared::{Disagreement, Pairs, agreement, disagreements};
pub use first::{FirstVotes, Question};
pub use history::{Told, history};
pub use identity::{Identity, identities};
pub use items::{Item, State, Vote, items};
pub use standing::{Fit, Held, Records, Standing, judged};
