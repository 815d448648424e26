//! The methods text of a run, made from its data, and the checklists of the reporting standards.
//!
//! What the data tell is said with their numbers; what only people can say comes from the file that the pipeline's key `report`
//! names; what neither tells is listed as unanswered, with the place where a person writes it. Nothing is made up in between.

mod around;
mod collection;
mod eligibility;
mod limits;
mod merging;
mod prisma_2020;
mod prisma_s;
mod prisma_scr;
mod protocol;
mod questions;
pub(crate) mod search;
mod selection;
mod standard;
pub(crate) mod told;

use bron_model::Language;
use bron_run::{Agreement, Finished};
use serde::Serialize;
use std::fmt::Write;
use told::Told;

/// A methods text and the checklists that belong to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Methods {
    /// The language of all of it.
    pub language: Language,
    /// The text, in the order in which a method chapter tells it.
    pub sections: Vec<Section>,
    /// PRISMA-S, PRISMA-ScR and PRISMA 2020, each with all its items in their order.
    pub checklists: Vec<Checklist>,
}

/// A part of the methods text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Section {
    /// What it is about.
    pub heading: String,
    /// Plain text. A paragraph that begins with `- ` is an item of a list.
    pub paragraphs: Vec<String>,
}

/// A reporting standard, item by item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Checklist {
    /// The standard's name.
    pub name: String,
    /// All its items, in its order.
    pub items: Vec<Item>,
}

/// An item of a reporting standard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Item {
    /// Its number there (`16b`).
    pub number: String,
    /// What it asks, in our own short words.
    pub asks: String,
    /// What this review has to say.
    pub answer: Answer,
}

/// What a review has to say to an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// The answer, from the data or from people.
    Said(String),
    /// What a person must add, and where.
    Unanswered(String),
}

/// Makes the methods text of a run and its checklists. Without an agreement nothing is said of it.
pub fn methods(finished: &Finished, agreement: Option<&Agreement>, language: Language) -> Methods {
    let told = Told { run: finished, agreement, language };
    let sections = [
        protocol::section(&told),
        eligibility::section(&told),
        search::sources(&told),
        search::texts(&told),
        search::boxes(&told),
        search::other_routes(&told),
        merging::section(&told),
        selection::section(&told),
        collection::section(&told),
        limits::section(&told),
        around::software(&told),
        around::availability(&told),
        around::people(&told),
        questions::section(&told),
    ];
    Methods {
        language,
        sections: sections.into_iter().filter(|section| !section.paragraphs.is_empty()).collect(),
        checklists: vec![
            prisma_s::checklist(&told),
            prisma_scr::checklist(&told),
            prisma_2020::checklist(&told),
        ],
    }
}

impl Methods {
    /// The text alone, in Markdown.
    pub fn text(&self) -> String {
        let mut out = format!("# {}\n", self.say("Methode", "Methods"));
        for Section { heading, paragraphs } in &self.sections {
            let _ = write!(out, "\n## {heading}\n");
            let mut in_list = false;
            for paragraph in paragraphs {
                let is_item = paragraph.starts_with("- ");
                if !(is_item && in_list) {
                    out.push('\n');
                }
                let _ = writeln!(out, "{paragraph}");
                in_list = is_item;
            }
        }
        out
    }

    /// The text and the checklists in Markdown.
    pub fn markdown(&self) -> String {
        format!("{}\n{}", self.text(), self.checklists_markdown())
    }

    /// The checklists alone, in Markdown; what is unanswered is marked, and counted above each.
    pub fn checklists_markdown(&self) -> String {
        let mut out = format!("# {}\n", self.say("Checklijsten", "Checklists"));
        for checklist in &self.checklists {
            let open = checklist.unanswered().count();
            let of = checklist.items.len();
            let _ = write!(out, "\n## {}\n\n", checklist.name);
            let _ = match self.language {
                Language::Nl => write!(out, "{} van {of} punten beantwoord, {open} open.\n\n", of - open),
                Language::En => write!(out, "{} of {of} items answered, {open} open.\n\n", of - open),
            };
            let heads = self.say("| punt | vraagt | antwoord |", "| item | asks | answer |");
            let _ = writeln!(out, "{heads}\n|---|---|---|");
            for Item { number, asks, answer } in &checklist.items {
                let answer = match answer {
                    Answer::Said(text) => text.clone(),
                    Answer::Unanswered(text) => format!("**Open:** {text}"),
                };
                let _ = writeln!(out, "| {number} | {} | {} |", cell(asks), cell(&answer));
            }
        }
        out
    }

    fn say(&self, nl: &'static str, en: &'static str) -> &'static str {
        match self.language {
            Language::Nl => nl,
            Language::En => en,
        }
    }
}

impl Checklist {
    /// The items that a person must still answer.
    pub fn unanswered(&self) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(|item| matches!(item.answer, Answer::Unanswered(_)))
    }
}

/// What would end a cell of a Markdown table is kept out of it.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_of_a_list_stand_together_and_open_items_are_counted_and_marked() {
        let item = |number: &str, answer| Item { number: number.to_owned(), asks: "Wat?".to_owned(), answer };
        let methods = Methods {
            language: Language::Nl,
            sections: vec![Section {
                heading: "Zoeken".to_owned(),
                paragraphs: ["Gezocht is:", "- a", "- b", "Meer."].map(str::to_owned).to_vec(),
            }],
            checklists: vec![Checklist {
                name: "PRISMA-S".to_owned(),
                items: vec![
                    item("1", Answer::Said("a | b\nc".to_owned())),
                    item("2", Answer::Unanswered("Zeg het.".to_owned())),
                ],
            }],
        };
        assert_eq!(
            methods.markdown(),
            "# Methode\n\n## Zoeken\n\nGezocht is:\n\n- a\n- b\n\nMeer.\n\n# Checklijsten\n\n## PRISMA-S\n\n\
             1 van 2 punten beantwoord, 1 open.\n\n| punt | vraagt | antwoord |\n|---|---|---|\n\
             | 1 | Wat? | a \\| b c |\n| 2 | Wat? | **Open:** Zeg het. |\n"
        );
    }
}
