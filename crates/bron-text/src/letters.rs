//! The letters and digits of a text: what stays the same however it is laid out.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The name and version of what [`letters`] does. It changes when [`letters`] gives another result for any text.
pub const LETTERS: &str = "letters-1";

/// The letters and digits of a text, in their order.
///
/// Compatibility forms are resolved (NFKC: ligatures, full-width forms, raised digits), letters are small, marks on letters stay. All
/// else is left out: white space and line ends, hyphens of every kind (so a word broken over a line is whole), quotation marks,
/// bullets and all other signs. Only between two digits what stood there leaves one blank (`2019-2020` is not `20192020`).
///
/// Two texts with the same letters say the same in the same words. Version: [`LETTERS`].
pub fn letters(text: &str) -> String {
    if text.is_ascii() {
        return kept(text.chars().map(|c| c.to_ascii_lowercase()));
    }
    let small = text.nfkc().flat_map(char::to_lowercase);
    // A mark may come to stand behind its letter when a sign between them is left out, and small letters may compose.
    kept(small).nfkc().collect()
}

fn kept(characters: impl Iterator<Item = char>) -> String {
    let mut kept = String::new();
    let (mut after_digit, mut between) = (false, false);
    for c in characters {
        if !c.is_alphanumeric() && !is_combining_mark(c) {
            between = true;
            continue;
        }
        let is_digit = c.is_numeric();
        if after_digit && between && is_digit {
            kept.push(' ');
        }
        (after_digit, between) = (is_digit, false);
        kept.push(c);
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn letters_and_digits_stay_and_layout_does_not() {
        for (text, expected) in [
            ("Samen-\nzorg, \u{201C}zo\u{201D} heet het.", "samenzorgzoheethet"),
            ("samen\u{00AD}zorg 'zo' heet \u{2022} het", "samenzorgzoheethet"),
            ("de \u{FB01}nanci\u{0065}\u{0308}le", "definanciële"),
            ("financie-\u{0308}le", "financiële"),
            ("2019-2020, p. 12", "2019 2020p12"),
            ("2019 \u{2013} 2020 p12", "2019 2020p12"),
            ("20192020p12", "20192020p12"),
            ("\u{FF21}\u{0130}", "ai\u{0307}"),
            ("... \u{2026} \n", ""),
            ("", ""),
        ] {
            assert_eq!(letters(text), expected, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn what_was_taken_is_taken_whole(text in "\\PC{0,60}") {
            let once = letters(&text);
            prop_assert_eq!(letters(&once), once);
        }

        #[test]
        fn layout_and_signs_between_words_change_nothing(
            words in prop::collection::vec("[a-zëïA-Z]{1,8}", 1..12),
            between in prop::collection::vec(
                prop::sample::select(vec![" ", "\n\n", "-\n", "\u{00AD}", " • ", "\u{200B}", ", ", " | "]), 12,
            ),
        ) {
            let laid_out: String = words.iter().zip(&between).map(|(word, sign)| format!("{word}{sign}")).collect();
            prop_assert_eq!(letters(&laid_out), letters(&words.concat()));
        }

        #[test]
        fn another_letter_or_digit_is_another_text(before in "[a-z0-9 ]{0,20}", after in "[a-z0-9 ]{0,20}") {
            let with = |c: &str| letters(&format!("{before}{c}{after}"));
            prop_assert_ne!(with("x"), with("y"));
            prop_assert_ne!(with("7"), with("8"));
        }
    }
}
