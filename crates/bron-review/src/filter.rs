//! Which pairs are listed.

use crate::fields::Fields;
use crate::index::{Group, Row};
use bron_model::{Criterion, SourceId, TermId};

/// What is asked for; everything that is absent lets all through.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Filter {
    pub(crate) term: Option<TermId>,
    pub(crate) source: Option<SourceId>,
    pub(crate) state: Option<State>,
    pub(crate) criterion: Option<Criterion>,
    pub(crate) words: String,
}

/// How far a pair is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    /// A criterion waits for this reviewer.
    Mine,
    /// Open, and nobody judged it.
    Untouched,
    /// Reviewers differ.
    Conflict,
    /// Waits for anybody.
    Open,
    Included,
    Out,
    /// Out, but an earlier criterion is open.
    ReasonOpen,
    NotRetrieved,
}

impl State {
    pub(crate) const ALL: [Self; 8] = [
        Self::Mine,
        Self::Untouched,
        Self::Conflict,
        Self::Open,
        Self::Included,
        Self::Out,
        Self::ReasonOpen,
        Self::NotRetrieved,
    ];

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Mine => "mine",
            Self::Untouched => "untouched",
            Self::Conflict => "conflict",
            Self::Open => "open",
            Self::Included => "included",
            Self::Out => "out",
            Self::ReasonOpen => "reason-open",
            Self::NotRetrieved => "not-retrieved",
        }
    }

    fn holds(self, row: &Row) -> bool {
        let is_open = matches!(row.group, Group::Open | Group::Conflict);
        match self {
            Self::Mine => row.group != Group::ReasonOpen && !row.mine.is_empty(),
            Self::Untouched => row.group == Group::Open && !row.touched && !row.waiting,
            Self::Conflict => row.group == Group::Conflict,
            Self::Open => is_open,
            Self::Included => row.group == Group::Included,
            Self::Out => matches!(row.group, Group::Out | Group::ReasonOpen),
            Self::ReasonOpen => row.group == Group::ReasonOpen,
            Self::NotRetrieved => row.group == Group::NotRetrieved,
        }
    }
}

impl Filter {
    /// What an address or a form asks for; a value that is none is as if it were absent.
    pub(crate) fn of(fields: &Fields) -> Self {
        Self {
            term: fields.one("term").and_then(|text| TermId::new(text).ok()),
            source: fields.one("source").and_then(|text| SourceId::new(text).ok()),
            state: fields
                .one("state")
                .and_then(|text| State::ALL.into_iter().find(|state| state.as_str() == text)),
            criterion: fields.one("criterion").and_then(Criterion::parse),
            words: fields.one("q").unwrap_or_default().to_owned(),
        }
    }

    /// As it stands in an address; empty where nothing is asked for.
    pub(crate) fn query(&self) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        let texts = [
            ("term", self.term.as_ref().map(TermId::as_str)),
            ("source", self.source.as_ref().map(SourceId::as_str)),
            ("state", self.state.map(State::as_str)),
            ("criterion", self.criterion.map(Criterion::as_str)),
            ("q", Some(self.words.as_str()).filter(|words| !words.is_empty())),
        ];
        for (name, value) in texts {
            if let Some(value) = value {
                query.append_pair(name, value);
            }
        }
        query.finish()
    }

    /// The words, folded.
    pub(crate) fn folded_words(&self) -> Vec<String> {
        folded(&self.words).split_whitespace().map(str::to_owned).collect()
    }

    /// Whether a pair is asked for. Of words (folded), all must stand in its title, authors, address or id.
    pub(crate) fn holds(&self, row: &Row, words: &[String]) -> bool {
        self.term.as_ref().is_none_or(|term| *term == row.term)
            && self.source.as_ref().is_none_or(|source| row.sources.contains(source))
            && self.state.is_none_or(|state| state.holds(row))
            && self.criterion.is_none_or(|criterion| row.unclear.contains(&criterion))
            && words.iter().all(|word| row.text.contains(word))
    }
}

/// Small letters without accents.
pub(crate) fn folded(text: &str) -> String {
    bron_text::fold(text).text().to_lowercase()
}
