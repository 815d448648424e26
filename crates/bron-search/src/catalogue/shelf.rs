//! What was listed so far: each entry once, counted, and kept up to the ceiling.

use super::{CatalogueCounts, CatalogueItem};
use bron_protocol::{CatalogueSettings, Source};
use std::collections::BTreeSet;
use url::Url;

/// The entries of a list. Of those beyond the ceiling only the number is kept.
pub(super) struct Shelf<'a> {
    source: &'a Source,
    settings: Option<&'a CatalogueSettings>,
    seen: BTreeSet<String>,
    items: Vec<CatalogueItem>,
    counts: CatalogueCounts,
}

impl<'a> Shelf<'a> {
    pub(super) fn new(source: &'a Source) -> Self {
        let settings = source.catalogue.as_ref();
        Self {
            source,
            settings,
            seen: BTreeSet::new(),
            items: Vec::new(),
            counts: CatalogueCounts::default(),
        }
    }

    /// Adds an entry; `key` is what makes it one of its own. Its position and kind by path are filled in.
    pub(super) fn add(&mut self, key: String, mut item: CatalogueItem) {
        if !self.seen.insert(key) {
            self.counts.repeated += 1;
            return;
        }
        self.counts.listed += 1;
        let reads_all = self.settings.is_none_or(|settings| settings.paths.is_empty());
        let is_ours = is_of(self.source, &item.url);
        let below = self.settings.is_some_and(|settings| settings.reads(item.url.path()));
        let is_read = reads_all || (is_ours && below);
        if !is_read {
            return;
        }
        self.counts.below += 1;
        if self.counts.below > self.settings.map_or(0, |settings| u64::from(settings.ceiling)) {
            return;
        }
        item.position = u32::try_from(self.counts.below).unwrap_or(u32::MAX);
        if item.kind.is_empty() && is_ours {
            item.kind = kind_by_path(self.source, &item.url);
        }
        self.items.push(item);
    }

    pub(super) fn deleted(&mut self) {
        self.counts.deleted += 1;
    }
    pub(super) fn elsewhere(&mut self) {
        self.counts.elsewhere += 1;
    }
    pub(super) fn without_address(&mut self) {
        self.counts.without_address += 1;
    }
    pub(super) fn counts(&self) -> CatalogueCounts {
        self.counts
    }
    pub(super) fn close(self) -> (Vec<CatalogueItem>, CatalogueCounts) {
        (self.items, self.counts)
    }
}

/// Whether an address is at one of the source's hosts, with or without `www.`.
pub(super) fn is_of(source: &Source, url: &Url) -> bool {
    let plain = |host: &str| {
        let name = host.split(':').next().unwrap_or_default();
        name.strip_prefix("www.").unwrap_or(name).to_ascii_lowercase()
    };
    let host = plain(url.host_str().unwrap_or_default());
    let base = source.base.as_ref().and_then(Url::host_str);
    base.into_iter().chain(source.hosts.iter().map(String::as_str)).any(|ours| plain(ours) == host)
}

/// The kind by the longest beginning of the path that the settings name.
fn kind_by_path(source: &Source, url: &Url) -> String {
    let fitting = source.kinds_by_path.iter().filter(|(path, _)| url.path().starts_with(path.as_str()));
    fitting.max_by_key(|(path, _)| path.len()).map(|(_, kind)| kind.clone()).unwrap_or_default()
}
