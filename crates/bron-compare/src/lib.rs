//! How do two harvests differ, and why?
