//! A Word file is read with its notes, without what was struck out.

use bron_documents::{Asked, Document, read};
use bron_model::{DateRule, DocumentKind, DocumentStatus};

const NOTE: &[u8] = include_bytes!("made/nota.docx");

fn word(bytes: &[u8]) -> Document {
    read(bytes, &Asked { media_type: "application/octet-stream", max_pages: 10, ..Asked::default() })
}

#[test]
fn the_text_has_its_notes_and_not_what_was_struck_out() {
    let document = word(NOTE);
    assert_eq!((document.status, document.kind), (DocumentStatus::Retrieved, DocumentKind::Word));
    assert_eq!(document.note, "");
    let text = &document.pages[0].text;
    for part in [
        "Met samenzorg bedoelen wij dat bewoners en beroepskrachten de zorg delen.",
        "Dit blijft staan. Dit is toegevoegd.",
        "Zie ook zorgzame buurten.",
        "Begrip",
        "Het einde van de nota.",
    ] {
        assert!(text.contains(part), "`{part}` in {text}");
    }
    assert!(!text.contains("geschrapt"), "{text}");
    let line = |words: &str| text.lines().position(|line| line.contains(words)).unwrap();
    assert_eq!(line("taken verdelen"), line("omzien naar elkaar") + 1, "a list stays together: {text}");
    assert_eq!(text.lines().nth(line("Wat is samenzorg?") - 1), Some(""), "a heading is a block of its own");
    assert_eq!(document.pages.len(), 1);
    assert_eq!(document.pages[0].label, "");
}

#[test]
fn title_authors_and_dates_come_from_the_file() {
    let document = word(NOTE);
    assert_eq!(document.title, "Samen zorgen in de wijk");
    assert_eq!(document.authors, ["Anna de Vries"]);
    let last = document.dates.not_after.unwrap();
    // Half past ten in the evening in London is the next day in Amsterdam.
    assert_eq!((last.date.to_string().as_str(), last.rule), ("2019-05-03", DateRule::FileInformation));
    assert_eq!(document.language, "nl");
}

#[test]
fn a_torn_word_file_is_broken_and_another_container_is_no_word_file() {
    for length in [NOTE.len() / 3, NOTE.len() / 2, NOTE.len() - 30] {
        let document = word(&NOTE[..length]);
        assert!(document.pages.is_empty(), "{document:?}");
        assert_ne!(document.status, DocumentStatus::Retrieved);
        assert_ne!(document.note, "");
    }
    let document = word(b"PK\x03\x04 something else");
    assert_eq!((document.status, document.kind), (DocumentStatus::Broken, DocumentKind::Other));
}

#[test]
fn changed_bytes_never_panic() {
    for at in (0..NOTE.len()).step_by(7) {
        for change in [0x01, 0x80, 0xFF] {
            let mut bytes = NOTE.to_vec();
            bytes[at] ^= change;
            let document = word(&bytes);
            assert!(document.status == DocumentStatus::Retrieved || !document.note.is_empty());
        }
    }
}
