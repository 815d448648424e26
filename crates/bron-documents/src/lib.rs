//! What does this document say, page by page, and when is it from?
