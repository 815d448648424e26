//! The catalogue of a source: what the site itself lists, beside what its search box finds.

use serde::{Deserialize, Serialize};

/// `[catalogue]` in a source's file. It is asked only where a pipeline names the source under `catalogue`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CatalogueSettings {
    /// What kind of list it is.
    pub platform: CataloguePlatform,
    /// Where it is, absolute or from `base`. Absent: `/sitemap.xml` for a sitemap; a repository has no usual place.
    #[serde(default)]
    pub address: Option<String>,
    /// Beginnings of the paths that are read (`/publicatie/`); needed for a sitemap, which lists everything. Empty: all.
    #[serde(default)]
    pub paths: Vec<String>,
    /// The most publications that are read; where more are listed the row says how many were not.
    #[serde(default = "five_hundred")]
    pub ceiling: u32,
    /// The set of a repository that is read; absent: all of it.
    #[serde(default)]
    pub set: Option<String>,
    /// The form in which a repository describes its records; absent: `oai_dc`, which every repository has.
    #[serde(default)]
    pub format: Option<RecordFormat>,
}

impl CatalogueSettings {
    /// Where the list is, from `base`; `None` where a repository's settings do not say.
    pub fn place(&self) -> Option<&str> {
        match (self.address.as_deref(), self.platform) {
            (Some(address), _) => Some(address),
            (None, CataloguePlatform::Sitemap) => Some("/sitemap.xml"),
            (None, CataloguePlatform::OaiPmh) => None,
        }
    }
    /// The form of the records, `oai_dc` where the settings do not say.
    pub fn record_format(&self) -> RecordFormat {
        self.format.unwrap_or(RecordFormat::OaiDc)
    }
    /// Whether a path is among those that are read.
    pub fn reads(&self, path: &str) -> bool {
        self.paths.is_empty() || self.paths.iter().any(|beginning| path.starts_with(beginning.as_str()))
    }
}

fn five_hundred() -> u32 {
    500
}

/// The kinds of lists that `bron-search` can read. Closed: a new one is a new module.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CataloguePlatform {
    /// A sitemap, or an index of sitemaps.
    Sitemap,
    /// A repository by OAI-PMH 2.0.
    OaiPmh,
}

impl CataloguePlatform {
    /// The name in files, and in the column `interface`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Sitemap => "sitemap",
            Self::OaiPmh => "oai-pmh",
        }
    }
}

/// The forms of a repository's records that can be read. The name is the `metadataPrefix` that is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecordFormat {
    /// Unqualified Dublin Core.
    OaiDc,
    /// MODS.
    Mods,
    /// MPEG-21 DIDL with MODS in it, as Dutch repositories have it.
    Didl,
}

impl RecordFormat {
    /// The `metadataPrefix`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::OaiDc => "oai_dc",
            Self::Mods => "mods",
            Self::Didl => "didl",
        }
    }
}
