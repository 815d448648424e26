//! Finds the page number printed on each page: what header and footer lines count, and the file's own labels.

mod numbers;
mod rows;

use super::lines::PageLines;
use super::running::{Zone, zone_of};
use numbers::read_numbers;
pub(crate) use numbers::roman;
use rows::Found;

/// The label of a page, and the line that shows it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Label {
    /// The label; empty where none is printed.
    pub text: String,
    /// The line that is no more than the label: it is furniture, wherever it stands.
    pub lines: Vec<usize>,
}

/// The labels of all pages, empty where none is printed.
///
/// `own` are the labels of the file, where it has any. They count, except where they merely number the pages from 1
/// (many programs write that without being asked) and where the numbers printed on the pages say something else.
/// A number is believed where those of other pages are in step with it, or the file's own label says the same;
/// a page on which none is printed has none, also between numbered ones.
pub(crate) fn labels(pages: &[PageLines], own: Option<Vec<String>>) -> Vec<Label> {
    let own = own.filter(|own| own.len() == pages.len() && own.iter().any(|label| !label.is_empty()));
    let mut printed = rows::printed_labels(pages, own.as_deref());
    let trivial = |own: &[String]| own.iter().enumerate().all(|(at, label)| *label == (at + 1).to_string());
    if let Some(own) = own.filter(|own| !trivial(own)) {
        let shown = printed.iter().zip(&own).filter(|(label, _)| !label.text.is_empty());
        let (same, other): (Vec<_>, Vec<_>) = shown.partition(|(label, own)| label.text == **own);
        if other.len() < 3 || same.len() >= other.len() {
            for (label, own) in printed.iter_mut().zip(own) {
                label.text = own;
            }
        }
    }
    printed
}

/// The numbers on a page that may be its own.
fn candidates_of(page: &PageLines) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let outer = outermost(page);
    for (at, line) in page.lines.iter().enumerate() {
        let zone = zone_of(line, page);
        if zone.is_none() && !outer.contains(&at) {
            continue;
        }
        // A row of numbers is a table's.
        let numbers = line.segments.iter().filter(|segment| numbers::alone(&segment.text).is_some()).count();
        if numbers > 2 {
            continue;
        }
        let whole = (line.segments.len() != 1).then_some((line.text.as_str(), line.left));
        let segments = line.segments.iter().map(|segment| (segment.text.as_str(), segment.left));
        for (text, x) in segments.chain(whole) {
            for number in read_numbers(text) {
                // In a margin and in the outermost line of the body only what stands alone counts.
                if zone.is_some_and(|zone| zone != Zone::Side) || number.is_sure() {
                    let found_here =
                        Found { number, line: at, x, y: line.y, only: text.len() == line.text.len() };
                    if !found.iter().any(|known| known.number == found_here.number) {
                        found.push(found_here);
                    }
                }
            }
        }
    }
    found
}

/// The highest and the lowest line, where the page's margins are wide.
fn outermost(page: &PageLines) -> Vec<usize> {
    let upright = || page.lines.iter().enumerate().filter(|(_, line)| !line.turned);
    let highest = upright().max_by(|(_, a), (_, b)| a.y.total_cmp(&b.y));
    let lowest = upright().min_by(|(_, a), (_, b)| a.y.total_cmp(&b.y));
    let near = |line: &super::lines::Line| line.y < 0.2 * page.height || line.y > 0.8 * page.height;
    highest.into_iter().chain(lowest).filter(|(_, line)| near(line)).map(|(at, _)| at).collect()
}
