//! Why nothing can be fetched any more. That a site fails is no error but a reply.

/// An error of this crate.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The archive cannot be read or written.
    #[error(transparent)]
    Store(#[from] bron_store::Error),
    /// A large answer cannot be put aside while it is read.
    #[error("cannot put an answer of `{host}` aside: {source}")]
    Spool {
        /// Whose answer.
        host: String,
        /// What the operating system says.
        source: std::io::Error,
    },
    /// A site's keeper must be able to turn to someone.
    #[error("the pipeline names no contact, or one that does not fit in a header")]
    NoContact,
    /// `connect_to` names something that may not be connected to.
    #[error("`connect_to` leads `{name}` to `{value}`: {what}")]
    ConnectTo {
        /// The host name.
        name: String,
        /// What stands behind it.
        value: String,
        /// What is wrong with it.
        what: &'static str,
    },
    /// A certificate cannot be read.
    #[error("the certificate is not PEM")]
    Certificate,
    /// The program is ending.
    #[error("the harvest was stopped while it stored an answer")]
    Stopped,
}

impl Error {
    /// What to do next, where there is something to do.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Store(error) => error.hint(),
            Self::Spool { .. } => {
                Some("make room on the disk and run again: nothing that was stored is lost".to_owned())
            }
            Self::NoContact => Some(
                "add `contact = \"...\"` to the pipeline: a mail address or the address of a page".to_owned(),
            ),
            Self::ConnectTo { .. } => Some(
                "write it as `\"name\" = \"127.0.0.1:8080\"`, with `allow_loopback = true` beside it"
                    .to_owned(),
            ),
            Self::Certificate | Self::Stopped => None,
        }
    }
}
