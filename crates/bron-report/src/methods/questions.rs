//! The questions that only the authors of the earlier review can answer.

use super::Section;
use super::told::Told;
use bron_protocol::Question;

pub(crate) fn section(told: &Told<'_>) -> Section {
    let questions = &told.run.protocol.questions;
    let mut paragraphs = Vec::new();
    if !questions.is_empty() {
        paragraphs.push(open(told));
        paragraphs.extend(questions.iter().map(|question| line(told, question)));
    }
    let heading = told.say(
        "Vragen aan de auteurs van het eerdere onderzoek",
        "Questions to the authors of the earlier review",
    );
    Section { heading, paragraphs }
}

/// How many questions there are, and how many of them are open.
pub(crate) fn open(told: &Told<'_>) -> String {
    let questions = &told.run.protocol.questions;
    let (all, open) = (questions.len(), questions.iter().filter(|question| question.is_open()).count());
    told.say(
        format!("{all} vragen kan alleen wie het eerdere onderzoek deed beantwoorden; {open} daarvan staan open."),
        format!("{all} questions can be answered only by those who did the earlier review; {open} of them are open."),
    )
}

fn line(told: &Told<'_>, question: &Question) -> String {
    let (text, why) = (question.text(told.language), question.why(told.language));
    if let Some(answered) = question.answered_on {
        let (answer, source) = (&question.answer, &question.source);
        return told.say(
            format!("- {text} Antwoord ({answered}, {source}): {answer}"),
            format!("- {text} Answer ({answered}, {source}): {answer}"),
        );
    }
    match question.asked_on {
        Some(asked) => told.say(
            format!("- {text} {why} (Gevraagd op {asked}; open.)"),
            format!("- {text} {why} (Asked on {asked}; open.)"),
        ),
        None => told
            .say(format!("- {text} {why} (Nog niet gevraagd.)"), format!("- {text} {why} (Not asked yet.)")),
    }
}
