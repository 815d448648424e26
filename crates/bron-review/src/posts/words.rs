//! Finds the words of a reviewer in a text.

use bron_model::{PageRow, Place};

/// The place of `words` on the first of `pages` that holds them, blanks and line breaks alike. With `…` (or `...`) in between, from
/// the first words to the nearest last ones. Nothing where they stand nowhere.
pub(crate) fn find<'p>(pages: impl IntoIterator<Item = &'p PageRow>, words: &str) -> Option<Place> {
    let words = words.replace("...", "…");
    let (first, last) = match words.split_once('…') {
        Some((first, last)) => (tokens(first), tokens(last)),
        None => (tokens(&words), Vec::new()),
    };
    let (first, last) = if first.is_empty() { (last, Vec::new()) } else { (first, last) };
    if first.is_empty() {
        return None;
    }
    pages.into_iter().find_map(|page| {
        let text: Vec<char> = page.text.chars().collect();
        let (start, mut end) = position(&text, 0, &first)?;
        if !last.is_empty() {
            end = position(&text, end, &last)?.1;
        }
        place(page, start, end)
    })
}

/// The place of code points `start` to `end` of a page, where these are the words; nothing where they are not.
pub(crate) fn at(page: &PageRow, start: usize, end: usize, words: &str) -> Option<Place> {
    let found = place(page, start, end)?;
    (tokens(&found.quote) == tokens(words)).then_some(found)
}

/// A place without the blanks at its ends.
fn place(page: &PageRow, start: usize, end: usize) -> Option<Place> {
    let text: Vec<char> = page.text.chars().collect();
    let (mut start, mut end) = (start, end.min(text.len()));
    while start < end && text[start].is_whitespace() {
        start += 1;
    }
    while end > start && text[end - 1].is_whitespace() {
        end -= 1;
    }
    (start < end).then(|| Place {
        document: page.document.clone(),
        page: page.page,
        start: start as u32,
        end: end as u32,
        quote: text[start..end].iter().collect(),
    })
}

fn tokens(text: &str) -> Vec<Vec<char>> {
    text.split_whitespace().map(|token| token.chars().collect()).collect()
}

/// Where `tokens` stand in `text` from `from` on, with any blanks between them.
fn position(text: &[char], from: usize, tokens: &[Vec<char>]) -> Option<(usize, usize)> {
    (from..text.len()).find_map(|start| Some((start, ends(text, start, tokens)?)))
}

fn ends(text: &[char], start: usize, tokens: &[Vec<char>]) -> Option<usize> {
    let mut at = start;
    for (number, token) in tokens.iter().enumerate() {
        if number > 0 {
            let blanks = text[at..].iter().take_while(|c| c.is_whitespace()).count();
            if blanks == 0 {
                return None;
            }
            at += blanks;
        }
        if !text[at..].starts_with(token) {
            return None;
        }
        at += token.len();
    }
    Some(at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use bron_model::{DocumentId, PublicationId};

    fn page(text: &str) -> PageRow {
        let publication = PublicationId::new("lsa-a-aaaaaa").unwrap();
        PageRow {
            document: DocumentId::new(&publication, 1),
            publication,
            page: 3,
            label: String::new(),
            text: text.to_owned(),
        }
    }

    fn check(text: &str, words: &str, expected: Option<&str>) {
        let page = page(text);
        let found = find([&page], words);
        assert_eq!(found.as_ref().map(|place| place.quote.as_str()), expected, "`{words}` in `{text}`");
        if let Some(place) = found {
            let slice: String =
                text.chars().skip(place.start as usize).take((place.end - place.start) as usize).collect();
            assert_eq!(slice, place.quote);
        }
    }

    #[test]
    fn words_are_found_over_line_breaks_and_kept_as_they_stand() {
        let text = "Coöperatie: een zorgzame\nbuurt is een plek  waar men omziet.";
        check(text, "zorgzame buurt is", Some("zorgzame\nbuurt is"));
        check(text, "  plek waar ", Some("plek  waar"));
        check(text, "zorgzamebuurt", None);
        check(text, "een zorgzame … men omziet.", Some("een zorgzame\nbuurt is een plek  waar men omziet."));
        check(text, "plek ... omziet.", Some("plek  waar men omziet."));
        check(text, "omziet. … plek", None);
        check(text, "   ", None);
        check("", "a", None);
    }

    #[test]
    fn a_selection_must_be_the_words_that_it_says() {
        let page = page("een zorgzame buurt");
        assert_eq!(at(&page, 4, 13, "zorgzame").unwrap().end, 12);
        assert_eq!(at(&page, 4, 12, "buurt"), None);
        assert_eq!(at(&page, 400, 412, "buurt"), None);
    }
}
