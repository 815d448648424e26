//! The stages, their folders and their files.

/// How each search box behaves, and whether our settings still fit.
pub const PROBE: &str = "0-probe";
/// Identification.
pub const SEARCH: &str = "1-search";
/// Screening on what was listed.
pub const SCREENING: &str = "2-screening";
/// Retrieval.
pub const RETRIEVAL: &str = "3-retrieval";
/// Data extraction.
pub const EXTRACTION: &str = "4-extraction";
/// Eligibility.
pub const ELIGIBILITY: &str = "5-eligibility";
/// Included.
pub const SYNTHESIS: &str = "6-synthesis";
