//! Every publication once: what is known of it, and what became of its pairs.

use super::anchor;
use super::names;
use super::text::{shown, web_link};
use super::view::View;
use crate::Error;
use askama::Template;
use bron_model::{Criterion, DecisionRow, Outcome, PublicationRow};
use std::io::Write;

#[derive(Template)]
#[template(path = "report/publication.html")]
struct Publication<'a> {
    v: &'a View<'a>,
    id: String,
    title: String,
    url: Option<String>,
    address: String,
    about: String,
    flags: String,
    /// Why it is out on what was listed.
    screened: Vec<Out>,
    pairs: Vec<Line>,
}

struct Out {
    criterion: &'static str,
    because: String,
    by: String,
}

struct Line {
    term: String,
    outcome: &'static str,
    class: &'static str,
    /// Where its evidence stands; empty where it is in no list.
    anchor: String,
    route: &'static str,
}

/// Writes them, one at a time, by id.
pub(crate) fn write(view: &View<'_>, out: &mut dyn Write) -> Result<(), Error> {
    let told = view.say(
        "In de volgorde van hun naam in de run (`bron explain` vertelt er alles van).",
        "In the order of their names in the run (`bron explain` tells all about one).",
    );
    writeln!(out, "<p>{told}</p>\n<ul class=\"publications\">")?;
    for row in view.run.publications.values() {
        publication(view, row).write_into(out)?;
    }
    writeln!(out, "</ul>")?;
    Ok(())
}

fn publication<'a>(view: &'a View<'_>, row: &PublicationRow) -> Publication<'a> {
    let id = &row.publication;
    let mut about =
        vec![shown(&row.authors), view.year(id), shown(&row.publisher), view.sources_in(&row.sources)];
    if !row.kind_as_listed.is_empty() {
        about.push(format!("{}: {}", view.say("soort", "kind"), shown(&row.kind_as_listed)));
    }
    if !row.date_as_listed.is_empty() {
        about.push(format!(
            "{}: {}",
            view.say("datum op de site", "date as listed"),
            shown(&row.date_as_listed)
        ));
    }
    if !row.doi.is_empty() {
        about.push(format!("doi:{}", shown(&row.doi)));
    }
    about.push(id.to_string());
    about.retain(|part| !part.is_empty());
    let out_at_screening = |one: &&&DecisionRow| {
        matches!(one.criterion, Criterion::I1 | Criterion::I2 | Criterion::W)
            && one.verdict == bron_model::Verdict::Exclude
    };
    let screened = view.decisions(id).iter().filter(out_at_screening).map(|one| Out {
        criterion: one.criterion.as_str(),
        because: view.because(one),
        by: view.settled_by(one),
    });
    let pairs = view.outcomes(id).iter().map(|one| {
        let is_listed = one.via.counts_in_table1()
            && !matches!(one.outcome, Outcome::OutI1 | Outcome::OutI2 | Outcome::OutW);
        Line {
            term: view.term(&one.term),
            outcome: names::outcome(one.outcome, view.language),
            class: names::class(one.outcome),
            anchor: if is_listed { anchor::pair(&one.term, id) } else { String::new() },
            route: names::route(one.via, view.language),
        }
    });
    Publication {
        v: view,
        id: anchor::publication(id),
        title: view.title(id),
        url: web_link(&row.url),
        address: shown(&row.url),
        about: about.join(" · "),
        flags: flags(view, &row.flags),
        screened: screened.collect(),
        pairs: pairs.collect(),
    }
}

/// What a reader is warned of.
fn flags(view: &View<'_>, cell: &str) -> String {
    let told = cell.split_whitespace().map(|flag| match flag.split_once(':') {
        Some((_, reviewer)) => format!(
            "{} {}",
            view.say("eigen werk van beoordelaar", "own work of reviewer"),
            view.unnamed(reviewer)
        ),
        None if flag == "own-work" => {
            view.say("eigen werk van de beoordelaars", "own work of the reviewers").to_owned()
        }
        None if flag == "earlier-version" => {
            view.say("eerdere versie van dit onderzoek", "earlier version of this review").to_owned()
        }
        None => shown(flag),
    });
    told.collect::<Vec<_>>().join("; ")
}
