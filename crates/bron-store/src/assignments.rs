//! Assignments: one file in the study's folder of judgements, to which lines are only ever added.

use crate::Error;
use crate::chain::{Chain, Link, read_chain, whole_lines};
use bron_model::{ASSIGNMENT_FORMAT, Assigned, Assignment, Reviewer};
use jiff::Timestamp;
use std::path::{Path, PathBuf};

/// The name of the file.
pub(crate) const ASSIGNMENTS: &str = "assignments.jsonl";

impl Link for Assignment {
    const FORMAT: u32 = ASSIGNMENT_FORMAT;

    fn seq(&self) -> u64 {
        self.seq
    }

    fn prev(&self) -> &str {
        &self.prev
    }

    fn problem(&self, _: &str, _: u64) -> Option<String> {
        None
    }
}

/// The file of assignments, open for one process.
#[derive(Debug)]
pub struct AssignmentFile {
    chain: Chain,
    last: Option<Assignment>,
}

/// For which run an assignment is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssignedFor {
    /// Its pipeline.
    pub pipeline: String,
    /// When it was harvested; empty where that is not known.
    pub harvest: String,
    /// The version of the criteria.
    pub criteria: String,
}

impl AssignmentFile {
    /// Opens or makes the file and takes its lock. A last line that is not whole is moved aside, to the path that is given back; a
    /// line that is damaged elsewhere is an error, and nothing is changed.
    pub fn open(folder: &Path) -> Result<(Self, Option<PathBuf>), Error> {
        let (chain, mut lines, torn) = Chain::open::<Assignment>(&folder.join(ASSIGNMENTS))?;
        Ok((Self { chain, last: lines.pop() }, torn))
    }

    /// The assignment that counts: the last one.
    pub fn last(&self) -> Option<&Assignment> {
        self.last.as_ref()
    }

    /// Adds an assignment, which counts from now on. When this returns, it is on the disk.
    pub fn append(
        &mut self,
        at: Timestamp,
        by: Reviewer,
        of: AssignedFor,
        assigned: Assigned,
    ) -> Result<Assignment, Error> {
        let assignment = Assignment {
            v: ASSIGNMENT_FORMAT,
            seq: self.chain.head().lines + 1,
            prev: self.chain.head().sha256.clone(),
            at,
            by,
            pipeline: of.pipeline,
            harvest: of.harvest,
            criteria: of.criteria,
            assigned,
        };
        let line = serde_json::to_string(&assignment).map_err(|error| Error::Judgement(error.to_string()))?;
        self.chain.append(&[line])?;
        self.last = Some(assignment.clone());
        Ok(assignment)
    }
}

/// The assignments in the bytes of the file.
pub(crate) fn read_assignments(path: &Path, bytes: &[u8]) -> Result<(Vec<Assignment>, crate::Head), Error> {
    read_chain(path, &bytes[..whole_lines(bytes)])
}
