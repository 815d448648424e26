//! Annotated sentences against the passages found in their texts.

use crate::made::{extract, one_line, squeeze};
use crate::{Corpus, Counts, Error, Part};
use bron_extract::{Extraction, Extractor};
use bron_model::{PassageKind, PassageRow};
use bron_protocol::Protocol;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// What people said of a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Label {
    /// It defines the term.
    Definition,
    /// It describes the term.
    Description,
    /// It only mentions the term, or another sentence does.
    MentionOnly,
}

impl Label {
    /// Whether it defines or describes.
    pub(crate) fn is_positive(self) -> bool {
        self != Self::MentionOnly
    }

    /// The label that a passage of this kind gives.
    pub(crate) fn of(kind: Option<PassageKind>) -> Self {
        match kind {
            Some(PassageKind::Definition) => Self::Definition,
            Some(PassageKind::Description | PassageKind::Element) => Self::Description,
            None => Self::MentionOnly,
        }
    }

    /// For lists.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Definition => "definition",
            Self::Description => "description",
            Self::MentionOnly => "mention_only",
        }
    }
}

/// A row of `gold.csv`.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Annotated {
    pub(crate) file: String,
    pub(crate) term: String,
    pub(crate) sentence: String,
    pub(crate) label: Label,
    pub(crate) agreement: String,
}

impl Annotated {
    /// Whether the annotators differed.
    pub(crate) fn is_disputed(&self) -> bool {
        self.agreement.starts_with("disputed")
    }
}

/// The annotated sentences, and what was extracted from the texts they stand in.
pub(crate) struct Gold {
    pub(crate) rows: Vec<Annotated>,
    pub(crate) texts: BTreeMap<String, String>,
    pub(crate) extracted: BTreeMap<String, Extraction>,
    /// Rows that are not counted, and why.
    pub(crate) left_out: Vec<String>,
}

/// Reads them; nothing where there are none.
pub(crate) fn gold(
    corpus: &Corpus,
    extractor: &Extractor,
    protocol: &Protocol,
) -> Result<Option<Gold>, Error> {
    let Some(all) = corpus.rows::<Annotated>("gold.csv")? else { return Ok(None) };
    let mut gold =
        Gold { rows: Vec::new(), texts: BTreeMap::new(), extracted: BTreeMap::new(), left_out: Vec::new() };
    let mut squeezed: BTreeMap<String, String> = BTreeMap::new();
    for row in all {
        if !gold.texts.contains_key(&row.file) {
            let Some(text) = corpus.text(&format!("texts/{}", row.file))? else {
                gold.left_out.push(format!(
                    "not counted, texts/{} is not there: {}",
                    row.file,
                    one_line(&row.sentence)
                ));
                continue;
            };
            squeezed.insert(row.file.clone(), squeeze(&text));
            gold.extracted.insert(row.file.clone(), extract(extractor, &text));
            gold.texts.insert(row.file.clone(), text);
        }
        let is_known = protocol.terms.iter().any(|term| term.id.as_str() == row.term);
        if row.term.starts_with("near:") {
            gold.left_out.push(format!("not counted, outside the term: {}", one_line(&row.sentence)));
        } else if !is_known {
            let (term, sentence) = (&row.term, one_line(&row.sentence));
            gold.left_out.push(format!("not counted, `{term}` is no term of the pipeline: {sentence}"));
        } else if squeezed[&row.file].contains(&squeeze(&row.sentence)) {
            gold.rows.push(row);
        } else {
            gold.left_out.push(format!("not counted, not in {}: {}", row.file, one_line(&row.sentence)));
        }
    }
    Ok(Some(gold))
}

/// Where the sentences and passages of a text stand, in letters and digits from its beginning.
struct Places {
    /// The text, squeezed.
    squeezed: String,
    /// Where in it, in bytes, a line or sentence may begin or end.
    begins: BTreeSet<usize>,
    /// For each page, for each of its code points: how much of `squeezed` stands before it.
    before: Vec<Vec<usize>>,
}

impl Places {
    fn of(text: &str) -> Self {
        let (mut squeezed, mut begins, mut before) = (String::new(), BTreeSet::from([0]), Vec::new());
        for page in text.split('\u{c}') {
            let mut of_page = Vec::new();
            begins.insert(squeezed.len());
            for c in page.chars() {
                of_page.push(squeezed.len());
                if c.is_alphanumeric() {
                    squeezed.extend(c.to_lowercase().filter(|c| c.is_alphanumeric()));
                } else if matches!(c, '\n' | '.' | '!' | '?' | ':' | ';' | '…') {
                    begins.insert(squeezed.len());
                }
            }
            of_page.push(squeezed.len());
            before.push(of_page);
        }
        begins.insert(squeezed.len());
        Self { squeezed, begins, before }
    }

    /// Every place of a sentence; those that begin and end where lines or sentences do, where there are any: a heading that is only
    /// the term stands in every sentence with it.
    fn of_sentence(&self, sentence: &str) -> Vec<Range<usize>> {
        let wanted = squeeze(sentence);
        let all = self.squeezed.match_indices(&wanted).map(|(at, _)| at..at + wanted.len());
        let all: Vec<Range<usize>> = all.filter(|place| !place.is_empty()).collect();
        let is_whole =
            |place: &&Range<usize>| self.begins.contains(&place.start) && self.begins.contains(&place.end);
        let whole: Vec<Range<usize>> = all.iter().filter(is_whole).cloned().collect();
        if whole.is_empty() { all } else { whole }
    }

    /// The place of a passage: to the end of its page where it runs on.
    fn of_passage(&self, passage: &PassageRow) -> Range<usize> {
        let page = &self.before[passage.page as usize - 1];
        page[passage.start as usize]..page[passage.end as usize]
    }
}

/// Whether the passage covers more than half of the sentence.
fn covers(passage: &Range<usize>, sentence: &Range<usize>) -> bool {
    let both = passage.end.min(sentence.end).saturating_sub(passage.start.max(sentence.start));
    both * 2 > sentence.len()
}

/// An annotated row with its places, and the passages of a text with theirs.
struct Read<'a> {
    places: Vec<Vec<Range<usize>>>,
    passages: BTreeMap<&'a str, Vec<(Range<usize>, &'a PassageRow)>>,
}

impl<'a> Read<'a> {
    fn of(gold: &'a Gold) -> Self {
        let texts: BTreeMap<&str, Places> =
            gold.texts.iter().map(|(file, text)| (file.as_str(), Places::of(text))).collect();
        let places =
            gold.rows.iter().map(|row| texts[row.file.as_str()].of_sentence(&row.sentence)).collect();
        let of_text = |file: &'a str, extraction: &'a Extraction| {
            extraction.passages.iter().map(|one| (texts[file].of_passage(one), one)).collect()
        };
        let passages =
            gold.extracted.iter().map(|(file, read)| (file.as_str(), of_text(file, read))).collect();
        Self { places, passages }
    }

    /// The passages of the row's term that cover the row, with their number in the text.
    fn covering(&self, row: &Annotated, number: usize) -> impl Iterator<Item = (usize, &'a PassageRow)> {
        let of_text = self.passages[row.file.as_str()].iter().enumerate();
        let here =
            move |place: &Range<usize>| self.places[number].iter().any(|sentence| covers(place, sentence));
        let found = of_text.filter(move |(_, (place, one))| one.term.as_str() == row.term && here(place));
        found.map(|(at, (_, one))| (at, *one))
    }

    /// The best by score, which may be a weak sign.
    fn best(&self, row: &Annotated, number: usize) -> Option<&'a PassageRow> {
        self.covering(row, number).map(|(_, one)| one).max_by_key(|one| one.score)
    }
}

/// So many letters and digits may stand between two sentences of one passage: the number of a list item.
const BETWEEN: usize = 3;

/// Passages as wholes, by text: positive sentences of a term that follow each other are one passage, which is found when any of them
/// is; a passage of the program is wrong when it covers annotated sentences and none that is positive.
fn wholes<'a>(gold: &'a Gold, read: &Read<'a>) -> BTreeMap<&'a str, Counts> {
    let mut rows: Vec<usize> = (0..gold.rows.len()).filter(|at| !read.places[*at].is_empty()).collect();
    let key = |at: &usize| {
        let row = &gold.rows[*at];
        (row.file.as_str(), row.term.as_str(), read.places[*at][0].start)
    };
    rows.sort_by_key(key);
    let mut counts: BTreeMap<&str, Counts> =
        gold.texts.keys().map(|file| (file.as_str(), Counts::default())).collect();
    let (mut right, mut wrong) = (BTreeSet::new(), BTreeSet::new());
    let mut last: Option<(&str, &str, usize, bool)> = None;
    for at in rows {
        let row = &gold.rows[at];
        let (file, term, place) = (row.file.as_str(), row.term.as_str(), &read.places[at][0]);
        let covering: Vec<usize> =
            read.covering(row, at).filter(|(_, one)| one.tells()).map(|(number, _)| number).collect();
        for number in &covering {
            let of = if row.label.is_positive() { &mut right } else { &mut wrong };
            of.insert((file, *number));
        }
        if !row.label.is_positive() {
            last = None;
            continue;
        }
        let is_found = !covering.is_empty();
        let goes_on =
            last.filter(|(its, of, end, _)| *its == file && *of == term && place.start <= end + BETWEEN);
        let of_text = counts.get_mut(file).expect("every text has counts");
        match goes_on {
            Some((.., was_found)) if is_found && !was_found => {
                of_text.missed -= 1;
                of_text.right += 1;
            }
            Some(_) => {}
            None => of_text.add(true, is_found),
        }
        last = Some((file, term, place.end, is_found || goes_on.is_some_and(|(.., found)| found)));
    }
    for (file, _) in wrong.difference(&right) {
        counts.get_mut(file).expect("every text has counts").wrong += 1;
    }
    counts
}

/// Of each label and of both positive ones together, with and without what the annotators disputed.
pub(crate) fn measure(corpus: &Corpus, extractor: &Extractor, protocol: &Protocol) -> Result<Part, Error> {
    let Some(gold) = gold(corpus, extractor, protocol)? else {
        return Ok(Part::skipped("passages", "there is no gold.csv"));
    };
    let mut part = Part::new(
        "passages",
        format!(
            "{} annotated sentences of {} texts; a sentence is found when a passage of its term covers most of it that is more than a weak sign; positive sentences that follow each other are one whole; intervals over texts",
            gold.rows.len(),
            gold.texts.len()
        ),
    );
    let labels: [(&str, &[Label]); 3] = [
        ("definition and description", &[Label::Definition, Label::Description]),
        ("definition", &[Label::Definition]),
        ("description", &[Label::Description]),
    ];
    let mut counts: BTreeMap<(usize, usize), BTreeMap<&str, Counts>> = BTreeMap::new();
    let mut with_weak: BTreeMap<&str, Counts> = BTreeMap::new();
    let read = Read::of(&gold);
    for (number, row) in gold.rows.iter().enumerate() {
        let best = read.best(row, number);
        let of_text = with_weak.entry(&row.file).or_default();
        of_text.add(row.label.is_positive(), best.is_some());
        let passage = best.filter(|passage| passage.tells());
        let said = Label::of(passage.map(|passage| passage.kind));
        let disputed = row.is_disputed();
        for (group, counted) in [true, !disputed].into_iter().enumerate() {
            for (number, (_, is)) in labels.iter().enumerate().filter(|_| counted) {
                let of_text = counts.entry((group, number)).or_default().entry(&row.file).or_default();
                of_text.add(is.contains(&row.label), is.contains(&said));
            }
        }
        if row.label.is_positive() != said.is_positive() {
            part.different.push(format!(
                "{} ({}) read as {} [{}]: {}",
                row.label.as_str(),
                row.agreement,
                said.as_str(),
                best.map_or("", |passage| &passage.pattern),
                one_line(&row.sentence)
            ));
        }
    }
    for (group, rows) in ["all rows", "without disputed rows"].into_iter().enumerate() {
        for (number, (label, _)) in labels.iter().enumerate() {
            let by_text: Vec<Counts> = counts
                .get(&(group, number))
                .map(|texts| texts.values().copied().collect())
                .unwrap_or_default();
            part.add_resampled(format!("{label}, {rows}"), &by_text);
        }
    }
    let by_text: Vec<Counts> = wholes(&gold, &read).into_values().collect();
    part.add_resampled("definition and description, passages as wholes".to_owned(), &by_text);
    let by_text: Vec<Counts> = with_weak.into_values().collect();
    part.add_resampled("definition and description, weak signs counted as well".to_owned(), &by_text);
    part.different.extend(gold.left_out);
    Ok(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_that_is_the_term_stands_where_it_is_a_line() {
        let places =
            Places::of("Samenzorg\n\nDat is samenzorg in de buurt.\u{c}Over samenzorg.\n1. Samenzorg\n");
        assert_eq!(places.of_sentence("Samenzorg"), [0..9, 46..55]);
        // Nowhere a line of its own: every place.
        assert_eq!(places.of_sentence("in de").len(), 1);
        assert_eq!(places.of_sentence("Over samenzorg.").len(), 1);
        assert!(places.of_sentence("niets").is_empty() && places.of_sentence("...").is_empty());
        assert!(covers(&(0..6), &(0..10)) && !covers(&(0..5), &(0..10)) && !covers(&(20..30), &(0..10)));
    }
}
