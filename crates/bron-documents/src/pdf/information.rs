//! Reads the information dictionary of a PDF: title, author and dates, as its maker's software wrote them.

use crate::names::names_in;
use bron_model::PartialDate;
use pdf_oxide::PdfDocument;
use pdf_oxide::object::Object;
use regex::Regex;
use std::sync::LazyLock;

/// What the dictionary says; empty where it says nothing of use.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Information {
    /// The title, unless it is a file name or a template's.
    pub title: String,
    /// The authors, unless they are software or a user name.
    pub authors: Vec<String>,
    /// The later of the day of making and of the last change.
    pub last_made: Option<PartialDate>,
}

/// Reads it.
pub(crate) fn information(pdf: &PdfDocument) -> Information {
    let Some(info) = pdf.trailer().as_dict().and_then(|trailer| trailer.get("Info")) else {
        return Information::default();
    };
    let Ok(info) = pdf.resolve_object(info) else { return Information::default() };
    let Some(info) = info.as_dict() else { return Information::default() };
    let text = |key: &str| -> String {
        let value = info.get(key).and_then(|value| pdf.resolve_object(value).ok());
        value.as_ref().and_then(Object::as_string).map(decode).unwrap_or_default()
    };
    let dates = ["CreationDate", "ModDate"].map(|key| bron_text::read_date(&text(key), None));
    Information {
        title: sensible_title(&text("Title")),
        authors: sensible_authors(&text("Author")),
        last_made: dates.into_iter().flatten().max_by_key(|date| date.last_day()),
    }
}

/// A text string of a PDF: UTF-16 or UTF-8 with a mark, else nearly Latin-1.
fn decode(bytes: &[u8]) -> String {
    let text = match bytes {
        [0xFE, 0xFF, rest @ ..] => encoding_rs::UTF_16BE.decode(rest).0,
        [0xFF, 0xFE, rest @ ..] => encoding_rs::UTF_16LE.decode(rest).0,
        [0xEF, 0xBB, 0xBF, rest @ ..] => encoding_rs::UTF_8.decode(rest).0,
        _ => encoding_rs::WINDOWS_1252.decode(bytes).0,
    };
    crate::tidy::tidy_line(&text)
}

/// Empty for what is no title: names of files, of programs, of nothing.
fn sensible_title(title: &str) -> String {
    static NO_TITLE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?ix) ^(?:microsoft\s|powerpoint|untitled|naamloos|document\s?\d*$|titel$|title$|presentatie$|rapport$|brief$|slide\s1|dia\s1|print|scan)
              | \.(?:docx?|indd|pdf|qxd|qxp|pptx?|xlsx?|rtf|odt|cdr|ai|p65|tmp)\b | ^[\w\-.]*\d[\w\-.]*$ | _",
        )
        .expect("a fixed pattern that a test compiles")
    });
    let letters = title.chars().filter(|c| c.is_alphabetic()).count();
    if letters < 4 || NO_TITLE.is_match(title) { String::new() } else { title.to_owned() }
}

/// The names in an author field, without software, user names and offices of administrators.
fn sensible_authors(field: &str) -> Vec<String> {
    static SOFTWARE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?ix) microsoft | adobe | acrobat | windows | \bword\b | \boffice\b | gebruiker | \buser\b | admin | beheer
              | indesign | quark | openoffice | libreoffice | latex | python | prince | chrom | ghostscript",
        )
        .expect("a fixed pattern that a test compiles")
    });
    let mut names = names_in(&[field.to_owned()]);
    names.retain(|name| !SOFTWARE.is_match(name));
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_that_software_gave_are_none() {
        for title in
            ["Microsoft Word - rapport.doc", "untitled", "rapport_def_v2", "Zorg.indd", "12-3", "", "Titel"]
        {
            assert_eq!(sensible_title(title), "", "{title}");
        }
        assert_eq!(sensible_title("Zorgzame buurten"), "Zorgzame buurten");
    }

    #[test]
    fn authors_are_people_or_bodies_not_programs() {
        assert_eq!(sensible_authors("Jansen, P.; De Vries, A."), ["Jansen, P.", "De Vries, A."]);
        assert_eq!(sensible_authors("Piet Jansen en Anna de Vries"), ["Piet Jansen", "Anna de Vries"]);
        assert_eq!(sensible_authors("Movisie"), ["Movisie"]);
        for field in ["Microsoft Office User", "jansenp", "pjansen01", "Adobe InDesign", "Administrator", ""]
        {
            assert!(sensible_authors(field).is_empty(), "{field}");
        }
    }

    #[test]
    fn text_strings_are_read_in_their_encoding() {
        assert_eq!(decode(b"\xFE\xFF\x00C\x00o\x00\xEB"), "Coë");
        assert_eq!(decode(b"Co\xEB"), "Coë");
        assert_eq!(decode(b"\xEF\xBB\xBFCo\xC3\xAB"), "Coë");
    }
}
