//! How do I try it without the internet? (eight imitated knowledge bases on loopback, made-up publications)
//!
//! One server answers under eight names, told apart by the Host header. What they list was made up for this
//! purpose (CC0, see `LICENSES/`): no title, author or organisation in it exists. Every search box is a real
//! function over these texts, and what should become of every pair is written down in `expected.csv`
//! (and, of some passages, what codes should be proposed, in `expected-codes.csv`). The same sites can be asked some time later:
//! what has changed stands in `data-later/`, what becomes of it in `expected-later.csv`, and how the two harvests differ in
//! `expected-differences.csv`.

mod collection;
mod differences;
mod dossier;
mod expectations;
mod html;
mod later;
mod publication;
mod search;
mod server;
mod sites;

pub use collection::Collection;
pub use differences::{ExpectedDifference, When, expected_differences};
pub use expectations::{
    Expectation, ExpectedCode, expectations, expected_codes, expected_later_table1, expected_table1,
    expected_works, later_expectations,
};
pub use server::serve;
use std::path::PathBuf;

/// The eight names under which the server answers, in the order of the method.
pub fn hosts() -> &'static [&'static str] {
    &[
        "lsa.demo",
        "vws.demo",
        "movisie.demo",
        "platform31.demo",
        "scp.demo",
        "verwey-jonker.demo",
        "vilans.demo",
        "zorginstituut.demo",
    ]
}

/// What can go wrong with the imitated knowledge bases.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The access log cannot be opened for writing.
    #[error("the access log `{}` cannot be written", path.display())]
    Log {
        /// Where it should be.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// The later knowledge bases date what is new after a first harvest that is not there.
    #[error("what is new at the later knowledge bases is dated after the first harvest, and `{}` holds none", run.display())]
    NoFirstHarvest {
        /// Where its run should be.
        run: PathBuf,
    },
    /// The port cannot be served any longer.
    #[error("the imitated knowledge bases stopped answering")]
    Serve {
        /// What the system says.
        source: std::io::Error,
    },
}

impl Error {
    /// What to do next, where there is something.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Log { .. } => Some("name a file in a folder that exists and may be written".to_owned()),
            Self::NoFirstHarvest { .. } => {
                Some("`bron demo` makes it; one that lies elsewhere is named with --first".to_owned())
            }
            Self::Serve { .. } => None,
        }
    }
}
