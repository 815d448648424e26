//! Joins words that a line end broke in two, and keeps the hyphens that belong to the word.

use std::collections::{BTreeSet, HashMap};

/// After these a hyphen at the line's end stands for a word to come: `in- en uitvoer`.
const CONJUNCTIONS: &[&str] =
    &["en", "of", "tot", "als", "en/of", "dan", "and", "or", "to", "und", "oder", "et", "ou"];

/// First parts that keep their hyphen, each with the beginnings of second parts before which it does so; none: before
/// every one. `co-` is a syllable of other words too (`co-mité`), `niet-` is not. Any single letter keeps it (`e-mail`).
const PREFIXES: &[(&str, &[&str])] = &[
    ("niet", &[]),
    ("non", &[]),
    ("vice", &[]),
    ("quasi", &[]),
    ("adjunct", &[]),
    ("aspirant", &[]),
    ("kandidaat", &[]),
    ("self", &[]),
    ("co", &["creat", "creë", "ouder", "design", "hous", "work", "teach"]),
    (
        "ex",
        &["partner", "man", "vrouw", "minister", "patiënt", "cliënt", "collega", "gedetineerd", "verslaafd"],
    ),
    (
        "oud",
        &[
            "minister",
            "burgemeester",
            "wethouder",
            "directeur",
            "voorzitter",
            "leerling",
            "collega",
            "bestuurder",
        ],
    ),
    ("well", &["being"]),
];

/// Abbreviations that are written in small letters or with one capital, and hold a vowel: without one (`ggz`) they are
/// no syllables, and need no list.
const ABBREVIATIONS: &[&str] = &[
    "wmo", "awbz", "aow", "avg", "bso", "cao", "hbo", "mbo", "vmbo", "havo", "ict", "oggz", "uwv", "wia",
    "abcd",
];

/// The words of the review's terms.
#[derive(Debug, Default)]
pub(crate) struct TermWords {
    words: BTreeSet<String>,
    /// Words that stand beside each other in a spelling: `community` and `building`.
    pairs: BTreeSet<(String, String)>,
}

impl TermWords {
    /// Takes the spellings (`samenredzaamheid`, `community building`) apart.
    pub(crate) fn of<'a>(spellings: impl IntoIterator<Item = &'a str>) -> Self {
        let mut terms = Self::default();
        for spelling in spellings {
            let words: Vec<String> = spelling.split_whitespace().map(str::to_lowercase).collect();
            terms.pairs.extend(words.windows(2).map(|pair| (pair[0].clone(), pair[1].clone())));
            terms.words.extend(words);
        }
        terms
    }

    /// Whether the halves are two words of a term.
    fn are_two(&self, left: &str, right: &str) -> bool {
        self.pairs.contains(&(left.to_owned(), right.to_owned()))
    }

    /// Whether a term of several words begins with it.
    fn begins_with(&self, left: &str) -> bool {
        let from = (left.to_owned(), String::new());
        self.pairs.range(from..).next().is_some_and(|(first, _)| first == left)
    }
}

/// The words of a document that no line end broke, in small letters, and those of the terms: what the whole word looks
/// like.
#[derive(Debug)]
pub(crate) struct Vocabulary<'a> {
    words: HashMap<String, u32>,
    terms: &'a TermWords,
}

impl<'a> Vocabulary<'a> {
    /// Counts the words of lines; the first word of a line after a hyphen and the last before one are no words.
    pub(crate) fn of<'l>(lines: impl IntoIterator<Item = &'l str>, terms: &'a TermWords) -> Self {
        let mut vocabulary = Self { words: HashMap::new(), terms };
        let mut broken = false;
        for line in lines {
            let now_broken = line.ends_with(is_hyphen);
            let mut words = line.split_whitespace().peekable();
            let mut first = true;
            while let Some(word) = words.next() {
                let half = (first && broken) || (words.peek().is_none() && now_broken);
                first = false;
                let word = word.trim_matches(|c: char| !c.is_alphanumeric());
                if !half && word.chars().nth(2).is_some() {
                    *vocabulary.words.entry(word.to_lowercase()).or_default() += 1;
                }
            }
            broken = now_broken;
        }
        vocabulary
    }

    fn count(&self, word: &str) -> u32 {
        self.words.get(&word.to_lowercase()).copied().unwrap_or(0)
    }

    /// Whether the document or a term has the word.
    fn knows(&self, word: &str) -> bool {
        self.count(word) > 0 || self.terms.words.contains(&word.to_lowercase())
    }
}

/// Whether a line can end in the middle of a word with it.
fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{AD}' | '\u{2}')
}

/// Joins words over line ends: the second half moves up to the first, the rest of its line stays where it is. An
/// empty line or a hyphen that stands for a word to come (`in- en uitvoer`) is left alone.
pub(crate) fn join_broken_words(lines: &mut Vec<String>, vocabulary: &Vocabulary<'_>) {
    let mut at = 0;
    while at + 1 < lines.len() {
        let next = lines[at + 1].clone();
        let Some((joined, rest)) = join(&lines[at], &next, vocabulary) else {
            at += 1;
            continue;
        };
        lines[at] = joined;
        if rest.is_empty() {
            // The same line is looked at again: a word can run over three lines.
            lines.remove(at + 1);
        } else {
            lines[at + 1] = rest;
            at += 1;
        }
    }
}

/// The first line with the whole word, and what is left of the second; `None` where nothing is to be joined.
pub(crate) fn join(line: &str, next: &str, vocabulary: &Vocabulary<'_>) -> Option<(String, String)> {
    let last = line.chars().last().filter(|c| is_hyphen(*c))?;
    let before = &line[..line.len() - last.len_utf8()];
    let start = before.char_indices().rev().find(|(_, c)| !(c.is_alphanumeric() || "’'/-.".contains(*c)));
    let left = &before[start.map_or(0, |(at, c)| at + c.len_utf8())..];
    let end = next.find(char::is_whitespace).unwrap_or(next.len());
    let (token, rest) = next.split_at(end);
    let right = token.trim_end_matches(|c: char| !c.is_alphanumeric());
    let first = right.chars().next()?;
    let before_hyphen = left.chars().last()?;
    if !before_hyphen.is_alphanumeric() || !first.is_alphanumeric() {
        return None;
    }
    let soft = matches!(last, '\u{AD}' | '\u{2}') && first.is_lowercase();
    if !soft && CONJUNCTIONS.contains(&right.to_lowercase().as_str()) {
        return None;
    }
    let middle = if soft { "" } else { middle(left, right, vocabulary)? };
    let token = with_trema(left, token, middle);
    let head = &before[..before.len() - left.len()];
    Some((format!("{head}{left}{middle}{token}"), rest.trim_start().to_owned()))
}

/// Whether the halves, put together, make a word that the document or a term has.
pub(crate) fn makes_known_word(line: &str, next: &str, vocabulary: &Vocabulary<'_>) -> bool {
    let Some((joined, _)) = join(line, next, vocabulary) else { return false };
    let word = joined.split_whitespace().next_back().unwrap_or_default();
    vocabulary.knows(word.trim_matches(|c: char| !c.is_alphanumeric()))
}

/// What stands between the halves: nothing, or the hyphen that belongs to the word.
///
/// The document says it where it writes the word elsewhere; then the terms; then what the first half looks like.
fn middle(left: &str, right: &str, vocabulary: &Vocabulary<'_>) -> Option<&'static str> {
    let first = right.chars().next()?;
    let before = left.chars().last()?;
    let part = left.rsplit(['-', '/']).next().unwrap_or(left);
    if !first.is_lowercase() && !is_two_words_of_a_term(part, right, vocabulary) {
        // `Noord-` / `Holland`, `2019-` / `2020`; a small word before a capital is no broken word.
        let name = left.chars().next().is_some_and(char::is_uppercase) && first.is_uppercase();
        let shouted = |text: &str| text.chars().count() > 3 && text.chars().all(char::is_uppercase);
        if shouted(left) && shouted(right) && vocabulary.count(&format!("{left}-{right}")) == 0 {
            return Some("");
        }
        let of_name = part.ends_with("'s") || part.ends_with("’s");
        return (name || of_name || (before.is_numeric() && first.is_numeric())).then_some("-");
    }
    let plain = vocabulary.count(&format!("{left}{right}"));
    let hyphened = vocabulary.count(&format!("{left}-{right}"));
    if plain != hyphened {
        return Some(if plain > hyphened { "" } else { "-" });
    }
    if vocabulary.terms.words.contains(&format!("{left}{right}").to_lowercase()) {
        return Some("");
    }
    let keeps = is_two_words_of_a_term(part, right, vocabulary)
        || is_abbreviation(part)
        || is_prefix(part, right)
        || vowels_clash(part, right);
    Some(if keeps { "-" } else { "" })
}

/// Whether a term of several words begins with the first half and the second is its next word, or any word: what
/// follows `community-` is a word of its own.
fn is_two_words_of_a_term(left: &str, right: &str, vocabulary: &Vocabulary<'_>) -> bool {
    let left = left.to_lowercase();
    let right = right.split('-').next().unwrap_or(right).to_lowercase();
    vocabulary.terms.are_two(&left, &right)
        || (vocabulary.terms.begins_with(&left) && vocabulary.knows(&right))
}

/// Whether it stands for a longer name and can be no syllable: `PGB`, `65`, `ggz`, `Wmo`.
fn is_abbreviation(part: &str) -> bool {
    let is_vowel = |c: char| "aeiouyáéíóúàèäëïöüêô".contains(c);
    let small = part.to_lowercase();
    part.chars().skip(1).any(char::is_uppercase)
        || part.chars().last().is_some_and(char::is_numeric)
        || (part.chars().all(char::is_alphabetic) && !small.contains(is_vowel))
        || ABBREVIATIONS.contains(&small.as_str())
}

/// Whether it is a first part that keeps its hyphen before this second one.
fn is_prefix(part: &str, right: &str) -> bool {
    let (small, right) = (part.to_lowercase(), right.to_lowercase());
    let before =
        |seconds: &[&str]| seconds.is_empty() || seconds.iter().any(|second| right.starts_with(second));
    part.chars().count() == 1
        || right == "up"
        || PREFIXES.iter().any(|(prefix, seconds)| *prefix == small && before(seconds))
}

/// Whether a compound needs its hyphen because two vowels would be read as one: `auto-ongeluk`.
fn vowels_clash(left: &str, right: &str) -> bool {
    let pair: String = left.chars().next_back().into_iter().chain(right.chars().next()).collect();
    let pair = pair.to_lowercase();
    // Syllables meet in two vowels in plain words too (`industri-eel`, `muse-um`): only pairs that never do.
    left.chars().count() > 3 && matches!(pair.as_str(), "aa" | "ee" | "oo" | "uu" | "oe" | "ei")
}

/// A second half whose trema fell away at the break gets it back: `ge-` / `interesseerd`, `be-` / `invloeden`.
fn with_trema(left: &str, token: &str, middle: &str) -> String {
    let small = left.to_lowercase();
    if middle.is_empty() && matches!(small.as_str(), "ge" | "be") {
        for (plain, marked) in [('i', 'ï'), ('e', 'ë'), ('u', 'ü')] {
            if let Some(tail) = token.strip_prefix(plain) {
                return format!("{marked}{tail}");
            }
        }
    }
    token.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(lines: &[&str], expected: &[&str]) {
        check_with(&[], lines, expected);
    }

    fn check_with(spellings: &[&str], lines: &[&str], expected: &[&str]) {
        let terms = TermWords::of(spellings.iter().copied());
        let vocabulary = Vocabulary::of(lines.iter().copied(), &terms);
        let mut lines: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
        join_broken_words(&mut lines, &vocabulary);
        assert_eq!(lines, expected);
    }

    #[test]
    fn a_prefix_keeps_its_hyphen_before_the_words_that_it_stands_before() {
        check(&["door co-", "creatie"], &["door co-creatie"]);
        check(&["samen co-", "creëren wij"], &["samen co-creëren", "wij"]);
        check(&["het co-", "mité"], &["het comité"]);
        check(&["een co-", "alitie"], &["een coalitie"]);
        check(&["haar ex-", "partner"], &["haar ex-partner"]);
        check(&["een ex-", "pert"], &["een expert"]);
        check(&["de oud-", "wethouder"], &["de oud-wethouder"]);
        check(&["de oud-", "sten"], &["de oudsten"]);
        check(&["een follow-", "up"], &["een follow-up"]);
        check(&["in 's-", "Gravenhage"], &["in 's-Gravenhage"]);
    }

    #[test]
    fn an_abbreviation_keeps_its_hyphen_in_small_letters_too() {
        check(&["het Wmo-", "beleid"], &["het Wmo-beleid"]);
        check(&["de ggz-", "instelling"], &["de ggz-instelling"]);
        check(&["een pgb-", "houder"], &["een pgb-houder"]);
        check(&["de avo-", "nden"], &["de avonden"]);
    }

    #[test]
    fn the_terms_say_how_they_are_written() {
        let terms = ["community building", "ageing in place", "samenlevingsopbouw", "co-creatie", "ecowijk"];
        let check = |lines: &[&str], expected: &[&str]| check_with(&terms, lines, expected);
        check(&["door community-", "building"], &["door community-building"]);
        check(&["Door COMMUNITY-", "BUILDING"], &["Door COMMUNITY-BUILDING"]);
        check(&["door community-", "Building"], &["door community-Building"]);
        check(&["over ageing-", "in-place"], &["over ageing-in-place"]);
        check(&["over ageing-in-", "place"], &["over ageing-in-place"]);
        check(&["samenlevings-", "opbouw"], &["samenlevingsopbouw"]);
        check(&["based on: community-", "based"], &["based on: community-based"]);
        check(&["een communi-", "ty"], &["een community"]);
        // What the document itself writes goes first.
        check(&["communitybuilding; community-", "building"], &["communitybuilding; communitybuilding"]);
        check_with(&[], &["door community-", "building"], &["door communitybuilding"]);
    }

    #[test]
    fn a_broken_word_becomes_whole_and_the_lines_stay() {
        check(&["de zelf-", "redzaamheid van bewoners"], &["de zelfredzaamheid", "van bewoners"]);
        check(&["samenlevings\u{AD}", "opbouw"], &["samenlevingsopbouw"]);
        check(
            &["wat werkt bij samenlevings-", "opbouw.", "", "Slot"],
            &["wat werkt bij samenlevingsopbouw.", "", "Slot"],
        );
        check(&["de samen-", "levingsop-", "bouw in wijken"], &["de samenlevingsopbouw", "in wijken"]);
    }

    #[test]
    fn a_hyphen_that_stands_for_a_word_is_kept() {
        check(&["de in-", "en uitvoer"], &["de in-", "en uitvoer"]);
        check(&["zelf-", "of samenredzaamheid"], &["zelf-", "of samenredzaamheid"]);
        check(
            &["community building, -development", "en -organization"],
            &["community building, -development", "en -organization"],
        );
    }

    #[test]
    fn a_hyphen_of_the_word_itself_is_kept() {
        check(&["per e-", "mail sturen"], &["per e-mail", "sturen"]);
        check(&["een niet-", "westerse achtergrond"], &["een niet-westerse", "achtergrond"]);
        check(&["PGB-", "houders"], &["PGB-houders"]);
        check(&["in Noord-", "Holland"], &["in Noord-Holland"]);
        check(&["het 65-", "plusbeleid"], &["het 65-plusbeleid"]);
        check(&["2019-", "2020"], &["2019-2020"]);
        check(&["VERKIEZINGS-", "PROGRAMMA", "de WMO-", "RAAD"], &["VERKIEZINGSPROGRAMMA", "de WMO-RAAD"]);
    }

    #[test]
    fn the_document_itself_says_how_it_writes_a_word() {
        check(
            &["community-building helpt; de community-", "building begint"],
            &["community-building helpt; de community-building", "begint"],
        );
        check(&["een email; per e-", "mail"], &["een email; per email"]);
    }

    #[test]
    fn a_trema_that_the_break_took_comes_back() {
        check(&["zij zijn ge-", "interesseerd"], &["zij zijn geïnteresseerd"]);
        check(&["het be-", "invloeden van"], &["het beïnvloeden", "van"]);
    }

    #[test]
    fn dashes_and_ends_are_no_broken_words() {
        check(&["a -", "b"], &["a -", "b"]);
        check(&["buurt-", "", "huis"], &["buurt-", "", "huis"]);
        check(&["eind-"], &["eind-"]);
        check(&["de buurt-", "Wie helpt"], &["de buurt-", "Wie helpt"]);
    }

    proptest::proptest! {
        #[test]
        fn letters_are_neither_lost_nor_moved(lines in proptest::collection::vec("[a-zA-Z éï-]{0,12}", 0..6)) {
            let before: Vec<String> = lines.iter().map(|line| crate::tidy::tidy_line(line)).collect();
            let mut after = before.clone();
            let terms = TermWords::of(["community building"]);
            let vocabulary = Vocabulary::of(before.iter().map(String::as_str), &terms);
            join_broken_words(&mut after, &vocabulary);
            let letters = |lines: &[String]| {
                let all = lines.concat().replace([' ', '-'], "");
                all.replace('ï', "i").replace('ë', "e").replace('ü', "u")
            };
            proptest::prop_assert_eq!(letters(&after), letters(&before));
        }
    }
}
