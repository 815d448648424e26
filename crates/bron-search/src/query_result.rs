//! What a query found, as listed.

use bron_model::QueryStatus;
use url::Url;

/// What became of one query. Where `status` is not complete, `hits` are what was read until then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryResult {
    /// Which interface answered (`wordpress-rest`, `wordpress-html`, `html`, `search-ui`, `search-ui-rss`,
    /// `open-overheid`, `files`); empty when none did.
    pub interface: String,
    /// The number that the site itself reports; absent when it reports none.
    pub reported_total: Option<u64>,
    /// The rows of the result list, in its order.
    pub hits: Vec<ListedHit>,
    /// Result pages read.
    pub pages: u32,
    /// What became of the query.
    pub status: QueryStatus,
    /// Why, where the status or a difference between reported and read needs explaining; else empty.
    pub note: String,
}

/// A row of a result list, as listed. A text that the list does not show is empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedHit {
    /// From 1, over all result pages.
    pub rank: u32,
    /// The result page it stood on, from 1.
    pub result_page: u32,
    /// The title, entities decoded, tags left out, white space squeezed.
    pub title: String,
    /// The address, made absolute.
    pub url: Url,
    /// The kind.
    pub kind: String,
    /// The date: a `datetime` attribute where there is one, else the words.
    pub date: String,
    /// The authors, joined by `; `.
    pub authors: String,
    /// The site's own id (`publicatie/123`).
    pub site_id: String,
    /// The DOI, without `https://doi.org/`.
    pub doi: String,
    /// The ISBN as listed.
    pub isbn: String,
}
