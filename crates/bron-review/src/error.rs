//! What keeps the page from being served. What a reviewer did wrong never ends here: it is answered in the browser.

use bron_model::Reviewer;
use std::io;

/// The page cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The run or its judgements.
    #[error(transparent)]
    Run(#[from] bron_run::Error),
    /// The files of judgements.
    #[error(transparent)]
    Store(#[from] bron_store::Error),
    /// Another process has the file of this reviewer and device.
    #[error(
        "{reviewer} is already judging on this device (`{device}`): another page or command has the file open"
    )]
    AlreadyOpen {
        /// The reviewer.
        reviewer: Reviewer,
        /// The device.
        device: String,
    },
    /// The operating system gives no random numbers.
    #[error(
        "the operating system gives no random numbers, and without them anybody could guess the address: {0}"
    )]
    Random(String),
    /// The server ended.
    #[error("the page cannot be served: {0}")]
    Serve(#[from] io::Error),
}

impl Error {
    /// The next step, where there is one.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Run(error) => error.hint(),
            Self::Store(error) => error.hint(),
            Self::AlreadyOpen { .. } => Some(
                "go on in the page that is open, or end it first; two people have two initials".to_owned(),
            ),
            Self::Random(_) | Self::Serve(_) => None,
        }
    }
}
