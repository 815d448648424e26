//! Compiles the patterns.

use crate::cues::Gate;
use crate::{Error, ascii};
use bron_model::PassageKind;
use bron_protocol::{Pattern, PatternScope};
use regex::Regex;
use std::collections::BTreeSet;

/// The patterns, by where they look.
#[derive(Debug)]
pub(crate) struct Patterns {
    pub(crate) sentence: Scoped,
    pub(crate) next: Scoped,
    pub(crate) previous: Scoped,
    pub(crate) heading: Scoped,
}

/// The patterns of one scope.
#[derive(Debug)]
pub(crate) struct Scoped {
    gate: Gate,
    compiled: Vec<Compiled>,
}

#[derive(Debug)]
struct Compiled {
    id: String,
    kind: PassageKind,
    score: u8,
    matches: Regex,
    unless: Option<Regex>,
}

/// What a scope's patterns say of a sentence: the best of those that match.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Verdict {
    pub(crate) id: String,
    pub(crate) kind: PassageKind,
    pub(crate) score: u8,
}

impl Patterns {
    pub(crate) fn new(patterns: &[Pattern]) -> Result<Self, Error> {
        let mut ids = BTreeSet::new();
        for pattern in patterns {
            if !ids.insert(&pattern.id) {
                return Err(Error::Twice { id: pattern.id.clone() });
            }
        }
        let scoped = |scope| Scoped::new(patterns.iter().filter(|pattern| pattern.scope == scope));
        Ok(Self {
            sentence: scoped(PatternScope::Sentence)?,
            next: scoped(PatternScope::Next)?,
            previous: scoped(PatternScope::Previous)?,
            heading: scoped(PatternScope::Heading)?,
        })
    }
}

impl Scoped {
    fn new<'a>(patterns: impl Iterator<Item = &'a Pattern>) -> Result<Self, Error> {
        let mut expressions = Vec::new();
        let mut compiled = Vec::new();
        for pattern in patterns {
            if !(1..=100).contains(&pattern.score) {
                return Err(Error::Score { id: pattern.id.clone(), score: pattern.score });
            }
            if pattern.scope != PatternScope::Next && !pattern.matches.contains("{term}") {
                return Err(Error::NoTerm { id: pattern.id.clone() });
            }
            expressions.push(ascii::parsed(&pattern.matches));
            let unless = pattern.unless.as_deref();
            compiled.push(Compiled {
                id: pattern.id.clone(),
                kind: pattern.kind,
                score: pattern.score,
                matches: expression(&pattern.id, "matches", &pattern.matches)?,
                unless: unless.map(|text| expression(&pattern.id, "unless", text)).transpose()?,
            });
        }
        Ok(Self { gate: Gate::new(&expressions), compiled })
    }

    /// The best match in any of the ways a sentence can be read: the highest score, then a definition before a
    /// description before an element, then the first in the configuration. More patterns that match add a little.
    pub(crate) fn best(&self, readings: &[String]) -> Option<Verdict> {
        let mut found = vec![false; self.compiled.len()];
        for reading in readings {
            for n in self.gate.open(reading) {
                let pattern = &self.compiled[n];
                found[n] = found[n]
                    || (pattern.matches.is_match(reading)
                        && !pattern.unless.as_ref().is_some_and(|unless| unless.is_match(reading)));
            }
        }
        let matches = || (0..found.len()).filter(|&n| found[n]).map(|n| &self.compiled[n]);
        let rank = |kind| PassageKind::ALL.iter().position(|known| *known == kind);
        let best = matches().min_by_key(|pattern| (std::cmp::Reverse(pattern.score), rank(pattern.kind)))?;
        let more = u8::try_from(matches().count() - 1).unwrap_or(u8::MAX).min(3) * 3;
        Some(Verdict {
            id: best.id.clone(),
            kind: best.kind,
            score: best.score.saturating_add(more).min(100),
        })
    }
}

pub(crate) fn expression(id: &str, key: &'static str, text: &str) -> Result<Regex, Error> {
    ascii::compiled(text).map_err(|error| Error::Expression {
        id: id.to_owned(),
        key,
        message: last_line(&error),
    })
}

/// The line of regex's message that says what is wrong.
fn last_line(error: &regex::Error) -> String {
    let text = error.to_string();
    let last = text.lines().last().unwrap_or_default().trim();
    last.strip_prefix("error: ").unwrap_or(last).to_owned()
}
