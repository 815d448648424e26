//! The closed worlds of the method: routes, statuses, criteria, verdicts and outcomes.

use crate::{SourceId, TermId};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Gives a closed enum its one text form: for files (serde), for `Display` and for `FromStr`-like reading.
macro_rules! closed {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident => $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
        pub enum $name {
            $($(#[$vdoc])* #[serde(rename = $text)] $variant),+
        }
        impl $name {
            /// Every value, in the order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            /// The text used in files.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }
            /// The value with that text.
            pub fn parse(text: &str) -> Option<Self> {
                match text { $($text => Some(Self::$variant),)+ _ => None }
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }
    };
}
pub(crate) use closed;

closed!(
    /// How a publication was met. Only the first two are counted in Table 1.
    Route {
        /// The knowledge base's own search box, asked by the program.
        Search => "search",
        /// The same box, typed by a person.
        HandSearch => "hand-search",
        /// What the site lists, searched by our own exact phrases.
        Catalogue => "catalogue",
        /// A folder or list that a person put together.
        Browse => "browse",
        /// A reference in another publication.
        Citation => "citation",
        /// Sent by somebody.
        Contact => "contact",
        /// Any other way.
        Other => "other",
        /// The term was met in a document found for another term.
        Text => "text",
        /// Looked up by name, to test the search.
        KnownItem => "known-item",
    }
);

impl Route {
    /// Whether pairs met this way are counted in Table 1.
    pub fn counts_in_table1(self) -> bool {
        matches!(self, Self::Search | Self::HandSearch)
    }
}

closed!(
    /// Whether an element of Table 2 belongs to a term.
    Cross {
        /// At least one passage of an included publication says so.
        Yes => "yes",
        /// There are such passages, and none says so.
        No => "no",
        /// There is no passage to tell it by, or what was printed is lost.
        Unknown => "unknown",
    }
);

closed!(
    /// What became of a query. The first three are complete: they may reach Table 1, a zero included.
    QueryStatus {
        /// Hits were read, as many as reported (or the site reports no number).
        Hits => "hits",
        /// The site itself says that there are none.
        NoneReported => "none-reported",
        /// A stop rule of the protocol ended the reading.
        StoppedByProtocol => "stopped-by-protocol",
        /// Not asked: something is not configured or not confirmed.
        NotSearched => "not-searched",
        /// An answer came, but no result list was recognised in it.
        Unreadable => "unreadable",
        /// No answer, or an error status.
        Failed => "failed",
        /// The site does not let us: robots.txt, 403, come back later.
        Blocked => "blocked",
        /// The site stops at a number of its own.
        Capped => "capped",
        /// Fewer hits were read than the site reports.
        Incomplete => "incomplete",
    }
);

impl QueryStatus {
    /// Whether the query's count is a finding; any other status makes the run incomplete (exit code 2).
    pub fn is_complete(self) -> bool {
        matches!(self, Self::Hits | Self::NoneReported | Self::StoppedByProtocol)
    }
}

closed!(
    /// The criteria, in the order in which they are applied.
    Criterion {
        /// A publication or article.
        I1 => "I1",
        /// From 2007 on.
        I2 => "I2",
        /// Not after the search period.
        W => "W",
        /// The term does not occur.
        E1a => "E1a",
        /// The term occurs but is neither defined nor described.
        E1b => "E1b",
        /// Outside care, health, welfare or housing.
        E2 => "E2",
        /// Not relevant for older people.
        E3 => "E3",
    }
);

closed!(
    /// What a criterion is decided about.
    Scope {
        /// Once for a publication; it holds for all its pairs.
        Publication => "publication",
        /// For one term and publication.
        Pair => "pair",
    }
);

impl Criterion {
    /// What the criterion is decided about: only E1 is decided per pair.
    pub fn scope(self) -> Scope {
        match self {
            Self::E1a | Self::E1b => Scope::Pair,
            Self::I1 | Self::I2 | Self::W | Self::E2 | Self::E3 => Scope::Publication,
        }
    }
    /// The outcome of a pair that this criterion takes out.
    pub fn outcome(self) -> Outcome {
        match self {
            Self::I1 => Outcome::OutI1,
            Self::I2 => Outcome::OutI2,
            Self::W => Outcome::OutW,
            Self::E1a => Outcome::OutE1a,
            Self::E1b => Outcome::OutE1b,
            Self::E2 => Outcome::OutE2,
            Self::E3 => Outcome::OutE3,
        }
    }
}

closed!(
    /// Three-valued: what cannot be settled is `unclear`, never a guess.
    Verdict {
        /// The criterion lets it in.
        Include => "include",
        /// The criterion takes it out.
        Exclude => "exclude",
        /// Not settled.
        Unclear => "unclear",
    }
);

closed!(
    /// Who settled a criterion.
    MadeBy {
        /// A rule that the method lets settle it.
        Rule => "rule",
        /// A rule's proposal, counted because the user asked for `--accept-proposals`.
        AcceptedProposal => "accepted-proposal",
        /// A person.
        Reviewer => "reviewer",
    }
);

closed!(
    /// What becomes of a pair.
    Outcome {
        /// Not a publication or article.
        OutI1 => "out-i1",
        /// Before 2007.
        OutI2 => "out-i2",
        /// After the search period.
        OutW => "out-w",
        /// The term does not occur.
        OutE1a => "out-e1a",
        /// Neither defined nor described.
        OutE1b => "out-e1b",
        /// Outside the domains.
        OutE2 => "out-e2",
        /// Not relevant for older people.
        OutE3 => "out-e3",
        /// Waits for a reviewer.
        Unclear => "unclear",
        /// No readable main document could be had.
        NotRetrieved => "not-retrieved",
        /// In.
        Included => "included",
    }
);

closed!(
    /// The part that a document plays in its publication.
    DocumentPart {
        /// The page that the hit points to.
        Landing => "landing",
        /// The publication itself.
        Main => "main",
        /// A summary, appendix or infographic beside it.
        Annex => "annex",
    }
);

closed!(
    /// What kind of file a document is.
    DocumentKind {
        /// A PDF.
        Pdf => "pdf",
        /// A web page.
        Html => "html",
        /// Plain text.
        Text => "text",
        /// A Word file.
        Word => "word",
        /// Anything else; it is not read.
        Other => "other",
    }
);

closed!(
    /// Whether a document's text could be had. Only `retrieved` settles that a term does not occur.
    DocumentStatus {
        /// Whole and readable.
        Retrieved => "retrieved",
        /// The address answers 404 or 410.
        NotFound => "not-found",
        /// The address asks for a login, forbids, or robots.txt closes it.
        NotAccessible => "not-accessible",
        /// No whole answer came.
        NotRetrieved => "not-retrieved",
        /// Pages, but no text on them: a scan.
        NoTextLayer => "no-text-layer",
        /// Some pages have no text.
        PartlyWithoutText => "partly-without-text",
        /// Encrypted: the text cannot be read without a password.
        Encrypted => "encrypted",
        /// It could not be read as what it says it is.
        Broken => "broken",
        /// A limit of time or memory was met: never a finding; the run is incomplete.
        NotRead => "not-read",
    }
);

impl DocumentStatus {
    /// Whether the whole text was read.
    pub fn is_whole(self) -> bool {
        self == Self::Retrieved
    }
    /// Whether there is any text to look in.
    pub fn has_text(self) -> bool {
        matches!(self, Self::Retrieved | Self::PartlyWithoutText)
    }
}

closed!(
    /// What a passage says of its term.
    PassageKind {
        /// What the term is or means.
        Definition => "definition",
        /// A characteristic, aim, activity or composition.
        Description => "description",
        /// An element of it; elements alone do not satisfy E1.
        Element => "element",
    }
);

impl PassageKind {
    /// Whether a passage of this kind satisfies E1.
    pub fn satisfies_e1(self) -> bool {
        matches!(self, Self::Definition | Self::Description)
    }
}

/// One text typed at one source for one term.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Query {
    /// Where.
    pub source: SourceId,
    /// For which term.
    pub term: TermId,
    /// What is typed, without quotation marks unless the researcher put them there.
    pub text: String,
    /// By which route.
    pub via: Route,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_reads_back_and_only_e1_is_decided_per_pair() {
        for criterion in Criterion::ALL {
            assert_eq!(Criterion::parse(criterion.as_str()), Some(*criterion));
            assert_eq!(criterion.scope() == Scope::Pair, criterion.as_str().starts_with("E1"));
        }
        for outcome in Outcome::ALL {
            assert_eq!(Outcome::parse(outcome.as_str()), Some(*outcome));
        }
    }

    #[test]
    fn only_the_box_is_counted() {
        let counted: Vec<_> = Route::ALL.iter().filter(|route| route.counts_in_table1()).collect();
        assert_eq!(counted, [&Route::Search, &Route::HandSearch]);
    }
}
