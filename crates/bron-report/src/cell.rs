//! What a text becomes in a cell of a spreadsheet.

/// A spreadsheet cuts what is longer, counted in UTF-16.
const LONGEST: usize = 32_767;

/// The text as it can stand in a cell: lines end in `\n`, what steers a screen or is no character of XML is shown as `�`, blank
/// ends are gone, and what no cell can hold is cut and ends in `…`.
pub(crate) fn cell_text(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let text: String =
        text.trim().chars().map(|c| if steers(c) { char::REPLACEMENT_CHARACTER } else { c }).collect();
    if text.encode_utf16().count() <= LONGEST {
        return text;
    }
    let mut left = LONGEST - 1;
    let fits = |c: &char| {
        let is_there = c.len_utf16() <= left;
        left = left.saturating_sub(if is_there { c.len_utf16() } else { left });
        is_there
    };
    let mut cut: String = text.chars().take_while(fits).collect();
    cut.push('…');
    cut
}

fn steers(c: char) -> bool {
    (c.is_control() && c != '\n' && c != '\t')
        || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}' | '\u{FFFE}' | '\u{FFFF}')
}

/// Whether a spreadsheet that opens a CSV may take the text for a formula.
fn looks_like_a_formula(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t'])
}

/// The text as it stands in a CSV: an apostrophe goes before what a spreadsheet would take for a formula.
pub(crate) fn guarded(text: &str) -> String {
    if looks_like_a_formula(text) { format!("'{text}") } else { text.to_owned() }
}

/// The text of a cell of a CSV without the apostrophe of [`guarded`].
pub(crate) fn unguarded(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if looks_like_a_formula(rest) => rest,
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_cell_holds_what_a_spreadsheet_can_hold() {
        for (text, cell) in [
            (" =HYPERLINK(\"http://x\") ", "=HYPERLINK(\"http://x\")"),
            ("een\r\ntwee\rdrie", "een\ntwee\ndrie"),
            ("a\u{0}b\u{8}c\u{202e}d\u{ffff}", "a\u{fffd}b\u{fffd}c\u{fffd}d\u{fffd}"),
            ("<script>\tx</script>", "<script>\tx</script>"),
        ] {
            assert_eq!(cell_text(text), cell);
        }
        let long = cell_text(&"é".repeat(40_000));
        assert_eq!((long.encode_utf16().count(), long.ends_with("é…")), (32_767, true));
        // A letter of two units of UTF-16 is not cut in two.
        let wide = cell_text(&"𝔷".repeat(20_000));
        assert_eq!((wide.encode_utf16().count(), wide.ends_with("𝔷…")), (32_767, true));
        assert_eq!(cell_text(&"a".repeat(32_767)).len(), 32_767);
    }

    proptest! {
        #[test]
        fn a_text_comes_back_from_a_csv_and_is_no_formula_there(text in "['=+@\\-a\t]{0,6}") {
            let guarded = guarded(&text);
            prop_assert_eq!(unguarded(&guarded), &text);
            prop_assert!(!guarded.starts_with(['=', '+', '-', '@', '\t']));
        }
        #[test]
        fn what_is_in_a_cell_stays_as_it_is(text in "\\PC{0,40}|[\u{0}-\u{20}a]{0,20}") {
            let once = cell_text(&text);
            prop_assert_eq!(cell_text(&once), once);
        }
    }
}
