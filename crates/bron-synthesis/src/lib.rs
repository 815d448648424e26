//! What do the decisions add up to, and how do two runs differ?
