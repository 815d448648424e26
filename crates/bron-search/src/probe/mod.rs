//! How does a search box behave today, and do our settings still fit?
//!
//! A [`Probe`] is sans-IO like a conversation, and types every text by one, so that what is measured is what a run
//! would read. It asks for robots.txt, types the canary (a text that must have hits), looks for the marks of platforms,
//! and then, where the canary had hits, types a battery of texts whose answers are compared. What follows from them is
//! in [`rules`]; what follows for the source, in [`checks`].

mod answer;
mod battery;
mod checks;
mod end;
mod fit;
mod looks;
mod rules;
mod typed;

pub use battery::Battery;
pub(crate) use fit::FieldFit;

use bron_model::{Evidence, Exchange, ProbeReport, Request};
use bron_protocol::{Platform, Source};
use end::{PageSaid, PageWanted};
use jiff::civil::Date;
use looks::{Look, Looks};
use std::collections::{BTreeSet, VecDeque};
use typed::Typed;

/// Whether a source has a search box that can be probed: a folder has none, and one without a platform is not known.
pub fn is_probed(source: &Source) -> bool {
    source.platform.is_some_and(|platform| platform != Platform::Files)
}

/// The least number of requests that a probe of the source takes, robots.txt not counted: one a text and one a look. Zero
/// for a source that is not probed.
pub fn expected_probe_requests(source: &Source) -> u64 {
    if !is_probed(source) {
        return 0;
    }
    Battery::of(source).texts() + Look::AFTER_CANARY.len() as u64
}

/// A probe of one source: asks until nothing more is to be asked.
pub struct Probe<'a> {
    source: &'a Source,
    battery: &'a Battery,
    harvested: Date,
    phase: Phase,
    steps: VecDeque<Step>,
    /// The keys of what was asked.
    asked: BTreeSet<String>,
    looks: Looks,
    typed: Vec<Typed<'a>>,
    pages: Vec<PageSaid>,
}

/// What was planned last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    Canary,
    Looks,
    Battery,
    Pages,
}

/// One thing to ask.
enum Step {
    Look(Look),
    /// The text of that number in the battery.
    Text(usize),
    Page(PageWanted),
}

impl<'a> Probe<'a> {
    /// Begins. A source that cannot be searched as configured ends with a canary that failed, which says why.
    /// `harvested` is the only day that a request may call today.
    pub fn begin(source: &'a Source, battery: &'a Battery, harvested: Date) -> Self {
        let robots = source.base.as_ref().map(|base| Step::Look(Look::robots(base)));
        let mut probe = Self {
            source,
            battery,
            harvested,
            phase: Phase::Canary,
            steps: robots.into_iter().chain([Step::Text(0)]).collect(),
            asked: BTreeSet::new(),
            looks: Looks::default(),
            typed: Vec::new(),
            pages: Vec::new(),
        };
        probe.go_on();
        probe
    }

    /// The next request; `None` when the probe is over. Asking twice without hearing gives the same.
    pub fn ask(&self) -> Option<Request> {
        match self.steps.front()? {
            Step::Look(look) => Some(look.request().clone()),
            Step::Text(number) => self.typed.get(*number)?.ask(),
            Step::Page(page) => Some(page.request.clone()),
        }
    }

    /// Takes what came of the last request; `exchange.request.url` must be the address after redirects.
    pub fn hear(&mut self, exchange: &Exchange) {
        let Some(request) = self.ask() else { return };
        let evidence = Evidence::new(request.method, &request.url, request.key());
        self.asked.insert(evidence.key.clone());
        match self.steps.front() {
            Some(Step::Text(number)) => {
                let number = *number;
                self.typed[number].hear(exchange, evidence);
            }
            Some(Step::Look(_)) => {
                if let Some(Step::Look(look)) = self.steps.pop_front() {
                    self.looks.hear(&look, exchange, evidence);
                }
            }
            Some(Step::Page(_)) => {
                if let Some(Step::Page(page)) = self.steps.pop_front() {
                    let said = PageSaid::of(page, exchange, evidence, &self.typed);
                    self.pages.push(said);
                }
            }
            None => {}
        }
        self.go_on();
    }

    /// What was found. A probe that still wants to ask reports what it has; whoever ends it early must say so.
    pub fn finish(self) -> ProbeReport {
        checks::report(self.source, self.looks, self.typed, self.pages, self.asked.len() as u64)
    }

    /// Sees to it that the first step has something to ask, or that nothing is left.
    fn go_on(&mut self) {
        loop {
            match self.steps.front() {
                Some(Step::Text(number)) => {
                    let number = *number;
                    if self.typed.len() == number {
                        self.type_text(number);
                    }
                    if self.typed[number].ask().is_some() {
                        return;
                    }
                    self.steps.pop_front();
                }
                Some(_) => return,
                None => {
                    if !self.plan() {
                        return;
                    }
                }
            }
        }
    }

    fn type_text(&mut self, number: usize) {
        if let Some((purpose, query)) = self.battery.queries().get(number) {
            let typed = Typed::begin(self.source, *purpose, query, self.harvested);
            self.typed.push(typed);
        }
    }

    /// Plans the next phase; whether there is one.
    fn plan(&mut self) -> bool {
        let canary = &self.typed[0];
        match self.phase {
            Phase::Canary => {
                self.phase = Phase::Looks;
                if !canary.is_unreachable()
                    && let Some(base) = &self.source.base
                {
                    self.steps
                        .extend(Look::AFTER_CANARY.iter().map(|place| Step::Look(Look::at(*place, base))));
                }
            }
            Phase::Looks => {
                self.phase = Phase::Battery;
                if canary.has_hits() {
                    self.steps.extend((1..self.battery.queries().len()).map(Step::Text));
                }
            }
            Phase::Battery => {
                self.phase = Phase::Pages;
                self.steps.extend(end::pages_to_ask(&self.typed).into_iter().map(Step::Page));
            }
            Phase::Pages => return false,
        }
        true
    }
}
