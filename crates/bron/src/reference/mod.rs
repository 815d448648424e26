//! The pages of the book that follow from the program: its commands, and the files of a run.
//!
//! They stand in `docs/src/`, and the tests here hold that they say what the program says.

mod commands;
mod formats;
#[cfg(test)]
mod typed;

use crate::cli::ReferencePage;

/// The page, as it stands in the book.
pub fn page(page: ReferencePage) -> String {
    match page {
        ReferencePage::Commands => commands::page(),
        ReferencePage::Formats => formats::page(),
    }
}

/// Text as Markdown shows it inside a cell of a table: nothing in it ends the cell or becomes a tag.
fn in_cell(text: &str) -> String {
    let text = in_line(text);
    text.replace('|', "\\|")
}

/// Text on one line in which nothing becomes a tag; what stands between back ticks shows as it is anyway.
fn in_line(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let parts = text.split('`').enumerate().map(|(number, part)| {
        if number.is_multiple_of(2) { part.replace('<', "&lt;").replace('*', "\\*") } else { part.to_owned() }
    });
    parts.collect::<Vec<_>>().join("`")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    /// The page in the book says what the program says today.
    fn check(which: ReferencePage, name: &str) {
        let place = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/src").join(format!("{name}.md"));
        let committed = std::fs::read_to_string(place).unwrap();
        let renew = format!("renew it: bron reference {name} > docs/src/{name}.md");
        let today = page(which);
        let differs = committed.lines().zip(today.lines()).find(|(then, now)| then != now);
        assert_eq!(differs, None, "docs/src/{name}.md is not what the program says; {renew}");
        assert_eq!(
            committed, today,
            "docs/src/{name}.md is longer or shorter than what the program says; {renew}"
        );
    }

    #[test]
    fn the_page_of_commands_is_what_the_program_says() {
        check(ReferencePage::Commands, "commands");
    }

    #[test]
    fn the_page_of_formats_is_what_the_types_say() {
        check(ReferencePage::Formats, "formats");
    }

    #[test]
    fn text_of_a_cell_neither_ends_it_nor_becomes_a_tag() {
        assert_eq!(in_cell("a | b\n  of `<run>` and <run>"), "a \\| b of `<run>` and &lt;run>");
    }
}
