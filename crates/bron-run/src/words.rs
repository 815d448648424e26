//! Where words stand in a text that a person typed, copied or selected.

use bron_model::{PageRow, Place};

/// The place of `words` on the first of `pages` that holds them. White space may differ: who copies a text seldom gets the ends of
/// its lines. Where the words are cut short with `…` (or `...`), the place runs from the first ones to the nearest that follow.
/// Nothing where they stand on no page, or where there are no words.
pub fn place_of<'p>(pages: impl IntoIterator<Item = &'p PageRow>, words: &str) -> Option<Place> {
    let words = words.replace("...", "…");
    let parts = words.split('…').map(tokens).filter(|part| !part.is_empty());
    let parts: Vec<Vec<Vec<char>>> = parts.collect();
    let (first, rest) = parts.split_first()?;
    pages.into_iter().find_map(|page| {
        let text: Vec<char> = page.text.chars().collect();
        let (start, mut end) = position(&text, 0, first)?;
        for part in rest {
            end = position(&text, end, part)?.1;
        }
        place(page, &text, start, end)
    })
}

/// The place of the code points `start` to `end` of a page, where these are the words; nothing where they are not.
pub fn place_at(page: &PageRow, start: usize, end: usize, words: &str) -> Option<Place> {
    let text: Vec<char> = page.text.chars().collect();
    let found = place(page, &text, start, end)?;
    (tokens(&found.quote) == tokens(words)).then_some(found)
}

/// A place without the blanks at its ends.
fn place(page: &PageRow, text: &[char], start: usize, end: usize) -> Option<Place> {
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
    use proptest::prelude::*;

    fn page(text: &str) -> PageRow {
        let publication = PublicationId::new("p").unwrap();
        let document = DocumentId::new(&publication, 1);
        PageRow { publication, document, page: 3, label: String::new(), text: text.to_owned() }
    }

    fn check(text: &str, words: &str, expected: Option<(u32, &str)>) {
        let found = place_of([&page(text)], words);
        let found = found.as_ref().map(|place| (place.start, place.quote.as_str()));
        assert_eq!(found, expected, "`{words}` in `{text}`");
    }

    #[test]
    fn words_are_found_whatever_white_space_stands_between_them_and_kept_as_they_stand() {
        let text = "Één zorgzame\nbuurt is een plek  waar men omziet. Een plek!";
        check(text, "zorgzame buurt is", Some((4, "zorgzame\nbuurt is")));
        check(text, "  plek waar ", Some((26, "plek  waar")));
        check(text, "plek!", Some((53, "plek!")));
        check(text, "zorgzamebuurt", None);
        check(text, " \n", None);
        check("", "a", None);
    }

    #[test]
    fn words_that_are_cut_short_run_to_the_nearest_that_follow() {
        let text = "een zorgzame\nbuurt is een plek  waar men omziet.";
        check(text, "een zorgzame … men omziet.", Some((0, text)));
        check(text, "plek ... omziet.", Some((26, "plek  waar men omziet.")));
        check(text, "… buurt is", Some((13, "buurt is")));
        check(text, "een … is … waar", Some((0, "een zorgzame\nbuurt is een plek  waar")));
        check(text, "omziet. … plek", None);
        check(text, "…", None);
    }

    #[test]
    fn a_selection_must_be_the_words_that_it_says() {
        let page = page("een zorgzame buurt");
        assert_eq!(place_at(&page, 4, 13, "zorgzame").unwrap().end, 12);
        assert_eq!(place_at(&page, 4, 12, "buurt"), None);
        assert_eq!(place_at(&page, 400, 412, "buurt"), None);
    }

    proptest! {
        #[test]
        fn a_slice_of_a_text_is_found_and_what_is_found_stands_there(text in "[aé \n]{1,30}", from in 0usize..30, length in 1usize..10) {
            let slice: String = text.chars().skip(from).take(length).collect();
            match place_of([&page(&text)], &slice) {
                None => prop_assert!(slice.trim().is_empty()),
                Some(place) => {
                    let there: String =
                        text.chars().skip(place.start as usize).take((place.end - place.start) as usize).collect();
                    prop_assert_eq!(&there, &place.quote);
                    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
                    prop_assert_eq!(words(&there), words(&slice));
                }
            }
        }
    }
}
