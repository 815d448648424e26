//! `bron probe --propose ADDRESS`: the file of a source, for a person to read.

use super::{Manner, study};
use crate::answer::{self, Done};
use crate::cli::ProbeArgs;
use anyhow::{Context, Result, bail};
use bron_run::{Changed, Options, Present, ProposeReport, Stage, Words};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

/// Looks at the site and prints the file on standard output, the rest as remarks. Exit code 2 where no way to search it
/// was found.
pub fn propose(address: &str, arguments: ProbeArgs, manner: Manner) -> Result<Done> {
    if let Some(file) = arguments.write.as_deref().filter(|file| file.exists()) {
        bail!("{} is there already, and a proposal never replaces a file", file.display());
    }
    let study = study::here()?;
    let files = study.files();
    let pipeline = match &arguments.pipeline {
        Some(named) => named.clone(),
        None => super::probe::harvesting(&files, None)?,
    };
    let options = Options {
        pipeline: files.pipeline_path(&pipeline)?,
        files,
        root: study.root,
        output: arguments.output,
        name: None,
        until: Stage::Search,
        offline: arguments.offline,
        retry_failed: !arguments.offline,
        probe: false,
        accept_proposals: false,
        threads: None,
        language: manner.language,
        connect_to: BTreeMap::new(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    };
    let report = bron_run::propose(&options, address, &words(arguments.words, arguments.nonsense))?;
    if !manner.json {
        tell(&report);
    }
    answer::print(manner.json, &report, |report| report.proposed.toml.clone())?;
    if let Some(file) = &arguments.write {
        write_new(file, &report.proposed.toml)?;
        if !manner.json {
            answer::remark(&format!("written to {}", file.display()));
        }
    }
    Ok(if report.proposed.is_searchable() { Done::Well } else { Done::WithGaps })
}

fn words(canaries: Vec<String>, nonsense: Option<String>) -> Words {
    let usual = Words::default();
    Words {
        canaries: if canaries.is_empty() { usual.canaries } else { canaries },
        nonsense: nonsense.unwrap_or(usual.nonsense),
    }
}

/// A file that is there is never written over, not even one that came a moment ago.
fn write_new(file: &Path, toml: &str) -> Result<()> {
    let doing = || format!("cannot write {}", file.display());
    let mut open = std::fs::File::options().write(true).create_new(true).open(file).with_context(doing)?;
    open.write_all(toml.as_bytes()).with_context(doing)
}

/// What a person must know beside the file.
fn tell(report: &ProposeReport) {
    for mark in &report.proposed.marks {
        answer::remark(&format!("seen: {mark}"));
    }
    for tried in &report.proposed.tried {
        let reported = tried.reported.map_or_else(|| "no number".to_owned(), |number| number.to_string());
        let titles = tried.titles.iter().map(|title| format!("\n    {title}")).collect::<String>();
        answer::remark(&format!(
            "tried: `{}`: {}, {} hits on {} pages, {reported} reported{titles}",
            tried.word, tried.status, tried.hits, tried.pages
        ));
    }
    for problem in &report.proposed.problems {
        answer::remark(&format!("problem: {problem}"));
    }
    if let Some(present) = &report.present {
        answer::remark(difference(present).trim_end());
    }
    if report.nothing_asked {
        answer::remark(&format!(
            "all answers come from {}; for a new look, name another folder with --output",
            report.folder.join("archive").display()
        ));
    }
}

/// The settings that differ, as a patch is written.
pub fn difference(present: &Present) -> String {
    if present.changed.is_empty() {
        return format!("the study's source `{}` has the same settings\n", present.id);
    }
    let mut text = format!("--- the study's source `{}`\n+++ the proposal\n", present.id);
    for Changed { key, present, proposed } in &present.changed {
        for (sign, value) in [('-', present), ('+', proposed)] {
            if let Some(value) = value {
                let _ = writeln!(text, "{sign}{key} = {value}");
            }
        }
    }
    text
}
