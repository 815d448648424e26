//! By its text a document is known, however its bytes, pages and surroundings differ.

use bron_documents::{Asked, Document, Page, read};
use bron_model::{DocumentKind, DocumentStatus};
use proptest::prelude::*;

const PARAGRAPHS: [&str; 3] = [
    "In een zorgzame buurt kijken bewoners naar elkaar om en helpen zij elkaar waar dat nodig is, samen met organisaties in de wijk.",
    "Samenlevingsopbouw is het versterken van de gemeenschap in een buurt. Opbouwwerkers ondersteunen bewoners die zelf iets willen doen.",
    "Ouderen wonen langer thuis wanneer zij op hun buren kunnen rekenen; dat blijkt uit gesprekken met 48 bewoners van drie wijken in 2019.",
];

/// A page of a site, with what differs between two visits around its article.
fn web_page(article: &str, session: &str, today: &str, sidebar: &str) -> Document {
    let markup = format!(
        "<!doctype html><html lang=nl><head><title>Zorgzame buurten</title><meta name=csrf content='{session}'></head><body>
         <header><a href='/?sid={session}'>Kennisbank</a> <span>{today}</span></header>
         <nav><ul><li><a href='/a?sid={session}'>Publicaties</a><li><a href='/b'>Agenda</a></ul></nav>
         <main><article><h1>Zorgzame buurten</h1>{article}</article></main>
         <aside class=sidebar><h2>Ook interessant</h2><ul>{sidebar}</ul></aside>
         <footer>{today} Privacy <script>var session='{session}'</script></footer></body></html>"
    );
    let asked = Asked {
        url: "https://kb.nl/zorgzame-buurten",
        media_type: "text/html",
        max_pages: 9,
        ..Asked::default()
    };
    read(markup.as_bytes(), &asked)
}

fn article() -> String {
    PARAGRAPHS.map(|paragraph| format!("<p>{paragraph} {paragraph}</p>")).concat()
}

#[test]
fn another_session_day_or_sidebar_keeps_the_digest_and_another_word_does_not() {
    let links = |words: &[&str]| {
        words.iter().map(|word| format!("<li><a href='/{word}'>{word}</a>")).collect::<String>()
    };
    let first =
        web_page(&article(), "a1b2", "maandag 30 november 2026", &links(&["Vitale wijken", "Agenda"]));
    assert_eq!(first.text_sha256.len(), 64);
    assert_eq!(first.normaliser, bron_text::LETTERS);
    let later =
        web_page(&article(), "ff00", "dinsdag 1 december 2026", &links(&["Buurtzorg", "Nieuws", "Contact"]));
    assert_eq!(first.text_sha256, later.text_sha256);
    let reworded = article().replacen("versterken", "verzwakken", 1);
    let other = web_page(&reworded, "a1b2", "maandag 30 november 2026", &links(&["Vitale wijken", "Agenda"]));
    assert_ne!(first.text_sha256, other.text_sha256);
    let number = web_page(&article().replacen("48", "84", 1), "a1b2", "maandag 30 november 2026", "");
    assert_ne!(first.text_sha256, number.text_sha256);
}

#[test]
fn what_has_no_letters_has_no_digest() {
    for markup in ["<html><body><p>...</p></body></html>", "<html><body></body></html>"] {
        let asked = Asked { media_type: "text/html", max_pages: 9, ..Asked::default() };
        let document = read(markup.as_bytes(), &asked);
        assert_eq!((document.text_sha256.as_str(), document.normaliser.as_str()), ("", ""), "{markup}");
    }
}

fn document(pages: &[String]) -> Document {
    let pages =
        pages.iter().zip(1..).map(|(text, number)| Page { number, label: String::new(), text: text.clone() });
    Document {
        pages: pages.collect(),
        ..Document::without_text(DocumentStatus::Retrieved, DocumentKind::Pdf, "made", "")
    }
    .identified()
}

proptest! {
    #[test]
    fn where_pages_and_lines_end_changes_nothing(
        words in prop::collection::vec("[a-zé]{1,9}", 1..40),
        ends in prop::collection::vec(0..4_u8, 40),
    ) {
        let whole = document(&[words.join(" ")]);
        let (mut pages, mut page) = (Vec::new(), String::new());
        for (word, end) in words.iter().zip(&ends) {
            page.push_str(word);
            match end {
                0 => pages.push(std::mem::take(&mut page)),
                1 => page.push_str("\n\n"),
                2 => page.push_str("-\n"),
                _ => page.push(' '),
            }
        }
        pages.push(page);
        prop_assert_eq!(whole.text_sha256, document(&pages).text_sha256);
    }

    #[test]
    fn other_words_have_another_digest(
        before in "[a-z ]{0,30}", one in "[a-m]{1,5}", other in "[n-z]{1,5}", after in "[a-z ]{0,30}",
    ) {
        let with = |word: &str| document(&[format!("{before}{word}{after}")]).text_sha256;
        prop_assert_ne!(with(&one), with(&other));
    }
}
