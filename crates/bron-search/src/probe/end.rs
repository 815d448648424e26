//! The last result page, and the page after it.

use super::answer::Answer;
use super::battery::Purpose;
use super::typed::Typed;
use bron_model::{Cap, Evidence, Exchange, Finding, PastTheEnd, Reply, Request, Totals};

/// A result page that is asked for by its number.
pub(super) struct PageWanted {
    /// The number of the text in the battery.
    text: usize,
    place: Place,
    pub(super) request: Request,
}

/// Which page it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// The last one by the number that the site reports, on which so many rows are due.
    Last { number: u64, due: u64 },
    /// One after the last.
    Past,
}

/// What came of it.
pub(super) struct PageSaid {
    place: Place,
    pub(super) evidence: Evidence,
    said: Said,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Said {
    NoAnswer,
    Error(u16),
    NoList,
    /// Rows, and whether all of them stand on the last page that was read, or the first, or any.
    Rows {
        rows: u64,
        on_last: bool,
        on_first: bool,
        known: bool,
    },
}

/// The pages to ask for: one after the last of a list that was read to its end, and the last one of the longest list
/// whose number the site reports.
pub(super) fn pages_to_ask(typed: &[Typed]) -> Vec<PageWanted> {
    let past = past(typed);
    let last = last(typed);
    past.into_iter().chain(last).collect()
}

/// Of a list of several pages where there is one, so that the last page is not the first.
fn past(typed: &[Typed]) -> Option<PageWanted> {
    let wanted = typed.iter().enumerate().filter_map(|(text, typed)| {
        let listing = typed.conversation.listing();
        let is_read = listing.ended_by_itself() && listing.rows_read() > 0;
        let request = typed.conversation.page_request(listing.pages().checked_add(1)?)?;
        (is_read && typed.purpose != Purpose::Canary)
            .then_some((listing.pages() > 1, PageWanted { text, place: Place::Past, request }))
    });
    let mut best: Option<(bool, PageWanted)> = None;
    for (is_longer, page) in wanted {
        if best.as_ref().is_none_or(|(best, _)| is_longer && !best) {
            best = Some((is_longer, page));
        }
    }
    best.map(|(_, page)| page)
}

fn last(typed: &[Typed]) -> Option<PageWanted> {
    let lists = typed.iter().enumerate().filter_map(|(text, typed)| {
        let listing = typed.conversation.listing();
        let (rows, pages) = (listing.rows_read(), u64::from(listing.pages()));
        let reported = listing.reported().filter(|reported| *reported > rows)?;
        (!listing.has_ended() && pages > 0 && rows > 0 && rows.is_multiple_of(pages)).then_some((
            reported,
            std::cmp::Reverse(text),
            rows / pages,
        ))
    });
    let (reported, std::cmp::Reverse(text), size) = lists.max()?;
    let number = reported.div_ceil(size);
    let due = reported - (number - 1) * size;
    let request = typed[text].conversation.page_request(u32::try_from(number).ok()?)?;
    Some(PageWanted { text, place: Place::Last { number, due }, request })
}

impl PageSaid {
    pub(super) fn of(page: PageWanted, exchange: &Exchange, evidence: Evidence, typed: &[Typed]) -> Self {
        let conversation = &typed[page.text].conversation;
        let said = match &exchange.reply {
            Reply::NoAnswer(_) => Said::NoAnswer,
            Reply::Answer(answer) if answer.status >= 400 => Said::Error(answer.status),
            Reply::Answer(_) => match conversation.addresses_on(exchange) {
                None => Said::NoList,
                Some(addresses) => {
                    let known = conversation.listing().addresses();
                    let last = conversation.listing().pages();
                    let all = |on: &dyn Fn(u32) -> bool| {
                        addresses.iter().all(|address| known.get(address).is_some_and(|page| on(*page)))
                    };
                    Said::Rows {
                        rows: addresses.len() as u64,
                        on_last: all(&|page| page == last),
                        on_first: all(&|page| page == 1),
                        known: all(&|_| true),
                    }
                }
            },
        };
        Self { place: page.place, evidence, said }
    }
}

fn finding<V>(verdict: V, because: impl Into<String>) -> Finding<V> {
    Finding { verdict, because: because.into() }
}

/// What comes after the last page.
pub(super) fn past_the_end(pages: &[PageSaid]) -> Finding<PastTheEnd> {
    use PastTheEnd as V;
    let Some(page) = pages.iter().find(|page| page.place == Place::Past) else {
        return finding(V::Unknown, "no list was read to its end whose pages can be asked for by number");
    };
    match page.said {
        Said::NoAnswer => finding(V::Unknown, "no answer came"),
        Said::NoList => finding(V::Unknown, "an answer came, but no list is recognised in it"),
        Said::Error(code @ (404 | 410)) => finding(V::NotFound, format!("HTTP {code}")),
        Said::Error(code) => finding(V::Error, format!("HTTP {code}")),
        Said::Rows { rows: 0, .. } => finding(V::Empty, "a page without rows"),
        Said::Rows { rows, on_last: true, .. } => {
            finding(V::RepeatsLast, format!("{rows} rows, all of the last page"))
        }
        Said::Rows { rows, on_first: true, .. } => {
            finding(V::RepeatsFirst, format!("{rows} rows, all of the first page"))
        }
        Said::Rows { rows, known: false, .. } => {
            finding(V::GoesOn, format!("{rows} rows, of which no page before had all"))
        }
        Said::Rows { rows, .. } => finding(V::Unknown, format!("{rows} rows, of several pages before")),
    }
}

/// Whether the numbers that are reported can be trusted: every list that was read to its end says so, and the last page
/// of the longest.
pub(super) fn totals(answers: &[&Answer], pages: &[PageSaid]) -> Finding<Totals> {
    use Totals as V;
    let listed: Vec<&&Answer> = answers.iter().filter(|answer| answer.rows > 0).collect();
    if !listed.is_empty() && listed.iter().all(|answer| answer.reported.is_none()) {
        return finding(V::NotReported, "the site reports no number");
    }
    let read: Vec<(u64, u64)> = listed
        .iter()
        .filter(|answer| answer.ended)
        .filter_map(|answer| Some((answer.reported?, answer.rows)))
        .collect();
    if let Some((reported, rows)) = read.iter().find(|(reported, rows)| reported != rows) {
        return finding(V::Differ, format!("reported {reported}, read to its end {rows}"));
    }
    let last = pages.iter().find_map(|page| match (page.place, page.said) {
        (Place::Last { due, number }, Said::Rows { rows, known: false, .. }) => Some((due, rows, number)),
        _ => None,
    });
    match (read.len(), last) {
        (_, Some((due, rows, number))) if rows != due => finding(
            V::Differ,
            format!(
                "{due} rows are due on page {number}, the last by the number reported, and {rows} are there"
            ),
        ),
        (0, None) => finding(V::Unknown, "no list with a number was read to its end"),
        (n, Some((_, _, number))) => finding(
            V::Equal,
            format!("{n} lists read to their end, and page {number}, the last of a longer one"),
        ),
        (n, None) => finding(V::Equal, format!("{n} lists read to their end")),
    }
}

/// Whether a list stops before its end.
pub(super) fn cap(pages: &[PageSaid]) -> Finding<Cap> {
    let last = pages.iter().find_map(|page| match page.place {
        Place::Last { number, .. } => Some((number, page.said)),
        Place::Past => None,
    });
    match last {
        None => finding(Cap::Unknown, "no long list with a number, or its last page cannot be asked for"),
        Some((_, Said::NoAnswer)) => finding(Cap::Unknown, "no answer came"),
        Some((number, Said::Rows { known: false, .. })) => {
            finding(Cap::NoneSeen, format!("page {number}, the last by the number reported, is there"))
        }
        Some((number, Said::Error(code))) => finding(
            Cap::Stops,
            format!("page {number}, the last by the number reported, answers HTTP {code}"),
        ),
        Some((number, Said::Rows { rows: 0, .. } | Said::NoList)) => {
            finding(Cap::Stops, format!("page {number}, the last by the number reported, has no rows"))
        }
        Some((number, Said::Rows { .. })) => finding(
            Cap::Stops,
            format!("page {number}, the last by the number reported, repeats pages before it"),
        ),
    }
}

/// Whether a number may stand for a list.
pub(super) fn numbers_hold(totals: &Finding<Totals>) -> bool {
    totals.verdict == Totals::Equal
}
