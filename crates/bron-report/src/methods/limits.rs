//! What is not complete in a run, so that no number is read for more than it is.

use super::Section;
use super::told::{Told, counted, listed};
use bron_model::QueryRow;
use std::collections::BTreeMap;

pub(crate) fn section(told: &Told<'_>) -> Section {
    let paragraphs = vec![incomplete(told), open(told), box_against_catalogue(told)];
    let paragraphs = paragraphs.into_iter().filter(|text| !text.is_empty()).collect();
    Section { heading: told.say("Wat niet volledig is", "What is not complete"), paragraphs }
}

/// Queries that are not complete, and sources of which nothing was searched.
pub(crate) fn incomplete(told: &Told<'_>) -> String {
    let rows: Vec<&QueryRow> = told.counted_queries().collect();
    let missing: Vec<&&QueryRow> = rows.iter().filter(|row| !row.status.is_complete()).collect();
    if missing.is_empty() {
        let all = rows.len();
        return told.say(
            format!("Alle {all} zoekvragen zijn volledig."),
            format!("All {all} queries are complete."),
        );
    }
    let statuses = counted(missing.iter().map(|row| row.status.as_str()));
    let statuses: Vec<String> = statuses.into_iter().map(|(status, n)| format!("{status} {n}")).collect();
    let mut complete: BTreeMap<_, bool> = BTreeMap::new();
    for row in &rows {
        *complete.entry(&row.source).or_default() |= row.status.is_complete() || row.hits > 0;
    }
    let none: Vec<String> =
        complete.iter().filter(|(_, any)| !**any).map(|(source, _)| told.name_of(source)).collect();
    let not_searched = if none.is_empty() {
        String::new()
    } else {
        told.say(
            format!(" Niet doorzocht: {}.", listed(told, &none)),
            format!(" Not searched: {}.", listed(told, &none)),
        )
    };
    let (n, all, statuses) = (missing.len(), rows.len(), statuses.join(", "));
    told.say(
        format!(
            "{n} van {all} zoekvragen zijn niet volledig ({statuses}): de aantallen zijn daarmee ondergrenzen.{not_searched}"
        ),
        format!("{n} of {all} queries are not complete ({statuses}): the numbers are lower bounds.{not_searched}"),
    )
}

/// What is still open or could not be had.
pub(crate) fn open(told: &Told<'_>) -> String {
    let total = told.run.table1.iter().find(|row| row.term == "total");
    let (unclear, not) = total.map_or((0, 0), |row| (row.unclear, row.not_retrieved));
    told.say(
        format!("Van {unclear} paren is de uitkomst onduidelijk en van {not} was de tekst niet te krijgen."),
        format!("Of {unclear} pairs the outcome is unclear, and of {not} the text could not be had."),
    )
}

/// What catalogues have that boxes did not find; nothing where none was read.
pub(crate) fn box_against_catalogue(told: &Told<'_>) -> String {
    let rows: Vec<_> = told
        .run
        .contribution
        .iter()
        .filter(|row| row.term == "total" && row.catalogue_only.is_some())
        .collect();
    if rows.is_empty() {
        return String::new();
    }
    let sources: Vec<String> = rows.iter().map(|row| told.name_of(&row.source)).collect();
    let only: u64 = rows.iter().filter_map(|row| row.catalogue_only).sum();
    let both: u64 = rows.iter().filter_map(|row| row.both).sum();
    let box_only: u64 = rows.iter().filter_map(|row| row.box_only).sum();
    let sources = listed(told, &sources);
    told.say(
        format!(
            "Van {sources} is ook de eigen lijst gelezen en op dezelfde teksten doorzocht. Publicaties die daar wel in staan en die het \
             zoekveld niet vond: {only}; in beide: {both}; alleen door het zoekveld gevonden: {box_only}."
        ),
        format!(
            "Of {sources} the site's own list was read as well and searched for the same texts. Publications in it that the box did not \
             find: {only}; in both: {both}; found by the box alone: {box_only}."
        ),
    )
}
