//! One file a command; here only who does what.

mod add;
mod agreement;
mod assign;
mod compare;
mod demo;
mod evaluate;
mod explain;
mod export;
mod facts;
mod hand;
mod history;
mod import;
mod judge;
mod known;
mod methods;
mod pack;
mod passage;
mod plan;
mod probe;
mod propose;
mod protocol;
mod report;
mod review;
mod run;
mod said;
mod sheet;
mod status;
mod study;
mod text;
mod verify;
mod wacz;

use crate::answer::{self, Done};
use crate::cli::{Cli, Command};
use crate::{reference, worker};
use anyhow::Result;
use bron_documents::PdfEngine;
use bron_model::Language;
use bron_protocol::Protocol;
use clap::CommandFactory;
use std::path::PathBuf;

/// What holds for every command.
#[derive(Debug, Clone, Copy)]
pub struct Manner {
    /// Answer in JSON.
    pub json: bool,
    /// The language of answers.
    pub language: Language,
}

/// Does what was asked.
pub fn carry_out(cli: Cli) -> Result<Done> {
    start_log(cli.verbose, cli.json);
    let manner = Manner { json: cli.json, language: cli.lang.into() };
    match cli.command {
        Command::New { study } => study::new(&study, manner),
        Command::Plan { pipeline } => plan::plan(&pipeline, manner),
        Command::Probe(arguments) => match arguments.propose.clone() {
            Some(address) => propose::propose(&address, arguments, manner),
            None => probe::probe(arguments, manner),
        },
        Command::Run(arguments) => run::run(arguments, manner),
        Command::Hand { source, pipeline } => hand::hand(&source, pipeline.as_deref(), manner),
        Command::Add(arguments) => add::add(*arguments, manner),
        Command::Demo(arguments) => demo::demo(arguments, manner),
        Command::Status { run } => status::status(&run, manner),
        Command::Explain { run, publication, term } => {
            explain::explain(&run, &publication, term.as_deref(), manner)
        }
        Command::Text { run, publication, page } => text::text(&run, &publication, page.as_deref(), manner),
        Command::Occurrences { run, publication, term } => {
            text::occurrences(&run, &publication, term.as_deref(), manner)
        }
        Command::Known { run, look_up, retry_failed } => known::known(&run, look_up, retry_failed, manner),
        Command::Compare(arguments) => compare::compare(*arguments, manner),
        Command::Verify { run, replay } => verify::verify(&run, replay, manner),
        Command::Wacz { run, output } => wacz::wacz(&run, output.as_deref(), manner),
        Command::Judge(command) => judge::judge(command, manner),
        Command::Agreement { run, disagreements, terms } => {
            agreement::agreement(&run, disagreements.as_deref(), terms, manner)
        }
        Command::Report { run, output, pseudonymous } => {
            report::report(&run, output.as_deref(), pseudonymous, manner)
        }
        Command::Review(arguments) => review::review(arguments, manner),
        Command::Methods { run, checklists } => methods::methods(&run, checklists, manner),
        Command::Protocol(arguments) => protocol::protocol(arguments, manner),
        Command::Evaluate { folder, lists, pipeline, only, list } => {
            evaluate::evaluate(evaluate::Asked { folder, lists, pipeline, only, list }, manner)
        }
        Command::Export(arguments) => export::export(*arguments, manner),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "bron", &mut script);
            let script = String::from_utf8(script)?;
            answer::print(false, &(), |()| script)?;
            Ok(Done::Well)
        }
        Command::Reference { page } => {
            answer::print(false, &(), |()| reference::page(page))?;
            Ok(Done::Well)
        }
        Command::Worker { memory, seconds, pdfium, pdfium_version } => {
            let engine = pdfium.map_or(PdfEngine::PdfOxide, |library| PdfEngine::Pdfium {
                library,
                version: pdfium_version,
            });
            worker::serve(worker::WorkerLimits { memory, seconds }, engine)?;
            Ok(Done::Well)
        }
    }
}

/// The engine for PDFs that the pipeline names; the variable BRON_PDFIUM says where PDFium's library lies.
fn pdf_engine(protocol: &Protocol) -> Result<PdfEngine> {
    let library = std::env::var_os("BRON_PDFIUM").map(PathBuf::from);
    Ok(bron_run::pdf_engine(protocol.pipeline.pdf_engine, library.as_deref())?)
}

fn start_log(verbose: u8, json: bool) {
    let level = match (json, verbose) {
        (true, _) | (_, 0) => return,
        (_, 1) => "info",
        _ => "debug",
    };
    let filter = tracing_subscriber::EnvFilter::new(format!(
        "warn,bron={level},bron_harvest={level},bron_run={level}"
    ));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).without_time().init();
}
