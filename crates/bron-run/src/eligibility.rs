//! Stage 5, eligibility: every criterion on every publication and pair, and what becomes of each pair.
//!
//! In memory are one window of publications, the routes of the pairs that were listed (some bytes a pair) and what
//! [`crate::beside`] keeps.

use crate::beside::{Beside, Merged, Stream, text_on, window};
use crate::judged::{Judged, read_by_a_person};
use crate::queue::Queue;
use crate::{Error, Progress, stages};
use bron_model::{DecisionRow, HitRow, OutcomeRow, PublicationId, Route, TermId, ToJudgeRow};
use bron_screen::{Place, ReadPublication, Screener, accept_proposals, outcome, retrieved, to_judge};
use bron_store::{CsvReader, CsvWriter, Stage};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::Path;

/// What stage 5 says about one publication.
struct Decided {
    decisions: Vec<DecisionRow>,
    /// What the rules say by themselves, where people judged it.
    rules: Vec<DecisionRow>,
    /// Pairs on counted routes.
    outcomes: Vec<OutcomeRow>,
    /// Pairs on other routes.
    other_routes: Vec<OutcomeRow>,
    waiting: Vec<(Place, ToJudgeRow)>,
}

/// Decides about all publications in the order of their ids, and writes the files of the stage. Where there are judgements,
/// `rules.csv` keeps what the rules say by themselves.
pub(crate) fn decide_all(
    run: &Path,
    screener: &Screener,
    judged: &Judged,
    accept: bool,
    stage: &Stage,
    progress: &dyn Progress,
) -> Result<(), Error> {
    for problem in judged.problems() {
        progress.remark(&format!("judgements: {problem}"));
    }
    let mut publications = Stream::open(run)?;
    let hits = run.join(stages::SEARCH).join("hits.csv");
    let mut listed = Listed::read(&hits, publications.merged())?;
    let mut decisions = CsvWriter::<DecisionRow>::create(&stage.file("decisions.csv"))?;
    let mut rules = if judged.is_empty() {
        None
    } else {
        Some(CsvWriter::<DecisionRow>::create(&stage.file("rules.csv"))?)
    };
    let mut outcomes = CsvWriter::<OutcomeRow>::create(&stage.file("outcomes.csv"))?;
    let mut other_routes = CsvWriter::<OutcomeRow>::create(&stage.file("other-routes.csv"))?;
    let mut queue = Queue::begin(stage, "to-judge.csv");
    loop {
        let some = window(&mut publications, |one| text_on(&one.pages))?;
        if some.is_empty() {
            break;
        }
        let some: Vec<(Beside, Terms)> =
            some.into_iter().map(|one| listed.with_terms(judged.onto(one))).collect();
        let decided: Vec<Decided> =
            some.par_iter().map(|(one, terms)| decide(one, terms, screener, judged, accept)).collect();
        for one in decided {
            one.decisions.iter().try_for_each(|row| decisions.write(row))?;
            if let Some(rules) = &mut rules {
                one.rules.iter().try_for_each(|row| rules.write(row))?;
            }
            one.outcomes.iter().try_for_each(|row| outcomes.write(row))?;
            one.other_routes.iter().try_for_each(|row| other_routes.write(row))?;
            one.waiting.into_iter().try_for_each(|(place, row)| queue.add(place, &row))?;
            progress.step();
        }
    }
    listed.finish(&hits)?;
    decisions.finish()?;
    rules.map(CsvWriter::finish).transpose()?;
    outcomes.finish()?;
    other_routes.finish()?;
    queue.finish()
}

fn decide(one: &Beside, terms: &Terms, screener: &Screener, judged: &Judged, accept: bool) -> Decided {
    let id = &one.publication.publication;
    let names: Vec<TermId> = terms.keys().cloned().collect();
    let listed: Vec<&DecisionRow> = one.screened.iter().collect();
    let read = ReadPublication {
        publication: &one.publication,
        documents: &one.documents,
        pages: &one.pages,
        occurrences: &one.occurrences,
        passages: &one.passages,
    };
    let items = judged.items(id);
    let mut rules = screener.decide(&read, &listed, &names);
    rules.sort_by(|a, b| (&a.term, a.criterion).cmp(&(&b.term, b.criterion)));
    let mut decisions = bron_judge::decide(rules.clone(), &items);
    if accept {
        decisions = accept_proposals(decisions);
    }
    let came = retrieved(read.documents);
    let (mut outcomes, mut other_routes) = (Vec::new(), Vec::new());
    for (term, via) in terms {
        let about = decisions.iter().filter(|row| row.term.as_ref().is_none_or(|of| of == term));
        let about: Vec<&DecisionRow> = about.collect();
        let row = outcome(id, term, *via, &about, came || read_by_a_person(&items, term));
        if via.counts_in_table1() { outcomes.push(row) } else { other_routes.push(row) }
    }
    let waiting = to_judge(&one.publication, read.documents, &decisions, &outcomes);
    Decided { decisions, rules, outcomes, other_routes, waiting }
}

/// The terms of a publication, each with the best route by which the pair was met: a counted one, else another by
/// which it was listed, else the text of a document found for another term.
type Terms = BTreeMap<TermId, Route>;

/// The pairs that result lists hold, by the publication that stays, with the best route of each.
struct Listed {
    terms: Vec<TermId>,
    routes: BTreeMap<PublicationId, Vec<(u16, Route)>>,
}

impl Listed {
    fn read(hits: &Path, merged: &Merged) -> Result<Self, Error> {
        let mut listed = Self { terms: Vec::new(), routes: BTreeMap::new() };
        for hit in CsvReader::<HitRow>::open(hits)? {
            let hit = hit?;
            let term = listed.number_of(&hit.term);
            let kept = merged.kept(&hit.publication);
            if !listed.routes.contains_key(kept) {
                listed.routes.insert(kept.clone(), Vec::with_capacity(1));
            }
            let Some(routes) = listed.routes.get_mut(kept) else { continue };
            match routes.iter_mut().find(|(of, _)| *of == term) {
                Some((_, best)) => *best = hit.via.min(*best),
                None => routes.push((term, hit.via)),
            }
        }
        Ok(listed)
    }

    fn number_of(&mut self, term: &TermId) -> u16 {
        let known = self.terms.iter().position(|known| known == term);
        let at = known.unwrap_or_else(|| {
            self.terms.push(term.clone());
            self.terms.len() - 1
        });
        u16::try_from(at).unwrap_or(u16::MAX)
    }

    /// Beside a publication, its terms.
    fn with_terms(&mut self, one: Beside) -> (Beside, Terms) {
        let routes = self.routes.remove(&one.publication.publication).unwrap_or_default();
        let listed =
            routes.into_iter().filter_map(|(of, via)| Some((self.terms.get(usize::from(of))?.clone(), via)));
        let mut terms: Terms = listed.collect();
        for row in &one.occurrences {
            match terms.get_mut(&row.term) {
                Some(best) => *best = Route::Text.min(*best),
                None => drop(terms.insert(row.term.clone(), Route::Text)),
            }
        }
        (one, terms)
    }

    /// Refuses hits on what is no publication of this run: their pairs would be in no count.
    fn finish(&self, hits: &Path) -> Result<(), Error> {
        match self.routes.keys().next() {
            Some(publication) => {
                Err(Error::HitOfNothing { file: hits.to_owned(), publication: publication.clone() })
            }
            None => Ok(()),
        }
    }
}
