//! Takes a judgement back by a new line.

use crate::fields::Fields;
use crate::room::Room;
use crate::trouble::Trouble;
use crate::views::{Place, pair_href};

/// Takes back a judgement of the reviewer, or one of all together, and gives the address that is shown next.
pub(crate) fn undo(room: &mut Room, fields: &Fields) -> Result<String, Trouble> {
    let id = fields.one("id").unwrap_or_default();
    let known = room.all.standing().all().find(|(_, held)| held.judgement.id.as_str() == id);
    let Some((publication, held)) = known else {
        return Err(Trouble::not_so(
            room.say("Dit oordeel geldt niet meer.", "This judgement holds no longer."),
        ));
    };
    let (publication, judgement) = (publication.clone(), held.judgement.clone());
    if judgement.reviewer != room.asked.reviewer && !judgement.reviewer.is_consensus() {
        return Err(Trouble::not_so(
            room.say("Dit is het oordeel van een ander.", "This is the judgement of another."),
        ));
    }
    let written = room.withdraw(&judgement)?;
    let mut place = Place::of(&Fields::of_query(fields.one("back").unwrap_or_default()));
    place.said = Some(written.id.to_string());
    let term = fields.one("term").and_then(|term| bron_model::TermId::new(term).ok());
    let mut rows = room.index.of(&publication);
    let row = match &term {
        Some(term) => room.index.pair(&publication, term),
        None => rows.next(),
    };
    Ok(match (fields.ticked("history"), row) {
        (false, Some(row)) => pair_href(&row.publication, &row.term, &place),
        _ => format!("/history/{publication}?{}", place.filter.query()),
    })
}
