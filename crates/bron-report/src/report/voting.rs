//! What people judged, how far they agree, and what still waits for them.

use super::anchor;
use super::beside::{Beside, Judging};
use super::names;
use super::text::shown;
use super::view::View;
use crate::Error;
use askama::Template;
use bron_model::{
    AgreementRow, Criterion, DecisionRow, Estimate, JudgedOn, Language, MadeBy, Round, Says, Undefined, Unit,
    Verdict,
};
use std::collections::BTreeMap;
use std::io::Write;

/// Rows that are listed of each criterion that waits.
const WAITING: usize = 200;

#[derive(Template)]
#[template(path = "report/judging.html")]
struct Table<'a> {
    v: &'a View<'a>,
    settled: Vec<Settled>,
    reviewers: Vec<Reviewer>,
    pairs: Vec<TwoReviewers>,
    disagreements: Vec<Disagreement>,
    left_out: usize,
    has_judgements: bool,
}

/// Who settled a criterion, how often.
struct Settled {
    criterion: &'static str,
    name: &'static str,
    rules: u64,
    proposals: u64,
    reviewers: u64,
    open: u64,
}

/// What one reviewer, or all together, did.
struct Reviewer {
    name: String,
    verdicts: u64,
    passages: u64,
    elements: u64,
    corrections: u64,
    others: u64,
}

/// How far two agree in one setting.
struct TwoReviewers {
    heading: String,
    rows: Vec<Agreed>,
}

struct Agreed {
    criterion: String,
    both: String,
    percent: String,
    kappa: String,
    ac1: String,
    alone: String,
}

struct Disagreement {
    anchor: String,
    title: String,
    term: String,
    criterion: &'static str,
    a: String,
    b: String,
    now: String,
}

/// Writes who settled what, and the agreement.
pub(crate) fn write(view: &View<'_>, beside: &Beside, out: &mut dyn Write) -> Result<(), Error> {
    let judging = beside.judging.as_ref();
    let table = Table {
        v: view,
        settled: Criterion::ALL.iter().map(|criterion| settled(view, *criterion)).collect(),
        reviewers: judging.map(|judging| reviewers(view, judging)).unwrap_or_default(),
        pairs: judging.map(|judging| agreement(view, judging)).unwrap_or_default(),
        disagreements: judging.map(|judging| disagreements(view, judging)).unwrap_or_default(),
        left_out: judging.map_or(0, |judging| judging.agreement.not_independent.len()),
        has_judgements: judging.is_some_and(|judging| !judging.all.is_empty()),
    };
    Ok(table.write_into(out)?)
}

fn settled(view: &View<'_>, criterion: Criterion) -> Settled {
    let rows = view.run.decisions.iter().filter(|row| row.criterion == criterion);
    let n = |is: &dyn Fn(&DecisionRow) -> bool| rows.clone().filter(|row| is(row)).count() as u64;
    let by = |who: MadeBy| n(&|row| row.verdict != Verdict::Unclear && row.made_by == who);
    Settled {
        criterion: criterion.as_str(),
        name: names::reason(criterion, view.language),
        rules: by(MadeBy::Rule),
        proposals: by(MadeBy::AcceptedProposal),
        reviewers: by(MadeBy::Reviewer),
        open: n(&|row| row.verdict == Verdict::Unclear),
    }
}

fn reviewers(view: &View<'_>, judging: &Judging) -> Vec<Reviewer> {
    let mut all: BTreeMap<String, Reviewer> = BTreeMap::new();
    for one in &judging.all {
        let name = if one.reviewer.is_consensus() {
            view.say("gezamenlijk besluit", "decision together").to_owned()
        } else {
            view.unnamed(one.reviewer.as_str())
        };
        let row = all.entry(name.clone()).or_insert(Reviewer {
            name,
            verdicts: 0,
            passages: 0,
            elements: 0,
            corrections: 0,
            others: 0,
        });
        match one.given.says {
            Says::Verdict { .. } => row.verdicts += 1,
            Says::Passage { .. } => row.passages += 1,
            Says::Element { .. } => row.elements += 1,
            Says::Correction { .. } | Says::PageLabel { .. } => row.corrections += 1,
            Says::Merge { .. } | Says::Split { .. } | Says::Withdrawn => row.others += 1,
        }
    }
    all.into_values().collect()
}

fn agreement(view: &View<'_>, judging: &Judging) -> Vec<TwoReviewers> {
    let rows: Vec<&AgreementRow> = judging.agreement.rows.iter().filter(|row| row.term.is_none()).collect();
    let setting =
        |row: &AgreementRow| (row.round, row.judged_on, row.criteria.clone(), row.a.clone(), row.b.clone());
    let two = rows.chunk_by(|one, other| setting(one) == setting(other)).map(|rows| {
        let first = rows[0];
        let round = match first.round {
            Round::Pilot => view.say("proefronde", "pilot"),
            Round::Main => view.say("hoofdronde", "main round"),
        };
        let on = match first.judged_on {
            JudgedOn::Listing => view.say("op de vermelding", "on the listing"),
            JudgedOn::Text => view.say("op de tekst", "on the text"),
        };
        let (a, b) = (view.unnamed(first.a.as_str()), view.unnamed(first.b.as_str()));
        let and = view.say("en", "and");
        TwoReviewers {
            heading: format!("{a} {and} {b}, {round}, {on}, criteria {}", first.criteria),
            rows: rows.iter().map(|row| agreed(view, row)).collect(),
        }
    });
    two.collect()
}

fn agreed(view: &View<'_>, row: &AgreementRow) -> Agreed {
    let unit = |n: u64| match row.unit {
        Unit::Publications => view.publications(n),
        Unit::Pairs => view.pairs(n),
    };
    let (a, b) = (view.unnamed(row.a.as_str()), view.unnamed(row.b.as_str()));
    Agreed {
        criterion: row
            .criterion
            .map_or_else(|| view.say("alles samen", "all together").to_owned(), |one| one.to_string()),
        both: unit(row.both),
        percent: row
            .percent
            .map_or_else(|| "–".to_owned(), |percent| decimal(view, format!("{percent:.1} %"))),
        kappa: estimate(view, &row.kappa),
        ac1: estimate(view, &row.ac1),
        alone: format!("{a} {}, {b} {}", row.only_a, row.only_b),
    }
}

/// A measure with its interval, or why there is none.
fn estimate(view: &View<'_>, of: &Estimate) -> String {
    match (of.value, of.low, of.high, of.undefined) {
        (Some(value), Some(low), Some(high), _) => {
            decimal(view, format!("{value:.2} ({low:.2} – {high:.2})"))
        }
        (Some(value), ..) => decimal(view, format!("{value:.2}")),
        (None, .., Some(Undefined::NoOverlap)) => {
            view.say("niets door beiden beoordeeld", "nothing judged by both").to_owned()
        }
        (None, .., Some(Undefined::OneVerdict)) => {
            view.say("steeds één en hetzelfde oordeel", "one verdict throughout").to_owned()
        }
        (None, ..) => "–".to_owned(),
    }
}

/// Dutch writes a comma.
fn decimal(view: &View<'_>, number: String) -> String {
    if view.language == Language::Nl { number.replace('.', ",") } else { number }
}

fn disagreements(view: &View<'_>, judging: &Judging) -> Vec<Disagreement> {
    let one = |row: &bron_model::DisagreementRow| {
        let vote = |who: &bron_model::Reviewer, verdict: Verdict, note: &str| {
            let note =
                if note.is_empty() { String::new() } else { format!(": {}", shown(&view.unnamed(note))) };
            format!("{} {}{note}", view.unnamed(who.as_str()), names::verdict(verdict, view.language))
        };
        Disagreement {
            anchor: anchor::publication(view.run.id_now(&row.publication)),
            title: view.title(&row.publication),
            term: row.term.as_ref().map(|term| view.term(term)).unwrap_or_default(),
            criterion: row.criterion.as_str(),
            a: vote(&row.a, row.verdict_a, &row.note_a),
            b: vote(&row.b, row.verdict_b, &row.note_b),
            now: row.settled.map_or_else(
                || view.say("nog niet beslist", "not settled yet").to_owned(),
                |settled| {
                    format!("{} {}", view.say("beslist:", "settled:"), names::verdict(settled, view.language))
                },
            ),
        }
    };
    judging.agreement.disagreements.iter().map(one).collect()
}

#[derive(Template)]
#[template(path = "report/waiting.html")]
struct Waiting<'a> {
    v: &'a View<'a>,
    criteria: Vec<OfCriterion>,
    run: String,
}

/// What waits on one criterion.
struct OfCriterion {
    criterion: &'static str,
    name: &'static str,
    open: usize,
    no_text: usize,
    out_anyway: usize,
    rows: Vec<WaitingRow>,
    more: usize,
}

struct WaitingRow {
    anchor: String,
    title: String,
    term: String,
    proposal: &'static str,
    because: String,
}

/// Writes what waits for a reviewer.
pub(crate) fn write_waiting(view: &View<'_>, out: &mut dyn Write) -> Result<(), Error> {
    let of = |criterion: &Criterion| {
        let rows: Vec<_> = view.run.to_judge.iter().filter(|row| row.criterion == *criterion).collect();
        let n = |queue: &str| rows.iter().filter(|row| row.queue == queue).count();
        let listed = rows.iter().filter(|row| row.queue != "out-reason-open");
        let more = listed.clone().count().saturating_sub(WAITING);
        let shown_rows = listed.take(WAITING).map(|row| WaitingRow {
            anchor: anchor::publication(&row.publication),
            title: view.title(&row.publication),
            term: row.term.as_ref().map(|term| view.term(term)).unwrap_or_default(),
            proposal: row.proposal.map_or("–", |verdict| names::verdict(verdict, view.language)),
            because: shown(&view.unnamed(&row.because.render(view.language))),
        });
        (!rows.is_empty()).then(|| OfCriterion {
            criterion: criterion.as_str(),
            name: names::reason(*criterion, view.language),
            open: n("open"),
            no_text: n("no-text"),
            out_anyway: n("out-reason-open"),
            rows: shown_rows.collect(),
            more,
        })
    };
    let waiting =
        Waiting { v: view, criteria: Criterion::ALL.iter().filter_map(of).collect(), run: view.run.name() };
    Ok(waiting.write_into(out)?)
}
