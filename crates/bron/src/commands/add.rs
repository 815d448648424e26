//! `bron add`: one document that came by mail or with a login.

use super::{Manner, study};
use crate::answer::{self, Done};
use crate::cli::{AddArgs, Via};
use anyhow::{Context, Result};
use bron_model::{Language, Route};
use bron_run::{About, AddReport, Addition};
use std::path::{Path, PathBuf};

/// Puts the document into the study around the current folder, and says where it stands now.
pub fn add(arguments: AddArgs, manner: Manner) -> Result<Done> {
    let study = study::here()?;
    let about = match arguments.to {
        Some(publication) => About::Known {
            run: known_in(arguments.run.as_deref(), &study.root)?,
            publication,
            annex: arguments.annex,
        },
        None => About::New {
            title: arguments.title.unwrap_or_default(),
            authors: arguments.authors.unwrap_or_default(),
            date: arguments.date.unwrap_or_default(),
            url: arguments.url.unwrap_or_default(),
            kind: arguments.kind.unwrap_or_default(),
            terms: arguments.terms.unwrap_or_default(),
        },
    };
    let addition = Addition {
        file: arguments.file,
        about,
        via: route(arguments.via),
        from: arguments.from,
        who: arguments.who,
        day: arguments.day,
        language: manner.language,
    };
    let report = bron_run::add(&study.files(), &study.root, &addition)?;
    answer::print(manner.json, &report, |report| text(report, manner.language))?;
    Ok(Done::Well)
}

/// The run in which the publication is known.
fn known_in(run: Option<&str>, root: &Path) -> Result<PathBuf> {
    study::the_run(run, root)?.context(
        "there is no run yet in which a publication could be known: run a pipeline first, or use --title",
    )
}

fn route(via: Via) -> Route {
    match via {
        Via::Citation => Route::Citation,
        Via::Contact => Route::Contact,
        Via::Browse => Route::Browse,
        Via::Other => Route::Other,
    }
}

fn text(report: &AddReport, language: Language) -> String {
    let AddReport { file, list, publication, title, via, from, day, who } = report;
    let known = publication.as_ref().map_or_else(|| title.clone(), |id| format!("{title}\n{id}"));
    match (language, publication.is_some()) {
        (Language::Nl, true) => format!(
            "{known}\n{file}, via {via}: van {from}, {day}, door {who} (rij in {list}).\n\nDe volgende `bron run` leest het \
             document bij deze publicatie."
        ),
        (Language::Nl, false) => format!(
            "{known}\n{file}, via {via}: van {from}, {day}, door {who} (rij in {list}).\n\nDe volgende `bron run` leest het als \
             publicatie die niet in Tabel 1 telt (5-eligibility/other-routes.csv)."
        ),
        (Language::En, true) => format!(
            "{known}\n{file}, via {via}: from {from}, {day}, by {who} (row in {list}).\n\nThe next `bron run` reads it as a \
             document of this publication."
        ),
        (Language::En, false) => format!(
            "{known}\n{file}, via {via}: from {from}, {day}, by {who} (row in {list}).\n\nThe next `bron run` reads it as a \
             publication that Table 1 does not count (5-eligibility/other-routes.csv)."
        ),
    }
}
