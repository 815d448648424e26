//! What is done in a run, and what comes next.

use crate::assigned::ReviewerProgress;
use crate::desk::protocol_of;
use crate::judged::{IN_THE_RUN, Judged, judgements_in};
use crate::search::unsearched;
use crate::{Error, stages};
use bron_judge::Fit;
use bron_model::{DocumentRow, DocumentStatus, Outcome, OutcomeRow, QueryRow, QueryStatus};
use bron_store::{CsvReader, read_csv, rows_in};
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::Path;

/// How many of what in which phase.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PhaseCount {
    /// The stage's folder, or `judgements`.
    pub phase: &'static str,
    /// What is counted, with its unit.
    pub what: String,
    /// How many.
    pub n: u64,
}

/// The state of a run.
#[derive(Debug, Clone, Serialize)]
pub struct Status {
    /// The stages whose folder is there.
    pub stages: Vec<&'static str>,
    /// Counts per phase.
    pub counts: Vec<PhaseCount>,
    /// Sources whose probe failed, with the check and why.
    pub probe_failed: Vec<(String, String)>,
    /// Sources of which nothing was searched for another reason.
    pub not_searched: Vec<(String, String)>,
    /// How far each reviewer is with each term, where it was assigned.
    pub reviewers: Vec<ReviewerProgress>,
    /// What was made of an earlier state of the run, as [`crate::made_before`] tells it.
    pub made_before: Vec<String>,
    /// One line: what comes next.
    pub next: String,
}

/// Reads the state of the run in a folder.
pub fn status(run: &Path) -> Result<Status, Error> {
    if !run.join(stages::SEARCH).is_dir() {
        return Err(Error::NoRun(run.to_owned()));
    }
    let all = [
        stages::PROBE,
        stages::SEARCH,
        stages::SCREENING,
        stages::RETRIEVAL,
        stages::EXTRACTION,
        stages::ELIGIBILITY,
        stages::SYNTHESIS,
    ];
    let done: Vec<&'static str> = all.into_iter().filter(|stage| run.join(stage).is_dir()).collect();
    let queries: Vec<QueryRow> = read_csv(&run.join(stages::SEARCH).join("queries.csv"))?;
    let mut counts = count_search(run, &queries)?;
    let mut waiting = 0;
    if done.contains(&stages::RETRIEVAL) {
        counts.extend(count_retrieval(run)?);
    }
    if done.contains(&stages::ELIGIBILITY) {
        counts.extend(count_outcomes(run)?);
        waiting = rows(run, stages::ELIGIBILITY, "to-judge.csv")?;
        counts.push(PhaseCount {
            phase: stages::ELIGIBILITY,
            what: "judgements to make".to_owned(),
            n: waiting,
        });
    }
    if done.contains(&stages::RETRIEVAL) {
        counts.extend(count_judgements(run)?);
    }
    let probe_failed = probe_failed(run)?;
    let is_told = |source: &String| probe_failed.iter().any(|(known, _)| known == source);
    let not_searched: Vec<_> = unsearched(&queries)
        .into_iter()
        .map(|(source, note)| (source.to_string(), note))
        .filter(|(source, _)| !is_told(source))
        .collect();
    let with = |statuses: &[QueryStatus]| queries.iter().filter(|row| statuses.contains(&row.status)).count();
    let open = Open {
        pipeline: pipeline_of(run).unwrap_or_else(|_| "PIPELINE".to_owned()),
        failed: with(&[QueryStatus::Failed, QueryStatus::Blocked]),
        unreadable: with(&[QueryStatus::Unreadable, QueryStatus::Capped, QueryStatus::Incomplete]),
        not_searched: not_searched.len() + probe_failed.len(),
        waiting,
    };
    let next = open.next_step(&done);
    let reviewers = crate::assigned::progress_of(run)?;
    let made_before = crate::made_before(run)?;
    Ok(Status { stages: done, counts, probe_failed, not_searched, reviewers, made_before, next })
}

/// The sources whose probe failed; none where the run was made without a probe.
fn probe_failed(run: &Path) -> Result<Vec<(String, String)>, Error> {
    let file = run.join(stages::PROBE).join("probe.json");
    if !file.is_file() {
        return Ok(Vec::new());
    }
    let probed = crate::probe::read(&file)?;
    Ok(probed.failures().map(|(source, why)| (source.to_string(), why)).collect())
}

/// What is still to be done in a run.
struct Open {
    pipeline: String,
    failed: usize,
    unreadable: usize,
    not_searched: usize,
    waiting: u64,
}

impl Open {
    fn next_step(&self, done: &[&str]) -> String {
        let Self { pipeline, failed, unreadable, not_searched, waiting } = self;
        let see = "see status and note in 1-search/queries.csv";
        if !done.contains(&stages::SYNTHESIS) {
            format!("`bron run {pipeline}` again: it goes on where it stopped")
        } else if *failed > 0 {
            format!(
                "{failed} queries failed or were blocked: {see}, then `bron run {pipeline} --retry-failed`, or `bron hand SOURCE` where a site says no"
            )
        } else if *unreadable > 0 {
            format!(
                "{unreadable} queries were not read whole: {see}, and mend the source's file in config/sources"
            )
        } else if *not_searched > 0 {
            format!(
                "{not_searched} sources are not searched: complete their files in config/sources (`bron probe --propose ADDRESS` looks at a site), or search them by hand (`bron hand SOURCE`), then run again"
            )
        } else if *waiting > 0 {
            format!("{waiting} judgements wait in 5-eligibility/to-judge.csv")
        } else {
            "nothing waits: read 6-synthesis/table1.md".to_owned()
        }
    }
}

fn count_search(run: &Path, queries: &[QueryRow]) -> Result<Vec<PhaseCount>, Error> {
    let publications = rows(run, stages::SEARCH, "publications.csv")?;
    let count =
        |what: &str, n: usize| PhaseCount { phase: stages::SEARCH, what: what.to_owned(), n: n as u64 };
    let mut counts = vec![count("queries", queries.len())];
    for status in QueryStatus::ALL {
        let n = queries.iter().filter(|row| row.status == *status).count();
        if n > 0 {
            counts.push(count(&format!("queries with status `{status}`"), n));
        }
    }
    let hits: u64 = queries.iter().map(|row| row.hits).sum();
    counts.push(PhaseCount { phase: stages::SEARCH, what: "hits".to_owned(), n: hits });
    let what = "publications".to_owned();
    counts.push(PhaseCount { phase: stages::SEARCH, what, n: publications });
    Ok(counts)
}

/// The number of rows of a table.
fn rows(run: &Path, stage: &str, file: &str) -> Result<u64, Error> {
    Ok(rows_in(&run.join(stage).join(file))?.unwrap_or_default())
}

fn count_retrieval(run: &Path) -> Result<Vec<PhaseCount>, Error> {
    let mut found = BTreeMap::<DocumentStatus, u64>::new();
    for row in CsvReader::<DocumentRow>::open(&run.join(stages::RETRIEVAL).join("documents.csv"))? {
        *found.entry(row?.status).or_default() += 1;
    }
    let counts = DocumentStatus::ALL.iter().filter_map(|status| {
        let n = *found.get(status)?;
        Some(PhaseCount { phase: stages::RETRIEVAL, what: format!("documents with status `{status}`"), n })
    });
    Ok(counts.collect())
}

fn count_outcomes(run: &Path) -> Result<Vec<PhaseCount>, Error> {
    let mut found = BTreeMap::<Outcome, u64>::new();
    for row in CsvReader::<OutcomeRow>::open(&run.join(stages::ELIGIBILITY).join("outcomes.csv"))? {
        *found.entry(row?.outcome).or_default() += 1;
    }
    let counts = Outcome::ALL.iter().filter_map(|outcome| {
        let n = *found.get(outcome)?;
        Some(PhaseCount { phase: stages::ELIGIBILITY, what: format!("pairs `{outcome}`"), n })
    });
    Ok(counts.collect())
}

/// How many judgements of this moment count here, and how many are asked again; none where nobody judged anything.
fn count_judgements(run: &Path) -> Result<Vec<PhaseCount>, Error> {
    let record = bron_store::RunFolder::read(run)?.ok_or_else(|| Error::NoRun(run.to_owned()))?;
    if record.judgements_folder.is_empty() {
        return Ok(Vec::new());
    }
    let (judgements, _) = judgements_in(&run.join(&record.judgements_folder))?;
    if judgements.all.is_empty() {
        return Ok(Vec::new());
    }
    let protocol = protocol_of(run, &record.pipeline, record.judgements_folder == IN_THE_RUN)?;
    let standing = Judged::of(&judgements, run, &protocol.criteria.version)?.standing;
    let count = |what: &str, n: usize| PhaseCount { phase: "judgements", what: what.to_owned(), n: n as u64 };
    let with = |fit: Fit| standing.all().filter(|(_, held)| held.fit == fit).count();
    Ok(vec![
        count("judgements that hold", with(Fit::Same) + with(Fit::Carried)),
        count("of those, carried over from an earlier harvest", with(Fit::Carried)),
        count("asked again: the text has changed", with(Fit::OtherText)),
        count("asked again: the criteria have changed", with(Fit::OtherCriteria)),
        count("asked again: what the site lists has changed", with(Fit::OtherListing)),
        count("judgements on publications that this run does not have", standing.elsewhere.len()),
    ])
}

/// The name of the pipeline that a run was made with.
pub fn pipeline_of(run: &Path) -> Result<String, Error> {
    let record = bron_store::RunFolder::read(run)?.ok_or_else(|| Error::NoRun(run.to_owned()))?;
    Ok(record.pipeline)
}

/// Whether a run is that of the program's own demo, whatever study it lies in: it keeps its judgements in itself.
pub fn is_of_demo(run: &Path) -> Result<bool, Error> {
    let record = bron_store::RunFolder::read(run)?.ok_or_else(|| Error::NoRun(run.to_owned()))?;
    Ok(record.judgements_folder == crate::judged::IN_THE_RUN)
}
