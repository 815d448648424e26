//! A page that says one thing, and the help.

use super::frame::{Frame, Place};
use crate::gate::Gate;
use crate::room::Room;
use crate::trouble::Trouble;
use crate::words::words;
use askama::Template;

#[derive(Template)]
#[template(path = "message.html")]
struct MessagePage {
    f: Frame,
    told: String,
    hint: String,
}

#[derive(Template)]
#[template(path = "help.html")]
struct HelpPage {
    f: Frame,
    rebuild: String,
}

/// Why a request was not done.
pub(crate) fn message(room: &Room, gate: &Gate, trouble: &Trouble) -> Result<String, askama::Error> {
    let title = words(room.asked.language).not_done.to_owned();
    let page = MessagePage {
        f: Frame::new(room, gate, title, "", &Place::default()),
        told: trouble.told.clone(),
        hint: trouble.hint.clone().unwrap_or_default(),
    };
    page.render()
}

/// The keys and the rules of judging.
pub(crate) fn help(room: &Room, gate: &Gate) -> Result<String, Trouble> {
    let title = words(room.asked.language).help.to_owned();
    let page = HelpPage {
        f: Frame::new(room, gate, title, "help", &Place::default()),
        rebuild: room.desk.rebuild(),
    };
    Ok(page.render()?)
}
