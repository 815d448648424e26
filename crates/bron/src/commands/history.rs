//! What people said of a publication, in words, for `bron explain`.

use bron_judge::{Fit, Told};
use bron_model::{JudgementId, Language, Place, Round, Says};
use std::fmt::Write;

/// A judgement, with what became of it, as indented lines.
pub fn lines(told: &Told, language: Language) -> String {
    let say = |nl: &'static str, en: &'static str| match language {
        Language::Nl => nl,
        Language::En => en,
    };
    let one = &told.judgement;
    let given = &one.given;
    let at = one.at.strftime("%Y-%m-%d %H:%M");
    let pilot = if given.round == Round::Pilot { say(", proefronde", ", pilot") } else { "" };
    let mut text = format!(
        "  {at} {} ({}{pilot}) {} [{}]\n",
        one.reviewer,
        given.origin,
        said(&given.says, language),
        one.id
    );
    for place in places(&given.says) {
        let _ = writeln!(text, "      “{}”", one_line(&place.quote));
    }
    if !given.note.is_empty() {
        let _ = writeln!(text, "      {} {}", say("opmerking:", "note:"), one_line(&given.note));
    }
    if !given.resolves.is_empty() {
        let votes: Vec<&str> = given.resolves.iter().map(JudgementId::as_str).collect();
        let _ = writeln!(text, "      {} {}", say("beslist over", "settles"), votes.join(" "));
    }
    if let Some(by) = &told.superseded_by {
        let _ = writeln!(text, "      {} {by}", say("vervangen door", "superseded by"));
    } else if let Some(became) = became(told.fit, language) {
        let _ = writeln!(text, "      {became}");
    }
    text
}

fn became(fit: Fit, language: Language) -> Option<&'static str> {
    let (nl, en) = match fit {
        Fit::Same => return None,
        Fit::Carried => ("meegenomen uit een eerdere oogst", "carried over from an earlier harvest"),
        Fit::OtherCriteria => (
            "telt niet meer: de criteria zijn anders verwoord",
            "counts no longer: the criteria are worded otherwise",
        ),
        Fit::OtherText => ("telt niet meer: de tekst is een andere", "counts no longer: the text is another"),
        Fit::OtherListing => {
            ("telt niet meer: de vermelding is een andere", "counts no longer: the listing is another")
        }
    };
    Some(match language {
        Language::Nl => nl,
        Language::En => en,
    })
}

fn said(says: &Says, language: Language) -> String {
    let say = |nl: &'static str, en: &'static str| match language {
        Language::Nl => nl,
        Language::En => en,
    };
    match says {
        Says::Verdict { term, criterion, verdict, reason, screened, .. } => {
            let term = term.as_ref().map(|term| format!(" {term}")).unwrap_or_default();
            let reason = if reason.is_empty() { String::new() } else { format!(", {reason}") };
            format!("{criterion}{term}: {verdict}{reason} ({screened})")
        }
        Says::Passage { term, kind: Some(kind), .. } => format!("{term}: {kind}"),
        Says::Passage { term, kind: None, .. } => {
            format!("{term}: {}", say("geen passage", "no passage"))
        }
        Says::PageLabel { document, page, as_read, label } => {
            format!("{document}, {} {page}: `{as_read}` -> `{label}`", say("bladzijde", "page"))
        }
        Says::Correction { field, as_read, corrected, .. } => {
            format!("{field}: `{as_read}` -> `{corrected}`")
        }
        Says::Merge { with } => {
            format!("{} {with}", say("dezelfde publicatie als", "the same publication as"))
        }
        Says::Split { from } => {
            format!("{} {from}", say("een andere publicatie dan", "another publication than"))
        }
        Says::Element { term, element, is_there, .. } => {
            let there =
                if *is_there { say("staat er", "is there") } else { say("staat er niet", "is not there") };
            format!("{term}, {element}: {there}")
        }
        Says::Withdrawn => say("neemt het vorige terug", "takes the one before back").to_owned(),
    }
}

fn places(says: &Says) -> Vec<&Place> {
    match says {
        Says::Verdict { evidence, .. } => evidence.iter().collect(),
        Says::Passage { place, .. } | Says::Element { place, .. } => vec![place],
        Says::Correction { evidence, .. } => evidence.iter().collect(),
        _ => Vec::new(),
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
