//! PRISMA-ScR: how a scoping review is reported, in 22 items. What each asks is told in our own words.

use super::standard::{Asked, answered, in_line, said};
use super::told::{Told, many};
use super::{Answer, Checklist, collection, eligibility, limits, merging, protocol, search, selection};
use bron_protocol::Standard;

pub(crate) const ASKED: &[Asked] = &[
    ("1", "Noemt de titel het een scoping review?", "Does the title call it a scoping review?"),
    ("2", "Is er een gestructureerde samenvatting?", "Is there a structured summary?"),
    ("3", "Waarom dit onderzoek, en waarom in deze vorm?", "Why this review, and why in this form?"),
    (
        "4",
        "Welke vraag, met welke bevolking, begrippen en context?",
        "Which question, with which population, concepts and context?",
    ),
    (
        "5",
        "Is er een protocol, is het geregistreerd en waar staat het?",
        "Is there a protocol, is it registered, and where can it be read?",
    ),
    (
        "6",
        "Welke bronnen komen in aanmerking, en waarom?",
        "Which sources of evidence are eligible, and why?",
    ),
    ("7", "Waar is gezocht, en wanneer voor het laatst?", "Where was searched, and when last?"),
    ("8", "De volledige zoekactie van ten minste één bron", "The whole search of at least one source"),
    ("9", "Hoe is geselecteerd?", "How was selected?"),
    ("10", "Hoe zijn gegevens overgenomen, en door wie?", "How were data charted, and by whom?"),
    ("11", "Welke gegevens zijn overgenomen?", "Which data were charted?"),
    (
        "12",
        "Is de kwaliteit van bronnen beoordeeld, en hoe?",
        "Was the quality of sources appraised, and how?",
    ),
    ("13", "Hoe is het samengebracht?", "How was it brought together?"),
    (
        "14",
        "Hoeveel bronnen zijn bekeken, beoordeeld en opgenomen, en waarom niet?",
        "How many sources were screened, assessed and included, and why not?",
    ),
    (
        "15",
        "Kenmerken van elke opgenomen bron, met verwijzing",
        "Characteristics of each included source, with its citation",
    ),
    ("16", "De uitkomst van de kwaliteitsbeoordeling", "The outcome of the appraisal"),
    ("17", "Wat elke bron over de vraag zegt", "What each source says on the question"),
    ("18", "De uitkomsten samen", "The results together"),
    (
        "19",
        "De belangrijkste bevindingen, en wat ze voor wie betekenen",
        "The main findings, and what they mean to whom",
    ),
    ("20", "Wat zijn de beperkingen?", "What are the limitations?"),
    ("21", "De slotsom en wat daaruit volgt", "The conclusion and what follows from it"),
    ("22", "Wie betaalde, en met welke invloed?", "Who paid, and with what influence?"),
];

pub(crate) fn checklist(told: &Told<'_>) -> Checklist {
    answered(told, Standard::PrismaScr, "PRISMA-ScR", ASKED, |number| answer(told, number))
}

fn answer(told: &Told<'_>, number: &str) -> Answer {
    let stated = told.statements();
    match number {
        "1" => told.stated(
            &stated.title,
            "title",
            "Geef de titel van het verslag, met de soort onderzoek erin.",
            "Give the title of the report, with the kind of review in it.",
        ),
        "3" => told.stated(
            &stated.rationale,
            "rationale",
            "Zeg waarom dit onderzoek wordt gedaan, in het licht van wat bekend is.",
            "Say why the review is made, in view of what is known.",
        ),
        "4" => said([protocol::question(told)]),
        "5" => registered(told),
        "6" => said([in_line(&eligibility::criteria(told)), eligibility::window(told)]),
        "7" => said([search::searched(told), in_line(&search::each_source(told))]),
        "8" => said([search::typed(told), in_line(&search::each_term(told)), search::limits(told)]),
        "9" => said([
            selection::on_listing(told),
            selection::made_by(told),
            selection::proposals(told),
            selection::people(told),
            selection::assigned(told).unwrap_or_default(),
        ]),
        "10" => said([collection::documents(told), collection::passages(told)]),
        "11" => said([collection::items(told)]),
        "13" => said([collection::synthesis(told)]),
        "14" => said([
            merging::boxes(told),
            selection::on_listing(told),
            selection::retrieved(told),
            selection::came_to(told),
        ]),
        "15" | "17" => said([included(told)]),
        "18" => said([selection::came_to(told), collection::synthesis(told)]),
        "20" => said([limits::incomplete(told), limits::open(told), limits::box_against_catalogue(told)]),
        "22" => told.stated(
            &stated.funding,
            "funding",
            "Zeg wie het onderzoek betaalde en welke invloed die had.",
            "Say who paid for the review and what influence they had.",
        ),
        other => only_people(told, other),
    }
}

/// Registration is people's; whether the protocol was frozen is in the data and said with it.
pub(crate) fn registered(told: &Told<'_>) -> Answer {
    let frozen = protocol::frozen(told);
    let stated = told.statements();
    match stated.registration.trim() {
        "" => told.stated(
            "",
            "registration",
            &format!("{frozen} Zeg waar en wanneer het is geregistreerd, of dat het niet is geregistreerd."),
            &format!("{frozen} Say where and when it is registered, or that it is not."),
        ),
        text => said([text.to_owned(), frozen, stated.protocol.trim().to_owned()]),
    }
}

/// What is included, and where each stands.
pub(crate) fn included(told: &Told<'_>) -> String {
    let passages = told.run.worktable.len() as u64;
    let publications =
        super::told::distinct(told.run.worktable.iter().map(|row| &row.publication)).len() as u64;
    told.say(
        format!(
            "De werktabel (`6-synthesis/worktable.csv`) heeft {} uit {}, elk met auteurs, jaar, titel, adres en bladzijde.",
            many(passages, "passage", "passages"),
            many(publications, "geïncludeerde publicatie", "geïncludeerde publicaties")
        ),
        format!(
            "The working table (`6-synthesis/worktable.csv`) has {} of {}, each with authors, year, title, address and page.",
            many(passages, "passage", "passages"),
            many(publications, "included publication", "included publications")
        ),
    )
}

fn only_people(told: &Told<'_>, number: &str) -> Answer {
    let (nl, en) = match number {
        "2" => (
            "Schrijf een samenvatting met achtergrond, doel, criteria, bronnen, methode, uitkomsten en slotsom.",
            "Write a summary with background, aim, criteria, sources, methods, results and conclusion.",
        ),
        "12" | "16" => (
            "Het programma beoordeelt geen kwaliteit. Zeg of mensen dat deden, hoe, en wat de uitkomst was.",
            "The program appraises no quality. Say whether people did, how, and what came of it.",
        ),
        "19" => (
            "Vat de bevindingen samen en zeg wat ze betekenen.",
            "Summarise the findings and say what they mean.",
        ),
        _ => ("Schrijf de slotsom en wat daaruit volgt.", "Write the conclusion and what follows from it."),
    };
    told.open_item(Standard::PrismaScr, number, nl, en)
}
