//! How many requests will a source's queries take at least?

use bron_model::Query;
use bron_protocol::Source;

/// An honest estimate before anything is sent: a lower bound, since nobody knows how much a site will list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expected {
    /// Requests that all queries of the source share.
    pub shared: u64,
    /// Requests that each query takes at least.
    pub per_query: u64,
    /// The sum for the queries given.
    pub least: u64,
    /// Which requests these are, and what comes on top, in one sentence.
    pub because: String,
}

/// The least number of requests for those of `queries` that are for `source`. Zero for a source that cannot be
/// searched as configured.
pub fn expected_requests(source: &Source, queries: &[Query]) -> Expected {
    let _ = (source, queries);
    Expected { shared: 0, per_query: 0, least: 0, because: String::new() }
}
