//! The passages and occurrences of a term.

use super::criteria::{at_page, passage_key};
use super::frame::Place;
use crate::index::Row;
use crate::marked::around;
use crate::names;
use crate::room::Room;
use bron_judge::BY_HAND;
use bron_model::{DocumentId, DocumentKind, MadeBy, PageRow, PassageKind, PassageRow};
use bron_run::Material;

/// A passage with what can be done about it.
pub(crate) struct PassageCard {
    pub(crate) key: String,
    pub(crate) kind: &'static str,
    pub(crate) satisfies: bool,
    pub(crate) place: String,
    pub(crate) href: String,
    pub(crate) before: String,
    pub(crate) quote: String,
    pub(crate) behind: String,
    pub(crate) pattern: String,
    pub(crate) by_hand: bool,
    pub(crate) score: u8,
    pub(crate) second_hand_of: String,
    pub(crate) kinds: Vec<(&'static str, &'static str, bool)>,
    pub(crate) categories: Vec<Category>,
    pub(crate) coded: String,
}

/// A category of the codebook with its elements.
pub(crate) struct Category {
    pub(crate) label: String,
    pub(crate) elements: Vec<ElementBox>,
}

pub(crate) struct ElementBox {
    pub(crate) id: String,
    pub(crate) label: String,
    pub(crate) explanation: String,
    pub(crate) ticked: bool,
    pub(crate) cue: String,
}

/// A passage that people rejected.
pub(crate) struct RejectedLine {
    pub(crate) place: String,
    pub(crate) quote: String,
}

/// An occurrence in its context.
pub(crate) struct OccurrenceLine {
    pub(crate) place: String,
    pub(crate) href: String,
    pub(crate) before: String,
    pub(crate) quote: String,
    pub(crate) behind: String,
    pub(crate) variant: String,
}

/// The passages of the pair's term, in the order of the text.
pub(crate) fn cards(room: &Room, row: &Row, material: &Material, place: &Place) -> Vec<PassageCard> {
    let language = room.asked.language;
    let of_term = material.passages.iter().filter(|passage| passage.term == row.term);
    of_term
        .map(|passage| {
            let range = passage.start as usize..passage.end as usize;
            let page = page_of(material, &passage.document, passage.page);
            let (before, behind) = page.map(|page| around(&page.text, &range, 160)).unwrap_or_default();
            let categories = categories(room, material, passage);
            let coded = categories
                .iter()
                .flat_map(|category| &category.elements)
                .filter(|element| element.ticked)
                .map(|element| element.id.as_str())
                .collect::<Vec<_>>()
                .join(", ");
            PassageCard {
                key: passage_key(passage),
                kind: names::kind(passage.kind, language),
                satisfies: passage.kind.satisfies_e1(),
                place: place_name(material, &passage.document, passage.page),
                href: at_page(row, place, &passage.document, passage.page),
                before,
                quote: passage.quote.clone(),
                behind,
                by_hand: passage.pattern == BY_HAND,
                pattern: passage.pattern.clone(),
                score: passage.score,
                second_hand_of: passage.second_hand_of.clone(),
                kinds: PassageKind::ALL
                    .iter()
                    .map(|kind| (kind.as_str(), names::kind(*kind, language), *kind == passage.kind))
                    .collect(),
                categories,
                coded,
            }
        })
        .collect()
}

fn categories(room: &Room, material: &Material, passage: &PassageRow) -> Vec<Category> {
    let Some(codebook) = room.desk.codebook() else { return Vec::new() };
    let codes: Vec<_> = material
        .codes
        .iter()
        .filter(|code| {
            (&code.term, &code.document, code.page, code.start, code.end)
                == (&passage.term, &passage.document, passage.page, passage.start, passage.end)
        })
        .collect();
    let elements = |category: &str| {
        let of = codebook.element.iter().filter(|element| element.category == category);
        of.map(|element| {
            let of_element: Vec<_> = codes.iter().filter(|code| code.element == element.id).collect();
            let cue = of_element.iter().find(|code| code.made_by != MadeBy::Reviewer);
            ElementBox {
                id: element.id.clone(),
                label: room.say(&element.label, &element.label_en),
                explanation: element.explanation.clone(),
                ticked: !of_element.is_empty(),
                cue: cue.map(|code| code.cue.clone()).unwrap_or_default(),
            }
        })
        .collect()
    };
    let category = |category: &bron_protocol::Category| Category {
        label: room.say(&category.label, &category.label_en),
        elements: elements(&category.id),
    };
    codebook.category.iter().map(category).collect()
}

/// Passages that the rules found and that are no longer there.
pub(crate) fn rejected(row: &Row, material: &Material) -> Vec<RejectedLine> {
    let is_gone = |passage: &&PassageRow| {
        let place = |one: &PassageRow| (one.document.clone(), one.page, one.start, one.end);
        passage.term == row.term
            && !material.passages.iter().any(|one| one.term == row.term && place(one) == place(passage))
    };
    let gone = material.passages_by_rule.iter().filter(is_gone);
    gone.map(|passage| RejectedLine {
        place: place_name(material, &passage.document, passage.page),
        quote: passage.quote.clone(),
    })
    .collect()
}

/// Every occurrence of the pair's term, in the order of the text.
pub(crate) fn occurrences(row: &Row, material: &Material, place: &Place) -> Vec<OccurrenceLine> {
    let of_term = material.occurrences.iter().filter(|one| one.term == row.term);
    of_term
        .map(|one| {
            let range = one.start as usize..one.end as usize;
            let page = page_of(material, &one.document, one.page);
            let (before, behind) = page.map(|page| around(&page.text, &range, 80)).unwrap_or_default();
            OccurrenceLine {
                place: place_name(material, &one.document, one.page),
                href: at_page(row, place, &one.document, one.page),
                before,
                quote: one.quote.clone(),
                behind,
                variant: one.variant.clone(),
            }
        })
        .collect()
}

/// A page of a document.
pub(crate) fn page_of<'m>(material: &'m Material, document: &DocumentId, page: u32) -> Option<&'m PageRow> {
    material.pages.iter().find(|row| row.document == *document && row.page == page)
}

/// `p. 12` by the printed number, `pdf p. 14` by that of the file, `web` for a web page.
pub(crate) fn place_name(material: &Material, document: &DocumentId, page: u32) -> String {
    let label = page_of(material, document, page).map(|row| row.label.as_str()).unwrap_or_default();
    if !label.is_empty() {
        return format!("p. {label}");
    }
    let kind = material.documents.iter().find(|row| row.document == *document).map(|row| row.kind);
    match kind {
        Some(DocumentKind::Html) => "web".to_owned(),
        Some(kind) => format!("{kind} p. {page}"),
        None => format!("p. {page}"),
    }
}
