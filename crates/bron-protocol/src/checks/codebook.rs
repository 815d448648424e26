//! Checks the codebook (ids, categories, cues that can be met) and reads the crosses of an earlier table.

use crate::config_file::{ConfigFile, Step, way};
use crate::error::{Error, did_you_mean, list, nearest};
use crate::{Codebook, EarlierCross, Element, Term};
use bron_model::Cross;
use std::collections::BTreeMap;

/// Refuses ids that are there twice, categories that are not there, blanks, and cues that nothing could meet.
pub(crate) fn codebook(file: &ConfigFile, codebook: &Codebook) -> Result<(), Error> {
    let mut categories = BTreeMap::new();
    for (item, category) in codebook.category.iter().enumerate() {
        for (key, text) in
            [("id", &category.id), ("label", &category.label), ("label_en", &category.label_en)]
        {
            file.refuse_blank(way!["category", item, key], text, &format!("`{key}`"))?;
        }
        once(file, "category", &mut categories, &category.id, item)?;
    }
    for (key, phrases) in [("negations", &codebook.negations), ("no_negations", &codebook.no_negations)] {
        each_can_be_met(file, way![key], phrases)?;
    }
    let mut elements = BTreeMap::new();
    for (item, element) in codebook.element.iter().enumerate() {
        once(file, "element", &mut elements, &element.id, item)?;
        one(file, item, element)?;
        let known: Vec<&str> = codebook.category.iter().map(|category| category.id.as_str()).collect();
        if !known.contains(&element.category.as_str()) {
            let hint =
                format!("{}there are: {}", did_you_mean(nearest(&element.category, &known)), list(&known));
            let problem = format!("unknown category `{}`", element.category);
            return Err(file.refuse(way!["element", item, "category"], problem, hint));
        }
    }
    Ok(())
}

fn once<'a>(
    file: &ConfigFile,
    list: &str,
    seen: &mut BTreeMap<&'a str, usize>,
    id: &'a str,
    item: usize,
) -> Result<(), Error> {
    match seen.insert(id, item) {
        None => Ok(()),
        Some(first) => Err(file.refuse(
            way![list, item, "id"],
            format!("`{id}` stands at {} and again", file.origin(way![list, first, "id"])),
            format!("give each {list} an id of its own"),
        )),
    }
}

fn one(file: &ConfigFile, item: usize, element: &Element) -> Result<(), Error> {
    for (key, text) in [
        ("id", &element.id),
        ("category", &element.category),
        ("label", &element.label),
        ("label_en", &element.label_en),
        ("explanation", &element.explanation),
        ("example", &element.example),
        ("counter_example", &element.counter_example),
    ] {
        file.refuse_blank(way!["element", item, key], text, &format!("`{key}`"))?;
    }
    if element.cues.is_empty() {
        return Err(file.refuse(
            way!["element", item, "cues"],
            format!("element `{}` has no cues, so no passage is ever proposed for it", element.id),
            "write at least one, such as `eigen regie`",
        ));
    }
    each_can_be_met(file, way!["element", item, "cues"], &element.cues)?;
    each_can_be_met(file, way!["element", item, "not"], &element.not)
}

/// Refuses a phrase twice, with capitals, with a `*` elsewhere than behind a word, or with a `...` that is not between words.
fn each_can_be_met(file: &ConfigFile, list: &[Step<'_>], phrases: &[String]) -> Result<(), Error> {
    let mut seen = BTreeMap::new();
    for (item, phrase) in phrases.iter().enumerate() {
        let way: Vec<Step<'_>> = list.iter().copied().chain([Step::Item(item)]).collect();
        file.refuse_unless_small(&way, phrase)?;
        if let Some((problem, hint)) = never_met(phrase) {
            return Err(file.refuse(&way, format!("`{phrase}` {problem}"), hint));
        }
        if let Some(first) = seen.insert(phrase, item) {
            let first: Vec<Step<'_>> = list.iter().copied().chain([Step::Item(first)]).collect();
            let problem = format!("`{phrase}` stands at {} and again", file.origin(&first));
            return Err(file.refuse(&way, problem, "keep one of the two"));
        }
    }
    Ok(())
}

/// What is wrong with a phrase, and what to do.
fn never_met(phrase: &str) -> Option<(&'static str, &'static str)> {
    let parts: Vec<&str> = phrase.split_whitespace().collect();
    let is_gap = |part: Option<&&str>| part.is_some_and(|part| matches!(*part, "..." | "…"));
    if is_gap(parts.first()) || is_gap(parts.last()) {
        return Some(("has `...` at an end", "`...` stands between two words"));
    }
    for part in parts {
        let word = part.strip_suffix('*').unwrap_or(part);
        if is_gap(Some(&word)) {
            continue;
        }
        if word.contains('*') || (part.ends_with('*') && word.ends_with('-')) {
            return Some((
                "has a `*` that is not the end of a word",
                "write `*` behind the letters of a word",
            ));
        }
        let letters = word.chars().filter(|c| c.is_alphanumeric()).count();
        if letters == 0 {
            return Some((
                "has a part without letters",
                "a cue is words, with `*` behind a word or `...` between",
            ));
        }
        if part.ends_with('*') && letters < 3 {
            return Some((
                "has a beginning of less than three letters",
                "nearly every word begins so: write more letters",
            ));
        }
        if word.contains([',', '.', ';', ':', '!', '?']) {
            return Some((
                "has a mark of punctuation",
                "a cue is words of one sentence; write `...` where a comma may stand",
            ));
        }
    }
    None
}

/// Columns of the table that are no terms.
const BESIDE: [&str; 5] = ["element", "category", "label", "crosses_printed", "note"];

/// Reads the crosses: a row per element (column `element`), a column per term, in each cell `yes`, `no` or `unknown`. A
/// term or element that the table does not have is in no cross; one that only the table has is refused.
pub(crate) fn earlier_crosses(
    file: &ConfigFile,
    codebook: &Codebook,
    terms: &[Term],
) -> Result<Vec<EarlierCross>, Error> {
    let mut reader = csv::Reader::from_reader(file.text().as_bytes());
    let unread = |error: &csv::Error| {
        let line = error.position().map_or(1, csv::Position::line);
        file.refuse_at(
            line,
            1,
            "a row has another number of cells than the header",
            "compare it with the rows around it",
        )
    };
    let header = reader.headers().map_err(|error| unread(&error))?.clone();
    let columns = columns(file, &header, terms)?;
    let mut crosses = Vec::new();
    let mut seen = BTreeMap::new();
    for record in reader.records() {
        let record = record.map_err(|error| unread(&error))?;
        let line = record.position().map_or(1, csv::Position::line);
        let id = header
            .iter()
            .position(|name| name == "element")
            .and_then(|at| record.get(at))
            .unwrap_or_default();
        let Some(element) = codebook.element(id) else {
            let known: Vec<&str> = codebook.element.iter().map(|element| element.id.as_str()).collect();
            let hint = format!("{}the codebook has: {}", did_you_mean(nearest(id, &known)), list(&known));
            return Err(file.refuse_at(line, 1, format!("unknown element `{id}`"), hint));
        };
        if let Some(first) = seen.insert(&element.id, line) {
            let problem = format!("`{id}` stands at {}:{first} and again", file.path);
            return Err(file.refuse_at(line, 1, problem, "keep one row for each element"));
        }
        for (at, term) in &columns {
            let cell = record.get(*at).unwrap_or_default();
            let cross = Cross::parse(cell).ok_or_else(|| {
                let problem = format!("`{cell}` in column `{}` is no cross", term.id);
                file.refuse_at(line, 1, problem, "write `yes`, `no` or `unknown`")
            })?;
            crosses.push(EarlierCross { element: element.id.clone(), term: term.id.clone(), cross });
        }
    }
    Ok(crosses)
}

/// The columns that are terms.
fn columns<'a>(
    file: &ConfigFile,
    header: &csv::StringRecord,
    terms: &'a [Term],
) -> Result<Vec<(usize, &'a Term)>, Error> {
    if !header.iter().any(|name| name == "element") {
        return Err(file.refuse_at(
            1,
            1,
            "there is no column `element`",
            "its cells are the ids of the codebook",
        ));
    }
    let mut columns = Vec::new();
    for (at, name) in header.iter().enumerate().filter(|(_, name)| !BESIDE.contains(name)) {
        let Some(term) = terms.iter().find(|term| term.id.as_str() == name) else {
            let known: Vec<&str> = terms.iter().map(|term| term.id.as_str()).chain(BESIDE).collect();
            let hint = format!("{}a column is one of: {}", did_you_mean(nearest(name, &known)), list(&known));
            return Err(file.refuse_at(1, 1, format!("unknown column `{name}`"), hint));
        };
        columns.push((at, term));
    }
    Ok(columns)
}
