//! Which publications may be in.

use super::Section;
use super::told::Told;
use bron_model::{Language, Scope};
use bron_protocol::{CriterionText, SettledBy};

pub(crate) fn section(told: &Told<'_>) -> Section {
    let mut paragraphs = vec![order(told)];
    paragraphs.extend(criteria(told));
    paragraphs.push(window(told));
    Section { heading: told.say("Criteria", "Eligibility"), paragraphs }
}

fn order(told: &Told<'_>) -> String {
    let version = &told.run.protocol.criteria.version;
    told.say(
        format!(
            "De criteria (versie {version}) staan in deze volgorde. Alle worden beoordeeld en bewaard; het eerste dat een paar van \
             term en publicatie uitsluit, geeft de reden."
        ),
        format!(
            "The criteria (version {version}) stand in this order. All are evaluated and kept; the first that takes a pair of a \
             term and a publication out gives the reason."
        ),
    )
}

/// Each criterion in words, as an item of a list.
pub(crate) fn criteria(told: &Told<'_>) -> Vec<String> {
    let line = |criterion: &CriterionText| {
        let about = match criterion.scope {
            Scope::Publication => told.say("per publicatie", "per publication"),
            Scope::Pair => told.say("per paar", "per pair"),
        };
        let by = match criterion.settled_by {
            SettledBy::Rule => told.say(
                "door een regel waar die het kan beslissen, anders door een beoordelaar",
                "by a rule where it can settle it, else by a reviewer",
            ),
            SettledBy::Reviewer => told
                .say("door een beoordelaar; een regel doet een voorstel", "by a reviewer; a rule proposes"),
        };
        let text = match told.language {
            Language::Nl => &criterion.nl,
            Language::En => &criterion.en,
        };
        format!("- {} ({about}, {by}): {text}", criterion.id)
    };
    told.run.protocol.criteria.criterion.iter().map(line).collect()
}

/// When publications may have appeared.
pub(crate) fn window(told: &Told<'_>) -> String {
    let from = told.run.protocol.pipeline.window.from_year;
    let until = told.until().map(|date| date.to_string());
    let until = until.unwrap_or_else(|| told.say("de dag van het zoeken", "the day of the search"));
    told.say(
        format!(
            "Periode: publicaties van {from} tot en met {until}. Een publicatie zonder datum valt daar niet om af: wat de datum \
             niet beslist, gaat naar een beoordelaar. Er is geen beperking op taal."
        ),
        format!(
            "Period: publications from {from} up to and including {until}. A publication without a date is not taken out for that: \
             what the date does not settle goes to a reviewer. There is no limit on language."
        ),
    )
}
