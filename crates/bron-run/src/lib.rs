//! In which order is everything asked and read, and how does it resume?
