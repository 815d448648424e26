//! How is a text folded, cut into tokens and sentences, and where do the spellings of a term stand?
