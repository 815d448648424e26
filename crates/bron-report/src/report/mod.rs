//! A finished run as one page of HTML that needs nothing beside itself: no script, no other file, no address that is loaded.
//!
//! Each part of it is a file here, which makes plain values of the rows, and a template, which escapes whatever it is given.

mod anchor;
mod beside;
mod charts;
mod check;
mod citation;
mod columns;
mod comparison;
mod contribution;
mod drawing;
mod exclusions;
mod flow;
mod known;
mod lists;
mod method;
mod names;
mod opening;
mod parts;
mod prisma;
mod probe;
mod publications;
mod queries;
mod table1;
mod table2;
mod terms;
mod text;
mod view;
mod voting;
mod worktable;

use crate::Error;
use beside::Beside;
use bron_model::Language;
use bron_run::Finished;
use parts::Part;
use std::collections::BTreeMap;
use std::io::Write;
use view::View;

/// How a report is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Manner {
    /// Its language; texts of publications stay in their own.
    pub language: Language,
    /// Whether reviewers are called R1, R2 and so on.
    pub pseudonymous: bool,
}

/// A report whose numbers add up.
pub struct Report<'a> {
    view: View<'a>,
    beside: Beside,
    parts: Vec<Part>,
}

impl<'a> Report<'a> {
    /// Gathers what is to be told of a run. Every number is counted again from the rows behind it: where two tables do not say
    /// the same, the error names the row, and there is no report.
    pub fn of(run: &'a Finished, manner: Manner) -> Result<Self, Error> {
        let beside = Beside::of(run)?;
        let pseudonyms = if manner.pseudonymous { beside.pseudonyms(run) } else { BTreeMap::new() };
        let view = View::of(run, manner.language, pseudonyms)?;
        check::check(&view)?;
        let parts = Part::all(&view, &beside);
        Ok(Self { view, beside, parts })
    }

    /// Writes the page, a part at a time. The same run, judgements and manner give the same bytes.
    pub fn write(&self, out: &mut dyn Write) -> Result<(), Error> {
        let (view, beside) = (&self.view, &self.beside);
        opening::write(view, beside, &self.parts, out)?;
        for part in &self.parts {
            part.open(out)?;
            match part.id {
                "table1" => table1::write(view, out)?,
                "flow" => prisma::write(view, beside, out)?,
                "contribution" => contribution::write(view, out)?,
                "hits" => charts::write(view, out)?,
                "queries" => queries::write(view, out)?,
                "probe" => probe::write(view, out)?,
                "exclusions" => exclusions::write(view, out)?,
                "worktable" => worktable::write(view, out)?,
                "table2" => table2::write(view, beside, out)?,
                "terms" => terms::write(view, out)?,
                "known" => known::write(view, beside, out)?,
                "judging" => voting::write(view, beside, out)?,
                "waiting" => voting::write_waiting(view, out)?,
                "comparison" => comparison::write(view, beside, out)?,
                "method" => method::write(view, beside, out)?,
                "checklists" => method::write_checklists(view, beside, out)?,
                "pairs" => lists::write_pairs(view, out)?,
                "flow-lists" => lists::write_flow(view, out)?,
                "publications" => publications::write(view, out)?,
                other => unreachable!("the part `{other}` has no writer"),
            }
            Part::close(out)?;
        }
        parts::end(view, out)
    }
}
