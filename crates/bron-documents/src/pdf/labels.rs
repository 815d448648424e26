//! Finds the page number printed on each page: the file's own labels, else what header and footer lines count.

use super::lines::PageLines;
use super::running::zone_of;
use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// How many pages must count in step before a number is believed to be a page number.
const IN_STEP: u32 = 3;
/// How many pages without a number (the first of a chapter) a row of numbers may step over.
const STEP_OVER: usize = 3;

/// The labels of all pages, empty where there is none.
///
/// `own` are the labels of the file, where it has any. They count, except where they merely number the pages from 1
/// and the numbers printed on at least three pages in step say something else: then the printed ones count. A page
/// without a number inside a row of numbered ones gets the number that it counts as.
pub(crate) fn labels(pages: &[PageLines], own: Option<Vec<String>>) -> Vec<String> {
    let trivial =
        |labels: &[String]| labels.iter().enumerate().all(|(at, label)| *label == (at + 1).to_string());
    let own =
        own.filter(|labels| labels.len() == pages.len() && labels.iter().any(|label| !label.is_empty()));
    match own {
        Some(labels) if !trivial(&labels) => labels,
        Some(labels) => {
            let printed = printed_labels(pages);
            if printed.iter().all(String::is_empty) { labels } else { printed }
        }
        None => printed_labels(pages),
    }
}

/// How a number is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Script {
    Arabic,
    RomanSmall,
    RomanCapital,
}

/// A number that may be a page number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Candidate {
    script: Script,
    number: i64,
    /// Whether it stands alone or is called a page; else it is the first or last word of a line.
    sure: bool,
}

/// A row of pages whose numbers are in step: `number = step * page + offset`.
#[derive(Debug)]
struct Row {
    script: Script,
    step: i64,
    offset: i64,
    first: usize,
    last: usize,
    support: u32,
}

impl Row {
    fn label(&self, page: usize) -> String {
        let number = self.step * place(page) + self.offset;
        match self.script {
            Script::Arabic if self.step == 2 => format!("{number}-{}", number + 1),
            Script::Arabic => number.to_string(),
            Script::RomanSmall => to_roman(number),
            Script::RomanCapital => to_roman(number).to_uppercase(),
        }
    }
}

fn printed_labels(pages: &[PageLines]) -> Vec<String> {
    let candidates: Vec<Vec<Candidate>> = pages.iter().map(candidates_of).collect();
    let mut rows = rows_of_spreads(pages);
    rows.extend(rows_of(&candidates));
    // The row that most pages support wins on a page; spreads come first, then what is written in digits.
    rows.sort_by_key(|row| (std::cmp::Reverse((row.step, row.support)), row.script, row.offset));
    (0..pages.len())
        .map(|page| {
            let row = rows.iter().find(|row| (row.first..=row.last).contains(&page));
            row.map_or(String::new(), |row| row.label(page))
        })
        .collect()
}

/// A page's place as a number that can be taken from others.
fn place(page: usize) -> i64 {
    i64::from(u32::try_from(page).unwrap_or(u32::MAX))
}

/// Rows of single pages, by script and offset.
fn rows_of(candidates: &[Vec<Candidate>]) -> Vec<Row> {
    let mut by_offset: BTreeMap<(Script, i64), BTreeMap<usize, bool>> = BTreeMap::new();
    for (page, found) in candidates.iter().enumerate() {
        for candidate in found {
            let sure = by_offset
                .entry((candidate.script, candidate.number - place(page)))
                .or_default()
                .entry(page)
                .or_default();
            *sure |= candidate.sure;
        }
    }
    let mut rows = Vec::new();
    for ((script, offset), on) in by_offset {
        for run in runs(&on.keys().copied().collect::<Vec<_>>()) {
            // A number among words counts half: six pages with `Stap 1`, `Stap 2` are needed to mislead us.
            let halves: u32 = run.iter().map(|page| if on[page] { 2 } else { 1 }).sum();
            let all_of_few =
                candidates.len() < 3 && run.len() == candidates.len() && halves == 2 * run.len() as u32;
            if halves >= 2 * IN_STEP || (all_of_few && run.len() == 2) {
                let (first, last) = (run[0], run[run.len() - 1]);
                rows.push(Row { script, step: 1, offset, first, last, support: halves });
            }
        }
    }
    rows
}

/// Rows of pages that hold two printed pages each: `12` at the left and `13` at the right.
fn rows_of_spreads(pages: &[PageLines]) -> Vec<Row> {
    let mut by_offset: BTreeMap<i64, BTreeSet<usize>> = BTreeMap::new();
    for (number, page) in pages.iter().enumerate() {
        let mut left = BTreeSet::new();
        let mut right = BTreeSet::new();
        for line in page.lines.iter().filter(|line| zone_of(line, page.height).is_some()) {
            let numbers: Vec<i64> = line.segments.iter().filter_map(|segment| alone(segment)).collect();
            left.extend(numbers.iter().copied());
            right.extend(numbers);
        }
        for first in left.iter().filter(|first| right.contains(&(*first + 1))) {
            by_offset.entry(first - 2 * place(number)).or_default().insert(number);
        }
    }
    let mut rows = Vec::new();
    for (offset, on) in by_offset {
        for run in runs(&on.into_iter().collect::<Vec<_>>()) {
            if run.len() as u32 >= IN_STEP {
                let (first, last) = (run[0], run[run.len() - 1]);
                let support = 2 * run.len() as u32;
                rows.push(Row { script: Script::Arabic, step: 2, offset, first, last, support });
            }
        }
    }
    rows
}

/// Cuts page numbers in order where more than a few are missing.
fn runs(pages: &[usize]) -> Vec<Vec<usize>> {
    let mut runs: Vec<Vec<usize>> = Vec::new();
    for &page in pages {
        match runs.last_mut() {
            Some(run) if run.last().is_some_and(|last| page - last <= STEP_OVER + 1) => run.push(page),
            _ => runs.push(vec![page]),
        }
    }
    runs
}

/// The numbers in the outermost lines of a page.
fn candidates_of(page: &PageLines) -> Vec<Candidate> {
    let mut found = Vec::new();
    for line in page.lines.iter().filter(|line| zone_of(line, page.height).is_some()) {
        for segment in line.segments.iter().chain([&line.text]) {
            for candidate in read_numbers(segment) {
                if !found.contains(&candidate) {
                    found.push(candidate);
                }
            }
        }
    }
    found
}

/// A number that stands alone, with at most dashes or lines around it.
fn alone(segment: &str) -> Option<i64> {
    let bare = segment.trim_matches(|c: char| !c.is_alphanumeric());
    (bare.len() <= 4 && bare.bytes().all(|b| b.is_ascii_digit())).then(|| bare.parse().ok())?
}

fn read_numbers(segment: &str) -> Vec<Candidate> {
    static NAMED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)\b(?:pagina|pag\.?|page|p\.|blz\.?|bladzijde|seite)\s*(\d{1,4})\b|^\W*(\d{1,4})\s*(?:/|van|of)\s*\d{1,4}\W*$")
            .expect("a fixed pattern that a test compiles")
    });
    static AT_AN_END: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^\W*(\d{1,4})\s+\D|\D\s+(\d{1,4})\W*$").expect("a fixed pattern that a test compiles")
    });
    let arabic = |number, sure| Candidate { script: Script::Arabic, number, sure };
    if let Some(number) = alone(segment) {
        return vec![arabic(number, true)];
    }
    let bare = segment.trim_matches(|c: char| !c.is_alphanumeric());
    if let Some(number) = roman(bare) {
        let small = bare.starts_with(|c: char| c.is_lowercase());
        let script = if small { Script::RomanSmall } else { Script::RomanCapital };
        return vec![Candidate { script, number, sure: true }];
    }
    let numbers = |pattern: &Regex, sure: bool| -> Vec<Candidate> {
        pattern
            .captures_iter(segment)
            .filter_map(|found| found.get(1).or(found.get(2))?.as_str().parse().ok())
            .map(|number| arabic(number, sure))
            .collect()
    };
    let named = numbers(&NAMED, true);
    if named.is_empty() { numbers(&AT_AN_END, false) } else { named }
}

/// The value of a Roman number in one case, up to 399; `None` for anything else.
pub(crate) fn roman(text: &str) -> Option<i64> {
    let one_case =
        text.chars().all(|c| c.is_ascii_lowercase()) || text.chars().all(|c| c.is_ascii_uppercase());
    if text.is_empty() || text.len() > 12 || !one_case {
        return None;
    }
    let small = text.to_ascii_lowercase();
    let value = |c: char| match c {
        'i' => Some(1),
        'v' => Some(5),
        'x' => Some(10),
        'l' => Some(50),
        'c' => Some(100),
        _ => None,
    };
    let digits: Vec<i64> = small.chars().map(value).collect::<Option<_>>()?;
    let mut sum = 0;
    for (at, digit) in digits.iter().enumerate() {
        let smaller = digits.get(at + 1).is_some_and(|next| next > digit);
        sum += if smaller { -digit } else { *digit };
    }
    (sum > 0 && to_roman(sum) == small).then_some(sum)
}

/// Writes a Roman number in small letters; empty for what the Romans did not write.
fn to_roman(mut number: i64) -> String {
    const PARTS: &[(i64, &str)] =
        &[(100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")];
    let mut out = String::new();
    if !(1..400).contains(&number) {
        return out;
    }
    for (value, letters) in PARTS {
        while number >= *value {
            out.push_str(letters);
            number -= value;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(segment: &str, expected: &[(i64, bool)]) {
        let found: Vec<(i64, bool)> = read_numbers(segment).iter().map(|c| (c.number, c.sure)).collect();
        assert_eq!(found, expected, "{segment}");
    }

    #[test]
    fn numbers_are_read_as_they_are_printed() {
        check("12", &[(12, true)]);
        check("- 12 -", &[(12, true)]);
        check("| 7", &[(7, true)]);
        check("Pagina 3 van 40", &[(3, true)]);
        check("p. 14", &[(14, true)]);
        check("4/10", &[(4, true)]);
        check("xiv", &[(14, true)]);
        check("Zorgzame buurten 12", &[(12, false)]);
        check("12 | Zorgzame buurten", &[(12, false)]);
        check("35 538, nr. 4", &[(4, false)]);
        check("Zorgzame buurten", &[]);
        check("mix", &[]);
    }

    #[test]
    fn roman_numbers_are_read_only_as_the_romans_wrote_them() {
        for (text, value) in
            [("iv", Some(4)), ("XII", Some(12)), ("iiii", None), ("Iv", None), ("civic", None), ("", None)]
        {
            assert_eq!(roman(text), value, "{text}");
        }
        for number in 1..400 {
            assert_eq!(roman(&to_roman(number)), Some(number));
        }
    }
}
