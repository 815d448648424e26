//! What a form asks for: each becomes one judgement or more, or is refused with nothing written.

mod elements;
mod facts;
mod passage;
mod undo;
mod verdict;

use crate::fields::Fields;
use crate::index::Row;
use crate::room::{Room, Voice};
use crate::trouble::Trouble;
use crate::views::{Place, pair_href};
use bron_model::{DocumentId, Judgement};
use bron_run::Material;

pub(crate) use undo::undo;

/// A form that was sent on the page of a pair.
struct Sent<'a> {
    row: Row,
    fields: &'a Fields,
}

/// Does what a form on a pair's page asks for, and gives the address that is shown next.
pub(crate) fn post(
    room: &mut Room,
    publication: &str,
    term: &str,
    what: &str,
    fields: &Fields,
) -> Result<String, Trouble> {
    let sent = Sent { row: room.pair(publication, term)?, fields };
    let mut place = Place::of(&Fields::of_query(fields.one("back").unwrap_or_default()));
    let written = match what {
        "verdict" => verdict::verdict(room, &sent)?,
        "passage" => passage::passage(room, &sent)?,
        "elements" => elements::elements(room, &sent)?,
        "label" => facts::label(room, &sent)?,
        "correct" => facts::correct(room, &sent)?,
        "merge" => facts::merge(room, &sent)?,
        "split" => facts::split(room, &sent)?,
        other => return Err(Trouble::not_here(format!("`{other}`"))),
    };
    place.said = written.map(|one| one.id.to_string());
    let mut row = sent.row.clone();
    if what == "verdict" {
        place.on = None;
        place.go = fields.ticked("go");
        if place.go
            && let Some(next) = room.index.next_open(&row, &place.filter)
        {
            row = next.clone();
            place.at = None;
        }
        // The criterion that was judged stays in sight where nothing else of this pair waits.
        let waits = room.index.pair(&row.publication, &row.term).is_some_and(|row| !row.mine.is_empty());
        if !waits {
            place.on = fields.one("criterion").and_then(bron_model::Criterion::parse);
        }
    }
    let anchor = match what {
        "passage" | "elements" => "#passages",
        "label" => "#reader",
        _ => "",
    };
    Ok(format!("{}{anchor}", pair_href(&row.publication, &row.term, &place)))
}

/// In whose name a form speaks.
fn voice(fields: &Fields) -> Voice {
    if fields.ticked("together") { Voice::Together } else { Voice::Own }
}

/// The document of that number.
fn document(material: &Material, number: &str) -> Option<DocumentId> {
    material
        .documents
        .iter()
        .map(|row| &row.document)
        .find(|id| crate::views::number_of(id) == number)
        .cloned()
}

/// The last of what was written.
fn last(written: Vec<Judgement>) -> Option<Judgement> {
    written.into_iter().next_back()
}
