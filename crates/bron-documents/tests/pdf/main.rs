//! PDFs made here: what stands on the page beside what is read from it.
#![allow(clippy::print_stderr, reason = "a skipped test says so")]

mod labels;
#[path = "../made/mod.rs"]
mod made;

use bron_documents::{Asked, Document, PdfEngine, read};
use bron_model::DocumentStatus::{
    self, Broken, Encrypted, NoTextLayer, NotRead, PartlyWithoutText, Retrieved,
};
use made::{Colour, Pdf, Put, Sheet, image, lines};

const ASKED: Asked<'_> = Asked {
    url: "",
    media_type: "application/pdf",
    landing: None,
    max_pages: 100,
    spellings: &[],
    pdf_engine: &PdfEngine::PdfOxide,
};

/// Reads it with the default engine, and where PDFium is there with that too: both find the same printed numbers, and
/// the same text to be whole.
fn read_pdf(pdf: &Pdf) -> Document {
    let bytes = pdf.bytes();
    let document = read(&bytes, &ASKED);
    if let Some(pdf_engine) = &pdfium() {
        let other = read(&bytes, &Asked { pdf_engine, ..ASKED });
        let labels = |document: &Document| -> Vec<String> {
            document.pages.iter().map(|page| page.label.clone()).collect()
        };
        assert_eq!((other.status, &other.note), (document.status, &document.note), "by pdfium: {pdf:?}");
        assert_eq!(labels(&other), labels(&document), "by pdfium: {pdf:?}");
    }
    document
}

/// Reads what both engines read alike in every respect.
fn read_alike(pdf: &Pdf) -> Document {
    let document = read_pdf(pdf);
    if let Some(pdf_engine) = &pdfium() {
        let other = read(&pdf.bytes(), &Asked { pdf_engine, ..ASKED });
        assert_eq!(Document { engine: document.engine.clone(), ..other }, document, "by pdfium: {pdf:?}");
    }
    document
}

/// PDFium, where these tests were built with it and BRON_PDFIUM says where its library lies.
fn pdfium() -> Option<PdfEngine> {
    let library = std::env::var_os("BRON_PDFIUM").filter(|_| cfg!(feature = "pdfium"))?;
    Some(PdfEngine::Pdfium { library: library.into(), version: "test".to_owned() })
}

#[test]
fn pdfium_is_named_with_its_version_and_reads_the_pages_drawn_here_alike() {
    let Some(pdf_engine) = &pdfium() else {
        eprintln!("skipped: pdfium (build with --features bron/pdfium, and set BRON_PDFIUM to its library)");
        return;
    };
    assert_eq!(pdf_engine.check(), Ok(()));
    let document = read(&Pdf::of(vec![body()]).bytes(), &Asked { pdf_engine, ..ASKED });
    assert_eq!(document.engine, "pdfium test (pdfium-render 0.9.5)");
    let locked = read(include_bytes!("../made/asks-for-a-password.pdf"), &Asked { pdf_engine, ..ASKED });
    assert_eq!((locked.status, locked.note.as_str()), (Encrypted, "it asks for a password"));
    let broken = read(b"%PDF-1.7", &Asked { pdf_engine, ..ASKED });
    assert_eq!((broken.status, broken.note.is_empty()), (Broken, false));
}

#[test]
fn an_engine_that_is_not_there_reads_nothing_and_says_why() {
    let missing = PdfEngine::Pdfium { library: "/no/such/library".into(), version: String::new() };
    if pdfium().is_some() {
        // Whatever library was loaded first serves the process.
        return;
    }
    let document = read(&Pdf::of(vec![body()]).bytes(), &Asked { pdf_engine: &missing, ..ASKED });
    let why = if cfg!(feature = "pdfium") { "cannot be loaded" } else { "built without pdfium" };
    assert_eq!(document.status, NotRead);
    assert!(document.note.contains(why), "{}", document.note);
    assert!(missing.check().is_err());
}

fn texts(document: &Document) -> Vec<&str> {
    document.pages.iter().map(|page| page.text.as_str()).collect()
}

/// A page of running text, so that it is no blank one.
fn body() -> Sheet {
    lines(&[
        "In een zorgzame buurt kijken bewoners naar elkaar om en helpen zij elkaar waar dat nodig is.",
        "Zij doen dat samen met organisaties in de wijk, die ruimte laten aan wat bewoners zelf willen.",
    ])
}

#[test]
fn a_page_is_its_lines_and_paragraphs() {
    let sheet = Sheet {
        text: vec![
            Put(70.0, 760.0, 20.0, "Zorgzame buurten"),
            Put(70.0, 700.0, 11.0, "Een zorgzame buurt is een buurt waarin"),
            Put(70.0, 686.0, 11.0, "bewoners naar elkaar omzien en elkaar helpen."),
            Put(70.0, 650.0, 11.0, "De gemeente steunt dat met geld en met een plek om elkaar te ontmoeten."),
        ],
        ..Sheet::default()
    };
    let document = read_alike(&Pdf::of(vec![sheet]));
    assert_eq!(document.status, Retrieved);
    assert_eq!(
        texts(&document),
        [
            "Zorgzame buurten\n\nEen zorgzame buurt is een buurt waarin\nbewoners naar elkaar omzien en elkaar helpen.\n\nDe gemeente steunt dat met geld en met een plek om elkaar te ontmoeten."
        ]
    );
    assert_eq!((document.title.as_str(), document.language.as_str()), ("Zorgzame buurten", "nl"));
}

#[test]
fn broken_words_are_whole_and_suspended_hyphens_stay() {
    let document = read_alike(&Pdf::of(vec![lines(&[
        "De samenlevings-",
        "opbouw draagt bij aan zelf-",
        "en samenredzaamheid van bewo-",
        "ners, per e-",
        "mail of in Noord-",
        "Holland.",
    ])]));
    assert_eq!(
        texts(&document),
        [
            "De samenlevingsopbouw\ndraagt bij aan zelf-\nen samenredzaamheid van bewoners,\nper e-mail\nof in Noord-Holland."
        ]
    );
}

#[test]
fn a_word_broken_over_pages_belongs_to_the_page_on_which_it_begins() {
    let page = |number: &'static str, text: &[&'static str]| lines(text).put(290.0, 40.0, number);
    let document = read_alike(&Pdf::of(vec![
        page("1", &["Zij bouwen samen aan een buurt met veel samen-"]),
        page("2", &["redzaamheid van bewoners, en ook aan in-"]),
        page("3", &["en uitvoer van plannen."]),
    ]));
    assert_eq!(
        texts(&document),
        [
            "Zij bouwen samen aan een buurt met veel samenredzaamheid",
            "van bewoners, en ook aan in-",
            "en uitvoer van plannen."
        ]
    );
    let labels: Vec<&str> = document.pages.iter().map(|page| page.label.as_str()).collect();
    assert_eq!(labels, ["1", "2", "3"]);
}

#[test]
fn a_term_of_two_words_keeps_its_hyphen_at_the_end_of_a_line() {
    let pdf = Pdf::of(vec![lines(&["Zij zien in community-", "building een weg."])]);
    let spellings = ["community building".to_owned()];
    let with_terms = read(&pdf.bytes(), &Asked { spellings: &spellings, ..ASKED });
    assert_eq!(texts(&with_terms), ["Zij zien in community-building\neen weg."]);
    assert_eq!(texts(&read_pdf(&pdf)), ["Zij zien in communitybuilding\neen weg."]);
}

#[test]
fn two_columns_are_read_one_after_the_other() {
    let mut text = Vec::new();
    let left = [
        "Links begint de eerste kolom met",
        "een lange regel tekst die doorgaat",
        "en nog een regel van die kolom",
        "waarna de vierde regel links komt",
        "en de vijfde regel van links",
        "en de zesde regel van links",
    ];
    let right = [
        "Rechts begint de tweede kolom en",
        "ook die heeft een lange regel tekst",
        "en nog een regel van die kolom",
        "waarna de vierde regel rechts komt",
        "en de vijfde regel van rechts",
        "en de zesde regel van rechts",
    ];
    for (at, (l, r)) in left.iter().zip(&right).enumerate() {
        let y = 700.0 - 13.0 * at as f32;
        text.push(Put(60.0, y, 10.0, l));
        text.push(Put(320.0, y, 10.0, r));
    }
    let document = read_alike(&Pdf::of(vec![Sheet { text, ..Sheet::default() }]));
    let expected = [left.join("\n"), right.join("\n")].join("\n");
    assert_eq!(texts(&document), [expected]);
}

fn status(sheets: Vec<Sheet>, expected: DocumentStatus, note: &str) {
    let pdf = Pdf::of(sheets);
    let document = read_pdf(&pdf);
    assert_eq!((document.status, document.note.as_str()), (expected, note), "{pdf:?}");
}

#[test]
fn a_scan_has_no_text_layer() {
    status(vec![image(Colour::Grey, 1.0), image(Colour::Grey, 1.0)], NoTextLayer, "only images");
    status(vec![Sheet::default()], NoTextLayer, "no text and no images");
}

#[test]
fn a_scanned_part_makes_a_document_partial() {
    status(
        vec![body(), body(), image(Colour::Grey, 1.0), body()],
        PartlyWithoutText,
        "without readable text: page 3",
    );
    status(
        vec![body(), image(Colour::Rgb, 1.0), image(Colour::Rgb, 1.0), body(), body()],
        PartlyWithoutText,
        "without readable text: pages 2-3",
    );
}

#[test]
fn covers_blank_pages_and_photographs_do_not() {
    status(
        vec![image(Colour::Rgb, 1.0), body(), body(), image(Colour::Grey, 1.0)],
        Retrieved,
        "images only: pages 1, 4",
    );
    status(vec![body(), Sheet::default(), body()], Retrieved, "");
    status(vec![body(), image(Colour::Grey, 0.2), body()], Retrieved, "");
    let mut report: Vec<Sheet> = (0..10).map(|_| body()).collect();
    report[5] = image(Colour::Rgb, 1.0);
    status(report, Retrieved, "images only: page 6");
}

#[test]
fn a_password_locks_a_file_and_a_ban_on_printing_does_not() {
    let locked = read(include_bytes!("../made/asks-for-a-password.pdf"), &ASKED);
    assert_eq!((locked.status, locked.note.as_str()), (Encrypted, "it asks for a password"));
    assert!(locked.pages.is_empty());
    let open = read(include_bytes!("../made/protected-against-printing.pdf"), &ASKED);
    assert_eq!(open.status, Retrieved, "{}", open.note);
    assert_eq!(texts(&open), ["Een zorgzame buurt is een buurt waarin bewoners naar elkaar omzien."]);
}

#[test]
fn what_cannot_be_opened_says_why() {
    for bytes in [&b"%PDF-1.7"[..], b"%PDF-1.4\nnothing at all", b"not a pdf"] {
        let document = read(bytes, &ASKED);
        assert_eq!(document.status, Broken, "{bytes:?}");
        assert!(!document.note.is_empty());
    }
}

#[test]
fn a_cut_file_is_broken_or_read_but_never_silently_whole() {
    let bytes = Pdf::of(vec![body(), body(), body()]).bytes();
    for part in 1..10 {
        let document = read(&bytes[..bytes.len() * part / 10], &ASKED);
        let whole = document.status == Retrieved && document.pages.len() == 3;
        assert!(document.status != Retrieved || whole || document.pages.len() < 3, "{part}: {document:?}");
    }
}

#[test]
fn more_pages_than_the_limit_is_not_read() {
    let bytes = Pdf::of(vec![body(), body(), body()]).bytes();
    let document = read(&bytes, &Asked { max_pages: 2, ..ASKED });
    assert_eq!(document.status, NotRead);
    assert_eq!(document.note, "limit: 3 pages, and the pipeline reads at most 2");
}

#[test]
fn a_document_says_who_wrote_it_and_when() {
    let title = Sheet {
        text: vec![Put(70.0, 600.0, 24.0, "Vitale buurten"), Put(70.0, 300.0, 11.0, "Utrecht, maart 2019")],
        ..Sheet::default()
    };
    let colophon = lines(&[
        "Colofon",
        "Auteurs: P. Jansen en A. de Vries",
        "ISBN 978-3-16-148410-0",
        "DOI: 10.1234/vb.2019",
    ]);
    let pdf = Pdf {
        information: "/Title(Vitale buurten)/Author(secretariaat01)/CreationDate(D:20190401120000+02'00')"
            .into(),
        ..Pdf::of(vec![title, colophon])
    };
    let document = read_alike(&pdf);
    assert_eq!(document.title, "Vitale buurten");
    assert_eq!(document.authors, ["P. Jansen", "A. de Vries"]);
    assert_eq!((document.isbn.as_str(), document.doi.as_str()), ("9783161484100", "10.1234/vb.2019"));
    let end = |end: Option<bron_model::DatedBy>| end.map(|end| (end.date.to_string(), end.rule.as_str()));
    assert_eq!(end(document.dates.not_before), Some(("2019-03".into(), "title-page")));
    assert_eq!(end(document.dates.not_after), Some(("2019-03".into(), "title-page")));
}

#[test]
fn a_document_tells_by_its_metadata_what_its_pages_do_not() {
    let metadata = "<dc:creator><rdf:Seq><rdf:li>P. Jansen</rdf:li><rdf:li>A. de Vries</rdf:li></rdf:Seq></dc:creator>\
         <dc:publisher>Movisie</dc:publisher><dc:type>Rapport</dc:type><dcterms:issued>2019-03-12</dcterms:issued>";
    let pdf = Pdf {
        metadata: metadata.into(),
        information: "/CreationDate(D:20190401120000+02'00')".into(),
        ..Pdf::of(vec![body()])
    };
    let document = read_alike(&pdf);
    assert_eq!(document.authors, ["P. Jansen", "A. de Vries"]);
    assert_eq!((document.publisher.as_str(), document.kind_as_read.as_str()), ("Movisie", "Rapport"));
    let end = |end: Option<bron_model::DatedBy>| end.map(|end| (end.date.to_string(), end.rule.as_str()));
    assert_eq!(end(document.dates.not_before), Some(("2019-03-12".into(), "pdf-metadata")));
    assert_eq!(end(document.dates.not_after), Some(("2019-03-12".into(), "pdf-metadata")));
    let colophon = lines(&["Colofon", "Uitgever: Vilans, Utrecht", "Utrecht, mei 2019"]);
    let printed = read_alike(&Pdf { metadata: metadata.into(), ..Pdf::of(vec![body(), colophon]) });
    assert_eq!(printed.publisher, "Vilans");
    assert_eq!(end(printed.dates.not_after), Some(("2019-05".into(), "colophon")));
}

#[test]
fn the_same_bytes_give_the_same_document_and_it_travels_as_json() {
    let bytes = Pdf::of(vec![body(), image(Colour::Rgb, 1.0), body()]).bytes();
    let document = read(&bytes, &ASKED);
    assert_eq!(document, read(&bytes, &ASKED));
    let json = serde_json::to_string(&document).unwrap();
    assert_eq!(serde_json::from_str::<Document>(&json).unwrap(), document);
}

#[test]
fn a_file_of_another_kind_is_not_read_and_says_so() {
    let document = read(b"PK\x03\x04...", &Asked { media_type: "application/msword", ..ASKED });
    assert_eq!((document.status, document.kind.as_str()), (Broken, "other"));
    assert_eq!(document.note, "a zip container (docx, xlsx, epub) is not a kind of file that bron reads");
}
