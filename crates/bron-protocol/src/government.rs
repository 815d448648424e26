//! Settings of the government's platforms: its shared site since June 2026, and its store of documents.

use bron_model::PartialDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Settings of `platform = "search-ui"`: the government's shared site, whose search box posts JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SearchUiSettings {
    /// The address that takes the posted search, from `base`.
    #[serde(default = "search_address")]
    pub search: String,
    /// What the results are narrowed to: field and values, as the site offers them (capitals, accents and blanks do not
    /// matter). A value that the site does not offer makes the query `unreadable`; it is never searched without.
    #[serde(default)]
    pub filters: BTreeMap<String, Vec<String>>,
}

/// Settings of `platform = "search-ui-rss"`: the feed of the same site, at most 20 items an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SearchUiRssSettings {
    /// The address of the feed, from `base`.
    #[serde(default = "feed_address")]
    pub feed: String,
    /// As of [`SearchUiSettings`], but sent as written: the feed does not say which values there are. A filter by which
    /// the feed is empty without any text makes the query `unreadable`.
    #[serde(default)]
    pub filters: BTreeMap<String, Vec<String>>,
    /// The first day of which a full answer is split by date; a month or a year is its first day.
    #[serde(default = "first_day")]
    pub first_day: PartialDate,
}

/// Settings of `platform = "open-overheid"`: the government's store of documents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpenOverheidSettings {
    /// The address below which `zoek` stands; its host must be one of the source's.
    #[serde(default = "api_address")]
    pub api: String,
    /// Results on a page: 10, 20 or 50, nothing else is answered.
    #[serde(default = "fifty")]
    pub page_size: u32,
    /// Only what was published on this day or later.
    #[serde(default)]
    pub published_from: Option<PartialDate>,
    /// Only what was published on this day or earlier.
    #[serde(default)]
    pub published_until: Option<PartialDate>,
    /// What the results are narrowed to, as the store writes the values.
    #[serde(default)]
    pub filters: BTreeMap<OpenOverheidFilter, Vec<String>>,
}

/// The fields by which the store can be narrowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OpenOverheidFilter {
    /// The organisation that answers for it.
    Organisatie,
    /// The kind of document.
    Documentsoort,
    /// The category of the law on open government.
    Informatiecategorie,
    /// The theme.
    Thema,
}

impl OpenOverheidFilter {
    /// The name of the parameter.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Organisatie => "organisatie",
            Self::Documentsoort => "documentsoort",
            Self::Informatiecategorie => "informatiecategorie",
            Self::Thema => "thema",
        }
    }
}

impl Default for SearchUiSettings {
    fn default() -> Self {
        Self { search: search_address(), filters: BTreeMap::new() }
    }
}

impl Default for SearchUiRssSettings {
    fn default() -> Self {
        Self { feed: feed_address(), filters: BTreeMap::new(), first_day: first_day() }
    }
}

impl Default for OpenOverheidSettings {
    fn default() -> Self {
        Self {
            api: api_address(),
            page_size: fifty(),
            published_from: None,
            published_until: None,
            filters: BTreeMap::new(),
        }
    }
}

fn search_address() -> String {
    "/api/search".to_owned()
}

fn feed_address() -> String {
    "/api/rss".to_owned()
}

fn api_address() -> String {
    "https://open.overheid.nl/overheid/openbaarmakingen/api/v0/".to_owned()
}

fn fifty() -> u32 {
    50
}

fn first_day() -> PartialDate {
    PartialDate::day_of(1995, 1, 1).expect("a day that exists")
}
