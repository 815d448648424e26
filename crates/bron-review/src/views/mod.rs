//! What the pages show, as plain words for their templates.

mod criteria;
mod facts;
mod frame;
mod history;
mod list;
mod message;
mod pair;
mod passages;
mod progress;
mod reader;

pub(crate) use criteria::{item_of, number_of, passage_key, term_of};
pub(crate) use frame::{Place, pair_href};
pub(crate) use history::history;
pub(crate) use list::list;
pub(crate) use message::{help, message};
pub(crate) use pair::pair;
pub(crate) use progress::progress;
