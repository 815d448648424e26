//! A text as another program's file can hold it: on one line, and steering nothing.

/// The text on one line: every stretch of white space is one blank, blank ends are gone, and what steers a screen, turns the writing
/// round or is no character of XML is `�`.
pub(crate) fn one_line(text: &str) -> String {
    let plain: String =
        text.chars().map(|c| if steers(c) { char::REPLACEMENT_CHARACTER } else { c }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a letter would do something instead of being seen.
pub(crate) fn steers(c: char) -> bool {
    (c.is_control() && !c.is_whitespace())
        || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}' | '\u{FFFE}' | '\u{FFFF}')
}

/// The beginning of a text, at most so many letters, cut between words; what was cut ends in ` […]`.
pub(crate) fn beginning(text: &str, most: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(most) else { return text.to_owned() };
    let kept = &text[..end];
    let kept = kept.rsplit_once(' ').map_or(kept, |(before, _)| before);
    format!("{} […]", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_text_is_cut_between_words_and_says_so() {
        for (text, most, cut) in [
            ("zorgzame buurten", 20, "zorgzame buurten"),
            ("zorgzame buurten", 16, "zorgzame buurten"),
            ("zorgzame buurten", 12, "zorgzame […]"),
            ("één🙂twee", 4, "één🙂 […]"),
            ("", 3, ""),
        ] {
            assert_eq!(beginning(text, most), cut);
        }
    }

    proptest! {
        #[test]
        fn a_line_stays_a_line(text in "\\PC{0,30}|[\u{0}-\u{20}a\u{85}\u{2028}\u{202e}]{0,20}") {
            let line = one_line(&text);
            prop_assert!(!line.contains(|c: char| c.is_control() || c == '\u{2028}' || c == '\u{2029}'), "{:?}", line);
            prop_assert_eq!(one_line(&line), line);
        }
    }
}
