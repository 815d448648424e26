//! Everything that was judged of one publication.

use super::frame::{Frame, Place, label_of, pair_href, shortened, what};
use super::pair::title_of;
use crate::gate::Gate;
use crate::names;
use crate::room::Room;
use crate::trouble::Trouble;
use crate::words::words;
use askama::Template;
use bron_model::{Judgement, PublicationId, Says};

#[derive(Template)]
#[template(path = "history.html")]
struct HistoryPage {
    f: Frame,
    heading: String,
    pairs: Vec<(String, String)>,
    lines: Vec<Line>,
    hidden: bool,
}

struct Line {
    id: String,
    when: String,
    who: String,
    what: String,
    more: String,
    state: String,
    holds: bool,
    can_undo: bool,
}

/// The history of a publication, as far as this reviewer may see it.
pub(crate) fn history(room: &Room, gate: &Gate, publication: &str, place: &Place) -> Result<String, Trouble> {
    let id = PublicationId::new(publication).map_err(|error| Trouble::not_here(error.to_string()))?;
    let heading = title_of(room, &room.material(&id)?.publication);
    let mut lines: Vec<&Judgement> =
        room.seen.0.judgements.all.iter().filter(|one| room.desk.publication_of(one) == Some(&id)).collect();
    lines.sort_by(|a, b| (a.at, &a.id).cmp(&(b.at, &b.id)));
    let pairs = room.index.of(&id);
    let pairs = pairs.map(|row| {
        let place = Place { filter: place.filter.clone(), ..Place::default() };
        (label_of(room, &row.term), pair_href(&id, &row.term, &place))
    });
    let page = HistoryPage {
        f: Frame::new(room, gate, words(room.asked.language).history.to_owned(), "list", place),
        heading,
        pairs: pairs.collect(),
        lines: lines.into_iter().map(|one| line(room, &id, one)).collect(),
        hidden: room.seen.1.waiting.iter().any(|(of, ..)| *of == id),
    };
    Ok(page.render()?)
}

fn line(room: &Room, publication: &PublicationId, one: &Judgement) -> Line {
    let w = words(room.asked.language);
    let held = room.seen.0.standing().of(publication).iter().find(|held| held.judgement.id == one.id);
    let later =
        room.seen.0.judgements.all.iter().find(|later| later.given.supersedes.as_ref() == Some(&one.id));
    let state = match (held, later) {
        (Some(held), _) if held.fit.holds() => w.yes,
        (Some(_), _) => w.is_outdated,
        (None, Some(later)) if later.given.says == Says::Withdrawn => w.withdrawn,
        (None, Some(_)) => w.superseded,
        (None, None) => "",
    };
    let is_own = one.reviewer == room.asked.reviewer || one.reviewer.is_consensus();
    Line {
        id: one.id.to_string(),
        when: one.at.strftime("%Y-%m-%d %H:%M:%S UTC").to_string(),
        who: if one.reviewer.is_consensus() { w.together.to_owned() } else { one.reviewer.to_string() },
        what: what(room, one),
        more: more(room, one),
        state: state.to_owned(),
        holds: held.is_some_and(|held| held.fit.holds()),
        can_undo: is_own && held.is_some(),
    }
}

/// Reason, note, how much was looked at, and the words that it rests on.
fn more(room: &Room, one: &Judgement) -> String {
    let mut parts = Vec::new();
    if let Says::Verdict { reason, evidence, screened, .. } = &one.given.says {
        if !reason.is_empty() {
            parts.push(room.reason(reason));
        }
        parts.push(names::screened(*screened, room.asked.language).to_owned());
        parts.extend(evidence.iter().map(|place| format!("“{}”", shortened(&place.quote))));
    }
    if !one.given.note.is_empty() {
        parts.push(one.given.note.clone());
    }
    parts.join(" · ")
}
