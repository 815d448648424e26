//! Recognises running headers, footers and page numbers, so that they do not stand in the middle of sentences.

use super::lines::{Line, PageLines};
use std::collections::BTreeMap;

/// The part of the page's height at the top and at the bottom in which they stand.
const ZONE: f32 = 0.12;
/// On how many pages a line must stand at the same height to be one.
const PAGES: usize = 3;
/// How much the height may differ, in points.
const SAME_HEIGHT: f32 = 4.0;

/// Where on the page a line stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Zone {
    /// Near the upper edge.
    Top,
    /// Near the lower edge.
    Bottom,
}

/// The zone of a line; none for the body of the page.
pub(crate) fn zone_of(line: &Line, height: f32) -> Option<Zone> {
    if line.y > height * (1.0 - ZONE) {
        Some(Zone::Top)
    } else if line.y < height * ZONE {
        Some(Zone::Bottom)
    } else {
        None
    }
}

/// Which lines of which pages are running ones: those that the file marks as such, and those that stand with the same
/// words (numbers apart) at the same height on three pages or more.
pub(crate) fn running_lines(pages: &[PageLines]) -> Vec<Vec<bool>> {
    let mut heights: BTreeMap<(Zone, String), Vec<(usize, f32)>> = BTreeMap::new();
    for (number, page) in pages.iter().enumerate() {
        for line in &page.lines {
            if let Some(zone) = zone_of(line, page.height) {
                heights.entry((zone, without_numbers(&line.text))).or_default().push((number, line.y));
            }
        }
    }
    pages
        .iter()
        .map(|page| {
            let is_running = |line: &Line| {
                let Some(zone) = zone_of(line, page.height) else { return line.marked };
                let places = &heights[&(zone, without_numbers(&line.text))];
                let mut on: Vec<usize> = places
                    .iter()
                    .filter(|(_, y)| (y - line.y).abs() <= SAME_HEIGHT)
                    .map(|(number, _)| *number)
                    .collect();
                on.dedup();
                line.marked || on.len() >= PAGES
            };
            page.lines.iter().map(is_running).collect()
        })
        .collect()
}

/// The words of a line with every number, also a Roman one that stands alone, as `#`.
fn without_numbers(text: &str) -> String {
    let mut out = String::new();
    for word in text.split_whitespace() {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        if super::labels::roman(bare).is_some() {
            out.push('#');
            continue;
        }
        for c in word.chars() {
            match c {
                '0'..='9' if out.ends_with('#') => {}
                '0'..='9' => out.push('#'),
                _ => out.extend(c.to_lowercase()),
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_do_not_tell_headers_apart() {
        assert_eq!(without_numbers("Zorgzame buurten | 12"), without_numbers("zorgzame buurten | 9"));
        assert_eq!(without_numbers("xii"), without_numbers("4"));
        assert_ne!(without_numbers("Hoofdstuk een"), without_numbers("Hoofdstuk twee"));
    }
}
