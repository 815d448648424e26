//! A proposal is tried as a run would use it: the same file, the same conversation.

use super::seen::{Heard, Wanted};
use crate::{Conversation, QueryResult, Reading};
use bron_model::{Query, Route, TermId};
use bron_protocol::Source;

/// The most result pages that are read of one word.
pub(super) const PAGES: u32 = 4;

/// What the source finds for a word, from what was heard; else what must be heard first.
pub(super) fn search(source: &Source, word: &str, heard: &Heard) -> Wanted<QueryResult> {
    let query = Query {
        source: source.id.clone(),
        term: TermId::new("proposal").expect("a constant in small letters is an id"),
        text: word.to_owned(),
        via: Route::Search,
    };
    let any = |_: &str| true;
    let harvested = heard.day();
    let reading = Reading { stop: None, result_pages: PAGES, has_spelling: &any, terms: &[], harvested };
    let mut conversation = Conversation::begin(source, &query, reading);
    // Each turn takes one answer from those heard; the bound is on what no conversation does.
    for _ in 0..1000 {
        let Some(request) = conversation.ask() else { break };
        conversation.hear(heard.answer(request)?);
    }
    Ok(conversation.finish())
}
