//! Lays the sentences of all pages of a document in one row, with the terms that stand in them.

use bron_model::PageRow;
use bron_text::{Folded, Found, Sentence, Spellings, cut, fold};
use std::ops::Range;

/// A page, folded.
#[derive(Debug)]
pub(crate) struct Page<'a> {
    pub(crate) row: &'a PageRow,
    pub(crate) folded: Folded,
    pub(crate) found: Vec<Found>,
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
    /// Cuts the pages only when any of them holds a term: most documents hold none.
    pub(crate) fn new(rows: &'a [PageRow], spellings: &Spellings) -> Self {
        let pages: Vec<Page<'a>> = rows
            .iter()
            .map(|row| {
                let folded = fold(&row.text);
                let found = spellings.find_in(&row.text, &folded);
                Page { row, folded, found }
            })
            .collect();
        let mut units: Vec<Unit> = Vec::new();
        for (number, page) in pages.iter().enumerate() {
            let near = number.saturating_sub(1)..(number + 2).min(pages.len());
            if pages[near].iter().all(|page| page.found.is_empty()) {
                continue;
            }
            add_units(&mut units, number, page);
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
        let this = &self.units[unit];
        let folded = &self.pages[this.page].folded;
        let mut text = folded.text()[folded.folded(this.sentence.range.clone())].trim().to_owned();
        if this.runs_on && unit + 1 < self.units.len() {
            let next = self.folded(unit + 1);
            if text.ends_with('-') {
                text.pop();
                text + &next
            } else {
                text + " " + &next
            }
        } else {
            text
        }
    }

    /// Whether the units stand in one paragraph, bullet or sentence.
    pub(crate) fn same_block(&self, unit: usize, next: usize) -> bool {
        next < self.units.len() && (!self.units[next].sentence.opens || self.units[unit].runs_on)
    }
}

fn add_units(units: &mut Vec<Unit>, number: usize, page: &Page<'_>) {
    let mut from = 0;
    for sentence in cut(&page.row.text) {
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
        let runs_on = open && text(after).starts_with(char::is_lowercase);
        units[n - 1].runs_on = runs_on;
        if runs_on {
            units[n - 1].sentence.heading = false;
            units[n].sentence.heading = false;
        }
    }
}
