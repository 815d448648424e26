//! The question, and what was decided beforehand and changed since.

use super::Section;
use super::told::{Told, instant};
use bron_protocol::Frozen;

pub(crate) fn section(told: &Told<'_>) -> Section {
    let mut paragraphs = vec![question(told)];
    let prior = told.statements().prior_work.trim();
    if !prior.is_empty() {
        paragraphs.push(prior.to_owned());
    }
    paragraphs.push(frozen(told));
    paragraphs.extend(amendments(told));
    for text in [&told.statements().registration, &told.statements().protocol] {
        if !text.trim().is_empty() {
            paragraphs.push(text.trim().to_owned());
        }
    }
    Section { heading: told.say("Vraag, opzet en protocol", "Question, design and protocol"), paragraphs }
}

/// The question of the review.
pub(crate) fn question(told: &Told<'_>) -> String {
    let pipeline = &told.run.protocol.pipeline;
    told.say(
        format!(
            "{}. Systematisch brononderzoek van grijze literatuur met de vraag: {}",
            pipeline.title, pipeline.question
        ),
        format!(
            "{}. A systematic source review of grey literature with the question: {}",
            pipeline.title, pipeline.question
        ),
    )
}

/// Whether and when the protocol was frozen, and whether that was before the first request.
pub(crate) fn frozen(told: &Told<'_>) -> String {
    let Some(frozen) = &told.run.frozen.frozen else {
        return told.say(
            "Er is vooraf geen protocol met `bron protocol` vastgelegd.",
            "No protocol was frozen beforehand with `bron protocol`.",
        );
    };
    let (at, version) = (instant(frozen.frozen_at), &frozen.bron);
    let order = match told.harvested() {
        Some(first) if frozen.frozen_at <= first => {
            told.say("vóór de eerste vraag aan een site", "before the first request to a site")
        }
        Some(_) => told.say("na de eerste vraag aan een site", "after the first request to a site"),
        None => told.say(
            "of dat vóór de eerste vraag aan een site was, is niet bekend",
            "whether that was before the first request to a site is not known",
        ),
    };
    let amended = told.run.frozen.amendments.len();
    let text = told.say(
        format!("Het protocol is vastgelegd op {at} met bron {version}, {order}. Wijzigingen sindsdien: {amended}."),
        format!("The protocol was frozen on {at} with bron {version}, {order}. Changes since then: {amended}."),
    );
    format!("{text}{}", made_with_another(told, frozen))
}

/// A run that was made with another protocol than the frozen one says so.
fn made_with_another(told: &Told<'_>, frozen: &Frozen) -> String {
    let record = &told.run.record;
    if frozen.search_digest == record.search_digest && frozen.screening_digest == record.screening_digest {
        return String::new();
    }
    told.say(
        " Deze run is gemaakt met een ander protocol dan nu is vastgelegd.",
        " This run was made with another protocol than is frozen now.",
    )
}

/// Each change of the frozen protocol, as an item of a list.
pub(crate) fn amendments(told: &Told<'_>) -> Vec<String> {
    let nothing = told.say("(niets)", "(nothing)");
    let or_nothing = |text: &str| if text.is_empty() { nothing.clone() } else { text.to_owned() };
    let line = |row: &bron_model::AmendmentRow| {
        let (before, after) = (or_nothing(&row.before), or_nothing(&row.after));
        told.say(
            format!(
                "- {}, {}: was {before}; is {after}. Reden: {} ({}).",
                row.date, row.what, row.reason, row.by
            ),
            format!(
                "- {}, {}: was {before}; is {after}. Reason: {} ({}).",
                row.date, row.what, row.reason, row.by
            ),
        )
    };
    told.run.frozen.amendments.iter().map(line).collect()
}
