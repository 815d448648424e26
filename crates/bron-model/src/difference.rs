//! Differences between two harvests: what became of each publication, pair, query and count, and why.
//!
//! Side A is the earlier one by convention, side B the later; nothing depends on it. The order of the fields is the order of
//! the columns.

use crate::review::closed;
use crate::{PublicationId, QueryStatus, Route, SourceId, TermId};
use serde::{Deserialize, Serialize};
use std::fmt;

closed!(
    /// In what two harvests differ. What is the same in both is counted, and has no row.
    DifferenceCategory {
        /// In B only, and certainly published after A's harvest.
        NewPublication => "new-publication",
        /// In B only, and certainly there when A was harvested: its date or A's own archive says so.
        NewlyIndexed => "newly-indexed",
        /// In B only; its dates cannot tell whether it is new or only newly found.
        Appeared => "appeared",
        /// In A only; its address answered 404 or 410 when B was harvested.
        Gone => "gone",
        /// In A only; its address still answers, or leads to a place that B does not list.
        NotReturned => "not-returned",
        /// In A only; B's archive holds no answer of its address, so nobody knows.
        NotAsked => "not-asked",
        /// In A only; a stop rule or cap ended a query in B that found it in A.
        CutOff => "cut-off",
        /// The same publication at another address.
        Moved => "moved",
        /// The same address and text, in another file.
        OtherFile => "other-file",
        /// The same publication, of which something else is listed or known; one row for each field.
        ChangedMetadata => "changed-metadata",
        /// The same publication with another text.
        Revised => "revised",
        /// The same publication, of which one side has only a part of the text.
        Excerpt => "excerpt",
        /// The same pair with another outcome.
        ChangedDecision => "changed-decision",
        /// On one side only, where the other did not ask the same: never counted as appeared or gone.
        NotComparable => "not-comparable",
        /// Perhaps the same publication: a person must say.
        PossibleMatch => "possible-match",
    }
);

closed!(
    /// Why a pair has another outcome.
    DecisionCause {
        /// What was judged is another: the text that was read, or what the site lists of it.
        Document => "document",
        /// The criteria, their word lists or the window are others.
        Criteria => "criteria",
        /// A person judged it on one side, or otherwise.
        Reviewer => "reviewer",
        /// None of these: the rules of the program.
        Rule => "rule",
    }
);

closed!(
    /// By what two records of two harvests are known to be one publication, the surest first.
    MatchRung {
        /// The DOI.
        Doi => "doi",
        /// The handle or URN.
        Handle => "handle",
        /// The ISBN, under titles that go together.
        Isbn => "isbn",
        /// The site's own id.
        SiteId => "site-id",
        /// The canonical address.
        Address => "address",
        /// An archive shows that the one address leads to the other.
        Redirect => "redirected",
        /// The bytes of the main file.
        MainFile => "main-file",
        /// The letters of the main text.
        MainText => "main-text",
        /// Much of the text is the same, under titles that go together.
        NearText => "near-text",
        /// Only the title is alike: never more than a possible match.
        Title => "title",
        /// A list of known items names it, and `bron known` traced it.
        KnownItem => "known-item",
    }
);

/// `compare/<A>/diff.csv` (and, one object a line, `diff.jsonl`): one difference of a publication or pair. Sorted by category,
/// publications, term and field.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
pub struct DifferenceRow {
    /// In what they differ.
    pub category: DifferenceCategory,
    /// The publication in A; empty where it is in B only, or A is a printed table.
    pub publication_a: Option<PublicationId>,
    /// The publication in B; empty where it is in A only.
    pub publication_b: Option<PublicationId>,
    /// The term, where the difference is a pair's.
    pub term: Option<TermId>,
    /// What differs (`title`, `outcome`, `url`); empty where it is the publication itself.
    pub field: String,
    /// By what the two are known to be one.
    pub matched_by: Option<MatchRung>,
    /// Of a changed decision: why. Empty where nothing proves it.
    pub because: Option<DecisionCause>,
    /// As A has it.
    pub before: String,
    /// As B has it.
    pub after: String,
    /// What the category rests on: statuses with their days, dates with their rules, queries, digests, figures.
    pub evidence: String,
    /// What it moves in Table 1, as `term/column+1`, joined by blanks.
    pub explains: String,
    /// The title in B, else in A.
    pub title: String,
    /// Of a revised text: the first lines that differ, as a unified diff of its sentences.
    pub text_diff: String,
}

/// `compare/<A>/queries.csv`: one text typed at one source, on both sides. Sorted by source, term, text, via, sources in B's
/// order. Cells of a side that did not have the query are empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ComparedQueryRow {
    /// Where it was typed.
    pub source: SourceId,
    /// For which term.
    pub term: TermId,
    /// What was typed.
    pub text: String,
    /// By which route.
    pub via: Route,
    /// What became of it in A.
    pub status_a: Option<QueryStatus>,
    /// What became of it in B.
    pub status_b: Option<QueryStatus>,
    /// The number that the site reported in A.
    pub reported_a: Option<u64>,
    /// The number that the site reported in B.
    pub reported_b: Option<u64>,
    /// Hits read in A.
    pub hits_a: Option<u64>,
    /// Hits read in B.
    pub hits_b: Option<u64>,
    /// Which interface answered in A.
    pub interface_a: String,
    /// Which interface answered in B.
    pub interface_b: String,
    /// Publications that both returned.
    pub both: u64,
    /// Publications that only A returned.
    pub only_a: u64,
    /// Publications that only B returned.
    pub only_b: u64,
    /// Whether what one side lists and the other does not says anything.
    pub comparable: bool,
    /// Why not; or what a reader must know all the same.
    pub why: String,
}

/// `compare/<A>/counts.csv`: one cell of Table 1 on both sides, and how much of the difference each cause explains. The causes
/// add up to the difference; where A is a printed table they are empty. In the order of Table 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ComparedCountRow {
    /// The term, or `total`.
    pub term: String,
    /// The column of Table 1 (`excluded_e1` where a printed table does not tell E1a from E1b).
    pub column: String,
    /// In A; empty where it was not reported.
    pub a: Option<u64>,
    /// In B.
    pub b: Option<u64>,
    /// B less A; empty where one of them is.
    pub difference: Option<i64>,
    /// By `new-publication`.
    pub new_publication: Option<i64>,
    /// By `newly-indexed`.
    pub newly_indexed: Option<i64>,
    /// By `appeared`.
    pub appeared: Option<i64>,
    /// By `gone`.
    pub gone: Option<i64>,
    /// By `not-returned`.
    pub not_returned: Option<i64>,
    /// By `not-asked`.
    pub not_asked: Option<i64>,
    /// By `cut-off`.
    pub cut_off: Option<i64>,
    /// By `changed-decision` because of the document.
    pub document: Option<i64>,
    /// By `changed-decision` because of the criteria.
    pub criteria: Option<i64>,
    /// By `changed-decision` because of a reviewer.
    pub reviewer: Option<i64>,
    /// By `changed-decision` because of the program's rules.
    pub rule: Option<i64>,
    /// By `changed-metadata`: two records of one side are one publication on the other.
    pub merged: Option<i64>,
    /// By `not-comparable`.
    pub not_comparable: Option<i64>,
}

/// `compare/<A>/reasons.csv`: how many pairs went from one outcome to another, per term and in total (`total`). `absent`: the pair
/// is not there. Sorted by term as in Table 1, then by the outcomes' order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ReasonMoveRow {
    /// The term, or `total`.
    pub term: String,
    /// The outcome in A, or `absent`.
    pub from: String,
    /// The outcome in B, or `absent`.
    pub to: String,
    /// How many pairs.
    pub pairs: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_reads_back_and_the_ladder_ends_with_what_is_least_sure() {
        for category in DifferenceCategory::ALL {
            assert_eq!(DifferenceCategory::parse(category.as_str()), Some(*category));
        }
        for cause in DecisionCause::ALL {
            assert_eq!(DecisionCause::parse(cause.as_str()), Some(*cause));
        }
        assert!(MatchRung::Doi < MatchRung::Address && MatchRung::NearText < MatchRung::Title);
    }
}
