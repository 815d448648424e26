//! Where is a term defined or described?
