//! Paths that robots.txt closes and a site's keeper opened: the letters, and what a reader is told of them.

use crate::Error;
use crate::asking::content_type;
use crate::hand::{cannot_read, read};
use bron_model::Language;
use bron_protocol::{Permission, Source};
use bron_store::{Archive, Resource};
use jiff::Timestamp;
use std::path::Path;

/// The sources of which a keeper opened paths.
fn permissions(sources: &[Source]) -> impl Iterator<Item = (&Source, &Permission)> {
    sources.iter().filter_map(|source| Some((source, source.permission.as_ref()?)))
}

/// Refuses a permission whose letter is not there: nothing may rest on a letter that nobody can read.
pub(crate) fn check_letters(sources: &[Source], root: &Path) -> Result<(), Error> {
    for (source, permission) in permissions(sources) {
        let path = root.join(&permission.letter);
        match std::fs::metadata(&path) {
            Ok(about) if about.is_file() => {}
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(cannot_read(&path, &error));
            }
            _ => {
                return Err(Error::Brought {
                    place: permission.letter.clone(),
                    problem: format!(
                        "the letter that source `{}` names as its permission is not there",
                        source.id
                    ),
                    hint: "put the letter or mail there, or write `robots = \"obey\"` for that source"
                        .to_owned(),
                });
            }
        }
    }
    Ok(())
}

/// Puts the letters into the archive, those that are new or changed since the last time, at
/// `https://<source>.permission.bron.invalid/<path>`.
pub(crate) fn take_in_letters(archive: &Archive, sources: &[Source], root: &Path) -> Result<(), Error> {
    for (source, permission) in permissions(sources) {
        let bytes = read(&root.join(&permission.letter))?;
        let uri = format!("https://{}.permission.bron.invalid/{}", source.id, permission.letter);
        let note = told(source, permission, Language::En);
        if archive.resource(&uri)?.is_some_and(|known| known.bytes == bytes && known.note == note) {
            continue;
        }
        let media_type = content_type(Path::new(&permission.letter)).to_owned();
        archive.append_resource(&Resource { uri, media_type, bytes, at: Timestamp::now(), note })?;
    }
    Ok(())
}

/// One sentence for each permission.
pub fn told_of_permissions(sources: &[Source], language: Language) -> Vec<String> {
    permissions(sources).map(|(source, permission)| told(source, permission, language)).collect()
}

/// The permission of a source in one sentence; `None` where it has none.
pub(crate) fn told_of_permission(source: &Source, language: Language) -> Option<String> {
    source.permission.as_ref().map(|permission| told(source, permission, language))
}

fn told(source: &Source, permission: &Permission, language: Language) -> String {
    let Permission { who, when, letter, paths } = permission;
    let paths = paths.join(", ");
    let name = &source.name;
    match language {
        Language::Nl => format!(
            "{name}: wat robots.txt sluit onder {paths} is gevraagd met toestemming van {who}, {when} ({letter})"
        ),
        Language::En => {
            format!(
                "{name}: what robots.txt closes below {paths} is asked by permission of {who}, {when} ({letter})"
            )
        }
    }
}
