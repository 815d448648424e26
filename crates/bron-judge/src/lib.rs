//! What did people decide, and how far do they agree?
//!
//! Pure: judgements and the rows of a run come in, what follows from them goes out.
