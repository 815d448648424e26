//! PRISMA 2020 for updated reviews, in 27 items. What each asks is told in our own words.

use super::standard::{Asked, answered, in_line, said};
use super::told::{Told, counted};
use super::{
    Answer, Checklist, around, collection, eligibility, limits, merging, prisma_scr, protocol, search,
    selection,
};
use bron_model::Outcome;
use bron_protocol::Standard;

pub(crate) const ASKED: &[Asked] = &[
    ("1", "Noemt de titel het een systematisch overzicht?", "Does the title call it a systematic review?"),
    ("2", "Is er een samenvatting volgens de standaard?", "Is there an abstract as the standard asks?"),
    ("3", "Waarom dit onderzoek, gezien wat bekend is?", "Why this review, in view of what is known?"),
    ("4", "Wat is het doel of de vraag?", "What is the aim or question?"),
    ("5", "Welke criteria gelden?", "Which criteria hold?"),
    ("6", "Waar is gezocht, en wanneer voor het laatst?", "Where was searched, and when last?"),
    (
        "7",
        "De volledige zoekactie van elke bron, met beperkingen",
        "The whole search of every source, with limits",
    ),
    (
        "8",
        "Hoe is geselecteerd: door hoeveel mensen, onafhankelijk, met welke hulp?",
        "How was selected: by how many people, independently, with what tools?",
    ),
    ("9", "Hoe zijn gegevens verzameld, en door wie?", "How were data collected, and by whom?"),
    ("10a", "Welke uitkomsten zijn gezocht?", "Which outcomes were sought?"),
    ("10b", "Welke andere gegevens zijn gezocht?", "Which other data were sought?"),
    ("11", "Hoe is het risico op vertekening beoordeeld?", "How was the risk of bias assessed?"),
    ("12", "Welke effectmaten?", "Which effect measures?"),
    ("13a", "Wat hoort bij welke synthese?", "What belongs to which synthesis?"),
    ("13b", "Hoe zijn gegevens klaargemaakt?", "How were data prepared?"),
    ("13c", "Hoe zijn uitkomsten getoond?", "How were results displayed?"),
    ("13d", "Hoe is samengebracht, en waarom zo?", "How was it brought together, and why so?"),
    ("13e", "Hoe is naar verschillen gekeken?", "How were differences explored?"),
    ("13f", "Zijn er gevoeligheidsanalyses?", "Are there sensitivity analyses?"),
    (
        "14",
        "Is gekeken naar wat ontbreekt door selectief publiceren?",
        "Was bias due to missing results assessed?",
    ),
    ("15", "Hoe zeker is het bewijs?", "How certain is the evidence?"),
    (
        "16a",
        "Hoeveel is gevonden en opgenomen, liefst als stroomschema?",
        "How much was found and included, best as a flow diagram?",
    ),
    (
        "16b",
        "Wat leek in aanmerking te komen en viel af, en waarom?",
        "What seemed eligible and was excluded, and why?",
    ),
    ("17", "Elk opgenomen onderzoek met kenmerken", "Each included study with its characteristics"),
    ("18", "Het risico op vertekening per onderzoek", "The risk of bias of each study"),
    ("19", "De uitkomst van elk onderzoek", "The results of each study"),
    ("20a", "Per synthese: kenmerken van wat erin zit", "Per synthesis: characteristics of what is in it"),
    ("20b", "Uitkomsten van statistische syntheses", "Results of statistical syntheses"),
    ("20c", "Oorzaken van verschillen", "Causes of differences"),
    ("20d", "Uitkomsten van gevoeligheidsanalyses", "Results of sensitivity analyses"),
    ("21", "Vertekening door ontbrekende uitkomsten", "Bias due to missing results"),
    ("22", "Zekerheid per uitkomst", "Certainty of each outcome"),
    (
        "23a",
        "Wat betekenen de uitkomsten naast ander onderzoek?",
        "What do the results mean beside other evidence?",
    ),
    ("23b", "Beperkingen van het bewijs", "Limitations of the evidence"),
    ("23c", "Beperkingen van de werkwijze", "Limitations of the process"),
    ("23d", "Gevolgen voor praktijk, beleid en onderzoek", "Implications for practice, policy and research"),
    ("24a", "Waar geregistreerd, of niet", "Where registered, or not"),
    (
        "24b",
        "Waar staat het protocol, of is er geen",
        "Where the protocol can be read, or that there is none",
    ),
    (
        "24c",
        "Wat is er aan registratie of protocol veranderd?",
        "What was changed of registration or protocol?",
    ),
    ("25", "Wie steunde het, en met welke invloed?", "Who supported it, and with what influence?"),
    ("26", "Belangen van de auteurs", "Interests of the authors"),
    (
        "27",
        "Waar zijn gegevens, formulieren en programma te krijgen?",
        "Where can data, forms and code be had?",
    ),
];

pub(crate) fn checklist(told: &Told<'_>) -> Checklist {
    let name = told.say("PRISMA 2020 (bijgewerkt overzicht)", "PRISMA 2020 (updated review)");
    answered(told, Standard::Prisma2020, &name, ASKED, |number| answer(told, number))
}

fn answer(told: &Told<'_>, number: &str) -> Answer {
    match number {
        "4" => said([protocol::question(told)]),
        "5" => said([in_line(&eligibility::criteria(told)), eligibility::window(told)]),
        "6" => said([search::searched(told), in_line(&search::each_source(told)), search::routes_used(told)]),
        "7" => said([search::typed(told), in_line(&search::each_term(told)), search::limits(told)]),
        "8" => said([
            selection::made_by(told),
            selection::proposals(told),
            selection::people(told),
            selection::assigned(told).unwrap_or_default(),
            in_line(&selection::agreement(told)),
        ]),
        "9" => said([collection::documents(told), collection::passages(told)]),
        "10a" | "10b" => said([collection::items(told)]),
        "12" | "13e" | "13f" | "20b" | "20c" | "20d" => said([no_effects(told)]),
        "13a" | "20a" => said([prisma_scr::included(told), selection::came_to(told)]),
        "13b" => said([collection::documents(told), collection::passages(told), collection::items(told)]),
        "13c" => said([collection::synthesis(told)]),
        "16a" => said([
            merging::boxes(told),
            selection::on_listing(told),
            selection::retrieved(told),
            selection::came_to(told),
        ]),
        "16b" => said([excluded(told)]),
        "17" | "19" => said([prisma_scr::included(told)]),
        "23c" => said([limits::incomplete(told), limits::open(told), limits::box_against_catalogue(told)]),
        other => from_people(told, other),
    }
}

/// Items that a key of its own is for, and registration with what the data have of it.
fn from_people(told: &Told<'_>, number: &str) -> Answer {
    let stated = told.statements();
    let text = |text: &str, key: &str, nl: &str, en: &str| told.stated(text, key, nl, en);
    match number {
        "1" => text(
            &stated.title,
            "title",
            "Geef de titel van het verslag, met de soort onderzoek erin.",
            "Give the title of the report, with the kind of review in it.",
        ),
        "3" => text(
            &stated.rationale,
            "rationale",
            "Zeg waarom dit onderzoek wordt gedaan, in het licht van wat bekend is.",
            "Say why the review is made, in view of what is known.",
        ),
        "24a" => prisma_scr::registered(told),
        "24b" => {
            let frozen = protocol::frozen(told);
            text(
                &stated.protocol,
                "protocol",
                &format!("{frozen} Zeg waar het te lezen is, of dat er geen is."),
                &format!("{frozen} Say where it can be read, or that there is none."),
            )
        }
        "24c" => amended(told),
        "25" => text(
            [stated.funding.trim(), stated.support.trim()].join(" ").trim(),
            "funding",
            "Zeg wie het onderzoek betaalde of steunde en welke invloed die had.",
            "Say who paid for or supported the review and what influence they had.",
        ),
        "26" => text(
            &stated.interests,
            "interests",
            "Noem de belangen van de auteurs, of zeg dat er geen zijn.",
            "Declare the interests of the authors, or say that there are none.",
        ),
        "27" => text(
            &available(told),
            "availability",
            &format!("{} Zeg waar zij te krijgen zijn.", around::archive(told)),
            &format!("{} Say where they can be had.", around::archive(told)),
        ),
        other => only_people(told, other),
    }
}

fn available(told: &Told<'_>) -> String {
    match told.statements().availability.trim() {
        "" => String::new(),
        stated => format!("{stated} {}", around::archive(told)),
    }
}

/// What was changed of a frozen protocol. Where none was frozen, nobody but people can say what was changed.
fn amended(told: &Told<'_>) -> Answer {
    if told.run.frozen.frozen.is_none() {
        return told.open_item(
            Standard::Prisma2020,
            "24c",
            "Er is geen protocol vastgelegd, dus het programma weet niet wat er is veranderd. Zeg het, met de reden.",
            "No protocol was frozen, so the program does not know what was changed. Say it, with the reason.",
        );
    }
    said([protocol::frozen(told), in_line(&protocol::amendments(told))])
}

/// What was out on its text, by criterion, and where the list is.
fn excluded(told: &Told<'_>) -> String {
    let at_text = [Outcome::OutE1a, Outcome::OutE1b, Outcome::OutE2, Outcome::OutE3];
    let outcomes = counted(told.run.outcomes.iter().map(|row| row.outcome));
    let n = |outcome: &Outcome| outcomes.get(outcome).copied().unwrap_or_default();
    let by: Vec<String> = at_text.iter().map(|outcome| format!("{outcome} {}", n(outcome))).collect();
    let (all, by) = (at_text.iter().map(n).sum::<u64>(), by.join(", "));
    told.say(
        format!(
            "{all} paren vielen af op de tekst ({by}); elk staat met reden in `5-eligibility/outcomes.csv`, en de citaten waarop dat rust \
             in `decisions.csv`."
        ),
        format!(
            "{all} pairs were taken out on the text ({by}); each stands with its reason in `5-eligibility/outcomes.csv`, and the quotes on \
             which that rests in `decisions.csv`."
        ),
    )
}

fn no_effects(told: &Told<'_>) -> String {
    told.say(
        "Niet van toepassing: het onderzoek vergelijkt omschrijvingen; er worden geen effecten geschat of samengevoegd.",
        "Not applicable: the review compares definitions; no effects are estimated or pooled.",
    )
}

fn only_people(told: &Told<'_>, number: &str) -> Answer {
    let (nl, en) = match number {
        "2" => ("Schrijf de samenvatting.", "Write the abstract."),
        "11" | "18" => (
            "Het programma beoordeelt geen risico op vertekening. Zeg of mensen dat deden, hoe, en wat de uitkomst was.",
            "The program assesses no risk of bias. Say whether people did, how, and what came of it.",
        ),
        "13d" => (
            "De synthese is beschrijvend (zie 13c). Zeg waarom voor deze werkwijze is gekozen.",
            "The synthesis is descriptive (see 13c). Say why this way was chosen.",
        ),
        "14" | "21" => (
            "Het programma kijkt niet naar wat nooit is gepubliceerd. Zeg of en hoe daarnaar is gekeken.",
            "The program does not look at what was never published. Say whether and how that was looked at.",
        ),
        "15" | "22" => (
            "Het programma beoordeelt niet hoe zeker iets is. Zeg of mensen dat deden en hoe.",
            "The program does not assess how certain anything is. Say whether people did, and how.",
        ),
        "23a" => ("Leg de uitkomsten naast ander onderzoek.", "Put the results beside other evidence."),
        "23b" => ("Noem de beperkingen van wat is opgenomen.", "Name the limitations of what is included."),
        _ => ("Zeg wat eruit volgt.", "Say what follows from it."),
    };
    told.open_item(Standard::Prisma2020, number, nl, en)
}
