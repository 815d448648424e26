//! Verdicts and what was looked at, in the words of a sheet.

use bron_model::{Language, Screened, Verdict};

/// A verdict as a drop-down shows it.
pub(crate) fn verdict(verdict: Verdict, language: Language) -> &'static str {
    match (verdict, language) {
        (Verdict::Include, _) => "in",
        (Verdict::Exclude, Language::Nl) => "uit",
        (Verdict::Exclude, Language::En) => "out",
        (Verdict::Unclear, Language::Nl) => "onduidelijk",
        (Verdict::Unclear, Language::En) => "unclear",
    }
}

/// The verdict that a person means, in Dutch or English; nothing where the word is none.
pub(crate) fn verdict_of(word: &str) -> Option<Verdict> {
    Some(match folded(word).as_str() {
        "in" | "include" | "included" | "inclusie" | "geincludeerd" | "opnemen" => Verdict::Include,
        "uit" | "out" | "exclude" | "excluded" | "exclusie" | "geexcludeerd" => Verdict::Exclude,
        "onduidelijk" | "unclear" | "unsure" | "maybe" | "twijfel" | "misschien" => Verdict::Unclear,
        _ => return None,
    })
}

/// What was looked at, as a drop-down shows it.
pub(crate) fn screened(screened: Screened, language: Language) -> &'static str {
    match (screened, language) {
        (Screened::Listing, Language::Nl) => "vermelding",
        (Screened::Listing, Language::En) => "listing",
        (Screened::Summary, Language::Nl) => "samenvatting",
        (Screened::Summary, Language::En) => "summary",
        (Screened::FirstPages, Language::Nl) => "eerste bladzijden",
        (Screened::FirstPages, Language::En) => "first pages",
        (Screened::FullText, Language::Nl) => "volledige tekst",
        (Screened::FullText, Language::En) => "full text",
    }
}

/// What a person says was looked at, in Dutch or English or by its code; nothing where the word is none.
pub(crate) fn screened_of(word: &str) -> Option<Screened> {
    let word = folded(word);
    Screened::ALL.iter().copied().find(|one| {
        let known = [one.as_str(), screened(*one, Language::Nl), screened(*one, Language::En)];
        known.iter().any(|known| folded(known) == word)
    })
}

/// Two words that differ in capitals, accents, blanks or hyphens are the same word to a person.
pub(crate) fn folded(word: &str) -> String {
    let plain = |c: char| match c {
        'à' | 'á' | 'â' | 'ä' => 'a',
        'è' | 'é' | 'ê' | 'ë' => 'e',
        'ì' | 'í' | 'î' | 'ï' => 'i',
        'ò' | 'ó' | 'ô' | 'ö' => 'o',
        'ù' | 'ú' | 'û' | 'ü' => 'u',
        c if c == '-' || c == '_' || c.is_whitespace() => ' ',
        c => c,
    };
    let small: String = word.to_lowercase().chars().map(plain).collect();
    small.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// One of two texts.
pub(crate) fn say(language: Language, nl: impl Into<String>, en: impl Into<String>) -> String {
    match language {
        Language::Nl => nl.into(),
        Language::En => en.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_a_drop_down_are_understood_in_both_languages() {
        for language in [Language::Nl, Language::En] {
            for one in Verdict::ALL {
                assert_eq!(verdict_of(verdict(*one, language)), Some(*one));
                assert_eq!(verdict_of(one.as_str()), Some(*one));
            }
            for one in Screened::ALL {
                assert_eq!(screened_of(screened(*one, language)), Some(*one));
                assert_eq!(screened_of(one.as_str()), Some(*one));
            }
        }
        assert_eq!(verdict_of(" UIT "), Some(Verdict::Exclude));
        assert_eq!(verdict_of("Geëxcludeerd"), Some(Verdict::Exclude));
        assert_eq!(screened_of("Eerste  Bladzijden"), Some(Screened::FirstPages));
        for word in ["", "ja", "nee", "inn", "0", "1"] {
            assert_eq!(verdict_of(word), None, "{word}");
        }
    }
}
