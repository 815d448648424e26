//! Which words of the lexicons a publication uses, how often and where.

use crate::finding::Finding;
use bron_model::{OccurrenceRow, PageRow};
use bron_protocol::{DomainSide, GroupSide, Lexicons};
use bron_text::{Folded, WordList, fold};
use std::cmp::Reverse;
use std::ops::Range;

/// So many words are named in a reason.
const WORDS_NAMED: usize = 5;

/// So many letters on either side of a word are quoted.
const QUOTED_AROUND: usize = 60;

/// A text as it is compared with a word of a list: folded, without blanks at its ends.
pub(crate) fn folded(text: &str) -> String {
    fold(text).text().trim().to_owned()
}

/// On which side of which criterion a word stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Inside,
    Outside,
    Older,
    Other,
}

/// The words of domains and of groups.
#[derive(Debug, Clone)]
pub(crate) struct Words {
    domains: Lexicon,
    groups: Lexicon,
}

impl Words {
    pub fn new(lexicons: &Lexicons) -> Self {
        let domains = lexicons.domains.iter().map(|entry| Word {
            text: entry.word.clone(),
            side: if entry.side == DomainSide::Inside { Side::Inside } else { Side::Outside },
            weight: entry.weight,
        });
        let groups = lexicons.groups.iter().map(|entry| Word {
            text: entry.word.clone(),
            side: if entry.side == GroupSide::Older { Side::Older } else { Side::Other },
            weight: entry.weight,
        });
        Self { domains: Lexicon::new(domains.collect()), groups: Lexicon::new(groups.collect()) }
    }

    /// Reads title and pages, in this order. A word inside an occurrence of a term (`care` in "community care") is
    /// no evidence of anything but the term, and is not counted.
    pub fn spoken<'a>(
        &'a self,
        title: &str,
        pages: &[&'a PageRow],
        occurrences: &[OccurrenceRow],
    ) -> Spoken<'a> {
        let lexicons = [&self.domains, &self.groups];
        let mut used = lexicons.map(|lexicon| lexicon.words.iter().map(Used::new).collect::<Vec<_>>());
        let folded_title = fold(title);
        let terms = terms_in_title(folded_title.text(), occurrences);
        for (lexicon, used) in lexicons.iter().zip(&mut used) {
            for (word, range) in lexicon.find(&folded_title) {
                if !touches(&terms, &range) {
                    used[word].in_title = true;
                    used[word].count += 1;
                }
            }
        }
        let mut pages_with_text = 0;
        for &page in pages.iter().filter(|page| !page.text.trim().is_empty()) {
            pages_with_text += 1;
            let terms = terms_on_page(page, occurrences);
            let text = fold(&page.text);
            for (lexicon, used) in lexicons.iter().zip(&mut used) {
                for (word, range) in lexicon.find(&text) {
                    let range = text.original(range);
                    if !touches(&terms, &range) {
                        used[word].meet(pages_with_text, page, range);
                    }
                }
            }
        }
        let used = used.into_iter().flatten().filter(|word| word.count > 0).collect();
        Spoken { used, pages_with_text }
    }
}

/// One list of words.
#[derive(Debug, Clone)]
struct Lexicon {
    list: WordList,
    words: Vec<Word>,
}

#[derive(Debug, Clone)]
struct Word {
    text: String,
    side: Side,
    weight: u8,
}

impl Lexicon {
    fn new(words: Vec<Word>) -> Self {
        Self { list: WordList::new(words.iter().map(|word| &word.text)), words }
    }

    /// Where words stand; one inside a longer one of the same list (`zorg` in `zorg voor natuur`) is passed over.
    fn find(&self, text: &Folded) -> Vec<(usize, Range<usize>)> {
        let mut found = self.list.find(text);
        found.sort_by_key(|hit| (hit.folded.start, Reverse(hit.folded.end), hit.word));
        let mut longest = 0..0;
        found.retain(|hit| {
            if hit.folded.end > longest.end {
                longest = hit.folded.clone();
            }
            hit.folded == longest
        });
        found.into_iter().map(|hit| (hit.word, hit.folded)).collect()
    }
}

fn terms_in_title(folded_title: &str, occurrences: &[OccurrenceRow]) -> Vec<Range<usize>> {
    let mut places = Vec::new();
    for row in occurrences {
        let quote = folded(&row.quote);
        if !quote.is_empty() {
            places.extend(folded_title.match_indices(&quote).map(|(at, found)| at..at + found.len()));
        }
    }
    places
}

fn terms_on_page(page: &PageRow, occurrences: &[OccurrenceRow]) -> Vec<Range<usize>> {
    let here = occurrences.iter().filter(|row| row.document == page.document && row.page == page.page);
    here.map(|row| byte_at(&page.text, row.start)..byte_at(&page.text, row.end)).collect()
}

fn byte_at(text: &str, code_point: u32) -> usize {
    text.char_indices().nth(code_point as usize).map_or(text.len(), |(at, _)| at)
}

fn touches(places: &[Range<usize>], range: &Range<usize>) -> bool {
    places.iter().any(|place| place.start < range.end && range.start < place.end)
}

/// The words that a publication uses.
#[derive(Debug, Clone)]
pub(crate) struct Spoken<'a> {
    used: Vec<Used<'a>>,
    pages_with_text: usize,
}

impl<'a> Spoken<'a> {
    /// Those of one side, the strongest first.
    pub fn words(&self, side: Side) -> WordsUsed<'_, 'a> {
        let mut words: Vec<&Used<'a>> = self.used.iter().filter(|used| used.word.side == side).collect();
        words.sort_by_key(|used| (Reverse(used.strength()), &used.word.text));
        WordsUsed(words)
    }

    pub fn pages_with_text(&self) -> usize {
        self.pages_with_text
    }
}

/// The words of one side, the strongest first.
pub(crate) struct WordsUsed<'s, 'a>(Vec<&'s Used<'a>>);

impl<'s, 'a> WordsUsed<'s, 'a> {
    pub fn strongest(&self) -> Option<&'s Used<'a>> {
        self.0.first().copied()
    }

    /// How many different words.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Weight times count, over all of them.
    pub fn weight(&self) -> u32 {
        self.0.iter().fold(0, |sum, used| sum.saturating_add(used.strength()))
    }

    /// Whether one of at least this weight is used.
    pub fn any_of(&self, weight: u8) -> bool {
        self.0.iter().any(|used| used.word.weight >= weight)
    }

    /// Whether one of at least this weight stands in the title.
    pub fn in_title(&self, weight: u8) -> bool {
        self.0.iter().any(|used| used.in_title && used.word.weight >= weight)
    }

    /// On how many pages any of them stands.
    pub fn pages(&self) -> usize {
        let mut pages: Vec<usize> = self.0.iter().flat_map(|used| used.pages.iter().copied()).collect();
        pages.sort_unstable();
        pages.dedup();
        pages.len()
    }

    /// The strongest, with their counts, for a reason: `jongeren (12), school (3)`.
    pub fn listed(&self) -> String {
        let words = self.0.iter().take(WORDS_NAMED);
        words.map(|used| format!("{} ({})", used.word.text, used.count)).collect::<Vec<_>>().join(", ")
    }
}

/// A word that is used.
#[derive(Debug, Clone)]
pub(crate) struct Used<'a> {
    word: &'a Word,
    count: u32,
    in_title: bool,
    /// The pages it stands on, counted from 1 over the pages with text.
    pages: Vec<usize>,
    first: Option<(&'a PageRow, Range<usize>)>,
}

impl<'a> Used<'a> {
    fn new(word: &'a Word) -> Self {
        Self { word, count: 0, in_title: false, pages: Vec::new(), first: None }
    }

    fn meet(&mut self, number: usize, page: &'a PageRow, range: Range<usize>) {
        self.count = self.count.saturating_add(1);
        if self.pages.last() != Some(&number) {
            self.pages.push(number);
        }
        self.first.get_or_insert((page, range));
    }

    fn strength(&self) -> u32 {
        self.count.saturating_mul(u32::from(self.word.weight))
    }

    /// The id of the lexicon's line.
    pub fn rule(&self) -> String {
        let list = match self.word.side {
            Side::Inside | Side::Outside => "domain",
            Side::Older | Side::Other => "group",
        };
        format!("{list}:{}", self.word.text)
    }

    /// Adds the first place where the word stands in the text, with the words around it; a word that stands in the
    /// title only has no place.
    pub fn evidence(&self, finding: Finding) -> Finding {
        match &self.first {
            Some((page, range)) => {
                finding.at(&page.document, page.page, words_around(&page.text, range.clone()))
            }
            None => finding,
        }
    }
}

/// The slice of the text around `range`: whole words, on the same line, so many letters on either side.
fn words_around(text: &str, range: Range<usize>) -> &str {
    let line_start = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
    let line_end = text[range.end..].find('\n').map_or(text.len(), |at| range.end + at);
    let (before, after) = (&text[line_start..range.start], &text[range.end..line_end]);
    let start = match before.char_indices().rev().nth(QUOTED_AROUND) {
        Some((at, _)) => before[at..].find(' ').map_or(range.start, |blank| line_start + at + blank + 1),
        None => line_start,
    };
    let end = match after.char_indices().nth(QUOTED_AROUND) {
        Some((at, _)) => after[..at].rfind(' ').map_or(range.end, |blank| range.end + blank),
        None => line_end,
    };
    text[start..end].trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_quoted_with_whole_words_around_it_on_its_own_line() {
        let text = format!("eerste regel\n{} OUDEREN {}\nlaatste", "woord ".repeat(30), "woord ".repeat(30));
        let at = text.find("OUDEREN").unwrap();
        let quote = words_around(&text, at..at + 7);
        assert!(
            quote.starts_with("woord") && quote.ends_with("woord") && quote.contains("OUDEREN"),
            "{quote}"
        );
        assert!(quote.chars().count() <= 7 + 2 * QUOTED_AROUND, "{quote}");
    }

    proptest::proptest! {
        #[test]
        fn any_range_of_any_text_is_quoted_by_a_slice_of_it(text in "[a-zé \n]{1,300}", at in 0usize..300) {
            let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
            let start = starts[at % starts.len()];
            let end = start + text[start..].chars().next().unwrap().len_utf8();
            proptest::prop_assert!(text.contains(words_around(&text, start..end)));
        }
    }
}
