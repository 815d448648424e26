//! What do I ask a knowledge base, and what did its answer say?
//!
//! A [`Conversation`] is sans-IO: [`Conversation::ask`] says what to fetch next, [`Conversation::hear`] takes what
//! came of it, and [`Conversation::finish`] says what the query found. It never fetches, so saved pages are a
//! complete test of it. A zero is a claim: "the site reports none", "no result list was recognised" and "the
//! request failed" are different statuses, and only the first may be counted as 0. A site that contradicts itself (it
//! says "none" or 0 beside rows) is unreadable: neither is counted.
//!
//! A [`Catalogue`] asks in the same way for what a site itself lists, once for all queries; what stands in it is searched
//! elsewhere, since a list has no texts.
//!
//! A list of files that names a term which the protocol does not have is unreadable as a whole, with line, word and
//! nearest id; ids, labels and texts typed are all names.

mod added;
mod answer;
mod catalogue;
mod conversation;
mod error;
mod expected;
mod files;
mod form;
mod hand;
mod html;
mod json;
mod listing;
mod names;
mod open_overheid;
mod page;
mod probe;
mod propose;
mod query_result;
mod saved;
mod search_ui;
mod sheet;
mod validate;
mod wordpress;

pub use added::{ADDED_ROUTES, AddedDocument, read_added_documents, told_of_files, typed_day, with_row};
pub use catalogue::{Catalogue, CatalogueCounts, CatalogueItem, CatalogueResult};
pub use conversation::{Conversation, Reading};
pub use error::Error;
pub use expected::{Expected, expected_requests};
pub use hand::{SavedFile, SavedSearch, hand_address, read_saved};
pub use names::check_terms_cell;
pub use open_overheid::detail::{StoredDocument, StoredFile, read_stored_document, stored_document_request};
pub use probe::{Battery, Probe, expected_probe_requests, is_probed};
pub use propose::{Changed, KeyEvidence, Proposal, Proposed, Tried, Words, changed};
pub use query_result::{ListedHit, QueryResult};
pub use sheet::{NewSheetRow, Sheet, SheetProblem, SheetRow, folder_of_text};
pub use validate::validate;

use bron_model::SourceId;
use url::Url;

/// The address under which what a person searched by hand at a source stands in the archive:
/// `https://<source-id>.hand.bron.invalid/`. It is never asked.
///
/// # Panics
///
/// Never: an id is letters, digits and hyphens, which make a host name.
pub fn hand_base(source: &SourceId) -> Url {
    Url::parse(&format!("https://{source}.hand.bron.invalid/"))
        .expect("a source id is a slug, so this is a host name")
}

/// The address under which a folder of files stands in the archive: `https://<source-id>.files.bron.invalid/`.
/// Its list is asked for, and its files are found, below this.
///
/// # Panics
///
/// Never: an id is letters, digits and hyphens, which make a host name.
pub fn files_base(source: &SourceId) -> Url {
    Url::parse(&format!("https://{source}.files.bron.invalid/"))
        .expect("a source id is a slug, so this is a host name")
}
