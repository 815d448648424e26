//! A file that a person saved from a browser: what it is, and from which address it came.

use crate::answer::text_in;
use mailparse::{MailHeaderMap, ParsedMail};
use regex::Regex;
use std::sync::LazyLock;
use url::Url;

/// What a saved file turned out to be.
pub(crate) enum Saved {
    /// A web page, with the address that the browser noted in it.
    Page { html: String, address: Option<Url> },
    /// What shows a page and cannot be read as one: a print to PDF, a picture of the screen.
    Evidence(&'static str),
    /// Something else; what.
    Nothing(String),
}

/// Looks at the bytes, never at the name: browsers save MHTML as `.html` too.
pub(crate) fn recognise(bytes: &[u8]) -> Saved {
    let start = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let head = &bytes[..bytes.len().min(1024)];
    if head.windows(5).any(|window| window == b"%PDF-") {
        return Saved::Evidence("a print to PDF");
    }
    if start.starts_with(b"\x89PNG") || start.starts_with(b"\xff\xd8\xff") {
        return Saved::Evidence("a picture");
    }
    if start.iter().all(u8::is_ascii_whitespace) {
        return Saved::Nothing("the file is empty".to_owned());
    }
    if looks_like_mail(start) {
        return page_in_mail(start).unwrap_or_else(Saved::Nothing);
    }
    if start.starts_with(b"PK") || bytes.iter().take(512).any(|byte| *byte == 0) && !is_wide(bytes) {
        return Saved::Nothing("no web page: save it as HTML or as a single file (MHTML)".to_owned());
    }
    let html = text_in("", bytes);
    let address = noted_address(&html);
    Saved::Page { html, address }
}

fn is_wide(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff")
}

/// Whether it begins as a message does: a header line before any markup, and a multipart or a MIME version in it.
fn looks_like_mail(bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(2048)]).to_ascii_lowercase();
    let first = head.trim_start().lines().next().unwrap_or_default();
    let is_header = first.split_once(':').is_some_and(|(name, _)| {
        !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    });
    is_header && (head.contains("mime-version:") || head.contains("content-type: multipart/"))
}

/// The page of a web archive in one file (MHTML): the part that `start` names, else the first in HTML.
fn page_in_mail(bytes: &[u8]) -> Result<Saved, String> {
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
    let content_type = part.headers.get_first_value("Content-Type").unwrap_or_default();
    let html = text_in(&content_type, &body);
    let of_header =
        |part: &ParsedMail, name: &str| part.headers.get_first_value(name).and_then(|text| web(&text));
    let address = of_header(&mail, "Snapshot-Content-Location")
        .or_else(|| of_header(part, "Content-Location"))
        .or_else(|| of_header(&mail, "Content-Location"))
        .or_else(|| noted_address(&html));
    Ok(Saved::Page { html, address })
}

/// The address in the comment that browsers (`saved from url=(0025)https://...`) and SingleFile write.
fn noted_address(html: &str) -> Option<Url> {
    static NOTE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?s)<!--[^>]{0,40}?(?:saved from url=\(\d+\)|Page saved with SingleFile\s+url:\s*)(\S+)")
            .expect("a constant")
    });
    let end = html.char_indices().nth(16 << 10).map_or(html.len(), |(at, _)| at);
    web(NOTE.captures(&html[..end])?.get(1)?.as_str())
}

fn web(text: &str) -> Option<Url> {
    let url = Url::parse(text.trim()).ok()?;
    matches!(url.scheme(), "http" | "https").then_some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(bytes: &[u8]) -> (String, Option<String>) {
        match recognise(bytes) {
            Saved::Page { html, address } => (html, address.map(Url::into)),
            Saved::Evidence(what) => panic!("{what}"),
            Saved::Nothing(why) => panic!("{why}"),
        }
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
            assert_eq!(page(html.as_bytes()).1.as_deref(), address, "{html}");
        }
    }

    #[test]
    fn a_page_in_mhtml_is_decoded_by_transfer_encoding_and_charset() {
        let quoted = b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://a.nl/zoek?q=zorg\r\nSubject: =?utf-8?Q?Zoeken?=\r\n\
            MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"----M--x----\"\r\n\r\n\r\n\
            ------M--x----\r\nContent-Type: text/html\r\nContent-ID: <frame-1@mhtml.blink>\r\nContent-Transfer-Encoding: quoted-printable\r\n\
            Content-Location: https://a.nl/zoek?q=zorg\r\n\r\n<meta charset=3D\"utf-8\"><p>een=C3=A9n lange =\r\nregel</p>\r\n\
            ------M--x----\r\nContent-Type: text/css\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n.a {}\r\n------M--x------\r\n";
        let (html, address) = page(quoted);
        assert_eq!(html.trim_end(), "<meta charset=\"utf-8\"><p>eenén lange regel</p>");
        assert_eq!(address.as_deref(), Some("https://a.nl/zoek?q=zorg"));
        let base64 = b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b; start=\"<2>\"\n\n--b\nContent-Type: text/html\n\nframe\n\
            --b\nContent-Type: text/html; charset=windows-1252\nContent-ID: <2>\nContent-Location: https://a.nl/\nContent-Transfer-Encoding: base64\n\n\
            PHA+6TwvcD4=\n--b--\n";
        let (html, address) = page(base64);
        assert_eq!((html.as_str(), address.as_deref()), ("<p>é</p>", Some("https://a.nl/")));
    }

    #[test]
    fn what_is_no_page_says_what_it_is() {
        for (bytes, expected) in [
            (&b"%PDF-1.7\n..."[..], "a print to PDF"),
            (b"\x89PNG\r\n\x1a\n\0\0", "a picture"),
            (b" \n", "the file is empty"),
            (b"PK\x03\x04\0\0", "no web page: save it as HTML or as a single file (MHTML)"),
            (b"MIME-Version: 1.0\nContent-Type: text/plain\n\nhallo", "the MHTML holds no page in HTML"),
        ] {
            let found = match recognise(bytes) {
                Saved::Page { html, .. } => html,
                Saved::Evidence(what) => what.to_owned(),
                Saved::Nothing(why) => why,
            };
            assert_eq!(found, expected);
        }
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..400)) {
            recognise(&bytes);
            let mut mail = b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\n".to_vec();
            mail.extend(bytes);
            recognise(&mail);
        }
    }
}
