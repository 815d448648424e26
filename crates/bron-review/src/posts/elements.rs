//! The elements of the codebook in a passage.

use super::{Sent, last, passage, voice};
use crate::room::{Room, Said};
use crate::trouble::Trouble;
use bron_model::{Judgement, Says};
use std::collections::BTreeSet;

/// Writes a judgement for each box that was ticked or emptied. Boxes that stay as they were say nothing.
pub(super) fn elements(room: &mut Room, sent: &Sent<'_>) -> Result<Option<Judgement>, Trouble> {
    let key = sent.fields.one("passage").unwrap_or_default();
    let place = passage::known(room, sent, key)?;
    let material = room.material(&sent.row.publication)?;
    let now: BTreeSet<&str> = material
        .codes
        .iter()
        .filter(|code| {
            code.term == sent.row.term
                && code.document == place.document
                && (code.page, code.start, code.end) == (place.page, place.start, place.end)
        })
        .map(|code| code.element.as_str())
        .collect();
    let ticked: BTreeSet<&str> = sent.fields.all("element").collect();
    let known: Vec<String> = room
        .desk
        .codebook()
        .map(|codebook| codebook.element.iter().map(|element| element.id.clone()).collect())
        .unwrap_or_default();
    let mut written = Vec::new();
    for element in known {
        let is_there = ticked.contains(element.as_str());
        if is_there == now.contains(element.as_str()) {
            continue;
        }
        let says = Says::Element { term: sent.row.term.clone(), place: place.clone(), element, is_there };
        let said = Said { says, note: String::new(), voice: voice(sent.fields), resolves: Vec::new() };
        written.push(room.write(&sent.row.publication, said)?);
    }
    Ok(last(written))
}
