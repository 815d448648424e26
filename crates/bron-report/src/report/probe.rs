//! What the probe found of each search box.

use super::text::shown;
use super::view::View;
use crate::Error;
use askama::Template;
use bron_model::{CheckOutcome, ProbeReport};
use bron_run::{probe_findings, probe_state};
use std::io::Write;

#[derive(Template)]
#[template(path = "report/probe.html")]
struct Probe<'a> {
    v: &'a View<'a>,
    sources: Vec<String>,
    states: Vec<&'static str>,
    rows: Vec<Row>,
    reasons: Vec<Reason>,
    remarks: Vec<Remark>,
    numbers: Vec<OfSource>,
}

/// A thing that a box does, for each source.
struct Row {
    name: &'static str,
    verdicts: Vec<String>,
}

/// On what a finding rests.
struct Reason {
    source: String,
    name: &'static str,
    verdict: String,
    because: String,
}

struct Remark {
    source: String,
    check: String,
    is_failure: bool,
    because: String,
}

/// What was typed at one source.
struct OfSource {
    name: String,
    queries: Vec<Typed>,
}

struct Typed {
    text: String,
    read: String,
    reported: String,
}

/// Writes what it found; nothing where the run was made without a probe.
pub(crate) fn write(view: &View<'_>, out: &mut dyn Write) -> Result<(), Error> {
    let Some(probed) = &view.run.probed else { return Ok(()) };
    let reports = &probed.sources;
    let mut rows: Vec<Row> = Vec::new();
    let mut reasons = Vec::new();
    for report in reports {
        for (at, finding) in probe_findings(report, view.language).into_iter().enumerate() {
            if rows.len() <= at {
                rows.push(Row { name: finding.name, verdicts: Vec::new() });
            }
            rows[at].verdicts.push(finding.verdict.clone());
            if !finding.because.is_empty() {
                let (source, because) = (view.source(&report.source), shown(&finding.because));
                reasons.push(Reason { source, name: finding.name, verdict: finding.verdict, because });
            }
        }
    }
    let remarks = reports.iter().flat_map(|report| remarks(view, report)).collect();
    let probe = Probe {
        v: view,
        sources: reports.iter().map(|report| view.source(&report.source)).collect(),
        states: reports.iter().map(|report| probe_state(report, view.language)).collect(),
        rows,
        reasons,
        remarks,
        numbers: reports
            .iter()
            .filter(|report| !report.queries.is_empty())
            .map(|report| typed(view, report))
            .collect(),
    };
    Ok(probe.write_into(out)?)
}

fn remarks(view: &View<'_>, report: &ProbeReport) -> Vec<Remark> {
    let source = view.source(&report.source);
    let mut remarks = Vec::new();
    if !report.was_probed() {
        let check = view.say("niet beproefd", "not probed").to_owned();
        remarks.push(Remark {
            source: source.clone(),
            check,
            is_failure: false,
            because: shown(&report.not_probed),
        });
    }
    for check in &report.checks {
        if matches!(check.outcome, CheckOutcome::Failed | CheckOutcome::Warning) {
            remarks.push(Remark {
                source: source.clone(),
                check: shown(&check.name),
                is_failure: check.outcome == CheckOutcome::Failed,
                because: shown(&check.because),
            });
        }
    }
    remarks
}

fn typed(view: &View<'_>, report: &ProbeReport) -> OfSource {
    let queries = report.queries.iter().map(|query| Typed {
        text: shown(&query.text),
        read: if query.at_least { format!("≥ {}", query.read) } else { query.read.to_string() },
        reported: query.reported_total.map_or_else(|| "–".to_owned(), |n| n.to_string()),
    });
    OfSource { name: view.source(&report.source), queries: queries.collect() }
}
