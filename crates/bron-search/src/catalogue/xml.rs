//! XML as a tree of elements by their local names; what is not well formed is told with its place.

use crate::answer::charset_in;
use bron_model::Answer;
use flate2::read::MultiGzDecoder;
use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use std::io::Read;

/// Bytes of one answer after decoding. The protocol of sitemaps allows no more than this.
const MOST_BYTES: u64 = 50 << 20;
/// Elements inside each other; lists have ten.
const MOST_DEPTH: usize = 64;

/// An element. `text` is its own, that of its children is theirs.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Element {
    pub(super) name: String,
    pub(super) attributes: Vec<(String, String)>,
    pub(super) text: String,
    pub(super) children: Vec<Element>,
}

impl Element {
    pub(super) fn all<'e>(&'e self, name: &'e str) -> impl Iterator<Item = &'e Element> {
        self.children.iter().filter(move |child| child.name == name)
    }
    pub(super) fn first(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|child| child.name == name)
    }
    /// The text of the first child of that name, squeezed; empty where there is none.
    pub(super) fn text_of(&self, name: &str) -> String {
        self.first(name).map(Element::squeezed).unwrap_or_default()
    }
    pub(super) fn squeezed(&self) -> String {
        self.text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
    /// The element itself and all below it, in the order of the text.
    pub(super) fn walk(&self) -> Vec<&Element> {
        let mut all = vec![self];
        let mut at = 0;
        while at < all.len() {
            let here = at + 1;
            let children: Vec<&Element> = all[at].children.iter().collect();
            all.splice(here..here, children);
            at += 1;
        }
        all
    }
}

/// The bytes of an answer, unpacked where they are a gzip file.
pub(super) fn unpacked(bytes: &[u8]) -> Result<Vec<u8>, String> {
    let mut plain = Vec::new();
    let too_large = || format!("it is larger than the {} MiB that are read", MOST_BYTES >> 20);
    if bytes.starts_with(&[0x1f, 0x8b]) {
        let limited = &mut MultiGzDecoder::new(bytes).take(MOST_BYTES + 1);
        limited
            .read_to_end(&mut plain)
            .map_err(|error| format!("the gzip file cannot be unpacked: {error}"))?;
    } else {
        plain.extend_from_slice(bytes);
    }
    if plain.len() as u64 > MOST_BYTES { Err(too_large()) } else { Ok(plain) }
}

/// The text of an XML answer: by its byte order mark, the header, its own declaration; else UTF-8 where it is that.
pub(super) fn text_of(answer: &Answer, bytes: &[u8]) -> String {
    if let Some((encoding, _)) = encoding_rs::Encoding::for_bom(bytes) {
        return encoding.decode(bytes).0.into_owned();
    }
    let named = charset_in(answer.header("content-type").unwrap_or_default()).or_else(|| declared(bytes));
    match named.and_then(|label| encoding_rs::Encoding::for_label(label.as_bytes())) {
        Some(encoding) => encoding.decode(bytes).0.into_owned(),
        None => bron_text::decoded_unmarked(bytes),
    }
}

fn declared(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]).into_owned();
    let declaration = head.trim_start().strip_prefix("<?xml")?.split("?>").next()?.to_owned();
    let (_, rest) = declaration.split_once("encoding=")?;
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    rest[1..].split(quote).next().map(str::to_owned)
}

/// Reads a whole text. Entities that a document defines itself are not known, so nothing grows out of them.
pub(super) fn parse(text: &str) -> Result<Element, String> {
    let mut reader = Reader::from_str(text);
    let mut open: Vec<Element> = Vec::new();
    let mut root: Option<Element> = None;
    loop {
        let at = reader.buffer_position();
        let event = reader
            .read_event()
            .map_err(|error| format!("{error} {}", place(text, reader.error_position())))?;
        let wrong = |what: &str| format!("{what} {}", place(text, at));
        match event {
            Event::Start(_) | Event::Empty(_) if root.is_some() => {
                return Err(wrong("a second root element stands"));
            }
            Event::Start(_) if open.len() >= MOST_DEPTH => return Err(wrong("elements are nested too deep")),
            Event::Start(start) => open.push(element(&start).map_err(|why| wrong(&why))?),
            Event::Empty(start) => {
                let whole = element(&start).map_err(|why| wrong(&why))?;
                put(whole, &mut open, &mut root);
            }
            Event::End(_) => {
                if let Some(whole) = open.pop() {
                    put(whole, &mut open, &mut root);
                }
            }
            Event::Text(piece) => add(&piece.xml10_content(), &mut open).map_err(|why| wrong(&why))?,
            Event::CData(piece) => add(&piece.into_inner(), &mut open).map_err(|why| wrong(&why))?,
            Event::GeneralRef(reference) => match character(&reference) {
                Some(piece) => add(&piece, &mut open).map_err(|why| wrong(&why))?,
                None => return Err(wrong("an entity that is not known stands")),
            },
            Event::Eof => break,
            _ => {}
        }
    }
    match (open.last(), root) {
        (Some(open), _) => Err(format!("the text ends inside `{}`", open.name)),
        (None, Some(root)) => Ok(root),
        (None, None) => Err("there is no element".to_owned()),
    }
}

fn element(start: &BytesStart<'_>) -> Result<Element, String> {
    let mut attributes = Vec::new();
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|error| format!("{error}; it stands"))?;
        let value = attribute
            .normalized_value(quick_xml::XmlVersion::Implicit1_0)
            .map_err(|error| format!("{error}; it stands"))?;
        attributes.push((local(attribute.key.as_ref()).to_owned(), value.into_owned()));
    }
    let name = local(start.name().as_ref()).to_owned();
    Ok(Element { name, attributes, ..Element::default() })
}

/// A name without what stands before its colon.
fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

fn put(whole: Element, open: &mut [Element], root: &mut Option<Element>) {
    match open.last_mut() {
        Some(parent) => parent.children.push(whole),
        None => *root = Some(whole),
    }
}

fn add(piece: &str, open: &mut [Element]) -> Result<(), String> {
    match open.last_mut() {
        Some(parent) => parent.text.push_str(piece),
        None if piece.trim().is_empty() => {}
        None => return Err("a text outside of all elements stands".to_owned()),
    }
    Ok(())
}

fn character(reference: &BytesRef<'_>) -> Option<String> {
    if let Ok(Some(c)) = reference.resolve_char_ref() {
        return Some(c.to_string());
    }
    let name: &str = reference;
    resolve_predefined_entity(name).map(str::to_owned)
}

/// `at line 3, column 14`.
fn place(text: &str, offset: u64) -> String {
    let end = text.floor_char_boundary(usize::try_from(offset).unwrap_or(usize::MAX).min(text.len()));
    let before = &text[..end];
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().map_or(0, |rest| rest.chars().count()) + 1;
    format!("at line {line}, column {column}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_local_and_texts_are_put_together() {
        let root =
            parse("<?xml version=\"1.0\"?><!-- x --><a:b xmlns:a='u' k='1 &amp; 2'>é&amp;<![CDATA[<c>]]>&#101;<d/></a:b>\n")
                .unwrap();
        assert_eq!((root.name.as_str(), root.text.as_str()), ("b", "é&<c>e"));
        assert_eq!(root.attribute("k"), Some("1 & 2"));
        assert_eq!(root.children[0].name, "d");
    }

    #[test]
    fn elements_are_walked_in_the_order_of_the_text() {
        let root = parse("<a><b><c/><d/></b><e><f/></e></a>").unwrap();
        let names: Vec<&str> = root.walk().iter().map(|element| element.name.as_str()).collect();
        assert_eq!(names, ["a", "b", "c", "d", "e", "f"]);
    }

    #[test]
    fn what_is_not_well_formed_is_told_with_its_place() {
        for (text, told) in [
            ("", "there is no element"),
            ("<a>", "ends inside `a`"),
            ("<a>\n  <b></a>", "at line 2"),
            ("<a/><b/>", "a second root element stands at line 1, column 5"),
            ("<a/>x", "outside of all elements"),
            ("<a>&x;</a>", "an entity that is not known stands at line 1, column 4"),
            ("<a b=1/>", "it stands at line 1"),
            ("<!DOCTYPE a [<!ENTITY x 'yy'>]><a>&x;</a>", "an entity that is not known"),
        ] {
            let why = parse(text).unwrap_err();
            assert!(why.contains(told), "{text}: {why}");
        }
        assert!(parse(&"<a>".repeat(100_000)).unwrap_err().contains("nested too deep"));
    }

    #[test]
    fn a_gzip_file_is_unpacked_up_to_a_limit() {
        let pack = |bytes: &[u8]| {
            let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
            std::io::Write::write_all(&mut packer, bytes).unwrap();
            packer.finish().unwrap()
        };
        assert_eq!(unpacked(&pack(b"<a/>")).unwrap(), b"<a/>");
        let bomb = vec![b' '; usize::try_from(MOST_BYTES).unwrap() + 1];
        assert!(unpacked(&pack(&bomb)).unwrap_err().contains("larger than the 50 MiB"));
        let packed = pack(b"<a>een lange tekst</a>");
        assert!(unpacked(&packed[..packed.len() - 9]).unwrap_err().contains("cannot be unpacked"));
    }
}
