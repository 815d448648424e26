//! Reads the title from the largest letters of the first page.

use super::lines::PageLines;
use crate::tidy::shorten;

/// The words in the largest letters of the page, in reading order; empty where no line stands out or nothing is set.
pub(crate) fn title_of(page: &PageLines) -> String {
    let worded = |text: &str| text.chars().filter(|c| c.is_alphabetic()).count() >= 3;
    let lines: Vec<_> = page.lines.iter().filter(|line| worded(&line.text) && !line.turned && !line.marked).collect();
    let Some(largest) = lines.iter().map(|line| line.size).max_by(f32::total_cmp) else { return String::new() };
    let Some(first) = lines.iter().position(|line| line.size > largest * 0.95) else { return String::new() };
    let title: Vec<&str> =
        lines[first..].iter().take_while(|line| line.size > largest * 0.95).map(|line| line.text.as_str()).collect();
    let title = title.join(" ");
    // A page in one size of letters has no title to be seen: its first line is as good as any.
    let title = if lines.len() > 12 && title.chars().count() > 250 { lines[0].text.clone() } else { title };
    shorten(&title, 250)
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
