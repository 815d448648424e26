//! A page's text cut where passages and terms begin and end, so that they can be shown in it.

use std::ops::Range;

/// A stretch of a page's text, in which everything is marked alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stretch {
    pub(crate) text: String,
    /// In a passage.
    pub(crate) passage: bool,
    /// In the passage that is looked at.
    pub(crate) chosen: bool,
    /// A spelling of the term.
    pub(crate) term: bool,
}

/// What is marked, in code points of the page's text.
#[derive(Debug, Default)]
pub(crate) struct Marks {
    pub(crate) passages: Vec<Range<usize>>,
    pub(crate) chosen: Option<Range<usize>>,
    pub(crate) terms: Vec<Range<usize>>,
}

/// Cuts `text`; put together again, the stretches are the text.
pub(crate) fn stretches(text: &str, marks: &Marks) -> Vec<Stretch> {
    let chars: Vec<char> = text.chars().collect();
    let ranges = marks.passages.iter().chain(&marks.chosen).chain(&marks.terms);
    let mut cuts: Vec<usize> = ranges.flat_map(|range| [range.start, range.end]).collect();
    cuts.extend([0, chars.len()]);
    cuts.retain(|cut| *cut <= chars.len());
    cuts.sort_unstable();
    cuts.dedup();
    let within = |ranges: &[Range<usize>], at: usize| ranges.iter().any(|range| range.contains(&at));
    cuts.windows(2)
        .map(|pair| Stretch {
            text: chars[pair[0]..pair[1]].iter().collect(),
            passage: within(&marks.passages, pair[0]),
            chosen: marks.chosen.as_ref().is_some_and(|range| range.contains(&pair[0])),
            term: within(&marks.terms, pair[0]),
        })
        .collect()
}

/// The words before and behind a range, at most `most` code points on each side, on one line.
pub(crate) fn around(text: &str, range: &Range<usize>, most: usize) -> (String, String) {
    let chars: Vec<char> = text.chars().collect();
    let (start, end) = (range.start.min(chars.len()), range.end.min(chars.len()));
    let from = start.saturating_sub(most);
    let to = (end + most).min(chars.len());
    let one_line =
        |chars: &[char]| chars.iter().map(|c| if c.is_whitespace() { ' ' } else { *c }).collect::<String>();
    let before = format!("{}{}", if from > 0 { "…" } else { "" }, one_line(&chars[from..start]));
    let behind = format!("{}{}", one_line(&chars[end..to]), if to < chars.len() { "…" } else { "" });
    (before, behind)
}

#[cfg(test)]
#[allow(clippy::single_range_in_vec_init, reason = "one range of marks is meant")]
mod tests {
    use super::*;

    #[test]
    fn a_term_within_a_passage_is_marked_as_both() {
        let marks = Marks { passages: vec![2..9], chosen: None, terms: vec![4..6, 8..12] };
        let cut = stretches("ab\u{e9}defghijklm", &marks);
        let shown: Vec<(&str, bool, bool)> =
            cut.iter().map(|one| (one.text.as_str(), one.passage, one.term)).collect();
        let expected = [
            ("ab", false, false),
            ("\u{e9}d", true, false),
            ("ef", true, true),
            ("gh", true, false),
            ("i", true, true),
            ("jkl", false, true),
            ("m", false, false),
        ];
        assert_eq!(shown, expected);
    }

    #[test]
    fn what_stands_around_is_cut_and_says_so() {
        assert_eq!(around("een twee\ndrie vier", &(4..8), 3), ("…en ".to_owned(), " dr…".to_owned()));
        assert_eq!(around("kort", &(0..4), 3), (String::new(), String::new()));
    }

    proptest::proptest! {
        #[test]
        fn the_stretches_are_the_text(text in "\\PC{0,30}", a in 0_usize..40, b in 0_usize..40, c in 0_usize..40) {
            let marks = Marks { passages: vec![a.min(b)..a.max(b)], chosen: Some(b.min(c)..b.max(c)), terms: vec![a.min(c)..a.max(c)] };
            let whole: String = stretches(&text, &marks).into_iter().map(|one| one.text).collect();
            proptest::prop_assert_eq!(whole, text);
        }
    }
}
