//! Checks the word lists: each word once, in small letters, with a weight and a reason.

use crate::config_file::{ConfigFile, way};
use crate::error::Error;
use crate::{DomainWord, GroupWord, KindWord};
use bron_model::Verdict;
use std::collections::BTreeMap;

/// Refuses a kind that is neither let in nor taken out: what is doubtful is left off the list and goes to the reviewer.
pub(crate) fn kinds(file: &ConfigFile, kinds: &[KindWord]) -> Result<(), Error> {
    for (item, kind) in kinds.iter().enumerate() {
        if kind.verdict == Verdict::Unclear {
            return Err(file.refuse(
                way!["kind", item, "verdict"],
                format!("kind `{}` is `unclear`", kind.word),
                "leave a doubtful kind off the list: what is not on it goes to the reviewer",
            ));
        }
    }
    each_once(file, "kind", kinds.iter().map(|kind| (&*kind.word, &*kind.reason, 1)))
}

/// Refuses weights out of 1 to 5, words twice, blanks and capitals.
pub(crate) fn domains(file: &ConfigFile, domains: &[DomainWord]) -> Result<(), Error> {
    each_once(file, "domain", domains.iter().map(|domain| (&*domain.word, &*domain.reason, domain.weight)))
}

/// As [`domains`].
pub(crate) fn groups(file: &ConfigFile, groups: &[GroupWord]) -> Result<(), Error> {
    each_once(file, "group", groups.iter().map(|group| (&*group.word, &*group.reason, group.weight)))
}

fn each_once<'a>(
    file: &ConfigFile,
    list: &str,
    words: impl Iterator<Item = (&'a str, &'a str, u8)>,
) -> Result<(), Error> {
    let mut seen = BTreeMap::new();
    for (item, (word, reason, weight)) in words.enumerate() {
        file.refuse_unless_small(way![list, item, "word"], word)?;
        file.refuse_blank(way![list, item, "reason"], reason, "the reason")?;
        if !(1..=5).contains(&weight) {
            return Err(file.refuse(
                way![list, item, "weight"],
                format!("`{word}` has weight {weight}"),
                "weights go from 1 (weak) to 5 (strong)",
            ));
        }
        if let Some(first) = seen.insert(word, item) {
            let first = file.origin(way![list, first, "word"]);
            return Err(file.refuse(
                way![list, item, "word"],
                format!("`{word}` stands at {first} and again"),
                "keep one of the two: a word counts once",
            ));
        }
    }
    Ok(())
}
