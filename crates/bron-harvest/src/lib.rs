//! How is a site asked, politely and safely?
//!
//! [`Live`] asks, and stores every exchange in the archive before anything reads it; [`Replay`] only reads the archive
//! and has no client in it. Both give the same answers to the same questions. Pace, robots.txt, retries, Retry-After,
//! redirects and the rules about addresses are all in here, so no other part can be impolite.

mod address;
mod client;
mod error;
mod live;
mod patience;
mod reach;
mod redirect;
mod replay;
mod resolver;
mod robots;

pub use address::{is_loopback, is_public};
pub use error::Error;
pub use live::Live;
pub use replay::Replay;

use bron_model::{Exchange, Request};
use bron_protocol::Source;
use url::Url;

/// What a question led to, after redirects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fetched {
    /// The last exchange: an answer that is no redirect, or no answer.
    pub exchange: Exchange,
    /// The address of that exchange.
    pub url: Url,
    /// How many redirects lie before it.
    pub hops: u32,
    /// Whether the archive answered all of it, so that nothing was sent.
    pub from_archive: bool,
}

/// Something that can be asked for the answer to a request.
pub trait Exchanges: Send + Sync {
    /// The answer, after redirects. A source's hosts are respected: what it may not reach is a
    /// [`NoAnswer`](bron_model::NoAnswer) that says so. `None` when it is not in the archive and this one cannot ask.
    /// An error means that nothing can be fetched any more (the archive cannot be written or read), never that a site
    /// failed.
    fn fetch(
        &self,
        source: &Source,
        request: &Request,
    ) -> impl Future<Output = Result<Option<Fetched>, Error>> + Send;
}
