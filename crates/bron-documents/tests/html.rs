//! Web pages written here: the markup beside what is read from it.

use bron_documents::{Asked, Document, read};
use bron_model::DocumentStatus;
use bron_protocol::LandingSettings;

const PARAGRAPH: &str = "In een zorgzame buurt kijken bewoners naar elkaar om en helpen zij elkaar waar dat nodig is. Zij doen dat samen met organisaties in de wijk, die ruimte laten aan wat bewoners zelf willen en kunnen. ";

fn read_page(markup: &str, landing: Option<&LandingSettings>) -> Document {
    let asked = Asked {
        url: "https://kb.nl/publicaties/zorgzame-buurten",
        media_type: "text/html; charset=utf-8",
        landing,
        max_pages: 100,
        ..Asked::default()
    };
    read(markup.as_bytes(), &asked)
}

fn end(end: Option<bron_model::DatedBy>) -> String {
    end.map_or("?".to_owned(), |end| format!("{} {}", end.date, end.rule.as_str()))
}

#[test]
fn an_article_is_read_without_what_stands_around_it() {
    let markup = format!(
        "<!doctype html><html lang=nl><head><title>Zorgzame buurten | Kennisbank</title>
         <meta property=og:title content='Zorgzame buurten'><meta property=og:site_name content=Kennisbank>
         <script type='application/ld+json'>{{\"@context\":\"https://schema.org\",\"@type\":\"Article\",\"datePublished\":\"2021-05-03T10:00:00+02:00\",\"author\":[{{\"@type\":\"Person\",\"name\":\"Anna de Vries\"}}],\"publisher\":{{\"name\":\"Movisie\"}}}}</script></head>
         <body><nav><a href='/a'>Vitale buurten</a></nav><main><article><h1>Zorgzame buurten</h1><p>{PARAGRAPH}</p>
         <h2>Definitie</h2><ul><li>wonen<li>zorg</ul><p>{PARAGRAPH}(Jansen, 2020).</p>
         <p><a href='/files/rapport.pdf'>Download het rapport</a></p></article></main>
         <footer>Privacy <a href='/privacy.pdf'>pdf</a></footer></body></html>"
    );
    let document = read_page(&markup, None);
    assert_eq!(document.status, DocumentStatus::Retrieved);
    let text = &document.pages[0].text;
    assert!(text.starts_with("Zorgzame buurten\n\nIn een zorgzame buurt"), "{text}");
    assert!(text.contains("\n\nDefinitie\n\n• wonen\n• zorg\n\nIn een"), "{text}");
    assert!(!text.contains("Vitale") && !text.contains("Privacy"), "{text}");
    assert_eq!((document.pages[0].number, document.pages[0].label.as_str()), (1, ""));
    assert_eq!(document.title, "Zorgzame buurten");
    assert_eq!(document.authors, ["Anna de Vries"]);
    assert_eq!((document.publisher.as_str(), document.language.as_str()), ("Movisie", "nl"));
    assert_eq!(end(document.dates.not_after), "2021-05-03 json-ld");
    assert_eq!(end(document.dates.not_before), "2020 latest-year-cited");
    let files: Vec<_> = document.files.iter().map(|file| (file.url.as_str(), file.text.as_str())).collect();
    assert_eq!(files, [("https://kb.nl/files/rapport.pdf", "Download het rapport")]);
}

/// The main text of an article in a page with a menu and a footer.
fn main_text(article: &str) -> String {
    let markup = format!(
        "<!doctype html><html lang=nl><head><title>Zorgzame buurten | Kennisbank</title></head><body>
         <nav><a href='/a'>Vitale buurten</a></nav><main>{article}</main><footer>Privacy</footer></body></html>"
    );
    read_page(&markup, None).pages.remove(0).text
}

#[test]
fn what_introduces_a_text_is_of_it_whatever_its_block_is_called() {
    let lead =
        "Buren die naar elkaar omkijken: dat is in het kort wat dit stuk onder een zorgzame buurt verstaat.";
    for named in ["teaser-text", "article-teaser", "entry-excerpt", "intro"] {
        let text = main_text(&format!(
            "<h1>Zorgzame buurten</h1><div class='{named}'><p>{lead}</p></div><div class=text><p>{PARAGRAPH}</p><p>{PARAGRAPH}</p></div>"
        ));
        assert!(text.starts_with(&format!("Zorgzame buurten\n\n{lead}")), "{named}: {text}");
    }
}

#[test]
fn lists_and_short_paragraphs_inside_a_text_stay_and_what_leads_elsewhere_goes() {
    let text = main_text(&format!(
        "<article><h1>Zorgzame buurten</h1><p>{PARAGRAPH}</p><p><a href='/b'>Lees ook: vitale wijken en hun bewoners</a></p>
         <p>{PARAGRAPH}</p><div class='box'><ul><li>Bewoners kennen elkaar bij naam<li>Ouderen worden niet alleen gelaten</ul></div>
         <p>Vragen? Schrijf naar <a href='mailto:redactie-van-de-kennisbank@kb.nl'>redactie-van-de-kennisbank@kb.nl</a></p>
         <p>{PARAGRAPH}</p><p>© Anna de Vries</p><h2>Verder lezen</h2><ul><li><a href='/c'>Samenredzaamheid in dorpen</a>
         <li><a href='/d'>Community building in de stad</a></ul></article>"
    ));
    for there in
        ["• Bewoners kennen elkaar bij naam", "• Ouderen worden niet", "redactie-van-de-kennisbank@kb.nl"]
    {
        assert!(text.contains(there), "{there}: {text}");
    }
    for gone in ["Lees ook", "© Anna", "Verder lezen", "Samenredzaamheid", "Community", "Privacy"] {
        assert!(!text.contains(gone), "{gone}: {text}");
    }
}

#[test]
fn what_the_main_text_leaves_out_stands_in_the_whole_text() {
    let article = format!(
        "<article><h1>Zorgzame buurten</h1><p>{PARAGRAPH}</p><p>{PARAGRAPH}</p><p><a href='/b'>Lees ook: vitale wijken</a></p></article>"
    );
    let document = read_page(&format!("<html><body><main>{article}</main></body></html>"), None);
    assert!(!document.pages[0].text.contains("vitale wijken"), "{}", document.pages[0].text);
    assert!(document.whole_text.contains("Lees ook: vitale wijken"), "{}", document.whole_text);
}

#[test]
fn configured_selectors_come_first() {
    let markup = format!(
        "<html><body><h1>Samenredzaamheid</h1><div class=soort>Rapport</div><div class=datum>15-12-2016</div>
         <div class=wie><span>Piet Jansen</span><span>Anna de Vries</span></div>
         <div class=tekst><p>{PARAGRAPH}</p></div><div class=tekst><p>Tweede deel.</p></div><div class=rest>Lees ook: samenzorg</div></body></html>"
    );
    let landing = LandingSettings {
        kind: Some(".soort".into()),
        date: Some(".datum".into()),
        authors: Some(".wie span".into()),
        main: Some(".tekst".into()),
        ..LandingSettings::default()
    };
    let document = read_page(&markup, Some(&landing));
    assert_eq!(document.kind_as_read, "Rapport");
    assert_eq!(end(document.dates.not_after), "2016-12-15 time-element");
    assert_eq!(document.authors, ["Piet Jansen", "Anna de Vries"]);
    assert_eq!(document.pages[0].text, format!("Samenredzaamheid\n\n{}\n\nTweede deel.", PARAGRAPH.trim()));
    assert!(document.whole_text.contains("samenzorg"));
}

#[test]
fn a_page_in_which_little_is_recognised_is_read_whole() {
    let document =
        read_page("<html><body><div>Een buurt is zorgzaam.</div><div>Meer niet.</div></body></html>", None);
    assert_eq!(document.pages[0].text, "Een buurt is zorgzaam.\nMeer niet.");
}

#[test]
fn older_government_pages_name_their_kind_and_date_in_meta_elements() {
    let markup = format!(
        "<html><head><meta name='DCTERMS.issued' content='2012-03-01'><meta name='DCTERMS.type' content='Rapport'>
         <meta name='DCTERMS.creator' content='Ministerie van Volksgezondheid, Welzijn en Sport'></head>
         <body><div id=content><h1>Langer thuis</h1><p>{PARAGRAPH}</p></div></body></html>"
    );
    let document = read_page(&markup, None);
    assert_eq!(end(document.dates.not_after), "2012-03-01 meta-element");
    assert_eq!(document.kind_as_read, "Rapport");
    assert_eq!(document.authors, ["Ministerie van Volksgezondheid, Welzijn en Sport"]);
}

#[test]
fn authors_behind_their_label_are_found() {
    let markup = format!(
        "<html><body><h1>T</h1><p>{PARAGRAPH}</p><dl><dt>Auteur(s)</dt><dd>Piet Jansen, Anna de Vries</dd></dl></body></html>"
    );
    assert_eq!(read_page(&markup, None).authors, ["Piet Jansen", "Anna de Vries"]);
}

#[test]
fn a_page_drawn_by_a_script_has_no_text() {
    let document = read_page(
        "<html><body><div id=app></div><script>draw('zorgzame buurten')</script></body></html>",
        None,
    );
    assert_eq!(document.status, DocumentStatus::NoTextLayer);
    assert_eq!(document.note, "the page holds no text; it may be drawn by a script");
}

#[test]
fn a_selector_that_does_not_parse_is_named() {
    let landing = LandingSettings { main: Some("div[".into()), ..LandingSettings::default() };
    let document = read_page("<html><body><p>Een buurt.</p></body></html>", Some(&landing));
    assert_eq!(document.note, "the selector `div[` does not parse");
    assert_eq!(document.pages[0].text, "Een buurt.");
}

#[test]
fn plain_text_is_one_page() {
    let asked = Asked { media_type: "text/plain", max_pages: 100, ..Asked::default() };
    let document = read("Titel\n\nDe samenlevings-\nopbouw helpt.\r\n".as_bytes(), &asked);
    assert_eq!(document.kind.as_str(), "text");
    assert_eq!(document.pages[0].text, "Titel\n\nDe samenlevingsopbouw\nhelpt.");
}
