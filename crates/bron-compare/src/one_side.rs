//! Publications, and pairs, that only one side has: why?

use crate::effect::{Difference, Effect};
use crate::queries::{Queries, There};
use crate::side::{Answered, Record, Side};
use bron_model::{DateRule, DifferenceCategory, DifferenceRow, MatchRung, Outcome, PartialDate, TermId};
use std::collections::BTreeSet;

/// So many queries or addresses are named in an evidence; the rest is counted.
const NAMED: usize = 3;

/// What the other side's queries say of something that one side's queries returned.
#[derive(Debug, Default)]
struct Asked {
    /// Those that were asked the same, read to their end, and did not return it.
    whole: Vec<String>,
    cut_off: Vec<String>,
    nothing: Vec<String>,
}

impl Asked {
    /// Why nothing can be said: no query of the other side asked the same, or none led to it on this one.
    fn why_nothing(&self) -> String {
        if self.nothing.is_empty() {
            "no query led to it: it came another way".to_owned()
        } else {
            some(&self.nothing)
        }
    }
}

/// A row of a publication that one side has.
fn row(category: DifferenceCategory, evidence: String, record: &Record) -> DifferenceRow {
    DifferenceRow {
        category,
        publication_a: None,
        publication_b: None,
        term: None,
        field: String::new(),
        matched_by: None,
        because: None,
        before: String::new(),
        after: String::new(),
        evidence,
        explains: String::new(),
        title: record.row.title.clone(),
        text_diff: String::new(),
    }
}

/// Tells differences in what one side has.
pub(crate) struct OneSide<'a> {
    pub(crate) a: &'a Side,
    pub(crate) b: &'a Side,
    pub(crate) queries: &'a Queries<'a>,
}

impl OneSide<'_> {
    /// A publication that A alone has.
    pub(crate) fn of_a(&self, record: &Record) -> Difference {
        let asked = self.asked(record, None, 1);
        let heard: Vec<&Answered> = self.b.answers.of(record);
        let (category, rests_on) = if asked.whole.is_empty() && asked.cut_off.is_empty() {
            (DifferenceCategory::NotComparable, asked.why_nothing())
        } else if !heard.is_empty() && heard.iter().all(|answered| answered.is_gone()) {
            (DifferenceCategory::Gone, told(&heard))
        } else if asked.whole.is_empty() {
            (DifferenceCategory::CutOff, some(&asked.cut_off))
        } else if heard.iter().any(|answered| answered.is_an_answer()) {
            (DifferenceCategory::NotReturned, self.not_listed(&heard))
        } else {
            (DifferenceCategory::NotAsked, self.unheard(record, &heard))
        };
        let mut evidence = vec![rests_on];
        if !asked.whole.is_empty() {
            evidence.push(format!("not returned by {}", some(&asked.whole)));
        }
        if category == DifferenceCategory::NotComparable && !heard.is_empty() {
            evidence.push(told(&heard));
        }
        let mut effect = Effect::default();
        record.outcomes.values().for_each(|row| effect.add(&row.term, Some(row.outcome), None));
        let row = DifferenceRow {
            publication_a: Some(record.id().clone()),
            before: outcomes_of(record),
            ..row(category, evidence.join("; "), record)
        };
        Difference { row, effect }
    }

    /// A publication that B alone has.
    pub(crate) fn of_b(&self, record: &Record) -> Difference {
        let asked = self.asked(record, None, 0);
        let (category, rests_on) = if asked.whole.is_empty() && asked.cut_off.is_empty() {
            (DifferenceCategory::NotComparable, asked.why_nothing())
        } else if let Some(evidence) = self.is_new(record) {
            (DifferenceCategory::NewPublication, evidence)
        } else if let Some(evidence) = self.was_there(record) {
            (DifferenceCategory::NewlyIndexed, evidence)
        } else {
            (DifferenceCategory::Appeared, self.cannot_tell(record))
        };
        let mut evidence = vec![rests_on];
        if !asked.whole.is_empty() {
            evidence.push(format!("now returned by {}", some(&asked.whole)));
        } else if !asked.cut_off.is_empty() && category != DifferenceCategory::NotComparable {
            evidence.push(format!("it may have stood further down: {}", some(&asked.cut_off)));
        }
        let mut effect = Effect::default();
        record.outcomes.values().for_each(|row| effect.add(&row.term, None, Some(row.outcome)));
        let row = DifferenceRow {
            publication_b: Some(record.id().clone()),
            after: outcomes_of(record),
            ..row(category, evidence.join("; "), record)
        };
        Difference { row, effect }
    }

    /// A pair that A alone has, of a publication that both have.
    pub(crate) fn pair_of_a(
        &self,
        ours: &[&Record],
        b: &Record,
        rung: MatchRung,
        term: &TermId,
        outcome: Outcome,
    ) -> Difference {
        let asked = self.asked_of_all(ours, term, 1);
        let (category, evidence) = if !asked.whole.is_empty() {
            (
                DifferenceCategory::NotReturned,
                format!("B has the publication; not returned by {}", some(&asked.whole)),
            )
        } else if !asked.cut_off.is_empty() {
            (DifferenceCategory::CutOff, some(&asked.cut_off))
        } else {
            (DifferenceCategory::NotComparable, some(&asked.nothing))
        };
        let row = DifferenceRow {
            publication_a: Some(ours[0].id().clone()),
            publication_b: Some(b.id().clone()),
            term: Some(term.clone()),
            matched_by: Some(rung),
            before: outcome.to_string(),
            ..row(category, evidence, b)
        };
        Difference { row, effect: Effect::of(term, Some(outcome), None) }
    }

    /// A pair that B alone has, of a publication that both have: A had it, so it was there.
    pub(crate) fn pair_of_b(
        &self,
        a: &Record,
        theirs: &[&Record],
        rung: MatchRung,
        term: &TermId,
        outcome: Outcome,
    ) -> Difference {
        let asked = self.asked_of_all(theirs, term, 0);
        let (category, evidence) = if !asked.whole.is_empty() {
            let by = some(&asked.whole);
            (DifferenceCategory::NewlyIndexed, format!("A has the publication; now returned by {by}"))
        } else if !asked.cut_off.is_empty() {
            let why = some(&asked.cut_off);
            (
                DifferenceCategory::NewlyIndexed,
                format!("A has the publication; it may have stood further down: {why}"),
            )
        } else {
            (DifferenceCategory::NotComparable, asked.why_nothing())
        };
        let row = DifferenceRow {
            publication_a: Some(a.id().clone()),
            publication_b: Some(theirs[0].id().clone()),
            term: Some(term.clone()),
            matched_by: Some(rung),
            after: outcome.to_string(),
            ..row(category, evidence, theirs[0])
        };
        Difference { row, effect: Effect::of(term, None, Some(outcome)) }
    }

    fn asked_of_all(&self, records: &[&Record], term: &TermId, other: usize) -> Asked {
        let mut all = Asked::default();
        for record in records {
            let asked = self.asked(record, Some(term), other);
            all.whole.extend(asked.whole);
            all.cut_off.extend(asked.cut_off);
            all.nothing.extend(asked.nothing);
        }
        all
    }

    /// What the queries that returned a record came to on the other side (0: A, 1: B).
    fn asked(&self, record: &Record, term: Option<&TermId>, other: usize) -> Asked {
        let mine = if other == 1 { self.a } else { self.b };
        let mut asked = Asked::default();
        for number in &record.found_by {
            let query = &mine.queries[*number];
            if term.is_some_and(|term| *term != query.term) {
                continue;
            }
            match self.queries.there(query, other) {
                There::Whole => {
                    asked.whole.push(format!("{} `{}` ({})", query.source, query.text, query.via));
                }
                There::CutOff(why) => asked.cut_off.push(why),
                There::Nothing(why) => asked.nothing.push(why),
            }
        }
        asked
    }

    /// Where redirects lead, where that is a place that B does not list.
    fn not_listed(&self, heard: &[&Answered]) -> String {
        let listed = |target: &str| {
            let address = target.parse().map(|url| bron_model::canonical_address(&url)).unwrap_or_default();
            self.b.records.iter().any(|record| record.addresses.contains(&address))
        };
        let elsewhere =
            heard.iter().filter_map(|answered| answered.leads_to.as_deref()).find(|target| !listed(target));
        match elsewhere {
            Some(target) => format!("{}; B does not list {target}", told(heard)),
            None => told(heard),
        }
    }

    fn unheard(&self, record: &Record, heard: &[&Answered]) -> String {
        if !heard.is_empty() {
            return format!("no answer that settles it: {}", told(heard));
        }
        if self.b.made.archive.is_empty() {
            return "B has no archive".to_owned();
        }
        format!("the archive of B holds no answer of {}", record.row.url)
    }

    /// Whether it was certainly published after A was harvested.
    fn is_new(&self, record: &Record) -> Option<String> {
        let (harvested, not_before) = (self.a.harvested?, record.row.not_before?);
        let is_new = not_before.first_day() > harvested.last_day();
        is_new.then(|| {
            format!(
                "not before {not_before} ({}); A was harvested on {harvested}",
                rule_of(record.row.not_before_rule)
            )
        })
    }

    /// Whether it was certainly there when A was harvested.
    fn was_there(&self, record: &Record) -> Option<String> {
        if let Some(answered) =
            self.a.answers.of(record).into_iter().find(|answered| matches!(answered.status(), Some(200..300)))
        {
            return Some(format!("the archive of A has it: {}", answered.told()));
        }
        let (harvested, not_after) = (self.a.harvested?, record.row.not_after?);
        let was_there = not_after.last_day() <= harvested.first_day();
        was_there.then(|| {
            format!(
                "not after {not_after} ({}); A was harvested on {harvested}",
                rule_of(record.row.not_after_rule)
            )
        })
    }

    fn cannot_tell(&self, record: &Record) -> String {
        let end = |date: Option<PartialDate>, rule| match date {
            Some(date) => format!("{date} ({})", rule_of(rule)),
            None => "unknown".to_owned(),
        };
        let row = &record.row;
        let harvested =
            self.a.harvested.map_or_else(|| "on an unknown day".to_owned(), |day| format!("on {day}"));
        format!(
            "not before {}, not after {}; A was harvested {harvested}",
            end(row.not_before, row.not_before_rule),
            end(row.not_after, row.not_after_rule)
        )
    }
}

fn rule_of(rule: Option<DateRule>) -> &'static str {
    rule.map_or("rule unknown", DateRule::as_str)
}

fn outcomes_of(record: &Record) -> String {
    let all: BTreeSet<String> =
        record.outcomes.values().map(|row| format!("{} {}", row.term, row.outcome)).collect();
    Vec::from_iter(all).join("; ")
}

fn told(heard: &[&Answered]) -> String {
    some(&heard.iter().map(|answered| answered.told()).collect::<Vec<_>>())
}

/// The first few, and how many more there are.
fn some(all: &[String]) -> String {
    let mut named: Vec<String> = all.iter().take(NAMED).cloned().collect();
    if all.len() > NAMED {
        named.push(format!("{} more", all.len() - NAMED));
    }
    named.join("; ")
}
