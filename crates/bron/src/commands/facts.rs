//! `bron judge same`, `apart`, `correct` and `label`: what was read wrongly.

use super::said::On;
use super::{Manner, passage};
use crate::answer::{self, Done};
use crate::cli::{CorrectArgs, LabelArgs, RecordsArgs};
use anyhow::{Context, Result, bail};
use bron_model::{DocumentId, DocumentPart, Field, Language, PublicationId, Says};

/// Another record is the same publication.
pub fn same(arguments: RecordsArgs, manner: Manner) -> Result<Done> {
    let on = On::with_voice(&arguments.on, arguments.by)?;
    let with = on.other(&arguments.other)?;
    on.say(Says::Merge { with }, None, manner)
}

/// A record that was merged into the publication is another.
pub fn apart(arguments: RecordsArgs, manner: Manner) -> Result<Done> {
    let on = On::with_voice(&arguments.on, arguments.by)?;
    let merged = on.desk.publication(&on.publication).map(|row| row.also.as_str()).unwrap_or_default();
    let is_it = |id: &&str| *id == arguments.other;
    let Some(from) = merged.split_whitespace().find(is_it).and_then(|id| PublicationId::new(id).ok()) else {
        let known = if merged.is_empty() { "nothing was" } else { merged };
        bail!("`{}` was not merged with `{}`; {known}", arguments.other, on.publication)
    };
    on.say(Says::Split { from }, None, manner)
}

/// A field of the publication was read wrongly.
pub fn correct(arguments: CorrectArgs, manner: Manner) -> Result<Done> {
    let on = On::with_voice(&arguments.on, arguments.by)?;
    let field = arguments.field;
    let as_read = on.desk.field_as_read(&on.publication, field).context("the publication is in the run")?;
    let evidence = arguments.quote.map(|words| passage::place(&on, &words)).transpose()?;
    let corrected = match (field, arguments.value.parse::<u32>()) {
        (Field::MainDocument, Ok(number)) => document(&on, Some(number))?.to_string(),
        _ => arguments.value,
    };
    let unsettled = (field == Field::Kind && !on.desk.settles_kind(&corrected))
        .then(|| not_on_the_list(&on, &corrected, manner.language));
    let done = on.say(Says::Correction { field, as_read, corrected, evidence }, None, manner)?;
    unsettled.iter().for_each(|told| answer::remark(told));
    Ok(done)
}

fn not_on_the_list(on: &On, kind: &str, language: Language) -> String {
    let (file, id) = (on.desk.kinds_file(), &on.publication);
    match language {
        Language::Nl => format!(
            "`{kind}` staat niet op de lijst van soorten ({file}): of `{id}` een publicatie is (I1), blijft een vraag aan een beoordelaar\n\
             hint: schrijf een soort van die lijst, of zet deze erop, of beslis met `bron judge give --criterion I1`"
        ),
        Language::En => format!(
            "`{kind}` is not on the list of kinds ({file}): whether `{id}` is a publication (I1) stays a reviewer's question\n\
             hint: write a kind of that list, or put this one on it, or settle it with `bron judge give --criterion I1`"
        ),
    }
}

/// The number printed on a page was read wrongly.
pub fn label(arguments: LabelArgs, manner: Manner) -> Result<Done> {
    let on = On::with_voice(&arguments.on, arguments.by)?;
    let document = document(&on, arguments.document)?;
    let page = arguments.page;
    let as_read = on.desk.label_as_read(&on.publication, &document, page)?;
    let as_read = as_read.with_context(|| format!("`{document}` has no page {page}"))?;
    on.say(Says::PageLabel { document, page, as_read, label: arguments.label }, None, manner)
}

/// The document of that number, else the main one, else the only one.
fn document(on: &On, number: Option<u32>) -> Result<DocumentId> {
    let known = on.desk.documents(&on.publication);
    let found = match number {
        Some(number) => known.iter().find(|row| {
            row.document.as_str().rsplit('.').next().is_some_and(|known| known.parse() == Ok(number))
        }),
        None => known.iter().find(|row| row.part == DocumentPart::Main).or(known.first()),
    };
    let Some(found) = found else {
        let known: Vec<&str> = known.iter().map(|row| row.document.as_str()).collect();
        bail!("`{}` has no such document; it has: {}", on.publication, known.join(", "))
    };
    Ok(found.document.clone())
}
