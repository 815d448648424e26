//! A page that a browser saved in one file says what the page itself says.

use bron_documents::{Asked, Document, read};
use bron_model::{DocumentKind, DocumentStatus};
use std::fmt::Write;

const ADDRESS: &str = "https://kb.nl/publicaties/2021/03/zorgzame-buurten";
/// Where a study keeps what a person added.
const ADDED: &str = "https://added-contact.bron.invalid/rapport.mhtml";

/// A page with relative links, letters outside ASCII, a date and something around it.
fn page(picture: &str) -> String {
    let paragraph = "In een zorgzame buurt kijken bewoners – ouderen én jongeren – naar elkaar om en helpen zij elkaar waar dat nodig is. ";
    format!(
        "<html lang=nl><head><title>Zorgzame buurten | Kennisbank</title>\
         <meta property=og:title content='Zorgzame buurten'><meta name=author content='Anna de Vries'>\
         <meta property=article:published_time content='2021-05-03T10:00:00+02:00'></head>\
         <body><nav><a href='/a'>Vitale buurten</a></nav><main><article><h1>Zorgzame buurten</h1>\
         <img src='{picture}'><p>{paragraph}</p><h2>Definitie</h2><p>{paragraph}{paragraph}{paragraph}</p>\
         <p><a href='/files/rapport.pdf'>Download het rapport</a> <a href=bijlage.pdf>Bijlage</a></p></article></main>\
         <footer>Privacy</footer></body></html>"
    )
}

fn read_from(bytes: &[u8], url: &str, media_type: &str) -> Document {
    read(bytes, &Asked { url, media_type, max_pages: 100, ..Asked::default() })
}

fn quoted_printable(text: &str) -> String {
    let (mut encoded, mut width) = (String::new(), 0);
    for byte in text.bytes() {
        if width > 70 {
            encoded.push_str("=\r\n");
            width = 0;
        }
        let before = encoded.len();
        match byte {
            b'=' | 0..=31 | 127.. => write!(encoded, "={byte:02X}").unwrap(),
            _ => encoded.push(char::from(byte)),
        }
        width += encoded.len() - before;
    }
    encoded
}

/// As Chromium writes it.
fn mhtml(page: &str, location: &str) -> String {
    format!(
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: {location}\r\nSubject: Zorgzame buurten\r\nDate: Tue, 24 Nov 2026 10:00:00 +0100\r\n\
         MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"----Grens----\"\r\n\r\n\r\n\
         ------Grens----\r\nContent-Type: text/html; charset=utf-8\r\nContent-ID: <frame-1@mhtml.blink>\r\n\
         Content-Transfer-Encoding: quoted-printable\r\nContent-Location: {location}\r\n\r\n{}\r\n\
         ------Grens----\r\nContent-Type: text/css\r\nContent-Location: cid:css-1@mhtml.blink\r\n\r\n.a {{}}\r\n------Grens------\r\n",
        quoted_printable(page)
    )
}

fn single_file(page: &str) -> String {
    page.replacen(
        "<html lang=nl>",
        &format!("<!DOCTYPE html> <html lang=nl><!--\n Page saved with SingleFile \n url: {ADDRESS} \n saved date: Tue Nov 24 2026 10:00:00 GMT+0100\n-->"),
        1,
    )
}

/// What must not depend on how the page came here.
fn said(document: &Document) -> Document {
    Document { saved_from: String::new(), ..document.clone() }
}

#[test]
fn a_page_saved_as_mhtml_or_by_singlefile_says_what_the_page_said() {
    let live = read_from(page("/foto.png").as_bytes(), ADDRESS, "text/html; charset=utf-8");
    assert_eq!((live.status, live.kind), (DocumentStatus::Retrieved, DocumentKind::Html));
    assert_eq!(live.saved_from, "");
    assert_eq!(live.authors, ["Anna de Vries"]);
    let end = live.dates.not_after.unwrap();
    assert_eq!((end.date.to_string().as_str(), live.language.as_str()), ("2021-05-03", "nl"));
    let files: Vec<&str> = live.files.iter().map(|file| file.url.as_str()).collect();
    assert_eq!(files, ["https://kb.nl/files/rapport.pdf", "https://kb.nl/publicaties/2021/03/bijlage.pdf"]);
    assert!(live.pages[0].text.contains("ouderen én jongeren"), "{}", live.pages[0].text);

    let picture = format!("data:image/png;base64,{}", "iVBORw0KGgo+/".repeat(40_000));
    for (saved, media_type) in [
        (mhtml(&page("/foto.png"), ADDRESS), "multipart/related"),
        (mhtml(&page("/foto.png"), ADDRESS), "text/html"),
        (single_file(&page(&picture)), "text/html"),
        (single_file(&page(&picture)), ""),
        (
            format!("<!-- saved from url=(0051){ADDRESS} -->\n{}", page("rapport_bestanden/foto.png")),
            "application/octet-stream",
        ),
    ] {
        let document = read_from(saved.as_bytes(), ADDED, media_type);
        assert_eq!(document.saved_from, ADDRESS, "{media_type}");
        assert_eq!(said(&document), live, "{media_type}");
    }
}

#[test]
fn mhtml_without_a_page_is_broken_and_says_why() {
    let letter = "From: Jan <jan@kb.nl>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nZie bijlage.";
    let document = read_from(letter.as_bytes(), ADDED, "multipart/related");
    assert_eq!((document.status, document.kind), (DocumentStatus::Broken, DocumentKind::Html));
    assert_eq!(document.note, "the MHTML holds no page in HTML");
    assert_eq!((document.text_sha256.as_str(), document.normaliser.as_str()), ("", ""));
}

#[test]
fn a_location_that_is_no_web_address_is_none() {
    let saved = mhtml(&page("/foto.png"), "file:///C:/Users/jan/rapport.html");
    let document = read_from(saved.as_bytes(), ADDED, "multipart/related");
    assert_eq!(document.saved_from, "");
    assert_eq!(document.files[0].url, "https://added-contact.bron.invalid/files/rapport.pdf");
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 60, ..Default::default() })]
    /// A save that was cut off or damaged is read as far as it goes, or says that it is broken.
    #[test]
    fn a_damaged_save_never_panics(cut in 0..6_000_usize, at in 0..6_000_usize, byte in 0..=255_u8) {
        let mut saved = mhtml(&page("/foto.png"), ADDRESS).into_bytes();
        let length = saved.len();
        saved[at % length] = byte;
        saved.truncate(cut % (length + 1));
        let document = read_from(&saved, ADDED, "multipart/related");
        proptest::prop_assert!(document.pages.len() <= 1);
        proptest::prop_assert!(document.status.has_text() || document.text_sha256.is_empty());
    }
}
