//! Reads what a PDF says of itself: its information dictionary and its metadata packet, as its maker's software wrote
//! them.

use super::xmp::Xmp;
use crate::maker::{sensible_authors, sensible_kind, sensible_publisher, sensible_title};
use crate::numbers::{clean_doi, isbn13};
use bron_model::PartialDate;
use pdf_oxide::PdfDocument;
use pdf_oxide::object::Object;

/// What they say; empty where they say nothing of use.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Information {
    /// The title, unless it is a file name or a template's.
    pub title: String,
    /// The authors, unless they are software or a user name.
    pub authors: Vec<String>,
    /// The publisher, unless it is software.
    pub publisher: String,
    /// The kind (`Kamerstuk`), unless it says nothing (`Text`).
    pub kind: String,
    /// The day that the maker calls that of the work.
    pub dated: Option<PartialDate>,
    /// The later of the day of making and of the last change.
    pub last_made: Option<PartialDate>,
    /// ISBN-13, digits only.
    pub isbn: String,
    /// DOI.
    pub doi: String,
}

/// Reads both. Of title and authors the packet's go first: it keeps names apart.
pub(crate) fn information(pdf: &PdfDocument) -> Information {
    let xmp = packet(pdf).map(|packet| Xmp::read(&packet)).unwrap_or_default();
    told(&Dictionary::of(pdf), &xmp)
}

/// The strings of the information dictionary; empty where there are none.
#[derive(Debug, Clone, Default)]
struct Dictionary {
    title: String,
    author: String,
    dates: [String; 2],
}

impl Dictionary {
    fn of(pdf: &PdfDocument) -> Self {
        let info = pdf.trailer().as_dict().and_then(|trailer| trailer.get("Info"));
        let Some(Ok(info)) = info.map(|info| pdf.resolve_object(info)) else { return Self::default() };
        let Some(info) = info.as_dict() else { return Self::default() };
        let text = |key: &str| -> String {
            let value = info.get(key).and_then(|value| pdf.resolve_object(value).ok());
            value.as_ref().and_then(Object::as_string).map(decode).unwrap_or_default()
        };
        Self { title: text("Title"), author: text("Author"), dates: [text("CreationDate"), text("ModDate")] }
    }
}

/// The metadata packet of the whole document. One that is encrypted cannot be read and is as good as none.
fn packet(pdf: &PdfDocument) -> Option<Vec<u8>> {
    let catalog = pdf.catalog().ok()?;
    let stream = pdf.resolve_object(catalog.as_dict()?.get("Metadata")?).ok()?;
    stream.decode_stream_data().ok()
}

fn told(dictionary: &Dictionary, xmp: &Xmp) -> Information {
    let day = |text: &str| bron_text::read_date(text, None);
    let titles = [xmp.first(&["dc:title", "dcterms:title"]).unwrap_or_default(), &dictionary.title];
    let kinds = ["overheid:publicationName", "dcterms:type", "dc:type"];
    let kinds = kinds.iter().flat_map(|name| xmp.all(name));
    let dated =
        ["dcterms:issued", "prism:publicationDate", "prism:coverDate", "dcterms:available", "dc:date"];
    let made = ["xmp:CreateDate", "xmp:ModifyDate"].iter().filter_map(|name| xmp.first(&[name]));
    let made = dictionary.dates.iter().map(String::as_str).chain(made);
    let publisher = xmp.first(&["dcterms:publisher", "dc:publisher"]).unwrap_or_default();
    Information {
        title: first_sensible(titles.into_iter().map(sensible_title)),
        authors: authors(dictionary, xmp),
        publisher: sensible_publisher(publisher),
        kind: first_sensible(kinds.map(|kind| sensible_kind(kind))),
        dated: dated.iter().filter_map(|name| xmp.first(&[name])).find_map(day),
        last_made: made.filter_map(day).max_by_key(|date| date.last_day()),
        isbn: xmp.first(&["prism:isbn"]).and_then(isbn13).unwrap_or_default(),
        doi: xmp.first(&["prism:doi"]).map(clean_doi).unwrap_or_default(),
    }
}

fn first_sensible(mut values: impl Iterator<Item = String>) -> String {
    values.find(|value| !value.is_empty()).unwrap_or_default()
}

/// Each once, in their order.
fn authors(dictionary: &Dictionary, xmp: &Xmp) -> Vec<String> {
    let creators = ["dc:creator", "dcterms:creator"].iter().flat_map(|name| xmp.all(name));
    let mut authors: Vec<String> = Vec::new();
    for name in creators.flat_map(|field| sensible_authors(field)) {
        if !authors.contains(&name) {
            authors.push(name);
        }
    }
    if authors.is_empty() { sensible_authors(&dictionary.author) } else { authors }
}

/// A text string of a PDF: UTF-16 or UTF-8 with a mark, else nearly Latin-1.
fn decode(bytes: &[u8]) -> String {
    let text = match bytes {
        [0xFE, 0xFF, rest @ ..] => encoding_rs::UTF_16BE.decode(rest).0,
        [0xFF, 0xFE, rest @ ..] => encoding_rs::UTF_16LE.decode(rest).0,
        [0xEF, 0xBB, 0xBF, rest @ ..] => encoding_rs::UTF_8.decode(rest).0,
        _ => encoding_rs::WINDOWS_1252.decode(bytes).0,
    };
    crate::tidy::tidy_line(&text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_strings_are_read_in_their_encoding() {
        assert_eq!(decode(b"\xFE\xFF\x00C\x00o\x00\xEB"), "Coë");
        assert_eq!(decode(b"Co\xEB"), "Coë");
        assert_eq!(decode(b"\xEF\xBB\xBFCo\xC3\xAB"), "Coë");
    }

    fn told_by(dictionary: Dictionary, properties: &str) -> Information {
        let packet = format!(
            "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns:xmp='http://ns.adobe.com/xap/1.0/' \
             xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:dcterms='http://purl.org/dc/terms/' \
             xmlns:o='http://standaarden.overheid.nl/op/terms/'><rdf:Description>{properties}</rdf:Description></rdf:RDF>"
        );
        told(&dictionary, &Xmp::read(packet.as_bytes()))
    }

    fn dictionary(title: &str, author: &str, made: &str) -> Dictionary {
        Dictionary { title: title.into(), author: author.into(), dates: [made.into(), String::new()] }
    }

    #[test]
    fn the_packet_goes_before_the_dictionary_where_it_is_of_use() {
        let said = told_by(
            dictionary("Zorg in de buurt", "Jansen, P.; De Vries, A.", "D:20190401120000+02'00'"),
            "<dc:title>rapport_def_v2.docx</dc:title><dc:creator>Piet Jansen</dc:creator>\
             <dc:publisher>Movisie</dc:publisher><dc:type>Text</dc:type>\
             <xmp:ModifyDate>2019-05-03T10:00:00+02:00</xmp:ModifyDate>",
        );
        assert_eq!((said.title.as_str(), said.publisher.as_str()), ("Zorg in de buurt", "Movisie"));
        assert_eq!((said.authors, said.kind.as_str()), (vec!["Piet Jansen".to_owned()], ""));
        assert_eq!(said.last_made.map(|date| date.to_string()), Some("2019-05-03".into()));
        assert_eq!(said.dated, None);
    }

    #[test]
    fn a_government_file_names_its_kind_and_day() {
        let said = told_by(
            Dictionary::default(),
            "<dcterms:issued>2020-08-21</dcterms:issued><o:publicationName>Kamerstuk</o:publicationName>\
             <dc:type>officiële publicatie</dc:type><dc:creator>Tweede Kamer der Staten-Generaal</dc:creator>",
        );
        assert_eq!(said.kind, "Kamerstuk");
        assert_eq!(said.dated.map(|date| date.to_string()), Some("2020-08-21".into()));
        assert_eq!(said.authors, ["Tweede Kamer der Staten-Generaal"]);
    }
}
