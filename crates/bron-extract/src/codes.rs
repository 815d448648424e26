//! Proposes the elements of the codebook that a passage may be about, by their cues.

use bron_model::{CodeRow, MadeBy, PassageRow};
use bron_protocol::Codebook;
use bron_text::{CodePoints, Cues, Folded, FoundCue, fold};
use std::ops::Range;

/// So many other words may stand between a negation and the cue that it takes back.
const MOST_AFTER_NEGATION: usize = 3;

/// A codebook, compiled. What it proposes is for a reviewer to judge.
#[derive(Debug)]
pub struct Coder {
    cues: Listed,
    not: Listed,
    negations: Cues,
    no_negations: Cues,
}

/// Cues of all elements together, in the order of element and phrase, so that the order in the file has no part in it.
#[derive(Debug)]
struct Listed {
    phrases: Cues,
    /// Element and phrase of each.
    of: Vec<(String, String)>,
}

/// A cue met in a passage.
struct Met {
    element: String,
    rule: String,
    folded: Range<usize>,
}

impl Coder {
    /// Compiles the cues. A codebook without elements proposes nothing.
    pub fn new(codebook: &Codebook) -> Self {
        let listed = |phrases: fn(&bron_protocol::Element) -> &[String]| {
            let mut of: Vec<(String, String)> = codebook
                .element
                .iter()
                .flat_map(|element| {
                    phrases(element).iter().map(|phrase| (element.id.clone(), phrase.clone()))
                })
                .collect();
            of.sort();
            Listed { phrases: Cues::new(of.iter().map(|(_, phrase)| phrase)), of }
        };
        Self {
            cues: listed(|element| &element.cues),
            not: listed(|element| &element.not),
            negations: Cues::new(&codebook.negations),
            no_negations: Cues::new(&codebook.no_negations),
        }
    }

    /// The elements that the passage's quote has a cue for, sorted by element, place and end; none where it has no cue.
    ///
    /// Only the quote is read: of a passage that runs on to another page what stands on the first. A cue does not count
    /// where one of its words stands in a phrase of the element's `not`, or where a negation takes it back. Of cues of one
    /// element that overlap the longest counts. `cue` is exactly `text[cue_start..cue_end]` of the passage's page, in
    /// Unicode code points, and lies within the passage.
    pub fn codes(&self, passage: &PassageRow) -> Vec<CodeRow> {
        let folded = fold(&passage.quote);
        let met = self.met(&folded);
        let mut points = CodePoints::new(&passage.quote);
        met.into_iter()
            .map(|met| {
                let bytes = folded.original(met.folded);
                CodeRow {
                    publication: passage.publication.clone(),
                    term: passage.term.clone(),
                    document: passage.document.clone(),
                    page: passage.page,
                    start: passage.start,
                    end: passage.end,
                    element: met.element,
                    cue: passage.quote[bytes.clone()].to_owned(),
                    cue_start: passage.start + points.before(bytes.start),
                    cue_end: passage.start + points.before(bytes.end),
                    rule: met.rule,
                    made_by: MadeBy::Rule,
                }
            })
            .collect()
    }

    fn met(&self, folded: &Folded) -> Vec<Met> {
        let found = self.cues.phrases.find(folded);
        if found.is_empty() {
            return Vec::new();
        }
        let not = self.not.phrases.find(folded);
        let negations = self.standing_negations(folded);
        let counts = |place: &FoundCue| {
            let element = &self.cues.of[place.phrase].0;
            let excepted = not.iter().any(|not| {
                self.not.of[not.phrase].0 == *element
                    && place.words.iter().any(|word| overlap(word, &not.folded))
            });
            !excepted && !negations.iter().any(|negation| negation.takes_back(place, folded.text()))
        };
        let met = found.iter().filter(|place| counts(place)).map(|place| {
            let (element, rule) = self.cues.of[place.phrase].clone();
            Met { element, rule, folded: place.folded.clone() }
        });
        longest(met.collect())
    }

    /// The negations, each with the phrases that lift it.
    fn standing_negations(&self, folded: &Folded) -> Vec<Negation> {
        let lifting = self.no_negations.find(folded);
        let found = self.negations.find(folded);
        found
            .into_iter()
            .map(|negation| {
                let around = lifting.iter().filter(|lift| overlap(&lift.folded, &negation.folded));
                Negation { lifted_until: around.map(|lift| lift.folded.end).collect(), at: negation.folded }
            })
            .collect()
    }
}

struct Negation {
    at: Range<usize>,
    /// The ends of the phrases in which it takes nothing back.
    lifted_until: Vec<usize>,
}

impl Negation {
    fn takes_back(&self, cue: &FoundCue, text: &str) -> bool {
        if cue.words.iter().any(|word| overlap(word, &self.at)) {
            return false;
        }
        if cue.folded.contains(&self.at.start) {
            return self.lifted_until.is_empty();
        }
        if self.at.end > cue.folded.start || self.lifted_until.iter().any(|end| *end <= cue.folded.start) {
            return false;
        }
        let between = &text[self.at.end..cue.folded.start];
        let same_part = !between.contains([',', '.', ';', ':', '!', '?', '•', '–']);
        same_part
            && between.split_whitespace().filter(|word| has_letters(word)).count() <= MOST_AFTER_NEGATION
    }
}

fn has_letters(word: &str) -> bool {
    word.contains(char::is_alphanumeric)
}

fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

/// Of the cues of one element that overlap the longest, of equals the first, then by rule; sorted by element and place.
fn longest(mut met: Vec<Met>) -> Vec<Met> {
    met.sort_by(|a, b| {
        let length = |met: &Met| std::cmp::Reverse(met.folded.len());
        (&a.element, length(a), a.folded.start, &a.rule).cmp(&(
            &b.element,
            length(b),
            b.folded.start,
            &b.rule,
        ))
    });
    let mut kept: Vec<Met> = Vec::new();
    for one in met {
        let taken =
            kept.iter().any(|other| other.element == one.element && overlap(&other.folded, &one.folded));
        if !taken {
            kept.push(one);
        }
    }
    kept.sort_by(|a, b| (&a.element, a.folded.start).cmp(&(&b.element, b.folded.start)));
    kept
}
