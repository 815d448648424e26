//! Writes folded sentences, and the expressions that read them, in ASCII.
//!
//! Regular expressions with `\b` leave their fast engine at the first byte that is not ASCII, and `\p{L}` and `\S` make
//! them hundreds of states larger. So every other letter of a folded sentence is written as a capital, of which folded
//! text has none, and every other sign as a control character; expressions are rewritten to match. What matches is the
//! same, but for letters and signs that Dutch, English, French and German do without: each of those is any other of its
//! kind.

use bron_protocol::Pattern;
use regex::Regex;
use regex_syntax::hir::{Capture, Class, ClassUnicode, ClassUnicodeRange, Hir, HirKind, Look, Repetition};

/// The letters with a capital of their own, from `A` on.
const LETTERS: [char; 25] = [
    'à', 'á', 'â', 'ä', 'æ', 'ç', 'è', 'é', 'ê', 'ë', 'í', 'î', 'ï', 'ñ', 'ò', 'ó', 'ô', 'ö', 'ø', 'œ', 'ß',
    'ù', 'ú', 'û', 'ü',
];
/// Any other letter.
const OTHER_LETTER: u8 = b'Z';
/// Some of these, to ask a class of letters whether it has them.
const SOME_LETTERS: [char; 8] = ['ã', 'å', 'ì', 'č', 'ł', 'š', 'ж', 'ω'];
/// The signs with a control character of their own.
const SIGNS: [(char, u8); 15] = [
    ('–', 0x01),
    ('—', 0x02),
    ('…', 0x03),
    ('•', 0x04),
    ('·', 0x05),
    ('€', 0x06),
    ('£', 0x07),
    ('§', 0x08),
    ('°', 0x0e),
    ('×', 0x0f),
    ('→', 0x10),
    ('■', 0x11),
    ('▪', 0x12),
    ('©', 0x13),
    ('●', 0x14),
];
/// Any other sign.
const OTHER_SIGN: u8 = 0x1f;
const SOME_SIGNS: [char; 4] = ['★', '◦', '‰', '¶'];

/// The folded text in ASCII: a byte for each character.
pub(crate) fn written(folded: &str) -> String {
    if folded.bytes().all(|b| b.is_ascii_graphic() && !b.is_ascii_uppercase() || b == b' ') {
        return folded.to_owned();
    }
    folded.chars().map(|c| char::from(code(c))).collect()
}

fn code(c: char) -> u8 {
    if let Some(at) = LETTERS.iter().position(|letter| *letter == c) {
        return b'A' + u8::try_from(at).unwrap_or(OTHER_LETTER - b'A');
    }
    if let Some((_, sign)) = SIGNS.iter().find(|(sign, _)| *sign == c) {
        return *sign;
    }
    let is_term = Pattern::TERM.chars().eq([c]);
    match u8::try_from(c) {
        Ok(b) if is_term || b.is_ascii_whitespace() || b.is_ascii_graphic() && !b.is_ascii_uppercase() => b,
        _ if c.is_numeric() => b'0',
        _ if c.is_alphanumeric() => OTHER_LETTER,
        _ => OTHER_SIGN,
    }
}

/// Compiles an expression for what [`written`] writes. `{term}` stands for the term. The error is that of the expression as it
/// stands.
pub(crate) fn compiled(expression: &str) -> Result<Regex, regex::Error> {
    match parsed(expression) {
        Some(hir) => Regex::new(&hir.to_string()),
        None => Regex::new(&Pattern::with_term(expression)),
    }
}

/// The expression for what [`written`] writes; nothing where it does not parse.
pub(crate) fn parsed(expression: &str) -> Option<Hir> {
    regex_syntax::parse(&Pattern::with_term(expression)).ok().map(rewritten)
}

fn rewritten(hir: Hir) -> Hir {
    let whole = hir.clone();
    match hir.into_kind() {
        HirKind::Literal(literal) => match std::str::from_utf8(&literal.0) {
            // Folded text has no capitals.
            Ok(text) if text.bytes().any(|b| b.is_ascii_uppercase()) => Hir::fail(),
            Ok(text) => Hir::literal(written(text).into_bytes()),
            Err(_) => whole,
        },
        HirKind::Class(Class::Unicode(class)) => Hir::class(Class::Unicode(in_ascii(&class))),
        HirKind::Look(look) => Hir::look(match look {
            Look::WordUnicode => Look::WordAscii,
            Look::WordUnicodeNegate => Look::WordAsciiNegate,
            Look::WordStartUnicode => Look::WordStartAscii,
            Look::WordEndUnicode => Look::WordEndAscii,
            Look::WordStartHalfUnicode => Look::WordStartHalfAscii,
            Look::WordEndHalfUnicode => Look::WordEndHalfAscii,
            other => other,
        }),
        HirKind::Repetition(repetition) => {
            let sub = Box::new(rewritten(*repetition.sub));
            Hir::repetition(Repetition { sub, ..repetition })
        }
        HirKind::Capture(capture) => {
            let sub = Box::new(rewritten(*capture.sub));
            Hir::capture(Capture { sub, ..capture })
        }
        HirKind::Concat(parts) => Hir::concat(parts.into_iter().map(rewritten).collect()),
        HirKind::Alternation(parts) => Hir::alternation(parts.into_iter().map(rewritten).collect()),
        HirKind::Empty | HirKind::Class(Class::Bytes(_)) => whole,
    }
}

/// The ASCII characters that stand for one of the class. Those that stand for nothing go with the others.
fn in_ascii(class: &ClassUnicode) -> ClassUnicode {
    let has = |c: char| {
        let after = class.ranges().partition_point(|range| range.start() <= c);
        after.checked_sub(1).is_some_and(|at| c <= class.ranges()[at].end())
    };
    let stands_for_one = |b: &u8| match b {
        b'A'..=b'Y' => has(LETTERS[usize::from(b - b'A')]),
        &OTHER_LETTER => SOME_LETTERS.into_iter().any(has),
        _ => match SIGNS.iter().find(|(_, sign)| sign == b) {
            Some((sign, _)) => has(*sign),
            None if code(char::from(*b)) == *b && *b != OTHER_SIGN => has(char::from(*b)),
            None => SOME_SIGNS.into_iter().any(has),
        },
    };
    let bytes = (0..=127).filter(stands_for_one).map(char::from);
    ClassUnicode::new(bytes.map(|c| ClassUnicodeRange::new(c, c)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_sign_and_letter_has_a_code_of_its_own() {
        let mut codes: Vec<u8> = LETTERS.into_iter().chain(SIGNS.map(|(sign, _)| sign)).map(code).collect();
        codes.extend([OTHER_LETTER, OTHER_SIGN, code(' '), code('a'), code('\'')]);
        codes.extend(Pattern::TERM.bytes());
        let all = codes.len();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), all);
        assert!(SOME_LETTERS.into_iter().all(|c| code(c) == OTHER_LETTER));
        assert!(SOME_SIGNS.into_iter().all(|c| code(c) == OTHER_SIGN));
    }

    #[test]
    fn a_character_is_a_byte() {
        assert_eq!(written("coöperatie – één café"), "coRperatie \u{1} HHn cafH");
    }

    /// Everything that expressions of ours are made of.
    const EXPRESSIONS: &[&str] = &[
        r"\b(?:één|een|dé) {term}\b",
        r"{term},? (?:\S+ ){0,3}?is (?P<what>\p{L}+e) ",
        r"^[^,;:.{term}]{1,20} {term}",
        r"\b\p{L}{3,}(?:e|se)(?:, | en ){term}",
        r"[eë]n\w* (?:\d+|–|•)",
        r"{term}[^\p{L}]{0,3}$|\W{2,}",
        r"(?i)café|\Bn\b|…{2,}",
        r"[à-ü]+ .* \s?'",
    ];

    proptest! {
        #[test]
        fn an_expression_matches_what_it_matched(
            words in proptest::collection::vec("\u{1a}|één|dé|een|is|coöperatie|n|en|fée|[a-eéëïü]{1,4}|12|–|•|…|,|:|'|é'n|café", 1..12),
            glue in " |  |",
        ) {
            let text = words.join(&glue);
            let ascii = written(&text);
            prop_assert_eq!(ascii.len(), text.chars().count());
            for expression in EXPRESSIONS {
                let plain = Regex::new(&Pattern::with_term(expression)).expect("it compiles");
                let found = |all: Vec<regex::Match<'_>>, text: &str| -> Vec<(usize, usize)> {
                    let points = |at: usize| text[..at].chars().count();
                    all.into_iter().map(|one| (points(one.start()), points(one.end()))).collect()
                };
                let before = found(plain.find_iter(&text).collect(), &text);
                let after = found(compiled(expression).expect("it compiles").find_iter(&ascii).collect(), &ascii);
                prop_assert_eq!(before, after, "{} in {}", expression, text);
            }
        }
    }
}
