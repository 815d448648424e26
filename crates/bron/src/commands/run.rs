//! `bron run`, and what it and the demo print at the end.

use super::{Manner, study};
use crate::answer::{self, Done};
use crate::bars::Bars;
use crate::cli::{RunArgs, StageName};
use crate::worker::{WorkerLimits, Workers};
use anyhow::Result;
use bron_model::{Language, Table1Row};
use bron_protocol::{Limits, Protocol};
use bron_run::{Options, RunReport, Stage};
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Carries a pipeline out in the study around the current folder.
pub fn run(arguments: RunArgs, manner: Manner) -> Result<Done> {
    let study = study::here()?;
    let files = study.files();
    let pipeline = files.pipeline_path(&arguments.pipeline)?;
    let options = Options {
        files,
        root: study.root,
        pipeline,
        output: arguments.output,
        name: arguments.run,
        until: arguments.only.map_or(Stage::Synthesis, stage),
        offline: arguments.offline,
        retry_failed: arguments.retry_failed,
        probe: !arguments.no_probe,
        accept_proposals: arguments.accept_proposals,
        threads: arguments.threads.map(usize::from),
        language: manner.language,
        connect_to: BTreeMap::new(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    };
    carry_out(&options, manner)
}

/// Runs, prints the answer, and says whether something is missing.
pub fn carry_out(options: &Options, manner: Manner) -> Result<Done> {
    let protocol = Protocol::load(&options.files, &options.pipeline)?;
    let workers = Workers::new(worker_limits(&protocol.pipeline.limits), super::pdf_engine(&protocol)?);
    let bars = Bars::new(manner.json);
    let report = bron_run::run(options, &workers, &bars)?;
    drop(bars);
    let done = if report.is_complete() { Done::Well } else { Done::WithGaps };
    let answer = Answer { made_before: bron_run::made_before(&report.folder)?, ..Answer::from(report) };
    answer::print(manner.json, &answer, |answer| answer.text(manner.language))?;
    Ok(done)
}

pub(super) fn worker_limits(limits: &Limits) -> WorkerLimits {
    WorkerLimits { memory: limits.document_memory, seconds: limits.document_seconds }
}

fn stage(name: StageName) -> Stage {
    match name {
        StageName::Search => Stage::Search,
        StageName::Screening => Stage::Screening,
        StageName::Retrieval => Stage::Retrieval,
        StageName::Extraction => Stage::Extraction,
        StageName::Eligibility => Stage::Eligibility,
        StageName::Synthesis => Stage::Synthesis,
    }
}

#[derive(Serialize)]
struct Answer {
    folder: PathBuf,
    complete: bool,
    table1: Vec<Table1Row>,
    not_searched: BTreeMap<String, String>,
    incomplete_queries: u64,
    documents_not_read: u64,
    documents_failed: u64,
    judgements_to_make: u64,
    made_before: Vec<String>,
    #[serde(skip)]
    markdown: String,
}

impl From<RunReport> for Answer {
    fn from(report: RunReport) -> Self {
        Self {
            complete: report.is_complete(),
            folder: report.folder,
            table1: report.table1,
            not_searched: report.not_searched.into_iter().map(|(id, note)| (id.to_string(), note)).collect(),
            incomplete_queries: report.incomplete_queries,
            documents_not_read: report.not_read,
            documents_failed: report.failed_documents,
            judgements_to_make: report.to_judge,
            made_before: Vec::new(),
            markdown: report.table1_markdown,
        }
    }
}

impl Answer {
    fn text(&self, language: Language) -> String {
        let nl = language == Language::Nl;
        let say = |dutch: String, english: String| if nl { dutch } else { english };
        let mut lines = Vec::new();
        if !self.markdown.is_empty() {
            lines.push(self.markdown.trim_end().to_owned());
            lines.push(String::new());
        }
        for (source, note) in &self.not_searched {
            lines.push(say(
                format!("Niet doorzocht: {source}. {note}"),
                format!("Not searched: {source}. {note}"),
            ));
        }
        if !self.not_searched.is_empty() {
            lines.push(say(
                "Waar het programma niet verder komt, zoekt een mens met een browser: `bron hand BRON`."
                    .to_owned(),
                "Where the program cannot, a person with a browser can: `bron hand SOURCE`.".to_owned(),
            ));
        }
        let counts = [
            (
                self.incomplete_queries,
                "zoekvragen zijn niet volledig",
                "queries are not complete",
                "1-search/queries.csv",
            ),
            (
                self.documents_failed,
                "documenten kwamen niet (volledig) aan",
                "documents did not come whole",
                "3-retrieval/documents.csv",
            ),
            (
                self.documents_not_read,
                "documenten zijn door een grens niet gelezen",
                "documents were not read because of a limit",
                "3-retrieval/documents.csv",
            ),
            (
                self.judgements_to_make,
                "oordelen wachten op een beoordelaar",
                "judgements wait for a reviewer",
                "5-eligibility/to-judge.csv",
            ),
        ];
        for (n, dutch, english, file) in counts.into_iter().filter(|(n, ..)| *n > 0) {
            lines.push(say(format!("{n} {dutch}: zie {file}."), format!("{n} {english}: see {file}.")));
        }
        for file in &self.made_before {
            lines.push(say(
                format!("Dit vertelt van een eerdere stand van de run: {file}. Maak het opnieuw."),
                format!("This tells of an earlier state of the run: {file}. Make it again."),
            ));
        }
        let folder = self.folder.display();
        lines.push(say(format!("Alle bestanden: {folder}"), format!("All files: {folder}")));
        lines.join("\n")
    }
}
