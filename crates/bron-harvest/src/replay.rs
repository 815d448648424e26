//! Answers from the archive alone. There is no client in here, so no socket can be opened.

use crate::reach::Reach;
use crate::redirect::{Hop, Hops, follow};
use crate::{Error, Exchanges, Fetched};
use bron_model::Request;
use bron_protocol::{Harvest, Source};
use bron_store::Archive;
use jiff::Timestamp;
use std::sync::Arc;

/// Gives what an archive holds, exactly as [`Live`](crate::Live) gave it when it was harvested.
pub struct Replay {
    archive: Arc<Archive>,
    max_decoded: u64,
    redirects: u32,
}

impl Replay {
    /// Reads `archive`. Of `harvest` only the number of redirects matters; bodies are decoded up to `max_decoded` bytes.
    pub fn new(archive: Arc<Archive>, harvest: &Harvest, max_decoded: u64) -> Self {
        Self { archive, max_decoded, redirects: harvest.redirects }
    }
}

impl Exchanges for Replay {
    async fn fetch(&self, source: &Source, request: &Request) -> Result<Option<Fetched>, Error> {
        follow(self, Reach::Pages(source), request).await
    }
}

impl Hops for Replay {
    async fn hop(&self, _: Reach<'_>, request: &Request) -> Result<Option<Hop>, Error> {
        let (archive, max_decoded, key) = (self.archive.clone(), self.max_decoded, request.key());
        let found = tokio::task::spawn_blocking(move || archive.get(&key, max_decoded));
        let exchange = found.await.map_err(|_| Error::Stopped)??;
        Ok(exchange.map(|exchange| Hop { exchange, from_archive: true }))
    }
    fn redirects(&self) -> u32 {
        self.redirects
    }
    fn harvest_date(&self) -> Option<Timestamp> {
        self.archive.harvest_date()
    }
}
