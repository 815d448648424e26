//! What may be shared of an export, in words that lie beside it or stand in it.

use crate::Format;
use bron_model::Language;
use bron_run::Finished;

/// What a file is, how it is opened, and what may be shared of it.
pub(crate) fn told(finished: &Finished, format: Format, pseudonymous: bool, language: Language) -> String {
    let nl = language == Language::Nl;
    let version = env!("CARGO_PKG_VERSION");
    let run = finished.name();
    let day = finished.record.harvest_date.as_deref().and_then(|at| at.get(..10)).unwrap_or("?");
    let mut lines = vec![if nl {
        format!("Gemaakt met bron {version} uit de run {run}, geoogst op {day}.")
    } else {
        format!("Made with bron {version} from the run {run}, harvested on {day}.")
    }];
    lines.push(opened(format, nl).to_owned());
    if finished.accepts_proposals {
        lines.push(
            if nl {
                "Let op: voorstellen van regels zijn hier als beslissing geteld; geen beoordelaar heeft ze gezien."
            } else {
                "Note: proposals of rules are counted as decisions here; no reviewer has seen them."
            }
            .to_owned(),
        );
    }
    lines.push(shared(format, nl).to_owned());
    lines.push(reviewers(format, pseudonymous, nl).to_owned());
    lines.retain(|line| !line.is_empty());
    lines.join("\n")
}

fn opened(format: Format, nl: bool) -> &'static str {
    let (dutch, english) = match format {
        Format::Word => (
            "De werktabel: open het bestand in Word of LibreOffice en bewaar het als .docx.",
            "The working table: open the file in Word or LibreOffice and save it as .docx.",
        ),
        Format::Ris => (
            "Referenties (RIS): importeer in Zotero, EndNote, Mendeley, Covidence of EPPI-Reviewer. Onze id staat in ID, AN, C1 en N1.",
            "References (RIS): import into Zotero, EndNote, Mendeley, Covidence or EPPI-Reviewer. Our id is in ID, AN, C1 and N1.",
        ),
        Format::CslJson => (
            "Referenties (CSL-JSON): importeer in Zotero. Onze id staat in `id`, `archive_location` en `note`.",
            "References (CSL-JSON): import into Zotero. Our id is in `id`, `archive_location` and `note`.",
        ),
        Format::Bibtex => (
            "Referenties (BibLaTeX): onze id is de sleutel, en staat in `note`.",
            "References (BibLaTeX): our id is the key, and stands in `note`.",
        ),
        Format::Asreview => (
            "Records voor ASReview. `included` (in RIS: N1) is wat in bron besloten is, leeg waar niets besloten is; maak die kolom leeg om blind te screenen. \
             Lees het resultaat terug met `bron judge import`; wat zo terugkomt als het meeging telt niet als oordeel.",
            "Records for ASReview. `included` (in RIS: N1) is what was decided in bron, empty where nothing is; empty that column to screen blind. \
             Read the result back with `bron judge import`; what comes back as it went is no judgement.",
        ),
        Format::Rayyan => (
            "Records voor Rayyan: importeer als CSV. Onze id staat in `notes`; lees het resultaat terug met `bron judge import`.",
            "Records for Rayyan: import as CSV. Our id is in `notes`; read the result back with `bron judge import`.",
        ),
        Format::Prisma => (
            "Stroom voor het R-pakket PRISMA2020: PRISMA_flowdiagram(PRISMA_data(read.csv(\"PRISMA.csv\")), previous = FALSE). \
             Dubbele bestanden en wat nog beoordeeld moet worden staan bij de redenen; de rechterarm heeft geen vakken voor dubbele records en screening, \
             en telt ook wat op routes is gevonden die Tabel 1 niet telt (catalogus, map, brief): daardoor kunnen er meer studies staan dan in Tabel 1. \
             Gevonden wordt hier in treffers geteld, en in het rapport in records: treffers die een record van dezelfde bron opnieuw gaven, staan hier bij de dubbele. \
             Het sjabloon is van PRISMA2020 (MIT, Copyright (c) 2020 Neal R Haddaway); alleen de kolom `n` is ingevuld.",
            "Flow for the R package PRISMA2020: PRISMA_flowdiagram(PRISMA_data(read.csv(\"PRISMA.csv\")), previous = FALSE). \
             Duplicate files and what is not yet judged stand among the reasons; the right arm has no boxes for duplicates and screening, \
             and counts what was met on routes that Table 1 does not count (a catalogue, a folder, a letter) as well: so there may be more studies than in Table 1. \
             What was found is counted in hits here and in records in the report: hits that gave a record of the same source again stand among the duplicates here. \
             The template is that of PRISMA2020 (MIT, Copyright (c) 2020 Neal R Haddaway); only the column `n` is filled in.",
        ),
        Format::Qdpx => (
            "Project (REFI-QDA) voor NVivo, ATLAS.ti, MAXQDA en QualCoder: per publicatie de passages met context, gecodeerd naar term, soort en element. \
             Verschuiven de coderingen in MAXQDA, exporteer dan met `--line-endings crlf`.",
            "Project (REFI-QDA) for NVivo, ATLAS.ti, MAXQDA and QualCoder: per publication its passages with context, coded by term, kind and element. \
             Where codings are shifted in MAXQDA, export with `--line-endings crlf`.",
        ),
        Format::Qdc => (
            "Codeboek (REFI-QDA): de termen, de soorten passage en de elementen, zonder teksten.",
            "Codebook (REFI-QDA): the terms, the kinds of passage and the elements, without texts.",
        ),
        Format::Searchrxiv => (
            "Een zoekrecord per zoekvraag (JSON), voor searchRxiv. Vul `authors` in voordat u ze deponeert.",
            "A search record per query (JSON), for searchRxiv. Fill in `authors` before you deposit them.",
        ),
    };
    if nl { dutch } else { english }
}

fn shared(format: Format, nl: bool) -> &'static str {
    let (dutch, english) = match format {
        Format::Word | Format::Qdpx => (
            "Delen: de citaten zijn woorden van anderen, overgenomen als citaat met bron en bladzijde. Deel ze als citaat; voor meer is toestemming van de rechthebbende nodig. \
             Volledige teksten en PDF's zitten er niet in en horen er niet bij.",
            "Sharing: the quotations are other people's words, taken over as quotations with source and page. Share them as quotations; more needs the permission of who holds the rights. \
             Full texts and PDFs are not in it and do not belong with it.",
        ),
        Format::Ris | Format::CslJson | Format::Bibtex | Format::Asreview | Format::Rayyan => (
            "Delen: beschrijvingen van publicaties mogen gedeeld worden. De samenvatting is het begin van andermans tekst, ten hoogste 1.500 tekens, als citaat: laat haar weg waar citeren niet mag. \
             PDF's zitten er niet in, alleen hun adres.",
            "Sharing: descriptions of publications may be shared. The abstract is the beginning of another's text, at most 1,500 characters, as a quotation: leave it out where quoting is not allowed. \
             PDFs are not in it, only their address.",
        ),
        Format::Prisma | Format::Qdc | Format::Searchrxiv => (
            "Delen: hierin staan geen teksten van anderen; het mag gedeeld worden.",
            "Sharing: no texts of others stand in this; it may be shared.",
        ),
    };
    if nl { dutch } else { english }
}

fn reviewers(format: Format, pseudonymous: bool, nl: bool) -> &'static str {
    match (format, pseudonymous, nl) {
        (Format::Searchrxiv, true, true) => "Wie een zoekvraag met de hand typte is weggelaten.",
        (Format::Searchrxiv, true, false) => "Who typed a query by hand is left out.",
        (Format::Searchrxiv, false, true) => {
            "In `note` kan staan wie een zoekvraag met de hand typte; `--pseudonymous` laat dat weg."
        }
        (Format::Searchrxiv, false, false) => {
            "A `note` may name who typed a query by hand; `--pseudonymous` leaves that out."
        }
        (_, _, true) => "Beoordelaars worden er niet in genoemd.",
        (_, _, false) => "No reviewer is named in it.",
    }
}
