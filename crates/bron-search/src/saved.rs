//! A file that a person saved from a browser: what it is, and from which address it came.

use crate::answer::text_in;
use bron_saved::{NoPage, is_mhtml, page_in};
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
    let is_binary =
        start.starts_with(b"PK") || bytes.iter().take(512).any(|byte| *byte == 0) && !is_wide(bytes);
    if is_binary && !is_mhtml(bytes) {
        return Saved::Nothing("no web page: save it as HTML or as a single file (MHTML)".to_owned());
    }
    match page_in(bytes) {
        Ok(page) => Saved::Page { html: text_in(&page.media_type, &page.html), address: page.address },
        Err(NoPage(why)) => Saved::Nothing(why),
    }
}

fn is_wide(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff")
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
    fn a_page_is_decoded_as_its_part_of_the_mhtml_says() {
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
