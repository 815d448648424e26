//! What stops a comparison, as opposed to what differs.

use std::path::PathBuf;

/// A comparison could not be made.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A run cannot be read, or made again.
    #[error(transparent)]
    Run(#[from] bron_run::Error),
    /// A table, text or archive of a run.
    #[error(transparent)]
    Store(#[from] bron_store::Error),
    /// The configuration.
    #[error(transparent)]
    Protocol(#[from] bron_protocol::Error),
    /// The differences do not add up to the difference between the tables.
    #[error("{} of `{term}`: {a} and {b} differ by {expected}, and the rows add up to {found}", .column)]
    Sums {
        /// The term.
        term: String,
        /// The column of Table 1.
        column: String,
        /// In A.
        a: u64,
        /// In B.
        b: u64,
        /// What the rows should add up to.
        expected: i64,
        /// What they add up to.
        found: i64,
    },
    /// A table in which two rows have the same key.
    #[error("`{}`: two rows have the key {key}", .file.display())]
    KeyTwice {
        /// The table.
        file: PathBuf,
        /// The values of the key.
        key: String,
    },
    /// A table without a column of the key.
    #[error("`{}` has no column `{column}`", .file.display())]
    NoColumn {
        /// The table.
        file: PathBuf,
        /// The column.
        column: String,
    },
    /// A table of which nobody said what names a row.
    #[error("nothing says which columns name a row of `{0}`")]
    NoKey(String),
    /// A table that one of the runs does not have.
    #[error("there is no table `{}`", .0.display())]
    NoTable(PathBuf),
    /// A table that is asked for by a way out of the runs.
    #[error("`{0}` is no file of a run, named from its folder")]
    TableElsewhere(String),
    /// A harvest was to be compared with the printed table the wrong way round, or by what that does not have.
    #[error("{0} is the printed table of the earlier review, and no run: {1}")]
    PrintedIsNoRun(&'static str, &'static str),
    /// A run was to be kept, and none is made.
    #[error("`--keep {0}` keeps a run that is made again, and without --what-if none is")]
    NothingToKeep(String),
    /// A run was to be kept under the word that names the printed table.
    #[error("`--keep {0}` would hide the printed table of the earlier review, which is called so")]
    KeptAsPrinted(&'static str),
    /// The pipeline of a run names no printed table.
    #[error("`{0}` names no printed table of an earlier review")]
    NoPrinted(String),
    /// A text that is no what-if.
    #[error("`{asked}` is no what-if: {problem}")]
    WhatIf {
        /// What was asked.
        asked: String,
        /// What is wrong with it.
        problem: String,
    },
    /// A folder that cannot be made or filled.
    #[error("cannot {doing} `{}`: {source}", .path.display())]
    Folder {
        /// What was done (`make`).
        doing: &'static str,
        /// The folder.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A name under which a run is to be kept and something stands already.
    #[error("`{}` is there already", .0.display())]
    KeptTwice(PathBuf),
    /// A harvest day in `run.json` that is none.
    #[error("`{run}`: `{day}` is no instant of a harvest")]
    HarvestDay {
        /// The run.
        run: String,
        /// What stands there.
        day: String,
    },
}

impl Error {
    /// The next step, where there is one.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Run(error) => error.hint(),
            Self::Store(error) => error.hint(),
            Self::Protocol(error) => error.hint(),
            Self::Sums { .. } => {
                Some("a run was changed by hand: `bron verify` says where; run it again from its archive".to_owned())
            }
            Self::KeyTwice { .. } | Self::NoColumn { .. } | Self::NoKey(_) => {
                Some("name the columns that tell one row from another, such as `--key publication,term`".to_owned())
            }
            Self::PrintedIsNoRun(..) => Some(
                "it comes first and alone: `bron compare 2024 RUN`; to compare tables or ask sites, name two runs".to_owned(),
            ),
            Self::NothingToKeep(_) => {
                Some("leave it out, or say with --what-if what is to be different: `bron compare --help`".to_owned())
            }
            Self::NoTable(_) | Self::TableElsewhere(_) => Some("name it from the run's folder, such as `5-eligibility/outcomes.csv`".to_owned()),
            Self::NoPrinted(_) => Some(
                "write `earlier_table1 = \"config/reference/table1-2024.csv\"` into the pipeline, or a table of your own"
                    .to_owned(),
            ),
            Self::WhatIf { .. } => Some(
                "write `window-end=2024-05-31`, `exact-phrase`, `stop-after=50hits`, `stop-after=2pages`, or `criteria=FILE`, \
                 `kinds=FILE`, `domains=FILE` or `groups=FILE`"
                    .to_owned(),
            ),
            Self::Folder { .. } => None,
            Self::KeptTwice(_) | Self::KeptAsPrinted(_) => Some("choose another name with --keep".to_owned()),
            Self::HarvestDay { .. } => Some("run its pipeline again: `run.json` is written anew".to_owned()),
        }
    }
}
