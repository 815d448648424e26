//! `bron`: what the researcher types, and what is answered.
//!
//! Answers go to standard output, progress and remarks to standard error. Exit codes: 0 what was asked is done, 1 it
//! could not run, 2 it ran but something asked is missing.

mod answer;
mod bars;
mod cli;
mod commands;
mod device;
mod reference;
mod worker;

use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = match cli::parse() {
        Ok(cli) => cli,
        Err(code) => return code,
    };
    match commands::carry_out(cli) {
        Ok(done) => done.into(),
        Err(error) => {
            answer::error(&error);
            ExitCode::from(1)
        }
    }
}
