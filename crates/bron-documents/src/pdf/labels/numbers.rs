//! Reads the numbers in a line that may be the page's.

use regex::Regex;
use std::sync::LazyLock;

/// How a number is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Script {
    Arabic,
    RomanSmall,
    RomanCapital,
}

/// How a number stands in its line.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Standing {
    /// It is called a page, or counted out of so many: `pagina 3`, `3/12`.
    Named { of: Option<i64> },
    /// It stands alone, at most between dashes.
    Alone,
    /// It is the first or last word of a line with these words.
    WithWords(String),
}

/// A number that may be a page number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Number {
    pub script: Script,
    pub value: i64,
    /// What stands before it in a numbering by chapter: `3-` of `3-12`; else empty.
    pub before: String,
    pub standing: Standing,
}

impl Number {
    /// Whether it is more than a word of a line.
    pub(crate) fn is_sure(&self) -> bool {
        !matches!(self.standing, Standing::WithWords(_))
    }

    /// As it is printed.
    pub(crate) fn label(&self) -> String {
        let number = match self.script {
            Script::Arabic => self.value.to_string(),
            Script::RomanSmall => to_roman(self.value),
            Script::RomanCapital => to_roman(self.value).to_uppercase(),
        };
        format!("{}{number}", self.before)
    }
}

/// A number that stands alone, with at most dashes or lines around it.
pub(crate) fn alone(segment: &str) -> Option<i64> {
    let bare = segment.trim_matches(|c: char| !c.is_alphanumeric());
    let digits = (1..=4).contains(&bare.len()) && bare.bytes().all(|b| b.is_ascii_digit());
    // `(3)` and `3)` count something else, `3.` a heading, `12%` and `€ 12` are amounts.
    let plain =
        segment.chars().all(|c| c.is_alphanumeric() || c.is_whitespace() || "-–—|_•·~*<>[]/\\".contains(c));
    (digits && plain).then(|| bare.parse().ok())?
}

/// The numbers of a spread in one place: `12-13`.
pub(crate) fn spread(segment: &str) -> Option<i64> {
    let (left, right) = segment.split_once(['-', '–', '/', '|'])?;
    let (left, right) = (alone(left)?, alone(right)?);
    (right == left + 1 && left % 2 == 0).then_some(left)
}

/// The numbers of a line, or of a part of it, that may be page numbers.
pub(crate) fn read_numbers(segment: &str) -> Vec<Number> {
    if !segment.contains(|c: char| c.is_ascii_digit()) {
        return roman_alone(segment).into_iter().collect();
    }
    let arabic = |value, standing| Number { script: Script::Arabic, value, before: String::new(), standing };
    if let Some(value) = alone(segment) {
        return vec![arabic(value, Standing::Alone)];
    }
    if let Some(named) = named(segment) {
        return vec![named];
    }
    if let Some(number) = by_chapter(segment) {
        return vec![number];
    }
    with_words(segment).map(|(value, words)| arabic(value, Standing::WithWords(words))).collect()
}

fn roman_alone(segment: &str) -> Option<Number> {
    let bare = segment.trim_matches(|c: char| !c.is_alphanumeric());
    let value = roman(bare)?;
    let script = if bare.starts_with(char::is_lowercase) { Script::RomanSmall } else { Script::RomanCapital };
    Some(Number { script, value, before: String::new(), standing: Standing::Alone })
}

/// `Pagina 3 van 40`, `p. 14`, `4/10`.
fn named(segment: &str) -> Option<Number> {
    static NAMED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?xi)(?: (?:^|[^a-z]) (?:pagina|pag\.?|page|p\.|blz\.?|bladzijde|seite) [\s:]* ([0-9]{1,4}) (?: \s*(?:/|van|of|von)\s* ([0-9]{1,4}) )? (?:$|[^0-9a-z,.]|[.,](?:$|[^0-9]))
              | ^[^0-9a-z]* ([0-9]{1,4}) \s*(?:/|van|of|von)\s* ([0-9]{1,4}) [^0-9a-z]*$ )",
        )
        .expect("a fixed pattern that a test compiles")
    });
    let found = NAMED.captures(segment)?;
    let number = |at: usize| found.get(at).and_then(|found| found.as_str().parse::<i64>().ok());
    let value = number(1).or(number(3))?;
    let of = number(2).or(number(4));
    if of.is_some_and(|of| of < value) {
        return None;
    }
    Some(Number { script: Script::Arabic, value, before: String::new(), standing: Standing::Named { of } })
}

/// `3-12`, `A-4`, `III.5`, `B3`: a number within a chapter or an annex.
fn by_chapter(segment: &str) -> Option<Number> {
    let bare = segment.trim_matches(|c: char| !c.is_alphanumeric());
    let digits = bare.bytes().rev().take_while(u8::is_ascii_digit).count();
    let (before, number) = bare.split_at(bare.len() - digits);
    if !(1..=3).contains(&digits) || number.starts_with('0') {
        return None;
    }
    let chapter = before.trim_end_matches([' ', '-', '–', '.', '/']);
    let is_chapter = match chapter.as_bytes() {
        [one] => one.is_ascii_uppercase() || one.is_ascii_digit(),
        [_, _] if chapter.bytes().all(|b| b.is_ascii_digit()) => before.len() > chapter.len(),
        _ => roman(chapter).is_some() && before.len() > chapter.len(),
    };
    let parted = before.len() > chapter.len() || chapter.bytes().all(|b| b.is_ascii_uppercase());
    if !is_chapter || !parted || before[chapter.len()..].chars().count() > 3 {
        return None;
    }
    let before: String = before.chars().filter(|c| !c.is_whitespace()).collect();
    Some(Number { script: Script::Arabic, value: number.parse().ok()?, before, standing: Standing::Alone })
}

/// What these words count is no page.
const COUNTED: &[&str] = &[
    "stap",
    "hoofdstuk",
    "deel",
    "bijlage",
    "tabel",
    "figuur",
    "artikel",
    "week",
    "fase",
    "thema",
    "les",
    "module",
    "step",
    "chapter",
    "part",
    "table",
    "figure",
    "annex",
    "appendix",
    "section",
    "paragraaf",
    "vraag",
    "kader",
    "casus",
    "dag",
    "box",
    "nr",
    "no",
    "versie",
    "version",
    "slide",
    "dia",
    "actie",
    "doel",
    "punt",
    "sheet",
    "afbeelding",
    "grafiek",
    "kaart",
    "rondetafel",
];

/// The first and the last word of a line, where they are numbers, with the words between.
fn with_words(segment: &str) -> impl Iterator<Item = (i64, String)> {
    let words: Vec<&str> = segment.split_whitespace().collect();
    let number = |word: &str| -> Option<i64> {
        let bare = word.trim_matches(|c| "|•·–—-[]".contains(c));
        let digits = (1..=4).contains(&bare.len()) && bare.bytes().all(|b| b.is_ascii_digit());
        digits.then(|| bare.parse().ok())?
    };
    let rest = |words: &[&str]| -> Option<String> {
        let text = words.join(" ").to_lowercase();
        let letters = text.chars().filter(|c| c.is_alphabetic()).count();
        (letters > 0 && words.len() <= 20).then_some(text)
    };
    let counted = |word: &&str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        COUNTED.contains(&word.as_str())
    };
    let mut found = Vec::new();
    if let [first, others @ ..] = words.as_slice() {
        found.extend(number(first).zip(rest(others)));
    }
    if let [others @ .., last] = words.as_slice()
        && !others.last().is_some_and(counted)
    {
        found.extend(number(last).zip(rest(others)));
    }
    found.into_iter()
}

/// The value of a Roman number in one case, up to 399; `None` for anything else.
pub(crate) fn roman(text: &str) -> Option<i64> {
    if text.is_empty() || text.len() > 12 {
        return None;
    }
    let one_case =
        text.bytes().all(|c| c.is_ascii_lowercase()) || text.bytes().all(|c| c.is_ascii_uppercase());
    if !one_case {
        return None;
    }
    let value = |c: u8| match c.to_ascii_lowercase() {
        b'i' => Some(1),
        b'v' => Some(5),
        b'x' => Some(10),
        b'l' => Some(50),
        b'c' => Some(100),
        _ => None,
    };
    let digits: Vec<i64> = text.bytes().map(value).collect::<Option<_>>()?;
    let mut sum = 0;
    for (at, digit) in digits.iter().enumerate() {
        let smaller = digits.get(at + 1).is_some_and(|next| next > digit);
        sum += if smaller { -digit } else { *digit };
    }
    (sum > 0 && to_roman(sum).eq_ignore_ascii_case(text)).then_some(sum)
}

/// Writes a Roman number in small letters; empty for what the Romans did not write.
fn to_roman(mut number: i64) -> String {
    const PARTS: &[(i64, &str)] =
        &[(100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")];
    let mut out = String::new();
    if !(1..400).contains(&number) {
        return out;
    }
    for (value, letters) in PARTS {
        while number >= *value {
            out.push_str(letters);
            number -= value;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each number with `!` where it is sure and `~` where it is a word of a line.
    fn check(segment: &str, expected: &str) {
        let found: Vec<String> = read_numbers(segment)
            .iter()
            .map(|number| format!("{}{}", number.label(), if number.is_sure() { '!' } else { '~' }))
            .collect();
        assert_eq!(found.join(" "), expected, "{segment}");
    }

    #[test]
    fn numbers_are_read_as_they_are_printed() {
        check("12", "12!");
        check("- 12 -", "12!");
        check("| 7", "7!");
        check("Pagina 3 van 40", "3!");
        check("Zorgzame buurten, p. 14", "14!");
        check("4/10", "4!");
        check("xiv", "xiv!");
        check("Zorgzame buurten 12", "12~");
        check("12 | Zorgzame buurten", "12~");
        check("Zorgzame buurten", "");
        check("mix", "");
    }

    #[test]
    fn numbers_within_chapters_keep_their_chapter() {
        check("3-12", "3-12!");
        check("3 – 12", "3–12!");
        check("A-4", "A-4!");
        check("B3", "B3!");
        check("III.5", "III.5!");
        check("2019-2020", "");
        check("20-05-2020", "");
    }

    #[test]
    fn amounts_and_counters_are_no_page_numbers() {
        for segment in ["12%", "€ 12", "(3)", "3.", "Stap 3", "Hoofdstuk 4", "12,5", "17.00"] {
            check(segment, "");
        }
    }

    #[test]
    fn a_spread_is_an_even_number_and_the_next() {
        for (segment, expected) in
            [("12-13", Some(12)), ("12 | 13", Some(12)), ("13-14", None), ("12-14", None)]
        {
            assert_eq!(spread(segment), expected, "{segment}");
        }
    }

    #[test]
    fn roman_numbers_are_read_only_as_the_romans_wrote_them() {
        for (text, value) in
            [("iv", Some(4)), ("XII", Some(12)), ("iiii", None), ("Iv", None), ("civic", None), ("", None)]
        {
            assert_eq!(roman(text), value, "{text}");
        }
        for number in 1..400 {
            assert_eq!(roman(&to_roman(number)), Some(number));
        }
    }
}
