//! What a trial says about a file: is it unfit, which keys work, and what must a person know?

use super::draft::Draft;
use super::paging::Paging;
use super::parts::Parts;
use super::{Tried, trial};
use crate::QueryResult;
use bron_model::{QueryStatus, canonical_address};
use bron_protocol::Confidence;
use std::collections::BTreeSet;
use url::Url;

/// What makes a file unfit: no hits for a word, the same for all, or hits for the word that has none.
pub(super) fn fault(results: &[(String, QueryResult)], of_nothing: &QueryResult) -> Option<String> {
    for (word, result) in results.iter().take(2) {
        if result.hits.is_empty() {
            return Some(format!("`{word}` gave no hits ({} {})", result.status, result.note));
        }
    }
    let lists: BTreeSet<Vec<String>> = results
        .iter()
        .map(|(_, result)| result.hits.iter().map(|hit| canonical_address(&hit.url)).collect())
        .collect();
    if lists.len() < 2 {
        return Some("every word gave the same hits".to_owned());
    }
    if !of_nothing.hits.is_empty() {
        return Some(format!("the word that no page holds gave {} hits", of_nothing.hits.len()));
    }
    let broken = results.iter().find(|(_, result)| {
        matches!(result.status, QueryStatus::Unreadable | QueryStatus::Failed | QueryStatus::Blocked)
    });
    broken.map(|(word, result)| format!("`{word}`: {} {}", result.status, result.note))
}

/// Whether a list was read to its end and holds another number than the site reports.
pub(super) fn miscounts(result: &QueryResult) -> bool {
    let to_the_end = result.pages < trial::PAGES;
    to_the_end && result.reported_total.is_some_and(|total| total != result.hits.len() as u64)
}

pub(super) fn describe_parts(parts: &Parts, draft: &mut Draft) {
    if let Some(link) = &parts.link {
        draft.text("html.link", link, Confidence::Medium, "the first link of a row is another");
    }
    if let Some(date) = &parts.date {
        let (read, of) = parts.dated;
        draft.text(
            "html.date",
            date,
            Confidence::Medium,
            format!("a date can be read in {read} of {of} rows"),
        );
    }
    let kinds = format!("few different words over the rows: {}", parts.kinds.join(", "));
    if let Some(kind) = &parts.kind {
        draft.text("html.kind", kind, Confidence::Low, kinds.clone());
    }
    if let Some(both) = &parts.date_and_kind {
        draft.text("html.date_and_kind", both, Confidence::Medium, kinds);
    }
    if let Some(authors) = &parts.authors {
        draft.text("html.authors", authors, Confidence::Low, "by its name");
    }
}

pub(super) fn describe_paging(paging: Option<&Paging>, draft: &mut Draft) {
    let Some(paging) = paging else { return };
    let at = paging.seen_at.as_ref().map(Url::to_string).unwrap_or_default();
    if let Some(next) = &paging.next {
        draft.text("html.next", next, Confidence::Medium, format!("the link to the next page on {at}"));
    }
    if let Some(page) = &paging.page {
        let evidence = format!("by the links to other pages on {at}");
        draft.text("html.page", page, Confidence::Medium, evidence.clone());
        draft.literal("html.first_page", paging.first_page.to_string(), Confidence::Medium, evidence);
    }
}

/// Raises what was seen to work, and says what was not.
pub(super) fn tell(
    draft: &mut Draft,
    results: &[(String, QueryResult)],
    of_nothing: &QueryResult,
    paging: Option<&Paging>,
    lost_total: Option<&str>,
) -> Vec<String> {
    let mut problems = Vec::new();
    let words: Vec<String> =
        results.iter().map(|(word, result)| format!("`{word}` gave {} hits", result.hits.len())).collect();
    let seen = words.join(", ");
    let says_nothing = of_nothing.status == QueryStatus::NoneReported;
    if says_nothing {
        let told = format!("{seen}, a word that no page holds none");
        draft.confirm(
            &[
                "platform",
                "html.search",
                "html.list",
                "html.row",
                "html.title",
                "html.link",
                "html.none",
                "html.none_text",
            ],
            &told,
        );
    } else {
        problems.push(format!(
            "what the site says when there is nothing was not recognised ({}): such a query will be `{}`, never 0; fill in `none`",
            of_nothing.note, of_nothing.status
        ));
    }
    let walked = results.iter().find(|(_, result)| result.pages > 1);
    match (paging, walked) {
        (Some(_), Some((word, result))) => {
            let told = format!("{} pages of `{word}` were read, each with other rows", result.pages);
            let used: &[&str] =
                if draft.has("html.next") { &["html.next"] } else { &["html.page", "html.first_page"] };
            draft.confirm(used, &told);
        }
        (Some(_), None) => {
            problems.push("a link to another page is there, but no second page could be read".to_owned());
        }
        (None, _) => problems.push(
            "no list went on to a second page: `next` and `page` are unknown; give words with more hits"
                .to_owned(),
        ),
    }
    let whole = results.iter().find(|(_, result)| {
        result.status == QueryStatus::Hits && result.reported_total == Some(result.hits.len() as u64)
    });
    if let Some((word, result)) = whole {
        let told = format!("`{word}`: {} reported and read", result.hits.len());
        draft.confirm(&["html.total", "html.total_pattern"], &told);
    }
    if let Some(why) = lost_total {
        problems.push(format!(
            "the site shows a number of results that does not fit its lists and was left out ({why}): nothing checks whether a list is whole"
        ));
    }
    if let Some((word, result)) = results.iter().find(|(_, result)| miscounts(result)) {
        problems.push(format!(
            "`{word}`: {}: such a query will be incomplete; see whether the list goes on in another way, or take `total` away where the site counts otherwise",
            result.note
        ));
    }
    problems
}

pub(super) fn tried(
    results: &[(String, QueryResult)],
    nonsense: &str,
    of_nothing: &QueryResult,
) -> Vec<Tried> {
    let one = |word: &str, result: &QueryResult| Tried {
        word: word.to_owned(),
        status: result.status,
        reported: result.reported_total,
        hits: result.hits.len(),
        pages: result.pages,
        titles: result.hits.iter().take(3).map(|hit| hit.title.clone()).collect(),
    };
    let canaries = results.iter().map(|(word, result)| one(word, result));
    canaries.chain(std::iter::once(one(nonsense, of_nothing))).collect()
}
