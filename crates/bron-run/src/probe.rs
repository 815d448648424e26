//! Stage 0: every search box is probed before it is searched.

use crate::{Ask, Error, Progress};
use bron_model::{ProbeReport, SourceId};
use bron_protocol::Source;
use bron_search::{Battery, Probe, is_probed};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;

/// What the probe of a run found, per source in the pipeline's order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Probed {
    /// One report a source; those without a search box are not among them.
    pub sources: Vec<ProbeReport>,
}

impl Probed {
    /// The sources whose probe failed, with the check and why.
    pub fn failures(&self) -> impl Iterator<Item = (&SourceId, String)> {
        self.sources.iter().filter_map(|report| {
            let check = report.failure()?;
            Some((&report.source, format!("probe: {}: {}", check.name, check.because)))
        })
    }
    /// The report of a source; `None` where it has no search box.
    pub fn of(&self, source: &SourceId) -> Option<&ProbeReport> {
        self.sources.iter().find(|report| report.source == *source)
    }
}

/// Probes all sources, each in a thread of its own. What fails is a report; only an archive that cannot be written
/// stops everything. A source that was searched by hand alone is not asked; one of which the archive lacks something, where nothing may be asked, is not probed.
pub(crate) fn probe_all<'a>(
    sources: &[Source],
    ask_of: &(dyn (Fn(&Source) -> &'a dyn Ask) + Sync),
    is_by_hand: &(dyn Fn(&Source) -> bool + Sync),
    progress: &dyn Progress,
    harvested: Date,
) -> Result<Probed, Error> {
    let reports: Vec<Result<ProbeReport, Error>> = std::thread::scope(|scope| {
        let threads: Vec<_> = sources
            .iter()
            .filter(|source| is_probed(source))
            .map(|source| {
                scope.spawn(move || {
                    if is_by_hand(source) {
                        let told = "every text was typed by hand";
                        return Ok(ProbeReport::not_probed(source.id.clone(), told));
                    }
                    probe_source(source, ask_of(source), progress, harvested)
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().expect("a source's thread does not panic")).collect()
    });
    Ok(Probed { sources: reports.into_iter().collect::<Result<_, _>>()? })
}

fn probe_source(
    source: &Source,
    ask: &dyn Ask,
    progress: &dyn Progress,
    harvested: Date,
) -> Result<ProbeReport, Error> {
    let battery = Battery::of(source);
    progress.source(&source.id, bron_search::expected_probe_requests(source));
    let mut probe = Probe::begin(source, &battery, harvested);
    while let Some(request) = probe.ask() {
        let Some(fetched) = ask.ask(source, &request)? else {
            let why = format!("the archive does not hold {}", request.url);
            return Ok(ProbeReport::not_probed(source.id.clone(), why));
        };
        probe.hear(&fetched.exchange);
        progress.source_step(&source.id, request.url.path());
    }
    let report = probe.finish();
    for check in report.failure().into_iter().chain(report.warnings()) {
        let outcome = check.outcome.as_str();
        progress.remark(&format!("{} probe, {}: {outcome}: {}", source.id, check.name, check.because));
    }
    Ok(report)
}

/// Nothing is probed, for this reason.
pub(crate) fn not_probed(sources: &[Source], why: &str) -> Probed {
    let sources = sources.iter().filter(|source| is_probed(source));
    Probed { sources: sources.map(|source| ProbeReport::not_probed(source.id.clone(), why)).collect() }
}

/// The sources that are not searched, with the note of their queries.
pub(crate) fn closed(probed: &Probed) -> BTreeMap<SourceId, String> {
    probed.failures().map(|(source, why)| (source.clone(), why)).collect()
}

/// As it stands in `probe.json`.
pub(crate) fn to_json(probed: &Probed) -> Result<String, Error> {
    let text = serde_json::to_string_pretty(probed).map_err(|error| Error::ProbeFile(error.to_string()))?;
    Ok(text + "\n")
}

/// Reads `probe.json`.
pub(crate) fn read(path: &Path) -> Result<Probed, Error> {
    let text = bron_store::read_text(path)?;
    serde_json::from_str(&text).map_err(|error| Error::ProbeFile(format!("{}: {error}", path.display())))
}
