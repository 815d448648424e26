//! What reviewers say, together and apart, and what becomes of it.

mod agreement;
mod applied;
mod made;
mod states;
