//! Finds rows of pages whose numbers are in step, and believes those that cannot be chance.

use super::super::lines::{Line, PageLines};
use super::super::running::zone_of;
use super::Label;
use super::numbers::{Number, Script, Standing, alone, spread};
use std::collections::BTreeMap;

/// How many pages must count in step before a number is believed to be a page number.
const IN_STEP: usize = 3;
/// How many pages without a number a row may step over.
const STEP_OVER: usize = 12;
/// Heights that differ by less are the same.
const SAME_HEIGHT: f32 = 6.0;

/// A number where it stands.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Found {
    pub number: Number,
    pub line: usize,
    pub x: f32,
    pub y: f32,
    /// Whether the line holds nothing else.
    pub only: bool,
}

/// A row of pages with the label of each.
struct Row {
    /// How many printed pages a page holds.
    step: i64,
    /// How sure it is: two for a page that shows its number plainly, one for a word of a line.
    support: usize,
    /// Pages with their labels.
    on: BTreeMap<usize, Label>,
    /// What pages of the row count: `step * page + offset`; none for a numbering by chapter.
    offset: Option<(Script, i64)>,
}

/// A page's place as a number that can be taken from others.
fn place(page: usize) -> i64 {
    i64::try_from(page).unwrap_or(i64::MAX / 4)
}

/// The labels that the pages show; `own` are those of the file.
pub(super) fn printed_labels(pages: &[PageLines], own: Option<&[String]>) -> Vec<Label> {
    let found: Vec<Vec<Found>> = pages.iter().map(super::candidates_of).collect();
    let mut rows = spreads(pages);
    rows.extend(single_pages(pages, &found, own));
    rows.extend(by_chapter(&found));
    // The row that most pages support wins on a page; spreads come first, then what is written in digits.
    rows.sort_by_key(|row| (std::cmp::Reverse((row.step, row.support)), row.offset));
    let mut labels = vec![Label::default(); pages.len()];
    for row in &rows {
        for (page, label) in &row.on {
            if labels[*page].text.is_empty() {
                labels[*page] = label.clone();
            }
        }
        if row.step == 2 || row.support >= 2 * (IN_STEP + 2) {
            complete(pages, row, &mut labels);
        }
    }
    labels
}

/// Rows of single pages, by script and offset.
fn single_pages(pages: &[PageLines], found: &[Vec<Found>], own: Option<&[String]>) -> Vec<Row> {
    let mut by_offset: BTreeMap<(Script, i64), Vec<(usize, &Found)>> = BTreeMap::new();
    for (page, found) in found.iter().enumerate() {
        for candidate in found.iter().filter(|found| found.number.before.is_empty()) {
            let offset = (candidate.number.script, candidate.number.value - place(page));
            by_offset.entry(offset).or_default().push((page, candidate));
        }
    }
    let mut rows = Vec::new();
    for (offset, on) in by_offset {
        for run in on.chunk_by(|(before, _), (page, _)| page - before <= STEP_OVER + 1) {
            let support: usize = run.iter().map(|one| weight(one, run, pages)).sum();
            if support >= 2 * IN_STEP || is_sure_of_few(run, pages, own) {
                let mut on: BTreeMap<usize, Label> = BTreeMap::new();
                for (page, found) in run {
                    let label = on.entry(*page).or_default();
                    label.text = found.number.label();
                    if found.only && found.number.is_sure() {
                        label.lines.push(found.line);
                    }
                }
                rows.push(Row { step: 1, support, on, offset: Some(offset) });
            }
        }
    }
    rows
}

/// How much a page adds: a number alone counts in full where others of the row stand at its height, a number among
/// words where they stand among the same words; six pages with `Stap 1`, `Stap 2` are needed to mislead us.
fn weight(one: &(usize, &Found), run: &[(usize, &Found)], pages: &[PageLines]) -> usize {
    let (page, found) = one;
    let like = |other: &&(usize, &Found)| {
        let (other_page, other) = other;
        page != other_page
            && same_height(found, &pages[*page], other, &pages[*other_page])
            && match (&found.number.standing, &other.number.standing) {
                (Standing::WithWords(words), Standing::WithWords(others)) => words == others,
                (Standing::WithWords(_), _) => false,
                _ => true,
            }
    };
    match found.number.standing {
        Standing::Named { .. } => 2,
        Standing::Alone => 1 + usize::from(run.iter().any(|other| like(&other))),
        Standing::WithWords(_) => 1 + usize::from(run.iter().filter(like).take(2).count() == 2),
    }
}

fn same_height(a: &Found, page_a: &PageLines, b: &Found, page_b: &PageLines) -> bool {
    let from_above = (page_a.height - a.y) - (page_b.height - b.y);
    (a.y - b.y).abs() <= SAME_HEIGHT || from_above.abs() <= SAME_HEIGHT
}

/// Whether so few pages are enough: where the file's own labels say the same, where a page says `3 of 12` and is the
/// third of twelve, or where two numbers stand at the same place of two pages.
fn is_sure_of_few(run: &[(usize, &Found)], pages: &[PageLines], own: Option<&[String]>) -> bool {
    let sure: Vec<&(usize, &Found)> = run.iter().filter(|(_, found)| found.number.is_sure()).collect();
    let says_own = |(page, found): &(usize, &Found)| {
        found.only && own.is_some_and(|own| own[*page] == found.number.label())
    };
    let counts_all = |(page, found): &(usize, &Found)| {
        let of = Standing::Named { of: Some(place(pages.len())) };
        found.number.standing == of && found.number.value == place(*page) + 1
    };
    if sure.iter().any(|one| says_own(one) || counts_all(one)) {
        return true;
    }
    let [(page_a, a), (page_b, b)] = sure.as_slice() else { return false };
    let width = pages[*page_a].width;
    let same_place = (a.x - b.x).abs() < 12.0 || (a.x + b.x - width).abs() < 25.0;
    let named = |found: &Found| matches!(found.number.standing, Standing::Named { .. });
    let near = page_b - page_a == 1 || a.number.value == place(*page_a) + 1 || (named(a) && named(b));
    same_height(a, &pages[*page_a], b, &pages[*page_b]) && same_place && near
}

/// Rows of pages that hold two printed pages each: `12` at the left and `13` at the right.
fn spreads(pages: &[PageLines]) -> Vec<Row> {
    let mut by_offset: BTreeMap<i64, BTreeMap<usize, Label>> = BTreeMap::new();
    for (at, page) in pages.iter().enumerate() {
        for (first, lines) in spreads_on(page) {
            let text = format!("{first}-{}", first + 1);
            by_offset.entry(first - 2 * place(at)).or_default().insert(at, Label { text, lines });
        }
    }
    let mut rows = Vec::new();
    for (offset, on) in by_offset {
        let places: Vec<usize> = on.keys().copied().collect();
        for run in places.chunk_by(|before, page| page - before <= STEP_OVER + 1) {
            let wide = run.iter().all(|page| pages[*page].width > pages[*page].height);
            if run.len() >= IN_STEP || (wide && run.len() == 2) {
                let on = run.iter().map(|page| (*page, on[page].clone())).collect();
                rows.push(Row {
                    step: 2,
                    support: 2 * run.len(),
                    on,
                    offset: Some((Script::Arabic, offset)),
                });
            }
        }
    }
    rows
}

/// The first numbers of what may be spreads on a page, with the lines that hold nothing else.
fn spreads_on(page: &PageLines) -> Vec<(i64, Vec<usize>)> {
    let mut left: Vec<(i64, usize, f32)> = Vec::new();
    let mut right: Vec<(i64, usize, f32)> = Vec::new();
    let mut found = Vec::new();
    for (at, line) in page.lines.iter().enumerate().filter(|(_, line)| zone_of(line, page).is_some()) {
        for segment in &line.segments {
            if let Some(number) = alone(&segment.text) {
                let side = if segment.left < page.width / 2.0 { &mut left } else { &mut right };
                side.push((number, at, line.y));
            } else if let Some(first) = spread(&segment.text) {
                found.push((first, only_numbers(page, &[at])));
            }
        }
    }
    for (first, at, y) in left {
        let next =
            right.iter().find(|(number, _, other)| *number == first + 1 && (y - other).abs() <= SAME_HEIGHT);
        if let Some((_, other, _)) = next {
            found.push((first, only_numbers(page, &[at, *other])));
        }
    }
    found
}

/// Those of the lines that hold nothing but numbers.
fn only_numbers(page: &PageLines, lines: &[usize]) -> Vec<usize> {
    let is_number = |text: &str| alone(text).is_some() || spread(text).is_some();
    let only = |line: &Line| line.segments.iter().all(|segment| is_number(&segment.text));
    lines.iter().copied().filter(|at| only(&page.lines[*at])).collect()
}

/// Rows of pages that are counted anew in every chapter: `3-12`, `3-13`, `4-1`.
fn by_chapter(found: &[Vec<Found>]) -> Vec<Row> {
    let mut chains: Vec<Vec<(usize, &Found)>> = Vec::new();
    for (page, found) in found.iter().enumerate() {
        for candidate in found.iter().filter(|found| !found.number.before.is_empty()) {
            let follows = |chain: &&mut Vec<(usize, &Found)>| {
                let Some((last_page, last)) = chain.last() else { return false };
                let pages = place(page) - place(*last_page);
                let goes_on = last.number.before == candidate.number.before
                    && candidate.number.value - last.number.value == pages;
                let begins = last.number.before != candidate.number.before && candidate.number.value == 1;
                (1..=3).contains(&pages) && (goes_on || begins)
            };
            match chains.iter_mut().find(follows) {
                Some(chain) => chain.push((page, candidate)),
                None => chains.push(vec![(page, candidate)]),
            }
        }
    }
    // `2.1` is a section more often than a page.
    let enough = |chain: &Vec<(usize, &Found)>| {
        let dotted = chain.iter().any(|(_, found)| found.number.before.contains('.'));
        let goes_on = chain.windows(2).any(|pair| pair[0].1.number.before == pair[1].1.number.before);
        goes_on && chain.len() >= if dotted { IN_STEP + 2 } else { IN_STEP }
    };
    chains.retain(enough);
    let row = |chain: Vec<(usize, &Found)>| {
        let label = |found: &Found| Label {
            text: found.number.label(),
            lines: if found.only { vec![found.line] } else { Vec::new() },
        };
        let support = 2 * chain.len();
        let on = chain.into_iter().map(|(page, found)| (page, label(found))).collect();
        Row { step: 1, support, on, offset: None }
    };
    chains.into_iter().map(row).collect()
}

/// Looks for the number that a page of a sure row must have where it was not looked for: at any place of the page's
/// margins, and on a page that is half a spread.
fn complete(pages: &[PageLines], row: &Row, labels: &mut [Label]) {
    let (Some((script, offset)), Some((first, _)), Some((last, _))) =
        (row.offset, row.on.first_key_value(), row.on.last_key_value())
    else {
        return;
    };
    let width = pages[*first].width;
    for page in first.saturating_sub(1)..=(last + 1).min(pages.len() - 1) {
        if !labels[page].text.is_empty() {
            continue;
        }
        let value = row.step * place(page) + offset;
        let expected =
            |value| Number { script, value, before: String::new(), standing: Standing::Alone }.label();
        let shown = |value| in_margin(&pages[page], &expected(value));
        let halves: Vec<(i64, usize)> =
            (value..value + row.step).filter_map(|value| shown(value).map(|line| (value, line))).collect();
        let Some((number, _)) = halves.first() else { continue };
        let whole = row.step == 2 && pages[page].width > 0.7 * width;
        let text = if whole { format!("{value}-{}", value + 1) } else { expected(*number) };
        labels[page] = Label { text, lines: halves.iter().map(|(_, line)| *line).collect() };
    }
}

/// The line in a page's margins that says this and no more.
fn in_margin(page: &PageLines, expected: &str) -> Option<usize> {
    page.lines.iter().position(|line| {
        let [segment] = line.segments.as_slice() else { return false };
        let bare = segment.text.trim_matches(|c: char| !c.is_alphanumeric());
        let aside = line.left < 0.15 * page.width || line.right > 0.85 * page.width;
        let outside = line.y < 0.15 * page.height || line.y > 0.85 * page.height;
        bare == expected && (aside || outside || line.turned)
    })
}
