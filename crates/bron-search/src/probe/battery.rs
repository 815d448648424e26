//! The texts that are typed, each for a purpose.

use bron_model::{Query, Route, TermId};
use bron_protocol::Source;
use std::collections::BTreeSet;

/// What a text is typed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Purpose {
    Canary,
    Nonsense,
    OneWord,
    OtherWord,
    TwoWords,
    TwoWordsReversed,
    OneAndNonsense,
    TwoAndNonsense,
    Quoted,
    QuotedReversed,
    Singular,
    Plural,
    Common,
    Inflected,
    Compound,
    Inside,
    Beginning,
    Unaccented,
    Accented,
    PlainWord,
    OddlyAccented,
    OperatorOr,
    OperatorAnd,
    OperatorMinus,
    ManyWords,
    UnclosedQuote,
}

impl Purpose {
    /// The name in the report.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Canary => "canary",
            Self::Nonsense => "nonsense",
            Self::OneWord => "one word",
            Self::OtherWord => "another word",
            Self::TwoWords => "two words",
            Self::TwoWordsReversed => "two words reversed",
            Self::OneAndNonsense => "one word and nonsense",
            Self::TwoAndNonsense => "two words and nonsense",
            Self::Quoted => "quoted",
            Self::QuotedReversed => "quoted and reversed",
            Self::Singular => "singular",
            Self::Plural => "plural",
            Self::Common => "common word",
            Self::Inflected => "a form of it that nobody writes",
            Self::Compound => "compound",
            Self::Inside => "letters inside it",
            Self::Beginning => "letters it begins with",
            Self::Unaccented => "without its accents",
            Self::Accented => "with its accents",
            Self::PlainWord => "plain word",
            Self::OddlyAccented => "with an accent that nobody writes",
            Self::OperatorOr => "OR",
            Self::OperatorAnd => "AND",
            Self::OperatorMinus => "minus",
            Self::ManyWords => "twelve words",
            Self::UnclosedQuote => "unclosed quotation mark",
        }
    }
}

/// The texts that a probe of a source types, as queries of no term.
pub struct Battery {
    queries: Vec<(Purpose, Query)>,
}

impl Battery {
    /// Those of the source's settings.
    ///
    /// # Panics
    ///
    /// Never: `probe` is the id of a term.
    pub fn of(source: &Source) -> Self {
        let term = TermId::new("probe").expect("small letters are an id");
        let query = |(purpose, text)| {
            let (source, term) = (source.id.clone(), term.clone());
            (purpose, Query { source, term, text, via: Route::Search })
        };
        Self { queries: texts(source).into_iter().map(query).collect() }
    }

    /// The canary first, the nonsense second.
    pub(super) fn queries(&self) -> &[(Purpose, Query)] {
        &self.queries
    }

    /// The number of different texts.
    pub(super) fn texts(&self) -> u64 {
        self.queries.iter().map(|(_, query)| query.text.as_str()).collect::<BTreeSet<_>>().len() as u64
    }
}

fn texts(source: &Source) -> Vec<(Purpose, String)> {
    use Purpose as P;
    let probe = &source.probe;
    let [one, other] = &probe.words;
    let nonsense = &probe.nonsense;
    let many = [format!("{one} {other}").as_str(); 6].join(" ");
    vec![
        (P::Canary, probe.canary.clone()),
        (P::Nonsense, nonsense.clone()),
        (P::OneWord, one.clone()),
        (P::OtherWord, other.clone()),
        (P::TwoWords, format!("{one} {other}")),
        (P::TwoWordsReversed, format!("{other} {one}")),
        (P::OneAndNonsense, format!("{one} {nonsense}")),
        (P::TwoAndNonsense, format!("{one} {other} {nonsense}")),
        (P::Quoted, format!("\"{one} {other}\"")),
        (P::QuotedReversed, format!("\"{other} {one}\"")),
        (P::Singular, probe.singular_plural[0].clone()),
        (P::Plural, probe.singular_plural[1].clone()),
        (P::Common, probe.inflected[0].clone()),
        (P::Inflected, probe.inflected[1].clone()),
        (P::Compound, probe.compound.clone()),
        (P::Inside, probe.inside.clone()),
        (P::Beginning, probe.beginning.clone()),
        (P::Unaccented, probe.accents[0].clone()),
        (P::Accented, probe.accents[1].clone()),
        (P::PlainWord, probe.accented[0].clone()),
        (P::OddlyAccented, probe.accented[1].clone()),
        (P::OperatorOr, format!("{one} OR {other}")),
        (P::OperatorAnd, format!("{one} AND {other}")),
        (P::OperatorMinus, format!("{one} -{other}")),
        (P::ManyWords, many),
        (P::UnclosedQuote, format!("\"{one}")),
    ]
}
