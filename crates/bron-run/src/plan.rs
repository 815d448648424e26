//! What a run would ask, before anything is sent.

use crate::Error;
use crate::run::Options;
use crate::run::load;
use bron_protocol::Confidence;
use serde::Serialize;

/// What a pipeline would do.
#[derive(Debug, Clone, Serialize)]
pub struct Plan {
    /// The pipeline's title.
    pub title: String,
    /// Number of queries, over all sources.
    pub queries: u64,
    /// Per source, in the pipeline's order.
    pub sources: Vec<SourcePlan>,
}

/// What a pipeline would do at one source.
#[derive(Debug, Clone, Serialize)]
pub struct SourcePlan {
    /// The source.
    pub source: String,
    /// The host that is asked; empty for a folder.
    pub host: String,
    /// Its queries.
    pub queries: u64,
    /// The fewest requests that the search takes; documents come on top, and every further result page.
    pub requests_at_least: u64,
    /// Hours for those requests at this pace.
    pub hours_at_least: f64,
    /// How the number of requests was estimated.
    pub estimate: String,
    /// Why it cannot be searched as configured; empty where it can.
    pub not_searchable: String,
    /// Keys that nothing has confirmed yet, with confidence and evidence.
    pub unconfirmed: Vec<String>,
}

/// Plans a run: reads the configuration, sends nothing, writes nothing.
pub fn plan(options: &Options) -> Result<Plan, Error> {
    let protocol = load(options)?;
    let queries = protocol.queries();
    let sources = protocol
        .sources
        .iter()
        .map(|source| {
            let mine = queries.iter().filter(|query| query.source == source.id).count() as u64;
            let estimate = bron_search::expected_requests(source, &queries);
            let delay = source.delay_seconds.unwrap_or(0.0).max(protocol.pipeline.harvest.delay_seconds);
            let unconfirmed = source
                .confidence
                .iter()
                .filter(|(_, sure)| sure.level < Confidence::Confirmed)
                .map(|(key, sure)| format!("{key}: {} ({})", confidence_word(sure.level), sure.evidence))
                .collect();
            SourcePlan {
                source: source.id.to_string(),
                host: source.base.as_ref().and_then(url::Url::host_str).unwrap_or_default().to_owned(),
                queries: mine,
                requests_at_least: estimate.least,
                hours_at_least: estimate.least as f64 * delay / 3600.0,
                estimate: estimate.because,
                not_searchable: match source.platform {
                    Some(_) => String::new(),
                    None => source.unknown.clone().unwrap_or_default(),
                },
                unconfirmed,
            }
        })
        .collect();
    Ok(Plan { title: protocol.pipeline.title.clone(), queries: queries.len() as u64, sources })
}

fn confidence_word(level: Confidence) -> &'static str {
    match level {
        Confidence::Low => "low",
        Confidence::Medium => "medium",
        Confidence::High => "high",
        Confidence::Confirmed => "confirmed",
    }
}
