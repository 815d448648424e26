//! Cuts a folded text into tokens, and squeezes them together so that a spelling is found however it is divided.

use std::ops::Range;

/// A run of letters, or of digits, of a folded text.
#[derive(Debug, Clone, Copy)]
struct Token {
    start: usize,
    end: usize,
    /// Where it starts in the squeezed text.
    squeezed: usize,
}

/// The tokens of a folded text, and the text without anything between them.
#[derive(Debug)]
pub(crate) struct Tokens<'a> {
    folded: &'a str,
    tokens: Vec<Token>,
    squeezed: String,
}

impl<'a> Tokens<'a> {
    pub(crate) fn new(folded: &'a str) -> Self {
        let mut tokens: Vec<Token> = Vec::with_capacity(folded.len() / 6);
        let mut squeezed = String::with_capacity(folded.len());
        let mut open = None;
        // A digit behind letters is a footnote more often than a part of the word.
        let mut digits = false;
        for (at, c) in folded.char_indices() {
            let inside = c.is_alphanumeric();
            if let Some(start) = open
                && !(inside && digits == c.is_numeric())
            {
                tokens.push(Token { start, end: at, squeezed: squeezed.len() });
                squeezed.push_str(&folded[start..at]);
                open = None;
            }
            if inside && open.is_none() {
                open = Some(at);
                digits = c.is_numeric();
            }
        }
        if let Some(start) = open {
            tokens.push(Token { start, end: folded.len(), squeezed: squeezed.len() });
            squeezed.push_str(&folded[start..]);
        }
        Self { folded, tokens, squeezed }
    }

    pub(crate) fn squeezed(&self) -> &str {
        &self.squeezed
    }

    pub(crate) fn len(&self) -> usize {
        self.tokens.len()
    }

    /// The token; empty for a number beyond the last.
    pub(crate) fn text(&self, n: usize) -> &'a str {
        self.tokens.get(n).map_or("", |token| &self.folded[token.start..token.end])
    }

    /// What stands between token `n` and the next; nothing after the last.
    pub(crate) fn gap(&self, n: usize) -> Option<&'a str> {
        let (token, next) = (self.tokens.get(n)?, self.tokens.get(n + 1)?);
        Some(&self.folded[token.end..next.start])
    }

    /// The bytes of the folded text from the first token to the last.
    pub(crate) fn range(&self, first: usize, last: usize) -> Range<usize> {
        self.tokens[first].start..self.tokens[last].end
    }

    /// How far token `n` starts behind token `first` in the squeezed text.
    pub(crate) fn offset(&self, first: usize, n: usize) -> usize {
        self.tokens[n].squeezed - self.tokens[first].squeezed
    }

    /// The first and last token of a range of the squeezed text; nothing where it cuts a token in two.
    pub(crate) fn whole(&self, squeezed: Range<usize>) -> Option<(usize, usize)> {
        let first = self.tokens.binary_search_by_key(&squeezed.start, |token| token.squeezed).ok()?;
        if squeezed.end == self.squeezed.len() {
            return Some((first, self.tokens.len() - 1));
        }
        let after = self.tokens.binary_search_by_key(&squeezed.end, |token| token.squeezed).ok()?;
        (after > first).then(|| (first, after - 1))
    }
}
