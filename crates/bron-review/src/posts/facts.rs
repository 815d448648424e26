//! What was read wrongly: the number on a page, a field, which record is which publication.

use super::{Sent, document, verdict, voice};
use crate::room::{Room, Said};
use crate::trouble::Trouble;
use bron_model::{Field, Judgement, PublicationId, Says};

fn said(says: Says, sent: &Sent<'_>) -> Said {
    let note = sent.fields.one("note").unwrap_or_default().to_owned();
    Said { says, note, voice: voice(sent.fields), resolves: Vec::new() }
}

/// The number printed on a page; empty where nothing is.
pub(super) fn label(room: &mut Room, sent: &Sent<'_>) -> Result<Option<Judgement>, Trouble> {
    let material = room.material(&sent.row.publication)?;
    let fields = sent.fields;
    let asked = fields.one("document").and_then(|text| document(&material, text));
    let asked = asked.zip(fields.one("page").and_then(|text| text.parse::<u32>().ok()));
    let page = asked.and_then(|(document, page)| {
        material.pages.iter().find(|row| row.document == document && row.page == page)
    });
    let page = page
        .ok_or_else(|| Trouble::not_here(room.say("Deze bladzijde is er niet.", "There is no such page.")))?;
    let label = fields.one("label").unwrap_or_default();
    if label.chars().count() > 20 {
        return Err(Trouble::not_so(
            room.say("Een bladzijdenummer is kort.", "The number of a page is short."),
        ));
    }
    let as_read = room.desk.label_as_read(&sent.row.publication, &page.document, page.page)?;
    let says = Says::PageLabel {
        document: page.document.clone(),
        page: page.page,
        as_read: as_read.unwrap_or_default(),
        label: label.to_owned(),
    };
    room.write(&sent.row.publication, said(says, sent)).map(Some)
}

/// A field of the publication.
pub(super) fn correct(room: &mut Room, sent: &Sent<'_>) -> Result<Option<Judgement>, Trouble> {
    let fields = sent.fields;
    let field = fields.one("field").and_then(Field::parse);
    let field = field.ok_or_else(|| Trouble::not_so(room.say("Kies een veld.", "Choose a field.")))?;
    let corrected = fields.one("corrected").unwrap_or_default().to_owned();
    let material = room.material(&sent.row.publication)?;
    let as_read = room.desk.field_as_read(&sent.row.publication, field).unwrap_or_default();
    let evidence =
        fields.one("quote").map(|quote| verdict::quoted(room, &material, None, quote)).transpose()?;
    let says = Says::Correction { field, as_read, corrected, evidence };
    room.write(&sent.row.publication, said(says, sent)).map(Some)
}

/// Another record is the same publication.
pub(super) fn merge(room: &mut Room, sent: &Sent<'_>) -> Result<Option<Judgement>, Trouble> {
    let asked = sent.fields.one("with").unwrap_or_default();
    let known = bron_run::publications_that_fit(room.desk.run(), asked)?;
    let exact = known.iter().find(|row| row.publication.as_str() == asked || row.url == asked);
    let with = match (exact, known.as_slice()) {
        (Some(row), _) => row.publication.clone(),
        (None, [one]) if !asked.is_empty() => one.publication.clone(),
        _ => {
            return Err(Trouble::not_so(room.say(
                format!("“{asked}” is niet één publicatie van deze run."),
                format!("“{asked}” is not one publication of this run."),
            )));
        }
    };
    room.write(&sent.row.publication, said(Says::Merge { with }, sent)).map(Some)
}

/// A record that was merged into this one is another publication.
pub(super) fn split(room: &mut Room, sent: &Sent<'_>) -> Result<Option<Judgement>, Trouble> {
    let material = room.material(&sent.row.publication)?;
    let asked = sent.fields.one("from").unwrap_or_default();
    let merged = material.as_read.also.split_whitespace().find(|id| *id == asked);
    let from = merged.and_then(|id| PublicationId::new(id).ok()).ok_or_else(|| {
        Trouble::not_so(
            room.say("Kies wat ten onrechte is samengevoegd.", "Choose what was merged by mistake."),
        )
    })?;
    room.write(&sent.row.publication, said(Says::Split { from }, sent)).map(Some)
}
