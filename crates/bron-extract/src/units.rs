//! Lays the sentences of all pages of a document in one row, with the terms that stand in them.

use crate::{abbreviations, ascii};
use bron_model::PageRow;
use bron_text::{Folded, Found, Sentence, Spellings, cut, fold};
use std::ops::Range;

/// A page, folded.
#[derive(Debug)]
pub(crate) struct Page<'a> {
    pub(crate) row: &'a PageRow,
    /// Empty where no term stands on the page or on one beside it.
    pub(crate) folded: Folded,
    pub(crate) found: Vec<Found>,
    /// So many bytes of the next page belong to the last occurrence of this one.
    pub(crate) carried: usize,
}

/// A sentence, heading or bullet of the document.
#[derive(Debug)]
pub(crate) struct Unit {
    /// The number of its page in the row of pages.
    pub(crate) page: usize,
    /// Its bytes in that page's text, and how it stands in the layout.
    pub(crate) sentence: Sentence,
    /// The sentence runs on into the next unit, which is on the next page.
    pub(crate) runs_on: bool,
    /// The numbers of the occurrences that stand in it whole.
    pub(crate) found: Range<usize>,
}

/// The pages and their sentences.
#[derive(Debug)]
pub(crate) struct Laid<'a> {
    pub(crate) pages: Vec<Page<'a>>,
    pub(crate) units: Vec<Unit>,
}

impl<'a> Laid<'a> {
    /// Folds and cuts a page only when it holds a term or is read along with one that does: most pages do not.
    pub(crate) fn new(rows: &'a [PageRow], spellings: &Spellings) -> Self {
        let mut pages: Vec<Page<'a>> = rows
            .iter()
            .map(|row| {
                if !spellings.may_stand_in(&row.text) {
                    return Page { row, folded: Folded::default(), found: Vec::new(), carried: 0 };
                }
                let folded = fold(&row.text);
                let found = spellings.find_in(&row.text, &folded);
                Page { row, folded, found, carried: 0 }
            })
            .collect();
        for number in 1..pages.len() {
            carry_over(&mut pages, number, spellings);
        }
        abbreviations::add(&mut pages);
        let mut sentences: Vec<Vec<Sentence>> = pages
            .iter()
            .map(|page| if page.found.is_empty() { Vec::new() } else { cut(&page.row.text) })
            .collect();
        for number in 0..pages.len() {
            if !is_read_along(&pages, &sentences, number) {
                continue;
            }
            let page = &mut pages[number];
            if page.folded.text().is_empty() {
                page.folded = fold(&page.row.text);
            }
            sentences[number] = cut(&page.row.text);
        }
        let mut units: Vec<Unit> = Vec::new();
        for (number, sentences) in sentences.into_iter().enumerate() {
            add_units(&mut units, number, &pages[number], sentences);
        }
        mark_run_on(&mut units, &pages);
        Self { pages, units }
    }

    /// The sentence as it stands.
    pub(crate) fn text(&self, unit: usize) -> &str {
        let unit = &self.units[unit];
        &self.pages[unit.page].row.text[unit.sentence.range.clone()]
    }

    /// The sentence folded; one that runs on to the next page is whole.
    pub(crate) fn folded(&self, unit: usize) -> String {
        let (mut text, _) = self.own(unit);
        if self.units[unit].runs_on && unit + 1 < self.units.len() {
            text += &self.folded(unit + 1);
        }
        text
    }

    /// The sentence folded and in ASCII, for expressions to read.
    pub(crate) fn written(&self, unit: usize) -> String {
        ascii::written(&self.folded(unit))
    }

    /// What of the sentence stands on its own page, ready for the rest to be added, and whether a rest follows.
    fn own(&self, unit: usize) -> (String, bool) {
        let this = &self.units[unit];
        let folded = &self.pages[this.page].folded;
        let mut text = folded.text()[folded.folded(this.sentence.range.clone())].trim().to_owned();
        if !this.runs_on || unit + 1 >= self.units.len() {
            return (text, false);
        }
        if self.text(unit).ends_with('\u{ad}') {
            return (text, true);
        }
        if text.ends_with('-') {
            text.pop();
        } else {
            text.push(' ');
        }
        (text, true)
    }

    /// Where in the folded sentence an occurrence ends that goes on over the page; nothing for one that does not.
    pub(crate) fn carried_end(&self, unit: usize, found: usize) -> Option<usize> {
        let this = &self.units[unit];
        let page = &self.pages[this.page];
        if page.carried == 0 || found + 1 != page.found.len() {
            return None;
        }
        let (own, goes_on) = self.own(unit);
        let next =
            self.units.get(unit + 1).filter(|next| goes_on && next.sentence.range.start < page.carried)?;
        let folded = &self.pages[next.page].folded;
        Some(own.len() + folded.folded(next.sentence.range.start..page.carried).len())
    }

    /// Whether the units stand in one paragraph, bullet or sentence.
    pub(crate) fn same_block(&self, unit: usize, next: usize) -> bool {
        next < self.units.len() && (!self.units[next].sentence.opens || self.units[unit].runs_on)
    }
}

/// More letters than this on either side of the end of a page are no word or term that goes on.
const OVER_THE_EDGE: usize = 48;

/// Finds the term that begins on page `number - 1` and ends on page `number`. Its occurrence stands on the first.
fn carry_over(pages: &mut [Page<'_>], number: usize, spellings: &Spellings) {
    let (before, after) = (pages[number - 1].row, pages[number].row);
    if after.page != before.page + 1 {
        return;
    }
    let end = before.text.trim_end().len();
    let blank = after.text.len() - after.text.trim_start().len();
    let start = edge(&before.text, end.saturating_sub(OVER_THE_EDGE)).min(end);
    let to = edge(&after.text, blank + OVER_THE_EDGE);
    let (tail, head) = (&before.text[start..end], &after.text[blank..to]);
    if tail.ends_with(['.', '!', '?', ':', ';']) || !head.starts_with(char::is_alphabetic) {
        return;
    }
    let joined = format!("{tail}\n{head}");
    let over = |found: &&Found| found.bytes.start < tail.len() && found.bytes.end > tail.len() + 1;
    let all = spellings.find(&joined);
    let Some(found) = all.iter().find(over) else { return };
    let bytes = start + found.bytes.start..end;
    let page = &mut pages[number - 1];
    if page.found.iter().any(|known| known.bytes.end > bytes.start) {
        return;
    }
    let mut points = bron_text::CodePoints::new(&before.text);
    page.found.push(Found {
        term: found.term.clone(),
        variant: found.variant.clone(),
        start: points.before(bytes.start),
        end: points.before(bytes.end),
        bytes,
    });
    page.carried = blank + (found.bytes.end - tail.len() - 1);
}

/// The nearest edge of a character at or before `at`.
fn edge(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Whether a page without a term goes with one beside it: with one before it always, since passages go on; with one after it
/// where a term stands in the first two sentences there, which may name or end what this page says last.
fn is_read_along(pages: &[Page<'_>], sentences: &[Vec<Sentence>], number: usize) -> bool {
    let holds = |page: &Page<'_>| !page.found.is_empty();
    if holds(&pages[number]) {
        return false;
    }
    let follows = number.checked_sub(1).is_some_and(|before| holds(&pages[before]));
    follows
        || pages.get(number + 1).is_some_and(|next| {
            let third = sentences[number + 1].get(2).map_or(usize::MAX, |third| third.range.start);
            next.found.first().is_some_and(|found| found.bytes.start < third)
        })
}

fn add_units(units: &mut Vec<Unit>, number: usize, page: &Page<'_>, sentences: Vec<Sentence>) {
    let mut from = 0;
    for sentence in sentences {
        while page.found.get(from).is_some_and(|found| found.bytes.start < sentence.range.start) {
            from += 1;
        }
        let mut to = from;
        while page.found.get(to).is_some_and(|found| found.bytes.start < sentence.range.end) {
            to += 1;
        }
        units.push(Unit { page: number, sentence, runs_on: false, found: from..to });
        from = to;
    }
}

/// A sentence without a stop at the end of a page, with small letters at the beginning of the next, is one sentence.
fn mark_run_on(units: &mut [Unit], pages: &[Page<'_>]) {
    for n in 1..units.len() {
        let (before, after) = (&units[n - 1], &units[n]);
        if after.page != before.page + 1 || after.sentence.bullet {
            continue;
        }
        let text = |unit: &Unit| &pages[unit.page].row.text[unit.sentence.range.clone()];
        let open =
            !text(before).trim_end_matches(['\'', '"', '’', '”', ')']).ends_with(['.', '!', '?', ':', ';']);
        let runs_on = (open && text(after).starts_with(char::is_lowercase)) || pages[before.page].carried > 0;
        units[n - 1].runs_on = runs_on;
        if runs_on {
            units[n - 1].sentence.heading = false;
            units[n].sentence.heading = false;
        }
    }
}
