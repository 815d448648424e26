//! Checks the terms: what is typed, and the spellings that stand for a variant.

use crate::config_file::{ConfigFile, way};
use crate::error::Error;
use crate::{Form, Remark, Term};
use std::collections::{BTreeMap, BTreeSet};

/// Refuses terms twice, empty texts, variants without spellings, and parts that do not fit the form. A typed text that
/// is none of the term's own spellings is allowed, since a box may want other words than a text holds, and remarked.
pub(crate) fn terms(file: &ConfigFile, terms: &[Term]) -> Result<Vec<Remark>, Error> {
    let mut remarks = Vec::new();
    let mut seen = BTreeMap::new();
    for (item, term) in terms.iter().enumerate() {
        if let Some(first) = seen.insert(&term.id, item) {
            let first = file.origin(way!["term", first, "id"]);
            return Err(file.refuse(
                way!["term", item, "id"],
                format!("term `{}` stands at {first} and again", term.id),
                "give each term an id of its own",
            ));
        }
        file.refuse_blank(way!["term", item, "label"], &term.label, "the label")?;
        texts(file, item, term)?;
        parts(file, item, term)?;
        variants(file, item, term)?;
        remarks.extend(typed_but_not_spelled(file, item, term));
    }
    if terms.is_empty() {
        return Err(file.refuse(way!["term"], "there is no term", "write at least one `[[term]]`"));
    }
    Ok(remarks)
}

fn texts(file: &ConfigFile, item: usize, term: &Term) -> Result<(), Error> {
    if term.texts.is_empty() {
        return Err(file.refuse(
            way!["term", item, "texts"],
            format!("term `{}` has no text to type", term.id),
            "write at least one; to leave a term out of the search, name the others in the pipeline's `only_terms`",
        ));
    }
    let mut seen = BTreeSet::new();
    for (at, text) in term.texts.iter().enumerate() {
        file.refuse_blank(way!["term", item, "texts", at], text, "a text to type")?;
        if !seen.insert(text) {
            return Err(file.refuse(
                way!["term", item, "texts", at],
                format!("text `{text}` stands twice in term `{}`", term.id),
                "each text is one query: keep one",
            ));
        }
    }
    Ok(())
}

fn parts(file: &ConfigFile, item: usize, term: &Term) -> Result<(), Error> {
    for (at, word) in term.first.iter().enumerate() {
        file.refuse_unless_small(way!["term", item, "first", at], word)?;
    }
    for (at, word) in term.short.iter().enumerate() {
        file.refuse_unless_small(way!["term", item, "short", at], word)?;
        if word.split_whitespace().count() != 1 {
            return Err(file.refuse(
                way!["term", item, "short", at],
                format!("term `{}`: `{word}` is not one word", term.id),
                "write the one word by which a text goes on about the term, such as `organizing`",
            ));
        }
    }
    for (at, word) in term.beside.iter().enumerate() {
        file.refuse_unless_small(way!["term", item, "beside", at], word)?;
    }
    if let Form::Word | Form::Compound = term.form
        && !term.beside.is_empty()
    {
        return Err(file.refuse(
            way!["term", item, "beside"],
            format!("term `{}` is no adjective with a noun, so no noun stands beside it", term.id),
            "take `beside` away",
        ));
    }
    for (at, word) in term.not.iter().enumerate() {
        file.refuse_unless_small(way!["term", item, "not", at], word)?;
    }
    match (term.form, term.first.is_empty()) {
        (Form::Word, false) => Err(file.refuse(
            way!["term", item, "first"],
            format!("term `{}` is one word and has a first part", term.id),
            "take `first` away, or let `form` be `adjective-noun` or `compound`",
        )),
        (Form::AdjectiveNoun | Form::Compound, true) => Err(file.refuse(
            way!["term", item, "form"],
            format!("term `{}` has two parts and no first one", term.id),
            "write `first = [\"...\"]`, or let `form` be `word`",
        )),
        _ => Ok(()),
    }
}

fn variants(file: &ConfigFile, item: usize, term: &Term) -> Result<(), Error> {
    if term.variants.is_empty() {
        return Err(file.refuse(
            way!["term", item, "variants"],
            format!("term `{}` has no variant, so it would never be met in a text", term.id),
            "write at least one `[[term.variants]]` with `name` and `spellings`",
        ));
    }
    let mut names = BTreeSet::new();
    let mut spellings: BTreeMap<&str, &str> = BTreeMap::new();
    for (at, variant) in term.variants.iter().enumerate() {
        let name = &variant.name;
        file.refuse_blank(way!["term", item, "variants", at, "name"], name, "the name of a variant")?;
        if !names.insert(name) {
            return Err(file.refuse(
                way!["term", item, "variants", at, "name"],
                format!("variant `{name}` stands twice in term `{}`", term.id),
                "put all spellings of a variant into one list",
            ));
        }
        if variant.spellings.is_empty() {
            return Err(file.refuse(
                way!["term", item, "variants", at, "spellings"],
                format!("variant `{name}` has no spellings"),
                "list its singular, plural and inflected forms in small letters",
            ));
        }
        for (which, spelling) in variant.spellings.iter().enumerate() {
            let way = way!["term", item, "variants", at, "spellings", which];
            file.refuse_unless_small(way, spelling)?;
            if let Some(other) = spellings.insert(spelling, name) {
                return Err(file.refuse(
                    way,
                    format!("spelling `{spelling}` stands for `{name}` and for `{other}`"),
                    "a spelling stands for one variant of a term",
                ));
            }
        }
    }
    Ok(())
}

/// A remark for each text that no spelling of its own term equals.
fn typed_but_not_spelled(file: &ConfigFile, item: usize, term: &Term) -> Vec<Remark> {
    let plain = |text: &str| text.to_lowercase().replace([' ', '-'], "");
    let firsts: Vec<&str> = match term.form {
        Form::Word => vec![""],
        Form::AdjectiveNoun | Form::Compound => term.first.iter().map(String::as_str).collect(),
    };
    let spelled: BTreeSet<String> = term
        .variants
        .iter()
        .flat_map(|variant| &variant.spellings)
        .flat_map(|second| firsts.iter().map(move |first| plain(&format!("{first}{second}"))))
        .collect();
    let odd = term.texts.iter().enumerate().filter(|(_, text)| !spelled.contains(&plain(text)));
    odd.map(|(at, text)| Remark {
        origin: file.origin(way!["term", item, "texts", at]),
        text: format!("`{text}` is typed for `{}` but is none of its spellings", term.id),
    })
    .collect()
}
