//! Joins words that a line end broke in two, and keeps the hyphens that belong to the word.

use std::collections::BTreeMap;

/// After these a hyphen at the line's end stands for a word to come: `in- en uitvoer`.
const CONJUNCTIONS: &[&str] =
    &["en", "of", "tot", "als", "en/of", "dan", "and", "or", "to", "und", "oder", "et", "ou"];

/// First parts that keep their hyphen, and are no syllables of other words: `niet-westers`, `non-profit`. So does any
/// single letter: `e-mail`.
const PREFIXES: &[&str] = &["niet", "non", "vice", "quasi"];

/// The words of a document that no line end broke, in small letters: what the whole word looks like.
#[derive(Debug, Default)]
pub(crate) struct Vocabulary {
    words: BTreeMap<String, u32>,
}

impl Vocabulary {
    /// Counts the words of lines; the first word of a line after a hyphen and the last before one are no words.
    pub(crate) fn of<'a>(lines: impl IntoIterator<Item = &'a str>) -> Self {
        let mut vocabulary = Self::default();
        let mut broken = false;
        for line in lines {
            let now_broken = line.ends_with(is_hyphen);
            let words: Vec<&str> = line.split_whitespace().collect();
            for (at, word) in words.iter().enumerate() {
                let half = (at == 0 && broken) || (at + 1 == words.len() && now_broken);
                let word = word.trim_matches(|c: char| !c.is_alphanumeric());
                if !half && word.chars().count() > 2 {
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
}

/// Whether a line can end in the middle of a word with it.
fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{AD}' | '\u{2}')
}

/// Joins words over line ends: the second half moves up to the first, the rest of its line stays where it is. An
/// empty line or a hyphen that stands for a word to come (`in- en uitvoer`) is left alone.
pub(crate) fn join_broken_words(lines: &mut Vec<String>, vocabulary: &Vocabulary) {
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
fn join(line: &str, next: &str, vocabulary: &Vocabulary) -> Option<(String, String)> {
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

/// What stands between the halves: nothing, or the hyphen that belongs to the word.
fn middle(left: &str, right: &str, vocabulary: &Vocabulary) -> Option<&'static str> {
    let first = right.chars().next()?;
    let before = left.chars().last()?;
    if !first.is_lowercase() {
        // `Noord-` / `Holland`, `2019-` / `2020`; a small word before a capital is no broken word.
        let name = left.chars().next().is_some_and(char::is_uppercase) && first.is_uppercase();
        let shouted = |text: &str| text.chars().count() > 3 && text.chars().all(char::is_uppercase);
        if shouted(left) && shouted(right) && vocabulary.count(&format!("{left}-{right}")) == 0 {
            return Some("");
        }
        return (name || (before.is_numeric() && first.is_numeric())).then_some("-");
    }
    let plain = vocabulary.count(&format!("{left}{right}"));
    let hyphened = vocabulary.count(&format!("{left}-{right}"));
    if plain != hyphened {
        return Some(if plain > hyphened { "" } else { "-" });
    }
    let part = left.rsplit(['-', '/']).next().unwrap_or(left);
    let abbreviation = part.chars().skip(1).any(char::is_uppercase) || before.is_numeric();
    let prefix = part.chars().count() == 1 || PREFIXES.contains(&part.to_lowercase().as_str());
    Some(if abbreviation || prefix || vowels_clash(part, right) { "-" } else { "" })
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
        let mut lines: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
        let vocabulary = Vocabulary::of(lines.iter().map(String::as_str).collect::<Vec<_>>());
        join_broken_words(&mut lines, &vocabulary);
        assert_eq!(lines, expected);
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
            let vocabulary = Vocabulary::of(before.iter().map(String::as_str));
            join_broken_words(&mut after, &vocabulary);
            let letters = |lines: &[String]| {
                let all = lines.concat().replace([' ', '-'], "");
                all.replace('ï', "i").replace('ë', "e").replace('ü', "u")
            };
            proptest::prop_assert_eq!(letters(&after), letters(&before));
        }
    }
}
