//! A verdict on a criterion, a reviewer's or that of all together.

use super::{Sent, document, voice};
use crate::index::JUDGED;
use crate::room::{Room, Said, Voice};
use crate::trouble::Trouble;
use crate::views::{item_of, passage_key, term_of};
use bron_model::{Criterion, Judgement, JudgementId, Place, Reviewer, Says, Screened, Verdict};
use bron_run::Material;
use std::collections::BTreeSet;

pub(super) fn verdict(room: &mut Room, sent: &Sent<'_>) -> Result<Option<Judgement>, Trouble> {
    let fields = sent.fields;
    let criterion = fields.one("criterion").and_then(Criterion::parse).filter(|one| JUDGED.contains(one));
    let verdict = fields.one("verdict").and_then(Verdict::parse);
    let (Some(criterion), Some(verdict)) = (criterion, verdict) else {
        return Err(Trouble::not_so(
            room.say("Kies een criterium en een oordeel.", "Choose a criterion and a verdict."),
        ));
    };
    let screened = fields.one("screened").and_then(Screened::parse).unwrap_or(Screened::FullText);
    let reason = fields.one("reason").unwrap_or_default().to_owned();
    let material = room.material(&sent.row.publication)?;
    let evidence = evidence(room, sent, &material, verdict)?;
    let voice = voice(fields);
    let resolves = if voice == Voice::Together { votes(room, sent, criterion)? } else { Vec::new() };
    let says = Says::Verdict {
        term: term_of(criterion, &sent.row.term),
        criterion,
        verdict,
        reason,
        evidence,
        screened,
    };
    let note = fields.one("note").unwrap_or_default().to_owned();
    room.write(&sent.row.publication, Said { says, note, voice, resolves }).map(Some)
}

/// The words that were typed, and for a verdict *in* the passages that were ticked: the form says that they are for that one.
fn evidence(
    room: &Room,
    sent: &Sent<'_>,
    material: &Material,
    verdict: Verdict,
) -> Result<Vec<Place>, Trouble> {
    let mut places = Vec::new();
    for key in sent.fields.all("evidence").filter(|_| verdict == Verdict::Include) {
        let of_term = material.passages.iter().filter(|passage| passage.term == sent.row.term);
        let found = of_term.into_iter().find(|passage| passage_key(passage) == key);
        let found = found.ok_or_else(|| {
            Trouble::not_so(room.say(
                "Een van de aangevinkte passages is er niet meer. Laad de pagina opnieuw.",
                "One of the ticked passages is gone. Load the page again.",
            ))
        })?;
        places.push(Place {
            document: found.document.clone(),
            page: found.page,
            start: found.start,
            end: found.end,
            quote: found.quote.clone(),
        });
    }
    if let Some(quote) = sent.fields.one("quote") {
        places.push(quoted(room, material, sent.fields.one("at"), quote)?);
    }
    Ok(places)
}

/// The words of a reviewer in the text: on the page that is looked at, else on the first that holds them.
pub(super) fn quoted(
    room: &Room,
    material: &Material,
    at: Option<&str>,
    quote: &str,
) -> Result<Place, Trouble> {
    let shown = at.and_then(|at| {
        let (number, page) = at.rsplit_once('-')?;
        let (document, page) = (document(material, number)?, page.parse::<u32>().ok()?);
        material.pages.iter().find(|row| row.document == document && row.page == page)
    });
    bron_run::place_of(shown.into_iter().chain(&material.pages), quote).ok_or_else(|| {
        Trouble::not_so(room.say(
            format!("Deze woorden staan op geen bladzijde van de publicatie: “{quote}”"),
            format!("These words stand on no page of the publication: “{quote}”"),
        ))
    })
}

/// The votes that a decision together settles; there must be two reviewers that differ, or did.
fn votes(room: &Room, sent: &Sent<'_>, criterion: Criterion) -> Result<Vec<JudgementId>, Trouble> {
    let items = room.desk.items(&room.seen.0, &sent.row.publication);
    let votes =
        item_of(&items, criterion, &sent.row.term).map(|item| item.votes.as_slice()).unwrap_or_default();
    let reviewers: BTreeSet<&Reviewer> = votes.iter().map(|vote| &vote.held.judgement.reviewer).collect();
    if votes.len() < 2 || reviewers.is_empty() {
        return Err(Trouble::not_so(room.say(
            "Er is geen verschil van mening dat u ziet: een gezamenlijk besluit volgt op twee oordelen.",
            "There is no difference that you see: a decision together follows two votes.",
        )));
    }
    Ok(votes.iter().map(|vote| vote.held.judgement.id.clone()).collect())
}
