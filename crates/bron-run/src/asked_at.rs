//! When was each source asked? By the archive's table of contents.

use crate::Error;
use bron_model::SourceId;
use bron_protocol::{Protocol, Source};
use bron_store::{CsvReader, ResponseRow, RunRecord};
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::path::Path;
use url::Url;

/// The first and last time that a source's own hosts were asked, for pages of results or for publications.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AskedAt {
    /// The first request.
    pub first: Timestamp,
    /// The last one.
    pub last: Timestamp,
    /// How many there were, those included that got no answer.
    pub requests: u64,
}

/// Reads `responses.csv` of the archive that a run reads; nothing where it is not there. A host of two sources counts for both.
pub(crate) fn asked_at(
    run: &Path,
    record: &RunRecord,
    protocol: &Protocol,
) -> Result<BTreeMap<SourceId, AskedAt>, Error> {
    let mut asked = BTreeMap::new();
    let of_other = record.archive.as_ref().and_then(|other| Some(run.parent()?.join(other)));
    let file = of_other.unwrap_or_else(|| run.to_owned()).join("archive").join("responses.csv");
    if !file.exists() {
        return Ok(asked);
    }
    for (line, row) in (2..).zip(CsvReader::<ResponseRow>::open(&file)?) {
        let row = row?;
        let wrong = |what: String| bron_store::Error::Table { file: file.clone(), line, what };
        let at: Timestamp = row.at.parse().map_err(|error| wrong(format!("{error}")))?;
        let url = Url::parse(&row.url).map_err(|error| wrong(format!("`{}`: {error}", row.url)))?;
        let host = url.host_str().unwrap_or_default();
        for source in protocol.sources.iter().filter(|source| is_of(source, host)) {
            let entry =
                asked.entry(source.id.clone()).or_insert(AskedAt { first: at, last: at, requests: 0 });
            entry.first = entry.first.min(at);
            entry.last = entry.last.max(at);
            entry.requests += 1;
        }
    }
    Ok(asked)
}

fn is_of(source: &Source, host: &str) -> bool {
    let base = source.base.as_ref().and_then(Url::host_str);
    base == Some(host) || source.hosts.iter().any(|known| known == host)
}
