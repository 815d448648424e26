//! The codes: terms, kinds of passage, and elements below their categories.

use super::guid::guid;
use super::xml::Xml;
use crate::plain::one_line;
use crate::word::kind;
use bron_model::{Language, PassageKind, TermId};
use bron_protocol::{Codebook, Protocol};

/// A code and those below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Code {
    guid: String,
    name: String,
    description: String,
    /// Whether something may be coded with it; else it only holds others together.
    is_codable: bool,
    color: &'static str,
    below: Vec<Code>,
}

/// Colours that are told apart on white, also by who sees no red and green.
const COLORS: [&str; 10] = [
    "#1f77b4", "#d95f02", "#1b9e77", "#7570b3", "#a6761d", "#e7298a", "#66a61e", "#4d4d4d", "#0b559f",
    "#b15928",
];

/// The id of the code of a term.
pub(super) fn of_term(term: &TermId) -> String {
    guid("code", &format!("term/{term}"))
}

/// The id of the code of a kind of passage.
pub(super) fn of_kind(kind: PassageKind) -> String {
    guid("code", &format!("kind/{kind}"))
}

/// The id of the code of an element.
pub(super) fn of_element(element: &str) -> String {
    guid("code", &format!("element/{element}"))
}

/// All codes of a protocol.
pub(super) fn codes(protocol: &Protocol, language: Language) -> Vec<Code> {
    let nl = language == Language::Nl;
    let terms = protocol.searched_terms().enumerate().map(|(at, term)| Code {
        guid: of_term(&term.id),
        name: one_line(&term.label),
        description: one_line(&term.texts.join("; ")),
        is_codable: true,
        color: COLORS[at % COLORS.len()],
        below: Vec::new(),
    });
    let kinds = PassageKind::ALL.iter().enumerate().map(|(at, one)| Code {
        guid: of_kind(*one),
        name: kind(*one, language).to_owned(),
        description: String::new(),
        is_codable: true,
        color: COLORS[at % COLORS.len()],
        below: Vec::new(),
    });
    let mut codes = vec![
        group("terms", if nl { "Termen" } else { "Terms" }, terms.collect()),
        group("kinds", if nl { "Soort passage" } else { "Kind of passage" }, kinds.collect()),
    ];
    if let Some(codebook) = &protocol.codebook {
        codes.push(group("elements", if nl { "Elementen" } else { "Elements" }, categories(codebook, nl)));
    }
    codes
}

fn group(id: &str, name: &str, below: Vec<Code>) -> Code {
    Code {
        guid: guid("code", id),
        name: name.to_owned(),
        description: String::new(),
        is_codable: false,
        color: "#808080",
        below,
    }
}

fn categories(codebook: &Codebook, nl: bool) -> Vec<Code> {
    let categories = codebook.category.iter().enumerate().map(|(at, category)| {
        let elements = codebook.element.iter().filter(|element| element.category == category.id);
        let elements = elements.map(|element| Code {
            guid: of_element(&element.id),
            name: format!("{} {}", element.id, one_line(if nl { &element.label } else { &element.label_en })),
            description: one_line(&element.explanation),
            is_codable: true,
            color: COLORS[at % COLORS.len()],
            below: Vec::new(),
        });
        let name = one_line(if nl { &category.label } else { &category.label_en });
        group(&format!("category/{}", category.id), &name, elements.collect())
    });
    categories.collect()
}

/// Writes codes with those below them.
pub(super) fn write(xml: &mut Xml, codes: &[Code]) {
    for code in codes {
        let is_codable = if code.is_codable { "true" } else { "false" };
        let attributes = [
            ("guid", code.guid.as_str()),
            ("name", &code.name),
            ("isCodable", is_codable),
            ("color", code.color),
        ];
        if code.description.is_empty() && code.below.is_empty() {
            xml.empty("Code", &attributes);
            continue;
        }
        xml.within("Code", &attributes, |xml| {
            if !code.description.is_empty() {
                xml.text("Description", &code.description);
            }
            write(xml, &code.below);
        });
    }
}

/// The codebook by itself.
pub(crate) fn qdc(protocol: &Protocol, language: Language) -> Vec<u8> {
    let mut xml = Xml::new();
    let origin = format!("bron {}", env!("CARGO_PKG_VERSION"));
    xml.within("CodeBook", &[("xmlns", "urn:QDA-XML:codebook:1.0"), ("origin", &origin)], |xml| {
        xml.within("Codes", &[], |xml| write(xml, &codes(protocol, language)));
    });
    xml.into_bytes()
}
