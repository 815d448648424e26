//! Finds the spellings of the terms in a text.

use crate::adjectives::AdjectiveTerm;
use crate::fold::is_conjunction;
use crate::sieve::{Needed, Sieve};
use crate::tokens::Tokens;
use crate::{CodePoints, Folded, fold};
use aho_corasick::{AhoCorasick, MatchKind};
use bron_model::TermId;
use bron_protocol::{Form, Term};
use std::ops::Range;

/// A place where a spelling of a term stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The term.
    pub term: TermId,
    /// The variant of the term that it stands for, by the name it has in the configuration.
    pub variant: String,
    /// Where it starts, in Unicode code points of the text.
    pub start: u32,
    /// Where it ends (half-open).
    pub end: u32,
    /// The same in bytes.
    pub bytes: Range<usize>,
}

/// The spellings of all terms, ready to be found in one pass over a text.
///
/// Each coordinated variant is a place of its own: `zorgzame buurten en wijken` is found as `zorgzame buurten` and,
/// over all four words, as `zorgzame wijken`; `community building, -development` as both terms, the second over
/// everything from `community`.
#[derive(Debug, Clone)]
pub struct Spellings {
    terms: Vec<Named>,
    automaton: Option<AhoCorasick>,
    patterns: Vec<Spelling>,
    adjectives: Vec<AdjectiveTerm>,
    /// Second parts of compounds, for coordinations that leave the first out.
    seconds: Vec<Second>,
    sieve: Sieve,
}

#[derive(Debug, Clone)]
struct Named {
    id: TermId,
    variants: Vec<String>,
}

/// A pattern of the automaton: squeezed, with what must stand at its seams.
#[derive(Debug, Clone)]
struct Spelling {
    squeezed: String,
    seams: Vec<(usize, Seam)>,
    of: Means,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Seam {
    /// Between the parts of a compound: a blank, a hyphen, quote marks or nothing.
    Join,
    /// A blank of the spelling: a blank or a hyphen.
    Blank,
    /// Another sign of the spelling, such as an apostrophe.
    Sign,
}

#[derive(Debug, Clone, Copy)]
enum Means {
    Whole { term: usize, variant: usize },
    Adjective { adjective: usize },
    Not { term: usize },
}

#[derive(Debug, Clone)]
struct Second {
    first: Vec<String>,
    word: String,
    term: usize,
    variant: usize,
}

/// A place in tokens, before it is mapped back to the original.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    start: usize,
    end: usize,
    term: usize,
    variant: usize,
}

impl Spellings {
    /// Prepares the terms. A term without spellings is never found.
    pub fn new(terms: &[Term]) -> Self {
        let named = terms.iter().map(|term| Named {
            id: term.id.clone(),
            variants: term.variants.iter().map(|variant| variant.name.clone()).collect(),
        });
        let mut new = Self {
            terms: named.collect(),
            automaton: None,
            patterns: Vec::new(),
            adjectives: Vec::new(),
            seconds: Vec::new(),
            sieve: Sieve::new(std::iter::empty(), Vec::new()),
        };
        for (number, term) in terms.iter().enumerate() {
            new.add_term(number, term);
        }
        new.patterns.retain(|pattern| !pattern.squeezed.is_empty());
        new.automaton = (!new.patterns.is_empty()).then(|| {
            AhoCorasick::builder()
                .match_kind(MatchKind::Standard)
                .build(new.patterns.iter().map(|pattern| pattern.squeezed.as_str()))
                .expect("the spellings of a protocol stay far below the automaton's limit of states")
        });
        new.sieve = new.sieve_of();
        new
    }

    /// What stands in every text that holds a spelling: of a compound both parts, of an adjective also one of its nouns, of other
    /// spellings the longest word.
    fn sieve_of(&self) -> Sieve {
        let longest = |words: &mut dyn Iterator<Item = &str>| {
            words.max_by_key(|word| word.len()).unwrap_or_default().to_owned()
        };
        let patterns = self.patterns.iter().filter(|pattern| !matches!(pattern.of, Means::Not { .. }));
        let needed = patterns.map(|pattern| {
            if let Some((at, Seam::Join)) = pattern.seams.first() {
                let beside = longest(&mut pattern.words().skip(1));
                return Needed {
                    word: pattern.squeezed[..*at].to_owned(),
                    opens: true,
                    beside: vec![beside],
                };
            }
            let word = longest(&mut pattern.words());
            let beside = match pattern.of {
                Means::Adjective { adjective } => self.adjectives[adjective].nouns(),
                Means::Whole { .. } | Means::Not { .. } => Vec::new(),
            };
            Needed { opens: pattern.squeezed.starts_with(&word), word, beside }
        });
        let halves = self.patterns.iter().filter(|pattern| pattern.seams.is_empty());
        Sieve::new(needed, halves.map(|pattern| pattern.squeezed.clone()).collect())
    }

    fn add_term(&mut self, number: usize, term: &Term) {
        for words in &term.not {
            self.patterns.push(Spelling::new("", words, Means::Not { term: number }));
        }
        if term.form == Form::AdjectiveNoun {
            for word in &term.first {
                let of = Means::Adjective { adjective: self.adjectives.len() };
                self.patterns.push(Spelling::new("", word, of));
            }
            self.adjectives.push(AdjectiveTerm::new(number, term));
            return;
        }
        for (variant, spellings) in term.variants.iter().enumerate() {
            for spelling in &spellings.spellings {
                let of = Means::Whole { term: number, variant };
                if term.form == Form::Word {
                    self.patterns.push(Spelling::new("", spelling, of));
                    continue;
                }
                for first in &term.first {
                    self.patterns.push(Spelling::new(first, spelling, of));
                }
                let first = term.first.iter().map(|first| plain(first)).collect();
                self.seconds.push(Second { first, word: plain(spelling), term: number, variant });
            }
        }
    }

    /// Every place where a term stands, sorted by start, end, term (in the order of the configuration), variant.
    ///
    /// `text` cut at `bytes` (or, in code points, from `start` to `end`) gives the words as they stand there.
    pub fn find(&self, text: &str) -> Vec<Found> {
        self.find_in(text, &fold(text))
    }

    /// Whether a spelling may stand in the text, told without folding it. `false` is certain: then [`Spellings::find`] finds
    /// nothing.
    pub fn may_stand_in(&self, text: &str) -> bool {
        self.automaton.is_some() && self.sieve.may_hold(text)
    }

    /// As [`Spellings::find`], for a text that is already folded: `folded` must be `fold(text)`.
    pub fn find_in(&self, text: &str, folded: &Folded) -> Vec<Found> {
        let Some(automaton) = &self.automaton else { return Vec::new() };
        let tokens = Tokens::new(folded.text());
        let mut places = Vec::new();
        let mut not = Vec::new();
        for hit in automaton.find_overlapping_iter(tokens.squeezed()) {
            let Some((first, last)) = tokens.whole(hit.range()) else { continue };
            let spelling = &self.patterns[hit.pattern().as_usize()];
            if !spelling.fits(&tokens, first, last) {
                continue;
            }
            match spelling.of {
                Means::Whole { term, variant } => places.push(place(&tokens, first, last, term, variant)),
                Means::Not { term } => not.push((term, tokens.range(first, last))),
                Means::Adjective { adjective } => {
                    let adjective = &self.adjectives[adjective];
                    places.extend(
                        adjective
                            .heads(&tokens, last)
                            .into_iter()
                            .map(|(variant, end)| place(&tokens, first, end, adjective.term, variant)),
                    );
                }
            }
        }
        self.suspended_seconds(&tokens, &mut places);
        self.suspended_words(&tokens, &mut places);
        places.retain(|place| {
            !not.iter().any(|(term, at)| *term == place.term && at.start < place.end && place.start < at.end)
        });
        places.sort();
        places.dedup();
        self.to_original(text, folded, places)
    }

    fn to_original(&self, text: &str, folded: &Folded, places: Vec<Place>) -> Vec<Found> {
        let mut points = CodePoints::new(text);
        let to_found = |place: Place| {
            let bytes = folded.original(place.start..place.end);
            let start = points.before(bytes.start);
            let named = &self.terms[place.term];
            Found {
                term: named.id.clone(),
                variant: named.variants[place.variant].clone(),
                start,
                end: start + CodePoints::new(&text[bytes.clone()]).before(bytes.len()),
                bytes,
            }
        };
        places.into_iter().map(to_found).collect()
    }

    /// Whether any spelling of that term stands in the text; false for a term that is not among the terms.
    pub fn contains(&self, text: &str, term: &TermId) -> bool {
        self.find(text).iter().any(|found| found.term == *term)
    }

    /// `community building, -development en -organization`: second parts behind a hyphen that stands for the first.
    fn suspended_seconds(&self, tokens: &Tokens<'_>, places: &mut Vec<Place>) {
        if self.seconds.is_empty() {
            return;
        }
        for n in 1..tokens.len() {
            if !tokens.gap(n - 1).is_some_and(is_suspending) {
                continue;
            }
            for second in self.seconds.iter().filter(|second| second.word == tokens.text(n)) {
                if let Some(start) = coordinated_from(tokens, n, &second.first) {
                    places.push(place(tokens, start, n, second.term, second.variant));
                }
            }
        }
    }

    /// `samen- en zelfredzaamheid`: a first half whose second half stands in the word after the conjunction.
    fn suspended_words(&self, tokens: &Tokens<'_>, places: &mut Vec<Place>) {
        for n in 0..tokens.len() {
            let half = tokens.text(n);
            let Some(gap) = tokens.gap(n).filter(|gap| gap.starts_with('-')) else { continue };
            let with = match gap.trim_matches(['-', ' ', '\'']) {
                "" if is_conjunction(tokens.text(n + 1)) => n + 2,
                "/" => n + 1,
                _ => continue,
            };
            for spelling in &self.patterns {
                if let Means::Whole { term, variant } = spelling.of
                    && spelling.seams.is_empty()
                    && let Some(rest) = spelling.squeezed.strip_prefix(half)
                    && rest.chars().count() >= 4
                    && tokens.text(with).ends_with(rest)
                {
                    places.push(place(tokens, n, with, term, variant));
                }
            }
        }
    }
}

fn place(tokens: &Tokens<'_>, first: usize, last: usize, term: usize, variant: usize) -> Place {
    let Range { start, end } = tokens.range(first, last);
    Place { start, end, term, variant }
}

fn plain(words: &str) -> String {
    fold(words).text().chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Whether a hyphen stands directly before the next token and something else before that hyphen.
fn is_suspending(gap: &str) -> bool {
    gap.len() > 1 && gap.ends_with('-') && !gap.starts_with('-')
}

/// The token from which a coordination runs that ends in token `n`, where `n` stands behind a suspended hyphen and one of
/// `first` opens the coordination; nothing where it does not.
fn coordinated_from(tokens: &Tokens<'_>, n: usize, first: &[String]) -> Option<usize> {
    let is_first = |n: usize| first.iter().any(|first| first == tokens.text(n));
    let mut at = n;
    for _ in 0..5 {
        let mut before = at.checked_sub(1)?;
        if is_conjunction(tokens.text(before)) {
            before = before.checked_sub(1)?;
        } else if !tokens.gap(before)?.contains([',', '/', '&', '+']) {
            return None;
        }
        if tokens.gap(before)?.contains(['.', ';', ':', '?', '!']) {
            return None;
        }
        let word = tokens.text(before);
        if first.iter().any(|first| word.len() > first.len() && word.starts_with(first.as_str())) {
            return Some(before);
        }
        let gap = tokens.gap(before.checked_sub(1)?)?;
        if is_first(before - 1) && Seam::Join.allows(gap) {
            return Some(before - 1);
        }
        if !is_suspending(gap) {
            return None;
        }
        at = before;
    }
    None
}

impl Seam {
    fn allows(self, gap: &str) -> bool {
        gap.chars().count() <= 5
            && gap.chars().all(|c| matches!(c, ' ' | '-' | '\''))
            && (self != Self::Blank || gap.contains([' ', '-']))
    }
}

impl Spelling {
    fn new(first: &str, second: &str, of: Means) -> Self {
        let mut spelling = Self { squeezed: String::new(), seams: Vec::new(), of };
        spelling.push(first);
        if !spelling.squeezed.is_empty() {
            spelling.seams.push((spelling.squeezed.len(), Seam::Join));
        }
        spelling.push(second);
        spelling
    }

    fn push(&mut self, words: &str) {
        let folded = fold(words);
        let opening = self.squeezed.len();
        for c in folded.text().trim().chars() {
            if c.is_alphanumeric() {
                self.squeezed.push(c);
            } else if self.squeezed.len() > opening {
                let seam = if matches!(c, ' ' | '-') { Seam::Blank } else { Seam::Sign };
                self.seams.push((self.squeezed.len(), seam));
            }
        }
    }

    /// The parts between the seams.
    fn words(&self) -> impl Iterator<Item = &str> {
        let starts = std::iter::once(0).chain(self.seams.iter().map(|(at, _)| *at));
        let ends = self.seams.iter().map(|(at, _)| *at).chain([self.squeezed.len()]);
        starts.zip(ends).map(|(start, end)| &self.squeezed[start..end])
    }

    /// Whether what stands between the tokens is what the spelling has there: at a seam what the seam allows, inside a
    /// word only a hyphen that an earlier reading left there.
    fn fits(&self, tokens: &Tokens<'_>, first: usize, last: usize) -> bool {
        let seam_at = |offset: usize| self.seams.iter().find(|(at, _)| *at == offset).map(|(_, seam)| *seam);
        let gaps_fit = (first..last).all(|n| {
            let Some(gap) = tokens.gap(n) else { return false };
            match seam_at(tokens.offset(first, n + 1)) {
                Some(seam) => seam.allows(gap),
                None => matches!(gap, "-" | "- "),
            }
        });
        let seams_met = self.seams.iter().all(|(at, seam)| {
            *seam != Seam::Blank || (first..last).any(|n| tokens.offset(first, n + 1) == *at)
        });
        gaps_fit && seams_met
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(serde::Deserialize)]
    struct File {
        term: Vec<Term>,
    }

    fn spellings() -> Spellings {
        let text = include_str!("../../../config/terms.toml");
        let file: File = toml::from_str(text).expect("config/terms.toml is valid");
        Spellings::new(&file.term)
    }

    /// `expected`: the words as they stand, and the variant.
    fn check(text: &str, expected: &[(&str, &str)]) {
        let found = spellings().find(text);
        let found: Vec<(&str, &str)> =
            found.iter().map(|found| (&text[found.bytes.clone()], found.variant.as_str())).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn the_file_has_ten_terms_and_nineteen_texts() {
        let text = include_str!("../../../config/terms.toml");
        let file: File = toml::from_str(text).unwrap();
        assert_eq!(file.term.len(), 10);
        assert_eq!(file.term.iter().map(|term| term.texts.len()).sum::<usize>(), 19);
    }

    #[test]
    fn inflection_and_number_do_not_matter() {
        check(
            "Een zorgzame buurt is een vitale wijk.",
            &[("zorgzame buurt", "zorgzame buurten"), ("vitale wijk", "vitale wijken")],
        );
        check("ZORGZAME GEMEENSCHAPPEN", &[("ZORGZAME GEMEENSCHAPPEN", "zorgzame gemeenschappen")]);
        check("een zorgzamere samenleving", &[("zorgzamere samenleving", "zorgzame samenleving")]);
        check("samenredzame bewoners", &[("samenredzame", "samenredzaam")]);
    }

    #[test]
    fn adjective_strings_count_for_both_terms() {
        check(
            "vitale zorgzame gemeenschappen",
            &[
                ("vitale zorgzame gemeenschappen", "vitale gemeenschappen"),
                ("zorgzame gemeenschappen", "zorgzame gemeenschappen"),
            ],
        );
        check(
            "vitale, zorgzame buurten",
            &[("vitale, zorgzame buurten", "vitale buurten"), ("zorgzame buurten", "zorgzame buurten")],
        );
        check(
            "zorgzame en vitale buurten",
            &[("zorgzame en vitale buurten", "zorgzame buurten"), ("vitale buurten", "vitale buurten")],
        );
        check("sterke en zorgzame buurten", &[("zorgzame buurten", "zorgzame buurten")]);
        check(
            "een zorgzame, sociaal sterke en veilige wijk",
            &[("zorgzame, sociaal sterke en veilige wijk", "zorgzame wijken")],
        );
    }

    #[test]
    fn coordinated_nouns_are_each_found() {
        check(
            "zorgzame buurten en wijken",
            &[("zorgzame buurten", "zorgzame buurten"), ("zorgzame buurten en wijken", "zorgzame wijken")],
        );
        check("zorgzame straten en buurten", &[("zorgzame straten en buurten", "zorgzame buurten")]);
        check(
            "Zorgzame dorpen, stadsdelen, buurten en meer",
            &[("Zorgzame dorpen, stadsdelen, buurten", "zorgzame buurten")],
        );
        check(
            "Vitale buurten, -wijken, -gemeenschappen",
            &[
                ("Vitale buurten", "vitale buurten"),
                ("Vitale buurten, -wijken", "vitale wijken"),
                ("Vitale buurten, -wijken, -gemeenschappen", "vitale gemeenschappen"),
            ],
        );
        check("vitale regio's en wijken", &[("vitale regio's en wijken", "vitale wijken")]);
        check(
            "zorgzame wijken en/of buurten",
            &[("zorgzame wijken", "zorgzame wijken"), ("zorgzame wijken en/of buurten", "zorgzame buurten")],
        );
    }

    #[test]
    fn an_adjective_of_another_noun_does_not_count() {
        check("Sterke buurten en vitale dorpen", &[]);
        check("De buurt is zorgzaam voor haar bewoners; vitale mensen. Buurten zijn er ook.", &[]);
        check("zorgzame visie en buurten", &[]);
        check("Wees zorgzaam. Buurten doen mee.", &[]);
    }

    #[test]
    fn suspended_hyphens_before_a_word() {
        check("zelf- en samenredzaamheid", &[("samenredzaamheid", "samenredzaamheid")]);
        check("samen- en zelfredzaamheid", &[("samen- en zelfredzaamheid", "samenredzaamheid")]);
        check("zorg-\nen samenzorg", &[("samenzorg", "samenzorg")]);
    }

    #[test]
    fn suspended_hyphens_stand_for_the_first_word() {
        let all = |third| {
            [
                ("community building", "community building"),
                ("community building, '-development", "community development"),
                (third, "community organization"),
            ]
        };
        let text = "community building, '-development' en '-organization'";
        check(text, &all("community building, '-development' en '-organization"));
        let found = spellings().find("Community building, -development en -organization’ zijn");
        assert_eq!(found.len(), 3);
    }

    #[test]
    fn a_bare_second_word_is_never_an_occurrence() {
        check("building en development, en -development", &[]);
        check("Community building and development", &[("Community building", "community building")]);
        check("Community Builders en community organizers", &[]);
        check("Engels - care", &[]);
    }

    #[test]
    fn english_terms_with_blank_hyphen_or_nothing() {
        for text in [
            "Community-building",
            "communitybuilding",
            "community\nbuilding",
            "‘community’ building",
            "COMMUNITY - BUILDING",
        ] {
            check(text, &[(text.trim_start_matches('‘'), "community building")]);
        }
        check("aging-in-place", &[("aging-in-place", "ageing in place")]);
        check(
            "community organisation of community organizing",
            &[
                ("community organisation", "community organisation"),
                ("community organizing", "community organizing"),
            ],
        );
    }

    #[test]
    fn hyphens_at_and_inside_lines_do_not_matter() {
        for text in ["sa-\n\nmenzorg", "sa-men-zorg", "samen- zorg", "sa\u{ad}menzorg", "sa\u{ad} menzorg"] {
            check(text, &[(text, "samenzorg")]);
        }
        check("zorg-\nzame buur-\n\nten", &[("zorg-\nzame buur-\n\nten", "zorgzame buurten")]);
        check("zorg-zame buur-ten", &[("zorg-zame buur-ten", "zorgzame buurten")]);
    }

    #[test]
    fn what_only_looks_like_a_term_is_none() {
        check("Buurtzorg; samen zorg dragen; ZorgSamenBuurt; mantelsamenzorg; samenzorgen", &[]);
        check(
            "Samenlevingsopbouw West-Vlaanderen doet aan samenlevingsopbouw in Gent",
            &[("samenlevingsopbouw", "samenlevingsopbouw")],
        );
    }

    #[test]
    fn quote_marks_do_not_matter() {
        check("“zorgzame” ‘buurten’", &[("zorgzame” ‘buurten", "zorgzame buurten")]);
        check("‘(…) ’ageing in place’", &[("ageing in place", "ageing in place")]);
    }

    #[test]
    fn a_footnote_that_touches_the_word_does_not_hide_it() {
        check(
            "samenredzaamheid2 en zorgzame wijken³",
            &[("samenredzaamheid", "samenredzaamheid"), ("zorgzame wijken", "zorgzame wijken")],
        );
    }

    #[test]
    fn offsets_count_code_points() {
        let found = &spellings().find("‘É’ – samenzorg")[0];
        assert_eq!((found.start, found.end, found.bytes.clone()), (6, 15, 13..22));
    }

    proptest::proptest! {
        #[test]
        fn what_is_found_is_found_again_in_its_own_words(
            parts in proptest::collection::vec(proptest::sample::select(vec![
                "zorgzame", "vitale", "buurten", "wijken", "en", ",", "-", " ", "\n", "’", "samen", "redzaamheid", "zorg",
                "community", "building", "development", "in", "place", "ageing", "dorpen", "é", "- en ", "zelf", ".", "\u{ad}",
            ]), 0..25)
        ) {
            let text = parts.join("");
            let spaced = parts.join(" ");
            let spellings = spellings();
            for text in [text, spaced] {
                for found in spellings.find(&text) {
                    let quote: String =
                        text.chars().skip(found.start as usize).take((found.end - found.start) as usize).collect();
                    proptest::prop_assert_eq!(&quote, &text[found.bytes.clone()]);
                    let again = spellings.find(&quote);
                    proptest::prop_assert!(
                        again.iter().any(|f| f.variant == found.variant && f.bytes == (0..quote.len())),
                        "{:?} in {:?}", quote, text
                    );
                }
            }
        }

        #[test]
        fn no_text_makes_finding_panic(text in "\\PC{0,80}") {
            let _ = spellings().find(&text);
        }
    }

    proptest::proptest! {
        #[test]
        fn what_the_sieve_leaves_out_holds_no_spelling(
            parts in proptest::collection::vec(proptest::sample::select(vec![
                "zorg", "same", "zame", "samen", "redzaamheid", "com", "munity", "community", "building", "vitale", "wijk", "ageing", "in",
                "place", "organi", "sation", "-", "- ", "-\n", "\n", " ", " ", " ", "en", "’", "\u{ad}", "1", "É", ", -", "opbouw", "levings", "/",
            ]), 0..14)
        ) {
            let text = parts.concat();
            let spellings = spellings();
            proptest::prop_assert!(spellings.may_stand_in(&text) || spellings.find(&text).is_empty(), "{}", text);
        }
    }
}
