//! Recognises the language of a text.

use whatlang::{Detector, Lang};

/// The languages that Dutch knowledge bases may hold. Afrikaans is not among them: short Dutch texts look like it.
const LANGUAGES: &[(Lang, &str)] = &[
    (Lang::Nld, "nl"),
    (Lang::Eng, "en"),
    (Lang::Deu, "de"),
    (Lang::Fra, "fr"),
    (Lang::Spa, "es"),
    (Lang::Ita, "it"),
    (Lang::Por, "pt"),
    (Lang::Dan, "da"),
    (Lang::Swe, "sv"),
    (Lang::Nob, "nb"),
    (Lang::Fin, "fi"),
    (Lang::Pol, "pl"),
    (Lang::Ces, "cs"),
    (Lang::Ron, "ro"),
    (Lang::Hun, "hu"),
    (Lang::Tur, "tr"),
    (Lang::Ara, "ar"),
    (Lang::Rus, "ru"),
    (Lang::Ukr, "uk"),
];

/// So many characters tell a language; more cost time only.
const ENOUGH: usize = 40_000;

/// ISO 639-1 of the language of the texts together; empty where whatlang is not sure.
pub(crate) fn language_of<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    let mut sample = String::new();
    for text in texts {
        if sample.len() > ENOUGH {
            break;
        }
        sample.push_str(text);
        sample.push('\n');
    }
    let allowed: Vec<Lang> = LANGUAGES.iter().map(|(language, _)| *language).collect();
    let found = Detector::with_allowlist(allowed).detect(&sample).filter(whatlang::Info::is_reliable);
    let code = found.and_then(|found| LANGUAGES.iter().find(|(language, _)| *language == found.lang()));
    code.map(|(_, code)| (*code).to_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(language_of([text]), expected);
    }

    #[test]
    fn languages_are_told_apart() {
        check(
            "In een zorgzame buurt kijken bewoners naar elkaar om en organiseren zij samen zorg en ondersteuning.",
            "nl",
        );
        check(
            "A caring neighbourhood is a place where residents look after each other and organise support together.",
            "en",
        );
    }

    #[test]
    fn too_little_text_has_no_language() {
        check("", "");
        check("12", "");
    }
}
