//! Words that are, or are not, a passage.

use super::{Sent, document, voice};
use crate::room::{Room, Said};
use crate::trouble::Trouble;
use crate::views::passage_key;
use bron_model::{Judgement, PassageKind, Place, Says};

/// Marks new words, names a known passage otherwise, or rejects it.
pub(super) fn passage(room: &mut Room, sent: &Sent<'_>) -> Result<Option<Judgement>, Trouble> {
    let place = match sent.fields.one("passage") {
        Some(key) => known(room, sent, key)?,
        None => marked(room, sent)?,
    };
    let kind = match sent.fields.one("kind") {
        Some("none") => None,
        Some(kind) => Some(PassageKind::parse(kind).ok_or_else(|| Trouble::not_so(kind))?),
        None => {
            return Err(Trouble::not_so(
                room.say("Kies wat voor passage het is.", "Choose what kind of passage it is."),
            ));
        }
    };
    let says = Says::Passage { term: sent.row.term.clone(), place, kind };
    let note = sent.fields.one("note").unwrap_or_default().to_owned();
    let said = Said { says, note, voice: voice(sent.fields), resolves: Vec::new() };
    room.write(&sent.row.publication, said).map(Some)
}

/// The place of a passage that the page showed.
pub(super) fn known(room: &Room, sent: &Sent<'_>, key: &str) -> Result<Place, Trouble> {
    let material = room.material(&sent.row.publication)?;
    let found = material
        .passages
        .into_iter()
        .find(|passage| passage.term == sent.row.term && passage_key(passage) == key)
        .ok_or_else(|| {
            Trouble::not_so(room.say(
                "Deze passage is er niet meer. Laad de pagina opnieuw.",
                "This passage is gone. Load the page again.",
            ))
        })?;
    Ok(Place {
        document: found.document,
        page: found.page,
        start: found.start,
        end: found.end,
        quote: found.quote,
    })
}

/// The place of words that were selected (with their place) or typed.
fn marked(room: &Room, sent: &Sent<'_>) -> Result<Place, Trouble> {
    let fields = sent.fields;
    let material = room.material(&sent.row.publication)?;
    let number = |name: &str| fields.one(name).and_then(|text| text.parse::<u32>().ok());
    let document = fields.one("document").and_then(|text| document(&material, text));
    let page = document.zip(number("page")).and_then(|(document, page)| {
        material.pages.iter().find(|row| row.document == document && row.page == page)
    });
    let page = page
        .ok_or_else(|| Trouble::not_here(room.say("Deze bladzijde is er niet.", "There is no such page.")))?;
    let Some(quote) = fields.exact("quote").filter(|quote| !quote.trim().is_empty()) else {
        return Err(Trouble::not_so(room.say("Er zijn geen woorden gemarkeerd.", "No words are marked.")));
    };
    let selected = number("start").zip(number("end"));
    let selected =
        selected.and_then(|(start, end)| bron_run::place_at(page, start as usize, end as usize, quote));
    selected.or_else(|| bron_run::place_of([page], quote)).ok_or_else(|| {
        Trouble::not_so(room.say(
            format!("Deze woorden staan niet op deze bladzijde: “{}”", quote.trim()),
            format!("These words do not stand on this page: “{}”", quote.trim()),
        ))
    })
}
