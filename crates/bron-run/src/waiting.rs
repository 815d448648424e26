//! What the rules leave to people, and where words stand that a person typed.

use bron_model::{DecisionRow, PageRow, Place, ToJudgeRow};

/// A criterion that waits for reviewers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// What is asked.
    pub row: ToJudgeRow,
    /// What the rule says of it, with the words on which it rests.
    pub rule: DecisionRow,
}

/// The first place, in the order of the pages, where these words stand. White space may differ: who copies a text seldom gets the
/// ends of its lines. Nothing where they stand on no page, or where there are no words.
pub fn place_of(pages: &[PageRow], words: &str) -> Option<Place> {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if words.is_empty() {
        return None;
    }
    pages.iter().find_map(|page| {
        let (squeezed, places) = squeezed(&page.text);
        let at = squeezed.find(&words)?;
        let first = squeezed[..at].chars().count();
        let last = first + words.chars().count() - 1;
        let (start, end) = (*places.get(first)?, *places.get(last)? + 1);
        let quote = page.text.chars().skip(start).take(end - start).collect();
        Some(Place {
            document: page.document.clone(),
            page: page.page,
            start: start as u32,
            end: end as u32,
            quote,
        })
    })
}

/// The text with one blank for each stretch of white space, and for each of its letters the place in the text.
fn squeezed(text: &str) -> (String, Vec<usize>) {
    let (mut out, mut places) = (String::with_capacity(text.len()), Vec::new());
    let mut in_space = false;
    for (at, c) in text.chars().enumerate() {
        if c.is_whitespace() && in_space {
            continue;
        }
        in_space = c.is_whitespace();
        out.push(if in_space { ' ' } else { c });
        places.push(at);
    }
    (out, places)
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

    #[test]
    fn words_are_found_whatever_white_space_stands_between_them() {
        let found = |words: &str| {
            let place = place_of(&[page("Één\n\n buurt  is\tzorgzaam.")], words)?;
            Some((place.start, place.end, place.quote))
        };
        assert_eq!(found(" buurt is "), Some((6, 15, "buurt  is".to_owned())));
        assert_eq!(found("Één buurt"), Some((0, 11, "Één\n\n buurt".to_owned())));
        assert_eq!(found("zorgzaam."), Some((16, 25, "zorgzaam.".to_owned())));
        assert_eq!(found("wijk"), None);
        assert_eq!(found(" \n"), None);
    }

    proptest! {
        #[test]
        fn a_slice_of_a_text_is_found_and_what_is_found_stands_there(text in "[aé \n]{1,30}", from in 0usize..30, length in 1usize..10) {
            let slice: String = text.chars().skip(from).take(length).collect();
            match place_of(&[page(&text)], &slice) {
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
