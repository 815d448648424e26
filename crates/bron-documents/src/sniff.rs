//! Tells what kind of file the bytes are: by what they begin with, then by what the server said.

/// What the bytes are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Content {
    /// `%PDF-` within the first KiB.
    Pdf,
    /// A web page, also in a web archive of one file (MHTML).
    Html,
    /// Plain text.
    Text,
    /// A Word file: today's form (docx), else the older one (doc).
    Word {
        /// Whether it is of the older form.
        older: bool,
    },
    /// No bytes at all.
    Empty,
    /// Anything else, named for people.
    Other(String),
}

/// The media type without parameters, in small letters.
fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Beginnings of files that servers like to call something else.
const MAGIC: &[(&[u8], &str)] = &[
    (b"PK\x03\x04", "a zip container (docx, xlsx, epub)"),
    (b"\xD0\xCF\x11\xE0", "an older office file (doc, xls, ppt)"),
    (b"{\\rtf", "rich text"),
    (b"\x89PNG", "a PNG image"),
    (b"\xFF\xD8\xFF", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x1F\x8B", "a gzip file"),
    (b"%!PS", "PostScript"),
];

/// Decides what the bytes are. The beginning of the file is believed before the server; a server that says PDF about
/// something that is none is believed only where nothing else is recognised, so that it is reported as a broken PDF.
pub(crate) fn sniff(bytes: &[u8], media_type: &str) -> Content {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Content::Empty;
    }
    let head = &bytes[..bytes.len().min(1024)];
    if head.windows(5).any(|window| window == b"%PDF-") {
        return Content::Pdf;
    }
    if let Some(older) = word_form(bytes) {
        return Content::Word { older };
    }
    if let Some((_, name)) = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Content::Other((*name).to_owned());
    }
    let said = essence(media_type);
    if bron_saved::is_mhtml(bytes) || looks_like_markup(bytes) {
        return Content::Html;
    }
    match said.as_str() {
        "application/pdf" | "application/x-pdf" => Content::Pdf,
        "text/html" | "application/xhtml+xml" => Content::Html,
        _ if is_binary(head) => Content::Other(if said.is_empty() { "this file".to_owned() } else { said }),
        "" | "text/plain" | "application/octet-stream" | "text/markdown" => Content::Text,
        _ => Content::Other(said),
    }
}

/// Whether a container holds what Word puts into it: a zip the part `word/document.xml` (names of parts are not
/// compressed), an older office file the stream `WordDocument` (in UTF-16); `true` for the older form.
fn word_form(bytes: &[u8]) -> Option<bool> {
    let holds = |name: &[u8]| bytes.windows(name.len()).any(|window| window == name);
    if bytes.starts_with(b"PK\x03\x04") && holds(b"word/document.xml") {
        return Some(false);
    }
    let stream: Vec<u8> = "WordDocument".encode_utf16().flat_map(u16::to_le_bytes).collect();
    (bytes.starts_with(b"\xD0\xCF\x11\xE0") && holds(&stream)).then_some(true)
}

/// Whether a page begins here: a doctype or a tag that only web pages have, after white space, comments and a mark.
fn looks_like_markup(bytes: &[u8]) -> bool {
    let head: Vec<u8> = bytes
        .iter()
        .take(4096)
        .filter(|byte| **byte != 0) // UTF-16 looks like ASCII with zeros between
        .map(u8::to_ascii_lowercase)
        .collect();
    let text = String::from_utf8_lossy(&head);
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}' || c == '\u{FFFD}');
    let starts = ["<!doctype html", "<html", "<head", "<body", "<title", "<h1", "<article", "<main"];
    let other = ["<?xml", "<!--", "<!doctype", "<script", "<meta", "<div", "<p>"];
    starts.iter().any(|start| text.starts_with(start))
        || (other.iter().any(|start| text.starts_with(start))
            && ["<html", "<body", "<head", "<title"].iter().any(|tag| text.contains(tag)))
}

/// Whether there are bytes that no text holds.
fn is_binary(head: &[u8]) -> bool {
    if head.starts_with(b"\xFE\xFF") || head.starts_with(b"\xFF\xFE") {
        return false;
    }
    head.iter().any(|byte| matches!(byte, 0..=8 | 14..=26 | 28..=31))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], media_type: &str, expected: &Content) {
        assert_eq!(sniff(bytes, media_type), *expected, "{:?}", String::from_utf8_lossy(bytes));
    }

    #[test]
    fn content_beats_the_server() {
        check(b"%PDF-1.4", "text/html", &Content::Pdf);
        check(b"\r\n\r\n%PDF-1.7 ...", "", &Content::Pdf);
        check(b"<!DOCTYPE html><p>404", "application/pdf", &Content::Html);
        check(b"<?xml version='1.0'?><html xmlns='x'>", "application/octet-stream", &Content::Html);
        check(b"\xEF\xBB\xBF <html>", "", &Content::Html);
        check(b"From: <Saved>\r\nMIME-Version: 1.0\r\n", "multipart/related", &Content::Html);
        check(
            b"PK\x03\x04x",
            "application/pdf",
            &Content::Other("a zip container (docx, xlsx, epub)".into()),
        );
    }

    #[test]
    fn a_page_that_mentions_a_pdf_header_late_is_a_page() {
        let mut page = b"<html><body>".to_vec();
        page.extend(std::iter::repeat_n(b'x', 1100));
        page.extend(b"%PDF-");
        check(&page, "text/html", &Content::Html);
    }

    #[test]
    fn the_server_is_believed_where_the_content_says_nothing() {
        check(b"not a pdf", "application/pdf", &Content::Pdf);
        check(b"a fragment", "text/html; charset=utf-8", &Content::Html);
        check(b"Een tekst.", "text/plain", &Content::Text);
        check(b"Een tekst.", "", &Content::Text);
        check(b"a,b", "text/csv", &Content::Other("text/csv".into()));
        check(b"\x00\x01\x02", "", &Content::Other("this file".into()));
        check(b"", "application/pdf", &Content::Empty);
        check(b" \n", "", &Content::Empty);
    }
}
