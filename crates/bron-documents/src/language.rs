//! Recognises the language of a text.

/// So many characters tell a language; more cost time only.
const ENOUGH: usize = 40_000;

/// ISO 639-1 of the language of the texts together; empty where whatlang is not sure, or has no such code.
pub(crate) fn language_of<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    let mut sample = String::new();
    for text in texts {
        if sample.len() > ENOUGH {
            break;
        }
        sample.push_str(text);
        sample.push('\n');
    }
    let Some(info) = whatlang::detect(&sample).filter(whatlang::Info::is_reliable) else {
        return String::new();
    };
    two_letters(info.lang().code()).to_owned()
}

/// The two-letter code of a three-letter one, for the languages that these knowledge bases may hold.
fn two_letters(code: &str) -> &'static str {
    match code {
        "nld" => "nl",
        "eng" => "en",
        "deu" => "de",
        "fra" => "fr",
        "spa" => "es",
        "ita" => "it",
        "por" => "pt",
        "dan" => "da",
        "swe" => "sv",
        "nob" => "nb",
        "fin" => "fi",
        "pol" => "pl",
        "tur" => "tr",
        "ara" | "arb" => "ar",
        "afr" => "af",
        "ron" => "ro",
        "ces" => "cs",
        "hun" => "hu",
        "rus" => "ru",
        "ukr" => "uk",
        _ => "",
    }
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
