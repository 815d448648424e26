//! Finds the passages of one term: its sentence, and what belongs to it before and after.

use crate::ascii;
use crate::marked::{TERM, fixed, only_names, readings};
use crate::mentions::Mentions;
use crate::patterns::{Patterns, Verdict};
use crate::units::Laid;
use bron_model::{PassageKind, PassageRow, TermId};
use bron_text::Sentence;
use regex::Regex;
use std::ops::{Range, RangeInclusive};
use std::sync::LazyLock;

/// A passage, in units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Passage {
    pub(crate) units: RangeInclusive<usize>,
    /// The unit with the term.
    pub(crate) at: usize,
    pub(crate) verdict: Verdict,
}

/// A list or block is never followed further than this.
const MOST_UNITS: usize = 24;
const MOST_SENTENCES: usize = 4;
/// So far behind its heading a section is looked through for headings of its own.
const MOST_OF_A_SECTION: usize = 60;
/// A bullet with more words, its number among them, is no name of what the paragraph behind it explains.
const MOST_WORDS_OF_A_LABEL: usize = 7;
/// A heading with more words is no `Kenmerken` or `Key objectives`.
const MOST_WORDS_OF_AN_ASPECT: usize = 4;

/// Patterns with a lower score are weak in a sentence that only names the term.
const WITHSTANDS_MENTIONS: u8 = 60;

/// The chance, in percent, of what looks like a description and may well be one of something else: `Dit` where the sentence
/// before it is not about the term or where their numbers differ, a middling pattern where the term is only named.
const PERHAPS_ANOTHER: u8 = 18;

/// Reads the sentences of one term.
pub(crate) struct Reader<'a> {
    pub(crate) laid: &'a Laid<'a>,
    pub(crate) patterns: &'a Patterns,
    pub(crate) mentions: &'a Mentions,
    pub(crate) term: &'a TermId,
    /// The term is an adjective with a noun, so adjectives may be coordinated with it.
    pub(crate) has_adjective: bool,
    /// Words that stand for it at the beginning of a sentence.
    pub(crate) short: &'a [String],
}

impl Reader<'_> {
    /// The passages, in the order of the document. One unit gives at most one passage, and one passage never begins
    /// inside another of the same term, unless it says more (a definition inside a list of elements, anything that tells
    /// inside a weak sign).
    pub(crate) fn passages(&self) -> Vec<Passage> {
        let with_term: Vec<usize> = (0..self.laid.units.len()).filter(|&unit| self.has_term(unit)).collect();
        let mut passages: Vec<Passage> = Vec::new();
        let called_short = self.called_short(&with_term);
        let with_name = with_term.into_iter().flat_map(|unit| {
            let mut found = self.passages_at(unit);
            found.extend(self.aspects(unit));
            found
        });
        let all = with_name.chain(called_short);
        for passage in all {
            let inside = passages.iter().find(|earlier| earlier.units.contains(passage.units.start()));
            let says_more = inside.is_none_or(|earlier| {
                let weak = |one: &Passage| one.verdict.score < PassageRow::TELLS;
                let is_first_definition = passage.verdict.kind == PassageKind::Definition
                    && earlier.verdict.kind != PassageKind::Definition;
                is_first_definition || (weak(earlier) && !weak(&passage))
            });
            if says_more {
                passages.push(passage);
            }
        }
        passages
    }

    /// `Organizing is ...`, behind a sentence with `community organizing`: read as if it named the term.
    fn called_short(&self, with_term: &[usize]) -> Vec<Passage> {
        let Some(first) = with_term.first().copied().filter(|_| !self.short.is_empty()) else {
            return Vec::new();
        };
        let mut named = first;
        let mut found = Vec::new();
        for unit in first + 1..self.laid.units.len() {
            if self.has_term(unit) {
                named = unit;
                continue;
            }
            let text = self.laid.written(unit);
            let rest = self.short.iter().find_map(|word| text.strip_prefix(word.as_str()));
            let Some(rest) = rest.filter(|rest| rest.starts_with(' ') && !text.ends_with('?')) else {
                continue;
            };
            let verdict = self.patterns.sentence.best(&[format!("{TERM}{rest}")]);
            if let Some(verdict) = verdict.filter(|found| found.score >= PassageRow::TELLS) {
                found.push(Passage { units: unit..=self.end_of(unit), at: named, verdict });
            }
        }
        found
    }

    fn has_term(&self, unit: usize) -> bool {
        !self.places(unit).is_empty()
    }

    /// The places of the term in the folded unit; what overlaps them (another variant, another term of the same
    /// coordination) makes them longer.
    fn places(&self, unit: usize) -> Vec<Range<usize>> {
        let number = unit;
        let unit = &self.laid.units[unit];
        let page = &self.laid.pages[unit.page];
        let found = &page.found[unit.found.clone()];
        if !found.iter().any(|found| found.term == *self.term) {
            return Vec::new();
        }
        let mut merged: Vec<(Range<usize>, bool, Option<usize>)> = Vec::new();
        let first = unit.found.start;
        for (n, place) in found.iter().enumerate() {
            let own = place.term == *self.term;
            match merged.last_mut() {
                Some((last, is_own, _)) if place.bytes.start < last.end => {
                    last.end = last.end.max(place.bytes.end);
                    *is_own |= own;
                }
                _ => merged.push((place.bytes.clone(), own, self.laid.carried_end(number, first + n))),
            }
        }
        let base = page.folded.folded(unit.sentence.range.clone()).start;
        merged
            .into_iter()
            .filter(|(_, own, _)| *own)
            .map(|(bytes, _, carried)| (page.folded.folded(bytes), carried))
            .map(|(place, carried)| place.start - base..carried.unwrap_or(place.end - base))
            .collect()
    }

    fn readings(&self, unit: usize) -> Vec<String> {
        readings(&self.laid.folded(unit), &self.places(unit), self.has_adjective)
    }

    /// What the unit says of the term, and the list that it or the sentence after it announces.
    fn passages_at(&self, unit: usize) -> Vec<Passage> {
        let readings = self.readings(unit);
        if is_contents_line(&readings[0]) {
            return Vec::new();
        }
        let question = readings[0].trim_end_matches(['\'', ')']).ends_with('?');
        if (self.laid.units[unit].sentence.heading || question)
            && let Some(passage) = self.under_heading(unit, &readings)
        {
            return self.without_orders(passage).into_iter().collect();
        }
        if question {
            return Vec::new();
        }
        let verdict = self.patterns.sentence.best(&readings);
        // What describes a training or programme that is called after the term does not describe the term.
        let verdict =
            verdict.filter(|found| found.kind == PassageKind::Definition || !only_names(&readings[0]));
        // A weak sign in a heading or in a sentence that only names the term is none; one that is neither weak nor strong is
        // weak there.
        let is_weak = |verdict: &Verdict| verdict.score < PassageRow::TELLS;
        let only_named = || self.mentions.are_all_in(&readings[0]) && !MAY_EXPLAIN.is_match(&readings[0]);
        let verdict = verdict.filter(|found| {
            let heading = self.laid.units[unit].sentence.heading;
            !(is_weak(found) && (heading || only_named()))
        });
        let verdict = verdict.map(|found| {
            let withstands = found.score >= WITHSTANDS_MENTIONS || is_weak(&found);
            if withstands || !only_named() {
                return found;
            }
            Verdict { score: PERHAPS_ANOTHER, ..found }
        });
        let own = verdict.map(|verdict| Passage { units: unit..=self.end_of(unit), at: unit, verdict });
        let named = self.names_the_previous(unit, &readings);
        let next = self.said_by_the_next(unit, &readings);
        // The first of equals: the sentence itself, then what it names, then what follows.
        let mut best = own;
        for other in [named, next].into_iter().flatten() {
            if best.as_ref().is_none_or(|best| other.verdict.score > best.verdict.score) {
                best = Some(other);
            }
        }
        let end = best.as_ref().map_or(unit, |best| *best.units.end());
        let list = self.announced_list(unit, end);
        let further = if list.is_none() { self.said_further_on(unit, end) } else { None };
        best.into_iter()
            .chain(list)
            .chain(further)
            .filter_map(|passage| self.without_orders(passage))
            .collect()
    }

    /// The passage without the orders (`Betrek bewoners`) at the end of its list: advice says nothing of what a term is. A list
    /// of nothing else is none.
    fn without_orders(&self, mut passage: Passage) -> Option<Passage> {
        let (start, end) = (*passage.units.start(), *passage.units.end());
        let opens_bullet = |unit: &usize| {
            let Sentence { bullet, opens, .. } = self.laid.units[*unit].sentence;
            bullet && opens
        };
        let is_order = |unit: &usize| opens_bullet(unit) && ORDERS.is_match(&self.laid.written(*unit));
        let told =
            (start + 1..=end).rev().find(|unit| opens_bullet(unit) && !is_order(unit)).unwrap_or(start);
        let Some(order) = (told + 1..=end).find(is_order) else { return Some(passage) };
        passage.units = start..=order - 1;
        let is_list = passage.verdict.kind == PassageKind::Element || self.laid.units[start].sentence.heading;
        (order - 1 > start || !is_list).then_some(passage)
    }

    /// `De gedeelde elementen zijn:` and its list, behind a sentence with the term that ends with unit `end`: at once, or
    /// after at most two more sentences of the paragraph.
    fn announced_list(&self, unit: usize, end: usize) -> Option<Passage> {
        for next in end + 1..(end + 4).min(self.laid.units.len()) {
            if self.has_term(next) || (next > end + 1 && !self.laid.same_block(next - 1, next)) {
                return None;
            }
            if self.laid.text(next).ends_with(':') {
                let verdict = self.patterns.next.best(&[self.laid.written(next)])?;
                return Some(Passage { units: next..=self.end_of_list(next), at: unit, verdict });
            }
        }
        None
    }

    /// `Het concept ...`, `De achterliggende gedachte is ...`: a sentence that takes the term up by a general name, behind a
    /// sentence with it that ends with unit `end`, after at most two more.
    fn said_further_on(&self, unit: usize, end: usize) -> Option<Passage> {
        let mut blocks = 0;
        for next in end + 1..(end + 4).min(self.laid.units.len()) {
            blocks += usize::from(!self.laid.same_block(next - 1, next));
            if self.has_term(next) || self.laid.units[next].sentence.heading || blocks > 1 {
                return None;
            }
            let text = self.laid.written(next);
            if GENERAL_NAME.is_match(&text) && !text.ends_with(['?', ':']) && !LOOKS_AWAY.is_match(&text) {
                let verdict = self.patterns.next.best(&[text])?;
                return Some(Passage { units: next..=self.end_of(next), at: unit, verdict });
            }
        }
        None
    }

    /// `Definitie van X`, `Wat is X?`: the lines under it.
    fn under_heading(&self, unit: usize, readings: &[String]) -> Option<Passage> {
        let verdict = self.patterns.heading.best(readings)?;
        let end = self.end_of_block_under(unit)?;
        let is_text = !self.laid.units[end].sentence.bullet && !self.laid.text(unit).ends_with(':');
        let end = if is_text { self.goes_on_to(unit, end) } else { end };
        Some(Passage { units: unit..=end, at: unit, verdict })
    }

    /// `Kenmerken` in the section `X` (or `Wat is X?`): a heading that does not name the term, read as `Kenmerken van X`, with what
    /// stands under it. The section ends at the first heading that is none of these.
    fn aspects(&self, unit: usize) -> Vec<Passage> {
        if !self.laid.units[unit].sentence.heading {
            return Vec::new();
        }
        let readings = self.readings(unit);
        let tells = |readings: &[String]| {
            self.patterns.heading.best(readings).filter(|found| found.score >= PassageRow::TELLS)
        };
        if !is_only_term(&readings[0]) && tells(&readings).is_none() {
            return Vec::new();
        }
        let mut found = Vec::new();
        for next in unit + 1..(unit + 1 + MOST_OF_A_SECTION).min(self.laid.units.len()) {
            if !self.laid.units[next].sentence.heading {
                continue;
            }
            // Also another term: `Definitie van samenzorg` opens a section of its own.
            if !self.laid.units[next].found.is_empty() {
                break;
            }
            let text = self.laid.written(next);
            let of_the_term = ["van", "of"].map(|of| format!("{} {of} {TERM}", text.trim_end_matches(':')));
            let is_short = text.split(' ').count() <= MOST_WORDS_OF_AN_ASPECT;
            let verdict = tells(&of_the_term).filter(|_| is_short);
            match (verdict, self.end_of_block_under(next)) {
                (Some(verdict), Some(end)) => found.push(Passage { units: next..=end, at: unit, verdict }),
                // `Het gaat om:` opens a list and no section.
                (None, _) if text.ends_with(':') => {}
                _ => break,
            }
        }
        found.into_iter().filter_map(|passage| self.without_orders(passage)).collect()
    }

    /// `Dat noemen we X`: the sentence before it.
    fn names_the_previous(&self, unit: usize, readings: &[String]) -> Option<Passage> {
        let before = unit.checked_sub(1).filter(|&before| !self.laid.units[before].sentence.heading)?;
        let verdict = self.patterns.previous.best(readings)?;
        let start = if self.laid.units[before].page + 1 < self.laid.units[unit].page { unit } else { before };
        Some(Passage { units: start..=self.end_of(unit), at: unit, verdict })
    }

    /// `Dit is een gemeenschap waar ...` after a sentence that is about the term or ends in it.
    fn said_by_the_next(&self, unit: usize, readings: &[String]) -> Option<Passage> {
        let sentence_end = unit + usize::from(self.laid.units[unit].runs_on);
        let next = sentence_end + 1;
        if next >= self.laid.units.len() || self.has_term(next) {
            return None;
        }
        let only_term = is_only_term(&readings[0]);
        if only_term && let Some(passage) = self.in_a_list_of_terms(unit) {
            return Some(passage);
        }
        let text = self.laid.written(next);
        let verdict = self.patterns.next.best(std::slice::from_ref(&text))?;
        if text.ends_with(':') {
            return None;
        }
        let close = self.laid.same_block(sentence_end, next) || only_term;
        let about = is_about_term(&readings[0]);
        let plural = PLURAL_OPENING.is_match(&text);
        let agrees = !plural || self.is_plural(unit);
        let score = if about && agrees { verdict.score } else { verdict.score.min(PERHAPS_ANOTHER) };
        let verdict = Verdict { score, ..verdict };
        // What goes on after the name of a programme goes on about the programme.
        let is_named = score < PassageRow::TELLS && only_names(&readings[0]);
        (close && !is_named).then(|| Passage { units: unit..=self.end_of(next), at: unit, verdict })
    }

    /// A list of terms: the term alone on its line, below it (at most after a line such as `Omschrijving`) what it is. Read
    /// as one sentence, with ` :: ` between the lines.
    fn in_a_list_of_terms(&self, unit: usize) -> Option<Passage> {
        let mut text = TERM.to_owned();
        for next in unit + 1..(unit + 5).min(self.laid.units.len()) {
            if self.has_term(next) && next == unit + 1 {
                return None;
            }
            text = text + " :: " + &self.laid.written(next);
            if !self.laid.units[next].sentence.heading {
                let verdict = self.patterns.sentence.best(std::slice::from_ref(&text))?;
                return Some(Passage { units: unit..=self.end_of(next), at: unit, verdict });
            }
        }
        None
    }

    fn is_plural(&self, unit: usize) -> bool {
        let unit = &self.laid.units[unit];
        let page = &self.laid.pages[unit.page];
        page.found[unit.found.clone()].iter().filter(|found| found.term == *self.term).any(|found| {
            let words = page.row.text[found.bytes.clone()].to_lowercase();
            words.ends_with("en") || words.contains(" en ") || words.ends_with('s')
        })
    }

    /// The last unit that belongs to the sentence `unit`: where it runs to, the list it announces, the quotation it
    /// opens, the sentences that go on about it.
    fn end_of(&self, unit: usize) -> usize {
        let mut end = unit + usize::from(self.laid.units[unit].runs_on);
        if self.laid.text(end).ends_with(':') {
            return self.end_of_list(end);
        }
        let quotes = open_quotes(&self.laid.written(unit));
        if quotes > 0
            && let Some(closing) = self.closing_quote(end, quotes)
        {
            end = closing;
        }
        self.goes_on_to(unit, end)
    }

    /// The last of the sentences behind `end` that go on about the sentence `unit`, with the list that they announce.
    fn goes_on_to(&self, unit: usize, end: usize) -> usize {
        let mut end = end;
        for _ in 0..MOST_SENTENCES {
            let next = end + 1;
            if next >= self.laid.units.len() || self.has_term(next) {
                break;
            }
            let text = self.laid.written(next);
            if !self.laid.same_block(end, next) && !self.opens_with_it(end, next, &text) {
                break;
            }
            let goes_on = GOES_ON.is_match(&text) || self.takes_up_head(unit, &text);
            if !goes_on || text.ends_with('?') || LOOKS_AWAY.is_match(&text) {
                break;
            }
            end = next + usize::from(self.laid.units[next].runs_on);
            if text.ends_with(':') {
                return self.end_of_list(end);
            }
        }
        end.min(self.laid.units.len() - 1)
    }

    /// Whether the sentence opens with the last part of the term as it stands in `unit`: `De buurt`, `Zo'n coöperatie`.
    fn takes_up_head(&self, unit: usize, text: &str) -> bool {
        let Some(word) = OPENS_WITH_NOUN.captures(text).and_then(|found| found.name("noun")) else {
            return false;
        };
        let word = stem(word.as_str());
        let this = &self.laid.units[unit];
        let page = &self.laid.pages[this.page];
        let mut own = page.found[this.found.clone()].iter().filter(|found| found.term == *self.term);
        own.any(|found| {
            let spelled = ascii::written(&page.folded.text()[page.folded.folded(found.bytes.clone())]);
            stem(spelled.trim_end_matches('\'')).ends_with(&word)
        })
    }

    /// Whether the next paragraph goes on about the same: web pages give each sentence its own.
    fn opens_with_it(&self, end: usize, next: usize, text: &str) -> bool {
        let is_text = |unit: usize| {
            let Sentence { bullet, heading, .. } = self.laid.units[unit].sentence;
            !bullet && !heading
        };
        let announces = text.ends_with(':') && ANNOUNCES_OF_IT.is_match(text);
        is_text(end) && (announces || (is_text(next) && IT_IS.is_match(text)))
    }

    fn closing_quote(&self, from: usize, mut open: i32) -> Option<usize> {
        for next in from + 1..(from + 1 + MOST_SENTENCES).min(self.laid.units.len()) {
            if self.laid.units[next].sentence.heading {
                return None;
            }
            open += open_quotes(&self.laid.written(next));
            if open <= 0 {
                return Some(next);
            }
        }
        None
    }

    /// The last unit of the list (or, where none follows, of the paragraph) that `unit` announces with a colon.
    fn end_of_list(&self, unit: usize) -> usize {
        let units = &self.laid.units;
        let mut end = unit;
        let is_list = units.get(unit + 1).is_some_and(|next| next.sentence.bullet);
        for (next, this) in units.iter().enumerate().skip(unit + 1).take(MOST_UNITS) {
            let Sentence { opens, bullet, heading, .. } = this.sentence;
            let announces = self.laid.text(next).ends_with(':');
            if heading && (bullet || !is_list || announces) {
                break;
            }
            if is_list && !bullet && !self.laid.same_block(end, next) {
                break;
            }
            if !is_list && next > unit + 1 && opens {
                break;
            }
            end = next;
        }
        if is_list && end > unit && units.get(end + 1).is_some_and(|next| !next.sentence.heading) {
            let text = self.laid.written(end + 1);
            if SUMS_UP.is_match(&text) && !self.has_term(end + 1) {
                end += 1;
            }
        }
        end
    }

    /// A short bullet without a stop: the name of what the paragraph behind it explains.
    fn is_label(&self, unit: usize) -> bool {
        let Sentence { bullet, opens, .. } = self.laid.units[unit].sentence;
        let text = self.laid.text(unit);
        bullet
            && opens
            && !text.ends_with(['.', ';', ',', ':', '!', '?'])
            && text.split_whitespace().count() <= MOST_WORDS_OF_A_LABEL
    }

    /// The last unit under the heading (or in the answer to the question) `unit`; nothing where nothing stands there.
    fn end_of_block_under(&self, unit: usize) -> Option<usize> {
        let units = &self.laid.units;
        let announces = self.laid.text(unit).ends_with(':');
        let mut end = unit;
        let mut bullets = 0;
        let mut labelled = false;
        for next in unit + 1..(unit + 1 + MOST_UNITS).min(units.len()) {
            let heading = units[next].sentence.heading
                && (announces || end == unit || self.laid.text(next).ends_with(':'));
            let list_of_words =
                announces && units[next].sentence.bullet && !self.laid.text(next).ends_with(':');
            if heading && !list_of_words {
                break;
            }
            let paragraphs_end =
                !announces && end > unit && units[next].sentence.opens && !self.laid.text(end).ends_with(':');
            // `1. Ontmoeting`, its paragraph, `2. Vertrouwen`, its paragraph.
            let Sentence { bullet, opens, .. } = units[next].sentence;
            let of_label = !bullet && (labelled || bullets == 1) && self.is_label(end);
            let goes_on = of_label || (bullet && labelled) || (bullet && units[end].sentence.bullet);
            if paragraphs_end && !goes_on {
                break;
            }
            let list_ends = bullets > 1 && opens && !bullet && !of_label;
            if list_ends || self.laid.text(next).ends_with('?') {
                break;
            }
            labelled |= of_label;
            bullets += usize::from(units[next].sentence.bullet && units[next].sentence.opens);
            end = next;
        }
        (end > unit).then_some(end)
    }
}

/// Bullets that tell the reader what to do.
static ORDERS: LazyLock<Regex> = LazyLock::new(|| {
    fixed(
        r"^(?:zorg (?:dat|er|ervoor|voor (?:een|één|de|het|voldoende|genoeg|\p{L}+e) )|vraag (?:de|het|een|aan|je|uw|hulp|om|wat|of) |werk (?:samen|aan|met|vanuit|toe) |bouw (?:aan|op|voort|een|samen) |gebruik (?:de|het|een|je|wat|uw) |leer (?:de|van|elkaar|je) |deel (?:je|uw|de|het|kennis|ervaringen) |start (?:met|een|klein|bij|op) |onderzoek (?:wat|welke|hoe|of|met|de|waar|samen) |vertrouw (?:op|de) |regel (?:een|de|het) |steun (?:de|het|elkaar) |vier (?:de|het|successen|samen) |nodig (?:\S+ ){1,5}uit|pas (?:op|de|het) |help (?:de|het|mensen|bewoners|elkaar) |plan (?:een|de|het|tijd) |(?:betrek|maak|begin|luister|geef|neem|stel|houd|hou|kies|organiseer|investeer|laat|ga|wees|zoek|bied|creëer|stimuleer|ondersteun|faciliteer|benut|sluit|leg|zet|bespreek|bepaal|ontwikkel|versterk|verbind|breng|kijk|denk|bezoek|vermijd|voorkom|herken|erken|waardeer|toon|spreek|check|lees|schrijf|bel|meld|evalueer|communiceer|informeer|wijs|draag|durf|blijf|probeer|doe|volg|begroet|koppel|formuleer|hanteer|reserveer|vergeet|verken|accepteer|respecteer|richt|verdeel|haal|vertel|moedig|verzamel|verwijs|signaleer)\b)",
    )
});
/// Sentences that go on about what the sentence before them is about.
static GOES_ON: LazyLock<Regex> = LazyLock::new(|| {
    fixed(
        r"^(?:dit|dat|deze|die|het|ze|zij|hij|hierbij|daarbij|hierin|daarin|hiermee|daarmee|hierdoor|daardoor|daarnaast|daarvan|hiervan|zodat|zoals|zo|zo'n|zulke|ook|bovendien|tevens|verder|waar|over|niet|te denken valt|denk daarbij|(?:met|in|bij|door|voor|binnen|van|aan) (?:deze|dit|die|dat|zulke|zo'n)|kenmerkend|essentieel|centraal|kern|nog een kenmerk|denk aan|met andere woorden|dat wil zeggen|oftewel|(?:de |alle )?(?:bewoners|leden|inwoners|deelnemers|burgers|buren|vrijwilligers)|this|it|they|these|that is|that (?:can|may) (?:be|mean|refer|include)|such|in other words|members|residents)\b",
    )
});
/// Sentences that call the term by a general name.
static GENERAL_NAME: LazyLock<Regex> = LazyLock::new(|| {
    fixed(
        r"^(?:[^,;:.]{0,30} )?(?:het|dit|de|deze|the|this) (?:concept|begrip|term|woord|aanpak|werkwijze|werkvorm|methode|methodiek|benadering|interventie|idea|approach|concept|model)\b|^(?:(?:het|de|zijn|haar|hun|ons|onze|een|the) )?(?:(?:achterliggende?|onderliggende?|centrale|belangrijkste|underlying|basic|main) )?(?:idee|gedachte|uitgangspunt|doel|principe|kern|bedoeling|basisidee|kerngedachte|grondgedachte|idea|aim|goal|principle) (?:\S+ )?(?:is|zijn) ",
    )
});
/// An article and the noun behind it.
static OPENS_WITH_NOUN: LazyLock<Regex> = LazyLock::new(|| {
    fixed(r"^(?:de|het|deze|dit|die|dat|zo'n|elke|iedere) (?:\p{L}+e )?'?(?P<noun>\p{L}{4,})\b")
});
/// Sentences that open a paragraph and still speak of what the one before them is about.
static IT_IS: LazyLock<Regex> = LazyLock::new(|| {
    fixed(
        r"^(?:(?:het|dit|dat) (?:is|zijn|gaat|draait|omvat|betekent)|it (?:is|involves|means|aims|seeks)|they are) (?:een|het|de|om|over|dat|daarbij om|hierbij om|a|an|the|about|that|rooted|based) ",
    )
});
/// Paragraphs that announce a list of what the one before them is about: `It encourages:`, `Ze hebben gemeen:`.
static ANNOUNCES_OF_IT: LazyLock<Regex> = LazyLock::new(|| {
    fixed(
        r"^(?:het|dit|ze|zij|hierbij|daarbij|it|they|this) (?:\p{L}+(?:s|t|en)\b|gaat|zijn|are|involve|include) ?(?:\S+ ?){0,6}:$",
    )
});
/// Sentences that open so and speak of the text instead.
static LOOKS_AWAY: LazyLock<Regex> = LazyLock::new(|| {
    fixed(
        r"\b(?:rapport|onderzoek|publicatie|whitepaper|hoofdstuk|paragraaf|artikel|notitie|nota|handreiking|report|chapter|article)\b",
    )
});
/// Behind the term stands a colon, a relative clause, `zodat` or `om ... te`: what it is, or what it is for, may follow, however
/// the term itself is named.
static MAY_EXPLAIN: LazyLock<Regex> = LazyLock::new(|| {
    fixed(
        r"{term},? (?:die|dat|waar\p{L}*|which|that|where|who) |{term}(?: \S+){0,2} om (?:\S+ ){1,8}te \p{L}|{term}[^.;:]*(?:: ?\S|, (?:die|dat|waar\p{L}+|which|where|zodat|waardoor|opdat|so that) )",
    )
});
/// The sentence after a list that sums it up.
static SUMS_UP: LazyLock<Regex> = LazyLock::new(|| {
    fixed(r"^(?:kortom|samengevat|in essentie|al met al|(?:we|wij) hebben het|het gaat dus|in short)\b")
});
static PLURAL_OPENING: LazyLock<Regex> =
    LazyLock::new(|| fixed(r"^(?:ze|zij|het zijn|dit zijn|dat zijn|they|these are)\b"));

/// Whether the sentence is about the term: it opens with it, or ends in it.
fn is_about_term(reading: &str) -> bool {
    static ABOUT: LazyLock<Regex> = LazyLock::new(|| {
        fixed(
            r"^(?:\S+ ){0,3}?{term}|{term}[^\p{L}]{0,3}$|^(?:in|bij|binnen|onder|met|over|met de term|voor) (?:\S+ ){0,2}{term}|\b(?:van|over|naar|voor|aan|in|als|is|een|tot|op|of) (?:\S+ ){0,1}{term}(?: (?:\S+ ){0,2}\S+)?[.!]?$",
        )
    });
    ABOUT.is_match(reading)
}

/// A Dutch noun without its plural: `coöperaties`, `gemeenschappen`, `initiatieven`.
fn stem(word: &str) -> String {
    let word = word.strip_suffix("en").or_else(|| word.strip_suffix('s')).unwrap_or(word);
    let mut letters: Vec<char> = word.chars().collect();
    if let [.., before, last] = letters[..]
        && before == last
        && !"aeiou".contains(last)
    {
        letters.pop();
    }
    match letters.last_mut() {
        Some(last) if *last == 'v' => *last = 'f',
        Some(last) if *last == 'z' => *last = 's',
        _ => (),
    }
    letters.into_iter().collect()
}

fn is_only_term(reading: &str) -> bool {
    static ONLY: LazyLock<Regex> = LazyLock::new(|| {
        fixed(r"^(?:[\d. ]*)(?:(?:de|het|een|over|begrip|the) ){0,2}{term}[:. ]*(?:\([^()]*\))?$")
    });
    ONLY.is_match(reading)
}

/// A line of a table of contents: dots up to a page number.
fn is_contents_line(reading: &str) -> bool {
    static DOTS: LazyLock<Regex> = LazyLock::new(|| fixed(r"(?:\. ?){5,}|…{2,}|_{4,}"));
    DOTS.is_match(reading)
}

/// How many more quotations the folded sentence opens than it closes.
fn open_quotes(folded: &str) -> i32 {
    let chars: Vec<char> = folded.chars().collect();
    let mut open = 0;
    for (at, c) in chars.iter().enumerate() {
        if *c != '\'' {
            continue;
        }
        let before = at.checked_sub(1).map(|before| chars[before]);
        let after = chars.get(at + 1);
        let opens = before.is_none_or(|c| c == ' ' || c == '(') && after.is_some_and(|c| c.is_alphanumeric());
        let closes = before.is_some_and(|c| c != ' ') && after.is_none_or(|c| !c.is_alphanumeric());
        // `'s morgens` and `'n` open nothing.
        let clipped = opens && chars.get(at + 2).is_none_or(|c| *c == ' ');
        if opens && !clipped {
            open += 1;
        } else if closes && open > -1 {
            open -= 1;
        }
    }
    open
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn singular_and_plural_have_one_stem() {
        for (one, many) in [
            ("gemeenschap", "gemeenschappen"),
            ("buurt", "buurten"),
            ("initiatief", "initiatieven"),
            ("coöperatie", "coöperaties"),
        ] {
            assert_eq!(stem(one), stem(many));
        }
    }
}
