//! Writes a sentence with one sign in the place of the term, in the ways a pattern may read it.

use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// Stands for the term. A private character that folding leaves alone and no text needs.
pub(crate) const TERM: &str = "\u{e000}";

fn fixed(pattern: &str) -> Regex {
    Regex::new(&pattern.replace("{term}", TERM)).expect("a fixed pattern that a test compiles")
}

/// The sentence with the term's places (bytes, sorted, not overlapping) replaced by [`TERM`].
///
/// The first reading keeps everything else but what belongs to the term itself: its quote marks, `het begrip` before
/// it, a footnote's number behind it, and adjectives coordinated with its own where it has one. The second, where it differs, also leaves
/// out what stands between the term and its verb (references, parentheses, short insertions between commas, adverbs)
/// and all quote marks.
pub(crate) fn readings(folded: &str, places: &[Range<usize>], has_adjective: bool) -> Vec<String> {
    static QUOTES: LazyLock<Regex> = LazyLock::new(|| fixed(r"'+{term}'*|{term}'+"));
    static FOOTNOTE: LazyLock<Regex> = LazyLock::new(|| fixed(r"{term}\d{1,3}\b"));
    static CONCEPT: LazyLock<Regex> = LazyLock::new(|| {
        fixed(
            r"\b(?:(?:het|de|dit|deze|the) )?(?:begrip|begrippen|term|termen|concept|concepten|woord|notie|idee van|principe van|fenomeen|concept of|term of|notion of|idea of) (?:een |de |het )?{term}",
        )
    });
    static ADJECTIVES: LazyLock<Regex> =
        LazyLock::new(|| fixed(r"\b\p{L}{3,}(?:e|se)(?:, | en )(?:\p{L}{3,}e(?:, | en ))?{term}"));
    static INSERTION: LazyLock<Regex> = LazyLock::new(|| {
        fixed(
            r"{term} ?\([^()]{1,120}\)|{term}, (?:ook wel|of|oftewel|ofwel|afgekort|kortweg|hierna|in het|als|net als|zoals|volgens|aldus|or|also|as|such|according|for)\b[^,]{1,90},",
        )
    });
    static REFERENCE: LazyLock<Regex> = LazyLock::new(|| fixed(r" \([^()]*\b(?:19|20)\d{2}[^()]*\)"));
    static ADVERB: LazyLock<Regex> = LazyLock::new(|| {
        fixed(
            r"\b(?:ook|dus|echter|immers|daarmee|namelijk|vooral|volgens (?:hen|hem|haar|ons|mij)|wel|bovendien|eigenlijk|in essentie|in feite|hier|bij ons|voor ons|in (?:onze|mijn|hun|haar|zijn) (?:ogen|optiek|visie|opvatting)|in de (?:kern|basis|eerste plaats)|wat ons betreft|naar onze mening|volgens \S+ \(\d{4}\)|met name|zowel|in de kern|kortom|therefore|also|essentially|basically) ",
        )
    });
    let mut text = String::with_capacity(folded.len());
    let mut at = 0;
    for place in places {
        text.push_str(folded.get(at..place.start).unwrap_or_default());
        text.push_str(TERM);
        at = place.end;
    }
    text.push_str(folded.get(at..).unwrap_or_default());
    let text = QUOTES.replace_all(&text, TERM);
    let text = FOOTNOTE.replace_all(&text, TERM);
    let text = CONCEPT.replace_all(&text, TERM);
    let first = if has_adjective { ADJECTIVES.replace_all(&text, TERM) } else { text };
    let first = first.into_owned();
    let plain = REFERENCE.replace_all(&first, "");
    let plain = INSERTION.replace_all(&plain, TERM);
    let second = ADVERB.replace_all(&plain, "").replace('\'', "");
    if second == first { vec![first] } else { vec![first, second] }
}

/// Whether the term only names something else wherever it stands: `de training X`, `het programma X`.
pub(crate) fn only_names(reading: &str) -> bool {
    static NAMING: LazyLock<Regex> = LazyLock::new(|| {
        fixed(
            r"\b(?:training|cursus|opleiding|workshop|congres|bijeenkomst|leergang|masterclass|webinar|conferentie|themadag|subsidie\p{L}*|programma|project|pilot|rapport|boek|artikel|whitepaper|handreiking|dossier|module|werkgroep|lectoraat|monitor|stichting|vereniging|course|conference|report|book|project|programme|program|chapter)(?: (?:over|van|voor|rond|rondom|of|on|about|for|een|de|het|a|an|the))* {term}",
        )
    });
    reading.contains(TERM) && !NAMING.replace_all(reading, "").contains(TERM)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(folded: &str, term: &str, expected: &[&str]) {
        let places: Vec<Range<usize>> =
            folded.match_indices(term).map(|(at, _)| at..at + term.len()).collect();
        let found: Vec<String> =
            readings(folded, &places, true).into_iter().map(|text| text.replace(TERM, "T")).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn what_belongs_to_the_term_goes_with_it() {
        check("het begrip 'samenzorg'2 is nieuw.", "samenzorg", &["T is nieuw."]);
        check("sterke en zorgzame buurten zijn nieuw.", "zorgzame buurten", &["T zijn nieuw."]);
    }

    #[test]
    fn what_stands_between_term_and_verb_can_be_left_out() {
        check(
            "samenzorg (de boer, 2019) is ook een plan.",
            "samenzorg",
            &["T (de boer, 2019) is ook een plan.", "T is een plan."],
        );
    }
}
