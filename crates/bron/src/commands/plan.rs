//! `bron plan`: what a run would ask.

use super::{Manner, study};
use crate::answer::{self, Done};
use anyhow::Result;
use bron_run::{Options, Plan, SourcePlan, Stage};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Prints the plan of a pipeline; nothing is sent.
pub fn plan(pipeline: &str, manner: Manner) -> Result<Done> {
    let study = study::here()?;
    let files = study.files();
    let options = Options {
        pipeline: files.pipeline_path(pipeline)?,
        files,
        root: study.root,
        output: None,
        name: None,
        until: Stage::Synthesis,
        offline: true,
        retry_failed: false,
        probe: true,
        accept_proposals: false,
        threads: None,
        language: manner.language,
        connect_to: BTreeMap::new(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    };
    let plan = bron_run::plan(&options)?;
    answer::print(manner.json, &plan, text)?;
    Ok(Done::Well)
}

fn text(plan: &Plan) -> String {
    let mut text = format!(
        "{}\n{} queries over {} sources; nothing is sent now.\n",
        plan.title,
        plan.queries,
        plan.sources.len()
    );
    if let Some(changed) = &plan.changed_since {
        let (pipeline, day, n) = (&plan.pipeline, changed.frozen_on, changed.changes.len());
        let _ = writeln!(
            text,
            "Not what was frozen on {day}, so a run is refused ({n} {}): `bron protocol {pipeline}` shows it, and \
             `bron protocol {pipeline} --amend \"reason\" --by AB` says why.",
            if n == 1 { "change" } else { "changes" }
        );
    }
    for source in &plan.sources {
        text.push_str(&of_source(source));
    }
    text
}

fn of_source(source: &SourcePlan) -> String {
    let mut text = format!("\n{} {}\n", source.source, source.host);
    if source.not_searchable.is_empty() {
        let _ = writeln!(
            text,
            "  {} queries, at least {} requests{}, {} at this pace; documents come on top",
            source.queries,
            source.requests_at_least,
            match source.probe_requests_at_least {
                0 => String::new(),
                n => format!(" and {n} for the probe"),
            },
            duration(source.hours_at_least)
        );
        let _ = writeln!(text, "  {}", source.estimate);
    } else {
        let _ = writeln!(text, "  not searched: {}", source.not_searchable);
    }
    if source.by_hand > 0 {
        let _ = writeln!(text, "  {} queries typed by hand: not asked", source.by_hand);
    }
    if !source.permission.is_empty() {
        let _ = writeln!(text, "  {}", source.permission);
    }
    if let Some(catalogue) = &source.catalogue {
        let _ = writeln!(
            text,
            "  catalogue ({}, {}): about {} requests, {} at this pace, on top and apart\n  {}",
            catalogue.interface,
            catalogue.address,
            catalogue.requests_about,
            duration(catalogue.hours_about),
            catalogue.estimate
        );
    }
    for key in &source.unconfirmed {
        let _ = writeln!(text, "  unconfirmed: {key}");
    }
    text
}

/// Hours, or minutes below one hour.
fn duration(hours: f64) -> String {
    if hours < 1.0 { format!("{:.1} minutes", hours * 60.0) } else { format!("{hours:.1} hours") }
}
