//! Cuts a text into sentences.

use std::ops::Range;

/// A sentence (or a heading, or a bullet) and how it stands in the layout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// Its bytes, without white space and bullet at the edges.
    pub range: Range<usize>,
    /// It opens a block: a paragraph, a bullet, a heading.
    pub opens: bool,
    /// It belongs to a bullet.
    pub bullet: bool,
    /// It looks like a heading: a short block without a full stop.
    pub heading: bool,
}

/// The sentences with their layout, in the order of the text.
pub fn cut(text: &str) -> Vec<Sentence> {
    let range = 0..text.len();
    if text.is_empty() { Vec::new() } else { vec![Sentence { range, opens: true, bullet: false, heading: false }] }
}

/// The bytes of each sentence, in the order of the text, trimmed, never empty.
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    cut(text).into_iter().map(|sentence| sentence.range).collect()
}
