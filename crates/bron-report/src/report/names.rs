//! What people call the words of the files, in Dutch and English.

use bron_model::{
    Criterion, KnownOutcome, Language, MadeBy, Outcome, PassageKind, QueryStatus, Route, Verdict,
};

fn pick(language: Language, (nl, en): (&'static str, &'static str)) -> &'static str {
    match language {
        Language::Nl => nl,
        Language::En => en,
    }
}

/// What becomes of a pair.
pub(crate) fn outcome(outcome: Outcome, language: Language) -> &'static str {
    let names = match outcome {
        Outcome::OutI1 => ("uit: geen publicatie", "out: no publication"),
        Outcome::OutI2 => ("uit: te vroeg verschenen", "out: appeared too early"),
        Outcome::OutW => ("uit: na de zoekperiode", "out: after the search period"),
        Outcome::OutE1a => ("uit: term komt niet voor", "out: term does not occur"),
        Outcome::OutE1b => ("uit: geen definitie of beschrijving", "out: no definition or description"),
        Outcome::OutE2 => ("uit: ander domein", "out: another domain"),
        Outcome::OutE3 => ("uit: niet voor ouderen", "out: not for older people"),
        Outcome::Unclear => ("nog te beoordelen", "to be judged"),
        Outcome::NotRetrieved => ("niet verkregen", "not retrieved"),
        Outcome::Included => ("geïncludeerd", "included"),
    };
    pick(language, names)
}

/// The class by which a pair is coloured.
pub(crate) fn class(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Included => "in",
        Outcome::Unclear => "open",
        Outcome::NotRetrieved => "missing",
        _ => "out",
    }
}

/// Why something was taken out, in a few words.
pub(crate) fn reason(criterion: Criterion, language: Language) -> &'static str {
    let names = match criterion {
        Criterion::I1 => ("geen publicatie of artikel", "no publication or article"),
        Criterion::I2 => ("verschenen vóór de periode", "appeared before the period"),
        Criterion::W => ("verschenen na de periode", "appeared after the period"),
        Criterion::E1a => ("term komt niet voor", "term does not occur"),
        Criterion::E1b => ("geen definitie of beschrijving", "no definition or description"),
        Criterion::E2 => ("buiten het domein", "outside the domains"),
        Criterion::E3 => ("niet relevant voor ouderen", "not relevant for older people"),
    };
    pick(language, names)
}

/// A verdict.
pub(crate) fn verdict(verdict: Verdict, language: Language) -> &'static str {
    let names = match verdict {
        Verdict::Include => ("in", "in"),
        Verdict::Exclude => ("uit", "out"),
        Verdict::Unclear => ("onduidelijk", "unclear"),
    };
    pick(language, names)
}

/// Who settled it.
pub(crate) fn made_by(made_by: MadeBy, language: Language) -> &'static str {
    let names = match made_by {
        MadeBy::Rule => ("regel", "rule"),
        MadeBy::AcceptedProposal => ("overgenomen voorstel", "accepted proposal"),
        MadeBy::Reviewer => ("beoordelaar", "reviewer"),
    };
    pick(language, names)
}

/// What a passage says of its term.
pub(crate) fn kind(kind: PassageKind, language: Language) -> &'static str {
    let names = match kind {
        PassageKind::Definition => ("definitie", "definition"),
        PassageKind::Description => ("beschrijving", "description"),
        PassageKind::Element => ("element", "element"),
    };
    pick(language, names)
}

/// How something was met.
pub(crate) fn route(route: Route, language: Language) -> &'static str {
    let names = match route {
        Route::Search => ("zoekvak", "search box"),
        Route::HandSearch => ("zoekvak, met de hand", "search box, by hand"),
        Route::Catalogue => ("catalogus van de site", "the site's catalogue"),
        Route::Browse => ("doorgekeken map of lijst", "folder or list browsed"),
        Route::Citation => ("verwijzing in een publicatie", "reference in a publication"),
        Route::Contact => ("toegestuurd", "sent by a contact"),
        Route::Other => ("op een andere wijze", "another way"),
        Route::Text => {
            ("in een tekst die voor een andere term is gevonden", "in a text found for another term")
        }
        Route::KnownItem => ("op naam opgezocht", "looked up by name"),
    };
    pick(language, names)
}

/// What became of a query.
pub(crate) fn status(status: QueryStatus, language: Language) -> &'static str {
    let names = match status {
        QueryStatus::Hits => ("gelezen", "read"),
        QueryStatus::NoneReported => ("de site meldt er geen", "the site reports none"),
        QueryStatus::StoppedByProtocol => ("volgens protocol gestopt", "stopped by the protocol"),
        QueryStatus::NotSearched => ("niet doorzocht", "not searched"),
        QueryStatus::Unreadable => ("onleesbaar antwoord", "unreadable answer"),
        QueryStatus::Failed => ("mislukt", "failed"),
        QueryStatus::Blocked => ("geweigerd door de site", "refused by the site"),
        QueryStatus::Capped => ("afgekapt door de site", "cut off by the site"),
        QueryStatus::Incomplete => ("niet volledig gelezen", "not read to the end"),
    };
    pick(language, names)
}

/// What a run says of a known item.
pub(crate) fn known(outcome: KnownOutcome, language: Language) -> &'static str {
    let names = match outcome {
        KnownOutcome::FoundByTerm => ("gevonden door de eigen term", "found by its own term"),
        KnownOutcome::FoundByOtherTerm => {
            ("alleen gevonden door een andere term", "found by another term only")
        }
        KnownOutcome::CatalogueOnly => ("alleen in de catalogus", "in the catalogue only"),
        KnownOutcome::OtherRoutesOnly => ("alleen langs andere wegen", "by other routes only"),
        KnownOutcome::NewerEdition => ("nieuwere uitgave", "newer edition"),
        KnownOutcome::Moved => ("verhuisd naar een ander adres", "moved to another address"),
        KnownOutcome::Gone => ("in de lijst, maar de pagina is weg", "listed, but its page is gone"),
        KnownOutcome::Doubtful => ("twijfelachtig: een mens kiest", "doubtful: a person chooses"),
        KnownOutcome::OnlyByTitle => (
            "de site heeft het, de zoekvragen van de term gaven het niet",
            "the site has it, the term's queries did not return it",
        ),
        KnownOutcome::NotEvenByTitle => {
            ("niet gevonden, ook niet op titel", "not found, not by its title either")
        }
        KnownOutcome::NotFound => ("niet gevonden", "not found"),
        KnownOutcome::SearchIncomplete => (
            "onbekend: een zoekvraag is niet tot het einde gelezen",
            "unknown: a query was not read to its end",
        ),
        KnownOutcome::NotSearched => {
            ("onbekend: een bron is niet doorzocht", "unknown: a source was not searched")
        }
        KnownOutcome::NotTestable => ("niet te toetsen (geen titel)", "not testable (no title)"),
    };
    pick(language, names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_of_one_language_stands_in_both_by_mistake() {
        let differ = |nl: &str, en: &str| assert_ne!(nl, en);
        for one in Outcome::ALL {
            differ(outcome(*one, Language::Nl), outcome(*one, Language::En));
        }
        for one in Criterion::ALL {
            differ(reason(*one, Language::Nl), reason(*one, Language::En));
        }
        for one in QueryStatus::ALL {
            differ(status(*one, Language::Nl), status(*one, Language::En));
        }
        for one in KnownOutcome::ALL {
            differ(known(*one, Language::Nl), known(*one, Language::En));
        }
    }
}
