//! Why has a pair another outcome?

use crate::both_sides::texts_may_differ;
use crate::side::{Record, Side};
use bron_model::{
    Criterion, DecisionCause, DecisionRow, DocumentRow, MadeBy, Outcome, OutcomeRow, TermId, Verdict,
};
use std::collections::BTreeSet;

/// What is compared: the same pair on two sides.
pub(crate) struct Pair<'a> {
    pub(crate) sides: [&'a Side; 2],
    pub(crate) records: [&'a Record; 2],
    pub(crate) outcomes: [&'a OutcomeRow; 2],
}

impl Pair<'_> {
    /// Why the outcome is another, and on what that rests: everything that changed is told, the first that can have done it is
    /// the cause.
    pub(crate) fn cause(&self) -> (DecisionCause, String) {
        let reviewer = self.reviewer();
        let document = self.document();
        let criteria = self.criteria();
        let mut told: Vec<String> = Vec::new();
        // A person who decides where nobody had is the cause, whatever else changed; a judgement that fell away because the
        // document is another is not.
        let newly_judged = self.is_by_reviewer(1) && !self.is_by_reviewer(0);
        let cause = if reviewer.is_some() && (newly_judged || document.is_empty()) {
            DecisionCause::Reviewer
        } else if !document.is_empty() {
            DecisionCause::Document
        } else if !criteria.is_empty() {
            DecisionCause::Criteria
        } else {
            DecisionCause::Rule
        };
        told.extend(self.decided());
        let by_cause = [
            (DecisionCause::Reviewer, reviewer.into_iter().collect::<Vec<_>>()),
            (DecisionCause::Document, document),
            (DecisionCause::Criteria, criteria),
            (DecisionCause::Rule, self.rules()),
        ];
        for (other, changed) in by_cause {
            if other == cause {
                told.extend(changed);
            } else if other != DecisionCause::Rule && !changed.is_empty() {
                told.push(format!("also: {}", changed.join(", ")));
            }
        }
        (cause, told.join("; "))
    }

    fn term(&self) -> &TermId {
        &self.outcomes[0].term
    }

    fn is_by_reviewer(&self, side: usize) -> bool {
        self.outcomes[side].decided_by == Some(MadeBy::Reviewer)
            || self.rows(side).any(|row| row.made_by == MadeBy::Reviewer)
    }

    /// The rows that settle the pair on a side: of the criterion that takes it out, or all where it is in or open.
    fn rows(&self, side: usize) -> impl Iterator<Item = &DecisionRow> {
        let criterion = criterion_of(self.outcomes[side].outcome);
        let term = self.term();
        self.records[side].decisions.iter().filter(move |row| {
            row.term.as_ref().is_none_or(|of| of == term)
                && criterion.is_none_or(|criterion| row.criterion == criterion)
        })
    }

    /// What people decided otherwise, or on one side only.
    fn reviewer(&self) -> Option<String> {
        let judged = |side: usize| -> BTreeSet<(Criterion, Verdict, String)> {
            let term = self.term();
            let mine = self.records[side]
                .decisions
                .iter()
                .filter(|row| row.term.as_ref().is_none_or(|of| of == term));
            let by_people = mine.filter(|row| row.made_by == MadeBy::Reviewer);
            by_people.map(|row| (row.criterion, row.verdict, row.because.to_string())).collect()
        };
        let (ours, theirs) = (judged(0), judged(1));
        let verdicts = |all: &BTreeSet<(Criterion, Verdict, String)>| {
            all.iter().map(|(criterion, verdict, _)| (*criterion, *verdict)).collect::<BTreeSet<_>>()
        };
        if verdicts(&ours) == verdicts(&theirs) {
            return None;
        }
        let told = |all: BTreeSet<(Criterion, Verdict, String)>| {
            let told: Vec<String> =
                all.into_iter().map(|(c, verdict, why)| format!("{c} {verdict} ({why})")).collect();
            if told.is_empty() { "nobody".to_owned() } else { told.join(", ") }
        };
        Some(format!("judged in A by: {}; in B by: {}", told(ours), told(theirs)))
    }

    /// What was judged is another: a text that was read, or what the site lists.
    fn document(&self) -> Vec<String> {
        let [a, b] = self.records;
        let mut changed = Vec::new();
        // Digests of two normalisers say nothing of each other.
        let one_normaliser = a.main().map(|main| &main.normaliser) == b.main().map(|main| &main.normaliser);
        if one_normaliser && texts_may_differ(a, b) {
            changed.push(format!(
                "main text {} and {}",
                a.text_key().unwrap_or_default(),
                b.text_key().unwrap_or_default()
            ));
        }
        if !a.documents.is_empty() && !b.documents.is_empty() {
            let (ours, theirs) = (texts_of(a), texts_of(b));
            if one_normaliser && ours != theirs && changed.is_empty() && !same_files(a, b) {
                let differ: Vec<&String> = ours.symmetric_difference(&theirs).collect();
                changed.push(format!("texts beside it differ: {}", first(&differ)));
            }
            let statuses = |record: &Record| record.main().map(|main| main.status);
            if statuses(a) != statuses(b) {
                let told = |record| statuses(record).map_or("none".to_owned(), |status| status.to_string());
                changed.push(format!("document {} in A, {} in B", told(a), told(b)));
            }
        }
        for (field, ours, theirs) in [
            ("date", &a.row.date_as_listed, &b.row.date_as_listed),
            ("kind", &a.row.kind_as_listed, &b.row.kind_as_listed),
        ] {
            if ours != theirs && self.rests_on(field) {
                changed.push(format!("{field} as listed `{ours}` and `{theirs}`"));
            }
        }
        changed
    }

    /// Whether the outcome on either side can rest on that field of the list.
    fn rests_on(&self, field: &str) -> bool {
        let on = |outcome: Outcome| match field {
            "date" => matches!(outcome, Outcome::OutI2 | Outcome::OutW | Outcome::Unclear),
            _ => matches!(outcome, Outcome::OutI1 | Outcome::Unclear),
        };
        self.outcomes.iter().any(|row| on(row.outcome))
    }

    /// What was decided beforehand is another.
    fn criteria(&self) -> Vec<String> {
        let [a, b] = self.sides;
        let mut changed = Vec::new();
        if a.until != b.until && !a.until.is_empty() && !b.until.is_empty() {
            changed.push(format!("window to {} in A, to {} in B", a.until, b.until));
        }
        if a.made.screening_digest != b.made.screening_digest {
            let (ours, theirs) = (short(&a.made.screening_digest), short(&b.made.screening_digest));
            changed.push(format!("screening digest {ours} and {theirs}"));
        }
        if a.made.accepts_proposals != b.made.accepts_proposals {
            let whose = if a.made.accepts_proposals { "A" } else { "B" };
            changed.push(format!("proposals were counted as decisions in {whose} only"));
        }
        changed
    }

    fn rules(&self) -> Vec<String> {
        let [a, b] = self.sides;
        vec![format!("made by bron {} and {}", a.made.bron, b.made.bron)]
    }

    /// The reasons of both sides, as codes.
    fn decided(&self) -> Vec<String> {
        let told = |side: usize, name: &str| {
            let [one, other] = [self.outcomes[side], self.outcomes[1 - side]];
            let open = |row: &OutcomeRow| row.unclear.split_whitespace().find_map(Criterion::parse);
            let criterion = criterion_of(one.outcome).or_else(|| criterion_of(other.outcome));
            let criterion = criterion.or_else(|| open(one)).or_else(|| open(other))?;
            let term = self.term();
            let row = self.records[side]
                .decisions
                .iter()
                .rfind(|row| row.criterion == criterion && row.term.as_ref().is_none_or(|of| of == term))?;
            Some(format!("{name}: {criterion} {} by {} ({})", row.verdict, row.made_by, row.because))
        };
        [told(0, "A"), told(1, "B")].into_iter().flatten().collect()
    }
}

fn criterion_of(outcome: Outcome) -> Option<Criterion> {
    Criterion::ALL.iter().copied().find(|criterion| criterion.outcome() == outcome)
}

/// The digests of all texts of a publication.
fn texts_of(record: &Record) -> BTreeSet<String> {
    let with_text = record.documents.iter().filter(|row| !row.text_sha256.is_empty());
    with_text.map(|row: &DocumentRow| format!("{}:{}", row.normaliser, row.text_sha256)).collect()
}

/// Whether all files are the same, so that only their reading can differ.
fn same_files(a: &Record, b: &Record) -> bool {
    let bytes =
        |record: &Record| record.documents.iter().map(|row| row.sha256.clone()).collect::<BTreeSet<_>>();
    bytes(a) == bytes(b)
}

fn first(all: &[&String]) -> String {
    let more = if all.len() > 2 { format!(" and {} more", all.len() - 2) } else { String::new() };
    all.iter().take(2).map(|text| text.as_str()).collect::<Vec<_>>().join(", ") + &more
}

/// The beginning of a digest, enough to tell it from another.
fn short(digest: &str) -> &str {
    digest.get(..12).unwrap_or(digest)
}
