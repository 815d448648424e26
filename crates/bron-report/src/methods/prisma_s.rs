//! PRISMA-S: how a search is reported, in 16 items. What each asks is told in our own words.

use super::standard::{Asked, answered, in_line, said};
use super::told::Told;
use super::{Answer, Checklist, around, merging, search};
use bron_model::Route;
use bron_protocol::{Arm, Standard};

pub(crate) const ASKED: &[Asked] = &[
    (
        "1",
        "Welke databanken zijn doorzocht, en via welk platform?",
        "Which databases were searched, and on which platform?",
    ),
    (
        "2",
        "Zijn er databanken tegelijk doorzocht, en welke samen?",
        "Were databases searched together, and which?",
    ),
    ("3", "Welke registers van onderzoek zijn doorzocht?", "Which study registries were searched?"),
    (
        "4",
        "Welke websites en lijsten zijn doorzocht of doorgebladerd, en hoe?",
        "Which websites and lists were searched or browsed, and how?",
    ),
    ("5", "Zijn verwijzingen gevolgd, en hoe?", "Were citations followed, and how?"),
    ("6", "Wie is om publicaties gevraagd?", "Who was asked for publications?"),
    ("7", "Welke andere wegen zijn gebruikt?", "Which other methods were used?"),
    ("8", "Wat is waar precies ingetypt?", "What exactly was typed where?"),
    ("9", "Welke beperkingen golden, en waarom?", "Which limits held, and why?"),
    ("10", "Zijn bestaande zoekfilters gebruikt?", "Were published search filters used?"),
    ("11", "Wat is van eerdere zoekacties overgenomen?", "What was taken over from earlier searches?"),
    ("12", "Hoe wordt de zoekactie bijgewerkt?", "How is the search updated?"),
    ("13", "Wanneer is elke bron het laatst doorzocht?", "When was each source last searched?"),
    (
        "14",
        "Heeft een ander de zoekstrategie vooraf beoordeeld?",
        "Did somebody else review the search beforehand?",
    ),
    ("15", "Hoeveel is per bron gevonden?", "How many records did each source give?"),
    ("16", "Hoe is ontdubbeld, en waarmee?", "How were duplicates removed, and with what?"),
];

pub(crate) fn checklist(told: &Told<'_>) -> Checklist {
    answered(told, Standard::PrismaS, "PRISMA-S", ASKED, |number| answer(told, number))
}

fn answer(told: &Told<'_>, number: &str) -> Answer {
    let stated = told.statements();
    match number {
        "1" => said([sources_of(told, Arm::Databases), told_where(told)]),
        "2" => Answer::Said(told.say(
            "Elke bron is apart doorzocht; niets is over bronnen tegelijk gezocht.",
            "Each source was searched by itself; nothing was searched over several at once.",
        )),
        "4" => said([sources_of(told, Arm::Other), search::routes_used(told)]),
        "5" => by_route(told, Route::Citation, &stated.citations, "citations"),
        "6" => by_route(told, Route::Contact, &stated.contacts, "contacts"),
        "7" => by_route(told, Route::Other, &stated.other_methods, "other_methods"),
        "8" => said([search::typed(told), in_line(&search::each_term(told))]),
        "9" => said([search::limits(told)]),
        "10" => Answer::Said(told.say(
            "Er is geen zoekfilter van anderen gebruikt: getypt zijn alleen de teksten van punt 8.",
            "No search filter of others was used: only the texts of item 8 were typed.",
        )),
        "11" => told.stated(
            &stated.prior_work,
            "prior_work",
            "Noem het eerdere onderzoek en wat ervan is overgenomen.",
            "Cite the earlier review and say what was taken over from it.",
        ),
        "12" => said([updates(told)]),
        "13" => said([search::searched(told), in_line(&search::each_source(told))]),
        "14" => peer_review(told),
        "15" => said([merging::boxes(told), in_line(&search::each_source(told))]),
        "16" => said([merging::how(told), merging::boxes(told), in_line(&merging::rules(told))]),
        _ => told.open_item(
            Standard::PrismaS,
            number,
            "Zeg of en welke registers zijn doorzocht; het programma doorzoekt er geen.",
            "Say whether registries were searched, and which; the program searches none.",
        ),
    }
}

/// The sources of an arm of the flow, by name.
fn sources_of(told: &Told<'_>, arm: Arm) -> String {
    let of = told.run.protocol.sources.iter().filter(|source| source.arm == arm);
    let names: Vec<&str> = of.map(|source| source.name.as_str()).collect();
    let n = names.len();
    let names = super::told::listed(told, &names);
    match (arm, n) {
        (Arm::Databases, 0) => told.say("Geen bron telt als databank.", "No source counts as a database."),
        (Arm::Databases, _) => told.say(
            format!("{n} bronnen met een zoekfunctie: {names}."),
            format!("{n} sources with a search function: {names}."),
        ),
        (Arm::Other, 0) => told.say(
            "Geen bron telt als andere website of lijst.",
            "No source counts as another website or list.",
        ),
        (Arm::Other, _) => told.say(
            format!("{n} andere websites, mappen of lijsten: {names}."),
            format!("{n} other websites, folders or lists: {names}."),
        ),
    }
}

fn told_where(told: &Told<'_>) -> String {
    told.say(
        "Adres, interface en aantallen per bron staan onder punt 13.",
        "Address, interface and numbers of each source stand at item 13.",
    )
}

/// What came by a route that only people walk: what they say, with what the run has of it.
fn by_route(told: &Told<'_>, route: Route, stated: &str, key: &str) -> Answer {
    let pairs = told.run.other_routes.iter().filter(|row| row.via == route);
    let publications = super::told::distinct(pairs.map(|row| &row.publication)).len();
    let counted = told.say(
        format!("In de run: {publications} publicaties langs deze weg."),
        format!("In the run: {publications} publications by this route."),
    );
    match stated.trim() {
        "" => told.stated(
            "",
            key,
            &format!("{counted} Zeg hoe is gezocht, of dat het niet is gedaan."),
            &format!("{counted} Say how it was done, or that it was not."),
        ),
        text => said([text.to_owned(), counted]),
    }
}

fn updates(told: &Told<'_>) -> String {
    match &told.run.record.archive {
        Some(other) => told.say(
            format!("Deze run leest het archief van de run `{other}` en vraagt zelf niets; een latere zoekronde is een nieuwe run."),
            format!("This run reads the archive of the run `{other}` and asks nothing itself; a later search is a run of its own."),
        ),
        None => told.say(
            "Een bijgewerkte zoekactie is een nieuwe run met dezelfde pipeline; twee runs worden record voor record vergeleken.",
            "An update is a new run of the same pipeline; two runs are compared record by record.",
        ),
    }
}

fn peer_review(told: &Told<'_>) -> Answer {
    let text = around::peer_review(told).unwrap_or_default();
    told.stated(
        &text,
        "[peer_review]",
        "Zeg wie de zoekstrategie vooraf heeft beoordeeld en wat daaruit kwam, of dat niemand dat deed.",
        "Say who reviewed the search beforehand and what came of it, or that nobody did.",
    )
}
