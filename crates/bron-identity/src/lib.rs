//! Which records are the same publication?
//!
//! [`merge_listed`] merges on what was listed, before screening; [`merge_on_files`] merges again after retrieval, on
//! the bytes of the main file and an ISBN in its text. The ladder, the first rule that fits: DOI, handle, ISBN, the
//! site's own id, the address, and last the title with year and publisher, which is guarded: two publications that
//! stay apart are seen and mended by a reviewer, two that were made one are not. Every merge is a row with its rule
//! and its evidence; no hit is lost, and every id ever given stays findable as `publication` or in `also`.
//!
//! [`trace`] asks the other way round: which of these publications is the one that somebody names? [`alike_titles`] and its
//! neighbours look across two harvests.

mod across;
mod files;
mod flags;
mod groups;
mod keys;
mod known;
mod listed;
mod row;
mod said;
mod same_title;
mod title;

pub use across::{Alike, address_now, alike_titles, handle_key_of, titles_go_together};
pub use files::{MainDocument, MergedOnFiles, merge_on_files};
pub use flags::flags_of;
pub use keys::{doi_of, handle_of, isbn13};
pub use known::{Edition, KnownMatch, KnownWork, MatchedBy, Seen, Traced, trace};
pub use listed::{Listed, Merged, merge_listed};
pub use said::SaidOfTwo;
