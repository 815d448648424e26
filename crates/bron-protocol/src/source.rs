//! A source: where things are on its site. How they are read is in the module of its platform.

use crate::{CatalogueSettings, OpenOverheidSettings, ProbeSettings, SearchUiRssSettings, SearchUiSettings};
use bron_model::{PartialDate, Route, SourceId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use url::Url;

/// `config/sources/<id>.toml`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// The id.
    pub id: SourceId,
    /// The name as printed.
    pub name: String,
    /// The group it belongs to (`kennisbank-2024`, `praktijk`, `wetenschap`, `werkplaatsen`).
    pub group: String,
    /// The publisher of what it lists, for merging by title; empty where it lists others' work too.
    #[serde(default)]
    pub publisher: String,
    /// Under which arm of the PRISMA flow its records are counted.
    #[serde(default)]
    pub arm: Arm,
    /// The start address. Absent for a folder of files.
    #[serde(default)]
    pub base: Option<Url>,
    /// Hosts that may be asked, beside the host of `base`.
    #[serde(default)]
    pub hosts: Vec<String>,
    /// Whether files that its pages link on other public hosts may be fetched.
    #[serde(default)]
    pub files_elsewhere: bool,
    /// What a person decided about robots.txt.
    #[serde(default)]
    pub robots: Robots,
    /// Who opened which paths that robots.txt closes; with `robots = "permission"` and only then.
    #[serde(default)]
    pub permission: Option<Permission>,
    /// Seconds between two requests at one host, where it should be more than the pipeline's.
    #[serde(default)]
    pub delay_seconds: Option<f64>,
    /// How the site is read; absent while unknown: then it is *not searched*.
    #[serde(default)]
    pub platform: Option<Platform>,
    /// Why it cannot be searched as configured, in one sentence; needed where `platform` is absent.
    #[serde(default)]
    pub unknown: Option<String>,
    /// Settings of `platform = "wordpress"`.
    #[serde(default)]
    pub wordpress: Option<WordPressSettings>,
    /// Settings of `platform = "html"`.
    #[serde(default)]
    pub html: Option<HtmlSettings>,
    /// Settings of `platform = "files"`.
    #[serde(default)]
    pub files: Option<FilesSettings>,
    /// Settings of `platform = "search-ui"`.
    #[serde(default, rename = "search-ui")]
    pub search_ui: Option<SearchUiSettings>,
    /// Settings of `platform = "search-ui-rss"`.
    #[serde(default, rename = "search-ui-rss")]
    pub search_ui_rss: Option<SearchUiRssSettings>,
    /// Settings of `platform = "open-overheid"`.
    #[serde(default, rename = "open-overheid")]
    pub open_overheid: Option<OpenOverheidSettings>,
    /// Selectors of result pages that a person saved from a browser (`bron hand`), where those of the platform do not fit:
    /// it is read as JSON, say, or not at all. `search` is the address to type, and may be left out here.
    #[serde(default)]
    pub hand: Option<HtmlSettings>,
    /// Other ways in, tried in this order when the one before is not there: see [`Source::interfaces`].
    #[serde(default)]
    pub fallback: Vec<Interface>,
    /// What the site lists, for the route `catalogue`; asked only where a pipeline switches it on.
    #[serde(default)]
    pub catalogue: Option<CatalogueSettings>,
    /// How a publication's page is read.
    #[serde(default)]
    pub landing: LandingSettings,
    /// The kind by the beginning of the path, where the list shows none (`/publicatie/` = `publicatie`).
    #[serde(default)]
    pub kinds_by_path: BTreeMap<String, String>,
    /// Addresses that moved: the beginning of the old one and of the new one, so that ids outlive a rebuilt site.
    #[serde(default)]
    pub moved: Vec<Moved>,
    /// What a probe types at it.
    #[serde(default)]
    pub probe: ProbeSettings,
    /// How sure each key is, with its evidence; printed by `bron plan`.
    #[serde(default)]
    pub confidence: BTreeMap<String, KeyConfidence>,
}

/// One way in which a source's search box can be asked: a platform with its own settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Interface {
    /// How it is read.
    pub platform: Platform,
    /// Settings of `platform = "wordpress"`.
    #[serde(default)]
    pub wordpress: Option<WordPressSettings>,
    /// Settings of `platform = "html"`.
    #[serde(default)]
    pub html: Option<HtmlSettings>,
    /// Settings of `platform = "files"`.
    #[serde(default)]
    pub files: Option<FilesSettings>,
    /// Settings of `platform = "search-ui"`.
    #[serde(default, rename = "search-ui")]
    pub search_ui: Option<SearchUiSettings>,
    /// Settings of `platform = "search-ui-rss"`.
    #[serde(default, rename = "search-ui-rss")]
    pub search_ui_rss: Option<SearchUiRssSettings>,
    /// Settings of `platform = "open-overheid"`.
    #[serde(default, rename = "open-overheid")]
    pub open_overheid: Option<OpenOverheidSettings>,
}

impl Source {
    /// A source of which no more than this is known: it is named by its id, has no address and cannot be searched.
    pub fn bare(id: SourceId, group: &str) -> Self {
        Self {
            name: id.to_string(),
            id,
            group: group.to_owned(),
            publisher: String::new(),
            arm: Arm::default(),
            base: None,
            hosts: Vec::new(),
            files_elsewhere: false,
            robots: Robots::default(),
            permission: None,
            delay_seconds: None,
            platform: None,
            unknown: None,
            wordpress: None,
            html: None,
            files: None,
            search_ui: None,
            search_ui_rss: None,
            open_overheid: None,
            hand: None,
            fallback: Vec::new(),
            catalogue: None,
            landing: LandingSettings::default(),
            kinds_by_path: BTreeMap::new(),
            moved: Vec::new(),
            probe: ProbeSettings::default(),
            confidence: BTreeMap::new(),
        }
    }

    /// The ways in, in the order in which they are tried: the source's own platform, then `fallback`. Empty where no
    /// platform is configured.
    ///
    /// A later one is asked only where the one before is not there: it answers 4xx (not 408, 425 or 429), its answer is
    /// not of its shape, or robots.txt closes its path. What may pass (5xx, no answer, a wait) is never gone round.
    pub fn interfaces(&self) -> Vec<Interface> {
        let own = self.platform.map(|platform| Interface {
            platform,
            wordpress: self.wordpress.clone(),
            html: self.html.clone(),
            files: self.files.clone(),
            search_ui: self.search_ui.clone(),
            search_ui_rss: self.search_ui_rss.clone(),
            open_overheid: self.open_overheid.clone(),
        });
        own.into_iter().chain(self.fallback.iter().cloned()).collect()
    }
}

/// The arm of the PRISMA 2020 flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Arm {
    /// Databases and registers: a knowledge base with a search function.
    #[default]
    Databases,
    /// Other methods.
    Other,
}

/// What is done about robots.txt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Robots {
    /// It is read and obeyed.
    #[default]
    Obey,
    /// It is read and obeyed, but for the paths that the site's keeper opened to us: [`Source::permission`].
    Permission,
}

/// A site's keeper let us ask what robots.txt closes. All else of robots.txt holds, Crawl-delay too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Permission {
    /// Who gave it (name and function, or the department).
    pub who: String,
    /// The day on which it was given.
    pub when: PartialDate,
    /// The file with the letter or mail, from the study's folder. It goes into the archive.
    pub letter: String,
    /// Beginnings of paths that it opens (`/zoeken`), on all hosts of the source. Compared as they are sent, before any
    /// query.
    pub paths: Vec<String>,
}

/// The platforms that `bron-search` can read. Closed: a new one is a new module.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Platform {
    /// WordPress: REST, else the HTML of `?s=`.
    Wordpress,
    /// Any result page, by selectors.
    Html,
    /// A folder of files with a table, or a RIS or CSV list.
    Files,
    /// The government's shared site since June 2026: its own search in JSON.
    SearchUi,
    /// The feed of the same site, split by date.
    SearchUiRss,
    /// The government's store of documents.
    OpenOverheid,
}

/// Settings of a WordPress site.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WordPressSettings {
    /// Post types to read (`publicatie`); empty: all that the site shows.
    #[serde(default)]
    pub types: Vec<String>,
    /// Post types never to read (`attachment`, `page`).
    #[serde(default)]
    pub without_types: Vec<String>,
    /// Selectors of the HTML of `?s=`, used when REST is switched off; absent: the common ones.
    #[serde(default)]
    pub html: Option<HtmlSettings>,
}

/// Selectors of a result page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HtmlSettings {
    /// The address of the first result page, with `{text}` where the text goes (form-encoded). It may be left out where
    /// `form` is there.
    #[serde(default)]
    pub search: String,
    /// The search form on the page at `base`: where `search` is not known, the form is read first and sent as a browser
    /// would send it (GET only, its hidden fields and preset choices included).
    #[serde(default)]
    pub form: Option<String>,
    /// The address of a later page, with `{text}` and `{page}`; absent: only `next` is followed.
    #[serde(default)]
    pub page: Option<String>,
    /// The number that `{page}` has on the first page (0 or 1).
    #[serde(default = "one")]
    pub first_page: u32,
    /// The element of the result list; a page without it is `unreadable`, never zero.
    pub list: String,
    /// A row, inside the list.
    pub row: String,
    /// The title, inside a row.
    pub title: String,
    /// The link, inside a row; absent: the first link in the title, else in the row.
    #[serde(default)]
    pub link: Option<String>,
    /// The date, inside a row (`datetime` attribute first, else text).
    #[serde(default)]
    pub date: Option<String>,
    /// The kind, inside a row.
    #[serde(default)]
    pub kind: Option<String>,
    /// Where date and kind stand in one text: a regular expression with groups `kind` and `date`, over the text of
    /// the element that `date` (else `kind`) selects.
    #[serde(default)]
    pub date_and_kind: Option<String>,
    /// The authors, inside a row.
    #[serde(default)]
    pub authors: Option<String>,
    /// The link to the next page.
    #[serde(default)]
    pub next: Option<String>,
    /// The element with the number of results.
    #[serde(default)]
    pub total: Option<String>,
    /// A regular expression with one group over the text of `total`; absent: its first number.
    #[serde(default)]
    pub total_pattern: Option<String>,
    /// An element (or, with `none_text`, its words) by which the site says that there is nothing.
    #[serde(default)]
    pub none: Option<String>,
    /// Words in `none` by which the site says so; absent: the element alone is enough.
    #[serde(default)]
    pub none_text: Option<String>,
    /// The number of results at which the site stops, where that is known.
    #[serde(default)]
    pub cap: Option<u64>,
}

fn one() -> u32 {
    1
}

/// A folder or list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FilesSettings {
    /// The folder, from the study's folder.
    pub folder: String,
    /// The table in it (`list.csv`, `export.ris`).
    pub list: String,
    /// The route that its records are counted under.
    pub via: Route,
}

/// How a publication's page is read.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LandingSettings {
    /// Links to files of the publication; absent: links to PDFs inside the main text, else in the page.
    #[serde(default)]
    pub files: Option<String>,
    /// Forms behind which a file lies (Umbraco with Cloudinary): the action with the hidden inputs is the address.
    #[serde(default)]
    pub file_forms: Option<String>,
    /// The element with the kind.
    #[serde(default)]
    pub kind: Option<String>,
    /// The element with the date.
    #[serde(default)]
    pub date: Option<String>,
    /// The elements with an author each.
    #[serde(default)]
    pub authors: Option<String>,
    /// The element with the main text; absent: recognised.
    #[serde(default)]
    pub main: Option<String>,
}

/// A part of a site that moved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Moved {
    /// How old addresses begin (canonical form).
    pub from: String,
    /// How they begin now.
    pub to: String,
}

/// How sure a key is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Confidence {
    /// General knowledge or a weak inference.
    Low,
    /// One indirect witness.
    Medium,
    /// Read in code that runs against the site, or in its documentation.
    High,
    /// Seen by `bron probe`.
    Confirmed,
}

/// A confidence and its evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyConfidence {
    /// How sure.
    pub level: Confidence,
    /// By what.
    pub evidence: String,
}
