//! How far the review is, per term and per reviewer.

use super::frame::{Frame, Place};
use crate::gate::Gate;
use crate::index::JUDGED;
use crate::names;
use crate::room::Room;
use crate::trouble::Trouble;
use crate::words::words;
use askama::Template;
use bron_model::{Criterion, Outcome, Reviewer, Says, Verdict};
use std::collections::BTreeMap;

#[derive(Template)]
#[template(path = "progress.html")]
struct ProgressPage {
    f: Frame,
    terms: Vec<TermLine>,
    reviewers: Vec<ReviewerLine>,
    criteria: Vec<&'static str>,
    /// Included, out, not retrieved, open.
    names: [&'static str; 4],
    rebuild: String,
}

#[derive(Default)]
struct TermLine {
    label: String,
    href: String,
    pairs: usize,
    included: usize,
    out: usize,
    open: usize,
    not_retrieved: usize,
    settled: usize,
}

struct ReviewerLine {
    name: String,
    votes: Vec<usize>,
}

/// Counts of pairs and votes. They hold what others judged as well, but not how.
pub(crate) fn progress(room: &Room, gate: &Gate) -> Result<String, Trouble> {
    let page = ProgressPage {
        f: Frame::new(
            room,
            gate,
            words(room.asked.language).progress.to_owned(),
            "progress",
            &Place::default(),
        ),
        terms: terms(room),
        reviewers: reviewers(room),
        criteria: JUDGED.iter().map(|criterion| criterion.as_str()).collect(),
        names: {
            let name = |outcome| names::outcome(outcome, room.asked.language);
            let out = names::verdict(Verdict::Exclude, room.asked.language);
            [name(Outcome::Included), out, name(Outcome::NotRetrieved), name(Outcome::Unclear)]
        },
        rebuild: room.desk.rebuild(),
    };
    Ok(page.render()?)
}

fn terms(room: &Room) -> Vec<TermLine> {
    let mut counted: BTreeMap<String, TermLine> = BTreeMap::new();
    for (publication, _) in room.desk.publications() {
        for row in room.desk.outcomes(&room.all, &publication.publication) {
            let line = counted.entry(row.term.to_string()).or_default();
            line.pairs += 1;
            match row.outcome {
                Outcome::Included => line.included += 1,
                Outcome::Unclear => line.open += 1,
                Outcome::NotRetrieved => line.not_retrieved += 1,
                _ => line.out += 1,
            }
        }
    }
    let mut lines = Vec::new();
    let mut total = TermLine { label: words(room.asked.language).total.to_owned(), ..TermLine::default() };
    for term in room.desk.terms() {
        let mut line = counted.remove(term.id.as_str()).unwrap_or_default();
        line.label.clone_from(&term.label);
        line.href = format!("/?term={}", term.id);
        line.settled = line.pairs - line.open;
        total.pairs += line.pairs;
        total.included += line.included;
        total.out += line.out;
        total.open += line.open;
        total.not_retrieved += line.not_retrieved;
        lines.push(line);
    }
    total.settled = total.pairs - total.open;
    lines.push(total);
    lines
}

fn reviewers(room: &Room) -> Vec<ReviewerLine> {
    let mut votes: BTreeMap<&Reviewer, BTreeMap<Criterion, usize>> = BTreeMap::new();
    votes.entry(&room.asked.reviewer).or_default();
    for (_, held) in room.all.standing().all().filter(|(_, held)| held.fit.holds()) {
        if let Says::Verdict { criterion, .. } = &held.judgement.given.says {
            *votes.entry(&held.judgement.reviewer).or_default().entry(*criterion).or_default() += 1;
        }
    }
    let line = |(reviewer, counts): (&Reviewer, BTreeMap<Criterion, usize>)| ReviewerLine {
        name: if reviewer.is_consensus() {
            words(room.asked.language).together.to_owned()
        } else {
            reviewer.to_string()
        },
        votes: JUDGED.iter().map(|criterion| counts.get(criterion).copied().unwrap_or(0)).collect(),
    };
    votes.into_iter().map(line).collect()
}
