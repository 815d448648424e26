//! Reads the metadata packet (XMP) of a PDF: what its maker says of the work, as properties of a few vocabularies.

use crate::tidy::tidy_line;
use quick_xml::NsReader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::name::{Namespace, NamespaceResolver, QName, ResolveResult};
use std::collections::BTreeMap;

/// The properties of the document itself, by vocabulary and name (`dc:title`); what it was made of and its history are
/// left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Xmp {
    values: BTreeMap<String, Vec<String>>,
}

/// The vocabularies that are read, each with the name it has here. Others are looked at in no way.
const VOCABULARIES: &[(&str, &str)] = &[
    ("http://purl.org/dc/elements/1.", "dc"),
    ("http://purl.org/dc/terms/", "dcterms"),
    ("http://ns.adobe.com/xap/1.0/", "xmp"),
    ("http://prismstandard.org/namespaces/", "prism"),
    ("http://standaarden.overheid.nl/op/terms/", "overheid"),
];

const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";

/// Longer values are no titles and names.
const LONGEST: usize = 2000;

impl Xmp {
    /// Reads a packet. What follows a place that is no XML is lost; what stood before it counts.
    pub(crate) fn read(packet: &[u8]) -> Self {
        let (text, _, _) = encoding_rs::UTF_8.decode(packet);
        let mut reader = NsReader::from_str(&text);
        let mut xmp = Self::default();
        let mut open: Vec<String> = Vec::new();
        let mut value = String::new();
        while let Ok(event) = reader.read_event() {
            match event {
                Event::Start(start) => {
                    open.push(name_of(reader.resolver(), start.name(), true));
                    xmp.add_attributes(&open, &start, reader.resolver());
                    value.clear();
                }
                Event::Empty(start) => {
                    open.push(name_of(reader.resolver(), start.name(), true));
                    xmp.add_attributes(&open, &start, reader.resolver());
                    open.pop();
                }
                Event::End(_) => {
                    if let Some(property) = property(&open) {
                        xmp.add(property, &value);
                    }
                    value.clear();
                    open.pop();
                }
                Event::Text(text) => value.push_str(&text.xml10_content()),
                Event::CData(text) => value.push_str(&text),
                Event::GeneralRef(reference) => value.push_str(&character(&reference)),
                Event::Eof => break,
                _ => {}
            }
        }
        xmp
    }

    /// The values of a property, in their order; none where it is not there.
    pub(crate) fn all(&self, property: &str) -> &[String] {
        self.values.get(property).map_or(&[], Vec::as_slice)
    }

    /// The first value of the first of these properties that has one; of a title in several languages the first.
    pub(crate) fn first(&self, properties: &[&str]) -> Option<&str> {
        properties.iter().find_map(|property| self.all(property).first()).map(String::as_str)
    }

    /// Properties may be written as attributes of their description.
    fn add_attributes(&mut self, open: &[String], start: &BytesStart<'_>, resolver: &NamespaceResolver) {
        let ["rdf:RDF", "rdf:Description"] = last_two(open) else { return };
        for attribute in start.attributes().flatten() {
            let property = name_of(resolver, attribute.key, false);
            if let Ok(value) = attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0) {
                self.add(&property, &value);
            }
        }
    }

    fn add(&mut self, property: &str, value: &str) {
        let value = tidy_line(value);
        let is_read = VOCABULARIES.iter().any(|(_, short)| property.split(':').next() == Some(short));
        if is_read && !value.is_empty() && value.len() <= LONGEST {
            self.values.entry(property.to_owned()).or_default().push(value);
        }
    }
}

fn last_two(open: &[String]) -> [&str; 2] {
    match open {
        [.., parent, own] => [parent.as_str(), own.as_str()],
        _ => ["", ""],
    }
}

/// The property whose value ends here: an element of a description that belongs to no other property, or an item of a
/// list in one.
fn property(open: &[String]) -> Option<&str> {
    let place: Vec<&str> = open.iter().map(String::as_str).skip_while(|name| *name != "rdf:RDF").collect();
    match place[..] {
        ["rdf:RDF", "rdf:Description", property]
        | ["rdf:RDF", "rdf:Description", property, "rdf:Alt" | "rdf:Seq" | "rdf:Bag", "rdf:li"] => {
            open.iter().map(String::as_str).find(|name| *name == property)
        }
        _ => None,
    }
}

/// A name with the short name of its vocabulary, whatever the file calls that; empty for one that is not read.
fn name_of(resolver: &NamespaceResolver, name: QName<'_>, is_element: bool) -> String {
    let (found, local) = resolver.resolve(name, is_element);
    let ResolveResult::Bound(Namespace(found)) = found else { return String::new() };
    let local: &str = local.as_ref();
    if found == RDF {
        return format!("rdf:{local}");
    }
    let short = VOCABULARIES.iter().find(|(address, _)| found.starts_with(address));
    short.map(|(_, short)| format!("{short}:{local}")).unwrap_or_default()
}

/// What a reference stands for; nothing where it is unknown.
fn character(reference: &BytesRef<'_>) -> String {
    if let Ok(Some(c)) = reference.resolve_char_ref() {
        return c.to_string();
    }
    let name: &str = reference;
    resolve_predefined_entity(name).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packet(inside: &str) -> Xmp {
        let packet = format!(
            "<?xpacket begin='\u{FEFF}'?><x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF \
             xmlns:rdf='{RDF}' xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:xap='http://ns.adobe.com/xap/1.0/' \
             xmlns:xmpMM='http://ns.adobe.com/xap/1.0/mm/' xmlns:p='http://prismstandard.org/namespaces/basic/2.1/'>\
             {inside}</rdf:RDF></x:xmpmeta><?xpacket end='w'?>"
        );
        Xmp::read(packet.as_bytes())
    }

    fn check(inside: &str, property: &str, expected: &[&str]) {
        assert_eq!(packet(inside).all(property), expected, "{inside}");
    }

    #[test]
    fn lists_elements_and_attributes_are_read_whatever_the_prefix() {
        check(
            "<rdf:Description><dc:creator><rdf:Seq><rdf:li>Piet Jansen</rdf:li><rdf:li>Anna &amp; co</rdf:li></rdf:Seq></dc:creator></rdf:Description>",
            "dc:creator",
            &["Piet Jansen", "Anna & co"],
        );
        check(
            "<rdf:Description><dc:title><rdf:Alt><rdf:li xml:lang='x-default'>De  wijk\n</rdf:li></rdf:Alt></dc:title></rdf:Description>",
            "dc:title",
            &["De wijk"],
        );
        let date = "<rdf:Description><xap:ModifyDate>2019-05-03</xap:ModifyDate></rdf:Description>";
        check(date, "xmp:ModifyDate", &["2019-05-03"]);
        check("<rdf:Description xap:CreateDate='2019-05-03'/>", "xmp:CreateDate", &["2019-05-03"]);
        check(
            "<rdf:Description p:publicationDate='2019-05'></rdf:Description>",
            "prism:publicationDate",
            &["2019-05"],
        );
        check("<rdf:Description><dc:title/></rdf:Description>", "dc:title", &[]);
    }

    #[test]
    fn what_the_document_was_made_of_is_not_the_document() {
        let placed = "<rdf:Description><xmpMM:Ingredients><rdf:Bag><rdf:li><rdf:Description><dc:title>Een foto</dc:title></rdf:Description></rdf:li></rdf:Bag></xmpMM:Ingredients></rdf:Description>";
        check(placed, "dc:title", &[]);
        let kept = format!("{placed}<rdf:Description><dc:title>De wijk</dc:title></rdf:Description>");
        check(&kept, "dc:title", &["De wijk"]);
    }

    #[test]
    fn a_packet_in_utf_16_is_read_and_one_that_breaks_off_gives_what_it_has() {
        let text = format!(
            "\u{FEFF}<rdf:RDF xmlns:rdf='{RDF}' xmlns:dc='http://purl.org/dc/elements/1.1/'><rdf:Description><dc:publisher>Coöperatie</dc:publisher><dc:title>De w"
        );
        let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        for packet in [wide, text.into_bytes()] {
            let xmp = Xmp::read(&packet);
            assert_eq!(xmp.first(&["dc:publisher"]), Some("Coöperatie"));
            assert_eq!(xmp.first(&["dc:title"]), None);
        }
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_read(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..200)) {
            let xmp = Xmp::read(&bytes);
            proptest::prop_assert!(xmp.values.values().flatten().all(|value| !value.is_empty()));
        }
    }
}
