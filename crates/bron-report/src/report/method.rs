//! The methods text, the amendments of the protocol and the checklists of the reporting standards.

use super::beside::Beside;
use super::text::shown;
use super::view::View;
use crate::Error;
use crate::methods::{Answer, Methods, methods};
use askama::Template;
use std::io::Write;

#[derive(Template)]
#[template(path = "report/method.html")]
struct Method<'a> {
    v: &'a View<'a>,
    sections: Vec<Section>,
    is_frozen: bool,
    amendments: Vec<Amendment>,
}

struct Section {
    heading: String,
    blocks: Vec<Block>,
}

/// A paragraph, or a list of items that stand one after the other.
struct Block {
    items: Vec<String>,
    is_list: bool,
}

/// A change of the protocol after it was frozen.
struct Amendment {
    date: String,
    what: String,
    before: String,
    after: String,
    reason: String,
    by: String,
}

#[derive(Template)]
#[template(path = "report/checklists.html")]
struct Checklists<'a> {
    v: &'a View<'a>,
    all: Vec<Checklist>,
}

struct Checklist {
    name: String,
    answered: usize,
    open: usize,
    items: Vec<Item>,
}

struct Item {
    number: String,
    asks: String,
    answer: String,
    is_open: bool,
}

fn of_run(view: &View<'_>, beside: &Beside) -> Methods {
    let agreement = beside.judging.as_ref().map(|judging| &judging.agreement);
    methods(view.run, agreement, view.language)
}

/// Writes the methods text and the amendments.
pub(crate) fn write(view: &View<'_>, beside: &Beside, out: &mut dyn Write) -> Result<(), Error> {
    let sections = of_run(view, beside)
        .sections
        .into_iter()
        .map(|section| Section { heading: section.heading, blocks: blocks(view, &section.paragraphs) });
    let frozen = &view.run.frozen;
    let amendments = frozen.amendments.iter().map(|row| Amendment {
        date: row.date.to_string(),
        what: shown(&row.what),
        before: shown(&row.before),
        after: shown(&row.after),
        reason: shown(&view.unnamed(&row.reason)),
        by: view.unnamed(row.by.as_str()),
    });
    let method = Method {
        v: view,
        sections: sections.collect(),
        is_frozen: frozen.frozen.is_some(),
        amendments: amendments.collect(),
    };
    Ok(method.write_into(out)?)
}

/// Paragraphs, of which those that begin with `- ` are items of lists.
fn blocks(view: &View<'_>, paragraphs: &[String]) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    for paragraph in paragraphs {
        let text = shown(&view.unnamed(paragraph));
        match (text.strip_prefix("- "), blocks.last_mut()) {
            (Some(item), Some(last)) if last.is_list => last.items.push(item.to_owned()),
            (Some(item), _) => blocks.push(Block { items: vec![item.to_owned()], is_list: true }),
            (None, _) => blocks.push(Block { items: vec![text], is_list: false }),
        }
    }
    blocks
}

/// Writes the checklists.
pub(crate) fn write_checklists(view: &View<'_>, beside: &Beside, out: &mut dyn Write) -> Result<(), Error> {
    let all = of_run(view, beside).checklists.into_iter().map(|checklist| {
        let items = checklist.items.into_iter().map(|item| {
            let (answer, is_open) = match item.answer {
                Answer::Said(text) => (text, false),
                Answer::Unanswered(text) => (text, true),
            };
            Item { number: item.number, asks: item.asks, answer: shown(&view.unnamed(&answer)), is_open }
        });
        let items: Vec<Item> = items.collect();
        let open = items.iter().filter(|item| item.is_open).count();
        Checklist { name: checklist.name, answered: items.len() - open, open, items }
    });
    Ok(Checklists { v: view, all: all.collect() }.write_into(out)?)
}
