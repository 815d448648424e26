//! What does a person get to read or fill in, and what stands in what comes back?
