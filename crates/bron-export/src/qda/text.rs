//! The text of a publication: its passages with what stands around them, a paragraph a line.

use super::passages::{Passage, Place};
use crate::plain::{one_line, steers};
use bron_model::PageRow;
use std::collections::BTreeSet;
use unicode_normalization::UnicodeNormalization;

/// So many letters of the page stand on each side of a passage.
const AROUND: usize = 300;
/// Where something was left out.
const LEFT_OUT: &str = "[…]";

/// A text with its selections.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Text {
    pub(super) text: String,
    pub(super) selections: Vec<Selection>,
}

/// A stretch of the text, in code points of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Selection {
    pub(super) start: usize,
    pub(super) end: usize,
    /// `p. 12`; empty where the document has no pages.
    pub(super) page: String,
    pub(super) second_hand_of: String,
    pub(super) codes: BTreeSet<String>,
}

/// Builds the text, NFC where the pages are: the lines of `head`, then for each stretch of a page its number and its words on one line. `line_end` stands
/// behind every line and counts in the positions.
pub(super) fn text(head: &[String], passages: &[Passage], pages: &[PageRow], line_end: &str) -> Text {
    let mut growing = Growing { text: Text::default(), length: 0, line_end };
    for line in head {
        growing.line(&one_line(line).nfc().collect::<String>());
    }
    let mut rest = passages;
    while let Some(first) = rest.first() {
        growing.line("");
        let page = first.place.as_ref().and_then(|place| page_of(place, pages));
        let Some(page) = page else {
            growing.by_itself(first);
            rest = &rest[1..];
            continue;
        };
        let letters: Vec<char> = page.text.chars().collect();
        let (window, taken) = window(rest, page, &letters);
        growing.window(&letters, window, &rest[..taken]);
        rest = &rest[taken..];
    }
    growing.text
}

fn page_of<'p>(place: &Place, pages: &'p [PageRow]) -> Option<&'p PageRow> {
    let page = pages.iter().find(|page| page.document == place.document && page.page == place.page)?;
    (place.start < place.end && place.end <= page.text.chars().count()).then_some(page)
}

/// The stretch of a page around the first passage and those behind it that touch it, and how many passages that are.
fn window(passages: &[Passage], page: &PageRow, letters: &[char]) -> ((usize, usize), usize) {
    let on_page = |passage: &Passage| {
        let place = passage.place.clone()?;
        (place.document == page.document && place.page == page.page && place.end <= letters.len())
            .then_some(place)
    };
    let (mut window, mut taken) = ((letters.len(), 0), 0);
    for place in passages.iter().map_while(on_page) {
        let (from, to) = (place.start.saturating_sub(AROUND), (place.end + AROUND).min(letters.len()));
        if taken > 0 && from > window.1 {
            break;
        }
        window = (window.0.min(from), window.1.max(to));
        taken += 1;
    }
    ((word_begin(letters, window.0), word_end(letters, window.1)), taken)
}

/// The place, or where the word begins in the midst of which it lies.
fn word_begin(letters: &[char], mut at: usize) -> usize {
    while at > 0 && !letters[at - 1].is_whitespace() {
        at -= 1;
    }
    at
}

fn word_end(letters: &[char], mut at: usize) -> usize {
    while at < letters.len() && !letters[at].is_whitespace() {
        at += 1;
    }
    at
}

/// A text with its length in code points.
struct Growing<'e> {
    text: Text,
    length: usize,
    line_end: &'e str,
}

impl Growing<'_> {
    fn push(&mut self, text: &str) {
        self.text.text.push_str(text);
        self.length += text.chars().count();
    }

    fn line(&mut self, text: &str) {
        self.push(text);
        self.push(self.line_end);
    }

    /// A passage whose words stand on no page as they are.
    fn by_itself(&mut self, passage: &Passage) {
        if !passage.page.is_empty() {
            self.line(&format!("[{}]", passage.page));
        }
        let start = self.length;
        self.push(&one_line(&passage.quote));
        self.select(passage, start, self.length);
        self.push(self.line_end);
    }

    /// A stretch of a page on one line, with every passage in it selected.
    fn window(&mut self, letters: &[char], (from, to): (usize, usize), passages: &[Passage]) {
        if let Some(first) = passages.first().filter(|first| !first.page.is_empty()) {
            self.line(&format!("[{}]", first.page));
        }
        if from > 0 {
            self.push(&format!("{LEFT_OUT} "));
        }
        // Where each letter of the page went: white space is one blank, and at the ends nothing.
        let mut places = Vec::with_capacity(to - from + 1);
        let (mut line, mut length) = (String::new(), 0);
        for c in &letters[from..to] {
            places.push(length);
            let is_blank = c.is_whitespace();
            if is_blank && (line.is_empty() || line.ends_with(' ')) {
                continue;
            }
            line.push(if is_blank {
                ' '
            } else if steers(*c) {
                char::REPLACEMENT_CHARACTER
            } else {
                *c
            });
            length += 1;
        }
        if line.ends_with(' ') {
            line.pop();
            length -= 1;
        }
        places.push(length);
        let begin = self.length;
        self.push(&line);
        let told: Vec<char> = line.chars().collect();
        for passage in passages {
            let Some(place) = &passage.place else { continue };
            let (mut start, mut end) =
                (places[place.start - from].min(length), places[place.end - from].min(length));
            while start < end && told[start] == ' ' {
                start += 1;
            }
            while start < end && told[end - 1] == ' ' {
                end -= 1;
            }
            self.select(passage, begin + start, begin + end);
        }
        if to < letters.len() {
            self.push(&format!(" {LEFT_OUT}"));
        }
        self.push(self.line_end);
    }

    fn select(&mut self, passage: &Passage, start: usize, end: usize) {
        if start < end {
            self.text.selections.push(Selection {
                start,
                end,
                page: passage.page.clone(),
                second_hand_of: passage.second_hand_of.clone(),
                codes: passage.codes.clone(),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bron_model::{DocumentId, PublicationId};
    use proptest::prelude::*;

    fn page(text: &str) -> PageRow {
        let publication = PublicationId::new("a").unwrap();
        let document = DocumentId::new(&publication, 1);
        PageRow { publication, document, page: 3, label: "12".to_owned(), text: text.to_owned() }
    }

    fn passage(page: &PageRow, start: usize, end: usize) -> Passage {
        Passage {
            place: Some(Place { document: page.document.clone(), page: page.page, start, end }),
            page: "p. 12".to_owned(),
            quote: page.text.chars().skip(start).take(end.saturating_sub(start)).collect(),
            second_hand_of: String::new(),
            codes: BTreeSet::new(),
        }
    }

    fn selected(text: &Text) -> Vec<String> {
        let words = |one: &Selection| text.text.chars().skip(one.start).take(one.end - one.start).collect();
        text.selections.iter().map(words).collect()
    }

    #[test]
    fn a_passage_is_selected_word_for_word_in_a_text_of_one_line_a_paragraph() {
        let page = page("Één 🙂 buurt.\n\nEen zorgzame\nbuurt is een   buurt. Verder.");
        let at = page.text.find("Een zorg").map(|byte| page.text[..byte].chars().count()).unwrap();
        let one = passage(&page, at, at + 35);
        assert_eq!(one.quote, "Een zorgzame\nbuurt is een   buurt. ");
        for line_end in ["\n", "\r\n"] {
            let text = text(
                &["Titel".to_owned()],
                std::slice::from_ref(&one),
                std::slice::from_ref(&page),
                line_end,
            );
            assert_eq!(selected(&text), ["Een zorgzame buurt is een buurt."]);
            let lines =
                ["Titel", "", "[p. 12]", "Één 🙂 buurt. Een zorgzame buurt is een buurt. Verder.", ""];
            assert_eq!(text.text, lines.join(line_end));
        }
    }

    #[test]
    fn passages_that_stand_together_share_what_stands_around_them_and_far_ones_do_not() {
        let page = page(&format!("een twee {} drie {}", "x ".repeat(50), "y ".repeat(600)));
        let far = page.text.trim_end().chars().count() - 1;
        let all = [passage(&page, 0, 3), passage(&page, 4, 8), passage(&page, far, far + 1)];
        let text = text(&[], &all, std::slice::from_ref(&page), "\n");
        assert_eq!(selected(&text), ["een", "twee", "y"]);
        assert_eq!(text.text.matches(LEFT_OUT).count(), 2, "{}", text.text);
        assert_eq!(text.text.lines().count(), 6, "{}", text.text);
    }

    #[test]
    fn the_lines_above_are_composed() {
        assert_eq!(text(&["E\u{301}e\u{301}n".to_owned()], &[], &[], "\n").text, "Één\n");
    }

    #[test]
    fn words_that_stand_on_no_page_stand_by_themselves() {
        let page = page("iets anders");
        let lost = Passage { place: None, quote: "een\nbuurt".to_owned(), ..passage(&page, 0, 4) };
        let beyond = passage(&page, 5, 500);
        let text = text(&[], &[beyond, lost], std::slice::from_ref(&page), "\n");
        assert_eq!(selected(&text), ["anders", "een buurt"]);
    }

    proptest! {
        #[test]
        fn what_is_selected_is_what_the_page_says(words in "[a-zé🙂 \n\t\u{0}\u{202e}]{1,900}", from in 0usize..900, length in 1usize..200, crlf: bool) {
            let page = page(&words);
            let letters = page.text.chars().count();
            let (start, end) = (from % letters, (from % letters + length).min(letters));
            let one = passage(&page, start, end);
            let text = text(&["kop".to_owned()], std::slice::from_ref(&one), std::slice::from_ref(&page), if crlf { "\r\n" } else { "\n" });
            let expected = one_line(&one.quote);
            let found = selected(&text).join("");
            prop_assert_eq!(found, expected);
            prop_assert!(crlf || !text.text.contains('\r'));
        }
    }
}
