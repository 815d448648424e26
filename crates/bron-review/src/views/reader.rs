//! One page of a publication's text, with what is marked in it.

use super::criteria::{at_page, number_of};
use super::frame::Place;
use super::passages::{page_of, place_name};
use crate::index::Row;
use crate::marked::{Marks, Stretch, stretches};
use crate::names;
use crate::room::Room;
use bron_model::{DocumentId, DocumentPart, PageRow};
use bron_run::Material;

/// A page that is read.
pub(crate) struct Reader {
    /// The document's number, as addresses have it.
    pub(crate) document: String,
    pub(crate) page: u32,
    pub(crate) at: String,
    pub(crate) name: String,
    pub(crate) about: String,
    pub(crate) label: String,
    pub(crate) stretches: Vec<Stretch>,
    pub(crate) previous: String,
    pub(crate) next: String,
    /// The pages that can be gone to: value, name, whether it is this one.
    pub(crate) pages: Vec<(String, String, bool)>,
    pub(crate) kinds: Vec<(&'static str, &'static str)>,
    pub(crate) language: String,
}

/// The page asked for; else the one with the first passage of the term, else with its first occurrence, else the first of the
/// main document. Nothing where there is no text.
pub(crate) fn reader(room: &Room, row: &Row, material: &Material, place: &Place) -> Option<Reader> {
    let page = shown(row, material, place)?;
    let at = material.pages.iter().position(|one| std::ptr::eq(one, page))?;
    let href = |one: &PageRow| at_page(row, place, &one.document, one.page);
    let document = material.documents.iter().find(|one| one.document == page.document);
    let language = room.asked.language;
    let name = |one: &PageRow| {
        let part =
            material.documents.iter().find(|known| known.document == one.document).map(|known| known.part);
        let part = part.map(|part| names::part(part, language)).unwrap_or_default();
        format!("{}, {part}", place_name(material, &one.document, one.page))
    };
    let here = |document: &DocumentId, number: u32| *document == page.document && number == page.page;
    let ranges = |start: u32, end: u32| start as usize..end as usize;
    let passages =
        material.passages.iter().filter(|one| one.term == row.term && here(&one.document, one.page));
    let terms =
        material.occurrences.iter().filter(|one| one.term == row.term && here(&one.document, one.page));
    let marks = Marks {
        passages: passages.map(|one| ranges(one.start, one.end)).collect(),
        chosen: None,
        terms: terms.map(|one| ranges(one.start, one.end)).collect(),
    };
    Some(Reader {
        document: number_of(&page.document),
        page: page.page,
        at: format!("{}-{}", number_of(&page.document), page.page),
        name: place_name(material, &page.document, page.page),
        about: document
            .map(|one| format!("{} · {}", names::part(one.part, language), one.document))
            .unwrap_or_default(),
        label: page.label.clone(),
        stretches: stretches(&page.text, &marks),
        previous: at.checked_sub(1).map(|at| href(&material.pages[at])).unwrap_or_default(),
        next: material.pages.get(at + 1).map(href).unwrap_or_default(),
        pages: material
            .pages
            .iter()
            .map(|one| {
                let value = format!("{}-{}", number_of(&one.document), one.page);
                (value, name(one), here(&one.document, one.page))
            })
            .collect(),
        kinds: bron_model::PassageKind::ALL
            .iter()
            .map(|kind| (kind.as_str(), names::kind(*kind, language)))
            .collect(),
        language: document.map(|one| one.language.clone()).unwrap_or_default(),
    })
}

fn shown<'m>(row: &Row, material: &'m Material, place: &Place) -> Option<&'m PageRow> {
    let asked = place.at.as_ref().and_then(|(number, page)| {
        material.pages.iter().find(|one| number_of(&one.document) == *number && one.page == *page)
    });
    let of_passage = || {
        let passages = || material.passages.iter().filter(|one| one.term == row.term);
        let best = passages()
            .filter(|one| one.kind.satisfies_e1())
            .max_by_key(|one| (one.score, std::cmp::Reverse(one.page)));
        let one = best.or_else(|| passages().next())?;
        page_of(material, &one.document, one.page)
    };
    let of_occurrence = || {
        let one = material.occurrences.iter().find(|one| one.term == row.term)?;
        page_of(material, &one.document, one.page)
    };
    let of_main = || {
        let main = material.documents.iter().find(|one| one.part == DocumentPart::Main)?;
        material.pages.iter().find(|one| one.document == main.document)
    };
    asked.or_else(of_passage).or_else(of_occurrence).or_else(of_main).or(material.pages.first())
}
