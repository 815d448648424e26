//! Two made-up harvests compared: every category, and the laws that hold for any two.

mod categories;
mod laws;
mod world;
