//! Reads the information dictionary of a PDF: title, author and dates, as its maker's software wrote them.

use crate::maker::{sensible_authors, sensible_title};
use bron_model::PartialDate;
use pdf_oxide::PdfDocument;
use pdf_oxide::object::Object;

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_strings_are_read_in_their_encoding() {
        assert_eq!(decode(b"\xFE\xFF\x00C\x00o\x00\xEB"), "Coë");
        assert_eq!(decode(b"Co\xEB"), "Coë");
        assert_eq!(decode(b"\xEF\xBB\xBFCo\xC3\xAB"), "Coë");
    }
}
