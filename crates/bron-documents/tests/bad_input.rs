//! Changed bytes: nothing panics, and what is said of a document holds together.

mod made;

use bron_documents::{Asked, Document, read};
use bron_model::DocumentStatus;
use made::{Colour, Pdf, image, lines};
use proptest::prelude::*;

const PAGE: &str = "<!doctype html><html lang=nl><head><meta charset=utf-8><title>T | S</title><meta name=author content='A B'>
<script type='application/ld+json'>{\"@type\":\"Article\",\"datePublished\":\"2021-05-03\"}</script></head><body><nav>n</nav>
<main><h1>T</h1><p>Een zorgzame buurt (Jansen, 2019) <a href='/a.pdf'>pdf</a></p><table><tr><td>a<td>b</table></main></body></html>";

fn pdf() -> Vec<u8> {
    let sheet = || {
        lines(&["Een zorgzame buurt (Jansen, 2019) helpt be-", "woners. ISBN 978-3-16-148410-0"])
            .put(297.0, 40.0, "3")
    };
    Pdf {
        labels: "0<</S/r>>".into(),
        information: "/Title(Een titel)/CreationDate(D:20200101)".into(),
        ..Pdf::of(vec![sheet(), image(Colour::Grey, 1.0), image(Colour::Rgb, 0.3), sheet()])
    }
    .bytes()
}

fn holds_together(document: &Document) {
    let text = matches!(document.status, DocumentStatus::Retrieved | DocumentStatus::PartlyWithoutText);
    assert!(!text || !document.pages.is_empty(), "{document:?}");
    assert!(text || !document.note.is_empty(), "{document:?}");
    for (at, page) in document.pages.iter().enumerate() {
        assert_eq!(page.number as usize, at + 1);
        assert_eq!(page.text.trim(), page.text);
        assert!(
            !page.text.contains(['\r', '\t', '\0', '\u{AD}', '\u{FB01}']) && !page.text.contains("\n\n\n")
        );
    }
    let json = serde_json::to_string(document).unwrap();
    assert_eq!(&serde_json::from_str::<Document>(&json).unwrap(), document);
}

/// Overwrites, cuts out and inserts.
fn changed(mut bytes: Vec<u8>, changes: &[(u16, u8, u8)]) -> Vec<u8> {
    for (place, kind, byte) in changes {
        if bytes.is_empty() {
            break;
        }
        let at = *place as usize % bytes.len();
        match kind % 4 {
            0 => bytes[at] = *byte,
            1 => bytes.insert(at, *byte),
            2 => drop(bytes.drain(at..(at + *byte as usize).min(bytes.len()))),
            _ => bytes.truncate(at.max(20)),
        }
    }
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn changed_pdfs_are_read_or_refused(changes in proptest::collection::vec(any::<(u16, u8, u8)>(), 1..8)) {
        let bytes = changed(pdf(), &changes);
        holds_together(&read(&bytes, &Asked { url: "https://a.nl/x.pdf", media_type: "application/pdf", max_pages: 50, ..Asked::default() }));
    }

    #[test]
    fn changed_pages_are_read(changes in proptest::collection::vec(any::<(u16, u8, u8)>(), 1..8), media_type in "(text/html)?(; charset=[a-z0-9-]{0,12})?") {
        let bytes = changed(PAGE.as_bytes().to_vec(), &changes);
        holds_together(&read(&bytes, &Asked { url: "not an address", media_type: &media_type, max_pages: 50, ..Asked::default() }));
    }

    #[test]
    fn any_bytes_are_something(bytes in proptest::collection::vec(any::<u8>(), 0..200), media_type in "(application/pdf|text/html|text/plain|image/png|)") {
        holds_together(&read(&bytes, &Asked { media_type: &media_type, max_pages: 50, ..Asked::default() }));
    }
}

#[test]
fn a_page_that_nests_deeper_than_any_program_is_read() {
    let markup = format!("<html><body>{}zorgzame buurt", "<div><b>".repeat(3_000));
    let document =
        read(markup.as_bytes(), &Asked { media_type: "text/html", max_pages: 1, ..Asked::default() });
    assert_eq!(document.pages[0].text, "zorgzame buurt");
}
