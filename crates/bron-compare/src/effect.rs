//! What a difference moves in Table 1.

use crate::Error;
use bron_model::{
    ComparedCountRow, DecisionCause, DifferenceCategory, DifferenceRow, Outcome, ReasonMoveRow, Table1Row,
    TermId,
};
use std::collections::BTreeMap;
use std::fmt;

/// A column of Table 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Column {
    Identified,
    ExcludedE1a,
    ExcludedE1b,
    ExcludedE2E3,
    Unclear,
    NotRetrieved,
    Included,
}

impl Column {
    pub(crate) const ALL: [Self; 7] = [
        Self::Identified,
        Self::ExcludedE1a,
        Self::ExcludedE1b,
        Self::ExcludedE2E3,
        Self::Unclear,
        Self::NotRetrieved,
        Self::Included,
    ];

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Identified => "identified",
            Self::ExcludedE1a => "excluded_e1a",
            Self::ExcludedE1b => "excluded_e1b",
            Self::ExcludedE2E3 => "excluded_e2_e3",
            Self::Unclear => "unclear",
            Self::NotRetrieved => "not_retrieved",
            Self::Included => "included",
        }
    }

    pub(crate) fn of(self, row: &Table1Row) -> u64 {
        match self {
            Self::Identified => row.identified,
            Self::ExcludedE1a => row.excluded_e1a,
            Self::ExcludedE1b => row.excluded_e1b,
            Self::ExcludedE2E3 => row.excluded_e2_e3,
            Self::Unclear => row.unclear,
            Self::NotRetrieved => row.not_retrieved,
            Self::Included => row.included,
        }
    }

    pub(crate) fn set(self, row: &mut Table1Row, n: u64) {
        let cell = match self {
            Self::Identified => &mut row.identified,
            Self::ExcludedE1a => &mut row.excluded_e1a,
            Self::ExcludedE1b => &mut row.excluded_e1b,
            Self::ExcludedE2E3 => &mut row.excluded_e2_e3,
            Self::Unclear => &mut row.unclear,
            Self::NotRetrieved => &mut row.not_retrieved,
            Self::Included => &mut row.included,
        };
        *cell = n;
    }

    /// Whether a pair of that outcome is counted here.
    pub(crate) fn counts(self, outcome: Outcome) -> bool {
        Self::counting(outcome).contains(&self)
    }

    /// The columns in which a pair of that outcome is counted: none where I1, I2 or W takes it out.
    fn counting(outcome: Outcome) -> &'static [Self] {
        match outcome {
            Outcome::OutI1 | Outcome::OutI2 | Outcome::OutW => &[],
            Outcome::OutE1a => &[Self::Identified, Self::ExcludedE1a],
            Outcome::OutE1b => &[Self::Identified, Self::ExcludedE1b],
            Outcome::OutE2 | Outcome::OutE3 => &[Self::Identified, Self::ExcludedE2E3],
            Outcome::Unclear => &[Self::Identified, Self::Unclear],
            Outcome::NotRetrieved => &[Self::Identified, Self::NotRetrieved],
            Outcome::Included => &[Self::Identified, Self::Included],
        }
    }
}

/// By how much each cell of Table 1 moves; what comes and goes in one cell is nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Effect(BTreeMap<(TermId, Column), i64>);

impl Effect {
    /// A pair that is there with one outcome and then with another, or not at all.
    pub(crate) fn of(term: &TermId, before: Option<Outcome>, after: Option<Outcome>) -> Self {
        let mut effect = Self::default();
        effect.add(term, before, after);
        effect
    }

    pub(crate) fn add(&mut self, term: &TermId, before: Option<Outcome>, after: Option<Outcome>) {
        for (outcome, by) in [(before, -1), (after, 1)] {
            for column in outcome.map(Column::counting).unwrap_or_default() {
                *self.0.entry((term.clone(), *column)).or_default() += by;
            }
        }
        self.0.retain(|_, by| *by != 0);
    }
}

impl fmt::Display for Effect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, ((term, column), by)) in self.0.iter().enumerate() {
            let blank = if at == 0 { "" } else { " " };
            write!(f, "{blank}{term}/{}{by:+}", column.as_str())?;
        }
        Ok(())
    }
}

/// A difference, and what it moves.
#[derive(Debug, Clone)]
pub(crate) struct Difference {
    pub(crate) row: DifferenceRow,
    pub(crate) effect: Effect,
}

/// Cells of Table 1 on both sides with what each cause explains, in the order of `terms` and then the total.
///
/// The causes add up to the difference of each cell, or it is an error: then the tables were not made from the rows.
pub(crate) fn counts(
    terms: &[TermId],
    a: &[Table1Row],
    b: &[Table1Row],
    differences: &[Difference],
) -> Result<Vec<ComparedCountRow>, Error> {
    type Cause = (DifferenceCategory, Option<DecisionCause>);
    let mut moved: BTreeMap<(&str, Column), BTreeMap<Cause, i64>> = BTreeMap::new();
    for Difference { row, effect } in differences {
        for ((term, column), by) in &effect.0 {
            for term in [term.as_str(), TOTAL] {
                *moved.entry((term, *column)).or_default().entry((row.category, row.because)).or_default() +=
                    by;
            }
        }
    }
    let cell = |table: &[Table1Row], term: &str, column: Column| {
        table.iter().find(|row| row.term == term).map_or(0, |row| column.of(row))
    };
    let mut rows = Vec::new();
    for term in terms.iter().map(TermId::as_str).chain([TOTAL]) {
        for column in Column::ALL {
            let (in_a, in_b) = (cell(a, term, column), cell(b, term, column));
            let causes = moved.get(&(term, column));
            let (expected, found) =
                (in_b as i64 - in_a as i64, causes.map_or(0, |causes| causes.values().sum()));
            if expected != found {
                let (term, column) = (term.to_owned(), column.as_str().to_owned());
                return Err(Error::Sums { term, column, a: in_a, b: in_b, expected, found });
            }
            let by = |category, because| {
                Some(causes.and_then(|causes| causes.get(&(category, because))).copied().unwrap_or(0))
            };
            let decision = |cause| by(DifferenceCategory::ChangedDecision, Some(cause));
            rows.push(ComparedCountRow {
                term: term.to_owned(),
                column: column.as_str().to_owned(),
                a: Some(in_a),
                b: Some(in_b),
                difference: Some(expected),
                new_publication: by(DifferenceCategory::NewPublication, None),
                newly_indexed: by(DifferenceCategory::NewlyIndexed, None),
                appeared: by(DifferenceCategory::Appeared, None),
                gone: by(DifferenceCategory::Gone, None),
                not_returned: by(DifferenceCategory::NotReturned, None),
                not_asked: by(DifferenceCategory::NotAsked, None),
                cut_off: by(DifferenceCategory::CutOff, None),
                document: decision(DecisionCause::Document),
                criteria: decision(DecisionCause::Criteria),
                reviewer: decision(DecisionCause::Reviewer),
                rule: decision(DecisionCause::Rule),
                merged: by(DifferenceCategory::ChangedMetadata, None),
                not_comparable: by(DifferenceCategory::NotComparable, None),
            });
        }
    }
    Ok(rows)
}

/// The name of the row that adds all terms up.
pub(crate) const TOTAL: &str = "total";

/// What stands where a pair is not there.
pub(crate) const ABSENT: &str = "absent";

/// How many pairs went from one outcome to another.
#[derive(Debug, Clone, Default)]
pub(crate) struct Moves(BTreeMap<(TermId, Option<Outcome>, Option<Outcome>), u64>);

impl Moves {
    pub(crate) fn add(&mut self, term: &TermId, before: Option<Outcome>, after: Option<Outcome>) {
        *self.0.entry((term.clone(), before, after)).or_default() += 1;
    }

    pub(crate) fn rows(&self, terms: &[TermId]) -> Vec<ReasonMoveRow> {
        let told = |outcome: Option<Outcome>| outcome.map_or(ABSENT, Outcome::as_str).to_owned();
        let mut rows = Vec::new();
        for term in terms {
            let its = self.0.iter().filter(|((of, ..), _)| of == term);
            rows.extend(its.map(|((_, from, to), pairs)| ReasonMoveRow {
                term: term.to_string(),
                from: told(*from),
                to: told(*to),
                pairs: *pairs,
            }));
        }
        let mut total: BTreeMap<(Option<Outcome>, Option<Outcome>), u64> = BTreeMap::new();
        for ((_, from, to), pairs) in &self.0 {
            *total.entry((*from, *to)).or_default() += pairs;
        }
        rows.extend(total.into_iter().map(|((from, to), pairs)| ReasonMoveRow {
            term: TOTAL.to_owned(),
            from: told(from),
            to: told(to),
            pairs,
        }));
        rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pair_moves_from_one_column_to_another_and_stays_identified() {
        let term = TermId::new("samenzorg").unwrap();
        let told = |before, after| Effect::of(&term, before, after).to_string();
        assert_eq!(
            told(Some(Outcome::OutE1b), Some(Outcome::Included)),
            "samenzorg/excluded_e1b-1 samenzorg/included+1"
        );
        assert_eq!(
            told(Some(Outcome::OutW), Some(Outcome::Unclear)),
            "samenzorg/identified+1 samenzorg/unclear+1"
        );
        assert_eq!(told(None, Some(Outcome::OutI1)), "");
        assert_eq!(told(Some(Outcome::OutE2), Some(Outcome::OutE3)), "");
    }
}
