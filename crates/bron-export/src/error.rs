//! What stops an export.

use crate::Format;

/// An export could not be made.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The run.
    #[error(transparent)]
    Run(#[from] bron_run::Error),
    /// A file of the run.
    #[error(transparent)]
    Store(#[from] bron_store::Error),
    /// An option that says nothing for this format.
    #[error("`{option}` says nothing for the format {format}")]
    Option {
        /// The option.
        option: &'static str,
        /// The format.
        format: Format,
        /// For which formats it does.
        hint: String,
    },
    /// A name that the file cannot have.
    #[error("`{name}` is no name for the format {format}")]
    Name {
        /// The name.
        name: String,
        /// The format.
        format: Format,
        /// How such a file is called.
        hint: String,
    },
    /// Nothing to hand over.
    #[error("there is nothing to export as {format}: {what}")]
    Nothing {
        /// The format.
        format: Format,
        /// Why.
        what: String,
        /// The next step.
        hint: String,
    },
    /// Boxes of the flow that do not add up, so that no flow may be shown.
    #[error("the flow of this run does not add up in PRISMA's boxes: {left} {left_n}, {right} {right_n}")]
    Prisma {
        /// One side.
        left: &'static str,
        /// Its number.
        left_n: u64,
        /// The other side.
        right: &'static str,
        /// Its number.
        right_n: u64,
    },
    /// A container that could not be made.
    #[error("the file cannot be made: {0}")]
    Made(String),
}

impl Error {
    /// The next step, where there is one.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Run(error) => error.hint(),
            Self::Store(error) => error.hint(),
            Self::Option { hint, .. } | Self::Name { hint, .. } | Self::Nothing { hint, .. } => {
                Some(hint.clone())
            }
            Self::Prisma { .. } => Some("look at the run with `bron verify`".to_owned()),
            Self::Made(_) => None,
        }
    }
}
