//! With what a review was made, where its data are, and what people say of themselves.

use super::Section;
use super::collection::engines_used;
use super::told::{Told, distinct, listed, many};

/// Software, versions and digests.
pub(crate) fn software(told: &Told<'_>) -> Section {
    let paragraphs = vec![versions(told), digests(told)];
    Section { heading: told.say("Programma en versies", "Software and versions"), paragraphs }
}

/// The program, and what read and compared texts.
pub(crate) fn versions(told: &Told<'_>) -> String {
    let version = &told.run.record.bron;
    let engines = engines_used(told);
    let normalisers = distinct(
        told.run.documents.iter().map(|row| row.normaliser.as_str()).filter(|name| !name.is_empty()),
    );
    let mut parts = vec![format!("bron {version}")];
    if !engines.is_empty() {
        let engines = listed(told, &engines);
        parts.push(told.say(format!("teksten gelezen met {engines}"), format!("texts read with {engines}")));
    }
    if !normalisers.is_empty() {
        let names = listed(told, &normalisers);
        parts.push(
            told.say(format!("teksten vergeleken met {names}"), format!("texts compared with {names}")),
        );
    }
    format!("{}.", parts.join("; "))
}

/// What tells this configuration from others.
pub(crate) fn digests(told: &Told<'_>) -> String {
    let record = &told.run.record;
    let (search, screening, files) =
        (&record.search_digest, &record.screening_digest, record.configuration.len());
    told.say(
        format!(
            "sha256 van wat is gezocht: {search}; van hoe is geselecteerd: {screening}; die van {files} bestanden van de configuratie staan \
             in run.json."
        ),
        format!(
            "sha256 of what was searched: {search}; of how it was screened: {screening}; those of {files} files of the configuration are \
             in run.json."
        ),
    )
}

/// Archive and data.
pub(crate) fn availability(told: &Told<'_>) -> Section {
    let mut paragraphs = vec![archive(told)];
    let stated = told.statements().availability.trim();
    if !stated.is_empty() {
        paragraphs.push(stated.to_owned());
    }
    Section { heading: told.say("Beschikbaarheid van gegevens", "Availability of data"), paragraphs }
}

/// What the archive holds, and that all else follows from it.
pub(crate) fn archive(told: &Told<'_>) -> String {
    let record = &told.run.record;
    let files = record.archive_files.len() as u64;
    let place = match &record.archive {
        Some(other) => {
            told.say(format!("het archief van de run `{other}`"), format!("the archive of the run `{other}`"))
        }
        None => told.say(
            format!("een archief van {}", many(files, "WARC-bestand", "WARC-bestanden")),
            format!("an archive of {}", many(files, "WARC file", "WARC files")),
        ),
    };
    told.say(
        format!(
            "Elke vraag en elk antwoord staat in {place}. Daaruit, uit de configuratie, de oordelen en deze versie van het programma volgt \
             al het andere opnieuw, zonder internet, tot op de byte (`bron run --offline`, `bron verify`)."
        ),
        format!(
            "Every request and answer is in {place}. From it, the configuration, the judgements and this version of the program all else \
             follows again, offline, to the byte (`bron run --offline`, `bron verify`)."
        ),
    )
}

/// What people say of who they are and who pays; nothing where they say nothing.
pub(crate) fn people(told: &Told<'_>) -> Section {
    let said = told.statements();
    let texts = [
        (&said.rationale, "Aanleiding", "Rationale"),
        (&said.contacts, "Bevraagde mensen en organisaties", "Contacts"),
        (&said.citations, "Verwijzingen", "Citations"),
        (&said.other_methods, "Andere wegen", "Other methods"),
        (&said.funding, "Financiering", "Funding"),
        (&said.support, "Steun", "Support"),
        (&said.interests, "Belangen", "Competing interests"),
    ];
    let filled = texts.iter().filter(|(text, ..)| !text.trim().is_empty());
    let paragraphs = filled.map(|(text, nl, en)| format!("{}: {}", told.say(*nl, *en), text.trim()));
    let mut paragraphs: Vec<String> = paragraphs.collect();
    paragraphs.extend(peer_review(told));
    Section { heading: told.say("Verantwoording door de onderzoekers", "By the researchers"), paragraphs }
}

/// The peer review of the search; nothing where nobody says who did it.
pub(crate) fn peer_review(told: &Told<'_>) -> Option<String> {
    let review = &told.statements().peer_review;
    let by = review.by.trim();
    if by.is_empty() {
        return None;
    }
    let on = review.on.map(|day| format!(", {day}")).unwrap_or_default();
    let elements: Vec<String> = review
        .elements()
        .iter()
        .filter(|(_, text)| !text.trim().is_empty())
        .map(|(name, text)| format!("{}: {}", name.replace('_', " "), text.trim()))
        .collect();
    let parts = [review.outcome.trim().to_owned(), elements.join("; ")];
    let rest: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    let rest = if rest.is_empty() { String::new() } else { format!(": {}", rest.join(". ")) };
    Some(told.say(
        format!("De zoekstrategie is vooraf beoordeeld door {by}{on}{rest}."),
        format!("The search was peer reviewed by {by}{on}{rest}."),
    ))
}
