//! Finds the abbreviations that a document introduces for a term: `Asset Based Community Development (ABCD)`.
//!
//! Behind that, `ABCD` is the term in that document and in no other: nobody's list of abbreviations is needed, and an
//! abbreviation that is not introduced is never an occurrence.

use crate::units::Page;
use bron_text::{CodePoints, Found};
use std::collections::BTreeMap;
use std::ops::Range;

/// Adds the places where an abbreviation stands that any page introduces. The variant is that of the words which it
/// stands for, with the abbreviation in parentheses: `community development (ABCD)`.
pub(crate) fn add(pages: &mut [Page<'_>]) {
    let mut introduced: BTreeMap<String, Found> = BTreeMap::new();
    for page in pages.iter() {
        for found in &page.found {
            if let Some(letters) = introduced_by(&page.row.text, &found.bytes) {
                introduced.entry(letters.to_owned()).or_insert_with(|| found.clone());
            }
        }
    }
    for (letters, of) in &introduced {
        for page in pages.iter_mut() {
            add_places(page, letters, of);
        }
    }
}

fn add_places(page: &mut Page<'_>, letters: &str, of: &Found) {
    let text = &page.row.text;
    let mut points = CodePoints::new(text);
    let mut more = Vec::new();
    for (start, _) in text.match_indices(letters) {
        let bytes = start..start + letters.len();
        let in_brackets = text[..start].ends_with('(') && text[bytes.end..].starts_with(')');
        let touches = |found: &Found| found.bytes.start < bytes.end && bytes.start < found.bytes.end;
        if !is_whole(text, &bytes) || in_brackets || page.found.iter().any(touches) {
            continue;
        }
        more.push(Found {
            term: of.term.clone(),
            variant: format!("{} ({letters})", of.variant),
            start: points.before(bytes.start),
            end: points.before(bytes.end),
            bytes,
        });
    }
    if !more.is_empty() {
        // The place that goes on over the page, if any, begins last and stays last.
        page.found.extend(more);
        page.found.sort_by_key(|found| (found.bytes.start, found.bytes.end));
    }
}

/// The abbreviation that stands in parentheses behind the words at `bytes`, or before them where they stand in
/// parentheses, if its letters are the initials of the words.
fn introduced_by<'t>(text: &'t str, bytes: &Range<usize>) -> Option<&'t str> {
    let (before, after) = (&text[..bytes.start], &text[bytes.end..]);
    if let Some(inside) = after.trim_start().strip_prefix('(') {
        let letters = capitals(inside)?;
        let closes = inside[letters.len()..].starts_with([')', ',', ';', ' ']);
        return (closes && are_initials(letters, &text[bytes.clone()], before)).then_some(letters);
    }
    let inside = after.starts_with([')', ',']).then(|| before.rfind('('))??;
    if before.len() - inside > 60 {
        return None;
    }
    let ahead = before[..inside].trim_end();
    let start = ahead.rfind(|c: char| !c.is_ascii_uppercase()).map_or(0, |at| at + 1);
    let start = (start..=ahead.len()).find(|&at| ahead.is_char_boundary(at))?;
    let letters = capitals(&ahead[start..])?;
    (letters.len() == ahead.len() - start
        && are_initials(letters, &text[bytes.clone()], &before[inside + 1..]))
    .then_some(letters)
}

/// The capitals at the beginning: two to six.
fn capitals(text: &str) -> Option<&str> {
    let len = text.bytes().take_while(u8::is_ascii_uppercase).count();
    (2..=6).contains(&len).then(|| &text[..len])
}

/// Whether the letters are the initials of the last words before the term and of the term's own.
fn are_initials(letters: &str, term: &str, before: &str) -> bool {
    let initials = |words: &str| -> Vec<char> {
        words.split(|c: char| !c.is_alphabetic()).filter_map(|word| word.chars().next()).collect()
    };
    let own = initials(term);
    let letters: Vec<char> = letters.to_lowercase().chars().collect();
    let Some(more) = letters.len().checked_sub(own.len()) else { return false };
    let near = before.char_indices().rev().nth(80).map_or(before, |(at, _)| &before[at..]);
    let ahead = initials(near);
    let Some(from) = ahead.len().checked_sub(more) else { return false };
    own.len() > 1
        && ahead[from..].iter().chain(&own).flat_map(|c| c.to_lowercase()).eq(letters.iter().copied())
}

fn is_whole(text: &str, bytes: &Range<usize>) -> bool {
    let before = text[..bytes.start].chars().next_back();
    let after = text[bytes.end..].chars().next();
    !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, term: &str, expected: Option<&str>) {
        let start = text.find(term).expect("the term stands in the text");
        assert_eq!(introduced_by(text, &(start..start + term.len())), expected, "{text}");
    }

    #[test]
    fn an_abbreviation_is_introduced_in_parentheses_by_its_initials() {
        check("Asset Based Community Development (ABCD) is", "Community Development", Some("ABCD"));
        check("asset-based community development (ABCD)", "community development", Some("ABCD"));
        check(
            "De methode ABCD (Asset Based Community Development) is",
            "Community Development",
            Some("ABCD"),
        );
        check("ageing in place (AIP) is", "ageing in place", Some("AIP"));
        check("community development (CD), zo", "community development", Some("CD"));
    }

    #[test]
    fn other_capitals_in_parentheses_are_none() {
        check("community development (VNG)", "community development", None);
        check("Community Development (ABCD)", "Community Development", None);
        check("samenzorg (SZ)", "samenzorg", None);
        check("De VNG (over community development) zegt", "community development", None);
        check("community development", "community development", None);
        check("é (community development)", "community development", None);
    }
}
