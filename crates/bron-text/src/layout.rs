//! Finds the blocks of a text (paragraphs, bullets, headings) whose layout only its lines still show.

use std::ops::Range;

/// A paragraph, a bullet or a heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Block {
    /// Its bytes, without white space and bullet at the edges; never empty.
    pub(crate) range: Range<usize>,
    /// It begins with a bullet or a number.
    pub(crate) bullet: bool,
}

/// A line with something in it.
#[derive(Debug)]
struct Line<'a> {
    /// Without white space and bullet at the edges.
    text: &'a str,
    start: usize,
    bullet: Option<char>,
    blank_before: bool,
}

/// Whether the character is a bullet wherever it stands at the beginning of a line.
pub(crate) fn is_bullet(c: char) -> bool {
    let listed = "•·▪▫●○◦‣⁃∙■□◆◇►▶▸➢➤✓✔✗";
    listed.contains(c) || ('\u{f000}'..='\u{f0ff}').contains(&c)
}

/// The blocks, in the order of the text. A line break inside a paragraph does not end it, an empty line does, unless
/// the sentence plainly goes on behind it, as readers of columns and slides often leave it.
pub(crate) fn blocks(text: &str) -> Vec<Block> {
    let lines = lines(text);
    let width = usual_width(&lines);
    let mut blocks: Vec<Block> = Vec::new();
    for (n, line) in lines.iter().enumerate() {
        let goes_on = n > 0 && !breaks(&lines[n - 1], line, width);
        let end = line.start + line.text.len();
        match blocks.last_mut() {
            Some(block) if goes_on => block.range.end = end,
            _ => blocks.push(Block { range: line.start..end, bullet: line.bullet.is_some() }),
        }
    }
    blocks
}

fn lines(text: &str) -> Vec<Line<'_>> {
    let mut lines: Vec<Line<'_>> = Vec::new();
    let mut blank = true;
    let mut start = 0;
    for raw in text.split(['\n', '\r', '\u{c}', '\u{b}', '\u{85}', '\u{2028}', '\u{2029}']) {
        let trimmed = raw.trim();
        if trimmed.is_empty() {
            // A carriage return before a line feed leaves an empty piece that is no empty line.
            blank |= !text[..start].ends_with('\r');
        } else {
            let at = start + (raw.len() - raw.trim_start().len());
            let bullet = bullet_of(trimmed, blank, lines.last());
            let skip = bullet.map_or(0, |(_, len)| len);
            let content = &trimmed[skip..];
            if content.is_empty() {
                blank = true;
            } else {
                let sign = bullet.map(|(sign, _)| sign);
                lines.push(Line { text: content, start: at + skip, bullet: sign, blank_before: blank });
                blank = false;
            }
        }
        start += raw.len() + text[start + raw.len()..].chars().next().map_or(0, char::len_utf8);
    }
    lines
}

/// The bullet of a line and how many bytes it takes with the white space behind it.
fn bullet_of(line: &str, blank_before: bool, before: Option<&Line<'_>>) -> Option<(char, usize)> {
    let mut chars = line.chars();
    let first = chars.next()?;
    let after = |bytes: usize| {
        let rest = &line[bytes..];
        bytes + (rest.len() - rest.trim_start().len())
    };
    if is_bullet(first) {
        return Some((first, after(first.len_utf8())));
    }
    let blank_next = chars.next().is_some_and(char::is_whitespace);
    if matches!(first, '-' | '–' | '—' | '*') && blank_next {
        let stands_free = blank_before
            || before
                .is_none_or(|line| line.bullet.is_some() || line.text.ends_with(['.', ':', ';', '!', '?']));
        return stands_free.then(|| (first, after(first.len_utf8())));
    }
    if first == 'o' && blank_next && before.is_some_and(|line| line.bullet.is_some()) {
        return Some((first, after(1)));
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let mark = if digits > 0 { digits } else { usize::from(first.is_ascii_lowercase()) };
    let numbered = (1..=2).contains(&mark)
        && matches!(line.as_bytes().get(mark), Some(b')' | b'.'))
        && (digits > 0 || line.as_bytes().get(mark) == Some(&b')'))
        && line[mark + 1..].starts_with(char::is_whitespace)
        && line[mark + 1..].trim_start().starts_with(|c: char| c.is_alphabetic() || c == '‘' || c == '“');
    numbered.then(|| ('1', after(mark + 1)))
}

/// The width of a full line: that of the line at four fifths of all, sorted by width.
fn usual_width(lines: &[Line<'_>]) -> usize {
    let mut widths: Vec<usize> = lines.iter().map(|line| line.text.len()).collect();
    widths.sort_unstable();
    widths.get(widths.len() * 4 / 5).copied().unwrap_or(0)
}

/// Whether a new block begins with `next`.
fn breaks(line: &Line<'_>, next: &Line<'_>, width: usize) -> bool {
    if next.bullet.is_some() {
        return true;
    }
    let stops = ends_sentence(line.text);
    let small = next.text.starts_with(char::is_lowercase);
    let left_open = ends_open(line.text);
    if next.blank_before {
        return stops || line.text.ends_with([':', ';']) || !(small || left_open);
    }
    if small || (left_open && !stops) {
        return false;
    }
    let len = line.text.len();
    if line.text.ends_with(':') || len >= 250 || (is_capitals(line.text) && !is_capitals(next.text)) {
        return true;
    }
    // A short line is the last of its paragraph, or a heading.
    len * 10 < width * 7
}

fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(['\'', '"', '’', '”', '‘', '“', ')', ']', '»']).ends_with(['.', '!', '?', '…'])
}

/// Whether a line breaks off in the middle: after a comma, a hyphen or a word that never ends a heading.
fn ends_open(text: &str) -> bool {
    const OPEN: &[&str] = &[
        "de", "het", "een", "en", "of", "van", "in", "op", "te", "aan", "met", "voor", "door", "bij", "naar",
        "om", "dat", "die", "als", "uit", "over", "tot", "tussen", "onder", "zijn", "is", "wordt", "worden",
        "wat", "hoe", "the", "a", "an", "and", "or", "of", "to", "for", "with", "by", "on", "at", "that",
        "is", "are",
    ];
    if text.ends_with([',', '-', '\u{ad}', '–', '(', '/', '&']) {
        return true;
    }
    let last = text.rsplit(char::is_whitespace).next().unwrap_or_default();
    OPEN.contains(&last.to_lowercase().as_str())
}

fn is_capitals(text: &str) -> bool {
    let letters = || text.chars().filter(|c| c.is_alphabetic());
    letters().count() >= 4 && letters().all(char::is_uppercase)
}
