//! Reads the title from the largest letters of the first page.

use super::lines::{Line, PageLines};
use crate::hyphens::{TermWords, Vocabulary, join_broken_words};
use crate::tidy::{shorten, tidy_line};

/// The words in the largest letters of the page, in reading order. Letters that are larger but make no title (one short
/// word, a drawn number) are passed over; a page in one size of letters is titled by its first line. Empty where the
/// page holds no words.
pub(crate) fn title_of(page: &PageLines, terms: &TermWords) -> String {
    let lines: Vec<&Line> =
        page.lines.iter().filter(|line| letters(&line.text) >= 3 && !line.turned && !line.marked).collect();
    let mut sizes: Vec<f32> = lines.iter().map(|line| line.size).collect();
    sizes.sort_by(|a, b| b.total_cmp(a));
    sizes.dedup_by(|a, b| *a > *b * 0.95);
    let usual = usual_size(&lines);
    let is_full = lines.iter().map(|line| letters(&line.text)).sum::<usize>() > 600;
    for size in sizes.iter().take(4).filter(|size| !is_full || **size > usual * 1.1) {
        let title = first_run(&lines, *size, terms);
        let words = title.split_whitespace().filter(|word| letters(word) >= 3).count();
        let is_no_paragraph = *size > usual * 1.1 || title.chars().count() <= 200;
        if is_no_paragraph && (words >= 2 || letters(&title) >= 8) {
            return shorten(&title, 250);
        }
    }
    let first =
        lines.iter().find(|line| letters(&line.text) >= 8 && line.size > usual * 0.95).or(lines.first());
    first.map(|line| shorten(&tidy_line(&line.text), 250)).unwrap_or_default()
}

fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphabetic()).count()
}

/// The size in which most letters are set.
fn usual_size(lines: &[&Line]) -> f32 {
    let set_in = |size: f32| -> usize {
        lines.iter().filter(|line| (line.size - size).abs() < 0.3).map(|line| letters(&line.text)).sum()
    };
    let largest = lines.iter().max_by_key(|line| set_in(line.size));
    largest.map_or(0.0, |line| line.size)
}

/// The first lines in a row that are set in this size, with broken words made whole.
fn first_run(lines: &[&Line], size: f32, terms: &TermWords) -> String {
    let fits = |line: &&&Line| (line.size - size).abs() <= size * 0.05;
    let first = lines.iter().position(|line| fits(&line)).unwrap_or(lines.len());
    let mut run: Vec<String> = lines[first..].iter().take_while(fits).map(|line| line.text.clone()).collect();
    let vocabulary = Vocabulary::of(lines.iter().map(|line| line.text.as_str()), terms);
    join_broken_words(&mut run, &vocabulary);
    tidy_line(&run.join(" "))
}

/// Whether most words of a title stand on the first pages: then it is this document's, and no template's.
pub(crate) fn is_of_these_pages(title: &str, pages: &[String]) -> bool {
    let fold = |text: &str| text.to_lowercase();
    let text = fold(&pages.iter().take(3).map(String::as_str).collect::<Vec<_>>().join(" "));
    let title = fold(title);
    let words: Vec<&str> =
        title.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() > 3).collect();
    let found = words.iter().filter(|word| text.contains(**word)).count();
    if words.is_empty() { text.contains(&title) } else { found * 10 >= words.len() * 6 }
}
