//! Finds the ISBN and the DOI of the document itself, not those of what it cites.

use regex::Regex;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// The ISBN-13 that stands first in the first four or last three pages behind the letters ISBN and whose check digit
/// is right; an older ISBN-10 is turned into one. Empty where there is none.
pub(crate) fn isbn_of(pages: &[String]) -> String {
    let from = pages.len().saturating_sub(3).max(4.min(pages.len()));
    pages.iter().take(4).chain(&pages[from..]).find_map(|page| isbn_in(page)).unwrap_or_default()
}

/// The first right ISBN behind its letters, as ISBN-13.
pub(crate) fn isbn_in(text: &str) -> Option<String> {
    static ISBN: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)\be?-?ISBN(?:[\s-]*1[03])?\s*(?:\([^)]{1,25}\))?\s*(?:nummer|nr\.?)?\s*:?\s*((?:97[89][\s\u{2010}-\u{2014}-]*)?\d(?:[\s\u{2010}-\u{2014}-]*\d){8}[\s\u{2010}-\u{2014}-]*[\dxX])")
            .expect("a fixed pattern that a test compiles")
    });
    ISBN.captures_iter(text).find_map(|found| isbn13(found.get(1)?.as_str()))
}

/// An ISBN with or without hyphens as 13 digits, where its check digit is right.
pub(crate) fn isbn13(text: &str) -> Option<String> {
    let signs: Vec<char> = text.chars().filter(char::is_ascii_alphanumeric).collect();
    let digits: Vec<u32> = signs
        .iter()
        .map(|c| if matches!(c, 'x' | 'X') { Some(10) } else { c.to_digit(10) })
        .collect::<Option<_>>()?;
    let weigh13 = |digits: &[u32]| -> u32 {
        digits.iter().enumerate().map(|(at, digit)| digit * if at % 2 == 0 { 1 } else { 3 }).sum()
    };
    match digits.len() {
        13 if digits.iter().all(|digit| *digit < 10) && weigh13(&digits) % 10 == 0 => {
            Some(signs.iter().collect())
        }
        10 => {
            let sum: u32 = digits.iter().zip((1..=10).rev()).map(|(digit, weight)| digit * weight).sum();
            if !sum.is_multiple_of(11) || digits[..9].contains(&10) {
                return None;
            }
            let mut all = vec![9, 7, 8];
            all.extend(&digits[..9]);
            all.push((10 - weigh13(&all) % 10) % 10);
            Some(all.iter().map(ToString::to_string).collect())
        }
        _ => None,
    }
}

/// The DOI on the first two pages; empty where there is none, or several: then they are references.
pub(crate) fn doi_of(pages: &[String]) -> String {
    static DOI: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)(?:\bdoi\b\s*:?\s*|doi\.org/)(10\.\d{4,9}/[^\s<>”’]+)")
            .expect("a fixed pattern that a test compiles")
    });
    let found: BTreeSet<String> = pages
        .iter()
        .take(2)
        .flat_map(|page| DOI.captures_iter(page))
        .filter_map(|found| found.get(1).map(|doi| clean_doi(doi.as_str())))
        .collect();
    if found.len() == 1 { found.into_iter().next().unwrap_or_default() } else { String::new() }
}

/// Small letters, without `https://doi.org/` and without the full stop or bracket of the sentence around it.
pub(crate) fn clean_doi(doi: &str) -> String {
    let small = doi.trim().to_lowercase();
    let bare = small.find("10.").map_or("", |at| &small[at..]);
    bare.trim_end_matches(['.', ',', ';', ')', ']', '"', '\'']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn isbn(text: &str, expected: &str) {
        assert_eq!(isbn_of(&[text.to_owned()]), expected, "{text}");
    }

    #[test]
    fn an_isbn_counts_with_its_letters_and_a_right_check_digit() {
        isbn("Colofon\nISBN 978-3-16-148410-0\nUtrecht", "9783161484100");
        isbn("ISBN-13: 978 3 16 148410 0", "9783161484100");
        isbn("ISBN (pdf): 978–3–16–148410–0", "9783161484100");
        isbn("ISBN 3-16-148410-X", "9783161484100");
        isbn("ISBN 978-3-16-148410-1", "");
        isbn("9783161484100", "");
        isbn("ISBN", "");
    }

    #[test]
    fn an_isbn_in_the_middle_is_of_another_book() {
        let mut pages = vec![String::new(); 20];
        pages[9] = "ISBN 978-3-16-148410-0".into();
        assert_eq!(isbn_of(&pages), "");
        pages[19] = "ISBN 978-3-16-148410-0".into();
        assert_eq!(isbn_of(&pages), "9783161484100");
        assert_eq!(isbn_of(&[]), "");
    }

    #[test]
    fn one_doi_on_the_first_pages_is_the_documents_own() {
        let doi = |text: &str| doi_of(&[text.to_owned()]);
        assert_eq!(doi("https://doi.org/10.1234/AbC.5."), "10.1234/abc.5");
        assert_eq!(doi("DOI: 10.1234/x (twice doi 10.1234/x)"), "10.1234/x");
        assert_eq!(doi("doi:10.1234/x and doi:10.1234/y"), "");
        assert_eq!(doi("10.1234/x"), "");
    }

    proptest::proptest! {
        #[test]
        fn an_isbn_is_13_digits_or_nothing(text in "ISBN:? ?[0-9xX -]{0,20}") {
            let isbn = isbn_of(&[text]);
            proptest::prop_assert!(isbn.is_empty() || isbn.len() == 13);
        }
    }
}
