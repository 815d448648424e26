//! Is it in or out, and why?
