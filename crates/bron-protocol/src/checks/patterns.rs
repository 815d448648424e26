//! Checks the patterns: ids, scores, and expressions that compile.

use crate::Pattern;
use crate::config_file::{ConfigFile, way};
use crate::error::{Error, Origin};
use std::collections::BTreeMap;

/// Refuses ids met before (in this file or another), scores out of 1 to 100, blanks, and expressions that do not compile.
pub(crate) fn patterns(
    file: &ConfigFile,
    patterns: &[Pattern],
    earlier: &BTreeMap<String, Origin>,
) -> Result<(), Error> {
    let mut here = BTreeMap::new();
    for (item, pattern) in patterns.iter().enumerate() {
        let way = way!["pattern", item, "id"];
        file.refuse_blank(way, &pattern.id, "the id")?;
        let twin = here.insert(&pattern.id, item).map(|first| file.origin(way!["pattern", first, "id"]));
        if let Some(first) = twin.or_else(|| earlier.get(&pattern.id).cloned()) {
            return Err(file.refuse(
                way,
                format!("`{}` is already at {first}", pattern.id),
                "give each pattern an id of its own: decisions name it",
            ));
        }
        one(file, item, pattern)?;
    }
    Ok(())
}

fn one(file: &ConfigFile, item: usize, pattern: &Pattern) -> Result<(), Error> {
    if !(1..=100).contains(&pattern.score) {
        return Err(file.refuse(
            way!["pattern", item, "score"],
            format!("pattern `{}` has score {}", pattern.id, pattern.score),
            "scores go from 1 to 100",
        ));
    }
    for (key, text) in [
        ("matches", &pattern.matches),
        ("explanation", &pattern.explanation),
        ("example", &pattern.example),
        ("counter_example", &pattern.counter_example),
        ("term", &pattern.term),
    ] {
        file.refuse_blank(way!["pattern", item, key], text, &format!("`{key}`"))?;
    }
    compiles(file, item, "matches", &pattern.matches)?;
    pattern.unless.as_deref().map_or(Ok(()), |unless| compiles(file, item, "unless", unless))
}

/// Compiles an expression with a stand-in for `{term}`; the real one is put in where the spellings are known.
fn compiles(file: &ConfigFile, item: usize, key: &str, expression: &str) -> Result<(), Error> {
    match regex::Regex::new(&expression.replace("{term}", "(?:term)")) {
        Ok(_) => Ok(()),
        Err(error) => Err(file.refuse(
            way!["pattern", item, key],
            format!("`{key}` is no regular expression: {}", last_line(&error)),
            "write it in single quotes, so that `\\` stands for itself; `{term}` stands for the term",
        )),
    }
}

/// The line of regex's message that says what is wrong.
pub(super) fn last_line(error: &regex::Error) -> String {
    let text = error.to_string();
    let last = text.lines().last().unwrap_or_default().trim();
    last.strip_prefix("error: ").unwrap_or(last).to_owned()
}
