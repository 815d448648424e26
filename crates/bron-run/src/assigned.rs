//! Divides what waits for reviewers, and says how far each of them is.

use crate::desk::{Desk, Sitting};
use crate::{Error, stages};
use bron_judge::{OpenPair, Wishes};
use bron_model::{Assigned, Assignment, Drawn, PublicationId, Reviewer, TermId};
use bron_store::{AssignedFor, AssignmentFile, RunFolder, read_judgements};
use jiff::Timestamp;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// What `bron judge assign` is asked. What is not said stays as in the assignment before.
#[derive(Debug, Clone)]
pub struct AssignAsked {
    /// Who assigns.
    pub by: Reviewer,
    /// All reviewers; empty: as before.
    pub reviewers: BTreeSet<Reviewer>,
    /// Terms that are given to a reviewer.
    pub terms: BTreeMap<TermId, Reviewer>,
    /// How many pairs all judge.
    pub pilot: Option<u32>,
    /// How many in a hundred of the other pairs a second reviewer judges.
    pub second_percent: Option<u8>,
    /// From which the samples are drawn; without one before it is 1.
    pub seed: Option<u64>,
}

/// What became of the pairs that wait.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AssignReport {
    /// The line that was written.
    pub assignment: Assignment,
    /// How much each has to judge.
    pub shares: Vec<Share>,
    /// Pairs that wait for reviewers.
    pub open: u64,
    /// Those of the pilot.
    pub pilot: u64,
    /// Those that a second reviewer judges.
    pub second: u64,
    /// Pairs that nobody may judge, since they are everybody's own work.
    pub nobodys: Vec<(PublicationId, TermId)>,
    /// Where the end of a file was moved that was not written whole.
    pub torn: Option<std::path::PathBuf>,
}

/// How much a reviewer has to judge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Share {
    /// The reviewer.
    pub reviewer: Reviewer,
    /// The terms that the reviewer judges first.
    pub terms: Vec<TermId>,
    /// All pairs.
    pub pairs: u64,
    /// Those of the pilot among them.
    pub pilot: u64,
    /// Those that another judges too, besides the pilot.
    pub with_another: u64,
}

/// Divides the pairs of a run that wait for reviewers, and writes it as a new line, which counts from now on.
pub fn assign(desk: &Desk, at: Timestamp, asked: AssignAsked) -> Result<AssignReport, Error> {
    let (mut file, torn) = AssignmentFile::open(desk.judgements_folder())?;
    let earlier = file.last().map(|line| line.assigned.clone());
    let open = desk.open_pairs();
    let terms: Vec<TermId> = desk.terms().iter().map(|term| term.id.clone()).collect();
    let wishes = wishes(&asked, earlier.as_ref());
    let assigned = bron_judge::assign(&open, &terms, &wishes, earlier.as_ref())?;
    let pipeline = crate::pipeline_of(desk.run())?;
    let of = AssignedFor {
        pipeline,
        harvest: desk.harvest().to_owned(),
        criteria: desk.criteria().version.clone(),
    };
    let assignment = file.append(at, asked.by, of, assigned)?;
    Ok(report(assignment, &open, torn))
}

fn wishes(asked: &AssignAsked, earlier: Option<&Assigned>) -> Wishes {
    let reviewers = if asked.reviewers.is_empty() {
        earlier.map(|earlier| earlier.reviewers.iter().cloned().collect()).unwrap_or_default()
    } else {
        asked.reviewers.clone()
    };
    Wishes {
        reviewers,
        seed: asked.seed.or(earlier.map(|earlier| earlier.seed)).unwrap_or(1),
        terms: asked.terms.clone(),
        pilot: asked.pilot.or(earlier.map(|earlier| earlier.pilot)).unwrap_or_default(),
        second_percent: asked
            .second_percent
            .or(earlier.map(|earlier| earlier.second_percent))
            .unwrap_or_default(),
    }
}

fn report(
    assignment: Assignment,
    open: &BTreeSet<OpenPair>,
    torn: Option<std::path::PathBuf>,
) -> AssignReport {
    let assigned = &assignment.assigned;
    let duties = bron_judge::Duties::new(assigned.clone(), |id| Some(id.clone()));
    let listed: BTreeMap<(&PublicationId, &TermId), Drawn> =
        assigned.pairs.iter().map(|pair| ((&pair.publication, &pair.term), pair.drawn)).collect();
    let mut shares: BTreeMap<&Reviewer, Share> = BTreeMap::new();
    for reviewer in &assigned.reviewers {
        let terms = assigned.terms.iter().filter(|(_, lead)| *lead == reviewer);
        let terms = terms.map(|(term, _)| term.clone()).collect();
        let share = Share { reviewer: reviewer.clone(), terms, pairs: 0, pilot: 0, with_another: 0 };
        shares.insert(reviewer, share);
    }
    let mut nobodys = Vec::new();
    for pair in open {
        let reviewers = duties.reviewers(&pair.publication, &pair.term);
        if reviewers.is_empty() {
            nobodys.push((pair.publication.clone(), pair.term.clone()));
        }
        let drawn = listed.get(&(&pair.publication, &pair.term));
        for reviewer in &reviewers {
            if let Some(share) = shares.get_mut(*reviewer) {
                share.pairs += 1;
                share.pilot += u64::from(drawn == Some(&Drawn::Pilot));
                share.with_another += u64::from(drawn == Some(&Drawn::Second) && reviewers.len() > 1);
            }
        }
    }
    let count = |drawn: Drawn| assigned.pairs.iter().filter(|pair| pair.drawn == drawn).count() as u64;
    let (pilot, second) = (count(Drawn::Pilot), count(Drawn::Second));
    let shares = shares.into_values().collect();
    AssignReport { open: open.len() as u64, pilot, second, shares, nobodys, torn, assignment }
}

/// How far a reviewer is with a term.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReviewerProgress {
    /// The reviewer.
    pub reviewer: Reviewer,
    /// The term.
    pub term: TermId,
    /// Pairs that wait for this reviewer or were judged: see [`bron_judge::has_judged`].
    pub assigned: u64,
    /// Those that were judged.
    pub judged: u64,
}

/// How far each reviewer is with each term, by reviewer and term in the printed order; nothing where nothing was assigned.
pub fn reviewer_progress(desk: &Desk, sitting: &Sitting) -> Vec<ReviewerProgress> {
    let duties = sitting.duties();
    let Some(assigned) = duties.assigned() else { return Vec::new() };
    let mut counts: BTreeMap<(Reviewer, TermId), (u64, u64)> = BTreeMap::new();
    for pair in desk.open_pairs() {
        let items = desk.items(sitting, &pair.publication);
        for reviewer in duties.reviewers(&pair.publication, &pair.term) {
            let count = counts.entry((reviewer.clone(), pair.term.clone())).or_default();
            count.0 += 1;
            let rules = desk.rules(&pair.publication);
            count.1 += u64::from(bron_judge::has_judged(reviewer, &pair.term, rules, &items));
        }
    }
    let mut rows = Vec::new();
    for reviewer in &assigned.reviewers {
        for term in desk.terms() {
            if let Some((assigned, judged)) = counts.get(&(reviewer.clone(), term.id.clone())) {
                let (assigned, judged) = (*assigned, *judged);
                let (reviewer, term) = (reviewer.clone(), term.id.clone());
                rows.push(ReviewerProgress { reviewer, term, assigned, judged });
            }
        }
    }
    rows
}

/// The same for the run in a folder; a run that has not come so far, or whose reviewers were assigned nothing, is not read.
pub(crate) fn progress_of(run: &Path) -> Result<Vec<ReviewerProgress>, Error> {
    let Some(record) = RunFolder::read(run)? else { return Ok(Vec::new()) };
    let no_desk = record.judgements_folder.is_empty() || !run.join(stages::ELIGIBILITY).is_dir();
    if no_desk || read_judgements(&run.join(&record.judgements_folder))?.assignments.is_empty() {
        return Ok(Vec::new());
    }
    let desk = Desk::open(run)?;
    Ok(reviewer_progress(&desk, &desk.sit()?))
}
