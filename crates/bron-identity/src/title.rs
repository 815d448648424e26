//! When do two titles name the same work?

use std::collections::BTreeSet;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Words that carry no content, so that a title with and without one is the same title. Dutch `een` is not among
/// them: "deel een" is not "deel".
const FUNCTION_WORDS: &[&str] = &[
    "aan", "als", "and", "at", "bij", "by", "d", "dat", "de", "den", "der", "die", "door", "en", "for",
    "from", "het", "hoe", "in", "is", "met", "na", "naar", "of", "om", "on", "onder", "op", "over", "s", "t",
    "te", "ten", "ter", "the", "to", "tot", "tussen", "uit", "van", "voor", "with", "zijn",
];

/// Words that many publications have as their title, or as the kind in it.
const GENERIC_WORDS: &[&str] = &[
    "advies",
    "annual",
    "artikel",
    "bijlage",
    "bijlagen",
    "brochure",
    "colofon",
    "conclusie",
    "conclusies",
    "deel",
    "deelrapport",
    "discussie",
    "editie",
    "eindrapport",
    "eindrapportage",
    "evaluatie",
    "factsheet",
    "handleiding",
    "handreiking",
    "infographic",
    "inhoud",
    "inhoudsopgave",
    "inleiding",
    "introductie",
    "introduction",
    "jaarbericht",
    "jaarboek",
    "jaarplan",
    "jaarrapport",
    "jaarrapportage",
    "jaarrekening",
    "jaarverslag",
    "kwartaalbericht",
    "literatuur",
    "literatuurlijst",
    "magazine",
    "meerjarenplan",
    "methode",
    "monitor",
    "nieuwsbrief",
    "nota",
    "nummer",
    "onderzoek",
    "overzicht",
    "paper",
    "part",
    "persbericht",
    "position",
    "programma",
    "publicatie",
    "publicaties",
    "rapport",
    "rapportage",
    "report",
    "samenvatting",
    "special",
    "summary",
    "tussenrapport",
    "tussenrapportage",
    "verslag",
    "voorstel",
    "voorwoord",
    "werkplan",
    "whitepaper",
];

/// Words that count or number: titles that differ in one are different works.
const NUMBER_WORDS: &[&str] = &[
    "acht", "achtste", "derde", "drie", "eerste", "eight", "fifth", "first", "five", "four", "fourth", "i",
    "ii", "iii", "iv", "ix", "negen", "negende", "nine", "one", "second", "seven", "six", "ten", "third",
    "three", "tien", "tiende", "twee", "tweede", "two", "v", "vi", "vier", "vierde", "vii", "viii", "vijf",
    "vijfde", "x", "zes", "zesde", "zeven", "zevende",
];

/// Titles are alike when at least this share of their letters, in hundredths, stands in words that both have.
const ALIKE: usize = 92;

/// A title as it is compared: small letters without diacritics and punctuation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Title {
    words: Vec<String>,
    joined: String,
    numbers: Vec<String>,
    specific: BTreeSet<String>,
}

impl Title {
    pub(crate) fn new(text: &str) -> Self {
        let words = words_of(text);
        let mut numbers: Vec<String> = words.iter().filter(|word| is_number(word)).cloned().collect();
        numbers.sort();
        let is_specific = |word: &&String| {
            !is_number(word)
                && FUNCTION_WORDS.binary_search(&word.as_str()).is_err()
                && GENERIC_WORDS.binary_search(&word.as_str()).is_err()
        };
        let specific = words.iter().filter(is_specific).cloned().collect();
        Self { joined: words.concat(), numbers, specific, words }
    }

    /// Without punctuation, blanks and diacritics: equal titles have equal texts.
    pub(crate) fn joined(&self) -> &str {
        &self.joined
    }

    /// The words that say what the work is about.
    pub(crate) fn specific_words(&self) -> &BTreeSet<String> {
        &self.specific
    }

    fn specific_letters(&self) -> usize {
        self.specific.iter().map(|word| word.chars().count()).sum()
    }

    /// Long enough to name one work, beside an equal publisher and year: "Jaarverslag 2022", "Inleiding" and
    /// "Zorgzame buurten" are not.
    pub(crate) fn is_specific(&self) -> bool {
        self.specific.len() >= 2 && self.specific_letters() >= 20
    }

    /// Long enough for a person to look whether it names the same work: "Zorgzame buurten" is, "Jaarverslag 2022" is not.
    pub(crate) fn may_name(&self) -> bool {
        self.specific.len() >= 2 && self.specific_letters() >= 14
    }

    /// Long enough to name one work where the year or the publisher is unknown.
    pub(crate) fn is_long(&self) -> bool {
        self.specific.len() >= 3 && self.specific_letters() >= 30
    }

    /// The same letters and digits in the same order.
    pub(crate) fn equals(&self, other: &Self) -> bool {
        self.joined == other.joined && self.numbers == other.numbers
    }

    /// The same numbers, and the same words but for function words and slips of one letter in a long word.
    pub(crate) fn is_like(&self, other: &Self) -> bool {
        if self.numbers != other.numbers {
            return false;
        }
        if self.joined == other.joined {
            return true;
        }
        let (ours, theirs) = unmatched(&self.words, &other.words);
        let only_function_words =
            ours.iter().chain(&theirs).all(|word| FUNCTION_WORDS.binary_search(&word.as_str()).is_ok());
        let letters = |words: &[String]| words.iter().map(|word| word.chars().count()).sum::<usize>();
        let apart = letters(&ours) + letters(&theirs);
        let all = letters(&self.words) + letters(&theirs);
        only_function_words && (all - apart) * 100 >= all * ALIKE
    }

    /// The same numbers, and the same words of content, in whatever order and with whatever words between them.
    pub(crate) fn has_words_of(&self, other: &Self) -> bool {
        self.numbers == other.numbers && self.specific == other.specific
    }

    /// Whether one is the other with a subtitle behind it: the shorter one's words begin the longer one.
    pub(crate) fn is_subtitled(&self, other: &Self) -> bool {
        let (short, long) = if self.words.len() <= other.words.len() { (self, other) } else { (other, self) };
        !short.words.is_empty() && long.words.starts_with(&short.words)
    }

    /// The same numbers, counting words among them.
    pub(crate) fn has_numbers_of(&self, other: &Self) -> bool {
        self.numbers == other.numbers
    }

    /// Whether the two may be titles of one work of which we know more than the title: one is absent, or most words
    /// of the shorter stand in the other ("Zorgzame buurten" and "Zorgzame buurten: een verkenning"), and they do not
    /// differ in a number that both give.
    pub(crate) fn goes_with(&self, other: &Self) -> bool {
        let (short, long) =
            if self.specific.len() <= other.specific.len() { (self, other) } else { (other, self) };
        // An unknown title speaks against nothing, on whichever side it stands.
        if self.words.is_empty() || other.words.is_empty() || self.joined == other.joined {
            return true;
        }
        let numbers_fit =
            self.numbers.is_empty() || other.numbers.is_empty() || self.numbers == other.numbers;
        let shared = short.specific.iter().filter(|word| long.specific.contains(*word)).count();
        numbers_fit && !short.specific.is_empty() && shared * 10 >= short.specific.len() * 6
    }
}

/// Whether two words are the same but for a slip of one letter in a long one.
pub(crate) fn is_slip(a: &str, b: &str) -> bool {
    a == b || (a.chars().count() >= 7 && b.chars().count() >= 7 && strsim::levenshtein(a, b) <= 1)
}

/// Whether a word carries no content.
pub(crate) fn is_function_word(word: &str) -> bool {
    FUNCTION_WORDS.binary_search(&word).is_ok()
}

/// Small letters without diacritics, in words of letters and digits.
pub(crate) fn words_of(text: &str) -> Vec<String> {
    let folded: String = text
        .nfkd()
        .filter(|c| !is_combining_mark(*c) && *c != '\u{ad}')
        .flat_map(char::to_lowercase)
        .collect();
    folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn is_number(word: &str) -> bool {
    word.chars().any(char::is_numeric) || NUMBER_WORDS.binary_search(&word).is_ok()
}

/// The words of each that the other does not have, each counted as often as it stands there.
fn unmatched(ours: &[String], theirs: &[String]) -> (Vec<String>, Vec<String>) {
    let (mut ours, mut theirs) = (ours.to_vec(), theirs.to_vec());
    ours.sort();
    theirs.sort();
    ours.retain(|word| !take(&mut theirs, |other| other == word));
    ours.retain(|word| {
        let long = word.chars().count() >= 7 && !is_number(word);
        !(long && take(&mut theirs, |other| !is_number(other) && strsim::levenshtein(word, other) <= 1))
    });
    (ours, theirs)
}

fn take(words: &mut Vec<String>, fits: impl Fn(&String) -> bool) -> bool {
    let found = words.iter().position(fits);
    if let Some(at) = found {
        words.remove(at);
    }
    found.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn like(a: &str, b: &str) -> bool {
        let (a, b) = (Title::new(a), Title::new(b));
        assert_eq!(a.is_like(&b), b.is_like(&a));
        a.is_like(&b)
    }

    #[test]
    fn the_word_lists_are_sorted_so_that_they_can_be_searched() {
        for list in [FUNCTION_WORDS, GENERIC_WORDS, NUMBER_WORDS] {
            assert!(list.is_sorted(), "{:?}", list.windows(2).find(|pair| pair[0] > pair[1]));
        }
    }

    #[test]
    fn punctuation_diacritics_articles_and_a_slip_do_not_make_another_title() {
        for (a, b) in [
            ("Wat werkt bij samenlevingsopbouw?", "Wat werkt bij: Samenlevingsopbouw"),
            ("Coöperatieve zorg in de wijk", "Cooperatieve zorg in de wijk"),
            ("De kracht van zorgzame gemeenschappen", "Kracht van zorgzame gemeenschappen"),
            ("Community organising in Nederlandse steden", "Community organizing in Nederlandse steden"),
            ("Samen redzaamheid in de buurt", "Samenredzaamheid in de buurt"),
            ("Ouderen in 2019", "Ouderen in 2019."),
        ] {
            assert!(like(a, b), "{a} / {b}");
        }
    }

    #[test]
    fn a_number_or_a_word_of_content_makes_another_title() {
        for (a, b) in [
            ("Jaarverslag 2022", "Jaarverslag 2023"),
            ("Handreiking zorgzame buurten deel twee", "Handreiking zorgzame buurten deel drie"),
            ("Monitor sociale kracht in de buurt II", "Monitor sociale kracht in de buurt III"),
            ("Langer thuis wonen in landelijke gemeenten", "Langer thuis wonen in stedelijke gemeenten"),
            ("Zorgzame buurten", "Zorgzame buurten: een verkenning"),
            ("Zorg voor mannen", "Zorg voor vrouwen"),
        ] {
            assert!(!like(a, b), "{a} / {b}");
        }
    }

    #[test]
    fn a_short_or_general_title_names_no_single_work() {
        for (title, specific, long) in [
            ("Jaarverslag 2022", false, false),
            ("Inleiding", false, false),
            ("Zorgzame buurten", false, false),
            ("Rapport onderzoek en samenvatting, bijlage 3", false, false),
            ("Ontsnappen aan aanbesteden", true, false),
            ("Wat werkt bij samenlevingsopbouw", true, false),
            ("Samen ouder worden in zorgzame gemeenschappen: lessen uit vijf dorpen", true, true),
        ] {
            let title_words = Title::new(title);
            assert_eq!((title_words.is_specific(), title_words.is_long()), (specific, long), "{title}");
        }
    }

    #[test]
    fn a_subtitle_goes_with_its_title_and_another_year_does_not() {
        let goes = |a: &str, b: &str| Title::new(a).goes_with(&Title::new(b));
        assert!(goes("Zorgzame buurten", "Zorgzame buurten: een verkenning"));
        assert!(goes("", "Zorgzame buurten"));
        assert!(goes("Zorgzame buurten", "Zorgzame buurten 2023"));
        assert!(!goes("Zorgzame buurten 2022", "Zorgzame buurten 2023"));
        assert!(!goes("Zorgzame buurten", "Eenzaamheid onder jongeren"));
        assert!(!goes("Jaarverslag", "Inleiding"));
    }
}
