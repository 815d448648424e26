//! What a file that came back comes to, row by row, and writing it: all of it or nothing.

use crate::Error;
use crate::row_problem::RowProblem;
use bron_model::{
    Criterion, Given, Judgement, JudgementId, Language, PublicationId, Reviewer, TermId, Verdict,
};
use bron_run::{Desk, Sitting};
use jiff::Timestamp;
use serde::Serialize;
use std::collections::BTreeMap;

/// What becomes of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Did {
    /// A judgement of its own.
    New,
    /// The reviewer's mind changed: it supersedes an earlier one.
    Changed,
    /// The reviewer said the same before: nothing is written.
    Same,
    /// No verdict is filled in: nothing is written.
    Empty,
    /// The reviewer judged it before having looked at more: that stays, and nothing is written. Only exports have such rows.
    Kept,
    /// It is about nothing in this run: nothing is written. Only exports of other programs have such rows.
    Elsewhere,
    /// It cannot be taken, and so nothing of the file is.
    Refused,
}

/// A row, and what becomes of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RowReport {
    /// Its line in the file, from 1.
    pub line: u64,
    /// What becomes of it.
    pub did: Did,
    /// Who judges; absent where that is not known.
    pub reviewer: Option<Reviewer>,
    /// The publication; absent where that is not known.
    pub publication: Option<PublicationId>,
    /// What of the row tells a person which it is: its id, or a title.
    pub shown: String,
    /// The criterion; absent where that is not known.
    pub criterion: Option<Criterion>,
    /// The term, for a criterion that is decided per pair.
    pub term: Option<TermId>,
    /// The verdict; absent where there is none.
    pub verdict: Option<Verdict>,
    /// The judgement that is superseded.
    pub supersedes: Option<JudgementId>,
    /// What else is to be known of it, or why it is refused; empty where there is nothing.
    pub why: String,
    /// The next step where it is refused; empty elsewhere.
    pub hint: String,
}

/// What a file comes to. Nothing is written before [`Import::write`].
#[derive(Debug, Clone)]
pub struct Import {
    /// Every row, in the order of the file.
    pub rows: Vec<RowReport>,
    /// What is to be known of the file as a whole, one sentence each.
    pub remarks: Vec<String>,
    pub(crate) given: BTreeMap<Reviewer, Vec<Given>>,
}

/// What was written.
#[derive(Debug, Clone, Default)]
pub struct Written {
    /// The judgements, by reviewer, in the order of the file.
    pub judgements: Vec<Judgement>,
    /// Files to which lines that were not whole have been moved.
    pub torn: Vec<std::path::PathBuf>,
}

impl Import {
    /// How many rows became this.
    pub fn count(&self, did: Did) -> usize {
        self.rows.iter().filter(|row| row.did == did).count()
    }

    /// The judgements that would be written, by reviewer, in the order of the file.
    pub fn given(&self) -> impl Iterator<Item = (&Reviewer, &Given)> {
        self.given.iter().flat_map(|(reviewer, given)| given.iter().map(move |one| (reviewer, one)))
    }

    /// Adds the judgements to the files of their reviewers, where no row is refused; else nothing is written, and nothing is
    /// given back.
    ///
    /// `sitting` is the one that the rows were checked with: judgements that were added since then are an error, and nothing is
    /// written. A file takes all its lines or none.
    pub fn write(
        self,
        desk: &Desk,
        sitting: &Sitting,
        device: &str,
        at: Timestamp,
    ) -> Result<Option<Written>, Error> {
        if self.count(Did::Refused) > 0 {
            return Ok(None);
        }
        let mut written = Written::default();
        let mut files = Vec::new();
        for (reviewer, given) in self.given.into_iter().filter(|(_, given)| !given.is_empty()) {
            let (file, torn) = desk.file(&reviewer, device)?;
            written.torn.extend(torn);
            files.push((reviewer, file, given));
        }
        // The files are locked now, so what is the same here stays so.
        let now = desk.sit()?.judgements;
        for (reviewer, ..) in &files {
            // A decision together settles what all said.
            let counts = |one: &&Judgement| reviewer.is_consensus() || one.reviewer == *reviewer;
            let of = |judgements: &bron_store::Judgements| judgements.all.iter().filter(counts).count();
            if of(&now) != of(&sitting.judgements) {
                return Err(Error::Changed(reviewer.to_string()));
            }
        }
        for (_, mut file, given) in files {
            written.judgements.extend(file.append_all(at, given)?);
        }
        Ok(Some(written))
    }
}

impl RowReport {
    /// A row of which nothing is known yet.
    pub(crate) fn of_line(line: u64, shown: impl Into<String>) -> Self {
        Self {
            line,
            did: Did::Empty,
            reviewer: None,
            publication: None,
            shown: shown.into(),
            criterion: None,
            term: None,
            verdict: None,
            supersedes: None,
            why: String::new(),
            hint: String::new(),
        }
    }

    pub(crate) fn refused(self, problem: &RowProblem, language: Language) -> Self {
        Self { did: Did::Refused, why: problem.text(language), hint: problem.hint(language), ..self }
    }
}
