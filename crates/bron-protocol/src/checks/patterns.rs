//! Checks the patterns and mentions: ids, scores, and expressions that compile and say where the term stands.

use crate::config_file::{ConfigFile, way};
use crate::error::{Error, Origin};
use crate::{Mention, Pattern, PatternScope};
use std::collections::BTreeMap;

/// Refuses ids met before (in this file or another), scores out of 1 to 100, blanks, and expressions that do not compile or
/// do not say where the term stands.
pub(crate) fn patterns(
    file: &ConfigFile,
    patterns: &[Pattern],
    earlier: &BTreeMap<String, Origin>,
) -> Result<(), Error> {
    let ids: Vec<&str> = patterns.iter().map(|pattern| pattern.id.as_str()).collect();
    refuse_twins(file, "pattern", &ids, earlier)?;
    patterns.iter().enumerate().try_for_each(|(item, pattern)| one(file, item, pattern))
}

/// Refuses of mentions what [`patterns`] refuses of patterns.
pub(crate) fn mentions(
    file: &ConfigFile,
    mentions: &[Mention],
    earlier: &BTreeMap<String, Origin>,
) -> Result<(), Error> {
    let ids: Vec<&str> = mentions.iter().map(|mention| mention.id.as_str()).collect();
    refuse_twins(file, "mention", &ids, earlier)?;
    for (item, mention) in mentions.iter().enumerate() {
        let Mention { id, matches, explanation, example, term, counter_example } = mention;
        refuse_blanks(file, "mention", item, [matches, explanation, example, counter_example, term])?;
        refuse_without_term(file, "mention", item, id, matches)?;
        parses(file, "mention", item, "matches", matches)?;
    }
    Ok(())
}

fn refuse_twins(
    file: &ConfigFile,
    list: &str,
    ids: &[&str],
    earlier: &BTreeMap<String, Origin>,
) -> Result<(), Error> {
    let mut here = BTreeMap::new();
    for (item, id) in ids.iter().enumerate() {
        let way = way![list, item, "id"];
        file.refuse_blank(way, id, "the id")?;
        let twin = here.insert(id, item).map(|first| file.origin(way![list, first, "id"]));
        if let Some(first) = twin.or_else(|| earlier.get(*id).cloned()) {
            return Err(file.refuse(
                way,
                format!("`{id}` stands at {first} and again"),
                format!("give each {list} an id of its own: decisions name it"),
            ));
        }
    }
    Ok(())
}

fn one(file: &ConfigFile, item: usize, pattern: &Pattern) -> Result<(), Error> {
    let Pattern { matches, explanation, example, counter_example, term, .. } = pattern;
    if !(1..=100).contains(&pattern.score) {
        return Err(file.refuse(
            way!["pattern", item, "score"],
            format!("pattern `{}` has score {}", pattern.id, pattern.score),
            "scores go from 1 to 100",
        ));
    }
    refuse_blanks(file, "pattern", item, [matches, explanation, example, counter_example, term])?;
    if pattern.scope != PatternScope::Next {
        refuse_without_term(file, "pattern", item, &pattern.id, matches)?;
    }
    parses(file, "pattern", item, "matches", matches)?;
    pattern.unless.as_deref().map_or(Ok(()), |unless| parses(file, "pattern", item, "unless", unless))
}

fn refuse_blanks(file: &ConfigFile, list: &str, item: usize, texts: [&str; 5]) -> Result<(), Error> {
    let keys = ["matches", "explanation", "example", "counter_example", "term"];
    keys.into_iter()
        .zip(texts)
        .try_for_each(|(key, text)| file.refuse_blank(way![list, item, key], text, &format!("`{key}`")))
}

fn refuse_without_term(
    file: &ConfigFile,
    list: &str,
    item: usize,
    id: &str,
    expression: &str,
) -> Result<(), Error> {
    if expression.contains("{term}") {
        return Ok(());
    }
    Err(file.refuse(
        way![list, item, "matches"],
        format!("{list} `{id}`: `matches` does not contain `{{term}}`"),
        "write `{term}` where the term stands, or (in a pattern) choose the scope `next`",
    ))
}

/// Reads an expression as it will be used. It is compiled once, by what looks with it.
fn parses(file: &ConfigFile, list: &str, item: usize, key: &str, expression: &str) -> Result<(), Error> {
    match regex_syntax::parse(&Pattern::with_term(expression)) {
        Ok(_) => Ok(()),
        Err(error) => Err(file.refuse(
            way![list, item, key],
            format!("`{key}` is no regular expression: {}", last_line(&error)),
            "write it in single quotes, so that `\\` stands for itself; `{term}` stands for the term",
        )),
    }
}

/// The line of regex's message that says what is wrong.
pub(super) fn last_line(error: &impl ToString) -> String {
    let text = error.to_string();
    let last = text.lines().last().unwrap_or_default().trim();
    last.strip_prefix("error: ").unwrap_or(last).to_owned()
}
