//! Why a row ends early, and the last step of one that does not: what is said becomes a judgement, if it may be said.

use crate::Error;
use crate::row_problem::RowProblem;
use bron_model::{Given, PublicationId, Reviewer, Says};
use bron_run::{Desk, Manner, Sitting};

/// Why a row ends early: it is refused, or nothing can be read any more.
pub(crate) enum Stop {
    Problem(RowProblem),
    Error(Error),
}

impl From<RowProblem> for Stop {
    fn from(problem: RowProblem) -> Self {
        Self::Problem(problem)
    }
}

impl From<bron_run::Error> for Stop {
    fn from(error: bron_run::Error) -> Self {
        Self::Error(error.into())
    }
}

/// The judgement with which a reviewer says this.
pub(crate) fn said(
    desk: &Desk,
    sitting: &Sitting,
    reviewer: &Reviewer,
    publication: &PublicationId,
    says: Says,
    manner: Manner,
) -> Result<Given, Stop> {
    let line = desk.line(sitting, reviewer, publication, says, manner)?;
    Ok(line.map_err(RowProblem::Refused)?)
}
