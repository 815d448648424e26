//! What a run would ask, before anything is sent.

use crate::Error;
use crate::frozen::{ChangedSince, changed_since};
use crate::hand::{can_be_searched_by_hand, is_of_site, sheet_in_folder};
use crate::permission::told_of_permission;
use crate::run::Options;
use crate::run::load;
use bron_model::Query;
use bron_protocol::{CataloguePlatform, Confidence, Protocol, Source};
use serde::Serialize;

/// What a pipeline would do.
#[derive(Debug, Clone, Serialize)]
pub struct Plan {
    /// The pipeline.
    pub pipeline: String,
    /// The pipeline's title.
    pub title: String,
    /// How the protocol differs from what was frozen: until that is amended or put back, nothing is asked. Nothing where it is the
    /// same, or was not frozen.
    pub changed_since: Option<ChangedSince>,
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
    /// Of those, typed by hand: the site is not asked for them.
    pub by_hand: u64,
    /// The fewest requests that the search takes; documents come on top, and every further result page.
    pub requests_at_least: u64,
    /// The fewest requests that probing its search box takes, before the search.
    pub probe_requests_at_least: u64,
    /// Hours for all those requests at this pace.
    pub hours_at_least: f64,
    /// How the number of requests was estimated.
    pub estimate: String,
    /// Which paths a permission opens that robots.txt closes, by whom and when; empty where there is none.
    pub permission: String,
    /// Why it cannot be searched as configured; empty where it can.
    pub not_searchable: String,
    /// What its catalogue takes, where the pipeline switches it on; none of it is in the numbers above.
    pub catalogue: Option<CataloguePlan>,
    /// Keys that nothing has confirmed yet, with confidence and evidence.
    pub unconfirmed: Vec<String>,
}

/// What the catalogue of a source would take.
#[derive(Debug, Clone, Serialize)]
pub struct CataloguePlan {
    /// `sitemap` or `oai-pmh`.
    pub interface: String,
    /// Where the list is asked for.
    pub address: String,
    /// The most publications that are read.
    pub ceiling: u32,
    /// Requests where as many are listed, each with one file. A publication with more files takes more, at most
    /// `documents` of the limits.
    pub requests_about: u64,
    /// Hours for those requests at this pace.
    pub hours_about: f64,
    /// How the number was estimated.
    pub estimate: String,
}

/// Plans a run: reads the configuration, sends nothing, writes nothing.
pub fn plan(options: &Options) -> Result<Plan, Error> {
    let protocol = load(options)?;
    let queries = protocol.typed_queries();
    let mut sources = Vec::new();
    for source in &protocol.sources {
        sources.push(of_source(options, &protocol, source, &queries)?);
    }
    Ok(Plan {
        pipeline: protocol.pipeline.name.clone(),
        title: protocol.pipeline.title.clone(),
        changed_since: changed_since(&options.files, &protocol)?,
        queries: queries.len() as u64,
        sources,
    })
}

fn of_source(
    options: &Options,
    protocol: &Protocol,
    source: &Source,
    queries: &[Query],
) -> Result<SourcePlan, Error> {
    let mine: Vec<&Query> = queries.iter().filter(|query| query.source == source.id).collect();
    let sheet = if can_be_searched_by_hand(source) { sheet_in_folder(source, &options.root)? } else { None };
    let is_typed = |query: &Query| {
        let row = sheet.as_ref().and_then(|(_, sheet)| sheet.filled_in(query));
        row.is_some_and(|row| is_of_site(source, row))
    };
    let asked: Vec<Query> =
        mine.iter().filter(|query| !is_typed(query)).map(|query| (*query).clone()).collect();
    let estimate = bron_search::expected_requests(source, &asked);
    let is_probed = options.probe && protocol.pipeline.probe && protocol.pipeline.archive.is_none();
    let is_probed = is_probed && !asked.is_empty();
    let probe = if is_probed { bron_search::expected_probe_requests(source) } else { 0 };
    let delay = source.delay_seconds.unwrap_or(0.0).max(protocol.pipeline.harvest.delay_seconds);
    let unconfirmed = source
        .confidence
        .iter()
        .filter(|(_, sure)| sure.level < Confidence::Confirmed)
        .map(|(key, sure)| format!("{key}: {} ({})", confidence_word(sure.level), sure.evidence))
        .collect();
    Ok(SourcePlan {
        source: source.id.to_string(),
        host: source.base.as_ref().and_then(url::Url::host_str).unwrap_or_default().to_owned(),
        queries: mine.len() as u64,
        by_hand: (mine.len() - asked.len()) as u64,
        requests_at_least: estimate.least,
        probe_requests_at_least: probe,
        hours_at_least: (estimate.least + probe) as f64 * delay / 3600.0,
        estimate: estimate.because,
        permission: told_of_permission(source, options.language).unwrap_or_default(),
        not_searchable: match source.platform {
            Some(_) => String::new(),
            None => source.unknown.clone().unwrap_or_default(),
        },
        catalogue: catalogue(protocol, source, delay),
        unconfirmed,
    })
}

/// Nobody knows how much a site lists, so the ceiling is what the estimate rests on.
fn catalogue(protocol: &Protocol, source: &Source, delay: f64) -> Option<CataloguePlan> {
    let settings = protocol.catalogue_of(source)?;
    let first = match settings.platform {
        CataloguePlatform::Sitemap => 1,
        CataloguePlatform::OaiPmh => 3,
    };
    let requests = first + 2 * u64::from(settings.ceiling);
    let place = settings.place().unwrap_or_default();
    let address = source.base.as_ref().and_then(|base| base.join(place).ok());
    Some(CataloguePlan {
        interface: settings.platform.as_str().to_owned(),
        address: address.map(String::from).unwrap_or_default(),
        ceiling: settings.ceiling,
        requests_about: requests,
        hours_about: requests as f64 * delay / 3600.0,
        estimate: format!(
            "{first} for the list and one for each further part of it; a page and a file for each of {} publications (`ceiling`)",
            settings.ceiling
        ),
    })
}

fn confidence_word(level: Confidence) -> &'static str {
    match level {
        Confidence::Low => "low",
        Confidence::Medium => "medium",
        Confidence::High => "high",
        Confidence::Confirmed => "confirmed",
    }
}
