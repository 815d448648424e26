//! What did a browser save in one file, and from which address?
//!
//! [`page_in`] looks at the bytes, never at a name: browsers save MHTML as `.html` too. It gives the page as bytes with its media
//! type, so that each reader decodes it in its own way. No bytes make it panic.

use mailparse::{MailHeaderMap, ParsedMail};
use regex::bytes::Regex;
use std::borrow::Cow;
use std::sync::LazyLock;
use url::Url;

/// The engine and its version.
pub const ENGINE: &str = "mailparse 0.18";

/// So far from the start of a page a browser notes where it came from.
const NOTED_WITHIN: usize = 16 << 10;

/// A page that a browser saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedPage<'a> {
    /// Its markup.
    pub html: Cow<'a, [u8]>,
    /// The media type that its part of the file says (`text/html; charset=utf-8`); empty where nothing says one.
    pub media_type: String,
    /// The address that the browser noted, with `http` or `https`; absent where it noted none.
    pub address: Option<Url>,
}

/// A file that begins as MHTML and holds no page that can be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoPage(pub String);

/// The page in the bytes: out of a web archive in one file (MHTML), or the bytes themselves, with the address that the browser (or
/// SingleFile) noted in them. An error where they begin as MHTML and hold no page.
pub fn page_in(bytes: &[u8]) -> Result<SavedPage<'_>, NoPage> {
    if is_mhtml(bytes) {
        return page_in_mail(without_mark(bytes)).map_err(NoPage);
    }
    Ok(SavedPage { html: Cow::Borrowed(bytes), media_type: String::new(), address: noted_address(bytes) })
}

/// Whether the bytes begin as a message does: a header line before any markup, and a multipart or a MIME version in it.
pub fn is_mhtml(bytes: &[u8]) -> bool {
    let bytes = without_mark(bytes);
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(2048)]).to_ascii_lowercase();
    let first = head.trim_start().lines().next().unwrap_or_default();
    let is_header = first.split_once(':').is_some_and(|(name, _)| {
        !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    });
    is_header && (head.contains("mime-version:") || head.contains("content-type: multipart/"))
}

fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)
}

/// The part that `start` names, else the first in HTML.
fn page_in_mail(bytes: &[u8]) -> Result<SavedPage<'static>, String> {
    let mail = mailparse::parse_mail(bytes).map_err(|problem| format!("no whole MHTML: {problem}"))?;
    let start = mail.ctype.params.get("start").map(|id| id.trim().to_owned());
    let is_html =
        |part: &&ParsedMail| matches!(part.ctype.mimetype.as_str(), "text/html" | "application/xhtml+xml");
    let has_id = |part: &&ParsedMail| {
        start
            .as_ref()
            .is_some_and(|id| part.headers.get_first_value("Content-ID").is_some_and(|own| own.trim() == id))
    };
    let parts: Vec<&ParsedMail> = mail.parts().collect();
    let html = || parts.iter().copied().filter(is_html);
    let part = html().find(has_id).or_else(|| html().next()).ok_or("the MHTML holds no page in HTML")?;
    let body = part.get_body_raw().map_err(|problem| format!("the MHTML is damaged: {problem}"))?;
    let media_type = part.headers.get_first_value("Content-Type").unwrap_or_default();
    let of_header =
        |part: &ParsedMail, name: &str| part.headers.get_first_value(name).and_then(|text| web(&text));
    let address = of_header(&mail, "Snapshot-Content-Location")
        .or_else(|| of_header(part, "Content-Location"))
        .or_else(|| of_header(&mail, "Content-Location"))
        .or_else(|| noted_address(&body));
    Ok(SavedPage { html: Cow::Owned(body), media_type, address })
}

/// The address in the comment that browsers (`saved from url=(0025)https://...`) and SingleFile write.
fn noted_address(html: &[u8]) -> Option<Url> {
    static NOTE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?s-u)<!--[^>]{0,40}?(?:saved from url=\(\d+\)|Page saved with SingleFile\s+url:\s*)(\S+)",
        )
        .expect("a constant")
    });
    let head = &html[..html.len().min(NOTED_WITHIN)];
    // In UTF-16 every other byte of an address is 0.
    let plain: Cow<'_, [u8]> = if head.contains(&0) {
        Cow::Owned(head.iter().copied().filter(|byte| *byte != 0).collect())
    } else {
        Cow::Borrowed(head)
    };
    web(std::str::from_utf8(NOTE.captures(&plain)?.get(1)?.as_bytes()).ok()?)
}

fn web(text: &str) -> Option<Url> {
    let url = Url::parse(text.trim()).ok()?;
    matches!(url.scheme(), "http" | "https").then_some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], html: &str, media_type: &str, address: Option<&str>) {
        let page = page_in(bytes).unwrap();
        assert_eq!(String::from_utf8_lossy(&page.html).trim_end(), html);
        assert_eq!((page.media_type.as_str(), page.address.as_ref().map(Url::as_str)), (media_type, address));
    }

    #[test]
    fn the_address_stands_in_the_comment_of_browsers_and_of_singlefile() {
        for (html, address) in [
            (
                "<!-- saved from url=(0026)https://a.nl/zoek?q=zorg+x -->\n<html>",
                Some("https://a.nl/zoek?q=zorg+x"),
            ),
            (
                "<!DOCTYPE html> <html lang=nl><!--\n Page saved with SingleFile \n url: https://a.nl/zoek \n saved date: Tue\n-->",
                Some("https://a.nl/zoek"),
            ),
            ("<!-- saved from url=(0014)about:internet --><html>", None),
            ("<!-- saved from url=(0014)file:///c:/x --><html>", None),
            ("<html><p>saved from url=(0026)https://a.nl/</p>", None),
        ] {
            check(html.as_bytes(), html, "", address);
        }
        let wide: Vec<u8> =
            "<!-- saved from url=(0013)https://a.nl/ -->".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(page_in(&wide).unwrap().address.unwrap().as_str(), "https://a.nl/");
    }

    #[test]
    fn a_page_in_mhtml_is_decoded_by_its_transfer_encoding() {
        let quoted = b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://a.nl/zoek?q=zorg\r\nSubject: =?utf-8?Q?Zoeken?=\r\n\
            MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"----M--x----\"\r\n\r\n\r\n\
            ------M--x----\r\nContent-Type: text/html\r\nContent-ID: <frame-1@mhtml.blink>\r\nContent-Transfer-Encoding: quoted-printable\r\n\
            Content-Location: https://a.nl/ander\r\n\r\n<meta charset=3D\"utf-8\"><p>een=C3=A9n lange =\r\nregel</p>\r\n\
            ------M--x----\r\nContent-Type: text/css\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n.a {}\r\n------M--x------\r\n";
        let html = "<meta charset=\"utf-8\"><p>eenén lange regel</p>";
        check(quoted, html, "text/html", Some("https://a.nl/zoek?q=zorg"));
        let base64 = b"\xef\xbb\xbfMIME-Version: 1.0\nContent-Type: multipart/related; boundary=b; start=\"<2>\"\n\n--b\nContent-Type: text/html\n\nframe\n\
            --b\nContent-Type: text/html; charset=windows-1252\nContent-ID: <2>\nContent-Location: https://a.nl/\nContent-Transfer-Encoding: base64\n\n\
            PHA+em9yZzwvcD4=\n--b--\n";
        check(base64, "<p>zorg</p>", "text/html; charset=windows-1252", Some("https://a.nl/"));
    }

    #[test]
    fn a_message_without_a_page_says_so() {
        let letter = b"MIME-Version: 1.0\nContent-Type: text/plain\n\nhallo";
        assert_eq!(page_in(letter), Err(NoPage("the MHTML holds no page in HTML".to_owned())));
    }

    #[test]
    fn what_only_looks_a_little_like_a_message_is_none() {
        for text in
            ["Let op: zorg in de buurt\nMIME is iets anders", "<html>\nMIME-Version: 1.0", "", "\u{FEFF}"]
        {
            assert!(!is_mhtml(text.as_bytes()), "{text:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..400)) {
            let _ = page_in(&bytes);
            let mut mail = b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\n".to_vec();
            mail.extend(bytes);
            let _ = page_in(&mail);
        }
    }
}
