//! How does another program take a run from here?
