//! Folds a text for matching, with an exact way back to the original.

use std::ops::Range;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

/// A text folded for matching, and where each part of it stands in the original.
///
/// Folding is NFKC and small letters; diacritics stay. All quote marks become `'`, all dashes longer than a hyphen
/// `–`, all hyphens `-`, all bullets `•`. Soft hyphens and characters without width are left out, a run of white
/// space is one blank, and a word that a hyphen breaks over a line (also with an empty line in between) is whole
/// again, unless `en`, `of`, `and` or `or` follows, where the hyphen is a suspended one (`zorg- en`).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Folded {
    text: String,
    runs: Vec<Run>,
}

/// A stretch of the folded text and the stretch of the original that it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Run {
    /// Where it starts in the folded text.
    folded: usize,
    original: Range<usize>,
    /// Byte for byte; otherwise the whole stretch comes from the whole stretch.
    exact: bool,
}

impl Folded {
    /// The folded text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The bytes of the original from which the bytes of the folded text in `range` come. An empty range, or one
    /// beyond the text, gives an empty range.
    pub fn original(&self, range: Range<usize>) -> Range<usize> {
        let end = range.end.min(self.text.len());
        let run_at = |at: usize| &self.runs[self.runs.partition_point(|run| run.folded <= at) - 1];
        if range.start >= end {
            let at = match self.runs.last() {
                None => 0,
                Some(last) if range.start >= self.text.len() => last.original.end,
                Some(_) => run_at(range.start).start_of(range.start),
            };
            return at..at;
        }
        let last = run_at(end - 1);
        let end = if last.exact { last.original.start + (end - last.folded) } else { last.original.end };
        run_at(range.start).start_of(range.start)..end
    }

    /// The bytes of the folded text that come from the bytes of the original in `range`.
    pub fn folded(&self, range: Range<usize>) -> Range<usize> {
        let first = self.runs.partition_point(|run| run.original.end <= range.start);
        let start = self.runs.get(first).map_or(self.text.len(), |run| {
            if run.exact { run.folded + range.start.saturating_sub(run.original.start) } else { run.folded }
        });
        let after = self.runs.partition_point(|run| run.original.start < range.end);
        let end = after.checked_sub(1).map_or(0, |last| {
            let run = &self.runs[last];
            let run_end = self.runs.get(after).map_or(self.text.len(), |next| next.folded);
            if run.exact { run_end.min(run.folded + (range.end - run.original.start)) } else { run_end }
        });
        start..end.max(start)
    }

    /// Adds what comes from `original` byte for byte; the text is pushed by the caller.
    fn add_exact(&mut self, folded: usize, original: Range<usize>) {
        match self.runs.last_mut() {
            Some(last) if last.exact && last.original.end == original.start => {
                last.original.end = original.end;
            }
            _ => self.runs.push(Run { folded, original, exact: true }),
        }
    }

    fn push(&mut self, c: char, original: Range<usize>) {
        let folded = self.text.len();
        self.text.push(c);
        if c.len_utf8() == original.len() && !self.runs.last().is_some_and(|last| last.original == original) {
            self.add_exact(folded, original);
        } else if !self.runs.last().is_some_and(|last| !last.exact && last.original == original) {
            self.runs.push(Run { folded, original, exact: false });
        }
    }
}

impl Run {
    fn start_of(&self, folded: usize) -> usize {
        if self.exact { self.original.start + (folded - self.folded) } else { self.original.start }
    }
}

/// Folds a text. The same text gives the same result; an empty text gives an empty one.
pub fn fold(text: &str) -> Folded {
    let mut folded = Folded { text: String::with_capacity(text.len()), runs: Vec::new() };
    let mut at = 0;
    while at < text.len() {
        let plain = plain_end(text.as_bytes(), at);
        if plain > at {
            let from = folded.text.len();
            folded.add_exact(from, at..plain);
            folded.text.push_str(&text[at..plain]);
            folded.text[from..].make_ascii_lowercase();
            at = plain;
            continue;
        }
        let c =
            text[at..].chars().next().expect("`at` stands on a character, since only whole ones are passed");
        let next = at + c.len_utf8();
        at = if c.is_whitespace() {
            let end = white_space_end(text, at);
            if !folded.text.ends_with(' ') {
                folded.push(' ', at..end);
            }
            end
        } else if is_soft_hyphen(c) {
            skip_soft_hyphen(text, next)
        } else if is_without_width(c) {
            next
        } else if is_hyphen(c) {
            if let Some(end) = joined_after(text, at, next) {
                end
            } else {
                folded.push('-', at..next);
                next
            }
        } else {
            push_letter(&mut folded, text, at, c)
        };
    }
    folded
}

/// Where the bytes end that only become small: letters, digits and signs, and single blanks between them. A combining
/// mark behind the last of them would belong to it, so what other bytes follow is left out.
fn plain_end(bytes: &[u8], from: usize) -> usize {
    let is_plain = |b: u8| b.is_ascii_graphic() && !matches!(b, b'\'' | b'"' | b'`' | b'-');
    let mut end = from;
    while let Some(&b) = bytes.get(end) {
        let next = bytes.get(end + 1).copied();
        let blank = b == b' ' && end > from && next.is_some_and(is_plain);
        if !(blank || is_plain(b)) || next.is_some_and(|next| !next.is_ascii()) {
            break;
        }
        end += 1;
    }
    end
}

/// Pushes what stands at `at` (a character with its combining marks) and returns where the next begins.
fn push_letter(folded: &mut Folded, text: &str, at: usize, c: char) -> usize {
    let next = at + c.len_utf8();
    if let Some(sign) = plain_sign(c) {
        folded.push(sign, at..next);
        return next;
    }
    let end = combining_end(text, next);
    if c.is_ascii() && end == next {
        folded.push(c.to_ascii_lowercase(), at..next);
        return next;
    }
    for composed in text[at..end].nfkc() {
        for small in composed.to_lowercase() {
            // NFKC writes some marks with a blank before them; blanks come from white space only.
            if !small.is_whitespace() {
                folded.push(plain_sign(small).unwrap_or(small), at..end);
            }
        }
    }
    end
}

fn combining_end(text: &str, from: usize) -> usize {
    if text.as_bytes().get(from).is_none_or(u8::is_ascii) {
        return from;
    }
    let marks = text[from..].chars().take_while(|&c| canonical_combining_class(c) != 0);
    from + marks.map(char::len_utf8).sum::<usize>()
}

fn white_space_end(text: &str, from: usize) -> usize {
    let blanks = text[from..].chars().take_while(|&c| c.is_whitespace() || is_without_width(c));
    from + blanks.map(char::len_utf8).sum::<usize>()
}

fn is_soft_hyphen(c: char) -> bool {
    c == '\u{ad}'
}

fn is_without_width(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

pub(crate) fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}')
}

/// The one sign for all quote marks, all dashes and all bullets; nothing for other characters.
fn plain_sign(c: char) -> Option<char> {
    Some(match c {
        '\'' | '"' | '`' | '´' | '‘' | '’' | '‚' | '‛' | '“' | '”' | '„' | '‟' | '«' | '»' | '‹' | '›'
        | '′' | '″' => '\'',
        '‒' | '–' | '—' | '―' | '−' => '–',
        '-' | '\u{2010}' | '\u{2011}' => '-',
        _ if crate::layout::is_bullet(c) => '•',
        _ => return None,
    })
}

/// A soft hyphen is dropped, and with it the white space that a reader left between the halves of a word.
fn skip_soft_hyphen(text: &str, next: usize) -> usize {
    let end = white_space_end(text, next);
    if text[end..].starts_with(char::is_lowercase) { end } else { next }
}

/// Where the second half of a word begins that the hyphen at `at` breaks over a line; nothing where it does not.
fn joined_after(text: &str, at: usize, next: usize) -> Option<usize> {
    let end = white_space_end(text, next);
    let lines = text[next..end].matches('\n').count();
    if lines == 0 || lines > 4 {
        return None;
    }
    let before = text[..at].chars().next_back().filter(|c| c.is_alphabetic())?;
    let mut after = text[end..].chars();
    let (first, second) = (after.next()?, after.next());
    let goes_on = first.is_lowercase()
        || (before.is_uppercase() && first.is_uppercase() && second.is_some_and(char::is_uppercase));
    let word: String = text[end..].chars().take_while(|c| c.is_alphabetic()).take(4).collect();
    (goes_on && !is_conjunction(&word.to_lowercase())).then_some(end)
}

/// Whether a suspended hyphen may stand before this word.
pub(crate) fn is_conjunction(word: &str) -> bool {
    matches!(word, "en" | "én" | "of" | "and" | "or")
}

/// Turns byte offsets of a text into offsets in Unicode code points. Asking in ascending order costs one walk over
/// the text; asking backwards starts again.
#[derive(Debug, Clone)]
pub struct CodePoints<'a> {
    text: &'a str,
    byte: usize,
    count: u32,
}

impl<'a> CodePoints<'a> {
    /// Over this text.
    pub fn new(text: &'a str) -> Self {
        Self { text, byte: 0, count: 0 }
    }

    /// The number of code points before `byte`. An offset inside a character, or beyond the text, counts the
    /// characters that begin before it.
    pub fn before(&mut self, byte: usize) -> u32 {
        let byte = byte.min(self.text.len());
        if byte < self.byte {
            (self.byte, self.count) = (0, 0);
        }
        let begins = |b: &&u8| (**b & 0xC0) != 0x80;
        let more = self.text.as_bytes()[self.byte..byte].iter().filter(begins).count();
        self.byte = byte;
        self.count += u32::try_from(more).unwrap_or(u32::MAX - self.count);
        self.count
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(fold(text).text(), expected);
    }

    #[test]
    fn small_letters_and_one_sign_for_quotes_dashes_and_bullets() {
        check(
            "‘Zorgzame’ “Buurten” — CoÖperatie ✓ \u{f0b7} ﬁets",
            "'zorgzame' 'buurten' – coöperatie • • fiets",
        );
    }

    #[test]
    fn a_letter_and_its_mark_are_one_letter() {
        check("idee\u{308}n", "ideën");
    }

    #[test]
    fn white_space_is_one_blank() {
        check("een \t\n\n buurt\u{a0}hier", "een buurt hier");
    }

    #[test]
    fn a_word_broken_over_a_line_is_whole() {
        check("sa-\n\nmenzorg en SAMENREDZAAM-\nHEID", "samenzorg en samenredzaamheid");
        check("samenle\u{ad} vings\u{ad}\nopbouw", "samenlevingsopbouw");
    }

    #[test]
    fn a_suspended_hyphen_stays() {
        check("zorg-\nen welzijn, zelf- en samenredzaamheid", "zorg- en welzijn, zelf- en samenredzaamheid");
        check("2019-\n2020 en NLZVE-\nBestuur", "2019- 2020 en nlzve- bestuur");
    }

    #[test]
    fn offsets_in_code_points_count_characters() {
        let mut points = CodePoints::new("é–x");
        assert_eq!([points.before(0), points.before(2), points.before(5), points.before(99)], [0, 1, 2, 3]);
        assert_eq!(points.before(2), 1);
    }

    proptest::proptest! {
        #[test]
        fn every_part_of_a_folded_text_comes_from_a_slice_of_the_original(text in "\\PC{0,40}[-\\n \u{ad}a-zA-Zé’]{0,30}") {
            let folded = fold(&text);
            let mut last = 0;
            for (at, c) in folded.text().char_indices() {
                let from = folded.original(at..at + c.len_utf8());
                proptest::prop_assert!(from.start >= last && text.get(from.clone()).is_some());
                proptest::prop_assert!(from.start < from.end);
                let back = folded.folded(from.clone());
                proptest::prop_assert!(back.start <= at && at + c.len_utf8() <= back.end);
                last = from.start;
            }
        }

        #[test]
        fn folding_twice_changes_nothing(text in "[-\\n a-zA-Z“”’–•é.,0-9]{0,60}") {
            let once = fold(&text);
            let twice = fold(once.text());
            proptest::prop_assert_eq!(once.text(), twice.text());
        }
    }
}
