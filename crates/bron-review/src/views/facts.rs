//! What was listed, the documents, and the fields that can be corrected.

use super::criteria::at_page;
use super::frame::Place;
use super::pair::web;
use crate::index::Row;
use crate::names;
use crate::room::Room;
use crate::words::words;
use bron_model::Field;
use bron_run::Material;

/// A row of a result list.
pub(crate) struct HitLine {
    pub(crate) source: String,
    pub(crate) typed: String,
    pub(crate) route: &'static str,
    pub(crate) rank: u32,
    pub(crate) title: String,
    pub(crate) kind: String,
    pub(crate) date: String,
    pub(crate) authors: String,
    pub(crate) url: String,
}

pub(crate) struct DocumentLine {
    pub(crate) id: String,
    pub(crate) part: &'static str,
    pub(crate) status: &'static str,
    pub(crate) whole: bool,
    pub(crate) pages: u32,
    pub(crate) note: String,
    pub(crate) url: String,
    pub(crate) address: String,
    pub(crate) read: String,
}

/// A field as it is, and the form that corrects it.
pub(crate) struct FieldForm {
    pub(crate) field: &'static str,
    pub(crate) name: &'static str,
    pub(crate) as_read: String,
    pub(crate) now: String,
    pub(crate) told: &'static str,
    /// For the main document: the documents.
    pub(crate) choices: Vec<(String, String, bool)>,
}

pub(crate) struct DisputeLine {
    pub(crate) about: String,
    pub(crate) said: Vec<(String, String)>,
}

/// What the sources listed.
pub(crate) fn hits(room: &Room, material: &Material) -> Vec<HitLine> {
    let line = |hit: &bron_model::HitRow| HitLine {
        source: hit.source.to_string(),
        typed: hit.text.clone(),
        route: names::route(hit.via, room.asked.language),
        rank: hit.rank,
        title: hit.title.clone(),
        kind: hit.kind_as_listed.clone(),
        date: hit.date_as_listed.clone(),
        authors: hit.authors_as_listed.clone(),
        url: web(&hit.url),
    };
    material.hits.iter().map(line).collect()
}

/// The documents of the publication.
pub(crate) fn documents(room: &Room, row: &Row, material: &Material, place: &Place) -> Vec<DocumentLine> {
    let language = room.asked.language;
    let line = |one: &bron_model::DocumentRow| {
        let first = material.pages.iter().find(|page| page.document == one.document);
        DocumentLine {
            id: one.document.to_string(),
            part: names::part(one.part, language),
            status: names::status(one.status, language),
            whole: one.status.is_whole(),
            pages: one.pages,
            note: one.note.clone(),
            url: web(&one.url),
            address: one.url.clone(),
            read: first.map(|page| at_page(row, place, &page.document, page.page)).unwrap_or_default(),
        }
    };
    material.documents.iter().map(line).collect()
}

/// The fields that can be corrected.
pub(crate) fn fields(room: &Room, material: &Material) -> Vec<FieldForm> {
    let language = room.asked.language;
    let (read, now) = (&material.as_read, &material.publication);
    let date = |row: &bron_model::PublicationRow| {
        let end = |date: Option<bron_model::PartialDate>| {
            date.map_or_else(|| "?".to_owned(), |date| date.to_string())
        };
        match (row.not_before, row.not_after) {
            (None, None) => row.date_as_listed.clone(),
            (from, to) if from == to => end(from),
            (from, to) => format!("{} – {}", end(from), end(to)),
        }
    };
    let field = |field: Field, as_read: String, now: String| FieldForm {
        field: field.as_str(),
        name: names::field(field, language),
        as_read,
        now,
        told: if field == Field::Date { words(language).date_told } else { "" },
        choices: Vec::new(),
    };
    let mut fields = vec![
        field(Field::Date, date(read), date(now)),
        field(Field::Authors, read.authors.clone(), now.authors.clone()),
        field(Field::Title, read.title.clone(), now.title.clone()),
        field(Field::Kind, read.kind_as_listed.clone(), now.kind_as_listed.clone()),
    ];
    if material.documents.len() > 1 {
        let is_main = |one: &bron_model::DocumentRow| one.part == bron_model::DocumentPart::Main;
        let main = material.documents.iter().find(|one| is_main(one));
        let main = main.map(|one| one.document.to_string()).unwrap_or_default();
        let choices = material.documents.iter().map(|one| {
            let name = format!("{} ({})", one.document, names::part(one.part, language));
            (one.document.to_string(), name, is_main(one))
        });
        let choices = choices.collect();
        fields.push(FieldForm { choices, ..field(Field::MainDocument, main.clone(), main) });
    }
    fields
}

/// What reviewers differ on that is no criterion.
pub(crate) fn disputes(material: &Material) -> Vec<DisputeLine> {
    let line = |one: &bron_judge::Dispute| DisputeLine {
        about: one.about.clone(),
        said: one.said.iter().map(|(who, what)| (who.to_string(), what.clone())).collect(),
    };
    material.disputes.iter().map(line).collect()
}
