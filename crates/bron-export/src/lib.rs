//! How does another program take a run from here?

mod surt;
mod wacz;

pub use wacz::{WaczError, WaczReport, write_wacz};
