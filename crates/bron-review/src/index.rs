//! The pairs of a run, as one reviewer sees them: kept in memory, and made anew for what was judged.

use crate::filter::{Filter, folded};
use bron_judge::{Blind, State};
use bron_model::{Criterion, Outcome, OutcomeRow, PublicationId, PublicationRow, Reviewer, SourceId, TermId};
use bron_run::{Desk, Sitting};
use bron_store::Judgements;
use std::collections::{BTreeMap, BTreeSet};

/// What becomes of a pair, as far as a list shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Group {
    Open,
    Conflict,
    Included,
    NotRetrieved,
    Out,
    ReasonOpen,
}

/// A pair.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) publication: PublicationId,
    pub(crate) term: TermId,
    /// The place of the term in the printed order.
    term_number: usize,
    /// By what the rules say: open pairs, then settled ones, then *out, reason open*. It stays while people judge.
    rank: u8,
    pub(crate) title: String,
    pub(crate) date: String,
    pub(crate) sources: Vec<SourceId>,
    pub(crate) outcome: OutcomeRow,
    pub(crate) group: Group,
    /// Criteria that are unclear.
    pub(crate) unclear: Vec<Criterion>,
    /// Of those, the ones on which this reviewer has not voted.
    pub(crate) mine: Vec<Criterion>,
    /// A vote that is shown.
    pub(crate) touched: bool,
    /// A vote of another reviewer that is not shown yet.
    pub(crate) waiting: bool,
    /// Title, authors, address and ids, folded.
    pub(crate) text: String,
}

/// By what pairs are sorted.
type Key<'a> = (u8, &'a PublicationId, usize);

impl Row {
    fn key(&self) -> Key<'_> {
        (self.rank, &self.publication, self.term_number)
    }
}

/// All pairs on counted routes: *out, reason open* last, else by publication and the printed order of terms.
#[derive(Debug, Default)]
pub(crate) struct Index {
    rows: Vec<Row>,
    /// The places of a publication's pairs among them.
    places: BTreeMap<PublicationId, Vec<usize>>,
}

/// The criteria that a reviewer can be asked for; E1a follows from E1b.
pub(crate) const JUDGED: [Criterion; 6] =
    [Criterion::I1, Criterion::I2, Criterion::W, Criterion::E1b, Criterion::E2, Criterion::E3];

impl Index {
    /// Reads all pairs, with nobody's judgements.
    pub(crate) fn new(desk: &Desk) -> Self {
        let nothing = desk.sit_on(Judgements::default());
        let terms: BTreeMap<&TermId, usize> =
            desk.terms().into_iter().enumerate().map(|(number, term)| (&term.id, number)).collect();
        let mut rows = Vec::new();
        for (publication, _) in desk.publications() {
            for outcome in desk.outcomes(&nothing, &publication.publication) {
                let term_number = terms.get(&outcome.term).copied().unwrap_or(terms.len());
                rows.push(row(publication, outcome, term_number));
            }
        }
        rows.sort_by(|a, b| a.key().cmp(&b.key()));
        let mut places: BTreeMap<PublicationId, Vec<usize>> = BTreeMap::new();
        for (place, row) in rows.iter().enumerate() {
            places.entry(row.publication.clone()).or_default().push(place);
        }
        Self { rows, places }
    }

    /// Makes the pairs of a publication anew.
    pub(crate) fn judge(&mut self, desk: &Desk, seen: &Seen<'_>, publication: &PublicationId) {
        let outcomes = desk.outcomes(seen.sitting, publication);
        let items = desk.items(seen.sitting, publication);
        let waiting: Vec<&Option<TermId>> = seen
            .blind
            .waiting
            .range((publication.clone(), Criterion::ALL[0], None)..)
            .take_while(|(of, ..)| of == publication)
            .map(|(_, _, term)| term)
            .collect();
        for place in self.places.get(publication).map(Vec::as_slice).unwrap_or_default() {
            let row = &mut self.rows[*place];
            let Some(outcome) = outcomes.iter().find(|outcome| outcome.term == row.term) else { continue };
            let of_pair = |term: &Option<TermId>| term.as_ref().is_none_or(|term| *term == row.term);
            let of: Vec<_> = items.iter().filter(|item| of_pair(&item.term)).collect();
            let voted: BTreeSet<Criterion> = of
                .iter()
                .filter(|item| {
                    item.votes.iter().any(|vote| vote.held.judgement.reviewer == *seen.reviewer)
                        || item.consensus.is_some()
                })
                .map(|item| item.criterion)
                .collect();
            row.outcome = outcome.clone();
            row.unclear = unclear(outcome);
            // Where pairs are assigned, a pair waits for those it is assigned to.
            let is_asked = seen.sitting.duties().asks(seen.reviewer, publication, &row.term);
            let waits = |criterion: &Criterion| is_asked && !voted.contains(criterion);
            row.mine = row.unclear.iter().copied().filter(waits).collect();
            row.touched = of.iter().any(|item| !item.votes.is_empty() || item.consensus.is_some());
            row.waiting = waiting.iter().any(|term| of_pair(term));
            let differ = of.iter().any(|item| item.state == State::Conflict);
            row.group =
                if differ && outcome.outcome == Outcome::Unclear { Group::Conflict } else { group(outcome) };
        }
    }

    /// The pairs that a filter asks for, in their order.
    pub(crate) fn listed<'a>(&'a self, filter: &'a Filter) -> impl Iterator<Item = &'a Row> {
        let words = filter.folded_words();
        self.rows.iter().filter(move |row| filter.holds(row, &words))
    }

    pub(crate) fn all(&self) -> &[Row] {
        &self.rows
    }

    /// The publications that have a pair.
    pub(crate) fn publications(&self) -> BTreeSet<PublicationId> {
        self.places.keys().cloned().collect()
    }

    /// The pairs of a publication.
    pub(crate) fn of(&self, publication: &PublicationId) -> impl Iterator<Item = &Row> {
        let places = self.places.get(publication).map(Vec::as_slice).unwrap_or_default();
        places.iter().map(|place| &self.rows[*place])
    }

    pub(crate) fn pair(&self, publication: &PublicationId, term: &TermId) -> Option<&Row> {
        self.of(publication).find(|row| row.term == *term)
    }

    /// The pairs before and behind one in a filtered list, where the pair itself need not be.
    pub(crate) fn around<'a>(&'a self, row: &Row, filter: &'a Filter) -> (Option<&'a Row>, Option<&'a Row>) {
        let (mut before, mut behind) = (None, None);
        for other in self.listed(filter) {
            if other.key() < row.key() {
                before = Some(other);
            } else if other.key() > row.key() {
                behind = Some(other);
                break;
            }
        }
        (before, behind)
    }

    /// The next pair that waits for the reviewer, from behind this one on and then from the first; those that are out anyway last.
    pub(crate) fn next_open(&self, row: &Row, filter: &Filter) -> Option<&Row> {
        let any_state = Filter { state: None, ..filter.clone() };
        let words = any_state.folded_words();
        let waits = |other: &&Row| {
            !other.mine.is_empty() && other.key() != row.key() && any_state.holds(other, &words)
        };
        let is_last = |other: &&Row| other.group == Group::ReasonOpen;
        let open = || self.rows.iter().filter(&waits).filter(|other| !is_last(other));
        open()
            .find(|other| other.key() > row.key())
            .or_else(|| open().next())
            .or_else(|| self.rows.iter().filter(&waits).find(is_last))
    }
}

/// What a reviewer sees.
pub(crate) struct Seen<'a> {
    pub(crate) sitting: &'a Sitting,
    pub(crate) blind: &'a Blind,
    pub(crate) reviewer: &'a Reviewer,
}

fn row(publication: &PublicationRow, outcome: OutcomeRow, term_number: usize) -> Row {
    let group = group(&outcome);
    let unclear = unclear(&outcome);
    let sources = publication.sources.split_whitespace().filter_map(|id| SourceId::new(id).ok());
    let text = [
        &publication.title,
        &publication.authors,
        &publication.url,
        &publication.also,
        &publication.publication.to_string(),
    ];
    Row {
        publication: publication.publication.clone(),
        term: outcome.term.clone(),
        term_number,
        rank: match group {
            Group::Open | Group::Conflict => 0,
            Group::Included | Group::NotRetrieved | Group::Out => 1,
            Group::ReasonOpen => 2,
        },
        title: publication.title.clone(),
        date: publication.date_as_listed.clone(),
        sources: sources.collect(),
        group,
        mine: unclear.clone(),
        unclear,
        touched: false,
        waiting: false,
        text: folded(&text.map(String::as_str).join("\n")),
        outcome,
    }
}

fn group(outcome: &OutcomeRow) -> Group {
    match outcome.outcome {
        Outcome::Unclear => Group::Open,
        Outcome::Included => Group::Included,
        Outcome::NotRetrieved => Group::NotRetrieved,
        _ if outcome.reason_open.is_empty() => Group::Out,
        _ => Group::ReasonOpen,
    }
}

/// The criteria on which a pair is open, as a reviewer is asked for them. Of a pair that is out, only those before the one that
/// took it out.
fn unclear(outcome: &OutcomeRow) -> Vec<Criterion> {
    let open = match outcome.outcome {
        Outcome::Unclear | Outcome::NotRetrieved => &outcome.unclear,
        _ => &outcome.reason_open,
    };
    // Of what could not be had, only what was listed can be judged.
    let asked = |criterion: &Criterion| {
        outcome.outcome != Outcome::NotRetrieved
            || matches!(criterion, Criterion::I1 | Criterion::I2 | Criterion::W)
    };
    let mut criteria: Vec<Criterion> = open
        .split_whitespace()
        .filter_map(Criterion::parse)
        .filter(asked)
        .map(|criterion| if criterion == Criterion::E1a { Criterion::E1b } else { criterion })
        .collect();
    criteria.dedup();
    criteria
}
