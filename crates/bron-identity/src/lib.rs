//! Which records are the same publication?
