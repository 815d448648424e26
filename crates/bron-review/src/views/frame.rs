//! What stands around every page, and where a reviewer is.

use crate::fields::Fields;
use crate::filter::Filter;
use crate::gate::Gate;
use crate::names;
use crate::room::Room;
use crate::words::{Words, words};
use bron_model::{Criterion, Judgement, Language, PublicationId, Round, Says, TermId};

/// What stands around every page.
pub(crate) struct Frame {
    pub(crate) w: &'static Words,
    pub(crate) lang: &'static str,
    pub(crate) title: String,
    pub(crate) run: String,
    pub(crate) reviewer: String,
    pub(crate) pilot: bool,
    pub(crate) csrf: String,
    /// The filters, as they stand in an address.
    pub(crate) query: String,
    pub(crate) here: &'static str,
    pub(crate) notice: Option<Notice>,
    pub(crate) torn: String,
}

/// What was just written.
pub(crate) struct Notice {
    pub(crate) id: String,
    pub(crate) told: String,
    pub(crate) outcome: String,
    pub(crate) can_undo: bool,
}

impl Frame {
    /// The frame of a page with that title.
    pub(crate) fn new(room: &Room, gate: &Gate, title: String, here: &'static str, place: &Place) -> Self {
        let language = room.asked.language;
        let torn = room.torn.as_ref().map(|path| format!("{} {}", words(language).torn, path.display()));
        Self {
            w: words(language),
            lang: match language {
                Language::Nl => "nl",
                Language::En => "en",
            },
            title,
            run: room.run_name(),
            reviewer: room.asked.reviewer.to_string(),
            pilot: room.asked.round == Round::Pilot,
            csrf: gate.csrf().to_owned(),
            query: place.filter.query(),
            here,
            notice: place.said.as_deref().and_then(|id| notice(room, id)),
            torn: torn.unwrap_or_default(),
        }
    }
}

/// What a judgement that this reviewer wrote said, and whether it can be taken back.
fn notice(room: &Room, id: &str) -> Option<Notice> {
    let known = room.all.judgements.all.iter().rev().find(|one| one.id.as_str() == id)?;
    if known.reviewer != room.asked.reviewer && !known.reviewer.is_consensus() {
        return None;
    }
    let publication = room.desk.publication_of(known)?;
    let outcomes = room.desk.outcomes(&room.seen.0, publication);
    let language = room.asked.language;
    let outcomes = outcomes.iter().map(|row| {
        let open = if row.unclear.is_empty() { String::new() } else { format!(" ({})", row.unclear) };
        format!("{}: {}{open}", label_of(room, &row.term), names::outcome(row.outcome, language))
    });
    let holds = room.all.standing().of(publication).iter().any(|held| held.judgement.id == known.id);
    Some(Notice {
        id: known.id.to_string(),
        told: what(room, known),
        outcome: outcomes.collect::<Vec<_>>().join("; "),
        can_undo: holds,
    })
}

/// A judgement in a few words.
pub(crate) fn what(room: &Room, judgement: &Judgement) -> String {
    let language = room.asked.language;
    match &judgement.given.says {
        Says::Verdict { criterion, term, verdict, .. } => {
            let term = term.as_ref().map(|term| format!(" ({})", label_of(room, term))).unwrap_or_default();
            format!(
                "{criterion}{term}: {} ({})",
                names::verdict(*verdict, language),
                names::meaning(*criterion, *verdict, language)
            )
        }
        Says::Passage { term, place, kind } => {
            let kind = kind.map_or_else(
                || room.say("geen passage", "no passage"),
                |kind| names::kind(kind, language).to_owned(),
            );
            format!("{kind}, {}: “{}”", label_of(room, term), shortened(&place.quote))
        }
        Says::PageLabel { document, page, as_read, label } => {
            let (of, is) = (room.say("bladzijde", "page"), room.say("gedrukt nummer", "printed number"));
            format!(
                "{of} {page} ({document}): {is} “{label}”, {} “{as_read}”",
                room.say("gelezen als", "read as")
            )
        }
        Says::Correction { field, as_read, corrected, .. } => {
            format!("{}: “{as_read}” → “{corrected}”", names::field(*field, language))
        }
        Says::Merge { with } => {
            format!("{} {with}", room.say("dezelfde publicatie als", "the same publication as"))
        }
        Says::Split { from } => {
            format!("{} {from}", room.say("een andere publicatie dan", "another publication than"))
        }
        Says::Element { term, place, element, is_there } => {
            let there = if *is_there {
                room.say("aanwezig", "there")
            } else {
                room.say("niet aanwezig", "not there")
            };
            format!("{element} {there}, {}: “{}”", label_of(room, term), shortened(&place.quote))
        }
        Says::Withdrawn => {
            let old = judgement.given.supersedes.as_ref().map(ToString::to_string).unwrap_or_default();
            format!("{} {old}", room.say("teruggenomen:", "taken back:"))
        }
    }
}

/// At most eighty letters of words, on one line.
pub(crate) fn shortened(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= 80 {
        line
    } else {
        format!("{}…", line.chars().take(79).collect::<String>())
    }
}

/// A term as it is printed.
pub(crate) fn label_of(room: &Room, term: &TermId) -> String {
    room.desk
        .terms()
        .into_iter()
        .find(|known| known.id == *term)
        .map_or_else(|| term.to_string(), |known| known.label.clone())
}

/// Where a reviewer is, as it stands in addresses and forms.
#[derive(Debug, Clone, Default)]
pub(crate) struct Place {
    pub(crate) filter: Filter,
    /// The criterion that is chosen.
    pub(crate) on: Option<Criterion>,
    /// The document's number and the page that is shown.
    pub(crate) at: Option<(String, u32)>,
    /// Whether a verdict goes on to the next open pair.
    pub(crate) go: bool,
    /// The judgement that was just written.
    pub(crate) said: Option<String>,
    /// The page of a list, from 1.
    pub(crate) page: usize,
}

impl Place {
    /// What an address asks for.
    pub(crate) fn of(fields: &Fields) -> Self {
        let at = fields.one("at").and_then(|at| {
            let (document, page) = at.rsplit_once('-')?;
            Some((document.to_owned(), page.parse().ok()?))
        });
        Self {
            filter: Filter::of(fields),
            on: fields.one("on").and_then(Criterion::parse),
            at,
            go: fields.ticked("go"),
            said: fields.one("said").map(str::to_owned),
            page: fields.one("page").and_then(|page| page.parse().ok()).unwrap_or(1),
        }
    }

    /// The same place, as a form brings it back in its field `back`.
    pub(crate) fn back(&self) -> String {
        let mut parts = vec![self.filter.query()];
        if let Some((document, page)) = &self.at {
            parts.push(format!("at={document}-{page}"));
        }
        parts.retain(|part| !part.is_empty());
        parts.join("&")
    }
}

/// The address of a pair's page.
pub(crate) fn pair_href(publication: &PublicationId, term: &TermId, place: &Place) -> String {
    let mut parts = vec![place.filter.query()];
    if let Some(on) = place.on {
        parts.push(format!("on={on}"));
    }
    if let Some((document, page)) = &place.at {
        let document = url::form_urlencoded::byte_serialize(document.as_bytes()).collect::<String>();
        parts.push(format!("at={document}-{page}"));
    }
    if place.go {
        parts.push("go=yes".to_owned());
    }
    if let Some(said) = &place.said {
        parts.push(format!(
            "said={}",
            url::form_urlencoded::byte_serialize(said.as_bytes()).collect::<String>()
        ));
    }
    parts.retain(|part| !part.is_empty());
    let query = if parts.is_empty() { String::new() } else { format!("?{}", parts.join("&")) };
    format!("/pair/{publication}/{term}{query}")
}
