//! `bron probe`: how does this search box behave today, and do our settings still fit?

use super::demo::DEMOS;
use super::{Manner, study};
use crate::answer::{self, Done};
use crate::bars::Bars;
use crate::cli::ProbeArgs;
use anyhow::{Result, bail};
use bron_model::SourceId;
use bron_protocol::{Files, Protocol};
use bron_run::{Options, Probed, Stage, probe_table};
use std::collections::BTreeMap;

/// Probes one source or all of a pipeline, and prints the table. Exit code 2 where a probe failed or was not done.
pub fn probe(arguments: ProbeArgs, manner: Manner) -> Result<Done> {
    let study = study::here()?;
    let files = study.files();
    let only = arguments.source.as_deref().map(SourceId::new).transpose()?;
    let pipeline = match &arguments.pipeline {
        Some(named) => files.pipeline_path(named)?,
        None => files.pipeline_path(&harvesting(&files, only.as_ref())?)?,
    };
    let options = Options {
        files,
        root: study.root,
        pipeline,
        output: arguments.output,
        name: arguments.run,
        until: Stage::Search,
        offline: arguments.offline,
        retry_failed: arguments.retry_failed,
        probe: true,
        accept_proposals: false,
        threads: None,
        language: manner.language,
        connect_to: BTreeMap::new(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    };
    let bars = Bars::new(manner.json);
    let mut probed = bron_run::probe(&options, only.as_ref(), &bars)?;
    drop(bars);
    if let Some(only) = &only {
        probed.sources.retain(|report| report.source == *only);
    }
    let is_well = probed.sources.iter().all(|report| report.was_probed() && report.failure().is_none());
    answer::print(manner.json, &probed, |probed: &Probed| probe_table(probed, manner.language))?;
    if !manner.json {
        point_to_proposals(&options, &probed)?;
    }
    Ok(if is_well { Done::Well } else { Done::WithGaps })
}

/// The one pipeline that harvests the source, or harvests at all; those of the demo are not meant.
pub(super) fn harvesting(files: &Files, only: Option<&SourceId>) -> Result<String> {
    let mut fitting = Vec::new();
    for name in files.pipelines().into_iter().filter(|name| !DEMOS.contains(&name.as_str())) {
        let Ok(protocol) = Protocol::load(files, &name) else { continue };
        let has_it = only.is_none_or(|only| protocol.sources.iter().any(|source| source.id == *only));
        if protocol.pipeline.archive.is_none() && has_it {
            fitting.push(name);
        }
    }
    match fitting.as_slice() {
        [one] => Ok(one.clone()),
        [] => bail!("no pipeline harvests that source: name one with `--pipeline`"),
        several => bail!("several pipelines harvest: name one with `--pipeline` ({})", several.join(", ")),
    }
}

/// A source that stopped fitting can be looked at anew; what differs from its file is then shown.
fn point_to_proposals(options: &Options, probed: &Probed) -> Result<()> {
    let protocol = Protocol::load(&options.files, &options.pipeline)?;
    for report in probed.sources.iter().filter(|report| report.failure().is_some()) {
        let source = protocol.source(&report.source);
        if let Some(base) = source.and_then(|source| source.base.as_ref()) {
            answer::remark(&format!(
                "{}: `bron probe --propose {base} --pipeline {}` looks at the site anew and shows what differs from its file; \
                 `bron hand {}` goes round it",
                report.source, protocol.pipeline.name, report.source
            ));
        }
    }
    Ok(())
}
