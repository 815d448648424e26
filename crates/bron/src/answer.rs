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
    let text = if json { serde_json::to_string_pretty(answer)? } else { harmless(&text(answer)) };
    match writeln!(std::io::stdout(), "{}", text.trim_end()) {
        // Whoever reads has read enough (`bron status RUN | head`).
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        other => Ok(other?),
    }
}

/// Titles come from websites: what would steer a terminal or turn the writing round is shown as `�`.
fn harmless(text: &str) -> String {
    let steers = |c: char| {
        (c.is_control() && c != '\n' && c != '\t')
            || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}')
    };
    text.chars().map(|c| if steers(c) { char::REPLACEMENT_CHARACTER } else { c }).collect()
}

/// Prints a remark to standard error.
pub fn remark(text: &str) {
    eprintln!("{}", harmless(text));
}

/// Prints an error with its causes on one line, and its hint on the next.
pub fn error(error: &anyhow::Error) {
    let mut told = error.to_string();
    for cause in error.chain().skip(1).map(ToString::to_string) {
        if !told.contains(&cause) {
            told = format!("{told}: {cause}");
        }
    }
    eprintln!("error: {}", harmless(&told));
    if let Some(hint) = hint(error) {
        eprintln!("hint: {hint}");
    }
}

fn hint(error: &anyhow::Error) -> Option<String> {
    error.chain().find_map(|cause| {
        if let Some(error) = cause.downcast_ref::<bron_run::Error>() {
            return error.hint();
        }
        if let Some(error) = cause.downcast_ref::<bron_store::Error>() {
            return error.hint();
        }
        if let Some(error) = cause.downcast_ref::<bron_export::WaczError>() {
            return error.hint();
        }
        if let Some(error) = cause.downcast_ref::<bron_review::Error>() {
            return error.hint();
        }
        if let Some(error) = cause.downcast_ref::<bron_compare::Error>() {
            return error.hint();
        }
        if let Some(error) = cause.downcast_ref::<bron_demo::Error>() {
            return error.hint();
        }
        if let Some(error) = cause.downcast_ref::<bron_evaluate::Error>() {
            return error.hint();
        }
        if let Some(refusal) = cause.downcast_ref::<bron_run::Refusal>() {
            return refusal.hint().map(str::to_owned);
        }
        if let Some(error) = cause.downcast_ref::<bron_report::Error>() {
            return error.hint();
        }
        if let Some(error) = cause.downcast_ref::<bron_export::Error>() {
            return error.hint();
        }
        cause.downcast_ref::<bron_protocol::Error>().and_then(bron_protocol::Error::hint)
    })
}
