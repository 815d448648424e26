//! What a probe of a source found: how its search box behaves today, and whether our settings still fit.

use crate::{ExchangeKey, Method, QueryStatus, SourceId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::fmt;
use url::Url;

/// The outcome of one probe of one source. The same archive and settings give the same report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ProbeReport {
    /// The source.
    pub source: SourceId,
    /// Why it was not probed; empty where it was. Then everything below is empty, and nothing is known.
    pub not_probed: String,
    /// Which interface answered the canary, as in the column `interface` of `queries.csv`; empty where none did.
    pub interface: String,
    /// What was checked, in a fixed order.
    pub checks: Vec<ProbeCheck>,
    /// By which marks the site says what it is made with.
    pub signs: Vec<PlatformSign>,
    /// The search form on its start page, where there is one.
    pub form: Option<SearchForm>,
    /// Sitemaps that robots.txt names or that answer.
    pub sitemaps: Vec<String>,
    /// What was typed, and what came of it.
    pub queries: Vec<ProbeQuery>,
    /// The result pages that were asked for by number: the last one of a long list, and one after the last.
    pub pages_by_number: Vec<Evidence>,
    /// How the box behaves; absent where the canary failed, so that nothing else was typed.
    pub verdicts: Option<ProbeVerdicts>,
    /// Different requests of this probe, those included that the archive answered.
    pub requests: u64,
}

impl ProbeReport {
    /// A report that says only why there is none.
    pub fn not_probed(source: SourceId, why: impl Into<String>) -> Self {
        Self {
            source,
            not_probed: why.into(),
            interface: String::new(),
            checks: Vec::new(),
            signs: Vec::new(),
            form: None,
            sitemaps: Vec::new(),
            queries: Vec::new(),
            pages_by_number: Vec::new(),
            verdicts: None,
            requests: 0,
        }
    }
    /// Whether the source was probed at all.
    pub fn was_probed(&self) -> bool {
        self.not_probed.is_empty()
    }
    /// The first check that failed: the source must not be searched. `None` where all is as configured, apart from
    /// warnings, and where the source was not probed.
    pub fn failure(&self) -> Option<&ProbeCheck> {
        self.checks.iter().find(|check| check.outcome == CheckOutcome::Failed)
    }
    /// The checks that a person should look at although the source is searched.
    pub fn warnings(&self) -> impl Iterator<Item = &ProbeCheck> {
        self.checks.iter().filter(|check| check.outcome == CheckOutcome::Warning)
    }
}

/// One thing that was checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ProbeCheck {
    /// What: `robots`, `platform`, `canary`, `nonsense`, or a key of the source's file (`html.date`).
    pub name: String,
    /// What came of it.
    pub outcome: CheckOutcome,
    /// Why, in one sentence.
    pub because: String,
    /// The exchanges that it rests on.
    pub evidence: Vec<Evidence>,
}

/// What came of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CheckOutcome {
    /// As configured.
    Ok,
    /// Something is lost (a date, a kind), but no hit.
    Warning,
    /// What the source lists cannot be trusted: it is not searched.
    Failed,
    /// It could not be seen either way.
    Unknown,
}

impl CheckOutcome {
    /// The text as it stands in files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warning => "warning",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
        }
    }
}

/// An exchange in the archive.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Evidence {
    /// GET or POST.
    pub method: Method,
    /// The address that was asked.
    pub url: String,
    /// The key by which the archive names the exchange.
    pub key: String,
}

impl Evidence {
    /// Of a request's parts.
    pub fn new(method: Method, url: &Url, key: ExchangeKey) -> Self {
        Self { method, url: url.to_string(), key: key.to_string() }
    }
}

/// A mark of a platform.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PlatformSign {
    /// The platform (`wordpress`, `drupal`, `umbraco`, `search-ui`, `oai-pmh`, `next.js`).
    pub platform: String,
    /// Whether it was seen; absent where that cannot be said.
    pub seen: Option<bool>,
    /// By what.
    pub because: String,
    /// The exchanges that it rests on.
    pub evidence: Vec<Evidence>,
}

/// A search form as a page shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SearchForm {
    /// Where it is sent, made absolute.
    pub action: String,
    /// GET or POST.
    pub method: String,
    /// The names of its fields, in their order, hidden ones included.
    pub fields: Vec<String>,
}

/// One text that was typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ProbeQuery {
    /// What for (`one word`, `quoted`, `nonsense`): names from the list in `bron-search`.
    pub purpose: String,
    /// What was typed.
    pub text: String,
    /// What became of it; `hits` also where reading stopped on purpose.
    pub status: QueryStatus,
    /// The number that the site reports.
    pub reported_total: Option<u64>,
    /// Rows that were read.
    pub read: u64,
    /// Whether the list goes on after what was read.
    pub at_least: bool,
    /// Result pages read.
    pub pages: u32,
    /// sha256 over the addresses read, each once, sorted; empty where there is none. Two lists are the same when it is.
    pub addresses: String,
    /// Why, where the status needs explaining.
    pub note: String,
    /// The exchanges.
    pub evidence: Vec<Evidence>,
}

impl ProbeQuery {
    /// The digest of a set of addresses; empty for none.
    pub fn digest_of(addresses: &BTreeSet<String>) -> String {
        if addresses.is_empty() {
            return String::new();
        }
        let mut hash = Sha256::new();
        for address in addresses {
            hash.update(address);
            hash.update([b'\n']);
        }
        data_encoding::HEXLOWER.encode(&hash.finalize())
    }
}

/// A verdict with what it rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Finding<V> {
    /// The verdict.
    pub verdict: V,
    /// The numbers that settle it, or why they do not.
    pub because: String,
}

macro_rules! verdicts {
    ($($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident => $text:literal,)+ })+) => {
        $(
            $(#[$about])*
            #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
            pub enum $name { $($(#[$doc])* #[serde(rename = $text)] $variant),+ }
            impl $name {
                /// Every verdict.
                pub const ALL: &'static [Self] = &[$(Self::$variant),+];
                /// The text as it stands in files.
                pub fn as_str(self) -> &'static str {
                    match self { $(Self::$variant => $text),+ }
                }
            }
            impl fmt::Display for $name {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    f.write_str(self.as_str())
                }
            }
        )+
    };
}

verdicts! {
    /// What a box makes of two words.
    WordsTogether {
        /// Both must stand in a publication.
        And => "and",
        /// Either is enough.
        Or => "or",
        /// They must stand beside each other, in that order.
        Phrase => "phrase",
        /// The numbers do not settle it.
        Unknown => "unknown",
    }
    /// What a box makes of quotation marks.
    Quotes {
        /// What stands between them is found as a phrase.
        Phrase => "phrase",
        /// They change nothing.
        Ignored => "ignored",
        /// The site answers with an error.
        Refused => "refused",
        /// The numbers do not settle it.
        Unknown => "unknown",
    }
    /// How letters are compared with words.
    InsideWords {
        /// Letters are found anywhere in a word (`menlevin` in `samenleving`).
        Substring => "substring",
        /// Letters are found at the beginning of a word.
        Prefix => "prefix",
        /// Only whole words are found.
        WholeWords => "whole-words",
        /// The numbers do not settle it.
        Unknown => "unknown",
    }
    /// Whether singular and plural find each other.
    SingularPlural {
        /// They do.
        Stemmed => "stemmed",
        /// They do not.
        Apart => "apart",
        /// The numbers do not settle it.
        Unknown => "unknown",
    }
    /// Whether letters with and without accents find each other.
    Accents {
        /// They do.
        Folded => "folded",
        /// They do not.
        Apart => "apart",
        /// The numbers do not settle it.
        Unknown => "unknown",
    }
    /// Whether an operator does what it says.
    Operator {
        /// It does.
        Works => "works",
        /// It is passed over, or taken as a word of its own.
        IgnoredOrLiteral => "ignored-or-literal",
        /// The site answers with an error.
        Refused => "refused",
        /// The numbers do not settle it.
        Unknown => "unknown",
    }
    /// What a box makes of ten words and more.
    ManyWords {
        /// As of two.
        Works => "works",
        /// It finds nothing where two of the same words do: taken as one phrase, or not at all.
        AsPhrase => "as-phrase",
        /// The site answers with an error.
        Refused => "refused",
        /// The numbers do not settle it.
        Unknown => "unknown",
    }
    /// What a box makes of a quotation mark that is not closed.
    UnclosedQuote {
        /// It finds something.
        Works => "works",
        /// It finds nothing where the word alone does.
        NothingFound => "nothing-found",
        /// The site answers with an error.
        Refused => "refused",
        /// The numbers do not settle it.
        Unknown => "unknown",
    }
    /// What comes after the last result page.
    PastTheEnd {
        /// A page without rows.
        Empty => "empty",
        /// HTTP 404 or 410.
        NotFound => "not-found",
        /// Another error.
        Error => "error",
        /// The last page again.
        RepeatsLast => "repeats-last",
        /// The first page again.
        RepeatsFirst => "repeats-first",
        /// Rows that no page before had.
        GoesOn => "goes-on",
        /// It could not be asked or read.
        Unknown => "unknown",
    }
    /// Whether the numbers that a site reports can be trusted.
    Totals {
        /// They are what could be read, wherever a list was read to its end.
        Equal => "equal",
        /// They are not.
        Differ => "differ",
        /// The site reports none.
        NotReported => "not-reported",
        /// No list with a number was read to its end.
        Unknown => "unknown",
    }
    /// Whether a list ends before all that it reports was shown.
    Cap {
        /// The last page by the number that is reported was there.
        NoneSeen => "none-seen",
        /// It was not.
        Stops => "stops",
        /// No list was long enough, or its last page cannot be asked for.
        Unknown => "unknown",
    }
}

/// How a search box behaves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ProbeVerdicts {
    /// Two words.
    pub words_together: Finding<WordsTogether>,
    /// Quotation marks.
    pub quotes: Finding<Quotes>,
    /// Letters inside words.
    pub inside_words: Finding<InsideWords>,
    /// Singular and plural.
    pub singular_plural: Finding<SingularPlural>,
    /// Accents.
    pub accents: Finding<Accents>,
    /// `a OR b`.
    pub operator_or: Finding<Operator>,
    /// `a AND b`.
    pub operator_and: Finding<Operator>,
    /// `a -b`.
    pub operator_minus: Finding<Operator>,
    /// Ten words and more.
    pub many_words: Finding<ManyWords>,
    /// An unclosed quotation mark.
    pub unclosed_quote: Finding<UnclosedQuote>,
    /// The page after the last.
    pub past_the_end: Finding<PastTheEnd>,
    /// The numbers that are reported.
    pub totals: Finding<Totals>,
    /// Where a list stops.
    pub cap: Finding<Cap>,
}

impl ProbeVerdicts {
    /// Name, verdict and reason of each, in the order of the table.
    pub fn rows(&self) -> Vec<(&'static str, &'static str, &str)> {
        macro_rules! row {
            ($($field:ident),+) => {
                vec![$((stringify!($field), self.$field.verdict.as_str(), self.$field.because.as_str())),+]
            };
        }
        row!(
            words_together,
            quotes,
            inside_words,
            singular_plural,
            accents,
            operator_or,
            operator_and,
            operator_minus,
            many_words,
            unclosed_quote,
            past_the_end,
            totals,
            cap
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_of_no_addresses_is_empty_and_two_sets_differ() {
        let set = |addresses: &[&str]| addresses.iter().map(|one| (*one).to_owned()).collect::<BTreeSet<_>>();
        assert_eq!(ProbeQuery::digest_of(&set(&[])), "");
        assert_ne!(ProbeQuery::digest_of(&set(&["a", "b"])), ProbeQuery::digest_of(&set(&["ab"])));
    }
}
