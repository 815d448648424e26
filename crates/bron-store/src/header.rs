//! One header of an answer in an archive, found by its row in `responses.csv`: without reading the rest of the archive.

use crate::message::Message;
use crate::scan::read_at;
use crate::warc::Want;
use crate::{Error, ResponseRow};
use std::path::Path;

/// The header of that lower-case name of an answer in the archive in `folder`; `None` where the answer has none, or there was no
/// answer. A row that leads to no exchange is an error that names file and place.
pub fn header_of(folder: &Path, row: &ResponseRow, name: &str) -> Result<Option<String>, Error> {
    let group = read_at(&folder.join(&row.file), row.offset, Want::Heads)?;
    let last = group.second.as_ref().unwrap_or(&group.first);
    let value = Message::parse(&last.block).map(|message| message.header(name).to_owned());
    Ok(value.filter(|value| !value.is_empty()))
}
