//! What the answers say about the box: explicit rules over numbers and sets of addresses.
//!
//! In what follows `a` and `b` are the two common words, `n` the word that stands in no text; `[a b]` is what the text
//! `a b` finds. A set *goes beyond* another when it certainly holds an address that the other does not: by the addresses
//! themselves where the other was read to its end, or by numbers that are known to be true. Every rule concludes only
//! from what no other behaviour could have answered; else the verdict is `unknown`. Nothing is concluded about words
//! where `[n]` finds something.
//!
//! - **words together**: `or` when `[a n]` finds something and `[a b]` goes beyond `[a]` or `[b]`, while neither goes
//!   beyond it (a box that leaves unknown words out also finds `[a n]`). Not `or` when `[a n]` is empty, or `[a]` or
//!   `[b]` goes beyond `[a b]`; then `phrase` when `[a b]` and `[b a]` differ, and `and` when they are the same, or
//!   `[a b]` goes beyond the quoted text, which finds something.
//! - **quotes**: `refused` when both orders are answered by an error; `phrase` when the two orders differ; `ignored`
//!   when both find what the words find without them.
//! - **inside words**: with a compound that is found: `substring` when letters from its middle find it, `prefix` when
//!   only its beginning does, `whole-words` when neither.
//! - **singular and plural**: `apart` when they differ; `stemmed` when a form that nobody writes finds what its word does.
//! - **accents**: `folded` when an accent that nobody writes is passed over; `apart` when that finds nothing, or the two
//!   spellings differ.
//! - **operators**: OR works when it goes beyond what both words together may give; AND when, in a box where either word
//!   is enough, it gives less; minus when what it finds has nothing of the second word, though there was something to
//!   leave out.
//! - **many words**: six times `a b` is what `a b` is.
//!
//! One thing is taken as impossible: that every publication which holds `a b` side by side also holds `b a`. Else a box
//! that takes words as a phrase could not be told from one that asks for both.

use super::answer::Told;
use super::battery::Purpose as P;
use bron_model::{
    Accents, Finding, InsideWords, ManyWords, Operator, Quotes, SingularPlural, UnclosedQuote, WordsTogether,
};

/// What was asked about words.
pub(super) struct Words {
    pub(super) words_together: Finding<WordsTogether>,
    pub(super) quotes: Finding<Quotes>,
    pub(super) inside_words: Finding<InsideWords>,
    pub(super) singular_plural: Finding<SingularPlural>,
    pub(super) accents: Finding<Accents>,
    pub(super) operator_or: Finding<Operator>,
    pub(super) operator_and: Finding<Operator>,
    pub(super) operator_minus: Finding<Operator>,
    pub(super) many_words: Finding<ManyWords>,
    pub(super) unclosed_quote: Finding<UnclosedQuote>,
}

/// Judges the answers; `told` gives that of each purpose.
pub(super) fn words<'a>(told: &dyn Fn(P) -> Told<'a>) -> Words {
    let numbers = |purposes: &[P]| {
        let shown: Vec<String> = purposes
            .iter()
            .map(|purpose| format!("{}: {}", purpose.as_str(), told(*purpose).shown()))
            .collect();
        shown.join("; ")
    };
    let nonsense = told(P::Nonsense);
    let is_sound = nonsense.is_none();
    // A verdict with its numbers; where nonsense finds something, nothing is settled.
    macro_rules! judged {
        ($verdict:expr, $unknown:expr, $($purpose:expr),+) => {{
            let numbers = numbers(&[$($purpose),+]);
            if is_sound {
                Finding { verdict: $verdict, because: numbers }
            } else {
                let because = format!("it is not certain that a word which stands nowhere finds nothing; {numbers}");
                Finding { verdict: $unknown, because }
            }
        }};
    }
    let together = if is_sound { words_together(told) } else { WordsTogether::Unknown };
    Words {
        words_together: judged!(
            together,
            WordsTogether::Unknown,
            P::OneWord,
            P::OtherWord,
            P::TwoWords,
            P::TwoWordsReversed,
            P::OneAndNonsense,
            P::TwoAndNonsense
        ),
        quotes: judged!(quotes(told, together), Quotes::Unknown, P::TwoWords, P::Quoted, P::QuotedReversed),
        inside_words: judged!(inside_words(told), InsideWords::Unknown, P::Compound, P::Inside, P::Beginning),
        singular_plural: judged!(
            singular_plural(told),
            SingularPlural::Unknown,
            P::Singular,
            P::Plural,
            P::Common,
            P::Inflected
        ),
        accents: judged!(
            accents(told),
            Accents::Unknown,
            P::Unaccented,
            P::Accented,
            P::PlainWord,
            P::OddlyAccented
        ),
        operator_or: judged!(
            operator_or(told, together),
            Operator::Unknown,
            P::OneWord,
            P::OtherWord,
            P::OperatorOr
        ),
        operator_and: judged!(operator_and(told, together), Operator::Unknown, P::TwoWords, P::OperatorAnd),
        operator_minus: judged!(
            operator_minus(told, together),
            Operator::Unknown,
            P::OneWord,
            P::TwoWords,
            P::OperatorMinus
        ),
        many_words: judged!(many_words(told), ManyWords::Unknown, P::TwoWords, P::ManyWords),
        unclosed_quote: judged!(unclosed_quote(told), UnclosedQuote::Unknown, P::OneWord, P::UnclosedQuote),
    }
}

fn words_together<'a>(told: &dyn Fn(P) -> Told<'a>) -> WordsTogether {
    use WordsTogether as V;
    let (a, b, both) = (told(P::OneWord), told(P::OtherWord), told(P::TwoWords));
    if !a.is_some() || !b.is_some() || both.found().is_none() {
        return V::Unknown;
    }
    let beyond_both = both.goes_beyond(&a) || both.goes_beyond(&b);
    let less_than_either = a.goes_beyond(&both) || b.goes_beyond(&both);
    let with_nonsense = told(P::OneAndNonsense).found();
    if with_nonsense == Some(true) && beyond_both && !less_than_either {
        return V::Or;
    }
    let is_not_or = with_nonsense == Some(false) || less_than_either;
    if !is_not_or || beyond_both {
        return V::Unknown;
    }
    let reversed = told(P::TwoWordsReversed);
    if both.same(&reversed) == Some(false) && !may_be_capped(&both, &reversed) {
        return V::Phrase;
    }
    let quoted = told(P::Quoted);
    let same_in_either_order = both.is_some() && both.same(&reversed) == Some(true);
    let more_than_quoted = quoted.is_some() && both.goes_beyond(&quoted);
    if same_in_either_order || more_than_quoted { V::And } else { V::Unknown }
}

/// Two lists of the same length that differ may be the first rows of one longer list in two orders.
fn may_be_capped(one: &Told, other: &Told) -> bool {
    one.answer.rows == other.answer.rows && one.answer.rows >= 10
}

fn quotes<'a>(told: &dyn Fn(P) -> Told<'a>, together: WordsTogether) -> Quotes {
    use Quotes as V;
    let (both, quoted, reversed) = (told(P::TwoWords), told(P::Quoted), told(P::QuotedReversed));
    if both.found().is_some() && quoted.error().is_some() && reversed.error().is_some() {
        return V::Refused;
    }
    if quoted.same(&reversed) == Some(false) && !may_be_capped(&quoted, &reversed) {
        return V::Phrase;
    }
    let is_settled = matches!(together, WordsTogether::And | WordsTogether::Or);
    let is_same = |one: &Told| one.is_some() && one.same(&both) == Some(true);
    if is_settled && is_same(&quoted) && is_same(&reversed) { V::Ignored } else { V::Unknown }
}

fn inside_words<'a>(told: &dyn Fn(P) -> Told<'a>) -> InsideWords {
    use InsideWords as V;
    let (compound, inside, beginning) = (told(P::Compound), told(P::Inside), told(P::Beginning));
    // What finds letters finds all words that hold them.
    let holds = |letters: &Told| !compound.goes_beyond(letters);
    match (compound.found(), inside.found(), beginning.found()) {
        (Some(true), Some(true), _) if holds(&inside) => V::Substring,
        (Some(true), Some(false), Some(true)) if holds(&beginning) => V::Prefix,
        (Some(true), Some(false), Some(false)) => V::WholeWords,
        _ => V::Unknown,
    }
}

fn singular_plural<'a>(told: &dyn Fn(P) -> Told<'a>) -> SingularPlural {
    use SingularPlural as V;
    let differ = told(P::Singular).same(&told(P::Plural)) == Some(false);
    let (word, form) = (told(P::Common), told(P::Inflected));
    let is_found = word.is_some() && form.is_some() && word.same(&form) != Some(false);
    match (differ, is_found) {
        (true, false) => V::Apart,
        (false, true) => V::Stemmed,
        _ => V::Unknown,
    }
}

fn accents<'a>(told: &dyn Fn(P) -> Told<'a>) -> Accents {
    use Accents as V;
    let pair = told(P::Unaccented).same(&told(P::Accented));
    let (word, odd) = (told(P::PlainWord), told(P::OddlyAccented));
    if pair == Some(false) {
        return if odd.is_some() { V::Unknown } else { V::Apart };
    }
    let both_none = told(P::Unaccented).is_none() && told(P::Accented).is_none();
    match (word.is_some(), odd.found()) {
        (true, Some(true)) if word.same(&odd) != Some(false) => V::Folded,
        (true, Some(false)) if pair.is_none() || both_none => V::Apart,
        _ => V::Unknown,
    }
}

fn operator_or<'a>(told: &dyn Fn(P) -> Told<'a>, together: WordsTogether) -> Operator {
    use Operator as V;
    let (a, b, typed) = (told(P::OneWord), told(P::OtherWord), told(P::OperatorOr));
    if typed.error().is_some() {
        return V::Refused;
    }
    // Where either word is enough without it, nothing can be seen.
    if !matches!(together, WordsTogether::And | WordsTogether::Phrase) || typed.found().is_none() {
        return V::Unknown;
    }
    let beyond = typed.goes_beyond(&a) || typed.goes_beyond(&b);
    let less = a.goes_beyond(&typed) || b.goes_beyond(&typed);
    match (beyond, less) {
        (true, false) => V::Works,
        (false, true) => V::IgnoredOrLiteral,
        _ => V::Unknown,
    }
}

fn operator_and<'a>(told: &dyn Fn(P) -> Told<'a>, together: WordsTogether) -> Operator {
    use Operator as V;
    let (a, b, both, typed) = (told(P::OneWord), told(P::OtherWord), told(P::TwoWords), told(P::OperatorAnd));
    if typed.error().is_some() {
        return V::Refused;
    }
    let beyond = typed.goes_beyond(&a) || typed.goes_beyond(&b);
    let less = a.goes_beyond(&typed) || b.goes_beyond(&typed);
    match together {
        WordsTogether::Or if typed.is_some() && less && !beyond => V::Works,
        WordsTogether::Or if beyond && !less => V::IgnoredOrLiteral,
        // Where both words are asked for without it, only that it is taken as a word can be seen.
        WordsTogether::Phrase if typed.is_some() && typed.goes_beyond(&both) && !beyond => V::Works,
        WordsTogether::And | WordsTogether::Phrase if both.goes_beyond(&typed) => V::IgnoredOrLiteral,
        _ => V::Unknown,
    }
}

fn operator_minus<'a>(told: &dyn Fn(P) -> Told<'a>, together: WordsTogether) -> Operator {
    use Operator as V;
    let (a, b, both, typed) =
        (told(P::OneWord), told(P::OtherWord), told(P::TwoWords), told(P::OperatorMinus));
    if typed.error().is_some() {
        return V::Refused;
    }
    if !a.is_some() || !b.is_some() {
        return V::Unknown;
    }
    let is_and = together == WordsTogether::And;
    // What both words find has the second one, also where the list of the second alone was not read to its end.
    let has_second = typed.meets(&b) || (is_and && typed.meets(&both));
    if has_second || (typed.is_none() && a.goes_beyond(&b)) {
        return V::IgnoredOrLiteral;
    }
    if !typed.is_some() {
        return V::Unknown;
    }
    // Something with both words was there to be left out, and all that is left was seen.
    let is_left_out = a.meets(&b) || (is_and && both.is_some());
    // What has both words may be the part of `[b]` that was not read; where either word is enough, all of `[b]` would be there.
    let would_be_seen = together == WordsTogether::Or || b.answer.whole || (is_and && both.answer.whole);
    if is_left_out && would_be_seen && typed.answer.whole {
        return V::Works;
    }
    let numbers = (a.most(), both.most(), typed.most());
    match numbers {
        (Some(a), Some(both), Some(typed))
            if is_and && both > 0 && typed != both && a.checked_sub(both) == Some(typed) =>
        {
            V::Works
        }
        _ => V::Unknown,
    }
}

fn many_words<'a>(told: &dyn Fn(P) -> Told<'a>) -> ManyWords {
    use ManyWords as V;
    let (both, many) = (told(P::TwoWords), told(P::ManyWords));
    match many.found() {
        _ if many.error().is_some() && both.found().is_some() => V::Refused,
        Some(false) if both.is_some() => V::AsPhrase,
        Some(true) if both.is_some() && many.same(&both) == Some(true) => V::Works,
        _ => V::Unknown,
    }
}

fn unclosed_quote<'a>(told: &dyn Fn(P) -> Told<'a>) -> UnclosedQuote {
    use UnclosedQuote as V;
    let (word, typed) = (told(P::OneWord), told(P::UnclosedQuote));
    match typed.found() {
        _ if typed.error().is_some() && word.found().is_some() => V::Refused,
        Some(true) => V::Works,
        Some(false) if word.is_some() => V::NothingFound,
        _ => V::Unknown,
    }
}
