//! The page of one pair: what is known of the publication, and what is to be judged.

use super::criteria::{Chosen, CriterionLine, chosen, lines};
use super::facts::{DisputeLine, DocumentLine, FieldForm, HitLine, disputes, documents, fields, hits};
use super::frame::{Frame, Place, label_of, pair_href};
use super::passages::{OccurrenceLine, PassageCard, RejectedLine, cards, occurrences, rejected};
use super::reader::{Reader, reader};
use crate::fields::Fields;
use crate::gate::Gate;
use crate::index::{Group, Row};
use crate::names;
use crate::room::Room;
use crate::trouble::Trouble;
use crate::words::words;
use askama::Template;
use bron_model::PublicationRow;

#[derive(Template)]
#[template(path = "pair.html")]
struct PairPage {
    f: Frame,
    /// The address to which the forms of this page are sent, without the last part.
    action: String,
    back: String,
    /// `back`, with the page that is shown.
    back_here: String,
    /// The filters, as a form that asks for another page keeps them.
    back_fields: Vec<(String, String)>,
    term_id: String,
    list: String,
    previous: String,
    next: String,
    next_open: String,
    history: String,
    title: String,
    term: String,
    about: String,
    url: String,
    flags: Vec<&'static str>,
    own_work: bool,
    outcome: String,
    outcome_class: &'static str,
    outcome_open: String,
    tabs: Vec<Tab>,
    criteria: Vec<CriterionLine>,
    chosen: Option<Chosen>,
    passages: Vec<PassageCard>,
    rejected: Vec<RejectedLine>,
    occurrences: Vec<OccurrenceLine>,
    reader: Option<Reader>,
    hits: Vec<HitLine>,
    documents: Vec<DocumentLine>,
    fields: Vec<FieldForm>,
    disputes: Vec<DisputeLine>,
    also: Vec<String>,
}

/// Another term of the same publication.
struct Tab {
    label: String,
    href: String,
    outcome: String,
    class: &'static str,
    current: bool,
}

/// The page of a pair at a place.
pub(crate) fn pair(room: &Room, gate: &Gate, row: &Row, place: &Place) -> Result<String, Trouble> {
    let material = room.material(&row.publication)?;
    let language = room.asked.language;
    let w = words(language);
    let at = |row: &Row| pair_href(&row.publication, &row.term, &plain(place));
    let (previous, next) = room.index.around(row, &place.filter);
    let next_open = room.index.next_open(row, &place.filter);
    let flags: Vec<&str> = material.publication.flags.split(' ').collect();
    let own_work = flags.contains(&"own-work");
    let query = place.filter.query();
    let title = title_of(room, &material.publication);
    let shown = reader(room, row, &material, place);
    let on_page = shown.as_ref().map(|reader| (reader.document.as_str(), reader.page));
    let here = shown.as_ref().map(|reader| (reader.document.clone(), reader.page));
    let page = PairPage {
        f: Frame::new(room, gate, title.clone(), "list", place),
        action: format!("/pair/{}/{}", row.publication, row.term),
        back: place.back(),
        back_here: Place { at: here, ..place.clone() }.back(),
        back_fields: back_fields(place),
        term_id: row.term.to_string(),
        list: format!("/?{query}"),
        previous: previous.map(at).unwrap_or_default(),
        next: next.map(at).unwrap_or_default(),
        next_open: next_open.map(at).unwrap_or_default(),
        history: format!("/history/{}?{query}", row.publication),
        title,
        term: label_of(room, &row.term),
        about: about(&material.publication),
        url: web(&material.publication.url),
        flags: [("own-work", w.own_work), ("earlier-version", w.earlier_version)]
            .into_iter()
            .filter(|(flag, _)| flags.contains(flag))
            .map(|(_, told)| told)
            .collect(),
        own_work,
        outcome: outcome_of(room, row),
        outcome_class: names::class(row.group),
        outcome_open: row.outcome.unclear.clone(),
        tabs: tabs(room, row, place),
        criteria: lines(room, row, &material, place),
        chosen: (!own_work).then(|| chosen(room, row, &material, place, on_page)),
        passages: cards(room, row, &material, place),
        rejected: rejected(row, &material),
        occurrences: occurrences(row, &material, place),
        reader: shown,
        hits: hits(room, &material),
        documents: documents(room, row, &material, place),
        fields: fields(room, &material),
        disputes: disputes(&material),
        also: material.as_read.also.split_whitespace().map(str::to_owned).collect(),
    };
    Ok(page.render()?)
}

/// The same list, without what was looked at in this pair.
fn plain(place: &Place) -> Place {
    Place { filter: place.filter.clone(), go: place.go, ..Place::default() }
}

fn back_fields(place: &Place) -> Vec<(String, String)> {
    let mut fields = Fields::of_query(&place.filter.query()).0;
    fields.extend(place.on.map(|on| ("on".to_owned(), on.to_string())));
    if place.go {
        fields.push(("go".to_owned(), "yes".to_owned()));
    }
    fields
}

/// The title, or that there is none.
pub(crate) fn title_of(room: &Room, publication: &PublicationRow) -> String {
    if publication.title.is_empty() {
        words(room.asked.language).untitled.to_owned()
    } else {
        publication.title.clone()
    }
}

fn about(publication: &PublicationRow) -> String {
    let date = day(&publication.date_as_listed);
    let parts = [
        &publication.authors,
        &publication.publisher,
        &date,
        &publication.kind_as_listed,
        &publication.sources,
    ];
    parts.into_iter().filter(|part| !part.is_empty()).map(String::as_str).collect::<Vec<_>>().join(" · ")
}

/// A date as listed without its time of day; as it stands where it is no date.
pub(super) fn day(listed: &str) -> String {
    bron_text::read_date(listed, None).map_or_else(|| listed.to_owned(), |date| date.to_string())
}

/// An address that a browser may follow; nothing where it is none of the web.
pub(super) fn web(address: &str) -> String {
    match url::Url::parse(address) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => url.to_string(),
        _ => String::new(),
    }
}

fn outcome_of(room: &Room, row: &Row) -> String {
    match row.group {
        Group::Conflict => room.say("verschil van mening", "conflict"),
        _ => names::outcome(row.outcome.outcome, room.asked.language).to_owned(),
    }
}

fn tabs(room: &Room, row: &Row, place: &Place) -> Vec<Tab> {
    let same = room.index.of(&row.publication);
    same.map(|other| Tab {
        label: label_of(room, &other.term),
        href: pair_href(&other.publication, &other.term, &plain(place)),
        outcome: outcome_of(room, other),
        class: names::class(other.group),
        current: other.term == row.term,
    })
    .collect()
}
