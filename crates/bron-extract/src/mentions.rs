//! Tells sentences that only name the term from those that may say something of it.

use crate::cues::Gate;
use crate::marked::TERM;
use crate::patterns::expression;
use crate::{Error, ascii};
use bron_protocol::Mention;
use regex::Regex;

/// The ways to name a term without saying what it is.
#[derive(Debug)]
pub(crate) struct Mentions {
    gate: Gate,
    compiled: Vec<Regex>,
}

impl Mentions {
    pub(crate) fn new(mentions: &[Mention]) -> Result<Self, Error> {
        let expressions: Vec<_> = mentions.iter().map(|mention| ascii::parsed(&mention.matches)).collect();
        let compiled = mentions.iter().map(|mention| expression(&mention.id, "matches", &mention.matches));
        Ok(Self { gate: Gate::new(&expressions), compiled: compiled.collect::<Result<_, _>>()? })
    }

    /// Whether every occurrence in the reading lies inside what one of the expressions matches.
    pub(crate) fn are_all_in(&self, reading: &str) -> bool {
        let mut open: Vec<usize> = reading.match_indices(TERM).map(|(at, _)| at).collect();
        if open.is_empty() {
            return false;
        }
        for n in self.gate.open(reading) {
            for found in self.compiled[n].find_iter(reading) {
                open.retain(|at| !found.range().contains(at));
            }
            if open.is_empty() {
                return true;
            }
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(reading: &str, expected: bool) {
        let mention = |id: &str, matches: &str| Mention {
            id: id.to_owned(),
            matches: matches.to_owned(),
            explanation: String::new(),
            example: String::new(),
            term: String::new(),
            counter_example: String::new(),
        };
        let mentions = [mention("money", r"\beuro voor {term}"), mention("about", r"\bover {term}")];
        let mentions = Mentions::new(&mentions).expect("they compile");
        assert_eq!(mentions.are_all_in(&reading.replace('T', TERM)), expected, "{reading}");
    }

    #[test]
    fn every_occurrence_must_be_spoken_for() {
        check("drie euro voor T", true);
        check("een boek over T kost drie euro voor T", true);
        check("een boek over T zegt dat T bestaat", false);
        check("er staat niets over iets anders", false);
    }
}
