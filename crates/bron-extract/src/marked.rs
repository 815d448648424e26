//! Writes a sentence with one sign in the place of the term, in the ways a pattern may read it.

use crate::ascii;
use regex::{Captures, Regex};
use std::ops::Range;
use std::sync::LazyLock;

/// Stands for the term.
pub(crate) const TERM: &str = bron_protocol::Pattern::TERM;

/// Compiles an expression of the program's own.
pub(crate) fn fixed(pattern: &str) -> Regex {
    ascii::compiled(pattern).expect("a fixed pattern that a test compiles")
}

/// The sentence with the term's places (bytes, sorted, not overlapping) replaced by [`TERM`], in up to three readings.
///
/// The first keeps everything else but what belongs to the term itself: its quote marks and asterisks, `het begrip` before
/// it, a footnote's number behind it or before the sentence, and adjectives coordinated with its own where it has one. The
/// second, where it differs, also leaves out what stands between the term and its verb (references, parentheses,
/// insertions between commas, adverbs) and all quote marks. The third puts the sentence in its plainest order: what
/// stands before a verb that comes before the term, adjectives of the term, nouns coordinated with it and what it is
/// `in` or `of` are left out.
pub(crate) fn readings(folded: &str, places: &[Range<usize>], has_adjective: bool) -> Vec<String> {
    let mut text = String::with_capacity(folded.len());
    let mut at = 0;
    for place in places {
        text.push_str(folded.get(at..place.start).unwrap_or_default());
        text.push_str(TERM);
        at = place.end;
    }
    text.push_str(folded.get(at..).unwrap_or_default());
    let first = as_it_stands(ascii::written(&text), has_adjective);
    let second = without_insertions(&first);
    let third = plainest(&second);
    let mut readings = vec![first];
    for reading in [second, third] {
        if !readings.contains(&reading) {
            readings.push(reading);
        }
    }
    readings
}

fn as_it_stands(text: String, has_adjective: bool) -> String {
    static QUOTES: LazyLock<Regex> = LazyLock::new(|| fixed(r"['*_]+{term}['*_]*|{term}['*_]+"));
    // As plain texts mark headings, quotations and what is bold.
    static MARKUP: LazyLock<Regex> = LazyLock::new(|| fixed(r"^(?:[#>]+ )+|\*\*"));
    static FOOTNOTE: LazyLock<Regex> = LazyLock::new(|| fixed(r"{term}(?:\d{1,3}\b|\[\d{1,3}\])"));
    static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
        fixed(
            r"^(?:\d{1,3}|\[\d{1,3}\]|\(\d{1,3}\)|\*{1,3})[.):]? ?((?:(?:een|de|het|onder|met|a|an|the|by) )?{term})",
        )
    });
    static CELL: LazyLock<Regex> = LazyLock::new(|| fixed(r"^{term} ?(?:\||=) ?"));
    static CONCEPT: LazyLock<Regex> = LazyLock::new(|| {
        fixed(
            r"\b(?:(?:het|de|dit|deze|the|this) )?(?:begrip|begrippen|term|termen|concept|concepten|woord|woorden|notie|idee van|principe van|fenomeen|verschijnsel|noemer|concept of|term of|terms|notion of|idea of|word|phrase|(?:proces|praktijk|process|practice|concept|field) (?:van|of)) (?:een |de |het )?{term}",
        )
    });
    static ADJECTIVES: LazyLock<Regex> =
        LazyLock::new(|| fixed(r"\b\p{L}{3,}(?:e|se)(?:, | en )(?:\p{L}{3,}e(?:, | en ))?{term}"));
    let text = replaced(&QUOTES, text, TERM);
    let text = replaced(&MARKUP, text, "");
    let text = replaced(&FOOTNOTE, text, TERM);
    let text = replaced(&NUMBER, text, "$1");
    let text = replaced(&CELL, text, &format!("{TERM}: "));
    // `Dit principe van X` names what the sentence before it says.
    let points_back = |words: &str| {
        ["dit ", "deze ", "this "].iter().any(|word| words.starts_with(word))
            && [" van ", " of "].iter().any(|word| words.contains(word))
    };
    let concept = |found: &Captures<'_>| {
        let words = &found[0];
        if points_back(words) { words.to_owned() } else { TERM.to_owned() }
    };
    let text = CONCEPT.replace_all(&text, concept).into_owned();
    if has_adjective { replaced(&ADJECTIVES, text, TERM) } else { text }
}

fn without_insertions(first: &str) -> String {
    static REFERENCE: LazyLock<Regex> = LazyLock::new(|| fixed(r" \([^()]*\b(?:19|20)\d{2}[^()]*\)"));
    static INSERTION: LazyLock<Regex> = LazyLock::new(|| {
        fixed(
            r"{term} ?\([^()]{1,160}\)|{term}, (?:ook wel|of|oftewel|ofwel|afgekort|kortweg|hierna|in het|als|net als|zoals|volgens|aldus|or|also|as|such|according|for)\b[^,]{1,90},",
        )
    });
    static BETWEEN: LazyLock<Regex> = LazyLock::new(|| {
        fixed(
            r"({term}(?: (?:is|zijn|betekent|betekenen|omvat|are|means))?), [^,;:.]{1,90}, ((?:is|zijn|wordt|worden|betekent|betekenen|houdt|houden|gaat|gaan|draait|draaien|richt|richten|omvat|bestaat|bestaan|verwijst|staat|vraagt|komt|geldt|een|het|de|dat|are|means|refers|involves|the|a|an) )",
        )
    });
    static SPEAKER: LazyLock<Regex> = LazyLock::new(|| {
        fixed(
            r"{term}'?,? (?:zo |aldus )?(?:schrijft|schrijven|zegt|zeggen|stelt|stellen|vindt|vinden|aldus|meent|menen|betoogt|says|say|writes|write|argues|argue) [^,;:]{1,60}, '?",
        )
    });
    static ADVERB: LazyLock<Regex> = LazyLock::new(|| {
        let adverbs = "ook|dus|echter|immers|daarmee|namelijk|vooral|volgens hen|volgens hem|volgens haar|volgens ons|volgens mij|wel|bovendien|eigenlijk|in essentie|in feite|feitelijk|hier|hiermee|bij ons|voor ons|in onze ogen|in mijn ogen|in hun ogen|in onze optiek|in onze visie|in hun visie|in onze opvatting|in mijn optiek|in de kern|in de basis|in de eerste plaats|in de praktijk|wat ons betreft|naar onze mening|volgens \\S+ \\(\\d{4}\\)|met name|zowel|kortom|kort gezegd|kort samengevat|kortweg|in het kort|simpel gezegd|eenvoudig gezegd|simpelweg|in wezen|wezenlijk|in beginsel|in principe|in het algemeen|over het algemeen|in de regel|doorgaans|meestal|veelal|gewoonlijk|bij uitstek|letterlijk|allereerst|primair|bovenal|niets anders dan|niet anders dan|niet meer dan|niets meer dan|niet minder dan|meer dan alleen|therefore|thus|also|essentially|basically|simply|simply put|at its core|at its heart|in essence|in short|generally|usually|often|typically|primarily|fundamentally|literally|broadly speaking|more specifically|in other words|commonly|here|nothing but|nothing more than|no more than";
        // The longest first: `simply put` before `simply`.
        let mut adverbs: Vec<&str> = adverbs.split('|').collect();
        adverbs.sort_by_key(|adverb| std::cmp::Reverse(adverb.len()));
        fixed(&format!(r",? ?\b(?:{})\b,?( |:)", adverbs.join("|")))
    });
    static BLANKS: LazyLock<Regex> = LazyLock::new(|| fixed(" {2,}"));
    let plain = replaced(&REFERENCE, first.to_owned(), "");
    let plain = replaced(&SPEAKER, plain, &format!("{TERM} "));
    let plain = replaced(&INSERTION, plain, TERM);
    let plain = replaced(&BETWEEN, plain, "$1 $2");
    let plain = replaced(&ADVERB, plain, " ").replace('\'', "");
    replaced(&BLANKS, plain, " ").trim_start().to_owned()
}

fn plainest(second: &str) -> String {
    const VERBS: &str = "is|zijn|betekent|betekenen|houdt|houden|gaat|gaan|draait|draaien|omvat|omvatten|vormt|vormen|behelst|wordt|worden|richt|richten|staat|staan|verwijst|verwijzen|bestaat|bestaan|heeft|hebben|maakt|maken|geldt|gelden|biedt|bieden|geeft|geven|helpt|helpen|vraagt|vragen|zorgt|zorgen|kan|kunnen|komt|komen|ontstaat|ontstaan|brengt|brengen|are|means|mean|refers|refer|involves|involve|includes|include|requires|describes|has|have|aims|seeks";
    static OPENING: LazyLock<Regex> = LazyLock::new(|| {
        fixed(
            r"^(?:as|following|according to|to|for|voor|om|volgens|in navolging van|omdat|hoewel|although|while) [^,;:]{2,90}, ((?:(?:een|de|het|a|an|the|we take|we see|we understand) )?{term} )",
        )
    });
    static PREMODIFIER: LazyLock<Regex> = LazyLock::new(|| {
        fixed(
            r"((?:^|[ ;:–])(?:(?:een|de|het|elke|a|an|the) )?)(?:asset[ -]based|strength[ -]based|faith[ -]based|goede|echte|succesvolle|effectieve|hechte|sterke|moderne|professionele|lokale|duurzame|ware|werkelijke|hedendaagse|nieuwe|stedelijke?|sociale|good|true|real|genuine|effective|successful|sustainable|modern|local|social|strong) {term}",
        )
    });
    static KIND: LazyLock<Regex> = LazyLock::new(|| {
        fixed(&format!(
            r"^((?:een|de|het|elke|deze) )\p{{L}}{{3,}}(?:e|ijk|aal|eel|isch|ig|ief) {{term}} ((?:{VERBS}|\p{{L}}{{3,}}t) )"
        ))
    });
    static COORDINATED: LazyLock<Regex> = LazyLock::new(|| {
        fixed(
            r"{term}(?:, [\p{L}-]+)*,? (?:en|of|and|or|&) (?:de |het |een |the )?[\p{L}-]+(?: [\p{L}-]+)? (zijn|hebben|are|have|staan|vormen|gaan|draaien|omvatten|betekenen|richten)\b",
        )
    });
    static INVERTED: LazyLock<Regex> = LazyLock::new(|| {
        fixed(
            r"^(?:[^,;:.?{term}]{1,80} )?(is|zijn|betekent|betekenen|houdt|gaat|draait|omvat|vormt|behelst|staat|verwijst|geldt|richt|richten|biedt|bieden|werkt|werken|helpt|helpen|zorgt|zorgen|kent|streeft|ondersteunt|stimuleert|organiseert|organiseren|brengt|maakt|verbindt|bestaat|bestaan|vraagt|vertrekt|begint) (?:(?:een|de|het) )?{term}[:,]? ",
        )
    });
    static OF: LazyLock<Regex> = LazyLock::new(|| {
        fixed(&format!(
            r"{{term}} (?:in|van|op|voor|binnen|bij|onder|tussen|als|rond|of|for|among|within|as) (?:[^ ,;:.]+ ){{1,5}}?({VERBS}) "
        ))
    });
    let plain = replaced(&OPENING, second.to_owned(), "$1");
    let plain = replaced(&PREMODIFIER, plain, &format!("${{1}}{TERM}"));
    let plain = replaced(&KIND, plain, &format!("${{1}}{TERM} $2"));
    let plain = replaced(&COORDINATED, plain, &format!("{TERM} $1"));
    let plain = replaced(&INVERTED, plain, &format!("{TERM} $1 "));
    replaced(&OF, plain, &format!("{TERM} $1 "))
}

fn replaced(expression: &Regex, text: String, by: &str) -> String {
    match expression.replace_all(&text, by) {
        std::borrow::Cow::Borrowed(_) => text,
        std::borrow::Cow::Owned(new) => new,
    }
}

/// Whether the term only names something else wherever it stands: `de training X`, `het programma X`.
pub(crate) fn only_names(reading: &str) -> bool {
    static NAMING: LazyLock<Regex> = LazyLock::new(|| {
        fixed(
            r"\b(?:training|cursus|opleiding|workshop|congres|\p{L}*bijeenkomst|leergang|masterclass|webinar|conferentie|themadag|subsidie\p{L}*|programma|project|pilot|rapport|boek|artikel|whitepaper|handreiking|dossier|module|\p{L}*(?:groep|kring|netwerk|platform|alliantie|coalitie)|lectoraat|monitor|stichting|vereniging|course|conference|report|book|project|programme|program|chapter)(?: (?:over|van|voor|rond|rondom|of|on|about|for|een|de|het|a|an|the))* {term}",
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
        check("**samenzorg** is nieuw.", "samenzorg", &["T is nieuw."]);
        check("## **wat is samenzorg?**", "samenzorg", &["wat is T?"]);
        check("dit principe van samenzorg is nieuw.", "samenzorg", &["dit principe van T is nieuw."]);
        check("het principe van samenzorg is nieuw.", "samenzorg", &["T is nieuw."]);
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
