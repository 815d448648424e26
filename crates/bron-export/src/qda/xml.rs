//! Writing XML into memory.

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

/// A document that grows.
pub(super) struct Xml {
    writer: Writer<Vec<u8>>,
}

/// Why a writer into memory does not fail.
const IN_MEMORY: &str = "a writer into memory has nothing to fail";

impl Xml {
    pub(super) fn new() -> Self {
        let mut writer = Writer::new_with_indent(Vec::new(), b' ', 1);
        writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None))).expect(IN_MEMORY);
        Self { writer }
    }

    /// An element with what `inside` writes.
    pub(super) fn within(&mut self, name: &str, attributes: &[(&str, &str)], inside: impl FnOnce(&mut Self)) {
        self.writer.write_event(Event::Start(start(name, attributes))).expect(IN_MEMORY);
        inside(self);
        self.writer.write_event(Event::End(BytesEnd::new(name))).expect(IN_MEMORY);
    }

    /// An element without anything in it.
    pub(super) fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.writer.write_event(Event::Empty(start(name, attributes))).expect(IN_MEMORY);
    }

    /// An element with a text.
    pub(super) fn text(&mut self, name: &str, text: &str) {
        self.writer.write_event(Event::Start(BytesStart::new(name))).expect(IN_MEMORY);
        self.writer.write_event(Event::Text(BytesText::new(text))).expect(IN_MEMORY);
        self.writer.write_event(Event::End(BytesEnd::new(name))).expect(IN_MEMORY);
    }

    pub(super) fn into_bytes(self) -> Vec<u8> {
        let mut bytes = self.writer.into_inner();
        bytes.push(b'\n');
        bytes
    }
}

fn start<'n>(name: &'n str, attributes: &[(&'n str, &'n str)]) -> BytesStart<'n> {
    let mut start = BytesStart::new(name);
    attributes.iter().for_each(|attribute| start.push_attribute(*attribute));
    start
}
