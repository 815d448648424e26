//! Known items: publications that an earlier review names, and what this run makes of them.
//!
//! None of these rows is counted anywhere. The order of the fields is the order of the columns.

use crate::review::closed;
use crate::{QueryStatus, Route, SourceId, TermId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

closed!(
    /// What a run says of a known item. Only `not-found` and `not-even-by-title` claim that it was not there.
    KnownOutcome {
        /// A query of the same term returned it, on a route that Table 1 counts.
        FoundByTerm => "found-by-term",
        /// Only queries of other terms returned it.
        FoundByOtherTerm => "found-by-other-term",
        /// Only the catalogue holds it: the site lists it, and no query returned it.
        CatalogueOnly => "catalogue-only",
        /// It came by other routes only (a folder, a citation, a contact).
        OtherRoutesOnly => "other-routes-only",
        /// The same authors and title, of a later year.
        NewerEdition => "newer-edition",
        /// The same publication at another address than the list gives.
        Moved => "moved",
        /// It is listed, but its page answers 404 or 410.
        Gone => "gone",
        /// Something is like it, and a person must say whether it is the same.
        Doubtful => "doubtful",
        /// The site's box returns it for its title; the term's queries there were complete and did not.
        OnlyByTitle => "only-by-title",
        /// Not found, and no site's box returns it for its title either.
        NotEvenByTitle => "not-even-by-title",
        /// Every query that could have returned it was complete, and none did.
        NotFound => "not-found",
        /// Not found, but a query that could have returned it was not read whole: nothing is settled.
        SearchIncomplete => "search-incomplete",
        /// Not found, but a source in question was not searched: nothing is settled.
        NotSearched => "not-searched",
        /// Without a title it cannot be recognised.
        NotTestable => "not-testable",
    }
);

impl KnownOutcome {
    /// Whether nothing could be said because something was not searched, or not read whole (exit code 2).
    pub fn is_unsettled(self) -> bool {
        matches!(self, Self::NotSearched | Self::SearchIncomplete)
    }
}

closed!(
    /// How the run met a known item, the strongest first.
    FoundBy {
        /// A query of the same term, on a counted route.
        SameTerm => "same-term",
        /// A query of another term, on a counted route.
        OtherTerm => "other-term",
        /// The catalogue route.
        Catalogue => "catalogue",
        /// Any other route.
        OtherRoutes => "other-routes",
    }
);

closed!(
    /// How the page that the list gives lies to the pages of our passages.
    PageMatch {
        /// A page on which that number is printed.
        Printed => "printed",
        /// The page that has this number in the file, where the printed one is another or absent.
        File => "file",
        /// One passage fits by the printed number, another by the number in the file.
        PrintedAndFile => "printed-and-file",
        /// There are passages, on other pages.
        Other => "other",
        /// There is no passage of the term in it.
        NoPassage => "no-passage",
    }
);

closed!(
    /// Whether a search box returned a known item for its title.
    Returned {
        /// It did.
        Yes => "yes",
        /// It returned something like it.
        Doubtful => "doubtful",
        /// It did not, as far as the list was read.
        No => "no",
    }
);

/// `known/known.csv`: one row for each row of the list of known items, in its order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct KnownRow {
    /// The line of the list.
    pub line: u64,
    /// The publication among those of the list, numbered from 1; the same under several terms.
    pub work: u32,
    /// The term.
    pub term: TermId,
    /// Authors as the list gives them.
    pub authors: String,
    /// The year as the list gives it (`2023a`, `z.d.`).
    pub year: String,
    /// The title, from any row of this publication; empty where none gives it.
    pub title: String,
    /// What this run says of it.
    pub outcome: KnownOutcome,
    /// How it was met, also where the outcome is `newer-edition`, `moved` or `gone`; empty where it was not.
    pub found_by: Option<FoundBy>,
    /// The publications of the run that are it, joined by blanks.
    pub publications: String,
    /// The queries that returned it, as "source `text` #rank", those of the same term first; joined by `; `.
    pub queries: String,
    /// What became of the pair in this run (`included`, `out-e1b`), for each publication; with the route where Table 1
    /// does not count it. Empty where the run has no such pair.
    pub pair_outcome: String,
    /// The page that the list gives.
    pub page_listed: String,
    /// The pages of our passages of the term, as `p. 12 (pdf p. 14)`; joined by `; `.
    pub pages_found: String,
    /// How the two lie to each other; empty where the list gives no page or the publication was not found.
    pub page_match: Option<PageMatch>,
    /// What the match rests on: `title`, `doi`, `isbn`, `address`, `title-words`; joined by blanks.
    pub matched_by: String,
    /// The evidence of the match.
    pub evidence: String,
    /// What is like it, with the reason of the doubt; or, without a title, what shares author and year. Nothing here was
    /// chosen.
    pub candidates: String,
    /// What the look-ups by title said; empty where there were none.
    pub look_up: String,
    /// What else a reader must know: what was not searched, or not read whole.
    pub note: String,
}

/// `known/publications.csv`: one row for each publication that the list names, in the order of their numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct KnownPublicationRow {
    /// The publication's number in `known.csv`.
    pub work: u32,
    /// Authors as the list gives them.
    pub authors: String,
    /// The year as the list gives it.
    pub year: String,
    /// The title; empty where no row gives it.
    pub title: String,
    /// The terms under which the list names it, joined by blanks.
    pub terms: String,
    /// Of these, those whose own queries returned it.
    pub found_for: String,
    /// What this run says of it: that of its pairs which says most.
    pub outcome: KnownOutcome,
    /// How it was met, by the strongest way of its pairs.
    pub found_by: Option<FoundBy>,
    /// The publications of the run that are it, joined by blanks.
    pub publications: String,
    /// What the match rests on.
    pub matched_by: String,
    /// The evidence of the match.
    pub evidence: String,
    /// What is like it; nothing here was chosen.
    pub candidates: String,
    /// What the look-ups by title said.
    pub look_up: String,
    /// What else a reader must know.
    pub note: String,
}

/// `known/lookups.csv`: a title typed into a search box, to test the box. Sorted by publication, then source in the
/// pipeline's order. No row of it is a query of the review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LookupRow {
    /// The publication's number in `known.csv`.
    pub work: u32,
    /// Authors as the list gives them.
    pub authors: String,
    /// The year as the list gives it.
    pub year: String,
    /// Where it was typed.
    pub source: SourceId,
    /// What was typed: the title.
    pub text: String,
    /// Always `known-item`.
    pub via: Route,
    /// Which interface answered; empty when none did.
    pub interface: String,
    /// The number that the site reports, when it reports one.
    pub reported_total: Option<u64>,
    /// The number of hits read; a look-up reads no further than some dozens.
    pub hits: u64,
    /// Result pages read.
    pub pages: u32,
    /// What became of it.
    pub status: QueryStatus,
    /// Whether the box returned it; empty where nothing was read.
    pub returned: Option<Returned>,
    /// The hits that are it or like it, as `#rank title <address>: evidence`; joined by `; `.
    pub matches: String,
    /// Why, where the status needs explaining.
    pub note: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_reads_back_and_only_what_was_not_searched_is_unsettled() {
        for outcome in KnownOutcome::ALL {
            assert_eq!(KnownOutcome::parse(outcome.as_str()), Some(*outcome));
        }
        let unsettled: Vec<_> = KnownOutcome::ALL.iter().filter(|outcome| outcome.is_unsettled()).collect();
        assert_eq!(unsettled, [&KnownOutcome::SearchIncomplete, &KnownOutcome::NotSearched]);
    }
}
