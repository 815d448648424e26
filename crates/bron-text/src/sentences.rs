//! Cuts a text into sentences: blocks first, then Unicode's rules (UAX 29), then Dutch abbreviations.

use crate::layout::{Block, blocks};
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;
use unicode_segmentation::UnicodeSegmentation;

/// Abbreviations behind which a sentence goes on.
const GO_ON: &[&str] = &[
    "bijv", "bijvb", "bv", "o.a", "m.b.t", "d.w.z", "z.d", "nr", "nrs", "no", "p", "pp", "pag", "blz", "art",
    "artt", "dr", "drs", "prof", "mr", "ir", "ing", "t.b.v", "i.v.m", "m.n", "n.a.v", "t.a.v", "o.l.v",
    "d.d", "zgn", "resp", "ca", "incl", "excl", "evt", "vs", "i.p.v", "t.o.v", "z.g", "dhr", "mevr", "mw",
    "st", "vgl", "cf", "e.g", "i.e", "mrs", "ms", "vol", "fig", "tab", "hfst", "par", "red", "m.i.v", "t/m",
    "i.c", "q.q", "w.o", "n.b", "jl", "a.s", "sr", "jr", "eds", "ed", "dept", "uitg", "hs", "mln", "mld",
    "tel", "isbn", "issn", "afd", "min", "max", "gem", "div", "jrg", "afl", "bijl", "noot", "ong", "m.u.v",
    "u.s", "u.k", "ph.d", "approx", "ch", "sec", "eq", "i.o", "o.b.v", "o.g.v", "i.t.t", "t.z.t", "a.u.b",
    "s.v.p", "n.v.t",
];
/// Abbreviations that may also end a sentence.
const MAY_END: &[&str] =
    &["enz", "etc", "e.d", "c.s", "e.a", "e.v", "al", "bv", "n.v", "b.v", "no", "st", "ed"];
const MONTHS: &[&str] =
    &["jan", "feb", "febr", "mrt", "apr", "jun", "jul", "aug", "sep", "sept", "okt", "oct", "nov", "dec"];
/// Words with which a sentence begins more often than a name.
const BEGINNINGS: &[&str] = &[
    "de",
    "het",
    "een",
    "dit",
    "dat",
    "deze",
    "die",
    "in",
    "op",
    "bij",
    "er",
    "we",
    "wij",
    "zij",
    "ze",
    "hij",
    "ook",
    "als",
    "om",
    "voor",
    "met",
    "maar",
    "en",
    "daarnaast",
    "daarom",
    "zo",
    "uit",
    "door",
    "naast",
    "the",
    "this",
    "these",
    "it",
    "they",
    "we",
    "for",
    "however",
    "haar",
    "hun",
    "zijn",
    "onze",
    "ons",
    "mijn",
    "ik",
    "je",
    "u",
    "niet",
    "alle",
    "alleen",
    "veel",
    "sommige",
    "andere",
    "iedereen",
    "elke",
    "iedere",
    "mensen",
    "bewoners",
    "dus",
    "daar",
    "hier",
    "daarbij",
    "daarin",
    "daarmee",
    "hierbij",
    "toch",
    "want",
    "wie",
    "wat",
    "waar",
    "hoe",
    "dan",
    "nu",
    "soms",
    "vaak",
    "meestal",
    "tegelijk",
    "verder",
    "bovendien",
    "echter",
    "hoewel",
    "omdat",
    "toen",
    "sinds",
    "tijdens",
    "volgens",
    "na",
    "naar",
    "tot",
    "van",
    "zonder",
    "onder",
    "over",
    "tussen",
    "binnen",
    "not",
    "no",
    "and",
    "but",
    "on",
    "all",
    "some",
    "many",
    "most",
    "there",
    "that",
    "those",
    "our",
    "you",
    "i",
    "he",
    "she",
    "his",
    "her",
    "their",
    "a",
    "an",
    "as",
    "at",
    "by",
    "from",
    "to",
    "when",
    "while",
    "what",
    "if",
    "both",
    "each",
    "also",
    "with",
    "without",
    "although",
    "such",
    "so",
    "since",
    "after",
    "before",
    "then",
    "thus",
    "therefore",
];
/// Words with which a name may begin behind initials: `J. De Smet`, `A. Van den Berg`.
const PARTICLES: &[&str] = &["de", "den", "der", "van", "het", "ten", "ter", "in", "op", "von"];

/// A sentence (or a heading, or a bullet) and how it stands in the layout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// Its bytes, without white space and bullet at the edges.
    pub range: Range<usize>,
    /// It opens a block: a paragraph, a bullet, a heading.
    pub opens: bool,
    /// It belongs to a bullet or to a numbered line.
    pub bullet: bool,
    /// It looks like a heading: a short block without a final stop, or one that ends in a colon.
    pub heading: bool,
}

/// The sentences with their layout, in the order of the text. An empty text has none.
pub fn cut(text: &str) -> Vec<Sentence> {
    let mut all = Vec::new();
    for block in blocks(text) {
        let pieces = pieces(text, &block.range);
        let heading = pieces.len() == 1 && is_heading(&text[block.range.clone()], &block);
        for (n, range) in pieces.into_iter().enumerate() {
            all.push(Sentence { range, opens: n == 0, bullet: block.bullet, heading });
        }
    }
    all
}

/// The bytes of each sentence, in the order of the text, trimmed, never empty. Bullets, headings and empty lines end a
/// sentence, a single line break inside a paragraph does not.
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    cut(text).into_iter().map(|sentence| sentence.range).collect()
}

fn is_heading(text: &str, block: &Block) -> bool {
    let len = text.chars().count();
    if text.ends_with(':') {
        return len <= 160;
    }
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    !block.bullet && len <= 120 && letters >= 3 && !text.ends_with(['.', '!', ';', ',', '…'])
}

/// The sentences of a block.
fn pieces(text: &str, block: &Range<usize>) -> Vec<Range<usize>> {
    // To the rules of Unicode a line break ends a sentence; here it does not, so blanks of the same length stand in.
    let flat = without_breaks(&text[block.clone()]);
    let mut pieces: Vec<Range<usize>> = Vec::new();
    let bounds = bounds(&flat);
    let between = bounds.windows(2).map(|two| (two[0], &flat[two[0]..two[1]]));
    for range in between.flat_map(|(at, piece)| at_small_openings(at, piece)) {
        match pieces.last_mut() {
            Some(last) if goes_on(&flat[last.clone()], &flat[range.clone()]) => last.end = range.end,
            _ => pieces.push(range),
        }
    }
    // Only whole pieces show whether they are the source of a quotation: `et al.` in it was a stop before.
    let mut whole: Vec<Range<usize>> = Vec::new();
    for range in pieces {
        match whole.last_mut() {
            Some(last) if is_citation(flat[range.clone()].trim()) => last.end = range.end,
            _ => whole.push(range),
        }
    }
    let trimmed = |range: Range<usize>| {
        let piece = &flat[range.clone()];
        let start = range.start + (piece.len() - piece.trim_start().len());
        start..(start + piece.trim().len())
    };
    whole
        .into_iter()
        .map(trimmed)
        .filter(|range| !range.is_empty())
        .map(|range| range.start + block.start..range.end + block.start)
        .collect()
}

fn without_breaks(text: &str) -> String {
    let is_break =
        |c: char| matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}');
    let mut flat = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((at, c)) = rest.char_indices().find(|(_, c)| is_break(*c)) {
        flat.push_str(&rest[..at]);
        flat.extend(std::iter::repeat_n(' ', c.len_utf8()));
        rest = &rest[at + c.len_utf8()..];
    }
    flat + rest
}

/// Where Unicode's rules (UAX 29) cut a text without line breaks, with its beginning and its end.
///
/// A sentence ends only behind a stop, and the rules look no further than from the letter before it to the first letter
/// behind it. So where all characters are [plain](is_plain), only what stands there is shown to them.
fn bounds(flat: &str) -> Vec<usize> {
    if !flat.chars().all(is_plain) {
        return flat.split_sentence_bound_indices().map(|(at, _)| at).chain([flat.len()]).collect();
    }
    let mut bounds = vec![0];
    let mut from = 0;
    while let Some(stop) = flat[from..].find(STOPS).map(|at| from + at) {
        let start = flat[..stop].char_indices().next_back().map_or(stop, |(at, _)| at);
        let letter = flat[stop..].char_indices().find(|(_, c)| c.is_alphabetic());
        let (next, end) =
            letter.map_or((flat.len(), flat.len()), |(at, c)| (stop + at, stop + at + c.len_utf8()));
        let around = flat[start..end].split_sentence_bound_indices().skip(1).map(|(at, _)| start + at);
        bounds.extend(around.filter(|at| *at > stop));
        from = next;
    }
    bounds.push(flat.len());
    bounds
}

const STOPS: [char; 3] = ['.', '!', '?'];

/// Whether a character is ASCII, a letter of Latin-1 or a usual sign: none of them is a stop but [`STOPS`], and none belongs to
/// the character before it.
fn is_plain(c: char) -> bool {
    matches!(c, '\0'..='~' | 'À'..='ÿ' | '\u{a0}' | '‘'..='‟' | '–' | '—' | '•' | '…' | '€')
}

/// Cuts a piece once more where a sentence opens without a capital, which Unicode's rules do not know: `’s Avonds`, or a year
/// with its verb.
fn at_small_openings(at: usize, piece: &str) -> Vec<Range<usize>> {
    static OPENING: LazyLock<Regex> = LazyLock::new(|| {
        let clipped = r"[‘’'](?:s (?:Avonds|Morgens|Middags|Ochtends|Nachts|Zomers|Winters|Zondags|Maandags|Zaterdags|Anderendaags|Lands|Werelds)\b|t \p{L}|k \p{L}|n \p{L})";
        let year = r"(?:1[89]|20)\d\d (?:is|was|wordt|werd|werden|staat|stond|bleek|bracht|begon|gaf|telde|zag|zal|had|heeft|markeert|markeerde|vormt|vormde|moet|moest|kan|kende|eindigde|verliep|will|has|had|saw|brought|marks|marked)\b";
        Regex::new(&format!(r"[.!?…][’”'\u{{22}})]*\s+(?:[’”] )?(?P<next>{clipped}|{year})"))
            .expect("a fixed pattern that a test compiles")
    });
    // Most sentences have no stop but their last.
    let stops = ['.', '!', '?', '…'];
    let mut cuts = vec![0];
    if piece.trim_end().trim_end_matches(stops).contains(stops) {
        let next = OPENING.captures_iter(piece).filter_map(|found| found.name("next"));
        cuts.extend(next.map(|next| next.start()));
    }
    cuts.push(piece.len());
    cuts.windows(2).map(|two| at + two[0]..at + two[1]).collect()
}

/// Whether the sentence goes on behind the stop that Unicode's rules took for its end.
fn goes_on(before: &str, after: &str) -> bool {
    let before = before.trim_end();
    let after = after.trim_start_matches(['\'', '"', '‘', '’', '“', '”', '(']);
    if before.is_empty() {
        return true;
    }
    let Some(stem) = before.strip_suffix('.') else { return false };
    let word = stem.rsplit([' ', '(', '/', '‘', '“', '\'', '"']).next().unwrap_or_default().to_lowercase();
    let next = after.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let begins = BEGINNINGS.contains(&next.to_lowercase().as_str()) && next.starts_with(char::is_uppercase);
    if stem.chars().all(|c| c.is_ascii_digit()) {
        return stem.len() <= 2;
    }
    if MONTHS.contains(&word.as_str()) {
        return after.starts_with(|c: char| c.is_ascii_digit());
    }
    let initials = !word.is_empty()
        && word.split('.').all(|part| part.chars().count() == 1 && part.chars().all(char::is_alphabetic));
    // `J. De Smet`, but `van A. tot Z. De rest volgt.`
    let is_name = initials && PARTICLES.contains(&next.to_lowercase().as_str()) && {
        let behind = after.get(next.len()..).unwrap_or_default().trim_start();
        let (second, rest) = behind.split_once(' ').unwrap_or((behind, ""));
        let second = if PARTICLES.contains(&second) { rest } else { second };
        second.starts_with(char::is_uppercase)
    };
    if MAY_END.contains(&word.as_str()) || initials {
        return is_name || !begins;
    }
    GO_ON.contains(&word.as_str())
}

/// Whether the piece is only the source of the quotation before it: `(Jansen, 2019, p. 7).`
fn is_citation(piece: &str) -> bool {
    let inner = piece.trim_end_matches('.').strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    inner.is_some_and(|inner| {
        inner.len() <= 120
            && !inner.contains(['(', ')'])
            && inner.as_bytes().windows(4).any(|four| four.iter().all(u8::is_ascii_digit))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<&str> = sentences(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_line_break_inside_a_paragraph_ends_nothing() {
        check(
            "Een buurt is een plek\nwaar mensen wonen. Dat\nis alles.",
            &["Een buurt is een plek\nwaar mensen wonen.", "Dat\nis alles."],
        );
    }

    #[test]
    fn an_empty_line_ends_a_paragraph_unless_the_sentence_goes_on() {
        check("Eerste alinea\n\nTweede alinea", &["Eerste alinea", "Tweede alinea"]);
        check("Zij helpen op basis\n\nvan wat kan.", &["Zij helpen op basis\n\nvan wat kan."]);
        check("Zij wonen in\n\nAmsterdam.\r\n\r\nDaar dus.", &["Zij wonen in\n\nAmsterdam.", "Daar dus."]);
    }

    #[test]
    fn bullets_are_sentences_without_their_sign() {
        check(
            "De kenmerken zijn:\n• samen eten\n\u{f0b7} samen wonen\n- zorgen. Voor elkaar\n1. Tellen",
            &["De kenmerken zijn:", "samen eten", "samen wonen", "zorgen.", "Voor elkaar", "Tellen"],
        );
    }

    #[test]
    fn a_dash_at_the_start_of_a_wrapped_line_is_no_bullet() {
        check(
            "Het voorbeeld van de steun\n- in die zin vooraan - is bekend.",
            &["Het voorbeeld van de steun\n- in die zin vooraan - is bekend."],
        );
    }

    #[test]
    fn headings_stand_alone() {
        check(
            "Samen wonen\nMensen in deze lange regel wonen samen in een huis dat groot\ngenoeg is voor iedereen.",
            &[
                "Samen wonen",
                "Mensen in deze lange regel wonen samen in een huis dat groot\ngenoeg is voor iedereen.",
            ],
        );
        let cut = cut("Definitie van buurt:\nEen plek om te wonen.");
        assert!(cut[0].heading && !cut[1].heading);
    }

    #[test]
    fn abbreviations_and_initials_end_nothing() {
        for text in [
            "Dat schrijft prof. De Vries, o.a. Jansen e.a. (2019) en H. de Boer.",
            "Zie nr. 3 en art. 12, d.d. 1 jan. 2007.",
            "Volgens Smit et al. (2021) is dat zo.",
            "Winkels, scholen, enz. Amsterdam doet mee.",
        ] {
            check(text, &[text]);
        }
        check("Winkels, enz. De buurt doet mee.", &["Winkels, enz.", "De buurt doet mee."]);
    }

    #[test]
    fn a_sentence_may_open_without_a_capital() {
        for (text, expected) in [
            ("Op zondag niet. ’s Avonds is er yoga.", ["Op zondag niet.", "’s Avonds is er yoga."]),
            ("Dat kan! 's Middags ook.", ["Dat kan!", "'s Middags ook."]),
            ("Er is koffie. ’t Is er altijd druk.", ["Er is koffie.", "’t Is er altijd druk."]),
            (
                "In 2019 stopte het project. 2020 was een jaar van rust.",
                ["In 2019 stopte het project.", "2020 was een jaar van rust."],
            ),
            (
                "Used by planners, carers, etc. Not everyone agrees.",
                ["Used by planners, carers, etc.", "Not everyone agrees."],
            ),
            (
                "Een vereniging van A. tot Z. Haar voorzitter is nieuw.",
                ["Een vereniging van A. tot Z.", "Haar voorzitter is nieuw."],
            ),
            (
                "Ze regelen alles van A. tot Z. De rest volgt later.",
                ["Ze regelen alles van A. tot Z.", "De rest volgt later."],
            ),
            (
                "Dit is een uitgave van De Kade. ISBN 978-90-1234-567-8 hoort erbij.",
                ["Dit is een uitgave van De Kade.", "ISBN 978-90-1234-567-8 hoort erbij."],
            ),
        ] {
            check(text, &expected);
        }
        for text in [
            "Hij heet J. De Smet en zij A. Van den Berg.",
            "Dat schreef mevr. ’t Hooft in haar boek.",
            "De wet trad op 1 jan. 2007 in werking.",
            "Er waren ca. 2000 mensen.",
            "Zie Smit et al. 2019 was het jaar.",
            "Het verscheen bij uitg. De Kade te Delft.",
        ] {
            check(text, &[text]);
        }
    }

    #[test]
    fn the_source_of_a_quotation_belongs_to_it() {
        check(
            "Dat is ‘samen wonen.’ (Jansen et al., 2019, p. 7). Verder niet.",
            &["Dat is ‘samen wonen.’ (Jansen et al., 2019, p. 7).", "Verder niet."],
        );
    }

    #[test]
    fn questions_and_quotes_end_as_they_should() {
        check("Wat is dat? ‘Een buurt.’ Dus!", &["Wat is dat?", "‘Een buurt.’", "Dus!"]);
    }

    proptest::proptest! {
        #[test]
        fn sentences_follow_each_other_and_lose_only_white_space_and_bullets(
            text in "[a-zA-Z .,:?!•\\-\\n\r0-9é’]{0,120}"
        ) {
            let mut last = 0;
            let mut kept = String::new();
            for range in sentences(&text) {
                proptest::prop_assert!(range.start >= last && range.start < range.end);
                let sentence = &text[range.clone()];
                proptest::prop_assert_eq!(sentence, sentence.trim());
                kept.push_str(sentence);
                last = range.end;
            }
            let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic() && !"o".contains(*c)).count();
            // A letter before a bracket may be the number of a line, an o may be a bullet.
            proptest::prop_assert_eq!(letters(&kept), letters(&text));
        }

        #[test]
        fn what_the_rules_are_shown_is_enough(text in "[a-cA-C1-2.!? ,;:()'’“”…–é\u{a0}\t\"-]{1,40}") {
            let whole = text.split_sentence_bound_indices().map(|(at, _)| at).chain([text.len()]);
            proptest::prop_assert_eq!(bounds(&text), whole.collect::<Vec<_>>());
        }

        #[test]
        fn no_text_makes_cutting_panic(text in "\\PC{0,60}\\s{0,3}\\PC{0,60}") {
            for range in sentences(&text) {
                proptest::prop_assert!(text.get(range).is_some());
            }
        }
    }
}
