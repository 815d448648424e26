//! Makes a text one way to write everything: NFC, without ligatures, soft hyphens, odd spaces and control characters.

use unicode_normalization::UnicodeNormalization;

/// One line, tidied: ligatures taken apart (they hide words), NFC, soft hyphens and invisible characters gone, every
/// run of white space one blank, none at the ends. Bullets from symbol fonts become `•`.
pub(crate) fn tidy_line(line: &str) -> String {
    let mut spread = String::with_capacity(line.len());
    for c in line.chars() {
        match c {
            '\u{FB00}' => spread.push_str("ff"),
            '\u{FB01}' => spread.push_str("fi"),
            '\u{FB02}' => spread.push_str("fl"),
            '\u{FB03}' => spread.push_str("ffi"),
            '\u{FB04}' => spread.push_str("ffl"),
            '\u{FB05}' | '\u{FB06}' => spread.push_str("st"),
            '\u{0132}' => spread.push_str("IJ"),
            '\u{0133}' => spread.push_str("ij"),
            '\u{F0A7}' | '\u{F0B7}' | '\u{F0D8}' | '\u{F0FC}' | '\u{F076}' | '\u{2023}' | '\u{25AA}'
            | '\u{25CF}' | '\u{25A0}' | '\u{F0A8}' => spread.push('•'),
            '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}' | '\u{FEFF}' => {}
            _ if c.is_whitespace() || c.is_control() => spread.push(' '),
            _ => spread.push(c),
        }
    }
    let composed: String = spread.nfc().collect();
    let mut out = String::with_capacity(composed.len());
    for word in composed.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// Lines as a page's text: no empty lines at the ends, never two together.
pub(crate) fn join_lines<'a>(lines: impl IntoIterator<Item = &'a str>) -> String {
    let mut out = String::new();
    let mut gap = false;
    for line in lines {
        if line.is_empty() {
            gap = !out.is_empty();
            continue;
        }
        if !out.is_empty() {
            out.push_str(if gap { "\n\n" } else { "\n" });
        }
        gap = false;
        out.push_str(line);
    }
    out
}

/// The first `limit` characters, cut at a word where there is one.
pub(crate) fn shorten(text: &str, limit: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(limit) else { return text.to_owned() };
    let cut = &text[..end];
    cut.rfind(' ').map_or(cut, |at| &cut[..at]).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_hides_words_is_taken_away() {
        for (line, expected) in [
            ("de\u{FB01}nitie en \u{FB02}exibel", "definitie en flexibel"),
            ("samen\u{AD}redzaam\u{200B}heid", "samenredzaamheid"),
            ("  ge\u{0069}\u{0308}nteresseerd\u{A0}zijn\t ", "geïnteresseerd zijn"),
            ("\u{F0B7} zorgzame buurten", "• zorgzame buurten"),
            ("\u{2}x\u{0}y", "x y"),
        ] {
            assert_eq!(tidy_line(line), expected);
        }
    }

    #[test]
    fn empty_lines_separate_and_never_pile_up() {
        assert_eq!(join_lines(["", "a", "b", "", "", "c", ""]), "a\nb\n\nc");
    }

    proptest::proptest! {
        #[test]
        fn tidying_twice_changes_nothing(line in "\\PC{0,40}|[a-zé\u{FB01}\u{AD}\u{0308}\u{0301} ]{0,20}") {
            let once = tidy_line(&line);
            proptest::prop_assert_eq!(tidy_line(&once), once);
        }
    }
}
