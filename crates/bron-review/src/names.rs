//! What people call the words of the files, in Dutch and English.

use crate::index::Group;
use bron_model::{
    Criterion, DocumentPart, DocumentStatus, Field, Language, MadeBy, Outcome, PassageKind, Route, Screened,
    Verdict,
};

fn pick(language: Language, (nl, en): (&'static str, &'static str)) -> &'static str {
    match language {
        Language::Nl => nl,
        Language::En => en,
    }
}

/// The question that a criterion asks, in a few words.
pub(crate) fn criterion(criterion: Criterion, language: Language) -> &'static str {
    let names = match criterion {
        Criterion::I1 => ("Publicatie of artikel", "Publication or article"),
        Criterion::I2 => ("Vanaf 2007", "From 2007 on"),
        Criterion::W => ("Binnen de zoekperiode", "Within the search period"),
        Criterion::E1a => ("Term komt voor", "Term occurs"),
        Criterion::E1b => ("Definitie of beschrijving", "Definition or description"),
        Criterion::E2 => ("Binnen het domein", "Within the domains"),
        Criterion::E3 => ("Relevant voor ouderen", "Relevant for older people"),
    };
    pick(language, names)
}

/// What a verdict on a criterion says.
pub(crate) fn meaning(criterion: Criterion, verdict: Verdict, language: Language) -> &'static str {
    let names = match (criterion, verdict) {
        (_, Verdict::Unclear) => ("niet te zeggen", "cannot be told"),
        (Criterion::I1, Verdict::Include) => ("publicatie of artikel", "publication or article"),
        (Criterion::I1, Verdict::Exclude) => ("iets anders", "something else"),
        (Criterion::I2, Verdict::Include) => ("2007 of later", "2007 or later"),
        (Criterion::I2, Verdict::Exclude) => ("vóór 2007", "before 2007"),
        (Criterion::W, Verdict::Include) => ("binnen de periode", "within the period"),
        (Criterion::W, Verdict::Exclude) => ("erna verschenen", "appeared after it"),
        (Criterion::E1a, Verdict::Include) => ("komt voor", "occurs"),
        (Criterion::E1a, Verdict::Exclude) => ("komt niet voor", "does not occur"),
        (Criterion::E1b, Verdict::Include) => ("definitie of beschrijving", "definition or description"),
        (Criterion::E1b, Verdict::Exclude) => ("geen van beide", "neither"),
        (Criterion::E2, Verdict::Include) => {
            ("zorg, gezondheid, welzijn of wonen", "care, health, welfare or housing")
        }
        (Criterion::E2, Verdict::Exclude) => ("ander domein", "another domain"),
        (Criterion::E3, Verdict::Include) => ("relevant", "relevant"),
        (Criterion::E3, Verdict::Exclude) => ("alleen een andere groep", "another group only"),
    };
    pick(language, names)
}

/// A verdict.
pub(crate) fn verdict(verdict: Verdict, language: Language) -> &'static str {
    pick(
        language,
        match verdict {
            Verdict::Include => ("in", "in"),
            Verdict::Exclude => ("uit", "out"),
            Verdict::Unclear => ("onduidelijk", "unclear"),
        },
    )
}

/// What becomes of a pair.
pub(crate) fn outcome(outcome: Outcome, language: Language) -> &'static str {
    let names = match outcome {
        Outcome::OutI1 => ("uit: geen publicatie", "out: no publication"),
        Outcome::OutI2 => ("uit: vóór 2007", "out: before 2007"),
        Outcome::OutW => ("uit: na de zoekperiode", "out: after the search period"),
        Outcome::OutE1a => ("uit: term komt niet voor", "out: term does not occur"),
        Outcome::OutE1b => ("uit: geen definitie of beschrijving", "out: no definition or description"),
        Outcome::OutE2 => ("uit: ander domein", "out: another domain"),
        Outcome::OutE3 => ("uit: niet voor ouderen", "out: not for older people"),
        Outcome::Unclear => ("nog open", "still open"),
        Outcome::NotRetrieved => ("niet opgehaald", "not retrieved"),
        Outcome::Included => ("opgenomen", "included"),
    };
    pick(language, names)
}

/// The class by which a pair is coloured.
pub(crate) fn class(group: Group) -> &'static str {
    match group {
        Group::Open => "open",
        Group::Conflict => "conflict",
        Group::Included => "in",
        Group::NotRetrieved => "missing",
        Group::Out | Group::ReasonOpen => "out",
    }
}

/// The class by which a verdict is coloured.
pub(crate) fn verdict_class(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Include => "in",
        Verdict::Exclude => "out",
        Verdict::Unclear => "open",
    }
}

/// Who settled it.
pub(crate) fn made_by(made_by: MadeBy, language: Language) -> &'static str {
    pick(
        language,
        match made_by {
            MadeBy::Rule => ("regel", "rule"),
            MadeBy::AcceptedProposal => ("overgenomen voorstel", "accepted proposal"),
            MadeBy::Reviewer => ("beoordelaar", "reviewer"),
        },
    )
}

/// How much was looked at.
pub(crate) fn screened(screened: Screened, language: Language) -> &'static str {
    pick(
        language,
        match screened {
            Screened::Listing => ("titel, soort en datum zoals getoond", "title, kind and date as listed"),
            Screened::Summary => ("samenvatting", "summary"),
            Screened::FirstPages => ("eerste bladzijden", "first pages"),
            Screened::FullText => ("volledige tekst", "full text"),
        },
    )
}

/// What a passage says of its term.
pub(crate) fn kind(kind: PassageKind, language: Language) -> &'static str {
    pick(
        language,
        match kind {
            PassageKind::Definition => ("definitie", "definition"),
            PassageKind::Description => ("beschrijving", "description"),
            PassageKind::Element => ("element", "element"),
        },
    )
}

/// The part that a document plays.
pub(crate) fn part(part: DocumentPart, language: Language) -> &'static str {
    pick(
        language,
        match part {
            DocumentPart::Landing => ("webpagina erbij", "page beside it"),
            DocumentPart::Main => ("hoofddocument", "main document"),
            DocumentPart::Annex => ("bijlage", "annex"),
        },
    )
}

/// Whether its text could be had.
pub(crate) fn status(status: DocumentStatus, language: Language) -> &'static str {
    let names = match status {
        DocumentStatus::Retrieved => ("volledig gelezen", "read whole"),
        DocumentStatus::NotFound => ("niet gevonden (404)", "not found (404)"),
        DocumentStatus::NotAccessible => ("niet toegankelijk", "not accessible"),
        DocumentStatus::NotRetrieved => ("niet opgehaald", "not retrieved"),
        DocumentStatus::NoTextLayer => ("scan zonder tekst", "scan without text"),
        DocumentStatus::PartlyWithoutText => ("deels zonder tekst", "partly without text"),
        DocumentStatus::Encrypted => ("versleuteld", "encrypted"),
        DocumentStatus::Broken => ("beschadigd", "broken"),
        DocumentStatus::NotRead => ("niet gelezen (grens bereikt)", "not read (a limit was met)"),
    };
    pick(language, names)
}

/// A field that can be corrected.
pub(crate) fn field(field: Field, language: Language) -> &'static str {
    pick(
        language,
        match field {
            Field::Date => ("Datum", "Date"),
            Field::Authors => ("Auteurs", "Authors"),
            Field::Title => ("Titel", "Title"),
            Field::Kind => ("Soort", "Kind"),
            Field::MainDocument => ("Hoofddocument", "Main document"),
        },
    )
}

/// How a hit was met.
pub(crate) fn route(route: Route, language: Language) -> &'static str {
    let names = match route {
        Route::Search => ("zoekvak", "search box"),
        Route::HandSearch => ("met de hand", "by hand"),
        Route::Catalogue => ("catalogus", "catalogue"),
        Route::Browse => ("doorgekeken", "browsed"),
        Route::Citation => ("verwijzing", "citation"),
        Route::Contact => ("toegestuurd", "contact"),
        Route::Other => ("anders", "other"),
        Route::Text => ("in een tekst", "in a text"),
        Route::KnownItem => ("opgezocht", "looked up"),
    };
    pick(language, names)
}
