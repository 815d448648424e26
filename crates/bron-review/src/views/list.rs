//! The list of pairs.

use super::frame::{Frame, Place, label_of, pair_href};
use crate::filter::{Filter, State};
use crate::gate::Gate;
use crate::index::{Group, JUDGED, Row};
use crate::names;
use crate::room::Room;
use crate::trouble::Trouble;
use crate::words::words;
use askama::Template;
use bron_model::SourceId;
use std::collections::BTreeSet;

/// Pairs on a page of the list.
const ON_A_PAGE: usize = 50;

#[derive(Template)]
#[template(path = "list.html")]
struct ListPage {
    f: Frame,
    states: Vec<StateLink>,
    terms: Vec<Choice>,
    sources: Vec<Choice>,
    state_choices: Vec<Choice>,
    criteria: Vec<Choice>,
    search: String,
    count: usize,
    from: usize,
    to: usize,
    rows: Vec<ListRow>,
    page: usize,
    pages: usize,
    previous: String,
    next: String,
    begin: String,
    has_filters: bool,
}

/// A state with the number of its pairs.
struct StateLink {
    name: String,
    count: usize,
    href: String,
    current: bool,
    class: &'static str,
}

/// A choice of a filter.
pub(crate) struct Choice {
    pub(crate) value: String,
    pub(crate) name: String,
    pub(crate) chosen: bool,
}

struct ListRow {
    href: String,
    title: String,
    about: String,
    term: String,
    outcome: String,
    class: &'static str,
    open: String,
    remark: String,
}

/// The list at a place.
pub(crate) fn list(room: &Room, gate: &Gate, place: &Place) -> Result<String, Trouble> {
    let filter = &place.filter;
    let listed: Vec<&Row> = room.index.listed(filter).collect();
    let pages = listed.len().div_ceil(ON_A_PAGE).max(1);
    let page = place.page.clamp(1, pages);
    let from = (page - 1) * ON_A_PAGE;
    let to = (from + ON_A_PAGE).min(listed.len());
    let at_page = |page: usize| {
        let query = filter.query();
        let before = if query.is_empty() { String::new() } else { format!("{query}&") };
        format!("/?{before}page={page}")
    };
    let begin = listed.iter().find(|row| !row.mine.is_empty() && row.group != Group::ReasonOpen);
    let language = room.asked.language;
    let shown = ListPage {
        f: Frame::new(room, gate, words(language).pairs.to_owned(), "list", place),
        states: states(room, filter),
        terms: room
            .desk
            .terms()
            .into_iter()
            .map(|term| choice(term.id.as_str(), &term.label, filter.term.as_ref() == Some(&term.id)))
            .collect(),
        sources: sources(room, filter),
        state_choices: State::ALL
            .into_iter()
            .map(|state| choice(state.as_str(), &state_name(room, state), filter.state == Some(state)))
            .collect(),
        criteria: JUDGED
            .into_iter()
            .map(|criterion| {
                let name = format!("{criterion} {}", names::criterion(criterion, language));
                choice(criterion.as_str(), &name, filter.criterion == Some(criterion))
            })
            .collect(),
        search: filter.words.clone(),
        count: listed.len(),
        from: if listed.is_empty() { 0 } else { from + 1 },
        to,
        rows: listed[from..to].iter().map(|row| list_row(room, row, filter)).collect(),
        page,
        pages,
        previous: if page > 1 { at_page(page - 1) } else { String::new() },
        next: if page < pages { at_page(page + 1) } else { String::new() },
        begin: begin.map(|row| href(row, filter)).unwrap_or_default(),
        has_filters: *filter != Filter::default(),
    };
    Ok(shown.render()?)
}

fn choice(value: &str, name: &str, chosen: bool) -> Choice {
    Choice { value: value.to_owned(), name: name.to_owned(), chosen }
}

fn sources(room: &Room, filter: &Filter) -> Vec<Choice> {
    let known: BTreeSet<&SourceId> = room.index.all().iter().flat_map(|row| &row.sources).collect();
    known.into_iter().map(|id| choice(id.as_str(), id.as_str(), filter.source.as_ref() == Some(id))).collect()
}

/// How many pairs each state has under the other filters.
fn states(room: &Room, filter: &Filter) -> Vec<StateLink> {
    let link = |state: Option<State>| {
        let of = Filter { state, ..filter.clone() };
        StateLink {
            name: state
                .map_or_else(|| words(room.asked.language).all.to_owned(), |state| state_name(room, state)),
            count: room.index.listed(&of).count(),
            href: format!("/?{}", of.query()),
            current: filter.state == state,
            class: state.map_or("", state_class),
        }
    };
    std::iter::once(None).chain(State::ALL.into_iter().map(Some)).map(link).collect()
}

fn state_class(state: State) -> &'static str {
    match state {
        State::Mine | State::Untouched | State::Open => "open",
        State::Conflict => "conflict",
        State::Included => "in",
        State::Out | State::ReasonOpen => "out",
        State::NotRetrieved => "missing",
    }
}

fn state_name(room: &Room, state: State) -> String {
    match state {
        State::Mine => room.say("wacht op u", "waits for you"),
        State::Untouched => room.say("nog door niemand beoordeeld", "judged by nobody yet"),
        State::Conflict => room.say("verschil van mening", "conflict"),
        State::Open => room.say("nog open", "still open"),
        State::Included => room.say("opgenomen", "included"),
        State::Out => room.say("uit", "out"),
        State::ReasonOpen => room.say("uit, reden nog open", "out, reason still open"),
        State::NotRetrieved => room.say("niet opgehaald", "not retrieved"),
    }
}

fn href(row: &Row, filter: &Filter) -> String {
    pair_href(&row.publication, &row.term, &Place { filter: filter.clone(), ..Place::default() })
}

fn list_row(room: &Room, row: &Row, filter: &Filter) -> ListRow {
    let w = words(room.asked.language);
    let date = super::pair::day(&row.date);
    let about: Vec<&str> = row
        .sources
        .iter()
        .map(SourceId::as_str)
        .chain([date.as_str()])
        .filter(|part| !part.is_empty())
        .collect();
    let mut open: Vec<String> = row.unclear.iter().map(ToString::to_string).collect();
    if !row.mine.is_empty() && row.mine.len() < row.unclear.len() {
        let mine: Vec<&str> = row.mine.iter().map(|criterion| criterion.as_str()).collect();
        open.push(format!("({} {})", w.for_you, mine.join(" ")));
    }
    ListRow {
        href: href(row, filter),
        title: if row.title.is_empty() { w.untitled.to_owned() } else { row.title.clone() },
        about: about.join(" · "),
        term: label_of(room, &row.term),
        outcome: match row.group {
            Group::Conflict => state_name(room, State::Conflict),
            _ => names::outcome(row.outcome.outcome, room.asked.language).to_owned(),
        },
        class: names::class(row.group),
        open: open.join(" "),
        remark: match (row.group, row.waiting) {
            (Group::ReasonOpen, _) => w.reason_open.to_owned(),
            (_, true) => w.voted_by_other.to_owned(),
            _ => String::new(),
        },
    }
}
