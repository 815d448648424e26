//! How answers and errors are printed.

#![allow(clippy::print_stderr)]

use serde::Serialize;
use std::io::Write;
use std::process::ExitCode;

/// What a command came to, as an exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Done {
    /// What was asked is done.
    Well,
    /// It ran, but something asked is missing, or something differs.
    WithGaps,
}

impl From<Done> for ExitCode {
    fn from(done: Done) -> Self {
        match done {
            Done::Well => Self::from(0),
            Done::WithGaps => Self::from(2),
        }
    }
}

/// Prints an answer: as JSON, or as the text that `text` makes of it.
pub fn print<T: Serialize>(json: bool, answer: &T, text: impl FnOnce(&T) -> String) -> anyhow::Result<()> {
    let text = if json { serde_json::to_string_pretty(answer)? } else { text(answer) };
    match writeln!(std::io::stdout(), "{}", text.trim_end()) {
        // Whoever reads has read enough (`bron status RUN | head`).
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        other => Ok(other?),
    }
}

/// Prints a remark to standard error.
pub fn remark(text: &str) {
    eprintln!("{text}");
}

/// Prints an error with its causes on one line, and its hint on the next.
pub fn error(error: &anyhow::Error) {
    eprintln!("error: {error:#}");
    if let Some(hint) = hint(error) {
        eprintln!("hint: {hint}");
    }
}

fn hint(error: &anyhow::Error) -> Option<String> {
    error.chain().find_map(|cause| {
        if let Some(error) = cause.downcast_ref::<bron_run::Error>() {
            return error.hint();
        }
        cause.downcast_ref::<bron_protocol::Error>().and_then(bron_protocol::Error::hint)
    })
}
