//! Makes words whole that the end of a page broke in two.

use crate::hyphens::{Vocabulary, join, makes_known_word};
use std::collections::BTreeMap;

/// A line of the text of a page, or the white between two paragraphs (without words).
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct BodyLine {
    /// Its words.
    pub text: String,
    /// The size of most of its letters.
    pub size: f32,
}

/// Lines in one text differ by no more than this part of their letters' size.
const SAME_SIZE: f32 = 0.05;

/// Joins words over the ends of pages. A word belongs to the page on which it begins: its rest moves there, and the
/// next page begins with the word after it. Pages without text in between are passed over.
///
/// The broken line is the last one of its page, or the last in the letters of the text where smaller ones (footnotes,
/// a source) follow; the rest stands in the first line of the next page in the same size. Where lines lie in between,
/// the whole word must be one that the document or a term has.
pub(crate) fn join_over_pages(pages: &mut [Vec<BodyLine>], vocabulary: &Vocabulary<'_>) {
    let mut with_text: Vec<&mut Vec<BodyLine>> =
        pages.iter_mut().filter(|page| page.iter().any(|line| !line.text.is_empty())).collect();
    for at in 1..with_text.len() {
        let (before, after) = with_text.split_at_mut(at);
        // A word can run over the end of the page and over that of its first line.
        while join_two(before[at - 1], after[0], vocabulary) {}
    }
}

/// Joins the word that one page breaks off; whether the first line of the other was used up by it.
fn join_two(page: &mut [BodyLine], next: &mut Vec<BodyLine>, vocabulary: &Vocabulary<'_>) -> bool {
    let Some((broken, first)) = halves(page, next, vocabulary) else { return false };
    let Some((joined, rest)) = join(&page[broken].text, &next[first].text, vocabulary) else { return false };
    page[broken].text = joined;
    if rest.is_empty() {
        next.remove(first);
        return true;
    }
    next[first].text = rest;
    false
}

/// The places of the line that breaks a word off and of the one that holds its rest.
fn halves(page: &[BodyLine], next: &[BodyLine], vocabulary: &Vocabulary<'_>) -> Option<(usize, usize)> {
    let last = page.iter().rposition(|line| !line.text.is_empty())?;
    let usual = usual_size(page);
    let of_text = page.iter().rposition(|line| !line.text.is_empty() && is_as_large(line, usual));
    for broken in [Some(last), of_text].into_iter().flatten() {
        let only_smaller = page[broken + 1..].iter().all(|line| line.text.is_empty() || line.size < usual);
        let same_size = |line: &BodyLine| !line.text.is_empty() && is_as_large(line, page[broken].size);
        let Some(first) = next.iter().position(same_size).filter(|_| only_smaller) else { continue };
        let nothing_between = broken == last && next[..first].iter().all(|line| line.text.is_empty());
        let (line, rest) = (&page[broken].text, &next[first].text);
        if join(line, rest, vocabulary).is_some()
            && (nothing_between || makes_known_word(line, rest, vocabulary))
        {
            return Some((broken, first));
        }
    }
    None
}

fn is_as_large(line: &BodyLine, size: f32) -> bool {
    (line.size - size).abs() <= SAME_SIZE * size
}

/// The size in which most letters of the page are set.
fn usual_size(page: &[BodyLine]) -> f32 {
    let mut letters: BTreeMap<i32, usize> = BTreeMap::new();
    for line in page {
        *letters.entry((line.size * 10.0).round() as i32).or_default() += line.text.len();
    }
    letters.iter().max_by_key(|(_, count)| **count).map_or(0.0, |(size, _)| *size as f32 / 10.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hyphens::TermWords;

    type Page<'a> = &'a [(&'a str, f32)];

    fn joined(pages: &[Page<'_>]) -> Vec<Vec<String>> {
        let line = |(text, size): &(&str, f32)| BodyLine { text: (*text).to_owned(), size: *size };
        let mut bodies: Vec<Vec<BodyLine>> =
            pages.iter().map(|page| page.iter().map(line).collect()).collect();
        let all: Vec<String> = bodies.iter().flatten().map(|line| line.text.clone()).collect();
        let terms = TermWords::of(["samenredzaamheid"]);
        let vocabulary = Vocabulary::of(all.iter().map(String::as_str), &terms);
        join_over_pages(&mut bodies, &vocabulary);
        bodies.into_iter().map(|page| page.into_iter().map(|line| line.text).collect()).collect()
    }

    fn check(pages: &[Page<'_>], expected: &[&[&str]]) {
        assert_eq!(joined(pages), expected, "{pages:?}");
    }

    #[test]
    fn a_word_belongs_to_the_page_on_which_it_begins() {
        check(
            &[&[("over de samen-", 10.0)], &[("redzaamheid van bewoners.", 10.0)]],
            &[&["over de samenredzaamheid"], &["van bewoners."]],
        );
        check(
            &[&[("over de samen-", 10.0)], &[], &[("redzaam-", 10.0), ("heid van bewoners.", 10.0)]],
            &[&["over de samenredzaamheid"], &[], &["van bewoners."]],
        );
    }

    #[test]
    fn footnotes_and_captions_in_between_are_passed_over_where_the_word_is_known() {
        let note = ("1 Zie bijlage.", 8.0);
        let text = ("Bewoners helpen elkaar in de wijk.", 10.0);
        check(
            &[&[text, ("de samen-", 10.0), note], &[("Figuur 2", 9.0), ("redzaamheid neemt toe", 10.0)]],
            &[&[text.0, "de samenredzaamheid", note.0], &["Figuur 2", "neemt toe"]],
        );
        check(
            &[&[text, ("de onbe-", 10.0), note], &[("kende neemt toe", 10.0)]],
            &[&[text.0, "de onbe-", note.0], &["kende neemt toe"]],
        );
    }

    #[test]
    fn what_is_no_broken_word_stays_where_it_is() {
        let cases: [[Page<'_>; 2]; 4] = [
            [&[("de in-", 10.0)], &[("en uitvoer", 10.0)]],
            [&[("een voetnoot over samen-", 8.0)], &[("redzaamheid in de tekst", 10.0)]],
            [&[("de wijk -", 10.0)], &[("een buurt", 10.0)]],
            [&[("de wijk-", 10.0)], &[("Inleiding", 10.0)]],
        ];
        for pages in cases {
            let expected: Vec<Vec<&str>> =
                pages.iter().map(|page| page.iter().map(|(text, _)| *text).collect()).collect();
            assert_eq!(joined(&pages), expected);
        }
    }
}
