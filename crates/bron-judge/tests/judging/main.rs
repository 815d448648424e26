//! What reviewers say, together and apart, and what becomes of it.

mod agreement;
mod applied;
mod assigning;
mod blindness;
mod made;
mod states;
mod told;
