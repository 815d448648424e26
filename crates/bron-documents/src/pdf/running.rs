//! Recognises running headers, footers and page numbers, so that they do not stand in the middle of sentences.

use super::labels::{Label, roman};
use super::lines::{Line, PageLines};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// The part of the page's height at the top and at the bottom in which they stand.
const ZONE: f32 = 0.12;
/// The part of the page's width at the sides in which a page number can stand.
const SIDE: f32 = 0.1;
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
    /// Beside the text.
    Side,
}

/// The zone of a line; none for the body of the page.
pub(crate) fn zone_of(line: &Line, page: &PageLines) -> Option<Zone> {
    if line.y > page.height * (1.0 - ZONE) {
        Some(Zone::Top)
    } else if line.y < page.height * ZONE {
        Some(Zone::Bottom)
    } else if line.left > page.width * (1.0 - SIDE) || line.right < page.width * SIDE {
        Some(Zone::Side)
    } else {
        None
    }
}

/// A line by its words, where it stands.
struct Place {
    page: usize,
    line: usize,
    y: f32,
    zone: Option<Zone>,
    marked: bool,
    words: String,
}

/// Which lines of which pages are running ones.
///
/// Those that stand with the same words (numbers apart) at the same height near an edge of three pages or more; those
/// that hold the page's label and no more; those that the file marks as such, where they stand near an edge or on
/// another page too; and those that stand where other pages have a running line, apart from the body, and name a
/// chapter or the page. A line that is none of these is text, however near the edge it stands.
pub(crate) fn running_lines(pages: &[PageLines], labels: &[Label]) -> Vec<Vec<Range<usize>>> {
    let mut running: Vec<Vec<bool>> = pages.iter().map(|page| vec![false; page.lines.len()]).collect();
    for (page, label) in labels.iter().enumerate() {
        for line in &label.lines {
            if let Some(running) = running[page].get_mut(*line) {
                *running = true;
            }
        }
    }
    let places = places_of(pages);
    let often = repeated_lines(pages, &places, &mut running);
    chapter_heads(pages, labels, &places, &mut running);
    let mut ranges: Vec<Vec<Range<usize>>> = Vec::with_capacity(pages.len());
    for (page, running) in pages.iter().zip(&running) {
        let range = |(line, running): (&Line, &bool)| {
            if *running { 0..line.segments.len() } else { running_part(page, line, &often) }
        };
        ranges.push(page.lines.iter().zip(running).map(range).collect());
    }
    ranges
}

/// The heights at which words stand near an edge of many pages.
type Often<'a> = BTreeMap<(Zone, &'a str), Vec<f32>>;

/// Finds the lines that stand with the same words at the same height of several pages.
fn repeated_lines<'a>(pages: &[PageLines], places: &'a [Place], running: &mut [Vec<bool>]) -> Often<'a> {
    let mut by_words: BTreeMap<(Option<Zone>, &str), Vec<&Place>> = BTreeMap::new();
    for place in places {
        by_words.entry((place.zone, place.words.as_str())).or_default().push(place);
    }
    let mut repeated: Often = BTreeMap::new();
    for ((zone, words), mut group) in by_words {
        group.sort_by(|a, b| a.y.total_cmp(&b.y));
        for at_height in group.chunk_by(|below, above| above.y - below.y <= SAME_HEIGHT) {
            let on: BTreeSet<usize> = at_height.iter().map(|place| place.page).collect();
            let zone = zone.filter(|zone| *zone != Zone::Side || on.len() * 3 >= pages.len());
            let often = on.len() >= PAGES && zone.is_some();
            if let Some(zone) = zone.filter(|_| often) {
                repeated.entry((zone, words)).or_default().extend(at_height.iter().map(|place| place.y));
            }
            for place in at_height {
                // What a file marks on its first page only is a letterhead, and says who writes to whom.
                let marked = place.marked && (on.len() > 1 || (place.zone.is_some() && place.page > 0));
                running[place.page][place.line] |= often || marked;
            }
        }
    }
    repeated
}

/// The part of a line that is a running line elsewhere: an imprint can stand beside the footer of the first page.
fn running_part(page: &PageLines, line: &Line, often: &Often) -> Range<usize> {
    let count = line.segments.len();
    let Some(zone) = zone_of(line, page).filter(|_| count > 1 && !often.is_empty()) else { return 0..0 };
    let is_running = |range: &Range<usize>| {
        let texts: Vec<&str> =
            line.segments[range.clone()].iter().map(|segment| segment.text.as_str()).collect();
        let words = without_numbers(&texts.join(" "));
        let heights = often.get(&(zone, words.as_str()));
        // The number alone tells nothing: a cell of a table may be one.
        words != "#"
            && heights.is_some_and(|heights| heights.iter().any(|y| (y - line.y).abs() <= SAME_HEIGHT))
    };
    let parts = (1..count).map(|from| from..count).chain((1..count).rev().map(|to| 0..to));
    parts.into_iter().find(is_running).unwrap_or(0..0)
}

/// The lines near the edges, and those that are marked.
fn places_of(pages: &[PageLines]) -> Vec<Place> {
    let mut places = Vec::new();
    for (number, page) in pages.iter().enumerate() {
        for (at, line) in page.lines.iter().enumerate() {
            let zone = zone_of(line, page);
            if zone.is_some() || line.marked {
                let words = without_numbers(&line.text);
                places.push(Place { page: number, line: at, y: line.y, zone, marked: line.marked, words });
            }
        }
    }
    places
}

/// Running heads that change from chapter to chapter: at a height where many pages have a line apart from the body, a
/// line is one when it holds the page's label, stands on another page at that height too, or repeats a heading.
fn chapter_heads(pages: &[PageLines], labels: &[Label], places: &[Place], running: &mut [Vec<bool>]) {
    let mut outer: Vec<&Place> = places
        .iter()
        .filter(|place| matches!(place.zone, Some(Zone::Top | Zone::Bottom)))
        .filter(|place| stands_apart(&pages[place.page], place.line, &running[place.page]))
        .collect();
    outer.sort_by(|a, b| a.zone.cmp(&b.zone).then(a.y.total_cmp(&b.y)));
    let headings: BTreeSet<String> = headings_of(pages);
    let mut found: Vec<(usize, usize)> = Vec::new();
    for slot in outer.chunk_by(|a, b| a.zone == b.zone && b.y - a.y <= SAME_HEIGHT / 2.0) {
        let on: BTreeSet<usize> = slot.iter().map(|place| place.page).collect();
        if on.len() < PAGES || on.len() * 4 < pages.len() {
            continue;
        }
        for place in slot {
            let again = slot.iter().any(|other| other.page != place.page && other.words == place.words);
            let label = &labels[place.page].text;
            let line = &pages[place.page].lines[place.line];
            let words = || line.text.split_whitespace();
            let numbered =
                !label.is_empty() && (words().next() == Some(label) || words().last() == Some(label));
            let short = place.words.chars().count() <= 100;
            if short && (again || numbered || headings.contains(&bare_words(&line.text))) {
                found.push((place.page, place.line));
            }
        }
    }
    for (page, line) in found {
        running[page][line] = true;
    }
}

/// Whether more white than between lines lies between a line and the rest of the page's text, and nothing but other
/// running lines outside of it.
fn stands_apart(page: &PageLines, at: usize, running: &[bool]) -> bool {
    let line = &page.lines[at];
    let top = line.y > page.height / 2.0;
    let mut nearest = f32::MAX;
    for (other_at, other) in page.lines.iter().enumerate() {
        let distance = if top { line.y - other.y } else { other.y - line.y };
        if other_at == at || other.turned || distance.abs() < 0.4 * line.size {
            continue;
        }
        if distance < 0.0 {
            if !running[other_at] && !other.marked {
                return false;
            }
        } else {
            nearest = nearest.min(distance);
        }
    }
    nearest > 1.8 * line.size.max(8.0)
}

/// The lines in larger letters than the text, as bare words.
fn headings_of(pages: &[PageLines]) -> BTreeSet<String> {
    let mut letters: BTreeMap<i32, usize> = BTreeMap::new();
    for line in pages.iter().flat_map(|page| &page.lines) {
        *letters.entry((line.size * 2.0).round() as i32).or_default() += line.text.len();
    }
    let usual = letters.iter().max_by_key(|(_, count)| **count).map_or(0, |(size, _)| *size);
    let larger = |line: &&Line| (line.size * 2.0).round() as i32 > usual + 1 && line.text.len() < 120;
    let words = pages.iter().flat_map(|page| &page.lines).filter(larger).map(|line| bare_words(&line.text));
    words.filter(|words| words.chars().count() > 3).collect()
}

/// The letters of a line in small letters, without numbers and signs.
fn bare_words(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

/// The words of a line with every number, also a Roman one that stands alone, as `#`.
fn without_numbers(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        if roman(bare).is_some() {
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
