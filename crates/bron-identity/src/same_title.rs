//! The last rule of the ladder: title, year and publisher, with its guards.
//!
//! Two records are one work by their titles when
//! 1. the titles are alike (the same numbers; the same words but for articles and slips) and long enough to name one
//!    work: at least 20 letters in two words that are not general ones;
//! 2. both years are known and at most one apart; or one is unknown, the titles are equal and long (30 letters, three
//!    words), and publisher or an author is the same;
//! 3. the publishers are equal; or one is unknown and the titles are long or share an author;
//! 4. nothing contradicts it, among all records that would be one: no two DOIs, no two ISBNs, and at one source
//!    neither two years nor two kinds (an edition a year; the news item about a report with the report's title).

use crate::groups::Groups;
use crate::title::{Title, words_of};
use bron_model::SourceId;
use std::collections::{BTreeMap, BTreeSet};

/// A title that more records share is the name of a series, not of a work.
const MOST_WITH_ONE_TITLE: usize = 30;
/// Words in more titles than these do not lead from one title to its likes.
const MOST_WITH_ONE_WORD: usize = 200;

/// What the rule looks at.
pub(crate) struct TitleFacts {
    pub(crate) source: SourceId,
    pub(crate) listed_title: String,
    pub(crate) title: Title,
    pub(crate) year: Option<i16>,
    pub(crate) publisher: String,
    pub(crate) authors: BTreeSet<String>,
    pub(crate) kinds: BTreeSet<String>,
    pub(crate) dois: BTreeSet<String>,
    pub(crate) isbns: BTreeSet<String>,
}

impl TitleFacts {
    /// The words of authors' names by which two records share an author.
    pub(crate) fn names_in(authors: &str) -> BTreeSet<String> {
        words_of(authors).into_iter().filter(|word| word.chars().count() >= 4).collect()
    }

    fn shares_author(&self, other: &Self) -> bool {
        self.authors.intersection(&other.authors).next().is_some()
    }

    /// What the two share, where it is enough to be one work.
    fn same_work(&self, other: &Self) -> Option<String> {
        if !self.title.is_specific() || !other.title.is_specific() || !self.title.is_like(&other.title) {
            return None;
        }
        let long = self.title.is_long() && other.title.is_long();
        let same_publisher = !self.publisher.is_empty() && self.publisher == other.publisher;
        let shares_author = self.shares_author(other);
        let publisher_unknown = self.publisher.is_empty() || other.publisher.is_empty();
        let years_fit = match (self.year, other.year) {
            (Some(a), Some(b)) => a.abs_diff(b) <= 1,
            _ => long && self.title.equals(&other.title) && (same_publisher || shares_author),
        };
        let publishers_fit = same_publisher || (publisher_unknown && (long || shares_author));
        (years_fit && publishers_fit).then(|| {
            let year = |facts: &Self| facts.year.map_or("?".to_owned(), |year| year.to_string());
            let whose = if same_publisher {
                format!("; {}", self.publisher)
            } else if shares_author {
                "; an author".to_owned()
            } else {
                String::new()
            };
            format!("{}; {} and {}{whose}", self.listed_title, year(self), year(other))
        })
    }

    fn contradicts(&self, other: &Self) -> bool {
        let differ = |a: &BTreeSet<String>, b: &BTreeSet<String>| {
            !a.is_empty() && !b.is_empty() && a.intersection(b).next().is_none()
        };
        let years_apart = match (self.year, other.year) {
            (Some(a), Some(b)) if self.source == other.source => a != b,
            (Some(a), Some(b)) => a.abs_diff(b) > 1,
            _ => false,
        };
        years_apart
            || differ(&self.dois, &other.dois)
            || differ(&self.isbns, &other.isbns)
            || (self.source == other.source && differ(&self.kinds, &other.kinds))
    }
}

/// Joins what is one work by its title, among those of that number; equal titles and equal years first. `may` can forbid
/// two that would be joined.
pub(crate) fn join_by_title(
    groups: &mut Groups,
    facts: &[TitleFacts],
    among: &[usize],
    may: &dyn Fn(&Groups, usize, usize) -> bool,
) {
    let mut pairs: Vec<(bool, u16, usize, usize, String)> = Vec::new();
    for (a, b) in candidates(facts, among, Title::is_specific) {
        if let Some(evidence) = facts[a].same_work(&facts[b]) {
            let apart = match (facts[a].year, facts[b].year) {
                (Some(a), Some(b)) => a.abs_diff(b),
                _ => 2,
            };
            pairs.push((!facts[a].title.equals(&facts[b].title), apart, a, b, evidence));
        }
    }
    pairs.sort();
    for (_, _, a, b, evidence) in pairs {
        let one_contradicts = groups
            .with(a)
            .iter()
            .any(|&ours| groups.with(b).iter().any(|&theirs| facts[ours].contradicts(&facts[theirs])));
        if !one_contradicts && may(groups, a, b) {
            groups.join(a, b, "title", evidence);
        }
    }
}

/// Pairs that are worth comparing among those whose title tells enough: equal titles, and titles that share one of their three
/// rarest words.
pub(crate) fn candidates(
    facts: &[TitleFacts],
    among: &[usize],
    tells: fn(&Title) -> bool,
) -> BTreeSet<(usize, usize)> {
    let specific: Vec<usize> = among.iter().copied().filter(|&at| tells(&facts[at].title)).collect();
    let mut with_title: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let mut with_word: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for &at in &specific {
        with_title.entry(facts[at].title.joined()).or_default().push(at);
        for word in facts[at].title.specific_words() {
            with_word.entry(word).or_default().push(at);
        }
    }
    let is_series = |at: usize| with_title[facts[at].title.joined()].len() > MOST_WITH_ONE_TITLE;
    let mut rare: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for &at in &specific {
        let mut words: Vec<&str> = facts[at].title.specific_words().iter().map(String::as_str).collect();
        words.sort_by_key(|word| (with_word[word].len(), *word));
        words.truncate(3);
        for word in words {
            rare.entry(word).or_default().push(at);
        }
    }
    let buckets =
        with_title.values().chain(rare.values().filter(|bucket| bucket.len() <= MOST_WITH_ONE_WORD));
    let mut pairs = BTreeSet::new();
    for bucket in buckets {
        let bucket: Vec<usize> = bucket.iter().copied().filter(|&at| !is_series(at)).collect();
        for (n, &b) in bucket.iter().enumerate() {
            pairs.extend(bucket[..n].iter().map(|&a| (a, b)));
        }
    }
    pairs
}
