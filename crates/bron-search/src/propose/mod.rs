//! A source describes itself: from the address of a site to the file of a source, for a person to read and correct.
//!
//! The site's own search form (or WordPress's interface for programs) is asked for words that should have hits and for
//! one that has none. The repeated blocks whose links change with the word are the result list; what stands in and around
//! them becomes selectors. Whatever comes out is tried as a run would use it, with the same conversation, before it is
//! proposed: a proposal that does not verify is none, and says why in `unknown`.
//!
//! A proposal is a function of what was heard. It is made anew after each answer, until it wants to hear nothing more.

mod around;
mod changed;
mod draft;
mod form;
mod look;
mod naming;
mod paging;
mod parts;
mod rows;
mod seen;
mod signature;
mod trial;
mod verdict;

pub use changed::{Changed, changed};

use bron_model::{Exchange, QueryStatus, Request};
use bron_protocol::{Confidence, Source};
use look::look;
use seen::{Heard, Wanted};
use serde::Serialize;
use url::Url;

/// What is typed to find the result list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// Words that should have hits, at least two; those after the second are only typed where those before it have none,
    /// or no list of them goes on to another page.
    pub canaries: Vec<String>,
    /// A word that no page holds.
    pub nonsense: String,
}

impl Default for Words {
    fn default() -> Self {
        let canaries =
            ["zorg", "wonen", "ouderen", "samen", "buurten", "wijken", "de"].map(str::to_owned).to_vec();
        Self { canaries, nonsense: "qxwzvkeplorf".to_owned() }
    }
}

/// A key of the proposed file, with what speaks for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KeyEvidence {
    /// The key (`html.row`).
    pub key: String,
    /// The value as it stands in the file.
    pub value: String,
    /// At most `medium` for what was inferred; `confirmed` for what was seen to work on every page that was tried.
    pub level: Confidence,
    /// By what.
    pub evidence: String,
}

/// What the proposed file found when it was tried.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Tried {
    /// The word typed.
    pub word: String,
    /// What became of the query.
    pub status: QueryStatus,
    /// The number that the site reports.
    pub reported: Option<u64>,
    /// Hits read, of at most four result pages.
    pub hits: usize,
    /// Result pages read.
    pub pages: u32,
    /// Titles of the first hits, at most three, for a person to compare with the site.
    pub titles: Vec<String>,
}

/// A source's file, as far as the site could be understood.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Proposed {
    /// The file, with a sentence above each key. It always loads; where no way to search was found it has `unknown`
    /// in place of `platform`.
    pub toml: String,
    /// The same, read.
    #[serde(skip)]
    pub source: Source,
    /// The keys with their evidence.
    pub keys: Vec<KeyEvidence>,
    /// What the home page shows about its software.
    pub marks: Vec<String>,
    /// What the file found when it was tried; empty where no way to search was found.
    pub tried: Vec<Tried>,
    /// What a person must know before using it, a sentence each.
    pub problems: Vec<String>,
}

impl Proposed {
    /// Whether the site can be searched by the file.
    pub fn is_searchable(&self) -> bool {
        self.source.platform.is_some()
    }
}

/// The most requests of one proposal.
const MOST_REQUESTS: usize = 60;

/// A look at one site: asks until a file can be written.
pub struct Proposal {
    address: Url,
    words: Words,
    heard: Heard,
    state: Wanted<Proposed>,
}

impl Proposal {
    /// Begins with the address of a site, of its search page, or of a result page (with what was typed, or `{text}`, in
    /// it). Nothing is asked yet.
    pub fn begin(address: &Url, words: &Words) -> Self {
        let mut address = address.clone();
        address.set_fragment(None);
        let mut words = words.clone();
        words.canaries.retain(|word| !word.trim().is_empty());
        for word in Words::default().canaries {
            if words.canaries.len() < 2 && !words.canaries.contains(&word) {
                words.canaries.push(word);
            }
        }
        let heard = Heard::default();
        let state = look(&address, &words, &heard);
        Self { address, words, heard, state }
    }

    /// The next request; `None` when nothing more is to be asked. Asking twice without hearing gives the same.
    pub fn ask(&self) -> Option<Request> {
        if self.heard.len() >= MOST_REQUESTS {
            return None;
        }
        self.state.as_ref().err().map(|request| (**request).clone())
    }

    /// Takes what came of the last request. `exchange.request.url` must be the address after redirects. Hearing
    /// something when nothing was asked changes nothing.
    pub fn hear(&mut self, exchange: &Exchange) {
        if let Some(request) = self.ask() {
            self.heard.take(&request, exchange);
            self.state = look(&self.address, &self.words, &self.heard);
        }
    }

    /// The file. A look that still wants to ask ends without a way to search, and says so.
    pub fn finish(self) -> Proposed {
        match self.state {
            Ok(proposed) => proposed,
            Err(request) => {
                look::given_up(&self.address, &format!("the look ended before {} was answered", request.url))
            }
        }
    }
}
