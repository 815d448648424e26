//! The verdict is what the box does wherever its texts can tell, and `unknown`, never wrong, elsewhere.

use crate::engine::{Combine, Compare, Engine, Past, Quoted, Signs, probe};
use bron_model::{
    Accents, Cap, InsideWords, ManyWords, Operator, PastTheEnd, ProbeVerdicts, Quotes, SingularPlural,
    Totals, UnclosedQuote, WordsTogether,
};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// Texts that tell everything apart.
const TELLING: &[&str] = &[
    "wonen zorg",
    "zorg en dan wonen",
    "zorg buurt",
    "wonen buurten",
    "zorg wonen welzijn",
    "samenleving financiële zorg",
    "samenleving financiele huis zorg",
    "wonen huis",
];

fn verdicts(engine: &Engine) -> ProbeVerdicts {
    probe(engine).verdicts.unwrap()
}

fn check(
    engine: &Engine,
    together: WordsTogether,
    quotes: Quotes,
    inside: InsideWords,
    plural: SingularPlural,
) {
    let found = verdicts(engine);
    assert_eq!(found.words_together.verdict, together, "{}", found.words_together.because);
    assert_eq!(found.quotes.verdict, quotes, "{}", found.quotes.because);
    assert_eq!(found.inside_words.verdict, inside, "{}", found.inside_words.because);
    assert_eq!(found.singular_plural.verdict, plural, "{}", found.singular_plural.because);
}

#[test]
fn a_box_like_wordpress_is_recognised() {
    let engine = Engine {
        compare: Compare::Substring,
        signs: Signs::Dropped,
        folds_accents: true,
        most_words: 9,
        ..Engine::of(TELLING)
    };
    check(&engine, WordsTogether::And, Quotes::Phrase, InsideWords::Substring, SingularPlural::Apart);
    let found = verdicts(&engine);
    assert_eq!(found.many_words.verdict, ManyWords::AsPhrase);
    assert_eq!(found.accents.verdict, Accents::Folded);
    assert_eq!(found.operator_or.verdict, Operator::IgnoredOrLiteral);
    assert_eq!(found.unclosed_quote.verdict, UnclosedQuote::Works);
}

#[test]
fn a_box_like_solr_is_recognised() {
    let engine = Engine {
        combine: Combine::Or,
        compare: Compare::Stemmed,
        signs: Signs::Work,
        past: Past::NotFound,
        ..Engine::of(TELLING)
    };
    check(&engine, WordsTogether::Or, Quotes::Phrase, InsideWords::WholeWords, SingularPlural::Stemmed);
    let found = verdicts(&engine);
    assert_eq!(found.operator_and.verdict, Operator::Works);
    assert_eq!(found.operator_or.verdict, Operator::Unknown, "either word is enough without it");
    assert_eq!(found.operator_minus.verdict, Operator::Works);
    assert_eq!(found.many_words.verdict, ManyWords::Works);
    assert_eq!(found.accents.verdict, Accents::Apart);
    assert_eq!(found.past_the_end.verdict, PastTheEnd::NotFound);
}

#[test]
fn a_box_that_fails_on_quotation_marks_is_recognised() {
    let engine = Engine {
        quoted: Quoted::Refused,
        compare: Compare::Prefix,
        past: Past::RepeatsLast,
        ..Engine::of(TELLING)
    };
    check(&engine, WordsTogether::And, Quotes::Refused, InsideWords::Prefix, SingularPlural::Apart);
    let found = verdicts(&engine);
    assert_eq!(found.unclosed_quote.verdict, UnclosedQuote::Refused);
    assert_eq!(found.past_the_end.verdict, PastTheEnd::RepeatsLast);
}

#[test]
fn a_box_that_takes_words_as_a_phrase_is_recognised() {
    let engine = Engine { combine: Combine::Phrase, signs: Signs::Work, ..Engine::of(TELLING) };
    check(&engine, WordsTogether::Phrase, Quotes::Phrase, InsideWords::WholeWords, SingularPlural::Apart);
    let found = verdicts(&engine);
    assert_eq!(found.operator_or.verdict, Operator::Works);
    assert_eq!(found.operator_and.verdict, Operator::Works);
}

#[test]
fn a_box_that_leaves_unknown_words_out_is_not_taken_for_one_of_either_word() {
    let engine = Engine { drops_unknown: true, ..Engine::of(TELLING) };
    let found = verdicts(&engine);
    assert_eq!(found.words_together.verdict, WordsTogether::And, "{}", found.words_together.because);
}

#[test]
fn a_number_that_the_last_page_bears_out_is_trusted_and_a_list_that_stops_before_it_is_seen() {
    let many: Vec<String> = (0..90).map(|n| format!("zorg wonen tekst {n}")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let found = verdicts(&Engine { per_page: 10, ..Engine::of(&many) });
    assert_eq!(
        (found.totals.verdict, found.cap.verdict),
        (Totals::Equal, Cap::NoneSeen),
        "{}",
        found.totals.because
    );
    let found = verdicts(&Engine { per_page: 10, cap: 50, ..Engine::of(&many) });
    assert_eq!(found.cap.verdict, Cap::Stops, "{}", found.cap.because);
    assert_ne!(found.totals.verdict, Totals::Equal);
    let found = verdicts(&Engine { per_page: 10, total_times: 2, ..Engine::of(&many) });
    assert_ne!(found.totals.verdict, Totals::Equal, "{}", found.totals.because);
    let found = verdicts(&Engine { shows_total: false, ..Engine::of(&many) });
    assert_eq!(found.totals.verdict, Totals::NotReported);
}

fn engines() -> impl Strategy<Value = Engine> {
    let word = prop::sample::select(vec![
        "wonen",
        "wonen",
        "zorg",
        "zorg",
        "buurt",
        "buurten",
        "welzijn",
        "samenleving",
        "financiele",
        "financiële",
        "huis",
    ]);
    let text = prop::collection::vec(word, 1..7).prop_map(|words| words.join(" "));
    let habits = (
        prop::sample::select(vec![Combine::And, Combine::Or, Combine::Phrase]),
        prop::sample::select(vec![Compare::Whole, Compare::Stemmed, Compare::Prefix, Compare::Substring]),
        prop::sample::select(vec![Quoted::Phrase, Quoted::Ignored, Quoted::Refused]),
        prop::sample::select(vec![Signs::Work, Signs::Dropped, Signs::Words]),
        prop::sample::select(vec![Past::Empty, Past::NotFound, Past::Error, Past::RepeatsLast]),
        prop::sample::select(vec![9_usize, 100]),
        prop::sample::select(vec![2_usize, 3, 40]),
        any::<(bool, bool, bool, bool)>(),
    );
    (prop::collection::vec(text, 1..14), habits).prop_map(|(texts, habits)| {
        let (combine, compare, quoted, signs, past, most_words, per_page, switches) = habits;
        let (folds_accents, shows_total, drops_unknown, doubles) = switches;
        Engine {
            texts,
            combine,
            compare,
            quoted,
            signs,
            folds_accents,
            most_words,
            shows_total,
            total_times: if doubles && shows_total { 2 } else { 1 },
            drops_unknown: drops_unknown && combine != Combine::Phrase,
            past,
            per_page,
            cap: 1000,
            always: None,
        }
    })
}

/// A verdict, what is true, and whether the texts can tell.
fn settle<V: PartialEq + std::fmt::Debug + Copy>(
    found: &bron_model::Finding<V>,
    unknown: V,
    truth: V,
    can_tell: bool,
) -> Result<(), TestCaseError> {
    let is_right = found.verdict == truth || (found.verdict == unknown && !can_tell);
    prop_assert!(
        is_right,
        "{:?} where {truth:?} is true, can tell: {can_tell}; {}",
        found.verdict,
        found.because
    );
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, ..ProptestConfig::default() })]

    #[test]
    fn a_verdict_is_true_wherever_the_texts_can_tell_and_never_wrong(engine in engines()) {
        let two = |one: &str, other: &str| engine.beside(&[one.to_owned(), other.to_owned()]);
        let (a, b) = (engine.with("wonen"), engine.with("zorg"));
        let (ab, ba) = (two("wonen", "zorg"), two("zorg", "wonen"));
        // Taken as impossible; see the rules.
        prop_assume!(ab.is_empty() || ab != ba);
        let report = probe(&engine);
        let Some(found) = report.verdicts else {
            let is_due = b.is_empty() || !comes_to_an_end(&engine);
            prop_assert!(is_due, "the canary has hits: {:?}", report.failure());
            prop_assert!(report.failure().is_some());
            return Ok(());
        };
        // Lists that were read to their end, with numbers that are true or none.
        let reads_all = engine.per_page == 40 && engine.total_times == 1 && comes_to_an_end(&engine);
        let both: BTreeSet<usize> = match engine.combine {
            Combine::And => &a & &b,
            Combine::Or => &a | &b,
            Combine::Phrase => ab.clone(),
        };
        let some = !a.is_empty() && !b.is_empty();

        let (together, can_tell) = match engine.combine {
            Combine::And => (WordsTogether::And, !(both.is_empty() || engine.drops_unknown && a == b)),
            Combine::Or => (WordsTogether::Or, some && a != b),
            Combine::Phrase => (WordsTogether::Phrase, ab != ba),
        };
        settle(&found.words_together, WordsTogether::Unknown, together, reads_all && some && can_tell)?;

        let is_known = found.words_together.verdict != WordsTogether::Unknown;
        let quotes = match (engine.quoted, engine.combine) {
            (Quoted::Refused, _) => (Quotes::Refused, true),
            (Quoted::Phrase, _) | (_, Combine::Phrase) => (Quotes::Phrase, reads_all && ab != ba),
            (Quoted::Ignored, _) => (Quotes::Ignored, reads_all && is_known && !both.is_empty()),
        };
        settle(&found.quotes, Quotes::Unknown, quotes.0, quotes.1)?;

        let inside = match engine.compare {
            Compare::Whole | Compare::Stemmed => InsideWords::WholeWords,
            Compare::Prefix => InsideWords::Prefix,
            Compare::Substring => InsideWords::Substring,
        };
        settle(&found.inside_words, InsideWords::Unknown, inside, !engine.with("samenleving").is_empty())?;

        let plural = match engine.compare {
            Compare::Stemmed => (SingularPlural::Stemmed, !engine.with("welzijn").is_empty()),
            _ => (SingularPlural::Apart, reads_all && engine.with("buurt") != engine.with("buurten")),
        };
        settle(&found.singular_plural, SingularPlural::Unknown, plural.0, plural.1)?;

        let pair = engine.with("financiele") != engine.with("financiële");
        let accents = if engine.folds_accents { Accents::Folded } else { Accents::Apart };
        settle(&found.accents, Accents::Unknown, accents, engine.folds_accents || (reads_all && pair))?;

        let many = if engine.most_words < 12 || engine.combine == Combine::Phrase {
            // Twelve words beside each other stand in no text, unless as parts of others.
            ManyWords::AsPhrase
        } else {
            ManyWords::Works
        };
        settle(&found.many_words, ManyWords::Unknown, many, reads_all && !both.is_empty())?;

        operators(&engine, &found, &a, &b, reads_all)?;
        ends(&engine, &found)?;
    }
}

fn operators(
    engine: &Engine,
    found: &ProbeVerdicts,
    a: &BTreeSet<usize>,
    b: &BTreeSet<usize>,
    reads_all: bool,
) -> Result<(), TestCaseError> {
    let truth = if engine.signs == Signs::Work { Operator::Works } else { Operator::IgnoredOrLiteral };
    let each_alone = !a.is_subset(b) && !b.is_subset(a) && !a.is_disjoint(b);
    let is_and = found.words_together.verdict == WordsTogether::And;
    settle(
        &found.operator_or,
        Operator::Unknown,
        truth,
        reads_all && is_and && each_alone && !engine.drops_unknown,
    )?;
    settle(&found.operator_minus, Operator::Unknown, truth, reads_all && is_and && each_alone)?;
    let is_or = found.words_together.verdict == WordsTogether::Or;
    settle(&found.operator_and, Operator::Unknown, truth, reads_all && is_or && each_alone)
}

fn ends(engine: &Engine, found: &ProbeVerdicts) -> Result<(), TestCaseError> {
    let past = match engine.past {
        Past::Empty => PastTheEnd::Empty,
        Past::NotFound => PastTheEnd::NotFound,
        Past::Error => PastTheEnd::Error,
        Past::RepeatsLast => PastTheEnd::RepeatsLast,
    };
    let reads_all = engine.per_page == 40 && comes_to_an_end(engine);
    settle(&found.past_the_end, PastTheEnd::Unknown, past, reads_all)?;
    let totals = match (engine.shows_total, engine.total_times) {
        (false, _) => Totals::NotReported,
        (true, 1) => Totals::Equal,
        (true, _) => Totals::Differ,
    };
    settle(&found.totals, Totals::Unknown, totals, reads_all)
}

/// Where no true number says that a list has ended, the page after it is asked for; an error there leaves it open.
fn comes_to_an_end(engine: &Engine) -> bool {
    engine.past != Past::Error || (engine.shows_total && engine.total_times == 1)
}
