//! A pipeline: one run, with all it uses by name.

use bron_model::{Author, PartialDate, Reviewer, SourceId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// `pipelines/<name>.toml`. Paths are from the study's folder.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pipeline {
    /// Names the run's folder in `output/`.
    pub name: String,
    /// One line for people.
    pub title: String,
    /// The research question.
    pub question: String,
    /// A mail address or web page that a site's keeper can turn to. No live run without it.
    #[serde(default)]
    pub contact: Option<String>,
    /// Who carries the review out, for whoever is handed a run.
    #[serde(default)]
    pub author: Vec<Author>,
    /// The licence of the study's own tables, as an address (`https://creativecommons.org/licenses/by/4.0/`); without it nobody
    /// may assume one.
    #[serde(default)]
    pub licence: Option<String>,
    /// The file with the terms.
    pub terms: String,
    /// The file with the criteria.
    pub criteria: String,
    /// The file with kinds.
    pub kinds: String,
    /// The file with words of domains.
    pub domains: String,
    /// The file with words for groups of people.
    pub groups: String,
    /// Files with patterns.
    pub patterns: Vec<String>,
    /// The file with the codebook. Without it no codes are proposed and there is no Table 2.
    #[serde(default)]
    pub codebook: Option<String>,
    /// A CSV file with the crosses of an earlier Table 2, to stand beside the proposed ones; only with a codebook.
    #[serde(default)]
    pub earlier_crosses: Option<String>,
    /// Files of the sources, in the order in which fields are merged.
    pub sources: Vec<String>,
    /// Terms to search; empty: all of the file.
    #[serde(default)]
    pub only_terms: Vec<String>,
    /// Sources of which the catalogue is read as well (`[catalogue]` in their files): what it lists is searched for the
    /// texts typed, and what holds them is listed apart, never counted in Table 1. Empty: none.
    #[serde(default)]
    pub catalogue: Vec<SourceId>,
    /// Read the archive of that run (a name in `output/`), and never ask a site.
    #[serde(default)]
    pub archive: Option<String>,
    /// A list of publications that an earlier review names, which `bron known` traces in a run.
    #[serde(default)]
    pub known: Option<String>,
    /// Table 1 of an earlier review as it was printed, which the report sets beside that of a run.
    #[serde(default)]
    pub earlier_table1: Option<String>,
    /// The questions that only the authors of an earlier review can answer. No stage reads it.
    #[serde(default)]
    pub questions: Option<String>,
    /// The term comparison sheet, which people fill in. No stage reads it.
    #[serde(default)]
    pub comparison: Option<String>,
    /// What only people can say in the report. No stage reads it.
    #[serde(default)]
    pub report: Option<String>,
    /// Whether every source is probed before it is searched; one whose probe failed is not searched.
    #[serde(default = "yes")]
    pub probe: bool,
    /// Which engine reads the text of PDFs. They give different texts: another one is another reading of the same archive.
    #[serde(default)]
    pub pdf_engine: PdfEngineName,
    /// When publications may have appeared.
    pub window: Window,
    /// How sites are asked.
    #[serde(default)]
    pub harvest: Harvest,
    /// Where reading stops, on purpose.
    #[serde(default)]
    pub limits: Limits,
    /// Stop rules of the protocol, by source.
    #[serde(default)]
    pub stop: BTreeMap<SourceId, StopRule>,
    /// Publications that a reviewer must be warned of.
    #[serde(default)]
    pub flag: Vec<FlagRule>,
}

impl Pipeline {
    /// The files that it names and no stage reads: people fill them in meanwhile, and they are in no digest.
    pub fn beside(&self) -> impl Iterator<Item = &str> {
        [&self.known, &self.earlier_table1, &self.questions, &self.comparison, &self.report]
            .into_iter()
            .flatten()
            .map(String::as_str)
    }
}

fn yes() -> bool {
    true
}

/// An engine that reads the text of PDFs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PdfEngineName {
    /// The one that is part of every bron.
    #[default]
    PdfOxide,
    /// PDFium: a bron that was built with it, and a library that lies on this machine.
    Pdfium,
}

/// The window of criteria I2 and W.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Window {
    /// The first year (I2).
    pub from_year: i16,
    /// The last day (W): a date, or `harvest` for the day of the first request.
    pub until: Until,
}

/// The end of the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Until {
    /// A fixed date.
    Date(PartialDate),
    /// The day of the harvest's first record.
    Harvest,
}

impl TryFrom<String> for Until {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        if text == "harvest" {
            return Ok(Self::Harvest);
        }
        text.parse()
            .map(Self::Date)
            .map_err(|_| format!("`{text}` is neither a date (2024-06-30) nor `harvest`"))
    }
}

impl From<Until> for String {
    fn from(until: Until) -> String {
        match until {
            Until::Date(date) => date.to_string(),
            Until::Harvest => "harvest".to_owned(),
        }
    }
}

/// How sites are asked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Harvest {
    /// Seconds between the end of an answer and the next request to the same host.
    pub delay_seconds: f64,
    /// Seconds to wait for a connection.
    pub connect_seconds: f64,
    /// Seconds without a byte after which an answer is given up.
    pub read_seconds: f64,
    /// Seconds for a whole answer.
    pub whole_seconds: f64,
    /// Attempts for one request, the first included.
    pub attempts: u32,
    /// The longest Retry-After that is waited for, in seconds; a longer one is `blocked`.
    pub longest_wait_seconds: u64,
    /// Redirects followed.
    pub redirects: u32,
    /// Bytes of a body as transferred; more is cut and marked.
    pub max_body: u64,
    /// Let names in `connect_to` lead to this machine.
    pub allow_loopback: bool,
    /// Host names that are connected to a given address and port instead of looked up (`"movisie.demo" = "127.0.0.1:8080"`).
    pub connect_to: BTreeMap<String, String>,
}

impl Default for Harvest {
    fn default() -> Self {
        Self {
            delay_seconds: 2.0,
            connect_seconds: 20.0,
            read_seconds: 60.0,
            whole_seconds: 600.0,
            attempts: 3,
            longest_wait_seconds: 600,
            redirects: 10,
            max_body: 100 << 20,
            allow_loopback: false,
            connect_to: BTreeMap::new(),
        }
    }
}

/// Where reading stops. Hitting one is a row, never a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// Bytes of a body after decoding.
    pub max_decoded: u64,
    /// Result pages of one query.
    pub result_pages: u32,
    /// Documents of one publication.
    pub documents: u32,
    /// CPU seconds for reading one document.
    pub document_seconds: u64,
    /// Bytes of memory for reading one document.
    pub document_memory: u64,
    /// Pages of one document.
    pub document_pages: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_decoded: 400 << 20,
            result_pages: 1000,
            documents: 12,
            document_seconds: 60,
            document_memory: 2 << 30,
            document_pages: 5000,
        }
    }
}

/// A stop rule of the protocol. It is printed, and the query counts as complete.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StopRule {
    /// Stop after that many hits.
    #[serde(default)]
    pub hits: Option<u64>,
    /// Stop after that many result pages in a row on which no title holds a spelling of the term.
    #[serde(default)]
    pub pages_without_term: Option<u32>,
}

/// A publication to warn a reviewer of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FlagRule {
    /// `earlier-version` or `own-work`.
    pub flag: String,
    /// Whose own work it is; without it, nobody judges it.
    #[serde(default)]
    pub reviewer: Option<Reviewer>,
    /// Words that its title holds, in any case.
    #[serde(default)]
    pub title_contains: Option<String>,
    /// Words that its authors hold, in any case.
    #[serde(default)]
    pub authors_contain: Option<String>,
}
