//! Decodes the bytes of a page or text.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8};
use regex::bytes::Regex;
use std::sync::LazyLock;

/// The text in its encoding: by its byte order mark; else UTF-8 where the bytes are that; else as the server says; else
/// as the page says; else as it looks like. Bytes that stand for nothing become U+FFFD.
pub(crate) fn decode(bytes: &[u8], media_type: &str) -> String {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(&bytes[mark..]).0.into_owned();
    }
    let has_zeros = bytes[..bytes.len().min(256)].contains(&0);
    if !has_zeros && let Ok(text) = std::str::from_utf8(bytes) {
        return text.to_owned();
    }
    let said = charset_of(media_type.as_bytes()).or_else(|| meta_charset(bytes));
    // What says UTF-8 and is none is looked at again.
    let encoding = said.filter(|encoding| *encoding != UTF_8).unwrap_or_else(|| {
        let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
        detector.feed(bytes, true);
        detector.guess(Some(b"nl"), if said.is_some() { Utf8Detection::Allow } else { Utf8Detection::Deny })
    });
    let mostly_utf8 =
        said == Some(UTF_8) && String::from_utf8_lossy(bytes).matches('\u{FFFD}').count() * 200 < bytes.len();
    let encoding = if mostly_utf8 { UTF_8 } else { encoding };
    encoding.decode_without_bom_handling(bytes).0.into_owned()
}

/// The encoding that a `charset=` names.
fn charset_of(text: &[u8]) -> Option<&'static Encoding> {
    static CHARSET: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#"(?i)charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]+)"#)
            .expect("a fixed pattern that a test compiles")
    });
    Encoding::for_label(CHARSET.captures(text)?.get(1)?.as_bytes())
}

/// The encoding that a meta element or an XML declaration names; one that says UTF-16 in ASCII letters is wrong.
fn meta_charset(bytes: &[u8]) -> Option<&'static Encoding> {
    static META: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#"(?i)<meta[^>]{0,300}charset[^>]{0,100}>|<\?xml[^>]{0,100}encoding\s*=\s*["']([A-Za-z0-9_.:-]+)"#)
            .expect("a fixed pattern that a test compiles")
    });
    let head = &bytes[..bytes.len().min(8192)];
    let found = META.captures(head)?;
    let encoding = match found.get(1) {
        Some(label) => Encoding::for_label(label.as_bytes()),
        None => charset_of(found.get(0)?.as_bytes()),
    }?;
    Some(encoding.output_encoding())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], media_type: &str, expected: &str) {
        assert_eq!(decode(bytes, media_type), expected);
    }

    #[test]
    fn the_encoding_is_found_in_the_order_in_which_it_can_be_trusted() {
        check("financiële".as_bytes(), "text/html; charset=iso-8859-1", "financiële");
        check(b"financi\xEBle", "text/html; charset=ISO-8859-1", "financiële");
        check(
            b"<meta charset='windows-1252'>financi\xEBle",
            "text/html",
            "<meta charset='windows-1252'>financiële",
        );
        check(
            b"<meta charset=utf-8>financi\xEBle zorg in de buurt",
            "text/html",
            "<meta charset=utf-8>financiële zorg in de buurt",
        );
        check(b"financi\xEBle zorg", "", "financiële zorg");
        check(b"\xEF\xBB\xBFzorg", "text/html; charset=iso-8859-1", "zorg");
        check(b"\xFF\xFEz\x00o\x00", "", "zo");
        check(b"", "", "");
    }
}
